//! Updates, labels, views, layout pins, standards, suppliers.

use vigil_base::Date;

use crate::field::{Map, OneOrMany};
use crate::kinds::safety::{Control, Risk};
use crate::kinds::statements::Support;
use crate::kinds::system::{Component, Flow};
use crate::quantity::{Cycle, Duration};
use crate::record::{group, record};
use crate::refs::{AnyRef, Ref, RefMap};
use crate::words::words;

group! {
    /// How updates are signed and where the signature is checked.
    Signed {
        /// Who signs and how.
        by: Option<String>,
        /// Components that check.
        checked_by: Vec<Ref<Component>>,
    }
}

record! {
    /// The path of updates to one or more components.
    Update in updates {
        /// Name printed in documents.
        name: Option<String>,
        /// Components that it updates.
        of: Vec<Ref<Component>>,
        /// Flows from the update server to the component, in order.
        path: Vec<Ref<Flow>>,
        /// Signing.
        signed: Option<Signed>,
        /// The regular cycle.
        cycle: Option<Cycle>,
        /// How fast an out-of-cycle fix is made available.
        urgent: Option<Duration>,
        /// The day after which there are no more updates.
        ends: Option<Date>,
        /// What happens when it is interrupted.
        interrupted: Option<String>,
        /// How segments that the maker does not run are protected.
        protected: RefMap<Flow, String>,
        /// More about it.
        text: Option<String>,
    }
}

words! {
    /// For whom a label is.
    Reader, "a reader of labels", {
        /// The hospital's IT.
        HospitalIt = "hospital-it",
        /// Biomedical engineering.
        Biomed = "biomed",
        /// Clinical users.
        ClinicalUser = "clinical-user",
        /// The patient or a carer.
        Patient = "patient",
        /// Service engineers.
        Service = "service",
    }
}

words! {
    /// What a label is about: the items of section VI.A.
    Topic, "a topic of labeling", {
        /// Recommended controls in the environment.
        Controls = "controls",
        /// Diagrams.
        Diagram = "diagram",
        /// Ports and other interfaces.
        Ports = "ports",
        /// What the infrastructure has to offer.
        Infrastructure = "infrastructure",
        /// The SBOM and where to get it.
        Sbom = "sbom",
        /// How to get software from the maker.
        Download = "download",
        /// How the device responds to anomalies.
        Anomalies = "anomalies",
        /// How critical functions are protected.
        CriticalFunctions = "critical-functions",
        /// Backup and restore.
        Backup = "backup",
        /// Retention and recovery of configuration.
        Recovery = "recovery",
        /// Secure configuration.
        Configuration = "configuration",
        /// Forensic evidence.
        Forensics = "forensics",
        /// End of support and end of life.
        EndOfSupport = "end-of-support",
        /// Secure decommissioning.
        Decommissioning = "decommissioning",
        /// Known risks.
        KnownRisks = "known-risks",
    }
}

words! {
    /// A table that a label is made from.
    Derive, "a table to derive", {
        /// Ports, radios and other interfaces.
        Ports = "ports",
        /// Support dates.
        Support = "support",
        /// Settings with their defaults.
        Settings = "settings",
        /// The SBOM's place and version.
        Sbom = "sbom",
    }
}

record! {
    /// Text for users.
    Label in labels {
        /// What it is about.
        topic: Option<Topic>,
        /// Controls that it makes work.
        answers: Vec<Ref<Control>>,
        /// For whom it is.
        to: Option<Reader>,
        /// The text.
        text: Option<String>,
        /// A table that is made from the model.
        derive: Option<Derive>,
        /// A view that it shows.
        diagram: Option<Ref<View>>,
        /// Risks that it tells of.
        risks: Vec<Ref<Risk>>,
        /// The human-factors task that covers it.
        task: Option<String>,
    }
}

words! {
    /// The four views of section V.B.2.
    ViewKind, "a kind of view", {
        /// Global system view.
        GlobalSystem = "global-system",
        /// Multi-patient harm view.
        MultiPatient = "multi-patient",
        /// Updateability and patchability view.
        Updateability = "updateability",
        /// Security use-case view.
        UseCase = "use-case",
    }
}

record! {
    /// A view: a query over the model, drawn and explained.
    View in views {
        /// Title printed in documents.
        title: Option<String>,
        /// Its kind.
        kind: ViewKind,
        /// What it is of: updates or use cases.
        of: OneOrMany<String>,
        /// File under `text/` that explains it.
        text: Option<String>,
        /// Why it is left out, where it is.
        because: Option<String>,
        /// The update infrastructure (global view).
        update_infrastructure "update-infrastructure": Option<String>,
        /// What the facility's network means for the device (global view).
        facility_impact "facility-impact": Option<String>,
        /// What lies between (global view).
        intermediaries: Option<String>,
        /// Cloud parts (global view).
        cloud: Option<String>,
        /// The patient's home network (global view).
        home_network "home-network": Option<String>,
    }
}

record! {
    /// Pins for the drawing of a view. Safe to delete at any time.
    Layout in layouts {
        /// Direction of the drawing: `down` or `right`.
        direction: Option<String>,
        /// Order of records within their zone, by id.
        order: Vec<AnyRef>,
    }
}

record! {
    /// A standard that conformity is declared to.
    Standard in standards {
        /// Designation.
        designation: String,
        /// Edition.
        edition: Option<String>,
        /// FDA recognition number.
        recognition: Option<String>,
        /// Extent of the declaration.
        extent: Option<String>,
        /// Deviations.
        deviations: Option<String>,
        /// The declaration.
        declaration: Option<String>,
        /// Whether the declaration promises something for later.
        promises: Option<bool>,
    }
}

record! {
    /// A supplier of software.
    Supplier in suppliers {
        /// Name.
        name: String,
        /// How it is controlled.
        controls: Option<String>,
        /// Where the evidence lies.
        evidence: Option<String>,
        /// Other spellings of the name in SBOMs.
        also: Vec<String>,
        /// Support of its packages, for those of which neither their record nor the SBOM states it.
        support: Option<Support>,
        /// How source code of its packages is kept, where their record does not say.
        custody: Option<String>,
        /// More by key.
        contacts: Map<String>,
    }
}
