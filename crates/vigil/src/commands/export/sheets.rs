//! Tables of records as sheets.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use vigil_document::sheet::{Sheet, SheetColumn, Value};
use vigil_import::table::{self, Form, Table};
use vigil_model::Model;

use crate::context::Context;
use crate::device;
use crate::outcome::Outcome;
use crate::problem::Problem;

/// The folder's records; a file of it that cannot be read is refused, because its records would be missing.
pub(super) fn model(context: &Context) -> anyhow::Result<Model> {
    let loaded = vigil_model::load(&context.world, &context.device()?)?;
    if device::unread(&loaded.findings) == Outcome::Unusable {
        return Err(Problem::new("a file of the model cannot be read, so nothing was written")
            .help("`vigil check` says which and why")
            .into());
    }
    Ok(loaded.model)
}

/// One table as a sheet: words from lists, the id locked.
pub(super) fn sheet(model: &Model, table: Table) -> Sheet {
    let columns = table.columns().map(|field| {
        let column = SheetColumn::new(field.title).choices(table::choices(model, table, field));
        match field.form {
            Form::Id => column.key().width(16),
            Form::Text => column.width(36),
            _ => column.width(22),
        }
    });
    let mut sheet =
        Sheet::new(table.sheet(), format!("Records of the device folder: {}", table.word()), columns);
    sheet.freeze_columns = 1;
    sheet.notes = vec![
        format!(
            "`vigil import {} FILE` shows what a changed table would change, and writes it with `--write`.",
            table.word()
        ),
        "A new row is a new record; an empty cell takes nothing away.".to_owned(),
    ];
    for row in table::rows(model, table) {
        sheet.rows.push(row.into_iter().map(Value::from).collect());
    }
    sheet
}

/// The words of the tables as an argument.
pub(super) fn parser() -> impl TypedValueParser<Value = Table> {
    PossibleValuesParser::new(Table::ALL.map(Table::word))
        .try_map(|word| Table::ALL.into_iter().find(|it| it.word() == word).ok_or("there is no such table"))
}
