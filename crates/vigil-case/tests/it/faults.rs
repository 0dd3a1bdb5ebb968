//! Seeded faults: one change, one finding, at its place.

use vigil_finding::Finding;

use crate::folder::Folder;

mod table;

use table::{FAULTS, TOGETHER};

/// What is done to the folder.
enum Change {
    /// `file`, what stands there once, what takes its place.
    Replace(&'static str, &'static str, &'static str),
    /// `file`, what is added to its end.
    Append(&'static str, &'static str),
    /// `file`, the text up to which and the text from which everything stays.
    Cut(&'static str, &'static str, &'static str),
    /// `file`, what stands there once, the bytes that take its place.
    Bytes(&'static str, &'static str, &'static [u8]),
}

use Change::{Append, Bytes, Cut, Replace};

impl Change {
    fn file(&self) -> &'static str {
        match self {
            Replace(file, ..) | Append(file, _) | Cut(file, ..) | Bytes(file, ..) => file,
        }
    }

    fn apply(&self, folder: &mut Folder) {
        match self {
            Replace(file, from, to) => folder.replace(file, from, to),
            Append(file, more) => folder.append(file, more),
            Cut(file, from, to) => {
                let text = folder.text(file);
                let (start, end) = (text.find(from).expect("the start"), text.find(to).expect("the end"));
                folder.0.insert((*file).to_owned(), format!("{}{}", &text[..start], &text[end..]).into());
            }
            Bytes(file, from, to) => {
                let text = folder.text(file);
                let at = text.find(from).expect("the place");
                let mut bytes = text.into_bytes();
                bytes.splice(at..at + from.len(), to.iter().copied());
                folder.0.insert((*file).to_owned(), bytes);
            }
        }
    }
}

struct Fault {
    name: &'static str,
    change: Change,
    code: &'static str,
    /// Text of the changed file with `^` before the character that the finding points at.
    at: &'static str,
    /// Findings of the unchanged folder that the change takes away.
    gone: &'static [&'static str],
}

/// Findings without their place: an added line moves those of others.
fn said(findings: &[Finding]) -> Vec<(String, String, String)> {
    findings.iter().map(|it| (it.code.clone(), it.message.clone(), it.subject.clone())).collect()
}

/// What is in `these` and not in `those`, counted.
fn beyond(these: &[Finding], those: &[Finding]) -> Vec<Finding> {
    let mut left = said(those);
    let mut more = Vec::new();
    for (finding, words) in these.iter().zip(said(these)) {
        match left.iter().position(|it| *it == words) {
            Some(at) => drop(left.swap_remove(at)),
            None => more.push(finding.clone()),
        }
    }
    more
}

/// File, line and column of the `^` in the marker.
fn place(folder: &Folder, file: &str, marker: &str) -> (String, u32, u32) {
    let (file, marker) = match marker.split_once(".toml\n") {
        Some((other, marker)) => (format!("{other}.toml"), marker),
        None => (file.to_owned(), marker),
    };
    let text = folder.text(&file);
    let (before, after) = marker.split_once('^').expect("a marker has its `^`");
    let plain = format!("{before}{after}");
    assert_eq!(text.matches(&plain).count(), 1, "`{plain}` stands once in {file}");
    let at = text.find(&plain).expect("just counted") + before.len();
    let line_start = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let number = |count: usize| u32::try_from(count).expect("a small file") + 1;
    (file, number(text[..at].matches('\n').count()), number(text[line_start..at].chars().count()))
}

#[test]
fn one_change_gives_one_finding_at_its_place() {
    let whole = Folder::infusion();
    let base = whole.case().findings;
    let mut wrong = Vec::new();
    for fault in FAULTS {
        let mut folder = whole.clone();
        fault.change.apply(&mut folder);
        let findings = folder.case().findings;
        let new = beyond(&findings, &base);
        let gone: Vec<String> = beyond(&base, &findings).into_iter().map(|it| it.code).collect();
        let found: Vec<_> = new
            .iter()
            .map(|it| (it.code.as_str(), it.place.clone().map(|at| (at.file, at.line, at.column))))
            .collect();
        let expected = (fault.code, Some(place(&folder, fault.change.file(), fault.at)));
        if found != [expected.clone()] || gone != fault.gone {
            let messages: Vec<&str> = new.iter().map(|it| it.message.as_str()).collect();
            wrong.push(format!(
                "{}\n  expected {expected:?}\n  found    {found:?}\n  {messages:?}\n  gone {gone:?}",
                fault.name
            ));
        }
    }
    println!("{} faults", FAULTS.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), FAULTS.len(), wrong.join("\n"));
}

#[test]
fn many_faults_are_all_reported_in_one_run() {
    let mut folder = Folder::infusion();
    let base = folder.case().findings;
    let chosen: Vec<&Fault> = FAULTS.iter().filter(|it| TOGETHER.contains(&it.name)).collect();
    assert_eq!(chosen.len(), TOGETHER.len(), "each name is one of a fault");
    for fault in &chosen {
        fault.change.apply(&mut folder);
    }
    let new = beyond(&folder.case().findings, &base);
    let found: std::collections::BTreeSet<_> = new
        .iter()
        .map(|it| (it.code.clone(), it.place.clone().map(|at| (at.file, at.line, at.column))))
        .collect();
    let expected =
        chosen.iter().map(|it| (it.code.to_owned(), Some(place(&folder, it.change.file(), it.at)))).collect();
    assert_eq!(found, expected, "{new:#?}");
}
