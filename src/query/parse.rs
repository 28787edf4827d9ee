//! From words to terms. Every mistake is found here, with its place and what would be right; evaluation has none left.

use std::ops::Range;

use crate::model::account::AccountRole;
use crate::model::kind::Kind;
use crate::model::resource::Phase;
use crate::model::text::Safe;
use crate::source::{Diagnostic, Source, did_you_mean};

use super::keys::{KEYS, Key, KeyInfo, Takes};
use super::lex::{Letter, OpenQuote, Token, tokens};
use super::pattern::Pattern;
use super::quantity::Quantity;
use super::{Op, Term, Test};

/// Words that join or negate terms in other languages.
const JOINING: [&str; 4] = ["and", "or", "not", "&&"];

/// Column names of machine output, and the keys that ask for the same.
const COLUMNS: [(&str, &str); 6] = [
    ("usd_month", "cost"),
    ("idle_for_s", "idle"),
    ("instance_type", "type"),
    ("account_name", "account"),
    ("account_role", "role"),
    ("stat", "status"),
];

/// Alternatives, each a list of terms that must all hold.
pub(super) fn alternatives(source: &Source) -> Result<Vec<Vec<Term>>, Box<Diagnostic>> {
    let parser = Parser { source };
    let tokens = tokens(&source.text).map_err(|OpenQuote(span)| {
        parser.fail(&(span.start..span.start + 1), "this quote is never closed", "add a `\"` behind the text")
    })?;
    let mut any = vec![Vec::new()];
    let mut bar = None;
    for token in &tokens {
        match (token, any.last_mut()) {
            (Token::Bar(span), Some(all)) if all.is_empty() => return Err(parser.lone_bar(span)),
            (Token::Bar(span), _) => {
                any.push(Vec::new());
                bar = Some(span);
            }
            (Token::Word(letters, span), Some(all)) => all.push(parser.term(letters, span)?),
            (Token::Word(..), None) => {}
        }
    }
    match bar {
        Some(span) if any.last().is_some_and(Vec::is_empty) => Err(parser.lone_bar(span)),
        _ if tokens.is_empty() => Ok(Vec::new()),
        _ => Ok(any),
    }
}

struct Parser<'a> {
    source: &'a Source,
}

type Parsed<T> = Result<T, Box<Diagnostic>>;

