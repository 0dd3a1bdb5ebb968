//! From properties to statements, and from statements to values.

use vigil_base::date;

use super::rules::{LEVELS, NAMES, bare};
use super::{Support, SupportField, SupportLevel, SupportStatement};
use crate::Property;

/// A statement with its strength: the number of the rule that recognised its name.
struct Ranked {
    rank: usize,
    statement: SupportStatement,
}

/// What `properties` of the entry at `pointer` state; each comes with its number in the file's list.
pub(crate) fn read(properties: &[(usize, Property)], pointer: &str) -> Support {
    let mut found: Vec<Ranked> = properties
        .iter()
        .filter_map(|(number, property)| recognise(property, &format!("{pointer}/properties/{number}")))
        .collect();
    let statements: Vec<_> = found.iter().map(|ranked| ranked.statement.clone()).collect();
    if statements.is_empty() {
        return Support::default();
    }
    found.retain(|ranked| ranked.statement.rule.is_some());
    found.sort_by_key(|ranked| ranked.rank);
    let text = |field| {
        found
            .iter()
            .find(|ranked| ranked.statement.field == field)
            .map(|ranked| ranked.statement.text.clone())
    };
    let day = |field| text(field).and_then(|text| date::parse(&text));
    Support {
        level: text(SupportField::Level).and_then(|text| level(&text)),
        end_of_support: day(SupportField::EndOfSupport),
        end_of_life: day(SupportField::EndOfLife),
        justification: text(SupportField::Justification),
        plan: text(SupportField::Plan),
        assessed: day(SupportField::Assessed),
        custody: text(SupportField::Custody),
        statements,
    }
}

fn recognise(property: &Property, pointer: &str) -> Option<Ranked> {
    let (rank, prefix, field) = NAMES.iter().enumerate().find_map(|(rank, rule)| {
        let end = bare(property.name.strip_prefix(rule.prefix)?.rsplit(':').next()?);
        let whole = !rule.prefix.is_empty() || !property.name.contains(':');
        let (_, field) = rule.ends.iter().find(|(known, _)| whole && *known == end)?;
        Some((rank, rule.prefix, *field))
    })?;
    let text = property.value.clone().unwrap_or_default();
    let name = if prefix.is_empty() { "plain-name" } else { prefix.trim_end_matches(':') };
    let rule = value_rule(field, &text).map(|value| format!("{name} / {value}"));
    let statement =
        SupportStatement { field, property: property.name.clone(), text, rule, pointer: pointer.to_owned() };
    Some(Ranked { rank, statement })
}

/// The rule by which a value can be read, or nothing.
fn value_rule(field: SupportField, text: &str) -> Option<String> {
    match field {
        SupportField::Level => level(text).map(|level| format!("word {}", level.word())),
        SupportField::EndOfSupport | SupportField::EndOfLife | SupportField::Assessed => {
            date::parse(text).map(|_| "day".to_owned())
        }
        SupportField::Justification | SupportField::Plan | SupportField::Custody => {
            (!text.trim().is_empty()).then(|| "text".to_owned())
        }
    }
}

/// The level that `text` names, if it is one of the known words.
pub(crate) fn level(text: &str) -> Option<SupportLevel> {
    let word = bare(text);
    LEVELS.iter().find(|(known, _)| *known == word).map(|(_, level)| *level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn support(properties: &[(&str, &str)]) -> Support {
        let properties: Vec<_> = properties
            .iter()
            .map(|(name, value)| Property { name: (*name).into(), value: Some((*value).into()) })
            .enumerate()
            .collect();
        read(&properties, "/components/0")
    }

    #[test]
    fn every_known_way_of_stating_the_level_is_read_and_says_by_which_rule() {
        let table = [
            ("vigil:support:level", "actively-maintained", "vigil:support / word actively-maintained"),
            ("cdx:fda:level-of-support", "actively maintained", "cdx:fda / word actively-maintained"),
            (
                "reliza:support:levelOfSupport",
                "ACTIVELY_MAINTAINED",
                "reliza:support / word actively-maintained",
            ),
            ("Level of Support", "Actively maintained", "plain-name / word actively-maintained"),
        ];
        for (name, value, rule) in table {
            let support = support(&[(name, value)]);
            assert_eq!(support.level, Some(SupportLevel::ActivelyMaintained), "{name}");
            assert_eq!(support.statements[0].rule.as_deref(), Some(rule));
            assert_eq!(support.statements[0].text, value);
        }
    }

    #[test]
    fn words_that_are_no_level_and_no_day_are_kept_and_count_for_nothing() {
        let support = support(&[("Level of Support", "Inactive"), ("End-of-Support", "Open source")]);
        assert_eq!((support.level, support.end_of_support), (None, None));
        let kept: Vec<_> = support.statements.iter().map(|said| (said.text.as_str(), &said.rule)).collect();
        assert_eq!(kept, [("Inactive", &None), ("Open source", &None)]);
    }

    #[test]
    fn the_stronger_rule_counts_whatever_the_order() {
        let support = support(&[
            ("EOL", "2030-01-01"),
            ("End of Support", "2027-12-31"),
            ("cdx:lifecycle:milestone:endOfSupport", "2028-06-30T00:00:00Z"),
        ]);
        assert_eq!(support.end_of_support.map(|day| day.to_string()).as_deref(), Some("2028-06-30"));
        assert_eq!(support.end_of_life.map(|day| day.to_string()).as_deref(), Some("2030-01-01"));
    }

    #[test]
    fn a_name_with_a_foreign_prefix_is_not_taken_for_support() {
        assert!(
            support(&[("acme:eol", "2030-01-01"), ("cdx:npm:package:path", "eol")]).statements.is_empty()
        );
    }
}
