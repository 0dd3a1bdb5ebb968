//! YAML into the tree that JSON has, with bounds: aliases are counted as what they stand for.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

use super::xml::NUMBERS;
use crate::places::{Naming, Noted, Spot};
use crate::{Limits, ReadError};

/// Most values that aliases may stand for: few bytes, much memory.
const ALIASED: usize = 1_000_000;

/// A collection that is open.
enum Open {
    List(Vec<Value>),
    Object(Map<String, Value>, Option<String>),
}

struct Builder<'a, 'l> {
    file: &'l str,
    limits: &'l Limits,
    noted: Noted<'a>,
    open: Vec<(Open, usize, String)>,
    anchors: HashMap<usize, Value>,
    root: Option<Value>,
    values: usize,
    /// Of these, the ones that aliases stand for.
    aliased: usize,
    spot: Spot,
}

/// The document in `text`, as JSON would have it. One that stands below the key `Document` is taken out of it.
pub(crate) fn document<'a>(
    text: &'a str,
    file: &str,
    limits: &Limits,
) -> Result<(Value, Noted<'a>), ReadError> {
    let mut builder = Builder {
        file,
        limits,
        noted: Noted::new(text, Naming::Pointer),
        open: Vec::new(),
        anchors: HashMap::new(),
        root: None,
        values: 0,
        aliased: 0,
        spot: Spot::START,
    };
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(0);
            let place = Spot::START.forward(text, at).place(file);
            ReadError::Syntax { place, syntax: "YAML", cause: error.info() }
        })?;
        let range = span.byte_range().unwrap_or(0..0);
        if range.start >= builder.spot_at() {
            builder.spot = builder.spot.forward(text, range.start);
        }
        let width = text.get(range).and_then(|it| it.lines().next()).map_or(1, |line| line.chars().count());
        builder.event(event, width)?;
    }
    let root = builder.root.unwrap_or(Value::Null);
    Ok((inner(root), builder.noted))
}

/// Whether an event says anything: an empty scalar is what stands between two marks of documents.
fn is_content(event: &Event<'_>) -> bool {
    match event {
        Event::Scalar(text, style, ..) => !scalar(text.to_string(), *style).is_null(),
        Event::SequenceStart(..) | Event::MappingStart(..) | Event::Alias(_) => true,
        _ => false,
    }
}

fn inner(root: Value) -> Value {
    match root {
        Value::Object(mut fields) if fields.len() == 1 && fields.contains_key("Document") => {
            fields.remove("Document").unwrap_or(Value::Null)
        }
        root => root,
    }
}

impl Builder<'_, '_> {
    fn spot_at(&self) -> usize {
        self.spot.at()
    }

