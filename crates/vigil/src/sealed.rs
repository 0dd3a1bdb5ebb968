//! Digests and signatures beside a file that leaves the house: `NAME.sha256` as `sha256sum -c` reads it, `NAME.minisig` as
//! `minisign -V` does.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use vigil_base::{Digest, World as _};
use vigil_sign::SecretKey;
use vigil_submission::Seal;

use crate::context::Context;
use crate::problem::Problem;

/// The ending of a file with a digest.
pub const DIGEST: &str = "sha256";
/// The ending of a file with a signature.
pub const SIGNATURE: &str = "minisig";

/// The secret key in `file`.
pub fn secret(file: &Path, context: &Context) -> Result<SecretKey, Problem> {
    let refused = || Problem::new(format!("the key `{}` cannot be used", file.display()));
    let text = String::from_utf8(context.read(file)?).map_err(|error| refused().caused_by(error))?;
    SecretKey::read(&text).map_err(|error| refused().caused_by(error))
}

/// What stands beside a file: the ending and the content of each. The digest always, the signature where there is a key.
pub fn beside(name: &str, bytes: &[u8], key: Option<&SecretKey>) -> Vec<(&'static str, Vec<u8>)> {
    let digest = Digest::of_bytes(bytes);
    let line = format!("{}  {name}\n", digest.hex());
    let signature = key.map(|key| vigil_sign::sign(key, bytes, &format!("file:{name} {digest}")));
    let signature = signature.map(|text| (SIGNATURE, text.into_bytes()));
    [(DIGEST, line.into_bytes())].into_iter().chain(signature).collect()
}

/// What stands beside the SBOMs of a submission.
pub struct Sealed(pub Option<SecretKey>);

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            Some(key) => write!(f, "Sealed({})", key.public().number()),
            None => f.write_str("Sealed"),
        }
    }
}

impl Seal for Sealed {
    fn beside(&self, name: &str, bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
        beside(name, bytes, self.0.as_ref())
    }
}

/// Writes the digest, and with a key the signature, beside the file that was written to `path`; says what was written.
pub fn write(
    path: &Path,
    bytes: &[u8],
    key: Option<&SecretKey>,
    context: &Context,
) -> Result<String, Problem> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for (ending, content) in beside(&name, bytes, key) {
        let at = with(path, ending);
        let refused = |error| Problem::new(format!("`{}` cannot be written", at.display())).caused_by(error);
        context.world.write(&at, &content).map_err(refused)?;
    }
    Ok(match key {
        Some(key) => format!("signed with {}: {name}.{DIGEST}, {name}.{SIGNATURE}", key.public().number()),
        None => format!("SHA-256 in {name}.{DIGEST}"),
    })
}

/// The files that can stand beside `path`: with one more ending, or, as in a submission, with another.
pub fn of(path: &Path, ending: &str) -> [PathBuf; 2] {
    [with(path, ending), path.with_extension(ending)]
}

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".");
    name.push(ending);
    name.into()
}
