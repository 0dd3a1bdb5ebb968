//! File names: ASCII letters, digits, hyphen, underscore, and one dot before the extension.

/// A part of a file name: dots and spaces become hyphens, everything else that does not fit is left out.
pub(crate) fn part(text: &str) -> String {
    let plain = text.chars().map(|c| if c == '.' || c == ' ' { '-' } else { c });
    plain.filter(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect()
}

/// The name of a catalogue file with device and version filled in, and its extension.
pub(crate) fn file(pattern: &str, device: &str, version: &str, extension: &str) -> String {
    let name = pattern.replace("{device}", &part(device)).replace("{version}", &part(version));
    format!("{name}.{extension}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_hold_one_dot_and_no_character_beyond_ascii() {
        assert_eq!(
            super::file("07_SBOM_{device}_{version}", "Größe 3", "3.2.0", "json"),
            "07_SBOM_Gre-3_3-2-0.json"
        );
    }
}
