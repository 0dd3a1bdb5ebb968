//! JSON into the tree. The parser of `serde_json` judges the syntax; the walk after it only notes where things stand.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;

use super::{DEPTH, Fault, Node, VALUES, Value};

/// Reads a document.
pub(crate) fn read(text: &str) -> Result<Node, Fault> {
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| Fault::new(error.to_string(), error.line()))?;
    let mut walk = Walk { text, at: 0, line: 1, values: 0 };
    walk.value(0)
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    values: usize,
}

impl Walk<'_> {
    fn value(&mut self, depth: usize) -> Result<Node, Fault> {
        self.skip();
        let line = self.line;
        self.values += 1;
        if depth >= DEPTH {
            return Err(Fault::new(format!("it nests deeper than {DEPTH} levels"), line));
        }
        if self.values > VALUES {
            return Err(Fault::new(format!("it holds more than {VALUES} values"), line));
        }
        let value = match self.byte() {
            Some(b'{') => self.map(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(_) => self.literal(),
            None => return Err(Fault::new("it ends too early", line)),
        };
        Ok(Node::new(value, line))
    }

    fn map(&mut self, depth: usize) -> Result<Value, Fault> {
        let mut entries: Vec<(String, Node)> = Vec::new();
        let mut seen = BTreeSet::new();
        self.at += 1;
        loop {
            self.skip();
            match self.byte() {
                Some(b'}') => break,
                Some(b',') => self.at += 1,
                Some(b'"') => {
                    let line = self.line;
                    let key = self.string()?;
                    self.skip();
                    // The colon: the syntax was judged before.
                    self.at += 1;
                    if !seen.insert(key.clone()) {
                        return Err(Fault::new(format!("the key `{key}` stands twice in one object"), line));
                    }
                    entries.push((key, self.value(depth + 1)?));
                }
                _ => return Err(Fault::new("an object is broken", self.line)),
            }
        }
        self.at += 1;
        Ok(Value::Map(entries))
    }

    fn list(&mut self, depth: usize) -> Result<Value, Fault> {
        let mut items = Vec::new();
        self.at += 1;
        loop {
            self.skip();
            match self.byte() {
                Some(b']') => break,
                Some(b',') => self.at += 1,
                Some(_) => items.push(self.value(depth + 1)?),
                None => return Err(Fault::new("a list is broken", self.line)),
            }
        }
        self.at += 1;
        Ok(Value::List(items))
    }

    fn string(&mut self) -> Result<String, Fault> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        self.at += 1;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 2,
                b'"' => break,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        let quoted = self.text.get(start..self.at).unwrap_or("");
        serde_json::from_str(quoted).map_err(|error| Fault::new(error.to_string(), self.line))
    }

    fn literal(&mut self) -> Value {
        let rest = self.text.get(self.at..).unwrap_or("");
        let end = rest.find([',', '}', ']', ' ', '\t', '\r', '\n']).unwrap_or(rest.len());
        self.at += end.max(1);
        match &rest[..end] {
            "null" => Value::Null,
            word => Value::Text(word.to_owned()),
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.byte() {
            self.line += usize::from(byte == b'\n');
            self.at += 1;
        }
    }
}
