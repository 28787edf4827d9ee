//! The session policies that are asked for with every role: wall 4, credentials that can do no more than their purpose
//! needs, whatever the role may. What reads cannot write, also while the process may operate.

use crate::aws::operations::{ALL, Class};

/// What credentials are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::aws) enum Purpose {
    Read,
    /// Reading the organization and going on into its accounts.
    Enter,
    /// The changes of the registry, and nothing else.
    Act,
}

impl Purpose {
    pub(in crate::aws) fn policy(self) -> String {
        match self {
            Self::Read => READER_SESSION_POLICY.to_owned(),
            Self::Enter => READER_SESSION_POLICY.replacen("\"sts:Get", "\"sts:AssumeRole\",\"sts:Get", 1),
            Self::Act => {
                let writes = ALL.iter().filter(|operation| operation.class == Class::Write);
                let actions: Vec<String> =
                    writes.filter_map(|one| one.action).map(|action| format!("\"{action}\"")).collect();
                format!(
                    r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Resource":"*","Action":[{},"sts:GetCallerIdentity"]}}]}}"#,
                    actions.join(",")
                )
            }
        }
    }
}

/// At most what listings, details, tags and logs need. An assumed session may do what the role *and* this allow.
/// AWS's limit is 2,048 characters; wildcards keep it far below.
pub const READER_SESSION_POLICY: &str = concat!(
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*","Action":["#,
    r#""sagemaker:List*","sagemaker:Describe*","sagemaker:Search","sagemaker:QueryLineage","#,
    r#""sagemaker:BatchDescribe*","logs:Describe*","logs:Get*","logs:Filter*","logs:StartLiveTail","#,
    r#""organizations:Describe*","organizations:List*","tag:Get*","sts:GetCallerIdentity","#,
    r#""cloudwatch:Describe*","cloudwatch:Get*","cloudwatch:List*","ecr:Describe*","ecr:List*","#,
    r#""ecr:BatchGetImage","ecr:GetDownloadUrlForLayer","ecr:GetLifecyclePolicy","ecr:GetRepositoryPolicy","#,
    r#""codepipeline:Get*","codepipeline:List*","cloudtrail:LookupEvents"]}]}"#,
);

#[cfg(test)]
mod tests {
    use super::*;

    fn actions(purpose: Purpose) -> Vec<String> {
        let policy: serde_json::Value = serde_json::from_str(&purpose.policy()).unwrap();
        let actions = policy["Statement"][0]["Action"].as_array().unwrap();
        actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn they_fit_into_an_assume_role() {
        for purpose in [Purpose::Read, Purpose::Enter, Purpose::Act] {
            assert!(purpose.policy().len() <= 2_048, "{purpose:?}: {}", purpose.policy().len());
        }
    }

    #[test]
    fn the_way_on_is_open_for_those_who_enter_only() {
        let assumes = |purpose| actions(purpose).iter().any(|action| action == "sts:AssumeRole");
        assert_eq!([Purpose::Read, Purpose::Enter, Purpose::Act].map(assumes), [false, true, false]);
        assert_eq!(actions(Purpose::Enter).len(), actions(Purpose::Read).len() + 1);
    }

    #[test]
    fn what_acts_may_do_the_changes_of_the_registry_and_nothing_else() {
        let named = [
            "AddTags",
            "DeleteApp",
            "DeleteTags",
            "StartNotebookInstance",
            "StopNotebookInstance",
            // Hosting.
            "StartMonitoringSchedule",
            "StopMonitoringSchedule",
            // Jobs.
            "StopAutoMLJob",
            "StopCompilationJob",
            "StopHyperParameterTuningJob",
            "StopLabelingJob",
            "StopProcessingJob",
            "StopTrainingJob",
            "StopTransformJob",
            // Pipelines.
            "RetryPipelineExecution",
            "StopPipelineExecution",
        ];
        let mut found = actions(Purpose::Act);
        found.sort();
        let mut wanted = named.map(|name| format!("sagemaker:{name}")).to_vec();
        wanted.push("sts:GetCallerIdentity".to_owned());
        wanted.sort();
        assert_eq!(found, wanted);
    }

    #[test]
    fn it_lets_reads_through_and_no_write() {
        let allows = |action: &str| {
            actions(Purpose::Read).iter().any(|pattern| match pattern.strip_suffix('*') {
                Some(prefix) => action.starts_with(prefix),
                None => action == pattern,
            })
        };
        for read in [
            "sagemaker:ListNotebookInstances",
            "sagemaker:DescribeNotebookInstance",
            "sagemaker:ListTags",
            "logs:GetLogEvents",
            "logs:DescribeLogStreams",
            "logs:FilterLogEvents",
            "tag:GetResources",
            "organizations:ListTagsForResource",
        ] {
            assert!(allows(read), "{read}");
        }
        for write in [
            "sagemaker:StopNotebookInstance",
            "sagemaker:DeleteEndpoint",
            "sagemaker:AddTags",
            "sagemaker:CreatePresignedNotebookInstanceUrl",
            "sagemaker:UpdateNotebookInstance",
            "ecr:GetAuthorizationToken",
            "logs:DeleteLogGroup",
            "logs:PutLogEvents",
            "sts:AssumeRole",
            "codepipeline:PollForJobs",
            "organizations:CreateAccount",
        ] {
            assert!(!allows(write), "{write}");
        }
    }
}
