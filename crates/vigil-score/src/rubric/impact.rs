//! What the flaw can do to six classes of data and function; the worst class decides each metric.

use super::Answer::{High, Low, No, Unknown};
use super::reach::step;
use super::{Answer, Rubric, Step};

/// Each metric with its questions: patient data, diagnosis, therapy, workflow, system, other.
const CLASSES: [(&str, [&str; 6]); 3] = [
    ("C", ["XCP", "XCD", "XCT", "XCW", "XCS", "XCO"]),
    ("I", ["XIP", "XID", "XIT", "XIW", "XIS", "XIO"]),
    ("A", ["XAP", "XAD", "XAT", "XAW", "XAS", "XAO"]),
];

/// The steps for confidentiality, integrity and availability.
pub(super) fn steps(it: &Rubric) -> Vec<Step> {
    CLASSES.iter().map(|(metric, codes)| worst(it, metric, codes)).collect()
}

/// How heavily a class counts. What nobody knows counts like the worst: the spreadsheet takes it for none, which
/// makes an unexamined flaw look harmless.
fn weight(it: &Rubric, code: &str) -> u8 {
    match it.answer(code) {
        Low if code == "XCP" && it.answer("XCPM") != No => 2,
        High | Unknown => 2,
        Low => 1,
        _ => 0,
    }
}

fn worst(it: &Rubric, metric: &'static str, codes: &[&'static str]) -> Step {
    let heaviest = codes.iter().map(|code| weight(it, code)).max().unwrap_or(0);
    let mut from: Vec<&str> = codes.iter().copied().filter(|code| weight(it, code) == heaviest).collect();
    let many = from.contains(&"XCP") && it.answer("XCP") == Low;
    if many {
        from.insert(1, "XCPM");
    }
    let known: Vec<Answer> = from.iter().map(|code| it.answer(code)).collect();
    let because = match heaviest {
        2 if known.contains(&High) => "the worst class has a high impact",
        2 if many && it.answer("XCPM") != Unknown => "data of about 500 patients or more are at stake",
        2 => "a high impact is not excluded",
        1 => "the worst class has a low impact",
        _ => "no class has an impact",
    };
    step(it, metric, ["N", "L", "H"][usize::from(heaviest)], &from, because)
}
