//! What the imports of threat models share: read, make records, show, write.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use vigil_base::{Id, Overlay, World as _};
use vigil_exchange::threat_model::{self, Format, ModelError, ThreatModel};
use vigil_import::{Imported, Line, Taken, device, project};
use vigil_model::Model;

use crate::columns::listed;
use crate::context::Context;
use crate::embedded::{self, TEMPLATES};
use crate::output::{self, Done};
use crate::problem::Problem;

/// How a model is imported.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ModelArgs {
    /// The file of the other tool
    pub file: PathBuf,

    /// Make a new device folder around it
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    pub new: Option<PathBuf>,

    /// Write the records to this file; `-` is standard output. Without it `model/imported-NAME.toml` in the device folder
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Overwrite the file when it is there
    #[arg(long)]
    pub force: bool,

    /// Only show what would be carried, guessed and left
    #[arg(long)]
    pub dry_run: bool,
}

/// The JSON form.
#[derive(Serialize)]
struct Value<'a> {
    schema_version: u32,
    file: &'a str,
    format: &'a str,
    title: Option<&'a str>,
    written: Option<&'a str>,
    #[serde(flatten)]
    imported: &'a Imported,
}

/// Where the records go.
struct Target {
    /// The device folder; `None` where records are only printed and there is none.
    root: Option<PathBuf>,
    /// The file, as it is shown and, below the folder, as its path from there.
    name: String,
    path: PathBuf,
    /// Files of a new folder, beside the records.
    beside: BTreeMap<String, Vec<u8>>,
}

const STANDARD_OUTPUT: &str = "-";
/// Lines of one list that are shown: all of what needs an eye, the first of what went well.
const MOST_CARRIED: usize = 40;
pub(super) const MOST: usize = 1_000;

pub(super) fn run(args: &ModelArgs, asked: Format, context: &Context) -> anyhow::Result<Done> {
    let shown = args.file.display().to_string();
    let bytes = context.read(&context.world.start().join(&args.file))?;
    let model = threat_model::read(&bytes, Some(asked)).map_err(|error| refused(&shown, &error))?;
    let target = target(args, &model, context)?;
    let there = existing(&target, context)?;
    let imported = device(&model, &file_name(&args.file), &Taken::of(&there, &target.name));
    let to_output = args.output.as_deref() == Some(Path::new(STANDARD_OUTPUT));
    let mut text = report(&shown, &model, &imported);
    if to_output {
        output::aside(&text);
        return Ok(Done::clean(imported.text));
    }
    sound(&target, &imported, context)?;
    if !args.dry_run {
        write(args, &target, &imported, context)?;
    }
    let counts: Vec<String> =
        imported.records.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let verb = if args.dry_run { "Nothing is written; would be written to" } else { "Written to" };
    text.push_str(&format!("\n{verb} {}: {}\n", target.name, counts.join(", ")));
    if !args.dry_run {
        text.push_str(
            "Next: `vigil check`, then the guesses above: each stands in `x.guessed` of its record\n",
        );
    }
    let value = Value {
        schema_version: 1,
        file: &shown,
        format: model.format.word(),
        title: model.title.as_deref(),
        written: (!args.dry_run).then_some(target.name.as_str()),
        imported: &imported,
    };
    context.document(text, &value)
}

/// Why a file is not imported.
pub(super) fn refused(shown: &str, error: &ModelError) -> Problem {
    let problem = Problem::new(format!("`{shown}` is not imported: {error}"));
    match error {
        ModelError::Other { found, .. } => problem.help(format!("`vigil import {} {shown}`", found.word())),
        ModelError::Unknown(_) => problem.help(
            "read are models of OWASP Threat Dragon, Open Threat Model, Threagile and the Microsoft Threat Modeling Tool",
        ),
        _ => problem,
    }
}

/// One line on what a file is.
pub(super) fn said_of(shown: &str, model: &ThreatModel) -> String {
    let version = model.version.as_ref().map(|it| format!(" (version {it})")).unwrap_or_default();
    let title = model.title.as_ref().map(|it| format!(", `{it}`")).unwrap_or_default();
    format!(
        "{shown}: {}{version}{title}: {} zones, {} parts, {} flows, {} data, {} threats",
        model.format.name(),
        model.zones.len(),
        model.parts.len(),
        model.flows.len(),
        model.data.len(),
        model.threats.len()
    )
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
}

