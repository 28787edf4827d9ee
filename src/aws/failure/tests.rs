//! Which code, status and cause becomes which failure.

use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::error::ErrorMetadata;

use super::*;

fn answer(status: u16, kind: &'static str, body: &str) -> HttpResponse {
    let mut answer = HttpResponse::new(StatusCode::try_from(status).unwrap(), SdkBody::from(body));
    answer.headers_mut().insert("content-type", kind);
    answer.headers_mut().insert("x-amzn-requestid", "r-1");
    answer
}

/// An operation's error as the SDK makes it from a code and a message.
fn said(status: u16, code: &str, message: &str) -> SdkError<Said, HttpResponse> {
    let meta = ErrorMetadata::builder().code(code).message(message).build();
    SdkError::service_error(Said(meta), answer(status, "application/x-amz-json-1.1", "{}"))
}

#[derive(Debug)]
struct Said(ErrorMetadata);
impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "service error")
    }
}
impl Error for Said {}
impl ProvideErrorMetadata for Said {
    fn meta(&self) -> &ErrorMetadata {
        &self.0
    }
}

fn place() -> Place {
    Place { operation: Some("sagemaker:ListNotebookInstances"), ..Place::default() }
}

fn kind(error: &SdkError<Said, HttpResponse>) -> FailureKind {
    from_sdk(error, place(), &Access::default()).kind
}

fn known() -> Access {
    Access { verified: true, ..Access::default() }
}

#[test]
fn codes_are_told_apart() {
    for (status, code, message, expected) in [
        (400, "ThrottlingException", "", FailureKind::Throttled),
        (429, "Whatever", "", FailureKind::Throttled),
        (400, "ExpiredTokenException", "", FailureKind::LoginNeeded),
        (403, "InvalidClientTokenId", "", FailureKind::LoginNeeded),
        (400, "OptInRequired", "", FailureKind::Disabled),
        (400, "AccessDeniedException", "", FailureKind::Denied),
        (400, "ValidationException", "RecordNotFound", FailureKind::NotFound),
        (400, "ValidationException", "1 validation error detected", FailureKind::Invalid),
        (400, "ValidationException", "Unknown parameter in input", FailureKind::Unsupported),
        (400, "ResourceNotFoundException", "", FailureKind::NotFound),
        (400, "UnknownOperationException", "", FailureKind::Unsupported),
        (500, "InternalFailure", "", FailureKind::ServerError),
        (503, "ServiceUnavailable", "", FailureKind::ServerError),
        (400, "com.amazonaws#ThrottlingException", "", FailureKind::Throttled),
    ] {
        assert_eq!(kind(&said(status, code, message)), expected, "{code} {message}");
    }
}

#[test]
fn an_unknown_key_of_a_verified_caller_is_a_region_that_is_not_enabled() {
    let error =
        said(400, "UnrecognizedClientException", "The security token included in the request is invalid.");
    let place = Place { region: crate::model::scope::Region::parse("ap-east-1"), ..place() };
    let failure = from_sdk(&error, place, &known());
    assert_eq!(failure.kind, FailureKind::Disabled);
    assert!(failure.what.raw().contains("ap-east-1"), "{failure}");
    // Before anybody answered to the key, it may be either.
    let place = Place { region: crate::model::scope::Region::parse("eu-wst-1"), ..self::place() };
    let failure = from_sdk(&said(403, "InvalidClientTokenId", ""), place, &Access::default());
    assert_eq!(failure.kind, FailureKind::LoginNeeded);
    assert!(failure.what.raw().contains("in eu-wst-1, which may not exist or not be enabled"), "{failure}");
}

#[test]
fn a_denial_says_who_denies_and_hides_the_blob() {
    let blob = "9bAB3xyz".repeat(30);
    let error = said(
        403,
        "AccessDeniedException",
        &format!(
            "User: arn:aws:sts::111122223333:assumed-role/Ops/vision is not authorized to perform: sagemaker:ListNotebookInstances on resource: arn:x with an explicit deny in a service control policy. Encoded authorization failure message: {blob}"
        ),
    );
    let failure = from_sdk(&error, place(), &known());
    let shown = failure.to_string();
    assert!(shown.contains("explicitly denied by a service control policy (SCP)"), "{shown}");
    assert!(shown.contains("assumed-role/Ops/vision"), "{shown}");
    assert!(shown.contains("decode-authorization-message"), "{shown}");
    assert!(!shown.contains("9bAB3"), "{shown}");
    assert_eq!(failure.request_id, Some(Safe::new("r-1")));
}

