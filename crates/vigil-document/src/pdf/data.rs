//! A document as the data of the template. Everything the template needs to know is decided here: labels, breaks, column
//! widths, pages of figures.

mod blocks;
mod lines;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Warning;
use super::breaks::{Limits, pieces};
use super::glyphs::{Glyphs, Scripts};
use crate::index::{Index, Numbering, TargetKind};
use crate::meta::{Document, Meta};

/// Margin left and right in points.
const MARGIN: f32 = 62.0;
/// Width of the text on an upright and on a turned US Letter page.
const UPRIGHT: f32 = 612.0 - 2.0 * MARGIN;
const TURNED: f32 = 792.0 - 2.0 * MARGIN;
/// Longest word of running text that must not break, in characters.
const WORD: Limits = Limits { word: 36, token: 36 };
/// From this many tables or figures on there is a list of them.
const LISTED: usize = 4;

/// What the template is given.
pub(super) struct Prepared {
    /// The data.
    pub(super) data: Value,
    /// Drawings, in the order of their numbers.
    pub(super) drawings: Vec<String>,
    /// The label used inside Typst for each label of the document.
    pub(super) labels: BTreeMap<String, String>,
    /// What could not be printed as given.
    pub(super) warnings: Vec<Warning>,
}

/// Turns `document` into data.
pub(super) fn prepare(document: &Document, index: &Index, scripts: Scripts) -> Prepared {
    let labels =
        index.targets.keys().enumerate().map(|(at, name)| (name.clone(), format!("L{at}"))).collect();
    let mut builder = Builder {
        index,
        labels,
        placed: BTreeSet::new(),
        glyphs: Glyphs::new(scripts),
        drawings: Vec::new(),
        warnings: Vec::new(),
        numbering: Numbering::default(),
        headings: 0,
        tables: 0,
        figures: 0,
    };
    let blocks = builder.top(&document.blocks);
    let data = builder.document(&document.meta, blocks);
    let Builder { labels, drawings, mut warnings, glyphs, .. } = builder;
    let missing = glyphs.missing.into_iter();
    warnings.extend(missing.map(|(character, count)| Warning::Character { character, count }));
    Prepared { data, drawings, labels, warnings }
}

/// Walks the document and collects what is found on the way.
struct Builder<'a> {
    index: &'a Index,
    labels: BTreeMap<String, String>,
    placed: BTreeSet<String>,
    glyphs: Glyphs,
    drawings: Vec<String>,
    warnings: Vec<Warning>,
    numbering: Numbering,
    headings: usize,
    tables: usize,
    figures: usize,
}

impl Builder<'_> {
    fn document(&mut self, meta: &Meta, blocks: Vec<Value>) -> Value {
        let title = self.glyphs.text(&meta.title);
        let facts: Vec<_> = meta.rows().iter().map(|(name, value)| self.fact(name, value)).collect();
        let (lang, region) = language(&meta.language);
        let entries = self.headings + listed(self.tables) + listed(self.figures);
        let mut lists = Vec::new();
        if self.tables >= LISTED {
            lists.push("tables");
        }
        if self.figures >= LISTED {
            lists.push("figures");
        }
        json!({
            "title": title,
            "shown-title": title,
            "short-title": shorten(&title, 90),
            "author": meta.maker.iter().map(|maker| self.glyphs.text(maker)).collect::<Vec<_>>(),
            "maker": meta.maker.as_deref().map(|maker| self.glyphs.text(maker)),
            "subject": self.glyphs.text(&format!("{}, version {}", meta.device, meta.version)),
            "description": self.glyphs.text(&format!("{} {}, as of {}", meta.device, meta.version, meta.as_of)),
            "keywords": meta.keywords.iter().map(|word| self.glyphs.text(word)).collect::<Vec<_>>(),
            "number": meta.number.as_deref().map(|number| shorten(&self.glyphs.text(number), 40)),
            "status": meta.status.as_deref().map(|status| shorten(&self.glyphs.text(status), 60)),
            "foot": shorten(&self.foot(meta), 120),
            "date": [i32::from(meta.as_of.year()), i32::from(meta.as_of.month()), i32::from(meta.as_of.day())],
            "lang": lang,
            "region": region,
            "margin": MARGIN,
            "facts": facts,
            "contents": contents_depth(self.headings),
            "lists": lists,
            "fresh-page": entries > 12,
            "blocks": blocks,
        })
    }

    fn fact(&mut self, name: &str, value: &str) -> Value {
        let value = self.glyphs.text(value);
        json!({ "name": self.glyphs.text(name), "value": pieces(&value, Limits { word: 24, token: 18 }) })
    }

    fn foot(&mut self, meta: &Meta) -> String {
        let mut parts = vec![format!("{} {}", meta.device, meta.version)];
        match (&meta.number, &meta.revision) {
            (Some(number), Some(revision)) => parts.push(format!("{number}, revision {revision}")),
            (Some(number), None) => parts.push(number.clone()),
            (None, Some(revision)) => parts.push(format!("revision {revision}")),
            (None, None) => {}
        }
        parts.push(format!("as of {}", meta.as_of));
        self.glyphs.text(&parts.join("  ·  "))
    }

    /// The label to put here: only the first of two equal ones is set.
    fn place(&mut self, name: Option<&String>) -> Option<String> {
        let name = name?;
        let internal = self.labels.get(name)?.clone();
        self.placed.insert(name.clone()).then_some(internal)
    }

    /// What a reference prints when it has no words of its own.
    fn name_of(&self, label: &str) -> Option<(String, TargetKind)> {
        let target = self.index.targets.get(label)?;
        Some((target.name(), target.kind))
    }
}

/// How many lines a list of so many tables or figures takes.
fn listed(count: usize) -> usize {
    if count >= LISTED { count } else { 0 }
}

/// A short document shows three levels; in a long one that would be pages of contents.
fn contents_depth(headings: usize) -> u8 {
    match headings {
        0 | 1 => 0,
        2..=70 => 3,
        _ => 2,
    }
}

/// Language and region of a tag such as `en-US`; English when it is none.
fn language(tag: &str) -> (String, Option<String>) {
    let mut parts = tag.split('-');
    let letters = |part: &str, range: std::ops::RangeInclusive<usize>| {
        range.contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphabetic())
    };
    let lang = parts.next().filter(|part| letters(part, 2..=3)).unwrap_or("en");
    let region = parts.next().filter(|part| letters(part, 2..=2));
    (lang.to_ascii_lowercase(), region.map(str::to_ascii_uppercase))
}

/// At most `most` characters, the cut shown.
fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_tag_is_taken_apart_and_a_wrong_one_is_english() {
        assert_eq!(language("de-ch"), ("de".to_owned(), Some("CH".to_owned())));
        assert_eq!(language("fr"), ("fr".to_owned(), None));
        assert_eq!(language("not a tag"), ("en".to_owned(), None));
    }
}
