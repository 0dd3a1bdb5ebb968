//! `vigil triage export`: the sheet that people fill in.

use std::path::PathBuf;

use serde::Serialize;
use vigil_base::World as _;
use vigil_case::Case;
use vigil_case::triage::sheet::{self, ANSWERS, FACTS, SheetRow};
use vigil_document::inline::Tone;
use vigil_document::meta::Meta;
use vigil_document::sheet::{Sheet, SheetColumn, Value, Workbook};
use vigil_model::kinds::{Justification, Verdict};

use super::written;
use crate::context::{Context, VERSION};
use crate::output::Done;
use crate::problem::Problem;

/// Name of the sheet, by which it is read back.
pub(super) const SHEET: &str = "Triage";

/// Writes the sheet that people fill in: one row per flaw, package and component, the most urgent first
///
/// Grey columns are locked facts; the others are filled in: verdict and justification from lists.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vigil triage export triage.xlsx\n  vigil triage export open.csv --open")]
pub struct Args {
    /// Where to: a name that ends in `.xlsx` or `.csv`
    pub file: PathBuf,

    /// Only what is undecided
    #[arg(long)]
    pub open: bool,
}

/// The JSON form.
#[derive(Serialize)]
struct Report {
    schema_version: u32,
    file: String,
    rows: usize,
}

/// Writes it.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = written::case(context, &root)?;
    if case.snapshot.is_none() {
        return Err(Problem::new("there is no snapshot of matches, so there is nothing to fill in")
            .help("run `vigil match`")
            .into());
    }
    let rows = sheet::rows(&case, args.open);
    let count = rows.len();
    let sheet = filled(&case, rows);
    let ending = args.file.extension().map(|it| it.to_string_lossy().to_ascii_lowercase());
    let bytes = match ending.as_deref() {
        Some("xlsx") => vigil_document::xlsx::write(&Workbook { meta: meta(&case), sheets: vec![sheet] })?,
        Some("csv") => vigil_document::csv::write(&sheet).into_bytes(),
        _ => {
            return Err(
                Problem::new(format!("`{}` ends in neither .xlsx nor .csv", args.file.display())).into()
            );
        }
    };
    let path = context.world.start().join(&args.file);
    let refused = |error| Problem::new(format!("`{}` cannot be written", path.display())).caused_by(error);
    context.world.write(&path, &bytes).map_err(refused)?;
    let shown = args.file.display().to_string();
    let text = format!(
        "{count} rows in {shown}; `vigil triage import {shown}` shows what a filled sheet would change\n"
    );
    context.document(text, &Report { schema_version: 1, file: shown, rows: count })
}

fn meta(case: &Case) -> Meta {
    let mut meta = Meta::new("Triage of known vulnerabilities", case.device(), case.version(), case.as_of);
    meta.tool_version = format!("vigil {VERSION}");
    meta.data_cut = case.snapshot.as_ref().map(|it| crate::matches::sources(&it.index.data_cut));
    meta
}

fn filled(case: &Case, rows: Vec<SheetRow>) -> Sheet {
    const WIDTHS: [u16; 16] = [24, 17, 22, 12, 15, 12, 11, 11, 9, 7, 13, 18, 24, 11, 22, 20];
    let facts = FACTS.iter().zip(WIDTHS).map(|(title, width)| SheetColumn::new(*title).key().width(width));
    let answers = ANSWERS.iter().map(|title| match *title {
        "Verdict" => SheetColumn::new(*title).width(20).choices(
            [Verdict::Affected, Verdict::NotAffected, Verdict::Fixed, Verdict::UnderInvestigation]
                .map(Verdict::word),
        ),
        "Why" => SheetColumn::new(*title).width(34).choices(Justification::ALL.iter().map(|it| it.word())),
        "Because" => SheetColumn::new(*title).width(50),
        _ => SheetColumn::new(*title).width(13),
    });
    let mut sheet = Sheet::new(SHEET, "Known vulnerabilities to decide on", facts.chain(answers));
    sheet.freeze_columns = 3;
    sheet.notes = vec![
        "Fill in the white columns. Grey columns are locked: they say which row it is, and what was found."
            .to_owned(),
        "not-affected needs a justification in Why. Every verdict needs its reason in Because.".to_owned(),
        "Rows that one decision covers have to be changed alike; Decision names it.".to_owned(),
        format!(
            "{} of {} matches are undecided.",
            case.flaws.iter().filter(|it| it.is_open()).count(),
            case.flaws.len()
        ),
    ];
    for row in rows {
        let facts = row.facts.into_iter().enumerate().map(|(at, text)| toned(FACTS[at], text));
        sheet.rows.push(facts.chain(row.answers.into_iter().map(Value::from)).collect());
    }
    sheet
}

/// What needs an eye has a colour; the word says it, too.
fn toned(title: &str, text: String) -> Value {
    let tone = match (title, text.as_str()) {
        ("Known exploited" | "Ransomware", "yes") => Tone::Bad,
        ("State", "decided") => Tone::Good,
        ("State", "open") => Tone::Warn,
        ("State", it) if it.starts_with("asked again") => Tone::Bad,
        ("CVSS", it) => return it.parse::<f64>().map_or(Value::from(text), Value::Number),
        _ => return Value::from(text),
    };
    Value::Status { tone, text }
}
