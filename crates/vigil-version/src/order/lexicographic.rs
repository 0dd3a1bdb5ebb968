//! Texts compared byte by byte in UTF-8 (vers-spec, `lexicographic`): no normalisation, no numbers.

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lexicographic(Box<str>);

impl Lexicographic {
    #[expect(clippy::unnecessary_wraps, reason = "every text has a place in this order")]
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        Ok(Self(text.into()))
    }
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::climb;

    #[test]
    fn order() {
        climb(
            Scheme::Lexicographic,
            &[&["10"], &["9"], &["A"], &["a"], &["ss"], &["\u{df}"], &["\u{1F600}"]],
        );
    }
}
