//! Decisions on known flaws as they are written into the device folder, without touching other text.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Array, InlineTable, Value};
use vigil_base::{Date, Id};
use vigil_model::edit::{EditError, Editor};
use vigil_model::kinds::{Decision, Justification, Verdict, without_version};
use vigil_model::{AnyRef, Kind, Target};

use crate::case::Case;
use crate::decisions::FlawRow;
use crate::vex::Origin;

/// The file that new decisions are written to.
pub const FILE: &str = "decisions/triage.toml";

/// What a person says of flaws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The verdict.
    pub verdict: Verdict,
    /// The justification of `not-affected`.
    pub why: Option<Justification>,
    /// The reason.
    pub because: String,
    /// The risk that takes it up.
    pub risk: Option<String>,
    /// Role that decides.
    pub by: Option<String>,
    /// The day after which it has to be looked at again.
    pub review: Option<Date>,
    /// The statement of a supplier that it is taken over from.
    pub origin: Option<Origin>,
}

/// Why a decision was not written. The folder is then as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Refusal {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub help: String,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The decision.
    pub decision: String,
    /// The file, from the device folder.
    pub file: String,
    /// Whether the decision is new.
    pub is_new: bool,
}

/// Texts of files that are being edited.
#[derive(Debug)]
pub struct Desk<'c> {
    case: &'c Case,
    read: BTreeMap<String, String>,
    changed: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

fn refuse(what: impl Into<String>, help: impl Into<String>) -> Refusal {
    Refusal { what: what.into(), help: help.into() }
}

impl Draft {
    /// Refuses a verdict without what it has to state.
    pub fn check(&self, case: &Case) -> Result<(), Refusal> {
        let known = [Verdict::Affected, Verdict::NotAffected, Verdict::Fixed, Verdict::UnderInvestigation];
        if !known.contains(&self.verdict) {
            let what = format!("`{}` cannot be said of a known flaw", self.verdict);
            return Err(refuse(what, "say affected, not-affected, fixed or under-investigation"));
        }
        if self.because.trim().is_empty() {
            let what = format!("`{}` needs its reason", self.verdict);
            return Err(refuse(what, "say in a sentence or two why, so that a reviewer can follow"));
        }
        if self.verdict == Verdict::NotAffected && self.why.is_none() {
            let words: Vec<&str> = Justification::ALL.iter().map(|it| it.word()).collect();
            let help = format!("the justifications are {}", words.join(", "));
            return Err(refuse("`not-affected` needs a justification", help));
        }
        if self.verdict != Verdict::NotAffected && self.why.is_some() {
            let what = format!(
                "a justification says why something is not affected, not why it is `{}`",
                self.verdict
            );
            return Err(refuse(what, "leave it out"));
        }
        match &self.risk {
            Some(risk) if !case.model.has(Kind::Risk, risk) => Err(refuse(
                format!("there is no risk `{risk}`"),
                "write `[risk.ID]` first, or correct the id",
            )),
            _ => Ok(()),
        }
    }

    /// Whether a decision says the same already.
    pub fn is_in(&self, decision: &Decision) -> bool {
        self.verdict == decision.verdict
            && self.why == decision.why
            && self.because.trim() == decision.because.as_deref().unwrap_or("").trim()
            && self.risk.as_deref() == decision.risk.as_ref().map(|it| it.id.as_str())
            && self.by == decision.by
            && self.review == decision.review
    }
}

impl<'c> Desk<'c> {
    /// A desk over a case; `read` holds the bytes of its files of decisions as text, by path from the folder.
    pub fn new(case: &'c Case, read: BTreeMap<String, String>) -> Self {
        let mut taken: BTreeSet<String> = case.model.decisions.keys().map(ToString::to_string).collect();
        let retired = case.model.lock.retired.iter().filter_map(|it| it.strip_prefix("decision."));
        taken.extend(retired.map(str::to_owned));
        Self { case, read, changed: BTreeMap::new(), taken }
    }

    /// The texts that differ from those on disk, by path from the folder.
    pub fn changed(&self) -> &BTreeMap<String, String> {
        &self.changed
    }

