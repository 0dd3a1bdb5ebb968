//! XML into a tree of elements, called by their local names: the prefixes of serialised models say nothing.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::fate::{Fate, Gather, Inside, Rest};
use super::{DEPTH, Fault, VALUES};

/// An element with everything in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name without prefix.
    pub(crate) name: String,
    /// Its attributes by name without prefix; namespace declarations left out.
    attributes: Vec<Attribute>,
    /// Its text, all runs joined.
    pub(crate) text: String,
    /// The elements in it.
    pub(crate) children: Vec<Element>,
    /// Where it begins.
    pub(crate) line: usize,
    fate: Fate,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Attribute {
    name: String,
    value: String,
    fate: Fate,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|it| it.name == name)?;
        found.fate.take();
        Some(found.value.as_str())
    }

    /// The first element of a name in it.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|it| it.name == name)
    }

    /// The elements in the first element of a name in it.
    pub(crate) fn in_child(&self, name: &str) -> &[Element] {
        self.child(name).map_or(&[], |it| &it.children)
    }

    /// The trimmed text of the first element of a name in it; `None` where it is empty.
    pub(crate) fn text_of(&self, name: &str) -> Option<String> {
        self.child(name).and_then(Element::own_text)
    }

    /// Its own trimmed text; `None` where it is empty.
    pub(crate) fn own_text(&self) -> Option<String> {
        self.own_parsed(|text| Some(text.to_owned()))
    }

    /// What its own text stands for; it is taken only where it stands for something.
    pub(crate) fn own_parsed<T>(&self, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let found = Some(self.text.trim()).filter(|it| !it.is_empty()).and_then(parse);
        if found.is_some() {
            self.fate.take();
        }
        found
    }

    /// Names this element, with everything in it, as not taken.
    pub(crate) fn leave(&self, what: impl Into<String>, because: impl Into<String>) {
        self.fate.leave(what.into(), because.into());
    }

    /// Elements in it that are the tool's own or of its drawing: nothing in them is about the device.
    pub(crate) fn beside(&self, names: &[&str]) {
        self.children.iter().filter(|it| names.contains(&it.name.as_str())).for_each(|it| it.fate.beside());
    }

    /// What was not taken: elements that a reader named, and all that nobody asked for.
    pub(crate) fn rest(&self) -> Vec<Rest> {
        let mut gather = Gather::default();
        self.gather(&mut gather);
        gather.finish()
    }

    /// Whether a reader named it, with everything in it.
    #[cfg(test)]
    pub(crate) fn is_named(&self) -> bool {
        self.fate.is_named()
    }

    fn gather(&self, gather: &mut Gather) -> Inside {
        gather.value(&self.fate, self.line, Some(&self.text), |gather| {
            let mut found = Inside::default();
            for it in self.attributes.iter().filter(|it| !OF_SERIALISATION.contains(&it.name.as_str())) {
                let value = |gather: &mut Gather| {
                    gather.value(&it.fate, self.line, Some(&it.value), |_| Inside::default())
                };
                found.add(gather.step(&format!("@{}", it.name), value));
            }
            for child in &self.children {
                found.add(gather.step(&child.name, |gather| child.gather(gather)));
            }
            found
        })
    }
}

/// Attributes by which .NET ties its objects together: `z:Id`, `z:Ref`, `i:nil`, `i:type`; and where schemas lie.
const OF_SERIALISATION: [&str; 5] = ["Id", "Ref", "nil", "type", "schemaLocation"];

/// Reads a document.
pub(crate) fn read(text: &str) -> Result<Element, Fault> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut tree = Tree { text, at: 0, line: 1, open: Vec::new(), root: None, values: 0 };
    loop {
        tree.forward(usize::try_from(reader.buffer_position()).unwrap_or(0));
        let event = reader.read_event().map_err(|error| tree.wrong(error.to_string()))?;
        match event {
            Event::Start(tag) => tree.start(&tag)?,
            Event::End(_) => tree.end(),
            Event::Text(run) => tree.run(&run)?,
            Event::CData(run) => tree.run(&run)?,
            Event::GeneralRef(reference) => {
                let character = resolved(&reference).ok_or_else(|| tree.wrong(ENTITY))?;
                tree.run(&character)?;
            }
            Event::DocType(doctype) if doctype.contains("<!ENTITY") => return Err(tree.wrong(ENTITY)),
            Event::Eof if tree.open.is_empty() => {
                return tree.root.take().ok_or_else(|| Fault::new("it holds no element", 1));
            }
            Event::Eof => return Err(tree.wrong("it ends inside an element")),
            _ => {}
        }
    }
}

const ENTITY: &str = "it uses an entity of its own, and those are not expanded";

/// The character of `&#10;`, `&amp;` and their like.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character.to_string());
    }
    resolve_predefined_entity(reference).map(str::to_owned)
}

struct Tree<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    open: Vec<Element>,
    root: Option<Element>,
    values: usize,
}

impl Tree<'_> {
    fn forward(&mut self, at: usize) {
        let between = self.text.get(self.at..at).unwrap_or("");
        self.line += between.matches('\n').count();
        self.at = self.at.max(at);
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        if self.root.is_some() {
            return Err(self.wrong("something stands after its end"));
        }
        if self.open.len() >= DEPTH {
            return Err(self.wrong(format!("elements nest deeper than {DEPTH} levels")));
        }
        let mut element =
            Element { name: tag.local_name().as_ref().to_owned(), line: self.line, ..Element::default() };
        self.values += 1;
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| self.wrong(error.to_string()))?;
            let key = attribute.key.as_ref();
            if key == "xmlns" || key.starts_with("xmlns:") {
                continue;
            }
            self.values += 1;
            let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| self.wrong(ENTITY))?;
            let name = key.rsplit(':').next().unwrap_or(key).to_owned();
            element.attributes.push(Attribute { name, value: value.into_owned(), fate: Fate::default() });
        }
        if self.values > VALUES {
            return Err(self.wrong(format!("it holds more than {VALUES} elements and attributes")));
        }
        self.open.push(element);
        Ok(())
    }

    fn end(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn run(&mut self, run: &str) -> Result<(), Fault> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(run),
            None if run.trim().is_empty() => {}
            None => return Err(self.wrong("text stands outside of all elements")),
        }
        Ok(())
    }

    fn wrong(&self, cause: impl Into<String>) -> Fault {
        Fault::new(cause, self.line)
    }
}
