//! The session policy that is asked for with every role: credentials that cannot write, whatever the role may.

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

    fn actions() -> Vec<String> {
        let policy: serde_json::Value = serde_json::from_str(READER_SESSION_POLICY).unwrap();
        let actions = policy["Statement"][0]["Action"].as_array().unwrap();
        actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn it_fits_into_an_assume_role() {
        assert!(READER_SESSION_POLICY.len() <= 2_048, "{}", READER_SESSION_POLICY.len());
    }

    #[test]
    fn it_lets_reads_through_and_no_write() {
        let allows = |action: &str| {
            actions().iter().any(|pattern| match pattern.strip_suffix('*') {
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
