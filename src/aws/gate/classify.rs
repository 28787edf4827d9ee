//! Which registered operation a request on the wire is. Pure: looks at method, address, headers and form body.
//!
//! Invariant: default deny. Whatever is not recognised beyond doubt is refused.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

use super::super::failure::Refusal;
use super::super::operations::{self, Operation, Wire};
use super::refused;
use crate::model::scope::Region;

/// DNS suffixes of the partitions, as the SDK's own partition table has them, plain and dual-stack.
const AWS_SUFFIXES: &[&str] = &[
    ".amazonaws.com",
    ".api.aws",
    ".amazonaws.com.cn",
    ".api.amazonwebservices.com.cn",
    ".amazonaws.eu",
    ".api.amazonwebservices.eu",
    ".c2s.ic.gov",
    ".api.aws.ic.gov",
    ".sc2s.sgov.gov",
    ".api.aws.scloud",
    ".cloud.adc-e.uk",
    ".api.cloud-aws.adc-e.uk",
    ".csp.hci.ic.gov",
    ".api.aws.hci.ic.gov",
];

/// Where instances find their metadata.
const METADATA_HOSTS: &[&str] = &["169.254.169.254", "[fd00:ec2::254]"];
/// Where containers find the credentials of their role; a sidecar may serve them on the loopback.
const CONTAINER_HOSTS: &[&str] =
    &["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "127.0.0.1", "localhost", "[::1]"];

/// The address of a request, taken apart.
struct Address<'a> {
    https: bool,
    /// Host and port, in lower case.
    authority: String,
    path: &'a str,
    query: bool,
}

impl Address<'_> {
    fn host(&self) -> &str {
        match self.authority.strip_prefix('[').and_then(|rest| rest.find(']')) {
            Some(end) => self.authority.get(..end + 2).unwrap_or(&self.authority),
            None => self.authority.split(':').next().unwrap_or_default(),
        }
    }

    fn is_aws(&self) -> bool {
        let host = self.host();
        let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
        self.https && plain && AWS_SUFFIXES.iter().any(|suffix| host.ends_with(suffix))
    }
}

/// Scheme and authority of a URL; nothing for one with a user name in it.
pub(super) fn authority(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().filter(|authority| !authority.is_empty())?;
    (!authority.contains('@')).then_some((scheme, authority))
}

fn address(url: &str) -> Option<Address<'_>> {
    let (scheme, name) = authority(url)?;
    let rest = url.split_once("://")?.1.strip_prefix(name)?;
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let https = match scheme {
        "https" => true,
        "http" => false,
        _ => return None,
    };
    Some(Address {
        https,
        authority: name.to_ascii_lowercase(),
        path: if path.is_empty() { "/" } else { path },
        query: rest.contains('?'),
    })
}

/// The operation, or why the request may not leave. `configured` says whether a host and port was configured.
pub(super) fn operation(
    request: &HttpRequest,
    configured: impl Fn(&str) -> bool,
) -> Result<&'static Operation, Refusal> {
    let address = address(request.uri()).ok_or_else(|| refused("the address of the request is not plain"))?;
    let configured = configured(&address.authority);
    let known = configured || address.is_aws();
    let headers = request.headers();
    let named = headers.contains_key("x-amz-target") || headers.contains_key("smithy-protocol");
    let form =
        headers.get("content-type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if !(named || form) {
        return rest(request, &address, known, configured);
    }
    if !known {
        return Err(refused("the host is neither AWS's nor a configured endpoint"));
    }
    // A configured endpoint may have a base path; AWS's own are at the root.
    if request.method() != "POST" || address.query {
        return Err(refused("the request is not a plain POST"));
    }
    let found = match (headers.contains_key("x-amz-target"), headers.contains_key("smithy-protocol")) {
        (true, false) if !form && (configured || address.path == "/") => json(request),
        (false, true) if !form => cbor(request, address.path),
        (false, false) if configured || address.path == "/" => query(request),
        _ => None,
    };
    found.ok_or_else(|| refused("the request is not an operation that this program may call"))
}

fn json(request: &HttpRequest) -> Option<&'static Operation> {
    let mut targets = request.headers().get_all("x-amz-target");
    let (service, name) = targets.next()?.split_once('.')?;
    if targets.next().is_some() {
        return None;
    }
    operations::by_name(name, |wire| matches!(wire, Wire::Json { prefix } if *prefix == service))
}

