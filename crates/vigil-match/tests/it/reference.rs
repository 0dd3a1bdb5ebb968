//! A slow, plain evaluator of NVD configurations, and the proof that the engine equals it.
//!
//! It reads the feed's JSON itself, has no index and no shortcut, and walks the tree by recursion. It shares only
//! the version order with the engine, which has its own tests.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use serde_json::Value;
use vigil_match::{Matching, Options, State, match_inventory};
use vigil_version::{Bound, Range, Scheme};
use vigil_vulndb::Database;

use crate::corpus;
use crate::support::*;

/// 3 it holds, 2 it holds if something open is so, 1 it cannot be said, 0 it does not hold.
type Truth = u8;

/// The eleven attributes of a name, escapes kept.
fn attributes(name: &str) -> Option<Vec<String>> {
    let rest = name.strip_prefix("cpe:2.3:")?;
    let mut parts = vec![String::new()];
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let part = parts.last_mut().unwrap();
                part.push('\\');
                part.extend(chars.next());
            }
            ':' => parts.push(String::new()),
            c => parts.last_mut().unwrap().extend(c.to_lowercase()),
        }
    }
    (parts.len() == 11).then_some(parts)
}

fn is_wild(value: &str) -> bool {
    let mut escaped = false;
    value != "*"
        && value.chars().any(|c| {
            let wild = !escaped && (c == '*' || c == '?');
            escaped = !escaped && c == '\\';
            wild
        })
}

/// The text of a value: escapes gone.
fn plain(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out.to_lowercase()
}

/// NISTIR 7696, table 6-2: `=` equal, `>` superset, `<` subset, `!` disjoint, `?` undefined.
fn relation(source: &str, target: &str) -> char {
    match (source, target) {
        ("*", "*") | ("-", "-") => '=',
        (a, b) if b != "*" && is_wild(b) => {
            if a == b {
                '='
            } else {
                '?'
            }
        }
        ("*", _) => '>',
        (_, "*") => '<',
        ("-", _) | (_, "-") => '!',
        (a, b) if !is_wild(a) => {
            if plain(a) == plain(b) {
                '='
            } else {
                '!'
            }
        }
        (a, b) => {
            if wild_match(&tokens(a), &plain(b).chars().collect::<Vec<_>>()) {
                '>'
            } else {
                '!'
            }
        }
    }
}

fn tokens(value: &str) -> Vec<(char, bool)> {
    let mut out = Vec::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().map(|c| (c, false))),
            '*' | '?' => out.push((c, true)),
            c => out.push((c, false)),
        }
    }
    out
}

fn wild_match(pattern: &[(char, bool)], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((('*', true), rest)) => (0..=text.len()).any(|skip| wild_match(rest, &text[skip..])),
        Some((('?', true), rest)) => !text.is_empty() && wild_match(rest, &text[1..]),
        Some(((c, _), rest)) => text.first() == Some(c) && wild_match(rest, &text[1..]),
    }
}

fn same(a: &str, b: &str) -> Option<bool> {
    Scheme::Generic.compare(a, b).ok().map(std::cmp::Ordering::is_eq)
}

fn leaf_truth(leaf: &Value, ours: &str) -> Truth {
    let (Some(stated), Some(ours)) = (leaf["criteria"].as_str().and_then(attributes), attributes(ours))
    else {
        return 0;
    };
    let own_version = (ours[3] != "*" && ours[3] != "-").then(|| plain(&ours[3]));
    if [1, 2].iter().any(|at| !matches!(relation(&stated[*at], &ours[*at]), '=' | '>')) {
        return 0;
    }
    let part = if matches!(relation(&stated[0], &ours[0]), '=' | '>') { 3 } else { 2 };
    let version = version_truth(leaf, &stated, own_version.as_deref());
    let editions =
        (4..11).map(|at| edition_truth(at, &stated, &ours[at], own_version.as_deref())).min().unwrap();
    part.min(version).min(editions)
}

