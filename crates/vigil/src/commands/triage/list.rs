//! The list of what is undecided.

use std::collections::BTreeMap;

use serde::Serialize;
use vigil_base::World as _;
use vigil_base::nearest::nearest;
use vigil_case::triage::sheet;
use vigil_case::vex::{Proposal, Standing};
use vigil_case::{Carried, Case, FlawRow, OwnRow, Urgency};
use vigil_finding::render::neutral;

use crate::carried;
use crate::columns::{counted, listed};
use crate::context::Context;
use crate::device;
use crate::outcome::Outcome;
use crate::output::Done;
use crate::problem::Problem;

/// What to list.
#[derive(Debug, clap::Args)]
pub struct Wanted {
    /// Only what is in this component
    #[arg(long, value_name = "ID")]
    pub component: Option<String>,

    /// How many flaws to show; all without it
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// One flaw of one package, in all components that carry it.
#[derive(Serialize)]
struct Group<'c> {
    flaw: &'c str,
    package: &'c str,
    urgency: Urgency,
    components: Vec<Part<'c>>,
    proposals: Vec<&'c Proposal>,
}

#[derive(Serialize)]
struct Part<'c> {
    component: &'c str,
    version: Option<&'c str>,
    state: &'c str,
    decision: Option<&'c str>,
    asked_again: &'c [String],
}

/// The JSON form.
#[derive(Serialize)]
struct Value<'c> {
    schema_version: u32,
    as_of: String,
    undecided: usize,
    decided: usize,
    shown: usize,
    flaws: Vec<Group<'c>>,
    own: Vec<&'c OwnRow>,
    contradicted: Vec<&'c Proposal>,
    decisions: &'c Carried,
    incomplete: Vec<String>,
}

/// Lists them. What could not be looked at makes the exit code 3: an empty list is then no answer.
pub fn run(args: &Wanted, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = device::case(&context.world, &root, context.world.today())?;
    if let Some(component) = &args.component {
        known(&case, component)?;
    }
    let here = |component: &str| args.component.as_ref().is_none_or(|it| it == component);
    let rows = || case.flaws.iter().filter(|row| here(row.component.as_str()));
    let groups = groups(&case, sheet::sorted(&case, rows().filter(|row| row.is_open())));
    let total = groups.len();
    let shown = args.limit.unwrap_or(usize::MAX).min(total);
    let wanted = |row: &&OwnRow| {
        (row.is_open() || row.contradicts()) && row.component.as_ref().is_none_or(|it| here(it.as_str()))
    };
    let value = Value {
        schema_version: 1,
        as_of: case.as_of.to_string(),
        undecided: rows().filter(|row| row.is_open()).count(),
        decided: rows().filter(|row| !row.is_open()).count(),
        shown,
        flaws: groups.into_iter().take(shown).collect(),
        own: case.own.iter().filter(wanted).collect(),
        contradicted: contradicted(&case).collect(),
        decisions: &case.carried,
        incomplete: device::doubts(&case),
    };
    let mut done = context.document(text(&case, &value, total), &value)?;
    done.outcome = done.outcome.and(device::unread(&case.findings));
    if !value.incomplete.is_empty() && !context.options.allow_incomplete {
        done.outcome = done.outcome.and(Outcome::Incomplete);
    }
    Ok(done)
}

/// Refuses a component that there is not.
pub fn known(case: &Case, component: &str) -> Result<(), Problem> {
    if case.model.components.contains_key(component) {
        return Ok(());
    }
    let problem = Problem::new(format!("there is no component `{component}`"));
    let ids = case.model.components.keys().map(vigil_base::Id::as_str);
    Err(match nearest(component, ids) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("the components stand in `model/`"),
    })
}

