//! Predicates of the group `change`.

use crate::groups::Predicate;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[];
