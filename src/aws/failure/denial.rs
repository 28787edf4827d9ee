//! Why AWS denied: read from its message, since there is no field for it.
//! Source: IAM user guide, "Troubleshoot access denied error messages".

/// Who could change the refusal, and what to ask them for.
pub(super) struct Denial {
    pub what: String,
    pub todo: String,
}

/// Reads AWS's message. Encoded blobs are named, not shown.
pub(super) fn explain(message: &str, operation: Option<&str>) -> Denial {
    let lower = message.to_ascii_lowercase();
    let action = action(message).or(operation).unwrap_or("this call");
    let by = |words: &str| lower.contains(words);
    let explicit = if by("explicit deny") { "explicitly denied" } else { "not allowed" };
    let (who, todo) = if by("service control policy") {
        ("by a service control policy (SCP) of the organization", "ask the organization's administrators")
    } else if by("resource control policy") {
        ("by a resource control policy (RCP) of the organization", "ask the organization's administrators")
    } else if by("session policy") {
        (
            "by the session policy of this login",
            "this program asks for read-only sessions; widen the role, not the session",
        )
    } else if by("permissions boundary") {
        ("by the permissions boundary of the role", "ask the account's administrators")
    } else if by("vpc endpoint policy") {
        ("by the VPC endpoint policy of this network", "ask the network's administrators")
    } else if by("resource-based policy") {
        ("by the resource's own policy", "ask the resource's owner")
    } else {
        ("by the caller's policies", "add it to the role; `sagedeck iam-policy` prints the whole policy")
    };
    let mut what = format!("access denied: {action} is {explicit} {who}");
    if let Some(caller) = caller(message) {
        what = format!("{what} ({caller})");
    }
    let todo = if by("encoded authorization failure message") {
        format!("{todo}; `aws sts decode-authorization-message` shows the details")
    } else {
        todo.to_owned()
    };
    Denial { what, todo }
}

/// The action after `perform:`.
fn action(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("perform: ")?;
    rest.split_whitespace()
        .next()
        .map(|word| word.trim_end_matches(['.', ',']))
        .filter(|word| word.contains(':'))
}

/// The principal after `User:`.
fn caller(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("User: ")?;
    rest.split_whitespace().next().filter(|word| word.starts_with("arn:"))
}
