//! Text out of SBOMs that strangers wrote: escape sequences, controls, markup, overrides.

use serde_json::Value;
use vigil_base::{Place, Sources};
use vigil_finding::render::{Counts, Format, Options, Report, render};
use vigil_finding::{Finding, Severity};

const NASTY: &str =
    "a\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\0\r\nerror: fake\u{202e}txt.\u{2028}<b>&\"']]>\u{ffff}";

fn nasty(format: Format) -> String {
    let mut sources = Sources::default();
    sources.insert(NASTY, format!("{NASTY}\n{NASTY}"));
    let place = |line| Place { line, column: 3, pointer: Some(NASTY.into()), ..Place::start_of(NASTY) };
    let finding = Finding::new(NASTY, Severity::Error, NASTY, NASTY)
        .at(place(1))
        .label(NASTY)
        .related(place(2), NASTY)
        .help(NASTY)
        .see(NASTY)
        .suggest(NASTY);
    let mut counts = Counts::default();
    counts.add(NASTY, 1_u8);
    counts.missed(NASTY);
    let report =
        Report { findings: &[finding], sources: &sources, tool_version: NASTY, as_of: None, counts: &counts };
    render(format, &report, Options::default())
}

#[test]
fn nothing_that_steers_a_terminal_reaches_any_output() {
    for format in Format::ALL {
        let text = nasty(format);
        for c in text.chars().filter(|c| *c != '\n') {
            let steers = c.is_control() || matches!(c, '\u{202e}' | '\u{2028}' | '\u{ffff}');
            assert!(!steers, "{format} lets {c:?} through:\n{}", text.escape_debug());
        }
    }
}

#[test]
fn a_line_feed_in_a_name_cannot_make_a_second_finding() {
    for format in [Format::Human, Format::Short] {
        let text = nasty(format);
        let findings = text.lines().filter(|line| line.starts_with("error")).count();
        assert_eq!(findings, usize::from(format == Format::Human), "{format}:\n{text}");
    }
}

#[test]
fn json_keeps_the_text_exactly() {
    let document: Value = serde_json::from_str(&nasty(Format::Json)).unwrap();
    assert_eq!(document["findings"][0]["message"], NASTY);
    let first = nasty(Format::Jsonl);
    let line: Value = serde_json::from_str(first.lines().next().unwrap()).unwrap();
    assert_eq!(line["finding"]["subject"], NASTY);
}

#[test]
fn sarif_is_json_and_junit_is_xml_whatever_the_text() {
    let log: Value = serde_json::from_str(&nasty(Format::Sarif)).unwrap();
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 1);

    let xml = nasty(Format::Junit);
    let mut reader = quick_xml::Reader::from_str(&xml);
    reader.config_mut().check_end_names = true;
    let mut failures = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) => {
                failures += usize::from(tag.name().as_ref() == "failure");
                for attribute in tag.attributes() {
                    attribute.unwrap().normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap();
                }
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(failures, 1);
}
