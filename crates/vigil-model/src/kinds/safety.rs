//! Functions, hazards, harms, threats, risks, controls, requirements.

use vigil_base::Date;

use crate::field::{At, Map, OneOrMany};
use crate::kinds::life::Label;
use crate::kinds::system::{Adversary, Component, Lost, Operator, Property};
use crate::record::{group, record};
use crate::refs::{AnyRef, Ref, ThreatRef};
use crate::words::words;

words! {
    /// STRIDE categories.
    Stride, "a STRIDE letter", {
        /// Spoofing: somebody is taken for somebody else.
        S = "S",
        /// Tampering: data or code is changed.
        T = "T",
        /// Repudiation: what was done cannot be shown.
        R = "R",
        /// Information disclosure: something becomes known.
        I = "I",
        /// Denial of service: something stops.
        D = "D",
        /// Elevation of privilege: somebody may do more than they should.
        E = "E",
    }
}

words! {
    /// The phase of life in which a threat acts (section V.A.1 of the guidance, and operation).
    Phase, "a life-cycle phase", {
        /// Parts and programs from others.
        SupplyChain = "supply-chain",
        /// Making the device.
        Manufacturing = "manufacturing",
        /// Bringing it into use.
        Deployment = "deployment",
        /// Working with other systems.
        Interoperation = "interoperation",
        /// Servicing and updating.
        Maintenance = "maintenance",
        /// Normal use.
        Operation = "operation",
        /// Taking it out of use.
        Decommissioning = "decommissioning",
    }
}

impl Phase {
    /// The six phases of section V.A.1, each of which needs a threat or a reason.
    pub const SIX: [Self; 6] = [
        Self::SupplyChain,
        Self::Manufacturing,
        Self::Deployment,
        Self::Interoperation,
        Self::Maintenance,
        Self::Decommissioning,
    ];
}

words! {
    /// The eight control families of Appendix 1.
    Family, "a control family", {
        /// Authentication.
        Authentication = "authentication",
        /// Authorization.
        Authorization = "authorization",
        /// Cryptography.
        Cryptography = "cryptography",
        /// Code, data and execution integrity.
        Integrity = "integrity",
        /// Confidentiality.
        Confidentiality = "confidentiality",
        /// Event detection and logging.
        Logging = "logging",
        /// Resiliency and recovery.
        Resiliency = "resiliency",
        /// Firmware and software updates.
        Updates = "updates",
    }
}

words! {
    /// The order of risk control options of ISO 14971, clause 7.1.
    ControlOption, "a control option", {
        /// Safe by design.
        Inherent = "inherent",
        /// A protective measure.
        Protective = "protective",
        /// Information for safety.
        Information = "information",
    }
}

record! {
    /// A clinical function.
    Function in functions {
        /// Name printed in documents.
        name: Option<String>,
        /// Whether it belongs to essential performance.
        essential: Option<bool>,
        /// Which harm follows when it is lost.
        lost: Option<Lost>,
        /// What it does.
        text: Option<String>,
    }
}

record! {
    /// A hazardous situation of the safety file.
    Hazard in hazards {
        /// Name printed in documents.
        name: Option<String>,
        /// Harms that it can lead to.
        harms: Vec<Ref<Harm>>,
        /// Its id in the ISO 14971 file.
        safety_ref: Option<String>,
        /// More about it.
        text: Option<String>,
    }
}

record! {
    /// A harm with its severity. Nobody types severity twice.
    Harm in harms {
        /// Name printed in documents.
        name: Option<String>,
        /// A word of the severity scale.
        severity: At<String>,
        /// Its id in the ISO 14971 file.
        safety_ref: Option<String>,
        /// More about it.
        text: Option<String>,
    }
}

record! {
    /// A threat that no rule found.
    Threat in threats {
        /// Title printed in documents.
        title: Option<String>,
        /// What it acts on.
        on: Vec<AnyRef>,
        /// STRIDE letters.
        stride: Vec<Stride>,
        /// The phase in which it acts.
        phase: Option<Phase>,
        /// The control family that would answer it.
        family: Option<Family>,
        /// Adversaries that it starts from.
        from: Vec<Ref<Adversary>>,
        /// How it happens.
        story: String,
        /// What answers it: controls that credit it.
        controls: Vec<Ref<Control>>,
        /// CWE numbers.
        cwe: crate::quantity::Cwes,
        /// Its attack tree: the id of a file `attack-trees/ID.toml`, or the path of that file.
        tree: Option<String>,
    }
}

impl Threat {
    /// The id of its attack tree.
    pub fn tree_id(&self) -> Option<&str> {
        let text = self.tree.as_deref()?.trim();
        let text = text.strip_prefix("attack-trees/").unwrap_or(text);
        Some(text.strip_suffix(".toml").unwrap_or(text))
    }
}