    /// Writes a new decision on rows of one flaw in one package that no decision covers yet.
    pub fn add(&mut self, rows: &[&FlawRow], draft: &Draft) -> Result<Written, Refusal> {
        draft.check(self.case)?;
        let Some(first) = rows.first() else {
            return Err(refuse("there is nothing to decide on", "`vigil triage` lists what is undecided"));
        };
        if let Some(row) = rows.iter().find(|row| row.decision.is_some()) {
            let id = row.decision.as_ref().map_or("", |it| it.as_str());
            let what = format!("decision `{id}` covers {} already", row.subject());
            return Err(refuse(
                what,
                format!("change that one, or narrow what it is on ({})", self.place(id)),
            ));
        }
        let name = self.named(first);
        let id = self.free(&[&first.flaw.id, plain_name(&first.name), first.component.as_str()]);
        let mut on = InlineTable::new();
        on.insert("flaw", list([first.flaw.id.as_str()]));
        on.insert("package", name.into());
        let parts: BTreeSet<&str> = rows.iter().map(|row| row.component.as_str()).collect();
        on.insert("components", list(parts));
        let known = rows.iter().filter_map(|row| row.first_seen).min().unwrap_or(self.case.as_of);
        let mut keys = vec![("on", Value::InlineTable(on))];
        keys.extend(answers(draft));
        keys.push(("found-by", if draft.origin.is_some() { "supplier" } else { "sbom-match" }.into()));
        if draft.verdict == Verdict::NotAffected || draft.verdict == Verdict::Fixed {
            keys.push(("rests-on", list(["package.version"])));
        }
        keys.push(("dates", dates(known)));
        keys.push(("date", day(self.case.as_of)));
        self.put(&id, keys)
    }

    /// Writes a new decision on a vulnerability of one's own.
    pub fn add_own(&mut self, own: &str, draft: &Draft) -> Result<Written, Refusal> {
        draft.check(self.case)?;
        let there = self.case.model.decisions.values();
        let mut there = there.filter(|it| it.on.vulnerability.as_ref().is_some_and(|on| on.id == own));
        if let Some(decision) = there.next() {
            let id = &decision.meta.id;
            let what = format!("decision `{id}` is on vulnerability `{own}` already");
            return Err(refuse(what, format!("change that one ({})", self.place(id.as_str()))));
        }
        let id = self.free(&["own", own]);
        let mut on = InlineTable::new();
        on.insert("vulnerability", own.into());
        let mut keys = vec![("on", Value::InlineTable(on))];
        keys.extend(answers(draft));
        keys.push(("date", day(self.case.as_of)));
        self.put(&id, keys)
    }

    /// Changes what a decision says.
    pub fn change(&mut self, id: &Id, draft: &Draft) -> Result<Written, Refusal> {
        draft.check(self.case)?;
        let mut keys = answers(draft);
        keys.push(("date", day(self.case.as_of)));
        let absent = [
            ("why", draft.why.is_none()),
            ("risk", draft.risk.is_none()),
            ("by", draft.by.is_none()),
            ("review", draft.review.is_none()),
        ];
        self.edit(id, keys, &absent.iter().filter(|(_, gone)| *gone).map(|(key, _)| *key).collect::<Vec<_>>())
    }

    /// Says that a decision still holds: it gets the day, and a new day of review.
    pub fn confirm(&mut self, id: &Id, by: Option<&str>, review: Option<Date>) -> Result<Written, Refusal> {
        let mut keys = vec![("date", day(self.case.as_of))];
        keys.extend(by.map(|by| ("by", by.into())));
        keys.extend(review.map(|it| ("review", day(it))));
        self.edit(id, keys, &[])
    }

    fn put(&mut self, id: &str, keys: Vec<(&str, Value)>) -> Result<Written, Refusal> {
        let mut editor = self.open(FILE)?;
        editor.add(Kind::Decision, id, keys).map_err(not_edited)?;
        self.changed.insert(FILE.to_owned(), editor.text());
        self.taken.insert(id.to_owned());
        Ok(Written { decision: id.to_owned(), file: FILE.to_owned(), is_new: true })
    }

