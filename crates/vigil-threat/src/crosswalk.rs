//! Which rules look at what other catalogues list: ids of theirs, rules of ours, and a reason where there is none.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Why no rule looks at an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Without {
    /// Not a threat that a device folder could state anything about.
    OutOfScope,
    /// Found by matching the inventory against known flaws.
    ByInventory,
    /// Another check of the tool asks for it.
    OtherCheck,
    /// Nothing asks for it yet.
    Gap,
}

impl Without {
    /// All reasons.
    pub const ALL: [Self; 4] = [Self::OtherCheck, Self::ByInventory, Self::OutOfScope, Self::Gap];

    /// The words printed for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::OutOfScope => "out of scope",
            Self::ByInventory => "by matching",
            Self::OtherCheck => "by another check",
            Self::Gap => "gap",
        }
    }
}

/// What becomes of one item of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Item {
    /// These rules look at it.
    Rules {
        /// Their ids.
        rules: Vec<String>,
    },
    /// No rule does.
    Not {
        /// Why, in a word.
        not: Without,
        /// Why, in our own words.
        because: String,
    },
}

/// A catalogue with all its items.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    /// Which catalogue.
    pub catalogue: Catalogue,
    /// Its items by their id.
    pub items: BTreeMap<String, Item>,
}

/// Which catalogue, in which edition.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// A word for it.
    pub name: String,
    /// Title.
    pub title: String,
    /// The edition that was compared.
    pub edition: String,
}

const FILES: &[&str] = &[
    include_str!("../../../packs/coverage/microsoft-medical.toml"),
    include_str!("../../../packs/coverage/emb3d.toml"),
    include_str!("../../../packs/coverage/threagile.toml"),
    include_str!("../../../packs/coverage/pytm.toml"),
];

impl Crosswalk {
    /// The catalogues that were compared.
    ///
    /// # Errors
    /// What is wrong with a file.
    pub fn builtin() -> Result<Vec<Self>, String> {
        FILES.iter().map(|text| toml::from_str(text).map_err(|error| error.to_string())).collect()
    }

    /// How many items rules look at.
    pub fn covered(&self) -> usize {
        self.items.values().filter(|it| matches!(it, Item::Rules { .. })).count()
    }

    /// How many items no rule looks at, for this reason.
    pub fn without(&self, reason: Without) -> usize {
        self.items.values().filter(|it| matches!(it, Item::Not { not, .. } if *not == reason)).count()
    }
}
