//! What a catalogue must be as a whole: ids unique and in order, every reference resolved, no recommendation called binding.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use vigil_base::Place;
use vigil_finding::Finding;

use crate::catalogue::Catalogue;
use crate::findings;
use crate::message::Template;
use crate::rule::Rule;
use crate::words::Applies;

/// Completes the rules with what other files hold and reports what does not fit together.
pub(crate) fn verify(catalogue: &mut Catalogue, faults: &mut Vec<Finding>) {
    unique(catalogue, faults);
    in_order(&catalogue.rules, faults);
    for rule in &catalogue.rules {
        references(catalogue, rule, faults);
        parameters(rule, faults);
        words(rule, faults);
    }
    elements(catalogue, faults);
    facts(catalogue, faults);
    name_sources(catalogue);
}

fn unique(catalogue: &Catalogue, faults: &mut Vec<Finding>) {
    let rules = catalogue.rules.iter().map(|it| ("rule", it.id.as_str(), &it.place));
    let elements = catalogue.elements.iter().map(|it| ("element", it.id.as_str(), &it.place));
    let files = catalogue.files.iter().map(|it| ("file", it.key.as_str(), &it.place));
    let documents = catalogue.documents.iter().map(|it| ("document", it.id.as_str(), &it.place));
    let families = catalogue.families.iter().map(|it| ("family", it.word.as_str(), &it.place));
    let mut seen: BTreeMap<(&str, &str), &Place> = BTreeMap::new();
    for (what, id, place) in rules.chain(elements).chain(files).chain(documents).chain(families) {
        match seen.get(&(what, id)) {
            Some(first) => faults.push(findings::duplicate(what, id, place.clone(), (*first).clone())),
            None => _ = seen.insert((what, id), place),
        }
    }
}

fn in_order(rules: &[Rule], faults: &mut Vec<Finding>) {
    for pair in rules.windows(2) {
        let same_file = pair[0].place.file == pair[1].place.file;
        if same_file && id_order(&pair[0].id, &pair[1].id) == Ordering::Greater {
            faults.push(findings::out_of_order(&pair[1].id, &pair[0].id, pair[1].place.clone()));
        }
    }
}

/// Compares ids piece by piece, numbers by value: `G26.SB.9` before `G26.SB.10`, `TE.5` before `TE.5a`.
pub(crate) fn id_order(a: &str, b: &str) -> Ordering {
    let key = |id: &str| -> Vec<(String, u32, String)> {
        id.split('.')
            .map(|piece| {
                let digits_at = piece.find(|c: char| c.is_ascii_digit()).unwrap_or(piece.len());
                let (letters, rest) = piece.split_at(digits_at);
                let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                (letters.to_owned(), rest[..end].parse().unwrap_or(0), rest[end..].to_owned())
            })
            .collect()
    };
    key(a).cmp(&key(b))
}

fn references(all: &Catalogue, rule: &Rule, faults: &mut Vec<Finding>) {
    let mut unknown = |what: &str, typed: &str, known: Vec<&str>| {
        if !known.contains(&typed) {
            faults.push(findings::unknown_reference(what, typed, known, &rule.id, rule.place.clone()));
        }
    };
    unknown("element", &rule.element, all.elements.iter().map(|it| it.id.as_str()).collect());
    for key in &rule.evidence {
        unknown("submission file", key, all.files.iter().map(|it| it.key.as_str()).collect());
    }
    let items = all.estar.iter().flat_map(|estar| &estar.items);
    if let Some(item) = &rule.estar_item {
        unknown("template item", item, items.map(|it| it.key.as_str()).collect());
    }
    unknown("document", &rule.source.doc, all.documents.iter().map(|it| it.id.as_str()).collect());
    let Some(document) = all.document(&rule.source.doc) else { return };
    unknown("section", &rule.source.section, document.sections.keys().map(String::as_str).collect());
    let (issued, wanted) = (rule.source.issued.to_string(), document.issued.to_string());
    unknown("edition", &issued, vec![wanted.as_str()]);
    if let Some(clause) = &rule.statute_clause {
        let statute = all.documents.iter().find(|it| it.sections.contains_key(clause));
        let known =
            all.documents.iter().filter(|it| it.id.starts_with("FDCA")).flat_map(|it| it.sections.keys());
        if statute.is_none() {
            unknown("statute clause", clause, known.map(String::as_str).collect());
        }
    }
}

