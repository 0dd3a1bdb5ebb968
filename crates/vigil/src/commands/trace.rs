//! `vigil trace`: the chain from threat to evidence.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigil_base::World as _;
use vigil_base::nearest::nearest;
use vigil_case::{Case, Chain, Gap};
use vigil_finding::render::neutral;
use vigil_model::Kind;
use vigil_view::tables;

use crate::columns::{columns, listed};
use crate::context::Context;
use crate::device;
use crate::output::Done;
use crate::problem::Problem;

/// Shows the chain threat, risk, control, requirement, test, evidence, both ways
///
/// Without an id, all chains; the gaps in them are marked, and so is what changed since it was approved.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vigil trace\n  vigil trace control.signed-updates")]
pub struct Args {
    /// A record of the chain, such as `control.signed-updates` or `test.t-041`
    pub id: Option<String>,

    /// Only chains with a gap
    #[arg(long)]
    pub gaps: bool,
}

/// How many gaps are listed below a tree.
const MOST_GAPS: usize = 40;

/// The JSON form of all chains.
#[derive(Serialize)]
struct All<'a> {
    schema_version: u32,
    as_of: String,
    complete: usize,
    with_gaps: usize,
    /// Links whose record was approved and changed since, or rests on something that did; from cause to evidence.
    suspect_links: Vec<[&'a str; 2]>,
    chains: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    threat: &'a str,
    risks: Vec<&'a str>,
    controls: Vec<&'a str>,
    requirements: Vec<&'a str>,
    tests: Vec<&'a str>,
    gaps: Vec<String>,
    /// Records of the chain that changed since they were approved, or that rest on something that did.
    suspect: Vec<String>,
}

/// The JSON form of one record.
#[derive(Serialize)]
struct Reached<'a> {
    schema_version: u32,
    id: &'a str,
    up: BTreeSet<String>,
    down: BTreeSet<String>,
    /// Each link between the record and what hangs on it, from cause to evidence.
    links: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Where the chains break.
    gaps: Vec<String>,
    /// Records among these that changed since they were approved, or that rest on something that did.
    suspect: Vec<String>,
    /// Links of such records, among these.
    suspect_links: Vec<[&'a str; 2]>,
}

/// Shows all chains, or what hangs on one record.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = device::case(&context.world, &root, context.world.today())?;
    let mut done = match &args.id {
        Some(id) => one(&case, id, context)?,
        None => all(&case, args.gaps, context)?,
    };
    done.outcome = done.outcome.and(device::unread(&case.findings));
    Ok(done)
}

fn one(case: &Case, id: &str, context: &Context) -> anyhow::Result<Done> {
    let known = tables::trace_node(case, id).and_then(|node| Some((tables::trace_tree(case, id)?, node)));
    let Some((lines, node)) = known else { return Err(unknown(case, id).into()) };
    let gaps = tables::trace_gaps(case, &node);
    let lines: Vec<_> = lines.iter().map(|line| neutral(line)).collect();
    let suspect = tables::trace_suspects(case, &node);
    let below = [("Gaps", &gaps), ("Suspect", &suspect)];
    let below: String = below.iter().map(|(title, lines)| listed(title, lines, MOST_GAPS)).collect();
    let text = format!("{}\n{below}", lines.join("\n"));
    let (up, down) = (case.trace.reached(&node, false), case.trace.reached(&node, true));
    let links = links(case, &node, &up, &down);
    let is_linked = |from: &str, to: &str| links.get(from).is_some_and(|all| all.contains(to));
    let suspect_links = suspect_links(case, is_linked);
    context.document(
        text,
        &Reached { schema_version: 1, id: &node, up, down, links, gaps, suspect, suspect_links },
    )
}

/// The suspect links among those that are shown.
fn suspect_links(case: &Case, is_shown: impl Fn(&str, &str) -> bool) -> Vec<[&str; 2]> {
    let all = case.trace.suspect.iter().map(|(from, to)| [from.as_str(), to.as_str()]);
    all.filter(|[from, to]| is_shown(from, to)).collect()
}

/// The links on the ways from the causes to the record and from there to the evidence.
fn links<'c>(
    case: &'c Case,
    node: &str,
    up: &BTreeSet<String>,
    down: &BTreeSet<String>,
) -> BTreeMap<&'c str, BTreeSet<&'c str>> {
    let above = |id: &str| id == node || up.contains(id);
    let below = |id: &str| id == node || down.contains(id);
    let mut links: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, all) in &case.trace.down {
        for to in all.iter().filter(|to| above(from) && above(to) || below(from) && below(to)) {
            links.entry(from).or_default().insert(to);
        }
    }
    links
}

