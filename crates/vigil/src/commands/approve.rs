//! `vigil approve`: a person's word for a record as it stands.

use std::path::Path;

use serde::Serialize;
use vigil_base::World as _;
use vigil_base::nearest::nearest;
use vigil_case::Case;
use vigil_case::approval::{self, ApprovalState};
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

    /// What the approval means: `reviewed`, `approved`, `withdrawn`, or another word of the project's policy
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

/// A risk whose cell the policy calls unacceptable cannot be approved; that it was reviewed may be said, and any word may be taken back.
fn allowed(case: &Case, approval: &Approval) -> Result<(), Problem> {
    if ["reviewed", "withdrawn"].contains(&approval.meaning.as_str()) {
        return Ok(());
    }
    let Some(row) = approval.item.strip_prefix("risk.").and_then(|id| case.risks.get(id)) else {
        return Ok(());
    };
    let Some(cell) = row.cell_after.as_ref().filter(|_| row.controlled() == Some(false)) else {
        return Ok(());
    };
    let text = format!(
        "`{}` ends in cell `{cell}`, which the policy never accepts; nothing was approved",
        approval.item
    );
    Err(Problem::new(text).help(
        "lower it by further controls, or change `[accept]` in vigil.toml by the procedure that governs it",
    ))
}

/// Whether the same person said the same of the same content before, and it still counts.
fn holds(case: &Case, new: &Approval) -> bool {
    case.approvals.iter().any(|(old, state)| {
        let same = (&old.item, &old.role, &old.who, &old.meaning, old.hash)
            == (&new.item, &new.role, &new.who, &new.meaning, new.hash);
        same && matches!(state, ApprovalState::Approved | ApprovalState::Withdrawn)
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
