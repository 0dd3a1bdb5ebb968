//! A document with everything in it that has to print well.

use vigil_base::Date;
use vigil_document::{
    Align, Block, Cell, Column, Definition, Document, Inline, List, ListKind, Meta, Paragraph, Table, Tone,
};

const WORDS: &str = "The pump communicates with the pharmacy server through the hospital network; the session is \
    authenticated on both sides and every message carries a counter. A lost connection leaves the running infusion unchanged. ";

pub(crate) fn meta() -> Meta {
    let mut meta = Meta::new(
        "Cybersecurity Risk Management Report",
        "Orchid Infusion Pump",
        "3.2.0",
        Date::constant(2026, 11, 2),
    );
    meta.number = Some("DOC-0042".to_owned());
    meta.revision = Some("C".to_owned());
    meta.maker = Some("Größe Medical Devices GmbH".to_owned());
    meta.data_cut = Some(
        "2026-10-30, sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
    );
    meta.catalogue_edition = Some("FDA premarket cybersecurity, 3 Feb 2026".to_owned());
    "Vigil 0.1.0".clone_into(&mut meta.tool_version);
    meta.keywords = vec!["cybersecurity".to_owned(), "premarket".to_owned()];
    meta
}

pub(crate) fn document() -> Document {
    let mut document = Document::new(meta());
    summary(&mut document);
    inventory(&mut document, 300);
    wide_table(&mut document);
    figures(&mut document);
    prose(&mut document);
    document
}

