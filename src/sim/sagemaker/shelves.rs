//! Which kinds SageMaker keeps as their descriptions, by family.

pub(super) mod hosting;
