//! The rubric for applying CVSS 3.0 to medical devices (MITRE, qualified by FDA as a development tool in October 2020).
//!
//! Answers to its questions in, a CVSS 3.0 base vector out, with the reason for each metric. The rules are those of the
//! published paper; known faults of the spreadsheet that circulates with it are not repeated: an unknown impact counts as
//! the worst one, availability of therapy counts like every other class, the number of patients matters, and scores follow
//! the CVSS formula.

mod impact;
mod questions;
mod reach;

use std::collections::BTreeMap;
use std::fmt;

use crate::CvssVector;

pub use questions::{QUESTIONS, Question};

/// An answer to a question of the rubric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// A large impact.
    High,
    /// A limited impact.
    Low,
    /// No impact.
    None,
    /// Nobody knows. Counts as the answer that gives the higher score.
    Unknown,
}

/// The answers that a person gave, by code of the question. A question without an answer counts as unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rubric {
    answers: BTreeMap<&'static str, Answer>,
}

/// An answer that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RubricError {
    /// There is no such question.
    #[error("the rubric has no question `{code}`; did you mean `{nearest}`?")]
    UnknownQuestion {
        /// The code as written.
        code: String,
        /// The code that looks most alike.
        nearest: &'static str,
    },
    /// The question cannot be answered like this.
    #[error("question {code} cannot be answered `{answer}`; it is one of {allowed}")]
    WrongAnswer {
        /// The code of the question.
        code: &'static str,
        /// The answer as written.
        answer: String,
        /// The answers that the question can have.
        allowed: String,
    },
}

/// How one metric came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The short name of the CVSS metric, for example `AV`.
    pub metric: &'static str,
    /// The short name of its value, for example `N`.
    pub value: &'static str,
    /// The questions that decided, with the answer used.
    pub from: Vec<(&'static str, Answer)>,
    /// Why these answers give this value: a sentence without a full stop.
    pub because: &'static str,
}

/// What the answers come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The CVSS 3.0 base vector.
    pub vector: CvssVector,
    /// One step for each of the eight base metrics, in the order of the vector.
    pub steps: Vec<Step>,
    /// Questions that decided a metric although nobody knows their answer.
    pub open: Vec<&'static Question>,
    /// The vector followed by every answer, as the rubric's extended vector: `.../XAVN:Y/XAVT:U/...`.
    pub extended: String,
}

impl Rubric {
    /// Reads answers given as words, for example `("XAVN", "yes")`; case does not matter.
    ///
    /// # Errors
    /// Fails with every answer that cannot be read, not only the first.
    pub fn read<'a>(answers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<RubricError>> {
        let mut read = Self::default();
        let mut errors = Vec::new();
        for (code, answer) in answers {
            match read_one(code, answer) {
                Ok((question, answer)) => drop(read.answers.insert(question.code, answer)),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(read) } else { Err(errors) }
    }

    /// Returns the answer to a question; `Unknown` when none was given.
    pub fn answer(&self, code: &str) -> Answer {
        self.answers.get(code).copied().unwrap_or(Answer::Unknown)
    }

    /// Derives the CVSS 3.0 base vector, with the reason for each metric.
    ///
    /// # Panics
    /// Never: every path through the questions gives a value that the metric has.
    pub fn assess(&self) -> Assessment {
        let mut steps = vec![
            reach::attack_vector(self),
            reach::attack_complexity(self),
            reach::privileges_required(self),
            reach::user_interaction(self),
            reach::scope(self),
        ];
        steps.extend(impact::steps(self));
        let metrics: Vec<String> = steps.iter().map(|it| format!("{}:{}", it.metric, it.value)).collect();
        let vector = CvssVector::parse(&format!("CVSS:3.0/{}", metrics.join("/")))
            .expect("every value that a step gives is one of the metric's");
        let extended = self.extended(&vector);
        Assessment { open: open(&steps), vector, steps, extended }
    }

    fn extended(&self, vector: &CvssVector) -> String {
        let answers = QUESTIONS.iter().map(|it| format!("/{}:{}", it.code, self.answer(it.code).letter()));
        format!("{vector}{}", answers.collect::<String>())
    }
}

/// The questions without an answer that some step rests on, in the order of the rubric.
fn open(steps: &[Step]) -> Vec<&'static Question> {
    let asked = |code| steps.iter().flat_map(|it| &it.from).any(|it| *it == (code, Answer::Unknown));
    QUESTIONS.iter().filter(|it| asked(it.code)).collect()
}

fn read_one(code: &str, answer: &str) -> Result<(&'static Question, Answer), RubricError> {
    let question = QUESTIONS.iter().find(|it| it.code.eq_ignore_ascii_case(code)).ok_or_else(|| {
        RubricError::UnknownQuestion { code: code.chars().take(20).collect(), nearest: nearest(code) }
    })?;
    let given = question.answers.iter().find(|it| it.word().eq_ignore_ascii_case(answer.trim()));
    let given = given.ok_or_else(|| RubricError::WrongAnswer {
        code: question.code,
        answer: answer.chars().take(20).collect(),
        allowed: question.answers.iter().map(|it| it.word()).collect::<Vec<_>>().join(", "),
    })?;
    Ok((question, *given))
}

/// The code that shares most letters at the same place; codes have two to five letters.
fn nearest(code: &str) -> &'static str {
    let code = code.to_ascii_uppercase();
    let alike = |known: &str| {
        let same = known.chars().zip(code.chars()).filter(|(one, two)| one == two).count();
        (same, std::cmp::Reverse(known.len().abs_diff(code.len())))
    };
    QUESTIONS.iter().map(|it| it.code).max_by_key(|it| alike(it)).unwrap_or("XAVN")
}

impl Answer {
    /// Returns the word in lower case.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::High => "high",
            Self::Low => "low",
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the letter of the extended vector. `No` and `None` share one, as no question allows both.
    fn letter(self) -> char {
        match self {
            Self::Yes => 'Y',
            Self::No | Self::None => 'N',
            Self::High => 'H',
            Self::Low => 'L',
            Self::Unknown => 'U',
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from: Vec<String> = self.from.iter().map(|(code, answer)| format!("{code} {answer}")).collect();
        write!(f, "{}:{} ({}): {}", self.metric, self.value, from.join(", "), self.because)
    }
}
