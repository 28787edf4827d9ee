//! `sagedeck act ACTION ARN`: one action on one resource, through the very same path as in the console: plan, permission,
//! confirmation, another look, journal, call, and following to the end.
//!
//! Invariant: without a confirmation on the command line that fits the plan, nothing is asked of AWS but reads.

use std::sync::{Arc, Mutex, PoisonError};

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{complain, print};
use crate::app::open::Locator;
use crate::catalog;
use crate::compose::{self, Flags, Judged, Program};
use crate::model::action::Verb;
use crate::model::audit::{Ending, Progress};
use crate::model::exit;
use crate::model::failure::FailureKind;
use crate::model::fetch::Target;
use crate::model::resource::Tag;
use crate::model::row::Row;
use crate::model::scope::{AccountId, Region, Scope};
use crate::model::text::Safe;
use crate::plan::tags::{self, Spellings};
use crate::plan::{Confirm, Plan, Rules};
use crate::rules;
use crate::runtime::act::Tell;

mod find;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sagedeck act stop ARN --dry-run                 the plan, and whether it may be
  sagedeck act stop ARN --yes                     agree, follow it to its end
  sagedeck act stop ARN --confirm prod-batch      where the plan asks for a word
  sagedeck act add-tags ARN --tag owner=ada --yes

Without --yes or --confirm nothing is done. Exit code 5 says that it was refused.")]
pub(super) struct Act {
    /// What to do
    #[arg(value_name = "ACTION", value_parser = verb())]
    verb: Verb,
    /// The resource: an ARN, or the address of its page in the AWS console with the account in it
    #[arg(value_name = "ARN")]
    target: String,
    /// A tag to add, KEY=VALUE; can be given several times
    #[arg(long = "tag", value_name = "KEY=VALUE")]
    tags: Vec<String>,
    /// Say what would be done, and whether it may be, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Agree to a safe action
    #[arg(long)]
    yes: bool,
    /// Agree by the word that the plan asks for, such as the account's name
    #[arg(long, value_name = "WORD")]
    confirm: Option<String>,
}

/// The actions that can be asked for. What takes something back is offered where it was done.
fn verb() -> impl TypedValueParser<Value = Verb> {
    let names = Verb::ALL.into_iter().filter(|verb| *verb != Verb::RemoveTags).map(Verb::name);
    PossibleValuesParser::new(names).try_map(|word| Verb::parse(&word).ok_or("no action"))
}

impl Act {
    pub(super) fn run(&self, judged: &Judged, flags: &Flags) -> u8 {
        if !judged.grave.is_empty() {
            super::warn(&judged.grave);
            return exit::USAGE;
        }
        super::remark(judged);
        let (target, tags) = match self.understood() {
            Ok(found) => found,
            Err(words) => {
                complain(words);
                return exit::USAGE;
            }
        };
        // Only the resource's own account is entered, and not that where other accounts were asked for.
        let mut judged = judged.clone();
        if judged.settings.accounts.is_empty() {
            judged.settings.accounts.push(Safe::new(target.scope.account.to_string()));
        }
        let program = compose::program(&judged, flags);
        let found = match compose::wait(find::find(&program.engine, &target)) {
            Ok(Ok(found)) => found,
            Ok(Err(failure)) => {
                complain(failure.to_string());
                return if is_shut(failure.kind) { exit::USAGE } else { exit::ERROR };
            }
            Err(code) => return code,
        };
        let derived = rules::derive(&found.resource, &[], &program.policy, program.now());
        let row = Row {
            resource: Arc::new(found.resource),
            account: Arc::new(found.account),
            derived: Arc::new(derived),
        };
        self.decide(&program, &row, &tags)
    }

    fn understood(&self) -> Result<(Target, Vec<Tag>), String> {
        let typed = Safe::new(&self.target);
        let locator = Locator::parse(&self.target).ok_or_else(|| {
            format!("`{typed}` is neither an ARN of a kind that is known here nor a console address")
        })?;
        let kind = locator.kind.ok_or_else(|| format!("`{typed}` is of a kind that has no actions"))?;
        let part = |found: Option<String>, what: &str| {
            found.ok_or_else(|| format!("`{typed}` does not say {what}; give the whole ARN"))
        };
        let account: AccountId = part(locator.account, "in which account it is")?
            .parse()
            .map_err(|_digits| format!("`{typed}` does not name an account of twelve digits"))?;
        let region = part(locator.region, "in which region it is")?;
        let region = Region::parse(&region).ok_or_else(|| format!("`{typed}` does not name a region"))?;
        let arn = locator.arn.ok_or_else(|| format!("`{typed}` is no ARN; copy it with y in the console"))?;
        let name = Safe::new(locator.name.unwrap_or_default());
        let tags = match (self.verb, self.tags.is_empty()) {
            (Verb::AddTags, true) => return Err("add-tags needs at least one --tag KEY=VALUE".to_owned()),
            (Verb::AddTags, false) => tags(&self.tags)?,
            (_, false) => return Err(format!("--tag is for add-tags, not for {}", self.verb)),
            (_, true) => Vec::new(),
        };
        Ok((Target { arn, kind, name, scope: Scope { account, region }, within: None }, tags))
    }

