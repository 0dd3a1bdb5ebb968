//! A key pair for tests only, made with `minisign -G -W`, and what that program signed with it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use vigil_sign::{PublicKey, SecretKey};

pub(crate) const PUBLIC: &str = "\
untrusted comment: minisign public key 5D61B6A6A46DA4C
RWRM2kZqahvWBX4EscXPX/FebvKJdP1dS4KZJ6RxxX28vBcZ2MCCa0AB
";
pub(crate) const SECRET: &str = "\
untrusted comment: minisign encrypted secret key
RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAATNpGamob1gXZmIOVkasGPmhZFTh0SHCPeoLRSTLSf0blkQgcTcZfun4EscXPX/FebvKJdP1dS4KZJ6RxxX28vBcZ2MCCa0ABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
";
/// Over `hello` and a line feed, by minisign 0.11.
pub(crate) const SIGNATURE: &str = "\
untrusted comment: signature from minisign secret key
RURM2kZqahvWBZEXenaOSDbXyIaA4hIiAs+F2Xt6k+fdQwAPX5Pqd6ZiAN9rShSTQhXlSXEhkxcWgfxwvUZ6W2KPaw7/xKgJZQU=
trusted comment: trusted words
+t/5xBEesacq7bEDmUvGMY1lF94JCnQzMAvfXavwbEpNXkgNNtkEsZrLMAmff4luX/cia/UYKm2SCPBMFOaxBg==
";

pub(crate) fn secret() -> SecretKey {
    SecretKey::read(SECRET).unwrap()
}

pub(crate) fn public() -> PublicKey {
    PublicKey::read(PUBLIC).unwrap()
}

/// A new empty folder, gone when the test ends well.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("vigil-sign-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
