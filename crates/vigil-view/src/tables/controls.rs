//! Tables: controls, the requirements that implement them, and the answers to Appendix 1.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_case::Case;
use vigil_check::{Judged, Outcome};
use vigil_guidance::{Catalogue, Rule};
use vigil_model::kinds::{Answer, AnswerStatus, Control, NewRisks, Requirement};
use vigil_model::{Kind, Record};

use crate::table::{Cell, NOT_STATED, Table};
use crate::tables::judged::outcome_cell;
use crate::tables::words::{ids, prose, refs, said, said_after, targets, tests};

/// The requirements that implement a control.
fn requirements_of<'c>(case: &'c Case, control: &Id) -> Vec<&'c Requirement> {
    let all = case.model.requirements.values();
    all.filter(|it| it.implements.iter().any(|link| link.id == *control)).collect()
}

/// The tests that verify a requirement.
fn tests_of<'c>(case: &'c Case, requirement: &Id) -> impl Iterator<Item = &'c Id> {
    let requirement = requirement.clone();
    let all = case.model.tests.values();
    all.filter(move |test| test.verifies.iter().any(|it| it.id == requirement)).map(Record::id)
}

/// Controls with what they give, who implements them and whether the tests passed.
pub fn controls(case: &Case) -> Table {
    let mut table = Table::new("controls", "Controls", "The model states no control.").columns(&[
        ("Control", 2.6),
        ("Family, option", 1.2),
        ("Run by", 0.9),
        ("Protects", 1.4),
        ("Gives", 1.2),
        ("Requirements", 1.2),
        ("Tests", 1.6),
        ("Risks that it brings", 1.2),
    ]);
    for control in case.model.controls.values() {
        table.record(control.subject(), control_row(case, control));
    }
    table
}

fn control_row(case: &Case, it: &Control) -> Vec<Cell> {
    let name = it.name.as_deref().map(|name| format!(" {}", prose(name))).unwrap_or_default();
    let design = it.design.as_deref().map(|text| format!(" Design: {}.", prose(text))).unwrap_or_default();
    let option = it.option.map_or_else(|| format!("option {NOT_STATED}"), |it| it.word().to_owned());
    let requirements = requirements_of(case, it.id());
    let verifying: BTreeSet<&Id> = requirements.iter().flat_map(|it| tests_of(case, it.id())).collect();
    vec![
        Cell::code(it.id().as_str()).say(format!("{name}: {}{design}", prose(&it.text))),
        Cell::text(format!("{}, {option}", it.family)),
        Cell::text(it.owner.map_or("manufacturer", |owner| owner.word())),
        targets(case, &it.on, NOT_STATED),
        Cell::list(it.gives.iter().map(|gives| Cell::text(gives.word())), "nothing stated"),
        ids(case, Kind::Requirement, requirements.iter().map(|it| it.id()), "no requirement"),
        tests(case, verifying, "no test"),
        new_risks(case, it.new_risks.as_ref()),
    ]
}

fn new_risks(case: &Case, new: Option<&NewRisks>) -> Cell {
    match new {
        None => Cell::not_stated(),
        Some(NewRisks::Risks(risks)) => refs(case, risks, "none"),
        Some(NewRisks::None(reason)) => Cell::text(format!("none: {}", prose(reason))),
    }
}

/// Requirements with their tests.
pub fn requirements(case: &Case) -> Table {
    let mut table =
        Table::new("requirements", "Requirements", "The model states no requirement.").columns(&[
            ("#Id", 0.9),
            ("Requirement", 3.2),
            ("Implements", 1.2),
            ("Falls to", 1.4),
            ("Counts as met when", 1.6),
            ("Tests", 1.6),
            ("Design, other ids", 1.4),
        ]);
    for it in case.model.requirements.values() {
        let design = said_after("", it.design.as_deref());
        let external = it.external.iter().map(|(system, id)| Cell::text(format!("{system}: {id}")));
        table.record(
            it.subject(),
            vec![
                Cell::code(it.id().as_str()),
                Cell::text(prose(&it.text)),
                refs(case, &it.implements, "no control"),
                refs(case, it.components.iter(), NOT_STATED),
                said(it.accept.as_deref()),
                tests(case, tests_of(case, it.id()), "no test"),
                Cell::list(design.into_iter().chain(external), NOT_STATED),
            ],
        );
    }
    table
}

