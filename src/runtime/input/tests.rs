use super::*;

/// Everything that comes of the bytes, in one piece and once more byte by byte, with the time running out at the end.
fn decode(bytes: &[u8]) -> Vec<Input> {
    let mut whole = Decoder::default();
    let mut found = whole.feed(bytes);
    found.extend(whole.give_up());
    let mut pieces = Decoder::default();
    let mut slowly: Vec<Input> = bytes.iter().flat_map(|byte| pieces.feed(&[*byte])).collect();
    slowly.extend(pieces.give_up());
    assert_eq!(found, slowly, "in pieces: {:?}", String::from_utf8_lossy(bytes));
    found
}

fn keys(text: &str) -> Vec<Input> {
    Key::chord(text).unwrap().into_iter().map(Input::Key).collect()
}

#[test]
fn text_and_enter_in_one_read_are_typing() {
    assert_eq!(decode(b":notebooks\r"), keys(": n o t e b o o k s Enter"));
    assert_eq!(decode("äß€😀".as_bytes()), keys("ä ß € 😀"));
    assert_eq!(decode(b"a\n"), keys("a Enter"));
}

#[test]
fn control_keys() {
    assert_eq!(decode(b"\x03\x04\x1a\x11\x13"), keys("C-c C-d C-z C-q C-s"));
    assert_eq!(decode(b"\x7f\x08\t\r"), keys("Backspace Backspace Tab Enter"));
    assert_eq!(decode(b"\x00\x1c\x1d\x1f"), keys("C-Space C-\\ C-] C-_"));
}

#[test]
fn escape_is_itself_when_nothing_follows() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b"), []);
    assert!(decoder.patience().unwrap() <= Duration::from_millis(25));
    assert_eq!(decoder.give_up(), keys("Esc"));
    assert_eq!(decoder.patience(), None);
    assert_eq!(decode(b"\x1b\x1b"), keys("Esc Esc"));
    assert_eq!(decode(b"\x1b\x1bq"), keys("Esc A-q"));
    assert_eq!(decode(b"\x1bx\x1b\xc3\xa4"), keys("A-x A-ä"));
    assert_eq!(decode(b"\x1b["), keys("A-["));
    assert_eq!(decode(b"\x1b]"), keys("A-]"));
    assert_eq!(decode(b"\x1bO"), keys("A-O"));
    assert_eq!(decode(b"\x1b\x7f"), keys("A-Backspace"));
}

#[test]
fn arrows_and_their_like_in_all_forms() {
    assert_eq!(decode(b"\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F"), keys("Up Down Right Left Home End"));
    assert_eq!(decode(b"\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF"), keys("Up Down Right Left Home End"));
    assert_eq!(decode(b"\x1b[1;5A\x1b[1;3B\x1b[1;2C\x1b[1;8D"), keys("C-Up A-Down S-Right C-A-S-Left"));
    assert_eq!(
        decode(b"\x1b[1~\x1b[4~\x1b[7~\x1b[8~\x1b[2~\x1b[3~"),
        keys("Home End Home End Insert Delete")
    );
    assert_eq!(decode(b"\x1b[5~\x1b[6~\x1b[5;5~\x1b[3;2~"), keys("PgUp PgDn C-PgUp S-Delete"));
    assert_eq!(decode(b"\x1b[Z\x1b[1;2Z"), keys("S-Tab S-Tab"));
    // rxvt and PuTTY
    assert_eq!(decode(b"\x1b[a\x1bOa\x1b[5^\x1b\x1b[A\x1b\x1bOB"), keys("S-Up C-Up C-PgUp A-Up A-Down"));
}

#[test]
fn function_keys_in_all_forms() {
    assert_eq!(decode(b"\x1bOP\x1bOQ\x1bOR\x1bOS"), keys("F1 F2 F3 F4"));
    assert_eq!(decode(b"\x1b[[A\x1b[[B\x1b[[E"), keys("F1 F2 F5"));
    assert_eq!(decode(b"\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[23~\x1b[24~"), keys("F1 F5 F6 F10 F11 F12"));
    assert_eq!(decode(b"\x1b[1;5P\x1b[15;2~"), keys("C-F1 S-F5"));
}

#[test]
fn extended_keys_of_tmux_and_xterm() {
    assert_eq!(decode(b"\x1b[97;5u\x1b[27;5;100~\x1b[13u\x1b[27u"), keys("C-a C-d Enter Esc"));
    assert_eq!(decode(b"\x1b[103;2u\x1b[127;3u\x1b[9;2u"), keys("G A-Backspace S-Tab"));
    assert_eq!(decode(b"\x1b[57358u"), []);
}

#[test]
fn keypad() {
    assert_eq!(decode(b"\x1bOM\x1bOp\x1bOy\x1bOk\x1bOm"), keys("Enter 0 9 Plus Minus"));
}

