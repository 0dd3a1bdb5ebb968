//! A document as one HTML page that needs nothing beside it: no script, no font, no other file.

use std::fmt::Write as _;

use crate::block::{Block, Figure, List, ListKind};
use crate::index::{Index, Numbering};
use crate::inline::{Inline, Tone, status_word};
use crate::meta::{Document, Meta};
use crate::table::{Align, Column, Row, Table};

/// Nothing is loaded and nothing runs, whatever a text holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
const STYLE: &str = include_str!("html/page.css");

/// Writes `document` as a page. Labels become anchors, so that references work both ways.
pub fn write(document: &Document) -> String {
    let mut writer = Writer { index: Index::of(document), numbering: Numbering::default() };
    let meta = &document.meta;
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}: {} {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escape(&meta.language),
        escape(&meta.title),
        escape(&meta.device),
        escape(&meta.version)
    );
    out.push_str(&title_block(meta));
    writer.blocks(&document.blocks, &mut out);
    out.push_str("</body>\n</html>\n");
    out
}

fn title_block(meta: &Meta) -> String {
    let mut out = format!("<h1>{}</h1>\n", escape(&meta.title));
    if let Some(status) = &meta.status {
        let _ = writeln!(out, "<p class=\"status\">{}</p>", escape(status));
    }
    out.push_str("<table class=\"facts\">\n");
    for (name, value) in meta.rows() {
        let _ = writeln!(out, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>", escape(&name), escape(&value));
    }
    out.push_str("</table>\n");
    out
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // HTML has no way to write these at all.
            c if c.is_control() && c != '\n' && c != '\t' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// An id as HTML takes it: without white space.
fn anchor(label: &str) -> String {
    escape(&label.split_whitespace().collect::<Vec<_>>().join("_"))
}

fn id(label: Option<&String>) -> String {
    label.map(|label| format!(" id=\"{}\"", anchor(label))).unwrap_or_default()
}

struct Writer {
    index: Index,
    numbering: Numbering,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block], out: &mut String) {
        for block in blocks {
            self.block(block, out);
        }
    }

    fn block(&mut self, block: &Block, out: &mut String) {
        match block {
            Block::Heading(heading) => {
                let (level, number) = self.numbering.heading(heading.level);
                let tag = level.min(5) + 1;
                let text = self.line(&heading.text);
                let _ = writeln!(out, "<h{tag}{}>{number} {text}</h{tag}>", id(heading.id.as_ref()));
            }
            Block::Paragraph(paragraph) => {
                let marks: String = paragraph.marks.iter().map(|it| format!(" [{}]", escape(it))).collect();
                let text = self.line(&paragraph.text);
                let _ = writeln!(out, "<p{}>{text}{marks}</p>", id(paragraph.id.as_ref()));
            }
            Block::List(list) => self.list(list, out),
            Block::Table(table) => self.table(table, out),
            Block::Figure(figure) => self.figure(figure, out),
            Block::Callout(callout) => {
                let _ = writeln!(
                    out,
                    "<div class=\"callout\">\n<p><strong>{}</strong></p>",
                    escape(&callout.title)
                );
                self.blocks(&callout.body, out);
                out.push_str("</div>\n");
            }
            Block::Definitions(list) => {
                out.push_str("<dl>\n");
                for entry in list {
                    let _ = writeln!(out, "<dt>{}</dt><dd>", self.line(&entry.term));
                    self.blocks(&entry.body, out);
                    out.push_str("</dd>\n");
                }
                out.push_str("</dl>\n");
            }
            Block::Code { text, .. } => {
                let _ = writeln!(out, "<pre><code>{}</code></pre>", escape(text));
            }
            Block::Quote(inner) => {
                out.push_str("<blockquote>\n");
                self.blocks(inner, out);
                out.push_str("</blockquote>\n");
            }
            Block::PageBreak => {}
            Block::Landscape(inner) => self.blocks(inner, out),
        }
    }

    fn list(&mut self, list: &List, out: &mut String) {
        let (open, close) = match list.kind {
            ListKind::Bullet => ("<ul>".to_owned(), "</ul>"),
            ListKind::Number(start) => (format!("<ol start=\"{start}\">"), "</ol>"),
        };
        let _ = writeln!(out, "{open}");
        for item in &list.items {
            out.push_str("<li>");
            self.blocks(item, out);
            out.push_str("</li>\n");
        }
        let _ = writeln!(out, "{close}");
    }

    fn table(&mut self, table: &Table, out: &mut String) {
        let number = self.numbering.table();
        let caption = self.line(&table.caption);
        let _ =
            writeln!(out, "<table{}>\n<caption>Table {number}. {caption}</caption>", id(table.id.as_ref()));
        out.push_str("<thead><tr>");
        for column in &table.columns {
            let _ = write!(out, "<th scope=\"col\"{}>{}</th>", class(column), escape(&column.title));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        let columns = table.columns.len();
        if table.rows.is_empty() {
            let _ = writeln!(out, "<tr><td colspan=\"{columns}\">{}</td></tr>", self.line(&table.when_empty));
        }
        for row in &table.rows {
            self.row(table, row, out);
        }
        out.push_str("</tbody>\n</table>\n");
    }

    fn row(&mut self, table: &Table, row: &Row, out: &mut String) {
        let columns = table.columns.len();
        let kind = if row.group { " class=\"group\"" } else { "" };
        let _ = write!(out, "<tr{}{kind}>", id(row.label.as_ref()));
        if row.group {
            let text = row.cells.first().map(|cell| self.line(&cell.text)).unwrap_or_default();
            let _ = write!(out, "<td colspan=\"{columns}\">{text}</td>");
        } else {
            for (at, column) in table.columns.iter().enumerate() {
                let text = row.cells.get(at).map(|cell| self.line(&cell.text)).unwrap_or_default();
                let text =
                    if column.mono && !text.is_empty() { format!("<code>{text}</code>") } else { text };
                let _ = write!(out, "<td{}>{text}</td>", class(column));
            }
        }
        out.push_str("</tr>\n");
    }

    /// A drawing is put in as an image, where the scripts and addresses of an SVG do nothing.
    fn figure(&mut self, figure: &Figure, out: &mut String) {
        use base64::Engine as _;
        let number = self.numbering.figure();
        let data = base64::engine::general_purpose::STANDARD.encode(&figure.svg);
        let _ = writeln!(
            out,
            "<figure{}><img alt=\"{}\" src=\"data:image/svg+xml;base64,{data}\">\n<figcaption>Figure {number}. {}</figcaption></figure>",
            id(figure.id.as_ref()),
            escape(&figure.alt),
            self.line(&figure.caption)
        );
    }

    fn line(&self, run: &[Inline]) -> String {
        run.iter().map(|piece| self.piece(piece)).collect()
    }

    fn piece(&self, piece: &Inline) -> String {
        match piece {
            Inline::Text(text) => escape(text),
            Inline::Strong(inner) => format!("<strong>{}</strong>", self.line(inner)),
            Inline::Emph(inner) => format!("<em>{}</em>", self.line(inner)),
            Inline::Code(text) => format!("<code>{}</code>", escape(text)),
            Inline::Link { to, text } => {
                let words = if text.is_empty() { escape(to) } else { self.line(text) };
                link(to, &words)
            }
            Inline::Ref { to, text } => self.reference(to, text),
            Inline::PageOf { label } if self.index.targets.contains_key(label) => {
                format!("<a href=\"#{}\">\u{2197}</a>", anchor(label))
            }
            Inline::PageOf { .. } => "\u{2013}".to_owned(),
            Inline::Status { tone, text } => {
                format!("<span class=\"{}\">{}</span>", tone_class(*tone), escape(status_word(*tone, text)))
            }
            Inline::Break => "<br>".to_owned(),
        }
    }

    fn reference(&self, to: &str, text: &[Inline]) -> String {
        let target = self.index.targets.get(to);
        let words = match (target, text.is_empty()) {
            (_, false) => self.line(text),
            (Some(target), true) => escape(&target.name()),
            (None, true) => format!("<code>{}</code>", escape(to)),
        };
        if target.is_some() { format!("<a href=\"#{}\">{words}</a>", anchor(to)) } else { words }
    }
}

/// Only addresses that a reader can expect behind a link in a document lead anywhere.
fn link(to: &str, words: &str) -> String {
    let known = ["https://", "http://", "mailto:"].iter().any(|begin| to.starts_with(begin));
    if known {
        format!("<a href=\"{}\" rel=\"noreferrer\">{words}</a>", escape(to))
    } else {
        words.to_owned()
    }
}

fn class(column: &Column) -> &'static str {
    match column.align {
        Align::Start => "",
        Align::Center => " class=\"center\"",
        Align::End => " class=\"end\"",
    }
}

fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
        Tone::Neutral => "neutral",
    }
}
