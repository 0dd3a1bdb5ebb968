//! CVSS 2.0 ("A Complete Guide to the Common Vulnerability Scoring System Version 2.0", sections 2.1 to 2.3).

use super::Group::{Base, Environmental, Temporal};
use super::{Metric, Value, metric, value};

const UNDEFINED: Value = value("ND", "Not defined", "left out of the score");

const IMPACT: &[Value] = &[
    value("N", "None", "no loss"),
    value("P", "Partial", "considerable but limited loss"),
    value("C", "Complete", "total loss"),
];

const REQUIREMENT: &[Value] = &[
    value("L", "Low", "its loss would have a limited effect here"),
    value("M", "Medium", "its loss would have a serious effect here"),
    value("H", "High", "its loss would have a catastrophic effect here"),
    UNDEFINED,
];

pub(super) const METRICS: &[Metric] = &[
    metric(
        "AV",
        "Access Vector",
        Base,
        &[
            value("L", "Local", "with physical access or a local account"),
            value("A", "Adjacent Network", "from the same local network, radio included"),
            value("N", "Network", "from a remote network"),
        ],
    ),
    metric(
        "AC",
        "Access Complexity",
        Base,
        &[
            value("H", "High", "special conditions must exist"),
            value("M", "Medium", "somewhat special conditions must exist"),
            value("L", "Low", "no special conditions are needed"),
        ],
    ),
    metric(
        "Au",
        "Authentication",
        Base,
        &[
            value("M", "Multiple", "the attacker must log in two or more times"),
            value("S", "Single", "the attacker must log in once"),
            value("N", "None", "the attacker need not log in"),
        ],
    ),
    metric("C", "Confidentiality Impact", Base, IMPACT),
    metric("I", "Integrity Impact", Base, IMPACT),
    metric("A", "Availability Impact", Base, IMPACT),
    metric(
        "E",
        "Exploitability",
        Temporal,
        &[
            value("U", "Unproven", "no exploit code is known"),
            value("POC", "Proof-of-Concept", "demonstration code exists"),
            value("F", "Functional", "working exploit code exists"),
            value("H", "High", "exploitable by autonomous code or without code"),
            UNDEFINED,
        ],
    ),
    metric(
        "RL",
        "Remediation Level",
        Temporal,
        &[
            value("OF", "Official Fix", "the supplier offers a complete fix"),
            value("TF", "Temporary Fix", "the supplier offers an interim fix"),
            value("W", "Workaround", "others offer a workaround"),
            value("U", "Unavailable", "there is no fix"),
            UNDEFINED,
        ],
    ),
    metric(
        "RC",
        "Report Confidence",
        Temporal,
        &[
            value("UC", "Unconfirmed", "one unconfirmed source"),
            value("UR", "Uncorroborated", "several unofficial sources"),
            value("C", "Confirmed", "acknowledged by the supplier or shown beyond doubt"),
            UNDEFINED,
        ],
    ),
    metric(
        "CDP",
        "Collateral Damage Potential",
        Environmental,
        &[
            value("N", "None", "no harm to life, assets or revenue"),
            value("L", "Low", "slight harm"),
            value("LM", "Low-Medium", "moderate harm"),
            value("MH", "Medium-High", "significant harm"),
            value("H", "High", "catastrophic harm"),
            UNDEFINED,
        ],
    ),
    metric(
        "TD",
        "Target Distribution",
        Environmental,
        &[
            value("N", "None", "no such systems, or only in a laboratory"),
            value("L", "Low", "up to a quarter of the environment"),
            value("M", "Medium", "up to three quarters of the environment"),
            value("H", "High", "most of the environment"),
            UNDEFINED,
        ],
    ),
    metric("CR", "Confidentiality Requirement", Environmental, REQUIREMENT),
    metric("IR", "Integrity Requirement", Environmental, REQUIREMENT),
    metric("AR", "Availability Requirement", Environmental, REQUIREMENT),
];
