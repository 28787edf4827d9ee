//! Values that know where they were written, so that a later judgement can still point at the place.

use std::ops::Range;

use crate::model::text::Safe;
use crate::source::{Diagnostic, Source};

/// A place in a named text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub source: Source,
    /// In bytes.
    pub span: Range<usize>,
}

/// A value and where it was written. Two are equal when their values are.
#[derive(Clone, Debug)]
pub struct Located<T> {
    pub value: T,
    pub origin: Origin,
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Located<T> {}

impl Origin {
    /// The whole of a one-line text such as a variable's value.
    pub fn whole(name: &str, text: &str) -> Self {
        Self { source: Source::new(name, text), span: 0..text.len() }
    }

    /// A mistake at this place, with what to do.
    pub fn mistake(&self, message: impl AsRef<str>, hint: impl AsRef<str>) -> Box<Diagnostic> {
        let hint = Some(hint.as_ref()).filter(|hint| !hint.is_empty()).map(Safe::new);
        Box::new(self.source.diagnostic(&self.span, message).with_hint(hint))
    }
}

impl<T> Located<T> {
    pub const fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }

    pub fn mistake(&self, message: impl AsRef<str>, hint: impl AsRef<str>) -> Box<Diagnostic> {
        self.origin.mistake(message, hint)
    }

    /// The judged value at the same place.
    pub fn judged<U>(
        self,
        judge: impl FnOnce(&Self) -> Result<U, Box<Diagnostic>>,
    ) -> Result<Located<U>, Box<Diagnostic>> {
        judge(&self).map(|value| Located { value, origin: self.origin })
    }
}
