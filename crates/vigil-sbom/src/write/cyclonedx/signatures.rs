//! Signatures that do not cover what is written any more: they are left out and listed. Those of entries that did not change
//! stay.

use serde_json::{Map, Value};
use vigil_sign::foreign::jsf::MEMBER;

use crate::take::{self, Fields};
use crate::write::Losses;

/// Why a signature is left out.
pub(super) const WHY: &str = "the signature does not cover what was changed; sign anew";

/// Leaves out the signatures of all objects that are not what they were in `original`.
pub(super) fn drop_stale(fields: &mut Fields, original: &Value, losses: &mut Losses) {
    if let Some(Value::Object(metadata)) = fields.get_mut("metadata")
        && let Some(Value::Object(primary)) = metadata.get_mut("component")
    {
        let before = original.get("metadata").and_then(|it| it.get("component"));
        entry(primary, before, losses);
    }
    entry(fields, Some(original), losses);
}

/// The parts first: a signature that goes there changes what is around it. Nesting is bounded by the reader.
fn entry(fields: &mut Map<String, Value>, before: Option<&Value>, losses: &mut Losses) {
    for list in ["components", "services"] {
        let inner = fields.get_mut(list).and_then(Value::as_array_mut);
        for (number, item) in inner.into_iter().flatten().enumerate() {
            let before = before.and_then(|it| it.get(list)?.get(number));
            if let Value::Object(item) = item {
                entry(item, before, losses);
            }
        }
    }
    if fields.contains_key(MEMBER) && before.and_then(Value::as_object) != Some(fields) {
        fields.remove(MEMBER);
        let who = take::text(fields, "name").unwrap_or_else(|| "the document".to_owned());
        losses.add(MEMBER, &who, WHY);
    }
}
