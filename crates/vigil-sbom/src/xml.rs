//! XML into a small tree, without entities of the document's own and within bounds.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;

use crate::places::Spot;
use crate::{Limits, ReadError};

/// An element with everything in it.
#[derive(Debug)]
pub(crate) struct Element {
    /// Its name; with the prefix it has in the file if its namespace is not that of the root.
    pub(crate) name: Arc<str>,
    /// Its namespace; empty for none.
    pub(crate) namespace: Arc<str>,
    /// Its attributes in file order, namespace declarations left out.
    pub(crate) attributes: Vec<(String, String)>,
    /// Its text, all runs joined.
    pub(crate) text: String,
    /// The elements in it.
    pub(crate) children: Vec<Element>,
    /// Where it begins.
    pub(crate) spot: Spot,
}

impl Element {
    /// The value of the attribute `name`.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Prefixes with the namespaces that they stand for where they are first declared.
pub(crate) type Prefixes = BTreeMap<String, String>;

/// The tree of `text`, and the prefixes declared in it.
pub(crate) fn parse(text: &str, file: &str, limits: &Limits) -> Result<(Element, Prefixes), ReadError> {
    let mut tree = Tree {
        text,
        file,
        limits,
        open: Vec::new(),
        root: None,
        namespace: None,
        names: HashSet::new(),
        prefixes: Prefixes::new(),
        spot: Spot::START,
        values: 0,
    };
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(0);
        tree.spot = tree.spot.forward(text, at);
        let (namespace, event) =
            reader.read_resolved_event().map_err(|error| tree.wrong(&error.to_string()))?;
        let bound = match namespace {
            ResolveResult::Bound(namespace) => namespace.0,
            ResolveResult::Unbound => "",
            ResolveResult::Unknown(prefix) => {
                return Err(tree.wrong(&format!("the prefix `{prefix}` stands for no namespace")));
            }
        };
        match event {
            Event::Start(tag) => tree.start(&tag, bound)?,
            Event::End(_) => tree.end(),
            Event::Text(run) => tree.run(&run)?,
            Event::CData(run) => tree.run(&run)?,
            Event::GeneralRef(reference) => {
                let character = resolved(&reference).ok_or_else(|| tree.entity())?;
                tree.run(&character)?;
            }
            Event::DocType(doctype) if doctype.contains("<!ENTITY") => return Err(tree.entity()),
            Event::Eof => return tree.finish(),
            _ => {}
        }
    }
}

/// The character of `&#10;`, `&amp;` and their like. Others are the document's own, and those are not expanded.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character.to_string());
    }
    resolve_predefined_entity(reference).map(str::to_owned)
}

struct Tree<'t, 'l> {
    text: &'t str,
    file: &'l str,
    limits: &'l Limits,
    open: Vec<Element>,
    root: Option<Element>,
    namespace: Option<Arc<str>>,
    /// Names and namespaces, each kept once: a large file has few of them.
    names: HashSet<Arc<str>>,
    prefixes: Prefixes,
    spot: Spot,
    values: usize,
}

impl Tree<'_, '_> {
    fn start(&mut self, tag: &BytesStart<'_>, namespace: &str) -> Result<(), ReadError> {
        if self.root.is_some() {
            return Err(self.wrong("something stands after its end"));
        }
        let limit = self.limits.depth.min(Limits::DEEPEST);
        if self.open.len() >= limit {
            return Err(ReadError::TooDeep { place: self.spot.place(self.file), limit });
        }
        self.count()?;
        let namespace = self.kept(namespace);
        let own = self.namespace.get_or_insert_with(|| Arc::clone(&namespace));
        let foreign = *own != namespace;
        let name =
            if foreign { tag.name().as_ref().to_owned() } else { tag.local_name().as_ref().to_owned() };
        let name = if foreign && !name.contains(':') { format!("foreign:{name}") } else { name };
        let mut element = Element {
            name: self.kept(&name),
            namespace,
            attributes: Vec::new(),
            text: String::new(),
            children: Vec::new(),
            spot: self.spot,
        };
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| self.wrong(&error.to_string()))?;
            let key = attribute.key.as_ref();
            if key == "xmlns" {
                continue;
            }
            self.count()?;
            if attribute.value.len() > self.limits.text {
                return Err(self.too_long());
            }
            let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| self.entity())?;
            if let Some(prefix) = key.strip_prefix("xmlns:") {
                self.prefixes.entry(prefix.to_owned()).or_insert_with(|| value.into_owned());
                continue;
            }
            element.attributes.push((key.to_owned(), value.into_owned()));
        }
        element.attributes.shrink_to_fit();
        self.open.push(element);
        Ok(())
    }

    fn kept(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.names.insert(Arc::clone(&new));
        new
    }

    fn end(&mut self) {
        let Some(mut element) = self.open.pop() else { return };
        // Of a hundred thousand elements, what their lists took too much of and the space between tags is most.
        element.children.shrink_to_fit();
        if element.text.trim().is_empty() && !element.children.is_empty() {
            element.text = String::new();
        }
        element.text.shrink_to_fit();
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn run(&mut self, run: &str) -> Result<(), ReadError> {
        let limit = self.limits.text;
        match self.open.last_mut() {
            Some(element) if element.text.len() + run.len() <= limit => element.text.push_str(run),
            Some(_) => return Err(self.too_long()),
            None if run.trim().is_empty() => {}
            None => return Err(self.wrong("text stands outside of all elements")),
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), ReadError> {
        self.values += 1;
        if self.values > self.limits.values {
            return Err(ReadError::TooManyValues { file: self.file.to_owned(), limit: self.limits.values });
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(Element, Prefixes), ReadError> {
        let place = self.spot.forward(self.text, self.text.len()).place(self.file);
        if !self.open.is_empty() {
            return Err(ReadError::Truncated { place });
        }
        let root = self.root.take().ok_or(ReadError::Truncated { place })?;
        Ok((root, self.prefixes))
    }

    fn wrong(&self, cause: &str) -> ReadError {
        ReadError::Syntax { place: self.spot.place(self.file), syntax: "XML", cause: cause.to_owned() }
    }

    fn entity(&self) -> ReadError {
        ReadError::Entity { place: self.spot.place(self.file) }
    }

    fn too_long(&self) -> ReadError {
        ReadError::TooLong { place: self.spot.place(self.file), limit: self.limits.text }
    }
}
