//! Words of a query: split at spaces and `|`, with quotes resolved.
//!
//! Invariant: every character of a word keeps its place in the text, so that a caret can stand under it.

use std::ops::Range;

/// One character of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Byte offset in the query.
    pub at: usize,
    pub c: char,
    /// Inside quotes nothing has a meaning of its own.
    pub quoted: bool,
}

/// A word, or the bar between two alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Bar(Range<usize>),
    /// The letters may be none: `""` is a word.
    Word(Vec<Letter>, Range<usize>),
}

/// A quote that is never closed; the range is from it to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuote(pub Range<usize>);

/// Splits the text. Inside quotes `\"` is a quote and `\\` a backslash.
pub fn tokens(text: &str) -> Result<Vec<Token>, OpenQuote> {
    let mut tokens = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some(&(start, c)) = letters.peek() {
        if c.is_whitespace() {
            letters.next();
        } else if c == '|' {
            letters.next();
            tokens.push(Token::Bar(start..start + 1));
        } else {
            let mut word = Vec::new();
            let mut end = start;
            while let Some((at, c)) = letters.next_if(|(_, c)| !c.is_whitespace() && *c != '|') {
                end = at + c.len_utf8();
                if c == '"' {
                    end = quoted(&mut letters, &mut word).ok_or(OpenQuote(at..text.len()))?;
                } else {
                    word.push(Letter { at, c, quoted: false });
                }
            }
            tokens.push(Token::Word(word, start..end));
        }
    }
    Ok(tokens)
}

/// Takes everything up to the closing quote and tells where that ends.
fn quoted(letters: &mut impl Iterator<Item = (usize, char)>, word: &mut Vec<Letter>) -> Option<usize> {
    loop {
        let (at, c) = letters.next()?;
        match c {
            '"' => return Some(at + 1),
            '\\' => {
                let (next, escaped) = letters.next()?;
                if !matches!(escaped, '"' | '\\') {
                    word.push(Letter { at, c: '\\', quoted: true });
                }
                word.push(Letter { at: next, c: escaped, quoted: true });
            }
            c => word.push(Letter { at, c, quoted: true }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let word = |token| match token {
            Token::Bar(_) => "|".to_owned(),
            Token::Word(letters, _) => letters.iter().map(|letter: &Letter| letter.c).collect(),
        };
        tokens(text).unwrap().into_iter().map(word).collect()
    }

    #[test]
    fn quotes_group_and_bars_part() {
        assert_eq!(words(r#"a "b c|d"e|f  "" "#), ["a", "b c|de", "|", "f", ""]);
        assert_eq!(words(r#""say \"x\" \\ \n""#), [r#"say "x" \ \n"#]);
        assert_eq!(tokens("a \"b"), Err(OpenQuote(2..4)));
        assert_eq!(tokens("\"b\\"), Err(OpenQuote(0..3)));
    }
}
