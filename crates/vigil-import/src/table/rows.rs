//! The records of a folder as rows.

use serde_json::Value as Json;
use vigil_model::Model;

use super::fields::{Field, Form};
use super::{Table, cell};

/// One row a record, in the order of ids; a cell for each of [`Table::columns`].
pub fn rows(model: &Model, table: Table) -> Vec<Vec<String>> {
    let record = |id: &vigil_base::Id| {
        let json = model.record_json(table.kind(), id.as_str()).unwrap_or(Json::Null);
        table.columns().map(|field| of(&json, field, id.as_str())).collect()
    };
    model.ids(table.kind()).into_iter().map(record).collect()
}

/// The cell of one field.
pub(super) fn of(json: &Json, field: &Field, id: &str) -> String {
    match field.form {
        Form::Id => id.to_owned(),
        Form::Applies => String::new(),
        _ => cell::text(at(json, field.way)),
    }
}

fn at<'j>(json: &'j Json, way: &[&str]) -> Option<&'j Json> {
    way.iter().try_fold(json, |json, key| json.get(key))
}

/// The words that a column allows; none where any text is allowed.
pub fn choices(model: &Model, table: Table, field: &Field) -> Vec<String> {
    let scale = || model.scale.as_ref().map(|it| it.exploitability.clone()).unwrap_or_default();
    match (field.form, field.way) {
        (Form::Word, [key]) => {
            let docs = table.kind().key_docs();
            let schema = docs.iter().find(|it| it.key == *key).map(|it| it.schema.clone());
            schema.as_ref().map(words).unwrap_or_default()
        }
        (Form::Text, ["before" | "after", "exploitability"]) => scale(),
        _ => Vec::new(),
    }
}

/// The words of an enumeration in a schema, as `const` of its alternatives or as `enum`.
fn words(schema: &Json) -> Vec<String> {
    let of_list = |key: &str| schema.get(key).and_then(Json::as_array);
    let alternatives = of_list("oneOf").or_else(|| of_list("anyOf"));
    let consts = alternatives.into_iter().flatten().filter_map(|it| it.get("const"));
    let listed = of_list("enum").into_iter().flatten();
    consts.chain(listed).filter_map(Json::as_str).map(str::to_owned).collect()
}
