//! Exit codes, streams and closed pipes.

use std::process::Stdio;

use insta::assert_snapshot;

use crate::run::{Folder, code, text, transcript, vigil};

#[test]
fn an_unknown_command_is_answered_with_the_nearest_and_ends_with_2() {
    assert_snapshot!(transcript(Folder::new().path(), &["verzion"]));
}

#[test]
fn an_unknown_format_is_answered_with_the_nearest_and_ends_with_2() {
    assert_snapshot!(transcript(Folder::new().path(), &["version", "--format", "sarrif"]));
}

#[test]
fn a_day_that_is_none_is_refused_with_an_example() {
    assert_snapshot!(transcript(Folder::new().path(), &["version", "--date", "2026-02-30"]));
}

#[test]
fn no_command_at_all_shows_the_help_on_standard_error_and_ends_with_2() {
    let output = vigil(Folder::new().path(), &[]).output().unwrap();
    assert_eq!((code(&output), text(&output.stdout)), (2, String::new()));
    assert!(text(&output.stderr).contains("Usage: vigil"));
}

#[test]
fn the_version_is_printed_as_text_and_as_json() {
    let folder = Folder::new();
    let plain = transcript(folder.path(), &["version"]);
    let json = transcript(folder.path(), &["version", "--format", "json"]);
    assert_snapshot!((plain + &json).replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn every_shell_gets_a_script_that_knows_the_commands() {
    let folder = Folder::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = vigil(folder.path(), &["completions", shell]).output().unwrap();
        assert_eq!(code(&output), 0, "{shell}");
        let script = text(&output.stdout);
        for word in ["version", "completions", "fail-on"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
}

/// A pipe whose reader has gone before the program starts: every write fails.
#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let folder = Folder::new();
    for args in [&["completions", "bash"][..], &["version"], &["--help"], &["--version"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = vigil(folder.path(), args).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!((code(&output), text(&output.stderr)), (0, String::new()), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn closed_streams_are_no_failure() {
    let program = env!("CARGO_BIN_EXE_vigil");
    for (script, expected) in [("version >&-", 0), ("version >&- 2>&-", 0), ("verzion 2>&-", 2)] {
        let script = format!("exec {program} {script}");
        let status = std::process::Command::new("sh").args(["-c", &script]).status().unwrap();
        assert_eq!(status.code(), Some(expected), "{script}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure_that_says_so() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = vigil(Folder::new().path(), &["version"]).stdout(full).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).starts_with("error: the result could not be written to standard output\n"));
}

#[test]
fn colours_follow_the_option_then_the_environment() {
    let folder = Folder::with(&[("cut.json", "{")]);
    let coloured = |variables: &[(&str, &str)], option: &str| {
        let mut command = vigil(folder.path(), &["sbom", "show", "cut.json", "--color", option]);
        let output = command.envs(variables.iter().copied()).output().unwrap();
        text(&output.stdout).contains('\u{1b}')
    };
    assert!(!coloured(&[], "auto"), "a pipe is no terminal");
    assert!(coloured(&[], "always"));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], "auto"));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], "auto"));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], "never"));
}
