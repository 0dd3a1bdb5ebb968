//! For people: the message, the source line with a caret, the next steps.
//!
//! What repeats is said on one line each, so that a new folder with hundreds of open points can be read. Nothing is left
//! out, and errors are always shown in full.

mod excerpt;

use std::collections::BTreeMap;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use vigil_base::Place;

use super::{Options, Report, neutral, steps, summary};
use crate::{Finding, Severity};
use excerpt::{Excerpt, Excerpts};

pub(super) fn render(findings: &[&Finding], report: &Report<'_>, options: Options) -> String {
    let renderer = if options.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut excerpts = Excerpts::new(report.sources);
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let mut text = String::new();
    let mut listing = false;
    for finding in findings {
        let before = shown.entry(finding.code.as_str()).or_default();
        let repeats = *before >= in_full(finding.severity);
        *before += 1;
        if listing && !repeats {
            text.push('\n');
        }
        listing = repeats;
        if repeats {
            text.push_str(&line(finding, &renderer));
        } else {
            text.push_str(&renderer.render(&groups(finding, &mut excerpts)));
            text.push_str("\n\n");
        }
    }
    if listing {
        text.push('\n');
    }
    text.push_str(&summary::lines(findings, report));
    text
}

/// How many findings of one code are shown with source line and next steps; the others differ in subject and place.
fn in_full(severity: Severity) -> usize {
    match severity {
        Severity::Note => 1,
        Severity::Warning => 3,
        Severity::Error => usize::MAX,
    }
}

/// A repeated finding: weight, code, message and place on one line.
fn line(finding: &Finding, renderer: &Renderer) -> String {
    let title = level(finding.severity).primary_title(neutral(&finding.message)).id(neutral(&finding.code));
    let title = renderer.render(&[Group::with_title(title)]);
    let place = finding.place.as_ref().map(|place| format!(" --> {}", neutral(&place.to_string())));
    format!("{}{}\n", title.trim_end(), place.unwrap_or_default())
}

/// The finding itself, then one group for each related place.
fn groups<'a>(finding: &'a Finding, excerpts: &mut Excerpts<'a>) -> Vec<Group<'a>> {
    let title = level(finding.severity).primary_title(neutral(&finding.message)).id(neutral(&finding.code));
    let mut main = Group::with_title(title);
    if let Some(place) = &finding.place {
        main = main.elements(shown(place, finding.label.as_deref(), excerpts));
    }
    let mut groups = vec![main.elements(footers(finding))];
    for related in &finding.related {
        let title = Level::NOTE.secondary_title(neutral(&related.label));
        let place = shown(&related.place, None, excerpts);
        groups.push(Group::with_title(title).elements(place));
    }
    groups
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    }
}

/// The `-->` line, and below it the source line where the text is at hand.
fn shown<'a>(place: &'a Place, label: Option<&'a str>, excerpts: &mut Excerpts<'a>) -> Vec<Element<'a>> {
    let file = neutral(&place.file);
    let origin = || Origin::path(file.clone()).line(place.line as usize).char_column(place.column as usize);
    let Some(Excerpt { text, span, cut }) = excerpts.line_of(place) else {
        return vec![origin().into()];
    };
    let annotation = AnnotationKind::Primary.span(span).label(label.map(neutral));
    let snippet = Snippet::source(text).line_start(place.line as usize).annotation(annotation);
    if cut {
        // The drawing would count the column from where the line was cut.
        return vec![origin().into(), snippet.into()];
    }
    vec![snippet.path(file).into()]
}

/// What stands behind `=`: the pointer, the next steps, the source of the rule.
fn footers(finding: &Finding) -> Vec<Element<'_>> {
    let named = |name: &'static str, text: String| {
        Element::from(Level::HELP.with_name(name).message(neutral(&text).into_owned()))
    };
    let pointer =
        finding.place.as_ref().and_then(|place| place.pointer.clone()).filter(|text| !text.is_empty());
    pointer
        .map(|text| named("at", text))
        .into_iter()
        .chain(steps::of(finding).into_iter().map(|text| named("help", text)))
        .chain(finding.see.clone().map(|text| named("see", text)))
        .collect()
}
