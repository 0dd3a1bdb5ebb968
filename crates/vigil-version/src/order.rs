//! One file for each version order; each states its rules, their source and a ladder.

pub(crate) mod semver;