/// The rules of Appendix 1 on one family, or all of them.
fn appendix1<'r>(catalogue: &'r Catalogue, letters: &str) -> impl Iterator<Item = &'r Rule> {
    let prefix = if letters.is_empty() { "G26.A1.".to_owned() } else { format!("G26.A1.{letters}.") };
    catalogue.rules().iter().filter(move |rule| rule.id.starts_with(&prefix))
}

/// The eight families with their controls and how many of their rows are answered, and how.
pub fn control_families(case: &Case, catalogue: &Catalogue) -> Table {
    let mut table = Table::new(
        "control-families",
        "Controls by family",
        "The catalogue in use names no family of controls.",
    )
    .columns(&[
        ("Family", 1.6),
        ("Section", 0.9),
        ("Controls", 2.6),
        ("Rows", 0.6),
        ("Implemented", 0.9),
        ("In part", 0.7),
        ("Alternative", 0.9),
        ("Not applicable", 0.9),
        ("Not answered", 0.9),
    ]);
    for family in catalogue.families() {
        let controls =
            case.model.controls.values().filter(|it| it.family.word() == family.word).map(Record::id);
        let rules: Vec<&Rule> = appendix1(catalogue, &family.letters).collect();
        let answered = |status: Option<AnswerStatus>| {
            Cell::count(rules.iter().filter(|rule| answer(case, rule).map(|it| it.status) == status).count())
        };
        table.row(vec![
            Cell::strong(&family.title),
            Cell::text(&family.section),
            ids(case, Kind::Control, controls, "no control of this family"),
            Cell::count(rules.len()),
            answered(Some(AnswerStatus::Implemented)),
            answered(Some(AnswerStatus::Partly)),
            answered(Some(AnswerStatus::Alternative)),
            answered(Some(AnswerStatus::NotApplicable)),
            answered(None),
        ]);
    }
    table
}

fn answer<'c>(case: &'c Case, rule: &Rule) -> Option<&'c Answer> {
    case.model.answers.get(rule.id.as_str())
}

/// The rows of Appendix 1 with the maker's answer and how it was judged.
pub fn appendix1_answers(case: &Case, judged: &Judged, catalogue: &Catalogue) -> Table {
    let mut table = Table::new(
        "appendix1-answers",
        "Answers to Appendix 1",
        "The catalogue in use holds no row of Appendix 1.",
    )
    .columns(&[
        ("#Row", 0.9),
        ("What it is about", 1.8),
        ("Answer", 0.9),
        ("Why and where", 2.6),
        ("Controls", 1.2),
        ("Requirements", 1.2),
        ("Looked at", 1.0),
        ("Judged", 1.2),
    ]);
    for rule in appendix1(catalogue, "") {
        table.record(format!("answer.{}", rule.id), answer_row(case, judged, rule));
    }
    table
}

fn answer_row(case: &Case, judged: &Judged, rule: &Rule) -> Vec<Cell> {
    let answer = answer(case, rule);
    let by = answer.and_then(|it| it.by.as_deref()).map(|by| Cell::text(prose(by)));
    let day = answer.and_then(|it| it.reviewed).map(|day| Cell::text(day.to_string()));
    let why = [
        said_after("", answer.and_then(|it| it.because.as_deref())),
        said_after("design: ", answer.and_then(|it| it.design.as_deref())),
    ];
    let except = answer.into_iter().flat_map(|it| &it.except);
    let except = except.map(|(subject, reason)| Cell::code(subject).say(format!(": {}", prose(reason))));
    vec![
        Cell::code(&rule.id),
        Cell::text(&rule.title),
        Cell::text(answer.map_or("not answered".to_owned(), |it| it.status.word().replace('-', " "))),
        Cell::joined(why.into_iter().flatten().chain(except), "; ", NOT_STATED),
        refs(case, answer.into_iter().flat_map(|it| &it.controls), "no control"),
        refs(case, answer.into_iter().flat_map(|it| &it.requirements), "no requirement"),
        Cell::list(by.into_iter().chain(day), NOT_STATED),
        judgement(judged, rule),
    ]
}

/// The outcomes of one rule, each with its number where it was judged on several subjects.
fn judgement(judged: &Judged, rule: &Rule) -> Cell {
    let counts = vigil_check::Counts::of(judged.of(&rule.id));
    let one = |outcome: Outcome| match counts.get(outcome) {
        0 => None,
        1 => Some(outcome_cell(outcome)),
        many => Some(Cell::text(format!("{many} times ")).then(outcome_cell(outcome))),
    };
    Cell::list(Outcome::ALL.into_iter().filter_map(one), "not judged")
}