impl Parser<'_> {
    fn fail(&self, span: &Range<usize>, message: impl AsRef<str>, hint: impl AsRef<str>) -> Box<Diagnostic> {
        Box::new(self.source.diagnostic(span, message).with_hint(Some(Safe::new(hint))))
    }

    fn lone_bar(&self, span: &Range<usize>) -> Box<Diagnostic> {
        self.fail(span, "`|` needs a term on both sides", "as in `status:Failed | status:Deleting`")
    }

    fn term(&self, letters: &[Letter], span: &Range<usize>) -> Parsed<Term> {
        let bangs = letters.iter().take_while(|letter| is(letter, '!')).count();
        let rest = letters.get(bangs..).unwrap_or_default();
        if rest.is_empty() && bangs > 0 {
            return Err(self.fail(
                span,
                "`!` needs the term that it negates",
                "write it without a space, as in `!tag:owner`",
            ));
        }
        let test = self.test(rest, span)?;
        Ok(Term { span: span.clone(), negated: bangs % 2 == 1, test })
    }

    fn test(&self, letters: &[Letter], span: &Range<usize>) -> Parsed<Test> {
        if let Some((first, word)) = letters.split_first().filter(|(first, _)| is(first, '~')) {
            if word.is_empty() {
                let at = first.at..first.at + 1;
                return Err(self.fail(&at, "`~` needs the text to look for", "as in `~chrn`"));
            }
            return Ok(Test::Fuzzy(text(word).to_lowercase().into()));
        }
        let name = letters.iter().take_while(|l| !l.quoted && (l.c.is_alphanumeric() || "-_".contains(l.c)));
        // Keys begin with a letter, so a time or an account id before a colon is only text.
        let lettered = letters.first().is_some_and(|letter| !letter.quoted && letter.c.is_alphabetic());
        let length = if lettered { name.count() } else { 0 };
        let operator = letters.get(length).filter(|letter| !letter.quoted);
        match operator {
            Some(operator) if "<>".contains(operator.c) && length == 0 => Err(self.fail(
                &(operator.at..operator.at + 1),
                format!("`{}` needs a key before it", operator.c),
                "write a comparison without spaces, as in `cost>50`",
            )),
            Some(operator) if ":<>=".contains(operator.c) && length > 0 => {
                let (name, behind) = letters.split_at(length);
                self.keyed(name, behind, operator, span)
            }
            _ if letters.is_empty() => Err(self.fail(
                span,
                "there is nothing between the quotes",
                "write the text to look for between them",
            )),
            _ => self.bare(letters, span),
        }
    }

    /// Bare text. What other languages group and join with is a mistake here rather than a search that finds nothing.
    fn bare(&self, letters: &[Letter], span: &Range<usize>) -> Parsed<Test> {
        let quote =
            "terms side by side must all hold, `|` parts alternatives; put the text in quotes to look for it";
        if letters.first().is_some_and(|l| is(l, '(')) || letters.last().is_some_and(|l| is(l, ')')) {
            return Err(self.fail(span, "brackets do not group", quote));
        }
        let plain = letters.iter().all(|letter| !letter.quoted);
        let word = text(letters);
        if plain && JOINING.iter().any(|joining| joining.eq_ignore_ascii_case(&word)) {
            return Err(self.fail(span, format!("`{word}` joins nothing"), quote));
        }
        Ok(Test::Word(pattern(letters).anywhere()))
    }

    /// `behind` begins with the operator.
    fn keyed(&self, name: &[Letter], behind: &[Letter], op: &Letter, span: &Range<usize>) -> Parsed<Test> {
        let word = text(name);
        let place = name.first().map_or(span.start, |letter| letter.at)..op.at;
        let Some(info) = Key::parse(&word) else {
            // `a=b` alone has no meaning in the language, so it can only be text.
            if op.c == '=' {
                let letters = [name, behind].concat();
                return Ok(Test::Word(pattern(&letters).anywhere()));
            }
            let quote = "to look for this text, put it in quotes";
            let column = COLUMNS.iter().find(|(column, _)| column.eq_ignore_ascii_case(&word));
            // Keys of findings fit no row: whoever misspells a key did not mean one of them.
            let known = KEYS.iter().filter(|info| !info.of_findings).map(|info| info.name);
            let hint = match column {
                Some((_, key)) => Some(Safe::new(format!("did you mean `{key}`?"))),
                None => did_you_mean(&word, known),
            };
            let hint = hint.unwrap_or_else(|| Safe::new(quote));
            return Err(self.fail(&place, format!("unknown key `{word}`"), hint.raw()));
        };
        let or_equal = behind.get(1).is_some_and(|letter| is(letter, '='));
        let (op_kind, skip) = match (op.c, or_equal) {
            ('>', false) => (Some(Op::More), 1),
            ('<', false) => (Some(Op::Less), 1),
            ('>', true) => (Some(Op::AtLeast), 2),
            ('<', true) => (Some(Op::AtMost), 2),
            ('=', _) => {
                let hint = format!("write `{}:…`, or put the text in quotes", info.name);
                return Err(self.fail(&(op.at..op.at + 1), "`=` does not compare", hint));
            }
            _ => (None, 1),
        };
        let value = behind.get(skip..).unwrap_or_default();
        let value_span = value.first().map_or(span.end, |letter| letter.at)..span.end;
        // `key:""` ends in a quote, so there is text behind the operator although no letter.
        if value.is_empty() && self.source.text.get(op.at + skip..span.end).unwrap_or_default().is_empty() {
            let typed = self.source.text.get(place.start..span.end).unwrap_or_default();
            let message = format!("`{typed}` needs a value behind it");
            return Err(self.fail(&(place.start..span.end), message, format!("as in `{}`", info.example)));
        }
        match op_kind {
            Some(op) => self.comparison(info, op, value, &value_span),
            None => self.value(info, value, &value_span),
        }
    }

    fn comparison(&self, info: &KeyInfo, op: Op, value: &[Letter], span: &Range<usize>) -> Parsed<Test> {
        let example = format!("as in `{}`", info.example);
        if matches!(info.takes, Takes::Text | Takes::Tag) {
            let message = format!("`{}` is text and has no order", info.name);
            return Err(self.fail(span, message, example));
        }
        let shown = text(value);
        let number = shown.strip_prefix('$').filter(|_| info.takes == Takes::Money).unwrap_or(&shown);
        let quantity = Quantity::parse(number).map_err(|error| {
            let message =
                if number.is_empty() { "a number is missing".into() } else { format!("`{shown}` {error}") };
            self.fail(span, message, &example)
        })?;
        let amount = match (info.takes, quantity) {
            (Takes::Ago | Takes::Span, Quantity::Span(seconds)) => seconds,
            // Zero is the same in every unit.
            (Takes::Ago | Takes::Span, Quantity::Number(0)) => 0,
            (Takes::Money | Takes::CountOrText, Quantity::Number(micros)) => micros,
            (takes, _) => {
                let message = format!("`{}` is measured in {}, not in `{shown}`", info.name, unit(takes));
                return Err(self.fail(span, message, example));
            }
        };
        Ok(Test::Compare { key: info.key, op, amount })
    }

    fn value(&self, info: &KeyInfo, value: &[Letter], span: &Range<usize>) -> Parsed<Test> {
        let pattern = pattern(value);
        match info.takes {
            Takes::Tag => self.tag(value, span),
            Takes::Text | Takes::CountOrText => self.word(info, value, pattern, span),
            _ if pattern.is_star() => Ok(Test::Known(info.key)),
            Takes::Money => self.comparison(info, Op::Equal, value, span),
            Takes::Ago | Takes::Span => {
                let message = format!("`{}` is compared with `<` or `>`", info.name);
                Err(self.fail(span, message, format!("as in `{}`", info.example)))
            }
        }
    }

    fn word(&self, info: &KeyInfo, value: &[Letter], fits: Pattern, span: &Range<usize>) -> Parsed<Test> {
        let starred = value.iter().any(|letter| is(letter, '*'));
        let plain = fits.plain().filter(|_| !starred).map(str::to_owned);
        // The closed lists are checked: a word that is not in them would silently match nothing.
        let check = |word: &str, what: &str, known: &[&str]| {
            if known.contains(&word) {
                return Ok(());
            }
            let hint = did_you_mean(word, known.iter().copied());
            let hint = hint.unwrap_or_else(|| Safe::new(format!("one of {}", known.join(", "))));
            Err(self.fail(span, format!("unknown {what} `{word}`"), hint.raw()))
        };
        match (info.key, plain) {
            (Key::Kind, Some(word)) if Kind::parse(&word).is_some() => {
                Ok(Kind::parse(&word).map_or(Test::Text(Key::Kind, fits), Test::Kind))
            }
            (Key::Status, Some(word)) if word == "running" => Ok(Test::Running),
            (Key::Role, Some(word)) => {
                check(&word, "account role", &AccountRole::ALL.map(AccountRole::name))?;
                Ok(Test::Text(info.key, fits))
            }
            (Key::Phase, Some(word)) => {
                check(&word, "phase", &Phase::ALL.map(Phase::name))?;
                Ok(Test::Text(info.key, fits))
            }
            (Key::Severity, Some(word)) => {
                check(&word, "severity", &["low", "medium", "high", "critical"])?;
                Ok(Test::Text(info.key, fits))
            }
            // `arn:` is a key and the first part of every ARN: a pasted one is meant whole.
            (Key::Arn, _) if text(value).to_lowercase().starts_with("aws") => {
                let prefix = "arn:".chars().map(|c| (c, true));
                Ok(Test::Text(Key::Arn, Pattern::new(prefix.chain(value.iter().map(|l| (l.c, l.quoted))))))
            }
            _ => Ok(Test::Text(info.key, fits)),
        }
    }

    fn tag(&self, value: &[Letter], span: &Range<usize>) -> Parsed<Test> {
        let Some(at) = value.iter().position(|letter| is(letter, '=')) else {
            return Ok(Test::Tag { key: pattern(value), value: None });
        };
        let (key, behind) = value.split_at(at);
        let equals = behind.first().map_or(span.start, |letter| letter.at);
        let behind = behind.get(1..).unwrap_or_default();
        let name = text(key);
        if key.is_empty() {
            return Err(self.fail(span, "the tag's key is missing", "as in `tag:team=vision`"));
        }
        if behind.is_empty() && self.source.text.get(equals + 1..span.end).unwrap_or_default().is_empty() {
            let hint = format!("`tag:{name}` asks for the key alone, `tag:{name}=\"\"` for an empty value");
            return Err(self.fail(&(equals..equals + 1), "the tag's value is missing", hint));
        }
        Ok(Test::Tag { key: pattern(key), value: Some(pattern(behind)) })
    }
}

fn is(letter: &Letter, c: char) -> bool {
    !letter.quoted && letter.c == c
}

fn text(letters: &[Letter]) -> String {
    letters.iter().map(|letter| letter.c).collect()
}

fn pattern(letters: &[Letter]) -> Pattern {
    Pattern::new(letters.iter().map(|letter| (letter.c, letter.quoted)))
}

const fn unit(takes: Takes) -> &'static str {
    match takes {
        Takes::Ago | Takes::Span => "s, m, h, d or w",
        Takes::Money => "US dollars a month",
        Takes::CountOrText | Takes::Text | Takes::Tag => "whole numbers",
    }
}
