//! The documents, one small file a group: which tables, drawings and texts each holds, in which order.

mod architecture;
mod attack;
mod life;
mod reports;
mod risk;
mod software;
mod testing;

use vigil_document::{Block, Document, Sheet};
use vigil_guidance::SubmissionFile;

use crate::parts::Maker;

/// What a file of the submission is made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    /// The narrative.
    pub(crate) blocks: Vec<Block>,
    /// Sheets of the workbook beside it; empty when there is none.
    pub(crate) sheets: Vec<Sheet>,
    /// The sheet that is also written as CSV.
    pub(crate) csv: Option<Sheet>,
}

impl Content {
    pub(crate) fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    pub(crate) fn extend(&mut self, blocks: Vec<Block>) {
        self.blocks.extend(blocks);
    }

    /// About how much there is to lay out, in cells of tables.
    pub(crate) fn size(&self) -> usize {
        self.blocks.iter().map(size).sum()
    }

    /// A section: heading, then blocks.
    pub(crate) fn section(&mut self, level: u8, id: &str, title: &str, blocks: Vec<Block>) {
        self.push(Block::heading(level, id, title));
        self.extend(blocks);
    }
}

fn size(block: &Block) -> usize {
    match block {
        Block::Table(table) => table.rows.iter().map(|row| row.cells.len()).sum::<usize>() + 1,
        Block::Landscape(inner) => inner.iter().map(size).sum(),
        // A drawing takes as long as some rows.
        Block::Figure(_) => 50,
        _ => 1,
    }
}

/// The content of a file by its key in the catalogue; `None` where this version makes no such file.
pub(crate) fn content(maker: &Maker<'_>, key: &str) -> Option<Content> {
    Some(match key {
        "cyber-device-statement" => architecture::statement(maker),
        "risk-plan" => risk::plan(maker),
        "risk-report" => reports::risk_report(maker),
        "threat-model" => risk::threat_model(maker),
        "views" => architecture::views(maker),
        "risk-assessment" => risk::assessment(maker),
        "sbom-readable" => software::sbom(maker),
        "support-addendum" => software::support(maker),
        "vulnerability-assessment" => software::vulnerabilities(maker),
        "anomalies" => reports::anomalies(maker),
        "controls" => risk::controls(maker),
        "requirements-test" => testing::requirements(maker),
        "mitigation-test" => testing::mitigation(maker),
        "vulnerability-test" => testing::vulnerability(maker),
        "penetration-test" => testing::penetration(maker),
        "findings-disposition" => testing::findings(maker),
        "traceability" => reports::traceability(maker),
        "metrics" => reports::metrics(maker),
        "labeling" => life::labeling(maker),
        "management-plan" => life::management_plan(maker),
        _ => return None,
    })
}

/// The document of a file.
pub(crate) fn document(maker: &Maker<'_>, file: &SubmissionFile, content: &Content) -> Document {
    let mut document = maker.document(file);
    document.blocks.clone_from(&content.blocks);
    document
}
