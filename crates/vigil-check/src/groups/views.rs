//! Predicates of the group `views`.

use crate::groups::Predicate;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[];
