//! What holds for the catalogue that comes with the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use vigil_guidance::{Applies, BUILTIN, Catalogue, Force, Profile};

fn catalogue_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue")
}

fn toml_files(folder: &Path, below: &str, into: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("the catalogue lies beside the crates") {
        let path = entry.expect("the folder can be listed").path();
        let name = format!("{below}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            toml_files(&path, &format!("{name}/"), into);
        } else if path.extension().is_some_and(|it| it == "toml") {
            into.insert(name);
        }
    }
}

#[test]
fn the_shipped_catalogue_has_no_fault() {
    let (catalogue, faults) = Catalogue::parse(BUILTIN);
    let told: Vec<_> =
        faults.iter().map(|it| format!("{}: {}", it.place.as_ref().unwrap(), it.message)).collect();
    assert!(faults.is_empty(), "{}", told.join("\n"));
    println!("{} rules, {} predicates", catalogue.rules().len(), catalogue.predicates().len());
}

#[test]
fn the_list_of_files_is_the_folder() {
    let listed: BTreeSet<_> = BUILTIN.iter().map(|file| file.path.to_owned()).collect();
    let mut there = BTreeSet::new();
    toml_files(&catalogue_folder(), "", &mut there);
    assert_eq!(listed, there);
    assert_eq!(listed.len(), BUILTIN.len(), "a file is listed twice");
}

#[test]
fn what_is_built_in_is_what_lies_in_the_folder() {
    for file in BUILTIN {
        let there = std::fs::read_to_string(catalogue_folder().join(file.path)).unwrap();
        assert_eq!(file.text, there, "{}", file.path);
    }
}

#[test]
fn every_row_of_the_guidance_table_is_judged() {
    let catalogue = Catalogue::builtin();
    let rows = ["T1", "T1a", "T1b", "T1c", "T1d", "T1e", "T1f", "T2", "T3", "T3a", "T3b", "T4", "T5", "T6"];
    let in_table: Vec<_> =
        catalogue.elements().iter().filter(|it| it.in_table).map(|it| it.id.as_str()).collect();
    assert_eq!(in_table, rows);
    for row in rows {
        let parts = catalogue.elements().iter().filter(|it| it.part_of.as_deref() == Some(row));
        let judged: usize =
            parts.map(|it| it.id.as_str()).chain([row]).map(|id| catalogue.rules_of(id).count()).sum();
        assert!(judged >= 3, "{row} is judged by {judged} rules");
    }
}

/// How many rules each group of `regulatory.md` has. A rule that goes missing is noticed; one that is added has to be added here.
#[test]
fn every_group_is_complete() {
    let expected = [
        ("G26.A1.AU", 10),
        ("G26.A1.AZ", 5),
        ("G26.A1.CO", 3),
        ("G26.A1.CR", 5),
        ("G26.A1.EV", 8),
        ("G26.A1.IN", 11),
        ("G26.A1.RE", 5),
        ("G26.A1.UP", 7),
        ("G26.AR", 8),
        ("G26.CH", 2),
        ("G26.IO", 4),
        ("G26.LB", 14),
        ("G26.LC", 8),
        ("G26.MP", 14),
        ("G26.RA", 9),
        ("G26.RM", 8),
        ("G26.SB", 17),
        ("G26.SC", 7),
        ("G26.TE", 20),
        ("G26.TM", 6),
        ("G26.UA", 4),
        ("G26.VW", 32),
        ("P16", 5),
        ("S524B", 8),
        ("SB", 12),
        ("X", 16),
    ];
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    let catalogue = Catalogue::builtin();
    for rule in catalogue.rules() {
        let group = rule.id.rsplit_once('.').unwrap().0;
        *counted.entry(group.to_owned()).or_default() += 1;
    }
    let expected: BTreeMap<_, _> = expected.into_iter().map(|(group, n)| (group.to_owned(), n)).collect();
    assert_eq!(counted, expected);
}