fn target(args: &ModelArgs, model: &ThreatModel, context: &Context) -> Result<Target, Problem> {
    let stem = args.file.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let slug = Some(Id::slug_of(&stem)).filter(|it| !it.is_empty()).unwrap_or_else(|| "model".to_owned());
    let name = format!("model/imported-{slug}.toml");
    if let Some(dir) = &args.new {
        let root = context.world.start().join(dir);
        let mut beside: BTreeMap<String, Vec<u8>> =
            embedded::below(TEMPLATES, "common").map(|it| (it.path.to_owned(), it.bytes.to_vec())).collect();
        let title = model.title.clone().unwrap_or(stem);
        beside.insert("vigil.toml".to_owned(), project::head(&title).into_bytes());
        let there: Vec<&String> =
            beside.keys().filter(|path| context.world.exists(&root.join(path))).collect();
        if let [first, ..] = there[..] {
            let what = format!("nothing was written to `{}`: {first} is there already", dir.display());
            return Err(
                Problem::new(what).help("name an empty folder, or leave `--new` out to import into this one")
            );
        }
        return Ok(Target { path: root.join(&name), root: Some(root), name, beside });
    }
    let beside = BTreeMap::new();
    let found = context.device();
    if let Some(output) = &args.output {
        let path = context.world.start().join(output);
        let root = found.ok();
        let below = root.as_ref().and_then(|root| path.strip_prefix(root).ok());
        let name =
            below.map_or_else(|| output.display().to_string(), |it| it.to_string_lossy().replace('\\', "/"));
        return Ok(Target { root, name, path, beside });
    }
    let root = found.map_err(|problem| {
        problem.help("`--new DIR` makes a device folder around the model; `-o -` only prints the records")
    })?;
    Ok(Target { path: root.join(&name), root: Some(root), name, beside })
}

/// The records of the folder; none of a new one.
fn existing(target: &Target, context: &Context) -> anyhow::Result<Model> {
    match target.root.as_ref().filter(|_| target.beside.is_empty()) {
        Some(root) => Ok(vigil_model::load(&context.world, root)?.model),
        None => Ok(Model::default()),
    }
}

/// The records are read back before they are written: what an import makes must be no fault of the folder.
fn sound(target: &Target, imported: &Imported, context: &Context) -> anyhow::Result<()> {
    let Some(root) = &target.root else { return Ok(()) };
    let mut files: BTreeMap<PathBuf, Vec<u8>> =
        target.beside.iter().map(|(path, bytes)| (root.join(path), bytes.clone())).collect();
    files.insert(target.path.clone(), imported.text.clone().into_bytes());
    let loaded = vigil_model::load(&Overlay::listing(&context.world, files), root)?;
    let fault = loaded.findings.iter().find(|it| it.place.as_ref().is_some_and(|at| at.file == target.name));
    match fault {
        None => Ok(()),
        Some(fault) => Err(Problem::new(format!(
            "nothing was written: the records would have a fault: {}",
            fault.message
        ))
        .help("keep the file: it shows a case that the import does not know")
        .into()),
    }
}

fn write(args: &ModelArgs, target: &Target, imported: &Imported, context: &Context) -> Result<(), Problem> {
    if context.world.exists(&target.path) && !args.force {
        return Err(Problem::new(format!("`{}` is there already and is not overwritten", target.name))
            .help("`--force` overwrites it; `-o FILE` writes another file"));
    }
    if let Some(root) = &target.root {
        for (path, bytes) in &target.beside {
            embedded::write(root, path, bytes, context)?;
        }
    }
    let refused = |error| Problem::new(format!("`{}` cannot be written", target.name)).caused_by(error);
    context.world.write(&target.path, imported.text.as_bytes()).map_err(refused)
}

fn report(shown: &str, model: &ThreatModel, imported: &Imported) -> String {
    let mut text = said_of(shown, model) + "\n";
    let lines = |list: &[Line], between: &str| -> Vec<String> {
        list.iter().map(|it| format!("line {}: {}{between}{}", it.line, it.what, it.said)).collect()
    };
    text.push_str(&listed("Carried", &lines(&imported.carried, " -> "), MOST_CARRIED));
    text.push_str(&listed("Guessed", &lines(&imported.guessed, " = "), MOST));
    text.push_str(&listed("Not carried", &lines(&imported.left, ": "), MOST));
    text
}
