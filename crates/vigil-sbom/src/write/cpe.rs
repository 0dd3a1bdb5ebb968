//! Whether a text is a CPE name that validators of other formats take.

/// A URI of CPE 2.2, or a formatted string of CPE 2.3 with all of its eleven parts.
pub(super) fn is_one(text: &str) -> bool {
    let Some(formatted) = text.strip_prefix("cpe:2.3:") else { return is_uri(text) };
    let (mut parts, mut is_escaped, mut length) = (1, false, 0);
    for character in formatted.chars() {
        match character {
            _ if is_escaped => is_escaped = !character.is_ascii_punctuation(),
            '\\' => is_escaped = true,
            ':' if length == 0 => return false,
            ':' => {
                parts += 1;
                length = 0;
                continue;
            }
            '*' | '?' | '-' | '.' | '_' => {}
            other if other.is_ascii_alphanumeric() => {}
            _ => return false,
        }
        length += 1;
    }
    parts == 11 && length > 0 && !is_escaped
}

fn is_uri(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("cpe:/") else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-~%:".contains(c);
    rest.chars().all(plain)
        && rest.split(':').count() <= 7
        && rest.split(':').next().is_some_and(|it| it.len() < 2)
}

#[cfg(test)]
mod tests {
    use super::is_one;

    #[test]
    fn a_cpe_name_has_all_its_parts_and_no_foreign_characters() {
        let table = [
            ("cpe:2.3:a:lwip_project:lwip:2.1.2:*:*:*:*:*:*:*", true),
            ("cpe:2.3:a:x:c\\+\\+:1.0:*:*:*:*:*:*:*", true),
            ("cpe:/a:nginx:nginx:1.21.1", true),
            ("cpe:2.3:a:nginx:nginx:1.21.1", false),
            ("cpe:2.3:a:x:c++:1.0:*:*:*:*:*:*:*", false),
            ("cpe:2.3:a::x:1:*:*:*:*:*:*:*", false),
            ("openssl", false),
        ];
        for (text, wanted) in table {
            assert_eq!(is_one(text), wanted, "{text}");
        }
    }
}