#[test]
fn every_family_has_its_rows_and_every_row_its_family() {
    let catalogue = Catalogue::builtin();
    assert_eq!(catalogue.families().len(), 8);
    let rows: Vec<_> = catalogue.rules().iter().filter(|it| it.id.starts_with("G26.A1.")).collect();
    for rule in &rows {
        let family =
            catalogue.families().iter().find(|it| rule.id.starts_with(&format!("G26.A1.{}.", it.letters)));
        assert_eq!(family.map(|it| &it.section), Some(&rule.source.section), "{}", rule.id);
        assert_eq!(rule.args.get("row").map(String::as_str), rule.id.strip_prefix("G26.A1."), "{}", rule.id);
        assert_eq!(rule.predicate.to_string(), "controls::answered");
    }
    for family in catalogue.families() {
        assert!(
            rows.iter().any(|rule| rule.id.contains(&format!(".{}.", family.letters))),
            "{}",
            family.word
        );
    }
}

#[test]
fn the_weight_of_a_rule_never_falls_towards_the_submission() {
    for rule in Catalogue::builtin().rules() {
        let weights: Vec<_> = Profile::ALL.iter().map(|profile| rule.severity.at(*profile)).collect();
        assert!(weights.is_sorted(), "{}: {weights:?}", rule.id);
        assert_eq!(rule.basis, "project judgement", "{}", rule.id);
    }
}

#[test]
fn only_the_law_admits_no_alternative() {
    for rule in Catalogue::builtin().rules() {
        let advice = matches!(rule.force, Force::Recommendation | Force::Consideration | Force::Example);
        if advice {
            assert!(rule.justification_accepted, "{} is advice and accepts no alternative", rule.id);
        }
        if rule.force == Force::Statute {
            assert!(!rule.justification_accepted, "{} is law", rule.id);
            assert!(rule.statute_clause.is_some(), "{} names no clause", rule.id);
        }
    }
}

#[test]
fn messages_are_one_sentence_without_a_full_stop() {
    for rule in Catalogue::builtin().rules() {
        let message = rule.message.as_str();
        assert!(!message.ends_with('.'), "{}", rule.id);
        assert!(!message.contains(". "), "{}", rule.id);
        assert!(!rule.help.is_empty(), "{} offers no next step", rule.id);
        for text in [&rule.ask, &rule.good_answer, &rule.why, &rule.looks_at] {
            assert!(text.len() > 10, "{}: {text}", rule.id);
        }
        assert!(rule.ask.ends_with('?'), "{}: {}", rule.id, rule.ask);
    }
}

#[test]
fn every_declared_parameter_is_said_somewhere() {
    for rule in Catalogue::builtin().rules() {
        let said: BTreeSet<_> = std::iter::once(&rule.message)
            .chain(&rule.help)
            .flat_map(vigil_guidance::Template::params)
            .collect();
        for param in &rule.params {
            assert!(said.contains(param.as_str()), "{} declares `{param}` and never says it", rule.id);
        }
    }
}

#[test]
fn one_predicate_is_told_and_supplies_the_same_for_all_its_rules() {
    let catalogue = Catalogue::builtin();
    for predicate in catalogue.predicates() {
        let rules: Vec<_> = catalogue.rules().iter().filter(|it| &it.predicate == predicate).collect();
        for rule in &rules[1..] {
            let names = |rule: &vigil_guidance::Rule| -> Vec<String> {
                rule.args
                    .keys()
                    .filter(|name| !["contradicted_by", "always"].contains(&name.as_str()))
                    .cloned()
                    .collect()
            };
            assert_eq!(names(rule), names(rules[0]), "{predicate}: {} and {}", rule.id, rules[0].id);
        }
    }
}

#[test]
fn unknown_limits_stay_unknown() {
    let catalogue = Catalogue::builtin();
    let estar = catalogue.estar().unwrap();
    assert_eq!(
        (estar.file_bytes, estar.total_bytes, estar.name_length, &estar.extensions),
        (None, None, None, &None)
    );
    assert!(estar.items.iter().all(|item| !item.verified));
    assert_eq!(estar.items.len(), 17);
}

#[test]
fn every_fact_that_is_defined_is_used() {
    let catalogue = Catalogue::builtin();
    let used: BTreeSet<_> =
        catalogue.rules().iter().flat_map(|rule| rule.applies_when.iter().copied()).collect();
    let unused: Vec<_> =
        Applies::ALL.iter().filter(|fact| !used.contains(fact)).map(|fact| fact.word()).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn the_digest_is_the_same_each_time_and_the_edition_is_stated() {
    let (one, two) = (Catalogue::builtin(), Catalogue::builtin());
    assert_eq!(one.digest(), two.digest());
    assert!(one.digest().is_some());
    assert_eq!(one.edition(), "2026.11");
}
