//! `vigil threats --trees`: attack trees with where each node stands; `--tree FUNCTION`: a draft made from paths.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigil_base::nearest::nearest;
use vigil_case::Case;
use vigil_finding::render::neutral;
use vigil_model::Tree;
use vigil_threat::paths::{Look, Route};
use vigil_threat::tree::State;

use crate::columns::counted;
use crate::context::Context;
use crate::output::Done;
use crate::problem::Problem;

/// The JSON form.
#[derive(Serialize)]
struct Value<'a> {
    schema_version: u32,
    as_of: String,
    trees: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    tree: &'a str,
    title: String,
    function: Option<&'a str>,
    state: &'a str,
    /// Null where the file has faults.
    root: Option<&'a str>,
    nodes: BTreeMap<&'a str, Node<'a>>,
}

#[derive(Serialize)]
struct Node<'a> {
    title: Option<&'a str>,
    parent: Option<&'a str>,
    /// Null for a leaf.
    gate: Option<&'a str>,
    state: &'a str,
    because: &'a str,
    threat: Option<&'a str>,
    controls: Vec<&'a str>,
    flaw: Option<&'a str>,
    techniques: Vec<&'a str>,
    effort: Option<u64>,
    access: Option<&'a str>,
}

/// Shows all trees, or one.
pub(super) fn run(case: &Case, id: Option<&str>, context: &Context) -> anyhow::Result<Done> {
    let wanted = id.map(|id| id.strip_prefix("attack-tree.").unwrap_or(id));
    let trees: Vec<&Tree> =
        case.model.trees.values().filter(|tree| wanted.is_none_or(|id| tree.id == *id)).collect();
    if let Some(id) = wanted.filter(|_| trees.is_empty()) {
        let problem = Problem::new(format!("there is no attack tree `{id}`"));
        let near = nearest(id, case.model.trees.keys().map(vigil_base::Id::as_str));
        return Err(match near {
            Some(near) => problem.help(format!("did you mean `vigil threats --trees {near}`?")),
            None => problem
                .help("`vigil threats --trees` shows all of them; each is a file `attack-trees/ID.toml`"),
        }
        .into());
    }
    let value = Value {
        schema_version: 1,
        as_of: case.as_of.to_string(),
        trees: trees.iter().map(|tree| row(case, tree)).collect(),
    };
    context.document(text(case, &trees), &value)
}

fn row<'c>(case: &'c Case, tree: &'c Tree) -> Row<'c> {
    let known = &case.trees[&tree.id];
    let node = |id: &'c vigil_base::Id| {
        let (placed, row) = (&tree.nodes[id], known.nodes.get(id));
        Node {
            title: placed.node.title.as_deref(),
            parent: placed.node.parent.as_ref().map(|it| it.value.as_str()),
            gate: (!placed.below.is_empty()).then(|| placed.gate().word()),
            state: row.map_or(State::Unknown, |row| row.worth.state).word(),
            because: row.map_or("the tree has faults", |row| row.because.as_str()),
            threat: placed.node.threat.as_ref().map(|it| it.text.as_str()),
            controls: placed.node.controls.iter().map(|it| it.id.as_str()).collect(),
            flaw: placed.node.flaw.as_ref().map(|it| it.value.as_str()),
            techniques: placed.node.technique.iter().map(|it| it.value.as_str()).collect(),
            effort: row.and_then(|row| row.worth.effort),
            access: row.and_then(|row| row.worth.access).map(vigil_model::kinds::Access::word),
        }
    };
    Row {
        tree: tree.id.as_str(),
        title: tree.title(),
        function: tree.head.function.as_ref().map(|it| it.id.as_str()),
        state: known.state(tree).word(),
        root: tree.root.as_ref().map(vigil_base::Id::as_str),
        nodes: tree.nodes.keys().map(|id| (id.as_str(), node(id))).collect(),
    }
}

fn text(case: &Case, trees: &[&Tree]) -> String {
    let stands = |wanted| trees.iter().filter(|tree| case.trees[&tree.id].state(tree) == wanted).count();
    let mut text = format!(
        "{}: {}, {} open, {} unknown, {} closed, as of {}\n",
        case.device(),
        counted(trees.len(), "attack tree"),
        stands(State::Open),
        stands(State::Unknown),
        stands(State::Closed),
        case.as_of
    );
    if trees.is_empty() {
        text.push_str("\nEach is a file `attack-trees/ID.toml`; `vigil threats --tree FUNCTION` makes a draft of one.\n");
    }
    for tree in trees {
        let lines = vigil_view::tables::attack_tree_lines(case, tree.id.as_str()).unwrap_or_default();
        text.push('\n');
        for line in lines {
            text.push_str(&neutral(&line));
            text.push('\n');
        }
    }
    text
}

