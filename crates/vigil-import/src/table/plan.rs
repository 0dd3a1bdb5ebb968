//! What a table would do to a folder. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;
use serde_json::Value as Json;
use vigil_base::{Id, Overlay, World};
use vigil_exchange::table::{Columns, Headed, Row, letters};
use vigil_model::{LoadError, Model};

use super::edits::{Files, Set};
use super::fields::{Field, Form};
use super::gather::gathered;
use super::known::Known;
use super::wish::{Wish, reject, remarks, said};
use super::{Table, cell, rows};
use crate::words::{self, State};

/// How a table is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Keep the cells of columns that mean nothing here in `x` of the record.
    pub keep: bool,
    /// The name of the file, kept in `x.from` of new records.
    pub file: String,
}

/// What a table would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Records that are new.
    pub new: Vec<Change>,
    /// Records that would say something else.
    pub changed: Vec<Change>,
    /// Rows that say what the folder says.
    pub same: usize,
    /// Rows that are not understood, and why.
    pub rejected: Vec<Rejected>,
    /// What is taken and needs an eye, or is passed by.
    pub notes: Vec<Rejected>,
    /// Records of the folder that the table does not name; they stay.
    pub absent: Vec<String>,
    /// Columns that mean nothing here.
    pub unmapped: Vec<String>,
}

/// A record that a row makes or changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Row of the table.
    pub line: usize,
    /// The record.
    pub record: String,
    /// The file that it stands in.
    pub file: String,
    /// What changes.
    pub fields: Vec<Changed>,
}

/// One field that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The key.
    pub key: String,
    /// What it says; empty where it says nothing yet.
    pub before: String,
    /// What it would say.
    pub after: String,
}

/// A row with what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Rejected {
    /// Row of the table.
    pub line: usize,
    /// What, with what to do.
    pub because: String,
}

/// A plan with the texts that it would write, by path from the folder.
#[derive(Clone, Debug, Default)]
pub struct Ready {
    /// The plan.
    pub plan: Plan,
    /// The files that change.
    pub files: BTreeMap<String, String>,
}

/// Compares a table with the folder at `root`.
///
/// Whether a row can be taken is for the reader of the folder to say: each row is tried, and one that makes an error at
/// its record is rejected with that; lighter findings are noted.
///
/// # Errors
///
/// Fails where the folder cannot be read.
pub fn plan(
    world: &dyn World,
    root: &Path,
    table: Table,
    headed: &Headed,
    columns: &Columns,
    options: &Options,
) -> Result<Ready, LoadError> {
    let before = vigil_model::load(world, root)?;
    let known = Known::of(&before.model, table);
    let work = Work { model: &before.model, table, headed, columns, options, known };
    let mut plan = Plan { unmapped: work.unmapped(), ..Plan::default() };
    let mut wishes = work.wishes(&mut plan);
    let old: BTreeSet<String> = before.findings.iter().map(said).collect();
    let files = loop {
        let files = work.apply(&mut wishes, &mut plan);
        if files.is_empty() {
            break files;
        }
        let laid = files.iter().map(|(path, text)| (root.join(path), text.clone().into_bytes())).collect();
        let after = vigil_model::load(&Overlay::listing(world, laid), root)?;
        if !reject(&mut wishes, &mut plan, table, &after, &old) {
            plan.notes.extend(remarks(&wishes, table, &after, &old));
            break files;
        }
    };
    for wish in wishes {
        let file = work.known.file(&wish.id, wish.is_new);
        let record = format!("{}.{}", table.kind().word(), wish.id);
        let change = Change { line: wish.line, record, file, fields: wish.fields };
        if wish.is_new { plan.new.push(change) } else { plan.changed.push(change) }
    }
    plan.rejected.sort();
    plan.notes.sort();
    Ok(Ready { plan, files })
}

struct Work<'a> {
    model: &'a Model,
    table: Table,
    headed: &'a Headed,
    columns: &'a Columns,
    options: &'a Options,
    known: Known<'a>,
}