fn cbor(request: &HttpRequest, path: &str) -> Option<&'static Operation> {
    if request.headers().get("smithy-protocol") != Some("rpc-v2-cbor") {
        return None;
    }
    let (called, name) = path.strip_prefix("/service/")?.split_once("/operation/")?;
    operations::by_name(name, |wire| matches!(wire, Wire::Cbor { service } if *service == called))
}

fn query(request: &HttpRequest) -> Option<&'static Operation> {
    let body = std::str::from_utf8(request.body().bytes()?).ok()?;
    let one = |key: &str| {
        let mut values =
            body.split('&').filter_map(|pair| pair.split_once('=')).filter(|(name, _)| *name == key);
        let value = values.next()?.1;
        values.next().is_none().then_some(value)
    };
    // Percent-encoding in these two never occurs; with it the name would not be found and the call refused.
    let (name, asked) = (one("Action")?, one("Version")?);
    operations::by_name(name, |wire| matches!(wire, Wire::Query { version } if *version == asked))
}

fn rest(
    request: &HttpRequest,
    address: &Address<'_>,
    known: bool,
    configured: bool,
) -> Result<&'static Operation, Refusal> {
    let fits = |operation: &&&Operation| match operation.wire {
        Wire::Rest { host, method, path } => {
            known
                && (configured || address.host().starts_with(host))
                && request.method() == method
                && address.path == path
        }
        Wire::Local { method, path } => {
            let hosts = if path == "/" { CONTAINER_HOSTS } else { METADATA_HOSTS };
            let here = hosts.contains(&address.host()) || (configured && path != "/");
            let below =
                if path.ends_with('/') { address.path.starts_with(path) } else { address.path == path };
            here && request.method() == method && below
        }
        _ => false,
    };
    let found = operations::ALL.iter().find(fits).copied();
    found.ok_or_else(|| refused("the request is not an operation that this program may call"))
}

/// The region that a request is signed for, else the one in its host name.
pub(super) fn region(request: &HttpRequest) -> Option<Region> {
    let signed = request.headers().get("authorization").and_then(|header| {
        let credential = header.split_once("Credential=")?.1;
        credential.split('/').nth(2).and_then(Region::parse)
    });
    signed.or_else(|| {
        let host = address(request.uri())?;
        let label =
            |label: &&str| label.matches('-').count() >= 2 && label.ends_with(|c: char| c.is_ascii_digit());
        host.is_aws().then(|| host.host().split('.').find(label).and_then(Region::parse))?
    })
}

#[cfg(test)]
mod tests {
    use aws_smithy_types::body::SdkBody;

    use super::*;

    fn request(method: &str, url: &str, headers: &[(&'static str, &str)], body: &str) -> HttpRequest {
        let mut request = HttpRequest::new(SdkBody::from(body));
        request.set_method(method).unwrap();
        request.set_uri(url).unwrap();
        for (name, value) in headers {
            request.headers_mut().append(*name, (*value).to_owned());
        }
        request
    }

    fn judged(request: &HttpRequest) -> Option<&'static str> {
        operation(request, |authority| authority == "127.0.0.1:5000").ok().map(|operation| operation.id)
    }

    fn json_to(url: &str, target: &str) -> Option<&'static str> {
        judged(&request("POST", url, &[("x-amz-target", target)], "{}"))
    }

    const SAGEMAKER: &str = "https://api.sagemaker.eu-west-1.amazonaws.com/";

    #[test]
    fn json_operations_are_known_by_their_target() {
        let list = "SageMaker.ListNotebookInstances";
        assert_eq!(json_to(SAGEMAKER, list), Some("sagemaker:ListNotebookInstances"));
        assert_eq!(json_to("http://127.0.0.1:5000/", list), Some("sagemaker:ListNotebookInstances"));
        for target in
            ["SageMaker.DeleteNotebookInstance", "Logs_20140328.ListNotebookInstances", "", "SageMaker"]
        {
            assert_eq!(json_to(SAGEMAKER, target), None, "{target}");
        }
    }

