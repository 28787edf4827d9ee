//! What is written down, as a JSON object: who and when, then what the entry is about. What is not known is absent.
//!
//! Invariant: texts are written raw, with everything escaped that a terminal would obey: nothing is lost, and nothing in
//! a file can do harm.

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::origin::Origin;
use crate::model::account::AccountRole;
use crate::model::audit::{Deed, DeedRef, Entry, Seen};
use crate::model::json;
use crate::model::text::Safe;

/// The version of the lines.
const VERSION: u64 = 1;

/// What a line says.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content<'a> {
    Entry(&'a Entry),
    /// A line was torn and set aside.
    Gap {
        /// The file that keeps it.
        file: &'a str,
        bytes: usize,
        sha256: &'a str,
    },
}

/// The line without its hash.
pub(super) fn object(seq: u64, prev: &str, at: Timestamp, origin: &Origin, content: Content<'_>) -> String {
    let mut members = Members::default();
    members.put("v", VERSION);
    members.put("seq", seq);
    members.put("at", at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
    members.put("event", event(content));
    members.put("run", &*origin.run);
    members.put("host", &*origin.host);
    members.put("pid", origin.pid);
    members.put("user", &*origin.user);
    members.put("version", origin.version);
    members.put_some("simulated", origin.simulated.then_some(true));
    match content {
        Content::Entry(entry) => members.entry(entry),
        Content::Gap { file, bytes, sha256 } => {
            members.put("file", file);
            members.put("bytes", bytes);
            members.put("sha256", sha256);
        }
    }
    members.put("prev", prev);
    json::to_text(&Json::Object(members.0), false)
}

const fn event(content: Content<'_>) -> &'static str {
    match content {
        Content::Entry(Entry::Intent(_)) => "intent",
        Content::Entry(Entry::Answer { .. }) => "answer",
        Content::Entry(Entry::Outcome { .. }) => "outcome",
        Content::Entry(Entry::ReadOnly { .. }) => "read-only",
        Content::Gap { .. } => "gap",
    }
}

/// The members of an object, in the order in which they are put in.
#[derive(Debug, Default)]
struct Members(Map<String, Json>);

impl Members {
    fn put(&mut self, name: &str, value: impl Into<Json>) {
        self.0.insert(name.to_owned(), value.into());
    }

    fn put_some(&mut self, name: &str, value: Option<impl Into<Json>>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    fn entry(&mut self, entry: &Entry) {
        match entry {
            Entry::Intent(deed) => self.intent(deed),
            Entry::Answer { of, answer, request_id, text } => {
                self.deed(of);
                self.put("answer", answer.name());
                self.put_some("request_id", request_id.as_ref().map(Safe::raw));
                self.put("text", text.raw());
            }
            Entry::Outcome { of, ending, after, text } => {
                self.deed(of);
                self.put("ending", ending.name());
                self.put_some("after", after.as_ref().map(Safe::raw));
                self.put("text", text.raw());
            }
            Entry::ReadOnly { text } => self.put("text", text.raw()),
        }
    }

    fn deed(&mut self, of: &DeedRef) {
        self.put("deed", of.id.raw());
        self.put("action", of.action.raw());
        self.put("arn", of.arn.raw());
    }

    fn intent(&mut self, deed: &Deed) {
        self.deed(&deed.reference());
        self.put("kind", deed.target.kind.name());
        self.put("name", deed.target.name.raw());
        self.put("account", deed.target.scope.account.to_string());
        self.put("account_name", deed.account_name.raw());
        self.put_some("account_role", deed.account_role.map(AccountRole::name));
        self.put("region", deed.target.scope.region.as_str());
        self.put_some("owner", deed.owner.as_ref().map(Safe::raw));
        self.put("via", deed.via.raw());
        self.put("caller", deed.caller.raw());
        if !deed.action.tags.is_empty() {
            let tags = deed.action.tags.iter();
            let tags = tags.map(|tag| (tag.key.raw().to_owned(), Json::from(tag.value.raw())));
            self.put("tags", tags.collect::<Map<_, _>>());
        }
        self.put("plan", deed.plan.raw());
        self.put("before", seen(&deed.before));
        self.put_some("undoes", deed.undoes.as_ref().map(Safe::raw));
    }
}

fn seen(seen: &Seen) -> Map<String, Json> {
    let mut members = Members::default();
    members.put_some("status", seen.status.as_ref().map(Safe::raw));
    members.put_some("modified", seen.modified.map(|at| at.to_string()));
    members.0
}
