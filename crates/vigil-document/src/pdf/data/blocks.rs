//! Blocks as data.

use serde_json::{Value, json};

use super::{Builder, MARGIN};
use crate::block::{Block, Callout, DEEPEST, Definition, Figure, Heading, List, ListKind, Paragraph};
use crate::inline::plain;
use crate::pdf::{Warning, breaks, drawing};

/// A turned US Letter page.
const LANDSCAPE: [f32; 2] = [792.0, 612.0];

/// Where a block stands: page breaks and pages of their own exist at the top only.
#[derive(Clone, Copy)]
struct Level {
    depth: usize,
    turned: bool,
}

impl Builder<'_> {
    /// The blocks of the document.
    pub(super) fn top(&mut self, blocks: &[Block]) -> Vec<Value> {
        self.blocks(blocks, Level { depth: 0, turned: false })
    }

    fn blocks(&mut self, blocks: &[Block], level: Level) -> Vec<Value> {
        let mut out: Vec<Value> = Vec::new();
        for block in blocks {
            self.block(block, level, &mut out);
        }
        out
    }

    fn inner(&mut self, blocks: &[Block], level: Level) -> Vec<Value> {
        self.blocks(blocks, Level { depth: (level.depth + 1).min(DEEPEST), ..level })
    }

    fn block(&mut self, block: &Block, level: Level, out: &mut Vec<Value>) {
        let on_top = level.depth == 0;
        match block {
            _ if level.depth >= DEEPEST => self.flat(block, out),
            Block::Heading(heading) => out.push(self.heading(heading)),
            Block::Paragraph(paragraph) => out.push(self.paragraph(paragraph)),
            Block::List(list) => out.push(self.list(list, level)),
            Block::Table(table) => {
                let (data, turn) = self.table(table, level.turned, on_top && !level.turned);
                if turn { own_sheet(out, vec![data]) } else { out.push(data) }
            }
            Block::Figure(figure) => self.figure(figure, on_top && !level.turned, out),
            Block::Callout(callout) => out.push(self.callout(callout, level)),
            Block::Definitions(list) => {
                let items: Vec<_> = list.iter().map(|entry| self.definition(entry, level)).collect();
                if !items.is_empty() {
                    out.push(json!({ "k": "definitions", "items": items }));
                }
            }
            Block::Code { text, .. } => {
                let text = self.glyphs.verbatim(text.trim_end_matches('\n'));
                out.push(json!({ "k": "code", "text": text }));
            }
            Block::Quote(inner) => out.push(json!({ "k": "quote", "blocks": self.inner(inner, level) })),
            Block::PageBreak if on_top => out.push(json!({ "k": "pagebreak" })),
            Block::PageBreak => {}
            Block::Landscape(inner) if on_top && !level.turned => {
                let blocks = self.blocks(inner, Level { turned: true, ..level });
                own_sheet(out, blocks);
            }
            Block::Landscape(inner) => out.extend(self.blocks(inner, level)),
        }
    }

    /// What is nested too deep to be set: its words.
    fn flat(&mut self, block: &Block, out: &mut Vec<Value>) {
        self.warnings.push(Warning::TooDeep);
        let text = match block {
            Block::Paragraph(paragraph) => plain(&paragraph.text),
            Block::Heading(heading) => plain(&heading.text),
            Block::Code { text, .. } => text.clone(),
            _ => "[content nested too deep to be printed]".to_owned(),
        };
        let line = self.prose(&[crate::inline::Inline::Text(text)]);
        out.push(json!({ "k": "par", "label": null, "marks": [], "c": line }));
    }

    fn heading(&mut self, heading: &Heading) -> Value {
        self.headings += 1;
        let (level, _) = self.numbering.heading(heading.level);
        let mut text = self.prose(&heading.text);
        if text.is_empty() {
            text = vec![json!({ "k": "t", "v": ["(untitled)"] })];
        }
        json!({ "k": "heading", "level": level, "label": self.place(heading.id.as_ref()), "c": text })
    }

    fn paragraph(&mut self, paragraph: &Paragraph) -> Value {
        let marks: Vec<_> = paragraph.marks.iter().map(|mark| self.glyphs.text(mark)).collect();
        let label = self.place(paragraph.id.as_ref());
        json!({ "k": "par", "label": label, "marks": marks, "c": self.prose(&paragraph.text) })
    }

    fn list(&mut self, list: &List, level: Level) -> Value {
        let items: Vec<_> = list.items.iter().map(|item| self.item(item, level)).collect();
        let tight = items.iter().all(|item| item.get("line").is_some());
        let start = match list.kind {
            ListKind::Bullet => None,
            ListKind::Number(start) => Some(start),
        };
        json!({ "k": "list", "start": start, "tight": tight, "items": items })
    }

    /// One plain paragraph is a line, so that the list stays close.
    fn item(&mut self, blocks: &[Block], level: Level) -> Value {
        match blocks {
            [Block::Paragraph(Paragraph { id: None, text, marks })] if marks.is_empty() => {
                json!({ "line": self.prose(text) })
            }
            blocks => json!({ "blocks": self.inner(blocks, level) }),
        }
    }

    /// The first paragraph stands right below the term.
    fn definition(&mut self, entry: &Definition, level: Level) -> Value {
        let (line, rest) = match entry.body.as_slice() {
            [Block::Paragraph(Paragraph { id: None, text, marks }), rest @ ..] if marks.is_empty() => {
                (self.prose(text), rest)
            }
            rest => (Vec::new(), rest),
        };
        json!({ "term": self.prose(&entry.term), "line": line, "blocks": self.inner(rest, level) })
    }

    fn callout(&mut self, callout: &Callout, level: Level) -> Value {
        let title = self.glyphs.text(&callout.title);
        let title = if title.trim().is_empty() { callout.tone.word().to_owned() } else { title };
        let title = json!([{ "k": "t", "v": breaks::pieces(&title, super::WORD) }]);
        json!({ "k": "callout", "tone": callout.tone, "title": title, "blocks": self.inner(&callout.body, level) })
    }

    fn figure(&mut self, figure: &Figure, on_top: bool, out: &mut Vec<Value>) {
        self.figures += 1;
        let name = figure.id.clone().unwrap_or_else(|| plain(&figure.caption));
        let caption = self.prose(&figure.caption);
        let label = self.place(figure.id.as_ref());
        let alt = self.alternative(figure, &name);
        let svg = self.glyphs.drawing(&figure.svg);
        let size = match drawing::size(&svg) {
            Ok(size) => size,
            Err(reason) => {
                let words = self.glyphs.text(&format!("Why: {reason}. What it should show: {alt}"));
                self.warnings.push(Warning::Drawing { figure: name, reason });
                let line = json!([{ "k": "t", "v": breaks::pieces(&words, super::WORD) }]);
                let title = json!([{ "k": "t", "v": ["This drawing could not be read"] }]);
                out.push(json!({ "k": "lost-figure", "label": label, "caption": caption, "title": title, "c": line }));
                return;
            }
        };
        let wish = if on_top { figure.page } else { crate::block::FigurePage::Inline };
        let placement = drawing::place(size, wish, MARGIN);
        let before = if placement.page.is_some() { take_headings(out) } else { Vec::new() };
        out.push(json!({
            "k": "figure", "label": label, "caption": caption, "alt": alt, "before": before,
            "path": format!("figure-{}.svg", self.drawings.len()),
            "width": placement.width, "page": placement.page.map(|(width, height)| [width, height]),
        }));
        self.drawings.push(svg);
    }

    fn alternative(&mut self, figure: &Figure, name: &str) -> String {
        let alt = self.glyphs.text(figure.alt.trim());
        if !alt.is_empty() {
            return alt;
        }
        self.warnings.push(Warning::NoAlternative { figure: name.to_owned() });
        let caption = self.glyphs.text(&plain(&figure.caption));
        format!("Drawing without a description. Caption: {caption}")
    }
}

