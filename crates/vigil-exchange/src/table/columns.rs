//! Which column holds what: guessed from headings, or read from a file that a person keeps.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use toml::Value;

/// A field, and the headings by which its column is guessed: strongest first, in small letters and digits only.
pub type FieldNames = (&'static str, &'static [&'static str]);

/// A mapping of fields to the headings of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Whether a person has checked it.
    #[serde(default)]
    pub confirmed: bool,
    /// The sheet of a workbook; chosen by its headings where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The heading of the column for each field.
    #[serde(rename = "columns")]
    pub fields: BTreeMap<String, String>,
}

/// Why a mapping cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// It is no mapping.
    #[error("it is not a mapping of columns: {0}")]
    Syntax(String),
    /// It names a field that there is not.
    #[error("there is no field `{field}`; there are {known}")]
    Field {
        /// The field.
        field: String,
        /// All fields.
        known: String,
    },
}

impl Columns {
    /// The mapping that the headings suggest; not confirmed. A heading is taken for one field only.
    pub fn guess(heads: &[String], sheet: Option<String>, names: &[FieldNames]) -> Self {
        let mut bare: Vec<String> = heads.iter().map(|head| bare(head)).collect();
        let mut fields = BTreeMap::new();
        for (field, words) in names {
            let found = words.iter().find_map(|word| bare.iter().position(|head| head == word));
            if let Some(at) = found {
                fields.insert((*field).to_owned(), heads[at].clone());
                bare[at].clear();
            }
        }
        Self { confirmed: false, sheet, fields }
    }

    /// Reads a mapping file.
    ///
    /// # Errors
    ///
    /// [`ColumnsError`] for what is no mapping and for fields that there are not.
    pub fn parse(text: &str, names: &[FieldNames]) -> Result<Self, ColumnsError> {
        let columns: Self = toml::from_str(text).map_err(|error| ColumnsError::Syntax(error.to_string()))?;
        match columns.fields.keys().find(|field| !names.iter().any(|(known, _)| known == field)) {
            None => Ok(columns),
            Some(field) => {
                let known: Vec<_> = names.iter().map(|(known, _)| *known).collect();
                Err(ColumnsError::Field { field: field.clone(), known: known.join(", ") })
            }
        }
    }

    /// The mapping as a file to keep.
    pub fn written(&self) -> String {
        let quoted = |text: &str| Value::String(text.to_owned()).to_string();
        let mut text = format!(
            "# Set this to true when a person has checked the mapping.\nconfirmed = {}\n",
            self.confirmed
        );
        if let Some(sheet) = &self.sheet {
            let _ = writeln!(text, "sheet = {}", quoted(sheet));
        }
        text.push_str("\n[columns]\n");
        for (field, head) in &self.fields {
            let _ = writeln!(text, "{field} = {}", quoted(head));
        }
        text
    }
}

/// Letters and digits of a heading in lower case.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[FieldNames] = &[("id", &["id", "riskid"]), ("title", &["title", "risk", "id"])];

    #[test]
    fn a_mapping_is_guessed_written_and_read_back() {
        let heads = ["Risk ID", "Risk", "Owner"].map(str::to_owned);
        let guessed = Columns::guess(&heads, Some("Sheet \"1\"".to_owned()), NAMES);
        assert_eq!(guessed.fields["id"], "Risk ID");
        assert_eq!(guessed.fields["title"], "Risk");
        assert_eq!(Columns::parse(&guessed.written(), NAMES), Ok(guessed));
        let unknown = Columns::parse("[columns]\nowner = \"Owner\"\n", NAMES).unwrap_err().to_string();
        assert!(unknown.contains("no field `owner`; there are id, title"), "{unknown}");
    }

    #[test]
    fn one_column_is_not_taken_for_two_fields() {
        let guessed = Columns::guess(&["ID".to_owned()], None, NAMES);
        assert_eq!(guessed.fields.keys().collect::<Vec<_>>(), ["id"]);
    }
}
