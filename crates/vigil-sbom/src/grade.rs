//! The grade that DaggerBoard gives an SBOM, by its default weights (40, 10, 3 and 1 for a critical, high, medium and low
//! flaw by CVSS 3): their weighted sum, divided by the sum of the weights, in steps of two from A to F.

use serde::{Deserialize, Serialize};

/// Flaws by CVSS 3 severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// Scores from 9.0.
    pub critical: u64,
    /// Scores from 7.0.
    pub high: u64,
    /// Scores from 4.0.
    pub medium: u64,
    /// Scores from 0.1.
    pub low: u64,
}

const WEIGHTS: [u64; 4] = [40, 10, 3, 1];

impl Grade {
    /// Counts a flaw with this CVSS 3 base score. A score of nought is no severity.
    pub fn add(&mut self, score: f64) {
        match score {
            score if score >= 9.0 => self.critical += 1,
            score if score >= 7.0 => self.high += 1,
            score if score >= 4.0 => self.medium += 1,
            score if score > 0.0 => self.low += 1,
            _ => {}
        }
    }

    /// The score; 0 is best.
    pub fn score(self) -> f64 {
        let counts = [self.critical, self.high, self.medium, self.low];
        let sum: u64 = counts.iter().zip(WEIGHTS).map(|(count, weight)| count * weight).sum();
        sum as f64 / WEIGHTS.iter().sum::<u64>() as f64
    }

    /// The letter: A below 2, B below 4, C below 6, D below 8, else F.
    pub fn letter(self) -> char {
        let bounds = [(2.0, 'A'), (4.0, 'B'), (6.0, 'C'), (8.0, 'D')];
        bounds.into_iter().find(|(bound, _)| self.score() < *bound).map_or('F', |(_, letter)| letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_changes_at_every_second_point() {
        let of = |critical, high, medium, low| Grade { critical, high, medium, low }.letter();
        assert_eq!([of(0, 0, 0, 0), of(2, 2, 2, 1), of(2, 2, 2, 2), of(5, 1, 1, 2)], ['A', 'A', 'B', 'B']);
        // 216 of 54 is 4 exactly, 324 is 6, 432 is 8.
        assert_eq!([of(5, 1, 2, 0), of(8, 0, 1, 1), of(10, 3, 0, 2)], ['C', 'D', 'F']);
    }

    #[test]
    fn a_score_falls_into_its_band() {
        let mut grade = Grade::default();
        [9.8, 9.0, 8.9, 7.0, 6.9, 4.0, 3.9, 0.1, 0.0].into_iter().for_each(|score| grade.add(score));
        assert_eq!(grade, Grade { critical: 2, high: 2, medium: 2, low: 2 });
    }
}
