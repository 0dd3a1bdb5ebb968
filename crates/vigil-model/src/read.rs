//! Reads a device folder. All faults of a run are reported, and what could be understood is kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::de::DeTable;
use vigil_base::nearest::nearest;
use vigil_base::{Id, Place, World};
use vigil_finding::Finding;

use crate::findings;
use crate::ledger;
use crate::link;
use crate::lock::Lock;
use crate::model::{Kind, Model, SINGLES, SourceFile, place_in};
use crate::node::{self, Key, Node, Span, Value};

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
    files: &'a [SourceFile],
    pub(crate) subject: String,
    findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    pub(crate) fn place(&self, span: Span) -> Place {
        place_in(self.files, span)
    }

    pub(crate) fn say(&mut self, finding: Finding, span: Span) {
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
    let declared = read_records(&mut model, &mut findings);
    read_prose(world, root, &mut model, &mut findings);
    read_machine_files(world, root, &mut model, &mut findings);
    link::check(&model, &declared, &mut findings);
    vigil_finding::finding::sort(&mut findings);
    Ok(Loaded { model, findings })
}

/// Where records may stand, in reading order: policy first, then the model, decisions, evidence, drawing.
fn model_files(world: &dyn World, root: &Path) -> Result<Vec<String>, LoadError> {
    let mut files = vec!["vigil.toml".to_owned()];
    for folder in ["model", "decisions", "evidence", "layout"] {
        let path = root.join(folder);
        if !world.exists(&path) {
            continue;
        }
        let found = world.walk(&path).map_err(|source| LoadError::List { folder: path, source })?;
        for file in found.iter().filter(|file| file.extension().is_some_and(|it| it == "toml")) {
            let name = slashed(file);
            // Other TOML files in the evidence are reports as they came.
            if folder != "evidence" || name == "index.toml" {
                files.push(format!("{folder}/{name}"));
            }
        }
    }
    Ok(files)
}

fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn read_text(world: &dyn World, root: &Path, path: &str, findings: &mut Vec<Finding>) -> Option<SourceFile> {
    let fault = match world.read(&root.join(path)) {
        Ok(bytes) if bytes.len() > MAX_FILE => findings::too_large(path, MAX_FILE),
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => {
                return Some(SourceFile {
                    path: path.to_owned(),
                    text: text.trim_start_matches('\u{feff}').to_owned(),
                });
            }
            Err(_) => findings::not_text(path),
        },
        Err(cause) => findings::unreadable(path, &cause.to_string()),
    };
    findings.push(fault.at(Place::start_of(path)));
    None
}

/// Every id that some header states, also of records that have faults, so that one fault does not become many.
pub(crate) type Declared = BTreeMap<(Kind, Id), Span>;

fn read_records(model: &mut Model, findings: &mut Vec<Finding>) -> Declared {
    let files = std::mem::take(&mut model.files);
    let mut declared = Declared::new();
    for (at, file) in files.iter().enumerate() {
        let at = u16::try_from(at).unwrap_or(u16::MAX);
        let (table, errors) = DeTable::parse_recoverable(&file.text);
        for error in errors {
            let span = Span::new(at, &error.span().unwrap_or(0..0));
            findings.push(findings::syntax(&file.path, error.message()).at(place_in(&files, span)));
        }
        let mut cx = Reader { files: &files, subject: String::new(), findings };
        for (key, node) in node::from_table(at, table.get_ref()) {
            read_top(model, &key, &node, &mut declared, &mut cx);
        }
    }
    if model.project.is_none() {
        findings.push(findings::no_project().at(Place::start_of("vigil.toml")));
    }
    model.files = files;
    declared
}

fn read_top(model: &mut Model, key: &Key, node: &Node, declared: &mut Declared, cx: &mut Reader<'_>) {
    cx.subject.clone_from(&key.name);
    if SINGLES.contains(&key.name.as_str()) {
        let span = header(cx.files, key.span);
        model.read_single(&key.name, span, node, cx);
        return;
    }
    let Some(kind) = Kind::parse(&key.name) else {
        let words = Kind::ALL.iter().map(|kind| kind.word()).chain(SINGLES.iter().copied());
        let finding = findings::unknown_kind(&key.name, nearest(&key.name, words));
        cx.say(finding, key.span);
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
    if let Some(first) = declared.get(&(kind, id.clone())) {
        let first = cx.place(*first);
        let finding = findings::duplicate_record(kind.word(), &key.name, &first.file)
            .related(first, "first stated here");
        cx.say(finding, span);
        return;
    }
    declared.insert((kind, id.clone()), span);
    match (kind.short_key(), &node.value) {
        (Some(short), Value::Text(_)) => {
            let short = Key { name: short.to_owned(), span: node.span };
            let table = Node { value: Value::Table(vec![(short, node.clone())]), span: node.span };
            model.read_record(kind, &id, span, &table, cx);
        }
        _ => model.read_record(kind, &id, span, node, cx),
    }
}

/// The whole `[kind.id]` header around a key, or the key itself where it stands in a line of its own.
fn header(files: &[SourceFile], key: Span) -> Span {
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
            model.texts.insert(name.trim_end_matches(".md").to_owned(), file.text);
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
