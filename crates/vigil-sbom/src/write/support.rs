//! Support facts as properties: the official milestones of the CycloneDX taxonomy, and names of our own for what it has
//! none for. A level that its author does not know is no statement and gives no property.

use vigil_base::Date;

use crate::{Package, Property, Support, SupportField, SupportLevel, support};

pub(super) const END: &str = "cdx:lifecycle:milestone:endOfSupport";
const LIFE: &str = "cdx:lifecycle:milestone:endOfLife";
pub(super) const LEVEL: &str = "vigil:support:level";

/// Names that other formats have fields for: read as properties, not written as such.
const NATIVE: [&str; 3] = ["validUntilDate", "validUntilTime", "supportLevel"];

/// The properties of `package` without those that stand for another format's own fields.
pub(super) fn own_properties(package: &Package) -> impl Iterator<Item = &Property> {
    package.properties.iter().filter(|property| !NATIVE.contains(&property.name.as_str()))
}

/// The properties to write for `package`: its own, and those that its support facts still need to be read back. What
/// contradicts a fact that was changed since reading is left out.
pub(super) fn properties(package: &Package, keeps_native: bool) -> Vec<Property> {
    let mut all: Vec<Property> =
        if keeps_native { package.properties.clone() } else { own_properties(package).cloned().collect() };
    let known = support::read(&all.iter().cloned().enumerate().collect::<Vec<_>>(), "");
    let missing = missing(&package.support, &known);
    let outdated: Vec<usize> = known
        .statements
        .iter()
        .filter(|said| said.rule.is_some() && missing.iter().any(|(field, ..)| *field == said.field))
        .filter_map(|said| said.pointer.rsplit('/').next()?.parse().ok())
        .collect();
    let mut number = 0;
    all.retain(|_| {
        number += 1;
        !outdated.contains(&(number - 1))
    });
    all.extend(
        missing.into_iter().map(|(_, name, value)| Property { name: name.to_owned(), value: Some(value) }),
    );
    all
}

/// Takes the facts out of `support` that were read from, or would be written as, a property that `is_withheld`. Says
/// whether there were any.
pub(crate) fn withhold(support: &mut Support, is_withheld: impl Fn(&str) -> bool) -> bool {
    let (gone, kept): (Vec<_>, Vec<_>) =
        std::mem::take(&mut support.statements).into_iter().partition(|said| is_withheld(&said.property));
    support.statements = kept;
    let mut taken = !gone.is_empty();
    for (field, name, ..) in missing(support, &Support::default()) {
        let is_gone = gone.iter().any(|said| said.field == field)
            && !support.statements.iter().any(|said| said.field == field && said.rule.is_some());
        if is_gone || is_withheld(name) {
            clear(support, field);
            taken = true;
        }
    }
    taken
}

fn clear(support: &mut Support, field: SupportField) {
    match field {
        SupportField::Level => support.level = None,
        SupportField::EndOfSupport => support.end_of_support = None,
        SupportField::EndOfLife => support.end_of_life = None,
        SupportField::Justification => support.justification = None,
        SupportField::Plan => support.plan = None,
        SupportField::Assessed => support.assessed = None,
        SupportField::Custody => support.custody = None,
    }
}

/// The facts that are stated and not known from properties.
fn missing(stated: &Support, known: &Support) -> Vec<(SupportField, &'static str, String)> {
    let word = |level: Option<SupportLevel>| {
        level.filter(|level| *level != SupportLevel::Unknown).map(|level| level.word().to_owned())
    };
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let text = |text: &Option<String>| text.clone();
    let facts = [
        (SupportField::Level, LEVEL, word(stated.level), word(known.level)),
        (SupportField::EndOfSupport, END, day(stated.end_of_support), day(known.end_of_support)),
        (SupportField::EndOfLife, LIFE, day(stated.end_of_life), day(known.end_of_life)),
        (
            SupportField::Justification,
            "vigil:support:justification",
            text(&stated.justification),
            text(&known.justification),
        ),
        (SupportField::Plan, "vigil:support:plan", text(&stated.plan), text(&known.plan)),
        (SupportField::Assessed, "vigil:support:assessed", day(stated.assessed), day(known.assessed)),
        (SupportField::Custody, "vigil:support:custody", text(&stated.custody), text(&known.custody)),
    ];
    let missing = facts.into_iter().filter(|(.., stated, known)| stated.is_some() && stated != known);
    missing.filter_map(|(field, name, stated, _)| Some((field, name, stated?))).collect()
}
