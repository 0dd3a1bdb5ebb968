//! What the imports of tables share: read, find the columns, compare, show, write.

use std::path::PathBuf;

use serde::Serialize;
use vigil_base::World as _;
use vigil_exchange::table::{self as tables, Columns, Headed};
use vigil_finding::render::neutral;
use vigil_import::table::{Change, Options, Plan, Ready, Table, plan};

use crate::columns::{counted, listed};
use crate::context::Context;
use crate::device;
use crate::outcome::Outcome;
use crate::output::Done;
use crate::problem::Problem;

/// How a table is imported.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct TableArgs {
    /// The table: XLSX or CSV
    pub file: PathBuf,

    /// Which column holds what: a TOML file such as is printed without one
    #[arg(long, value_name = "MAPPING")]
    pub columns: Option<PathBuf>,

    /// The sheet of a workbook; without it, the one whose headings are understood best
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,

    /// Keep the cells of other columns in `x` of the records
    #[arg(long)]
    pub keep: bool,

    /// Write the records; the mapping has to be confirmed, or the headings have to be those of `vigil export`
    #[arg(long)]
    pub write: bool,
}

/// The JSON form.
#[derive(Serialize)]
struct Value<'a> {
    schema_version: u32,
    written: bool,
    columns: &'a Columns,
    plan: &'a Plan,
}

const MOST: usize = 200;

pub(super) fn run(args: &TableArgs, table: Table, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let shown = args.file.display().to_string();
    let bytes = context.read(&context.world.start().join(&args.file))?;
    let given = args.columns.as_ref().map(|path| mapping(path, table, context)).transpose()?;
    let (headed, columns) = understood(&bytes, args, table, given, &shown)?;
    let name = args.file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let options = Options { keep: args.keep, file: name };
    let before = vigil_model::load(&context.world, &root)?;
    if device::unread(&before.findings) == Outcome::Unusable {
        return Err(Problem::new("a file of the model cannot be read, so the table was not compared")
            .help("`vigil check` says which and why")
            .into());
    }
    let ready = plan(&context.world, &root, table, &headed, &columns, &options)?;
    let is_sure = columns.confirmed || is_own(&columns, table);
    let guessed = args.write && !is_sure;
    let write = args.write && is_sure && !ready.files.is_empty();
    if write {
        for (file, text) in &ready.files {
            let refused = |error| Problem::new(format!("`{file}` cannot be written")).caused_by(error);
            context.world.write(&root.join(file), text.as_bytes()).map_err(refused)?;
        }
    }
    let mut text = text(&shown, table, &headed, &columns, is_sure, &ready, write);
    if guessed {
        text.push_str(
            "\nThe columns are guessed, and nothing is written by a guess: put the mapping above into a file, set \
             `confirmed = true` when it is right, and name it with `--columns FILE`.\n",
        );
    }
    let value = Value { schema_version: 1, written: write, columns: &columns, plan: &ready.plan };
    let mut done = context.document(text, &value)?;
    if guessed {
        done.outcome = done.outcome.and(Outcome::Unusable);
    }
    if !ready.plan.rejected.is_empty() {
        done.outcome = done.outcome.and(Outcome::Findings);
    }
    Ok(done)
}

fn mapping(path: &std::path::Path, table: Table, context: &Context) -> Result<Columns, Problem> {
    let refused = |cause: String| {
        Problem::new(format!("the mapping of columns `{}` cannot be used: {cause}", path.display()))
            .help(format!("`vigil import {} FILE` prints a mapping to begin with", table.word()))
    };
    let bytes = context.read(&context.world.start().join(path))?;
    let text = String::from_utf8(bytes).map_err(|error| refused(error.to_string()))?;
    Columns::parse(&text, &table.names()).map_err(|error| refused(error.to_string()))
}

