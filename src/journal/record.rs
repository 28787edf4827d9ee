//! One line as it is read back: words, not the enumerations that wrote them. Members and entries of a later version are
//! taken as far as they are understood.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::model::audit::{Act, Answered, Ended, Remark, Seen};
use crate::model::id::Arn;
use crate::model::text::Safe;

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Record {
    Intent(Box<Act>),
    /// Of the deed with that id.
    Answer(Safe, Answered),
    /// Of the deed with that id.
    Outcome(Safe, Ended),
    Remark(Remark),
}

/// Reads a line.
///
/// # Errors
/// What keeps it from being an entry, in words.
pub(super) fn parse(line: &[u8]) -> Result<Record, String> {
    let common: Common = object(line)?;
    Ok(match &*common.event {
        "intent" => Record::Intent(Box::new(object::<IntentMembers>(line)?.act(&common))),
        "answer" => object::<AnswerMembers>(line)?.record(&common),
        "outcome" => object::<OutcomeMembers>(line)?.record(&common),
        "read-only" => {
            common.remark(format!("read-only from here on: {}", object::<ReadOnlyMembers>(line)?.text))
        }
        "gap" => {
            let GapMembers { file, bytes } = object(line)?;
            common.remark(format!("a torn line of {bytes} bytes was set aside in {file}"))
        }
        other => common.remark(format!("an entry that this version does not know: {other}")),
    })
}

fn object<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(line).map_err(|error| {
        let words = error.to_string();
        // Its line is always the first.
        words.split(" at line ").next().unwrap_or_default().to_owned()
    })
}

/// What every line has.
#[derive(Debug, Deserialize)]
struct Common {
    seq: u64,
    at: Timestamp,
    event: String,
    run: String,
    host: String,
    user: String,
    #[serde(default)]
    simulated: bool,
}

impl Common {
    fn by(&self) -> Safe {
        Safe::new(format!("{}@{}", self.user, self.host))
    }

    fn remark(&self, text: String) -> Record {
        Record::Remark(Remark { seq: self.seq, at: self.at, by: self.by(), text: Safe::block(text) })
    }
}

#[derive(Debug, Deserialize)]
struct IntentMembers {
    deed: String,
    action: String,
    arn: String,
    kind: String,
    name: String,
    account: String,
    account_name: String,
    account_role: Option<String>,
    region: String,
    owner: Option<String>,
    via: String,
    caller: String,
    #[serde(default)]
    tags: Map<String, Json>,
    plan: String,
    #[serde(default)]
    before: Before,
    undoes: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Before {
    status: Option<String>,
    modified: Option<Timestamp>,
}

impl IntentMembers {
    fn act(self, common: &Common) -> Act {
        let tag = |(key, value): (&String, &Json)| {
            Safe::new(format!("{key}={}", value.as_str().unwrap_or_default()))
        };
        Act {
            id: self.deed.into(),
            seq: common.seq,
            at: common.at,
            run: Safe::new(&common.run),
            by: common.by(),
            simulated: common.simulated,
            action: self.action.into(),
            tags: self.tags.iter().map(tag).collect(),
            arn: Arn::new(self.arn),
            kind: self.kind.into(),
            name: self.name.into(),
            account: self.account.into(),
            account_name: self.account_name.into(),
            account_role: self.account_role.map(Safe::from),
            region: self.region.into(),
            owner: self.owner.map(Safe::from),
            via: self.via.into(),
            caller: self.caller.into(),
            plan: Safe::block(self.plan),
            before: Seen { status: self.before.status.map(Safe::from), modified: self.before.modified },
            undoes: self.undoes.map(Safe::from),
            answer: None,
            outcome: None,
        }
    }
}

#[derive(Debug, Deserialize)]
struct AnswerMembers {
    deed: String,
    answer: String,
    request_id: Option<String>,
    text: String,
}

impl AnswerMembers {
    fn record(self, common: &Common) -> Record {
        let answered = Answered {
            at: common.at,
            answer: self.answer.into(),
            request_id: self.request_id.map(Safe::from),
            text: Safe::block(self.text),
        };
        Record::Answer(self.deed.into(), answered)
    }
}

#[derive(Debug, Deserialize)]
struct OutcomeMembers {
    deed: String,
    ending: String,
    after: Option<String>,
    text: String,
}

impl OutcomeMembers {
    fn record(self, common: &Common) -> Record {
        let ended = Ended {
            at: common.at,
            ending: self.ending.into(),
            after: self.after.map(Safe::from),
            text: Safe::block(self.text),
        };
        Record::Outcome(self.deed.into(), ended)
    }
}

#[derive(Debug, Deserialize)]
struct ReadOnlyMembers {
    text: String,
}

#[derive(Debug, Deserialize)]
struct GapMembers {
    file: String,
    bytes: u64,
}
