//! Everything that matching says to people beside its results.

use vigil_base::Date;
use vigil_finding::{Finding, Severity};

pub(crate) fn stale(source: &str, day: Date, age: i64, allowed: i64) -> Finding {
    let message = format!(
        "the newest record of {source} is of {day}, {age} days before the day of the report; {allowed} are allowed"
    );
    Finding::new("match.stale-source", Severity::Error, message, source)
        .help("import or fetch the feed anew: packages that only this source covers are not-checked")
}

pub(crate) fn undated(source: &str) -> Finding {
    let message = format!("{source} does not say of which day its records are, so its age cannot be checked");
    Finding::new("match.undated-source", Severity::Note, message, source)
        .help("import the feed with the day it was fetched")
}

pub(crate) fn doubt(source: &str, doubt: &str) -> Finding {
    Finding::new("match.incomplete-source", Severity::Warning, doubt, source)
        .help("import the missing part of the feed; what it knows is not in the result")
}

pub(crate) fn no_source() -> Finding {
    let message = "the vulnerability database has no source of flaws; every package is unidentified";
    Finding::new("match.no-source", Severity::Error, message, "vigil.vdb").help("import a feed of flaws")
}

pub(crate) fn unused_pin(key: &str, decision: &str) -> Finding {
    let message = format!("the identity pinned to {key} fits no package of the inventory");
    Finding::new("match.unused-pin", Severity::Warning, message, key)
        .help(format!("correct or remove it{}", named(decision)))
}

pub(crate) fn bad_surrounding(text: &str, cause: &str) -> Finding {
    let message = format!("`{text}` cannot be used as a part of the device's surroundings: {cause}");
    Finding::new("match.bad-cpe", Severity::Warning, message, text).help("write it as a CPE 2.3 name")
}

fn named(decision: &str) -> String {
    if decision.is_empty() { String::new() } else { format!(" in {decision}") }
}
