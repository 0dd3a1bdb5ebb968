//! Seeded faults: one change, one finding, at its place.

use vigil_finding::Finding;

use crate::folder::Folder;

/// What is done to the folder.
enum Change {
    /// `file`, what stands there once, what takes its place.
    Replace(&'static str, &'static str, &'static str),
    /// `file`, what is added to its end.
    Append(&'static str, &'static str),
    /// `file`, the text up to which and the text from which everything stays.
    Cut(&'static str, &'static str, &'static str),
    /// `file`, what stands there once, the bytes that take its place.
    Bytes(&'static str, &'static str, &'static [u8]),
}

use Change::{Append, Bytes, Cut, Replace};

impl Change {
    fn file(&self) -> &'static str {
        match self {
            Replace(file, ..) | Append(file, _) | Cut(file, ..) | Bytes(file, ..) => file,
        }
    }

    fn apply(&self, folder: &mut Folder) {
        match self {
            Replace(file, from, to) => folder.replace(file, from, to),
            Append(file, more) => folder.append(file, more),
            Cut(file, from, to) => {
                let text = folder.text(file);
                let (start, end) = (text.find(from).expect("the start"), text.find(to).expect("the end"));
                folder.0.insert((*file).to_owned(), format!("{}{}", &text[..start], &text[end..]).into());
            }
            Bytes(file, from, to) => {
                let text = folder.text(file);
                let at = text.find(from).expect("the place");
                let mut bytes = text.into_bytes();
                bytes.splice(at..at + from.len(), to.iter().copied());
                folder.0.insert((*file).to_owned(), bytes);
            }
        }
    }
}

struct Fault {
    name: &'static str,
    change: Change,
    code: &'static str,
    /// Text of the changed file with `^` before the character that the finding points at.
    at: &'static str,
    /// Findings of the unchanged folder that the change takes away.
    gone: &'static [&'static str],
}

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

const FAULTS: &[Fault] = &[
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
    fault(
        "missing equals sign of another record",
        Replace(TESTS, "kind = \"fuzz\"", "kind \"fuzz\""),
        "model.syntax",
        "kind ^\"fuzz\"",
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
            "^sbom   = \"../pump-comms",
        ),
        &["case.sbom-missing"],
    ),
    fault(
        "SBOM that is not there",
        Replace(PARTS, "name   = \"Nurse tablet app\"", "sbom = \"sbom/tablet.cdx.json\""),
        "case.sbom-missing",
        "^sbom = \"sbom/tablet.cdx.json\"",
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

/// Findings without their place: an added line moves those of others.
fn said(findings: &[Finding]) -> Vec<(String, String, String)> {
    findings.iter().map(|it| (it.code.clone(), it.message.clone(), it.subject.clone())).collect()
}

/// What is in `these` and not in `those`, counted.
fn beyond(these: &[Finding], those: &[Finding]) -> Vec<Finding> {
    let mut left = said(those);
    let mut more = Vec::new();
    for (finding, words) in these.iter().zip(said(these)) {
        match left.iter().position(|it| *it == words) {
            Some(at) => drop(left.swap_remove(at)),
            None => more.push(finding.clone()),
        }
    }
    more
}

/// File, line and column of the `^` in the marker.
fn place(folder: &Folder, file: &str, marker: &str) -> (String, u32, u32) {
    let (file, marker) = match marker.split_once(".toml\n") {
        Some((other, marker)) => (format!("{other}.toml"), marker),
        None => (file.to_owned(), marker),
    };
    let text = folder.text(&file);
    let (before, after) = marker.split_once('^').expect("a marker has its `^`");
    let plain = format!("{before}{after}");
    assert_eq!(text.matches(&plain).count(), 1, "`{plain}` stands once in {file}");
    let at = text.find(&plain).expect("just counted") + before.len();
    let line_start = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let number = |count: usize| u32::try_from(count).expect("a small file") + 1;
    (file, number(text[..at].matches('\n').count()), number(text[line_start..at].chars().count()))
}

#[test]
fn one_change_gives_one_finding_at_its_place() {
    let whole = Folder::infusion();
    let base = whole.case().findings;
    let mut wrong = Vec::new();
    for fault in FAULTS {
        let mut folder = whole.clone();
        fault.change.apply(&mut folder);
        let findings = folder.case().findings;
        let new = beyond(&findings, &base);
        let gone: Vec<String> = beyond(&base, &findings).into_iter().map(|it| it.code).collect();
        let found: Vec<_> = new
            .iter()
            .map(|it| (it.code.as_str(), it.place.clone().map(|at| (at.file, at.line, at.column))))
            .collect();
        let expected = (fault.code, Some(place(&folder, fault.change.file(), fault.at)));
        if found != [expected.clone()] || gone != fault.gone {
            let messages: Vec<&str> = new.iter().map(|it| it.message.as_str()).collect();
            wrong.push(format!(
                "{}\n  expected {expected:?}\n  found    {found:?}\n  {messages:?}\n  gone {gone:?}",
                fault.name
            ));
        }
    }
    println!("{} faults", FAULTS.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), FAULTS.len(), wrong.join("\n"));
}

/// Faults that touch different records, so that none stands in the other's light.
const TOGETHER: &[&str] = &[
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

#[test]
fn many_faults_are_all_reported_in_one_run() {
    let mut folder = Folder::infusion();
    let base = folder.case().findings;
    let chosen: Vec<&Fault> = FAULTS.iter().filter(|it| TOGETHER.contains(&it.name)).collect();
    assert_eq!(chosen.len(), TOGETHER.len(), "each name is one of a fault");
    for fault in &chosen {
        fault.change.apply(&mut folder);
    }
    let new = beyond(&folder.case().findings, &base);
    let found: std::collections::BTreeSet<_> = new
        .iter()
        .map(|it| (it.code.clone(), it.place.clone().map(|at| (at.file, at.line, at.column))))
        .collect();
    let expected =
        chosen.iter().map(|it| (it.code.to_owned(), Some(place(&folder, it.change.file(), it.at)))).collect();
    assert_eq!(found, expected, "{new:#?}");
}
