//! Makes proposals of the statements that fit, and lists the others.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::{Id, date};
use vigil_exchange::vex::{Document, Statement, Status};
use vigil_model::kinds::{Verdict, without_version};

use super::identity::{Entry, Listed};
use super::read::Known;
use super::subjects::{Meant, meant};
use super::{Drift, Origin, Proposal, Read, Standing, Why, justification, start_of, verdict};
use crate::decisions::FlawRow;
use crate::findings;

/// A statement that fits some matches of one flaw in one package.
struct Fitting<'s> {
    statement: &'s Statement,
    origin: Origin,
    rows: Vec<usize>,
    how: String,
}

pub(super) fn make(known: &Known<'_>, documents: &[(String, Document)], read: &mut Read) {
    let listed = Listed::of(known);
    let by_flaw = by_flaw(known.rows);
    let mut fitting: Vec<Fitting<'_>> = Vec::new();
    let mut drift = Drifting::default();
    for (file, document) in documents {
        for statement in &document.statements {
            let origin = origin(file, document, statement);
            fit(known, &listed, &by_flaw, statement, &origin, &mut fitting, &mut drift);
        }
    }
    keep_newest(&mut fitting, known.rows, &mut drift);
    let mut taken = BTreeSet::new();
    read.vex.proposals = fitting.iter().map(|it| proposal(known, it, &mut taken)).collect();
    read.vex.drift = drift.0.into_values().collect();
    say(known, read);
}

fn by_flaw(rows: &[FlawRow]) -> BTreeMap<&str, Vec<usize>> {
    let mut by_flaw: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        for id in std::iter::once(row.flaw.id.as_str()).chain(row.flaw.aliases.keys().map(String::as_str)) {
            by_flaw.entry(id).or_default().push(at);
        }
    }
    by_flaw
}

fn origin(file: &str, document: &Document, statement: &Statement) -> Origin {
    Origin {
        file: file.to_owned(),
        standard: document.standard,
        document: document.id.clone(),
        publisher: document.publisher.clone(),
        date: statement.time.as_deref().and_then(date::parse),
        pointer: statement.pointer.clone(),
    }
}

/// Package identity and version first, then the flaw: never the flaw alone.
fn fit<'s>(
    known: &Known<'_>,
    listed: &Listed,
    by_flaw: &BTreeMap<&str, Vec<usize>>,
    statement: &'s Statement,
    origin: &Origin,
    fitting: &mut Vec<Fitting<'s>>,
    drift: &mut Drifting,
) {
    let on_flaw: BTreeSet<usize> = statement
        .flaws
        .iter()
        .flat_map(|id| by_flaw.get(id.as_str()).into_iter().flatten())
        .copied()
        .collect();
    let mut by_package: BTreeMap<(&str, String), (BTreeSet<usize>, String)> = BTreeMap::new();
    for subject in &statement.subjects {
        let label = subject.part.as_ref().unwrap_or(&subject.product).label();
        let entries = match meant(listed, subject) {
            Meant::Entries(entries) => entries,
            Meant::Nothing(why, because) => {
                drift.add(statement, origin, &label, why, because);
                continue;
            }
        };
        let mut any = false;
        for (at, how) in &entries {
            let entry = &listed.all[*at];
            for row in on_flaw.iter().copied().filter(|row| lies_in(&known.rows[*row], entry)) {
                any = true;
                let it = &known.rows[row];
                let package = without_version(&Id::new(&*it.package)).to_owned();
                let found = by_package.entry((it.flaw.id.as_str(), package));
                found.or_insert_with(|| (BTreeSet::new(), how.clone())).0.insert(row);
            }
        }
        if !any {
            let names: BTreeSet<&str> =
                entries.iter().map(|(at, _)| listed.all[*at].component.as_str()).collect();
            let names: Vec<&str> = names.into_iter().collect();
            let because = format!("matching found no {} in it ({})", statement.flaws[0], names.join(", "));
            drift.add(statement, origin, &label, Why::NoFlaw, because);
        }
    }
    for (rows, how) in by_package.into_values() {
        let origin = origin.clone();
        fitting.push(Fitting { statement, origin, rows: rows.into_iter().collect(), how });
    }
}

/// Whether a match is on an entry of the inventory, or on anything in it where it is the whole.
fn lies_in(row: &FlawRow, entry: &Entry) -> bool {
    row.component == entry.component && (entry.is_whole || row.package == entry.key)
}

/// Of several statements of one publisher on one match the newest counts; one without a publisher stands alone.
fn keep_newest(fitting: &mut Vec<Fitting<'_>>, rows: &[FlawRow], drift: &mut Drifting) {
    let rank = |it: &Fitting<'_>, at: usize| (it.statement.moment(), at);
    let who = |it: &Fitting<'_>| {
        it.origin.publisher.clone().unwrap_or_else(|| it.origin.file.clone()).to_lowercase()
    };
    let mut newest: BTreeMap<(String, usize), usize> = BTreeMap::new();
    for (at, it) in fitting.iter().enumerate() {
        for row in &it.rows {
            let best = newest.entry((who(it), *row)).or_insert(at);
            if rank(&fitting[*best], *best) < rank(it, at) {
                *best = at;
            }
        }
    }
    let files: Vec<String> = fitting.iter().map(|it| it.origin.file.clone()).collect();
    for (at, it) in fitting.iter_mut().enumerate() {
        let publisher = who(it);
        let lost: Vec<usize> =
            it.rows.iter().copied().filter(|row| newest[&(publisher.clone(), *row)] != at).collect();
        for row in &lost {
            let because = format!("{} says something newer", files[newest[&(publisher.clone(), *row)]]);
            drift.add(it.statement, &it.origin, &rows[*row].name, Why::Superseded, because);
        }
        it.rows.retain(|row| !lost.contains(row));
    }
    fitting.retain(|it| !it.rows.is_empty());
}

