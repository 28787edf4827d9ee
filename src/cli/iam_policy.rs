//! `sagedeck iam-policy reader|operator`: exactly what the program can call, as an IAM policy, from the registry that
//! guards it. Whatever is not in it, the program cannot ask for either.

use clap::ValueEnum;
use serde_json::{Value, json};

use super::print;
use crate::aws::operations::{ALL, Class, Operation};
use crate::compose::Flags;
use crate::model::exit;
use crate::model::json::to_text;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sagedeck iam-policy reader                                     for auditors
  sagedeck iam-policy operator                                   for those who act
  sagedeck iam-policy reader --management --role SagedeckReader  for the account
      through which --org reads the organization

What is not in the policy the program cannot ask for either.")]
pub(super) struct IamPolicy {
    /// What the identity is for
    #[arg(value_enum)]
    purpose: Purpose,
    /// Add what the account needs through which the organization is read: its tree, and assuming --role in its members;
    /// 'Sagedeck*' stands for a reader's and an operator's role alike
    #[arg(long)]
    management: bool,
    /// The partition: aws, aws-cn or aws-us-gov
    #[arg(long, value_name = "NAME", default_value = "aws", value_parser = ["aws", "aws-cn", "aws-us-gov"])]
    partition: String,
}

/// What an identity is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Purpose {
    /// Every screen, and no change
    Reader,
    /// The same, and every action
    Operator,
}

/// The role that members are entered with, where --role does not name one.
const ROLE: &str = "SagedeckReader";

impl IamPolicy {
    pub(super) fn run(&self, flags: &Flags) -> u8 {
        let role = flags.role.as_deref().unwrap_or(ROLE);
        // The name goes into an ARN as it is: IAM allows these characters in it, and * in a policy.
        let plain = |c: char| c.is_ascii_alphanumeric() || "+=,.@_-/*".contains(c);
        if !role.chars().all(plain) {
            super::complain("--role: a role's name has letters, digits and +=,.@_-, and here also *");
            return exit::USAGE;
        }
        let management = self.management.then_some(role);
        let policy = policy(self.purpose, &self.partition, management);
        print(|out| writeln!(out, "{}", to_text(&policy, true)))
    }
}

/// The policy document.
pub(super) fn policy(purpose: Purpose, partition: &str, management: Option<&str>) -> Value {
    let reads = |operation: &&&Operation| {
        matches!(operation.class, Class::Read | Class::ReadCost | Class::ReadSensitive)
    };
    let of_organization = |operation: &&&Operation| operation.service == "organizations";
    let all = || ALL.iter();
    let mut statements = vec![statement(
        "SagedeckRead",
        all().filter(reads).filter(|one| !of_organization(one)),
        &["*".to_owned()],
    )];
    if purpose == Purpose::Operator {
        // One statement for what has the same resources, in the order of the registry.
        let writes: Vec<&&Operation> = all().filter(|one| one.class == Class::Write).collect();
        let mut kinds: Vec<Option<&str>> = writes.iter().map(|one| one.on).collect();
        kinds.dedup();
        for (at, on) in kinds.into_iter().enumerate() {
            let these = writes.iter().copied().filter(|one| one.on == on);
            let service = writes.iter().find(|one| one.on == on).map_or("*", |one| one.service);
            let on = on.map_or("*".to_owned(), |on| format!("arn:{partition}:{service}:*:*:{on}"));
            let sid = if at == 0 { "SagedeckAct".to_owned() } else { format!("SagedeckAct{}", at + 1) };
            statements.push(statement(&sid, these, &[on]));
        }
    }
    if let Some(role) = management {
        statements.push(statement(
            "SagedeckOrganization",
            all().filter(reads).filter(of_organization),
            &["*".to_owned()],
        ));
        statements.push(json!({
            "Sid": "SagedeckEnter",
            "Effect": "Allow",
            "Action": ["sts:AssumeRole"],
            "Resource": [format!("arn:{partition}:iam::*:role/{role}")],
        }));
    }
    json!({ "Version": "2012-10-17", "Statement": statements })
}

fn statement<'a>(
    sid: &str,
    operations: impl Iterator<Item = &'a &'static Operation>,
    resources: &[String],
) -> Value {
    let mut actions: Vec<&str> = operations.filter_map(|operation| operation.action).collect();
    actions.sort_unstable();
    json!({ "Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actions(policy: &Value) -> Vec<String> {
        let statements = policy["Statement"].as_array().unwrap();
        let of = |statement: &Value| statement["Action"].as_array().unwrap().clone();
        statements.iter().flat_map(of).map(|action| action.as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_reader_may_call_every_read_of_the_registry_and_nothing_else() {
        let mut granted = actions(&policy(Purpose::Reader, "aws", Some("Reader")));
        granted.retain(|action| action != "sts:AssumeRole");
        let reads = ALL.iter().filter(|one| !matches!(one.class, Class::Write | Class::Session));
        let mut wanted: Vec<String> = reads.filter_map(|one| one.action).map(str::to_owned).collect();
        granted.sort();
        wanted.sort();
        assert_eq!(granted, wanted);
    }

    #[test]
    fn an_operator_may_change_what_the_registry_says_on_those_resources_only() {
        let policy = policy(Purpose::Operator, "aws-cn", None);
        let act = &policy["Statement"][1];
        assert_eq!(act["Resource"][0], "arn:aws-cn:sagemaker:*:*:notebook-instance/*");
        let writes = ALL.iter().filter(|one| one.class == Class::Write).count();
        let statements = policy["Statement"].as_array().unwrap();
        let acts = statements[1..].iter().map(|act| act["Action"].as_array().unwrap().len());
        assert_eq!(acts.sum::<usize>(), writes);
        assert!(!actions(&policy).iter().any(|action| action.contains('*')));
    }
}