#[test]
fn what_a_terminal_says_of_itself_is_no_key() {
    let answers: [&[u8]; 22] = [
        b"\x1b[?64;1;2;6;9;15;18;21;22c",
        b"\x1b[>41;377;0c",
        b"\x1b[=0c",
        b"\x1b[24;80R",
        b"\x1b[1;1R",
        b"\x1b[1;2R",
        b"\x1b[?24;80;1R",
        b"\x1b[0n",
        b"\x1b[?2026;2$y",
        b"\x1b[?1u",
        b"\x1b[8;24;80t",
        b"\x1b[I\x1b[O",
        b"\x1b[M !!",
        b"\x1b[<35;12;7M\x1b[<0;12;7m",
        b"\x1b]11;rgb:1e1e/1e1e/1e1e\x07",
        b"\x1b]52;c;cXEgcXE=\x1b\\",
        b"\x1b]4;1;rgb:ffff/0000/0000\x1b\\",
        b"\x1bP>|xterm(377)\x1b\\",
        b"\x1bP1$r0m\x1b\\",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\xc2\x9b24;80R",
        b"\xc2\x9d11;rgb:1e1e/1e1e/1e1e\x07",
    ];
    for answer in answers {
        assert_eq!(decode(answer), [], "{:?}", String::from_utf8_lossy(answer));
        let mut between = b"a".to_vec();
        between.extend_from_slice(answer);
        between.push(b'b');
        assert_eq!(decode(&between), keys("a b"), "{:?}", String::from_utf8_lossy(answer));
    }
}

#[test]
fn a_report_without_an_end_does_not_swallow_the_keyboard() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b]11;rgb:1e1e"), []);
    assert!(decoder.patience().is_some());
    assert_eq!(decoder.give_up(), []);
    assert_eq!(decoder.feed(b"q"), keys("q"));
    assert_eq!(decode(b"\x1b[12;"), []);
    let mut long = b"\x1bP".to_vec();
    long.extend(std::iter::repeat_n(b'0', LONGEST_STRING + 10));
    let mut decoder = Decoder::default();
    let _ = decoder.feed(&long);
    assert!(decoder.pending.len() < LONGEST_STRING);
    assert!(matches!(decoder.state, State::Keys));
}

#[test]
fn a_broken_sequence_ends_where_the_next_key_begins() {
    assert_eq!(decode(b"\x1b[12\x1b[A"), keys("Up"));
    assert_eq!(decode(b"\x1b[12\rq"), keys("Enter q"));
    assert_eq!(decode(b"\xff\xfeq\xc3q\xe2\x82q"), keys("q q q"));
    let mut long = b"\x1b[".to_vec();
    long.extend(std::iter::repeat_n(b'1', LONGEST_CSI * 2));
    let mut decoder = Decoder::default();
    let _ = decoder.feed(&long);
    assert!(decoder.pending.len() <= LONGEST_CSI + 2);
}

#[test]
fn pasted_text_is_never_keys() {
    let paste = |text: &str| Input::Paste(text.to_owned());
    assert_eq!(decode(b"\x1b[200~ssy\rq\x1b[201~"), [paste("ssy\rq")]);
    assert_eq!(
        decode("\x1b[200~ä\x1b[31m€\x1b[201~x".as_bytes()),
        [paste("ä\x1b[31m€"), keys("x").remove(0)]
    );
    assert_eq!(decode(b"\x1b[200~\x1b[201~"), []);
    // The end never comes: what is there counts, and the keyboard works again.
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b[200~abc"), []);
    assert_eq!(decoder.give_up(), [paste("abc")]);
    assert_eq!(decoder.feed(b"q"), keys("q"));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_wait_for_ever(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let mut decoder = Decoder::default();
        let _ = decoder.feed(&bytes);
        let _ = decoder.give_up();
        let _ = decoder.feed(b"\x1b");
        let _ = decoder.give_up();
        assert!(decoder.patience().is_none());
        assert_eq!(decoder.feed(b"q"), keys("q"));
    }
}

#[test]
fn of_the_mouse_the_left_button_and_the_wheel_count() {
    let at = |gesture| [Input::Mouse(gesture, 11, 6)];
    assert_eq!(decode(b"\x1b[<0;12;7M\x1b[<0;12;7m"), at(Gesture::Click));
    assert_eq!(decode(b"\x1b[<64;12;7M"), at(Gesture::WheelUp));
    assert_eq!(decode(b"\x1b[<65;12;7M"), at(Gesture::WheelDown));
    let others: [&[u8]; 8] = [
        // Released, right, with Shift, moved, and what is no report.
        b"\x1b[<0;12;7m",
        b"\x1b[<2;12;7M",
        b"\x1b[<4;12;7M",
        b"\x1b[<35;12;7M",
        b"\x1b[<0;0;7M",
        b"\x1b[<0;12M",
        b"\x1b[<0;12;7;1M",
        b"\x1b[<0;99999;7M",
    ];
    for other in others {
        assert_eq!(decode(other), [], "{:?}", String::from_utf8_lossy(other));
    }
}
