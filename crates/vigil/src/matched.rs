//! What `vigil match` found out about a device, as findings, as text and as JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigil_base::Place;
use vigil_case::{Carried, Case, FlawRow, decisions};
use vigil_finding::Finding;
use vigil_match::{Counts, DataCut, Difference, PackageResult, Row, Snapshot, State, diff};

use crate::carried;
use crate::cli::Profile;
use crate::columns::{columns, listed};
use crate::context::Said;
use crate::device;
use crate::fielded;
use crate::matches;
use crate::sheet::Sheet;

/// How many rows of a list are printed.
const MOST: usize = 20;

/// A device folder that was matched.
#[derive(Debug)]
pub struct Matched {
    /// The snapshot before, where there was one.
    pub before: Option<Snapshot>,
    /// The snapshot now.
    pub snapshot: Snapshot,
    /// The case with the snapshot of now.
    pub after: Case,
    /// What matching says beside its results.
    pub findings: Vec<Finding>,
    /// How many files were written; `None` when nothing was to be written.
    pub files: Option<usize>,
}

/// The JSON form.
#[derive(Serialize)]
pub struct Value<'a> {
    schema_version: u32,
    database: &'a str,
    written: bool,
    data_cut: &'a DataCut,
    counts: Counts,
    components: BTreeMap<&'a str, Counts>,
    difference: Option<Difference>,
    undecided: Vec<Undecided<'a>>,
    unidentified: Vec<(String, String)>,
    fielded: Vec<fielded::Value<'a>>,
    decisions: &'a Carried,
}

#[derive(Serialize)]
struct Undecided<'a> {
    component: &'a str,
    package: &'a str,
    flaw: &'a str,
    state: State,
    known_exploited: bool,
}

impl Matched {
    /// Findings, counts and what could not be looked at.
    pub fn said(&self, profile: Profile) -> Said {
        let mut said = Said {
            findings: self.findings.clone(),
            sources: self.after.sources.clone(),
            as_of: Some(self.after.as_of),
            ..Said::default()
        };
        let unread = |finding: &&Finding| {
            finding.code.starts_with("case.sbom-") || finding.code == "case.decision-asked-again"
        };
        said.findings.extend(self.after.findings.iter().filter(unread).cloned());
        said.findings.extend(
            self.open()
                .filter(|row| row.asked_again.is_empty())
                .map(|row| matches::undecided(row, self.place(row.component.as_str(), &row.package))),
        );
        said.findings.extend(fielded::findings(&self.after));
        let unwatched = self.unwatched();
        for result in self.snapshot.results().filter(|result| result.state == State::Unidentified) {
            if unwatched.contains(&(result.component.clone(), result.package.clone())) {
                let place = self.place(&result.component, &result.package);
                said.findings.push(matches::unidentified(result, place, profile));
            }
        }
        matches::count(self.snapshot.index.counts, &mut said);
        said.counts.add("undecided", self.open().count());
        self.doubt(&mut said);
        said
    }

    /// What makes "nothing found" a false statement. A package that could not be checked counts until somebody
    /// has decided on what could not be evaluated.
    fn doubt(&self, said: &mut Said) {
        said.counts.incomplete = device::doubts(&self.after);
        let cut = &self.snapshot.index.data_cut;
        if !cut.doubts.is_empty() {
            said.counts.missed(format!("reasons to doubt that a source is complete: {}", cut.doubts.len()));
        }
        let unwatched = self.unwatched();
        let open: Vec<&PackageResult> = self
            .snapshot
            .results()
            .filter(|result| result.state == State::NotChecked)
            .filter(|result| unwatched.contains(&(result.component.clone(), result.package.clone())))
            .filter(|result| !self.is_decided(result))
            .collect();
        if !open.is_empty() {
            said.counts.missed(format!("packages not checked: {}", open.len()));
        }
    }

    /// Whether it was looked up whole, and all that could not be evaluated is decided.
    fn is_decided(&self, result: &PackageResult) -> bool {
        let mut unsure = result.matches.iter().filter(|flaw| flaw.state == State::NotChecked).peekable();
        unsure.peek().is_some()
            && self.snapshot.index.data_cut.stale.is_empty()
            && !self
                .open()
                .any(|row| row.component == result.component.as_str() && row.package == result.package)
    }

    fn open(&self) -> impl Iterator<Item = &FlawRow> {
        self.after.flaws.iter().filter(|row| row.is_open())
    }

    fn unwatched(&self) -> Vec<(String, String)> {
        decisions::unanswered(&self.after.model, &self.snapshot)
    }

    fn place(&self, component: &str, package: &str) -> Option<Place> {
        let rows = self.after.packages.iter();
        rows.filter(|row| row.component == component)
            .find(|row| row.key == package)
            .map(|row| row.place.clone())
    }

