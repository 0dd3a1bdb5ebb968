//! Attack trees: `attack-trees/ID.toml`, one file a tree. Each node names its parent, so that a branch can be added or
//! moved by one line.

use std::collections::BTreeMap;
use std::path::Path;

use vigil_base::{Id, World};
use vigil_finding::Finding;

use crate::field::{At, Field, NodeRef, OneOrMany, entries};
use crate::files::{read_text, slashed};
use crate::findings;
use crate::kinds::{Access, Component, Control, Function};
use crate::model::{Model, SourceFile, place_in};
use crate::node::{Key, Node, Span, Value};
use crate::read::{Reader, header};
use crate::record::{KeyDoc, group};
use crate::refs::{Ref, ThreatRef, Use};
use crate::syntax;
use crate::words::words;

mod check;

/// Where the files stand.
pub const FOLDER: &str = "attack-trees";

words! {
    /// How the nodes below a node work together.
    Gate, "a gate", {
        /// All of them are needed.
        And = "and",
        /// One of them is enough.
        Or = "or",
    }
}

group! {
    /// What a file states of its tree.
    Head {
        /// Title printed in documents.
        title: Option<String>,
        /// The function that the attack is aimed at.
        function: Option<Ref<Function>>,
        /// What the tree is about, and what it leaves out.
        text: Option<String>,
    }
}

group! {
    /// A node of an attack tree. What a leaf names says what could close it.
    TreeNode {
        /// The node above it; only the root has none.
        parent: Option<At<String>>,
        /// What the attacker reaches or does.
        title: Option<String>,
        /// How the nodes below it work together; `or` when absent.
        gate: Option<At<Gate>>,
        /// Of a leaf: the threat that it is, generated or written.
        threat: Option<ThreatRef>,
        /// Ids of the technique: `T0860`, `CAPEC-94`, `CWE-290`.
        technique: OneOrMany<At<String>>,
        /// Of a leaf: controls that close it.
        controls: OneOrMany<Ref<Control>>,
        /// Of a leaf: a known vulnerability of a package, as `CVE-2024-6119`.
        flaw: Option<At<String>>,
        /// Of a leaf with a flaw: the parts in which it counts; all when absent.
        components "in": OneOrMany<Ref<Component>>,
        /// Of a leaf: person-days that it costs an attacker.
        effort: Option<u64>,
        /// Of a leaf: how near the attacker has to be.
        access: Option<Access>,
        /// More about it.
        text: Option<String>,
    }
}

/// One node with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Where its header stands.
    pub span: Span,
    /// What it states.
    pub node: TreeNode,
    /// Nodes below it, in the order of the file.
    pub below: Vec<Id>,
}

impl Placed {
    /// How the nodes below it work together.
    pub fn gate(&self) -> Gate {
        self.node.gate.as_ref().map_or(Gate::Or, |gate| gate.value)
    }
}

/// An attack tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// Its id: the name of its file.
    pub id: Id,
    /// What the file states of it.
    pub head: Head,
    /// Its nodes.
    pub nodes: BTreeMap<Id, Placed>,
    /// Its root; `None` where the file has faults that leave none, or more than one, or a circle.
    pub root: Option<Id>,
    /// Where its file begins.
    pub span: Span,
}

impl Tree {
    /// How findings name it: `attack-tree.false-dose`.
    pub fn subject(&self) -> String {
        format!("attack-tree.{}", self.id)
    }

    /// Title printed in documents.
    pub fn title(&self) -> String {
        self.head.title.clone().unwrap_or_else(|| self.id.to_string().replace('-', " "))
    }

    /// Every reference in it, with the node that names it.
    pub(crate) fn uses(&self) -> Vec<(String, Vec<Use>)> {
        let mut all = Vec::new();
        self.head.uses(&mut |used| all.push((self.subject(), vec![used])));
        for (id, placed) in &self.nodes {
            let mut uses = Vec::new();
            placed.node.uses(&mut |used| uses.push(used));
            all.push((self.node_subject(id), uses));
        }
        all
    }

    /// How findings name one of its nodes.
    pub fn node_subject(&self, node: &Id) -> String {
        format!("{}.{node}", self.subject())
    }
}

/// The keys of a file and of a node, for documentation.
pub fn key_docs() -> (Vec<KeyDoc>, Vec<KeyDoc>) {
    (Head::key_docs(), TreeNode::key_docs())
}

/// Reads the trees of a folder. Their files count among the model's.
pub(crate) fn read(world: &dyn World, root: &Path, model: &mut Model, findings: &mut Vec<Finding>) {
    let folder = root.join(FOLDER);
    let first = model.files.len();
    for path in world.walk(&folder).unwrap_or_default() {
        if path.extension().is_some_and(|it| it == "toml") {
            let name = format!("{FOLDER}/{}", slashed(&path));
            model.files.extend(read_text(world, root, &name, findings));
        }
    }
    let files = std::mem::take(&mut model.files);
    for (at, file) in files.iter().enumerate().skip(first) {
        let at = u16::try_from(at).unwrap_or(u16::MAX);
        let tree = one(at, &files, file, findings);
        if let Some(first) = model.trees.get(&tree.id) {
            let other = place_in(&files, first.span).file;
            let again = findings::duplicate_record("attack tree", tree.id.as_str(), &other);
            findings.push(again.at(place_in(&files, tree.span)));
        } else {
            model.trees.insert(tree.id.clone(), tree);
        }
    }
    model.files = files;
}

fn one(at: u16, files: &[SourceFile], file: &SourceFile, findings: &mut Vec<Finding>) -> Tree {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let id = Id::new(name.trim_end_matches(".toml"));
    let span = Span { file: at, start: 0, end: 0 };
    let parsed = syntax::parse(at, &file.text);
    for fault in &parsed.faults {
        let finding = match &fault.twice {
            Some(name) => findings::duplicate_in_file(&file.path, name),
            None => findings::syntax(&file.path, &fault.message),
        };
        findings.push(finding.at(place_in(files, Span::new(at, &fault.span))));
    }
    let subject = format!("attack-tree.{id}");
    let mut cx = Reader { files, subject, findings, broken: &parsed.broken };
    if !Id::is_slug(id.as_str()) {
        let finding = findings::bad_id(id.as_str(), &cx.subject);
        cx.say(finding, span);
    }
    let (nodes, head): (Vec<_>, Vec<_>) = parsed.entries.into_iter().partition(|(key, _)| key.name == "node");
    let head = Node { value: Value::Table(head), span };
    let mut tree = Tree {
        id,
        head: Head::read(&NodeRef(&head), &mut cx).unwrap_or(Head {
            title: None,
            function: None,
            text: None,
        }),
        nodes: BTreeMap::new(),
        root: None,
        span,
    };
    for (_, node) in &nodes {
        for (key, node) in entries(node, &mut cx).unwrap_or_default() {
            placed(&mut tree, key, node, &mut cx);
        }
    }
    // Where the text is broken a node may be missing for that reason alone.
    check::shape(&mut tree, parsed.faults.is_empty(), &mut cx);
    tree
}

fn placed(tree: &mut Tree, key: &Key, node: &Node, cx: &mut Reader<'_>) {
    let id = Id::new(&*key.name);
    cx.subject = tree.node_subject(&id);
    let span = header(cx.files, key.span);
    if !Id::is_slug(&key.name) {
        let finding = findings::bad_id(&key.name, &cx.subject);
        cx.say(finding, key.span);
    }
    if let Some(node) = TreeNode::read(&NodeRef(node), cx) {
        tree.nodes.insert(id, Placed { span, node, below: Vec::new() });
    }
}
