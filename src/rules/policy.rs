//! The policy file: tags, what is protected, idle thresholds and own prices. Strict: an unknown key or a bad value is a mistake
//! with its position, and the caller then runs read-only with the embedded policy.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::model::money::Money;
use crate::model::protect::Protect;
use crate::source::{Diagnostic, Source};

/// The embedded policy as a commented file; a test holds it against [`Policy::default`].
pub const DEFAULT: &str = include_str!("policy.toml");

/// The rules' settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Silence from which a notebook counts as idle, in seconds.
    pub idle_notebook_s: i64,
    /// The same for a Studio app.
    pub idle_app_s: i64,
    /// Tag keys that every resource should have.
    pub required: Vec<String>,
    /// Canonical tag key → other spellings that count.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// What no action may touch.
    pub protect: Protect,
    /// Own prices in US dollars an hour, by `region/component/instance type`.
    pub prices: BTreeMap<String, Money>,
}

impl Default for Policy {
    /// The embedded policy.
    fn default() -> Self {
        let owner = vec!["Owner".to_owned(), "owner-name".to_owned()];
        Self {
            idle_notebook_s: 2 * 3_600,
            idle_app_s: 2 * 3_600,
            required: ["owner", "environment", "Project"].map(str::to_owned).to_vec(),
            protect: Protect::default(),
            aliases: BTreeMap::from([("owner".to_owned(), owner)]),
            prices: BTreeMap::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    tags: Option<Tags>,
    protect: Option<Protected>,
    idle: Option<Idle>,
    #[serde(default)]
    prices: BTreeMap<Spanned<String>, Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tags {
    #[serde(default)]
    required: Vec<Spanned<String>>,
    #[serde(default)]
    aliases: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Protected {
    tags: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    names: Vec<Spanned<String>>,
    #[serde(default)]
    accounts: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Idle {
    notebook: Option<Spanned<String>>,
    app: Option<Spanned<String>>,
}

/// Reads a policy file. Tables that are present replace the embedded ones; prices are merged
/// entry by entry, and the tags that protect stay where `[protect]` does not speak of tags.
pub fn parse(source: &Source) -> Result<Policy, Vec<Diagnostic>> {
    let file: File = source.parse_toml().map_err(|diagnostic| vec![*diagnostic])?;
    let mut policy = Policy::default();
    let mut wrong = Vec::new();
    if let Some(tags) = file.tags {
        policy.aliases = tags.aliases;
        policy.required = whole(source, tags.required, &mut wrong);
    }
    if let Some(given) = file.protect {
        // Tags that are not spoken of protect as before: protection ends only where somebody says so.
        let tags = match given.tags {
            Some(tags) => whole(source, tags, &mut wrong).iter().map(|tag| tag_of(tag)).collect(),
            None => policy.protect.tags,
        };
        policy.protect = Protect {
            tags,
            names: whole(source, given.names, &mut wrong),
            accounts: whole(source, given.accounts, &mut wrong),
        };
    }
    if let Some(idle) = file.idle {
        let given = [(idle.notebook, &mut policy.idle_notebook_s), (idle.app, &mut policy.idle_app_s)];
        for (text, seconds) in given {
            let Some(text) = text else { continue };
            match span_of(text.get_ref()) {
                Some(span) => *seconds = span,
                None => wrong.push(source.diagnostic(
                    &text.span(),
                    format!(
                        "`{}` is no duration: write a number with m, h or d, such as \"2h\"",
                        text.get_ref()
                    ),
                )),
            }
        }
    }
    for (key, price) in file.prices {
        if key.get_ref().split('/').filter(|part| !part.is_empty()).count() != 3 {
            let message = "a price stands under \"region/component/instance type\", such as \"us-east-1/Notebook/ml.g5.xlarge\"";
            wrong.push(source.diagnostic(&key.span(), message));
        }
        match price.get_ref().parse() {
            Ok(amount) => {
                policy.prices.insert(key.into_inner(), amount);
            }
            Err(error) => wrong.push(source.diagnostic(&price.span(), format!("{error}"))),
        }
    }
    wrong.sort_by_key(|one| (one.line, one.column));
    if wrong.is_empty() { Ok(policy) } else { Err(wrong) }
}

/// The texts, none of them empty: an empty one would protect or require nothing and look as if it did.
fn whole(source: &Source, texts: Vec<Spanned<String>>, wrong: &mut Vec<Diagnostic>) -> Vec<String> {
    for text in texts.iter().filter(|text| text.get_ref().trim().is_empty()) {
        wrong.push(source.diagnostic(&text.span(), "an empty text says nothing here"));
    }
    texts.into_iter().map(Spanned::into_inner).collect()
}

/// `key=value`, or a key alone.
fn tag_of(text: &str) -> (String, Option<String>) {
    match text.split_once('=') {
        Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
        None => (text.to_owned(), None),
    }
}

/// `90m`, `2h`, `7d` in seconds; zero and overflow are refused.
fn span_of(text: &str) -> Option<i64> {
    let unit = text.chars().next_back()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    let number: i64 = text.strip_suffix(unit)?.parse().ok()?;
    number.checked_mul(seconds).filter(|span| *span > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_default_is_the_default() {
        assert_eq!(parse(&Source::new("policy.toml", DEFAULT)).unwrap(), Policy::default());
        assert_eq!(parse(&Source::new("policy.toml", "")).unwrap(), Policy::default());
    }

    #[test]
    fn mistakes_are_all_told_with_their_places() {
        let text = "[idle]\nnotebook = \"soon\"\n[prices]\n\"us-east-1/ml.g5.xlarge\" = \"free\"\n";
        let found = parse(&Source::new("policy.toml", text)).unwrap_err();
        let places: Vec<_> = found.iter().map(|one| (one.line, one.column)).collect();
        assert_eq!(places, [(2, 12), (4, 1), (4, 28)]);
    }

    #[test]
    fn what_is_protected_replaces_the_default() {
        let text = "[protect]\ntags = [\"keep\", \"stage=live\"]\nnames = [\"bench-*\"]\n";
        let protect = parse(&Source::new("policy.toml", text)).unwrap().protect;
        assert_eq!(protect.tags, [("keep".into(), None), ("stage".into(), Some("live".into()))]);
        assert_eq!((protect.names.len(), protect.accounts.len()), (1, 0));
        let names = parse(&Source::new("policy.toml", "[protect]\nnames = [\"x\"]\n")).unwrap().protect;
        assert_eq!((names.tags, names.names.len()), (Protect::default().tags, 1), "tags are not spoken of");
        let none = parse(&Source::new("policy.toml", "[protect]\ntags = []\n")).unwrap().protect;
        assert_eq!(none.tags, []);
        let empty = parse(&Source::new("policy.toml", "[protect]\nnames = [\"\"]\n")).unwrap_err();
        assert_eq!((empty[0].line, empty[0].column), (2, 10));
    }

    #[test]
    fn an_unknown_table_is_a_mistake_with_a_suggestion() {
        let found = parse(&Source::new("policy.toml", "[idel]\nnotebook = \"2h\"")).unwrap_err();
        assert_eq!(found[0].hint.as_ref().unwrap().raw(), "did you mean `idle`?");
    }
}
