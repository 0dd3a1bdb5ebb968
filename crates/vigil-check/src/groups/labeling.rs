//! Predicates of the group `labeling`.

use crate::groups::Predicate;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[];
