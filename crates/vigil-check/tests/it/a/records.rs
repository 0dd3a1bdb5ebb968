//! Keys of statements that exist once per device, and metrics.

use vigil_check::Outcome;

use super::{finds, passes, value, with};
use crate::folder::{at, said};

#[test]
fn a_table_that_is_absent_lacks_all_its_keys() {
    let params = finds("G26.SC.6", "", "context.factors", "vigil.toml:1");
    assert_eq!(value(&params, "n"), "6");
    assert!(value(&params, "missing").starts_with("`intended-use`, `interfaces`"));
}

#[test]
fn a_key_that_says_nothing_is_not_stated() {
    let text = "[context]\nworst-case = \" \"\nfactors = { harm = \"a dose is missed\" }\n";
    let params = finds("G26.SC.4", text, "context", "model/it.toml:1");
    assert_eq!(value(&params, "missing"), "`worst-case`");
    // The place is the key that holds the table.
    let params = finds("G26.SC.6", text, "context.factors", "model/it.toml:3");
    assert_eq!(value(&params, "n"), "5");
    passes("G26.SC.4", "[context]\nworst-case = \"a hostile ward network\"\n");
}

#[test]
fn a_class_that_is_stated_to_be_empty_counts() {
    let none = "{ none = \"standalone\" }";
    let text = format!(
        "[interoperability]\nother-devices = {none}\nother-functions = {none}\ninfrastructure = {none}\n"
    );
    let params = finds("G26.IO.1", &text, "interoperability", "model/it.toml:1");
    assert_eq!(value(&params, "missing"), "`platforms`");
    passes("G26.IO.1", &format!("{text}platforms = \"tablets\"\n"));
}

#[test]
fn dotted_keys_are_followed_and_maps_count_when_they_hold_something() {
    let cycle = "[plan.cycle]\nregular = { within = \"90 days\", because = \"risk\" }\n";
    let params = finds("G26.MP.11", cycle, "plan.cycle", "model/it.toml:1");
    assert_eq!(value(&params, "missing"), "`out-of-cycle.within`, `out-of-cycle.because`");
    let whole = format!("{cycle}out-of-cycle = {{ within = \"30 days\", because = \"risk\" }}\n");
    passes("G26.MP.11", &whole);
    finds("G26.MP.5", "[plan]\nresources = \"four people\"\n", "plan", "model/it.toml:1");
    passes("G26.MP.5", "[plan]\nrelease-within = { critical = \"30 days\" }\n");
}

const MARKETED: &str = "[release.\"0.9\"]\nstatus = \"fielded\"\n";

#[test]
fn a_metric_names_what_its_decisions_lack() {
    let text = format!(
        "{MARKETED}[vulnerability.v]\ntitle = \"x\"\nfound-by = \"internal\"\n[decision.one]\non = {{ vulnerability = \"v\" }}\nverdict = \"affected\"\n"
    );
    for rule in ["G26.LC.4", "G26.LC.5", "G26.LC.6", "G26.LC.7"] {
        let case = with(&text);
        let said = said(&case, rule);
        assert_eq!(at(said.gap()), "model/it.toml:6", "{rule}");
        assert!(said.gap().params["lacks"].contains("1 decisions"), "{rule}");
    }
    let dates = "dates = { known = 2026-01-10, released = { \"0.9\" = 2026-02-10 }, fielded = { \"0.9\" = 2026-03-01 } }\n";
    for rule in ["G26.LC.4", "G26.LC.5", "G26.LC.6", "G26.LC.7", "G26.LC.8"] {
        passes(rule, &format!("{text}{dates}"));
    }
    let params = finds("G26.LC.8", &text, "metrics", "vigil.toml:1");
    assert!(value(&params, "lacks").contains("release.0.9"));
}

#[test]
fn nothing_is_measured_where_nobody_looked() {
    said(&with(MARKETED), "G26.LC.5").only(Outcome::Incomplete);
}

#[test]
fn without_a_marketed_version_metrics_are_planned_with_a_reason() {
    let params = finds("G26.LC.8", "[metrics]\nbecause = \"new device\"\n", "metrics", "model/it.toml:1");
    assert!(value(&params, "lacks").contains("prior-model"), "{params:?}");
    passes("G26.LC.8", "[metrics]\nbecause = \"new device\"\nplanned = \"from release 1\"\n");
}
