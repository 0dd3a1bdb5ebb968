//! One function a format: a list of findings in, text out.
//!
//! Every format shows every finding, what was looked at and what could not be: a renderer never filters,
//! and "nothing found" never stands alone.

mod fingerprint;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod markdown;
mod neutral;
mod sarif;
mod short;
mod steps;
mod summary;

use std::fmt;
use std::str::FromStr;

use vigil_base::{Date, Sources, nearest::nearest};

use crate::{Finding, Severity, finding};

pub use neutral::{json_safe, neutral};

/// How findings are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Format {
    /// With the source line, a caret and the next steps.
    #[default]
    Human,
    /// One line a finding.
    Short,
    /// One canonical JSON document.
    Json,
    /// One canonical JSON object a line: findings first, the summary last.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for test reports in CI.
    Junit,
    /// Workflow commands of GitHub Actions, shown beside the changed lines.
    Github,
    /// The code quality report of GitLab CI.
    Gitlab,
    /// Markdown, for a summary or a comment.
    Markdown,
}

impl Format {
    /// All formats, in the order in which help texts list them.
    pub const ALL: [Self; 9] = [
        Self::Human,
        Self::Short,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Junit,
        Self::Github,
        Self::Gitlab,
        Self::Markdown,
    ];

    /// The word that chooses it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Short => "short",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Markdown => "markdown",
        }
    }

    /// What it is for, in a few words.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Human => "with source line, caret and next steps",
            Self::Short => "one line a finding",
            Self::Json => "one document for programs",
            Self::Jsonl => "one JSON object a line, the summary last",
            Self::Sarif => "SARIF 2.1.0 for code scanning",
            Self::Junit => "JUnit XML for test reports",
            Self::Github => "workflow commands of GitHub Actions",
            Self::Gitlab => "code quality report of GitLab CI",
            Self::Markdown => "a summary or a comment",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.word() == text)
            .ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFormat(String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = Format::ALL.map(Format::word);
        write!(f, "there is no format `{}`", neutral(&self.0))?;
        match nearest(&self.0, words) {
            Some(word) => write!(f, "; did you mean `{word}`?"),
            None => write!(f, "; there are {}", words.join(", ")),
        }
    }
}

impl std::error::Error for UnknownFormat {}

/// Everything one run has to say.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The findings, in any order: they are printed in the order of [`finding::sort`].
    pub findings: &'a [Finding],
    /// The texts that places point into.
    pub sources: &'a Sources,
    /// The version of the program.
    pub tool_version: &'a str,
    /// The day that was judged at, where one was.
    pub as_of: Option<Date>,
    /// What was looked at and what could not be.
    pub counts: &'a Counts,
}

/// What was looked at and what could not be, so that an empty list of findings says something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// What was looked at and how much of it, in reading order: `("packages matched", 412)`.
    pub checked: Vec<(String, u64)>,
    /// What could not be looked at, one sentence each. Not empty means: nothing found is not a true statement.
    pub incomplete: Vec<String>,
}

impl Counts {
    /// Adds what was looked at.
    pub fn add(&mut self, what: impl Into<String>, number: impl TryInto<u64>) {
        self.checked.push((what.into(), number.try_into().unwrap_or(u64::MAX)));
    }

    /// Adds what could not be looked at.
    pub fn missed(&mut self, sentence: impl Into<String>) {
        self.incomplete.push(sentence.into());
    }
}

/// How the report is written.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether colours are wanted; meaning never depends on them.
    pub colour: bool,
    /// From which weight on a test case of the JUnit report fails; the same as for the exit code.
    pub fail_on: Severity,
}

impl Default for Options {
    fn default() -> Self {
        Self { colour: false, fail_on: Severity::Error }
    }
}

/// The report in the format asked for. It always ends with a line feed.
pub fn render(format: Format, report: &Report<'_>, options: Options) -> String {
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by(|a, b| finding::order(a, b));
    match format {
        Format::Human => human::render(&findings, report, options),
        Format::Short => short::render(&findings, report),
        Format::Json => json::document(&findings, report),
        Format::Jsonl => json::lines(&findings, report),
        Format::Sarif => sarif::render(&findings, report),
        Format::Junit => junit::render(&findings, report, options),
        Format::Github => github::render(&findings, report),
        Format::Gitlab => gitlab::render(&findings, report),
        Format::Markdown => markdown::render(&findings, report),
    }
}
