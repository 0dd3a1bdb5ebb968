//! One flaw and one package: the whole story of the match, also of one that there is not.

mod meant;

use vigil_case::Case;
use vigil_match::{Dismissed, End, How, RecordStory, State, StatementStory, Story};
use vigil_sbom::Item;
use vigil_vulndb::Database;

use super::Explained;
use crate::commands::match_;
use crate::device;
use crate::outcome::Outcome;
use crate::problem::Problem;
use meant::{find, unknown_package};

/// `FLAW@PACKAGE` as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'p> {
    /// The id of the flaw.
    pub flaw: &'p str,
    /// The package: name, `name@version`, purl with or without version, or key in the inventory.
    pub package: &'p str,
    /// The component that carries it.
    pub component: Option<&'p str>,
}

impl<'p> Pair<'p> {
    /// Reads `FLAW@PACKAGE`. Ids of flaws have a number in them, which sets them apart from rules of threats.
    pub fn read(text: &'p str, component: Option<&'p str>) -> Option<Self> {
        let (flaw, package) = text.split_once('@')?;
        let is_flaw =
            super::flaw::is_id(flaw) || (flaw.contains('-') && flaw.contains(|c: char| c.is_ascii_digit()));
        (is_flaw && !package.is_empty()).then_some(Self { flaw, package, component })
    }

    /// Whether the id can be nothing but that of a flaw.
    pub fn is_certain(&self) -> bool {
        super::flaw::is_id(self.flaw)
    }
}

/// Tells the story of a flaw and a package of a device folder, from the database at hand.
pub fn of_pair(case: &Case, pair: Pair<'_>, database: &Database, shown: &str) -> anyhow::Result<Explained> {
    let items = find(case, pair)?;
    let [first, others @ ..] = items.as_slice() else { return Err(unknown_package(case, pair).into()) };
    let options = match_::options(case);
    let story = vigil_match::story(&case.inventory, *first, pair.flaw, database, &options)?;
    let Some(story) = story else { return Err(unknown_flaw(pair.flaw, shown).into()) };
    let mut said = told(case, &case.inventory.items[*first], story, shown);
    let items = others.iter().map(|at| &case.inventory.items[*at]);
    let others = items.map(|item| format!("{} in component.{}", item.package.key(), item.component));
    said.add_all("Also meant", others.map(|other| format!("{other}: ask for it by key and `--component`")));
    Ok(said)
}

fn unknown_flaw(flaw: &str, shown: &str) -> Problem {
    Problem::new(format!("the vulnerability database `{shown}` has no record of `{flaw}`"))
        .help("check the id; withdrawn ids are known too, so it is misspelt or newer than the data")
        .help("bring the data up to date with `vigil db update`, or import feeds with `vigil db import FILE...`")
        .help("`vigil db status` tells which sources there are and how new they are")
}

fn told(case: &Case, item: &Item, story: Story, shown: &str) -> Explained {
    let version = item.package.version.as_deref().unwrap_or("(no version)");
    let title = format!(
        "{} and {} {version} in component.{}: {}",
        story.flaw,
        item.package.name,
        item.component,
        end_in_words(&story.end)
    );
    let mut said = Explained::new("match", &format!("{}@{}", story.asked, story.package), title);
    said.add("Because", because(&story));
    said.add("Flaw", story.facts.summary.as_str());
    let others: Vec<&str> = story.ids.iter().map(String::as_str).filter(|id| *id != story.flaw).collect();
    said.add("Also called", others.join(", "));
    for tried in &story.tried {
        let covered = match tried.covered_by.as_slice() {
            [] => String::new(),
            sources => format!("; covered by {}", sources.join(", ")),
        };
        said.add(
            "Identified by",
            format!("{} {}: {}{covered}", tried.way.word(), tried.identifier, tried.outcome),
        );
    }
    said.add("Looked up", story.keys.join(", "));
    for record in &story.records {
        tell_record(record, &mut said);
    }
    if let End::Match(found) = &story.end {
        said.add_all("Against it", found.against.iter().map(against));
        said.add("Mended in", found.fixed_versions.join(", "));
        said.add("Build", found.built.as_str());
    }
    urgency(&story, &mut said);
    decisions(case, item, &story, &mut said);
    said.add("Data", format!("{shown}, {}", days(case)));
    let doubts = device::doubts(case);
    if !doubts.is_empty() {
        said.outcome = Outcome::Incomplete;
    }
    said.add_all("Not looked at", doubts);
    said.story = Some(story);
    said
}

fn end_in_words(end: &End) -> &'static str {
    match end {
        End::Match(found) if found.state == State::Affected && found.uncertain => {
            "affected, if what is left open is so"
        }
        End::Match(found) if found.state == State::Affected => "affected",
        End::Match(_) => "could not be evaluated",
        End::Dismissed(_) => "not affected",
        End::NotBuilt(_) => "not affected: not built in",
        End::NotNamed => "no record names it",
    }
}

