//! Everything that generating threats can say. The wording stands here and nowhere else.

use vigil_finding::{Finding, Severity};

fn fault(code: &str, message: String, subject: impl Into<String>) -> Finding {
    Finding::new(format!("threat.{code}"), Severity::Error, message, subject)
}

pub(crate) fn dead_reference(text: &str, near: Option<&str>, subject: &str) -> Finding {
    let finding = fault("dead-reference", format!("no rule generates the threat `{text}`"), subject)
        .label("no such threat");
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("`vigil threats` lists those that are generated; the rule, the subject or the pack may have changed"),
    }
}

pub(crate) fn decision_covers_nothing(id: &str, pattern: &str, near: Option<&str>) -> Finding {
    let finding = fault(
        "decision-covers-nothing",
        format!("decision `{id}` is on `{pattern}`, and there is no such threat"),
        format!("decision.{id}"),
    )
    .label("covers nothing");
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("take the decision out, or correct what it is `on`: the threat is gone"),
    }
}

pub(crate) fn wildcard_count(id: &str, pattern: &str, expected: u64, found: &[&str]) -> Finding {
    fault(
        "wildcard-count",
        format!("decision `{id}` expects `{pattern}` to cover {expected} threats, it covers {}", found.len()),
        format!("decision.{id}"),
    )
    .label(format!("expects {expected}"))
    .help(format!("it covers {}", if found.is_empty() { "none".to_owned() } else { found.join(", ") }))
    .help("look at each of them, then correct `expect`")
}

pub(crate) fn wildcard_without_count(id: &str, pattern: &str, found: usize) -> Finding {
    fault("wildcard-without-count", format!("decision `{id}` is on the wildcard `{pattern}` and does not state how many threats it covers"), format!("decision.{id}"))
        .help(format!("add `expect = {found}` after looking at each of them: a threat that is new tomorrow is then reported and not swallowed"))
}

pub(crate) fn decided_twice(first: &str, second: &str, threat: &str) -> Finding {
    fault(
        "decided-twice",
        format!("decisions `{first}` and `{second}` both cover the threat `{threat}`"),
        format!("decision.{second}"),
    )
    .help("keep one of them, or narrow its `on`")
}

pub(crate) fn wrong_verdict(id: &str, verdict: &str) -> Finding {
    fault("wrong-verdict", format!("`{verdict}` cannot be said of a threat"), format!("decision.{id}"))
        .label("wrong verdict")
        .help("a threat `applies` or is `not-applicable`")
}

pub(crate) fn no_reason(id: &str) -> Finding {
    fault(
        "no-reason",
        format!("decision `{id}` says that a threat is not applicable and gives no reason"),
        format!("decision.{id}"),
    )
    .help("add `because = \"...\"`; without it the decision does not count")
}