fn unknown(case: &Case, id: &str) -> Problem {
    let mut records = Vec::new();
    case.model.each_record(&mut |kind, meta, _| records.push(format!("{}.{}", kind.word(), meta.id)));
    if records.iter().any(|record| record == id) {
        return Problem::new(format!("nothing is linked to `{id}` in the trace"))
            .help(format!("`vigil explain {id}` shows the record"));
    }
    let problem = Problem::new(format!("there is no `{id}` in the trace"));
    let known: BTreeSet<&str> =
        case.trace.up.keys().chain(case.trace.down.keys()).map(String::as_str).collect();
    match nearest(id, known) {
        Some(near) => problem.help(format!("did you mean `vigil trace {near}`?")),
        None => problem.help(
            "records are named like `control.signed-updates`, generated threats like `tamper@flow.order`",
        ),
    }
}

fn all(case: &Case, only_gaps: bool, context: &Context) -> anyhow::Result<Done> {
    let chains = &case.trace.chains;
    let with_gaps = chains.values().filter(|chain| !chain.gaps.is_empty()).count();
    let rows = chains.iter().filter(|(_, chain)| !only_gaps || !chain.gaps.is_empty());
    let value = All {
        schema_version: 1,
        as_of: case.as_of.to_string(),
        complete: chains.len() - with_gaps,
        with_gaps,
        suspect_links: suspect_links(case, |_, _| true),
        chains: rows
            .map(|(threat, chain)| Row {
                threat,
                risks: ids(&chain.risks),
                controls: ids(&chain.controls),
                requirements: ids(&chain.requirements),
                tests: ids(&chain.tests),
                gaps: chain.gaps.iter().map(Gap::words).collect(),
                suspect: suspects(case, threat, chain),
            })
            .collect(),
    };
    context.document(text(case, &value), &value)
}

fn suspects(case: &Case, threat: &str, chain: &Chain) -> Vec<String> {
    let kinds = [
        (Kind::Risk, &chain.risks),
        (Kind::Control, &chain.controls),
        (Kind::Requirement, &chain.requirements),
        (Kind::Test, &chain.tests),
    ];
    let nodes =
        kinds.into_iter().flat_map(|(kind, ids)| ids.iter().map(move |id| format!("{}.{id}", kind.word())));
    let threat = case.threats.all.get(threat).map(vigil_threat::Threat::subject);
    threat.into_iter().chain(nodes).filter_map(|node| tables::suspect(case, &node)).collect()
}

fn ids(ids: &BTreeSet<vigil_base::Id>) -> Vec<&str> {
    ids.iter().map(vigil_base::Id::as_str).collect()
}

fn text(case: &Case, value: &All<'_>) -> String {
    let mut text = format!(
        "{}: {} chains, {} without a gap, {} with gaps, as of {}\n",
        case.device(),
        value.complete + value.with_gaps,
        value.complete,
        value.with_gaps,
        value.as_of
    );
    // One missing test breaks many chains: each gap once, with the number of threats behind it.
    text.push_str(&once("Gaps", value, |row| &row.gaps));
    text.push_str(&once("Suspect", value, |row| &row.suspect));
    let rows: Vec<Vec<String>> = value.chains.iter().map(cells).collect();
    if !rows.is_empty() {
        let headings = ["threat", "risks", "controls", "requirements", "tests", "gaps", "suspect"];
        text.push_str(&format!("\n{}", columns("Chains", &headings, &rows, "")));
    }
    text
}

/// What is said of several chains, once each, with the first threats behind it; nothing where nothing is said.
fn once<'v>(title: &str, value: &'v All<'_>, of: impl Fn(&'v Row<'v>) -> &'v [String]) -> String {
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &value.chains {
        for words in of(row) {
            all.entry(words).or_default().push(row.threat);
        }
    }
    let mut text = if all.is_empty() { String::new() } else { format!("\n{title}\n") };
    for (words, threats) in &all {
        let first = threats.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        let more = if threats.len() > 3 { format!(" and {} more", threats.len() - 3) } else { String::new() };
        text.push_str(&format!("  {}: {}{more}\n", neutral(words), neutral(&first)));
    }
    text
}

fn cells(row: &Row<'_>) -> Vec<String> {
    let numbers = [
        row.risks.len(),
        row.controls.len(),
        row.requirements.len(),
        row.tests.len(),
        row.gaps.len(),
        row.suspect.len(),
    ];
    let mut cells = vec![row.threat.to_owned()];
    cells.extend(numbers.iter().map(ToString::to_string));
    cells
}
