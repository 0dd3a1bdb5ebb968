use super::*;

/// The words as the standards list them, taken from their texts and schemas and not from the tables.
const CISA_JUSTIFICATIONS: [&str; 5] = [
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "vulnerable_code_not_in_execute_path",
    "inline_mitigations_already_exist",
];
const CYCLONEDX_JUSTIFICATIONS: [&str; 9] = [
    "code_not_present",
    "code_not_reachable",
    "requires_configuration",
    "requires_dependency",
    "requires_environment",
    "protected_by_compiler",
    "protected_at_runtime",
    "protected_at_perimeter",
    "protected_by_mitigating_control",
];

fn words<T>(table: &'static [Row<T>], standard: Standard) -> Vec<&'static str> {
    let mut words: Vec<_> = table.iter().filter(|row| row.standard == standard).map(|row| row.word).collect();
    words.sort_unstable();
    words
}

fn sorted<const N: usize>(mut words: [&'static str; N]) -> Vec<&'static str> {
    words.sort_unstable();
    words.to_vec()
}

#[test]
fn every_justification_of_each_standard_is_mapped_and_none_is_invented() {
    for standard in [Standard::Cisa, Standard::OpenVex, Standard::Csaf] {
        assert_eq!(words(JUSTIFICATIONS, standard), sorted(CISA_JUSTIFICATIONS), "{}", standard.name());
    }
    assert_eq!(words(JUSTIFICATIONS, Standard::CycloneDx), sorted(CYCLONEDX_JUSTIFICATIONS));
    assert!(JUSTIFICATIONS.iter().all(|row| row.means.is_some()));
}

#[test]
fn every_status_of_each_standard_stands_in_the_table() {
    let plain = sorted(["affected", "not_affected", "fixed", "under_investigation"]);
    assert_eq!(words(STATUSES, Standard::Cisa), plain);
    assert_eq!(words(STATUSES, Standard::OpenVex), plain);
    let csaf = [
        "first_affected",
        "first_fixed",
        "fixed",
        "known_affected",
        "known_not_affected",
        "last_affected",
        "recommended",
        "under_investigation",
        "unknown",
    ];
    assert_eq!(words(STATUSES, Standard::Csaf), sorted(csaf));
    let cyclonedx =
        ["resolved", "resolved_with_pedigree", "exploitable", "in_triage", "false_positive", "not_affected"];
    assert_eq!(words(STATUSES, Standard::CycloneDx), sorted(cyclonedx));
}

#[test]
fn every_response_of_each_standard_stands_in_the_table() {
    let cyclonedx = ["can_not_fix", "will_not_fix", "update", "rollback", "workaround_available"];
    assert_eq!(words(RESPONSES, Standard::CycloneDx), sorted(cyclonedx));
    let csaf = [
        "fix_planned",
        "mitigation",
        "no_fix_planned",
        "none_available",
        "optional_patch",
        "vendor_fix",
        "workaround",
    ];
    assert_eq!(words(RESPONSES, Standard::Csaf), sorted(csaf));
    for standard in [Standard::Cisa, Standard::OpenVex] {
        assert!(words(RESPONSES, standard).is_empty());
    }
}

/// Those that do not come back are listed here one by one: nobody may lose one more without noticing.
#[test]
fn justifications_come_back_as_they_went_but_for_these() {
    let mut lost = Vec::new();
    for row in JUSTIFICATIONS {
        let (means, _) = row.means.unwrap();
        let back = justification_in(row.standard, means).map(|(word, _)| word);
        if back != Some(row.word) {
            lost.push((row.word, back.unwrap_or("nothing")));
        }
    }
    let expected = [
        ("requires_configuration", "code_not_reachable"),
        ("requires_dependency", "code_not_reachable"),
        ("protected_by_compiler", "protected_by_mitigating_control"),
        ("protected_at_runtime", "protected_by_mitigating_control"),
        ("protected_at_perimeter", "protected_by_mitigating_control"),
    ];
    assert_eq!(lost, expected);
}

#[test]
fn cisas_words_come_back_through_every_standard_but_for_one_through_cyclonedx() {
    let mut lost = Vec::new();
    for standard in Standard::ALL {
        for means in Justification::ALL {
            let (word, _) = justification_in(standard, means).unwrap();
            let (back, _) = find(JUSTIFICATIONS, standard, word).unwrap().means.unwrap();
            if back != means {
                lost.push((standard, means, back));
            }
        }
    }
    let one =
        (Standard::CycloneDx, Justification::ComponentNotPresent, Justification::VulnerableCodeNotPresent);
    assert_eq!(lost, [one]);
}

#[test]
fn statuses_and_exact_responses_come_back_as_they_went() {
    for standard in Standard::ALL {
        for means in Status::ALL {
            let word = status_in(standard, means).unwrap();
            assert_eq!(find(STATUSES, standard, word).unwrap().means, Some((means, Fit::Exact)));
        }
    }
    let unsaid: Vec<Response> =
        Response::ALL.into_iter().filter(|it| response_in(Standard::Csaf, *it).is_none()).collect();
    assert_eq!(unsaid, [Response::CannotFix, Response::Rollback], "CSAF has no word for these");
    assert!(Response::ALL.iter().all(|it| response_in(Standard::CycloneDx, *it).is_some()));
}

#[test]
fn a_word_that_fits_only_nearly_says_what_gets_lost() {
    let noted = |fit: Option<Fit>, note: &str| (fit == Some(Fit::Exact)) == note.is_empty();
    assert!(STATUSES.iter().all(|row| noted(row.means.map(|it| it.1), row.note)));
    assert!(JUSTIFICATIONS.iter().all(|row| noted(row.means.map(|it| it.1), row.note)));
    assert!(RESPONSES.iter().all(|row| noted(row.means.map(|it| it.1), row.note)));
}

/// The tables as Markdown.
fn markdown() -> String {
    let mut text = String::new();
    let mut table = |title: &str, means: &str, rows: Vec<[String; 5]>| {
        text.push_str(&format!(
            "\n### {title}\n\n| Standard | Word | {means} | Fit | What gets lost |\n|---|---|---|---|---|\n"
        ));
        rows.iter().for_each(|row| text.push_str(&format!("| {} |\n", row.join(" | "))));
    };
    fn row<T: Copy>(row: &Row<T>, word: impl Fn(T) -> String) -> [String; 5] {
        let fit = match row.means.map(|it| it.1) {
            Some(Fit::Exact) => "exact",
            Some(Fit::Nearest) => "nearest",
            None => "none",
        };
        let means = row.means.map_or_else(|| "not taken".to_owned(), |(means, _)| word(means));
        [
            row.standard.name().to_owned(),
            format!("`{}`", row.word),
            means,
            fit.to_owned(),
            row.note.to_owned(),
        ]
    }
    let code = |word: &str| format!("`{word}`");
    table(
        "Statuses",
        "In CISA's terms",
        STATUSES.iter().map(|it| row(it, |word| code(word.word()))).collect(),
    );
    table(
        "Justifications",
        "In CISA's terms",
        JUSTIFICATIONS.iter().map(|it| row(it, |word| code(word.word()))).collect(),
    );
    table("Responses", "Means", RESPONSES.iter().map(|it| row(it, |word| word.text().to_owned())).collect());
    text.push_str("\nCISA and OpenVEX have no words for responses: their action statement is free text. Written in CycloneDX, ");
    let lost: Vec<String> =
        CYCLONEDX_NEAREST.iter().map(|(from, to)| format!("`{}` becomes `{to}`", from.word())).collect();
    text.push_str(&format!("{}, none of which means quite the same.\n\n", lost.join(", ")));
    text
}

/// `UPDATE_DOCS=1 cargo nextest run -p vigil-exchange words` writes it.
#[test]
fn the_documentation_has_the_tables() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/vex.md");
    let text = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let (begin, end) = ("<!-- table: begin -->\n", "<!-- table: end -->");
    let (before, rest) = text.split_once(begin).unwrap();
    let (there, after) = rest.split_once(end).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, format!("{before}{begin}{}{end}{after}", markdown())).unwrap();
        return;
    }
    assert_eq!(there, markdown(), "write it with UPDATE_DOCS=1");
}
