//! Whether a product of a record is the one that a CPE name, or a supplier and a name, stand for.

use vigil_vulndb::cpe::{Attribute, Cpe, Value};
use vigil_vulndb::{CpeMatch, Product, supplier};

use super::super::Verdict;
use super::super::name::{self, Named};
use crate::truth::Truth;

/// Whether a product is what a supplier calls by a name, or by a model number.
pub(crate) fn is_supplied(product: &Product<'_>, supplier: &str, name: &str) -> bool {
    let Some(wanted) = supplier::plain_pair(supplier, name) else { return false };
    let names = std::iter::once(&product.name).chain(&product.models);
    product.is_named
        && names.into_iter().any(|own| supplier::plain_pair(&product.vendor, own).as_ref() == Some(&wanted))
}

/// Whether a product is what a CPE name stands for, whatever its version.
pub(crate) fn is_about(product: &Product<'_>, named: &Named) -> bool {
    is_supplied(product, &named.vendor(), &named.product())
        || product.cpes.iter().any(|text| is_named(product, text, named).is_some())
}

/// What a product says of what a CPE name stands for. Only to be asked of a product that [`is_about`] it.
pub(crate) fn of_name(product: &Product<'_>, named: &Named) -> Verdict {
    let by_supplier = is_supplied(product, &named.vendor(), &named.product());
    let by_cpe = product.cpes.iter().filter_map(|text| is_named(product, text, named)).reduce(Truth::or);
    let identity = match (by_supplier, by_cpe) {
        (_, Some(truth)) if !by_supplier || !truth.is_no() => truth,
        // Names of supplier and product are as good as a CPE name about another edition of it.
        _ => Truth::Yes,
    };
    let mut verdict = super::evaluate(product, named.version.as_deref(), "");
    verdict.truth = verdict.truth.and(identity);
    verdict
}

/// Whether a CPE name of the record is about the named thing; `None` if it is another product's. Where the record
/// lists versions these decide, and the version in the name does not.
fn is_named(product: &Product<'_>, text: &str, named: &Named) -> Option<Truth> {
    let mut criteria = Cpe::parse(text).ok()?;
    if !product.versions.is_empty() {
        criteria = criteria.with(Attribute::Version, Value::Any).with(Attribute::Update, Value::Any);
    }
    let open = |attribute| criteria.get(attribute);
    let same = |attribute| {
        use vigil_vulndb::cpe::{Relation, compare};
        matches!(compare(open(attribute), named.cpe.get(attribute)), Relation::Equal | Relation::Superset)
    };
    if !same(Attribute::Vendor) || !same(Attribute::Product) {
        return None;
    }
    let leaf = CpeMatch { vulnerable: true, criteria: text.into(), ..CpeMatch::default() };
    Some(name::leaf(&leaf, &criteria, named))
}