    #[test]
    fn only_aws_and_configured_hosts_are_reached() {
        let list = "SageMaker.ListNotebookInstances";
        let strange = [
            "http://api.sagemaker.eu-west-1.amazonaws.com/",
            "https://amazonaws.com.evil.example/",
            "https://evilamazonaws.com/",
            "https://api.sagemaker.amazonaws.com@evil.example/",
            "http://127.0.0.1:5001/",
            "http://127.0.0.1/",
            "ftp://127.0.0.1:5000/",
            "api.sagemaker.eu-west-1.amazonaws.com",
        ];
        for url in strange {
            assert_eq!(json_to(url, list), None, "{url}");
        }
        for url in
            ["https://api.sagemaker.cn-north-1.amazonaws.com.cn/", "https://api.sagemaker.eu-west-1.api.aws/"]
        {
            assert!(json_to(url, list).is_some(), "{url}");
        }
    }

    #[test]
    fn a_request_that_could_be_two_things_is_neither() {
        let twice = [("x-amz-target", "SageMaker.ListTags"), ("x-amz-target", "SageMaker.DeleteEndpoint")];
        assert_eq!(judged(&request("POST", SAGEMAKER, &twice, "{}")), None);
        let mixed = [("x-amz-target", "SageMaker.ListTags"), ("smithy-protocol", "rpc-v2-cbor")];
        assert_eq!(judged(&request("POST", SAGEMAKER, &mixed, "{}")), None);
        let target = [("x-amz-target", "SageMaker.ListTags")];
        assert_eq!(judged(&request("GET", SAGEMAKER, &target, "{}")), None);
        let queried = "https://api.sagemaker.eu-west-1.amazonaws.com/?Action=DeleteEndpoint";
        assert_eq!(judged(&request("POST", queried, &target, "{}")), None);
    }

    #[test]
    fn forms_are_known_by_one_action_of_the_right_version() {
        let sts = "https://sts.eu-west-1.amazonaws.com/";
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let action = |body: &str| judged(&request("POST", sts, &form, body));
        assert_eq!(action("Action=AssumeRole&Version=2011-06-15&RoleArn=x"), Some("sts:AssumeRole"));
        assert_eq!(action("Action=GetSessionToken&Version=2011-06-15"), None);
        assert_eq!(action("Action=AssumeRole&Action=GetSessionToken&Version=2011-06-15"), None);
        assert_eq!(action("Action=AssumeRole"), None);
        assert_eq!(judged(&request("POST", sts, &form, "")), None);
    }

    #[test]
    fn sign_in_and_metadata_calls_are_known_by_place_and_path() {
        let get = |url: &str| judged(&request("GET", url, &[], ""));
        let portal = "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials";
        assert_eq!(get(&format!("{portal}?role_name=x&account_id=1")), Some("sso:GetRoleCredentials"));
        assert_eq!(get("https://portal.sso.eu-west-1.amazonaws.com/assignment/accounts"), None);
        assert_eq!(get("https://s3.eu-west-1.amazonaws.com/federation/credentials"), None);
        let metadata = "http://169.254.169.254/latest/meta-data/iam/security-credentials/";
        assert_eq!(get(metadata), Some("imds:GetMetadata"));
        assert_eq!(get("http://169.254.169.254/latest/user-data"), None);
        assert_eq!(get("http://169.254.170.2/v2/credentials/x"), Some("imds:GetContainerCredentials"));
        assert_eq!(get("https://api.sagemaker.eu-west-1.amazonaws.com/"), None);
        assert_eq!(judged(&request("DELETE", metadata, &[], "")), None);
        let token = request("POST", "https://oidc.eu-west-1.amazonaws.com/token", &[], "{}");
        assert_eq!(judged(&token), Some("sso-oauth:CreateToken"));
    }

    #[test]
    fn the_region_is_the_signed_one_else_the_host_s() {
        let signed = "AWS4-HMAC-SHA256 Credential=AKIA/20261123/us-east-1/sts/aws4_request, Signature=x";
        let region_of = |url: &str, headers: &[(&'static str, &str)]| {
            region(&request("POST", url, headers, "")).map(|region| region.to_string())
        };
        assert_eq!(region_of(SAGEMAKER, &[("authorization", signed)]).as_deref(), Some("us-east-1"));
        assert_eq!(region_of(SAGEMAKER, &[]).as_deref(), Some("eu-west-1"));
        assert_eq!(region_of("http://169.254.169.254/latest/api/token", &[]), None);
    }
}
