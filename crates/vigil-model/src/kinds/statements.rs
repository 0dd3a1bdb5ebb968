//! What people decided, tested, found and answered: decisions, own vulnerabilities, packages, tests, evidence, anomalies, answers.

use vigil_base::{Date, Id};

use crate::field::{At, Map, OneOrMany, Plain};
use crate::kinds::project::Release;
use crate::kinds::safety::{Control, Requirement, Risk};
use crate::kinds::system::{Adversary, Component};
use crate::quantity::{Cwes, Duration, Until};
use crate::record::{group, record};
use crate::refs::{AnyRef, Ref, RefMap, ThreatRef};
use crate::words::words;

words! {
    /// What a person decided.
    Verdict, "a verdict", {
        /// The threat applies.
        Applies = "applies",
        /// The threat does not apply here.
        NotApplicable = "not-applicable",
        /// The flaw affects the component.
        Affected = "affected",
        /// The flaw does not affect it, for the reason given by `why`.
        NotAffected = "not-affected",
        /// The flaw is fixed in it.
        Fixed = "fixed",
        /// Not decided yet, and being looked at.
        UnderInvestigation = "under-investigation",
        /// The package has no record to look up and is watched in the way that `because` states.
        Watched = "watched",
    }
}

words! {
    /// Why a flaw does not affect a component: the words of CISA's VEX minimum requirements.
    Justification, "a justification", {
        /// The component is not in the product.
        ComponentNotPresent = "component_not_present",
        /// The vulnerable code is not in it.
        CodeNotPresent = "vulnerable_code_not_present",
        /// An adversary cannot control the vulnerable code.
        CodeNotControllable = "vulnerable_code_cannot_be_controlled_by_adversary",
        /// The vulnerable code is never executed.
        CodeNotInPath = "vulnerable_code_not_in_execute_path",
        /// Built-in controls stop every exploit.
        InlineMitigations = "inline_mitigations_already_exist",
    }
}

words! {
    /// How something came to be known.
    FoundBy, "a way of finding", {
        /// A researcher reported it.
        Researcher = "researcher",
        /// A penetration test found it.
        PenTest = "pen-test",
        /// The maker's own people found it.
        Internal = "internal",
        /// A customer reported it.
        Customer = "customer",
        /// A supplier reported it.
        Supplier = "supplier",
        /// An anomaly turned out to have a security effect.
        Anomaly = "anomaly",
        /// The SBOM was matched against a vulnerability database.
        SbomMatch = "sbom-match",
        /// A static or dynamic analysis found it.
        Analysis = "analysis",
    }
}

group! {
    /// What a decision covers.
    On {
        /// A generated or written threat; `*` stands for any rule or any subject.
        threat: Option<At<String>>,
        /// Flaws: CVE, GHSA or other ids.
        flaw: OneOrMany<String>,
        /// The package, by name or purl without version; all when absent.
        package: Option<String>,
        /// Components that carry it; all when absent.
        components: Vec<Ref<Component>>,
        /// Versions that it holds for, such as `>=3.0.0, <3.0.15`.
        versions: Option<String>,
        /// An own vulnerability.
        vulnerability: Option<Ref<Vulnerability>>,
        /// An unresolved anomaly.
        anomaly: Option<Ref<Anomaly>>,
        /// How many threats a wildcard covers.
        expect: Option<u64>,
    }
}

group! {
    /// A score given in a decision.
    Score {
        /// CVSS vector.
        cvss: Option<String>,
        /// Answers to the medical rubric.
        rubric: Map<String>,
    }
}

group! {
    /// The days that the clocks and metrics count from.
    Dates {
        /// The maker learned of it.
        known: Option<Date>,
        /// Customers were told.
        communicated: Option<Date>,
        /// A fix was available to the maker.
        fix_available "fix-available": Option<Date>,
        /// Released, by version of the device.
        released: Map<Date>,
        /// Complete in the field, by version of the device.
        fielded: Map<Date>,
    }
}

group! {
    /// A fix that is put off, with its plan.
    Deferral {
        /// What it addresses.
        addresses: Option<String>,
        /// The release that brings it.
        release: Option<String>,
        /// By when.
        by: Option<Date>,
        /// Whether devices made before get it.
        interim: Option<String>,
        /// How long until it has reached the devices.
        reach: Option<Duration>,
    }
}

group! {
    /// Where a decision was taken over from: a statement of somebody else.
    Origin {
        /// The file in the device folder.
        file: String,
        /// The document's own id.
        document: Option<String>,
        /// Who says it.
        publisher: Option<String>,
        /// The day of the statement.
        date: Option<Date>,
        /// Where in the file it stands, as a JSON pointer.
        at: Option<String>,
    }
}

