//! The arguments that all commands share, and the list of commands.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory, Parser, ValueEnum};
use vigil_base::{Date, date};
use vigil_finding::Severity;
use vigil_finding::render::Format;

use crate::colour::Colour;
use crate::commands::Command;

/// The cybersecurity part of a medical device's file, from a folder of plain text.
#[derive(Debug, Parser)]
#[command(
    name = "vigil",
    version,
    propagate_version = false,
    max_term_width = 100,
    after_help = EXIT_CODES
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What all commands share.
    #[command(flatten)]
    pub options: Options,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  everything asked was checked, nothing at or above `--fail-on`
  1  findings at or above `--fail-on`
  2  wrong usage, or an input that could not be read at all
  3  incomplete: something could not be looked at, so \"nothing found\" would be a false statement";

/// The options that every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of all commands")]
pub struct Options {
    /// The device folder; without it, the nearest folder upward with a `vigil.toml` in it
    #[arg(long, global = true, value_name = "DIR")]
    pub device: Option<PathBuf>,

    /// How results are written to standard output
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human", value_parser = formats())]
    pub format: Format,

    /// Whether to use colours; `auto` asks the terminal, `NO_COLOR` and `CLICOLOR_FORCE`
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,

    /// The day to judge at, such as 2026-02-03; without it today, and for `build` the day in `vigil.lock`
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub date: Option<Date>,

    /// The least severity that makes the exit code 1
    #[arg(long, global = true, value_name = "SEVERITY", default_value = "error", value_parser = severities())]
    pub fail_on: Severity,

    /// Exit with 0 or 1 even when something could not be looked at; it is still printed
    #[arg(long, global = true)]
    pub allow_incomplete: bool,

    /// How strict to judge; without it `check` goes by `profile` in `vigil.toml`, and everything else is a draft
    #[arg(long, global = true, value_name = "PROFILE")]
    pub profile: Option<Profile>,

    /// No progress on standard error
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// How strict a case is judged: the same rules, heavier findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Profile {
    /// While writing: what is missing is mostly a note
    #[default]
    Draft,
    /// Before a review
    Review,
    /// What goes to a regulator: nothing unreviewed, nothing open
    Submission,
}

impl From<Profile> for vigil_guidance::Profile {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Draft => Self::Draft,
            Profile::Review => Self::Review,
            Profile::Submission => Self::Submission,
        }
    }
}

/// The whole command, for completions and the reference.
pub fn command() -> clap::Command {
    Cli::command()
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(
        Format::ALL.map(|format| PossibleValue::new(format.word()).help(format.purpose())),
    )
    .try_map(|word| word.parse::<Format>())
}

fn severities() -> impl TypedValueParser<Value = Severity> {
    const ALL: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Error];
    PossibleValuesParser::new(ALL.map(Severity::word)).try_map(|word| {
        ALL.into_iter().find(|severity| severity.word() == word).ok_or("there is no such severity")
    })
}

/// Reads an argument that is a day.
pub fn day(text: &str) -> Result<Date, String> {
    // A timestamp is refused: the hour would be dropped without a word.
    let day = date::parse(text).filter(|_| text.len() == 10);
    day.ok_or_else(|| "a day is written like 2026-02-03".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_contradict_each_other_nowhere() {
        command().debug_assert();
    }

    #[test]
    fn only_a_whole_day_is_a_date() {
        assert_eq!(day("2026-02-03"), Ok(Date::constant(2026, 2, 3)));
        for wrong in ["2026-02-30", "2026-02-03T10:00:00Z", "today", ""] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }
}
