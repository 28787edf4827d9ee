//! What a crash or a stranger leaves behind.

use super::*;

/// S03
#[test]
fn a_torn_line_is_set_aside_and_told() {
    for torn in
        [&b"{\"v\":1,\"seq\":3,\"at\":\"2026"[..], b"{\"whole\":\"but not ended\"}", b"\0\0\0\0\n", b"x"]
    {
        for at in [november(), december()] {
            let place = Place::new();
            let journal = place.journal("991-a");
            write_all(&journal, [intent("d1"), answer("d1")], november());
            place.add(NOVEMBER, torn);
            let seen = place.chain();
            let told = seen.torn.as_ref().map(|torn| torn.bytes).unwrap();
            assert_eq!((seen.lines, told), (2, torn.strip_suffix(b"\n").unwrap_or(torn).len()));
            assert!(seen.to_string().contains("2026-11.jsonl ends in a torn line"), "{seen}");
            journal.check().unwrap();

            write_all(&journal, [outcome("d1")], at);
            assert_eq!(fs::read(place.file("2026-11.jsonl.torn")).unwrap(), torn);
            let chain = place.chain();
            assert_eq!((chain.lines, chain.gaps, chain.torn.as_ref()), (4, 1, None));
            assert!(chain.to_string().ends_with(", 1 torn line set aside"), "{chain}");
            let gap = place.text(NOVEMBER).lines().nth(2).unwrap().to_owned();
            let sha256 = seal::digest(&[torn]);
            let told =
                format!("\"file\":\"2026-11.jsonl.torn\",\"bytes\":{},\"sha256\":\"{sha256}\"", torn.len());
            assert!(gap.contains("\"event\":\"gap\"") && gap.contains(&told), "{gap}");
            let reading = journal.acts(9).unwrap();
            assert!(reading.acts[0].is_resolved() && reading.unread.is_empty());
            assert!(reading.remarks[0].text.raw().contains("was set aside"), "{:?}", reading.remarks);
        }
    }
}

#[test]
fn a_torn_line_that_is_longer_than_what_tells_of_it_goes_whole() {
    let place = Place::new();
    let journal = place.journal("991-a");
    write_all(&journal, [intent("d1")], november());
    let torn = vec![b'{'; 100_000];
    place.add(NOVEMBER, &torn);
    write_all(&journal, [outcome("d1")], november());
    place.add(NOVEMBER, b"again");
    write_all(&journal, [intent("d2")], november());
    let chain = place.chain();
    assert_eq!((chain.lines, chain.gaps), (5, 2));
    assert_eq!(fs::read(place.file("2026-11.jsonl.torn")).unwrap(), [&torn[..], b"again"].concat());
}

