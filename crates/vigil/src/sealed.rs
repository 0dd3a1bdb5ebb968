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

/// What stands beside a file: the ending and the content of each.
pub fn beside(name: &str, bytes: &[u8], key: &SecretKey) -> [(&'static str, Vec<u8>); 2] {
    let digest = Digest::of_bytes(bytes);
    let line = format!("{}  {name}\n", digest.hex());
    let signature = vigil_sign::sign(key, bytes, &format!("file:{name} {digest}"));
    [(DIGEST, line.into_bytes()), (SIGNATURE, signature.into_bytes())]
}

/// What stands beside the SBOMs of a submission.
pub struct Sealed(pub SecretKey);

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed({})", self.0.public().number())
    }
}

impl Seal for Sealed {
    fn beside(&self, name: &str, bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
        beside(name, bytes, &self.0).into()
    }
}

/// Writes digest and signature beside the file that was written to `path`; says what was written.
pub fn write(path: &Path, bytes: &[u8], key: &SecretKey, context: &Context) -> Result<String, Problem> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for (ending, content) in beside(&name, bytes, key) {
        let at = with(path, ending);
        let refused = |error| Problem::new(format!("`{}` cannot be written", at.display())).caused_by(error);
        context.world.write(&at, &content).map_err(refused)?;
    }
    Ok(format!("signed with {}: {name}.{DIGEST}, {name}.{SIGNATURE}", key.public().number()))
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
