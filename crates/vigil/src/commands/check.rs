//! `vigil check`: reads everything, judges it, prints findings.

use vigil_finding::Finding;
use vigil_guidance::Catalogue;

use crate::context::Context;
use crate::device::Device;
use crate::output::Done;
use crate::problem::Problem;

/// Judges the device folder against the catalogue and prints what is missing, wrong or open
///
/// Needs no vulnerability database: what `vigil match` found stands in the folder's snapshot. All faults are
/// shown, not the first. The day it is judged at is today, or `--date`.
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
    let mut said = device.said(context.options.profile.into());
    if !args.only.is_empty() {
        said.findings.retain(|finding| wanted(finding, &args.only));
    }
    let mut done = context.report(&said);
    done.outcome = done.outcome.and(device.outcome());
    Ok(done)
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
