//! Judges policies of identities and sessions, and plain lists of denied actions, as IAM does for the part of its
//! language that is used here.
//!
//! No conditions, principals or variables: a policy with them is malformed here, never half obeyed.
//! Invariant: what no statement allows is not allowed, and one explicit denial outweighs every allowance.

use serde_json::Value;

/// A parsed policy document.
#[derive(Clone, Debug)]
pub(super) struct Policy(Vec<Statement>);

#[derive(Clone, Debug)]
struct Statement {
    allow: bool,
    actions: Patterns,
    resources: Patterns,
}

#[derive(Clone, Debug)]
enum Patterns {
    Of(Vec<String>),
    AllBut(Vec<String>),
}

/// What a policy says about one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Allowed,
    /// No statement speaks of it.
    Unlisted,
    /// A statement denies it.
    Denied,
}

impl Policy {
    /// Reads a policy document; the error is the reason in words.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let document: Value =
            serde_json::from_str(text).map_err(|error| format!("Syntax errors in policy. ({error})"))?;
        let statements = match document.get("Statement") {
            Some(Value::Array(all)) => all.iter().map(statement).collect::<Result<_, _>>()?,
            Some(one @ Value::Object(_)) => vec![statement(one)?],
            _ => return Err("Missing required field Statement".into()),
        };
        Ok(Self(statements))
    }

    /// Judges one action (`service:Operation`) on one resource (an ARN, or `*` for actions that name none).
    pub(super) fn judge(&self, action: &str, resource: &str) -> Verdict {
        let mut verdict = Verdict::Unlisted;
        for statement in &self.0 {
            if statement.actions.cover(action, true) && statement.resources.cover(resource, false) {
                if !statement.allow {
                    return Verdict::Denied;
                }
                verdict = Verdict::Allowed;
            }
        }
        verdict
    }
}

impl Patterns {
    fn cover(&self, text: &str, any_case: bool) -> bool {
        let hit = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, text, any_case));
        match self {
            Self::Of(patterns) => hit(patterns),
            Self::AllBut(patterns) => !hit(patterns),
        }
    }
}

/// Whether a text fits a pattern with `*` and `?`.
pub(super) fn matches(pattern: &str, text: &str, any_case: bool) -> bool {
    let fold = |text: &str| -> Vec<char> {
        if any_case { text.chars().flat_map(char::to_lowercase).collect() } else { text.chars().collect() }
    };
    let (pattern, text) = (fold(pattern), fold(text));
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                retry = Some((p, t));
                p += 1;
            }
            Some(letter) if *letter == '?' || text.get(t) == Some(letter) => {
                p += 1;
                t += 1;
            }
            _ => match retry {
                Some((star, from)) => {
                    p = star + 1;
                    t = from + 1;
                    retry = Some((star, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|letter| *letter == '*')
}

fn statement(value: &Value) -> Result<Statement, String> {
    let object = value.as_object().ok_or("A statement must be an object")?;
    if let Some(key) = object.keys().find(|key| {
        !matches!(key.as_str(), "Sid" | "Effect" | "Action" | "NotAction" | "Resource" | "NotResource")
    }) {
        return Err(format!("Policy document has unsupported element: {key}"));
    }
    let allow = match value.get("Effect").and_then(Value::as_str) {
        Some("Allow") => true,
        Some("Deny") => false,
        _ => return Err("Missing required field Effect".into()),
    };
    Ok(Statement {
        allow,
        actions: patterns(value, "Action", "NotAction")?,
        resources: patterns(value, "Resource", "NotResource")?,
    })
}

fn patterns(value: &Value, of: &str, all_but: &str) -> Result<Patterns, String> {
    match (value.get(of), value.get(all_but)) {
        (Some(list), None) => Ok(Patterns::Of(strings(list)?)),
        (None, Some(list)) => Ok(Patterns::AllBut(strings(list)?)),
        (None, None) => Err(format!("Missing required field {of}")),
        (Some(_), Some(_)) => Err(format!("Statement has both {of} and {all_but}")),
    }
}

fn strings(value: &Value) -> Result<Vec<String>, String> {
    match value {
        Value::Array(many) => many.iter().map(string).collect(),
        one => Ok(vec![string(one)?]),
    }
}

fn string(value: &Value) -> Result<String, String> {
    match value.as_str() {
        Some(text) if text.contains("${") => Err(format!("Policy variables are not supported: {text}")),
        Some(text) => Ok(text.to_owned()),
        None => Err("Expected a string or a list of strings".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unlisted_is_not_allowed_and_denial_wins() {
        let policy = Policy::parse(
            r#"{"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Action":["sagemaker:List*","sagemaker:Describe*"],"Resource":"*"},
                {"Effect":"Deny","Action":"sagemaker:DescribeModel","Resource":"arn:aws:sagemaker:*:model/x"}]}"#,
        )
        .unwrap();
        assert_eq!(policy.judge("sagemaker:ListModels", "*"), Verdict::Allowed);
        assert_eq!(policy.judge("SageMaker:listmodels", "*"), Verdict::Allowed);
        assert_eq!(policy.judge("sagemaker:StopNotebookInstance", "arn:x"), Verdict::Unlisted);
        assert_eq!(
            policy.judge("sagemaker:DescribeModel", "arn:aws:sagemaker:eu:1:model/x"),
            Verdict::Denied
        );
        assert_eq!(
            policy.judge("sagemaker:DescribeModel", "arn:aws:sagemaker:eu:1:model/y"),
            Verdict::Allowed
        );
    }

    #[test]
    fn not_action_allows_all_the_rest() {
        let policy = Policy::parse(
            r#"{"Statement":{"Effect":"Allow","NotAction":["*:Delete*","*:Stop*"],"Resource":["*"]}}"#,
        )
        .unwrap();
        assert_eq!(policy.judge("sagemaker:ListModels", "*"), Verdict::Allowed);
        assert_eq!(policy.judge("sagemaker:StopNotebookInstance", "*"), Verdict::Unlisted);
    }

    #[test]
    fn what_is_not_understood_is_malformed() {
        assert!(Policy::parse("{").is_err());
        assert!(Policy::parse(r#"{"Statement":[{"Effect":"Allow","Action":"*"}]}"#).is_err());
        let condition = r#"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{}}]}"#;
        assert!(Policy::parse(condition).unwrap_err().contains("Condition"));
        let variable = r#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"arn:x:${aws:username}"}}"#;
        assert!(Policy::parse(variable).unwrap_err().contains("variables"));
    }

    #[test]
    fn globs() {
        assert!(matches("a*c?e", "abbbcde", false));
        assert!(matches("*", "", false));
        assert!(!matches("a*c", "abd", false));
        assert!(matches("*:List*", "sagemaker:listtags", true));
    }
}
