//! `vigil explain`: what a rule asks and why; and what the device folder knows of a threat, flaw, record or code.

use serde::Serialize;
use vigil_guidance::{Catalogue, Explanation};

use crate::commands::match_;
use crate::context::Context;
use crate::database::{DatabaseArgs, missing};
use crate::device::Device;
use crate::explained::{self, Explained, Pair};
use crate::outcome::Outcome;
use crate::output::Done;
use crate::problem::Problem;
use crate::sheet::Sheet;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil explain G26.SB.9\n  vigil explain CVE-2025-15467\n  vigil explain CVE-2025-15467@openssl\n  vigil explain tamper@flow.order\n  vigil explain risk.r-012"
)]
pub struct Args {
    /// A rule or code, as it stands in brackets in a finding; a record `kind.id`; a threat `rule@subject`; the id
    /// of a known flaw; or `submission` for the list of its files
    ///
    /// `FLAW@PACKAGE` tells the whole story of one match, also of one that there is not: identities, keys, every
    /// record of the flaw with the value of each part, and the decision. The package is named as in the SBOM, by its
    /// package URL or by its key
    id: String,

    /// With `FLAW@PACKAGE`: the component that carries the package, where several do
    #[arg(long, value_name = "NAME")]
    component: Option<String>,

    #[command(flatten)]
    database: DatabaseArgs,
}

/// The JSON form.
#[derive(Serialize)]
struct Rule<'a> {
    schema_version: u32,
    catalogue_edition: &'a str,
    rule: &'a Explanation,
}

/// Explains a rule without any folder, everything else from the device folder.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let catalogue = Catalogue::builtin();
    if args.id == "submission" {
        let said = explained::submission(&catalogue);
        return context.document(said.text(), &said);
    }
    let Some(rule) = catalogue.rule(&args.id) else { return in_device(args, &catalogue, context) };
    let rule = &catalogue.explain(rule);
    let value = Rule { schema_version: 1, catalogue_edition: catalogue.edition(), rule };
    context.document(text(rule), &value)
}

fn in_device(args: &Args, catalogue: &Catalogue, context: &Context) -> anyhow::Result<Done> {
    let id = args.id.as_str();
    // Without a folder, only rules can be meant; a folder that was named must be there.
    if context.options.device.is_none() && context.device().is_err() {
        return Err(unknown(catalogue, id)
            .help("records, threats and flaws are explained in a device folder")
            .into());
    }
    let device = Device::load(context)?;
    let pair = Pair::read(id, args.component.as_deref());
    let said = match (pair, explained::of(&device, id)) {
        (Some(pair), _) if pair.is_certain() => of_pair(&device, pair, args, context)?,
        (_, Some(said)) => said,
        (Some(pair), None) => of_pair(&device, pair, args, context)?,
        (None, None) => return Err(explained::unknown(&device.case, catalogue, id).into()),
    };
    let mut done = context.document(said.text(), &said)?;
    let doubt = if context.options.allow_incomplete { Outcome::Clean } else { said.outcome };
    done.outcome = done.outcome.and(doubt).and(device.outcome());
    Ok(done)
}

fn of_pair(device: &Device, pair: Pair<'_>, args: &Args, context: &Context) -> anyhow::Result<Explained> {
    let path = args.database.path_for(context, &device.root);
    let Some(database) = match_::open(&path, context)? else { return Err(missing(&path).into()) };
    explained::of_pair(&device.case, pair, &database, &path.display().to_string())
}

fn unknown(catalogue: &Catalogue, id: &str) -> Problem {
    let problem = Problem::new(format!("the catalogue {} has no rule `{id}`", catalogue.edition()));
    match catalogue.nearest_id(id) {
        Some(near) => problem.help(format!("did you mean `vigil explain {near}`?")),
        None => problem.help("rules are named in the brackets of a finding, such as `error[G26.SB.9]`"),
    }
}

/// The rule for people.
fn text(rule: &Explanation) -> String {
    let mut sheet = Sheet::titled(&format!("{}: {}", rule.id, rule.what));
    sheet.add("Why", &rule.why);
    sheet.add("Source", &rule.clause);
    sheet.add("Force", &rule.force);
    sheet.add("Statute", rule.statute.as_deref().unwrap_or_default());
    sheet.add("Quality", rule.quality_system.as_deref().unwrap_or_default());
    sheet.add_all("Applies when", &rule.applies);
    sheet.add("Looks at", &rule.looks_at);
    sheet.add("Question", &rule.ask);
    sheet.add("Good answer", &rule.good_answer);
    sheet.add_all("Next step", &rule.next);
    sheet.add_all("Or", &rule.otherwise);
    sheet.add("Element", &rule.element);
    sheet.add_all("In the files", &rule.files);
    sheet.add("Severity", &rule.severity);
    sheet.add_all("Note", &rule.notes);
    sheet.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_the_catalogue_is_explained_with_its_question_and_source() {
        let catalogue = Catalogue::builtin();
        assert!(!catalogue.rules().is_empty());
        for rule in catalogue.rules() {
            let text = text(&catalogue.explain(rule));
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            for part in [&rule.id, &rule.ask, &rule.source.short] {
                assert!(words(&text).contains(&words(part)), "{}: {part} is not in\n{text}", rule.id);
            }
        }
    }
}
