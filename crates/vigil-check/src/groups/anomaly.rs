//! Predicates of the group `anomaly`.

use crate::groups::Predicate;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[];
