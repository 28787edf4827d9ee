//! What may hold a secret by its name: environment variables and hyper-parameters. The one place that decides it.
//!
//! Invariant: what is masked was never kept; there is nothing behind the dots.

/// Stands for a value that is not kept.
pub const MASK: &str = "••••";

/// Parts of names whose values are never kept, in lower case.
const SIGNS: [&str; 6] = ["secret", "token", "password", "passwd", "key", "credential"];

/// Whether what has this name may be a secret. Rather one too many than one too few.
pub fn is_secret_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    SIGNS.iter().any(|sign| lower.contains(sign))
}

/// `name=value`, the value masked where the name says that it may be a secret.
pub fn shown(name: &str, value: &str) -> String {
    if is_secret_name(name) { masked(name) } else { format!("{name}={value}") }
}

/// `name=••••`, whatever the name.
pub fn masked(name: &str) -> String {
    format!("{name}={MASK}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_decide_in_any_case() {
        for name in ["API_TOKEN", "dbPassword", "aws_secret_access_key", "PASSWD", "GoogleCredentials"] {
            assert_eq!(shown(name, "hunter2"), format!("{name}=••••"));
        }
        assert_eq!(shown("epochs", "10"), "epochs=10");
        assert_eq!(masked("epochs"), "epochs=••••");
    }
}
