//! What holds of every rule, whatever it looks at.

use std::path::{Path, PathBuf};

use vigil_base::Disk;
use vigil_case::{Case, Options};
use vigil_check::{Outcome, judge};
use vigil_guidance::Profile;

use crate::folder::{TODAY, assert_filled, catalogue, folder};

const MINIMAL: &str = "[project]\nid = \"d\"\nname = \"Device\"\nversion = \"1.0\"\n";

fn infusion() -> Case {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../vigil-model/tests/data/infusion");
    let options = Options { as_of: TODAY };
    vigil_case::build(&Disk { today: TODAY }, Path::new(&root), &options).expect("the folder can be read")
}

fn every_rule_is_judged(case: &Case) {
    let catalogue = catalogue();
    let judged = judge(case, catalogue);
    assert_filled(&judged);
    for rule in catalogue.rules().iter().filter(|rule| rule.retired.is_none()) {
        assert!(judged.of(&rule.id).next().is_some(), "{} says nothing", rule.id);
    }
    for finding in judged.findings(catalogue, Profile::Submission) {
        let open = |text: &str| text.contains('{') && !text.contains("{ ");
        assert!(!open(&finding.message), "{}", finding.message);
        assert!(!finding.help.iter().any(String::is_empty), "{}", finding.message);
    }
}

#[test]
fn every_rule_says_something_about_an_empty_device() {
    every_rule_is_judged(&folder(&[("vigil.toml", MINIMAL)]));
}

#[test]
fn every_rule_says_something_about_the_infusion_pump() {
    every_rule_is_judged(&infusion());
}

#[test]
fn nothing_that_could_not_be_looked_up_passes_as_met() {
    let judged = judge(&folder(&[("vigil.toml", MINIMAL)]), catalogue());
    for judgement in judged.judgements.iter().filter(|it| it.outcome == Outcome::Incomplete) {
        assert!(judgement.because.as_ref().is_some_and(|it| !it.is_empty()), "{judgement:#?}");
    }
}
