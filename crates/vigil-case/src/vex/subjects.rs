//! From what a statement is about to the packages of the inventory that it means.

use std::collections::BTreeSet;

use vigil_exchange::vex::{Name, Subject};

use super::Why;
use super::identity::{Listed, Places, is_system_of};

/// What a statement means here.
pub(super) enum Meant {
    /// These entries of the inventory, each with how it was recognised.
    Entries(Vec<(usize, String)>),
    /// Nothing, and why.
    Nothing(Why, String),
}

pub(super) fn meant(listed: &Listed, subject: &Subject) -> Meant {
    let product = listed.find(&subject.product);
    let Some(name) = &subject.part else {
        return entries(&product, &subject.product, listed);
    };
    let part = listed.find(name);
    let Meant::Entries(parts) = entries(&part, name, listed) else {
        return entries(&part, name, listed);
    };
    if is_system_of(&subject.product, name) {
        return Meant::Entries(parts);
    }
    let wholes: BTreeSet<&str> =
        product.same.iter().map(|(at, _)| listed.all[*at].component.as_str()).collect();
    let mut here: Vec<(usize, String)> =
        parts.into_iter().filter(|(at, _)| wholes.contains(listed.all[*at].component.as_str())).collect();
    if here.is_empty() {
        let because = match entries(&product, &subject.product, listed) {
            Meant::Nothing(why, because) => return Meant::Nothing(why, because),
            Meant::Entries(_) => {
                format!("`{}` and `{}` are in different components", subject.product.label(), name.label())
            }
        };
        return Meant::Nothing(Why::NotInInventory, because);
    }
    // Matching may know the flaw as one of the product itself.
    here.extend(product.same.iter().filter(|(at, _)| !listed.all[*at].is_whole).cloned());
    Meant::Entries(here)
}

fn entries(places: &Places, name: &Name, listed: &Listed) -> Meant {
    if !places.same.is_empty() {
        return Meant::Entries(places.same.clone());
    }
    if let Some(cause) = &places.unclear {
        return Meant::Nothing(Why::NoVersion, format!("`{}`: {cause}", name.label()));
    }
    if places.other.is_empty() {
        return Meant::Nothing(Why::NotInInventory, format!("no SBOM lists `{}`", name.label()));
    }
    let versions: BTreeSet<&str> =
        places.other.iter().map(|at| listed.all[*at].version.as_deref().unwrap_or("(no version)")).collect();
    let versions: Vec<&str> = versions.into_iter().collect();
    Meant::Nothing(
        Why::OtherVersion,
        format!("it speaks of `{}`, and {} is in the inventory", name.label(), versions.join(", ")),
    )
}
