//! `vigil explain`: what a rule asks, why, where it comes from, and what a good answer looks like.

use serde::Serialize;
use vigil_guidance::{Catalogue, Explanation};

use crate::context::Context;
use crate::output::Done;
use crate::problem::Problem;
use crate::sheet::Sheet;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vigil explain G26.SB.9")]
pub struct Args {
    /// The id of a rule, as it stands in brackets in a finding
    id: String,
}

/// The JSON form.
#[derive(Serialize)]
struct Explained<'a> {
    schema_version: u32,
    catalogue_edition: &'a str,
    rule: &'a Explanation,
}

/// Explains one rule.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let catalogue = Catalogue::builtin();
    let Some(rule) = catalogue.rule(&args.id) else {
        return Err(unknown(&catalogue, &args.id).into());
    };
    let rule = &catalogue.explain(rule);
    let value = Explained { schema_version: 1, catalogue_edition: catalogue.edition(), rule };
    context.document(text(rule), &value)
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