/// Statements that fit nothing, those of one place and reason together.
#[derive(Default)]
struct Drifting(BTreeMap<(String, String, String, Why), Drift>);

impl Drifting {
    fn add(&mut self, statement: &Statement, origin: &Origin, label: &str, why: Why, because: String) {
        let key = (origin.file.clone(), statement.flaws[0].clone(), origin.pointer.clone(), why);
        if let Some(known) = self.0.get_mut(&key) {
            known.more += 1;
            return;
        }
        let drift = Drift {
            origin: origin.clone(),
            flaw: statement.flaws[0].clone(),
            status: statement.status,
            product: label.to_owned(),
            more: 0,
            why,
            because,
        };
        self.0.insert(key, drift);
    }
}

fn proposal(known: &Known<'_>, it: &Fitting<'_>, taken: &mut BTreeSet<String>) -> Proposal {
    let rows: Vec<&FlawRow> = it.rows.iter().map(|at| &known.rows[*at]).collect();
    let first = rows[0];
    let stem = it.origin.file.rsplit('/').next().unwrap_or("").split('.').next().unwrap_or("");
    let plain = first.name.rsplit('/').next().unwrap_or(&first.name);
    let stem = Id::slug_of(&format!("{}-{plain}-{stem}", first.flaw.id));
    let mut id = stem.clone();
    let mut number = 2;
    while !taken.insert(id.clone()) {
        id = format!("{stem}-{number}");
        number += 1;
    }
    let (why, nearest_to) = it.statement.justification.as_ref().map_or((None, None), justification);
    let mut proposal = Proposal {
        id,
        flaw: first.flaw.id.to_string(),
        name: first.name.clone(),
        covers: rows.iter().map(|row| (row.component.clone(), row.package.clone())).collect(),
        verdict: verdict(it.statement.status),
        why,
        nearest_to,
        because: because(it),
        origin: it.origin.clone(),
        how: it.how.clone(),
        standing: Standing::Open,
    };
    proposal.standing = standing(known, &proposal, &rows);
    proposal
}

/// The supplier's words, with the name before them, so that nobody takes them for the maker's own.
fn because(it: &Fitting<'_>) -> String {
    let who = it.origin.publisher.as_deref().unwrap_or("The supplier");
    let mut parts: Vec<String> = it.statement.texts.iter().map(|it| it.text.clone()).collect();
    if let Some(stated) = &it.statement.justification {
        parts.push(format!("(`{}`)", stated.word));
    }
    parts.extend(it.statement.responses.iter().map(|it| format!("({})", it.text())));
    if parts.is_empty() {
        parts.push(format!("{}.", verdict(it.statement.status)));
    }
    format!("{who} states: {}", parts.join(" "))
}

fn standing(known: &Known<'_>, proposal: &Proposal, rows: &[&FlawRow]) -> Standing {
    let decided = |row: &&&FlawRow| !matches!(row.verdict, None | Some(Verdict::UnderInvestigation));
    let against: BTreeSet<Id> = rows
        .iter()
        .filter(|row| row.verdict.is_some_and(|it| contradict(it, proposal.verdict)))
        .filter_map(|row| row.decision.clone())
        .collect();
    let follows = |id: &Id| {
        let decision = known.model.decisions.get(id);
        decision.is_some_and(|it| it.despite.contains(&proposal.origin.file))
    };
    if against.iter().any(|id| !follows(id)) {
        return Standing::Contradicts(against.into_iter().filter(|id| !follows(id)).collect());
    }
    if !rows.iter().all(|row| decided(&row)) {
        return Standing::Open;
    }
    if !against.is_empty() {
        return Standing::Overruled(against);
    }
    Standing::Agrees(rows.iter().filter_map(|row| row.decision.clone()).collect())
}

/// One says that the flaw matters, the other that it does not.
fn contradict(one: Verdict, other: Verdict) -> bool {
    let matters = |it: Verdict| match it {
        Verdict::Affected => Some(true),
        Verdict::NotAffected | Verdict::Fixed => Some(false),
        _ => None,
    };
    matters(one).is_some_and(|one| matters(other).is_some_and(|other| one != other))
}

fn say(known: &Known<'_>, read: &mut Read) {
    for proposal in &read.vex.proposals {
        let Standing::Contradicts(decisions) = &proposal.standing else { continue };
        for id in decisions {
            let Some(decision) = known.model.decisions.get(id) else { continue };
            let finding = findings::proposal_contradicts(proposal, id.as_str(), decision.verdict);
            let place = known.model.place(decision.meta.key("verdict"));
            read.findings
                .push(finding.at(place).related(start_of(&proposal.origin.file), "the supplier's statement"));
        }
    }
    let unmatched = read.vex.drift.iter().filter(|it| it.why == Why::NoFlaw && it.status == Status::Affected);
    let unmatched: Vec<_> =
        unmatched.map(|it| findings::affected_unmatched(it).at(start_of(&it.origin.file))).collect();
    read.findings.extend(unmatched);
    let files: BTreeSet<&str> = read.vex.sources.iter().map(|it| it.file.as_str()).collect();
    let drifting: Vec<_> = files
        .into_iter()
        .map(|file| (file, read.vex.drifting(Some(file))))
        .filter(|(_, counts)| !counts.is_empty())
        .map(|(file, counts)| findings::vex_drift(file, &counts).at(start_of(file)))
        .collect();
    read.findings.extend(drifting);
}
