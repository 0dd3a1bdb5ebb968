//! `vigil sbom verify`: digest and signatures of SBOM files.

use std::path::{Path, PathBuf};

use serde::Serialize;
use vigil_base::{Digest, World as _};
use vigil_finding::Severity;
use vigil_sbom::{Claim, ForeignKey, Form, Limits, Origin, Verdict};
use vigil_sign::PublicKey;

use crate::context::{Context, Said};
use crate::outcome::Outcome;
use crate::output::Done;
use crate::sboms;
use crate::sealed;
use crate::sheet::Sheet;

mod told;

/// Verifies digest and signatures of an SBOM: beside it, around it and in it
///
/// Looked at are `FILE.sha256`, `FILE.minisig`, the envelope that the SBOM comes in and the signatures inside it. It ends
/// with 0 where a signature holds with one of the keys given and nothing speaks against it, with 1 where one does not hold or
/// there is none, with 3 where none could be checked.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil sbom verify device.cdx.json --key maker.pub\n  vigil sbom verify app.cdx.att.json --key supplier.pem"
)]
pub struct Args {
    /// SBOM files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// A public key that is trusted: a file of `minisign -G`, a public key or certificate in PEM, a JWK; may be given more than once
    #[arg(long, value_name = "KEY")]
    key: Vec<PathBuf>,
}

/// What one file's look at gave.
#[derive(Debug, Serialize)]
struct Verified {
    file: String,
    sha256: Digest,
    digest: Check,
    detached: Check,
    signatures: Vec<Claim>,
    is_verified: bool,
}

/// What one look gave.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
enum Check {
    Holds { by: Option<String> },
    Wrong { why: String },
    NotChecked { why: String },
    Missing,
}

/// The keys, in both of their uses.
struct Keys {
    minisign: Vec<PublicKey>,
    all: Vec<ForeignKey>,
}

/// Verifies each file.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let keys = Keys { all: sboms::keys(&args.key, context)?, minisign: minisign(&args.key, context) };
    let mut said = Said::default();
    let mut outcome = Outcome::Clean;
    let mut all = Vec::new();
    for path in &args.files {
        let file = path.display().to_string();
        let bytes = sboms::bytes(path, context)?;
        if let Ok(text) = std::str::from_utf8(&bytes) {
            said.sources.insert(&file, text);
        }
        let claims = match vigil_sbom::read_trusting(&bytes, &file, &Limits::default(), &keys.all) {
            Ok(reading) => {
                let is_on_signatures = |code: &str| code.starts_with("sbom.signature-");
                let found = reading.findings.into_iter().filter(|it| is_on_signatures(&it.code));
                // An envelope without a signature says nothing about one beside it.
                said.findings.extend(found.filter(|it| it.code != "sbom.signature-missing"));
                reading.sbom.signatures
            }
            Err(error) => {
                said.findings.push(error.finding());
                outcome = Outcome::Unusable;
                Vec::new()
            }
        };
        let mut verified = Verified {
            sha256: Digest::of_bytes(&bytes),
            digest: digest(path, &bytes, context),
            detached: detached(path, &bytes, &keys.minisign, context),
            signatures: claims,
            is_verified: false,
            file,
        };
        verified.is_verified = verified.holds();
        told::tell(&verified, &mut said);
        all.push(verified);
    }
    said.counts.add("SBOMs", all.len());
    let text: Vec<String> = all.iter().map(sheet).collect();
    let mut done = context.report_with(&said, &text.join("\n"), &all)?;
    done.outcome = done.outcome.and(outcome);
    Ok(done)
}

/// The keys of minisign among `files`; the others were read before and are of another kind.
pub(crate) fn minisign(files: &[PathBuf], context: &Context) -> Vec<PublicKey> {
    let text = |file: &PathBuf| String::from_utf8(context.read(file).ok()?).ok();
    files.iter().filter_map(|file| PublicKey::read(&text(file)?).ok()).collect()
}

