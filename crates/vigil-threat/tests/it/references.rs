//! Ids of other catalogues: each rule has them, or says why a catalogue has nothing; and each of them exists there.

use std::collections::{BTreeMap, BTreeSet};

use vigil_threat::{Pack, Rule};

use crate::catalogues::{self, Catalogues};

fn rules() -> Vec<Rule> {
    let pack = |name: String| Pack::builtin(&name).expect("the pack comes with the tool");
    Pack::builtin_names().into_iter().map(pack).flat_map(|it| it.rules.into_values()).collect()
}

/// Whether a rule looks at apps on phones and tablets, and names them.
fn on_phones(rule: &Rule) -> bool {
    rule.when.iter().any(|it| match &it.test {
        vigil_threat::condition::Test::AnyOf(words) => words.iter().any(|word| word == "mobile-app"),
        _ => false,
    })
}

#[test]
fn every_rule_points_into_every_catalogue_or_says_why_not() {
    let mut faults = Vec::new();
    for rule in rules() {
        let phones = on_phones(&rule).then_some("attack-mobile");
        for catalogue in ["cwe", "capec", "attack-ics", "emb3d"].into_iter().chain(phones) {
            let ids = rule.refs.get(catalogue).is_some_and(|ids| !ids.is_empty());
            let reason = rule.without.get(catalogue).is_some_and(|why| why.split(' ').count() >= 3);
            if ids == reason {
                faults
                    .push(format!("{}: {catalogue}: ids and reason are both there or both missing", rule.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_says_all_that_a_person_needs_to_judge_it() {
    for rule in rules() {
        for text in [&*rule.title, &rule.question, &rule.story, &rule.clinical, &rule.false_positive] {
            assert!(text.trim().len() > 10, "{}: `{text}`", rule.id);
        }
        assert!(rule.question.ends_with('?') && rule.clinical.contains("{harm}"), "{}", rule.id);
        assert!(!rule.stride.is_empty() && !rule.test.is_empty(), "{}", rule.id);
    }
}

#[test]
fn no_text_is_that_of_another_rule() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for rule in rules() {
        for text in [&rule.title, &rule.question, &rule.story] {
            let first = seen.insert(text.clone(), rule.id.clone());
            assert!(first.is_none(), "{} and {first:?} both say `{text}`", rule.id);
        }
    }
}

#[test]
fn every_id_exists_in_its_catalogue_and_is_not_withdrawn() {
    let Some(known) = Catalogues::read() else { return };
    let (mut asked, mut faults) = (BTreeSet::new(), Vec::new());
    for rule in rules() {
        for (catalogue, ids) in rule.refs.iter() {
            for id in ids {
                asked.insert(format!("{catalogue} {id}"));
                if !known.of(catalogue).contains(id) {
                    faults.push(format!("{}: {catalogue} has no {id}", rule.id));
                }
            }
        }
    }
    println!("{} ids looked up in {}", asked.len(), catalogues::sizes(&known));
    assert!(asked.len() > 100 && faults.is_empty(), "{}", faults.join("\n"));
}
