//! Prose that only people can write: `text/NAME.md`. Where it is missing, the document says so visibly.

use vigil_case::prose::find;
use vigil_document::{Block, Inline, Tone, markdown};

use crate::parts::Maker;

impl Maker<'_> {
    /// The text of a name with headings below level `under`, or a notice that it has not been written.
    pub(crate) fn prose(&self, name: &str, under: u8) -> Vec<Block> {
        match self.case.model.texts.get(name) {
            Some(text) => markdown::read(text, &format!("text/{name}.md"), under).0,
            None => vec![missing(name)],
        }
    }
}

fn missing(name: &str) -> Block {
    let about = find(name).map_or("this section", |it| it.about);
    let text = vec![
        Inline::text(format!("Nobody has written {about} yet. Write it in ")),
        Inline::code(format!("text/{name}.md")),
        Inline::text("; it is printed here."),
    ];
    Block::callout(Tone::Warn, "This text is missing", text)
}
