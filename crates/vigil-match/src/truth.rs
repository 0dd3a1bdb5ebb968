//! What can be said of a statement: holds, holds if something left open is so, cannot be said, does not hold.

/// A reason. Most are fixed texts: thousands of statements are dismissed for each that is shown.
pub(crate) type Why = std::borrow::Cow<'static, str>;

/// The value of a statement. The order is the order of weight: of several statements that are enough each, the
/// heaviest counts; of several that are needed all, the lightest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    /// It does not hold, for this reason.
    No(Why),
    /// It cannot be said, for this reason.
    Unknown(Why),
    /// It holds if something that the SBOM leaves open is so.
    Likely(Why),
    /// It holds.
    Yes,
}

impl Truth {
    fn weight(&self) -> u8 {
        match self {
            Self::No(_) => 0,
            Self::Unknown(_) => 1,
            Self::Likely(_) => 2,
            Self::Yes => 3,
        }
    }

    /// The words printed for it.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::No(_) => "does not hold",
            Self::Unknown(_) => "cannot be said",
            Self::Likely(_) => "holds if what is left open is so",
            Self::Yes => "holds",
        }
    }

    /// Whether it certainly does not hold.
    pub(crate) fn is_no(&self) -> bool {
        self.weight() == 0
    }

    /// Whether it holds, certainly or not.
    pub(crate) fn holds(&self) -> bool {
        self.weight() >= 2
    }

    /// One of the two is enough. Of equals the first stays.
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        if other.weight() > self.weight() { other } else { self }
    }

    /// Both are needed. Of equals the first stays.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        if other.weight() < self.weight() { other } else { self }
    }

    /// The opposite. What holds only perhaps is unknown when turned around.
    #[must_use]
    pub(crate) fn negated(self) -> Self {
        match self {
            Self::Yes => Self::No("the negated part of the configuration holds".into()),
            Self::No(_) => Self::Yes,
            Self::Likely(why) | Self::Unknown(why) => Self::Unknown(why),
        }
    }

    /// The reason; empty when it plainly holds.
    pub(crate) fn reason(&self) -> &str {
        match self {
            Self::No(why) | Self::Unknown(why) | Self::Likely(why) => why,
            Self::Yes => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_counts_for_or_and_the_lightest_for_and() {
        let no = || Truth::No("n".into());
        let unknown = || Truth::Unknown("u".into());
        let likely = || Truth::Likely("l".into());
        assert_eq!(no().or(unknown()), unknown());
        assert_eq!(unknown().or(likely()).or(Truth::Yes), Truth::Yes);
        assert_eq!(Truth::Yes.and(likely()), likely());
        assert_eq!(likely().and(unknown()).and(no()), no());
        assert_eq!(likely().negated(), unknown_of("l"));
        assert_eq!(no().negated(), Truth::Yes);
    }

    fn unknown_of(why: &'static str) -> Truth {
        Truth::Unknown(why.into())
    }
}
