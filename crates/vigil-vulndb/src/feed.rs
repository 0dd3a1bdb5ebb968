//! Feeds: what kind of record a piece of JSON is, and its meaning.

mod csaf;
pub(crate) mod csv;
mod cve;
pub(crate) mod kev;
mod lifecycle;
pub(crate) mod nvd;
pub(crate) mod osv;
mod probe;
pub(crate) mod purl;
mod secdb;

use crate::entry::Entry;
use crate::lifecycle::Lifecycle;
use crate::record::{Kev, Record};

pub(crate) use probe::Kind;

/// What one piece of a feed says.
#[derive(Debug)]
pub(crate) enum Parsed<'a> {
    /// Flaws: one of most records, several of an advisory.
    Flaws(Vec<Flaw<'a>>),
    /// An entry of the catalogue of known exploited vulnerabilities.
    Kev(Box<Kev>),
    /// A product of the CPE dictionary.
    Product(Vec<String>),
    /// Products with their release cycles.
    Lifecycles(Vec<Lifecycle>),
    /// A record of a feed that is known but not read yet.
    Foreign(&'static str),
    /// A list of what changed in a feed: an index without records.
    Companion,
}

/// A record with who is affected.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Flaw<'a> {
    pub(crate) record: Record<'a>,
    pub(crate) entries: Vec<Entry<'a>>,
    /// Names in it that cannot be read: their statements can never match.
    pub(crate) unreadable: Vec<String>,
}

/// Reads one record. `hint` is the kind of the record before it in the same file.
pub(crate) fn read<'a>(bytes: &'a [u8], hint: &mut Option<Kind>) -> Result<Parsed<'a>, String> {
    if let Some(kind) = *hint
        && let Ok(parsed) = read_as(bytes, kind)
    {
        return Ok(parsed);
    }
    let kind = probe::kind(bytes)?;
    *hint = (!matches!(kind, Kind::Foreign(_))).then_some(kind);
    read_as(bytes, kind)
}

fn read_as(bytes: &[u8], kind: Kind) -> Result<Parsed<'_>, String> {
    let flaw = |flaw| Ok(Parsed::Flaws(vec![flaw]));
    match kind {
        Kind::Osv => flaw(osv::read(bytes)?),
        Kind::Csaf => csaf::read(bytes).map(Parsed::Flaws),
        Kind::Secdb => secdb::read(bytes).map(Parsed::Flaws),
        Kind::Cve => flaw(cve::read(bytes)?),
        Kind::Nvd => flaw(nvd::read(bytes)?),
        Kind::NvdItem => flaw(nvd::read_item(bytes)?),
        Kind::NvdCorrection => flaw(nvd::read_correction(bytes)?),
        Kind::Kev => Ok(Parsed::Kev(Box::new(kev::read(bytes)?))),
        Kind::CpeName => nvd::read_product(bytes).map(Parsed::Product),
        Kind::LifecycleSite => lifecycle::read_site(bytes).map(Parsed::Lifecycles),
        Kind::LifecycleApi => lifecycle::read_api(bytes).map(Parsed::Lifecycles),
        Kind::ChangeList => Ok(Parsed::Companion),
        Kind::Foreign(what) => Ok(Parsed::Foreign(what)),
    }
}

/// A time without zone, so that times of one source compare as texts. `0001-01-01` is a placeholder for none.
pub(crate) fn plain_time(time: &str) -> &str {
    let time = time.trim();
    if time.starts_with("0001-") {
        return "";
    }
    let time = time.strip_suffix(['Z', 'z']).unwrap_or(time);
    time.strip_suffix("+00:00").unwrap_or(time)
}

/// The start of a long text, cut at a character and marked.
pub(crate) fn shortened(text: &str, most: usize) -> std::borrow::Cow<'_, str> {
    if text.len() <= most {
        return text.into();
    }
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{} ...", text[..end].trim_end()).into()
}
