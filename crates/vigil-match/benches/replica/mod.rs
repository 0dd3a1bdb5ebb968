//! A corpus of the wanted size: NVD's records, and copies of them under new vendors and ids.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use crate::Outcome;

/// What was written.
pub(crate) struct Made {
    /// The records.
    pub(crate) feed: PathBuf,
    /// One of a hundred of them, changed a day later.
    pub(crate) delta: PathBuf,
    /// The ids of the changed records, one a line.
    pub(crate) changed: PathBuf,
    /// An SBOM of 500 packages, one of 50,000, and a thousand of 200: every package is named by a flaw, which no
    /// real inventory comes near.
    pub(crate) small: PathBuf,
    pub(crate) large: PathBuf,
    pub(crate) portfolio: Vec<PathBuf>,
    /// The same sizes with one package in seven that a flaw names, as SBOMs of devices have it.
    pub(crate) usual_small: PathBuf,
    pub(crate) usual_large: PathBuf,
    pub(crate) usual_portfolio: Vec<PathBuf>,
    /// An SBOM of originals, and the same under the first new vendor.
    pub(crate) originals: PathBuf,
    pub(crate) copies: Option<PathBuf>,
}

/// Writes feed, delta and SBOMs; with `wanted` 0 the records as they are.
pub(crate) fn write(data: &Path, folder: &Path, wanted: usize) -> Outcome<Made> {
    let lines = nvd(data)?;
    let wanted = if wanted == 0 { lines.len() } else { wanted };
    let feed = folder.join("feed.jsonl.zst");
    let delta = folder.join("delta.jsonl.zst");
    let mut all = zstd::Encoder::new(File::create(&feed)?, 1)?;
    let mut changed = zstd::Encoder::new(File::create(&delta)?, 1)?;
    let mut ids = String::new();
    for at in 0..wanted {
        let line = copy(&lines[at % lines.len()], at / lines.len());
        writeln!(all, "{line}")?;
        if at % 100 == 0 {
            writeln!(changed, "{}", later(&line))?;
            let id = line.split_once("\"id\":\"").and_then(|(_, rest)| rest.split('"').next());
            ids.extend(id.map(|id| format!("{id}\n")));
        }
    }
    all.finish()?;
    changed.finish()?;
    let changed = folder.join("changed.txt");
    std::fs::write(&changed, ids)?;
    let names = names(&lines);
    let sbom = |name: &str, start: usize, count: usize, round: usize| -> Outcome<PathBuf> {
        let file = folder.join(name);
        let step = (names.len() / count).max(1);
        let chosen = (0..count).map(|at| renamed(&names[(start + at * step) % names.len()], round));
        write_sbom(&file, chosen)?;
        Ok(file)
    };
    let usual = |name: &str, start: usize, count: usize| -> Outcome<PathBuf> {
        let file = folder.join(name);
        let step = (names.len() / count).max(1);
        let chosen = (0..count).map(|at| match at % 7 {
            0 => names[(start + at * step) % names.len()].clone(),
            rest => unknown(start + at, rest),
        });
        write_sbom(&file, chosen)?;
        Ok(file)
    };
    let has_copies = wanted >= 2 * lines.len();
    let (mut portfolio, mut usual_portfolio) = (Vec::new(), Vec::new());
    for at in 0..1000 {
        usual_portfolio.push(usual(&format!("usual-{at}.json"), at * 37, 200)?);
        portfolio.push(sbom(&format!("device-{at}.json"), at * 37, 200, 0)?);
    }
    Ok(Made {
        small: sbom("small.json", 0, 500, 0)?,
        large: sbom("large.json", 1, 50_000, 0)?,
        originals: sbom("originals.json", 3, 2000, 0)?,
        copies: if has_copies { Some(sbom("copies.json", 3, 2000, 1)?) } else { None },
        usual_small: usual("usual-small.json", 0, 500)?,
        usual_large: usual("usual-large.json", 1, 50_000)?,
        usual_portfolio,
        changed,
        portfolio,
        feed,
        delta,
    })
}

fn nvd(data: &Path) -> Outcome<Vec<String>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(data.join("vuln/nvd/nvd20-converted"))? {
        files.push(entry?.path());
    }
    files.sort();
    let mut lines = Vec::new();
    for file in files {
        for line in BufReader::new(zstd::Decoder::new(File::open(file)?)?).lines() {
            lines.push(line?);
        }
    }
    Ok(lines)
}

/// The record under a new id and new vendors. What it runs on is renamed too, so a copy asks for copies.
fn copy(line: &str, round: usize) -> String {
    if round == 0 {
        return line.to_owned();
    }
    let renamed = renamed(line, round);
    match renamed.split_once("\"id\":\"CVE-") {
        // CVE-2020-1234 becomes CVE-2020-90011234.
        Some((before, rest)) if rest.len() > 5 => {
            format!("{before}\"id\":\"CVE-{}9{round:03}{}", &rest[..5], &rest[5..])
        }
        _ => renamed,
    }
}

/// All CPE names in a text under new vendors.
fn renamed(text: &str, round: usize) -> String {
    if round == 0 {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    for part in ["a", "o", "h"] {
        text = text.replace(&format!("cpe:2.3:{part}:"), &format!("cpe:2.3:{part}:copy{round}_"));
    }
    text
}

/// The record as it stands a day later.
fn later(line: &str) -> String {
    match line.split_once("\"lastModified\":\"") {
        Some((before, rest)) if rest.len() > 10 => {
            format!("{before}\"lastModified\":\"2026-08-30{}", &rest[10..])
        }
        _ => line.to_owned(),
    }
}

/// CPE names that the records state, with a version, each vendor and product once for each version.
fn names(lines: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for line in lines {
        let Some(at) = line.find("\"criteria\":\"cpe:2.3:") else { continue };
        let name = line[at + 12..].split('"').next().unwrap_or_default();
        let parts: Vec<&str> = name.split(':').collect();
        if parts.len() == 13 && !name.contains('\\') && parts[3..5].iter().all(|part| *part != "*") {
            let version = if matches!(parts[5], "*" | "-") { "1.0" } else { parts[5] };
            found.push(format!("cpe:2.3:{}:{}:{}:{version}:*:*:*:*:*:*:*", parts[2], parts[3], parts[4]));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// A package that no flaw names: of an ecosystem that is loaded, of one that is not, or of a vendor unknown to all.
fn unknown(at: usize, rest: usize) -> String {
    match rest {
        1 | 2 => format!("pkg:pypi/library-{at}@1.{}.0", at % 40),
        3 | 4 => format!("pkg:npm/library-{at}@2.{}.1", at % 40),
        5 => format!("pkg:golang/example.com/library-{at}@v1.{}.0", at % 40),
        _ => format!("cpe:2.3:a:maker_{at}:library:3.{}:*:*:*:*:*:*:*", at % 40),
    }
}

fn write_sbom(file: &Path, names: impl Iterator<Item = String>) -> Outcome<()> {
    let components: Vec<String> = names
        .enumerate()
        .map(|(at, name)| {
            let key = if name.starts_with("pkg:") { "purl" } else { "cpe" };
            format!(r#"{{"type":"library","bom-ref":"{at}","name":"p{at}","{key}":"{name}"}}"#)
        })
        .collect();
    let text = format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"components":[{}]}}"#,
        components.join(",")
    );
    Ok(std::fs::write(file, text)?)
}
