//! Who owns a resource: the owner tag, or one of its aliases. Nothing is guessed.

use super::policy::Policy;
use crate::model::resource::Resource;
use crate::model::text::Safe;

/// The owner and where it was read; nothing when the tags were not read, lack it, or hold it empty.
pub fn owner(resource: &Resource, policy: &Policy) -> Option<(Safe, Safe)> {
    let aliases = policy.aliases.get("owner").into_iter().flatten().map(String::as_str);
    std::iter::once("owner").chain(aliases).find_map(|key| {
        let value = resource.tag(key).filter(|value| !value.raw().trim().is_empty())?;
        Some((value.clone(), Safe::new(format!("tag {key}"))))
    })
}
