//! A document of another syntax, written in the form that JSON has for it: its head as a tree, its long lists as text.
//! The tree of a hundred thousand packages takes gigabytes, their text a hundredth of that.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Limits;
use crate::take::Fields;

/// The document.
#[derive(Debug, Default)]
pub(crate) struct AsJson {
    /// The fields. Those in `long` are left out.
    pub(crate) head: Fields,
    /// Long lists by key.
    pub(crate) long: BTreeMap<String, Long>,
}

/// A long list.
#[derive(Debug, Default)]
pub(crate) struct Long {
    /// Its elements as JSON, with commas between them.
    text: Vec<u8>,
    count: usize,
    is_too_deep: bool,
}

impl Long {
    /// How many elements it has.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Adds an element that is JSON already, and flat.
    pub(crate) fn push_text(&mut self, element: &str) {
        self.part();
        self.text.extend(element.as_bytes());
    }

    /// Adds an element at its end.
    pub(crate) fn push(&mut self, value: &Value) {
        self.part();
        self.is_too_deep |= deeper(value, Limits::DEEPEST - 2);
        write(&mut self.text, value);
    }

    fn part(&mut self) {
        if self.count > 0 {
            self.text.push(b',');
        }
        self.count += 1;
    }
}

impl AsJson {
    /// A document that is short enough to be a tree.
    pub(crate) fn of_tree(tree: Value) -> Self {
        let head = match tree {
            Value::Object(head) => head,
            _ => Fields::new(),
        };
        Self { head, long: BTreeMap::new() }
    }

    /// The document as JSON; nothing when it nests deeper than JSON is read.
    pub(crate) fn into_text(self) -> Option<String> {
        let is_too_deep = self.long.values().any(|it| it.is_too_deep)
            || self.head.values().any(|it| deeper(it, Limits::DEEPEST - 1));
        if is_too_deep {
            return None;
        }
        let mut text = Vec::with_capacity(self.long.values().map(|it| it.text.len()).sum::<usize>() + 4096);
        text.push(b'{');
        let Self { head, long } = self;
        for (key, value) in head {
            member(&mut text, &key);
            write(&mut text, &value);
        }
        // Each is dropped when it is copied, so that there are never two of all of them.
        for (key, list) in long {
            member(&mut text, &key);
            text.push(b'[');
            text.extend(list.text);
            text.push(b']');
        }
        text.push(b'}');
        String::from_utf8(text).ok()
    }
}

fn member(text: &mut Vec<u8>, key: &str) {
    if text.len() > 1 {
        text.push(b',');
    }
    write(text, &key.into());
    text.push(b':');
}

fn write(text: &mut Vec<u8>, value: &Value) {
    serde_json::to_writer(text, value).expect("memory takes all bytes, and every key is a text");
}

/// Whether a value nests deeper than `most`.
fn deeper(value: &Value, most: usize) -> bool {
    let is_inside = |it: &Value| deeper(it, most - 1);
    match value {
        Value::Array(items) => most == 0 || items.iter().any(is_inside),
        Value::Object(fields) => most == 0 || fields.values().any(is_inside),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_long_list_is_written_where_a_tree_would_have_it() {
        let mut written = AsJson::of_tree(json!({"a": [1], "z": "\u{1}"}));
        let list = written.long.entry("packages".to_owned()).or_default();
        list.push(&json!({"name": "x"}));
        list.push(&json!({"name": "y"}));
        assert_eq!(list.len(), 2);
        let text = written.into_text().expect("it is flat");
        let whole = json!({"a": [1], "z": "\u{1}", "packages": [{"name": "x"}, {"name": "y"}]});
        assert_eq!(serde_json::from_str::<Value>(&text).expect("it is JSON"), whole);
        assert_eq!(AsJson::default().into_text().as_deref(), Some("{}"));
    }

    #[test]
    fn what_nests_deeper_than_json_is_read_is_not_written() {
        let nested = |depth: usize| (0..depth).fold(json!(1), |inner, _| json!([inner]));
        let inside = |value: &Value| {
            let mut written = AsJson::default();
            written.long.entry("packages".to_owned()).or_default().push(value);
            written.into_text()
        };
        let text = inside(&nested(Limits::DEEPEST - 2)).expect("it is within bounds");
        assert!(serde_json::from_str::<Value>(&text).is_ok());
        assert!(inside(&nested(Limits::DEEPEST - 1)).is_none());
        assert!(AsJson::of_tree(json!({"a": nested(Limits::DEEPEST)})).into_text().is_none());
    }
}
