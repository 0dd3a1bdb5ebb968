//! Predicates of the group `cross`: documents of one submission agree with each other.

mod anomalies;
mod chain;
mod counts;
mod dates;
mod deferred;
mod interfaces;
mod labels;
mod references;
mod safety;
mod software;
mod standards;
mod versions;
mod vulnerabilities;

use crate::groups::Predicate;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[
    ("anomalies", anomalies::anomalies),
    ("chain", chain::chain),
    ("counts", counts::counts),
    ("date_order", dates::date_order),
    ("deferred", deferred::deferred),
    ("interfaces", interfaces::interfaces),
    ("references", references::references),
    ("residual_in_labeling", labels::residual_in_labeling),
    ("safety_file", safety::safety_file),
    ("software_lists", software::software_lists),
    ("standards", standards::standards),
    ("support_dates", versions::support_dates),
    ("transferred_risk", labels::transferred_risk),
    ("version", versions::version),
    ("vulnerabilities", vulnerabilities::vulnerabilities),
];
