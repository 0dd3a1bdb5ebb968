//! The table of faults: what is changed, what has to be said, and where.

use super::Change::{self, Append, Bytes, Cut, Replace};
use super::Fault;

const fn fault(name: &'static str, change: Change, code: &'static str, at: &'static str) -> Fault {
    Fault { name, change, code, at, gone: &[] }
}

const fn instead(fault: Fault, gone: &'static [&'static str]) -> Fault {
    Fault { gone, ..fault }
}

const POLICY: &str = "vigil.toml";
const SYSTEM: &str = "model/system.toml";
const PARTS: &str = "model/components.toml";
const FLOWS: &str = "model/data-and-flows.toml";
const SAFETY: &str = "model/safety.toml";
const CONTROLS: &str = "model/controls.toml";
const RISKS: &str = "model/risks.toml";
const LIFE: &str = "model/lifecycle.toml";
const TESTS: &str = "model/tests.toml";
const FLAWS: &str = "model/vulnerabilities.toml";
const THREATS: &str = "model/threats.toml";
const REQUIREMENTS: &str = "model/requirements.toml";
const DECISIONS: &str = "decisions/threats.toml";
const LEDGER: &str = "ledger.jsonl";
const LOCK: &str = "vigil.lock";

pub(super) const FAULTS: &[Fault] = &[
    // What a file may hold.
    fault(
        "unknown key",
        Replace(PARTS, "platform_by = \"patient\"", "platfrom_by = \"patient\""),
        "model.unknown-key",
        "^platfrom_by",
    ),
    fault(
        "unknown key of a group",
        Replace(LIFE, "signed  = { by =", "signed  = { bye ="),
        "model.unknown-key",
        "{ ^bye =",
    ),
    fault(
        "unknown kind",
        Replace(LIFE, "[anomaly.an-007]", "[anomly.an-007]"),
        "model.unknown-kind",
        "[^anomly.an-007]",
    ),
    fault(
        "misspelt kind of a record that others name",
        Replace(SAFETY, "[harm.over-infusion]", "[harms.over-infusion]"),
        "model.unknown-kind",
        "[^harms.over-infusion]",
    ),
    fault(
        "misspelt fact",
        Replace(PARTS, "memory-protection", "memroy-protection"),
        "model.unknown-word",
        "{ ^memroy-protection",
    ),
    fault(
        "text where true or false is expected",
        Replace(PARTS, "serves_many = true                     #", "serves_many = \"yes\" #"),
        "model.wrong-type",
        "serves_many = ^\"yes\"",
    ),
    fault(
        "a number where text is expected",
        Replace(SAFETY, "\"RMF-HS-019\"", "19"),
        "model.wrong-type",
        "safety_ref = ^19",
    ),
    fault(
        "text where a list is expected",
        Replace(RISKS, "[\"bedside-confirm\", \"hard-limits\"]", "\"bedside-confirm\""),
        "model.wrong-type",
        "controls = ^\"bedside-confirm\"",
    ),
    fault(
        "a list where a table is expected",
        Replace(RISKS, "many     = true                        # computed", "before = [] # computed"),
        "model.wrong-type",
        "before = ^[]",
    ),
    fault(
        "text where a number is expected",
        Replace(POLICY, "4120", "\"4120\""),
        "model.wrong-type",
        "units      = ^\"4120\"",
    ),
    fault("a number below zero", Replace(POLICY, "4120", "-1"), "model.wrong-type", "units      = ^-1"),
    fault(
        "one wrong entry of a list",
        Replace(POLICY, "\"ORC-300\", \"ORC", "300, \"ORC"),
        "model.wrong-type",
        "models  = [^300",
    ),
    fault(
        "missing key",
        Replace(THREATS, "story   = \"\"\"\nAn unlocked, enrolled tablet is left in a corridor.\"\"\"\n", ""),
        "model.missing-key",
        "^[threat.lost-tablet]",
    ),
    fault(
        "missing key of a flow that threats, decisions and risks rest on",
        Replace(FLOWS, "over = \"ble-bonded\"\n", ""),
        "model.missing-key",
        "^[flow.ble-control]",
    ),
    instead(
        fault(
            "missing key of a component that much rests on",
            Replace(PARTS, "kind   = \"embedded-linux\"", ""),
            "model.missing-key",
            "^[component.pump-comms]",
        ),
        &["case.sbom-missing"],
    ),
    fault(
        "missing key of the project",
        Replace(POLICY, "name    = \"Orchid 3 infusion system\"\n", ""),
        "model.missing-key",
        "^[project]",
    ),
    fault(
        "list of data with a wrong entry",
        Replace(FLOWS, "carries = [\"patient\", \"programme\"]", "carries = [\"patient\", 1]"),
        "model.wrong-type",
        "carries = [\"patient\", ^1]",
    ),
    fault(
        "missing key of an interface",
        Replace(PARTS, "mllp = { kind = \"tcp\" }", "mllp = { }"),
        "model.missing-key",
        "mllp = ^{ }",
    ),
    fault("bad id", Replace(RISKS, "[risk.r-013]", "[risk.R-013]"), "model.bad-id", "[risk.^R-013]"),
    // References.
    fault(
        "dead reference",
        Replace(REQUIREMENTS, "[\"oob-pairing\"]", "[\"oob-paring\"]"),
        "model.dead-reference",
        "implements = [^\"oob-paring\"",
    ),
    fault(
        "dead channel of a flow",
        Replace(FLOWS, "over = \"ble-bonded\"", "over = \"ble-bounded\""),
        "model.dead-reference",
        "over = ^\"ble-bounded\"",
    ),
    fault(
        "dead end of a flow: component",
        Replace(FLOWS, "\"tablet.ble\"", "\"tablt.ble\""),
        "model.dead-reference",
        "from = ^\"tablt.ble\"",
    ),
    fault(
        "dead end of a flow: interface",
        Replace(FLOWS, "\"pump-comms.wifi\"", "\"pump-comms.wlan\""),
        "model.dead-reference",
        "to   = ^\"pump-comms.wlan\"",
    ),
    fault(
        "dead `kind.id`",
        Replace(CONTROLS, "[\"flow.ble-control\"]", "[\"flow.ble-contrl\"]"),
        "model.dead-reference",
        "on     = [^\"flow.ble-contrl\"",
    ),
    fault(
        "`kind.id` of an unknown kind",
        Replace(CONTROLS, "[\"flow.ble-control\"]", "[\"flows.ble-control\"]"),
        "model.bad-reference",
        "on     = [^\"flows.ble-control\"",
    ),
    fault(
        "dead key of a table keyed by references",
        Replace(POLICY, "tablet = { version", "tablett = { version"),
        "model.dead-reference",
        ", ^tablett = {",
    ),
    fault(
        "dead generated threat",
        Replace(RISKS, "\"tamper@flow.order\"", "\"tampering@flow.order\""),
        "threat.dead-reference",
        "[^\"tampering@flow.order\"",
    ),
    fault(
        "dead written threat",
        Replace(RISKS, "\"lost-tablet\"", "\"lost-tablets\""),
        "model.dead-reference",
        ", ^\"lost-tablets\"",
    ),
    fault(
        "dead component of a decision",
        Replace(
            DECISIONS,
            "\"spoof-peer@flow.ble-control\" }",
            "\"spoof-peer@flow.ble-control\", components = [\"pump-coms\"] }",
        ),
        "model.dead-reference",
        "[^\"pump-coms\"]",
    ),
    fault(
        "project.version without a release",
        Replace(POLICY, "version = \"3.2.0\"                      #", "version = \"3.3.0\" #"),
        "model.dead-reference",
        "version = ^\"3.3.0\" #",
    ),
    // Ids.
    fault(
        "duplicate id in one file",
        Replace(RISKS, "[risk.r-013]", "[risk.r-012]"),
        "model.duplicate-id",
        "[risk.^r-012]\ntitle    = \"Altered",
    ),
    fault(
        "duplicate key in one record",
        Replace(LIFE, "urgent  = \"30 days\"", "urgent  = \"30 days\"\nurgent = \"20 days\""),
        "model.duplicate-id",
        "^urgent = \"20 days\"",
    ),
    fault(
        "duplicate id over two files",
        Append(THREATS, "\n[risk.r-013]\nharm = \"privacy\"\n"),
        "model.duplicate-id",
        "^[risk.r-013]",
    ),
    fault(
        "[project] in two files",
        Append(SYSTEM, "\n[project]\nid = \"x\"\nname = \"X\"\nversion = \"3.2.0\"\n"),
        "model.duplicate-id",
        "^[project]",
    ),
    fault(
        "`was` names a record that still exists",
        Replace(RISKS, "[risk.r-013]", "[risk.r-013]\nwas = [\"r-012\"]"),
        "model.was-in-use",
        "^was = [\"r-012\"]",
    ),
    fault(
        "retired id used again",
        Append(LOCK, "version = 1\nretired = [\"flow.order\"]\n"),
        "model.reused-id",
        "model/data-and-flows.toml\n^[flow.order]",
    ),
    // Zones.
    fault(
        "two zones inside each other",
        Replace(SYSTEM, "[zone.ward-lan]", "[zone.ward-lan]\nin = \"bedside\""),
        "model.cycle",
        "^in = \"ward-lan\"",
    ),
    fault(
        "three zones inside each other",
        Replace(SYSTEM, "[zone.ward-lan]", "[zone.ward-lan]\nin = \"pump\""),
        "model.cycle",
        "^in = \"ward-lan\"",
    ),
    // Decisions.
    fault(
        "wildcard with a wrong count",
        Replace(DECISIONS, "expect = 4", "expect = 5"),
        "threat.wildcard-count",
        "{ threat = ^\"*@component.ehr\"",
    ),
    fault(
        "wildcard without a count",
        Replace(DECISIONS, ", expect = 4", ""),
        "threat.wildcard-without-count",
        "{ threat = ^\"*@component.ehr\"",
    ),
    fault(
        "two decisions on one threat",
        Append(
            DECISIONS,
            "\n[decision.again]\non = { threat = \"tamper@flow.order\" }\nverdict = \"applies\"\n",
        ),
        "threat.decided-twice",
        "^[decision.plain-hl7]",
    ),
    fault(
        "decision on a threat that is gone",
        Replace(DECISIONS, "\"tamper@flow.order\" }", "\"tamper@flow.orders\" }"),
        "threat.decision-covers-nothing",
        "{ threat = ^\"tamper@flow.orders\"",
    ),
    fault(
        "not applicable without a reason",
        Replace(DECISIONS, "because = \"The hospital", "story = \"The hospital"),
        "threat.no-reason",
        "^verdict = \"not-applicable\"",
    ),
    fault(
        "a verdict that cannot be said of a threat",
        Replace(DECISIONS, "\"applies\"                    #", "\"affected\" #"),
        "threat.wrong-verdict",
        "^verdict = \"affected\"",
    ),
    // Quantities and words.
    fault(
        "quoted date",
        Replace(FLAWS, "reported = 2026-08-14", "reported = \"2026-08-14\""),
        "model.bad-date",
        "reported = ^\"2026-08-14\"",
    ),
    fault(
        "a day that does not exist",
        Replace(FLAWS, "reported = 2026-08-14", "reported = 2026-02-30"),
        "model.syntax",
        "reported = ^2026-02-30",
    ),
    fault(
        "duration with an unknown unit",
        Replace(LIFE, "\"30 days\"", "\"30 fortnights\""),
        "model.bad-quantity",
        "urgent  = ^\"30 fortnights\"",
    ),
    fault(
        "cycle with an unknown word",
        Replace(LIFE, "\"quarterly\"", "\"now and then\""),
        "model.bad-quantity",
        "cycle   = ^\"now and then\"",
    ),
    fault(
        "port beyond the last",
        Replace(PARTS, "tcp/8443", "tcp/84430"),
        "model.bad-quantity",
        "listens = [^\"tcp/84430\"",
    ),
    fault(
        "word outside its closed list",
        Replace(CONTROLS, "family = \"resiliency\"", "family = \"resilience\""),
        "model.unknown-word",
        "family = ^\"resilience\"",
    ),
    fault(
        "word outside its closed list, of a data record that flows carry",
        Replace(FLOWS, "\"therapy-command\"", "\"therapy-comand\""),
        "model.unknown-word",
        "kind  = ^\"therapy-comand\"",
    ),
    // Policy.
    fault(
        "severity that is not on the scale",
        Replace(SAFETY, "severity   = \"minor\"", "severity   = \"mild\""),
        "model.not-on-scale",
        "severity   = ^\"mild\"",
    ),
    fault(
        "exploitability that is not on the scale",
        Replace(
            RISKS,
            "after    = { exploitability = \"low\" }\nbecause  = \"The",
            "after    = { exploitability = \"lowest\" }\nbecause  = \"The",
        ),
        "model.not-on-scale",
        "exploitability = ^\"lowest\"",
    ),
    fault(
        "matrix row that is too short",
        Replace(POLICY, "medium = [\"ok\", \"ok\",", "medium = [\"ok\","),
        "model.matrix-shape",
        "^medium = [\"ok\"",
    ),
    fault(
        "matrix row that is missing",
        Replace(POLICY, "medium = [\"ok\", \"ok\", \"reduce\", \"reduce\", \"no\"]\n", ""),
        "model.matrix-shape",
        "^[matrix]",
    ),
    fault(
        "cell of the matrix that the policy does not name",
        Replace(POLICY, "\"reduce\", \"reduce\", \"no\"]\nhigh", "\"reduce\", \"reduce\", \"No\"]\nhigh"),
        "model.cell-unsaid",
        "^medium = [\"ok\"",
    ),
    fault(
        "variant that the project does not have",
        Replace(RISKS, "[risk.r-013]", "[risk.r-013]\nonly = [\"pump-xl\"]"),
        "model.unknown-variant",
        "^only = [\"pump-xl\"]",
    ),
    fault(
        "exploitability before controls lowered without a reason",
        Replace(RISKS, "[risk.r-013]", "[risk.r-013]\nbefore = { exploitability = \"medium\" }"),
        "model.lowered-without-reason",
        "^before = { exploitability",
    ),
    fault(
        "unknown pack",
        Replace(POLICY, "\"medical-core@1\"", "\"medical-cor@1\""),
        "case.unknown-pack",
        "^packs   = [\"medical-cor@1\"",
    ),
    fault(
        "no [project]",
        Cut(POLICY, "[project]", "[release.\"3.2.0\"]  "),
        "model.no-project",
        "^[release.\"3.2.0\"]  ",
    ),
    // Files.
    fault(
        "unclosed string",
        Replace(CONTROLS, "\"authentication\"", "\"authentication"),
        "model.syntax",
        // Where the quote should have been.
        "of the FDA guidance^\n",
    ),
    fault(
        "unclosed table",
        Replace(LIFE, "\"pump-motor\"] }", "\"pump-motor\"]"),
        "model.syntax",
        "^cycle   = ",
    ),
    fault(
        "unclosed list",
        Replace(FLOWS, "carries = [\"patient\", \"programme\"]", "carries = [\"patient\", \"programme\""),
        "model.syntax",
        "^[flow.gateway-control]",
    ),
    fault(
        "unclosed text of several lines",
        Replace(THREATS, "left in a corridor.\"\"\"", "left in a corridor."),
        "model.syntax",
        "story   = \"\"\"\nA ^pump",
    ),
    fault("unclosed header", Replace(FLOWS, "[flow.order]", "[flow.order"), "model.syntax", "[flow.order^\n"),
    fault(
        "missing equals sign",
        Replace(FLOWS, "over = \"hl7-plain\"", "over \"hl7-plain\""),
        "model.syntax",
        "over ^\"hl7-plain\"",
    ),
    instead(
        fault(
            "missing equals sign of another record",
            Replace(TESTS, "kind = \"fuzz\"", "kind \"fuzz\""),
            "model.syntax",
            "kind ^\"fuzz\"",
        ),
        // The file's tests are not read, and nothing is said of their results.
        &["case.test-missing"],
    ),
    fault(
        "value without quotes",
        Replace(FLOWS, "over = \"hl7-plain\"", "over = hl7-plain"),
        "model.syntax",
        "over = ^hl7-plain",
    ),
    fault(
        "not UTF-8",
        Bytes(FLOWS, "drug, rate", b"drug\xe9, rate"),
        "model.encoding",
        "(drug^\u{fffd}, rate",
    ),
    fault(
        "ledger line that is not JSON",
        Append(LEDGER, "{\"item\":\"risk.r-013\",\"hash\":}\n"),
        "model.ledger-line",
        "\"hash\":^}",
    ),
    fault(
        "ledger line without a needed field",
        Append(LEDGER, "{\"item\":\"risk.r-013\"}\n"),
        "model.ledger-line",
        "^{\"item\":\"risk.r-013\"}",
    ),
    fault(
        "lock that cannot be read",
        Append(LOCK, "version = \"one\"\n"),
        "model.bad-lock",
        "^version = \"one\"",
    ),
    instead(
        fault(
            "SBOM outside of the folder",
            Replace(PARTS, "\"sbom/pump-comms.cdx.json\"", "\"../pump-comms.cdx.json\""),
            "case.path-outside",
            "sbom   = ^\"../pump-comms",
        ),
        &["case.sbom-missing"],
    ),
    fault(
        "SBOM that is not there",
        Replace(PARTS, "name   = \"Nurse tablet app\"", "sbom = \"sbom/tablet.cdx.json\""),
        "case.sbom-missing",
        "sbom = ^\"sbom/tablet.cdx.json\"",
    ),
    fault(
        "evidence outside of the folder",
        Append("evidence/index.toml", "\n[evidence.out]\nfrom = \"../../x.xml\"\n"),
        "case.path-outside",
        "^from = \"../../x.xml\"",
    ),
    fault(
        "test that lists a threat that no rule finds",
        Replace(TESTS, "[test.t-031]", "[test.t-031]\nthreats = [\"spoof@flow.order\"]"),
        "threat.dead-reference",
        "threats = [^\"spoof@flow.order\"",
    ),
];

/// Faults that touch different records, so that none stands in the other's light.
pub(super) const TOGETHER: &[&str] = &[
    "unknown key",
    "unknown kind",
    "misspelt fact",
    "text where a number is expected",
    "missing key",
    "dead reference",
    "dead key of a table keyed by references",
    "dead generated threat",
    "duplicate id over two files",
    "two zones inside each other",
    "wildcard with a wrong count",
    "a verdict that cannot be said of a threat",
    "quoted date",
    "duration with an unknown unit",
    "word outside its closed list",
    "severity that is not on the scale",
    "matrix row that is too short",
    "retired id used again",
    "ledger line that is not JSON",
    "SBOM that is not there",
    "missing equals sign of another record",
];
