//! Parts of 04: attack paths with choke points, attack trees.

use rayon::prelude::*;
use vigil_case::Case;
use vigil_document::{Block, Sheet};
use vigil_view::draw;
use vigil_view::graph::Diagram;
use vigil_view::tables;

use super::Content;
use super::architecture::sheet;
use crate::convert;
use crate::parts::{Maker, figure, gap, plain};

/// Attack paths: the drawing, the ways in, the paths with their steps, and what all of them pass.
pub(super) fn paths(maker: &Maker<'_>, content: &mut Content) {
    let case = maker.case;
    content.push(Block::heading(1, "attack-paths", "Attack paths and choke points"));
    content.push(maker.answers(
        "Paths lead from every interface to the outside that is used or can be activated, in each state, to the parts that run essential functions: over flows in both directions, secrets that several parts share, and updates. They are computed from the model, the threats and the matches whenever this document is made.",
        &["G26.TM.1", "G26.TM.2", "G26.TE.7"],
    ));
    let diagram = draw::attack_paths(case);
    if diagram.nodes.is_empty() {
        content.push(gap(
            "No path to draw",
            "No way in leads to an essential function; the tables say what was looked at.",
        ));
    } else {
        content.extend(drawn(
            draw::figure(&diagram, &sheet()).map(|it| (it.smallest_text >= vigil_view::fit::READABLE, it)),
            "attack-paths-figure",
            "Attack paths: parts, ways in, steps and choke points",
        ));
    }
    for table in [
        tables::choke_points(case),
        tables::attack_paths(case),
        tables::attack_steps(case),
        tables::ways_in(case),
        tables::many_paths(case),
    ] {
        content.extend(plain(&table));
    }
}

/// Attack trees: which there are and where they stand, then each in full.
pub(super) fn trees(maker: &Maker<'_>, content: &mut Content) {
    let case = maker.case;
    content.section(1, "attack-trees", "Attack trees", plain(&tables::attack_trees(case)));
    let all: Vec<_> = case.model.trees.values().collect();
    let blocks: Vec<Vec<Block>> = all
        .into_par_iter()
        .map(|tree| {
            let id = format!("attack-tree-{}", tree.id);
            let mut blocks = vec![Block::heading(2, id.as_str(), tree.title().as_str())];
            blocks.extend(tree.head.text.as_ref().map(|text| Block::paragraph(convert::words(text.trim()))));
            if let Some(diagram) = draw::attack_tree(case, &tree.id).filter(|it| !it.nodes.is_empty()) {
                blocks.extend(tree_figure(&diagram, &format!("{id}-figure")));
            }
            blocks.extend(tables::attack_tree(case, &tree.id).iter().flat_map(plain));
            blocks
        })
        .collect();
    content.extend(blocks.into_iter().flatten().collect());
}

fn tree_figure(diagram: &Diagram, id: &str) -> Vec<Block> {
    drawn(
        draw::tree_figure(diagram, &sheet()).map(|(figure, readable)| (readable, figure)),
        id,
        &diagram.title,
    )
}

fn drawn<E: std::fmt::Display>(made: Result<(bool, draw::Figure), E>, id: &str, caption: &str) -> Vec<Block> {
    match made {
        Ok((readable, it)) => {
            let mut blocks = vec![figure(id, caption, &it.alt, &it.svg)];
            if !readable {
                blocks.push(gap(
                    "Small print",
                    "The figure holds more than a page shows well; the tables below have everything.",
                ));
            }
            blocks
        }
        Err(cause) => vec![gap("This drawing could not be made", &cause.to_string())],
    }
}

/// Sheets of the workbook.
pub(super) fn sheets(case: &Case) -> Vec<Sheet> {
    let mut sheets = vec![
        convert::sheet("Choke points", &tables::choke_points(case)),
        convert::sheet("Attack paths", &tables::attack_paths(case)),
        convert::sheet("Steps", &tables::attack_steps(case)),
        convert::sheet("Ways in", &tables::ways_in(case)),
        convert::sheet("Many patients", &tables::many_paths(case)),
        convert::sheet("Attack trees", &tables::attack_trees(case)),
    ];
    let trees = case.model.trees.keys().filter_map(|id| tables::attack_tree(case, id)).enumerate();
    sheets.extend(trees.map(|(at, table)| convert::sheet(&format!("Tree {}", at + 1), &table)));
    sheets
}
