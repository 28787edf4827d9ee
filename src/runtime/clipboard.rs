//! The clipboard by OSC 52: the one way that works through SSH. Written only, never read.
//!
//! Invariant: what lands on the clipboard cannot run by itself when it is pasted into a shell: no control characters
//! but line breaks and tabs inside of it, and no line break at its end.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::model::text::Safe;

/// Terminals drop what is longer (xterm and tmux at about this size), without a word.
const LONGEST: usize = 74_000;
/// screen cuts a string off after 768 bytes, so that it is handed over in pieces.
const SCREEN_PIECE: usize = 512;

/// What the bytes have to pass on their way to the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Direct,
    /// tmux with `allow-passthrough`; `set-clipboard on` is served by the plain form, which goes along.
    Tmux,
    Screen,
    /// `clipboard = "off"`: nothing leaves by this way.
    Off,
}

impl Way {
    /// From the variables `TMUX` and `TERM`.
    pub fn of(tmux: Option<&str>, term: Option<&str>) -> Self {
        match (tmux, term) {
            (Some(tmux), _) if !tmux.is_empty() => Self::Tmux,
            (_, Some(term)) if term.starts_with("screen") => Self::Screen,
            _ => Self::Direct,
        }
    }
}

/// The bytes that put a text on the clipboard, or a sentence why not.
pub fn copy(text: &str, way: Way) -> Result<Vec<u8>, Safe> {
    if way == Way::Off {
        return Err(Safe::new("copying is switched off (`clipboard = \"off\"` in the configuration)"));
    }
    let text = clean(text);
    if text.is_empty() {
        return Err(Safe::new("there is nothing to copy here"));
    }
    let encoded = STANDARD.encode(&text);
    if encoded.len() > LONGEST {
        return Err(Safe::new(format!(
            "{} bytes are more than a terminal takes to its clipboard · use `e` to see the text in the pager",
            text.len()
        )));
    }
    let plain = format!("\x1b]52;c;{encoded}\x07");
    Ok(match way {
        Way::Direct | Way::Off => plain,
        // An outer tmux takes the first form, one that passes through the second; both say the same.
        Way::Tmux => format!("{plain}\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")),
        Way::Screen => {
            let bytes: Vec<char> = plain.chars().collect();
            let pieces = bytes.chunks(SCREEN_PIECE).map(|piece| {
                let piece: String = piece.iter().collect();
                format!("\x1bP{piece}\x1b\\")
            });
            pieces.collect()
        }
    }
    .into_bytes())
}

/// The text without what a shell or a terminal would obey.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let kept = text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control());
    kept.collect::<String>().trim_end_matches(['\n', '\t']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(text: &str) -> String {
        let bytes = String::from_utf8(copy(text, Way::Direct).unwrap()).unwrap();
        let encoded = bytes.strip_prefix("\x1b]52;c;").unwrap().strip_suffix('\x07').unwrap();
        String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap()
    }

    #[test]
    fn the_text_arrives_without_what_would_be_obeyed() {
        assert_eq!(copied("arn:aws:sagemaker:x"), "arn:aws:sagemaker:x");
        assert_eq!(copied("rm -rf /\n"), "rm -rf /");
        assert_eq!(copied("a\u{1b}[201~\rb\u{9b}c\n"), "a[201~bc");
        assert_eq!(copied("{\r\n  \"ä\": 1\n}\n\n"), "{\n  \"ä\": 1\n}");
    }

    #[test]
    fn nothing_and_too_much_are_said() {
        assert!(copy("\n", Way::Direct).is_err());
        assert!(copy("x", Way::Off).unwrap_err().raw().contains("switched off"));
        assert!(copy(&"x".repeat(100_000), Way::Direct).unwrap_err().raw().contains("100000 bytes"));
    }

    #[test]
    fn multiplexers_get_it_wrapped() {
        assert_eq!(Way::of(Some("/tmp/tmux-0/default,1,0"), Some("screen-256color")), Way::Tmux);
        assert_eq!(Way::of(None, Some("screen.xterm-256color")), Way::Screen);
        assert_eq!(Way::of(Some(""), Some("xterm")), Way::Direct);
        let tmux = String::from_utf8(copy("x", Way::Tmux).unwrap()).unwrap();
        assert_eq!(tmux, "\x1b]52;c;eA==\x07\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\");
        let screen = String::from_utf8(copy(&"x".repeat(600), Way::Screen).unwrap()).unwrap();
        assert_eq!(screen.matches("\x1bP").count(), 2);
        assert!(screen.split("\x1b\\").all(|piece| piece.len() <= SCREEN_PIECE + 2));
    }
}
