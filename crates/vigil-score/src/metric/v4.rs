//! CVSS 4.0 (specification document, sections 2 to 5; vector form: section 7, table 23).

use super::Group::{Base, Environmental, Supplemental, Temporal};
use super::{Metric, Value, metric, value};

const UNDEFINED: Value = value("X", "Not Defined", "left out of the score");
const UNSTATED: Value = value("X", "Not Defined", "not stated");

const NETWORK: Value = value("N", "Network", "from a remote network, such as the internet");
const ADJACENT: Value = value("A", "Adjacent", "from the same local network or within radio range");
const LOCAL: Value = value("L", "Local", "from a session on the device, or through its user");
const PHYSICAL: Value = value("P", "Physical", "by touching the device");

const EASY: Value = value("L", "Low", "no built-in defence must be evaded");
const HARD: Value = value("H", "High", "built-in defences must be evaded, or a secret obtained");

const ALWAYS: Value = value("N", "None", "works against most systems");
const SOMETIMES: Value = value("P", "Present", "works only in certain configurations or moments");

const NO_PRIVILEGE: Value = value("N", "None", "without any account");
const USER: Value = value("L", "Low", "with an ordinary account");
const ADMINISTRATOR: Value = value("H", "High", "with an administrative account");

const ALONE: Value = value("N", "None", "nobody else need act");
const PASSIVE: Value = value("P", "Passive", "another person must use the device in the ordinary way");
const ACTIVE: Value = value("A", "Active", "another person must take an unusual, deliberate step");

const HIGH: Value = value("H", "High", "total or serious loss");
const LOW: Value = value("L", "Low", "limited loss");
const NONE: Value = value("N", "None", "no loss");
const SAFETY: Value = value("S", "Safety", "persons may be injured");
const NEGLIGIBLE: Value = value("N", "Negligible", "no or negligible loss");

const IMPACT: &[Value] = &[HIGH, LOW, NONE];
const MODIFIED_IMPACT: &[Value] = &[UNDEFINED, HIGH, LOW, NONE];
const MODIFIED_SUBSEQUENT: &[Value] = &[UNDEFINED, SAFETY, HIGH, LOW, NEGLIGIBLE];
const REQUIREMENT: &[Value] = &[
    UNDEFINED,
    value("H", "High", "its loss would have a catastrophic effect here"),
    value("M", "Medium", "its loss would have a serious effect here"),
    value("L", "Low", "its loss would have a limited effect here"),
];

pub(super) const METRICS: &[Metric] = &[
    metric("AV", "Attack Vector", Base, &[NETWORK, ADJACENT, LOCAL, PHYSICAL]),
    metric("AC", "Attack Complexity", Base, &[EASY, HARD]),
    metric("AT", "Attack Requirements", Base, &[ALWAYS, SOMETIMES]),
    metric("PR", "Privileges Required", Base, &[NO_PRIVILEGE, USER, ADMINISTRATOR]),
    metric("UI", "User Interaction", Base, &[ALONE, PASSIVE, ACTIVE]),
    metric("VC", "Confidentiality of the Vulnerable System", Base, IMPACT),
    metric("VI", "Integrity of the Vulnerable System", Base, IMPACT),
    metric("VA", "Availability of the Vulnerable System", Base, IMPACT),
    metric("SC", "Confidentiality of Subsequent Systems", Base, IMPACT),
    metric("SI", "Integrity of Subsequent Systems", Base, IMPACT),
    metric("SA", "Availability of Subsequent Systems", Base, IMPACT),
    metric(
        "E",
        "Exploit Maturity",
        Temporal,
        &[
            UNDEFINED,
            value("A", "Attacked", "attacks are reported, or ready-made tools exist"),
            value("P", "Proof-of-Concept", "demonstration code exists, no attack is known"),
            value("U", "Unreported", "neither demonstration code nor an attack is known"),
        ],
    ),
    metric("CR", "Confidentiality Requirement", Environmental, REQUIREMENT),
    metric("IR", "Integrity Requirement", Environmental, REQUIREMENT),
    metric("AR", "Availability Requirement", Environmental, REQUIREMENT),
    metric("MAV", "Modified Attack Vector", Environmental, &[UNDEFINED, NETWORK, ADJACENT, LOCAL, PHYSICAL]),
    metric("MAC", "Modified Attack Complexity", Environmental, &[UNDEFINED, EASY, HARD]),
    metric("MAT", "Modified Attack Requirements", Environmental, &[UNDEFINED, ALWAYS, SOMETIMES]),
    metric(
        "MPR",
        "Modified Privileges Required",
        Environmental,
        &[UNDEFINED, NO_PRIVILEGE, USER, ADMINISTRATOR],
    ),
    metric("MUI", "Modified User Interaction", Environmental, &[UNDEFINED, ALONE, PASSIVE, ACTIVE]),
    metric("MVC", "Modified Confidentiality of the Vulnerable System", Environmental, MODIFIED_IMPACT),
    metric("MVI", "Modified Integrity of the Vulnerable System", Environmental, MODIFIED_IMPACT),
    metric("MVA", "Modified Availability of the Vulnerable System", Environmental, MODIFIED_IMPACT),
    metric(
        "MSC",
        "Modified Confidentiality of Subsequent Systems",
        Environmental,
        &[UNDEFINED, HIGH, LOW, NEGLIGIBLE],
    ),
    metric("MSI", "Modified Integrity of Subsequent Systems", Environmental, MODIFIED_SUBSEQUENT),
    metric("MSA", "Modified Availability of Subsequent Systems", Environmental, MODIFIED_SUBSEQUENT),
    metric(
        "S",
        "Safety",
        Supplemental,
        &[
            UNSTATED,
            value("P", "Present", "persons may be injured at least slightly (IEC 61508: marginal or worse)"),
            value("N", "Negligible", "at most negligible harm to persons (IEC 61508)"),
        ],
    ),
    metric(
        "AU",
        "Automatable",
        Supplemental,
        &[
            UNSTATED,
            value("N", "No", "an attack cannot be automated in all its steps"),
            value("Y", "Yes", "an attack can be automated in all its steps"),
        ],
    ),
    metric(
        "R",
        "Recovery",
        Supplemental,
        &[
            UNSTATED,
            value("A", "Automatic", "the system recovers by itself"),
            value("U", "User", "a person must restore the system"),
            value("I", "Irrecoverable", "the system cannot be restored"),
        ],
    ),
    metric(
        "V",
        "Value Density",
        Supplemental,
        &[
            UNSTATED,
            value("D", "Diffuse", "one attack gains few resources"),
            value("C", "Concentrated", "one attack gains many resources"),
        ],
    ),
    metric(
        "RE",
        "Vulnerability Response Effort",
        Supplemental,
        &[
            UNSTATED,
            value("L", "Low", "a response takes little effort"),
            value("M", "Moderate", "a response takes some effort"),
            value("H", "High", "a response is hard and takes long"),
        ],
    ),
    metric(
        "U",
        "Provider Urgency",
        Supplemental,
        &[
            UNSTATED,
            value("Clear", "Clear", "informational"),
            value("Green", "Green", "reduced urgency"),
            value("Amber", "Amber", "moderate urgency"),
            value("Red", "Red", "highest urgency"),
        ],
    ),
];
