//! A figure that fits a page, with the words that belong to it.

use crate::fit::{Fitted, Orientation, Sheet, fit};
use crate::graph::{Diagram, Protection, Zone};
use crate::layout::{Elk, Hierarchy, LayoutError};
use crate::split::{FlowRow, focus, for_print, number, overview};
use crate::svg;
use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::words::counted;

/// A drawing for a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Unique among the figures of one document.
    pub id: String,
    /// One line: what it shows.
    pub title: String,
    /// The drawing; its ids begin with the figure's id.
    pub svg: String,
    /// Width on paper, in points.
    pub width_pt: f64,
    /// Height on paper, in points.
    pub height_pt: f64,
    /// Whether the page is turned.
    pub landscape: bool,
    /// What the figure shows, for readers who cannot see it.
    pub alt: String,
    /// The flows by the codes in the figure.
    pub flows: Table,
    /// The smallest text on paper, in points.
    pub smallest_text: f64,
}

/// A view as one readable figure, or as an overview with one figure a zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The figures, overview first.
    pub figures: Vec<Figure>,
    /// Figures, by id, that stay below the readable size even alone.
    pub unreadable: Vec<String>,
}

/// The drawing as one figure, however small its print becomes.
pub fn figure(diagram: &Diagram, sheet: &Sheet) -> Result<Figure, LayoutError> {
    Ok(drawn(diagram, sheet)?.0)
}

/// A tree as one figure, and whether its print stays readable. Its lines need no codes.
pub fn tree_figure(diagram: &Diagram, sheet: &Sheet) -> Result<(Figure, bool), LayoutError> {
    let fitted = fit(&Diagram { legend: Vec::new(), ..diagram.clone() }, &Hierarchy, sheet)?;
    let names: Vec<&str> = diagram.nodes.iter().map(|node| node.title.as_str()).collect();
    let alt = format!("{}. {} Shown: {}.", diagram.title, diagram.description, names.join(", "));
    let figure = laid_out(diagram, &fitted, alt, flow_table(diagram, &[]));
    Ok((figure, fitted.is_readable()))
}

/// The drawing as one figure when its print stays readable, else as an overview and figures of the zones.
///
/// A flow has the same code in all of them.
pub fn figures(diagram: &Diagram, sheet: &Sheet) -> Result<Figures, LayoutError> {
    let mut numbered = diagram.clone();
    number(&mut numbered);
    let (whole, fitted) = drawn(&numbered, sheet)?;
    let mut found = Found { sheet, figures: Figures { figures: Vec::new(), unreadable: Vec::new() } };
    if fitted.is_readable() || numbered.zones.is_empty() {
        found.take(whole, &fitted);
        return Ok(found.figures);
    }
    found.overview(&numbered)?;
    for zone in children(&numbered, None) {
        found.zone(&numbered, zone, 0)?;
    }
    Ok(found.figures)
}

struct Found<'s> {
    sheet: &'s Sheet,
    figures: Figures,
}

impl Found<'_> {
    fn take(&mut self, figure: Figure, fitted: &Fitted) {
        if !fitted.is_readable() {
            self.figures.unreadable.push(figure.id.clone());
        }
        self.figures.figures.push(figure);
    }

    /// The deepest overview that can be read, else the one with the outermost zones closed.
    fn overview(&mut self, diagram: &Diagram) -> Result<(), LayoutError> {
        for depth in (0..deepest(diagram)).rev() {
            let mut closed = overview(diagram, depth);
            closed.id = format!("{}-overview", diagram.id);
            closed.title = format!("{}: overview", diagram.title);
            let (figure, fitted) = drawn(&closed, self.sheet)?;
            if fitted.is_readable() || depth == 0 {
                self.take(figure, &fitted);
                break;
            }
        }
        Ok(())
    }

    /// One zone in full; where that cannot be read, the zone with its inner zones closed, then each of these.
    fn zone(&mut self, diagram: &Diagram, zone: &Zone, depth: usize) -> Result<(), LayoutError> {
        let Some(open) = focused(diagram, diagram, zone) else { return Ok(()) };
        let (figure, fitted) = drawn(&open, self.sheet)?;
        let inner = children(diagram, Some(&zone.id));
        if fitted.is_readable() || inner.is_empty() {
            self.take(figure, &fitted);
            return Ok(());
        }
        if let Some(closed) = focused(diagram, &overview(diagram, depth + 1), zone) {
            let (figure, fitted) = drawn(&closed, self.sheet)?;
            self.take(figure, &fitted);
        }
        for zone in inner {
            self.zone(diagram, zone, depth + 1)?;
        }
        Ok(())
    }
}

/// The zones inside a zone, or the outermost ones.
fn children<'d>(diagram: &'d Diagram, parent: Option<&str>) -> Vec<&'d Zone> {
    diagram.zones.iter().filter(|zone| zone.parent.as_deref() == parent).collect()
}

