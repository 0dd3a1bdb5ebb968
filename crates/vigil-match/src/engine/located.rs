//! Where a flaw lies: the source files that who assigned its id names.

use std::collections::BTreeSet;

use vigil_vulndb::{Damage, Entry, Product, Reader, Role, Standing};

use super::Engine;

/// The source files that a flaw lies in; empty unless every product that the assigner calls affected has some.
///
/// Others who speak of the flaw say which versions have it, not where in the code it is; a record in which only some
/// products have files may be about code beside them.
pub(super) fn files_of(
    engine: &Engine<'_>,
    reader: &mut Reader<'_>,
    flaw: &str,
) -> Result<Vec<String>, Damage> {
    let mut files = BTreeSet::new();
    for number in engine.database.by_id(flaw)? {
        let record = reader.record(number)?;
        if record.is_withdrawn() || record.id.as_str() != flaw {
            continue;
        }
        for entry in engine.database.entries_of(number)? {
            let entry = reader.entry(entry)?;
            let Entry::Product(product) = &entry else { continue };
            if product.role != Role::Assigner || !is_affected(product) {
                continue;
            }
            if product.files.is_empty() {
                return Ok(Vec::new());
            }
            files.extend(product.files.iter().map(ToString::to_string));
        }
    }
    Ok(files.into_iter().collect())
}

/// Whether any version of the product is called affected.
fn is_affected(product: &Product<'_>) -> bool {
    let is = |standing: Standing| standing == Standing::Affected;
    product.default.is_some_and(is)
        || product
            .versions
            .iter()
            .any(|versions| is(versions.standing) || versions.changes.iter().any(|it| is(it.standing)))
}
