//! Predicates of the group `plan`.

use crate::groups::Predicate;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[];
