//! Which part an account plays on the platform, from what an organization says about it.
//!
//! Order (product rule): a `[[class]]` of the configuration decides alone; else account tags, the nearest OU upwards
//! and the account name give signs, the strictest sign holds, and a disagreement is shown.

use crate::model::account::AccountRole;
use crate::model::action::{Allowance, Permitted};
use crate::model::glob::glob;
use crate::model::resource::Tag;
use crate::model::scope::AccountId;
use crate::model::text::Safe;

/// What an organization says about an account.
#[derive(Clone, Copy, Debug)]
pub struct RoleFacts<'a> {
    pub id: AccountId,
    pub name: &'a Safe,
    /// OU names from below the root to the nearest.
    pub path: &'a [Safe],
    pub tags: &'a [Tag],
}

/// The matching half of a `[[class]]`. All parts that are present must match; globs take `*`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleRule {
    pub name: Option<String>,
    pub id: Option<String>,
    /// OU path such as `Workloads/Production*`.
    pub ou: Option<String>,
    pub tag: Option<(String, String)>,
    /// Absent: the class matches and sets no role, which is then none.
    pub role: Option<AccountRole>,
    /// Absent: what the role allows by default.
    pub actions: Option<Allowance>,
    /// What its accounts are drawn in. A class that says nothing else leaves the role to what stands below it.
    pub theme: Option<Safe>,
}

/// The role, what decided it, what disagreed, and what may be done in the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleDecision {
    pub role: Option<AccountRole>,
    pub source: Safe,
    pub conflict: Option<Safe>,
    pub permitted: Permitted,
    /// The theme of the first class that fits and has one.
    pub theme: Option<Safe>,
}

/// Account tag keys that name a role, compared without case.
const TAG_KEYS: [&str; 3] = ["account-role", "environment", "env"];

/// Decides the role of an account.
pub fn decide(facts: &RoleFacts, classes: &[RoleRule]) -> RoleDecision {
    let mut fitting = classes.iter().enumerate().filter(|(_, class)| class.matches(facts));
    let theme = fitting.clone().find_map(|(_, class)| class.theme.clone());
    if let Some((number, class)) = fitting.find(|(_, class)| !class.is_only_a_theme()) {
        let source = Safe::new(format!("[[class]] {} of the configuration", number + 1));
        let permitted = match class.actions {
            Some(most) => Permitted { most, typed: false, source: source.clone() },
            None => Permitted::by_default(class.role),
        };
        return RoleDecision { role: class.role, source, conflict: None, permitted, theme };
    }
    let tags = TAG_KEYS.iter().find_map(|key| {
        let tag = facts.tags.iter().find(|tag| tag.key.raw().eq_ignore_ascii_case(key))?;
        Some((role_of(tag.value.raw())?, format!("tag {}={}", tag.key.raw(), tag.value.raw())))
    });
    let ou = facts.path.iter().rev().find_map(|ou| Some((role_of(ou.raw())?, format!("OU {}", ou.raw()))));
    let name = role_of(facts.name.raw()).map(|role| (role, format!("name {}", facts.name.raw())));
    let signs: Vec<(AccountRole, String)> = [tags, ou, name].into_iter().flatten().collect();
    let Some((role, source)) = signs.iter().min_by_key(|(role, _)| *role) else {
        let permitted = Permitted::by_default(None);
        return RoleDecision { role: None, source: Safe::default(), conflict: None, permitted, theme };
    };
    let disagree = signs.iter().any(|(other, _)| other != role);
    let conflict = disagree.then(|| {
        let all: Vec<String> = signs.iter().map(|(role, sign)| format!("{sign} says {role}")).collect();
        Safe::new(format!("{}; the strictest holds", all.join(", ")))
    });
    let permitted = Permitted::by_default(Some(*role));
    RoleDecision { role: Some(*role), source: Safe::new(source), conflict, permitted, theme }
}

/// The theme of an account of which everything but its tags is known; none where a tag has the first word.
pub fn theme_without_tags(id: AccountId, name: &Safe, path: &[Safe], classes: &[RoleRule]) -> Option<Safe> {
    let facts = RoleFacts { id, name, path, tags: &[] };
    let may_fit = |class: &&RoleRule| RoleRule { tag: None, ..(*class).clone() }.matches(&facts);
    let first = classes.iter().filter(|class| class.theme.is_some()).find(may_fit)?;
    first.theme.clone().filter(|_| first.tag.is_none())
}

