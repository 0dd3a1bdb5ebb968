//! The recall that was reached: it may rise, never fall.

use std::collections::BTreeMap;

use anyhow::Context as _;

use crate::figures::Figures;

/// Recall in thousandths, by set, of the sample and of the whole.
type Floors = BTreeMap<String, BTreeMap<String, usize>>;

/// What fell below the stored figure, in words.
pub fn falls(extent: &str, sets: &BTreeMap<&'static str, Figures>) -> anyhow::Result<Vec<String>> {
    let floors: Floors =
        serde_json::from_str(include_str!("../data/floor.json")).context("the table of stored figures")?;
    let floors = floors.get(extent).with_context(|| format!("no stored figures of the {extent}"))?;
    let mut falls = Vec::new();
    for (set, floor) in floors {
        let figures = sets.get(set.as_str()).with_context(|| format!("`{set}` was not measured"))?;
        let reached = figures.recall().unwrap_or(0);
        if reached < *floor {
            falls.push(format!(
                "recall on {set} fell from {floor} to {reached} thousandths ({} missed, {} open)",
                figures.missed, figures.open
            ));
        }
    }
    Ok(falls)
}
