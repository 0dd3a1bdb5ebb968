//! Predicates of the group `risk`.

mod exported;
mod records;
mod report;
mod words;

use crate::groups::Predicate;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[
    ("control_side_effects", records::control_side_effects),
    ("documents_current", report::documents_current),
    ("no_probability", words::no_probability),
    ("plan_and_report", report::plan_and_report),
    ("report_content", report::report_content),
    ("report_parts", report::report_parts),
    ("safety_transfer", records::safety_transfer),
    ("scored_twice", records::scored_twice),
    ("threats_and_risks_agree", records::threats_and_risks_agree),
    ("transfer_complete", records::transfer_complete),
    ("worst_case", records::worst_case),
];
