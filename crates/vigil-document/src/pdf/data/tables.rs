//! Tables: size of type, widths of columns, rows as data.

use serde_json::{Value, json};

use super::lines::{MONO_SIZE, measure};
use super::{Builder, TURNED, UPRIGHT};
use crate::fonts::FontFace;
use crate::inline::{Inline, Inlines, plain};
use crate::pdf::Warning;
use crate::pdf::breaks::pieces;
use crate::pdf::widths::{Need, share, squeeze};
use crate::table::{Column, Row, Table};

/// Longest words that must not break, tried from comfortable to tight.
const LONGEST: [usize; 5] = [18, 14, 11, 8, 4];
/// From this step of `LONGEST` on a turned page is better than an upright one.
const TIGHT: usize = 3;
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
    longest: usize,
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
                "title": pieces(&clean.titles[at], setting.longest),
                "width": setting.widths[at],
                "align": column.align,
                "mono": column.mono,
            })
        });
        let columns: Vec<Value> = columns.collect();
        let rows = self.rows(table, &clean, setting.longest);
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

    fn setting(&mut self, table: &Table, clean: &Clean, turned: bool, may_turn: bool) -> (Setting, bool) {
        let (size, pad) = type_size(table.columns.len());
        for (step, longest) in LONGEST.into_iter().enumerate() {
            let needs = needs(table, clean, size, longest);
            let set = |widths| Setting { widths, longest, size, pad };
            if may_turn
                && step >= TIGHT
                && let Some(widths) = share(&needs, 2.0 * pad, TURNED)
            {
                return (set(widths), true);
            }
            if let Some(widths) = share(&needs, 2.0 * pad, if turned { TURNED } else { UPRIGHT }) {
                return (set(widths), false);
            }
        }
        let name = table.id.clone().unwrap_or_else(|| plain(&table.caption));
        self.warnings.push(Warning::Crowded { table: name });
        let longest = 2;
        let needs = needs(table, clean, size, longest);
        let turn = may_turn && !turned;
        let space = if turned || turn { TURNED } else { UPRIGHT };
        (Setting { widths: squeeze(&needs, 2.0 * pad, space), longest, size, pad }, turn)
    }

    fn rows(&mut self, table: &Table, clean: &Clean, longest: usize) -> Vec<Value> {
        let mut shade = false;
        let rows = clean.rows.iter().map(|(row, cells)| {
            shade = !row.group && !shade;
            let label = self.place(row.label.as_ref());
            let long = cells.iter().any(|cell| plain(cell).chars().count() > KEPT_TOGETHER);
            let cells: Vec<_> = cells.iter().map(|cell| self.line(cell, longest)).collect();
            json!({
                "label": label, "group": row.group, "long": long, "shade": table.zebra && !shade, "cells": cells,
            })
        });
        rows.collect()
    }
}

/// Size of type and air beside it: tables of many columns are set smaller.
fn type_size(columns: usize) -> (f32, f32) {
    match columns {
        0..=5 => (8.8, 5.5),
        6 | 7 => (8.3, 4.5),
        _ => (7.8, 3.5),
    }
}

fn needs(table: &Table, clean: &Clean, size: f32, longest: usize) -> Vec<Need> {
    let column_need = |(at, column): (usize, &Column)| {
        let mut need = Need { weight: column.weight, ..Need::default() };
        need.see(&pieces(&clean.titles[at], longest), FontFace::Semibold, size);
        let (face, size) =
            if column.mono { (FontFace::Mono, size * MONO_SIZE) } else { (FontFace::Regular, size) };
        for (row, cells) in &clean.rows {
            if !row.group {
                measure(&mut need, &cells[at], face, size, longest);
            }
        }
        // Shaping and kerning make words a little wider than the sum of their letters at times.
        need.least = need.least * 1.02 + 0.3;
        need.natural = need.natural * 1.02 + 0.5;
        need
    };
    table.columns.iter().enumerate().map(column_need).collect()
}
