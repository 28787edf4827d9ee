//! The keys of the filter language: one table that the parser, completion, help and error messages read.
//!
//! Invariant: a key that stands here is never an unknown key, whether or not any kind has such a field yet.

/// What may stand behind a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// `key:value`, with `*`.
    Text,
    /// `tag:key` or `tag:key=value`, both with `*`.
    Tag,
    /// `key<7d`: how long ago.
    Ago,
    /// `key>4h`: how long.
    Span,
    /// `key>50`: US dollars a month.
    Money,
    /// `key>0` or `key:word`.
    CountOrText,
}

/// One key of the language, for completion, help and documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyInfo {
    pub key: Key,
    /// The word that is typed.
    pub name: &'static str,
    pub takes: Takes,
    pub help: &'static str,
    pub example: &'static str,
    /// Only findings have it; over rows it matches nothing.
    pub of_findings: bool,
}

macro_rules! keys {
    ($($variant:ident $name:literal $takes:ident $of_findings:literal $example:literal $help:literal;)+) => {
        /// A key of the filter language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key { $($variant),+ }

        /// Every key, keys of rows first.
        pub const KEYS: &[KeyInfo] = &[$(KeyInfo {
            key: Key::$variant, name: $name, takes: Takes::$takes, of_findings: $of_findings,
            example: $example, help: $help,
        }),+];
    };
}

keys! {
    Kind "kind" Text false "kind:notebook" "the kind of resource, singular or plural";
    Status "status" Text false "status:InService" "AWS's own word; `running` stands for whichever word means that";
    Phase "phase" Text false "phase:failed" "ok, changing, stopped, failed, done or unknown";
    Account "account" Text false "account:prod" "account name, or its twelve digits";
    Role "role" Text false "role:production" "account role: production, uat, shared-services, data-management or data-science";
    Region "region" Text false "region:eu-*" "region code";
    Name "name" Text false "name:churn-*" "the resource's name";
    Arn "arn" Text false "arn:*notebook-instance/churn*" "the ARN; a whole ARN can be pasted as it is";
    Owner "owner" Text false "owner:vision" "owner, from the owner tag or else the creator";
    Type "type" Text false "type:ml.g5*" "instance type";
    Tag "tag" Tag false "tag:team=vision" "a tag, or a tag with this value; `!tag:owner` finds what was read and has none";
    Created "created" Ago false "created<7d" "`<7d` within the last seven days, `>7d` longer ago";
    Modified "modified" Ago false "modified<1h" "`<1h` within the last hour, `>1h` longer ago";
    Idle "idle" Span false "idle>4h" "time without use, only where that is known";
    Cost "cost" Money false "cost>50" "US dollars a month at list price";
    Finding "finding" Text false "finding:NB-3" "breaks this rule";
    Tier "tier" Text false "tier:base" "tier of an image";
    Stale "stale" Span false "stale>30d" "how long an image is behind its base";
    Cve "cve" CountOrText false "cve>0" "vulnerabilities of an image, or one by its id";
    UsedBy "usedby" Text false "usedby:*churn*" "what uses the image or model";
    Repo "repo" Text false "repo:base/*" "repository of an image";
    Rule "rule" Text true "rule:NB-*" "the rule that a finding is about";
    Severity "severity" Text true "severity:high" "low, medium, high or critical";
    State "state" Text true "state:fail" "fail or unknown";
    New "new" Text true "new:yes" "not there at the last look";
    Since "since" Ago true "since<1d" "when the finding was first seen";
}

impl Key {
    /// The key of that word, in any case.
    pub fn parse(word: &str) -> Option<&'static KeyInfo> {
        KEYS.iter().find(|info| info.name.eq_ignore_ascii_case(word))
    }
}

/// A set of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeySet(u32);

impl KeySet {
    pub const fn insert(&mut self, key: Key) {
        self.0 |= 1 << key as u32;
    }

    pub const fn contains(self, key: Key) -> bool {
        self.0 & (1 << key as u32) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_those_of_the_documented_language() {
        let named = |findings| {
            let names: Vec<_> =
                KEYS.iter().filter(|info| info.of_findings == findings).map(|i| i.name).collect();
            names.join(" ")
        };
        assert_eq!(
            named(false),
            "kind status phase account role region name arn owner type tag created modified idle cost finding tier \
             stale cve usedby repo"
        );
        assert_eq!(named(true), "rule severity state new since");
    }

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        let mut set = KeySet::default();
        set.insert(Key::Since);
        assert!(set.contains(Key::Since) && !set.contains(Key::Kind));
    }
}
