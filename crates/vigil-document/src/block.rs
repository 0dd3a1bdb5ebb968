//! What stands between two paragraphs' ends: the blocks of a document.

use serde::Serialize;

use crate::inline::{Inlines, IntoInlines, Tone};
use crate::table::Table;

/// Deepest nesting of lists, quotes, notices and definitions that is printed.
pub const DEEPEST: usize = 12;

/// One block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Block {
    /// A numbered heading.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Paragraph),
    /// A list, possibly nested.
    List(List),
    /// A numbered table.
    Table(Table),
    /// A numbered figure.
    Figure(Figure),
    /// A boxed notice.
    Callout(Callout),
    /// Terms with their meaning.
    Definitions(Vec<Definition>),
    /// Text kept as it is, in the mono face.
    Code {
        /// Language, for formats that colour it.
        language: Option<String>,
        /// The text with its line breaks.
        text: String,
    },
    /// Words of somebody else.
    Quote(Vec<Block>),
    /// What follows starts on a new page.
    PageBreak,
    /// Content on pages turned to landscape, for wide tables.
    Landscape(Vec<Block>),
}

/// A numbered heading; its number is given by the writer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Level from 1.
    pub level: u8,
    /// Label for cross references.
    pub id: Option<String>,
    /// Words.
    pub text: Inlines,
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    /// Label for cross references.
    pub id: Option<String>,
    /// Words.
    pub text: Inlines,
    /// Short marks printed small behind it, such as ids of what it answers.
    pub marks: Vec<String>,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct List {
    /// Bullets or numbers.
    pub kind: ListKind,
    /// Its items; each is a run of blocks.
    pub items: Vec<Vec<Block>>,
}

/// How the items of a list are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ListKind {
    /// A bullet each.
    Bullet,
    /// A number each, counted from the given one.
    Number(u32),
}

/// A numbered figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Label for cross references.
    pub id: Option<String>,
    /// The drawing as SVG text. Text in it is set in the fonts of this crate.
    pub svg: String,
    /// Caption.
    pub caption: Inlines,
    /// What the drawing says, for those who cannot see it. Never empty: a writer replaces an empty one by a notice.
    pub alt: String,
    /// Where it stands.
    pub page: FigurePage,
}

/// Where a figure stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FigurePage {
    /// In the text where it is readable there, else on a page of its own, turned or enlarged as needed.
    #[default]
    Auto,
    /// In the text.
    Inline,
    /// On a landscape page of its own.
    Landscape,
}

/// A boxed notice: a text that is missing, an origin of generated text, a caution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Callout {
    /// How it is to be taken.
    pub tone: Tone,
    /// Its first line; says in words what the colour says.
    pub title: String,
    /// Content.
    pub body: Vec<Block>,
}

/// A term and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// Term.
    pub term: Inlines,
    /// Meaning.
    pub body: Vec<Block>,
}

impl Block {
    /// A heading with a label.
    pub fn heading(level: u8, id: impl Into<String>, text: impl IntoInlines) -> Self {
        Self::Heading(Heading { level, id: Some(id.into()), text: text.into_inlines() })
    }

    /// A paragraph.
    pub fn paragraph(text: impl IntoInlines) -> Self {
        Self::Paragraph(Paragraph { id: None, text: text.into_inlines(), marks: Vec::new() })
    }

    /// A bullet list of one line each.
    pub fn bullets<T: IntoInlines>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(List {
            kind: ListKind::Bullet,
            items: items.into_iter().map(|item| vec![Self::paragraph(item)]).collect(),
        })
    }

    /// A numbered list of one line each.
    pub fn numbers<T: IntoInlines>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(List {
            kind: ListKind::Number(1),
            items: items.into_iter().map(|item| vec![Self::paragraph(item)]).collect(),
        })
    }

    /// A notice with one paragraph.
    pub fn callout(tone: Tone, title: impl Into<String>, text: impl IntoInlines) -> Self {
        Self::Callout(Callout { tone, title: title.into(), body: vec![Self::paragraph(text)] })
    }

    /// A figure placed where it is readable.
    pub fn figure(
        id: impl Into<String>,
        caption: impl IntoInlines,
        alt: impl Into<String>,
        svg: impl Into<String>,
    ) -> Self {
        Self::Figure(Figure {
            id: Some(id.into()),
            svg: svg.into(),
            caption: caption.into_inlines(),
            alt: alt.into(),
            page: FigurePage::Auto,
        })
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl From<Figure> for Block {
    fn from(figure: Figure) -> Self {
        Self::Figure(figure)
    }
}

impl From<Callout> for Block {
    fn from(callout: Callout) -> Self {
        Self::Callout(callout)
    }
}

impl From<List> for Block {
    fn from(list: List) -> Self {
        Self::List(list)
    }
}
