//! `vigil db export`: database, notices and manifest in one file for a site without network.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use vigil_base::World as _;
use vigil_finding::{Finding, Severity};
use vigil_sign::SecretKey;
use vigil_sign::bundle::{Content, Manifest, Piece, write};
use vigil_vulndb::{Database, Status};

use super::bundle::{DATABASE, KIND, NOTICES};
use super::status;
use crate::context::{Context, Said};
use crate::database::DatabaseArgs;
use crate::output::Done;
use crate::problem::Problem;
use crate::sealed;
use crate::sheet::Sheet;

/// Arguments of `db export`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  minisign -G -W -p site.pub -s site.key\n  vigil db export db.bundle --key site.key"
)]
pub struct Args {
    /// The file to write
    #[arg(value_name = "BUNDLE")]
    bundle: PathBuf,

    /// The secret key to sign with, as `minisign -G -W` writes it
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,

    #[command(flatten)]
    database: DatabaseArgs,
}

/// The JSON form.
#[derive(Serialize)]
struct Exported<'a> {
    bundle: String,
    signed_with: Option<String>,
    manifest: &'a Manifest,
}

/// Verifies the database, writes the bundle, and says what it holds.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let path = args.database.existing(context)?;
    let refused =
        || Problem::new(format!("the vulnerability database `{}` cannot be exported", path.display()));
    let database = Database::open(&path).map_err(|error| refused().caused_by(error))?;
    database.verify().map_err(|damage| refused().caused_by(damage))?;
    let key = args.key.as_ref().map(|file| sealed::secret(file, context)).transpose()?;
    let status = database.status();
    let comment = format!("vigil vulnerability database, data cut {}, {}", cut(status), status.digest);
    let signer = key.as_ref().map(|key| (key, comment.as_str()));
    let manifest = write(&args.bundle, KIND, facts(status), &pieces(status, &path), signer)
        .map_err(|error| refused().caused_by(error))?;
    told(args, status, &manifest, key.as_ref(), context)
}

fn cut(status: &Status) -> String {
    status.newest.map_or_else(|| "unknown".to_owned(), |day| day.to_string())
}

fn facts(status: &Status) -> BTreeMap<String, String> {
    let records: u64 = status.sources.iter().map(|source| source.records).sum();
    let facts = [
        ("data-cut", cut(status)),
        ("database", status.digest.to_string()),
        ("format", status.format.clone()),
        ("records", records.to_string()),
    ];
    facts.map(|(name, value)| (name.to_owned(), value)).into()
}

fn pieces(status: &Status, database: &Path) -> Vec<Piece> {
    let mut notices = "Notices of the sources of this vulnerability database\n\n".to_owned();
    for source in &status.sources {
        let notice = source.notice.as_deref().unwrap_or("no notice is asked for");
        notices.push_str(&format!("{}: {notice}\n", source.name));
    }
    vec![
        Piece { name: NOTICES.to_owned(), content: Content::Bytes(notices.into_bytes()) },
        Piece { name: DATABASE.to_owned(), content: Content::File(database.to_path_buf()) },
    ]
}

fn told(
    args: &Args,
    status: &Status,
    manifest: &Manifest,
    key: Option<&SecretKey>,
    context: &Context,
) -> anyhow::Result<Done> {
    let signed_with = key.map(|key| key.public().number());
    let value =
        Exported { bundle: args.bundle.display().to_string(), signed_with: signed_with.clone(), manifest };
    let mut said = Said { as_of: Some(context.world.today()), ..Said::default() };
    said.counts.add("sources", status.sources.len());
    // What is doubtful here is doubtful there, too.
    said.counts.incomplete.extend(status::doubts(status));
    if signed_with.is_none() {
        let message = format!("`{}` is not signed", value.bundle);
        said.findings.push(
            Finding::new("bundle.unsigned", Severity::Warning, message, &value.bundle)
                .help("sign it with `--key FILE`; `minisign -G -W` makes a key")
                .help("the other side takes it only with `--allow-unsigned`"),
        );
    }
    let mut sheet = Sheet::titled(&format!("{}: written", value.bundle));
    sheet.add("Signed with", signed_with.as_deref().unwrap_or("no key"));
    status::describe(status, &mut sheet);
    context.report_with(&said, &sheet.finish(), &value)
}
