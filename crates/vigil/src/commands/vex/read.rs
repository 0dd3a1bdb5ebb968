//! `vigil vex read`: what bare files state.

use std::path::PathBuf;

use serde::Serialize;
use vigil_base::{Place, World as _};
use vigil_exchange::vex::{self, Document, Statement};
use vigil_finding::{Finding, Severity};

use crate::columns::columns;
use crate::context::{Context, Said};
use crate::outcome::Outcome;
use crate::output::Done;
use crate::sheet::Sheet;

/// How many products of one file are printed.
const MOST: usize = 60;

/// Arguments of `vex read`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil vex read acme.openvex.json\n  vigil vex read advisories/*.json --format json"
)]
pub struct Args {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// One file in the JSON form.
#[derive(Serialize)]
struct Shown {
    file: String,
    document: Document,
}

/// Shows each file; one that cannot be read ends with 2, an entry that cannot be taken is a warning.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let mut said = Said { as_of: Some(context.world.today()), ..Said::default() };
    let mut outcome = Outcome::Clean;
    let mut all: Vec<Shown> = Vec::new();
    for path in &args.files {
        let file = path.display().to_string();
        let bytes = context.read(path)?;
        match vex::read(&bytes) {
            Ok(document) => {
                said.findings.extend(document.refused.iter().map(|it| refused(&file, it)));
                all.push(Shown { file, document });
            }
            Err(cause) => {
                said.findings.push(unreadable(&file, &cause.to_string()));
                outcome = Outcome::Unusable;
            }
        }
    }
    let statements: usize = all.iter().map(|it| it.document.statements.len()).sum();
    said.counts.add("documents", all.len());
    said.counts.add("statements", statements);
    let text: Vec<String> = all.iter().map(text).collect();
    let mut done = context.report_with(&said, &text.join("\n"), &all)?;
    done.outcome = done.outcome.and(outcome);
    Ok(done)
}

fn unreadable(file: &str, cause: &str) -> Finding {
    Finding::new("vex.unreadable", Severity::Error, format!("`{file}` cannot be read: {cause}"), file)
        .at(Place::start_of(file))
}

fn refused(file: &str, it: &vex::Refused) -> Finding {
    let flaw = it.flaw.as_deref().unwrap_or("an entry");
    let message = format!("{flaw} at {} cannot be taken: {}", it.pointer, it.because);
    Finding::new("vex.refused", Severity::Warning, message, file).at(Place::start_of(file))
}

fn text(shown: &Shown) -> String {
    let document = &shown.document;
    let or = |text: Option<&String>| text.cloned().unwrap_or_else(|| "(not stated)".to_owned());
    let mut sheet = Sheet::titled(&format!("{}: {}", shown.file, document.standard.name()));
    sheet.add("Document", &or(document.id.as_ref()));
    sheet.add("Edition", &or(document.version.as_ref()));
    sheet.add("Publisher", &or(document.publisher.as_ref()));
    sheet.add("Changed", &or(document.time.as_ref()));
    sheet.add("Statements", &document.statements.len().to_string());
    sheet.add("Not taken", &document.refused.len().to_string());
    sheet.add("Superseded", &document.superseded.to_string());
    let rows: Vec<Vec<String>> = document.statements.iter().flat_map(rows).collect();
    let left = rows.len().saturating_sub(MOST);
    let headings = ["flaw", "product", "status", "justification or first words"];
    let mut text = format!(
        "{}\n{}",
        sheet.finish(),
        columns("Statements", &headings, &rows[..rows.len() - left], "the document states nothing")
    );
    if left > 0 {
        text.push_str(&format!("and {left} more; `--format json` has all of them\n"));
    }
    text
}

fn rows(statement: &Statement) -> impl Iterator<Item = Vec<String>> {
    let words = statement.texts.first().map(|it| it.text.chars().take(80).collect::<String>());
    let why = statement.justification.as_ref().map(|it| it.word.clone()).or(words).unwrap_or_default();
    statement.subjects.iter().map(move |subject| {
        let product = match &subject.part {
            Some(part) => format!("{} in {}", part.label(), subject.product.label()),
            None => subject.product.label(),
        };
        vec![statement.flaws[0].clone(), product, statement.status.word().to_owned(), why.clone()]
    })
}
