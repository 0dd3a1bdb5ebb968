//! What each format looks like, and that none of them drops a finding.

use insta::assert_snapshot;
use vigil_finding::Severity;
use vigil_finding::render::{Counts, Format, Options};

use crate::fixture::{counts, findings, plain, say};

#[test]
fn human_shows_line_caret_and_next_steps() {
    assert_snapshot!(plain(Format::Human));
}

#[test]
fn short_is_one_line_a_finding() {
    assert_snapshot!(plain(Format::Short));
}

#[test]
fn json_is_one_canonical_document() {
    assert_snapshot!(plain(Format::Json));
}

#[test]
fn jsonl_ends_with_the_summary() {
    assert_snapshot!(plain(Format::Jsonl));
}

#[test]
fn sarif_has_rules_regions_fixes_and_related_locations() {
    assert_snapshot!(plain(Format::Sarif));
}

#[test]
fn junit_has_a_case_for_each_code_and_subject() {
    assert_snapshot!(plain(Format::Junit));
}

#[test]
fn github_has_a_command_for_each_finding() {
    assert_snapshot!(plain(Format::Github));
}

#[test]
fn gitlab_has_an_entry_for_each_finding() {
    assert_snapshot!(plain(Format::Gitlab));
}

#[test]
fn markdown_is_a_table_with_the_next_steps() {
    assert_snapshot!(plain(Format::Markdown));
}

#[test]
fn no_format_drops_what_comes_after_a_note() {
    for format in Format::ALL {
        let text = plain(format);
        for code in ["sbom.no-supplier", "G26.SB.9", "model.unknown-key"] {
            assert!(text.contains(code), "{format} lost {code}:\n{text}");
        }
    }
}

#[test]
fn every_format_says_what_was_looked_at_and_what_could_not_be_when_nothing_was_found() {
    for format in Format::ALL {
        let text = say(format, &[], &counts(), Options::default());
        for part in ["legacy.cdx.json", "packages", "65", "2026-11-23"] {
            assert!(text.contains(part), "{format} does not say {part}:\n{text}");
        }
    }
}

#[test]
fn the_order_given_does_not_matter() {
    let mut turned = findings();
    turned.reverse();
    for format in Format::ALL {
        assert_eq!(say(format, &turned, &counts(), Options::default()), plain(format), "{format}");
    }
}

#[test]
fn colour_appears_only_when_asked_for() {
    let coloured = say(Format::Human, &findings(), &counts(), Options { colour: true, ..Options::default() });
    assert!(coloured.contains("\u{1b}["));
    for format in Format::ALL {
        assert!(!plain(format).contains('\u{1b}'), "{format}");
    }
}

#[test]
fn a_note_does_not_fail_a_test_case_unless_the_threshold_says_so() {
    let note = &findings()[..1];
    let with = |fail_on| say(Format::Junit, note, &Counts::default(), Options { fail_on, colour: false });
    assert!(with(Severity::Error).contains("failures=\"0\" errors=\"0\""));
    assert!(with(Severity::Note).contains("failures=\"1\" errors=\"0\""));
}

#[test]
fn a_format_is_found_by_its_word_and_a_misspelled_one_is_answered_with_the_nearest() {
    for format in Format::ALL {
        assert_eq!(format.word().parse(), Ok(format));
    }
    let wrong = "sarrif".parse::<Format>().unwrap_err();
    assert_eq!(wrong.to_string(), "there is no format `sarrif`; did you mean `sarif`?");
}

#[test]
fn for_people_what_repeats_takes_one_line_and_errors_stay_in_full() {
    let many = |severity| -> Vec<vigil_finding::Finding> {
        (0..6)
            .map(|at| {
                let message = format!("part {at} is open");
                vigil_finding::Finding::new("a.rule", severity, message, format!("p{at}")).help("close it")
            })
            .collect()
    };
    for (severity, in_full) in [(Severity::Note, 1), (Severity::Warning, 3), (Severity::Error, 6)] {
        let text = say(Format::Human, &many(severity), &Counts::default(), Options::default());
        assert!((0..6).all(|at| text.contains(&format!("part {at} is open"))), "{text}");
        assert_eq!(text.matches("close it").count(), in_full, "{text}");
    }
}