    fn edit(&mut self, id: &Id, keys: Vec<(&str, Value)>, gone: &[&str]) -> Result<Written, Refusal> {
        let Some(decision) = self.case.model.decisions.get(id) else {
            return Err(refuse(format!("there is no decision `{id}`"), "`vigil triage` lists them"));
        };
        let file = self.case.model.place(decision.meta.span).file;
        let mut editor = self.open(&file)?;
        for (key, value) in keys {
            editor.set(Kind::Decision, id.as_str(), key, value).map_err(not_edited)?;
        }
        for key in gone {
            editor.unset(Kind::Decision, id.as_str(), key).map_err(not_edited)?;
        }
        self.changed.insert(file.clone(), editor.text());
        Ok(Written { decision: id.to_string(), file, is_new: false })
    }

    fn open(&self, file: &str) -> Result<Editor, Refusal> {
        let text = self.changed.get(file).or_else(|| self.read.get(file)).map_or("", String::as_str);
        Editor::open(text).map_err(not_edited)
    }

    /// An id that no record has or had.
    fn free(&self, parts: &[&str]) -> String {
        let stem = Id::slug_of(&parts.join("-"));
        let mut id = stem.clone();
        let mut number = 2;
        while self.taken.contains(&id) {
            id = format!("{stem}-{number}");
            number += 1;
        }
        id
    }

    /// How a decision names the package: by its name where that is unique, else by its key without the version.
    fn named(&self, row: &FlawRow) -> String {
        let plain = plain_name(&row.name);
        let key = Id::new(&*row.package);
        let key = without_version(&key);
        let same = |it: &&crate::PackageRow| plain_name(&it.name) == plain;
        let other = |it: &crate::PackageRow| without_version(&Id::new(&*it.key)) != key;
        if self.case.packages.iter().filter(same).any(other) { key.to_owned() } else { plain.to_owned() }
    }

    fn place(&self, id: &str) -> String {
        let found = self.case.model.decisions.get(id);
        found.map_or_else(String::new, |it| self.case.model.place(it.meta.span).to_string())
    }
}

/// The record that an id names, when it is a vulnerability of one's own: `vulnerability.pairing-timeout`.
pub fn own_of(id: &str) -> Option<Id> {
    match AnyRef::parse(id)? {
        Target::Record(Kind::Vulnerability, id) => Some(id),
        _ => None,
    }
}

fn plain_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn answers(draft: &Draft) -> Vec<(&'static str, Value)> {
    let mut keys: Vec<(&'static str, Value)> = vec![("verdict", draft.verdict.word().into())];
    keys.extend(draft.why.map(|it| ("why", it.word().into())));
    keys.push(("because", draft.because.trim().into()));
    keys.extend(draft.risk.as_deref().map(|it| ("risk", it.into())));
    keys.extend(draft.by.as_deref().map(|it| ("by", it.into())));
    keys.extend(draft.review.map(|it| ("review", day(it))));
    keys.extend(draft.origin.as_ref().map(|it| ("origin", origin(it))));
    keys
}

/// A statement of a supplier, as a decision names it.
fn origin(it: &Origin) -> Value {
    let mut origin = InlineTable::new();
    origin.insert("file", it.file.as_str().into());
    let mut text = |key: &str, value: Option<&String>| {
        if let Some(value) = value {
            origin.insert(key, value.as_str().into());
        }
    };
    text("document", it.document.as_ref());
    text("publisher", it.publisher.as_ref());
    text("at", Some(&it.pointer));
    if let Some(date) = it.date {
        origin.insert("date", day(date));
    }
    Value::InlineTable(origin)
}

fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> Value {
    Value::Array(words.into_iter().collect::<Array>())
}

fn dates(known: Date) -> Value {
    let mut dates = InlineTable::new();
    dates.insert("known", day(known));
    Value::InlineTable(dates)
}

/// A day as TOML writes it; both forms are year-month-day.
fn day(date: Date) -> Value {
    date.to_string().parse::<toml_edit::Datetime>().map_or_else(|_| date.to_string().into(), Value::from)
}

fn not_edited(cause: EditError) -> Refusal {
    refuse(cause.to_string(), "change it in an editor for text")
}
