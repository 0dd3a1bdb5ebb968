//! The project, its releases and policy, and the statements that exist once per device.

use vigil_base::Date;

use crate::field::{At, Map, OneOrMany};
use crate::kinds::life::Update;
use crate::kinds::safety::Phase;
use crate::kinds::statements::Package;
use crate::kinds::system::Component;
use crate::quantity::{Cycle, Duration, Tenths, TextOrNone};
use crate::record::{group, record};
use crate::refs::{Ref, RefMap};
use crate::words::words;

words! {
    /// The premarket pathway.
    Pathway, "a pathway", {
        /// Premarket notification.
        P510k = "510k",
        /// De Novo request.
        DeNovo = "de-novo",
        /// Premarket approval, supplements included.
        Pma = "pma",
        /// Product development protocol.
        Pdp = "pdp",
        /// Humanitarian device exemption.
        Hde = "hde",
        /// Investigational device exemption.
        Ide = "ide",
        /// Biologics licence.
        Bla = "bla",
        /// Investigational new drug.
        Ind = "ind",
        /// No submission needed.
        Exempt = "exempt",
    }
}

impl Pathway {
    /// Whether section 524B applies to submissions of this kind (524B(a)).
    pub fn is_under_524b(self) -> bool {
        matches!(self, Self::P510k | Self::DeNovo | Self::Pma | Self::Pdp | Self::Hde)
    }
}

group! {
    /// Where security problems are reported.
    Psirt {
        /// Mail address.
        mail: Option<String>,
        /// Address of the disclosure policy.
        policy: Option<String>,
        /// How soon a report is acknowledged.
        acknowledges_within "acknowledges-within": Option<Duration>,
    }
}

group! {
    /// The manufacturer.
    Maker {
        /// Name.
        name: String,
        /// Postal address.
        address: Option<String>,
        /// Contact for security.
        psirt: Option<Psirt>,
    }
}

group! {
    /// The submission that the file is made for.
    Submission {
        /// Market: `us`, `eu` ...
        market: Option<String>,
        /// Pathway.
        pathway: Option<Pathway>,
        /// Device class.
        class: Option<String>,
        /// Product code.
        product_code "product-code": Option<String>,
        /// Number, once there is one.
        number: Option<String>,
        /// Predicate device.
        predicate: Option<String>,
        /// The day it is planned for.
        planned: Option<Date>,
        /// The day it was sent.
        submitted: Option<Date>,
        /// `new`, or the number of the authorised submission that it modifies.
        change: Option<String>,
        /// Software documentation level; not the same as cybersecurity risk.
        documentation_level "documentation-level": Option<String>,
    }
}

group! {
    /// The device's own life.
    DeviceLife {
        /// End of support.
        end_of_support "end-of-support": Option<Date>,
        /// End of life.
        end_of_life "end-of-life": Option<Date>,
        /// Expected service life.
        service_life "service-life": Option<Duration>,
    }
}

group! {
    /// How documents are numbered.
    Documents {
        /// Prefix of document numbers.
        prefix: Option<String>,
        /// Revision printed on all documents.
        revision: Option<String>,
    }
}

group! {
    /// Identity of device and maker, and what the file is for.
    Project {
        /// Short id of the device.
        id: String,
        /// Name of the device.
        name: String,
        /// The release under review.
        version: At<String>,
        /// Threat rule packs, such as `medical-core@1`.
        packs: Vec<String>,
        /// Model numbers.
        models: Vec<String>,
        /// Device identifiers of the UDI.
        udi_di "udi-di": Vec<String>,
        /// Variants that `only` may name.
        variants: Vec<String>,
        /// Intended use.
        intended_use "intended-use": Option<String>,
        /// Manufacturer.
        maker: Option<Maker>,
        /// Submission.
        submission: Option<Submission>,
        /// Life of the device.
        life: Option<DeviceLife>,
        /// Document numbers.
        documents: Option<Documents>,
        /// Oldest vulnerability database that counts.
        max_age "max-age": Option<Duration>,
        /// How strictly the folder is checked when nobody asks for another way; as a draft when absent.
        profile: Option<Strictness>,
    }
}