fn parameters(rule: &Rule, faults: &mut Vec<Finding>) {
    let used = std::iter::once(&rule.message).chain(&rule.help).flat_map(Template::params);
    let mut undeclared: Vec<_> = used
        .filter(|name| {
            *name != "title" && !rule.args.contains_key(*name) && !rule.params.iter().any(|it| it == name)
        })
        .collect();
    undeclared.sort_unstable();
    undeclared.dedup();
    for name in undeclared {
        faults.push(findings::undeclared_param(name, &rule.id, rule.place.clone()));
    }
}

/// Words of obligation, which are true of law only.
const BINDING: &[&str] = &["required", "requires", "must", "shall", "mandatory", "obliged"];

fn words(rule: &Rule, faults: &mut Vec<Finding>) {
    if rule.force.is_binding() {
        return;
    }
    let message = rule.message.as_str().to_lowercase();
    let mut said = message.split(|c: char| !c.is_alphanumeric());
    if let Some(word) = said.find(|word| BINDING.contains(word)) {
        faults.push(findings::called_binding(word, &rule.id, rule.place.clone()));
    }
}

fn elements(all: &Catalogue, faults: &mut Vec<Finding>) {
    let files: Vec<_> = all.files.iter().map(|it| it.key.as_str()).collect();
    let ids: Vec<_> = all.elements.iter().map(|it| it.id.as_str()).collect();
    let items: Vec<_> = all.estar.iter().flat_map(|estar| &estar.items).collect();
    for element in &all.elements {
        let mut unknown = |what: &str, typed: &str, known: &[&str]| {
            if !known.contains(&typed) {
                let known = known.iter().copied();
                faults.push(findings::unknown_reference(
                    what,
                    typed,
                    known,
                    &element.id,
                    element.place.clone(),
                ));
            }
        };
        for key in &element.files {
            unknown("submission file", key, &files);
        }
        for key in &element.estar {
            unknown("template item", key, &items.iter().map(|it| it.key.as_str()).collect::<Vec<_>>());
        }
        if let Some(whole) = &element.part_of {
            unknown("element", whole, &ids);
        }
        let sections = all.documents.iter().flat_map(|it| it.sections.keys()).map(String::as_str);
        let sections: Vec<_> = sections.collect();
        for section in &element.sections {
            unknown("section", section, &sections);
        }
        let has_parts = all.elements.iter().any(|it| it.part_of.as_deref() == Some(&element.id));
        if !has_parts && all.rules_of(&element.id).next().is_none() {
            faults.push(findings::not_judged(&element.id, element.place.clone()));
        }
    }
    for item in items {
        if let Some(element) = &item.element
            && !ids.contains(&element.as_str())
        {
            faults.push(findings::unknown_reference(
                "element",
                element,
                ids.iter().copied(),
                &item.key,
                item.place.clone(),
            ));
        }
    }
}

/// Every fact a rule may ask for has a meaning that can be printed.
fn facts(all: &Catalogue, faults: &mut Vec<Finding>) {
    let missing = Applies::ALL.iter().filter(|fact| !all.applies.contains_key(fact));
    faults.extend(missing.map(|fact| {
        findings::missing_key(fact.word(), "applies", Place::start_of("catalogue/applies.toml"))
    }));
}

fn name_sources(catalogue: &mut Catalogue) {
    let short: BTreeMap<_, _> =
        catalogue.documents.iter().map(|it| (it.id.clone(), it.short.clone())).collect();
    for rule in &mut catalogue.rules {
        rule.source.short = short.get(&rule.source.doc).unwrap_or(&rule.source.doc).clone();
    }
}