/// What `FILE.sha256` says of the file.
fn digest(path: &Path, bytes: &[u8], context: &Context) -> Check {
    let text = match beside(path, sealed::DIGEST, context) {
        None => return Check::Missing,
        Some(Err(why)) => return why,
        Some(Ok(text)) => text,
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stated = text.lines().find_map(|line| {
        let (digest, named) = line.split_once(char::is_whitespace)?;
        (named.trim_start().trim_start_matches('*') == name).then(|| digest.to_ascii_lowercase())
    });
    match stated {
        None => Check::NotChecked { why: format!("it has no line for `{name}`") },
        Some(stated) if stated == Digest::of_bytes(bytes).hex() => Check::Holds { by: None },
        Some(_) => Check::Wrong { why: "the file is not the one whose digest it states".to_owned() },
    }
}

/// What `FILE.minisig` says of the file.
fn detached(path: &Path, bytes: &[u8], keys: &[PublicKey], context: &Context) -> Check {
    let text = match beside(path, sealed::SIGNATURE, context) {
        None => return Check::Missing,
        Some(Err(why)) => return why,
        Some(Ok(text)) => text,
    };
    match vigil_sign::verify(keys, bytes, &text) {
        Ok(verified) => Check::Holds { by: Some(verified.number) },
        Err(unknown @ vigil_sign::Refused::Unknown { .. }) => Check::NotChecked { why: unknown.to_string() },
        Err(refused) => Check::Wrong { why: refused.to_string() },
    }
}

/// The signature in `FILE.minisig` as one of the file's; none where there is none.
pub(crate) fn beside_it(path: &Path, bytes: &[u8], keys: &[PublicKey], context: &Context) -> Option<Claim> {
    let (key, verdict) = match detached(path, bytes, keys, context) {
        Check::Missing => return None,
        Check::Holds { by } => (by, Verdict::Valid { origin: Origin::Trusted }),
        Check::Wrong { why } => {
            (None, Verdict::NotValid { why: format!("does not vouch for the file: {why}") })
        }
        Check::NotChecked { why } => (None, Verdict::NotChecked { why }),
    };
    let (pointer, algorithm, leaves_out) = (String::new(), None, Vec::new());
    Some(Claim { form: Form::Detached, pointer, algorithm, key, leaves_out, verdict })
}

/// The text of a file beside another, if there is one; else why it cannot be read.
fn beside(path: &Path, ending: &str, context: &Context) -> Option<Result<String, Check>> {
    let unreadable = |why: String| Check::NotChecked { why: format!("it cannot be read: {why}") };
    let file = sealed::of(path, ending).into_iter().find(|file| context.world.exists(file))?;
    let text = context.world.read(&file).map_err(|error| unreadable(error.to_string()));
    Some(text.and_then(|bytes| String::from_utf8(bytes).map_err(|_| unreadable("it is no text".to_owned()))))
}

impl Verified {
    /// Whether a trusted key signed it and nothing speaks against it.
    fn holds(&self) -> bool {
        let is_wrong = |check: &Check| matches!(check, Check::Wrong { .. });
        let wrong = is_wrong(&self.digest)
            || is_wrong(&self.detached)
            || self.signatures.iter().any(|claim| matches!(claim.verdict, Verdict::NotValid { .. }));
        let trusted = |claim: &Claim| {
            told::is_of_whole(claim) && claim.verdict == Verdict::Valid { origin: Origin::Trusted }
        };
        !wrong && (matches!(self.detached, Check::Holds { .. }) || self.signatures.iter().any(trusted))
    }

    /// Whether there is a signature of the whole that could not be looked at.
    fn has_unchecked(&self) -> bool {
        let unchecked = |claim: &&Claim| matches!(claim.verdict, Verdict::NotChecked { .. });
        let whole = self.signatures.iter().filter(|claim| told::is_of_whole(claim));
        matches!(self.detached, Check::NotChecked { .. }) || whole.filter(unchecked).count() > 0
    }

    fn has_any(&self) -> bool {
        self.detached != Check::Missing || self.signatures.iter().any(told::is_of_whole)
    }
}

fn sheet(verified: &Verified) -> String {
    let outcome = if verified.is_verified { "verified" } else { "NOT verified" };
    let mut sheet = Sheet::titled(&format!("{}: {outcome}", verified.file));
    sheet.row("SHA-256", &verified.sha256.hex());
    sheet.row(".sha256 beside it", &verified.digest.words());
    sheet.row(".minisig beside it", &verified.detached.words());
    for claim in &verified.signatures {
        sheet.row(&format!("{} {}", claim.form.name(), claim.pointer), &told::words(&claim.verdict));
    }
    sheet.finish()
}

impl Check {
    fn words(&self) -> String {
        match self {
            Self::Holds { by: Some(by) } => format!("holds, by the key {by}"),
            Self::Holds { by: None } => "holds".to_owned(),
            Self::Wrong { why } => format!("DOES NOT HOLD: {why}"),
            Self::NotChecked { why } => format!("not checked: {why}"),
            Self::Missing => "none".to_owned(),
        }
    }

    /// The finding that it is, if it is one.
    fn severity(&self) -> Option<Severity> {
        match self {
            Self::Wrong { .. } => Some(Severity::Error),
            Self::NotChecked { .. } => Some(Severity::Warning),
            Self::Holds { .. } | Self::Missing => None,
        }
    }
}
