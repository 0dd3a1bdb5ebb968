//! What `sbom verify` says.

use vigil_base::Place;
use vigil_finding::{Finding, Severity};
use vigil_sbom::{Claim, Form, Origin, Verdict};

use super::{Check, Verified};
use crate::context::Said;
use crate::sealed;

/// Whether a signature is over the whole document, not over one of its entries.
pub(super) fn is_of_whole(claim: &Claim) -> bool {
    claim.form != Form::Jsf || claim.pointer.starts_with("/signature")
}

/// A verdict for the sheet.
pub(super) fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Valid { origin: Origin::Trusted } => "holds, by a key that was given".to_owned(),
        Verdict::Valid { origin: Origin::Carried } => {
            "holds, but only by the key it carries itself".to_owned()
        }
        Verdict::NotValid { why } => format!("DOES NOT HOLD: it {why}"),
        Verdict::NotChecked { why } => format!("not checked: {why}"),
    }
}

/// The findings on files beside the SBOM, and the sum of all.
pub(super) fn tell(verified: &Verified, said: &mut Said) {
    let file = &verified.file;
    let about = |severity, code: &str, message: String| {
        Finding::new(code, severity, message, file).at(Place::start_of(file))
    };
    for (ending, what, check) in
        [(sealed::DIGEST, "digest", &verified.digest), (sealed::SIGNATURE, "signature", &verified.detached)]
    {
        let (Some(severity), Check::Wrong { why } | Check::NotChecked { why }) = (check.severity(), check)
        else {
            continue;
        };
        let code = match (severity, ending) {
            (Severity::Error, sealed::DIGEST) => "sbom.digest-wrong",
            (Severity::Error, _) => "sbom.signature-wrong",
            _ => "sbom.signature-not-checked",
        };
        said.findings.push(
            about(
                severity,
                code,
                format!("the {what} in `{file}.{ending}` does not vouch for the file: {why}"),
            )
            .help("get file and signature again from where they were made"),
        );
    }
    if verified.is_verified {
        return;
    }
    if verified.has_unchecked() {
        said.counts.missed(format!("`{file}` has a signature that could not be checked"));
        return;
    }
    let (message, help) = if verified.has_any() {
        (
            "no signature of the file holds with a key that was given",
            "name the key of its maker with `--key KEY`",
        )
    } else {
        (
            "the file has no signature, neither beside it nor in it: nothing says who made it and that it was not changed",
            "ask its maker for one; `vigil sbom convert ... --sign KEY` makes one",
        )
    };
    let code = if verified.has_any() { "sbom.not-verified" } else { "sbom.signature-missing" };
    said.findings.push(about(Severity::Error, code, message.to_owned()).help(help));
}
