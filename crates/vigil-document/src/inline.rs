//! What stands inside a line.

use serde::Serialize;

/// A run of inline pieces.
pub type Inlines = Vec<Inline>;

/// One piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Text that weighs more.
    Strong(Inlines),
    /// Text with a different voice.
    Emph(Inlines),
    /// An identifier, a path, a literal: in the mono face, may break anywhere.
    Code(String),
    /// A link out of the document.
    Link {
        /// Address: `https:`, `http:` or `mailto:`.
        to: String,
        /// What is printed; the address itself when empty.
        text: Inlines,
    },
    /// A link to a label of this document.
    Ref {
        /// Label of a heading, paragraph, table, figure or table row.
        to: String,
        /// What is printed; when empty, the target's own name such as `Table 3` or `Section 4.1`.
        text: Inlines,
    },
    /// The number of the page on which a label stands.
    PageOf {
        /// The label.
        label: String,
    },
    /// A status: a word with a tone. The word carries the meaning, the colour only repeats it.
    Status {
        /// The tone.
        tone: Tone,
        /// The word; the tone's own word when empty.
        text: String,
    },
    /// A line break.
    Break,
}

/// How a status, a callout or a row is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// As it should be.
    Good,
    /// Needs attention.
    Warn,
    /// Not acceptable as it stands.
    Bad,
    /// Neither: information.
    Neutral,
}

impl Tone {
    /// The word printed where a status has none of its own.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warn => "attention",
            Self::Bad => "not acceptable",
            Self::Neutral => "note",
        }
    }
}

impl Inline {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Weighty text.
    pub fn strong(text: impl Into<String>) -> Self {
        Self::Strong(vec![Self::text(text)])
    }

    /// Text in italics.
    pub fn emph(text: impl Into<String>) -> Self {
        Self::Emph(vec![Self::text(text)])
    }

    /// An identifier or literal.
    pub fn code(text: impl Into<String>) -> Self {
        Self::Code(text.into())
    }

    /// A link out of the document.
    pub fn link(to: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Link { to: to.into(), text: vec![Self::text(text)] }
    }

    /// A cross reference with its own words.
    pub fn reference(to: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Ref { to: to.into(), text: vec![Self::text(text)] }
    }

    /// A cross reference that prints the name of its target: `Table 3`.
    pub fn see(to: impl Into<String>) -> Self {
        Self::Ref { to: to.into(), text: Vec::new() }
    }

    /// An identifier that links to the place where its record is printed in full.
    pub fn id(label: impl Into<String>) -> Self {
        let label = label.into();
        Self::Ref { text: vec![Self::code(label.clone())], to: label }
    }

    /// The page number of a label.
    pub fn page_of(label: impl Into<String>) -> Self {
        Self::PageOf { label: label.into() }
    }

    /// A status word with its tone.
    pub fn status(tone: Tone, text: impl Into<String>) -> Self {
        Self::Status { tone, text: text.into() }
    }
}

impl From<&str> for Inline {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Inline {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// The words of a run without any markup: for bookmarks, alternative texts and plain formats.
pub fn plain(run: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(run, &mut out);
    out
}

fn push_plain(run: &[Inline], out: &mut String) {
    for piece in run {
        match piece {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Strong(inner) | Inline::Emph(inner) => push_plain(inner, out),
            Inline::Link { to, text } | Inline::Ref { to, text } if text.is_empty() => out.push_str(to),
            Inline::Link { text, .. } | Inline::Ref { text, .. } => push_plain(text, out),
            Inline::PageOf { label } => out.push_str(label),
            Inline::Status { tone, text } => out.push_str(status_word(*tone, text)),
            Inline::Break => out.push(' '),
        }
    }
}

/// The word a status prints.
pub(crate) fn status_word(tone: Tone, text: &str) -> &str {
    if text.trim().is_empty() { tone.word() } else { text }
}

/// Anything that can stand as a run of inlines: a text, one piece, several pieces.
pub trait IntoInlines {
    /// The run.
    fn into_inlines(self) -> Inlines;
}

impl IntoInlines for &str {
    fn into_inlines(self) -> Inlines {
        if self.is_empty() { Vec::new() } else { vec![Inline::text(self)] }
    }
}

impl IntoInlines for String {
    fn into_inlines(self) -> Inlines {
        self.as_str().into_inlines()
    }
}

impl IntoInlines for Inline {
    fn into_inlines(self) -> Inlines {
        vec![self]
    }
}

impl IntoInlines for Inlines {
    fn into_inlines(self) -> Inlines {
        self
    }
}

impl<const N: usize> IntoInlines for [Inline; N] {
    fn into_inlines(self) -> Inlines {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_keeps_every_word_and_a_status_without_a_word_gets_one() {
        let run = vec![
            Inline::strong("Pump"),
            " uses ".into(),
            Inline::id("component.ble"),
            Inline::Break,
            Inline::status(Tone::Bad, ""),
        ];
        assert_eq!(plain(&run), "Pump uses component.ble not acceptable");
    }
}
