//! Why a command could not do its work, with the next step.

use std::error::Error;
use std::fmt;

use vigil_finding::render::neutral;

/// A reason to give up, with what to do about it.
#[derive(Debug)]
pub struct Problem {
    what: String,
    help: Vec<String>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Problem {
    /// What was attempted, on what, and that it failed.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), help: Vec::new(), cause: None }
    }

    /// Adds a next step.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds why.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| &**cause as &(dyn Error + 'static))
    }
}

/// The error, its causes and the next steps, each once.
pub fn describe(error: &anyhow::Error) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut text = String::new();
    for cause in error.chain() {
        let message = cause.to_string();
        // Many errors repeat the text of their cause in their own.
        if said.iter().any(|before| before.contains(&message)) {
            continue;
        }
        text.push_str(&format!(
            "{}: {}\n",
            if said.is_empty() { "error" } else { "  cause" },
            neutral(&message)
        ));
        said.push(message);
    }
    for help in error.chain().filter_map(|cause| cause.downcast_ref::<Problem>()).flat_map(|p| &p.help) {
        text.push_str(&format!("  help: {}\n", neutral(help)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_and_each_next_step_is_said_once() {
        let inner = Problem::new("the disk is full").help("make room");
        let middle = Problem::new("`a` cannot be written: the disk is full").caused_by(inner);
        let outer =
            anyhow::Error::from(Problem::new("the build stopped").caused_by(middle).help("try again"));
        assert_eq!(
            describe(&outer),
            "error: the build stopped\n  cause: `a` cannot be written: the disk is full\n\
             \u{20} help: try again\n  help: make room\n"
        );
    }

    #[test]
    fn a_file_name_cannot_steer_the_terminal() {
        let error = anyhow::Error::from(Problem::new("no `\u{1b}[2J`"));
        assert_eq!(describe(&error), "error: no `␛[2J`\n");
    }
}
