//! What every command gets: the options, the world, and the way to report findings.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use serde::Serialize;
use vigil_base::{Date, Sources, World as _, canonical};
use vigil_finding::Finding;
use vigil_finding::render::{self, Counts, Format, Report, json_safe, render};

use crate::cli::Options;
use crate::folder;
use crate::outcome::Outcome;
use crate::output::Done;
use crate::problem::Problem;
use crate::world::Real;

/// The version that outputs name.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What every command gets.
#[derive(Debug)]
pub struct Context {
    /// The options that all commands share.
    pub options: Options,
    /// The real world.
    pub world: Real,
    colour: bool,
}

impl Context {
    /// Looks at the terminal and the environment once.
    pub fn new(options: Options) -> anyhow::Result<Self> {
        let world = Real::new(options.date, !options.quiet)?;
        let colour = options.color.wanted(|name| world.env(name), std::io::stdout().is_terminal());
        Ok(Self { options, world, colour })
    }

    /// The same on another day, as if it had been asked for with `--date`.
    pub fn on(&self, day: Date) -> anyhow::Result<Self> {
        Self::new(Options { date: Some(day), ..self.options.clone() })
    }

    /// The device folder, as named or found upward.
    pub fn device(&self) -> Result<PathBuf, Problem> {
        folder::find(&self.world, self.options.device.as_deref(), self.world.start())
    }

    /// Whether a person reads what is printed.
    pub fn is_for_people(&self) -> bool {
        matches!(self.options.format, Format::Human | Format::Short)
    }

    /// The bytes of a file, or the reason why there are none.
    pub fn read(&self, path: &Path) -> Result<Vec<u8>, Problem> {
        let refused = |error| Problem::new(format!("`{}` cannot be read", path.display())).caused_by(error);
        self.world.read(path).map_err(refused)
    }

    /// A result that is no list of findings: as text for people, or as JSON with its schema version.
    pub fn document<T: Serialize>(&self, text: String, value: &T) -> anyhow::Result<Done> {
        match self.options.format {
            Format::Human | Format::Short => Ok(Done::clean(text)),
            Format::Json => Ok(Done::clean(json_safe(&canonical::pretty(value)?))),
            Format::Jsonl => Ok(Done::clean(json_safe(&(canonical::compact(value)? + "\n")))),
            other => Err(Problem::new(format!("this command has no output in the format `{other}`"))
                .help("it knows human, short, json and jsonl; the other formats carry findings")
                .into()),
        }
    }

    /// The findings in the format asked for, and the exit code that follows from them.
    pub fn report(&self, said: &Said) -> Done {
        Done { text: self.rendered(said), outcome: self.outcome(said) }
    }

    /// The findings together with a result: the result stands before them for people, beside them in JSON.
    /// The formats that carry nothing but findings leave it out.
    pub fn report_with<T: Serialize>(&self, said: &Said, text: &str, value: &T) -> anyhow::Result<Done> {
        let report = self.rendered(said);
        let text = match self.options.format {
            Format::Human if !text.is_empty() => format!("{text}\n{report}"),
            Format::Human | Format::Short => format!("{text}{report}"),
            Format::Json => {
                let report: serde_json::Value = serde_json::from_str(&report)?;
                json_safe(&canonical::pretty(&WithReport { schema_version: 1, result: value, report })?)
            }
            Format::Jsonl => {
                let result = BTreeMap::from([("result", value)]);
                json_safe(&format!("{}\n{report}", canonical::compact(&result)?))
            }
            _ => report,
        };
        Ok(Done { text, outcome: self.outcome(said) })
    }

    fn rendered(&self, said: &Said) -> String {
        let Said { findings, sources, counts, as_of } = said;
        let report = Report { findings, sources, tool_version: VERSION, as_of: *as_of, counts };
        let options = render::Options { colour: self.colour, fail_on: self.options.fail_on };
        render(self.options.format, &report, options)
    }

    fn outcome(&self, said: &Said) -> Outcome {
        Outcome::of(&said.findings, &said.counts, self.options.fail_on, self.options.allow_incomplete)
    }
}

/// What a command found out, before it is put into a format.
#[derive(Debug, Default)]
pub struct Said {
    /// The findings.
    pub findings: Vec<Finding>,
    /// The texts that they point into.
    pub sources: Sources,
    /// What was looked at and what could not be.
    pub counts: Counts,
    /// The day that was judged at.
    pub as_of: Option<Date>,
}

/// A result beside its findings; `report` has the shape of `schemas/findings.schema.json`.
#[derive(Serialize)]
struct WithReport<'a, T> {
    schema_version: u32,
    result: &'a T,
    report: serde_json::Value,
}