fn version_truth(leaf: &Value, stated: &[String], version: Option<&str>) -> Truth {
    let text = |key: &str| leaf[key].as_str().map(str::to_owned);
    let from = text("versionStartIncluding")
        .map(Bound::Including)
        .or(text("versionStartExcluding").map(Bound::Excluding));
    let to = text("versionEndExcluding")
        .map(Bound::Excluding)
        .or(text("versionEndIncluding").map(Bound::Including));
    if from.is_some() || to.is_some() {
        let range = Range::between(from.unwrap_or(Bound::Unbounded), to.unwrap_or(Bound::Unbounded));
        return match version.map(|version| range.contains(Scheme::Generic, version)) {
            Some(Ok(true)) => 3,
            Some(Ok(false)) => 0,
            Some(Err(_)) | None => 1,
        };
    }
    let anywhere = leaf["vulnerable"] == false || stated[0] == "h";
    match (stated[3].as_str(), version) {
        ("*", _) | ("-", None) => 3,
        ("-", Some(_)) => {
            if anywhere {
                3
            } else {
                2
            }
        }
        (_, None) => 1,
        (wanted, Some(version)) => {
            let with_update = format!("{}-{}", plain(wanted), plain(&stated[4]));
            let is_update = stated[4] != "*" && stated[4] != "-";
            let is_one = matches!(relation(wanted, version), '=' | '>')
                || same(&plain(wanted), version) == Some(true)
                || (is_update && same(&with_update, version) == Some(true));
            let is_unreadable = same(&plain(wanted), version).is_none();
            match (is_one, is_wild(wanted) || starts_apart(wanted, version)) {
                (true, _) => 3,
                (false, true) => 0,
                (false, false) => u8::from(is_unreadable),
            }
        }
    }
}

/// Two versions with different first numbers are different, even where the rest of one cannot be read.
fn starts_apart(a: &str, b: &str) -> bool {
    let number = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
    let (a, b) = (number(a), number(b));
    !a.is_empty() && !b.is_empty() && a.trim_start_matches('0') != b.trim_start_matches('0')
}

fn edition_truth(at: usize, stated: &[String], ours: &str, version: Option<&str>) -> Truth {
    let (wanted, base) = (stated[at].as_str(), plain(&stated[3]));
    match relation(wanted, ours) {
        '=' | '>' => 3,
        '<' if wanted == "-" => 3,
        '<' if at == 4 => {
            let Some(version) = version else { return 2 };
            let word = plain(wanted);
            let bare = |text: &str| {
                text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
            };
            let in_version = bare(version) == bare(&format!("{base}{word}"))
                || (same(&base, version) != Some(true)
                    && same(&format!("{base}-{word}"), version) == Some(true));
            let early = ["alpha", "beta", "rc", "pre", "dev", "preview", "milestone", "snapshot"];
            if in_version {
                3
            } else if early.iter().any(|e| word.starts_with(e)) {
                0
            } else {
                2
            }
        }
        '<' | '?' => 2,
        _ => 0,
    }
}

struct Device<'a> {
    names: &'a [String],
}

impl Device<'_> {
    fn has_part(&self, part: &str) -> bool {
        self.names.iter().any(|name| name.starts_with(&format!("cpe:2.3:{part}:")))
    }

    fn holds(&self, leaf: &Value) -> Truth {
        let best = self.names.iter().map(|name| leaf_truth(leaf, name)).max().unwrap_or(0);
        let part = leaf["criteria"].as_str().and_then(|text| text.get(8..9)).unwrap_or("");
        let open = (part == "o" || part == "h") && !self.has_part(part);
        best.max(u8::from(open))
    }

    fn value(&self, node: &Value) -> Option<Truth> {
        let list = |key: &str| node[key].as_array().cloned().unwrap_or_default();
        let below = list("nodes").into_iter().chain(list("children")).filter_map(|node| self.value(&node));
        let values = below.chain(list("cpeMatch").into_iter().map(|leaf| self.holds(&leaf)));
        let joined = if node["operator"] == "AND" { values.min() } else { values.max() }?;
        Some(match (node["negate"] == true, joined) {
            (false, value) => value,
            (true, 3) => 0,
            (true, 0) => 3,
            (true, _) => 1,
        })
    }

    /// What a record says of one of the device's names.
    fn record(&self, cve: &Value, name: &str) -> Truth {
        let configurations = cve["configurations"].as_array().cloned().unwrap_or_default();
        let of = |configuration: &Value| {
            let own = flawed(configuration).iter().map(|leaf| leaf_truth(leaf, name)).max()?;
            Some(own.min(self.value(configuration).unwrap_or(0)))
        };
        configurations.iter().filter_map(of).max().unwrap_or(0)
    }
}

