#![doc = include_str!("../README.md")]

pub mod csaf;
pub mod emb3d;
pub mod fuzz;
pub mod junit;
pub mod protocol;
pub mod sarif;
pub mod table;
pub mod vex;

/// Largest report that is read, in bytes.
pub const MAX_REPORT: usize = 200_000_000;

/// A report of test results.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Report {
    /// JUnit XML.
    Junit(Vec<junit::TestCase>),
    /// SARIF 2.1.
    Sarif(Vec<sarif::Run>),
    /// Fuzzing statistics.
    Fuzz(Vec<fuzz::Target>),
    /// Penetration test or manual protocol in TOML.
    Protocol(protocol::Protocol),
}

/// Why a report could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is larger than [`MAX_REPORT`].
    #[error("it is larger than {} MB", MAX_REPORT / 1_000_000)]
    TooLarge,
    /// It is not UTF-8.
    #[error("it is not UTF-8 text")]
    NotText,
    /// It is none of the formats.
    #[error(
        "it is neither JUnit XML, SARIF 2.1, fuzzing statistics nor a TOML protocol; it begins with {0:?}"
    )]
    UnknownFormat(String),
    /// It begins like a format and is not.
    #[error("it looks like {format} and is not: {cause} (line {line})")]
    Malformed {
        /// The format.
        format: &'static str,
        /// What is wrong.
        cause: String,
        /// Where.
        line: usize,
    },
}

/// Reads a report, whatever its format.
pub fn read(bytes: &[u8]) -> Result<Report, ReadError> {
    if bytes.len() > MAX_REPORT {
        return Err(ReadError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotText)?;
    let text = text.trim_start_matches('\u{feff}');
    let head = text.trim_start();
    if head.starts_with('<') {
        return junit::read(text).map(Report::Junit);
    }
    if head.starts_with('{') {
        return sarif::read(text).map(Report::Sarif);
    }
    if fuzz::looks_like(head) {
        return fuzz::read(text).map(Report::Fuzz);
    }
    if protocol::looks_like(head) {
        return protocol::read(text).map(Report::Protocol);
    }
    Err(ReadError::UnknownFormat(head.chars().take(30).collect()))
}

/// The line of a byte offset, from 1.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = super::read(&bytes);
        }

        #[test]
        fn no_text_that_begins_like_a_format_makes_its_reader_panic(head in "(<testsuites>|<testsuite |\\{\"runs\":|execs_done|\\[protocol\\]|stat::)", tail in "[ -~\n]{0,200}") {
            let _ = super::read(format!("{head}{tail}").as_bytes());
        }
    }
}
