//! What DaggerBoard, a hospital's reader of SBOMs, needs: it counts four tags and expects as many of each as there are
//! packages, and three tags of the document. It reads line by line, and of most tags what follows the last colon.

use serde_json::{Map, Value};

use super::super::Losses;
use crate::take::{Fields, text};

/// The word of SPDX for what nobody asserts.
const NO: &str = "NOASSERTION";

/// Fills in the tags that are missing, and says what will be read otherwise than it is meant.
pub(super) fn fill(fields: &mut Fields, losses: &mut Losses) {
    let info = fields.entry("creationInfo").or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(info) = info {
        info.entry("comment").or_insert_with(|| NO.into());
        let creators = info.entry("creators").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(creators) = creators
            && !creators.iter().any(|it| it.as_str().is_some_and(|it| it.starts_with("Organization:")))
        {
            creators.push(format!("Organization: {NO}").into());
        }
    }
    for package in fields.get_mut("packages").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Value::Object(package) = package {
            fill_package(package, losses);
        }
    }
}

fn fill_package(package: &mut Fields, losses: &mut Losses) {
    let name = text(package, "name").unwrap_or_default();
    if text(package, "versionInfo").is_none() {
        // SPDX takes `NOASSERTION` for many things, but not for a version.
        package.insert("versionInfo".into(), "unknown".into());
    }
    let comment = text(package, "comment").unwrap_or_else(|| NO.to_owned());
    let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
    package.insert("comment".into(), comment.into());
    let supplier = text(package, "supplier").unwrap_or_else(|| NO.to_owned());
    if !supplier.starts_with("Organization:") {
        let bare = supplier.strip_prefix("Person:").map_or(supplier.as_str(), str::trim);
        if bare != supplier {
            losses.add(
                "package.supplier",
                &name,
                "DaggerBoard knows organisations only: the person is written as one",
            );
        }
        package.insert("supplier".into(), format!("Organization: {bare}").into());
    }
    for key in ["name", "versionInfo", "supplier"] {
        let value = text(package, key).unwrap_or_default();
        let value = value.strip_prefix("Organization:").unwrap_or(&value);
        if value.contains(':') {
            losses.add(
                &format!("package.{key}"),
                &name,
                "DaggerBoard reads what follows the last colon only",
            );
        }
    }
}
