//! The closed lists a catalogue may choose from. Each word stands once, here, with what it means.

use serde::{Deserialize, Serialize};

/// Writes an enum whose values have one word each, as they stand in the catalogue.
macro_rules! words {
    ($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$inner])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word that stands in the catalogue.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl Word for $name {
            const ALL: &'static [Self] = Self::ALL;
            fn word(self) -> &'static str { self.word() }
        }
    };
}

/// What the reader needs to know of a closed list.
pub(crate) trait Word: Copy + 'static {
    const ALL: &'static [Self];
    fn word(self) -> &'static str;
}

words! {
    /// How binding a rule is. A recommendation is never called a requirement.
    Force {
        /// Statute; cyber devices only.
        Statute = "STAT",
        /// Restates a regulation.
        Regulation = "REG",
        /// The guidance says "should".
        Recommendation = "REC",
        /// The guidance says "consider".
        Consideration = "CON",
        /// The guidance lists it as an example.
        Example = "EX",
        /// No source asks for it in these words: a consistency check of this project.
        Project = "PRJ",
    }
}

impl Force {
    /// The force in words, to stand in a sentence: "a recommendation".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Statute => "a statutory requirement for cyber devices",
            Self::Regulation => "a regulation, restated by the guidance",
            Self::Recommendation => "a recommendation",
            Self::Consideration => "something to consider",
            Self::Example => "an example in the guidance",
            Self::Project => "a consistency check of this project",
        }
    }

    /// Whether the law stands behind it, so that words of obligation are true.
    pub fn is_binding(self) -> bool {
        matches!(self, Self::Statute | Self::Regulation)
    }
}

words! {
    /// How strictly a case is judged: an early model is not red all over.
    Profile {
        /// While the model is being written.
        Draft = "draft",
        /// Before an internal review.
        Review = "review",
        /// What would go to the regulator.
        Submission = "submission",
    }
}

words! {
    /// How a rule can be checked.
    Check {
        /// A document or section is there.
        Presence = "presence",
        /// A field or list entry is there and well formed.
        Field = "field",
        /// A link resolves, or two sets agree.
        Link = "link",
        /// Dates or versions stand in order.
        Date = "date",
        /// A value is computed and compared.
        Computed = "computed",
        /// A person judges; the tool shows what to look at and whether somebody did.
        Judgement = "judgement",
    }
}

words! {
    /// When a rule applies: a named fact about device or submission. What each means stands in `catalogue/applies.toml`.
    Applies {
        /// Always.
        Always = "always",
        /// Any software, firmware or programmable logic.
        HasSoftware = "has-software",
        /// All three limbs of 524B(c) hold and the pathway is one of 524B.
        CyberDevice = "cyber-device",
        /// A used interface reaches beyond the device.
        Networked = "networked",
        /// The inventory holds packages that others made.
        ThirdPartySoftware = "third-party-software",
        /// At least one release is fielded or retired.
        MarketedVersions = "marketed-versions",
        /// A submission modifies an authorised device.
        Modification = "modification",
        /// An update path is stated.
        HasUpdatePath = "has-update-path",
        /// A component says that it cannot be patched.
        NotPatchable = "not-patchable",
        /// A risk or a control is handed to somebody else.
        RiskTransferred = "risk-transferred",
        /// At least one known vulnerability affects the release.
        KnownVulnerabilities = "known-vulnerabilities",
        /// Unresolved anomalies are listed.
        UnresolvedAnomalies = "unresolved-anomalies",
        /// A fix is put off to a later release.
        DeferredIssues = "deferred-issues",
        /// Somebody outside the maker tested.
        ThirdPartyTester = "third-party-tester",
        /// Conformity to a standard is declared or a standard is cited.
        StandardsCited = "standards-cited",
        /// A channel uses a proprietary or modified algorithm.
        ProprietaryCryptography = "proprietary-cryptography",
    }
}

words! {
    /// What an element is worth in an investigational device exemption.
    Ide {
        /// Recommended.
        Recommended = "recommended",
        /// Recommended in part.
        Partly = "partly",
        /// Helpful, not recommended.
        Helpful = "helpful",
        /// Not an element of the guidance's table.
        None = "none",
    }
}
