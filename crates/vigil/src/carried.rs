//! What became of the decisions, for people: three lists, and how many there are of each.

use vigil_case::Carried;
use vigil_case::carry::{Asked, Kept};

use crate::columns::listed;

/// The three lists; nothing where there is no decision yet.
pub fn text(carried: &Carried, most: usize) -> String {
    if carried == &Carried::default() {
        return String::new();
    }
    let kept: Vec<String> = carried.carried.iter().filter(|it| it.covers > 0).map(kept).collect();
    let asked: Vec<String> = carried.asked_again.iter().map(line).collect();
    let retired: Vec<String> = carried.retired.iter().map(line).collect();
    let mut text = listed("Decisions asked again", &asked, most);
    text.push_str(&listed("Decisions retired", &retired, most));
    text.push_str(&listed("Decisions carried", &kept, most));
    text.push_str(&format!("\n{}\n", counts(carried)));
    text
}

/// `Decisions: 40 carried, 1 asked again, 2 retired, 3 new since the last run of matching`.
pub fn counts(carried: &Carried) -> String {
    format!(
        "Decisions: {} carried, {} asked again, {} retired, {} new since the last run of matching",
        carried.carried.len(),
        carried.asked_again.len(),
        carried.retired.len(),
        carried.new.len()
    )
}

fn kept(it: &Kept) -> String {
    let gone = if it.gone > 0 { format!("; {} it covered before are gone", it.gone) } else { String::new() };
    format!("{}: covers {}{gone}", it.decision, it.covers)
}

fn line(it: &Asked) -> String {
    format!("{}: {}", it.decision, it.because.join("; "))
}
