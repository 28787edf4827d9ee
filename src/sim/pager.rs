//! Opaque page tokens that know what they were issued for.
//!
//! Not a store of pages: a token holds only where to go on. Invariant: a token is accepted for the same request
//! (operation, account, region and filters) that produced it, and refused for any other.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::dice;

/// A token to go on after `cursor` in the listing that `key` describes.
pub(super) fn issue(key: &str, cursor: &str) -> String {
    let seal = dice::hex(0, &[key, cursor], 16);
    URL_SAFE_NO_PAD.encode(format!("{seal}{cursor}"))
}

/// The cursor in a token, or nothing when it was not issued for this listing.
pub(super) fn open(key: &str, token: &str) -> Option<String> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (seal, cursor) = text.split_at_checked(16)?;
    (dice::hex(0, &[key, cursor], 16) == seal).then(|| cursor.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_only_its_listing() {
        let token = issue("ListNotebookInstances/1/eu", "churn-eda");
        assert_eq!(open("ListNotebookInstances/1/eu", &token).as_deref(), Some("churn-eda"));
        assert_eq!(open("ListNotebookInstances/2/eu", &token), None);
        assert_eq!(open("ListNotebookInstances/1/eu", "made-up"), None);
    }
}
