//! The PDF writer.

use std::sync::LazyLock;

use vigil_document::pdf::{self, Pdf, Warning};
use vigil_document::{
    Block, Callout, Column, Definition, Document, Inline, List, ListKind, Row, Table, Tone,
};

use crate::sample;

/// The big sample, printed once for all tests.
static SAMPLE: LazyLock<Pdf> = LazyLock::new(|| pdf::write(&sample::document()).expect("the sample prints"));

fn holds(pdf: &Pdf, marker: &str) -> bool {
    count(&pdf.bytes, marker) > 0
}

fn count(bytes: &[u8], marker: &str) -> usize {
    bytes.windows(marker.len()).filter(|window| *window == marker.as_bytes()).count()
}

fn print(blocks: impl IntoIterator<Item = Block>) -> Pdf {
    let mut document = Document::new(sample::meta());
    document.blocks.extend(blocks);
    pdf::write(&document).expect("every document prints")
}

#[test]
fn the_same_document_gives_the_same_bytes_again_and_in_another_thread() {
    let again = pdf::write(&sample::document()).unwrap();
    let elsewhere = std::thread::spawn(|| pdf::write(&sample::document()).unwrap()).join().unwrap();
    assert!(SAMPLE.bytes == again.bytes, "two prints differ");
    assert!(SAMPLE.bytes == elsewhere.bytes, "a print in another thread differs");
    assert_eq!(SAMPLE.label_pages, elsewhere.label_pages);
}

#[test]
fn the_file_claims_both_standards_and_carries_tags_bookmarks_language_and_title() {
    for marker in [
        "%PDF-1.7",
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "/Outlines",
        "/StructTreeRoot",
        "/MarkInfo",
        "/OutputIntents",
        "/Lang",
        "Cybersecurity Risk Management Report",
        "Vigil 0.1.0",
    ] {
        assert!(holds(&SAMPLE, marker), "{marker} is missing");
    }
    assert!(!holds(&SAMPLE, "/Encrypt"), "a submission must not be encrypted");
    assert!(holds(&SAMPLE, "2026-11-02"), "the date is the as-of date");
}

#[test]
fn references_to_nothing_are_listed_and_stop_nothing() {
    assert_eq!(SAMPLE.unresolved.iter().collect::<Vec<_>>(), ["component.nowhere"]);
    let pdf = print([Block::paragraph([Inline::see("no.such"), Inline::page_of("nor.this")])]);
    assert_eq!(pdf.unresolved.iter().collect::<Vec<_>>(), ["no.such", "nor.this"]);
}

#[test]
fn every_label_has_its_page_in_reading_order() {
    let page = |label: &str| SAMPLE.label_pages[label];
    assert!(page("summary") < page("component.299"), "{:?}", SAMPLE.label_pages);
    assert!(page("component.0") < page("component.299"), "a row is found on the page it stands on");
    assert!(page("component.299") <= page("matches") && page("matches") < page("figure.flows"));
    assert_eq!(page("views.flows"), page("figure.flows"), "a heading moves along with the figure below it");
    assert_eq!(page("digests"), page("table.digests"));
    assert!(page("par.0") >= page("prose.0"));
    let pages = u32::try_from(SAMPLE.pages).unwrap();
    assert!(SAMPLE.label_pages.values().all(|page| (1..=pages).contains(page)));
}

#[test]
fn what_cannot_be_printed_is_warned_of() {
    let missing: Vec<_> = SAMPLE
        .warnings
        .iter()
        .filter_map(|warning| match warning {
            Warning::Character { character, count } => Some((*character, *count)),
            _ => None,
        })
        .collect();
    assert!(missing.contains(&('\u{202e}', 1)), "{missing:?}");
    assert!(missing.iter().any(|(character, _)| *character == '中'), "{missing:?}");
    let broken =
        |warning: &Warning| matches!(warning, Warning::Drawing { figure, .. } if figure == "figure.broken");
    assert!(SAMPLE.warnings.iter().any(broken), "{:?}", SAMPLE.warnings);
}

#[test]
fn any_text_can_be_printed() {
    for text in [
        "",
        " ",
        "مرحبا بالعالم",
        "שלום",
        "👩‍👩‍👧 ✅ ☑️",
        "नमस्ते",
        "e\u{301}\u{327}\u{323} x\u{20dd}",
        "soft\u{ad}hyphen \u{a0}\u{3000}",
        "\u{0}\u{1}\u{7f}\u{feff}\u{e000}\u{10ffff}\u{fffe}",
        "#let x = 1; *not* _Typst_ $x$ @label <label> \\ // /* `",
        "[U+4E2D] {}",
    ] {
        let mut table = Table::new(text, text, [Column::new(text, 0), Column::new(text, 1).mono()]);
        table.labelled_row(text, [text, text]);
        let pdf = print([
            Block::heading(1, format!("h{text}"), text),
            Block::paragraph([
                Inline::strong(text),
                Inline::emph(text),
                Inline::code(text),
                Inline::link(text, text),
            ]),
            table.into(),
            Block::figure("f", text, text, sample::svg(400, 200)),
            Block::Code { language: None, text: text.to_owned() },
            Block::bullets([text, text]),
        ]);
        assert!(pdf.pages >= 1, "{text:?}");
    }
}

#[test]
fn odd_shapes_of_a_document_are_printed() {
    let mut ragged = Table::new("ragged", "", [Column::new("A", 0), Column::new("B", 0)]);
    ragged.row(["one"]);
    ragged.row(["one", "two", "three", "four"]);
    ragged.rows.push(Row { label: None, cells: Vec::new(), group: true });
    let none = Table::new("none", "No columns", []);
    let mut deep = Block::paragraph("the bottom");
    for _ in 0..60 {
        deep = Block::Quote(vec![deep]);
    }
    let mut nested = Block::paragraph("the bottom");
    for at in 0..20 {
        nested = match at % 4 {
            0 => Block::List(List {
                kind: ListKind::Number(1),
                items: vec![vec![Block::paragraph("x"), nested]],
            }),
            1 => Block::Quote(vec![nested]),
            2 => Callout { tone: Tone::Warn, title: "deep".to_owned(), body: vec![nested] }.into(),
            _ => Block::Definitions(vec![Definition {
                term: vec!["t".into()],
                body: vec![Block::paragraph("x"), nested],
            }]),
        };
    }
    let pdf = print([
        ragged.into(),
        nested,
        none.into(),
        deep,
        Block::Definitions(Vec::new()),
        Block::bullets(Vec::<String>::new()),
        Block::Quote(vec![Block::PageBreak, Block::Landscape(vec![Block::paragraph("inside")])]),
        Block::Landscape(Vec::new()),
        Block::figure("f", "", "", "not a drawing"),
    ]);
    assert!(pdf.warnings.iter().any(|warning| matches!(warning, Warning::NoAlternative { .. })));
    assert!(pdf.warnings.contains(&Warning::TooDeep));
    assert_eq!(print([]).pages, 1, "an empty document is its title block");
}

#[test]
fn a_label_given_twice_is_warned_of_and_leads_to_the_first() {
    let pdf = print([Block::heading(1, "a", "First"), Block::PageBreak, Block::heading(1, "a", "Second")]);
    assert!(pdf.warnings.contains(&Warning::DuplicateLabel { label: "a".to_owned() }), "{:?}", pdf.warnings);
    assert_eq!(pdf.label_pages["a"], 1);
}
