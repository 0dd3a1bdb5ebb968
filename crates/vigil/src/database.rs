//! Which vulnerability database a command uses.

use std::path::{Path, PathBuf};

use vigil_base::World as _;

use crate::context::Context;
use crate::problem::Problem;

/// The variable that names the database of a machine.
const VARIABLE: &str = "VIGIL_DB";
/// The name of a database where none is given.
pub const NAME: &str = "vigil.vdb";

/// Which vulnerability database to use.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct DatabaseArgs {
    /// The vulnerability database; without it, what `VIGIL_DB` names, or `vigil.vdb` in the device folder or
    /// the working directory
    #[arg(long, value_name = "FILE")]
    pub db: Option<PathBuf>,
}

/// How old the data may be.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct FreshnessArgs {
    /// How many days old a source may be before its silence counts as "could not look"
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    pub max_age: i64,
}

impl DatabaseArgs {
    /// Where the database is or would be written.
    pub fn path(&self, context: &Context) -> PathBuf {
        let named = self.db.clone().or_else(|| context.world.env(VARIABLE).map(PathBuf::from));
        let in_device = || context.device().ok().map(|folder| folder.join(NAME));
        named.or_else(in_device).unwrap_or_else(|| PathBuf::from(NAME))
    }

    /// Where the database of a device folder is.
    pub fn path_for(&self, context: &Context, root: &Path) -> PathBuf {
        let named = self.db.clone().or_else(|| context.world.env(VARIABLE).map(PathBuf::from));
        named.unwrap_or_else(|| root.join(NAME))
    }

    /// Where the database is; an error that says how to make one where there is none.
    pub fn existing(&self, context: &Context) -> Result<PathBuf, Problem> {
        let path = self.path(context);
        if context.world.exists(&path) { Ok(path) } else { Err(missing(&path)) }
    }
}

/// Whether a file is there and holds not one byte, as an interrupted copy leaves it.
pub fn is_empty_file(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == 0)
}

/// What to say where there is no database.
pub fn missing(path: &Path) -> Problem {
    Problem::new(format!("there is no vulnerability database `{}`", path.display()))
        .help("make one from public feeds with `vigil db update`")
        .help("or from downloaded ones with `vigil db import FILE...`")
        .help(format!("or name one with `--db FILE` or the variable `{VARIABLE}`"))
}
