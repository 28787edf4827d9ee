//! Reads certificates out of PEM text and checks them as strictly as the TLS library will.
//!
//! The library takes a bundle with `expect`, so that anything it cannot read ends the process. Invariant: what
//! [`certificates`] gives out is always readable there; when in doubt a certificate is refused with a reason.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";
/// The library's limit for what stands in a certificate, in bytes.
const LONGEST: usize = 0xffff;

const BOOLEAN: u8 = 0x01;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;
/// OID bytes of the extensions whose value the library opens.
const STANDARD_EXTENSIONS: [&[u8]; 5] =
    [&[0x55, 0x1d, 17], &[0x55, 0x1d, 19], &[0x55, 0x1d, 30], &[0x55, 0x1d, 31], &[0x55, 0x1d, 37]];
const TIMESTAMPS: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0xd6, 0x79, 0x02, 0x04, 0x02];

/// All certificates of a bundle as clean PEM, or the first thing that is wrong with it.
pub(super) fn certificates(text: &[u8]) -> Result<Vec<String>, String> {
    let text = String::from_utf8_lossy(text);
    let mut found = Vec::new();
    for (at, block) in text.split(BEGIN).skip(1).enumerate() {
        let number = at + 1;
        let (body, _) =
            block.split_once(END).ok_or_else(|| format!("certificate {number} has no end line"))?;
        let body: String = body.chars().filter(|c| !c.is_whitespace()).collect();
        let der =
            STANDARD.decode(body).map_err(|error| format!("certificate {number} is not base64 ({error})"))?;
        check(&der).ok_or_else(|| format!("certificate {number} is not an X.509 version 3 certificate"))?;
        found.push(format!("{BEGIN}\n{}\n{END}\n", lines(&STANDARD.encode(der))));
    }
    if found.is_empty() { Err("it holds no certificate".to_owned()) } else { Ok(found) }
}

/// Whether at least one certificate of a file would be trusted; a bad one beside it does no harm there.
pub(super) fn any_certificate(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    text.split(BEGIN).skip(1).any(|block| {
        let body =
            block.split_once(END).map(|(body, _)| body.chars().filter(|c| !c.is_whitespace()).collect());
        body.and_then(|body: String| STANDARD.decode(body).ok()).is_some_and(|der| !der.is_empty())
    })
}

fn lines(base64: &str) -> String {
    let bytes: Vec<char> = base64.chars().collect();
    bytes.chunks(64).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

/// RFC 5280 section 4.1, as far as the library reads it.
fn check(der: &[u8]) -> Option<()> {
    let (certificate, rest) = take(der, SEQUENCE)?;
    let (tbs, after) = take(certificate, SEQUENCE)?;
    let (algorithm, after) = take(after, SEQUENCE)?;
    let (signature, after) = take(after, BIT_STRING)?;
    let whole = rest.is_empty() && after.is_empty() && signature.first() == Some(&0) && signature.len() > 1;
    let (version, tbs) = take(tbs, VERSION)?;
    let (serial, tbs) = take(tbs, INTEGER)?;
    let (inner_algorithm, tbs) = take(tbs, SEQUENCE)?;
    let (_issuer, tbs) = take(tbs, SEQUENCE)?;
    let (_validity, tbs) = take(tbs, SEQUENCE)?;
    let (_subject, tbs) = take(tbs, SEQUENCE)?;
    let (key, tbs) = take(tbs, SEQUENCE)?;
    let sound =
        version == [INTEGER, 1, 2] && !serial.is_empty() && !key.is_empty() && algorithm == inner_algorithm;
    (whole && sound && der.len() <= LONGEST).then_some(())?;
    if tbs.is_empty() { Some(()) } else { extensions(tbs) }
}

fn extensions(tbs: &[u8]) -> Option<()> {
    let (tagged, rest) = take(tbs, EXTENSIONS)?;
    let (mut list, behind) = take(tagged, SEQUENCE)?;
    (rest.is_empty() && behind.is_empty()).then_some(())?;
    let mut seen: Vec<&[u8]> = Vec::new();
    while !list.is_empty() {
        let (extension, others) = take(list, SEQUENCE)?;
        list = others;
        let (id, mut tail) = take(extension, OID)?;
        if tail.first() == Some(&BOOLEAN) {
            let (critical, after) = take(tail, BOOLEAN)?;
            (critical == [0xff]).then_some(())?;
            tail = after;
        }
        let (value, end) = take(tail, OCTET_STRING)?;
        let opened = if STANDARD_EXTENSIONS.contains(&id) {
            Some(SEQUENCE)
        } else {
            (id == TIMESTAMPS).then_some(OCTET_STRING)
        };
        let readable = match opened {
            Some(tag) => take(value, tag).is_some_and(|(_, rest)| rest.is_empty()),
            None => true,
        };
        (end.is_empty() && readable && !id.is_empty() && !seen.contains(&id)).then_some(())?;
        seen.push(id);
    }
    Some(())
}

/// The content of the value with this tag at the front, and what stands behind it. Lengths as DER has them:
/// definite and as short as possible.
fn take(input: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let [first, length, rest @ ..] = input else { return None };
    if *first != tag {
        return None;
    }
    let (length, rest) = match (length, rest) {
        (0..=0x7f, rest) => (usize::from(*length), rest),
        (0x81, [a, rest @ ..]) if *a >= 0x80 => (usize::from(*a), rest),
        (0x82, [a, b, rest @ ..]) if *a > 0 => (usize::from(*a) << 8 | usize::from(*b), rest),
        _ => return None,
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundles_that_cannot_be_read_say_why() {
        let wrong = |text: &str| certificates(text.as_bytes()).unwrap_err();
        assert!(wrong("hello").contains("no certificate"));
        assert!(wrong("-----BEGIN CERTIFICATE-----\nAAAA\n").contains("no end line"));
        assert!(wrong("-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----").contains("not base64"));
        assert!(
            wrong("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----").contains("not an X.509")
        );
    }

    #[test]
    fn a_truncated_certificate_is_refused_at_every_length() {
        let whole =
            STANDARD.decode(include_str!("pem/example.b64").split_whitespace().collect::<String>()).unwrap();
        assert!(check(&whole).is_some());
        for length in 0..whole.len() {
            assert!(check(whole.get(..length).unwrap()).is_none(), "{length}");
        }
    }
}
