//! The elements of a submission (Appendix 4, Table 1) and the files that answer them.

use vigil_base::Place;

use crate::words::Ide;

/// One element of a submission.
#[derive(Clone, Debug)]
pub struct Element {
    /// `T1c`.
    pub id: String,
    /// A few words.
    pub title: String,
    /// Whether it is a row of the guidance's table; the others are this project's.
    pub in_table: bool,
    /// The element it is part of.
    pub part_of: Option<String>,
    /// Sections of the guidance that speak of it.
    pub sections: Vec<String>,
    /// What it is worth in an investigational device exemption.
    pub ide: Ide,
    /// What the exemption's part consists of, where it is a part.
    pub ide_note: Option<String>,
    /// Its places in the submission template.
    pub estar: Vec<String>,
    /// Keys of the files that answer it.
    pub files: Vec<String>,
    /// Where it stands in the catalogue.
    pub place: Place,
}

/// One file of the submission folder.
#[derive(Clone, Debug)]
pub struct SubmissionFile {
    /// The name rules use: `threat-model`.
    pub key: String,
    /// Its number in reading order: `04`, `07a`.
    pub number: String,
    /// Its name without extension: `04_Threat_Model`.
    pub name: String,
    /// A few words.
    pub title: String,
    /// The formats it is written in, lower case.
    pub formats: Vec<String>,
    /// Where it stands in the catalogue.
    pub place: Place,
}
