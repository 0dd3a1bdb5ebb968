//! `vigil triage set`: one decision, written where it belongs.

use std::collections::BTreeSet;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use vigil_base::nearest::nearest;
use vigil_base::{Date, Id};
use vigil_case::triage::{Desk, Draft, Refusal, Written, draft};
use vigil_case::{Case, FlawRow};
use vigil_finding::render::neutral;
use vigil_model::kinds::{Justification, Verdict};

use super::{list, written};
use crate::cli::day;
use crate::context::Context;
use crate::output::Done;
use crate::problem::Problem;

/// Writes a decision on a known flaw, or on an own vulnerability, into `decisions/`
///
/// It covers the matches of one package, in the component named or in all that carry it now. A match that a
/// decision covers already is refused; one that is only under investigation gets the new verdict.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vigil triage set CVE-2025-15467 not-affected --why vulnerable_code_not_present --because \"Built without CMS.\" --component pump-comms --by psirt"
)]
pub struct Args {
    /// The flaw, such as `CVE-2025-15467`, or an own vulnerability, such as `vulnerability.pairing-timeout`
    pub id: String,

    /// What is decided
    #[arg(value_parser = verdicts())]
    pub verdict: Verdict,

    /// The reason, so that a reviewer can follow it
    #[arg(long, value_name = "TEXT")]
    pub because: String,

    /// The justification of `not-affected`, in CISA's words
    #[arg(long, value_name = "WORD", value_parser = justifications())]
    pub why: Option<Justification>,

    /// Only in this component; in all that carry it without it
    #[arg(long, value_name = "ID")]
    pub component: Option<String>,

    /// The package, where the flaw is in several
    #[arg(long, value_name = "NAME")]
    pub package: Option<String>,

    /// Who decides: a role
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,

    /// The risk that takes it up
    #[arg(long, value_name = "ID")]
    pub risk: Option<String>,

    /// The day after which it has to be looked at again
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub review: Option<Date>,
}

fn verdicts() -> impl TypedValueParser<Value = Verdict> {
    const WORDS: [Verdict; 4] =
        [Verdict::Affected, Verdict::NotAffected, Verdict::Fixed, Verdict::UnderInvestigation];
    PossibleValuesParser::new(WORDS.map(Verdict::word))
        .try_map(|word| Verdict::parse(&word).ok_or("there is no such verdict"))
}

pub(super) fn justifications() -> impl TypedValueParser<Value = Justification> {
    PossibleValuesParser::new(Justification::ALL.iter().map(|it| it.word()).collect::<Vec<_>>())
        .try_map(|word| Justification::parse(&word).ok_or("there is no such justification"))
}

/// The JSON form.
#[derive(Serialize)]
struct Value {
    schema_version: u32,
    decision: String,
    file: String,
    new: bool,
    covers: Vec<String>,
    next: Vec<String>,
}

/// Writes it, and shows what was written and where.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = written::case(context, &root)?;
    let mut desk = Desk::new(&case, written::texts(context, &root, &case)?);
    let draft = Draft {
        verdict: args.verdict,
        why: args.why,
        because: args.because.clone(),
        risk: args.risk.as_ref().map(|it| it.strip_prefix("risk.").unwrap_or(it).to_owned()),
        by: args.by.clone(),
        review: args.review,
        origin: None,
    };
    let (made, covers) = decide(args, &case, &draft, &mut desk)?;
    written::write(context, &root, &case, &desk)?;
    shown(&case, &desk, made, &draft, &covers, context)
}

/// What was written and where, which matches it covers, and what is asked for beside.
pub(super) fn shown(
    case: &Case,
    desk: &Desk<'_>,
    made: Written,
    draft: &Draft,
    covers: &[&FlawRow],
    context: &Context,
) -> anyhow::Result<Done> {
    let block = written::block(&desk.changed()[&made.file], &made.decision);
    let next = next(case, &made, draft, covers);
    let covers: Vec<String> = covers.iter().map(|row| row.subject()).collect();
    let verb = if made.is_new { "Written to" } else { "Changed in" };
    let mut text = format!("{verb} {}\n\n{block}\n\nCovers\n", made.file);
    covers.iter().for_each(|it| text.push_str(&format!("  {it}\n")));
    next.iter().for_each(|it| text.push_str(&format!("next: {it}\n")));
    let value =
        Value { schema_version: 1, decision: made.decision, file: made.file, new: made.is_new, covers, next };
    let text: String = text.lines().map(|line| format!("{}\n", neutral(line))).collect();
    context.document(text, &value)
}

