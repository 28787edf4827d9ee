//! awsQuery: a form as request, XML as answer. Only STS speaks it here.
//!
//! Lists are numbered keys and stay flat. Invariant: every text in an answer is escaped.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::sim::call::Refusal;

/// Reads a form body into an object of strings.
pub(in crate::sim) fn read(body: &[u8]) -> Result<Value, Refusal> {
    let text = std::str::from_utf8(body)
        .ok()
        .ok_or_else(|| Refusal::new("MalformedQueryString", "The query string is not UTF-8"))?;
    let mut form = Map::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        form.insert(decode(key), Value::String(decode(value)));
    }
    Ok(Value::Object(form))
}

/// Writes an answer to `operation`.
pub(in crate::sim) fn write(operation: &str, answer: &Value, request_id: &str) -> String {
    let mut out = format!("<{operation}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">");
    let _ = write!(out, "<{operation}Result>");
    element(&mut out, answer);
    let _ = write!(out, "</{operation}Result><ResponseMetadata><RequestId>{request_id}</RequestId>");
    let _ = write!(out, "</ResponseMetadata></{operation}Response>");
    out
}

/// Writes an error.
pub(in crate::sim) fn write_error(refusal: &Refusal, request_id: &str) -> String {
    let kind = if refusal.status < 500 { "Sender" } else { "Receiver" };
    format!(
        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>{kind}</Type>\
         <Code>{}</Code><Message>{}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>",
        escape(&refusal.code),
        escape(&refusal.message)
    )
}

fn element(out: &mut String, value: &Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if !member.is_null() {
                    let _ = write!(out, "<{name}>");
                    element(out, member);
                    let _ = write!(out, "</{name}>");
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                out.push_str("<member>");
                element(out, item);
                out.push_str("</member>");
            }
        }
        Value::String(text) => out.push_str(&escape(text)),
        Value::Null => {}
        other => out.push_str(&other.to_string()),
    }
}

/// Escapes markup and control characters, so that the XML parser hands on exactly what was put in.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            control if control.is_control() => {
                let _ = write!(out, "&#x{:x};", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut pair = rest.clone();
                let digits = (pair.next().and_then(digit), pair.next().and_then(digit));
                if let (Some(high), Some(low)) = digits {
                    bytes.push(high * 16 + low);
                    rest = pair;
                } else {
                    bytes.push(byte);
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_decoded() {
        let form = read(b"Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam&Name=a+b%2").unwrap();
        assert_eq!(form["RoleArn"], "arn:aws:iam");
        assert_eq!(form["Name"], "a b%2");
    }

    #[test]
    fn texts_are_escaped() {
        let xml = write("X", &serde_json::json!({ "A": "<b> & \u{1b}", "B": null }), "id");
        assert!(xml.contains("<A>&lt;b&gt; &amp; &#x1b;</A>"), "{xml}");
        assert!(!xml.contains("<B>"));
    }
}
