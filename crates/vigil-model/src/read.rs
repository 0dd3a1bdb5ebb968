//! Reads a device folder. All faults of a run are reported, and what could be understood is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use vigil_base::nearest::nearest;
use vigil_base::{Id, Place, World};
use vigil_finding::Finding;

use crate::files::{links, model_files, read_text, slashed};
use crate::findings;
use crate::ledger;
use crate::link;
use crate::lock::Lock;
use crate::model::{Kind, Model, SINGLES, SourceFile, place_in};
use crate::node::{Key, Node, Span, Value};
use crate::syntax;

/// Largest model file that is read, in bytes.
pub const MAX_FILE: usize = 20_000_000;

/// A folder that was read, with everything that there is to say about it.
#[derive(Debug)]
pub struct Loaded {
    /// The records.
    pub model: Model,
    /// Faults, in the order of files and lines.
    pub findings: Vec<Finding>,
}

/// Why a folder could not be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// There is no `vigil.toml` in it.
    #[error("there is no vigil.toml in {0}; `vigil init` makes a device folder")]
    NoFolder(PathBuf),
    /// A folder in it could not be listed.
    #[error("cannot list {folder}")]
    List {
        /// The folder.
        folder: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
}

/// What reading one value needs: the files for places, the subject for messages, the list for faults.
pub struct Reader<'a> {
    pub(crate) files: &'a [SourceFile],
    pub(crate) subject: String,
    pub(crate) findings: &'a mut Vec<Finding>,
    /// Where the text of the file is broken, which was said already.
    pub(crate) broken: &'a [Range<usize>],
}