/// The one sentence that answers the question.
fn because(story: &Story) -> String {
    match &story.end {
        End::Match(found) => {
            let first = found.how.first();
            first
                .map(|how| format!("{} {} says {}; {}", how.source, how.record, how.range, remark(how)))
                .unwrap_or_default()
        }
        End::Dismissed(Dismissed { source, record, why, .. }) => format!("{source} {record}: {why}"),
        End::NotBuilt(found) => found.why.to_string(),
        End::NotNamed if story.records.iter().all(|record| record.withdrawn.is_some()) => {
            "every record of the flaw was withdrawn or rejected".to_owned()
        }
        End::NotNamed if story.keys.is_empty() => {
            "the package is not identified, so nothing could be looked up: pin it with `[identity.\"...\"]`"
                .to_owned()
        }
        End::NotNamed => {
            "no record of the flaw stands under a key of the package; if it should, pin the package with \
             `[identity.\"...\"]`"
                .to_owned()
        }
    }
}

fn remark(how: &How) -> String {
    let compared = format!("version {} compared as {}", how.version, how.scheme);
    if how.remark.is_empty() { compared } else { format!("{compared}; {}", how.remark) }
}

fn against(how: &How) -> String {
    format!("{} {} says {}; {}", how.source, how.record, how.range, remark(how))
}

fn tell_record(record: &RecordStory, said: &mut Explained) {
    let withdrawn =
        record.withdrawn.as_ref().map(|why| format!(" does not count: {why}")).unwrap_or_default();
    let names = match (record.statements.is_empty(), record.others_total) {
        (false, _) => String::new(),
        (true, 0) => ": it says nothing of who is affected".to_owned(),
        (true, total) => format!(
            ": it does not name the package, but {}{}",
            record.others.join(", "),
            if total > record.others.len() {
                format!(" and {} more", total - record.others.len())
            } else {
                String::new()
            }
        ),
    };
    said.add("Record", format!("{} {}{withdrawn}{names}", record.source, record.id));
    for statement in &record.statements {
        tell_statement(statement, said);
    }
}

fn tell_statement(statement: &StatementStory, said: &mut Explained) {
    let silent = if statement.is_silent { "; counts only where nothing else speaks" } else { "" };
    let why = if statement.why.is_empty() { String::new() } else { format!(": {}", statement.why) };
    let version = if statement.version.is_empty() { "(none)" } else { &statement.version };
    said.add(
        "Statement",
        format!(
            "under {} by {} {}, version {version} compared as {}: {}{why}{silent}",
            statement.key,
            statement.way.word(),
            statement.identifier,
            statement.scheme,
            statement.value
        ),
    );
    for part in &statement.parts {
        let dots = "· ".repeat(part.depth);
        let value = match (part.value, part.why.as_str()) {
            ("", _) => String::new(),
            (value, "") => format!(": {value}"),
            (value, why) => format!(": {value}, {why}"),
        };
        said.add("Says", format!("{dots}{}{value}", part.text));
    }
}

fn urgency(story: &Story, said: &mut Explained) {
    let facts = &story.facts;
    if let Some(kev) = &facts.kev {
        let since =
            kev.date_added.map(|day| format!(", in CISA's catalogue since {day}")).unwrap_or_default();
        said.add("Exploited", format!("known to be exploited{since}"));
    }
    if let Some(epss) = &facts.epss {
        said.add("Prediction", format!("EPSS {}, percentile {}", epss.score, epss.percentile));
    }
    if let Some(ssvc) = &facts.ssvc {
        said.add(
            "Decision points",
            format!(
                "SSVC of {}: exploitation {}, automatable {}, technical impact {}",
                ssvc.by, ssvc.exploitation, ssvc.automatable, ssvc.technical_impact
            ),
        );
    }
}

fn decisions(case: &Case, item: &Item, story: &Story, said: &mut Explained) {
    let key = item.package.key().to_string();
    let row = case.flaws.iter().find(|row| {
        row.component.as_str() == item.component
            && row.package == key
            && story.ids.contains(row.flaw.id.as_str())
    });
    let covering = row.and_then(|row| row.decision.as_ref());
    if let Some(decision) = covering.and_then(|id| case.model.decisions.get(id)) {
        let place = case.model.place(decision.meta.span);
        let because = decision.because.as_deref().unwrap_or("no reason is stated");
        let verdict = decision.verdict.word();
        said.add("Decision", format!("decision.{}, {verdict}: {because} ({place})", decision.meta.id));
        match row.map(|row| row.asked_again.as_slice()) {
            Some([]) | None => said.add("Decision", "it is carried over: nothing that it rests on changed"),
            Some(reasons) => said.add("Decision", format!("it is asked again: {}", reasons.join("; "))),
        }
        return;
    }
    let named: Vec<String> = case
        .model
        .decisions
        .values()
        .filter(|decision| decision.on.flaw.iter().any(|id| story.ids.contains(id)))
        .map(|decision| format!("decision.{}", decision.meta.id))
        .collect();
    if named.is_empty() {
        let none = "none: nobody has decided on it";
        said.add("Decision", if matches!(story.end, End::Match(_)) { none } else { "" });
    } else {
        let of_snapshot = "in the snapshot; see its package, components and versions";
        said.add(
            "Decision",
            format!("{} names the flaw and does not cover this package {of_snapshot}", named.join(", ")),
        );
    }
}

fn days(case: &Case) -> String {
    format!("as of {}", case.as_of)
}
