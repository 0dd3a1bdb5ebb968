//! Tests that look at the pages themselves: where words stand.

use typst::layout::{Abs, Frame, FrameItem, Point};
use vigil_base::Date;

use super::*;
use crate::block::Block;
use crate::inline::{Inline, Tone};
use crate::meta::Meta;
use crate::table::{Cell, Column, Table};

/// A word with its page (from 1) and where it begins and ends across, in points.
struct Word {
    text: String,
    page: usize,
    start: f64,
    end: f64,
}

fn words(blocks: Vec<Block>) -> (Vec<Word>, Vec<f64>) {
    let mut document = Document::new(Meta::new("Title", "Device", "1", Date::constant(2026, 1, 2)));
    document.blocks = blocks;
    let index = Index::of(&document);
    let prepared = data::prepare(&document, &index, Scripts::All);
    let world = World::new(&prepared);
    let (laid_out, _) = lay_out(&document, &world).unwrap();
    let mut out = Vec::new();
    for (at, page) in laid_out.pages().iter().enumerate() {
        collect(&page.frame, Point::zero(), at + 1, &mut out);
    }
    (out, laid_out.pages().iter().map(|page| page.frame.width().to_pt()).collect())
}

fn collect(frame: &Frame, at: Point, page: usize, out: &mut Vec<Word>) {
    for (position, item) in frame.items() {
        let position = at + *position;
        match item {
            FrameItem::Group(group) => {
                let shift = Point::new(group.transform.tx, group.transform.ty);
                collect(&group.frame, position + shift, page, out);
            }
            FrameItem::Text(text) => {
                let width: Abs = text.width();
                let start = position.x.to_pt();
                out.push(Word { text: text.text.to_string(), page, start, end: start + width.to_pt() });
            }
            _ => {}
        }
    }
}

#[test]
fn the_header_of_a_long_table_repeats_on_every_page_it_covers() {
    let mut table = Table::new("t", "Many rows", [Column::new("Heading", 1), Column::new("Second", 2)]);
    for at in 0..300 {
        table.row([format!("row-{at}-"), "words".to_owned()]);
    }
    let (words, _) = words(vec![table.into()]);
    let pages_of = |text: &str| -> BTreeSet<usize> {
        words.iter().filter(|word| word.text.contains(text)).map(|word| word.page).collect()
    };
    let covered = pages_of("row-");
    assert!(covered.len() > 4, "{covered:?}");
    assert_eq!(pages_of("Heading"), covered);
    assert_eq!(pages_of("Many rows").len(), 1, "the caption stands once");
    assert!(covered.contains(pages_of("Many rows").first().unwrap()), "and with the first rows");
}

#[test]
fn nothing_stands_outside_the_margins_however_long_the_words_are() {
    let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let purl = "pkg:deb/debian/libcrypto-provider-legacy@3.0.11-1~deb12u2?arch=arm64&distro=debian-12";
    let cpe = "cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*";
    let hump = "InputValidationGatewayConfigurationException".repeat(3);
    let long = [
        digest,
        purl,
        cpe,
        hump.as_str(),
        "Donaudampfschifffahrtsgesellschaftskapitän",
        "中中中中中中中中中",
    ];
    let mut blocks =
        vec![Block::heading(1, "h", hump.as_str()), Block::callout(Tone::Bad, &hump, digest.repeat(4))];
    for columns in [1, 4, 7, 9, 12] {
        let mut table = Table::new(
            "",
            hump.as_str(),
            (0..columns).map(|at| Column::new(format!("Column{hump}"), at % 3)),
        );
        for at in 0..3 {
            table.row((0..columns).map(|column| {
                let text = long[usize::from(column + at) % long.len()];
                if at == 1 { Cell::status(Tone::Warn, text) } else { Cell::from(Inline::code(text)) }
            }));
        }
        blocks.push(table.into());
    }
    blocks.extend(long.map(Block::paragraph));
    blocks.push(Block::bullets(long));
    blocks.push(Block::Code { language: None, text: digest.repeat(5) });
    let (words, widths) = words(blocks);
    assert!(words.len() > 500);
    for word in words {
        let right = widths[word.page - 1] - 62.0;
        assert!(
            word.start > 60.0 && word.end < right + 0.5,
            "{} ends at {} of {right}, page {}",
            word.text,
            word.end,
            word.page
        );
    }
}

#[test]
fn numbers_given_by_the_engine_are_those_of_the_index() {
    let mut bare = Table::new("bare", "", [Column::new("A", 1)]);
    bare.row(["x"]);
    let blocks = vec![
        Block::heading(1, "a", "Alpha"),
        Block::heading(3, "b", "Beta"),
        bare.into(),
        Block::figure("f", "", "alt", "broken"),
        Table::new("second", "Second table", [Column::new("A", 1)]).into(),
        Block::figure("g", "Second figure", "alt", "broken"),
        Block::heading(1, "c", "Gamma"),
        Block::paragraph([
            Inline::see("b"),
            Inline::text(" "),
            Inline::see("second"),
            Inline::text(" "),
            Inline::see("g"),
        ]),
    ];
    let (words, _) = words(blocks);
    let has = |text: &str| words.iter().filter(|word| word.text.contains(text)).count();
    assert!(has("Section 1.1") == 1 && has("1.1") >= 3, "reference, heading and contents");
    assert!(has("Table 2") >= 2 && has("Figure 2") >= 2, "reference and caption");
}
