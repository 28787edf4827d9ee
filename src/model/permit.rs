//! The power to change something, as a value that one must hold: wall 1 of four.
//!
//! Invariant: `WritePermit::mint` is called once, by `compose`, and only when the mode allows (`tests/architecture.rs`
//! reads the sources). Whoever has no permit cannot ask for a change: what asks takes one as an argument.

/// Proof that this process was started to operate.
///
/// There is no other way to one, neither by a literal
/// ```compile_fail
/// let permit = sagedeck::model::permit::WritePermit(());
/// ```
/// nor by a default
/// ```compile_fail
/// let permit = sagedeck::model::permit::WritePermit::default();
/// ```
/// nor out of a text.
/// ```compile_fail
/// let permit: sagedeck::model::permit::WritePermit = serde_json::from_str("null").unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WritePermit(());

impl WritePermit {
    /// Makes a permit. For `compose`, when configuration, flags and policy allow to operate.
    pub const fn mint() -> Self {
        Self(())
    }
}
