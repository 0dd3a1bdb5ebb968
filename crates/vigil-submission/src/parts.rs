//! What every document is made with.

use vigil_base::{Date, Digest};
use vigil_case::{Case, SnapshotState};
use vigil_check::Judged;
use vigil_document::{Block, Document, Figure, FigurePage, Inline, Meta, Tone};
use vigil_guidance::{Catalogue, Profile, SubmissionFile};
use vigil_view::table::Table;

use crate::convert::{self, Anchors};

/// The case and everything that documents print beside it.
pub(crate) struct Maker<'a> {
    pub(crate) case: &'a Case,
    pub(crate) judged: &'a Judged,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) profile: Profile,
    pub(crate) tool: &'a str,
}

impl Maker<'_> {
    /// An empty document with its title block.
    pub(crate) fn document(&self, file: &SubmissionFile) -> Document {
        Document::new(self.meta(&file.number, &file.title))
    }

    pub(crate) fn meta(&self, number: &str, title: &str) -> Meta {
        let project = self.case.model.project.as_ref();
        let mut meta = Meta::new(title, self.case.device(), self.case.version(), self.case.as_of);
        let documents = project.and_then(|it| it.documents.as_ref());
        meta.number = documents
            .and_then(|it| it.prefix.as_ref())
            .map(|prefix| format!("{prefix}-{}", number.to_uppercase()));
        meta.revision = documents.and_then(|it| it.revision.clone());
        meta.maker = project.and_then(|it| it.maker.as_ref()).map(|it| it.name.clone());
        meta.data_cut = Some(self.data_cut());
        meta.catalogue_edition = Some(self.catalogue.edition().to_owned());
        self.tool.clone_into(&mut meta.tool_version);
        meta.audience = Some(self.profile.word().to_owned());
        if self.profile != Profile::Submission {
            meta.status = Some(format!("{} - not for submission", capital(self.profile.word())));
        }
        meta
    }

    /// The vulnerability data that the case rests on, in a few words; a gap is said, not left out.
    pub(crate) fn data_cut(&self) -> String {
        let Some(snapshot) = &self.case.snapshot else { return "none: no matches were made".to_owned() };
        let cut = &snapshot.index.data_cut;
        let newest: Option<Date> = cut.sources.values().flatten().max().copied();
        let newest = newest.map_or_else(|| "no dated source".to_owned(), |day| format!("data up to {day}"));
        let outdated = match &self.case.snapshot_state {
            SnapshotState::Outdated(files) => format!("; older than {}", files.join(", ")),
            _ => String::new(),
        };
        format!("{newest}, {} sources, database {}{outdated}", cut.sources.len(), short(cut.database))
    }

    /// A paragraph with the ids that it answers, which the submission copy leaves out.
    pub(crate) fn answers(&self, text: impl Into<String>, ids: &[&str]) -> Block {
        let mut block = Block::paragraph(text.into());
        if self.profile != Profile::Submission
            && let Block::Paragraph(paragraph) = &mut block
        {
            paragraph.marks = ids.iter().map(|id| (*id).to_owned()).collect();
        }
        block
    }
}

/// A table whose rows are where references to their records lead.
pub(crate) fn anchored(table: &Table) -> Vec<Block> {
    blocks(table, Anchors::Here)
}

/// A table of records that are printed in full elsewhere.
pub(crate) fn plain(table: &Table) -> Vec<Block> {
    blocks(table, Anchors::Elsewhere)
}

fn blocks(table: &Table, anchors: Anchors) -> Vec<Block> {
    let mut blocks = vec![Block::Table(convert::table(table, anchors))];
    if !table.notes.is_empty() {
        blocks.push(Block::bullets(table.notes.iter().map(|note| convert::words(note))));
    }
    // Wide tables get a page turned on its side.
    if table.columns.len() > 6 { vec![Block::Landscape(blocks)] } else { blocks }
}

/// The first twelve digits of a digest: enough to recognise it, the manifest has it whole.
pub(crate) fn short(digest: Digest) -> String {
    digest.hex().chars().take(12).collect()
}

pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
}

pub(crate) fn figure(id: &str, caption: &str, alt: &str, svg: &str) -> Block {
    Block::Figure(Figure {
        id: Some(id.to_owned()),
        svg: svg.to_owned(),
        caption: vec![Inline::text(caption)],
        alt: alt.to_owned(),
        page: FigurePage::Auto,
    })
}

/// A visible note on something that is not there.
pub(crate) fn gap(title: &str, text: &str) -> Block {
    Block::callout(Tone::Warn, title, convert::words(text))
}
