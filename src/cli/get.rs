//! `sagedeck get KIND`: rows as a table or for a machine, from the same engine, inventory, rules and filter as the screen.

use std::cmp::Ordering;
use std::sync::Arc;

use jiff::Timestamp;

use super::{complain, one_of, print};
use crate::app::view::View;
use crate::catalog::{self, Area};
use crate::compose::{self, Flags, Judged, Known, Program};
use crate::model::exit;
use crate::model::failure::FailureKind;
use crate::model::fetch::Severity;
use crate::model::field::Field;
use crate::model::kind::Kind;
use crate::model::row::Row;
use crate::query::{Context, Key, Query};
use crate::report::{self, Format};
use crate::rules;
use crate::source::{Source, did_you_mean};

mod accounts;
pub(super) mod gather;
pub(super) mod needs;
mod offline;
pub(super) mod progress;

use gather::Gathered;
use needs::Needs;
use progress::Progress;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sagedeck get notebooks --where 'idle>4h cost>50' --sort -usd_month
  sagedeck get notebooks --where '!tag:owner' -o csv --columns name,account_name
  sagedeck get all -o jsonl --org core | jq .arn
  sagedeck get accounts --profile 'ds-*'

What was not read is absent, never empty or zero. CSV is as RFC 4180 has it: UTF-8 without a byte order mark,
lines that end with CR LF, a head line; a spreadsheet that guesses another encoding takes it by import.")]
pub(super) struct Get {
    /// What to print, singular or plural, such as notebooks; `studio` for all of Studio, `jobs` for all kinds of jobs, `all` for
    /// every kind; see `sagedeck kinds`
    #[arg(value_parser = Known(kinds), hide_possible_values = true)]
    kind: String,
    /// Only rows that fit, in the filter language of the console (`sagedeck man` has all of it)
    #[arg(long = "where", value_name = "QUERY")]
    filter: Option<String>,
    /// A saved view of the configuration: its filter, columns and order; what is given beside it narrows or wins
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = one_of(&Format::ALL))]
    output: Format,
    /// Columns of table, csv and md, named as in JSON, such as name,owner,usd_month; JSON always has everything
    #[arg(long, value_name = "A,B", value_delimiter = ',', value_parser = Known(columns), hide_possible_values = true)]
    columns: Vec<String>,
    /// Order by this column, `-` before it for the other way round
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true, value_parser = Known(columns), hide_possible_values = true)]
    sort: Option<String>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Read listings only, no call per row: quicker, without owner, tags, idleness and details
    #[arg(long)]
    no_details: bool,
    /// Exit 0 although some listing could not be read
    #[arg(long)]
    allow_partial: bool,
}

/// Words for completion.
fn kinds() -> Vec<&'static str> {
    Kind::ALL.iter().map(|kind| kind.name()).chain(GROUPS.map(|(name, _)| name)).collect()
}

/// Words for several kinds at once.
const GROUPS: [(&str, &[Kind]); 3] = [
    ("all", &Kind::ALL),
    ("studio", &[Kind::Domain, Kind::UserProfile, Kind::Space, Kind::App]),
    (
        "jobs",
        &[
            Kind::TrainingJob,
            Kind::ProcessingJob,
            Kind::TransformJob,
            Kind::TuningJob,
            Kind::AutoMlJob,
            Kind::CompilationJob,
            Kind::LabelingJob,
        ],
    ),
];

fn columns() -> Vec<&'static str> {
    Field::ALL.iter().map(|field| field.key()).collect()
}

/// What was asked, understood.
struct Question {
    kinds: Vec<Kind>,
    /// All of them must hold: that of the view, and the one that was given.
    queries: Vec<Query>,
    columns: Vec<Field>,
    /// The field and whether it is the other way round.
    sort: Option<(Field, bool)>,
}

impl Get {
    pub(super) fn run(&self, judged: &Judged, flags: &Flags) -> u8 {
        let question = match self.question(&judged.views) {
            Ok(question) => question,
            Err(words) => {
                complain(words);
                return exit::USAGE;
            }
        };
        if !judged.grave.is_empty() {
            super::warn(&judged.grave);
            return exit::USAGE;
        }
        super::remark(judged);
        let needs_details = [Key::Idle, Key::Owner, Key::Tag, Key::Cost];
        if self.no_details
            && needs_details.into_iter().any(|key| question.queries.iter().any(|query| query.uses(key)))
        {
            complain(
                "the filter asks for what `--no-details` leaves unread; what is not known fits neither a term nor its negation",
            );
        }
        let program = compose::program(judged, flags);
        let needs: Vec<(Kind, Needs)> =
            question.kinds.iter().map(|kind| (*kind, self.needs(*kind, &question))).collect();
        tell_horizon(&question);
        if flags.offline {
            return match compose::recollect(judged, flags) {
                Ok(recollection) => {
                    let found = offline::gathered(recollection, &needs, program.now());
                    self.print(&question, &program, &found)
                }
                Err(trouble) => {
                    complain(format!("nothing is remembered: {trouble}"));
                    exit::PARTIAL
                }
            };
        }
        let mut progress = Progress::new();
        let found = compose::wait(gather::gather(&program.engine, &needs, &mut progress));
        progress.end();
        match found {
            Ok(found) => self.print(&question, &program, &found),
            Err(code) => code,
        }
    }

