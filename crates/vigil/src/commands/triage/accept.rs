//! `vigil triage accept`: a supplier's statement becomes a decision.

use vigil_base::Date;
use vigil_base::nearest::nearest;
use vigil_case::triage::{Desk, Draft};
use vigil_case::vex::Proposal;
use vigil_case::{Case, FlawRow};
use vigil_model::kinds::Justification;

use super::set::{justifications, on_rows, shown};
use super::{list, written};
use crate::cli::day;
use crate::context::Context;
use crate::output::Done;
use crate::problem::Problem;

/// Makes a decision of what a supplier states in `vex/`, with its origin
///
/// The decision says what the statement says, in the supplier's words, and names file, document, publisher and day. It is
/// yours from then on: have it approved like any other.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vigil triage accept cve-2025-15467-openssl-acme-vex --by psirt --review 2027-05-01"
)]
pub struct Args {
    /// The proposal, as `vigil triage` and `vigil vex list` name it
    pub id: String,

    /// The reason in your own words; the supplier's without it
    #[arg(long, value_name = "TEXT")]
    pub because: Option<String>,

    /// The justification of `not-affected`, where the supplier gives none or another fits better
    #[arg(long, value_name = "WORD", value_parser = justifications())]
    pub why: Option<Justification>,

    /// Only in this component; in all that it fits without it
    #[arg(long, value_name = "ID")]
    pub component: Option<String>,

    /// Who decides: a role
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,

    /// The risk that takes it up
    #[arg(long, value_name = "ID")]
    pub risk: Option<String>,

    /// The day after which it has to be looked at again
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub review: Option<Date>,
}

/// Writes the decision on the matches that it fits and nobody has decided on.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = written::case(context, &root)?;
    let proposal = known(&case, &args.id)?;
    if let Some(component) = &args.component {
        list::known(&case, component)?;
    }
    let here = |row: &&FlawRow| args.component.as_ref().is_none_or(|it| row.component == it.as_str());
    let rows: Vec<&FlawRow> = case.flaws.iter().filter(here).filter(|row| proposal.fits(row)).collect();
    let open: Vec<&FlawRow> = rows.iter().copied().filter(|row| row.is_open()).collect();
    if open.is_empty() {
        let ids: Vec<&str> =
            rows.iter().filter_map(|row| row.decision.as_ref()).map(vigil_base::Id::as_str).collect();
        return Err(Problem::new(format!("all that `{}` fits is decided already", proposal.id))
            .help(format!("by {}: change that one", ids.join(", ")))
            .into());
    }
    let draft = Draft {
        verdict: proposal.verdict,
        why: args.why.or(proposal.why),
        because: args.because.clone().unwrap_or_else(|| proposal.because.clone()),
        risk: args.risk.as_ref().map(|it| it.strip_prefix("risk.").unwrap_or(it).to_owned()),
        by: args.by.clone(),
        review: args.review,
        origin: Some(proposal.origin.clone()),
    };
    let mut desk = Desk::new(&case, written::texts(context, &root, &case)?);
    let made = on_rows(&case, &open, &draft, &mut desk)?;
    written::write(context, &root, &case, &desk)?;
    shown(&case, &desk, made, &draft, &open, context)
}

fn known<'c>(case: &'c Case, id: &str) -> Result<&'c Proposal, Problem> {
    case.vex.proposal(id).ok_or_else(|| {
        let problem = Problem::new(format!("there is no proposal `{id}`"));
        match nearest(id, case.vex.proposals.iter().map(|it| it.id.as_str())) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("`vigil vex list` shows what suppliers state and why it fits or not"),
        }
    })
}