/// How many levels of zones there are.
fn deepest(diagram: &Diagram) -> usize {
    let mut level: Vec<&Zone> = children(diagram, None);
    let mut deep = 0;
    while !level.is_empty() && deep <= diagram.zones.len() {
        level = level.iter().flat_map(|zone| children(diagram, Some(&zone.id))).collect();
        deep += 1;
    }
    deep
}

fn focused(whole: &Diagram, from: &Diagram, zone: &Zone) -> Option<Diagram> {
    let mut diagram = focus(from, &zone.id)?;
    diagram.id = format!("{}-{}", whole.id, zone.id);
    diagram.title = format!("{}: {}", whole.title, zone.title);
    Some(diagram)
}

fn drawn(diagram: &Diagram, sheet: &Sheet) -> Result<(Figure, Fitted), LayoutError> {
    let printed = for_print(diagram);
    let legend = printed.diagram.signs_in_use();
    let fitted = fit(&Diagram { legend, ..printed.diagram }, &Elk, sheet)?;
    let table = flow_table(diagram, &printed.flows);
    let figure = laid_out(diagram, &fitted, alt(diagram, &printed.flows), table);
    Ok((figure, fitted))
}

fn laid_out(diagram: &Diagram, fitted: &Fitted, alt: String, flows: Table) -> Figure {
    Figure {
        id: diagram.id.clone(),
        title: diagram.title.clone(),
        svg: svg::write(&fitted.laid),
        width_pt: fitted.laid.width * fitted.laid.scale,
        height_pt: fitted.laid.height * fitted.laid.scale,
        landscape: fitted.orientation == Orientation::Landscape,
        alt,
        flows,
        smallest_text: fitted.smallest_text,
    }
}

/// The figure in a few sentences; the table of flows tells the rest.
fn alt(diagram: &Diagram, flows: &[FlowRow]) -> String {
    let with = |protection| flows.iter().filter(|row| row.line.protection == protection).count();
    let crossing = flows.iter().filter(|row| row.line.crosses).count();
    let names: Vec<&str> = diagram.nodes.iter().map(|node| node.title.as_str()).collect();
    format!(
        "{}. {} Shown: {} in {} and {}: {}. {} a boundary of trust; {} unprotected; of {} the protection is not stated.",
        diagram.title,
        diagram.description,
        counted(diagram.nodes.len(), "part", "parts"),
        counted(diagram.zones.len(), "zone", "zones"),
        counted(flows.len(), "flow", "flows"),
        names.join(", "),
        counted(crossing, "flow crosses", "flows cross"),
        counted(with(Protection::Unprotected), "flow is", "flows are"),
        counted(with(Protection::Unknown), "flow", "flows"),
    )
}

/// The flows by their codes, as they stand below the figure.
fn flow_table(diagram: &Diagram, flows: &[FlowRow]) -> Table {
    let empty = "The figure shows no flow.";
    let mut table = Table::new(
        &format!("flows-of-{}", diagram.id),
        &format!("Flows of the figure: {}", diagram.title),
        empty,
    )
    .columns(&[
        ("#Code", 0.6),
        ("From", 1.4),
        ("To", 1.4),
        ("What flows", 2.2),
        ("Protocol and protection", 2.0),
        ("Record", 1.2),
    ]);
    for row in flows {
        let way = if row.both_ways { " (both ways)" } else { "" };
        table.row(vec![
            Cell::code(&row.code),
            Cell::text(&row.from),
            Cell::text(&row.to).say(way),
            Cell::text(&row.label),
            protection(row),
            record(&row.edge),
        ]);
    }
    table
}

fn protection(row: &FlowRow) -> Cell {
    let crosses = if row.line.crosses { ", crosses a boundary of trust" } else { "" };
    // What people do at a screen goes over no channel.
    if row.edge.starts_with("use.") {
        return Cell::text(&row.protocol).say(": a person, no channel");
    }
    let cell = match row.line.protection {
        Protection::Fine => Cell::status("protected by its channel", Tone::Good),
        Protection::Unknown => Cell::status(NOT_STATED, Tone::Warn),
        Protection::Unprotected => Cell::status("unprotected", Tone::Bad),
    };
    Cell::text(&row.protocol).say(", ").then(cell).say(crosses)
}

/// The record behind a line: a step of a path is `step-2.flow.order`.
fn record(edge: &str) -> Cell {
    let flow =
        if edge.starts_with("step-") { edge.split_once('.').map_or(edge, |(_, flow)| flow) } else { edge };
    match flow.strip_prefix("flow.") {
        Some(id) => Cell::to(flow, id),
        None => Cell::text("a role's work"),
    }
}
