//! The numbers and labels of a document, worked out once for every writer.

use std::collections::{BTreeMap, BTreeSet};

use crate::block::Block;
use crate::inline::{Inline, plain};
use crate::meta::Document;

/// What a label stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetKind {
    /// A heading.
    Section,
    /// A paragraph.
    Paragraph,
    /// A table.
    Table,
    /// A figure.
    Figure,
    /// A row of a table.
    Row,
}

/// The place a label leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// `4.1` of a section, `3` of a table or figure; empty for the rest.
    pub number: String,
    /// Words of the heading or caption; the label itself for a row or paragraph.
    pub title: String,
}

impl Target {
    /// How the text names it: `Section 4.1`, `Table 3`; a row or paragraph by its own label.
    pub fn name(&self) -> String {
        match self.kind {
            TargetKind::Section => format!("Section {}", self.number),
            TargetKind::Table => format!("Table {}", self.number),
            TargetKind::Figure => format!("Figure {}", self.number),
            TargetKind::Row | TargetKind::Paragraph => self.title.clone(),
        }
    }
}

/// All labels of a document, and what is wrong with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// Labels in order of their text.
    pub targets: BTreeMap<String, Target>,
    /// Labels given twice; references lead to the first.
    pub duplicates: BTreeSet<String>,
    /// References to labels that do not exist.
    pub unresolved: BTreeSet<String>,
}

impl Index {
    /// Reads the labels and references of `document`.
    pub fn of(document: &Document) -> Self {
        let mut walk = Walk::default();
        walk.blocks(&document.blocks);
        let Walk { mut index, references, .. } = walk;
        index.unresolved = references.into_iter().filter(|to| !index.targets.contains_key(to)).collect();
        index
    }
}

/// Counts headings, tables and figures in reading order. Every writer that prints numbers uses this one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbering {
    sections: Vec<u32>,
    tables: u32,
    figures: u32,
}

impl Numbering {
    /// Deepest level that is numbered and tagged as a heading.
    const DEEPEST: usize = 6;

    /// The level actually used (no level is skipped: assistive software relies on it) and the number.
    pub(crate) fn heading(&mut self, wanted: u8) -> (u8, String) {
        let level = usize::from(wanted.max(1)).min(self.sections.len() + 1).min(Self::DEEPEST);
        self.sections.resize(level, 0);
        self.sections[level - 1] += 1;
        let number = self.sections.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
        (u8::try_from(level).unwrap_or(1), number)
    }

    /// The number of the next table.
    pub(crate) fn table(&mut self) -> String {
        self.tables += 1;
        self.tables.to_string()
    }

    /// The number of the next figure.
    pub(crate) fn figure(&mut self) -> String {
        self.figures += 1;
        self.figures.to_string()
    }
}

#[derive(Default)]
struct Walk {
    numbering: Numbering,
    index: Index,
    references: BTreeSet<String>,
}

impl Walk {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                let (_, number) = self.numbering.heading(heading.level);
                self.target(heading.id.as_ref(), TargetKind::Section, number, &heading.text);
                self.run(&heading.text);
            }
            Block::Paragraph(paragraph) => {
                if let Some(id) = &paragraph.id {
                    self.named(id, TargetKind::Paragraph);
                }
                self.run(&paragraph.text);
            }
            Block::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
            Block::Table(table) => {
                let number = self.numbering.table();
                self.target(table.id.as_ref(), TargetKind::Table, number, &table.caption);
                self.run(&table.caption);
                self.run(&table.when_empty);
                for row in &table.rows {
                    if let Some(label) = &row.label {
                        self.named(label, TargetKind::Row);
                    }
                    row.cells.iter().for_each(|cell| self.run(&cell.text));
                }
            }
            Block::Figure(figure) => {
                let number = self.numbering.figure();
                self.target(figure.id.as_ref(), TargetKind::Figure, number, &figure.caption);
                self.run(&figure.caption);
            }
            Block::Callout(callout) => self.blocks(&callout.body),
            Block::Definitions(list) => {
                for entry in list {
                    self.run(&entry.term);
                    self.blocks(&entry.body);
                }
            }
            Block::Quote(inner) | Block::Landscape(inner) => self.blocks(inner),
            Block::Code { .. } | Block::PageBreak => {}
        }
    }

    fn run(&mut self, run: &[Inline]) {
        for piece in run {
            match piece {
                Inline::Strong(inner) | Inline::Emph(inner) | Inline::Link { text: inner, .. } => {
                    self.run(inner);
                }
                Inline::Ref { to, text } => {
                    self.references.insert(to.clone());
                    self.run(text);
                }
                Inline::PageOf { label } => {
                    self.references.insert(label.clone());
                }
                Inline::Text(_) | Inline::Code(_) | Inline::Status { .. } | Inline::Break => {}
            }
        }
    }

    fn target(&mut self, id: Option<&String>, kind: TargetKind, number: String, title: &[Inline]) {
        if let Some(id) = id {
            self.insert(id, Target { kind, number, title: plain(title) });
        }
    }

    fn named(&mut self, id: &str, kind: TargetKind) {
        self.insert(id, Target { kind, number: String::new(), title: id.to_owned() });
    }

    fn insert(&mut self, id: &str, target: Target) {
        if self.index.targets.contains_key(id) {
            self.index.duplicates.insert(id.to_owned());
        } else {
            self.index.targets.insert(id.to_owned(), target);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skipped_level_is_closed_up_and_numbers_start_again_below() {
        let mut numbering = Numbering::default();
        let given = [1, 3, 3, 2, 1, 2, 9];
        let got: Vec<_> = given.iter().map(|level| numbering.heading(*level)).collect();
        let want = [(1, "1"), (2, "1.1"), (3, "1.1.1"), (2, "1.2"), (1, "2"), (2, "2.1"), (3, "2.1.1")];
        assert_eq!(got, want.map(|(level, number)| (level, number.to_owned())));
    }
}
