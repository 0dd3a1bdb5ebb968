//! What making a submission can say. The wording stands here and nowhere else.

use vigil_finding::{Finding, Severity};

fn note(code: &str, severity: Severity, message: String, subject: &str) -> Finding {
    Finding::new(format!("build.{code}"), severity, message, subject)
}

pub(crate) fn character(file: &str, character: char, count: usize) -> Finding {
    note(
        "character",
        Severity::Warning,
        format!(
            "`{file}` prints [U+{:04X}] {count} times in place of a character that the fonts lack",
            u32::from(character)
        ),
        file,
    )
}

pub(crate) fn print_warning(file: &str, text: &str) -> Finding {
    note("print", Severity::Warning, format!("`{file}`: {text}"), file)
}