fn summary(document: &mut Document) {
    document.push(Block::heading(1, "summary", "Summary"));
    document.push(Block::paragraph(vec![
        Inline::text("This report covers "),
        Inline::strong("143 packages"),
        Inline::text(" as listed in "),
        Inline::see("table.inventory"),
        Inline::text(" and the data flows of "),
        Inline::see("figure.flows"),
        Inline::text(" on page "),
        Inline::page_of("figure.flows"),
        Inline::text(". The component "),
        Inline::id("component.7"),
        Inline::text(" is discussed in "),
        Inline::see("prose"),
        Inline::text("; the source is "),
        Inline::link("https://example.org/guidance", "the guidance"),
        Inline::text("; a record that does not exist is "),
        Inline::id("component.nowhere"),
        Inline::text("."),
    ]));
    document.push(Block::callout(Tone::Bad, "Missing: security architecture view 3", "No text was written for the \
        updateability view. Write `text/updateability.md`; the submission profile refuses a build without it."));
    document.push(Block::callout(Tone::Warn, "Not everything was looked at", vec![
        Inline::text("12 packages could not be identified and were not compared with the vulnerability database: "),
        Inline::code("pkg:generic/vendor-blob@unknown?checksum=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        Inline::text("."),
    ]));
    document.push(Block::callout(
        Tone::Neutral,
        "Generated text",
        "The next section was generated from the model and reviewed by nobody yet.",
    ));
    let mut table = Table::new(
        "table.state",
        "State of the evidence",
        [
            Column::new("Element", 2),
            Column::new("State", 0),
            Column::new("Count", 0).align(Align::End),
            Column::new("What it says", 4),
        ],
    );
    for (at, (tone, word)) in [
        (Tone::Good, "complete"),
        (Tone::Warn, "open questions"),
        (Tone::Bad, "missing"),
        (Tone::Neutral, "not applicable"),
    ]
    .into_iter()
    .enumerate()
    {
        table.row([
            Cell::from(format!("Element {at}")),
            Cell::status(tone, word),
            Cell::from((at * 17).to_string()),
            WORDS[..90].into(),
        ]);
    }
    document.push(table);
    document.push(Table::new(
        "table.empty",
        "Flaws under embargo",
        [Column::new("Flaw", 1), Column::new("Since", 1)],
    ));
}

fn inventory(document: &mut Document, rows: usize) {
    document.push(Block::heading(1, "inventory", "Inventory"));
    document.push(Block::heading(
        2,
        "inventory.all",
        "All packages of the device with their identification and level of support as stated by the supplier",
    ));
    let mut table = Table::new(
        "table.inventory",
        "Packages and their support",
        [
            Column::new("Id", 0).mono(),
            Column::new("Package", 3).mono(),
            Column::new("Supplier", 2),
            Column::new("Support", 0),
            Column::new("Ends", 0),
        ],
    );
    table.zebra = true;
    for at in 0..rows {
        if at % 60 == 0 {
            table.group(format!("Component group {}", at / 60 + 1));
        }
        let tone = [Tone::Good, Tone::Warn, Tone::Bad][at % 3];
        let word = ["actively maintained", "security only", "ended"][at % 3];
        table.labelled_row(
            format!("component.{at}"),
            [
                Cell::from(format!("component.{at}")),
                format!("pkg:generic/package-number-{at}@2.1.{at}").into(),
                "Größe & Söhne AG".into(),
                Cell::status(tone, word),
                "2031-06-30".into(),
            ],
        );
    }
    document.push(table);
}

fn wide_table(document: &mut Document) {
    document.push(Block::heading(2, "matches", "Matches"));
    let mut table = Table::new(
        "table.matches",
        "Known flaws in the packages, with the decision on each",
        [
            Column::new("Flaw", 0),
            Column::new("Package", 2).mono(),
            Column::new("CPE", 2).mono(),
            Column::new("Score", 0).align(Align::End),
            Column::new("Decision", 1),
            Column::new("Justification", 4),
            Column::new("Decided by", 1),
        ],
    );
    for at in 0..40 {
        table.row([
            Cell::from(format!("CVE-2026-{}", 10_000 + at)),
            "pkg:deb/debian/libcrypto-provider-legacy@3.0.11-1~deb12u2?arch=arm64&distro=debian-12".into(),
            "cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*".into(),
            "9.8".into(),
            Cell::status([Tone::Good, Tone::Bad][at % 2], ["not affected", "affected"][at % 2]),
            "The vulnerable code is not in the execution path; inline mitigations already exist: InputValidationGateway::checkFrameLength".into(),
            "M. Müller-Lüdenscheidt".into(),
        ]);
    }
    document.push(table);
    let mut table = Table::new(
        "table.digests",
        "Digests as they were read",
        (0..9).map(|at| Column::new(format!("Column {at}"), 1).mono()),
    );
    for _ in 0..6 {
        table.row((0..9).map(|_| "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"));
    }
    document.push(Block::Landscape(vec![Block::heading(2, "digests", "Digests"), table.into()]));
}

pub(crate) fn svg(width: u32, height: u32) -> String {
    let mut out = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="'Source Sans 3'" font-size="14">"#
    );
    out.push_str(r#"<defs><marker id="a" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>"#);
    for at in 0..width / 180 {
        let x = at * 180 + 10;
        out.push_str(&format!(r##"<rect x="{x}" y="40" width="120" height="{}" rx="6" fill="#eef3f8" stroke="#14507d" stroke-dasharray="4 3"/>"##, height - 80));
        out.push_str(&format!(r#"<text x="{}" y="70">Zone {at} Größe 中</text>"#, x + 10));
        out.push_str(&format!(
            r#"<path d="M{} {} h60" stroke="black" fill="none" marker-end="url(#a)"/>"#,
            x + 120,
            height / 2
        ));
    }
    out.push_str("</svg>");
    out
}

fn figures(document: &mut Document) {
    document.push(Block::heading(1, "views", "Views"));
    document.push(Block::paragraph(WORDS.repeat(2)));
    document.push(Block::figure(
        "figure.small",
        "The pump and its server",
        "A pump sends messages to a server.",
        svg(560, 220),
    ));
    document.push(Block::heading(2, "views.flows", "Data flows"));
    document.push(Block::figure(
        "figure.flows",
        "All data flows of the device",
        "Twelve zones in a row, each with a flow to the next.",
        svg(2200, 900),
    ));
    document.push(Block::heading(2, "views.broken", "A drawing that cannot be read"));
    document.push(Block::figure("figure.broken", "Broken", "Nothing.", "<svg><g></svg>"));
}

fn prose(document: &mut Document) {
    document.push(Block::heading(1, "prose", "Prose"));
    for at in 0..4 {
        document.push(Block::heading(2, format!("prose.{at}"), format!("Part {at} of the text")));
        document.push(Block::paragraph(WORDS.repeat(3)));
        document.push(Block::Paragraph(Paragraph {
            id: Some(format!("par.{at}")),
            text: vec![WORDS.repeat(2).into()],
            marks: vec!["G26.SB.9".to_owned(), "G26.SB.10".to_owned()],
        }));
        document.push(Block::heading(4, format!("prose.{at}.deep"), "A heading that skips a level"));
        document.push(nested_list());
    }
    document.push(Block::Definitions(vec![
        Definition {
            term: vec!["Asset".into()],
            body: vec![Block::paragraph(
                "Anything that has value to the patient, the hospital or the maker.",
            )],
        },
        Definition {
            term: vec!["Trust boundary".into()],
            body: vec![Block::paragraph(WORDS.repeat(2)), Block::paragraph("A second paragraph.")],
        },
    ]));
    document.push(Block::Code { language: Some("toml".to_owned()), text: format!("[package.\"pkg:generic/lwip@2.1.2\"]\nsupport = {{ level = \"actively-maintained\" }}\n    indented = \"{}\"\n", "0123456789abcdef".repeat(8)) });
    document.push(Block::Quote(vec![Block::paragraph(
        "Words of somebody else: Größe, µ, ≤ 5 °C, 中文, \u{202e}drowssap, → ✓ ✗ ☑ Ωμέγα Привет.",
    )]));
    document.push(Block::numbers(["first", "second", "third"]));
}

fn nested_list() -> Block {
    let deepest = Block::bullets([
        "deep one",
        "deep two with a long line that has to wrap because it goes on and on until it reaches the margin of the page and beyond",
    ]);
    let inner = Block::List(List {
        kind: ListKind::Number(1),
        items: vec![vec![Block::paragraph("inner first"), deepest], vec![Block::paragraph("inner second")]],
    });
    Block::List(List {
        kind: ListKind::Bullet,
        items: vec![
            vec![Block::paragraph("The first item, with a list in it"), inner],
            vec![Block::paragraph(WORDS)],
            vec![Block::paragraph("The last")],
        ],
    })
}
