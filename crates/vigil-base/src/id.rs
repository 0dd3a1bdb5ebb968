//! Slugs that name records: `pump-comms`, `r-012`, `pkg:generic/lwip@2.1.2`.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The id of one record within its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(String);

impl Id {
    /// Takes an id as written; whether it is well formed is [`Id::is_slug`]'s to say.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The id as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A slug made of any text: small letters, digits and single hyphens, 80 characters at most. Empty where the text
    /// has neither letters nor digits of ASCII.
    pub fn slug_of(text: &str) -> String {
        let mut slug = String::new();
        for c in text.chars().map(|c| c.to_ascii_lowercase()) {
            match c {
                'a'..='z' | '0'..='9' => slug.push(c),
                _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
                _ => {}
            }
        }
        slug.truncate(80);
        slug.truncate(slug.trim_end_matches('-').len());
        slug
    }

    /// Whether the text is a slug: lower-case letters, digits, `-`, `_` and `.`, starting with a letter or digit.
    pub fn is_slug(text: &str) -> bool {
        text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_lower_case_and_start_with_a_letter_or_digit() {
        for good in ["pump-comms", "r-012", "3.2.0", "a_b"] {
            assert!(Id::is_slug(good), "{good}");
        }
        for bad in ["", "-a", "Pump", "a b", "a/b", "größe"] {
            assert!(!Id::is_slug(bad), "{bad}");
        }
        for (text, slug) in [("Web\nApplication (2)", "web-application-2"), ("--Größe", "gr-e"), ("患者", "")]
        {
            assert_eq!(Id::slug_of(text), slug);
        }
    }
}
