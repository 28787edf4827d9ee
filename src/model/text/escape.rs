//! Drops terminal control sequences from a text: CSI, OSC, DCS, APC, PM and SOS in their seven- and eight-bit
//! forms. Character classes decide, not a list of known sequences; an unfinished sequence is dropped to a bound.

/// A string sequence that has not ended after so many characters is taken as text again, so that an unfinished one
/// cannot swallow a log.
const STRING_LIMIT: usize = 4_096;

/// The text without its control sequences. What is left may still hold single control characters.
pub(super) fn strip(raw: &str) -> String {
    if !raw.contains(['\u{1b}', '\u{90}', '\u{98}', '\u{9b}', '\u{9d}', '\u{9e}', '\u{9f}']) {
        return raw.to_owned();
    }
    let chars: Vec<char> = raw.chars().collect();
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        at = match (c, next) {
            ('\u{1b}', Some('[')) => end_of_csi(&chars, at + 2),
            ('\u{9b}', _) => end_of_csi(&chars, at + 1),
            ('\u{1b}', Some(']' | 'P' | '_' | '^' | 'X')) => end_of_string(&chars, at + 2),
            ('\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}', _) => end_of_string(&chars, at + 1),
            // Two-character escapes, some with intermediate bytes (charset selection, DECALN).
            ('\u{1b}', Some(' '..='/')) => {
                at + 2 + chars.iter().skip(at + 2).take_while(|c| matches!(c, ' '..='/')).count() + 1
            }
            ('\u{1b}', Some('0'..='~')) => at + 2,
            (c, _) => {
                out.push(c);
                at + 1
            }
        };
    }
    out
}

/// Behind parameters and intermediates stands one final byte.
fn end_of_csi(chars: &[char], start: usize) -> usize {
    let body = chars.iter().skip(start).take_while(|c| matches!(c, ' '..='?')).count();
    let end = start + body;
    if matches!(chars.get(end), Some('@'..='~')) { end + 1 } else { end }
}

/// Ends at BEL, ST (seven or eight bit), CAN or SUB; an unfinished one ends where the bound or the text ends.
fn end_of_string(chars: &[char], start: usize) -> usize {
    for (offset, c) in chars.iter().skip(start).take(STRING_LIMIT).enumerate() {
        let at = start + offset;
        match c {
            '\u{7}' | '\u{9c}' | '\u{18}' | '\u{1a}' => return at + 1,
            '\u{1b}' if chars.get(at + 1) == Some(&'\\') => return at + 2,
            _ => {}
        }
    }
    // Unfinished: only the introducer goes, so that nothing readable is lost.
    start
}
