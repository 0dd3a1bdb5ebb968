//! One leaf of a configuration against one CPE name: the name relation of NISTIR 7696, then the version range.

use vigil_version::{Bound, Range, Scheme};
use vigil_vulndb::CpeMatch;
use vigil_vulndb::cpe::{self, Attribute, Cpe, Relation, Token, Value};

use crate::truth::Truth;

/// A name in the environment: what a package is called, and its version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    /// The vendor without escapes.
    pub(crate) fn vendor(&self) -> String {
        self.cpe.get(Attribute::Vendor).plain()
    }

    /// The product without escapes.
    pub(crate) fn product(&self) -> String {
        self.cpe.get(Attribute::Product).plain()
    }
}

/// Why bounds do not hold.
pub(super) const OUT_OF_RANGE: &str = "its version is not in the range";
/// Why a single version does not hold.
pub(super) const OTHER_VERSION: &str = "it is another version";

/// Whether the leaf is about the name.
pub(crate) fn leaf(leaf: &CpeMatch<'_>, criteria: &Cpe, named: &Named) -> Truth {
    for attribute in [Attribute::Vendor, Attribute::Product] {
        let relation = cpe::compare(criteria.get(attribute), named.cpe.get(attribute));
        if !matches!(relation, Relation::Equal | Relation::Superset) {
            return Truth::No("it is about another product".into());
        }
    }
    let truth = version(leaf, criteria, named);
    if truth.is_no() { truth } else { truth.and(part(criteria, named)).and(editions(criteria, named)) }
}

/// Whether something is an application or an operating system is judged differently by different people: FreeRTOS is
/// both. One vendor's product of one name under another part is most likely the same thing.
fn part(criteria: &Cpe, named: &Named) -> Truth {
    let (stated, ours) = (criteria.get(Attribute::Part), named.cpe.get(Attribute::Part));
    match cpe::compare(stated, ours) {
        Relation::Equal | Relation::Superset => Truth::Yes,
        Relation::Subset if named.by_name => Truth::Yes,
        _ => Truth::Likely(
            format!("the record has it as part `{}`, the SBOM as `{}`", stated.plain(), ours.plain()).into(),
        ),
    }
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
        Ok(false) => Truth::No(OUT_OF_RANGE.into()),
        Err(error) => Truth::Unknown(error.to_string().into()),
    }
}

fn one_version(tokens: &[Token], criteria: &Cpe, version: &str) -> Truth {
    let stated = criteria.get(Attribute::Version);
    let other = || Truth::No(OTHER_VERSION.into());
    if !stated.has_wildcard() && begin_with_other_numbers(tokens, version) {
        return other();
    }
    let target = Value::Text(version.to_lowercase().chars().map(Token::Char).collect());
    if matches!(cpe::compare(stated, &target), Relation::Equal | Relation::Superset) {
        return Truth::Yes;
    }
    if stated.has_wildcard() {
        return other();
    }
    let plain = stated.plain();
    let is_same = |text: &str| Scheme::Generic.compare(text, version).map(std::cmp::Ordering::is_eq);
    let with_update = match criteria.get(Attribute::Update) {
        update @ Value::Text(_) => is_same(&format!("{plain}-{}", update.plain())).unwrap_or(false),
        _ => false,
    };
    match is_same(&plain) {
        Ok(true) => Truth::Yes,
        _ if with_update => Truth::Yes,
        Ok(false) => other(),
        // What no order reads is still a text; but two texts may write one version in two ways.
        Err(error) => Truth::Unknown(error.to_string().into()),
    }
}

/// Most versions that a record lists differ in their first number; that is seen without reading them in full.
fn begin_with_other_numbers(tokens: &[Token], version: &str) -> bool {
    let stated = tokens.iter().map_while(|token| match token {
        Token::Char(c) if c.is_ascii_digit() => Some(*c),
        _ => None,
    });
    let ours = version.chars().take_while(char::is_ascii_digit);
    let (mut stated, mut ours) = (stated.peekable(), ours.peekable());
    if stated.peek().is_none() || ours.peek().is_none() {
        return false;
    }
    !stated.skip_while(|c| *c == '0').eq(ours.skip_while(|c| *c == '0'))
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
