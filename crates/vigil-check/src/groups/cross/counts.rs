//! Numbers in prose beside a word that the tool counts.

use std::collections::BTreeSet;

use vigil_base::Place;
use vigil_case::Case;
use vigil_match::State;
use vigil_model::derive;

use crate::groups::links::{or_nothing, outside};
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Words before a number that make it something else than a count of all.
const BEFORE: &[&str] = &[
    "about", "another", "appendix", "annex", "another", "chapter", "figure", "first", "item", "last",
    "least", "level", "most", "only", "other", "over", "section", "step", "table", "than", "these", "those",
    "top", "under", "up", "version",
];

/// Words after the noun that narrow it: "5 controls of the pump" are not all controls.
const AFTER: &[&str] = &[
    "a", "and", "at", "by", "each", "for", "from", "in", "of", "on", "or", "per", "that", "to", "which",
    "with", "without",
];

/// One judgement for each number about records in `text/*.md`.
pub(super) fn counts(scope: &Scope<'_>) -> Vec<Judgement> {
    let texts = &scope.case.model.texts;
    let judgements = texts.iter().flat_map(|(name, text)| in_text(scope.case, name, text)).collect();
    or_nothing(judgements, "no text gives a number of records")
}

fn in_text(case: &Case, name: &str, text: &str) -> Vec<Judgement> {
    let file = format!("text/{name}.md");
    let mut judgements = Vec::new();
    let mut code = false;
    for (at, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            code = !code;
        }
        if code {
            continue;
        }
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        judgements.extend(said_in(line).into_iter().filter_map(|said| judged(case, &file, number, &said)));
    }
    judgements
}

/// A number and the noun beside it.
struct Said {
    number: usize,
    noun: String,
}

fn said_in(line: &str) -> Vec<Said> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let plain = |at: usize| words.get(at).map_or("", |it| it.trim_matches(|c: char| !c.is_alphanumeric()));
    let mut found = Vec::new();
    for at in 0..words.len().saturating_sub(1) {
        let Some(number) = number_of(words[at]) else { continue };
        let before = if at == 0 { "" } else { plain(at - 1) };
        let is_name = before.len() > 1 && before.chars().all(|c| c.is_ascii_uppercase());
        let ends_here = words[at + 1].ends_with(['.', ',', ';', ':', ')', '!', '?']);
        let narrowed = !ends_here && AFTER.contains(&plain(at + 2).to_lowercase().as_str());
        if is_name || narrowed || BEFORE.contains(&before.to_lowercase().as_str()) {
            continue;
        }
        found.push(Said { number, noun: plain(at + 1).to_lowercase() });
    }
    found
}

/// `41`, `1,024`, `(41`; not `3.2` and not `r-41`.
fn number_of(word: &str) -> Option<usize> {
    let word = word.trim_start_matches(['(', '*', '_', '"']);
    let digits = word.replace(',', "");
    let grouped = word.contains(',') && word.split(',').skip(1).any(|it| it.len() != 3);
    if grouped || digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

fn judged(case: &Case, file: &str, line: u32, said: &Said) -> Option<Judgement> {
    let counted = count(case, &said.noun)?;
    let subject = format!("{file}:{line}");
    let mut place = Place::start_of(file);
    place.line = line;
    let Counted::Known(numbers) = counted else {
        let because =
            format!("it says {} {}, and without `snapshot/` nobody can count them", said.number, said.noun);
        return Some(Judgement::incomplete(subject, because).at(place));
    };
    if numbers.contains(&said.number) {
        return Some(Judgement::pass(subject).at(place));
    }
    let said = format!("{} {}", said.number, said.noun);
    Some(Judgement::gap(subject).with("said", said).with("counted", numbers[0].to_string()).at(place))
}

enum Counted {
    /// What the word may stand for; the first is printed.
    Known(Vec<usize>),
    /// Nobody can tell.
    Unknown,
}

fn count(case: &Case, noun: &str) -> Option<Counted> {
    let model = &case.model;
    let numbers = match noun {
        "threat" | "threats" => vec![case.threats.all.len()],
        "risk" | "risks" => vec![model.risks.len()],
        "component" | "components" => vec![model.components.len()],
        "package" | "packages" => {
            let keys: BTreeSet<&str> = case.packages.iter().map(|it| it.key.as_str()).collect();
            vec![keys.len(), case.packages.len()]
        }
        "vulnerability" | "vulnerabilities" => return Some(vulnerabilities(case)),
        "finding" | "findings" => vec![case.test_findings.len()],
        "anomaly" | "anomalies" => vec![model.anomalies.len()],
        "test" | "tests" => vec![model.tests.len(), model.tests.len() + model.pentests.len()],
        "requirement" | "requirements" => vec![model.requirements.len()],
        "control" | "controls" => vec![model.controls.len()],
        "interface" | "interfaces" => vec![derive::attack_surface(model).len(), outside(model).len()],
        _ => return None,
    };
    Some(Counted::Known(numbers))
}

fn vulnerabilities(case: &Case) -> Counted {
    if case.snapshot.is_none() {
        return Counted::Unknown;
    }
    let affected = case.flaws.iter().filter(|it| it.flaw.state == State::Affected);
    let ids: BTreeSet<&str> = affected.map(|it| it.flaw.id.as_str()).collect();
    let own = case.model.vulnerabilities.len();
    Counted::Known(vec![ids.len() + own, ids.len(), own])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(line: &str) -> Vec<(usize, String)> {
        said_in(line).into_iter().map(|it| (it.number, it.noun)).collect()
    }

    #[test]
    fn a_number_counts_when_it_stands_for_all_of_a_kind() {
        for (line, number, noun) in [
            ("There are 41 risks.", 41, "risks"),
            ("All 1,024 packages were looked up", 1024, "packages"),
            ("All of the 12 threats apply", 12, "threats"),
        ] {
            assert_eq!(pairs(line), [(number, noun.to_owned())], "{line}");
        }
    }

    #[test]
    fn a_number_does_not_count_when_it_is_narrowed_or_part_of_a_name() {
        for line in [
            "5 controls of the pump",
            "section 4 risks",
            "ISO 14971 risks",
            "at least 3 tests",
            "r-41 risks",
            "1,5 risks",
        ] {
            assert!(pairs(line).is_empty(), "{line}");
        }
    }
}
