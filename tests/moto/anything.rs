//! In read-only mode no key whatever brings anything but reads to the server.

use super::server::Moto;
use super::terminal::Terminal;

#[path = "../terminal/monkey.rs"]
mod monkey;

use monkey::Monkey;

#[test]
fn whatever_is_pressed_in_read_only_mode_the_server_gets_reads_only() {
    let moto = Moto::shared();
    let mut monkey = Monkey::new(0x5A6E_DEC4);
    for _ in 0..4 {
        let mut terminal = open(moto);
        terminal.wait_for("READ-ONLY");
        terminal.wait_for("ds-risk-eu-000");
        monkey.press(750, |keys| terminal.type_ahead(keys));
        // It lives, unless the monkey found the way out.
        assert!(matches!(terminal.ended(), None | Some(0)), "{}", terminal.contents());
    }
    let calls = moto.calls();
    let changes: Vec<_> = calls.iter().filter(|call| !call.only_reads()).collect();
    assert!(changes.is_empty(), "{changes:?}");
    assert!(calls.iter().any(|call| call.operation == "ListNotebookInstances"));
}

fn open(moto: &Moto) -> Terminal {
    let arguments =
        ["--read-only", "--profile", "ds-risk,alpha,data-lake", "--region", "eu-west-1,us-east-1"];
    moto.terminal(&arguments, 140, 40)
}
