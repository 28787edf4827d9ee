//! The calls made: one line per account, region and operation, with throttles and learned rates.

use std::cmp::Ordering;

use crate::app::pick::Pick;
use crate::model::calls::{CallStat, Calls};
use crate::model::text::Safe;

/// What the lines can be sorted by, in the order of the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiColumn {
    Account,
    Region,
    Operation,
    Sent,
    Throttled,
    Failed,
    InFlight,
    Waiting,
    Rate,
    Last,
}

impl ApiColumn {
    pub const ALL: [Self; 10] = [
        Self::Account,
        Self::Region,
        Self::Operation,
        Self::Sent,
        Self::Throttled,
        Self::Failed,
        Self::InFlight,
        Self::Waiting,
        Self::Rate,
        Self::Last,
    ];

    /// The column's head.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Account => "ACCOUNT",
            Self::Region => "REGION",
            Self::Operation => "OPERATION",
            Self::Sent => "SENT",
            Self::Throttled => "THROTTLED",
            Self::Failed => "FAILED",
            Self::InFlight => "IN FLIGHT",
            Self::Waiting => "WAITING",
            Self::Rate => "CALLS/S",
            Self::Last => "LAST",
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiLine {
    /// Name of the account; absent while it is not known whose call it is.
    pub account: Option<Safe>,
    pub stat: CallStat,
}

/// State of the screen.
#[derive(Clone, Debug)]
pub struct Api {
    /// Sorted.
    pub lines: Vec<ApiLine>,
    pub pick: Pick,
    pub sort: ApiColumn,
    pub descending: bool,
    /// Columns scrolled out to the left.
    pub column: usize,
}

impl Default for Api {
    fn default() -> Self {
        Self { lines: Vec::new(), pick: Pick::default(), sort: ApiColumn::Sent, descending: true, column: 0 }
    }
}

impl Api {
    /// Takes new counters in. The cursor stays on its line.
    pub(in crate::app) fn fill(&mut self, calls: &Calls, name: impl Fn(&CallStat) -> Option<Safe>) {
        self.lines =
            calls.stats.iter().map(|stat| ApiLine { account: name(stat), stat: stat.clone() }).collect();
        self.arrange();
    }

    pub(in crate::app) fn sort_by(&mut self, column: ApiColumn, descending: bool) {
        (self.sort, self.descending) = (column, descending);
        self.arrange();
        self.pick.go(0);
    }

    fn arrange(&mut self) {
        let under = self.lines.get(self.pick.at).map(identity);
        let (column, descending) = (self.sort, self.descending);
        self.lines.sort_by(|a, b| {
            let order = compare(column, a, b);
            let order = if descending { order.reverse() } else { order };
            order.then_with(|| identity(a).cmp(&identity(b)))
        });
        let at = under.and_then(|id| self.lines.iter().position(|line| identity(line) == id));
        self.pick.fit(self.lines.len(), self.pick.height);
        self.pick.go(at.unwrap_or(self.pick.at));
    }
}

type Identity =
    (Option<crate::model::scope::AccountId>, crate::model::scope::Region, &'static str, &'static str);

fn identity(line: &ApiLine) -> Identity {
    (line.stat.account, line.stat.region.clone(), line.stat.service, line.stat.operation)
}

fn compare(column: ApiColumn, a: &ApiLine, b: &ApiLine) -> Ordering {
    let (x, y) = (&a.stat, &b.stat);
    match column {
        ApiColumn::Account => a.account.cmp(&b.account),
        ApiColumn::Region => x.region.cmp(&y.region),
        ApiColumn::Operation => (x.service, x.operation).cmp(&(y.service, y.operation)),
        ApiColumn::Sent => x.sent.cmp(&y.sent),
        ApiColumn::Throttled => x.throttled.cmp(&y.throttled),
        ApiColumn::Failed => x.failed.cmp(&y.failed),
        ApiColumn::InFlight => x.in_flight.cmp(&y.in_flight),
        ApiColumn::Waiting => x.waiting.cmp(&y.waiting),
        ApiColumn::Rate => x.rate.total_cmp(&y.rate),
        ApiColumn::Last => x.last.cmp(&y.last),
    }
}
