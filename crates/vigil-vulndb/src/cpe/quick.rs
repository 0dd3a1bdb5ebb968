//! What an import asks of a name, without taking it apart: it asks it of millions.

use super::LONGEST;

/// Whether a formatted string certainly is a name; `false` says nothing.
pub(crate) fn is_read(text: &str) -> bool {
    parts(text).is_some()
}

/// The key of a name whose vendor and product are written in plain lower case, as nearly all are; `None` says nothing.
pub(crate) fn key(text: &str) -> Option<String> {
    let (vendor, product) = parts(text)?;
    let is_plain = |text: &str| {
        let mut bytes = text.bytes();
        let plain = bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.'));
        plain && !text.is_empty()
    };
    (is_plain(vendor) && is_plain(product)).then(|| format!("cpe:{vendor}:{product}"))
}

/// Vendor and product of a formatted string with eleven attributes and a known part.
fn parts(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("cpe:2.3:").filter(|_| text.len() <= LONGEST)?;
    let mut parts = rest.splitn(3, ':');
    let (part, vendor, others) = (parts.next()?, parts.next()?, parts.next()?);
    let product = others.split(':').next()?;
    // A colon after a backslash belongs to the word, and the split above is wrong: eleven are not counted then.
    let is_name = matches!(part, "a" | "o" | "h") && !vendor.ends_with('\\') && separators(others) == 8;
    (is_name && !text.ends_with(char::is_whitespace)).then_some((vendor, product))
}

/// Colons that no backslash stands before.
fn separators(text: &str) -> usize {
    let (mut count, mut escaped) = (0, false);
    for byte in text.bytes() {
        match byte {
            b'\\' if !escaped => escaped = true,
            b':' if !escaped => count += 1,
            _ => escaped = false,
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cpe::Cpe;

    #[test]
    fn the_quick_key_is_the_key_of_the_name_or_none() {
        let parts = ["a", "o", "h", "x", "*", "", "A"];
        let words =
            ["acme", "left_pad", "a.b", "7-zip", "-", "*", "", "a\\:b", "a%b", "Acme", "ä", "a?", " a"];
        let tails = [
            "*:*:*:*:*:*:*:*",
            "1\\:2:*:*:*:*:*:*:*",
            "1:*:*:*:*:*:*",
            "1:*:*:*:*:*:*:*:*",
            "1:*:*:*:*:*:*:\\",
            "*:*:*:*:*:*:*:* ",
        ];
        let mut quick = 0;
        for part in parts {
            for vendor in words {
                for product in words {
                    for tail in tails {
                        for prefix in ["cpe:2.3:", "CPE:2.3:", "cpe:/", " cpe:2.3:"] {
                            let text = format!("{prefix}{part}:{vendor}:{product}:{tail}");
                            assert!(!is_read(&text) || Cpe::parse(&text).is_ok(), "{text}");
                            let Some(key) = key(&text) else { continue };
                            assert_eq!(Cpe::parse(&text).unwrap().key(), Some(key), "{text}");
                            quick += 1;
                        }
                    }
                }
            }
        }
        assert!(quick > 50, "{quick}");
        assert_eq!(key(&format!("cpe:2.3:a:acme:pad:{}:*:*:*:*:*:*:*", "1".repeat(LONGEST))), None);
    }
}
