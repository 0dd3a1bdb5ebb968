//! Predicates of the group `views`.

mod assets;
mod elements;
mod global;
mod kind;
mod links;
mod many;
mod update;
mod usecase;

pub(super) use elements::all as elements_of_all;

use crate::groups::Predicate;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[
    ("assets", assets::assets),
    ("context", links::context),
    ("elements_shown", links::elements_shown),
    ("kind_present", kind::kind_present),
    ("requirements_traced", links::requirements_traced),
    ("threats_met", links::threats_met),
];
