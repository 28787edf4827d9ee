//! Failures with an answer: a code of AWS's, a status, or something that is not AWS's at all.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::denial::explain;
use super::{Access, fail, renew};
use crate::model::failure::{Failure, FailureKind, Place};

const THROTTLES: [&str; 13] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottled",
    "RequestThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
    "TransactionInProgressException",
];
const DENIALS: [&str; 7] = [
    "AccessDenied",
    "AccessDeniedException",
    "UnauthorizedOperation",
    "AuthorizationError",
    "NotAuthorized",
    "AccessDeniedForDependencyException",
    "ForbiddenException",
];
const EXPIRED: [&str; 6] = [
    "ExpiredToken",
    "ExpiredTokenException",
    "RequestExpired",
    "TokenRefreshRequired",
    "UnauthorizedException",
    "ExpiredTokenIdentityException",
];
/// The key is unknown here: in a region that is not enabled these come although the key is good.
const UNKNOWN_KEY: [&str; 5] = [
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "AuthFailure",
    "MissingAuthenticationToken",
];
const NOT_ENABLED: [&str; 4] = [
    "OptInRequired",
    "SubscriptionRequiredException",
    "RegionDisabledException",
    "AWSOrganizationsNotInUseException",
];
const SKEWED: [&str; 4] =
    ["SignatureDoesNotMatch", "InvalidSignatureException", "RequestTimeTooSkewed", "InvalidSignature"];
const UNSUPPORTED: [&str; 6] = [
    "NotImplemented",
    "NotImplementedException",
    "UnknownOperationException",
    "UnknownOperation",
    "InvalidAction",
    "UnsupportedOperationException",
];
const INVALID: [&str; 8] = [
    "ValidationException",
    "ValidationError",
    "InvalidParameterException",
    "InvalidParameterValue",
    "InvalidParameterCombination",
    "SerializationException",
    "MalformedPolicyDocument",
    "PackedPolicyTooLarge",
];

/// An answer that the SDK could read as an error of the service.
pub(super) fn service(
    code: Option<&str>,
    message: Option<&str>,
    raw: &HttpResponse,
    place: &Place,
    access: &Access,
) -> Failure {
    let body = xml_code(raw);
    // Some endpoints deny with an XML page whatever the service speaks; the SDK then finds no code, or the status.
    let code = code.filter(|code| code.parse::<u16>().is_err()).or(body.as_deref());
    let Some(code) = code else { return by_status(raw, place, access) };
    // A namespace in front and a link behind are not part of the code.
    let code = code.rsplit('#').next().unwrap_or(code).split(':').next().unwrap_or(code);
    let message = message.unwrap_or_default();
    by_code(code, message, raw, place, access)
}

/// An answer that the SDK could not read.
pub(super) fn unreadable(raw: &HttpResponse, place: &Place, access: &Access) -> Failure {
    match xml_code(raw) {
        Some(code) => by_code(&code, "", raw, place, access),
        None => by_status(raw, place, access),
    }
}

fn by_code(code: &str, message: &str, raw: &HttpResponse, place: &Place, access: &Access) -> Failure {
    use FailureKind as K;
    let said = || if message.is_empty() { code.to_owned() } else { format!("{code}: {message}") };
    let is = |codes: &[&str]| codes.contains(&code);
    if is(&THROTTLES) {
        return fail(
            K::Throttled,
            format!("AWS asks for fewer calls ({code})"),
            "nothing to do: the rate falls by itself",
        );
    }
    if is(&EXPIRED) {
        return fail(K::LoginNeeded, "the login has expired", renew(access));
    }
    if is(&UNKNOWN_KEY) && access.verified {
        return fail(
            K::Disabled,
            not_enabled(place, code),
            "enable the region for the account, or leave it out with --region",
        );
    }
    if is(&UNKNOWN_KEY) {
        // Nobody has answered to this key so far: it may be the key, or a region that does not know it.
        let Some(region) = &place.region else {
            return fail(K::LoginNeeded, format!("AWS does not know the access key ({code})"), renew(access));
        };
        return fail(
            K::LoginNeeded,
            format!(
                "AWS does not know the access key in {region}, which may not exist or not be enabled ({code})"
            ),
            renew(access),
        );
    }
    if is(&NOT_ENABLED) {
        return fail(
            K::Disabled,
            not_enabled(place, code),
            "enable it for the account, or leave the region out with --region",
        );
    }
    if is(&SKEWED) {
        let todo = "set this machine's clock; if it is right, the secret key is not";
        return fail(K::LoginNeeded, format!("the signature was not accepted ({code})"), todo);
    }
    if is(&DENIALS) {
        let denial = explain(message, place.operation);
        return fail(K::Denied, denial.what, denial.todo);
    }
    if is(&UNSUPPORTED) || is_new_parameter(code, message) {
        return fail(
            K::Unsupported,
            format!("the endpoint does not know this operation ({code})"),
            "not every partition, region and endpoint has it",
        );
    }
    if is_not_found(code, message) {
        return fail(
            K::NotFound,
            format!("it is not there ({})", said()),
            "it may have been deleted; refresh",
        );
    }
    if is(&INVALID) {
        return fail(
            K::Invalid,
            format!("AWS rejected the request: {}", said()),
            "this is a bug of the program unless the message names your setting",
        );
    }
    match raw.status().as_u16() {
        429 => fail(
            K::Throttled,
            format!("AWS asks for fewer calls ({code})"),
            "nothing to do: the rate falls by itself",
        ),
        500..=599 => fail(
            K::ServerError,
            format!("AWS failed ({})", said()),
            "nothing to do: it is tried again with the next refresh",
        ),
        401 | 403 => {
            let denial = explain(message, place.operation);
            fail(K::Denied, format!("{} ({code})", denial.what), denial.todo)
        }
        404 => {
            fail(K::NotFound, format!("it is not there ({})", said()), "it may have been deleted; refresh")
        }
        _ => fail(K::Invalid, format!("AWS rejected the request: {}", said()), "the message of AWS says why"),
    }
}

