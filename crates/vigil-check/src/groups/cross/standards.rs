//! Declared editions of standards against those that FDA recognises, as of the day of the table.

use vigil_base::Date;
use vigil_guidance::Standard as Recognised;
use vigil_model::Record;
use vigil_model::kinds::Standard;

use crate::groups::links::{lacking, or_nothing};
use crate::judgement::Judgement;
use crate::scope::Scope;

/// One judgement for each fault of each declaration.
pub(super) fn standards(scope: &Scope<'_>) -> Vec<Judgement> {
    let judgements = scope.case.model.standards.values().flat_map(|it| compared(scope, it)).collect();
    or_nothing(judgements, "no `[standard]` is declared")
}

type Lack = (&'static str, String);

fn compared(scope: &Scope<'_>, standard: &Standard) -> Vec<Judgement> {
    let subject = standard.id().as_str();
    let same: Vec<&Recognised> = scope
        .catalogue
        .standards()
        .iter()
        .filter(|it| is_same(&it.designation, &standard.designation))
        .collect();
    if same.is_empty() {
        let day = scope.catalogue.standards().iter().map(|it| it.as_of).max();
        let day = day.map_or_else(|| "no day".to_owned(), |it| it.to_string());
        let because = format!("`{}` is not in the table of {day}", standard.designation);
        return vec![
            Judgement::incomplete(subject, because).at(scope.place(standard.meta.key("designation"))),
        ];
    }
    if same.iter().any(|it| it.edition == "unknown") {
        let because = format!("the table names no edition of `{}` to compare with", standard.designation);
        return vec![Judgement::incomplete(subject, because).at(scope.place(standard.meta.key("edition")))];
    }
    let lacks = lacks(scope, standard, &same);
    if lacks.is_empty() {
        return vec![
            Judgement::pass(subject).at(scope.place(standard.meta.span)).resting_on(standard.subject()),
        ];
    }
    lacks
        .into_iter()
        .map(|(key, text)| lacking(subject, Some(&text), scope.place(standard.meta.key(key))))
        .collect()
}

/// `ANSI/AAMI SW96` and `ansi/aami  sw96` are one name.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(one) == plain(other)
}

fn lacks(scope: &Scope<'_>, standard: &Standard, same: &[&Recognised]) -> Vec<Lack> {
    let mut lacks: Vec<Lack> = Vec::new();
    if standard.promises == Some(true) {
        lacks.push(("promises", "the declaration promises something for later".to_owned()));
    }
    let Some(edition) = &standard.edition else {
        lacks.push(("edition", "no edition is stated".to_owned()));
        return lacks;
    };
    let Some(recognised) = same.iter().find(|it| it.edition == *edition) else {
        let known: Vec<String> =
            same.iter().map(|it| format!("{} ({})", it.edition, it.recognition)).collect();
        let text = format!(
            "edition {edition} is not recognised; as of {} it is {}",
            same[0].as_of,
            known.join(" or ")
        );
        lacks.push(("edition", text));
        return lacks;
    };
    lacks.extend(number(standard, recognised));
    lacks.extend(transition(scope, recognised));
    if recognised.partial && standard.extent.is_none() {
        lacks.push(("extent", "it is recognised in part, and no extent is stated (`extent`)".to_owned()));
    }
    lacks
}

fn number(standard: &Standard, recognised: &Recognised) -> Option<Lack> {
    let wanted = &recognised.recognition;
    match &standard.recognition {
        None => Some(("recognition", format!("no recognition number is stated; it is {wanted}"))),
        Some(said) if said != wanted => Some((
            "recognition",
            format!("recognition number {said} is not that of edition {}, {wanted}", recognised.edition),
        )),
        Some(_) => None,
    }
}

/// The planned submission, else the day of the case, lies within the transition.
fn transition(scope: &Scope<'_>, recognised: &Recognised) -> Option<Lack> {
    let until = recognised.until?;
    let project = scope.case.model.project.as_ref();
    let planned: Option<Date> = project.and_then(|it| it.submission.as_ref()?.planned);
    let day = planned.unwrap_or(scope.case.as_of);
    let text = format!(
        "edition {} is accepted until {until}, and the submission is planned for {day}",
        recognised.edition
    );
    (until < day).then_some(("edition", text))
}
