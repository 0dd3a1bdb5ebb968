//! 01 cyber device and interface statement, 05 architecture views.

use std::collections::BTreeSet;

use rayon::prelude::*;
use vigil_document::{Block, Inline};
use vigil_model::Record;
use vigil_model::kinds::{View, ViewKind};
use vigil_view::draw;
use vigil_view::fit::Sheet;
use vigil_view::graph::Diagram;
use vigil_view::tables;

use super::Content;
use crate::parts::{Maker, anchored, capital, figure, gap, plain};

pub(super) fn statement(maker: &Maker<'_>) -> Content {
    let case = maker.case;
    let mut content = Content::default();
    content.section(1, "device", "The device", maker.prose("system-description", 1));
    content.extend(plain(&tables::identity(case)));
    content.extend(plain(&tables::release_parts(case)));
    content.push(Block::heading(1, "cyber-device", "Cyber device"));
    content.push(maker.answers(
        "Section 524B(c) of the FD&C Act has three limbs. The table gives each with what the model of the device says; nothing in it is typed by hand.",
        &["S524B.c", "S524B.a"],
    ));
    content.extend(plain(&tables::cyber_device_limbs(case)));
    content.section(1, "interfaces", "Interfaces", anchored(&tables::interfaces(case)));
    content.section(1, "ports", "Ports, radios and other ways in", plain(&tables::ports(case)));
    content
}

/// Figures are drawn for US Letter with the margins of the documents, and leave room for a caption.
pub(super) fn sheet() -> Sheet {
    Sheet::letter(64.0, 60.0)
}

pub(super) fn views(maker: &Maker<'_>) -> Content {
    let case = maker.case;
    let mut content = Content::default();
    content.section(1, "architecture", "Security architecture", maker.prose("architecture", 1));
    content.push(Block::heading(1, "assets", "Assets and boundaries"));
    content.extend(anchored(&tables::zones(case)));
    content.extend(anchored(&tables::components(case)));
    content.extend(plain(&tables::component_facts(case)));
    content.extend(anchored(&tables::actors(case)));
    content.extend(plain(&tables::access(case)));
    content.extend(anchored(&tables::states(case)));
    for (kind, id, title, text, rule) in KINDS {
        content.push(Block::heading(1, *id, *title));
        content.push(maker.answers(*text, &[rule]));
        content.extend(view(maker, *kind, id, title));
    }
    content.push(Block::heading(1, "paths", "Communication paths"));
    content.push(maker.answers(
        "Each path between two assets, with what Appendix 2.B asks for. What the model does not state is printed as such.",
        &["G26.VW.P1", "G26.VW.P19"],
    ));
    for table in [tables::flows(case), tables::channels(case)] {
        content.extend(anchored(&table));
    }
    for table in [tables::paths_content(case), tables::paths_protection(case), tables::paths_links(case)] {
        content.extend(plain(&table));
    }
    content.push(Block::heading(1, "secrets", "Data, keys and settings"));
    for table in [tables::data(case), tables::secrets(case), tables::settings(case)] {
        content.extend(anchored(&table));
    }
    content
}

const KINDS: &[(ViewKind, &str, &str, &str, &str)] = &[
    (
        ViewKind::GlobalSystem,
        "view-global",
        "Global system view",
        "The device with all internal and external connections.",
        "G26.VW.G",
    ),
    (
        ViewKind::MultiPatient,
        "view-multi-patient",
        "Multi-patient harm view",
        "What can be reached from a part that serves many devices, or through a secret that all devices share, up to an essential function.",
        "G26.VW.M",
    ),
    (
        ViewKind::Updateability,
        "view-update",
        "Updateability and patchability view",
        "The path of an update from its source to the device, with the segments that others run.",
        "G26.VW.U",
    ),
    (
        ViewKind::UseCase,
        "view-use-case",
        "Security use-case views",
        "The flows of each use case whose compromise could affect safety or effectiveness.",
        "G26.VW.S",
    ),
];

