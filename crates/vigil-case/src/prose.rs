//! Texts that only people can write, by the name of their file under `text/`.

use vigil_base::Place;
use vigil_finding::Finding;
use vigil_model::Model;

use crate::findings;

/// A text that the documents have a place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prose {
    /// Name: `text/NAME.md`.
    pub name: &'static str,
    /// What it is about, as it stands in a sentence: "nobody has written ... yet".
    pub about: &'static str,
    /// The key of the submission file that prints it.
    pub file: &'static str,
}

/// Every text that a document prints, in the order of the documents.
pub const TEXTS: &[Prose] = &[
    Prose {
        name: "system-description",
        about: "what the device is, for whom and where it is used",
        file: "cyber-device-statement",
    },
    Prose {
        name: "risk-management-plan",
        about: "how security risk is managed over the life of the device",
        file: "risk-plan",
    },
    Prose {
        name: "risk-management-report",
        about: "the summary and conclusion of security risk management",
        file: "risk-report",
    },
    Prose {
        name: "threat-model",
        about: "how the threat model was made and why in this way",
        file: "threat-model",
    },
    Prose { name: "architecture", about: "the security architecture in words", file: "views" },
    Prose { name: "views-global", about: "the explanation of the global system view", file: "views" },
    Prose {
        name: "views-multi-patient",
        about: "the explanation of the multi-patient harm view",
        file: "views",
    },
    Prose { name: "views-update", about: "the explanation of the updateability view", file: "views" },
    Prose { name: "views-use-cases", about: "the explanation of the security use-case views", file: "views" },
    Prose {
        name: "risk-assessment",
        about: "how risks were scored, accepted and handed to the safety file",
        file: "risk-assessment",
    },
    Prose {
        name: "software-support",
        about: "how software of others is supported over the life of the device",
        file: "support-addendum",
    },
    Prose {
        name: "anomalies",
        about: "how unresolved anomalies were judged for security",
        file: "anomalies",
    },
    Prose {
        name: "testing",
        about: "how security was tested, by whom and how far",
        file: "requirements-test",
    },
    Prose { name: "metrics", about: "how the metrics are taken, or why there are none yet", file: "metrics" },
    Prose { name: "labeling", about: "the introduction of the security guide for users", file: "labeling" },
    Prose { name: "decommissioning", about: "how the device is taken out of use", file: "labeling" },
    Prose {
        name: "management-plan",
        about: "how vulnerabilities are watched for, handled and told over the life of the device",
        file: "management-plan",
    },
];

/// The text of a name.
pub fn find(name: &str) -> Option<&'static Prose> {
    TEXTS.iter().find(|text| text.name == name)
}

/// Texts that are missing, and files that no document prints.
pub(crate) fn report(model: &Model) -> Vec<Finding> {
    let missing =
        TEXTS.iter().filter(|text| model.texts.get(text.name).is_none_or(|it| it.trim().is_empty()));
    let mut found: Vec<Finding> =
        missing.map(|text| findings::text_missing(text).at(Place::start_of("vigil.toml"))).collect();
    for name in model.texts.keys().filter(|name| find(name).is_none()) {
        let near = vigil_base::nearest::nearest(name, TEXTS.iter().map(|it| it.name));
        found.push(findings::text_not_printed(name, near).at(Place::start_of(format!("text/{name}.md"))));
    }
    found
}