    /// Plans, asks for what is missing, and does it.
    fn decide(&self, program: &Program, row: &Row, tags: &[Tag]) -> u8 {
        let spec = |resource: &crate::model::resource::Resource| catalog::action(resource.kind, self.verb);
        let read_only = program.permit.as_ref().err();
        let policy = &program.policy;
        let spellings = Spellings { required: &policy.required, aliases: &policy.aliases };
        let rules = Rules { read_only, protect: &policy.protect, spellings };
        let plan = Plan::of(&[row], self.verb, |_| tags, spec, rules, program.now());
        let Some(confirm) = plan.confirm() else {
            let why = plan.left_out.first().map(|left| left.why.to_string()).unwrap_or_default();
            complain(format!("refused: {} {}: {why}", self.verb, row.resource.name));
            return exit::REFUSED;
        };
        let told = print(|out| write!(out, "{}", words(&plan, &confirm)));
        if told != exit::FINE || self.dry_run {
            return told;
        }
        if let (Confirm::Key, Some(_)) = (&confirm, &self.confirm) {
            complain("nothing was done: this plan asks for --yes, not for --confirm");
            return exit::USAGE;
        }
        let approved = match &confirm {
            Confirm::Key if self.yes => plan.approve(None),
            Confirm::Type { .. } => self.confirm.as_deref().and_then(|word| plan.approve(Some(word))),
            Confirm::Key => None,
        };
        let Some(approved) = approved else {
            complain(match &confirm {
                Confirm::Key => "nothing was done: add --yes to agree".to_owned(),
                Confirm::Type { word, what } => {
                    format!("nothing was done: add --confirm with {what}, {}", word.identity())
                }
            });
            return exit::USAGE;
        };
        let (Some(hand), Ok(permit)) = (program.hand(), program.permit.clone()) else {
            return exit::REFUSED;
        };
        // What keeps anything from being written is told by the act itself.
        if let Ok(Some(doubt)) = hand.journal().doubt() {
            complain(format!("warning: {doubt}"));
        }
        let end: Arc<Mutex<Option<Progress>>> = Arc::default();
        let kept = Arc::clone(&end);
        let name = row.resource.name.clone();
        let tell: Tell = Arc::new(move |_, progress| {
            if let Some(words) = step(&progress) {
                complain(format!("{name}: {words}"));
            }
            if matches!(progress, Progress::Ended { .. } | Progress::Skipped(_)) {
                *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
            }
        });
        let carried = compose::carry_out(&hand, approved, permit, tell);
        let end = end.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (end, carried) {
            (Some(Progress::Ended { ending, text }), _) => self.told(row, ending, &text),
            (_, Err(code)) => {
                complain(match program.demo {
                    None => "not followed to its end: the console's next start looks what became of it",
                    Some(_) => "not followed to its end; the simulated organization ends with this process",
                });
                code
            }
            (Some(Progress::Skipped(text)), _) => {
                complain(text.to_string());
                exit::REFUSED
            }
            _ => {
                complain("its end is not known: look at it, and at `sagedeck journal show`");
                exit::ERROR
            }
        }
    }

    fn told(&self, row: &Row, ending: Ending, text: &Safe) -> u8 {
        let code = match ending {
            Ending::Done | Ending::AlreadyDone => exit::FINE,
            Ending::Refused => exit::REFUSED,
            Ending::NotDone | Ending::Failed | Ending::Unknown => exit::ERROR,
        };
        let printed =
            print(|out| writeln!(out, "{} {} {ending}: {text}", self.verb, row.resource.arn.safe()));
        if code == exit::FINE { printed } else { code }
    }
}

/// Whether there is no way in without a person.
const fn is_shut(kind: FailureKind) -> bool {
    matches!(kind, FailureKind::LoginNeeded | FailureKind::MfaNeeded | FailureKind::NoCredentials)
}

fn tags(words: &[String]) -> Result<Vec<Tag>, String> {
    // Each is one tag whatever it holds, so that the shell's quotes are enough.
    let mut found: Vec<Tag> = Vec::new();
    for word in words {
        let (key, value) =
            word.split_once('=').ok_or_else(|| format!("`{}` is no KEY=VALUE", Safe::new(word)))?;
        let tag = Tag { key: Safe::new(key), value: Safe::new(value) };
        if let Some(why) = tags::mistake(&tag) {
            return Err(format!("--tag {}: {why}", Safe::new(word)));
        }
        if found.iter().any(|known| known.key == tag.key) {
            return Err(format!("--tag {}: the key stands twice", Safe::new(word)));
        }
        found.push(tag);
    }
    Ok(found)
}

/// The plan in words.
fn words(plan: &Plan, confirm: &Confirm) -> String {
    let Some(item) = plan.items.first() else { return String::new() };
    let account = &item.account;
    let role = account.role.map_or("no role", |role| role.name());
    let status = item.state.status.as_ref().map_or("not known".to_owned(), Safe::identity);
    let owner = item.owner.as_ref().map_or("not known".to_owned(), Safe::identity);
    let mut lines = vec![
        format!("{} {}", plan.verb.title(), item.target.name.identity()),
        format!("  account   {} · {} · {role}", account.name.identity(), account.id),
        format!("  region    {}", item.target.scope.region),
        format!("  owner     {owner}"),
        format!("  state     {status}"),
        format!("  last use  {}", item.last_use),
    ];
    lines.extend(item.words().iter().map(|words| format!("  · {words}")));
    if let Confirm::Type { word, what } = confirm {
        lines.push(format!("  asks for --confirm with {what}: {}", word.identity()));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// What is told while it happens.
fn step(progress: &Progress) -> Option<String> {
    Some(match progress {
        Progress::Checking => "looking again".to_owned(),
        Progress::Calling { .. } => "written down; asking AWS".to_owned(),
        Progress::Accepted { request_id } => {
            let request = request_id.as_ref().map(|id| format!(" (request {id})")).unwrap_or_default();
            format!("accepted{request}; following until it is done")
        }
        Progress::Unknown(text) => format!("the answer was lost ({text}); looking what became of it"),
        Progress::Skipped(text) => text.to_string(),
        Progress::Seen(_) | Progress::Ended { .. } => return None,
    })
}
