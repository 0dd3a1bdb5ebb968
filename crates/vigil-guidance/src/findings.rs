//! What this crate says about faults in catalogue files. Wording only.

use vigil_base::{Place, nearest};
use vigil_finding::{Finding, Severity};

fn fault(code: &str, message: String, subject: &str, place: Place) -> Finding {
    Finding::new(code, Severity::Error, message, subject).at(place)
}

fn with_nearest<'a>(finding: Finding, typed: &str, known: impl IntoIterator<Item = &'a str>) -> Finding {
    match nearest::nearest(typed, known) {
        Some(name) => finding.help(format!("did you mean `{name}`?")).suggest(name),
        None => finding,
    }
}

pub(crate) fn syntax(message: &str, place: Place) -> Finding {
    fault("catalogue.syntax", format!("not well-formed TOML: {}", message.trim_end_matches('\n')), "", place)
        .help("mend the syntax at this place; the rest of the file is read as far as it goes")
}

pub(crate) fn unknown_key(key: &str, known: &[&str], subject: &str, place: Place) -> Finding {
    let finding =
        fault("catalogue.unknown-key", format!("`{key}` is not a key of this record"), subject, place);
    with_nearest(finding, key, known.iter().copied()).help(format!("the keys are {}", known.join(", ")))
}

pub(crate) fn missing_key(key: &str, subject: &str, place: Place) -> Finding {
    let name = if subject.is_empty() { "the record".to_owned() } else { format!("`{subject}`") };
    fault("catalogue.missing-key", format!("{name} has no `{key}`"), subject, place)
        .help(format!("add `{key} = ...` to the record, or to `[defaults]` of the file"))
}

pub(crate) fn wrong_type(key: &str, wanted: &str, found: &str, subject: &str, place: Place) -> Finding {
    fault(
        "catalogue.wrong-type",
        format!("`{key}` is of type {found}, and {wanted} is wanted"),
        subject,
        place,
    )
    .help(format!("write {wanted}"))
}

pub(crate) fn not_one_of(key: &str, typed: &str, known: &[&str], subject: &str, place: Place) -> Finding {
    let finding =
        fault("catalogue.unknown-word", format!("`{typed}` is not a word for `{key}`"), subject, place);
    with_nearest(finding, typed, known.iter().copied()).help(format!("the words are {}", known.join(", ")))
}

pub(crate) fn malformed(key: &str, typed: &str, wanted: &str, subject: &str, place: Place) -> Finding {
    fault("catalogue.malformed", format!("`{typed}` is no {wanted} for `{key}`"), subject, place)
        .help(format!("write {wanted}"))
}

pub(crate) fn unknown_reference<'a>(
    what: &str,
    typed: &str,
    known: impl IntoIterator<Item = &'a str>,
    subject: &str,
    place: Place,
) -> Finding {
    let finding = fault(
        "catalogue.unknown-reference",
        format!("`{subject}` names {what} `{typed}`, which does not exist"),
        subject,
        place,
    );
    with_nearest(finding, typed, known)
}

pub(crate) fn duplicate(what: &str, id: &str, place: Place, first: Place) -> Finding {
    fault("catalogue.duplicate", format!("{what} `{id}` stands twice"), id, place)
        .related(first, "first here")
        .help("ids are never reused: give the second one its own, or remove it")
}

pub(crate) fn out_of_order(id: &str, before: &str, place: Place) -> Finding {
    fault("catalogue.order", format!("`{id}` stands after `{before}`"), id, place)
        .help("sort the rules of a file by id, numbers by value")
}

pub(crate) fn undeclared_param(param: &str, subject: &str, place: Place) -> Finding {
    fault(
        "catalogue.undeclared-parameter",
        format!("`{subject}` uses `{{{param}}}`, which its `params` do not declare"),
        subject,
        place,
    )
    .help(format!("add \"{param}\" to `params`, so that the predicate supplies it"))
}

pub(crate) fn called_binding(word: &str, subject: &str, place: Place) -> Finding {
    fault(
        "catalogue.force",
        format!("the message of `{subject}` says \"{word}\", but the rule is not binding"),
        subject,
        place,
    )
    .help("state the fact instead: \"`{subject}` states no level of support\"")
}

pub(crate) fn not_judged(element: &str, place: Place) -> Finding {
    fault("catalogue.not-judged", format!("no rule judges element `{element}`"), element, place)
        .help(format!("give at least one rule `element = \"{element}\"`"))
}
