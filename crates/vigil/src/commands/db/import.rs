//! `vigil db import`: feeds to one file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;
use vigil_base::Date;
use vigil_finding::Severity;
use vigil_vulndb::{Changes, ImportError, Limits, Options, Report, Status};

use super::{bundle, status};
use crate::cli;
use crate::context::{Context, Said};
use crate::database::DatabaseArgs;
use crate::outcome::Outcome;
use crate::output::Done;
use crate::problem::Problem;
use crate::sheet::Sheet;

/// Arguments of `db import`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil db import feeds/ --db vigil.vdb\n  vigil db import vigil.vdb nvdcve-2.0-modified.json.gz\n  \
                  vigil db import db.bundle --trust site.pub"
)]
pub struct Args {
    /// A bundle of `db export`; or feed files, folders of them, an older database: JSON, JSON Lines, CSV, plain or in gzip, zstd, zip, tar
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    #[command(flatten)]
    database: DatabaseArgs,

    /// The day on which the feeds were fetched, where that is known
    #[arg(long, value_name = "DATE", value_parser = cli::day)]
    fetched: Option<Date>,

    #[command(flatten)]
    trust: bundle::TrustArgs,
}

/// The JSON form.
#[derive(Serialize)]
struct Imported<'a> {
    database: String,
    inputs: usize,
    records_used: u64,
    records_refused: u64,
    superseded: &'a BTreeMap<String, u64>,
    /// What differs from the database that was carried on; null where there was none among the inputs.
    changes: Option<&'a Changes>,
    status: Option<&'a Status>,
}

/// Imports, and says what was used and what was not.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let target = args.database.path(context);
    if let [input] = args.inputs.as_slice()
        && vigil_sign::bundle::is_bundle(input)
    {
        return bundle::import(input, &target, &args.trust, context);
    }
    if let Some(bundle) = args.inputs.iter().find(|input| vigil_sign::bundle::is_bundle(input)) {
        return Err(Problem::new(format!("the bundle `{}` stands beside other inputs", bundle.display()))
            .help("import the bundle by itself, then the other files together with the database that it gave")
            .into());
    }
    let options = Options { limits: Limits::default(), fetched: args.fetched, failed: None };
    match vigil_vulndb::import(&context.world, &args.inputs, &target, options) {
        Ok(report) => told(&report, &target.display().to_string(), context),
        Err(ImportError::Empty { report, .. }) => {
            let mut done = told(&report, &target.display().to_string(), context)?;
            done.outcome = Outcome::Unusable;
            Ok(done)
        }
        Err(error) => {
            Err(Problem::new("the vulnerability database could not be made").caused_by(error).into())
        }
    }
}

fn told(report: &Report, database: &str, context: &Context) -> anyhow::Result<Done> {
    let value = Imported {
        database: database.to_owned(),
        inputs: report.inputs.len(),
        records_used: report.used(),
        records_refused: report.refused(),
        superseded: &report.superseded,
        changes: report.changes.as_ref(),
        status: report.status.as_ref(),
    };
    context.report_with(&said(report), &sheet(&value), &value)
}

/// An input that could not be used whole makes every later "nothing found" doubtful.
fn said(report: &Report) -> Said {
    let mut said = Said { findings: report.findings.clone(), ..Said::default() };
    said.counts.add("inputs", report.inputs.len());
    said.counts.add("records used", report.used());
    said.counts.add("records refused", report.refused());
    if report.findings.iter().any(|finding| finding.severity == Severity::Error) {
        said.counts.missed("parts of the inputs could not be used; the errors above say which");
    }
    said.counts.incomplete.extend(report.status.iter().flat_map(status::doubts));
    said
}

fn sheet(imported: &Imported<'_>) -> String {
    let Some(made) = imported.status else {
        return Sheet::titled(&format!("{}: not written", imported.database)).finish();
    };
    let mut sheet = Sheet::titled(&format!("{}: written", imported.database));
    sheet.add("Inputs", &imported.inputs.to_string());
    sheet.add("Records", &format!("{} used, {} refused", imported.records_used, imported.records_refused));
    if let Some(changes) = imported.changes {
        sheet.add("Changes", &status::changes(changes));
    }
    status::describe(made, &mut sheet);
    sheet.finish()
}
