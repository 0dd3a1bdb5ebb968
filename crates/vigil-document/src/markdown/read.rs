//! The prose of people, read by comrak: paragraphs, lists, tables, code, links. HTML is not carried out.

use comrak::nodes::{AstNode, ListType, NodeValue, TableAlignment};
use comrak::{Arena, Options, parse_document};
use vigil_base::Place;
use vigil_finding::Finding;

use crate::block::{Block, DEEPEST, Heading, List, ListKind, Paragraph};
use crate::findings;
use crate::inline::{Inline, Inlines, plain};
use crate::table::{Align, Cell, Column, Row, Table};

/// Largest text, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;
/// Deepest nesting of marks inside a line.
const DEEPEST_MARKS: usize = 16;
/// A paragraph that begins so and stands before a table is its caption.
const CAPTION: &str = "Table:";

/// Reads Markdown. Headings are put under level `under`: with 2, `#` becomes a heading of level 3.
///
/// `file` is the name used in findings. `[words](#label)` is a cross reference, a heading that ends with `{#label}` gets
/// that label, and a paragraph `Table: words` in front of a table is its caption.
pub fn read(text: &str, file: &str, under: u8) -> (Vec<Block>, Vec<Finding>) {
    if text.len() > LARGEST {
        return (Vec::new(), vec![findings::too_long(file, text.len(), LARGEST)]);
    }
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options());
    let mut reader = Reader { text, file, under, lines: line_starts(text), findings: Vec::new() };
    let blocks = reader.blocks(root, 0);
    let mut findings = reader.findings;
    vigil_finding::finding::sort(&mut findings);
    (blocks, findings)
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

struct Reader<'t> {
    text: &'t str,
    file: &'t str,
    under: u8,
    lines: Vec<usize>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn blocks<'a>(&mut self, parent: &'a AstNode<'a>, depth: usize) -> Vec<Block> {
        if depth >= DEEPEST {
            self.too_deep(parent);
            return Vec::new();
        }
        let mut out: Vec<Block> = Vec::new();
        for node in parent.children() {
            let caption = caption_before(node, &mut out);
            out.extend(self.block(node, depth + 1, caption));
        }
        out
    }

    fn block<'a>(&mut self, node: &'a AstNode<'a>, depth: usize, caption: Inlines) -> Option<Block> {
        let value = node.data().value.clone();
        Some(match value {
            NodeValue::Paragraph => {
                let text = self.run(node, 0);
                if text.is_empty() {
                    return None;
                }
                Block::Paragraph(Paragraph { id: None, text, marks: Vec::new() })
            }
            NodeValue::Heading(heading) => {
                let level = self.under.saturating_add(heading.level);
                let (text, id) = split_label(self.run(node, 0));
                Block::Heading(Heading { level, id, text })
            }
            NodeValue::List(list) => {
                let kind = match list.list_type {
                    ListType::Bullet => ListKind::Bullet,
                    ListType::Ordered => ListKind::Number(u32::try_from(list.start).unwrap_or(1)),
                };
                let items = node.children().map(|item| self.blocks(item, depth)).collect();
                Block::List(List { kind, items })
            }
            NodeValue::BlockQuote => Block::Quote(self.blocks(node, depth)),
            NodeValue::CodeBlock(code) => {
                let language = code.info.split_whitespace().next().map(str::to_owned);
                Block::Code { language, text: code.literal }
            }
            NodeValue::Table(table) => Block::Table(self.table(node, &table.alignments, caption)),
            NodeValue::HtmlBlock(html) => {
                if is_comment(&html.literal) {
                    return None;
                }
                self.findings.push(findings::raw_html(self.place(node), self.file));
                Block::Code { language: None, text: html.literal }
            }
            _ => return None,
        })
    }

    fn table<'a>(&mut self, node: &'a AstNode<'a>, alignments: &[TableAlignment], caption: Inlines) -> Table {
        let mut lines = node
            .children()
            .map(|row| row.children().map(|cell| self.run(cell, 0)).collect::<Vec<_>>())
            .collect::<Vec<_>>()
            .into_iter();
        let titles = lines.next().unwrap_or_default();
        let rows: Vec<Row> = lines.map(row).collect();
        let columns = titles.iter().enumerate().map(|(at, title)| Column {
            title: plain(title),
            weight: weight(title, &rows, at),
            align: match alignments.get(at) {
                Some(TableAlignment::Center) => Align::Center,
                Some(TableAlignment::Right) => Align::End,
                _ => Align::Start,
            },
            mono: false,
        });
        Table { id: None, caption, columns: columns.collect(), rows, zebra: false, when_empty: Vec::new() }
    }

    fn run<'a>(&mut self, parent: &'a AstNode<'a>, depth: usize) -> Inlines {
        if depth > DEEPEST_MARKS {
            self.too_deep(parent);
            return Vec::new();
        }
        let mut out = Inlines::new();
        for node in parent.children() {
            for piece in self.piece(node, depth + 1) {
                push_joined(&mut out, piece);
            }
        }
        out
    }

    fn piece<'a>(&mut self, node: &'a AstNode<'a>, depth: usize) -> Inlines {
        let value = node.data().value.clone();
        vec![match value {
            NodeValue::Text(text) => Inline::Text(text.into_owned()),
            NodeValue::SoftBreak => Inline::text(" "),
            NodeValue::LineBreak => Inline::Break,
            NodeValue::Code(code) => Inline::Code(code.literal),
            NodeValue::Strong => Inline::Strong(self.run(node, depth)),
            NodeValue::Emph => Inline::Emph(self.run(node, depth)),
            NodeValue::Link(link) => return self.link(node, depth, link.url),
            NodeValue::Image(_) => {
                self.findings.push(findings::image(self.place(node), self.file));
                let words = plain(&self.run(node, depth));
                let words = if words.is_empty() { "no description".to_owned() } else { words };
                Inline::emph(format!("[image: {words}]"))
            }
            NodeValue::HtmlInline(html) if is_comment(&html) => return Vec::new(),
            NodeValue::HtmlInline(html) if is_line_break(&html) => Inline::Break,
            NodeValue::HtmlInline(html) => {
                self.findings.push(findings::raw_html(self.place(node), self.file));
                Inline::Code(html)
            }
            _ => return self.run(node, depth),
        }]
    }

    fn link<'a>(&mut self, node: &'a AstNode<'a>, depth: usize, to: String) -> Inlines {
        let text = self.run(node, depth);
        if let Some(label) = to.strip_prefix('#') {
            return vec![Inline::Ref { to: label.to_owned(), text }];
        }
        let lower = to.to_ascii_lowercase();
        if ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)) {
            return vec![Inline::Link { to, text }];
        }
        self.findings.push(findings::address(self.place(node), self.file, &to));
        text
    }

    fn too_deep<'a>(&mut self, node: &'a AstNode<'a>) {
        self.findings.push(findings::too_deep(self.place(node), self.file, DEEPEST));
    }

    /// Where a node stands. The parser counts columns in bytes.
    fn place<'a>(&self, node: &'a AstNode<'a>) -> Place {
        let span = node.data().sourcepos;
        let at = |line: usize, column: usize| {
            let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
            start + column.saturating_sub(1)
        };
        let range = at(span.start.line, span.start.column)..at(span.end.line, span.end.column) + 1;
        Place::of_span(self.file, self.text, &range)
    }
}

