//! A score in tenths and its word.

use std::fmt;

/// A CVSS score from 0.0 to 10.0 with exactly one decimal.
///
/// Kept in tenths, so that equality and order are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score {
    tenths: u8,
    severity: Severity,
}

/// The word for a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 0.0; CVSS 2.0 does not have it.
    None,
    /// Up to 3.9.
    Low,
    /// 4.0 to 6.9.
    Medium,
    /// 7.0 to 8.9; in CVSS 2.0 up to 10.0.
    High,
    /// From 9.0; CVSS 2.0 does not have it.
    Critical,
}

impl Score {
    /// Makes a score on the scale of CVSS 3 and 4 (3.1 specification, section 5; 4.0, section 6).
    pub(crate) fn new(value: f64) -> Self {
        let tenths = tenths(value);
        let severity = match tenths {
            0 => Severity::None,
            1..40 => Severity::Low,
            40..70 => Severity::Medium,
            70..90 => Severity::High,
            _ => Severity::Critical,
        };
        Self { tenths, severity }
    }

    /// Makes a score on the scale that NVD gave to CVSS 2.0, which has no words of its own.
    pub(crate) fn of_version_2(value: f64) -> Self {
        let tenths = tenths(value);
        let severity = match tenths {
            0..40 => Severity::Low,
            40..70 => Severity::Medium,
            _ => Severity::High,
        };
        Self { tenths, severity }
    }

    /// Returns the score times ten, exactly.
    pub fn tenths(self) -> u8 {
        self.tenths
    }

    /// Returns the score as a floating point number.
    pub fn value(self) -> f64 {
        f64::from(self.tenths) / 10.0
    }

    /// Returns the word for the score, on the scale of its CVSS version.
    pub fn severity(self) -> Severity {
        self.severity
    }
}

/// Takes off the floating point dust of a value that is already rounded to one decimal.
#[expect(clippy::cast_sign_loss, reason = "the value is clamped to 0.0 to 10.0")]
fn tenths(value: f64) -> u8 {
    (value.clamp(0.0, 10.0) * 10.0).round() as u8
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.tenths / 10, self.tenths % 10)
    }
}

impl Severity {
    /// Returns the word in lower case.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_change_at_the_limits_of_the_scale() {
        for (value, text, word, word_of_2) in [
            (0.0, "0.0", "none", "low"),
            (0.1, "0.1", "low", "low"),
            (3.9, "3.9", "low", "low"),
            (4.0, "4.0", "medium", "medium"),
            (6.9, "6.9", "medium", "medium"),
            (7.0, "7.0", "high", "high"),
            (8.9, "8.9", "high", "high"),
            (9.0, "9.0", "critical", "high"),
            (10.0, "10.0", "critical", "high"),
        ] {
            let score = Score::new(value);
            assert_eq!((score.to_string().as_str(), score.severity().word()), (text, word));
            assert_eq!(Score::of_version_2(value).severity().word(), word_of_2);
            assert!((score.value() - value).abs() < 1e-9);
        }
    }
}
