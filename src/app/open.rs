//! From a pasted ARN or console address to one resource of the fleet.

use crate::model::id::Arn;
use crate::model::kind::Kind;
use crate::model::row::Row;

/// What a text says about which resource is meant. Parts that it does not name are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locator {
    pub arn: Option<Arn>,
    pub kind: Option<Kind>,
    /// Twelve digits.
    pub account: Option<String>,
    pub region: Option<String>,
    pub name: Option<String>,
}

impl Locator {
    /// Nothing when the text is neither an ARN nor an address of the AWS console.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.starts_with("arn:") {
            let arn = Arn::new(text);
            let resource = arn.resource()?;
            let (kind, name) = resource.split_once('/')?;
            // A run stands below its pipeline.
            let run = name.split_once("/execution/").filter(|_| kind == "pipeline");
            return Some(Self {
                kind: if run.is_some() { Some(Kind::PipelineRun) } else { kind_of(kind) },
                account: arn.account(),
                region: arn.region(),
                name: Some(run.map_or_else(|| name.to_owned(), |(name, id)| format!("{name}/{id}"))),
                arn: Some(arn),
            });
        }
        Self::parse_url(text)
    }

    /// `https://[account-id.]region.console.aws.amazon.com/sagemaker/home?region=R#/notebook-instances/NAME`
    fn parse_url(text: &str) -> Option<Self> {
        let (host, rest) = text.strip_prefix("https://")?.split_once('/')?;
        let parts: Vec<&str> = host.split('.').collect();
        let console = parts.iter().position(|part| *part == "console")?;
        let aws = ["aws.amazon.com", "amazonaws.cn", "amazonaws-us-gov.com"];
        if !aws.contains(&parts.get(console + 1..)?.join(".").as_str()) {
            return None;
        }
        let (before, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let region = before.split_once('?').map_or("", |(_, query)| query);
        let region = region.split('&').find_map(|pair| pair.strip_prefix("region="));
        let region = region.or_else(|| console.checked_sub(1).and_then(|at| parts.get(at).copied()));
        // Addresses of a console with several sessions begin with the account.
        let account = parts.first().and_then(|part| part.split('-').next());
        let account = account.filter(|id| id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit()));
        let path = fragment.trim_start_matches('/').split('?').next().unwrap_or_default();
        let (kind, name) = path.split_once('/')?;
        let name = name.split('/').next().filter(|name| !name.is_empty())?;
        Some(Self {
            arn: None,
            kind: kind_of(kind),
            account: account.map(str::to_owned),
            region: region.map(str::to_owned),
            name: Some(decoded(name)),
        })
    }

    /// Whether the row is what is meant.
    pub fn fits(&self, row: &Row) -> bool {
        let resource = &*row.resource;
        if let Some(arn) = &self.arn {
            return resource.arn == *arn;
        }
        let fits = |wanted: &Option<String>, is: &str| wanted.as_ref().is_none_or(|wanted| wanted == is);
        self.kind.is_none_or(|kind| kind == resource.kind)
            && fits(&self.account, &resource.scope.account.to_string())
            && fits(&self.region, resource.scope.region.as_str())
            && fits(&self.name, resource.name.raw())
    }
}

pub(super) fn kind_of(word: &str) -> Option<Kind> {
    match word {
        "notebook-instance" | "notebook-instances" => Some(Kind::Notebook),
        "notebook-instance-lifecycle-config" | "notebook-instances-lifecycle-configs" => {
            Some(Kind::LifecycleConfig)
        }
        // Studio.
        "domain" => Some(Kind::Domain),
        "user-profile" => Some(Kind::UserProfile),
        "space" => Some(Kind::Space),
        "app" => Some(Kind::App),
        // Hosting.
        "endpoint" | "endpoints" => Some(Kind::Endpoint),
        "endpoint-config" | "endpointConfig" => Some(Kind::EndpointConfig),
        "model" | "models" => Some(Kind::Model),
        "inference-component" => Some(Kind::InferenceComponent),
        "monitoring-schedule" => Some(Kind::MonitoringSchedule),
        // Jobs.
        "training-job" | "jobs" => Some(Kind::TrainingJob),
        "processing-job" | "processing-jobs" => Some(Kind::ProcessingJob),
        "transform-job" | "transform-jobs" => Some(Kind::TransformJob),
        "hyper-parameter-tuning-job" | "hyper-tuning-jobs" => Some(Kind::TuningJob),
        "automl-job" => Some(Kind::AutoMlJob),
        "compilation-job" | "compilation-jobs" => Some(Kind::CompilationJob),
        "labeling-job" => Some(Kind::LabelingJob),
        // The model registry and pipelines.
        "model-package-group" => Some(Kind::ModelGroup),
        "model-package" => Some(Kind::ModelVersion),
        "pipeline" => Some(Kind::Pipeline),
        _ => None,
    }
}

/// Percent-decoded; what is not decodable stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = tail.get(if byte.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_and_console_addresses_are_understood() {
        let arn = "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn";
        let found = Locator::parse(arn).unwrap();
        assert_eq!((found.kind, found.account.as_deref()), (Some(Kind::Notebook), Some("111122223333")));
        let url = "https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=us-east-1#/notebook-instances/a%20b/x";
        let found = Locator::parse(url).unwrap();
        assert_eq!((found.region.as_deref(), found.name.as_deref()), (Some("us-east-1"), Some("a b")));
        let url =
            "https://111122223333-abcd.eu-west-1.console.aws.amazon.com/sagemaker/home#/notebook-instances/x";
        let found = Locator::parse(url).unwrap();
        assert_eq!(
            (found.account.as_deref(), found.region.as_deref()),
            (Some("111122223333"), Some("eu-west-1"))
        );
    }

    #[test]
    fn other_texts_are_not() {
        for text in [
            "",
            "churn",
            "https://example.com/#/notebook-instances/x",
            "https://console.aws.amazon.com.evil.com/a#/b/c",
            "arn:aws:s3:::b",
        ] {
            assert_eq!(Locator::parse(text), None, "{text}");
        }
        assert_eq!(decoded("%zz%4"), "%zz%4");
    }
}
