//! Lists the files that the program carries with it: the worked example with its feed, and the folders to start from.
//!
//! Made at build time, so that a file that comes or goes needs nothing but a build.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[expect(clippy::disallowed_methods, reason = "cargo hands its folders over in the environment")]
fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    for (name, folder) in [("examples", here.join("../../examples")), ("templates", here.join("templates"))] {
        println!("cargo::rerun-if-changed={}", folder.display());
        fs::write(out.join(format!("{name}.in")), list(&folder)?)?;
    }
    Ok(())
}

/// Every file below `folder`, named by its path from there, sorted.
fn list(folder: &Path) -> io::Result<String> {
    let mut names = Vec::new();
    collect(folder, "", &mut names)?;
    names.sort();
    let mut text = String::from("&[\n");
    for name in names {
        let path = folder.join(&name);
        text.push_str(&format!(
            "    File {{ path: {name:?}, bytes: include_bytes!({:?}) }},\n",
            path.to_string_lossy()
        ));
    }
    text.push_str("]\n");
    Ok(text)
}

fn collect(folder: &Path, below: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}