impl RoleRule {
    const fn is_only_a_theme(&self) -> bool {
        self.theme.is_some() && self.role.is_none() && self.actions.is_none()
    }

    fn matches(&self, facts: &RoleFacts) -> bool {
        let path: Vec<&str> = facts.path.iter().map(Safe::raw).collect();
        let tag_matches = |(key, value): &(String, String)| {
            facts.tags.iter().any(|tag| tag.key.raw() == key && glob(value, tag.value.raw()))
        };
        self.name.as_ref().is_none_or(|pattern| glob(pattern, facts.name.raw()))
            && self.id.as_ref().is_none_or(|pattern| glob(pattern, &facts.id.to_string()))
            && self.ou.as_ref().is_none_or(|pattern| glob(pattern, &path.join("/")))
            && self.tag.as_ref().is_none_or(tag_matches)
    }
}

/// The role that a text names. Every word and the whole text without separators count as tokens, so that
/// `Data Science`, `data-science` and `datascience` are one.
fn role_of(text: &str) -> Option<AccountRole> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let pairs = words.windows(2).map(<[&str]>::concat);
    let tokens: Vec<String> = words.iter().map(|word| (*word).to_owned()).chain(pairs).collect();
    let two_words = ["datascience", "sharedservices", "datamanagement", "datalake"];
    // `data` alone means data management, but not inside "data science".
    let science = tokens.iter().any(|token| token == "datascience");
    tokens
        .iter()
        .filter(|token| !(science && *token == "data"))
        .filter_map(|token| role_of_token(token))
        .chain(two_words.contains(&words.concat().as_str()).then(|| role_of_token(&words.concat())).flatten())
        .min()
}