impl Work<'_> {
    fn unmapped(&self) -> Vec<String> {
        let used: BTreeSet<&String> = self.columns.fields.values().collect();
        let free = |head: &&String| !head.is_empty() && !used.contains(head);
        let named = self.headed.heads.iter().filter(free).cloned();
        named.chain(self.without_heading()).collect()
    }

    /// Columns with texts and without a heading.
    fn without_heading(&self) -> Vec<String> {
        let heads = &self.headed.heads;
        let is_bare = |at: &usize| heads.get(*at).is_none_or(String::is_empty);
        let own = |row: &Row, at: usize| row.cells.get(at).is_some_and(|it| !it.trim().is_empty());
        let width = self.headed.rows.iter().map(|it| it.cells.len()).max().unwrap_or(0);
        let said = (0..width).filter(is_bare).filter(|at| self.headed.rows.iter().any(|row| own(row, *at)));
        said.map(|at| format!("column {}, which has no heading", letters(at))).collect()
    }

    fn cell<'r>(&self, row: &'r Row, field: &Field) -> &'r str {
        self.columns.fields.get(field.name).map_or("", |head| self.headed.cell(row, head))
    }

    fn wishes(&self, plan: &mut Plan) -> Vec<Wish> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut wishes = Vec::new();
        for gathered in gathered(self.table, self.headed, self.columns) {
            let line = gathered.row.line;
            plan.notes.extend(gathered.note().map(|because| Rejected { line, because }));
            let wish = match gathered.fault {
                Some(because) => Err(because),
                None => self.wish(&gathered.row, plan),
            };
            match wish {
                Ok(None) => {}
                Ok(Some(wish)) => match seen.insert(wish.id.clone(), line) {
                    Some(first) => {
                        let because = format!("row {first} is about `{}`, too", wish.id);
                        plan.rejected.push(Rejected { line, because });
                    }
                    None if wish.sets.is_empty() => plan.same += 1,
                    None => wishes.push(wish),
                },
                Err(because) => plan.rejected.push(Rejected { line, because }),
            }
        }
        let ids = self.model.ids(self.table.kind()).into_iter().map(ToString::to_string);
        plan.absent = ids.filter(|id| !seen.contains_key(id)).collect();
        wishes
    }

    fn wish(&self, row: &Row, plan: &mut Plan) -> Result<Option<Wish>, String> {
        let fields = self.table.fields();
        if let Some(field) = fields.iter().find(|it| it.form == Form::Applies) {
            let is_checklist = self.columns.fields.contains_key(field.name);
            let answer = self.cell(row, field);
            let listed = self.known.existing(self.cell(row, &fields[0])).is_some();
            let applies = cell::applies(answer);
            if is_checklist && !listed && applies != Some(true) {
                let because = match applies {
                    None if answer.is_empty() => "`Applies` is not answered".to_owned(),
                    None => return Err(format!("`Applies` says `{answer}`; write yes or no")),
                    Some(_) => "it does not apply".to_owned(),
                };
                plan.notes.push(Rejected { line: row.line, because: format!("passed by: {because}") });
                return Ok(None);
            }
        }
        let stated = self.cell(row, &fields[0]);
        if stated.chars().any(|c| c.is_alphanumeric() && !c.is_ascii()) {
            return Err(format!(
                "`{stated}` has letters that an id cannot have: write it with a to z, digits and hyphens"
            ));
        }
        let made = if stated.is_empty() { self.named(row)? } else { stated.to_owned() };
        let found = self.known.existing(&made);
        let id = found.clone().unwrap_or_else(|| Id::slug_of(&made));
        if id.is_empty() {
            return Err(format!("`{made}` has no letters or digits that an id can have"));
        }
        let is_new = found.is_none();
        let json = self.model.record_json(self.table.kind(), &id).unwrap_or(Json::Null);
        let mut wish = Wish { line: row.line, id, is_new, sets: Vec::new(), fields: Vec::new() };
        for field in fields.iter().filter(|it| !it.way.is_empty()) {
            self.take(row, field, &json, &mut wish, plan)?;
        }
        self.keep(row, &json, &mut wish);
        if is_new {
            self.source(&made, &mut wish);
        }
        Ok(Some(wish))
    }

    fn take(
        &self,
        row: &Row,
        field: &Field,
        json: &Json,
        wish: &mut Wish,
        plan: &mut Plan,
    ) -> Result<(), String> {
        let after = self.cell(row, field);
        let before = rows::of(json, field, &wish.id);
        if after.is_empty() {
            if !before.is_empty() && self.columns.fields.contains_key(field.name) {
                let because =
                    format!("`{}` is empty and stays: an empty cell takes nothing away", field.title);
                plan.notes.push(Rejected { line: row.line, because });
            }
            return Ok(());
        }
        if cell::same(&before, after, field.form) {
            return Ok(());
        }
        if field.name == "state" && words::state(after) == Some(State::Mitigated) {
            let because =
                format!("`{after}` gives no credit: name the controls that answer the threat in `Controls`");
            plan.notes.push(Rejected { line: row.line, because });
        }
        let value = cell::value(after, field.form).map_err(|why| format!("`{}`: {why}", field.title))?;
        wish.set(field.way.iter().map(|it| (*it).to_owned()).collect(), value, before, after);
        Ok(())
    }

    /// The cells of columns that mean nothing here, under the slug of their headings.
    fn keep(&self, row: &Row, json: &Json, wish: &mut Wish) {
        if !self.options.keep {
            return;
        }
        for head in self.unmapped() {
            let (key, after) = (Id::slug_of(&head), self.headed.cell(row, &head));
            let before = json.get("x").and_then(|x| x.get(&key)).and_then(Json::as_str).unwrap_or("");
            if key.is_empty() || after.is_empty() || cell::same(before, after, Form::Private) {
                continue;
            }
            wish.set(vec!["x".to_owned(), key], after.into(), before.to_owned(), after);
        }
    }

    /// A new record says where it comes from, and how it is called there.
    fn source(&self, stated: &str, wish: &mut Wish) {
        if stated != wish.id {
            wish.set(vec!["x".to_owned(), "source".to_owned()], stated.into(), String::new(), stated);
        }
        let file = self.options.file.as_str();
        wish.set(vec!["x".to_owned(), "from".to_owned()], file.into(), String::new(), file);
    }

    /// Rows without an id are named by their first text.
    fn named(&self, row: &Row) -> Result<String, String> {
        let texts = self.table.fields().iter().filter(|it| it.form == Form::Text);
        let found = texts.map(|it| self.cell(row, it)).find(|it| !it.is_empty());
        let words: Option<Vec<&str>> = found.map(|it| it.split_whitespace().take(8).collect());
        words
            .map(|it| it.join(" "))
            .ok_or_else(|| "it has neither an id nor a text to make one of".to_owned())
    }

    /// The texts with all rows applied; a row that cannot be applied is rejected.
    fn apply(&self, wishes: &mut Vec<Wish>, plan: &mut Plan) -> BTreeMap<String, String> {
        let mut files = Files::of(self.model);
        let kind = self.table.kind();
        let mut failed: BTreeMap<String, String> = BTreeMap::new();
        for wish in wishes.iter().filter(|it| !it.is_new) {
            if let Err(why) = files.edit(kind, &wish.id, &wish.sets) {
                failed.insert(wish.id.clone(), why);
            }
        }
        let new: Vec<(&str, &[Set])> =
            wishes.iter().filter(|it| it.is_new).map(|it| (it.id.as_str(), it.sets.as_slice())).collect();
        failed.extend(files.add(&self.known.file("", true), kind, &new));
        wishes.retain(|wish| {
            let because = failed.get(&wish.id);
            plan.rejected
                .extend(because.iter().map(|it| Rejected { line: wish.line, because: (*it).clone() }));
            because.is_none()
        });
        files.changed
    }
}
