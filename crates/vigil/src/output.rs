//! The only place that writes to standard output and standard error.

use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use crate::outcome::Outcome;
use crate::problem::{Problem, describe};

/// What a command has to say and how it ended.
#[derive(Debug)]
pub struct Done {
    /// For standard output.
    pub text: String,
    /// For the exit code.
    pub outcome: Outcome,
}

impl Done {
    /// A command that did its work and judges nothing.
    pub fn clean(text: impl Into<String>) -> Self {
        Self { text: text.into(), outcome: Outcome::Clean }
    }
}

/// Prints the result. A reader that has seen enough (`| head`) is no failure: the exit code still tells the
/// truth about what was found.
pub fn print(done: &Done) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(done.text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => done.outcome.into(),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => done.outcome.into(),
        Err(error) => failure(
            &Problem::new("the result could not be written to standard output").caused_by(error).into(),
        ),
    }
}

/// Says something beside the result, which another program may be reading.
pub fn aside(text: &str) {
    // Whoever closed standard error does not want to know.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints why there is no result.
pub fn failure(error: &anyhow::Error) -> ExitCode {
    // Nobody is left to tell when standard error is closed, too.
    let _ = io::stderr().lock().write_all(describe(error).as_bytes());
    Outcome::Unusable.into()
}

/// Prints help and version to standard output, wrong usage to standard error.
pub fn usage(refused: &clap::Error) -> ExitCode {
    let printed = refused.print();
    match printed {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Outcome::Unusable.into(),
        _ if refused.use_stderr() => Outcome::Unusable.into(),
        _ => Outcome::Clean.into(),
    }
}
