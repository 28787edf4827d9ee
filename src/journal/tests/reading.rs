use super::*;
use crate::journal::lines::LIMIT;

fn corpus() -> Vec<String> {
    let all: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../../tests/data/bad-strings.json")).unwrap();
    let text = |one: &serde_json::Value| one["s"].as_str().or(one["s_start"].as_str()).unwrap().to_owned();
    all.iter().map(text).collect()
}

/// A deed in which every text is this one.
fn full(id: &str, text: &str) -> Deed {
    let safe = Safe::new(text);
    Deed {
        action: Action { verb: Verb::AddTags, tags: vec![Tag { key: safe.clone(), value: safe.clone() }] },
        account_name: safe.clone(),
        account_role: Some(AccountRole::DataScience),
        owner: Some(safe.clone()),
        via: safe.clone(),
        caller: safe.clone(),
        plan: safe.clone(),
        before: Seen {
            status: Some(safe.clone()),
            modified: Some("2026-11-01T00:00:00.000000007Z".parse().unwrap()),
        },
        undoes: Some(safe),
        ..deed(id, text)
    }
}

/// S06
#[test]
fn everything_is_read_back_exactly_and_nothing_harmful_is_in_the_file() {
    let place = Place::new();
    let journal = place.journal("991-a");
    let corpus = corpus();
    assert_eq!(corpus.len(), 143);
    for (number, text) in corpus.iter().enumerate() {
        let deed = full(&number.to_string(), text);
        let (of, safe) = (deed.reference(), Safe::new(text));
        journal.append(&Entry::Intent(Box::new(deed)), november()).unwrap();
        let request_id = Some(safe.clone());
        let entry = Entry::Answer { of: of.clone(), answer: Answer::Unknown, request_id, text: safe.clone() };
        journal.append(&entry, november()).unwrap();
        let entry = Entry::Outcome { of, ending: Ending::Failed, after: Some(safe.clone()), text: safe };
        journal.append(&entry, november()).unwrap();
    }
    assert_eq!(place.chain().lines, 3 * 143);
    let bytes = place.text(NOVEMBER);
    let harmful = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    assert_eq!(bytes.chars().find(harmful), None);

    let acts = place.acts();
    for (number, (text, act)) in corpus.iter().zip(acts.iter().rev()).enumerate() {
        let (text, deed) = (Safe::new(text), full(&number.to_string(), text));
        assert_eq!((&act.id, act.seq), (&deed.id, number as u64 * 3 + 1));
        assert_eq!(
            (act.at, &act.run, &act.by),
            ("2026-11-23T15:04:11.123Z".parse().unwrap(), &"991-a".into(), &"ada@bastion".into())
        );
        assert_eq!((&act.arn, &act.name), (&deed.target.arn, &text));
        assert_eq!(
            (&*act.action.to_string(), act.kind.raw(), act.region.raw()),
            ("add-tags", "notebook", "eu-west-1")
        );
        assert_eq!(
            (act.account.raw(), act.account_role.as_ref().map(Safe::raw)),
            ("111122223333", Some("data-science"))
        );
        let texts = [
            &act.account_name,
            act.owner.as_ref().unwrap(),
            &act.via,
            &act.caller,
            &act.plan,
            act.undoes.as_ref().unwrap(),
        ];
        assert!(texts.into_iter().all(|one| *one == text), "{text:?}");
        assert_eq!(act.tags, [Safe::new(format!("{0}={0}", text.raw()))]);
        assert_eq!(act.before, deed.before);
        let (answer, outcome) = (act.answer.as_ref().unwrap(), act.outcome.as_ref().unwrap());
        assert_eq!(
            (answer.answer.raw(), &answer.request_id, &answer.text),
            ("unknown", &Some(text.clone()), &text)
        );
        assert_eq!(
            (outcome.ending.raw(), &outcome.after, &outcome.text),
            ("failed", &Some(text.clone()), &text)
        );
    }
}

#[test]
fn only_so_many_acts_are_kept_and_the_newest_of_them() {
    let place = Place::new();
    let journal = place.journal("991-a");
    for number in 0..5 {
        journal.append(&intent(&format!("d{number}")), november()).unwrap();
        journal.append(&Entry::ReadOnly { text: Safe::new(number.to_string()) }, november()).unwrap();
    }
    // Late words about deeds that are kept and that are not.
    write_all(&journal, [outcome("d0"), outcome("d4"), answer("d3")], december());
    let reading = journal.acts(2).unwrap();
    let ids: Vec<&str> = reading.acts.iter().map(|act| act.id.raw()).collect();
    assert_eq!((ids, reading.more), (vec!["d4", "d3"], true));
    assert!(reading.acts[0].is_resolved() && reading.acts[1].answer.is_some());
    let remarks: Vec<u64> = reading.remarks.iter().map(|remark| remark.seq).collect();
    assert_eq!(remarks, [10, 8]);
    assert!(reading.remarks[0].text.raw().contains("read-only"));
    let all = journal.acts(5).unwrap();
    assert_eq!((all.acts.len(), all.more), (5, false));
    assert_eq!(journal.acts(0).unwrap().acts, []);
}

#[test]
fn lines_that_make_no_sense_are_told_with_their_places() {
    let place = Place::new();
    let journal = place.journal("991-a");
    write_all(&journal, [intent("d1")], november());
    let line = place.text(NOVEMBER);
    place.add(NOVEMBER, b"rubbish\n");
    place.add(NOVEMBER, &vec![b'x'; LIMIT + 9]);
    place.add(NOVEMBER, format!("\n{}", line.replace("\"caller\"", "\"called\"")).as_bytes());
    place.add(NOVEMBER, line.replace("\"intent\"", "\"ap\\u001bprove\"").as_bytes());
    place.add(NOVEMBER, line.replace("\"d1\"", "\"d2\"").trim_end().as_bytes());
    let reading = journal.acts(10).unwrap();
    let unread: Vec<&str> = reading.unread.iter().map(Safe::raw).collect();
    let expected = [
        "2026-11.jsonl:2: is no entry: expected value",
        "2026-11.jsonl:3: is longer than 1 MiB",
        "2026-11.jsonl:4: is no entry: missing field `caller`",
    ];
    let (torn, others) = unread.split_last().unwrap();
    assert_eq!(others, expected);
    assert!(torn.starts_with("2026-11.jsonl:6: is a torn line of "), "{torn}");
    assert_eq!(reading.acts.len(), 1);
    let later = reading.remarks[0].text.shown();
    assert!(later.starts_with("an entry that this version does not know: ap") && !later.contains('\u{1b}'));
}

#[test]
fn a_flood_of_unreadable_lines_is_counted() {
    let place = Place::new();
    let journal = place.journal("991-a");
    write_all(&journal, [intent("d1")], november());
    place.add(NOVEMBER, "rubbish\n".repeat(150).as_bytes());
    let unread = journal.acts(10).unwrap().unread;
    assert_eq!((unread.len(), unread[100].raw()), (101, "and 50 more lines"));
}