record! {
    /// What a person decided on a threat, a match, an own vulnerability or an anomaly.
    Decision in decisions {
        /// What it covers.
        on: On,
        /// The verdict.
        verdict: Verdict,
        /// The justification of `not-affected`.
        why: Option<Justification>,
        /// The reason.
        because: Option<String>,
        /// How the threat happens here.
        story: Option<String>,
        /// Adversaries that it starts from.
        from: Vec<Ref<Adversary>>,
        /// Facts that it rests on; when one changes it is asked again.
        rests_on "rests-on": Vec<String>,
        /// Its score.
        score: Option<Score>,
        /// The risk that takes it up.
        risk: Option<Ref<Risk>>,
        /// Whether the risk is controlled without a risk record.
        controlled: Option<bool>,
        /// How it came to be known.
        found_by "found-by": Option<FoundBy>,
        /// The statement of a supplier that it was taken over from.
        origin: Option<Origin>,
        /// Files with statements of suppliers that were read and not followed; `because` says why.
        despite: Vec<String>,
        /// Effect on safety.
        safety: Option<String>,
        /// Effect on security.
        security: Option<String>,
        /// Controls that answer it.
        controls: Vec<Ref<Control>>,
        /// Compensating controls.
        compensating: Option<String>,
        /// Why a known exploited flaw is not designed out.
        kev: Option<String>,
        /// Days for clocks and metrics.
        dates: Option<Dates>,
        /// The plan when the fix is put off.
        deferral: Option<Deferral>,
        /// Verdict by fielded release.
        releases: RefMap<Release, Verdict>,
        /// Role that decided.
        by: Option<String>,
        /// The day of the decision.
        date: Option<Date>,
        /// The day after which it has to be looked at again.
        review: Option<Date>,
    }
}

group! {
    /// A flaw that must not be told yet.
    Embargo {
        /// The day from which it may be told.
        until: Date,
        /// Traffic light protocol label.
        tlp: Option<String>,
    }
}

record! {
    /// A flaw in the maker's own code or design.
    Vulnerability in vulnerabilities {
        /// Title printed in documents.
        title: String,
        /// How it was found.
        found_by "found-by": FoundBy,
        /// The test or report that found it.
        from: Option<String>,
        /// The day it was reported.
        reported: Option<Date>,
        /// What it is in.
        on: Vec<AnyRef>,
        /// Versions that have it.
        versions: Option<String>,
        /// Version that fixes it.
        fixed_in "fixed-in": Option<String>,
        /// CWE numbers.
        cwe: Cwes,
        /// CVE id, once there is one.
        cve: Option<String>,
        /// Until when it must not be told.
        embargo: Option<Embargo>,
        /// More about it.
        text: Option<String>,
    }
}

words! {
    /// How a package is supported by whoever makes it.
    SupportLevel, "a level of support", {
        /// Fixes are made.
        ActivelyMaintained = "actively-maintained",
        /// Some fixes are made, fewer than before: security fixes only, or for customers with a contract.
        LimitedSupport = "limited-support",
        /// No more fixes; the maker still exists.
        NoLongerMaintained = "no-longer-maintained",
        /// Nobody answers for it.
        Abandoned = "abandoned",
        /// It was asked and cannot be known.
        Unknown = "unknown",
    }
}

group! {
    /// How a package is supported and until when.
    Support {
        /// Level of support.
        level: Option<SupportLevel>,
        /// End of support, or `"unknown"` with a reason.
        ends: Option<Until>,
        /// Why the date is unknown.
        because: Option<String>,
        /// Who says so.
        source: Option<String>,
        /// The day it was looked up.
        checked: Option<Date>,
    }
}

group! {
    /// What happens to a package when its support ends.
    Replacement {
        /// The plan.
        plan: String,
        /// By when.
        by: Option<Date>,
    }
}

group! {
    /// What was compiled into a package. A flaw whose source files were all left out is then not in the device.
    Built {
        /// File that lists what was compiled: one source or object file a line, from the top of the source tree.
        files: Option<String>,
        /// The `.config` that it was built with; BusyBox's is read by a table of its applets.
        config: Option<String>,
        /// File that says which options of `config` bring a source file in: lines `FILE CONFIG_NAME...`.
        options: Option<String>,
        /// Whether the files above hold everything that was compiled. Only then is a flaw dismissed by them.
        complete: Option<bool>,
    }
}

words! {
    /// What sort of thing a package is: the component types of CycloneDX.
    PackageKind, "a kind of package", {
        /// A program.
        Application = "application",
        /// A framework.
        Framework = "framework",
        /// A library.
        Library = "library",
        /// A container image.
        Container = "container",
        /// A runtime environment.
        Platform = "platform",
        /// An operating system.
        OperatingSystem = "operating-system",
        /// Hardware, such as a radio module or a processor.
        Device = "device",
        /// A device driver.
        DeviceDriver = "device-driver",
        /// Software that runs on a part of the hardware, often known as a binary only.
        Firmware = "firmware",
        /// A file, such as a binary without source.
        File = "file",
        /// A model made by machine learning, such as the weights of a neural network.
        MachineLearningModel = "machine-learning-model",
        /// Data, such as a drug library or training data.
        Data = "data",
        /// A cryptographic asset, such as a certificate or an algorithm.
        CryptographicAsset = "cryptographic-asset",
    }
}