    fn question(&self, views: &[View]) -> Result<Question, String> {
        let view = self.view.as_deref().map(|name| named(views, name)).transpose()?;
        let word = self.kind.as_str();
        let kinds = match GROUPS.iter().find(|(name, _)| *name == word) {
            Some((_, kinds)) => kinds.to_vec(),
            None => vec![Kind::parse(word).ok_or_else(|| unknown("kind", word, &kinds()))?],
        };
        let source = Source::new("--where", self.filter.as_deref().unwrap_or_default());
        let mut queries = vec![Query::parse(&source).map_err(|diagnostic| diagnostic.to_string())?];
        if let Some(view) = view {
            if let Some(kind) = view.kind.filter(|kind| kinds != [*kind]) {
                let (name, of) = (view.name.shown(), kind.name());
                return Err(format!("the view `{name}` is one of {of}: `sagedeck get {of} --view …`"));
            }
            let source = Source::new("view", &view.query);
            queries.push(Query::parse(&source).map_err(|diagnostic| diagnostic.to_string())?);
        }
        let of_view = view.map(|view| view.columns.clone()).unwrap_or_default();
        let columns = if self.columns.is_empty() && !of_view.is_empty() {
            of_view
        } else if self.columns.is_empty() && self.kind == "jobs" {
            Area::Jobs.columns().iter().filter(|one| !one.wide).map(|one| one.field).collect()
        } else if self.columns.is_empty() {
            default_columns(&kinds)
        } else {
            self.columns.iter().map(|word| field(word)).collect::<Result<_, _>>()?
        };
        let sort = self.sort.as_deref().map(|word| match word.strip_prefix('-') {
            Some(word) => field(word).map(|field| (field, true)),
            None => field(word).map(|field| (field, false)),
        });
        let of_view = view.and_then(|view| view.sort).map(|sort| (sort.field, sort.descending));
        // What comes and goes is printed as it is listed: the newest first.
        let newest = kinds.iter().all(|kind| catalog::spec(*kind).has_horizon);
        let usual = newest.then_some((Field::Created, true));
        Ok(Question { kinds, queries, columns, sort: sort.transpose()?.or(of_view).or(usual) })
    }

    fn needs(&self, kind: Kind, question: &Question) -> Needs {
        self.parts(kind, question).back_to(kind, &question.queries)
    }

    /// The parts of a row that are needed.
    fn parts(&self, kind: Kind, question: &Question) -> Needs {
        if self.no_details {
            return Needs::default();
        }
        if self.output.is_whole() {
            return Needs::all(kind);
        }
        let columns = if self.output == Format::Name { &[][..] } else { &question.columns };
        let fields: Vec<Field> =
            columns.iter().copied().chain(question.sort.map(|(field, _)| field)).collect();
        question
            .queries
            .iter()
            .fold(Needs::default(), |needs, query| needs.and(Needs::of(kind, &fields, query)))
    }

    fn print(&self, question: &Question, program: &Program, found: &Gathered) -> u8 {
        let now = program.now();
        let mut rows = rows(question, program, found, now);
        rows.truncate(self.limit.unwrap_or(usize::MAX));
        let printed = print(|out| report::write(out, self.output, &rows, &question.columns, now));
        tracing::info!(rows = rows.len(), accounts = found.accounts.len(), "read");
        tell(found);
        if printed != exit::FINE {
            return printed;
        }
        match verdict(question, found) {
            exit::PARTIAL if self.allow_partial => exit::FINE,
            code => code,
        }
    }
}

/// The view of that name.
fn named<'a>(views: &'a [View], name: &str) -> Result<&'a View, String> {
    let known: Vec<&str> = views.iter().map(|view| view.name.raw()).collect();
    if known.is_empty() {
        return Err("no view is saved; a `[[view]]` in the configuration is one".to_owned());
    }
    views.iter().find(|view| view.name.raw() == name).ok_or_else(|| unknown("view", name, &known))
}

/// The wide columns of one kind, or what all kinds have.
fn default_columns(kinds: &[Kind]) -> Vec<Field> {
    match kinds {
        // Counting notebooks takes calls that a list of accounts does not need.
        [kind] => {
            let columns = catalog::spec(*kind).columns.iter();
            columns
                .filter(|one| !one.wide)
                .map(|one| one.field)
                .filter(|f| *f != Field::NotebookCount)
                .collect()
        }
        _ => vec![Field::Kind, Field::Name, Field::AccountName, Field::Region, Field::Status, Field::Owner],
    }
}