#[test]
fn the_very_first_line_can_be_torn() {
    let place = Place::new();
    let journal = place.journal("991-a");
    journal.check().unwrap();
    fs::write(place.file(NOVEMBER), "{\"v\":1").unwrap();
    fs::set_permissions(place.file(NOVEMBER), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(
        place.verdict().to_string(),
        "broken: 2026-11.jsonl:1: it is torn, and there is no other line"
    );
    write_all(&journal, [intent("d1")], november());
    let chain = place.chain();
    assert_eq!((chain.lines, chain.gaps), (2, 1));
}

#[test]
fn nothing_is_added_to_what_is_no_journal() {
    let place = Place::new();
    let journal = place.journal("991-a");
    write_all(&journal, [intent("d1")], november());
    let before = place.text(NOVEMBER);
    for end in ["{\"seq\":2}\n", "rubbish\nrubbish\n", "null\n"] {
        fs::write(place.file(NOVEMBER), format!("{before}{end}")).unwrap();
        let trouble = journal.append(&outcome("d1"), november()).unwrap_err();
        assert!(trouble.to_string().starts_with("its last line is not one of a journal · "), "{trouble}");
        assert_eq!(journal.check(), Err(trouble));
        assert_eq!(place.text(NOVEMBER), format!("{before}{end}"));
    }
}

#[test]
fn an_entry_that_nobody_could_read_is_not_written() {
    let place = Place::new();
    let journal = place.journal("991-a");
    write_all(&journal, [intent("d1")], november());
    let before = place.text(NOVEMBER);
    let text = Safe::new("x".repeat(1024 * 1024));
    let trouble = journal.append(&Entry::ReadOnly { text }, november()).unwrap_err();
    assert!(trouble.to_string().contains("longer than 1 MiB"), "{trouble}");
    assert_eq!(place.text(NOVEMBER), before);
}

/// Three months with two lines each.
fn three_months() -> Place {
    let place = Place::new();
    let journal = place.journal("991-a");
    for (id, at) in
        [("d1", "2026-10-01T00:00:00Z"), ("d2", "2026-11-01T00:00:00Z"), ("d3", "2026-12-01T00:00:00Z")]
    {
        write_all(&journal, [intent(id), outcome(id)], at.parse().unwrap());
    }
    assert_eq!(place.chain().lines, 6);
    place
}

fn assert_broken(place: &Place, expected: &str) {
    let verdict = place.verdict();
    assert!(!verdict.is_fine());
    assert!(
        verdict.to_string().starts_with(&format!("broken: {expected}")),
        "{verdict} instead of {expected}"
    );
}

/// What `show` says of the last line is what `verify` says of it.
#[test]
fn a_last_line_that_is_no_json_reads_as_torn_ended_or_not() {
    for (torn, bytes) in [("{\"v\":1,\"se", 10), ("not an entry\n", 12)] {
        let place = Place::new();
        let journal = place.journal("991-a");
        write_all(&journal, [intent("d1")], november());
        place.add(NOVEMBER, torn.as_bytes());
        let told = format!("torn line of {bytes} bytes, which the next entry sets aside");
        assert!(place.chain().to_string().ends_with(&told));
        let unread = journal.acts(9).unwrap().unread;
        assert_eq!(unread.len(), 1);
        assert_eq!(unread[0].raw(), format!("2026-11.jsonl:2: is a {told}"));
        // In the middle it is damage, to both.
        place.add(NOVEMBER, b"\n{}\n");
        let unread = journal.acts(9).unwrap().unread;
        assert!(unread.iter().all(|line| line.raw().contains("is no entry")), "{unread:?}");
        assert!(!place.verdict().is_fine());
    }
}

#[test]
fn last_entries_that_do_not_verify_are_doubted_before_another_follows() {
    let place = three_months();
    let journal = place.journal("991-b");
    assert_eq!(journal.doubt(), Ok(None));
    place.add(DECEMBER, b"{\"torn");
    assert_eq!(journal.doubt(), Ok(None), "a torn line is set aside, and is no damage");
    let text = place.text(DECEMBER);
    for (from, to) in [("ds-retail", "ds-retall"), ("\"pid\":991", "\"pid\":992")] {
        fs::write(place.file(DECEMBER), text.replacen(from, to, 1)).unwrap();
        let doubt = journal.doubt().unwrap().unwrap();
        assert!(doubt.raw().contains("2026-12.jsonl") && doubt.raw().contains("journal verify"), "{doubt}");
    }
    // It goes on: what is appended is about something else.
    write_all(&journal, [intent("d9")], december());
    assert!(journal.doubt().unwrap().is_some());
}

/// S12
#[test]
fn an_edited_line_is_found() {
    for (from, to) in [("ds-retail", "ds-retall"), ("\"pid\":991", "\"pid\":992"), ("\"v\":1", "\"v\": 1")] {
        let place = three_months();
        fs::write(place.file(NOVEMBER), place.text(NOVEMBER).replacen(from, to, 1)).unwrap();
        assert_broken(&place, "2026-11.jsonl:1: it was edited");
    }
}

/// S12
#[test]
fn a_line_that_was_edited_and_hashed_anew_breaks_the_next_one() {
    let place = three_months();
    let text = place.text(NOVEMBER);
    let (first, rest) = text.split_once('\n').unwrap();
    let (open, _) = first.split_once(",\"hash\":\"").unwrap();
    let (forged, _) = seal::seal(&format!("{}}}", open.replace("ds-retail", "other")));
    fs::write(place.file(NOVEMBER), format!("{forged}\n{rest}")).unwrap();
    assert_broken(&place, "2026-11.jsonl:2: number 4 follows on number 3");
}

/// S12
#[test]
fn deleted_inserted_and_moved_lines_are_found() {
    type Change = fn(&[&str]) -> Vec<String>;
    let cases: [(Change, &str); 6] = [
        (|l| vec![l[1].into()], "2026-11.jsonl:1: number 4 follows on number 2"),
        (|l| vec![l[0].into()], "2026-12.jsonl:1: number 5 follows on number 3"),
        (|l| vec![l[0].into(), l[0].into(), l[1].into()], "2026-11.jsonl:2: number 3 follows on number 3"),
        (|l| vec![l[1].into(), l[0].into()], "2026-11.jsonl:1: number 4 follows on number 2"),
        (|l| vec![l[0].into(), "{}".into(), l[1].into()], "2026-11.jsonl:2: it is not a line of a journal"),
        (|l| vec![l[0].into(), "x".into(), l[1].into()], "2026-11.jsonl:2: it is not JSON"),
    ];
    for (change, expected) in cases {
        let place = three_months();
        let text = place.text(NOVEMBER);
        let lines = change(&text.lines().collect::<Vec<_>>());
        fs::write(place.file(NOVEMBER), lines.join("\n") + "\n").unwrap();
        assert_broken(&place, expected);
    }
}

/// S12
#[test]
fn a_missing_month_is_found_but_for_the_last() {
    for (gone, expected) in [
        ("2026-10.jsonl", "2026-11.jsonl:1: number 3 follows on nothing"),
        (NOVEMBER, "2026-12.jsonl:1: number 5 follows on number 2"),
    ] {
        let place = three_months();
        fs::remove_file(place.file(gone)).unwrap();
        assert_broken(&place, expected);
    }
    let place = three_months();
    fs::write(place.file(NOVEMBER), "").unwrap();
    assert_broken(&place, "2026-12.jsonl:1: number 5 follows on number 2");
}

/// S12
#[test]
fn a_cut_end_is_found_with_a_hash_that_was_noted() {
    let place = three_months();
    let journal = place.journal("reader");
    let head = place.chain().head;
    write_all(&journal, [intent("d4")], december());
    assert!(matches!(journal.verify(Some(&head)), Ok(Verdict::Whole(chain)) if chain.lines == 7));
    fs::remove_file(place.file(DECEMBER)).unwrap();
    assert_eq!(place.chain().lines, 4, "the cut alone is not seen");
    let verdict = journal.verify(Some(&head)).unwrap();
    assert_eq!(verdict, Verdict::Unanchored { lines: 4 });
    assert!(verdict.to_string().starts_with("broken: the noted hash is in none of 4 lines"));
    fs::remove_dir_all(place.folder()).unwrap();
    assert_eq!(journal.verify(Some(&head)), Ok(Verdict::Unanchored { lines: 0 }));
}
