//! Markdown in and out.

use vigil_document::{Block, Document, Inline, markdown};
use vigil_finding::Finding;

use crate::sample;

const PROSE: &str = "\
# Scope {#scope}

The **pump** talks to the *server*; see [the flows](#figure.flows), `lwip` and
<https://example.org/a>. A hard  \nbreak.

- one
  1. inner `code`
  2. second
- two

> quoted

Table: Settings of the interface

| Name | Value | Count |
|:-----|:-----:|------:|
| a | **b** \\| c | 12 |

```toml
key = 1
```

## Deeper

<!-- a remark of the author -->
Some <b>HTML</b> and ![a picture](p.png) and [a file](./x.txt).
";

fn codes(findings: &[Finding]) -> Vec<(&str, u32)> {
    findings
        .iter()
        .map(|finding| (finding.code.as_str(), finding.place.as_ref().map_or(0, |place| place.line)))
        .collect()
}

#[test]
fn the_prose_of_people_is_read_and_written_again() {
    let (blocks, findings) = markdown::read(PROSE, "text/scope.md", 1);
    assert_eq!(
        codes(&findings),
        [("text.raw-html", 27), ("text.raw-html", 27), ("text.image", 27), ("text.link", 27)]
    );
    let mut document = Document::new(sample::meta());
    document.push(Block::heading(1, "part", "Part"));
    document.blocks.extend(blocks);
    insta::assert_snapshot!("prose", markdown::write(&document).text);
}

#[test]
fn headings_stand_under_the_given_level_and_keep_their_label() {
    let (blocks, _) = markdown::read(PROSE, "f", 2);
    let headings: Vec<_> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(heading) => Some((heading.level, heading.id.as_deref())),
            _ => None,
        })
        .collect();
    assert_eq!(headings, [(3, Some("scope")), (4, None)]);
}

#[test]
fn html_is_not_carried_out_but_its_words_stay() {
    let (blocks, findings) =
        markdown::read("<script>alert(1)</script>\n\nx <i onload=a>y</i> <br> z", "f.md", 0);
    assert_eq!(codes(&findings), [("text.raw-html", 1), ("text.raw-html", 3), ("text.raw-html", 3)]);
    assert_eq!(blocks[0], Block::Code { language: None, text: "<script>alert(1)</script>\n".to_owned() });
    assert_eq!(
        blocks[1],
        Block::paragraph([
            Inline::text("x "),
            Inline::code("<i onload=a>"),
            Inline::text("y"),
            Inline::code("</i>"),
            Inline::text(" "),
            Inline::Break,
            Inline::text(" z"),
        ])
    );
}

#[test]
fn a_link_that_is_no_address_is_reported_and_its_words_stay() {
    let (blocks, findings) = markdown::read("[run](javascript:alert(1)) and [mail](mailto:a@b.c)", "f.md", 0);
    assert_eq!(codes(&findings), [("text.link", 1)]);
    assert_eq!(blocks[0], Block::paragraph([Inline::text("run and "), Inline::link("mailto:a@b.c", "mail")]));
}

#[test]
fn deep_and_large_texts_are_reported_and_stop_nothing() {
    for text in [
        ">".repeat(5_000) + "x",
        "- ".repeat(2_000) + "x",
        "*".repeat(20_000),
        "[".repeat(20_000),
        "**a ".repeat(5_000),
    ] {
        let (_, findings) = markdown::read(&text, "f.md", 0);
        let start: String = text.chars().take(4).collect();
        assert!(findings.iter().all(|finding| finding.code == "text.too-deep"), "{start}: {findings:?}");
        assert!(!text.starts_with('>') || !findings.is_empty(), "{start}");
    }
    let (blocks, findings) = markdown::read(&"a\n".repeat(3_000_000), "f.md", 0);
    assert!(blocks.is_empty());
    assert_eq!(codes(&findings), [("text.too-long", 1)]);
}

#[test]
fn a_document_with_everything_is_written_as_markdown() {
    let mut document = sample::document();
    for block in &mut document.blocks {
        if let Block::Table(table) = block {
            table.rows.truncate(3);
        }
    }
    let written = markdown::write(&document);
    insta::assert_snapshot!("document", written.text);
    assert_eq!(written.figures.keys().collect::<Vec<_>>(), ["figure-1.svg", "figure-2.svg", "figure-3.svg"]);
}
