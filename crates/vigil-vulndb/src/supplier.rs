//! Names of suppliers and their products, compared as people write them.

use crate::ecosystem::plain_product;

/// Words that suppliers carry behind their name, as [`plain_product`] leaves them.
const FORMS: [&str; 20] = [
    "inc",
    "llc",
    "ltd",
    "limited",
    "gmbh",
    "ag",
    "se",
    "corp",
    "corporation",
    "co",
    "company",
    "foundation",
    "project",
    "org",
    "organization",
    "software",
    "team",
    "community",
    "the",
    "kg",
];

/// Names of one thing under which records and SBOMs know it: supplier and product, then the product's plain name.
const SAME: [(&str, &str, &str); 1] = [("linux", "linux", "kernel")];

/// Texts that stand where a name is required and none is known.
const NONE: [&str; 7] = ["n/a", "na", "none", "unknown", "unspecified", "-", "*"];

/// A supplier's name as it is compared: letters and digits, without the form of the company.
pub fn plain_supplier(supplier: &str) -> String {
    let words: Vec<String> = supplier
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty())
        .collect();
    let core: Vec<&String> = words.iter().filter(|word| !FORMS.contains(&word.as_str())).collect();
    let kept: String = core.into_iter().map(String::as_str).collect();
    if kept.is_empty() { words.concat() } else { kept }
}

/// Supplier and product as they are compared, if both are names: `Apache Software Foundation`, `Apache Tomcat` is
/// the `tomcat` of `apache`, and the firmware of a device is called as the device.
pub fn plain_pair(supplier: &str, product: &str) -> Option<(String, String)> {
    let is_none = |text: &str| NONE.contains(&text.trim().to_lowercase().as_str());
    if is_none(supplier) || is_none(product) {
        return None;
    }
    let supplier = plain_supplier(supplier);
    let whole = plain_product(product);
    if supplier.is_empty() || whole.is_empty() {
        return None;
    }
    if let Some((_, _, same)) = SAME.iter().find(|row| row.0 == supplier && row.1 == whole) {
        return Some((supplier, (*same).to_owned()));
    }
    let name = whole.strip_prefix(supplier.as_str()).filter(|rest| !rest.is_empty()).unwrap_or(&whole);
    let name = name.strip_suffix("firmware").filter(|rest| !rest.is_empty()).unwrap_or(name);
    Some((supplier.clone(), name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_product_has_one_pair_however_it_is_written() {
        let same = [
            [("Apache Software Foundation", "Apache Tomcat"), ("apache", "tomcat")],
            [("Philips", "IntelliVue MX40"), ("philips", "intellivue_mx40_firmware")],
            [("Linux", "Linux"), ("linux", "linux_kernel")],
            [("OpenSSL", "OpenSSL"), ("openssl", "openssl")],
            [("B. Braun Melsungen AG", "SpaceCom"), ("B. Braun Melsungen", "SpaceCom")],
        ];
        for [a, b] in same {
            assert_eq!(plain_pair(a.0, a.1), plain_pair(b.0, b.1), "{a:?}");
        }
        assert_ne!(plain_pair("a", "b"), plain_pair("a", "c"));
        for nothing in [("n/a", "x"), ("x", "N/A"), ("", "x"), ("x", "--")] {
            assert_eq!(plain_pair(nothing.0, nothing.1), None);
        }
    }
}