words! {
    /// How strictly a folder is checked.
    Strictness, "a profile", {
        /// While writing: what is missing is mostly a note.
        Draft = "draft",
        /// Before a review.
        Review = "review",
        /// What goes to a regulator: nothing unreviewed, nothing open.
        Submission = "submission",
    }
}

words! {
    /// Where a release stands.
    ReleaseStatus, "a release status", {
        /// Being developed.
        InDevelopment = "in-development",
        /// With the regulator.
        Submitted = "submitted",
        /// In use.
        Fielded = "fielded",
        /// No longer in use.
        Retired = "retired",
    }
}

group! {
    /// One component of a release.
    ReleasePart {
        /// Its version.
        version: Option<String>,
        /// Digest of its build.
        build: Option<String>,
        /// The day it was built: an SBOM that is older does not describe it.
        built: Option<Date>,
        /// Commit that it was built from.
        commit: Option<String>,
    }
}

record! {
    /// One version of the device.
    Release in releases {
        /// Where it stands.
        status: Option<ReleaseStatus>,
        /// Its components.
        components: RefMap<Component, ReleasePart>,
        /// How many units are in the field.
        units: Option<u64>,
        /// Since when.
        since: Option<Date>,
        /// The baseline that was cut for it.
        baseline: Option<String>,
        /// The day of the last change that touches security.
        last_security_change "last-security-change": Option<Date>,
        /// What changed.
        text: Option<String>,
    }
}

words! {
    /// Which number of a CVSS vector a mapping to the exploitability scale goes by.
    CvssNumber, "a number of CVSS", {
        /// The exploitability subscore of CVSS 3 (0 to 3.9) or 2 (0 to 10).
        Exploitability = "exploitability",
        /// The overall score, 0 to 10: it weighs impact too, so the plan has to say why that is meant.
        Score = "score",
    }
}

group! {
    /// How a CVSS vector becomes a word of the exploitability scale: the manufacturer's mapping, printed with every level that it gives.
    FromCvss {
        /// Which number it goes by.
        uses: CvssNumber,
        /// The highest number that still gives each word; what is above all of them gives the highest word.
        at_most "at-most": Map<Tenths>,
        /// Why this mapping.
        because: Option<String>,
    }
}

group! {
    /// The words of the manufacturer's scales, lowest first.
    Scale {
        /// Version of scales and matrix, printed with every risk table.
        version: Option<String>,
        /// Document that defines them.
        document: Option<String>,
        /// How a CVSS vector gives a level.
        from_cvss "from-cvss": Option<FromCvss>,
        /// Exploitability.
        exploitability: Vec<String>,
        /// Severity of harm.
        severity: Vec<String>,
        /// What each word means.
        meaning: Map<String>,
    }
}

group! {
    /// The five objectives of section IV.B.
    Objectives {
        /// Authenticity, with integrity.
        authenticity: Option<String>,
        /// Authorization.
        authorization: Option<String>,
        /// Availability.
        availability: Option<String>,
        /// Confidentiality.
        confidentiality: Option<String>,
        /// Secure and timely updates.
        updatability: Option<String>,
    }
}

group! {
    /// The six factors of section IV.B that the effort is scaled to.
    Factors {
        /// Intended use and misuse.
        intended_use "intended-use": Option<String>,
        /// Electronic data interfaces.
        interfaces: Option<String>,
        /// Environment.
        environment: Option<String>,
        /// Risks from vulnerabilities.
        vulnerabilities: Option<String>,
        /// Exploitability.
        exploitability: Option<String>,
        /// Risk of patient harm.
        harm: Option<String>,
    }
}

group! {
    /// Security objectives and scope.
    Context {
        /// How the five objectives are met.
        objectives: Option<Objectives>,
        /// The six factors.
        factors: Option<Factors>,
        /// Reasonably foreseeable misuse.
        misuse: Option<String>,
        /// The larger system and its worst case.
        worst_case "worst-case": Option<String>,
    }
}

