//! Documents: one tree of headings, prose, tables and figures, and the writers that print it.
//!
//! The crate knows documents and nothing of devices, risks or rules. A caller builds a [`Document`] (or a [`Workbook`])
//! and hands it to a writer: [`pdf`], [`html`], [`markdown`], [`xlsx`], [`csv`]. No writer reads a clock, the network or a file, so
//! the same tree gives the same bytes.

pub mod block;
pub mod csv;
mod findings;
pub mod fonts;
pub mod html;
pub mod index;
pub mod inline;
pub mod markdown;
pub mod meta;
pub mod pdf;
pub mod sheet;
pub mod table;
pub mod xlsx;

pub use block::{Block, Callout, Definition, Figure, FigurePage, Heading, List, ListKind, Paragraph};
pub use index::{Index, Target, TargetKind};
pub use inline::{Inline, Inlines, Tone};
pub use meta::{Document, Meta};
pub use sheet::{Sheet, SheetColumn, Value, Workbook};
pub use table::{Align, Cell, Column, Row, Table};
