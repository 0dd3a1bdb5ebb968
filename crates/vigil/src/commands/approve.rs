//! `vigil approve`: a person's word for a record as it stands.

use std::path::Path;

use serde::Serialize;
use vigil_base::World as _;
use vigil_base::nearest::nearest;
use vigil_case::approval::{self, ApprovalState};
use vigil_case::{Case, Need};
use vigil_model::Approval;

use crate::context::Context;
use crate::device;
use crate::outcome::Outcome;
use crate::output::Done;
use crate::problem::Problem;
use crate::sheet::Sheet;

/// Adds an approval to the ledger, bound to the content of the records as they stand now
///
/// An approval never goes away and never moves: when a record changes later, it becomes suspect and is
/// shown as such.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vigil approve decision.asn1-two-gigabytes --as cybersecurity-lead --meaning reviewed --by \"R. Moreau\""
)]
pub struct Args {
    /// The records, such as `risk.r-012`
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,

    /// The role in which the person approves, such as `risk-board`
    #[arg(long = "as", value_name = "ROLE", value_parser = word)]
    pub role: String,

    /// What it says: `approved`, or the word that the policy asks for (`approval:ROLE:WORD`), accepts; `reviewed`, `rejected` and
    /// any other word accept nothing; `withdrawn` takes back
    #[arg(long, value_name = "M", value_parser = word)]
    pub meaning: String,

    /// The person
    #[arg(long, value_name = "NAME", value_parser = word)]
    pub by: String,
}

/// The file that approvals are added to.
const LEDGER: &str = "ledger.jsonl";

/// The JSON form.
#[derive(Serialize)]
struct Value<'a> {
    schema_version: u32,
    ledger: String,
    added: &'a [Approval],
    already: &'a [String],
}

/// Approves all of the records or none of them.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = device::case(&context.world, &root, context.world.today())?;
    if device::unread(&case.findings) == Outcome::Unusable {
        return Err(Problem::new("a file of the model cannot be read, so nothing was approved")
            .help("`vigil check` says which and why")
            .into());
    }
    let (mut added, mut already) = (Vec::new(), Vec::new());
    for id in &args.ids {
        let approval = approval(&case, id, args)?;
        allowed(&case, &approval)?;
        if holds(&case, &approval) { already.push(id.clone()) } else { added.push(approval) }
    }
    let ledger = root.join(LEDGER);
    if !added.is_empty() {
        append(&ledger, &added, context)?;
    }
    let shown = ledger.display().to_string();
    let text = text(&shown, &added, &already);
    context.document(text, &Value { schema_version: 1, ledger: shown, added: &added, already: &already })
}

/// One line of text: the ledger is read by people, too.
fn word(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err("it must be one line of text".to_owned());
    }
    Ok(text.to_owned())
}

fn approval(case: &Case, id: &str, args: &Args) -> Result<Approval, Problem> {
    let Some(hash) = approval::digest(&case.model, id) else { return Err(unknown(case, id)) };
    Ok(Approval {
        item: id.to_owned(),
        hash,
        role: args.role.clone(),
        who: args.by.clone(),
        date: case.as_of,
        meaning: args.meaning.clone(),
    })
}

/// A risk is approved only as far as the policy allows; that it was reviewed or rejected may be said of any, and any word may be
/// taken back. Without a policy there is nothing to hold an approval against, and one that is written later makes it suspect.
fn allowed(case: &Case, approval: &Approval) -> Result<(), Problem> {
    if !approval::accepting(&case.model).contains(&approval.meaning) {
        return Ok(());
    }
    let row = approval.item.strip_prefix("risk.").and_then(|id| case.risks.get(id));
    let Some(row) = row.filter(|_| case.model.matrix.is_some() && case.model.accept.is_some()) else {
        return Ok(());
    };
    let refused = |why: String, help: &str| {
        Err(Problem::new(format!("`{}` {why}; nothing was approved", approval.item)).help(help.to_owned()))
    };
    let Some(cell) = &row.cell_after else {
        let help = "state its harm and levels in words of `[scale]`: `vigil check` says what is missing";
        return refused(
            "ends in no cell of the matrix, so the policy does not say what it asks for".into(),
            help,
        );
    };
    if row.needs.is_none() {
        let why = format!("ends in cell `{cell}`, and `[accept]` does not say what that asks for");
        return refused(why, "write the cell into `[accept]` in vigil.toml; `[]` asks for nothing");
    }
    if row.controlled() == Some(false) {
        let why = format!("ends in cell `{cell}`, which the policy never accepts");
        let help = "lower it by further controls, or change `[accept]` in vigil.toml by the procedure that governs it";
        return refused(why, help);
    }
    // Approvals of other roles may come later; what the record itself has to state is part of what is approved.
    let open = row.unmet().filter(|it| !matches!(it.need, Need::Approval { .. }));
    let open: Vec<String> = open.map(|it| it.need.word()).collect();
    if open.is_empty() {
        return Ok(());
    }
    let why = format!("ends in cell `{cell}`, which asks for {} first", open.join(" and "));
    refused(why, "write `because = \"...\"` for a rationale, `benefit = \"...\"` for a benefit-risk analysis")
}

/// Whether the same person said the same of the same content before, and it still counts.
fn holds(case: &Case, new: &Approval) -> bool {
    case.approvals.iter().any(|(old, state)| {
        let same = (&old.item, &old.role, &old.who, &old.meaning, old.hash)
            == (&new.item, &new.role, &new.who, &new.meaning, new.hash);
        same && matches!(state, ApprovalState::Approved | ApprovalState::Said | ApprovalState::Withdrawn)
    })
}

fn unknown(case: &Case, id: &str) -> Problem {
    if case.threats.all.contains_key(id) {
        return Problem::new(format!("`{id}` is a generated threat, and nothing of it is written down"))
            .help("write a `[decision.ID]` or a `[risk.ID]` on it, and approve that");
    }
    let problem = Problem::new(format!("there is no record `{id}`; nothing was approved"));
    let mut records = Vec::new();
    case.model.each_record(&mut |kind, meta, _| records.push(format!("{}.{}", kind.word(), meta.id)));
    match nearest(id, records.iter().map(String::as_str)) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("records are named by kind and id, such as `risk.r-012`"),
    }
}

fn append(ledger: &Path, added: &[Approval], context: &Context) -> anyhow::Result<()> {
    let mut bytes = if context.world.exists(ledger) { context.read(ledger)? } else { Vec::new() };
    // An editor may have left the last line without its end: two approvals on one line are none.
    if bytes.last().is_some_and(|last| *last != b'\n') {
        bytes.push(b'\n');
    }
    for approval in added {
        bytes.extend(approval.line()?.bytes());
        bytes.push(b'\n');
    }
    let refused = |error| Problem::new(format!("`{}` cannot be written", ledger.display())).caused_by(error);
    Ok(context.world.write(ledger, &bytes).map_err(refused)?)
}

fn text(ledger: &str, added: &[Approval], already: &[String]) -> String {
    let mut sheet = Sheet::titled(ledger);
    let line = |it: &Approval| {
        format!("{} {} by {} as {} on {}, {}", it.item, it.meaning, it.who, it.role, it.date, it.hash)
    };
    sheet.add_all("Added", &added.iter().map(line).collect::<Vec<_>>());
    sheet.add_all(
        "Unchanged",
        &already.iter().map(|id| format!("{id}: this approval stands already")).collect::<Vec<_>>(),
    );
    sheet.finish()
}
