//! HTML: one page that needs nothing beside it, and in which nothing that a text holds can run.

use vigil_document::{Block, Inline, Table, html};

use crate::sample;

#[test]
fn a_page_has_every_block_and_references_that_lead_somewhere() {
    let document = sample::document();
    let page = html::write(&document);
    assert!(page.starts_with("<!DOCTYPE html>"));
    for (opened, closed) in
        [("<table", "</table>"), ("<tr", "</tr>"), ("<ul>", "</ul>"), ("<figure", "</figure>")]
    {
        assert_eq!(page.matches(opened).count(), page.matches(closed).count(), "{opened}");
        assert!(page.contains(opened), "{opened}");
    }
    let anchors: Vec<&str> = page.split(" href=\"#").skip(1).filter_map(|it| it.split('"').next()).collect();
    assert!(!anchors.is_empty());
    for to in anchors {
        assert!(page.contains(&format!(" id=\"{to}\"")), "#{to} leads nowhere");
    }
    assert_eq!(page, html::write(&document), "same tree, same bytes");
}

#[test]
fn nothing_that_a_text_holds_becomes_markup_or_runs() {
    const HOSTILE: &str = "<script>alert(1)</script>\"'&\u{0}";
    let mut document = sample::document();
    document.push(Block::paragraph(HOSTILE));
    document.push(Block::heading(1, "x\" onload=\"y", HOSTILE));
    document.push(Block::paragraph(Inline::link("javascript:alert(1)", "press here")));
    document.push(Block::figure("f", "c", "a\" onerror=\"z", "<svg onload=\"alert(1)\"/>"));
    document.push(Table::new("t", HOSTILE, []));
    let page = html::write(&document);
    for wrong in ["<script", "onload=\"", "onerror=\"", "javascript:", "\u{0}", "<svg"] {
        assert!(!page.contains(wrong), "{wrong}");
    }
    assert!(page.contains("default-src 'none'") && page.contains("press here"));
}