/// Takes the paragraph `Table: words` off the end when `node` is a table.
fn caption_before<'a>(node: &'a AstNode<'a>, out: &mut Vec<Block>) -> Inlines {
    let is_table = matches!(node.data().value, NodeValue::Table(_));
    let is_caption = |block: &Block| match block {
        Block::Paragraph(paragraph) => plain(&paragraph.text).starts_with(CAPTION),
        _ => false,
    };
    if !is_table || !out.last().is_some_and(is_caption) {
        return Inlines::new();
    }
    let Some(Block::Paragraph(mut paragraph)) = out.pop() else { return Inlines::new() };
    if let Some(Inline::Text(first)) = paragraph.text.first_mut() {
        *first = first.trim_start_matches(CAPTION).trim_start().to_owned();
    }
    paragraph.text
}

fn row(cells: Vec<Inlines>) -> Row {
    Row { label: None, cells: cells.into_iter().map(|text| Cell { text }).collect(), group: false }
}

/// Columns share the width by the length of what they hold.
fn weight(title: &[Inline], rows: &[Row], at: usize) -> u16 {
    let length = |run: &[Inline]| plain(run).chars().count();
    let longest =
        rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| length(&cell.text)).max().unwrap_or(0);
    u16::try_from(longest.max(length(title)).clamp(4, 80)).unwrap_or(4)
}

/// A heading `Words {#label}` carries its label.
fn split_label(mut text: Inlines) -> (Inlines, Option<String>) {
    let Some(Inline::Text(last)) = text.last_mut() else { return (text, None) };
    let Some((words, label)) = last.trim_end().strip_suffix('}').and_then(|rest| rest.rsplit_once("{#"))
    else {
        return (text, None);
    };
    if label.is_empty() || label.contains(char::is_whitespace) {
        return (text, None);
    }
    let label = label.to_owned();
    *last = words.trim_end().to_owned();
    (text, Some(label))
}

/// The parser cuts text at every character that might be a mark; here it becomes one piece again.
fn push_joined(out: &mut Inlines, piece: Inline) {
    match (out.last_mut(), piece) {
        (Some(Inline::Text(before)), Inline::Text(more)) => before.push_str(&more),
        (_, piece) => out.push(piece),
    }
}

fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.ends_with("-->") && !html[4..].trim_end_matches("-->").contains("-->")
}

fn is_line_break(html: &str) -> bool {
    let tag: String = html.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(tag.to_ascii_lowercase().as_str(), "<br>" | "<br/>")
}