    /// Takes one event.
    fn event(&mut self, event: Event<'_>, width: usize) -> Result<(), ReadError> {
        if self.open.is_empty() && self.root.is_some() && is_content(&event) {
            return Err(self.wrong("a second document begins here: an SBOM has a file of its own"));
        }
        match event {
            Event::Scalar(text, style, anchor, _) => {
                if text.len() > self.limits.text {
                    return Err(ReadError::TooLong {
                        place: self.spot.place(self.file),
                        limit: self.limits.text,
                    });
                }
                if let Some((Open::Object(_, key @ None), ..)) = self.open.last_mut() {
                    *key = Some(text.into_owned());
                    return Ok(());
                }
                self.note(width);
                let number = match self.open.last() {
                    Some((Open::Object(_, Some(key)), ..)) if NUMBERS.contains(&key.as_str()) => {
                        text.parse::<u64>().ok().filter(|_| style == ScalarStyle::Plain)
                    }
                    _ => None,
                };
                let value = number.map_or_else(|| scalar(text.into_owned(), style), Value::from);
                self.add(value, anchor)?;
            }
            Event::SequenceStart(_, anchor, _) => self.start(Open::List(Vec::new()), anchor)?,
            Event::MappingStart(_, anchor, _) => self.start(Open::Object(Map::new(), None), anchor)?,
            Event::SequenceEnd | Event::MappingEnd => {
                let Some((done, anchor, _)) = self.open.pop() else { return Ok(()) };
                let value = match done {
                    Open::List(items) => Value::Array(items),
                    Open::Object(fields, _) => Value::Object(merged(fields)),
                };
                self.add(value, anchor)?;
            }
            Event::Alias(anchor) => {
                let value = self.anchors.get(&anchor).cloned().unwrap_or(Value::Null);
                let size = size(&value);
                self.values += size;
                self.aliased += size;
                if self.aliased > ALIASED {
                    return Err(ReadError::TooManyValues { file: self.file.to_owned(), limit: ALIASED });
                }
                self.add(value, 0)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, open: Open, anchor: usize) -> Result<(), ReadError> {
        let limit = self.limits.depth.min(Limits::DEEPEST);
        if self.open.len() >= limit {
            return Err(ReadError::TooDeep { place: self.spot.place(self.file), limit });
        }
        if let Some((Open::Object(_, None), ..)) = self.open.last() {
            return Err(self.wrong("a key is not a plain text"));
        }
        self.note(1);
        let pointer = self.pointer();
        self.open.push((open, anchor, pointer));
        Ok(())
    }

    fn add(&mut self, value: Value, anchor: usize) -> Result<(), ReadError> {
        self.values += 1;
        if self.values > self.limits.values {
            return Err(ReadError::TooManyValues { file: self.file.to_owned(), limit: self.limits.values });
        }
        if anchor > 0 {
            self.values += size(&value);
            self.anchors.insert(anchor, value.clone());
        }
        match self.open.last_mut() {
            // An empty document may follow, where the file ends with the mark of a next one.
            None => self.root = self.root.take().or(Some(value)),
            Some((Open::List(items), ..)) => items.push(value),
            Some((Open::Object(fields, key), _, pointer)) => {
                let Some(key) = key.take() else { return Err(self.wrong("a key is not a plain text")) };
                if fields.contains_key(&key) {
                    self.noted.doubled.push((pointer.clone(), key.clone()));
                }
                fields.insert(key, value);
            }
        }
        Ok(())
    }

    fn note(&mut self, width: usize) {
        let pointer = self.pointer();
        self.noted.note(&pointer, self.spot, width, "");
    }

    /// The pointer of the value that comes next.
    fn pointer(&self) -> String {
        match self.open.last() {
            None => String::new(),
            Some((Open::List(items), _, pointer)) => format!("{pointer}/{}", items.len()),
            Some((Open::Object(_, Some(key)), _, _)) if self.open.len() == 1 && key == "Document" => {
                String::new()
            }
            Some((Open::Object(_, key), _, pointer)) => {
                let key = key.as_deref().unwrap_or("").replace('~', "~0").replace('/', "~1");
                format!("{pointer}/{key}")
            }
        }
    }

    fn wrong(&self, cause: &str) -> ReadError {
        ReadError::Syntax { place: self.spot.place(self.file), syntax: "YAML", cause: cause.to_owned() }
    }
}

/// The plain words of YAML for true, false and nothing; other numbers than those of positions stay text, so that `1.10` keeps its digits.
fn scalar(text: String, style: ScalarStyle) -> Value {
    match text.as_str() {
        _ if style != ScalarStyle::Plain => text.into(),
        "true" | "True" | "TRUE" => true.into(),
        "false" | "False" | "FALSE" => false.into(),
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        _ => text.into(),
    }
}

/// A mapping with the merge key of YAML 1.1: what the mappings below `<<` say holds where it does not say otherwise itself.
fn merged(mut fields: Map<String, Value>) -> Map<String, Value> {
    let from = match fields.get("<<") {
        Some(Value::Object(one)) => vec![one.clone()],
        Some(Value::Array(all)) if all.iter().all(Value::is_object) => {
            all.iter().filter_map(Value::as_object).cloned().collect()
        }
        _ => return fields,
    };
    fields.remove("<<");
    for (key, value) in from.into_iter().flatten() {
        fields.entry(key).or_insert(value);
    }
    fields
}

/// How many values are in `value`; its depth was bounded when it was read.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(fields) => 1 + fields.values().map(size).sum::<usize>(),
        _ => 1,
    }
}