record! {
    /// An SBOM package written by hand, or facts added to one. The id is its purl, or `name@version`.
    Package in packages {
        /// Name; taken from the id when absent.
        name: Option<String>,
        /// Version; taken from the id when absent.
        version: Option<String>,
        /// What sort of thing it is; the SBOM's word when absent, and a library where no SBOM lists it.
        kind: Option<PackageKind>,
        /// Who supplies it.
        supplier: Option<String>,
        /// Licence as an SPDX expression.
        licence: Option<String>,
        /// CPE 2.3 name.
        cpe: Option<String>,
        /// Hashes by algorithm.
        hash: Map<String>,
        /// Components that carry it; needed for a package that no SBOM lists.
        components "in": OneOrMany<Ref<Component>>,
        /// Support by its maker.
        support: Option<Support>,
        /// How its source code is kept.
        custody: Option<String>,
        /// What was compiled into it.
        built: Option<Built>,
        /// How its supplier is controlled.
        supplier_controls "supplier-controls": Option<String>,
        /// What happens when its support ends.
        replace: Option<Replacement>,
        /// Attributes that cannot be known, with the reason: `unknown = { hash = "..." }`.
        unknown: Map<String>,
        /// More about it.
        text: Option<String>,
    }
}

record! {
    /// An identity pinned by a person, for a package whose own identifiers do not lead to the right records.
    Identity in identities {
        /// The purl that it really is.
        purl: Option<String>,
        /// The CPE 2.3 name that it really is.
        cpe: Option<String>,
        /// How a package without records is watched.
        watched: Option<String>,
        /// Why.
        because: String,
        /// Role that pinned it.
        by: Option<String>,
        /// The day.
        date: Option<Date>,
    }
}

words! {
    /// What kind of test it is.
    TestKind, "a kind of test", {
        /// Shows that a requirement is implemented.
        Requirement = "requirement",
        /// Examines a trust boundary.
        Boundary = "boundary",
        /// Shows that what is forbidden is refused.
        Negative = "negative",
        /// Sends malformed or unexpected input.
        Malformed = "malformed",
        /// Holds under load, loss and noise.
        Robustness = "robustness",
        /// Fuzzing.
        Fuzz = "fuzz",
        /// Analyses the attack surface.
        AttackSurface = "attack-surface",
        /// Chains vulnerabilities.
        Chaining = "chaining",
        /// Scans for known vulnerabilities from outside.
        Scan = "scan",
        /// Analyses the composition of binaries.
        Composition = "composition",
        /// Static analysis.
        Static = "static",
        /// Dynamic analysis.
        Dynamic = "dynamic",
        /// Looks for fixed and default credentials.
        Credential = "credential",
        /// Shows that a control is adequate: policy, traffic, stability.
        Adequacy = "adequacy",
        /// Tests that people can follow what labeling asks of them.
        Usability = "usability",
        /// Penetration test.
        Pentest = "pentest",
    }
}

group! {
    /// Where a test's SARIF results come from.
    FindSarif {
        /// Name of the tool.
        tool: String,
        /// Rule ids that must have no result; all when absent.
        rules: Vec<String>,
    }
}

group! {
    /// How the results of a test are found in the evidence.
    Find {
        /// Pattern over `class::name` of JUnit cases; `*` stands for any text.
        junit: Option<At<String>>,
        /// SARIF log of a tool.
        sarif: Option<FindSarif>,
        /// Fuzzing statistics: the target's name.
        fuzz: Option<String>,
        /// A finding or result in a TOML report: `file.toml#id`.
        finding: Option<At<String>>,
    }
}

group! {
    /// A tool with what is needed to repeat its run.
    Tool {
        /// Name.
        name: String,
        /// Version.
        version: Option<String>,
        /// Settings.
        settings: Option<String>,
    }
}

record! {
    /// A test.
    Test in tests {
        /// Title printed in documents.
        title: Option<String>,
        /// Requirements that it verifies.
        verifies: Vec<Ref<Requirement>>,
        /// Threats whose mitigation it shows to work.
        threats: Vec<ThreatRef>,
        /// Its kind.
        kind: TestKind,
        /// How its results are found.
        find: Option<Find>,
        /// What it reaches: interfaces and components.
        scope: Vec<AnyRef>,
        /// Views whose threats it covers.
        views: Vec<AnyRef>,
        /// Who tests.
        by: Option<String>,
        /// How independent they are of the developers.
        independence: Option<String>,
        /// With what.
        tool: Option<Tool>,
        /// The original report.
        report: Option<String>,
        /// The day.
        date: Option<Date>,
        /// The release that it ran on; the one under review when absent.
        release: Option<Ref<Release>>,
    }
}

