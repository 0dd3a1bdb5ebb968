//! YAML into the tree, with merge keys (`<<: *base`), as models use them to inherit values.

use std::collections::{BTreeSet, HashMap};

use granit_parser::{Event, Parser, ScalarStyle};

use super::{DEPTH, Fault, Node, VALUES, Value};

/// A list or table that is open.
enum Open {
    List(Vec<Node>),
    Map(Vec<(String, Node)>, Option<String>),
}

#[derive(Default)]
struct Builder {
    open: Vec<(Open, usize, usize)>,
    /// What an anchor stands for, how many values that is and how deep they nest.
    anchors: HashMap<usize, (Node, usize, usize)>,
    root: Option<Node>,
    values: usize,
    line: usize,
}

/// Reads a text of one document.
pub(crate) fn read(text: &str) -> Result<Node, Fault> {
    let mut builder = Builder::default();
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| Fault::new(error.info(), error.marker().line()))?;
        builder.line = span.start.line();
        builder.event(event)?;
    }
    let root = builder.root.unwrap_or_else(|| Node::new(Value::Null, 1));
    Ok(root)
}

impl Builder {
    fn event(&mut self, event: Event<'_>) -> Result<(), Fault> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                if let Some((Open::Map(_, key @ None), ..)) = self.open.last_mut() {
                    *key = Some(text.into_owned());
                    return Ok(());
                }
                let value = scalar(text.into_owned(), style);
                self.add(Node::new(value, self.line), anchor)?;
            }
            Event::SequenceStart(_, anchor, _) => self.start(Open::List(Vec::new()), anchor)?,
            Event::MappingStart(_, anchor, _) => self.start(Open::Map(Vec::new(), None), anchor)?,
            Event::SequenceEnd | Event::MappingEnd => {
                let Some((done, anchor, line)) = self.open.pop() else { return Ok(()) };
                let value = match done {
                    Open::List(items) => Value::List(items),
                    Open::Map(entries, _) => Value::Map(merged(entries)?),
                };
                self.add(Node::new(value, line), anchor)?;
            }
            Event::Alias(anchor) => self.alias(anchor)?,
            _ => {}
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize) -> Result<(), Fault> {
        let Some((node, size, depth)) = self.anchors.get(&anchor) else {
            return Err(self.wrong("an alias names an anchor that is not finished"));
        };
        if self.open.len() + depth > DEPTH {
            return Err(self.too_deep());
        }
        self.values += size;
        if self.values > VALUES {
            return Err(self.too_many());
        }
        let node = node.clone();
        self.add(node, 0)
    }

    fn start(&mut self, open: Open, anchor: usize) -> Result<(), Fault> {
        if self.open.len() >= DEPTH {
            return Err(self.too_deep());
        }
        if let Some((Open::Map(_, None), ..)) = self.open.last() {
            return Err(self.wrong("a key is not a plain text"));
        }
        self.open.push((open, anchor, self.line));
        Ok(())
    }

    fn add(&mut self, node: Node, anchor: usize) -> Result<(), Fault> {
        self.values += 1;
        if anchor > 0 {
            // A copy is held, so it counts: many nested anchors must not fill the memory either.
            let (size, depth) = (node.size(), node.depth());
            self.values += size;
            self.anchors.insert(anchor, (node.clone(), size, depth));
        }
        if self.values > VALUES {
            return Err(self.too_many());
        }
        let line = self.line;
        match self.open.last_mut() {
            None if self.root.is_none() => self.root = Some(node),
            // An end mark at the end of a file begins a document with nothing in it.
            None if node.value == Value::Null => {}
            None => {
                return Err(Fault::new(
                    "a second document begins in it, and only one can be read",
                    node.line,
                ));
            }
            Some((Open::List(items), ..)) => items.push(node),
            Some((Open::Map(entries, key), ..)) => {
                let Some(key) = key.take() else {
                    return Err(Fault::new("a key is not a plain text", line));
                };
                entries.push((key, node));
            }
        }
        Ok(())
    }

    fn wrong(&self, cause: &str) -> Fault {
        Fault::new(cause, self.line)
    }

    fn too_deep(&self) -> Fault {
        Fault::new(format!("it nests deeper than {DEPTH} levels"), self.line)
    }

    fn too_many(&self) -> Fault {
        Fault::new(
            format!("it holds more than {VALUES} values, counting what its aliases stand for"),
            self.line,
        )
    }
}

/// The table with what its merge keys bring: its own keys win, then those of the earlier base.
fn merged(entries: Vec<(String, Node)>) -> Result<Vec<(String, Node)>, Fault> {
    let (bases, mut own): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(key, _)| key == "<<");
    let mut seen = BTreeSet::new();
    for (key, node) in &own {
        if !seen.insert(key.clone()) {
            return Err(Fault::new(format!("the key `{key}` stands twice in one table"), node.line));
        }
    }
    for (_, base) in bases {
        let tables = match base.value {
            Value::List(items) => items,
            _ => vec![base],
        };
        for table in tables {
            let Value::Map(entries) = table.value else {
                return Err(Fault::new("a merge key (`<<`) names no table", table.line));
            };
            for (key, node) in entries {
                if seen.insert(key.clone()) {
                    own.push((key, node));
                }
            }
        }
    }
    Ok(own)
}

fn scalar(text: String, style: ScalarStyle) -> Value {
    match text.as_str() {
        _ if style != ScalarStyle::Plain => Value::Text(text),
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        _ => Value::Text(text),
    }
}
