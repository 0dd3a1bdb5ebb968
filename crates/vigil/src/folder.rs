//! Where the device folder is.

use std::path::{Path, PathBuf};

use vigil_base::World;

use crate::problem::Problem;

/// The file that makes a folder a device folder.
pub const MARK: &str = "vigil.toml";

/// The device folder: the one named, or the nearest upward from where the command was started.
pub fn find(world: &dyn World, named: Option<&Path>, start: &Path) -> Result<PathBuf, Problem> {
    match named {
        Some(folder) if world.exists(&folder.join(MARK)) => Ok(folder.to_path_buf()),
        Some(folder) => Err(not_a_device_folder(world, folder)),
        None => start
            .ancestors()
            .find(|folder| world.exists(&folder.join(MARK)))
            .map(Path::to_path_buf)
            .ok_or_else(|| none_upward(start)),
    }
}

fn not_a_device_folder(world: &dyn World, folder: &Path) -> Problem {
    let shown = folder.display();
    if world.exists(folder) {
        Problem::new(format!("`{shown}` is not a device folder: there is no `{MARK}` in it"))
    } else {
        Problem::new(format!("there is no folder `{shown}`"))
    }
}

fn none_upward(start: &Path) -> Problem {
    let shown = start.display();
    Problem::new(format!(
        "there is no device folder here: neither `{shown}` nor a folder above it holds `{MARK}`"
    ))
    .help("name it with `--device DIR`, or change into it")
}

#[cfg(test)]
mod tests {
    use vigil_base::{Date, Memory};

    use super::*;

    fn world() -> Memory {
        Memory::new(Date::constant(2026, 11, 23))
            .with("/work/orchid/vigil.toml", "")
            .with("/work/notes/a.md", "")
    }

    #[test]
    fn the_nearest_folder_upward_is_found() {
        let found = find(&world(), None, Path::new("/work/orchid/model/parts")).unwrap();
        assert_eq!(found, Path::new("/work/orchid"));
    }

    #[test]
    fn a_folder_that_is_none_is_refused_with_the_reason() {
        let refused = |named: Option<&str>, start: &str| {
            find(&world(), named.map(Path::new), Path::new(start)).unwrap_err().to_string()
        };
        assert!(refused(None, "/work/notes").contains("no device folder here"));
        assert!(refused(Some("/work/notes"), "/work/orchid").contains("is not a device folder"));
        assert!(refused(Some("/work/gone"), "/work/orchid").contains("there is no folder"));
    }
}
