//! `vigil check`: reads everything, judges it, prints findings.

use std::collections::BTreeMap;

use vigil_finding::render::Format;
use vigil_finding::{Finding, Severity};
use vigil_guidance::{Catalogue, Profile};

use crate::context::Context;
use crate::device::Device;
use crate::output::Done;
use crate::problem::Problem;

/// Judges the device folder against the catalogue and prints what is missing, wrong or open
///
/// Needs no vulnerability database: what `vigil match` found stands in the folder's snapshot. All faults are
/// shown, not the first; what repeats takes one line. The day it is judged at is today, or `--date`.
///
/// A draft weighs gaps as notes and warnings and mostly ends with 0; a submission makes them errors and ends with 1.
/// `profile` under `[project]` in `vigil.toml` says which it is, `--profile` overrides it; without both it is a draft.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil check --profile submission\n  vigil check --only G26.SB.9\n  vigil check --format sarif > vigil.sarif"
)]
pub struct Args {
    /// Only this rule, or the rules below it, such as `G26.SB`; may be given more than once
    #[arg(long, value_name = "RULE")]
    pub only: Vec<String>,
}

/// What readers and generators say is named by the part of the program that says it, not by a rule.
const READERS: [&str; 6] = ["model", "case", "sbom", "inventory", "threat", "match"];

/// Judges, and ends with 1 for findings, 3 for what could not be looked at, 2 for files that cannot be read.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let device = Device::load(context)?;
    for rule in &args.only {
        known(&device.catalogue, rule)?;
    }
    let profile = device.profile(context.options.profile);
    let mut said = device.said(profile);
    if !args.only.is_empty() {
        said.findings.retain(|finding| wanted(finding, &args.only));
    }
    let mut done = context.report(&said);
    if context.options.format == Format::Human && !said.findings.is_empty() {
        done.text.push_str(&begin(&said.findings));
        done.text.push_str(&as_submission(&device, args, profile));
    }
    done.outcome = done.outcome.and(device.outcome());
    Ok(done)
}

/// Where most is open, so that a long report has a beginning.
fn begin(findings: &[Finding]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.code.as_str()).or_default() += 1;
    }
    if findings.len() < 10 || counts.len() < 2 {
        return String::new();
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let most: Vec<String> =
        counts.iter().take(3).map(|(code, number)| format!("{code} ({number})")).collect();
    let code = counts[0].0;
    let explain = if code.chars().next().is_some_and(char::is_uppercase) {
        format!("; `vigil explain {code}` says what it asks for")
    } else {
        String::new()
    };
    format!("most often: {}; `vigil check --only {code}` shows one{explain}\n", most.join(", "))
}

/// What the same folder would be told as a submission: a draft with exit code 0 is not one that can be sent.
fn as_submission(device: &Device, args: &Args, profile: Profile) -> String {
    if profile == Profile::Submission {
        return String::new();
    }
    let mut findings = device.said(Profile::Submission).findings;
    if !args.only.is_empty() {
        findings.retain(|finding| wanted(finding, &args.only));
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let word = if errors == 1 { "error" } else { "errors" };
    format!(
        "judged as a {}; with `--profile submission` there are {errors} {word} and the exit code tells of them\n",
        profile.word()
    )
}

/// `G26.SB.1` is itself and what stands below it, never `G26.SB.10`.
fn is_at_or_below(code: &str, rule: &str) -> bool {
    code.strip_prefix(rule).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn wanted(finding: &Finding, only: &[String]) -> bool {
    only.iter().any(|rule| is_at_or_below(&finding.code, rule))
}

fn known(catalogue: &Catalogue, rule: &str) -> Result<(), Problem> {
    let of_catalogue = catalogue.rules().iter().any(|it| is_at_or_below(&it.id, rule));
    let reader = rule.split('.').next().unwrap_or(rule);
    if of_catalogue || READERS.contains(&reader) {
        return Ok(());
    }
    let problem = Problem::new(format!("the catalogue {} has no rule `{rule}`", catalogue.edition()));
    Err(match catalogue.nearest_id(rule) {
        Some(near) => problem.help(format!("did you mean `--only {near}`?")),
        None => problem.help("rules are named in the brackets of a finding, such as `error[G26.SB.9]`"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_never_stands_for_another_one_that_begins_with_the_same_digits() {
        assert!(is_at_or_below("G26.SB.1", "G26.SB.1") && is_at_or_below("G26.SB.1", "G26.SB"));
        assert!(!is_at_or_below("G26.SB.10", "G26.SB.1"));
    }

    #[test]
    fn a_rule_that_is_none_is_answered_with_the_nearest() {
        let catalogue = Catalogue::builtin();
        let first = &catalogue.rules()[0].id;
        assert!(known(&catalogue, first).is_ok() && known(&catalogue, "model.syntax").is_ok());
        assert!(known(&catalogue, "X99.NO.1").is_err());
    }
}
