//! A bundle of `db export` to the database of a site without network.

use std::path::{Path, PathBuf};

use serde::Serialize;
use vigil_base::{Date, World as _};
use vigil_finding::{Finding, Severity};
use vigil_sign::PublicKey;
use vigil_sign::bundle::{Bundle, Signed};
use vigil_vulndb::{Database, Status};

use super::status;
use crate::context::{Context, Said};
use crate::output::Done;
use crate::problem::Problem;
use crate::sheet::Sheet;

/// What a bundle of a vulnerability database calls itself.
pub const KIND: &str = "vulnerability-database";
/// The name of the database in it.
pub const DATABASE: &str = "vigil.vdb";
/// The name of the attributions in it.
pub const NOTICES: &str = "NOTICES.txt";

/// Which bundles to believe.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct TrustArgs {
    /// A public key whose signature is trusted: a file of `minisign -G`, or the line of it that holds the key
    #[arg(long, value_name = "PUBKEY")]
    trust: Vec<String>,

    /// Take a bundle without a signature that holds; what was taken says so
    #[arg(long)]
    allow_unsigned: bool,

    /// Take a bundle whose data is older than what the present database has
    #[arg(long)]
    allow_older: bool,
}

/// The JSON form.
#[derive(Serialize)]
struct Imported<'a> {
    database: String,
    bundle: String,
    signed_with: Option<String>,
    comment: Option<String>,
    status: &'a Status,
}

/// Verifies signature, digests and database, then swaps the database in.
pub fn import(path: &Path, target: &Path, trust: &TrustArgs, context: &Context) -> anyhow::Result<Done> {
    let refused =
        || Problem::new(format!("the bundle `{}` is refused; the database is as it was", path.display()));
    let keys = keys(trust, context)?;
    let bundle = Bundle::open(path, &keys).map_err(|error| refused().caused_by(error))?;
    if bundle.manifest.kind != KIND {
        let kind = &bundle.manifest.kind;
        return Err(refused().caused_by(Problem::new(format!("it holds `{kind}`, not `{KIND}`"))).into());
    }
    let warning = judged(&bundle.signed, trust, path).map_err(|why| refused().caused_by(why))?;
    let work = work(target);
    let taken = take(&bundle, &work, target, trust).map_err(|why| refused().caused_by(why));
    // Whatever happened, nothing half unpacked is left.
    let _ = std::fs::remove_dir_all(&work);
    told(&taken?, &bundle, path, target, warning, context)
}

fn keys(trust: &TrustArgs, context: &Context) -> Result<Vec<PublicKey>, Problem> {
    let read = |named: &String| {
        let file = Path::new(named);
        let text = if context.world.exists(file) {
            String::from_utf8_lossy(&context.read(file)?).into_owned()
        } else {
            named.clone()
        };
        let refused = |error| {
            Problem::new(format!("`{named}` is neither a file with a public key nor a public key"))
                .caused_by(error)
                .help("name the `.pub` file of `minisign -G`, or the line in it that begins with `RW`")
        };
        PublicKey::read(&text).map_err(refused)
    };
    trust.trust.iter().map(read).collect()
}

/// A warning where a bundle is taken although no signature holds.
fn judged(signed: &Signed, trust: &TrustArgs, path: &Path) -> Result<Option<Finding>, Problem> {
    let why = match signed {
        Signed::Good(_) => return Ok(None),
        Signed::Missing => "it has no signature".to_owned(),
        Signed::Refused(refused) => format!("its signature does not hold: {refused}"),
    };
    if trust.allow_unsigned {
        let bundle = path.display().to_string();
        let message = format!("`{bundle}` was taken although {why}");
        let finding = Finding::new("bundle.unsigned", Severity::Warning, message, bundle);
        return Ok(Some(finding.help("have it signed, and name the key with `--trust PUBKEY`")));
    }
    let problem = Problem::new(why).help("name the key of the site that made it with `--trust PUBKEY`");
    Err(problem.help("without any signature that holds it is taken only with `--allow-unsigned`"))
}

/// A folder of its own beside the database.
fn work(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.unpacked"))
}

/// Unpacks, verifies and swaps in.
fn take(bundle: &Bundle, work: &Path, target: &Path, trust: &TrustArgs) -> Result<Status, Problem> {
    let failed = |what: &str| Problem::new(what.to_owned());
    bundle.extract(work).map_err(|error| failed("it cannot be unpacked").caused_by(error))?;
    let unpacked = work.join(DATABASE);
    let unusable = || failed("the database in it cannot be used");
    let database = Database::open(&unpacked).map_err(|error| unusable().caused_by(error))?;
    database.verify().map_err(|damage| unusable().caused_by(damage))?;
    let status = database.status().clone();
    drop(database);
    let present = Database::open(target).ok().and_then(|present| present.status().newest);
    if let Some((there, here)) = older(status.newest, present).filter(|_| !trust.allow_older) {
        return Err(failed("it would take the database back")
            .caused_by(Problem::new(format!(
                "its data is of {there}, the present database has data of {here}"
            )))
            .help("fetch a newer bundle; if going back is intended, say `--allow-older`"));
    }
    let swapped = std::fs::rename(&unpacked, target);
    swapped.map_err(|error| failed("the database cannot be put into its place").caused_by(error))?;
    Ok(status)
}

/// The two days, where the bundle is older than the database or does not say how old it is.
fn older(bundle: Option<Date>, present: Option<Date>) -> Option<(String, Date)> {
    let present = present?;
    match bundle {
        Some(day) if day >= present => None,
        Some(day) => Some((day.to_string(), present)),
        None => Some(("an unknown day".to_owned(), present)),
    }
}

fn told(
    status: &Status,
    bundle: &Bundle,
    path: &Path,
    target: &Path,
    warning: Option<Finding>,
    context: &Context,
) -> anyhow::Result<Done> {
    let good = match &bundle.signed {
        Signed::Good(by) => Some(by.clone()),
        _ => None,
    };
    let value = Imported {
        database: target.display().to_string(),
        bundle: path.display().to_string(),
        signed_with: good.as_ref().map(|by| by.number.clone()),
        comment: good.map(|by| by.comment),
        status,
    };
    let mut said = Said { findings: warning.into_iter().collect(), ..Said::default() };
    said.counts.add("records", status.sources.iter().map(|source| source.records).sum::<u64>());
    said.counts.incomplete.extend(status::doubts(status));
    let mut sheet = Sheet::titled(&format!("{}: written", value.database));
    sheet.add("Bundle", &value.bundle);
    sheet.add("Signed with", value.signed_with.as_deref().unwrap_or("no trusted key"));
    sheet.add("Comment", value.comment.as_deref().unwrap_or_default());
    status::describe(status, &mut sheet);
    context.report_with(&said, &sheet.finish(), &value)
}
