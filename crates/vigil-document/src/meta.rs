//! The document and what its title block states.

use vigil_base::Date;

use crate::block::Block;

/// A document: its title block and its content in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Title block, header, footer and file properties.
    pub meta: Meta,
    /// The content.
    pub blocks: Vec<Block>,
}

/// The facts of the title block. What is `None` is printed as "not stated", never left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// Title.
    pub title: String,
    /// Document number in the maker's quality system.
    pub number: Option<String>,
    /// Revision of the document.
    pub revision: Option<String>,
    /// Who makes the device.
    pub maker: Option<String>,
    /// Device name.
    pub device: String,
    /// Device version.
    pub version: String,
    /// Day and digest of the vulnerability data used.
    pub data_cut: Option<String>,
    /// Edition of the guidance catalogue used.
    pub catalogue_edition: Option<String>,
    /// Name and version of the tool that made the document.
    pub tool_version: String,
    /// The day the content is judged at; also the file's creation date.
    pub as_of: Date,
    /// Language tag of the text: `en-US`.
    pub language: String,
    /// For whom: `submission`, `review`, `hospital`.
    pub audience: Option<String>,
    /// A state that every page has to show: `Draft, not for submission`.
    pub status: Option<String>,
    /// Keywords of the file properties.
    pub keywords: Vec<String>,
    /// Further rows of the title block, name and text.
    pub facts: Vec<(String, String)>,
}

impl Meta {
    /// The title block with everything optional left open.
    pub fn new(
        title: impl Into<String>,
        device: impl Into<String>,
        version: impl Into<String>,
        as_of: Date,
    ) -> Self {
        Self {
            title: title.into(),
            number: None,
            revision: None,
            maker: None,
            device: device.into(),
            version: version.into(),
            data_cut: None,
            catalogue_edition: None,
            tool_version: "Vigil".to_owned(),
            as_of,
            language: "en-US".to_owned(),
            audience: None,
            status: None,
            keywords: Vec::new(),
            facts: Vec::new(),
        }
    }

    /// The rows of the title block in their order, with "not stated" where nothing was given.
    pub fn rows(&self) -> Vec<(String, String)> {
        let stated = |value: &Option<String>| value.clone().unwrap_or_else(|| "not stated".to_owned());
        let mut rows = vec![
            ("Document number".to_owned(), stated(&self.number)),
            ("Revision".to_owned(), stated(&self.revision)),
            ("Device".to_owned(), self.device.clone()),
            ("Device version".to_owned(), self.version.clone()),
            ("Manufacturer".to_owned(), stated(&self.maker)),
            ("As of".to_owned(), self.as_of.to_string()),
            ("Vulnerability data".to_owned(), stated(&self.data_cut)),
            ("Guidance catalogue".to_owned(), stated(&self.catalogue_edition)),
            ("Made with".to_owned(), self.tool_version.clone()),
        ];
        if let Some(audience) = &self.audience {
            rows.push(("Profile".to_owned(), audience.clone()));
        }
        rows.extend(self.facts.iter().cloned());
        rows
    }
}

impl Document {
    /// A document with nothing in it yet.
    pub fn new(meta: Meta) -> Self {
        Self { meta, blocks: Vec::new() }
    }

    /// Adds a block.
    pub fn push(&mut self, block: impl Into<Block>) {
        self.blocks.push(block.into());
    }
}