fn field(word: &str) -> Result<Field, String> {
    let word = word.trim();
    let keys: Vec<&str> = Field::ALL.iter().map(|field| field.key()).collect();
    // The words of the table's heads are taken as well.
    let titled = || Field::ALL.iter().copied().find(|field| field.title().eq_ignore_ascii_case(word));
    // And the filter language's word where it differs from both.
    let asked = || (word == "cost").then_some(Field::UsdMonth);
    Field::parse(word).or_else(titled).or_else(asked).ok_or_else(|| unknown("field", word, &keys))
}

fn unknown(what: &str, word: &str, known: &[&str]) -> String {
    match did_you_mean(word, known.iter().copied()) {
        Some(hint) => format!("unknown {what} `{word}`; {hint}"),
        None => format!("unknown {what} `{word}`; known: {}", known.join(", ")),
    }
}

/// The rows that fit, in order.
fn rows(question: &Question, program: &Program, found: &Gathered, now: Timestamp) -> Vec<Row> {
    let accounts = found.accounts.iter();
    let seen = found.accounts_at.unwrap_or(now);
    let of_accounts = question.kinds.contains(&Kind::Account);
    let mut rows: Vec<Row> =
        accounts.filter(|_| of_accounts).filter_map(|account| accounts::row(account, seen)).collect();
    for resource in found.inventory.resources().filter(|row| question.kinds.contains(&row.kind)) {
        let Some(account) = found.accounts.iter().find(|account| account.id == resource.scope.account) else {
            continue;
        };
        let around = catalog::around(resource, &found.inventory);
        let derived = rules::derive(resource, &around, &program.policy, now);
        rows.push(Row {
            resource: Arc::clone(resource),
            account: Arc::clone(account),
            derived: Arc::new(derived),
        });
    }
    rows.retain(|row| question.queries.iter().all(|query| query.matches(row, &Context { now })));
    // Account, region and name decide where nothing else does, so that two runs print alike.
    rows.sort_by(|a, b| {
        let place = |row: &Row| {
            (
                row.resource.kind,
                row.account.name.clone(),
                row.resource.scope.clone(),
                row.resource.name.clone(),
            )
        };
        asked_order(question.sort, a, b, now).then_with(|| place(a).cmp(&place(b)))
    });
    rows
}

/// By the asked field; what is not known stands last either way round.
fn asked_order(sort: Option<(Field, bool)>, a: &Row, b: &Row, now: Timestamp) -> Ordering {
    let Some((field, reverse)) = sort else { return Ordering::Equal };
    match (a.value(field, now), b.value(field, now)) {
        (Some(a), Some(b)) if reverse => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// Says what is left out of kinds that come and go, unless somebody said how far back to look.
fn tell_horizon(question: &Question) {
    let usual = catalog::USUAL_HORIZON_DAYS;
    let is_said = question.queries.iter().any(|query| query.horizon(usual).is_some());
    if !is_said && question.kinds.iter().any(|kind| catalog::spec(*kind).has_horizon) {
        complain(format!(
            "jobs: those created in the last {usual} days; `--where 'created<30d'` looks further back"
        ));
    }
}

/// What could not be read, in words, for the person behind the pipe.
fn tell(found: &Gathered) {
    for notice in found.notices.iter().filter(|notice| notice.severity > Severity::Info) {
        complain(notice.text.shown());
    }
    for failure in &found.incomplete {
        tracing::warn!(%failure, request_id = ?failure.request_id, "not read");
        complain(format!("not read: {failure}"));
    }
    for ((detail, kind), (count, example)) in &found.missing {
        let example = example.as_ref().map(|failure| format!("; for example {failure}")).unwrap_or_default();
        let rows = if *count == 1 { "1 row lacks" } else { &format!("{count} rows lack") };
        complain(format!("{rows} {}: {}{example}", detail_word(*detail), kind.word()));
    }
    match found.suspended() {
        0 => {}
        1 => complain("1 suspended account was skipped"),
        count => complain(format!("{count} suspended accounts were skipped")),
    }
}

const fn detail_word(detail: crate::model::resource::Detail) -> &'static str {
    use crate::model::resource::Detail;
    match detail {
        Detail::Describe => "their description",
        Detail::Tags => "their tags",
        Detail::Activity => "their last activity",
        Detail::Content => "what they are made of",
    }
}

/// Exit 2 when there was no way in at all for want of credentials or of the profiles that were named, 4 when a listing
/// is incomplete.
fn verdict(question: &Question, found: &Gathered) -> u8 {
    let shut = |kind: FailureKind| {
        use FailureKind::{Invalid, LoginNeeded, MfaNeeded, NoCredentials, NotFound};
        matches!(kind, NoCredentials | LoginNeeded | MfaNeeded | Invalid | NotFound)
    };
    if found.accounts.is_empty() && found.incomplete.iter().any(|failure| shut(failure.kind)) {
        return exit::USAGE;
    }
    let entered_is_enough = question.kinds == [Kind::Account] && !found.accounts.is_empty();
    let broken = found.has_errors() || (!found.incomplete.is_empty() && !entered_is_enough);
    if broken { exit::PARTIAL } else { exit::FINE }
}