group! {
    /// The cyber-device statement of section 524B(c).
    CyberDevice {
        /// What the maker claims; compared with what the interfaces say.
        claim: Option<bool>,
        /// Why.
        because: Option<String>,
        /// Related systems.
        related_systems "related-systems": Vec<Ref<Component>>,
    }
}

group! {
    /// How risk is scored.
    Scoring {
        /// Before controls.
        before: Option<String>,
        /// After controls.
        after: Option<String>,
        /// The scale and matrix.
        scale: Option<String>,
    }
}

group! {
    /// The security risk management plan.
    RiskPlan {
        /// Document number.
        document: Option<String>,
        /// Version.
        version: Option<String>,
        /// The day it was approved.
        approved: Option<Date>,
        /// Role that owns it.
        owner: Option<String>,
        /// Acceptance criteria over the whole life.
        acceptance: Option<String>,
        /// Whether probability is used.
        uses_probability "uses-probability": Option<bool>,
        /// How security risk enters the safety file.
        safety_interface "safety-interface": Option<String>,
        /// The scoring method.
        scoring: Option<Scoring>,
        /// The safety risk process.
        safety_process "safety-process": Option<String>,
        /// The security risk process.
        security_process "security-process": Option<String>,
    }
}

group! {
    /// The security risk management report.
    RiskReport {
        /// Evaluation methods and processes.
        methods: Option<String>,
        /// Conclusion on the overall residual risk.
        conclusion: Option<String>,
        /// Role that concluded.
        by: Option<String>,
        /// The day.
        date: Option<Date>,
    }
}

group! {
    /// How the threat model was made.
    ThreatModel {
        /// Methods.
        methods: Vec<String>,
        /// Why they fit this device.
        rationale: Option<String>,
        /// The day it was last updated.
        updated: Option<Date>,
        /// The day of the last design change that it covers.
        covers_change "covers-change": Option<Date>,
        /// Why a life-cycle phase has no threat.
        phases: PhaseReasons,
        /// Your own copy of MITRE EMB3D (`emb3d-stix-*.json`), as a path from the device folder: components are asked by its properties.
        emb3d: Option<String>,
    }
}

group! {
    /// A reason per life-cycle phase.
    PhaseReasons optional {
        /// Supply chain.
        supply_chain "supply-chain": Option<String>,
        /// Manufacturing.
        manufacturing: Option<String>,
        /// Deployment.
        deployment: Option<String>,
        /// Interoperation.
        interoperation: Option<String>,
        /// Maintenance and updates.
        maintenance: Option<String>,
        /// Decommissioning.
        decommissioning: Option<String>,
    }
}

impl PhaseReasons {
    /// The reason for one phase.
    pub fn get(&self, phase: Phase) -> Option<&str> {
        match phase {
            Phase::SupplyChain => self.supply_chain.as_deref(),
            Phase::Manufacturing => self.manufacturing.as_deref(),
            Phase::Deployment => self.deployment.as_deref(),
            Phase::Interoperation => self.interoperation.as_deref(),
            Phase::Maintenance => self.maintenance.as_deref(),
            Phase::Decommissioning => self.decommissioning.as_deref(),
            _ => None,
        }
    }
}

group! {
    /// Interoperability, class by class (section V.A.3).
    Interoperability {
        /// Other devices and accessories.
        other_devices "other-devices": Option<TextOrNone>,
        /// Functions that are not device functions.
        other_functions "other-functions": Option<TextOrNone>,
        /// Healthcare infrastructure.
        infrastructure: Option<TextOrNone>,
        /// General-purpose platforms.
        platforms: Option<TextOrNone>,
        /// How users still reach their own data.
        user_access "user-access": Option<String>,
    }
}

group! {
    /// How the SBOM is kept and given out.
    InventoryPlan {
        /// Configuration-management procedure.
        configuration_management "configuration-management": Option<String>,
        /// How it follows changes of marketed software.
        updated_on_change "updated-on-change": Option<String>,
        /// Where users get it.
        public_at "public-at": Option<String>,
        /// The version that users get.
        public_version "public-version": Option<String>,
        /// The day the address was last tried.
        public_checked "public-checked": Option<Date>,
        /// Whether the device itself can give it out.
        readable_by_device "readable-by-device": Option<bool>,
        /// The day known vulnerabilities were last assessed.
        assessed: Option<Date>,
        /// Sources of vulnerability information.
        sources: Vec<String>,
        /// The off-the-shelf software list.
        off_the_shelf "off-the-shelf": Vec<Ref<Package>>,
        /// Why it is not transitive, where it is not.
        depth_because "depth-because": Option<String>,
    }
}

