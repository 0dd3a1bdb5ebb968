//! `vigil threats`: what can go wrong, and what answers it.

mod paths;
mod trees;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;
use vigil_base::World as _;
use vigil_base::nearest::nearest;
use vigil_case::Case;
use vigil_finding::render::neutral;
use vigil_threat::{Outcome, Threat};

use crate::columns::{columns, counted};
use crate::context::Context;
use crate::device;
use crate::output::{self, Done};
use crate::problem::Problem;

mod changes;
mod embedded;

/// Lists the threats of the device, generated and hand-written, with what is credited against them
///
/// Threats are never hidden: one that is answered shows its credit, one that is not shows what is open.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil threats --open\n  vigil threats component.pump-comms\n  vigil threats --paths function.deliver-dose\n  vigil threats --trees\n  vigil threats --changes\n  vigil threats --emb3d emb3d-stix-2.0.1.json --format json\n  vigil threats component.pump-comms --emb3d"
)]
pub struct Args {
    /// Only threats at this record, such as `component.pump-comms`, or this threat; all without it. With `--paths`, an
    /// essential function or the part that paths start at; with `--trees`, a tree
    pub id: Option<String>,

    /// Only threats that nothing answers yet
    #[arg(long)]
    pub open: bool,

    /// Attack paths instead: from every way in to the essential functions, the parts that all of them pass, and what is
    /// reached from where many patients are served
    #[arg(long, conflicts_with_all = ["open", "changes", "accept_packs", "emb3d"])]
    pub paths: bool,

    /// Attack trees instead, each node with where it stands and why; with an id, that tree alone
    #[arg(long, conflicts_with_all = ["open", "paths", "changes", "accept_packs", "emb3d"])]
    pub trees: bool,

    /// Prints a draft of an attack tree for an essential function, made from the paths that lead to it, to be put into
    /// `attack-trees/`
    #[arg(long, value_name = "FUNCTION", conflicts_with_all = ["open", "paths", "trees", "id", "changes", "accept_packs", "emb3d"])]
    pub tree: Option<String>,

    /// Only what differs from the threat rules that were accepted: new, gone and changed threats
    #[arg(long)]
    pub changes: bool,

    /// Compares with this pack, or with the folder of another state of it, instead of what was accepted
    #[arg(long, value_name = "PACK", requires = "changes")]
    pub against: Option<String>,

    /// Accepts the threat rules in use: shows what differs and writes `vigil.lock`
    #[arg(long, conflicts_with_all = ["changes", "open", "id", "emb3d"])]
    pub accept_packs: bool,

    /// Asks the components by MITRE EMB3D as well, from your own copy of its STIX bundle; without FILE from the one that
    /// `[threat-model] emb3d` names
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with = "changes")]
    pub emb3d: Option<Option<PathBuf>>,
}

/// The order in which outcomes are shown: what needs work first.
const ORDER: [Outcome; 4] =
    [Outcome::Uncredited, Outcome::Unknown, Outcome::Credited, Outcome::NotApplicable];

/// The JSON form.
#[derive(Serialize)]
struct Value<'a> {
    schema_version: u32,
    as_of: String,
    packs: Vec<String>,
    counts: BTreeMap<&'a str, usize>,
    open: usize,
    threats: Vec<Row<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emb3d: Option<embedded::Value>,
}

/// The JSON form of what differs.
#[derive(Serialize)]
struct Differs {
    schema_version: u32,
    as_of: String,
    accepted: bool,
    changes: Option<changes::Value>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    outcome: &'a str,
    open: bool,
    on: Vec<String>,
    credits: Vec<String>,
    not_stated: Vec<String>,
    risks: Vec<String>,
    decision: Option<&'a str>,
    question: &'a str,
    severity: Option<&'a str>,
    many_patients: bool,
}

/// Lists them.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = device::case(&context.world, &root, context.world.today())?;
    if args.changes || args.accept_packs {
        return differs(&case, args, &root, context);
    }
    let mut done = if args.paths {
        paths::run(&case, args.id.as_deref(), context)?
    } else if args.trees {
        trees::run(&case, args.id.as_deref(), context)?
    } else if let Some(function) = &args.tree {
        trees::draft(&case, function, context)?
    } else {
        list(&case, args, context)?
    };
    done.outcome = done.outcome.and(device::unread(&case.findings));
    if case.is_without_a_pack {
        output::aside(
            "A pack of rules that the project names could not be used, so threats are missing: `vigil check` says why.\n",
        );
        done.outcome = done.outcome.and(crate::outcome::Outcome::Incomplete);
    }
    Ok(done)
}

fn list(case: &Case, args: &Args, context: &Context) -> anyhow::Result<Done> {
    let chosen = chosen(case, args)?;
    let rows: Vec<Row<'_>> = chosen.into_iter().map(|threat| row(case, threat)).collect();
    let mut counts: BTreeMap<&str, usize> = ORDER.iter().map(|outcome| (outcome.word(), 0)).collect();
    for row in &rows {
        *counts.entry(row.outcome).or_default() += 1;
    }
    let value = Value {
        schema_version: 1,
        as_of: case.as_of.to_string(),
        packs: case.packs.iter().map(vigil_threat::Pack::label).collect(),
        open: rows.iter().filter(|row| row.open).count(),
        counts,
        threats: rows,
        emb3d: args.emb3d.as_ref().map(|file| embedded::ask(case, file.as_deref(), context)).transpose()?,
    };
    let asked = value.emb3d.as_ref().map(embedded::text).unwrap_or_default();
    context.document(format!("{}{asked}", text(case, &value)), &value)
}