/// The table with its headings, and what its columns mean.
fn understood(
    bytes: &[u8],
    args: &TableArgs,
    table: Table,
    given: Option<Columns>,
    shown: &str,
) -> Result<(Headed, Columns), Problem> {
    let unread = |cause: String| Problem::new(format!("`{shown}` cannot be read: {cause}"));
    let names = table.names();
    let wanted = args.sheet.clone().or_else(|| given.as_ref().and_then(|it| it.sheet.clone()));
    let sheets: Vec<Option<String>> = match wanted {
        Some(sheet) => vec![Some(sheet)],
        None => {
            let all = tables::sheets(bytes).map_err(|it| unread(it.to_string()))?;
            if all.is_empty() { vec![None] } else { all.into_iter().map(Some).collect() }
        }
    };
    let score = |heads: &[String]| match &given {
        Some(columns) => columns.fields.values().filter(|it| heads.contains(it)).count(),
        None => Columns::guess(heads, None, &names).fields.len(),
    };
    let mut best: Option<(usize, Headed)> = None;
    for sheet in sheets {
        let rows = tables::rows(bytes, sheet.as_deref()).map_err(|it| unread(it.to_string()))?;
        let Some(headed) = tables::headed(rows, &score) else { continue };
        // The sheet that bears the table's name wins over one with as many headings.
        let named = usize::from(headed.sheet.as_deref() == Some(table.sheet()));
        let found = score(&headed.heads) * 2 + named;
        if found > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((found, headed));
        }
    }
    let known: Vec<&str> = table.columns().map(|it| it.title).collect();
    let (_, headed) = best.ok_or_else(|| {
        unread(format!("no row of headings was recognised; known are {}", known.join(", ")))
            .help("say which column holds what with `--columns FILE`")
    })?;
    let lost = given.as_ref().and_then(|it| it.fields.values().find(|head| !headed.heads.contains(head)));
    if let Some(lost) = lost {
        let heads: Vec<&str> = headed.heads.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        return Err(unread(format!("it has no column `{lost}`; its columns are {}", heads.join(", "))));
    }
    let columns = given.unwrap_or_else(|| Columns::guess(&headed.heads, headed.sheet.clone(), &names));
    Ok((headed, columns))
}

/// Whether the headings are those that an export writes: then nothing is guessed.
fn is_own(columns: &Columns, table: Table) -> bool {
    columns
        .fields
        .iter()
        .all(|(name, head)| table.fields().iter().any(|it| it.name == name && it.title == head))
}

fn text(
    shown: &str,
    table: Table,
    headed: &Headed,
    columns: &Columns,
    is_sure: bool,
    ready: &Ready,
    written: bool,
) -> String {
    let plan = &ready.plan;
    let sheet = headed.sheet.as_ref().map(|it| format!(", sheet `{it}`")).unwrap_or_default();
    let mut text = format!("{shown}{sheet}: {}\n", counted(headed.rows.len(), "row"));
    if !is_sure {
        text.push_str(&format!("\nThe columns, as guessed:\n\n{}", columns.written()));
    }
    for (heading, sign, changes) in [("New", '+', &plan.new), ("Changed", '~', &plan.changed)] {
        let lines: Vec<String> = changes.iter().flat_map(|it| change(it, sign)).collect();
        if !lines.is_empty() {
            text.push_str(&format!("\n{heading} ({})\n", changes.len()));
            lines.iter().for_each(|line| text.push_str(&format!("  {}\n", neutral(line))));
        }
    }
    let said = |list: &[vigil_import::table::Rejected]| -> Vec<String> {
        list.iter().map(|it| format!("row {}: {}", it.line, it.because)).collect()
    };
    text.push_str(&listed("Not understood", &said(&plan.rejected), MOST));
    text.push_str(&listed("Notes", &said(&plan.notes), MOST));
    text.push_str(&listed("Columns that mean nothing here", &plan.unmapped, MOST));
    text.push_str(&listed("In the folder and not in the table; they stay", &plan.absent, MOST));
    text.push_str(&format!(
        "\n{}: {} new, {} changed, {} the same, {} not understood\n",
        table.sheet(),
        plan.new.len(),
        plan.changed.len(),
        plan.same,
        plan.rejected.len()
    ));
    let files: Vec<&str> = ready.files.keys().map(String::as_str).collect();
    text.push_str(&match (files.is_empty(), written) {
        (true, _) => "Nothing to write.\n".to_owned(),
        (_, true) => format!("Written to {}.\n", files.join(", ")),
        (_, false) => format!("Nothing is written yet: `--write` would change {}.\n", files.join(", ")),
    });
    text
}

fn change(it: &Change, sign: char) -> Vec<String> {
    let head = format!("{sign} {} (row {}, {})", it.record, it.line, it.file);
    let field = |field: &vigil_import::table::Changed| {
        let from = if field.before.is_empty() { String::new() } else { format!("`{}` -> ", field.before) };
        format!("    {}: {from}`{}`", field.key, field.after)
    };
    std::iter::once(head).chain(it.fields.iter().map(field)).collect()
}
