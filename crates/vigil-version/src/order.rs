//! One file for each version order; each states its rules, their source and a ladder.

pub(crate) mod alpm;
pub(crate) mod apk;
pub(crate) mod conan;
pub(crate) mod cran;
pub(crate) mod datetime;
pub(crate) mod deb;
pub(crate) mod gem;
pub(crate) mod generic;
pub(crate) mod gentoo;
pub(crate) mod hackage;
pub(crate) mod lettered;
pub(crate) mod lexicographic;
pub(crate) mod maven;
pub(crate) mod nuget;
pub(crate) mod packagist;
pub(crate) mod pep440;
pub(crate) mod pub_dart;
pub(crate) mod rpm;
pub(crate) mod semver;
