//! NuGet versions (learn.microsoft.com, "Package versioning"): semantic versions with a fourth number.
//!
//! Missing numbers are zero, leading zeros do not count, pre-release labels compare without regard to case,
//! build metadata is ignored.

use super::semver::Semver;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Nuget(Semver);

impl Nuget {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let version = Semver::parse(&text.to_ascii_lowercase())?;
        if version.numbers.len() > 4 {
            return Err("it has more than four numbers");
        }
        Ok(Self(version))
    }
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::{climb, refuse};

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["1.0.0-alpha", "1.0-ALPHA+build"],
            &["1.0.0-Beta"],
            &["1.0.0-beta.2"],
            &["1.0.0-beta.11"],
            &["1", "1.0", "1.0.0.0", "1.00.0", "1.0.0+Build"],
            &["1.0.0.1-pre"],
            &["1.0.0.1"],
            &["1.0.1", "1.0.01"],
        ];
        climb(Scheme::Nuget, steps);
    }

    #[test]
    fn a_fifth_number_is_refused() {
        refuse(Scheme::Nuget, &["1.0.0.0.1", "1.0a"]);
    }
}