/// Puts content on a turned page together with the headings right before it, which would else stand alone on a nearly
/// empty one. Content right after a turned page goes on there.
fn own_sheet(out: &mut Vec<Value>, content: Vec<Value>) {
    let mut blocks = take_opening(out);
    blocks.extend(content);
    match out.last_mut() {
        Some(last) if last["k"] == "sheet" && last["size"] == json!(LANDSCAPE) => {
            if let Some(there) = last["blocks"].as_array_mut() {
                there.extend(blocks);
            }
        }
        _ => out.push(json!({ "k": "sheet", "size": LANDSCAPE, "blocks": blocks })),
    }
}

/// Takes the headings off the end, with the paragraph below them when it is the only one.
fn take_opening(out: &mut Vec<Value>) -> Vec<Value> {
    let below = |at: usize| out.len().checked_sub(at).map_or(&Value::Null, |at| &out[at]["k"]);
    if below(1) != "par" || below(2) != "heading" {
        return take_headings(out);
    }
    let paragraph = out.pop();
    let mut opening = take_headings(out);
    opening.extend(paragraph);
    opening
}

/// Takes the headings off the end.
fn take_headings(out: &mut Vec<Value>) -> Vec<Value> {
    let others = out.iter().rposition(|block| block["k"] != "heading").map_or(0, |at| at + 1);
    out.split_off(others)
}
