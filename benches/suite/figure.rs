//! A figure: what was measured, what it is measured against, and whether that is enough.

use serde_json::{Value, json};

/// Whether a figure has to be small or great.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    AtMost(f64),
    AtLeast(f64),
    /// Told, not judged.
    None,
}

/// One row of the result.
#[derive(Clone, Debug)]
pub struct Figure {
    /// As in the list of figures: `B1`.
    pub id: &'static str,
    pub what: String,
    pub unit: &'static str,
    /// One value a repeat, in `unit`.
    pub values: Vec<f64>,
    /// What the value is divided by, in the same unit and run, and what that is.
    pub against: Option<(f64, String)>,
    /// What is judged: the ratio where there is something to divide by and `by_ratio` is set, else the value.
    pub target: Target,
    pub by_ratio: bool,
    /// Why it was not measured.
    pub missing: Option<String>,
    pub note: String,
}

impl Figure {
    pub fn new(id: &'static str, what: impl Into<String>, unit: &'static str) -> Self {
        Self {
            id,
            what: what.into(),
            unit,
            values: Vec::new(),
            against: None,
            target: Target::None,
            by_ratio: false,
            missing: None,
            note: String::new(),
        }
    }

    pub fn values(mut self, values: Vec<f64>) -> Self {
        if values.is_empty() && self.missing.is_none() {
            self.missing = Some("no value came out".into());
        }
        self.values = values;
        self
    }

    /// Divided by this.
    pub fn against(mut self, denominator: f64, what: impl Into<String>) -> Self {
        self.against = Some((denominator, what.into()));
        self
    }

    /// The value itself is judged.
    pub const fn target(mut self, target: Target) -> Self {
        self.target = target;
        self
    }

    /// The ratio is judged.
    pub const fn ratio(mut self, target: Target) -> Self {
        (self.target, self.by_ratio) = (target, true);
        self
    }

    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    pub fn missing(mut self, why: impl Into<String>) -> Self {
        self.missing = Some(why.into());
        self
    }

    pub fn median(&self) -> Option<f64> {
        median(&self.values)
    }

    /// Of the medians.
    pub fn quotient(&self) -> Option<f64> {
        let (denominator, _) = self.against.as_ref()?;
        // A speed-up asks how often ours goes into theirs.
        let median = self.median()?;
        let inverse = self.by_ratio && matches!(self.target, Target::AtLeast(_));
        let quotient = if inverse { denominator / median } else { median / denominator };
        quotient.is_finite().then_some(quotient)
    }

    /// Whether the target is met; nothing where there is none or nothing was measured.
    pub fn met(&self) -> Option<bool> {
        let judged = if self.by_ratio { self.quotient()? } else { self.median()? };
        match self.target {
            Target::AtMost(most) => Some(judged <= most),
            Target::AtLeast(least) => Some(judged >= least),
            Target::None => None,
        }
    }

    pub fn json(&self) -> Value {
        let (least, most) = bounds(&self.values).unzip();
        let (kind, bound) = match self.target {
            Target::AtMost(bound) => ("at most", Some(bound)),
            Target::AtLeast(bound) => ("at least", Some(bound)),
            Target::None => ("none", None),
        };
        json!({
            "id": self.id,
            "what": self.what,
            "unit": self.unit,
            "median": self.median(),
            "min": least,
            "max": most,
            "values": self.values,
            "denominator": self.against.as_ref().map(|(value, what)| json!({ "value": value, "what": what })),
            "ratio": self.quotient(),
            "target": { "kind": kind, "bound": bound, "of": if self.by_ratio { "ratio" } else { "value" } },
            "met": self.met(),
            "not_measured": self.missing,
            "note": self.note,
        })
    }
}

pub fn median(values: &[f64]) -> Option<f64> {
    percentile(values, 0.5)
}

/// The value below which the given part of the values lies, by the nearest rank.
pub fn percentile(values: &[f64], part: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (part * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.clamp(1, sorted.len().max(1)) - 1).copied()
}

pub fn bounds(values: &[f64]) -> Option<(f64, f64)> {
    let least = values.iter().copied().min_by(f64::total_cmp)?;
    let most = values.iter().copied().max_by(f64::total_cmp)?;
    Some((least, most))
}