#[test]
fn an_expired_login_names_the_command() {
    let access = Access { renew: Some(Safe::new("aws sso login --profile uat")), ..known() };
    let failure = from_sdk(
        &said(403, "ExpiredToken", "The security token included in the request is expired"),
        place(),
        &access,
    );
    assert_eq!(failure.todo.raw(), "run `aws sso login --profile uat`; work resumes by itself");
}

fn unreadable(raw: HttpResponse) -> Failure {
    from_sdk::<Said>(&SdkError::response_error("no", raw), place(), &known())
}

#[test]
fn answers_that_are_not_aws_are_called_that() {
    let page = unreadable(answer(200, "text/html", "<html><body>Please log in</body></html>"));
    assert_eq!(page.kind, FailureKind::Malformed);
    assert!(page.what.raw().contains("not AWS's"), "{page}");
    let mut redirect = answer(302, "text/html", "");
    redirect.headers_mut().insert("location", "https://portal.corp.example/login?token=abc");
    let redirect = unreadable(redirect);
    assert!(redirect.what.raw().contains("redirect to portal.corp.example (HTTP 302)"), "{redirect}");
    assert_eq!(unreadable(answer(407, "text/plain", "")).kind, FailureKind::Unreachable);
    assert_eq!(unreadable(answer(200, "application/json", "{nope")).kind, FailureKind::Malformed);
}

#[test]
fn a_status_without_a_code_is_read() {
    assert_eq!(
        unreadable(answer(500, "text/html", "<!doctype html><title>500</title>")).kind,
        FailureKind::Unsupported
    );
    assert_eq!(unreadable(answer(503, "text/plain", "")).kind, FailureKind::ServerError);
    assert_eq!(unreadable(answer(429, "text/plain", "")).kind, FailureKind::Throttled);
    let xml = "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>";
    assert_eq!(unreadable(answer(403, "text/xml", xml)).kind, FailureKind::Denied);
}

#[test]
fn a_wait_that_aws_asks_for_is_kept_and_bounded() {
    let now = Timestamp::from_second(1_000).unwrap();
    let access = Access { now: Some(now), ..Access::default() };
    let mut raw = answer(429, "text/plain", "");
    raw.headers_mut().insert("retry-after", "7");
    let failure = from_sdk::<Said>(&SdkError::response_error("no", raw), place(), &access);
    assert_eq!(failure.retry_at, Timestamp::from_second(1_007).ok());
}

fn dispatched(error: ConnectorError) -> Failure {
    from_sdk::<Said>(&SdkError::dispatch_failure(error), place(), &known())
}

#[test]
fn the_network_is_told_apart() {
    let io = |text: &str| dispatched(ConnectorError::io(text.into()));
    for (text, expected) in [
        ("client error (Connect): dns error: failed to lookup address information", "DNS"),
        ("invalid peer certificate: UnknownIssuer", "issuer is unknown"),
        ("tunnel error: proxy authorization required", "proxy asks for a login"),
        ("tcp connect error: Connection refused (os error 111)", "refused"),
    ] {
        let failure = io(text);
        assert_eq!(failure.kind, FailureKind::Unreachable);
        assert!(failure.what.raw().contains(expected), "{text}: {failure}");
    }
    assert_eq!(dispatched(ConnectorError::timeout("slow".into())).kind, FailureKind::Unreachable);
}

#[test]
fn a_refusal_of_the_gate_is_recognised_however_deep() {
    let refusal = || Refusal("StopNotebookInstance is not in the registry".to_owned());
    assert_eq!(dispatched(ConnectorError::user(refusal().into())).kind, FailureKind::Refused);
    let inner = CredentialsError::provider_error(refusal());
    let failure = dispatched(ConnectorError::other(inner.into(), None));
    assert_eq!(failure.kind, FailureKind::Refused);
    assert!(failure.what.raw().contains("StopNotebookInstance"), "{failure}");
}

#[test]
fn a_worded_failure_comes_through_unchanged() {
    let inner = Failure::new(FailureKind::MfaNeeded, "the profile needs a code", "do this");
    let error = CredentialsError::provider_error(Worded(inner.clone()));
    let failure = dispatched(ConnectorError::other(error.into(), None));
    assert_eq!(failure, inner.at(place()));
}
