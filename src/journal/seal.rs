//! What makes a line part of a chain: its last member is the hash of everything before it, and among that is the hash
//! of the line before.
//!
//! Invariant: a hash is taken over the bytes as they stand in the file. Nothing is ever written anew to compare it.

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};

/// What stands for the hash of the line before the first one.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

const BEFORE: &str = ",\"hash\":\"";
const BEHIND: &str = "\"}";

/// The members of a line that hold the chain together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Link {
    pub seq: u64,
    pub at: Timestamp,
    pub event: String,
    pub prev: String,
    pub hash: String,
}

impl Link {
    /// Nothing when the line is not one of a journal.
    pub(super) fn parse(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok().filter(|link: &Self| is_hash(&link.hash))
    }
}

/// The JSON object with its hash as the last member, and that hash.
pub(super) fn seal(object: &str) -> (String, String) {
    let hash = digest(&[object.as_bytes()]);
    let open = object.strip_suffix('}').unwrap_or(object);
    (format!("{open}{BEFORE}{hash}{BEHIND}"), hash)
}

/// Whether the line ends in the hash of what stands before it.
pub(super) fn is_sealed(line: &[u8]) -> bool {
    let hashed = || {
        let open = line.strip_suffix(BEHIND.as_bytes())?;
        let (open, hash) = open.split_at_checked(open.len().checked_sub(GENESIS.len())?)?;
        let open = open.strip_suffix(BEFORE.as_bytes())?;
        Some(digest(&[open, b"}"]).as_bytes() == hash)
    };
    hashed().unwrap_or(false)
}

/// Whether a line is whole. What a crash leaves half written is not.
pub(super) fn is_json(line: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(line).is_ok()
}

/// Whether the text has the form of a hash.
pub fn is_hash(text: &str) -> bool {
    text.len() == GENESIS.len() && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// SHA-256 of the parts in a row, in lower-case hexadecimal digits.
pub(super) fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    let nibbles = hasher.finalize().into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|nibble| char::from_digit(nibble.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_that_other_tools_compute() {
        // printf '{"seq":1}' | sha256sum
        let expected = "b41e95c43f388d561b146326d84e3a6b9e31c4ef32ab97c04774c31aada3246a";
        let (line, hash) = seal("{\"seq\":1}");
        assert_eq!(hash, expected);
        assert_eq!(line, format!("{{\"seq\":1,\"hash\":\"{expected}\"}}"));
    }

    #[test]
    fn a_seal_breaks_with_any_byte() {
        let (line, _) = seal("{\"seq\":1,\"text\":\"\\\",\\\"hash\\\":\\\"\"}");
        assert!(is_sealed(line.as_bytes()));
        for at in 0..line.len() {
            let mut bytes = line.clone().into_bytes();
            bytes[at] ^= 1;
            assert!(!is_sealed(&bytes), "byte {at}");
            assert!(!is_sealed(&line.as_bytes()[..at]), "cut at {at}");
        }
    }
}