fn view(maker: &Maker<'_>, kind: ViewKind, id: &str, title: &str) -> Vec<Block> {
    let stated: Vec<&View> = maker.case.model.views.values().filter(|view| view.kind == kind).collect();
    let mut blocks = Vec::new();
    match stated.first() {
        None => blocks.push(gap("No such view is stated", &format!("The model has no view of the kind `{kind}`. The drawing below, where there is one, is made from the model all the same."))),
        Some(view) => {
            if let Some(because) = &view.because {
                blocks.push(gap("Left out, with a reason", because));
            }
            let name = view.text.as_deref().map_or(default_text(kind), |name| name.trim_start_matches("text/").trim_end_matches(".md"));
            blocks.extend(maker.prose(name, 1));
            blocks.extend(facility(view));
        }
    }
    let drawn = diagrams(maker, kind, title).into_par_iter().enumerate();
    let drawn: Vec<Vec<Block>> =
        drawn.map(|(at, (caption, diagram))| drawing(&format!("{id}-{at}"), &caption, &diagram)).collect();
    blocks.extend(drawn.into_iter().flatten());
    if kind == ViewKind::MultiPatient {
        blocks.extend(plain(&tables::many_paths(maker.case)));
    }
    blocks
}

fn default_text(kind: ViewKind) -> &'static str {
    match kind {
        ViewKind::MultiPatient => "views-multi-patient",
        ViewKind::Updateability => "views-update",
        ViewKind::UseCase => "views-use-cases",
        _ => "views-global",
    }
}

/// What a networked device's global view also has to say.
fn facility(view: &View) -> Vec<Block> {
    let facts = [
        ("Update infrastructure", &view.update_infrastructure),
        ("The facility's network", &view.facility_impact),
        ("Between the ends", &view.intermediaries),
        ("Cloud", &view.cloud),
        ("The patient's home network", &view.home_network),
    ];
    let stated: Vec<Vec<Inline>> = facts
        .into_iter()
        .filter_map(|(name, text)| {
            Some(vec![Inline::strong(format!("{name}: ")), Inline::text(text.as_ref()?.trim())])
        })
        .collect();
    if stated.is_empty() { Vec::new() } else { vec![Block::bullets(stated)] }
}

fn diagrams(maker: &Maker<'_>, kind: ViewKind, title: &str) -> Vec<(String, Diagram)> {
    let case = maker.case;
    let name = |stated: &Option<String>, id: &vigil_base::Id| {
        stated.clone().unwrap_or_else(|| capital(&id.to_string().replace('-', " ")))
    };
    match kind {
        ViewKind::GlobalSystem => vec![(format!("{title} of {}", case.device()), draw::global_system(case))],
        ViewKind::MultiPatient => vec![(title.to_owned(), draw::multi_patient(case))],
        ViewKind::Updateability => {
            let all = case.model.updates.values();
            all.filter_map(|it| {
                Some((format!("Update path: {}", name(&it.name, it.id())), draw::update(case, it.id())?))
            })
            .collect()
        }
        _ => {
            let all = case.model.usecases.values();
            all.filter_map(|it| {
                Some((format!("Use case: {}", name(&it.name, it.id())), draw::use_case(case, it.id())?))
            })
            .collect()
        }
    }
}

fn drawing(id: &str, caption: &str, diagram: &Diagram) -> Vec<Block> {
    if diagram.nodes.is_empty() {
        return vec![gap("Nothing to draw", "The model states no part that belongs to this view.")];
    }
    match draw::figures(diagram, &sheet()) {
        Ok(made) => {
            let mut blocks = Vec::new();
            let mut printed: BTreeSet<String> = BTreeSet::new();
            for (at, it) in made.figures.iter().enumerate() {
                let caption = if at == 0 { caption } else { &it.title };
                blocks.push(figure(&format!("{id}-{at}"), caption, &it.alt, &it.svg));
                let mut flows = it.flows.clone();
                flows.id = format!("{id}-{at}-flows");
                // Codes stay the same over the figures of a view: a flow that an earlier table spells out is not said again.
                flows.rows.retain(|row| row.cells.first().is_none_or(|code| printed.insert(code.plain())));
                if !flows.rows.is_empty() {
                    blocks.extend(plain(&flows));
                }
            }
            if !made.unreadable.is_empty() {
                blocks.push(gap("Small print", &format!("The figures of {} hold more than a page shows well; the tables of flows have everything.", made.unreadable.join(", "))));
            }
            blocks
        }
        Err(cause) => vec![gap("This drawing could not be made", &cause.to_string())],
    }
}
