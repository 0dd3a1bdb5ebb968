//! The documents, one small file a group: which tables, drawings and texts each holds, in which order.

mod architecture;
mod attack;
mod life;
mod reports;
mod risk;
mod software;
mod testing;

use std::collections::BTreeSet;

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
    labelled_once(&mut document.blocks, &mut BTreeSet::new());
    document
}

/// Takes the label of a table away where the heading above it has the same one: references lead to the heading.
fn labelled_once(blocks: &mut [Block], seen: &mut BTreeSet<String>) {
    for block in blocks {
        match block {
            Block::Heading(heading) => seen.extend(heading.id.clone()),
            Block::Table(table) => table.id = table.id.take().filter(|id| !seen.contains(id)),
            Block::Landscape(inner) => labelled_once(inner, seen),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use vigil_document::Table;

    use super::*;

    fn table(id: &str) -> Block {
        Block::Table(Table::new(id, "Caption", []))
    }

    fn label(block: &Block) -> Option<&str> {
        match block {
            Block::Table(table) => table.id.as_deref(),
            _ => None,
        }
    }

    #[test]
    fn a_table_under_a_heading_of_its_label_has_none_and_another_keeps_its_own() {
        let mut blocks = vec![
            Block::heading(1, "threats", "Threats"),
            table("threats"),
            Block::Landscape(vec![table("threats"), table("kev")]),
        ];
        labelled_once(&mut blocks, &mut BTreeSet::new());
        assert_eq!(label(&blocks[1]), None);
        let Block::Landscape(inner) = &blocks[2] else { panic!("it was one") };
        assert_eq!((label(&inner[0]), label(&inner[1])), (None, Some("kev")));
    }
}
