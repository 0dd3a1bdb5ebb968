//! Tables: size of type, widths of columns, rows as data.

use serde_json::{Value, json};

use super::lines::{MONO_SIZE, measure};
use super::{Builder, TURNED, UPRIGHT};
use crate::fonts::FontFace;
use crate::inline::{Inline, Inlines, plain};
use crate::pdf::Warning;
use crate::pdf::breaks::{Limits, pieces};
use crate::pdf::widths::{Need, share, squeeze};
use crate::table::{Column, Row, Table};

/// Longest words and identifiers that must not break, tried from comfortable to tight.
const LIMITS: [(usize, usize); 6] = [(20, 14), (20, 10), (14, 10), (10, 8), (6, 6), (4, 4)];
/// From this step of `LIMITS` on, where words get hyphens, a turned page is better than an upright one.
const TIGHT: usize = 2;
/// Longest text of a row that is kept on one page, in characters per column.
const KEPT_TOGETHER: usize = 900;

/// A table with its cells cleaned.
struct Clean {
    rows: Vec<(Row, Vec<Inlines>)>,
    titles: Vec<String>,
}

/// How a table is set.
struct Setting {
    widths: Vec<f32>,
    limits: Limits,
    size: f32,
    pad: f32,
}

impl Builder<'_> {
    /// The table as data, and whether it needs a turned page.
    pub(super) fn table(&mut self, table: &Table, turned: bool, may_turn: bool) -> (Value, bool) {
        if table.columns.is_empty() {
            // Nothing can be set without a column; what the rows hold is kept in one.
            let columns = vec![Column::new("", 1)];
            return self.table(&Table { columns, ..table.clone() }, turned, may_turn);
        }
        self.tables += 1;
        let clean = self.clean_table(table);
        let (setting, turn) = self.setting(table, &clean, turned, may_turn);
        let label = self.place(table.id.as_ref());
        let caption = self.prose(&table.caption);
        let empty = self.prose(&table.when_empty);
        let columns = table.columns.iter().enumerate().map(|(at, column)| {
            json!({
                "title": pieces(&clean.titles[at], setting.limits),
                "width": setting.widths[at],
                "align": column.align,
                "mono": column.mono,
            })
        });
        let columns: Vec<Value> = columns.collect();
        let rows = self.rows(table, &clean, setting.limits);
        let data = json!({
            "k": "table", "label": label, "caption": caption, "empty": empty, "columns": columns, "rows": rows,
            "size": setting.size, "pad": setting.pad,
        });
        (data, turn)
    }

    fn clean_table(&mut self, table: &Table) -> Clean {
        let titles = table.columns.iter().map(|column| self.glyphs.text(&column.title)).collect();
        let rows =
            table.rows.iter().map(|row| (row.clone(), self.clean_cells(row, table.columns.len()))).collect();
        Clean { rows, titles }
    }

    /// Exactly as many cells as columns; what a row has too much is kept in its last cell.
    fn clean_cells(&mut self, row: &Row, columns: usize) -> Vec<Inlines> {
        let wanted = if row.group { 1 } else { columns };
        let mut cells: Vec<Inlines> =
            row.cells.iter().take(wanted).map(|cell| self.clean(&cell.text)).collect();
        cells.resize(wanted, Vec::new());
        for surplus in row.cells.iter().skip(wanted) {
            let more = self.clean(&surplus.text);
            if let Some(last) = cells.last_mut() {
                last.push(Inline::text("; "));
                last.extend(more);
            }
        }
        cells
    }

    /// The most comfortable setting that fits, and whether it is on a turned page though the text around it is not.
    fn setting(&mut self, table: &Table, clean: &Clean, turned: bool, may_turn: bool) -> (Setting, bool) {
        let steps = if may_turn { &LIMITS[..TIGHT] } else { &LIMITS[..] };
        if let Some(setting) = fitting(table, clean, if turned { TURNED } else { UPRIGHT }, steps) {
            return (setting, false);
        }
        if may_turn && !turned {
            return (self.setting(table, clean, true, false).0, true);
        }
        let name = table.id.clone().unwrap_or_else(|| plain(&table.caption));
        self.warnings.push(Warning::Crowded { table: name });
        let (size, pad) = type_size(table.columns.len());
        let limits = Limits { word: 2, token: 2 };
        let needs = needs(table, clean, size, limits);
        let widths = squeeze(&needs, 2.0 * pad, if turned { TURNED } else { UPRIGHT });
        (Setting { widths, limits, size, pad }, false)
    }

    fn rows(&mut self, table: &Table, clean: &Clean, limits: Limits) -> Vec<Value> {
        let mut shade = false;
        let rows = clean.rows.iter().map(|(row, cells)| {
            shade = !row.group && !shade;
            let label = self.place(row.label.as_ref());
            let long = cells.iter().any(|cell| plain(cell).chars().count() > KEPT_TOGETHER);
            let cells: Vec<_> = cells.iter().map(|cell| self.cell(cell, limits)).collect();
            json!({
                "label": label, "group": row.group, "long": long, "shade": table.zebra && !shade, "cells": cells,
            })
        });
        rows.collect()
    }
}

/// The first of `steps` at which the table fits into `space`.
fn fitting(table: &Table, clean: &Clean, space: f32, steps: &[(usize, usize)]) -> Option<Setting> {
    let (size, pad) = type_size(table.columns.len());
    steps.iter().find_map(|(word, token)| {
        let limits = Limits { word: *word, token: *token };
        let widths = share(&needs(table, clean, size, limits), 2.0 * pad, space)?;
        Some(Setting { widths, limits, size, pad })
    })
}

/// Size of type and air beside it: tables of many columns are set smaller.
fn type_size(columns: usize) -> (f32, f32) {
    match columns {
        0..=5 => (8.8, 5.5),
        6 | 7 => (8.3, 4.5),
        _ => (7.8, 3.5),
    }
}

fn needs(table: &Table, clean: &Clean, size: f32, limits: Limits) -> Vec<Need> {
    let column_need = |(at, column): (usize, &Column)| {
        let mut need = Need { weight: column.weight, ..Need::default() };
        need.see(&pieces(&clean.titles[at], limits), FontFace::Semibold, size);
        let (face, size) =
            if column.mono { (FontFace::Mono, size * MONO_SIZE) } else { (FontFace::Regular, size) };
        for (row, cells) in &clean.rows {
            if !row.group {
                measure(&mut need, &cells[at], face, size, limits);
            }
        }
        // Shaping and kerning make words a little wider than the sum of their letters at times.
        need.least = need.least * 1.02 + 0.3;
        need.natural = need.natural * 1.02 + 0.5;
        need
    };
    table.columns.iter().enumerate().map(column_need).collect()
}
