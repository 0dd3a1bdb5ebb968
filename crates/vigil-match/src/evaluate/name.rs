//! One leaf of a configuration against one CPE name: the name relation of NISTIR 7696, then the version range.

use vigil_version::{Bound, Range, Scheme};
use vigil_vulndb::CpeMatch;
use vigil_vulndb::cpe::{self, Attribute, Cpe, Relation, Token, Value};

use crate::truth::Truth;

/// A name in the environment: what a package is called, and its version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Named {
    pub(crate) cpe: Cpe,
    /// The version that is compared: that of the name, else that of the package.
    pub(crate) version: Option<String>,
    /// Whether vendor and product were found by name only; part and the rest are open then.
    pub(crate) by_name: bool,
}

impl Named {
    /// A name with the package's version where the name states none.
    pub(crate) fn new(cpe: Cpe, package_version: Option<&str>) -> Self {
        let version = match cpe.get(Attribute::Version) {
            Value::Text(_) if !cpe.get(Attribute::Version).has_wildcard() => {
                Some(cpe.get(Attribute::Version).plain())
            }
            _ => package_version.map(str::to_owned),
        };
        Self { cpe, version, by_name: false }
    }
}

/// Whether the leaf is about the name.
pub(crate) fn leaf(leaf: &CpeMatch<'_>, criteria: &Cpe, named: &Named) -> Truth {
    for attribute in [Attribute::Part, Attribute::Vendor, Attribute::Product] {
        let relation = cpe::compare(criteria.get(attribute), named.cpe.get(attribute));
        let is_open = named.by_name && attribute == Attribute::Part && relation == Relation::Subset;
        if !matches!(relation, Relation::Equal | Relation::Superset) && !is_open {
            return Truth::No("it is about another product".into());
        }
    }
    let truth = version(leaf, criteria, named);
    if truth.is_no() { truth } else { truth.and(editions(criteria, named)) }
}

fn version(leaf: &CpeMatch<'_>, criteria: &Cpe, named: &Named) -> Truth {
    if let Some(range) = range(leaf) {
        return in_range(&range, named);
    }
    let stated = criteria.get(Attribute::Version);
    match (stated, named.version.as_deref()) {
        (Value::Any, _) => Truth::Yes,
        // NVD writes `-` where it knows no version: of hardware and of what something runs on it means any.
        (Value::NotApplicable, _) if !leaf.vulnerable || criteria.get(Attribute::Part).plain() == "h" => {
            Truth::Yes
        }
        (Value::NotApplicable, None) => Truth::Yes,
        (Value::NotApplicable, Some(_)) => {
            Truth::Likely("the record names the product without saying which versions".into())
        }
        (Value::Text(_), None) => Truth::Unknown("the SBOM states no version".into()),
        (Value::Text(tokens), Some(version)) => one_version(tokens, criteria, version),
    }
}

/// The bounds of a leaf as a range, if it has any.
pub(crate) fn range(leaf: &CpeMatch<'_>) -> Option<Range> {
    let from = match (&leaf.start_including, &leaf.start_excluding) {
        (Some(at), _) => Bound::Including(at.to_string()),
        (None, Some(at)) => Bound::Excluding(at.to_string()),
        (None, None) => Bound::Unbounded,
    };
    let to = match (&leaf.end_excluding, &leaf.end_including) {
        (Some(at), _) => Bound::Excluding(at.to_string()),
        (None, Some(at)) => Bound::Including(at.to_string()),
        (None, None) => Bound::Unbounded,
    };
    if from == Bound::Unbounded && to == Bound::Unbounded {
        return None;
    }
    Some(Range::between(from, to))
}

fn in_range(range: &Range, named: &Named) -> Truth {
    let Some(version) = named.version.as_deref() else {
        return Truth::Unknown("the SBOM states no version".into());
    };
    match range.contains(Scheme::Generic, version) {
        Ok(true) => Truth::Yes,
        Ok(false) => Truth::No("its version is not in the range".into()),
        Err(error) => Truth::Unknown(error.to_string().into()),
    }
}

fn one_version(tokens: &[Token], criteria: &Cpe, version: &str) -> Truth {
    let stated = criteria.get(Attribute::Version);
    let target = Value::Text(version.to_lowercase().chars().map(Token::Char).collect());
    if matches!(cpe::compare(stated, &target), Relation::Equal | Relation::Superset) {
        return Truth::Yes;
    }
    let plain: String = tokens.iter().map(|token| Value::Text(vec![*token]).plain()).collect();
    let full = match criteria.get(Attribute::Update) {
        update @ Value::Text(_) => format!("{plain}-{}", update.plain()),
        _ => plain.clone(),
    };
    let is_same = |text: &str| Scheme::Generic.compare(text, version).map(std::cmp::Ordering::is_eq);
    match (is_same(&plain), is_same(&full)) {
        (Ok(true), _) | (_, Ok(true)) => Truth::Yes,
        // A text that no order reads is still a text: two that differ are two versions, if the name is exact.
        (Ok(false), _) => Truth::No("it is another version".into()),
        (Err(_), _) if !stated.has_wildcard() && version.eq_ignore_ascii_case(&plain) => Truth::Yes,
        (Err(error), _) => Truth::Unknown(error.to_string().into()),
    }
}

/// Words that make an update a version before the release.
const BEFORE_RELEASE: [&str; 8] = ["alpha", "beta", "rc", "pre", "dev", "preview", "milestone", "snapshot"];

/// The attributes behind the version.
fn editions(criteria: &Cpe, named: &Named) -> Truth {
    let mut truth = Truth::Yes;
    for attribute in &Attribute::ALL[Attribute::Update as usize..] {
        let (stated, ours) = (criteria.get(*attribute), named.cpe.get(*attribute));
        let step = match (cpe::compare(stated, ours), stated, ours) {
            (Relation::Equal | Relation::Superset, _, _) => Truth::Yes,
            // The base release, and a package that states no update.
            (_, Value::NotApplicable, Value::Any) => Truth::Yes,
            (Relation::Subset, Value::Text(_), _) if *attribute == Attribute::Update => {
                update(stated, criteria, named)
            }
            (Relation::Subset | Relation::Undefined, _, _) => Truth::Likely(
                format!("the record is about {} `{}` only", attribute.word(), stated.plain()).into(),
            ),
            (Relation::Disjoint, _, _) => {
                Truth::No(format!("the record is about {} `{}`", attribute.word(), stated.plain()).into())
            }
        };
        truth = truth.and(step);
    }
    truth
}

/// The record names an update and the package none: its version may hold it, as in `7.4p1`.
fn update(stated: &Value, criteria: &Cpe, named: &Named) -> Truth {
    let word = stated.plain();
    let Some(version) = named.version.as_deref() else {
        return Truth::Likely(format!("the record is about update `{word}` only").into());
    };
    let base = criteria.get(Attribute::Version).plain();
    let plain =
        |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let is_base = Scheme::Generic.compare(&base, version).is_ok_and(std::cmp::Ordering::is_eq);
    if plain(version) == plain(&format!("{base}{word}"))
        || (!is_base
            && Scheme::Generic
                .compare(&format!("{base}-{word}"), version)
                .is_ok_and(std::cmp::Ordering::is_eq))
    {
        return Truth::Yes;
    }
    if BEFORE_RELEASE.iter().any(|before| word.starts_with(before)) {
        return Truth::No(format!("the record is about {base} {word}, before the release").into());
    }
    Truth::Likely(format!("the record is about update `{word}` only").into())
}
