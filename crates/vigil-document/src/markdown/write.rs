//! A document as GitHub-flavoured Markdown.

use std::collections::BTreeMap;

use super::escape::{
    address, anchor, anchor_line, code_span, escape, guard_start, in_cell, longest_run, wrapped,
};
use crate::block::{Block, Figure, List, ListKind};
use crate::index::{Index, Numbering};
use crate::inline::{Inline, status_word};
use crate::meta::{Document, Meta};
use crate::table::{Align, Table};

/// A document as Markdown with its drawings as files beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markdown {
    /// The text.
    pub text: String,
    /// File name and content of each drawing.
    pub figures: BTreeMap<String, String>,
}

/// Writes `document` as Markdown. Labels become anchors, so that cross references work.
pub fn write(document: &Document) -> Markdown {
    let mut writer =
        Writer { index: Index::of(document), numbering: Numbering::default(), figures: BTreeMap::new() };
    let mut out = title_block(&document.meta);
    writer.blocks(&document.blocks, "", &mut out);
    Markdown { text: format!("{}\n", out.trim_end()), figures: writer.figures }
}

fn title_block(meta: &Meta) -> String {
    let mut out = format!("# {}\n\n", escape(&meta.title));
    if let Some(status) = &meta.status {
        out.push_str(&format!("**{}**\n\n", escape(status)));
    }
    out.push_str("| | |\n|:--|:--|\n");
    for (name, value) in meta.rows() {
        out.push_str(&format!("| {} | {} |\n", in_cell(&escape(&name)), in_cell(&escape(&value))));
    }
    out.push('\n');
    out
}

struct Writer {
    index: Index,
    numbering: Numbering,
    figures: BTreeMap<String, String>,
}

impl Writer {
    /// Writes blocks, each line after the first behind `indent`, with an empty line between them.
    fn blocks(&mut self, blocks: &[Block], indent: &str, out: &mut String) {
        for block in blocks {
            let text = self.block(block);
            if text.is_empty() {
                continue;
            }
            push_indented(out, &text, indent);
            out.push_str("\n\n");
        }
    }

    fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Heading(heading) => {
                let (level, number) = self.numbering.heading(heading.level);
                let marks = "#".repeat(usize::from(level).min(5) + 1);
                let text = self.line(&heading.text);
                format!("{}{marks} {number} {text}", anchor_line(heading.id.as_ref()))
            }
            Block::Paragraph(paragraph) => {
                let marks: Vec<_> =
                    paragraph.marks.iter().map(|mark| format!(" \\[{}\\]", escape(mark))).collect();
                let text = guard_start(self.line(&paragraph.text).trim());
                format!(
                    "{}{text}{}",
                    paragraph.id.as_ref().map(|id| anchor(id)).unwrap_or_default(),
                    marks.concat()
                )
            }
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Callout(callout) => {
                let mut inner = format!("**{}**\n\n", escape(&callout.title));
                self.blocks(&callout.body, "", &mut inner);
                quoted(&inner)
            }
            Block::Definitions(list) => {
                let mut out = String::new();
                for entry in list {
                    let mut item = format!("**{}**\n\n", self.line(&entry.term));
                    self.blocks(&entry.body, "", &mut item);
                    // Another bullet than in lists, so that one behind a list does not become part of it.
                    push_item(&mut out, "* ", &item);
                }
                out.trim_end().to_owned()
            }
            Block::Code { language, text } => {
                let fence = "`".repeat((longest_run(text) + 1).max(3));
                format!(
                    "{fence}{}\n{}\n{fence}",
                    language.as_deref().unwrap_or(""),
                    text.trim_end_matches('\n')
                )
            }
            Block::Quote(inner) => {
                let mut out = String::new();
                self.blocks(inner, "", &mut out);
                quoted(&out)
            }
            Block::PageBreak => String::new(),
            Block::Landscape(inner) => {
                let mut out = String::new();
                self.blocks(inner, "", &mut out);
                out.trim_end().to_owned()
            }
        }
    }

    fn list(&mut self, list: &List) -> String {
        let mut out = String::new();
        for (at, item) in list.items.iter().enumerate() {
            let marker = match list.kind {
                ListKind::Bullet => "- ".to_owned(),
                ListKind::Number(start) => format!("{}. ", start as usize + at),
            };
            let mut text = String::new();
            self.blocks(item, "", &mut text);
            push_item(&mut out, &marker, &text);
        }
        out.trim_end().to_owned()
    }

    fn table(&mut self, table: &Table) -> String {
        let number = self.numbering.table();
        let caption = self.line(&table.caption);
        let mut out = format!("{}**Table {number}.** {caption}\n\n", anchor_line(table.id.as_ref()));
        let titles = table.columns.iter().map(|column| in_cell(&escape(&column.title)));
        push_row(&mut out, titles);
        let rules = table.columns.iter().map(|column| match column.align {
            Align::Start => ":--".to_owned(),
            Align::Center => ":-:".to_owned(),
            Align::End => "--:".to_owned(),
        });
        push_row(&mut out, rules);
        if table.rows.is_empty() {
            let empty = in_cell(&self.line(&table.when_empty));
            push_row(&mut out, filled(vec![empty], table.columns.len()));
        }
        for row in &table.rows {
            let mut cells: Vec<String> =
                row.cells.iter().map(|cell| in_cell(&self.line(&cell.text))).collect();
            if let (true, Some(first)) = (row.group, cells.first_mut()) {
                *first = format!("**{first}**");
            }
            if let (Some(label), Some(first)) = (&row.label, cells.first_mut()) {
                first.insert_str(0, &anchor(label));
            }
            push_row(&mut out, filled(cells, table.columns.len()));
        }
        out.trim_end().to_owned()
    }

    fn figure(&mut self, figure: &Figure) -> String {
        let number = self.numbering.figure();
        let file = format!("figure-{number}.svg");
        self.figures.insert(file.clone(), figure.svg.clone());
        let caption = self.line(&figure.caption);
        let anchor = anchor_line(figure.id.as_ref());
        format!("{anchor}![{}]({file})\n\n**Figure {number}.** {caption}", escape(&figure.alt))
    }

    fn line(&self, run: &[Inline]) -> String {
        run.iter().map(|piece| self.piece(piece)).collect()
    }

    fn piece(&self, piece: &Inline) -> String {
        match piece {
            Inline::Text(text) => escape(text),
            Inline::Strong(inner) => wrapped("**", &self.line(inner)),
            Inline::Emph(inner) => wrapped("*", &self.line(inner)),
            Inline::Code(text) => code_span(text),
            Inline::Link { to, text } if text.is_empty() => format!("[{}]({})", escape(to), address(to)),
            Inline::Link { to, text } => format!("[{}]({})", self.line(text), address(to)),
            Inline::Ref { to, text } => self.reference(to, text),
            Inline::PageOf { label } if self.index.targets.contains_key(label) => {
                format!("[↗](#{})", address(label))
            }
            Inline::PageOf { .. } => "–".to_owned(),
            Inline::Status { tone, text } => wrapped("**", &escape(status_word(*tone, text))),
            Inline::Break => "<br>".to_owned(),
        }
    }

    fn reference(&self, to: &str, text: &[Inline]) -> String {
        let target = self.index.targets.get(to);
        let words = match (target, text.is_empty()) {
            (_, false) => self.line(text),
            (Some(target), true) => escape(&target.name()),
            (None, true) => code_span(to),
        };
        if target.is_some() { format!("[{words}](#{})", address(to)) } else { words }
    }
}

/// As many cells as columns; what is too much is joined into the last.
fn filled(mut cells: Vec<String>, columns: usize) -> impl Iterator<Item = String> {
    if cells.len() > columns && columns > 0 {
        let tail = cells.split_off(columns - 1).join("; ");
        cells.push(tail);
    }
    cells.resize(columns, String::new());
    cells.into_iter()
}

fn push_row(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push('|');
    for cell in cells {
        out.push_str(&format!(" {cell} |"));
    }
    out.push('\n');
}

fn push_item(out: &mut String, marker: &str, text: &str) {
    out.push_str(marker);
    let indent = " ".repeat(marker.len());
    push_indented(out, text.trim_end(), &indent);
    out.push('\n');
    // An item of several blocks is set apart from the next one.
    if text.trim_end().contains("\n\n") {
        out.push('\n');
    }
}

fn push_indented(out: &mut String, text: &str, indent: &str) {
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.push_str(indent);
            }
        }
        out.push_str(line);
    }
}

fn quoted(text: &str) -> String {
    let lines: Vec<_> = text
        .trim_end()
        .lines()
        .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
        .collect();
    lines.join("\n")
}
