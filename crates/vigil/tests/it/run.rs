//! Starts the program in a folder of its own, with an environment that says nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// The program, in an empty environment, with nothing to read from standard input.
pub(crate) fn vigil(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigil"));
    command.current_dir(folder).env_clear().args(args).stdin(Stdio::null());
    command
}

/// What the program says and how it ends, as one text for a snapshot.
pub(crate) fn transcript(folder: &Path, args: &[&str]) -> String {
    let output = vigil(folder, args).output().unwrap();
    let mut text = format!("$ vigil {}\n{}", args.join(" "), text(&output.stdout));
    if !output.stderr.is_empty() {
        text.push_str(&format!("--- standard error\n{}", self::text(&output.stderr)));
    }
    text.push_str(&format!("--- exit code {}\n", code(&output)));
    text.replace(&folder.display().to_string(), "FOLDER")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The exit code; a program that was killed has none.
pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// A new empty folder, gone when the test ends well.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("vigil-it-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        // The program prints the real path, and the temporary folder is a link on some systems.
        Self(path.canonicalize().unwrap())
    }

    /// A folder with these files in it.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
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