impl Reader<'_> {
    fn is_broken(&self, span: Span) -> bool {
        let span = span.range();
        self.broken.iter().any(|it| span.start < it.end && it.start < span.end)
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        place_in(self.files, span)
    }

    pub(crate) fn say(&mut self, finding: Finding, span: Span) {
        if self.is_broken(span) {
            return;
        }
        let mut finding = finding;
        let replacement = finding.suggestion.take().map(|it| it.replacement);
        let near = replacement.or_else(|| did_you_mean(&finding));
        finding = finding.at(place_in(self.files, span));
        if let Some(near) = near {
            let place = place_in(self.files, span);
            let quoted = self
                .files
                .get(usize::from(span.file))
                .and_then(|it| it.text.get(span.range()))
                .is_some_and(|it| it.starts_with('"'));
            let replacement = if quoted { format!("\"{near}\"") } else { near };
            finding.suggestion = Some(vigil_finding::Suggestion { place, replacement });
        }
        self.findings.push(finding);
    }

    pub(crate) fn unknown_keys(
        &mut self,
        entries: &[(Key, Node)],
        own: &[&'static str],
        shared: &[&'static str],
    ) {
        let known: Vec<&str> = own.iter().chain(shared).copied().collect();
        for (key, _) in entries.iter().filter(|(key, _)| !known.contains(&key.name.as_str())) {
            let near = nearest(&key.name, known.iter().copied());
            let finding = findings::unknown_key(&key.name, &self.subject, near, &known);
            self.say(finding, key.span);
        }
    }
}

fn did_you_mean(finding: &Finding) -> Option<String> {
    let help = finding.help.iter().find_map(|help| help.strip_prefix("did you mean `"))?;
    help.strip_suffix("`?").map(str::to_owned)
}

/// Reads the device folder at `root`.
pub fn load(world: &dyn World, root: &Path) -> Result<Loaded, LoadError> {
    if !world.exists(&root.join("vigil.toml")) {
        return Err(LoadError::NoFolder(root.to_path_buf()));
    }
    let mut findings = Vec::new();
    let mut model = Model::default();
    for path in model_files(world, root)? {
        if let Some(file) = read_text(world, root, &path, &mut findings) {
            model.files.push(file);
        }
    }
    findings.extend(links(world, root));
    let declared = read_records(&mut model, &mut findings);
    crate::trees::read(world, root, &mut model, &mut findings);
    read_prose(world, root, &mut model, &mut findings);
    read_machine_files(world, root, &mut model, &mut findings);
    let doubtful = link::check(&model, &declared, &mut findings);
    model.doubtful.extend(doubtful);
    vigil_finding::finding::sort(&mut findings);
    Ok(Loaded { model, findings })
}

/// What some header states, also of records that have faults, so that one fault does not become many.
#[derive(Debug, Default)]
pub(crate) struct Declared {
    pub(crate) records: BTreeMap<(Kind, Id), Span>,
    /// Interfaces by component; a component is left out where they could not be read.
    pub(crate) interfaces: BTreeMap<Id, BTreeSet<String>>,
    singles: BTreeSet<String>,
}

fn read_records(model: &mut Model, findings: &mut Vec<Finding>) -> Declared {
    let files = std::mem::take(&mut model.files);
    let mut declared = Declared::default();
    for (at, file) in files.iter().enumerate() {
        let at = u16::try_from(at).unwrap_or(u16::MAX);
        let parsed = syntax::parse(at, &file.text);
        for fault in &parsed.faults {
            let finding = match &fault.twice {
                Some(name) => findings::duplicate_in_file(&file.path, name),
                None => findings::syntax(&file.path, &fault.message),
            };
            findings.push(finding.at(place_in(&files, Span::new(at, &fault.span))));
        }
        for (name, span) in &parsed.headers {
            if let Some((kind, id)) = name.split_once('.')
                && let Some(kind) = Kind::parse(kind)
            {
                declared.doubt(kind, id.trim_matches('"'), Span::new(at, span), model);
            }
        }
        let mut cx = Reader { files: &files, subject: String::new(), findings, broken: &parsed.broken };
        for (key, node) in &parsed.entries {
            read_top(model, key, node, &mut declared, &mut cx);
        }
    }
    if model.project.is_none() && !declared.singles.contains("project") {
        findings.push(findings::no_project().at(Place::start_of("vigil.toml")));
    }
    model.files = files;
    declared
}

impl Declared {
    /// Takes note of a record whose content is not known.
    fn doubt(&mut self, kind: Kind, id: &str, span: Span, model: &mut Model) {
        let id = Id::new(id);
        self.records.entry((kind, id.clone())).or_insert(span);
        model.doubtful.insert((kind, id));
    }

    fn interfaces_of(&mut self, id: &Id, node: &Node) {
        let entries = node.table().unwrap_or_default();
        let names = match entries.iter().find(|(key, _)| key.name == "if") {
            Some((_, node)) => node.table(),
            None => Some(&[][..]),
        };
        if let Some(names) = names {
            let names = names.iter().map(|(key, _)| key.name.clone()).collect();
            self.interfaces.insert(id.clone(), names);
        }
    }
}

fn read_top(model: &mut Model, key: &Key, node: &Node, declared: &mut Declared, cx: &mut Reader<'_>) {
    cx.subject.clone_from(&key.name);
    if SINGLES.contains(&key.name.as_str()) {
        let span = header(cx.files, key.span);
        declared.singles.insert(key.name.clone());
        model.read_single(&key.name, span, node, cx);
        return;
    }
    let Some(kind) = Kind::parse(&key.name) else {
        let words = Kind::ALL.iter().map(|kind| kind.word()).chain(SINGLES.iter().copied());
        let near = nearest(&key.name, words);
        cx.say(findings::unknown_kind(&key.name, near), key.span);
        // Others may name records of the kind that was meant.
        if let Some(kind) = near.and_then(Kind::parse) {
            for (id, _) in node.table().unwrap_or_default() {
                declared.doubt(kind, &id.name, id.span, model);
            }
        }
        return;
    };
    let Some(entries) = crate::field::entries(node, cx) else { return };
    for (id, node) in entries {
        cx.subject = format!("{}.{}", kind.word(), id.name);
        read_one(model, kind, id, node, declared, cx);
    }
}

fn read_one(
    model: &mut Model,
    kind: Kind,
    key: &Key,
    node: &Node,
    declared: &mut Declared,
    cx: &mut Reader<'_>,
) {
    if kind.has_slugs() && !Id::is_slug(&key.name) || kind == Kind::Component && key.name.contains('.') {
        let finding = findings::bad_id(&key.name, &cx.subject);
        cx.say(finding, key.span);
    }
    let id = Id::new(&*key.name);
    let span = header(cx.files, key.span);
    if let Some(first) = declared.records.get(&(kind, id.clone())) {
        let first = cx.place(*first);
        let finding = findings::duplicate_record(kind.word(), &key.name, &first.file)
            .related(first, "first stated here");
        cx.say(finding, span);
        return;
    }
    declared.records.insert((kind, id.clone()), span);
    if kind == Kind::Component {
        declared.interfaces_of(&id, node);
    }
    let before = cx.findings.len();
    match (kind.short_key(), &node.value) {
        (Some(short), Value::Text(_)) => {
            let short = Key { name: short.to_owned(), span: node.span };
            let table = Node { value: Value::Table(vec![(short, node.clone())]), span: node.span };
            model.read_record(kind, &id, span, &table, cx);
        }
        _ => model.read_record(kind, &id, span, node, cx),
    }
    if cx.findings.len() > before || cx.is_broken(span) || cx.is_broken(node.span) {
        model.doubtful.insert((kind, id));
    }
}

/// The whole `[kind.id]` header around a key, or the key itself where it stands in a line of its own.
pub(crate) fn header(files: &[SourceFile], key: Span) -> Span {
    let Some(file) = files.get(usize::from(key.file)) else { return key };
    let start = file.text.get(..key.start as usize).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
    let line = file.text.get(start..).and_then(|text| text.lines().next()).unwrap_or("");
    let lead = line.len() - line.trim_start().len();
    match line.trim_start().starts_with('[').then(|| line.rfind(']')).flatten() {
        Some(end) => Span::new(key.file, &(start + lead..start + end + 1)),
        None => key,
    }
}

fn read_prose(world: &dyn World, root: &Path, model: &mut Model, findings: &mut Vec<Finding>) {
    let folder = root.join("text");
    for path in world.walk(&folder).unwrap_or_default() {
        if path.extension().is_none_or(|it| it != "md") {
            continue;
        }
        let name = slashed(&path);
        if let Some(file) = read_text(world, root, &format!("text/{name}"), findings) {
            model.texts.insert(name.trim_end_matches(".md").to_owned(), file.text.replace("\r\n", "\n"));
        }
    }
}

fn read_machine_files(world: &dyn World, root: &Path, model: &mut Model, findings: &mut Vec<Finding>) {
    if world.exists(&root.join("ledger.jsonl"))
        && let Some(file) = read_text(world, root, "ledger.jsonl", findings)
    {
        model.ledger = ledger::read(&file.text, findings);
    }
    if world.exists(&root.join("vigil.lock"))
        && let Some(file) = read_text(world, root, "vigil.lock", findings)
    {
        match Lock::parse(&file.text) {
            Ok(lock) => model.lock = lock,
            Err(cause) => findings.push(findings::bad_lock(&cause).at(Place::start_of("vigil.lock"))),
        }
    }
}