group! {
    /// A level on the exploitability scale.
    Level {
        /// A word of the exploitability scale; without it the CVSS vector gives the level.
        exploitability: Option<At<String>>,
        /// CVSS vector that it rests on, turned into a word by `[scale.from-cvss]`.
        cvss: Option<At<String>>,
        /// Answers to the medical rubric, which give the vector.
        rubric: Map<String>,
        /// Why it is not higher.
        because: Option<String>,
    }
}

group! {
    /// A risk handed to somebody else, which needs to know and to be able to act.
    Transfer {
        /// Who takes it.
        to: Operator,
        /// Labels that tell them.
        told: Vec<Ref<Label>>,
        /// The human-factors task that covers it.
        task: Option<String>,
        /// Why no task is needed.
        task_because "task-because": Option<String>,
        /// Why the receiver can act on it.
        can_act "can-act": Option<String>,
        /// What it says of the supply chain.
        supply_chain "supply-chain": Option<String>,
        /// What happens at the end of support.
        at_end_of_support "at-end-of-support": Option<String>,
    }
}

group! {
    /// Scores given by hand beside the matrix.
    RiskScore {
        /// Before controls.
        before: Option<String>,
        /// After controls.
        after: Option<String>,
    }
}

record! {
    /// A scenario: threats that lead to a harm.
    Risk in risks {
        /// Title printed in documents.
        title: Option<String>,
        /// Threats that lead to it.
        threats: Vec<ThreatRef>,
        /// Own vulnerabilities and decisions on known ones that it takes up.
        from: Vec<AnyRef>,
        /// The harm; its severity is the risk's.
        harm: Ref<Harm>,
        /// Exploitability before controls; the highest when absent.
        before: Option<Level>,
        /// Controls that lower it.
        controls: Vec<Ref<Control>>,
        /// Exploitability after controls.
        after: Option<Level>,
        /// Why the level after controls holds.
        because: Option<String>,
        /// Whether several patients can be harmed; computed, may be raised, lowered only with a reason.
        many: Option<bool>,
        /// Why the benefits outweigh what is left.
        benefit: Option<String>,
        /// What is left and who has to know.
        residual: Option<String>,
        /// The hazardous situation in the safety file, or why there is none.
        safety_ref: Option<String>,
        /// Whom it is handed to.
        transfer: Option<Transfer>,
        /// Scores by another method.
        score: Option<RiskScore>,
    }
}

record! {
    /// A control.
    Control in controls {
        /// Name printed in documents.
        name: Option<String>,
        /// Its family.
        family: Family,
        /// Its option in the order of ISO 14971.
        option: Option<ControlOption>,
        /// Who runs it; the maker when absent. A control that others must run needs a label.
        owner: Option<Operator>,
        /// What it protects.
        on: Vec<AnyRef>,
        /// What it gives: a closed list.
        gives: Vec<Property>,
        /// What it does.
        text: String,
        /// Where the design documents describe it.
        design: Option<String>,
        /// Risks that it brings, or `{ none = "reason" }`.
        new_risks "new-risks": Option<NewRisks>,
    }
}

/// Risks that a control brings.
#[derive(Clone, Debug, PartialEq)]
pub enum NewRisks {
    /// These.
    Risks(Vec<Ref<Risk>>),
    /// None, for this reason.
    None(String),
}

impl crate::field::Field for NewRisks {
    fn read(node: &crate::field::NodeRef<'_>, cx: &mut crate::read::Reader<'_>) -> Option<Self> {
        if matches!(node.node().value, crate::node::Value::List(_)) {
            return Vec::read(node, cx).map(Self::Risks);
        }
        match crate::quantity::TextOrNone::read(node, cx)? {
            crate::quantity::TextOrNone::Text(text) | crate::quantity::TextOrNone::None(text) => {
                Some(Self::None(text))
            }
        }
    }
    fn schema() -> serde_json::Value {
        serde_json::json!({"anyOf": [
            {"type": "array", "items": {"type": "string", "x-vigil-ref": "risk"}},
            {"type": "string"},
            {"type": "object", "properties": {"none": {"type": "string"}}, "required": ["none"], "additionalProperties": false}
        ]})
    }
    fn json(&self) -> serde_json::Value {
        match self {
            Self::Risks(risks) => risks.json(),
            Self::None(reason) => serde_json::json!({"none": reason}),
        }
    }
    fn uses(&self, seen: &mut dyn FnMut(crate::refs::Use)) {
        if let Self::Risks(risks) = self {
            risks.uses(seen);
        }
    }
}

record! {
    /// A requirement.
    Requirement in requirements {
        /// Controls that it implements.
        implements: Vec<Ref<Control>>,
        /// Components that it falls to.
        components "in": OneOrMany<Ref<Component>>,
        /// The shall-text.
        text: String,
        /// When it counts as met.
        accept: Option<String>,
        /// Where the design documents show it.
        design: Option<String>,
        /// The day of its last change.
        changed: Option<Date>,
        /// Ids in other systems.
        external: Map<String>,
    }
}
