//! Reads a listing page by page, whatever AWS does with its tokens.
//!
//! It knows no kind of resource. Invariants: pages that were read are handed on before the next is asked for; a
//! token that comes back ends the listing as a failure; a listing is never called whole when it is not.

use std::collections::HashSet;

use super::convert::missing_arn;
use crate::model::failure::{Failure, FailureKind};
use crate::model::id::Arn;
use crate::model::scope::Scope;
use crate::model::text::Safe;

/// As many resources as one account can have, times ten; a listing beyond it does not end.
const MOST_PAGES: u32 = 1_000;

/// One page as AWS gave it.
pub(super) struct Answer<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

/// Asks for page after page and hands each on with its number, from 1. `take` says whether anybody still listens.
/// An empty page with a token is a page like any other. When a token has expired the listing starts over, once.
pub(super) async fn pages<T, F>(
    ask: impl Fn(Option<String>) -> F,
    mut take: impl FnMut(u32, Vec<T>) -> Result<(), Failure>,
) -> Result<(), Failure>
where
    F: Future<Output = Result<Answer<T>, Failure>>,
{
    pages_while(ask, |number, items| take(number, items).map(|()| true)).await
}

/// The same, until `take` says that what comes after is not wanted.
pub(super) async fn pages_while<T, F>(
    ask: impl Fn(Option<String>) -> F,
    mut take: impl FnMut(u32, Vec<T>) -> Result<bool, Failure>,
) -> Result<(), Failure>
where
    F: Future<Output = Result<Answer<T>, Failure>>,
{
    let mut restarted = false;
    'listing: loop {
        let mut seen = HashSet::new();
        let mut token = None;
        for number in 1..=MOST_PAGES {
            let answer = match ask(token.clone()).await {
                Ok(answer) => answer,
                Err(failure) if number > 1 && !restarted && is_about_the_token(&failure) => {
                    restarted = true;
                    continue 'listing;
                }
                Err(failure) => return Err(on_page(failure, number)),
            };
            if !take(number, answer.items)? {
                return Ok(());
            }
            let Some(next) = answer.next.filter(|next| !next.is_empty()) else { return Ok(()) };
            if !seen.insert(next.clone()) {
                return Err(broken(format!("page {number} leads back to a page that was read already")));
            }
            token = Some(next);
        }
        return Err(broken(format!("the listing has not ended after {MOST_PAGES} pages")));
    }
}

fn broken(what: String) -> Failure {
    let todo = "what was read stands; it is tried again with the next refresh";
    Failure::new(FailureKind::Malformed, what, todo)
}

/// Names the page, unless the listing failed as a whole with its first call and not by a bad answer.
fn on_page(failure: Failure, number: u32) -> Failure {
    if number == 1 && failure.kind != FailureKind::Malformed {
        return failure;
    }
    Failure { what: Safe::new(format!("page {number}: {}", failure.what.raw())), ..failure }
}

/// Services say it in words only: "Invalid pagination token", "The token has expired".
fn is_about_the_token(failure: &Failure) -> bool {
    failure.kind == FailureKind::Invalid && failure.what.raw().to_ascii_lowercase().contains("token")
}

/// What identifies a resource, as far as the answer went.
pub(super) struct Named {
    pub arn: Arn,
    pub name: Safe,
    pub incomplete: bool,
}

/// Takes the identity from an answer; what is missing is made from the rest, and the row says so.
pub(super) fn named(arn: Option<&str>, name: Option<&str>, resource: &str, scope: &Scope) -> Named {
    let last = || arn.and_then(|arn| arn.rsplit('/').next());
    let known = name.or_else(last).unwrap_or_default();
    Named {
        arn: arn.map_or_else(|| missing_arn(scope, resource, known), Arn::new),
        name: Safe::new(known),
        incomplete: arn.is_none() || name.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// Answers from a script; records what was asked.
    async fn listing(script: Vec<Result<Answer<u8>, Failure>>) -> (Result<(), Failure>, Vec<(u32, usize)>) {
        let script = RefCell::new(script.into_iter());
        let mut taken = Vec::new();
        let end = pages(
            |_| {
                let answer = script.borrow_mut().next().unwrap();
                async { answer }
            },
            |number, items| {
                taken.push((number, items.len()));
                Ok(())
            },
        )
        .await;
        (end, taken)
    }

    type Scripted = Result<Answer<u8>, Failure>;

    fn page(items: usize, next: Option<&str>) -> Answer<u8> {
        Answer { items: vec![0; items], next: next.map(str::to_owned) }
    }

    fn expired() -> Scripted {
        Err(Failure::new(FailureKind::Invalid, "ValidationException: the pagination token has expired", ""))
    }

    #[tokio::test]
    async fn empty_pages_with_a_token_go_on() {
        let (end, taken) =
            listing(vec![Ok(page(2, Some("a"))), Ok(page(0, Some("b"))), Ok(page(1, None))]).await;
        assert_eq!((end, taken), (Ok(()), vec![(1, 2), (2, 0), (3, 1)]));
    }

    #[tokio::test]
    async fn a_token_that_comes_back_is_a_failure() {
        let (end, taken) =
            listing(vec![Ok(page(1, Some("a"))), Ok(page(1, Some("b"))), Ok(page(1, Some("a")))]).await;
        assert_eq!(end.unwrap_err().kind, FailureKind::Malformed);
        assert_eq!(taken.len(), 3);
    }

    #[tokio::test]
    async fn a_listing_without_end_is_cut_off_and_says_so() {
        let many = (0..=MOST_PAGES).map(|number| Ok(page(1, Some(&number.to_string())))).collect();
        let (end, taken) = listing(many).await;
        assert_eq!(end.unwrap_err().kind, FailureKind::Malformed);
        assert_eq!(taken.len(), 1_000);
    }

    #[tokio::test]
    async fn an_expired_token_starts_over_once() {
        let (end, taken) =
            listing(vec![Ok(page(1, Some("a"))), expired(), Ok(page(1, Some("c"))), Ok(page(2, None))]).await;
        assert_eq!((end, taken), (Ok(()), vec![(1, 1), (1, 1), (2, 2)]));
        let (end, _) =
            listing(vec![Ok(page(1, Some("a"))), expired(), Ok(page(1, Some("c"))), expired()]).await;
        assert!(end.unwrap_err().what.raw().starts_with("page 2: "));
    }

    #[tokio::test]
    async fn a_first_page_that_is_about_a_token_is_not_repeated() {
        let (end, _) = listing(vec![expired()]).await;
        assert_eq!(end.unwrap_err().kind, FailureKind::Invalid);
    }
}
