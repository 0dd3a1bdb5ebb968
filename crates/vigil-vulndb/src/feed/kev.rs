//! The catalogue of known exploited vulnerabilities: JSON entries and rows of its CSV form.

use serde::Deserialize;

use crate::record::Kev;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    #[serde(rename = "cveID")]
    cve: String,
    #[serde(default)]
    vendor_project: String,
    #[serde(default)]
    product: String,
    #[serde(default)]
    vulnerability_name: String,
    date_added: String,
    #[serde(default)]
    due_date: String,
    #[serde(default)]
    known_ransomware_campaign_use: String,
    #[serde(default)]
    required_action: String,
}

/// Reads a JSON entry.
pub(super) fn read(bytes: &[u8]) -> Result<Kev, String> {
    let row: Row = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    kev(row)
}

/// Reads a row of the CSV form with the names of its columns.
pub(crate) fn read_row(columns: &[String], fields: &[String]) -> Result<Kev, String> {
    if fields.len() != columns.len() {
        return Err(format!("it has {} fields, the head has {}", fields.len(), columns.len()));
    }
    let get = |name: &str| {
        columns.iter().position(|column| column == name).map(|at| fields[at].clone()).unwrap_or_default()
    };
    kev(Row {
        cve: get("cveID"),
        vendor_project: get("vendorProject"),
        product: get("product"),
        vulnerability_name: get("vulnerabilityName"),
        date_added: get("dateAdded"),
        due_date: get("dueDate"),
        known_ransomware_campaign_use: get("knownRansomwareCampaignUse"),
        required_action: get("requiredAction"),
    })
}

fn kev(row: Row) -> Result<Kev, String> {
    if !row.cve.starts_with("CVE-") {
        return Err(format!("its id `{}` is no CVE id", row.cve));
    }
    Ok(Kev {
        product: format!("{} {}", row.vendor_project, row.product).trim().to_owned(),
        name: row.vulnerability_name,
        date_added: row.date_added,
        due: row.due_date,
        ransomware: row.known_ransomware_campaign_use.trim().eq_ignore_ascii_case("known"),
        action: row.required_action,
        cve: row.cve,
    })
}