/// Shows what differs from the rules that were accepted, and accepts those in use where that is asked for.
fn differs(case: &Case, args: &Args, root: &std::path::Path, context: &Context) -> anyhow::Result<Done> {
    let found = changes::of(case, args.against.as_deref(), context)?;
    if args.accept_packs {
        changes::accept(case, root, context)?;
    }
    let value = Differs {
        schema_version: 1,
        as_of: case.as_of.to_string(),
        accepted: args.accept_packs,
        changes: found.as_ref().map(changes::value),
    };
    let mut done = context.document(changes::text(found.as_ref(), args.accept_packs), &value)?;
    done.outcome = done.outcome.and(device::unread(&case.findings));
    Ok(done)
}

/// Whether nothing answers it: neither credited nor decided nor taken up by a risk.
pub fn is_open(case: &Case, threat: &Threat) -> bool {
    matches!(threat.outcome, Outcome::Uncredited | Outcome::Unknown)
        && threat.decision.is_none()
        && case.trace.chains.get(&threat.id).is_none_or(|chain| chain.risks.is_empty())
}

fn chosen<'c>(case: &'c Case, args: &Args) -> Result<Vec<&'c Threat>, Problem> {
    let all = || case.threats.all.values();
    let wanted: Vec<&Threat> = match &args.id {
        None => all().collect(),
        Some(id) => all().filter(|threat| is_at(threat, id)).collect(),
    };
    if wanted.is_empty()
        && let Some(id) = &args.id
        && !case.threats.coverage.subjects.iter().any(|row| row.subject.to_string() == *id)
    {
        return Err(unknown(case, id));
    }
    Ok(wanted.into_iter().filter(|threat| !args.open || is_open(case, threat)).collect())
}

/// `component.pump-comms` also holds its interfaces' threats.
fn is_at(threat: &Threat, id: &str) -> bool {
    let below = id.strip_prefix("component.").map(|component| format!("interface.{component}."));
    threat.id == id
        || threat.subject() == id
        || threat.on.iter().any(|target| {
            let target = target.to_string();
            target == id || below.as_ref().is_some_and(|below| target.starts_with(below))
        })
}

fn unknown(case: &Case, id: &str) -> Problem {
    let problem =
        Problem::new(format!("no threat and no record at which there are threats is called `{id}`"));
    let ids = case.threats.all.keys().cloned();
    let subjects = case.threats.coverage.subjects.iter().map(|row| row.subject.to_string());
    let known: Vec<String> = ids.chain(subjects).collect();
    match nearest(id, known.iter().map(String::as_str)) {
        Some(near) => problem.help(format!("did you mean `vigil threats {near}`?")),
        None => problem.help("`vigil threats` lists them all"),
    }
}

fn row<'c>(case: &'c Case, threat: &'c Threat) -> Row<'c> {
    let chain = case.trace.chains.get(&threat.id);
    let credit = |credit: &vigil_threat::Credit| match &credit.fact {
        Some(fact) => format!("{} ({}, fact {fact})", credit.by, credit.gives.word()),
        None => format!("{} ({})", credit.by, credit.gives.word()),
    };
    Row {
        id: &threat.id,
        title: &threat.title,
        outcome: threat.outcome.word(),
        open: is_open(case, threat),
        on: threat.on.iter().map(ToString::to_string).collect(),
        credits: threat.credits.iter().map(credit).collect(),
        not_stated: threat.unknown.iter().map(|it| format!("{}: {}", it.record, it.key)).collect(),
        risks: chain.into_iter().flat_map(|chain| &chain.risks).map(ToString::to_string).collect(),
        decision: threat.decision.as_ref().map(vigil_base::Id::as_str),
        question: &threat.question,
        severity: threat.severity.as_deref(),
        many_patients: threat.many,
    }
}

fn text(case: &Case, value: &Value<'_>) -> String {
    let packs = if value.packs.is_empty() { "no rule pack".to_owned() } else { value.packs.join(", ") };
    let mut text = format!(
        "{}: {} from {packs} and by hand, {} of them open, as of {}\n\n",
        case.device(),
        counted(value.threats.len(), "threat"),
        value.open,
        value.as_of
    );
    let rows: Vec<Vec<String>> =
        ORDER.iter().map(|it| vec![it.word().to_owned(), value.counts[it.word()].to_string()]).collect();
    text.push_str(&columns("Threats by outcome", &["outcome", "threats"], &rows, ""));
    for outcome in ORDER {
        let of: Vec<&Row<'_>> = value.threats.iter().filter(|row| row.outcome == outcome.word()).collect();
        if of.is_empty() {
            continue;
        }
        text.push_str(&format!("\n{} ({})\n", outcome.word(), of.len()));
        for row in of {
            text.push_str(&lines(row));
        }
    }
    text
}

/// A threat in a few lines: what it is, what answers it, what is open.
fn lines(row: &Row<'_>) -> String {
    let open = if row.open { "OPEN " } else { "" };
    let mut text = format!("  {open}{}: {}\n", neutral(row.id), neutral(row.title));
    let mut say = |what: &str, said: &[String]| {
        if !said.is_empty() {
            text.push_str(&format!("      {what}: {}\n", neutral(&said.join("; "))));
        }
    };
    say("credited by", &row.credits);
    say("taken up by", &row.risks.iter().map(|risk| format!("risk.{risk}")).collect::<Vec<_>>());
    say("decided in", &row.decision.map(|id| format!("decision.{id}")).into_iter().collect::<Vec<_>>());
    say("not stated", &row.not_stated);
    if row.open && !row.question.is_empty() {
        say("question", &[row.question.to_owned()]);
    }
    text
}