/// An answer without a code of AWS's.
fn by_status(raw: &HttpResponse, place: &Place, access: &Access) -> Failure {
    use FailureKind as K;
    let status = raw.status().as_u16();
    let html = is_html(raw);
    match status {
        429 => fail(
            K::Throttled,
            "AWS asks for fewer calls (HTTP 429)",
            "nothing to do: the rate falls by itself",
        ),
        407 => fail(
            K::Unreachable,
            "the proxy asks for a login (HTTP 407)",
            "put user and password into HTTPS_PROXY, or ask the network's administrators",
        ),
        300..=399 => {
            let to = raw.headers().get("location").map(host).unwrap_or_default();
            let what = format!("the answer is not AWS's: a redirect{to} (HTTP {status})");
            fail(
                K::Malformed,
                what,
                "a proxy or a captive portal answers in between; check the network and HTTPS_PROXY",
            )
        }
        500 | 501 => fail(
            K::Unsupported,
            format!("the endpoint failed without saying why (HTTP {status})"),
            "it probably does not know this operation",
        ),
        502..=599 => fail(
            K::ServerError,
            format!("no AWS service behind the answer (HTTP {status})"),
            "nothing to do: it is tried again with the next refresh",
        ),
        401 | 403 if !html => {
            let denial = explain("", place.operation);
            fail(K::Denied, format!("{} (HTTP {status})", denial.what), denial.todo)
        }
        404 if !html => fail(
            K::Unsupported,
            "the endpoint does not know this operation (HTTP 404)",
            "not every partition, region and endpoint has it",
        ),
        _ if html => {
            let what = format!("the answer is not AWS's: an HTML page (HTTP {status})");
            fail(
                K::Malformed,
                what,
                "a proxy or a captive portal answers in between; check the network and HTTPS_PROXY",
            )
        }
        _ => {
            let _ = access;
            fail(
                K::Malformed,
                format!("the answer could not be read (HTTP {status})"),
                "it is tried again with the next refresh",
            )
        }
    }
}

fn not_enabled(place: &Place, code: &str) -> String {
    match &place.region {
        Some(region) => format!("{region} or the service is not enabled for the account ({code})"),
        None => format!("the service is not enabled for the account ({code})"),
    }
}

/// SageMaker's classic operations say "not found" with a validation error.
fn is_not_found(code: &str, message: &str) -> bool {
    let recorded = code.starts_with("Validation")
        && ["RecordNotFound", "Could not find", "does not exist", "not found"]
            .iter()
            .any(|words| message.contains(words));
    recorded || code.ends_with("NotFound") || code.ends_with("NotFoundException") || code == "NoSuchEntity"
}

/// The SDK is newer than the partition's service.
fn is_new_parameter(code: &str, message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    code.starts_with("Validation")
        && (message.contains("unknown parameter") || message.contains("unknown operation"))
}

fn is_html(raw: &HttpResponse) -> bool {
    let typed = raw.headers().get("content-type").is_some_and(|kind| kind.contains("html"));
    typed || body(raw).trim_start().get(..1) == Some("<") && body(raw).to_ascii_lowercase().contains("<html")
}

/// The code in an XML error page.
fn xml_code(raw: &HttpResponse) -> Option<String> {
    let (_, rest) = body(raw).split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let plain = !code.is_empty()
        && code.len() < 100
        && code.chars().all(|c| c.is_ascii_alphanumeric() || ".:_".contains(c));
    plain.then(|| code.to_owned())
}

/// The text of an answer that is held in memory; errors always are.
fn body(raw: &HttpResponse) -> &str {
    raw.body().bytes().and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
}

/// ` to HOST` of a redirect; the rest of the address may hold a token.
fn host(location: &str) -> String {
    let host = location
        .split_once("://")
        .map_or(location, |(_, rest)| rest)
        .split(['/', '?'])
        .next()
        .unwrap_or_default();
    if host.is_empty() { String::new() } else { format!(" to {host}") }
}