record! {
    /// A penetration test.
    Pentest in pentests {
        /// Who tested.
        by: Option<String>,
        /// How independent they are of the developers.
        independence: Option<String>,
        /// What qualifies them.
        expertise: Option<String>,
        /// Interfaces and components in scope.
        scope: Vec<AnyRef>,
        /// First day.
        from: Option<Date>,
        /// Last day.
        to: Option<Date>,
        /// Effort, where it is not given by the days.
        duration: Option<Duration>,
        /// Methods.
        methods: Vec<String>,
        /// Results in a few sentences.
        results: Option<String>,
        /// The report.
        report: Option<String>,
        /// Whether it is the tester's original.
        original: Option<bool>,
        /// Whether a third party tested.
        third_party "third-party": Option<bool>,
        /// The release tested.
        release: Option<Ref<Release>>,
        /// The build tested.
        build: Option<String>,
    }
}

record! {
    /// Imported results: written by the tool beside the files.
    Evidence in evidence {
        /// The file, as a path from `evidence/`.
        from: String,
        /// Digest of the file.
        sha256: Option<String>,
        /// Release of the device that was tested.
        release: Option<Ref<Release>>,
        /// Component that was tested.
        component: Option<Ref<Component>>,
        /// Commit that was tested: of the component, or of all components that are built from one commit.
        commit: Option<String>,
        /// Commits that were tested, by component, where several were tested together.
        commits: RefMap<Component, String>,
        /// Why results of a release that is built from commits name none: no software takes part in them.
        no_commit "no-commit": Option<String>,
        /// Tool that made it.
        tool: Option<String>,
        /// The day.
        date: Option<Date>,
    }
}

words! {
    /// Whether an anomaly matters for security.
    AnomalyVerdict, "a verdict on an anomaly", {
        /// It cannot be used on purpose to do harm.
        NoSecurityEffect = "no-security-effect",
        /// It can: it is treated as a vulnerability.
        SecurityEffect = "security-effect",
    }
}

record! {
    /// An unresolved anomaly.
    Anomaly in anomalies {
        /// What happens.
        text: String,
        /// What it is in.
        on: Vec<AnyRef>,
        /// CWE number, or `"none"`.
        cwe: Cwes,
        /// Whether it matters for security.
        verdict: Option<AnomalyVerdict>,
        /// Why.
        because: Option<String>,
        /// What it could do when triggered on purpose.
        impact: Option<String>,
        /// The day since which it is known: the time for a fix that is put off counts from there.
        found: Option<Date>,
        /// The risk that takes it up.
        risk: Option<Ref<Risk>>,
        /// The plan when the fix is put off.
        deferral: Option<Deferral>,
    }
}

words! {
    /// How a rule is answered.
    AnswerStatus, "a status", {
        /// Done; for rules that a person judges: looked at and found to be met.
        Implemented = "implemented",
        /// Done in part.
        Partly = "partly",
        /// Does not apply.
        NotApplicable = "not-applicable",
        /// Met in another way, with a rationale.
        Alternative = "alternative",
    }
}

record! {
    /// The maker's answer to one rule of the catalogue. The id is the rule's.
    Answer in answers {
        /// How it is answered.
        status: AnswerStatus,
        /// Why; needed unless it is implemented.
        because: Option<String>,
        /// Controls that implement it.
        controls: Vec<Ref<Control>>,
        /// Requirements that implement it.
        requirements: Vec<Ref<Requirement>>,
        /// Place in the design documents.
        design "where": Option<String>,
        /// Reasons for single subjects.
        except: Map<String>,
        /// Role that answered.
        by: Option<String>,
        /// The day.
        reviewed: Option<Date>,
    }
}

record! {
    /// An answer in the manufacturer disclosure statement (MDS2). The id is the question's.
    Mds2 in mds2 {
        /// Yes, No, N/A or See note.
        answer: Plain,
        /// The note.
        note: Option<String>,
        /// Why it differs from what the model gives.
        because: Option<String>,
    }
}

/// The id of a package without its version and qualifiers: `pkg:generic/lwip@2.1.2` gives `pkg:generic/lwip`.
pub fn without_version(id: &Id) -> &str {
    let text = id.as_str();
    let text = text.split(['?', '#']).next().unwrap_or(text);
    match text.rfind('@') {
        // `pkg:npm/@scope/name` has an `@` that belongs to the namespace.
        Some(at) if at > text.rfind('/').map_or(0, |slash| slash + 1) => &text[..at],
        _ => text,
    }
}
