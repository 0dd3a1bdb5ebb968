//! The help text of every command is a snapshot.

use crate::run::{Folder, code, text, vigil};

/// Every command and subcommand, as the words that choose it.
fn all(command: &clap::Command, words: &[String], found: &mut Vec<Vec<String>>) {
    found.push(words.to_vec());
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let mut words = words.to_vec();
        words.push(sub.get_name().to_owned());
        all(sub, &words, found);
    }
}

#[test]
fn every_command_explains_itself() {
    let mut commands = Vec::new();
    all(&vigil::cli::command(), &[], &mut commands);
    let folder = Folder::new();
    for words in commands {
        let mut args: Vec<&str> = words.iter().map(String::as_str).collect();
        args.push("--help");
        let output = vigil(folder.path(), &args).output().unwrap();
        assert_eq!((code(&output), output.stderr), (0, Vec::new()), "{args:?}");
        let name = if words.is_empty() { "vigil".to_owned() } else { words.join("-") };
        insta::assert_snapshot!(format!("help-{name}"), text(&output.stdout));
    }
}
