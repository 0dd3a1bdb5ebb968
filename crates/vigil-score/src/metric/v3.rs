//! CVSS 3.0 and 3.1 (specification documents, sections 2 to 4; vector form: section 6). Both have the same metrics.

use super::Group::{Base, Environmental, Temporal};
use super::{Metric, Value, metric, value};

const UNDEFINED: Value = value("X", "Not Defined", "left out of the score");

const NETWORK: Value = value("N", "Network", "from a remote network, such as the internet");
const ADJACENT: Value = value("A", "Adjacent", "from the same local network or within radio range");
const LOCAL: Value = value("L", "Local", "from a session on the device, or through its user");
const PHYSICAL: Value = value("P", "Physical", "by touching the device");

const EASY: Value = value("L", "Low", "no special conditions are needed");
const HARD: Value = value("H", "High", "success depends on conditions beyond the attacker's control");

const NO_PRIVILEGE: Value = value("N", "None", "without any account");
const USER: Value = value("L", "Low", "with an ordinary account");
const ADMINISTRATOR: Value = value("H", "High", "with an administrative account");

const ALONE: Value = value("N", "None", "nobody else need act");
const WITH_USER: Value = value("R", "Required", "another person must do something");

const UNCHANGED: Value = value("U", "Unchanged", "only what the vulnerable component governs is affected");
const CHANGED: Value = value("C", "Changed", "what others govern is affected too");

const HIGH: Value = value("H", "High", "total or serious loss");
const LOW: Value = value("L", "Low", "limited loss");
const NONE: Value = value("N", "None", "no loss");

const REQUIREMENT: &[Value] = &[
    UNDEFINED,
    value("H", "High", "its loss would have a catastrophic effect here"),
    value("M", "Medium", "its loss would have a serious effect here"),
    value("L", "Low", "its loss would have a limited effect here"),
];
const MODIFIED_IMPACT: &[Value] = &[UNDEFINED, NONE, LOW, HIGH];

pub(super) const METRICS: &[Metric] = &[
    metric("AV", "Attack Vector", Base, &[NETWORK, ADJACENT, LOCAL, PHYSICAL]),
    metric("AC", "Attack Complexity", Base, &[EASY, HARD]),
    metric("PR", "Privileges Required", Base, &[NO_PRIVILEGE, USER, ADMINISTRATOR]),
    metric("UI", "User Interaction", Base, &[ALONE, WITH_USER]),
    metric("S", "Scope", Base, &[UNCHANGED, CHANGED]),
    metric("C", "Confidentiality", Base, &[HIGH, LOW, NONE]),
    metric("I", "Integrity", Base, &[HIGH, LOW, NONE]),
    metric("A", "Availability", Base, &[HIGH, LOW, NONE]),
    metric(
        "E",
        "Exploit Code Maturity",
        Temporal,
        &[
            UNDEFINED,
            value("H", "High", "exploitable by autonomous code or without code"),
            value("F", "Functional", "working exploit code exists"),
            value("P", "Proof-of-Concept", "demonstration code exists"),
            value("U", "Unproven", "no exploit code is known"),
        ],
    ),
    metric(
        "RL",
        "Remediation Level",
        Temporal,
        &[
            UNDEFINED,
            value("U", "Unavailable", "there is no fix"),
            value("W", "Workaround", "others offer a workaround"),
            value("T", "Temporary Fix", "the supplier offers an interim fix"),
            value("O", "Official Fix", "the supplier offers a complete fix"),
        ],
    ),
    metric(
        "RC",
        "Report Confidence",
        Temporal,
        &[
            UNDEFINED,
            value("C", "Confirmed", "acknowledged by the supplier or reproduced in detail"),
            value("R", "Reasonable", "well described, but not fully confirmed"),
            value("U", "Unknown", "the cause or the impact is uncertain"),
        ],
    ),
    metric("CR", "Confidentiality Requirement", Environmental, REQUIREMENT),
    metric("IR", "Integrity Requirement", Environmental, REQUIREMENT),
    metric("AR", "Availability Requirement", Environmental, REQUIREMENT),
    metric("MAV", "Modified Attack Vector", Environmental, &[UNDEFINED, NETWORK, ADJACENT, LOCAL, PHYSICAL]),
    metric("MAC", "Modified Attack Complexity", Environmental, &[UNDEFINED, EASY, HARD]),
    metric(
        "MPR",
        "Modified Privileges Required",
        Environmental,
        &[UNDEFINED, NO_PRIVILEGE, USER, ADMINISTRATOR],
    ),
    metric("MUI", "Modified User Interaction", Environmental, &[UNDEFINED, ALONE, WITH_USER]),
    metric("MS", "Modified Scope", Environmental, &[UNDEFINED, UNCHANGED, CHANGED]),
    metric("MC", "Modified Confidentiality", Environmental, MODIFIED_IMPACT),
    metric("MI", "Modified Integrity", Environmental, MODIFIED_IMPACT),
    metric("MA", "Modified Availability", Environmental, MODIFIED_IMPACT),
];
