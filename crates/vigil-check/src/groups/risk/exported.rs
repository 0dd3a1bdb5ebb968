//! What the model says of the safety file, held against the list that was exported from it.

use vigil_base::Place;
use vigil_case::safety::SafetyList;
use vigil_model::{Record, derive};

use crate::groups::links::lacking;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// A reference into the safety file with who makes it.
struct Reference {
    subject: String,
    to: String,
    /// Severity that the model states for it.
    severity: Option<String>,
    place: Place,
}

/// Each reference exists there, and a harm has the severity that it has there.
pub(super) fn compared(scope: &Scope<'_>) -> Vec<Judgement> {
    let Some(list) = &scope.case.safety else { return not_read(scope) };
    references(scope).into_iter().map(|it| of(scope, list, it)).collect()
}

/// A list that is named and could not be read was compared with nothing.
fn not_read(scope: &Scope<'_>) -> Vec<Judgement> {
    let file = scope.case.model.safety_file.as_ref().filter(|it| it.export.is_some());
    let because = "the exported list of the safety file could not be read";
    file.map(|it| Judgement::incomplete("safety-file", because).at(scope.place(it.key("export"))))
        .into_iter()
        .collect()
}

fn references(scope: &Scope<'_>) -> Vec<Reference> {
    let model = &scope.case.model;
    let harms = model.harms.values().filter_map(|it| {
        Some(Reference {
            subject: it.subject(),
            to: it.safety_ref.clone()?,
            severity: Some(it.severity.value.clone()),
            place: scope.place(it.meta.key("safety_ref")),
        })
    });
    let others = model
        .hazards
        .values()
        .map(|it| (it.subject(), &it.safety_ref, it.meta.key("safety_ref")))
        // A risk may say in a sentence why it has no place there; a sentence is no id.
        .chain(model.risks.values().map(|it| (it.subject(), &it.safety_ref, it.meta.key("safety_ref"))));
    let others = others.filter_map(|(subject, to, span)| {
        let to = to.clone().filter(|it| !it.contains(' '))?;
        Some(Reference { subject, to, severity: None, place: scope.place(span) })
    });
    harms.chain(others).collect()
}

fn of(scope: &Scope<'_>, list: &SafetyList, reference: Reference) -> Judgement {
    let Reference { subject, to, severity, place } = reference;
    let Some(row) = list.rows.get(&to) else {
        let lacks = format!("`{subject}` names `{to}`, which `{}` does not list", list.file);
        return lacking(subject, Some(&lacks), place);
    };
    let on_scale = |word: &str| {
        let words = scope.case.model.scale.as_ref().map(|it| it.severity.as_slice()).unwrap_or_default();
        words.iter().position(|it| it.eq_ignore_ascii_case(word.trim()))
    };
    let (Some(ours), Some(theirs)) = (severity, row.severity.as_deref()) else {
        return lacking(subject, None, place).resting_on(to);
    };
    if derive::severity_rank(&scope.case.model, &ours) == on_scale(theirs) {
        return lacking(subject, None, place).resting_on(to);
    }
    let lacks = format!(
        "`{subject}` has severity `{ours}`, and `{to}` in `{}` row {} has `{theirs}`",
        list.file, row.row
    );
    lacking(subject, Some(&lacks), place)
}
