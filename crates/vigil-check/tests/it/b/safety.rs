//! The safety file as it was exported, held against the risks from both sides.

use vigil_case::Case;
use vigil_check::Outcome;

use super::device::{case_of, files};
use crate::folder::{Said, at, said};

const EXPORT: &str = "safety/situations.csv";
const LIST: &str =
    "ID,Description,Severity,Security origin\nHS-1,Dose is wrong,serious,yes\nHS-9,Pole falls over,minor,\n";

/// The folder in which nothing is wrong, with this exported list and this change of its records.
fn with(list: &str, from: &str, to: &str) -> Case {
    let mut files = files();
    files.push((EXPORT, list.to_owned()));
    for (_, text) in &mut files {
        *text = text.replace("[safety-file]\n", &format!("[safety-file]\nexport = \"{EXPORT}\"\n"));
        if !from.is_empty() {
            *text = text.replace(from, to);
        }
    }
    case_of(&files)
}

fn lacks(said: &Said) -> Vec<(String, String)> {
    let gaps = said.with(Outcome::Gap);
    gaps.into_iter().map(|it| (it.params["lacks"].clone(), at(it))).collect()
}

#[test]
fn a_list_that_agrees_passes_both_ways_and_its_columns_are_said_to_be_guessed() {
    let case = with(LIST, "", "");
    said(&case, "X.8").passes();
    said(&case, "G26.RA.3").passes();
    let guess = case.findings.iter().find(|it| it.code == "case.safety-columns-guessed").expect("it is said");
    assert!(guess.message.contains("security = \"Security origin\""), "{}", guess.message);
}

#[test]
fn a_situation_of_security_origin_that_no_risk_names_stands_in_the_safety_file_only() {
    let case = with(&LIST.replace("minor,", "minor,x"), "", "");
    let said = said(&case, "X.8");
    let gap = said.gap();
    assert_eq!((gap.subject.as_str(), gap.params["side"].as_str()), ("HS-9", "safety file"));
    assert_eq!(at(gap), "safety/situations.csv:3");
}

#[test]
fn a_flag_that_only_the_model_states_is_a_gap() {
    let case = with(&LIST.replace("serious,yes", "serious,no"), "", "");
    let said = said(&case, "X.8");
    assert!(said.gap_on("HS-1").params["side"].contains("not flagged in `safety/situations.csv`"));
}

#[test]
fn a_reference_that_the_list_does_not_hold_leads_nowhere() {
    let case = with(&LIST.replace("HS-1", "HS-7"), "", "");
    let said = lacks(&said(&case, "G26.RA.3"));
    assert!(
        said.iter()
            .any(|(lacks, _)| lacks.contains("names `HS-1`, which `safety/situations.csv` does not list")),
        "{said:?}"
    );
}

#[test]
fn a_harm_has_the_severity_that_the_safety_file_gives_it() {
    let case = with(&LIST.replace("serious", "minor"), "", "");
    let said = lacks(&said(&case, "G26.RA.3"));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].0.contains("`HS-1` in `safety/situations.csv` row 2 has `minor`"), "{said:?}");
}

#[test]
fn a_list_that_cannot_be_read_is_compared_with_nothing() {
    for list in ["", "Colour,Taste\nred,sweet\n", "ID,Severity\n,\n"] {
        let case = with(list, "", "");
        assert!(case.findings.iter().any(|it| it.code == "case.safety-unreadable"), "{list:?}");
        for rule in ["X.8", "G26.RA.3"] {
            assert!(!said(&case, rule).with(Outcome::Incomplete).is_empty(), "{rule} {list:?}");
        }
        assert!(said(&case, "X.8").with(Outcome::Pass).is_empty());
    }
}

fn codes(case: &Case) -> Vec<(&str, &str)> {
    let found = case.findings.iter().filter(|it| it.code.starts_with("case.safety-"));
    let found = found.filter(|it| it.code != "case.safety-columns-guessed");
    found.map(|it| (it.code.as_str(), it.message.as_str())).collect()
}

#[test]
fn a_flag_that_says_neither_yes_nor_no_is_told_and_is_no_pass() {
    for word in ["?", "Yes (cyber)", "to be clarified"] {
        let case = with(&LIST.replace("minor,", &format!("minor,{word}")), "", "");
        let told = codes(&case);
        assert!(told.len() == 1 && told[0].0 == "case.safety-flag-unclear", "{word}: {told:?}");
        assert!(told[0].1.starts_with(&format!("`{word}` in row 3")), "{told:?}");
        let said = said(&case, "X.8");
        let open = said.only(Outcome::Incomplete);
        assert_eq!((open.subject.as_str(), at(open)), ("HS-9", "safety/situations.csv:3".to_owned()));
    }
    for word in ["no", "No", "-", "false", "N"] {
        let case = with(&LIST.replace("minor,", &format!("minor,{word}")), "", "");
        assert_eq!(codes(&case), [], "{word}");
        said(&case, "X.8").passes();
    }
}

#[test]
fn the_maker_may_say_what_a_word_of_the_column_means() {
    let list = LIST.replace("serious,yes", "serious,Yes (cyber)").replace("minor,", "minor,mechanical");
    let columns = format!(
        "export = \"{EXPORT}\"\n[safety-file.columns]\nid = \"ID\"\nsecurity = \"Security origin\"\nseverity = \"Severity\"\n\
         yes = [\"yes (cyber)\"]\nno = [\"Mechanical\"]\n[inventory]\n"
    );
    let mut files = files();
    files.push((EXPORT, list));
    for (_, text) in &mut files {
        *text = text.replace("[inventory]\n", &columns);
    }
    let case = case_of(&files);
    assert_eq!(codes(&case), []);
    said(&case, "X.8").passes();
}

#[test]
fn a_row_without_an_id_is_told_and_one_that_is_flagged_is_no_pass() {
    let flagged = with(&format!("{LIST},Door opens,serious,yes\n"), "", "");
    let told = codes(&flagged);
    assert!(told.len() == 1 && told[0].0 == "case.safety-without-id", "{told:?}");
    let judged = said(&flagged, "X.8");
    assert_eq!(judged.only(Outcome::Incomplete).subject, "row 4");
    let note = with(&format!("{LIST},Door opens,serious,\n,,,\n"), "", "");
    assert!(codes(&note).len() == 1 && codes(&note)[0].1.contains("row 4 has no id"), "{:?}", codes(&note));
    said(&note, "X.8").passes();
}
