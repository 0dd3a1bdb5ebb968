//! References in prose, and in those keys of the model that are free text.

use vigil_base::{Id, Place};
use vigil_model::kinds::{View, ViewKind};
use vigil_model::{AnyRef, Kind, Record, Target};

use crate::groups::links::or_nothing;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// One gap for each reference that leads nowhere; one pass for each text whose references all lead somewhere.
pub(super) fn references(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let mut judgements: Vec<Judgement> =
        model.texts.iter().flat_map(|(name, text)| in_text(scope, name, text)).collect();
    judgements.extend(model.views.values().flat_map(|it| of_view(scope, it)));
    judgements.extend(found_by(scope));
    judgements.extend(results(scope));
    or_nothing(judgements, "no text is written and no record refers to others by name")
}

fn dangling(subject: impl Into<String>, target: &str, place: Place) -> Judgement {
    Judgement::gap(subject).with("target", target).at(place)
}

fn in_text(scope: &Scope<'_>, name: &str, text: &str) -> Vec<Judgement> {
    let file = format!("text/{name}.md");
    let mut judgements = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for word in words(line) {
            if exists(scope, word) == Some(false) {
                let mut place = Place::start_of(file.clone());
                place.line = u32::try_from(at + 1).unwrap_or(u32::MAX);
                judgements.push(dangling(format!("{file}:{}", at + 1), word, place));
            }
        }
    }
    if judgements.is_empty() {
        judgements.push(Judgement::pass(file.as_str()).at(Place::start_of(file.clone())));
    }
    judgements
}

/// What stands in backticks; and bare words that look like the id of a record.
fn words(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, part) in line.split('`').enumerate() {
        if at % 2 == 1 {
            found.push(part.trim());
            continue;
        }
        let bare = part.split_whitespace().map(|it| it.trim_matches(|c: char| !c.is_alphanumeric()));
        found.extend(bare.filter(|it| it.contains('.') && it.contains(['-', '@']) && !it.contains("//")));
    }
    found
}

/// Whether a reference leads somewhere; `None` where the word is no reference.
fn exists(scope: &Scope<'_>, word: &str) -> Option<bool> {
    let case = scope.case;
    if word.contains('@') {
        let (rule, subject) = word.split_once('@')?;
        let is_threat = Id::is_slug(rule) && AnyRef::parse(subject).is_some();
        // Without a pack no threat is generated, and what is named may well exist.
        return (is_threat && !case.packs.is_empty()).then(|| case.threats.all.contains_key(word));
    }
    match AnyRef::parse(word)? {
        Target::Record(kind, id) if kind.has_slugs() && Id::is_slug(id.as_str()) && !is_file(id.as_str()) => {
            Some(case.model.has(kind, id.as_str()))
        }
        Target::Interface(component, name)
            if Id::is_slug(component.as_str()) && word.starts_with("interface.") =>
        {
            let component = case.model.components.get(&component);
            Some(component.is_some_and(|it| it.interfaces.contains_key(&name)))
        }
        _ => None,
    }
}

/// `test.rs` and `data.json` are files.
fn is_file(id: &str) -> bool {
    let endings =
        ["c", "csv", "h", "html", "json", "md", "pdf", "py", "rs", "sh", "toml", "txt", "xml", "yml"];
    endings.contains(&id.rsplit('.').next().unwrap_or(id))
}

/// The updates and use cases that a view is of.
fn of_view(scope: &Scope<'_>, view: &View) -> Vec<Judgement> {
    let kinds: &[Kind] = match view.kind {
        ViewKind::Updateability => &[Kind::Update],
        ViewKind::UseCase => &[Kind::Usecase],
        _ => &[Kind::Component, Kind::Zone],
    };
    let place = || scope.place(view.meta.key("of"));
    let known = |id: &str| {
        kinds.iter().any(|kind| {
            let plain = id.strip_prefix(kind.word()).and_then(|it| it.strip_prefix('.')).unwrap_or(id);
            scope.case.model.has(*kind, plain)
        })
    };
    let judge = |id: &String| {
        if known(id) {
            Judgement::pass(view.subject()).at(place())
        } else {
            dangling(view.subject(), id, place())
        }
    };
    view.of.iter().map(judge).collect()
}

/// Tests and penetration tests that are said to have found an own vulnerability.
fn found_by(scope: &Scope<'_>) -> Vec<Judgement> {
    let judge = |it: &vigil_model::kinds::Vulnerability| {
        let from = it.from.as_deref()?;
        let place = scope.place(it.meta.key("from"));
        let there = exists(scope, from)?;
        Some(if there {
            Judgement::pass(it.subject()).at(place)
        } else {
            dangling(it.subject(), from, place)
        })
    };
    scope.case.model.vulnerabilities.values().filter_map(judge).collect()
}

/// Files of the evidence index that tests take an entry of.
fn results(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let judge = |it: &vigil_model::kinds::Test| {
        let entry = it.find.as_ref()?.finding.as_ref()?;
        let (file, _) = entry.value.split_once('#')?;
        let place = scope.place(entry.span);
        let known = model.evidence.values().find(|it| it.from == file);
        Some(match known {
            Some(evidence) => Judgement::pass(it.subject()).at(place).resting_on(evidence.subject()),
            None => dangling(it.subject(), &entry.value, place),
        })
    };
    model.tests.values().filter_map(judge).collect()
}