group! {
    /// Metrics, or why there are none yet.
    Metrics {
        /// Why none can be given yet.
        because: Option<String>,
        /// What is planned.
        planned: Option<String>,
        /// Metrics of an earlier model.
        prior_model "prior-model": Option<String>,
    }
}

group! {
    /// One source that is monitored.
    Monitor {
        /// `database`, `supplier`, `researcher`, `isao`, `kev`.
        kind: Option<String>,
        /// How.
        method: Option<String>,
        /// How often.
        every: Option<Cycle>,
    }
}

group! {
    /// Something done at intervals.
    Regular {
        /// How.
        how: Option<String>,
        /// What.
        what: Option<String>,
        /// How often.
        every: Option<Cycle>,
    }
}

group! {
    /// A time with its justification.
    Within {
        /// The time.
        within: Option<Duration>,
        /// Why it is reasonable.
        because: Option<String>,
    }
}

group! {
    /// Regular and out-of-cycle updates (524B(b)(2)(A) and (B)).
    PlanCycle {
        /// The regular cycle.
        regular: Option<Within>,
        /// Out of cycle.
        out_of_cycle "out-of-cycle": Option<Within>,
    }
}

group! {
    /// How updates are made and delivered.
    PlanUpdates {
        /// The process.
        process: Option<String>,
        /// The paths.
        paths: Vec<Ref<Update>>,
    }
}

group! {
    /// How fast updates can reach devices.
    Capability {
        /// The rate.
        rate: Option<String>,
        /// The time until all are reached.
        within: Option<Duration>,
        /// Why that holds.
        because: Option<String>,
    }
}

group! {
    /// Coordinated vulnerability disclosure.
    Disclosure {
        /// Address of the policy; the maker's when absent.
        policy: Option<String>,
        /// Contact; the maker's when absent.
        contact: Option<String>,
        /// How soon a report is acknowledged.
        acknowledges_within "acknowledges-within": Option<Duration>,
        /// What is found by others.
        external: Option<String>,
        /// What the maker finds.
        internal: Option<String>,
        /// How disclosure is carried out.
        procedure: Option<String>,
    }
}

group! {
    /// How customers are told.
    Customers {
        /// How.
        how: Option<String>,
        /// How soon.
        within: Option<Duration>,
    }
}

group! {
    /// Parts that cannot be updated.
    NotPatchable {
        /// Which.
        on: OneOrMany<Ref<Component>>,
        /// The limits.
        limits: Option<String>,
        /// What happens on an unacceptable risk.
        then: Option<String>,
    }
}

group! {
    /// The cybersecurity management plan: the plan for security updates (section VI.B, 524B(b)(1)).
    Plan {
        /// Document number.
        document: Option<String>,
        /// Version.
        version: Option<String>,
        /// The day it was approved.
        approved: Option<Date>,
        /// The day it was last reviewed.
        reviewed: Option<Date>,
        /// How often it is reviewed.
        review_every "review-every": Option<Cycle>,
        /// Roles and what they do; roles, not names.
        roles: Map<String>,
        /// Sources that are monitored.
        monitor: Map<Monitor>,
        /// How known exploited vulnerabilities are handled.
        kev: Option<Regular>,
        /// Periodic security testing.
        testing: Option<Regular>,
        /// Time to release a patch, by severity word.
        release_within "release-within": Map<Duration>,
        /// Regular and out-of-cycle updates.
        cycle: Option<PlanCycle>,
        /// Update processes.
        updates: Option<PlanUpdates>,
        /// How fast updates reach devices.
        capability: Option<Capability>,
        /// Coordinated disclosure.
        disclosure: Option<Disclosure>,
        /// How customers are told.
        customers: Option<Customers>,
        /// Differing fielded versions.
        fielded: Option<String>,
        /// Parts that cannot be updated.
        not_patchable "not-patchable": Option<NotPatchable>,
        /// Resources.
        resources: Option<String>,
        /// What makes the risk documents be updated.
        risk_update "risk-update": Option<String>,
        /// Information sharing organisation.
        isao: Option<String>,
        /// What happens when a supplier stops.
        supplier_end "supplier-end": Option<String>,
    }
}

