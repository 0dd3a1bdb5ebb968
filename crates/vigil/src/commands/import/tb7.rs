//! `vigil import tb7`: a template of the Microsoft Threat Modeling Tool as a checklist.

use std::path::{Path, PathBuf};

use serde::Serialize;
use vigil_base::World as _;
use vigil_document::meta::Meta;
use vigil_document::sheet::{Sheet, SheetColumn, Value, Workbook};
use vigil_exchange::threat_model::{self, Format, Threat, ThreatModel};
use vigil_import::table::Table;

use super::model::{MOST, refused, said_of};
use crate::columns::listed;
use crate::context::{Context, VERSION};
use crate::output::Done;
use crate::problem::Problem;

/// Writes the threat types of a template as a checklist that `vigil import threats` reads back
///
/// A template holds no model: no part, no flow, no threat of a device. Its types are questions. Answer `Applies` and name
/// what a threat acts on in `On`; rows without an answer are passed by when the list is imported.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil import tb7 template.tb7 -o checklist.xlsx\n  vigil import threats checklist.xlsx"
)]
pub struct Args {
    /// The template
    pub file: PathBuf,

    /// Where to: a name that ends in `.xlsx` or `.csv`; without it NAME-checklist.csv
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Overwrite the file when it is there
    #[arg(long)]
    pub force: bool,
}

/// The JSON form.
#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    file: &'a str,
    rows: usize,
    left: &'a [threat_model::Left],
}

/// Columns of the checklist beside those of a table of threats.
const BESIDE: [&str; 4] = ["Category there", "Looked for when", "Not when", "More there"];

/// Writes it.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let shown = args.file.display().to_string();
    let bytes = context.read(&context.world.start().join(&args.file))?;
    let model = threat_model::read(&bytes, Some(Format::Tb7)).map_err(|error| refused(&shown, &error))?;
    let output = args.output.clone().unwrap_or_else(|| {
        let stem = args.file.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        PathBuf::from(format!("{stem}-checklist.csv"))
    });
    let to = output.display().to_string();
    let path = context.world.start().join(&output);
    if context.world.exists(&path) && !args.force {
        let what = format!("`{to}` is there already and is not overwritten");
        return Err(Problem::new(what).help("`--force` overwrites it; `-o FILE` writes another file").into());
    }
    let sheet = checklist(&model);
    let rows = sheet.rows.len();
    let bytes = bytes_of(&output, sheet, &model, context)?;
    let refused = |error| Problem::new(format!("`{to}` cannot be written")).caused_by(error);
    context.world.write(&path, &bytes).map_err(refused)?;
    let left: Vec<String> =
        model.left.iter().map(|it| format!("line {}: {}: {}", it.line, it.what, it.because)).collect();
    let text = format!(
        "{}\n{rows} rows in {to}; answer `Applies` and `On`, then `vigil import threats {to}`\n{}",
        said_of(&shown, &model),
        listed("Not carried", &left, MOST)
    );
    context.document(text, &Report { schema_version: 1, file: &to, rows, left: &model.left })
}

fn bytes_of(output: &Path, sheet: Sheet, model: &ThreatModel, context: &Context) -> anyhow::Result<Vec<u8>> {
    let ending = output.extension().map(|it| it.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("csv") => Ok(vigil_document::csv::write(&sheet).into_bytes()),
        Some("xlsx") => {
            let title = model.title.as_deref().unwrap_or("Template");
            let mut meta = Meta::new(
                "Checklist of threats",
                title,
                model.version.as_deref().unwrap_or(""),
                context.world.today(),
            );
            meta.tool_version = format!("vigil {VERSION}");
            Ok(vigil_document::xlsx::write(&Workbook { meta, sheets: vec![sheet] })?)
        }
        _ => Err(Problem::new(format!("`{}` ends in neither .xlsx nor .csv", output.display())).into()),
    }
}

fn checklist(model: &ThreatModel) -> Sheet {
    let fields = Table::Threats.fields();
    let columns = fields.iter().map(|it| it.title).chain(BESIDE).map(|title| match title {
        "Applies" => SheetColumn::new(title).choices(["yes", "no"]),
        _ => SheetColumn::new(title),
    });
    let mut sheet = Sheet::new(Table::Threats.sheet(), "Threat types of the template", columns);
    sheet.freeze_columns = 2;
    sheet.notes = vec![
        "A type is a question, not a threat of the device: rows without `Applies` are passed by.".to_owned(),
    ];
    for it in &model.threats {
        let mut row: Vec<Value> = fields.iter().map(|field| Value::from(cell(it, field.name))).collect();
        let beside = |key: &str| it.attributes.get(key).cloned().unwrap_or_default();
        let more = it.attributes.iter().filter(|(key, _)| !["include", "exclude"].contains(&key.as_str()));
        let more = more.map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join("; ");
        row.extend([it.categories.join(", "), beside("include"), beside("exclude"), more].map(Value::from));
        sheet.rows.push(row);
    }
    sheet
}

fn cell(it: &Threat, field: &str) -> String {
    match field {
        "id" => it.id.clone(),
        "title" => it.title.clone(),
        "mitigation" => it.mitigation.clone().unwrap_or_default(),
        "story" => it.text.clone().unwrap_or_else(|| it.title.clone()),
        "stride" => {
            it.categories.iter().filter_map(|word| vigil_import::stride(word)).collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    }
}
