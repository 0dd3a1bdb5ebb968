//! NVD configurations, plainly: the whole tree over the whole device, by recursion.

use std::cell::OnceCell;

use serde_json::Value;
use vigil_version::{Bound, Range, Scheme};

use super::name::{Truth, attributes, includes, is_wild, plain, relation};

/// A name of the device.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Name {
    pub(super) parts: Vec<String>,
    pub(super) version: Option<String>,
}

impl Name {
    /// A name, with the package's version where it states none.
    pub(super) fn new(text: &str, package_version: Option<&str>) -> Option<Self> {
        let parts = attributes(text)?;
        let open = parts[3] == "*" || parts[3] == "-" || is_wild(&parts[3]);
        let version = if open { package_version.map(str::to_owned) } else { Some(plain(&parts[3])) };
        Some(Self { parts, version })
    }
}

/// A record with configurations.
pub(super) struct Cve {
    pub(super) id: String,
    roots: Vec<Root>,
}

struct Root {
    node: Node,
    /// The value over the device. It is the same for all its names, so it is found once.
    value: OnceCell<Truth>,
}

struct Node {
    is_and: bool,
    negate: bool,
    below: Vec<Node>,
    leaves: Vec<Leaf>,
}

struct Leaf {
    vulnerable: bool,
    stated: Option<Vec<String>>,
    part: String,
    range: Option<Range>,
}

impl Cve {
    /// Reads a `cve` object.
    pub(super) fn read(id: &str, cve: &Value) -> Self {
        let roots = list(cve, "configurations").map(node).map(|node| Root { node, value: OnceCell::new() });
        Self { id: id.to_owned(), roots: roots.collect() }
    }

    /// Forgets the values over the last device.
    pub(super) fn forget(&mut self) {
        for root in &mut self.roots {
            root.value = OnceCell::new();
        }
    }

    /// What the record says of a name in the device: `None` if it does not name the product as flawed.
    pub(super) fn says(&self, name: &Name, device: &[Name]) -> Option<Truth> {
        let of = |root: &Root| {
            let mut own = Vec::new();
            flawed(&root.node, &mut own);
            let named = own.into_iter().filter(|leaf| names_product(leaf, name));
            let own = named.map(|leaf| leaf_truth(leaf, name)).max()?;
            let whole = || *root.value.get_or_init(|| value(&root.node, device).unwrap_or(0));
            Some(if own == 0 { 0 } else { own.min(whole()) })
        };
        self.roots.iter().filter_map(of).max()
    }
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().into_iter().flatten()
}

fn node(json: &Value) -> Node {
    Node {
        is_and: json["operator"] == "AND",
        negate: json["negate"] == true,
        below: list(json, "nodes").chain(list(json, "children")).map(node).collect(),
        leaves: list(json, "cpeMatch").map(leaf).collect(),
    }
}

fn leaf(json: &Value) -> Leaf {
    let text = |key: &str| json[key].as_str().map(str::to_owned);
    let from = text("versionStartIncluding").map(Bound::Including);
    let from = from.or(text("versionStartExcluding").map(Bound::Excluding)).unwrap_or(Bound::Unbounded);
    let to = text("versionEndExcluding").map(Bound::Excluding);
    let to = to.or(text("versionEndIncluding").map(Bound::Including)).unwrap_or(Bound::Unbounded);
    let is_open = from == Bound::Unbounded && to == Bound::Unbounded;
    let criteria = text("criteria").unwrap_or_default();
    Leaf {
        vulnerable: json["vulnerable"] == true,
        part: criteria.get(8..9).unwrap_or_default().to_owned(),
        stated: attributes(&criteria),
        range: (!is_open).then(|| Range::between(from, to)),
    }
}

fn flawed<'n>(node: &'n Node, found: &mut Vec<&'n Leaf>) {
    found.extend(node.leaves.iter().filter(|leaf| leaf.vulnerable));
    node.below.iter().for_each(|below| flawed(below, found));
}

/// All names that a record states, for making devices of them.
pub(super) fn stated_names(cve: &Value) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> = list(cve, "configurations").collect();
    while let Some(node) = open.pop() {
        open.extend(list(node, "nodes").chain(list(node, "children")));
        for leaf in list(node, "cpeMatch") {
            let around = ["versionEndExcluding", "versionEndIncluding", "versionStartIncluding"];
            let version = around.iter().find_map(|key| leaf[key].as_str()).map(str::to_owned);
            found.extend(leaf["criteria"].as_str().map(|name| (name.to_owned(), version)));
        }
    }
    found
}

fn names_product(leaf: &Leaf, name: &Name) -> bool {
    let Some(stated) = &leaf.stated else { return false };
    [1, 2].into_iter().all(|at| includes(&stated[at], &name.parts[at]))
}

