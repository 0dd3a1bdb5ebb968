//! Values of records as cells, and cells as values.

use serde_json::Value as Json;
use toml_edit::{Array, Value};

use super::fields::Form;
use crate::words;

/// What a value of a record looks like in a cell.
pub(super) fn text(value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.trim().to_owned(),
        Some(Json::Array(items)) => {
            let items: Vec<String> = items.iter().map(|it| text(Some(it))).collect();
            items.join(", ")
        }
        Some(other) => other.to_string(),
    }
}

/// Whether two cells say the same: spreadsheets change line ends, and white space and order in lists mean nothing.
pub(super) fn same(a: &str, b: &str, form: Form) -> bool {
    match form {
        Form::List => sorted(list(a)) == sorted(list(b)),
        Form::Stride => letters(a) == letters(b),
        Form::Cwe => numbers(a).map(sorted) == numbers(b).map(sorted),
        Form::Word => word(a) == word(b),
        _ => lines(a) == lines(b),
    }
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort();
    items
}

/// The value that a cell stands for, or why it cannot be understood.
pub(super) fn value(cell: &str, form: Form) -> Result<Value, String> {
    Ok(match form {
        Form::List => Value::Array(list(cell).into_iter().collect::<Array>()),
        Form::Stride => {
            let letters = letters(cell).ok_or_else(|| format!("`{cell}` is none of STRIDE"))?;
            Value::Array(letters.into_iter().collect::<Array>())
        }
        Form::Cwe => cwe(cell)?,
        Form::Word => word(cell).into(),
        Form::Day => day(cell)?,
        Form::Id | Form::Text | Form::Private | Form::Applies => lines(cell).into(),
    })
}

/// Whether a row of a checklist applies; nothing where that is not said.
pub(super) fn applies(cell: &str) -> Option<bool> {
    let word: String =
        cell.to_lowercase().chars().filter(|it| it.is_alphanumeric() || *it == ' ' || *it == ',').collect();
    let first = word.split([' ', ',']).next().unwrap_or_default();
    let is_no = ["no", "n", "na", "not", "none", "false", "0", "nein", "non"].contains(&first);
    let is_yes = ["yes", "y", "x", "true", "1", "ja", "oui", "applies", "applicable"].contains(&first);
    (is_no || is_yes).then_some(is_yes)
}

fn lines(cell: &str) -> String {
    cell.replace("\r\n", "\n").trim().to_owned()
}

/// Words are written small, with hyphens: `No security effect` is `no-security-effect`.
fn word(cell: &str) -> String {
    cell.trim().to_lowercase().replace([' ', '_'], "-")
}

fn list(cell: &str) -> Vec<&str> {
    cell.split([',', ';', '\n', '\r']).map(str::trim).filter(|it| !it.is_empty()).collect()
}

/// The letters of a cell: `S, T`, `ST`, `Spoofing; Tampering`.
fn letters(cell: &str) -> Option<Vec<&'static str>> {
    let mut found = Vec::new();
    for part in list(cell) {
        match words::stride(part) {
            Some(letter) => found.push(letter),
            None => {
                let each = part.chars().map(|c| words::stride(&c.to_string()));
                found.extend(each.collect::<Option<Vec<_>>>()?);
            }
        }
    }
    let order = |letter: &&str| "STRIDE".find(*letter);
    found.sort_by_key(order);
    found.dedup();
    Some(found)
}

/// The numbers of a cell; `None` inside stands for `none`.
fn numbers(cell: &str) -> Option<Vec<i64>> {
    let of = |part: &str| part.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<i64>().ok();
    list(cell).into_iter().map(of).collect()
}

fn cwe(cell: &str) -> Result<Value, String> {
    if ["none", "n/a", "na"].contains(&cell.trim().to_lowercase().as_str()) {
        return Ok("none".into());
    }
    let numbers =
        numbers(cell).ok_or_else(|| format!("`{cell}` is no number of CWE; write 345, CWE-345 or none"))?;
    Ok(match numbers.as_slice() {
        [one] => (*one).into(),
        many => Value::Array(many.iter().copied().collect::<Array>()),
    })
}

fn day(cell: &str) -> Result<Value, String> {
    let day = vigil_base::date::parse(cell).filter(|_| cell.trim().len() == 10);
    let day = day.ok_or_else(|| format!("`{cell}` is no day; write it like 2027-03-01"))?;
    day.to_string().parse::<toml_edit::Datetime>().map(Value::from).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: &str, form: Form) -> String {
        value(cell, form).map_or_else(|why| why, |it| it.to_string().trim().to_owned())
    }

    #[test]
    fn cells_are_understood_as_people_write_them() {
        assert_eq!(written("a; b\nc", Form::List), "[\"a\", \"b\", \"c\"]");
        assert_eq!(written("Tampering, S", Form::Stride), "[\"S\", \"T\"]");
        assert_eq!(written("TS", Form::Stride), "[\"S\", \"T\"]");
        assert_eq!(written("CWE-345", Form::Cwe), "345");
        assert_eq!(written("345, CWE-79", Form::Cwe), "[345, 79]");
        assert_eq!(written("None", Form::Cwe), "\"none\"");
        assert_eq!(written("No Security Effect", Form::Word), "\"no-security-effect\"");
        assert_eq!(written("2027-03-01", Form::Day), "2027-03-01");
        assert!(
            written("soon", Form::Day).contains("no day") && written("bad", Form::Cwe).contains("no number")
        );
        assert!(written("Linkability", Form::Stride).contains("none of STRIDE"));
    }

    #[test]
    fn what_says_the_same_is_the_same() {
        assert!(same("a\r\nb ", "a\nb", Form::Text) && !same("a", "b", Form::Text));
        assert!(same("a,b", "b; a", Form::List) && !same("a,b", "a", Form::List));
        assert!(!same("a,a,b", "a,b,b", Form::List) && same("79, 345", "CWE-345; CWE-79", Form::Cwe));
        assert!(
            same("CWE-345", "345", Form::Cwe)
                && same("none", "None", Form::Cwe)
                && !same("none", "1", Form::Cwe)
        );
    }
}
