//! The questions of the rubric in our own words, in its order, with the answers that each can have.

use super::Answer::{self, High, Low, No, None, Unknown, Yes};

/// One question of the rubric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its code in the extended vector, for example `XAVN`.
    pub code: &'static str,
    /// The CVSS metric that it helps to decide; `XAVPA` is recorded and decides none.
    pub metric: &'static str,
    /// What is asked.
    pub text: &'static str,
    /// The answers that it can have.
    pub answers: &'static [Answer],
}

const CHOICE: &[Answer] = &[Yes, No, Unknown];
const IMPACT: &[Answer] = &[High, Low, None, Unknown];

const fn choice(code: &'static str, metric: &'static str, text: &'static str) -> Question {
    Question { code, metric, text, answers: CHOICE }
}

const fn impact(code: &'static str, metric: &'static str, text: &'static str) -> Question {
    Question { code, metric, text, answers: IMPACT }
}

/// Every question, in the order of the extended vector.
pub const QUESTIONS: &[Question] = &[
    choice("XAVN", "AV", "Can the flaw be used through a network or another communication protocol?"),
    choice("XAVT", "AV", "Is that protocol routable: OSI layer 3 or 4, such as IP, TCP or UDP?"),
    choice("XAVW", "AV", "Is that communication wireless?"),
    choice("XAVR", "AV", "Does it reach about 3 m (10 ft) or less?"),
    choice("XAVP", "AV", "Does the attacker need physical contact with the device?"),
    Question {
        code: "XAVPA",
        metric: "AV",
        text: "Is that contact by way of a user interface made for people?",
        answers: &[Yes, No],
    },
    choice("XACL", "AC", "Can it be used at will, without special circumstances or other attacks before it?"),
    choice("XPRL", "PR", "Does the device tell apart users or roles with different rights?"),
    choice("XPRZ", "PR", "Must the attacker be authorised before using the flaw?"),
    choice("XPRS", "PR", "Does that need the rights of an administrator or of the system?"),
    choice("XUI", "UI", "Does it need something that another person does?"),
    choice("XS", "S", "Does it harm a component that is under another authority than the flawed one?"),
    impact("XCP", "C", "Patient or personal data: how much could be disclosed?"),
    choice("XCPM", "C", "Would that be data of about 500 patients or more?"),
    impact("XIP", "I", "Patient or personal data: how much could be altered?"),
    impact("XAP", "A", "Patient or personal data: how much could be made unavailable?"),
    impact("XCD", "C", "Diagnosis and monitoring: how much could be disclosed?"),
    impact("XID", "I", "Diagnosis and monitoring: how much could be altered?"),
    impact("XAD", "A", "Diagnosis and monitoring: how much could be made unavailable?"),
    impact("XCT", "C", "Delivery of therapy: how much could be disclosed?"),
    impact("XIT", "I", "Delivery of therapy: how much could be altered?"),
    impact("XAT", "A", "Delivery of therapy: how much could be made unavailable?"),
    impact("XCW", "C", "Clinical workflow: how much could be disclosed?"),
    impact("XIW", "I", "Clinical workflow: how much could be altered?"),
    impact("XAW", "A", "Clinical workflow: how much could be made unavailable?"),
    impact("XCS", "C", "Passwords, keys and other private data of the system: how much could be disclosed?"),
    impact("XIS", "I", "Passwords, keys and other private data of the system: how much could be altered?"),
    impact(
        "XAS",
        "A",
        "Passwords, keys and other private data of the system: how much could be made unavailable?",
    ),
    impact("XCO", "C", "Any other sensitive data or function: how much could be disclosed?"),
    impact("XIO", "I", "Any other sensitive data or function: how much could be altered?"),
    impact("XAO", "A", "Any other sensitive data or function: how much could be made unavailable?"),
];
