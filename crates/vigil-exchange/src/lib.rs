#![doc = include_str!("../README.md")]

pub mod csaf;
pub mod emb3d;
pub mod fuzz;
pub mod junit;
pub mod protocol;
pub mod sarif;
pub mod table;
pub mod threat_model;
mod tree;
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
    /// An original report for people (its format): kept and digested, and no result is read from it.
    Original(&'static str),
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
    if let Some(format) = original(bytes) {
        return Ok(Report::Original(format));
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

/// The format of a report for people, by its first bytes.
fn original(bytes: &[u8]) -> Option<&'static str> {
    const BEGINNINGS: &[(&[u8], &str)] = &[
        (b"%PDF-", "PDF"),
        (b"PK\x03\x04", "Office document or archive"),
        (b"\xd0\xcf\x11\xe0", "Office document of an old format"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"<!doctype html", "HTML"),
        (b"<html", "HTML"),
    ];
    let begins = |with: &[u8]| bytes.get(..with.len()).is_some_and(|it| it.eq_ignore_ascii_case(with));
    BEGINNINGS.iter().find(|(with, _)| begins(with)).map(|(_, format)| *format)
}

/// The line of a byte offset, from 1.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Report;

    #[test]
    fn originals_for_people_are_kept_and_hold_no_result() {
        for (bytes, format) in [
            (&b"%PDF-1.7\n"[..], "PDF"),
            (b"PK\x03\x04\x14\0", "Office document or archive"),
            (b"<!DOCTYPE html><p>", "HTML"),
        ] {
            assert_eq!(super::read(bytes), Ok(Report::Original(format)));
        }
        assert!(super::read(b"%PD").is_err());
    }

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