group! {
    /// System-level risks of section V.B.
    SystemRisks {
        /// Supply chain.
        supply_chain "supply-chain": Option<String>,
        /// Design.
        design: Option<String>,
        /// Production.
        production: Option<String>,
        /// Deployment.
        deployment: Option<String>,
    }
}

group! {
    /// How the security architecture is made.
    SecurityArchitecture {
        /// Design process, requirements and acceptance criteria.
        procedure: Option<String>,
        /// Security context.
        context: Option<String>,
        /// System-level risks.
        system_risks "system-risks": Option<SystemRisks>,
        /// Pre-submission meeting.
        q_submission "q-submission": Option<String>,
    }
}

group! {
    /// Which column of an exported list holds what: its heading.
    SafetyColumns {
        /// Id of the hazardous situation, harm or hazard.
        id: Option<String>,
        /// Whether it is of security origin: `yes`, `x`, `security`; `no`, `-` or nothing.
        security: Option<String>,
        /// More words in that column that say yes.
        yes: Vec<String>,
        /// More words in that column that say no, such as other origins of a hazard.
        no: Vec<String>,
        /// Severity, in the words of the severity scale.
        severity: Option<String>,
        /// The text.
        text: Option<String>,
        /// Sheet of a workbook; the first when absent.
        sheet: Option<String>,
    }
}

group! {
    /// The ISO 14971 file that risks are handed to.
    SafetyFile {
        /// Document number.
        document: Option<String>,
        /// Version.
        version: Option<String>,
        /// Hazardous situations that are flagged as of security origin; those of the export count too.
        security_origin "security-origin": Vec<String>,
        /// Exported list of hazardous situations (CSV, XLSX), as a path from the device folder.
        export: Option<String>,
        /// Its columns; guessed from their headings when absent.
        columns: Option<SafetyColumns>,
    }
}

group! {
    /// The labeling document.
    Labeling {
        /// Document number.
        document: Option<String>,
        /// Version.
        version: Option<String>,
        /// The device version that it names.
        device_version "device-version": Option<String>,
        /// The end of support that it prints.
        end_of_support "end-of-support": Option<Date>,
        /// For whom it is written.
        audience: Option<String>,
        /// The day its links were last tried.
        links_checked "links-checked": Option<Date>,
    }
}

group! {
    /// The list of unresolved anomalies.
    AnomalyList {
        /// The day it was taken.
        listed: Option<Date>,
        /// How security effect is judged.
        criteria: Option<String>,
        /// The device version that it is of.
        device_version "device-version": Option<String>,
        /// Whether the list is complete: an empty list is then a statement.
        complete: Option<bool>,
    }
}

words! {
    /// What a change touches (section VII.D).
    Touches, "something that a change touches", {
        /// Authentication.
        Authentication = "authentication",
        /// Encryption.
        Encryption = "encryption",
        /// Connectivity.
        Connectivity = "connectivity",
        /// The update process.
        UpdateProcess = "update-process",
        /// Architecture.
        Architecture = "architecture",
        /// An interface.
        Interface = "interface",
        /// A trust boundary.
        TrustBoundary = "trust-boundary",
        /// Nothing of these.
        Nothing = "none",
    }
}

group! {
    /// A change of an authorised device (section VII.D).
    Change {
        /// The number of the authorised submission.
        of: Option<String>,
        /// What it touches.
        touches: Vec<Touches>,
        /// Why.
        because: Option<String>,
        /// Critical vulnerabilities that exist now.
        critical_now "critical-now": Option<String>,
        /// Vulnerabilities remediated since the last authorisation.
        remediated: Option<String>,
        /// Where the plan was given before.
        plan_in "plan-in": Option<String>,
    }
}
