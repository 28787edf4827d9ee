//! How requests and answers look on the wire, without the SDK's types: bytes to values and back.
//!
//! Nothing here knows what an operation does. Invariant: what cannot be read is an error, not an empty request.

pub(super) mod json;
pub(super) mod query;

/// The protocol that a request came in and its answer goes out in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    /// awsJson 1.1: sagemaker, organizations, logs, tagging.
    Json,
    /// awsQuery with XML answers: sts.
    Query,
}

impl Protocol {
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/x-amz-json-1.1",
            Self::Query => "text/xml",
        }
    }
}
