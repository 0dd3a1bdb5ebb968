//! Each kind of view is there, shows something, is explained, and holds what its section asks for.

use vigil_base::Place;
use vigil_model::Record;
use vigil_model::kinds::{View, ViewKind};

use super::{elements, global, many, update, usecase};
use crate::groups::links::lacking;
use crate::judgement::{Judgement, Outcome};
use crate::scope::Scope;

/// What a view lacks: subject, phrase, place.
pub(super) struct Lack {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) place: Place,
}

impl Lack {
    pub(super) fn new(subject: impl Into<String>, text: impl Into<String>, place: Place) -> Self {
        Self { subject: subject.into(), text: text.into(), place }
    }
}

/// Views of the kind that the rule names.
pub(super) fn kind_present(scope: &Scope<'_>) -> Vec<Judgement> {
    let word = scope.arg("kind");
    let Some(kind) = ViewKind::parse(word) else {
        return vec![Judgement::incomplete(word, format!("the kind `{word}` is not known to this version"))];
    };
    let views: Vec<&View> = scope.case.model.views.values().filter(|it| it.kind == kind).collect();
    if views.is_empty() {
        let lacks = if kind == ViewKind::UseCase { "there is none" } else { "is not there" };
        return vec![lacking(word, Some(lacks), Scope::top())];
    }
    let mut lacks: Vec<Lack> = views.iter().flat_map(|view| one(scope, view)).collect();
    if kind == ViewKind::UseCase {
        lacks.extend(usecase::lacks(scope, &views));
    }
    if lacks.is_empty() {
        let judgement = Judgement::pass(word).at(scope.place(views[0].meta.span));
        return vec![views.iter().map(|it| it.subject()).fold(judgement, Judgement::resting_on)];
    }
    let reason =
        views.iter().find_map(|it| it.because.as_ref()).filter(|_| scope.rule.justification_accepted);
    lacks.into_iter().map(|it| judged(it, reason)).collect()
}

/// What is missing is a gap, unless a view of the kind says why.
fn judged(lack: Lack, reason: Option<&String>) -> Judgement {
    let mut judgement = lacking(lack.subject, Some(&lack.text), lack.place);
    if reason.is_some() {
        judgement.outcome = Outcome::Alternative;
        judgement.because = reason.cloned();
    }
    judgement
}

fn one(scope: &Scope<'_>, view: &View) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let colon = view.kind == ViewKind::UseCase;
    // The multi-patient view says itself why it shows nothing.
    if view.kind != ViewKind::MultiPatient && elements::of(&scope.case.model, view).is_empty() {
        let text =
            if colon { format!("`{}` shows nothing", view.subject()) } else { "shows nothing".to_owned() };
        lacks.push(Lack::new(view.subject(), text, scope.place(view.meta.span)));
    }
    lacks.extend(unexplained(scope, view, colon));
    match view.kind {
        ViewKind::GlobalSystem => lacks.extend(global::lacks(scope, view)),
        ViewKind::MultiPatient => lacks.extend(many::lacks(scope, view)),
        ViewKind::Updateability => lacks.extend(update::lacks(scope, view)),
        _ => {}
    }
    lacks
}

/// Diagrams come with text.
fn unexplained(scope: &Scope<'_>, view: &View, colon: bool) -> Option<Lack> {
    let name = view.text.as_deref().unwrap_or(usual_text(view.kind));
    let name = name.strip_prefix("text/").unwrap_or(name);
    let name = name.strip_suffix(".md").unwrap_or(name);
    let there = scope.case.model.texts.get(name).is_some_and(|it| !it.trim().is_empty());
    let text = if colon {
        format!("`{}` is not explained in `text/{name}.md`", view.subject())
    } else {
        format!("is not explained in `text/{name}.md`")
    };
    (!there).then(|| Lack::new(view.subject(), text, scope.place(view.meta.key("text"))))
}

fn usual_text(kind: ViewKind) -> &'static str {
    match kind {
        ViewKind::MultiPatient => "views-multi-patient",
        ViewKind::Updateability => "views-update",
        ViewKind::UseCase => "views-use-cases",
        _ => "views-global",
    }
}
