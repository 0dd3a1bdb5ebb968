//! `vigil import FILE`: what a file is, and how it is imported.

use std::path::Path;

use serde::Serialize;
use vigil_exchange::threat_model;

use super::model::{refused, said_of};
use crate::context::Context;
use crate::output::Done;
use crate::problem::Problem;

/// The JSON form.
#[derive(Serialize)]
struct Value {
    schema_version: u32,
    file: String,
    format: &'static str,
    command: String,
}

/// Names the format.
pub(super) fn run(file: Option<&Path>, context: &Context) -> anyhow::Result<Done> {
    let Some(file) = file else { return Err(Problem::new("no file is named").into()) };
    let bytes = context.read(&context.world.start().join(file))?;
    let shown = file.display().to_string();
    if is_table(file, &bytes) {
        let problem =
            Problem::new(format!("`{shown}` is a table, and which one is not told from its content"));
        let help = format!(
            "say which: `vigil import risks {shown}`, `requirements`, `anomalies`, `threats`, `controls` or `tests`"
        );
        return Err(problem.help(help).into());
    }
    let model = threat_model::read(&bytes, None).map_err(|error| refused(&shown, &error))?;
    let word = model.format.word();
    let command = format!("vigil import {word} {shown}");
    let text = format!(
        "{}\n`{command} --dry-run` shows what would be carried, `{command}` imports it\n",
        said_of(&shown, &model)
    );
    context.document(text, &Value { schema_version: 1, file: shown, format: word, command })
}

fn is_table(file: &Path, bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || file.extension().is_some_and(|it| it.eq_ignore_ascii_case("csv"))
}
