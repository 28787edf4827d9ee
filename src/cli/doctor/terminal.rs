//! What the doctor says of the terminal: size, colours, characters, and the way to its clipboard. The terminal itself
//! is not asked.

use std::io::{self, IsTerminal};

use super::finding::{Area, Finding};
use crate::app::layout::SMALLEST;
use crate::compose::Judged;
use crate::config::Clipboard;
use crate::runtime::{ClipboardWay, told_size};
use crate::ui::color::{Charset, Depth};

pub(super) fn findings(judged: &Judged) -> Vec<Finding> {
    let area = Area::Terminal;
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let mut findings = vec![size(is_terminal)];
    let term = variable("TERM").unwrap_or_default();
    let todo = "set TERM to what the terminal is, for example xterm-256color";
    findings.push(match term.as_str() {
        "" | "dumb" if is_terminal => Finding::bad(area, format!("TERM is `{term}`"), todo),
        "" | "dumb" => Finding::note(area, format!("TERM is `{term}`")),
        _ => Finding::fine(area, format!("TERM {term}, {}", Depth::detect(variable).name())),
    });
    findings.push(match Charset::detect(variable) {
        Charset::Unicode => Finding::fine(area, "the locale is UTF-8"),
        Charset::Ascii => {
            Finding::note(area, "the locale is not UTF-8: frames and glyphs are drawn in ASCII")
                .todo("set LANG to a UTF-8 locale such as C.UTF-8, if the terminal shows it")
        }
    });
    if variable("SSH_CONNECTION").is_some() {
        findings.push(Finding::note(area, "reached by SSH"));
    }
    findings.push(clipboard(judged, &term));
    findings
}

/// Where lines are broken: at the terminal's edge, and nowhere in a pipe.
pub(super) fn width() -> usize {
    let size = io::stdout().is_terminal().then(told_size);
    match size {
        Some(Ok((columns, _))) if columns > 0 => usize::from(columns).max(40),
        Some(_) => 80,
        None => usize::MAX,
    }
}

fn size(is_terminal: bool) -> Finding {
    let area = Area::Terminal;
    if !is_terminal {
        let what = "this is not a terminal here; the console needs one, commands do not";
        return Finding::note(area, what);
    }
    match told_size() {
        Ok((columns, rows)) if columns == 0 || rows == 0 => {
            Finding::note(area, "the terminal does not tell its size: 80x24 is assumed")
        }
        Ok((columns, rows)) if columns < SMALLEST.width || rows < SMALLEST.height => {
            let what = format!("{columns}x{rows} is too small for the console");
            Finding::bad(area, what, format!("make it {}x{} at least", SMALLEST.width, SMALLEST.height))
        }
        Ok((columns, rows)) => Finding::fine(area, format!("{columns}x{rows}")),
        Err(error) => Finding::unknown(area, format!("the size cannot be read: {error}")),
    }
}

fn clipboard(judged: &Judged, term: &str) -> Finding {
    let area = Area::Terminal;
    if judged.settings.clipboard == Clipboard::Off {
        return Finding::note(area, "copying is switched off (`clipboard = \"off\"`)");
    }
    match ClipboardWay::of(variable("TMUX").as_deref(), Some(term)) {
        ClipboardWay::Tmux => Finding::note(area, "tmux: copying goes through it by OSC 52")
            .todo("`set -g set-clipboard on` in tmux.conf, if nothing arrives"),
        ClipboardWay::Screen => Finding::note(area, "screen: copying goes through it in pieces by OSC 52"),
        ClipboardWay::Direct | ClipboardWay::Off => {
            Finding::note(area, "copying asks the terminal by OSC 52; some allow it only by a setting")
        }
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
