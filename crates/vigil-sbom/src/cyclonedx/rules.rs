//! Rules of the format that concern several fields of one object.

use serde_json::Value;

use crate::findings;
use crate::report::At;
use crate::shape::Walk;
use crate::take::Fields;

fn broken(at: &At<'_>, walk: &mut Walk<'_, '_>, what: &str) {
    let called = walk.report.called(at);
    walk.report.add("sbom.rule", at, || findings::rule(&called, what));
}

/// A component has a version or a range of versions, and a range only if it is external (1.7).
/// Also looked at here: its licences, for a list has no shape of its own.
pub(super) fn component(fields: &Fields, at: &At<'_>, walk: &mut Walk<'_, '_>) {
    if fields.contains_key("version") && fields.contains_key("versionRange") {
        broken(at, walk, "it has both `version` and `versionRange`, and only one is allowed");
    }
    if fields.contains_key("versionRange") && fields.get("isExternal") != Some(&Value::Bool(true)) {
        broken(at, walk, "it has a `versionRange`, which only an external component may have");
    }
    licences(fields, at, walk);
}

/// In 1.5 and 1.6, and in XML before, an expression stands alone; elsewhere it may stand among others.
pub(super) fn licences(fields: &Fields, at: &At<'_>, walk: &mut Walk<'_, '_>) {
    let Some(Value::Array(choices)) = fields.get("licenses") else { return };
    let expressions = choices.iter().filter(|choice| choice.get("expression").is_some()).count();
    let alone = (5..=6).contains(&walk.minor) || (walk.minor < 5 && !walk.report.is_json());
    if alone && expressions > 0 && choices.len() > 1 {
        broken(&at.key("licenses"), walk, "it mixes a licence expression with other licences");
    }
}

/// A licence choice is a licence or an expression.
pub(super) fn licence_choice(fields: &Fields, at: &At<'_>, walk: &mut Walk<'_, '_>) {
    if fields.contains_key("license") == fields.contains_key("expression") {
        broken(at, walk, "it needs exactly one of `license` and `expression`");
    }
}

/// A licence has an SPDX identifier or a name.
pub(super) fn licence(fields: &Fields, at: &At<'_>, walk: &mut Walk<'_, '_>) {
    if fields.contains_key("id") == fields.contains_key("name") {
        broken(at, walk, "it needs exactly one of `id` and `name`");
    }
}

/// A stage of life has a phase of the format's or a name of its own.
pub(super) fn lifecycle(fields: &Fields, at: &At<'_>, walk: &mut Walk<'_, '_>) {
    if fields.contains_key("phase") == fields.contains_key("name") {
        broken(at, walk, "it needs exactly one of `phase` and `name`");
    }
}

/// `urn:uuid:` and a UUID in lower case.
pub(crate) fn is_serial(text: &str) -> bool {
    let Some(uuid) = text.strip_prefix("urn:uuid:") else { return false };
    let parts: Vec<_> = uuid.split('-').collect();
    let lengths = [8, 4, 4, 4, 12];
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    parts.len() == 5 && parts.iter().zip(lengths).all(|(part, length)| part.len() == length && hex(part))
}

/// A date and time with an offset (RFC 3339).
pub(super) fn is_time(text: &str) -> bool {
    let Some((day, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let zone = time.trim_end_matches(|c: char| c.is_ascii_digit() || c == ':');
    let zoned = time.ends_with(['Z', 'z']) || zone.ends_with(['+', '-']);
    day.len() == 10 && vigil_base::date::parse(day).is_some() && zoned && time.get(2..3) == Some(":")
}

/// Hex digits, as many as one of the known algorithms gives.
pub(crate) fn is_digest(text: &str) -> bool {
    [32, 40, 64, 96, 128].contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