/// The value of a node over the whole device; `None` of a node with nothing in it.
fn value(node: &Node, device: &[Name]) -> Option<Truth> {
    let below = node.below.iter().filter_map(|below| value(below, device));
    let values = below.chain(node.leaves.iter().map(|leaf| somewhere(leaf, device)));
    let joined = if node.is_and { values.min() } else { values.max() }?;
    Some(match (node.negate, joined) {
        (false, value) => value,
        (true, 3) => 0,
        (true, 0) => 3,
        (true, _) => 1,
    })
}

fn somewhere(leaf: &Leaf, device: &[Name]) -> Truth {
    if leaf.stated.is_none() {
        return 1;
    }
    let best = device.iter().map(|name| leaf_truth(leaf, name)).max().unwrap_or(0);
    let has = |part: &str| device.iter().any(|name| name.parts[0] == part);
    // An inventory without any operating system (or hardware) leaves open what its software runs on.
    let open = (leaf.part == "o" || leaf.part == "h") && !has(&leaf.part);
    best.max(u8::from(open))
}

fn leaf_truth(leaf: &Leaf, name: &Name) -> Truth {
    let Some(stated) = &leaf.stated else { return 0 };
    if !names_product(leaf, name) {
        return 0;
    }
    let part = match relation(&stated[0], &name.parts[0]) {
        '=' | '>' => 3,
        // The package is known by name only: its part is open.
        '<' if name.parts[0] == "*" => 3,
        _ => 2,
    };
    let editions = (4..11).map(|at| edition_truth(at, stated, name)).min().unwrap();
    part.min(version_truth(leaf, stated, name.version.as_deref())).min(editions)
}

fn same(a: &str, b: &str) -> Option<bool> {
    Scheme::Generic.compare(a, b).ok().map(std::cmp::Ordering::is_eq)
}

fn version_truth(leaf: &Leaf, stated: &[String], version: Option<&str>) -> Truth {
    if let Some(range) = &leaf.range {
        return match version.map(|version| range.contains(Scheme::Generic, version)) {
            Some(Ok(true)) => 3,
            Some(Ok(false)) => 0,
            Some(Err(_)) | None => 1,
        };
    }
    let anywhere = !leaf.vulnerable || stated[0] == "h";
    match (stated[3].as_str(), version) {
        ("*", _) | ("-", None) => 3,
        ("-", Some(_)) if anywhere => 3,
        ("-", Some(_)) => 2,
        (_, None) => 1,
        (wanted, Some(version)) => one_version(wanted, &stated[4], version),
    }
}

fn one_version(wanted: &str, update: &str, version: &str) -> Truth {
    let is_wild = is_wild(wanted);
    if !is_wild && starts_apart(wanted, version) {
        return 0;
    }
    let with_update = format!("{}-{}", plain(wanted), plain(update));
    let is_update = update != "*" && update != "-";
    let is_text = if is_wild {
        // The version is a text of its own, not a pattern.
        let literal: String = version.chars().flat_map(|c| ['\\', c]).collect();
        includes(wanted, &literal)
    } else {
        plain(wanted) == version.to_lowercase()
    };
    let is_one = is_text
        || (!is_wild && same(&plain(wanted), version) == Some(true))
        || (!is_wild && is_update && same(&with_update, version) == Some(true));
    match (is_one, is_wild) {
        (true, _) => 3,
        (false, true) => 0,
        (false, false) => u8::from(same(&plain(wanted), version).is_none()),
    }
}

/// Two versions with different first numbers are different, even where the rest of one cannot be read.
fn starts_apart(a: &str, b: &str) -> bool {
    let number = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
    let (a, b) = (number(a), number(b));
    !a.is_empty() && !b.is_empty() && a.trim_start_matches('0') != b.trim_start_matches('0')
}

/// Words of an update that comes before its release.
const EARLY: [&str; 8] = ["alpha", "beta", "rc", "pre", "dev", "preview", "milestone", "snapshot"];

fn edition_truth(at: usize, stated: &[String], name: &Name) -> Truth {
    let (wanted, base) = (stated[at].as_str(), plain(&stated[3]));
    match relation(wanted, &name.parts[at]) {
        '=' | '>' => 3,
        '<' if wanted == "-" => 3,
        '<' if at == 4 => {
            let Some(version) = name.version.as_deref() else { return 2 };
            let word = plain(wanted);
            let bare = |text: &str| {
                text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
            };
            let in_version = bare(version) == bare(&format!("{base}{word}"))
                || (same(&base, version) != Some(true)
                    && same(&format!("{base}-{word}"), version) == Some(true));
            match (in_version, EARLY.iter().any(|early| word.starts_with(early))) {
                (true, _) => 3,
                (false, true) => 0,
                (false, false) => 2,
            }
        }
        '<' | '?' => 2,
        _ => 0,
    }
}