/// The JSON form of a draft.
#[derive(Serialize)]
struct Draft<'a> {
    schema_version: u32,
    function: &'a str,
    /// TOML, for `attack-trees/ID.toml`.
    draft: String,
}

/// Prints a draft: one branch a path, one leaf a threat that lets through.
pub(super) fn draft(case: &Case, function: &str, context: &Context) -> anyhow::Result<Done> {
    let id = function.strip_prefix("function.").unwrap_or(function);
    let functions = || case.paths().chokes.iter().map(|it| it.function.as_str());
    if !functions().any(|it| it == id) {
        let problem = Problem::new(format!("`{function}` is no essential function of the device"));
        return Err(match nearest(id, functions()) {
            Some(near) => problem.help(format!("did you mean `vigil threats --tree {near}`?")),
            None => problem.help("`vigil threats --paths` names them"),
        }
        .into());
    }
    let routes: Vec<&Route> =
        case.paths().routes.iter().filter(|it| it.function == *id && it.least_credited).collect();
    if routes.is_empty() {
        return Err(Problem::new(format!("no path leads to `function.{id}`, so there is nothing to draw"))
            .help("`vigil threats --paths` says what was looked at")
            .into());
    }
    let draft = written(case, id, &routes);
    context.document(draft.clone(), &Draft { schema_version: 1, function: id, draft })
}

fn written(case: &Case, function: &str, routes: &[&Route]) -> String {
    let mut text = format!(
        "# A draft made from the attack paths to function.{function} on {}. Take out what cannot happen, add what no path\n\
         # shows, and give each node a title in your own words.\n\n\
         title    = \"An attack reaches function.{function}\"\nfunction = \"{function}\"\n\n\
         [node.goal]\ntitle = \"An attack reaches function.{function}\"\n\n",
        case.as_of
    );
    let mut written: BTreeSet<String> = BTreeSet::new();
    for route in routes {
        let states = match &route.states {
            vigil_threat::paths::Live::In(states) => {
                format!("-{}", states.iter().map(vigil_base::Id::as_str).collect::<Vec<_>>().join("-"))
            }
            _ => String::new(),
        };
        let branch = format!("from-{}{states}", route.start);
        if !written.insert(branch.clone()) {
            continue;
        }
        let way: Vec<&str> = std::iter::once(route.start.as_str())
            .chain(case.paths().hops_of(route).map(|hop| hop.to.as_str()))
            .collect();
        text.push_str(&format!(
            "[node.{branch}]\nparent = \"goal\"\ntitle  = \"From {}: {}\"\ngate   = \"and\"\n\n",
            route.start,
            way.join(" to ")
        ));
        let entries: Vec<&Look> = case.paths().entries_of(route).map(|entry| &entry.look).collect();
        text.push_str(&step(&branch, "in", &format!("Gets in at {}", route.start), &entries));
        for (at, hop) in case.paths().hops_of(route).enumerate() {
            let title = format!("Gets from {} to {} over {}", hop.from, hop.to, hop.via.record());
            text.push_str(&step(&branch, &format!("step-{}", at + 1), &title, &[&hop.look]));
        }
    }
    text
}

/// A step with its threats as leaves: those that let through, else those that are credited.
fn step(branch: &str, name: &str, title: &str, looks: &[&Look]) -> String {
    let node = format!("{branch}-{name}");
    let all = |of: fn(&Look) -> &BTreeSet<String>| -> BTreeSet<&String> {
        looks.iter().flat_map(|look| of(look)).collect()
    };
    let mut threats = all(|look| &look.uncredited);
    threats.extend(all(|look| &look.unknown));
    if threats.is_empty() {
        threats = all(|look| &look.credited);
    }
    let mut text = format!("[node.{node}]\nparent = \"{branch}\"\ntitle  = \"{title}\"\n\n");
    for (at, threat) in threats.iter().enumerate() {
        text.push_str(&format!("[node.{node}-{}]\nparent = \"{node}\"\nthreat = \"{threat}\"\n\n", at + 1));
    }
    text
}