    /// The counts of each component.
    fn components(&self) -> BTreeMap<&str, Counts> {
        let count = |results: &Vec<PackageResult>| {
            let mut counts = Counts::default();
            for result in results {
                counts.add(result.state);
            }
            counts
        };
        self.snapshot.components.iter().map(|(name, results)| (name.as_str(), count(results))).collect()
    }

    fn difference(&self) -> Option<Difference> {
        self.before.as_ref().map(|before| diff(before, &self.snapshot))
    }

    /// For people.
    pub fn text(&self, database: &str) -> String {
        let cut = &self.snapshot.index.data_cut;
        let mut sheet = Sheet::titled(&format!("{} matched against {database}", self.after.device()));
        sheet.add("Digest", &cut.database.to_string());
        sheet.add("Data cut", &matches::sources(cut));
        sheet.add_all("Notices", &self.snapshot.index.notices);
        sheet.add("Support", &self.lifecycles());
        let written = self.files.map_or_else(
            || "nothing, as asked for with --dry-run".to_owned(),
            |files| format!("snapshot/ ({files} files) and vigil.lock"),
        );
        sheet.add("Written", &written);
        let mut text = sheet.finish();
        text.push_str(&format!("\n{}", self.table()));
        text.push_str(&self.changes());
        let open: Vec<String> = self.open().map(open_line).collect();
        text.push_str(&listed("Undecided", &open, MOST));
        text.push_str(&fielded::text(&self.after, MOST));
        text.push_str(&carried::text(&self.after.carried, MOST));
        text
    }

    /// Of how many packages public data tells until when they are supported; empty where there is no such data.
    fn lifecycles(&self) -> String {
        let Some(known) = &self.after.lifecycles else { return String::new() };
        let keys: BTreeSet<&str> = self.after.packages.iter().map(|row| row.key.as_str()).collect();
        let found =
            known.packages.iter().filter(|(key, it)| it.cycle.is_some() && keys.contains(key.as_str()));
        let day = known.newest.map_or_else(|| "undated".to_owned(), |day| format!("of {day}"));
        format!(
            "{} of {} packages are of a release that {} ({day}) knows",
            found.count(),
            keys.len(),
            known.source
        )
    }

    fn table(&self) -> String {
        let headings = ["component", "affected", "not affected", "clear", "unidentified", "not checked"];
        let row = |name: &str, counts: Counts| {
            let numbers =
                [counts.affected, counts.not_affected, counts.clear, counts.unidentified, counts.not_checked];
            let mut row = vec![name.to_owned()];
            row.extend(numbers.iter().map(ToString::to_string));
            row
        };
        let mut rows: Vec<Vec<String>> =
            self.components().into_iter().map(|(name, counts)| row(name, counts)).collect();
        rows.push(row("all", self.snapshot.index.counts));
        columns("Packages", &headings, &rows, "no SBOM lists a package")
    }

    fn changes(&self) -> String {
        let Some(difference) = self.difference() else {
            return "\nThere was no snapshot before: nothing to compare with.\n".to_owned();
        };
        let new: Vec<String> = difference.new.iter().map(line).collect();
        let gone: Vec<String> = difference.gone.iter().map(line).collect();
        let changed = difference.changed.iter();
        let changed: Vec<String> =
            changed.map(|it| format!("{}: {}", line(&it.row), it.fields.join(", "))).collect();
        if new.is_empty() && gone.is_empty() && changed.is_empty() {
            return "\nNothing new, gone or changed since the last snapshot.\n".to_owned();
        }
        [("New", new), ("Gone", gone), ("Changed", changed)]
            .iter()
            .map(|(heading, lines)| listed(heading, lines, MOST))
            .collect()
    }

    /// For programs.
    pub fn value<'a>(&'a self, database: &'a str) -> Value<'a> {
        let undecided = self.open().map(|row| Undecided {
            component: row.component.as_str(),
            package: &row.package,
            flaw: &row.flaw.id,
            state: row.flaw.state,
            known_exploited: row.flaw.kev.is_some(),
        });
        Value {
            schema_version: 1,
            database,
            written: self.files.is_some(),
            data_cut: &self.snapshot.index.data_cut,
            counts: self.snapshot.index.counts,
            components: self.components(),
            difference: self.difference(),
            undecided: undecided.collect(),
            unidentified: self.unwatched(),
            fielded: fielded::values(&self.after),
            decisions: &self.after.carried,
        }
    }
}

fn line(row: &Row) -> String {
    format!("{} in {} ({})", row.flaw, row.package, row.component)
}

fn open_line(row: &FlawRow) -> String {
    let exploited = if row.flaw.kev.is_some() { ", known to be exploited" } else { "" };
    let unsure = if row.flaw.state == State::Affected { "" } else { ", could not be evaluated" };
    format!("{}{unsure}{exploited}", row.subject())
}