fn decide<'c>(
    args: &Args,
    case: &'c Case,
    draft: &Draft,
    desk: &mut Desk<'c>,
) -> anyhow::Result<(Written, Vec<&'c FlawRow>)> {
    if let Some(own) = draft::own_of(&args.id) {
        if !case.model.vulnerabilities.contains_key(&own) {
            return Err(Problem::new(format!("there is no own vulnerability `{own}`")).into());
        }
        return Ok((desk.add_own(own.as_str(), draft).map_err(written::refused)?, Vec::new()));
    }
    let rows = chosen(args, case)?;
    Ok((on_rows(case, &rows, draft, desk)?, rows))
}

/// A new decision on these matches, or the new verdict of an open one that is on just these.
pub(super) fn on_rows(
    case: &Case,
    rows: &[&FlawRow],
    draft: &Draft,
    desk: &mut Desk<'_>,
) -> anyhow::Result<Written> {
    let covering: BTreeSet<&Id> = rows.iter().filter_map(|row| row.decision.as_ref()).collect();
    let made = match covering.first() {
        Some(id) if is_open(case, id) => change(case, id, rows, draft, desk),
        _ => desk.add(rows, draft),
    };
    Ok(made.map_err(written::refused)?)
}

fn is_open(case: &Case, id: &Id) -> bool {
    let decision = case.model.decisions.get(id);
    decision.is_some_and(|it| it.verdict == Verdict::UnderInvestigation)
        || !case.carried.reasons(id).is_empty()
}

/// An open decision gets the verdict, when it is on just these rows.
fn change(
    case: &Case,
    id: &Id,
    rows: &[&FlawRow],
    draft: &Draft,
    desk: &mut Desk<'_>,
) -> Result<Written, Refusal> {
    let covered = case.flaws.iter().filter(|row| row.decision.as_ref() == Some(id)).count();
    if covered != rows.len() || rows.iter().any(|row| row.decision.as_ref() != Some(id)) {
        return Err(Refusal {
            what: format!("decision `{id}` covers {covered} matches, and these are not just those"),
            help: "narrow what it is on, or leave out `--component`".to_owned(),
        });
    }
    desk.change(id, draft)
}

fn chosen<'c>(args: &Args, case: &'c Case) -> Result<Vec<&'c FlawRow>, Problem> {
    if let Some(component) = &args.component {
        list::known(case, component)?;
    }
    let is_flaw = |row: &&FlawRow| row.flaw.id == args.id || row.flaw.aliases.contains_key(&args.id);
    let all: Vec<&FlawRow> = case.flaws.iter().filter(is_flaw).collect();
    if all.is_empty() {
        let problem = Problem::new(format!("no package matches `{}`", args.id));
        return Err(match nearest(&args.id, case.flaws.iter().map(|row| row.flaw.id.as_str())) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("`vigil triage` lists what is matched and undecided; `vigil match` matches"),
        });
    }
    let here = |row: &&&FlawRow| args.component.as_ref().is_none_or(|it| row.component == it.as_str());
    let named = |row: &&&FlawRow| {
        args.package
            .as_ref()
            .is_none_or(|it| row.name == *it || row.package == *it || row.name.ends_with(&format!("/{it}")))
    };
    let rows: Vec<&FlawRow> = all.iter().filter(here).filter(named).copied().collect();
    let packages: BTreeSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    match packages.len() {
        0 => {
            let where_: Vec<String> = all.iter().map(|row| row.subject()).collect();
            Err(Problem::new(format!("`{}` is matched elsewhere: {}", args.id, where_.join("; "))))
        }
        1 => Ok(rows),
        _ => {
            let packages: Vec<&str> = packages.into_iter().collect();
            Err(Problem::new(format!("`{}` is in several packages: {}", args.id, packages.join(", ")))
                .help("decide on each by itself with `--package NAME`"))
        }
    }
}

/// What the regulator asks for beside, which a command line is no good place for.
fn next(case: &Case, made: &Written, draft: &Draft, rows: &[&FlawRow]) -> Vec<String> {
    let mut next = Vec::new();
    if draft.verdict == Verdict::UnderInvestigation {
        return next;
    }
    next.push(format!("add `safety` and `security`, the assessments, to `[decision.{}]`", made.decision));
    if rows.iter().any(|row| row.flaw.kev.is_some()) {
        next.push("it is known to be exploited: add `kev`, why it is not designed out".to_owned());
    }
    if draft.verdict == Verdict::Affected && draft.risk.is_none() {
        next.push("name the `risk` that takes it up, or `controlled = true` with the reason".to_owned());
    }
    if case.model.releases.values().any(|it| it.status == Some(vigil_model::kinds::ReleaseStatus::Fielded)) {
        next.push("add `releases`, the verdict for each release in the field".to_owned());
    }
    if draft.verdict == Verdict::NotAffected {
        next.push(format!("have a second person approve it: `vigil approve decision.{} --as ROLE --meaning approved --by NAME`", made.decision));
    }
    next
}