fn flawed(node: &Value) -> Vec<Value> {
    let list = |key: &str| node[key].as_array().cloned().unwrap_or_default();
    let mut found: Vec<Value> =
        list("cpeMatch").into_iter().filter(|leaf| leaf["vulnerable"] == true).collect();
    for child in list("nodes").iter().chain(&list("children")) {
        found.extend(flawed(child));
    }
    found
}

fn engine_truth(matching: &Matching, at: usize) -> BTreeMap<String, Truth> {
    let rows = matching.results[at].matches.iter().map(|row| {
        let truth = match (row.state, row.uncertain) {
            (State::Affected, false) => 3,
            (State::Affected, true) => 2,
            _ => 1,
        };
        (row.id.clone(), truth)
    });
    rows.collect()
}

fn records(file: &Path) -> Vec<Value> {
    let reader = BufReader::new(zstd::Decoder::new(std::fs::File::open(file).unwrap()).unwrap());
    let rows = reader.lines().map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    rows.filter(|cve| cve["vulnStatus"] != "Rejected").collect()
}

/// Names for a device: each `step`-th leaf of the feed with its version, and versions around the ranges.
fn device(cves: &[Value], step: usize, most: usize) -> Vec<String> {
    let mut names = Vec::new();
    let roots = cves.iter().flat_map(|cve| cve["configurations"].as_array().cloned().unwrap_or_default());
    for leaf in roots.flat_map(|root| all_leaves(&root)).step_by(step) {
        let Some(mut parts) = leaf["criteria"].as_str().and_then(attributes) else { continue };
        if parts[1..3].iter().any(|part| part == "*" || is_wild(part)) {
            continue;
        }
        let around = ["versionEndExcluding", "versionEndIncluding", "versionStartIncluding"];
        if let Some(version) = around.iter().find_map(|key| leaf[key].as_str()) {
            parts[3] = version.to_lowercase().replace(':', "\\:");
        }
        // As generators write it: nothing behind the version; every third keeps what the record says.
        if names.len() % 3 > 0 {
            parts[4..].fill("*".to_owned());
        }
        names.push(format!("cpe:2.3:{}", parts.join(":")));
    }
    names.sort();
    names.dedup();
    names.truncate(most);
    names
}

fn all_leaves(node: &Value) -> Vec<Value> {
    let list = |key: &str| node[key].as_array().cloned().unwrap_or_default();
    let mut found = list("cpeMatch");
    for child in list("nodes").iter().chain(&list("children")) {
        found.extend(all_leaves(child));
    }
    found
}

#[test]
fn the_engine_equals_the_plain_evaluator_on_the_corpus() {
    let Some(data) = corpus::data() else { return };
    let folder = data.join("vuln/nvd/nvd20-converted");
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort_by_key(|file| (file.metadata().unwrap().len(), file.clone()));
    let most = if corpus::is_all() { files.len() } else { 3 };
    let mut compared = 0;
    for file in files.into_iter().take(most) {
        compared += compare(&file);
    }
    println!("{compared} pairs of name and record compared");
    assert!(compared > 10_000, "{compared}");
}

fn compare(file: &Path) -> usize {
    let mut cves = records(file);
    if !corpus::is_all() {
        cves.truncate(150);
    }
    let folder = tempfile::tempdir().unwrap();
    let feed = folder.path().join("feed.jsonl");
    std::fs::write(&feed, cves.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")).unwrap();
    let target = folder.path().join("v.vdb");
    vigil_vulndb::import(
        &vigil_base::Disk { today: DAY },
        &[feed],
        &target,
        vigil_vulndb::Options::default(),
    )
    .unwrap();
    let database = Database::open(&target).unwrap();
    let leaves: usize = cves.iter().map(|cve| cve["configurations"].as_array().map_or(0, Vec::len)).sum();
    let names = device(&cves, (leaves / 30).max(1), 40);
    let components: Vec<Value> = names.iter().map(|name| with_cpe(name)).collect();
    let matching = match_inventory(&inventory(&components), &database, &Options::on(DAY));
    let device = Device { names: &names };
    for (at, name) in names.iter().enumerate() {
        let engine = engine_truth(&matching, at);
        let plain: BTreeMap<String, Truth> = cves
            .iter()
            .map(|cve| (cve["id"].as_str().unwrap().to_owned(), device.record(cve, name)))
            .filter(|(_, truth)| *truth > 0)
            .collect();
        assert_eq!(engine, plain, "{name} in {}", file.display());
    }
    names.len() * cves.len()
}