/// Rows by flaw and package, in the order of the most urgent row of each.
fn groups<'c>(case: &'c Case, rows: Vec<(&'c FlawRow, Urgency)>) -> Vec<Group<'c>> {
    let mut at: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut groups: Vec<Group<'c>> = Vec::new();
    for (row, urgency) in rows {
        let at = *at.entry((&row.flaw.id, &row.name)).or_insert_with(|| {
            let (flaw, package) = (&row.flaw.id, &row.name);
            let (components, proposals) = (Vec::new(), Vec::new());
            groups.push(Group { flaw, package, urgency, components, proposals });
            groups.len() - 1
        });
        for proposal in case.vex.of(row) {
            if !groups[at].proposals.iter().any(|it| it.id == proposal.id) {
                groups[at].proposals.push(proposal);
            }
        }
        groups[at].components.push(Part {
            component: row.component.as_str(),
            version: row.version.as_deref(),
            state: row.flaw.state.word(),
            decision: row.decision.as_ref().map(vigil_base::Id::as_str),
            asked_again: &row.asked_again,
        });
    }
    groups
}

fn text(case: &Case, value: &Value<'_>, total: usize) -> String {
    let mut text = format!(
        "{} {}: {} undecided, {} decided, as of {}\n",
        neutral(case.device()),
        neutral(case.version()),
        counted(value.undecided, "match"),
        value.decided,
        value.as_of
    );
    for (at, group) in value.flaws.iter().enumerate() {
        text.push_str(&format!("\n{:>3}. {}\n", at + 1, neutral(&heading(group))));
        for line in lines(group) {
            text.push_str(&format!("     {}\n", neutral(&line)));
        }
    }
    if value.shown < total {
        text.push_str(&format!("\nand {} more; without `--limit` all are shown\n", total - value.shown));
    }
    text.push_str(&against(value));
    text.push_str(&own(value));
    text.push_str(&carried::text(value.decisions, 10));
    for doubt in &value.incomplete {
        text.push_str(&format!("INCOMPLETE: {}\n", neutral(doubt)));
    }
    text
}

fn heading(group: &Group<'_>) -> String {
    let it = &group.urgency;
    let exploited = match (it.exploited, it.ransomware) {
        (true, true) => ", KNOWN EXPLOITED, used by ransomware",
        (true, false) => ", KNOWN EXPLOITED",
        _ => "",
    };
    format!("{} in {}{exploited}", group.flaw, group.package)
}

fn lines(group: &Group<'_>) -> Vec<String> {
    let it = &group.urgency;
    let or = |text: Option<String>, absent: &str| text.unwrap_or_else(|| absent.to_owned());
    let mut lines = vec![format!(
        "CVSS {}, EPSS {}, worst harm of the component {}, {}",
        or(it.cvss_text(), "not given"),
        or(it.epss_text(), "not given"),
        or(it.harm.as_ref().map(|(_, word)| word.clone()), "not known"),
        if it.fixed_in.is_empty() {
            "no fixed version known".to_owned()
        } else {
            format!("fixed in {}", it.fixed_in.join(", "))
        }
    )];
    lines.extend(it.clocks());
    for part in &group.components {
        let version = part.version.unwrap_or("(no version)");
        let mut line = format!("in {} as {version}, {}", part.component, part.state);
        if let Some(decision) = part.decision {
            let why = if part.asked_again.is_empty() {
                "under investigation".to_owned()
            } else {
                part.asked_again.join("; ")
            };
            line.push_str(&format!("; decision {decision}: {why}"));
        }
        lines.push(line);
    }
    lines.extend(
        group.proposals.iter().map(|it| format!("proposal {}: {}; {}", it.id, it.says(), it.origin.text())),
    );
    lines
}

/// What suppliers state against what is decided.
fn contradicted(case: &Case) -> impl Iterator<Item = &Proposal> {
    case.vex.proposals.iter().filter(|it| matches!(it.standing, Standing::Contradicts(_)))
}

fn against(value: &Value<'_>) -> String {
    let line = |it: &&Proposal| {
        let decisions = match &it.standing {
            Standing::Contradicts(ids) => {
                ids.iter().map(vigil_base::Id::as_str).collect::<Vec<_>>().join(", ")
            }
            _ => String::new(),
        };
        format!(
            "{} in {}: {} against decision {decisions}; {}",
            it.flaw,
            it.name,
            it.says(),
            it.origin.text()
        )
    };
    let lines: Vec<String> = value.contradicted.iter().map(line).collect();
    listed("Suppliers say the contrary", &lines, 10)
}

/// Vulnerabilities of one's own: releases that nobody has decided on, or that are decided against their versions.
fn own(value: &Value<'_>) -> String {
    let mut text = String::new();
    for it in &value.own {
        let version = it.version.as_deref().unwrap_or("of unstated version");
        let part = it.component.as_ref().map(|id| format!(" ({id} {version})")).unwrap_or_default();
        let what = if it.contradicts() {
            format!("decided as {}, but its versions hold", it.verdict.as_deref().unwrap_or("-"))
        } else if it.has_it == Some(true) {
            "not decided, and its versions hold".to_owned()
        } else {
            "not decided".to_owned()
        };
        text.push_str(&format!(
            "{}\n",
            neutral(&format!("  vulnerability.{} in release {}{part}: {what}", it.vulnerability, it.release))
        ));
    }
    if text.is_empty() { text } else { format!("\nOwn vulnerabilities\n{text}") }
}
