//! The document as it came, kept as text: a tree of the same content takes ten times the memory.

use std::sync::Arc;

use serde_json::Value;

/// A document in the form that JSON has for it, whatever its syntax was. Cloning it copies nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Original(Option<Arc<str>>);

impl Original {
    /// The original of a document that is JSON, or was written as JSON.
    pub(crate) fn of_text(text: &str) -> Self {
        Self(Some(text.into()))
    }

    /// Whether there is none: the SBOM was made here, not read.
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// The text, empty for none.
    pub(crate) fn text(&self) -> &str {
        self.0.as_deref().unwrap_or("")
    }

    /// The whole document; null for none.
    pub fn tree(&self) -> Value {
        self.0.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }
}
