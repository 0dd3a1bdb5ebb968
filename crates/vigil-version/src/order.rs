//! One file for each version order; each states its rules, their source and a ladder.

pub(crate) mod deb;
pub(crate) mod generic;
pub(crate) mod lettered;
pub(crate) mod pep440;
pub(crate) mod rpm;
pub(crate) mod semver;
