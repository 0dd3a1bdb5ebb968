//! Feeds as the plain evaluator reads them, and inventories made from their own records.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;

use serde_json::{Value, json};
use vigil_sbom::Inventory;

use super::name::{attributes, is_wild};
use super::osv::list;
use super::tree::{Cve, stated_names};

/// Records of one or several files.
pub(super) struct Feed {
    /// The records as they stand in the files.
    pub(super) lines: Vec<String>,
    /// NVD's, and whether they are rejected.
    pub(super) nvd: Vec<(Cve, bool)>,
    pub(super) osv: Vec<Value>,
    stated: Vec<(String, Option<String>)>,
}

impl Feed {
    /// Reads the files; of each only so many records, evenly spread.
    pub(super) fn read(files: &[PathBuf], most: usize) -> Self {
        let mut feed = Self { lines: Vec::new(), nvd: Vec::new(), osv: Vec::new(), stated: Vec::new() };
        for file in files {
            let reader = BufReader::new(zstd::Decoder::new(std::fs::File::open(file).unwrap()).unwrap());
            let lines: Vec<String> =
                reader.lines().map(Result::unwrap).filter(|line| !line.is_empty()).collect();
            let step = (lines.len() / most).max(1);
            for line in lines.into_iter().step_by(step).take(most) {
                feed.add(line);
            }
        }
        feed
    }

    fn add(&mut self, line: String) {
        let record: Value = serde_json::from_str(&line).unwrap();
        self.lines.push(line);
        let cve = if record["cve"].is_object() { &record["cve"] } else { &record };
        let annotated = record["_annotation"]["cve_id"].as_str();
        match annotated.or(cve["id"].as_str()) {
            Some(id) if cve["configurations"].is_array() || cve["vulnStatus"].is_string() => {
                self.stated.extend(stated_names(cve));
                self.nvd.push((Cve::read(id, cve), cve["vulnStatus"] == "Rejected"));
            }
            _ => self.osv.push(record),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Forgets what was found out about one device.
    pub(super) fn forget(&mut self) {
        self.nvd.iter_mut().for_each(|(cve, _)| cve.forget());
    }

    /// Packages that the records name, with versions at, before and behind their bounds.
    pub(super) fn inventory(&self, most: usize) -> Inventory {
        let mut components: Vec<Value> = Vec::new();
        let names = spread(self.stated.len(), most).filter_map(|at| self.named(at));
        components.extend(names.map(|cpe| json!({"type": "library", "name": "x", "cpe": cpe})));
        let affected: Vec<&Value> = self.osv.iter().flat_map(|record| list(record, "affected")).collect();
        for at in spread(affected.len(), most) {
            components.extend(of_affected(affected[at], at));
        }
        // Some are known both ways.
        let both = components.len() / 7;
        for at in 0..both {
            let cpe = components[at]["cpe"].clone();
            let last = components.len() - 1 - at;
            if components[last]["cpe"].is_null() && !cpe.is_null() {
                components[last]["cpe"] = cpe;
            }
        }
        crate::support::inventory(&components)
    }

    /// The name that stands at a place in the feed, as a generator would write it.
    fn named(&self, at: usize) -> Option<String> {
        let (name, version) = &self.stated[at];
        let mut parts = attributes(name)?;
        if parts[1..3].iter().any(|part| part == "*" || part == "-" || is_wild(part)) {
            return None;
        }
        if let Some(version) = version {
            parts[3] = written(&version.to_lowercase());
        }
        // Generators write nothing behind the version; every third keeps what the record says.
        if !at.is_multiple_of(3) {
            parts[4..].fill("*".to_owned());
        }
        Some(format!("cpe:2.3:{}", parts.join(":")))
    }
}

/// At most `most` numbers below `count`, evenly spread.
fn spread(count: usize, most: usize) -> impl Iterator<Item = usize> {
    (0..count).step_by((count / most).max(1)).take(most)
}

fn written(version: &str) -> String {
    version
        .chars()
        .flat_map(|c| if c.is_alphanumeric() || "._-".contains(c) { vec![c] } else { vec!['\\', c] })
        .collect()
}

/// A component of an affected package, in one of six versions.
fn of_affected(affected: &Value, at: usize) -> Option<Value> {
    let ecosystem = affected["package"]["ecosystem"].as_str()?;
    let name = affected["package"]["name"].as_str()?;
    let version = version_of(affected, at);
    let (purl, qualifiers) = purl(ecosystem, name)?;
    let version = version.map(|version| format!("@{}", encoded(&version))).unwrap_or_default();
    Some(json!({"type": "library", "name": name, "purl": format!("{purl}{version}{qualifiers}")}))
}

fn version_of(affected: &Value, at: usize) -> Option<String> {
    let events: Vec<&Value> = list(affected, "ranges")
        .filter(|range| range["type"] != "GIT")
        .flat_map(|range| list(range, "events"))
        .collect();
    let at_event = |kind: &str| events.iter().rev().find_map(|event| event[kind].as_str()).map(str::to_owned);
    let listed: Vec<&str> = list(affected, "versions").filter_map(Value::as_str).collect();
    let some = || at_event("fixed").or(at_event("last_affected")).or(at_event("introduced"));
    match at % 6 {
        0 => some(),
        1 => at_event("introduced").filter(|from| from != "0").or_else(some),
        2 => listed.get(at % listed.len().max(1)).map(|version| (*version).to_owned()).or_else(some),
        3 => some().map(|version| format!("{version}.1")),
        4 => Some(if at.is_multiple_of(4) { "0.0.1" } else { "99999.1" }.to_owned()),
        _ => {
            if at.is_multiple_of(5) {
                None
            } else {
                at_event("last_affected").or_else(some)
            }
        }
    }
}

fn purl(ecosystem: &str, name: &str) -> Option<(String, String)> {
    let path = |name: &str| name.split('/').map(encoded).collect::<Vec<_>>().join("/");
    let plain = |kind: &str| Some((format!("pkg:{kind}/{}", path(name)), String::new()));
    match ecosystem.split_once(':').unwrap_or((ecosystem, "")) {
        ("npm", _) => plain("npm"),
        ("PyPI", _) => plain("pypi"),
        ("Go", _) => plain("golang"),
        ("crates.io", _) => plain("cargo"),
        ("RubyGems", _) => plain("gem"),
        ("NuGet", _) => plain("nuget"),
        ("Packagist", _) => plain("composer"),
        ("SwiftURL", _) => plain("swift"),
        ("Bitnami", _) => plain("bitnami"),
        ("Maven", _) => Some((format!("pkg:maven/{}", path(&name.replacen(':', "/", 1))), String::new())),
        ("Debian", release) if !release.is_empty() => {
            Some((format!("pkg:deb/debian/{}", encoded(name)), format!("?distro=debian-{release}")))
        }
        ("Alpine", release) if !release.is_empty() => {
            let release = release.trim_start_matches('v');
            Some((format!("pkg:apk/alpine/{}", encoded(name)), format!("?distro=alpine-{release}")))
        }
        _ => None,
    }
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
