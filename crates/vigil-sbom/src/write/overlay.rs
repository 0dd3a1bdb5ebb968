//! Writing on the ground of the original: only what differs from what was read is changed.

use serde_json::Value;

use crate::take::Fields;

/// Changes in `ground` the fields in which `after` differs from `before`. The latter is what would be written for what was
/// read, so that a field that nobody changed stays as it came, with everything in it that is not understood here.
pub(super) fn onto(ground: &mut Fields, before: &Fields, after: &Fields) {
    let keys = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key)));
    for key in keys {
        match (before.get(key), after.get(key)) {
            (one, two) if one == two => {}
            (_, Some(value)) => drop(ground.insert(key.clone(), value.clone())),
            (_, None) => drop(ground.remove(key)),
        }
    }
}

/// The list `key` of `ground` as objects; it is taken out.
pub(super) fn take_list(ground: &mut Fields, key: &str) -> Vec<Value> {
    match ground.remove(key) {
        Some(Value::Array(items)) => items,
        Some(one @ Value::Object(_)) => vec![one],
        _ => Vec::new(),
    }
}