fn role_of_token(token: &str) -> Option<AccountRole> {
    Some(match token {
        "production" | "prod" | "prd" | "live" => AccountRole::Production,
        "uat" | "test" | "testing" | "staging" => AccountRole::Uat,
        "datascience" | "sandbox" | "dev" | "ds" => AccountRole::DataScience,
        "sharedservices" | "shared" => AccountRole::SharedServices,
        "datamanagement" | "datalake" | "data" => AccountRole::DataManagement,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(name: &str, path: &[&str], tags: &[(&str, &str)]) -> RoleDecision {
        let path: Vec<Safe> = path.iter().map(|ou| Safe::new(*ou)).collect();
        let tags: Vec<Tag> =
            tags.iter().map(|(k, v)| Tag { key: Safe::new(*k), value: Safe::new(*v) }).collect();
        let name = Safe::new(name);
        let facts = RoleFacts { id: "111122223333".parse().unwrap(), name: &name, path: &path, tags: &tags };
        decide(&facts, &[])
    }

    /// What may be done follows the role, unless the class says so itself; without either the name must be typed.
    #[test]
    fn a_class_says_what_may_be_done() {
        let facts =
            RoleFacts { id: "111122223333".parse().unwrap(), name: &Safe::new("x"), path: &[], tags: &[] };
        let permitted = |role, actions| {
            let class = RoleRule { role, actions, ..RoleRule::default() };
            let permitted = decide(&facts, &[class]).permitted;
            (permitted.most, permitted.typed)
        };
        let production = Some(AccountRole::Production);
        assert_eq!(permitted(production, None), (Allowance::None, false));
        assert_eq!(permitted(production, Some(Allowance::Safe)), (Allowance::Safe, false));
        assert_eq!(
            permitted(Some(AccountRole::DataScience), Some(Allowance::None)),
            (Allowance::None, false)
        );
        assert_eq!(permitted(None, None), (Allowance::Safe, true));
        let unknown = decide(&facts, &[]).permitted;
        assert_eq!((unknown.most, unknown.typed), (Allowance::Safe, true));
    }

    /// Whoever wants production to look different must not thereby allow anything in it.
    #[test]
    fn a_theme_alone_decides_nothing_else() {
        let name = Safe::new("prod-x");
        let facts = RoleFacts { id: "111122223333".parse().unwrap(), name: &name, path: &[], tags: &[] };
        let look = RoleRule { theme: Some("contrast".into()), ..RoleRule::default() };
        let strict = RoleRule { role: Some(AccountRole::Uat), ..RoleRule::default() };
        let alone = decide(&facts, std::slice::from_ref(&look));
        assert_eq!((alone.role, alone.source.raw()), (Some(AccountRole::Production), "name prod-x"));
        assert_eq!((alone.permitted.most, alone.theme), (Allowance::None, Some("contrast".into())));
        let both = decide(&facts, &[look.clone(), strict]);
        assert_eq!((both.role, both.theme), (Some(AccountRole::Uat), Some("contrast".into())));
        let other = RoleRule { name: Some("ds-*".into()), ..look };
        assert_eq!(decide(&facts, &[other]).theme, None);
    }

    #[test]
    fn without_its_tags_an_account_has_the_theme_that_no_tag_could_change() {
        let theme = |classes: &[RoleRule]| {
            let id = "111122223333".parse().unwrap();
            theme_without_tags(id, &Safe::new("prod-x"), &[Safe::new("Production")], classes)
        };
        let by_ou =
            RoleRule { ou: Some("Prod*".into()), theme: Some("contrast".into()), ..RoleRule::default() };
        let by_tag = RoleRule {
            tag: Some(("env".into(), "*".into())),
            theme: Some("paper".into()),
            ..RoleRule::default()
        };
        let other = RoleRule { name: Some("ds-*".into()), ..by_tag.clone() };
        assert_eq!(theme(&[by_ou.clone(), by_tag.clone()]), Some("contrast".into()));
        assert_eq!(theme(&[other, by_ou.clone()]), Some("contrast".into()));
        assert_eq!(theme(&[by_tag, by_ou]), None, "the tag is not known");
        assert_eq!(theme(&[]), None);
    }

    #[test]
    fn words_of_names_and_ous_decide() {
        let role = |name| decided(name, &[], &[]).role;
        assert_eq!(role("prod-scoring"), Some(AccountRole::Production));
        assert_eq!(role("ds-retail"), Some(AccountRole::DataScience));
        assert_eq!(role("Data Science"), Some(AccountRole::DataScience));
        assert_eq!(role("data-lake"), Some(AccountRole::DataManagement));
        assert_eq!(role("SharedServices"), Some(AccountRole::SharedServices));
        assert_eq!(role("shared-services"), Some(AccountRole::SharedServices));
        assert_eq!(role("product-catalog"), None, "only whole words count");
        assert_eq!(role("security-audit"), None);
    }

    #[test]
    fn the_nearest_ou_speaks_before_those_above_it() {
        let found = decided("a", &["Production", "Sandbox"], &[]);
        assert_eq!(found.role, Some(AccountRole::DataScience));
        assert_eq!(found.source.raw(), "OU Sandbox");
    }

    #[test]
    fn where_signs_disagree_the_strictest_holds_and_it_is_said() {
        let found = decided("ds-x", &["Workloads", "Production"], &[("Environment", "uat")]);
        assert_eq!(found.role, Some(AccountRole::Production));
        let conflict = found.conflict.unwrap();
        assert!(conflict.raw().contains("tag Environment=uat says uat"), "{conflict}");
    }

    #[test]
    fn a_class_of_the_configuration_decides_alone() {
        let name = Safe::new("prod-x");
        let path = [Safe::new("Workloads"), Safe::new("Production EU")];
        let facts = RoleFacts { id: "111122223333".parse().unwrap(), name: &name, path: &path, tags: &[] };
        let class = RoleRule {
            ou: Some("Workloads/Production*".into()),
            role: Some(AccountRole::Uat),
            ..RoleRule::default()
        };
        assert_eq!(decide(&facts, std::slice::from_ref(&class)).role, Some(AccountRole::Uat));
        assert_eq!(decide(&facts, std::slice::from_ref(&class)).permitted.most, Allowance::None);
        let open = RoleRule { actions: Some(Allowance::Safe), role: None, ..class };
        let permitted = decide(&facts, &[open]).permitted;
        assert_eq!((permitted.most, permitted.typed), (Allowance::Safe, false));
        assert_eq!(permitted.source.raw(), "[[class]] 1 of the configuration");
    }

    #[test]
    fn what_an_account_allows_follows_from_its_role() {
        let allows = |name| decided(name, &[], &[]).permitted.most;
        assert_eq!((allows("prod-x"), allows("uat-x")), (Allowance::None, Allowance::None));
        assert_eq!((allows("ds-x"), allows("data-lake")), (Allowance::Disruptive, Allowance::Safe));
        let nobody = decided("something", &[], &[]).permitted;
        assert_eq!((nobody.most, nobody.typed), (Allowance::Safe, true));
    }
}
