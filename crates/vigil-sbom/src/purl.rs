//! A package URL as written, with what it says.

use serde::{Deserialize, Serialize};

/// A parsed package URL.
pub type Purl = packageurl::PackageUrl<'static>;

/// A package URL: the text that stood there and, if it can be read, its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Written", from = "Written")]
pub struct PackagePurl {
    /// The text as written.
    pub raw: String,
    /// What it says, if it is a package URL.
    pub parsed: Option<Purl>,
    /// Why it is none.
    pub problem: Option<String>,
}

impl PackagePurl {
    /// Reads `text`; what cannot be read is kept with the reason.
    pub fn read(text: impl Into<String>) -> Self {
        let raw = text.into();
        match raw.trim().parse::<Purl>() {
            Ok(purl) => Self { parsed: Some(purl), problem: None, raw },
            Err(error) => Self { parsed: None, problem: Some(error.to_string()), raw },
        }
    }

    /// The canonical text: lower-cased, sorted and encoded as the type's rules say.
    pub fn canonical(&self) -> Option<String> {
        self.parsed.as_ref().map(ToString::to_string)
    }
}

/// What is written of it: the parsed form holds a hash map, whose order must not reach an output.
#[derive(Serialize, Deserialize)]
struct Written {
    raw: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    canonical: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

impl From<PackagePurl> for Written {
    fn from(purl: PackagePurl) -> Self {
        let canonical = purl.canonical();
        Self { raw: purl.raw, canonical, problem: purl.problem }
    }
}

impl From<Written> for PackagePurl {
    fn from(written: Written) -> Self {
        Self::read(written.raw)
    }
}
