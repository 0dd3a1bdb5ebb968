//! The feeds that are tables: exploit prediction scores, known exploited vulnerabilities, products.

use std::io::BufRead;
use std::sync::Arc;

use super::inputs::Reader;
use crate::Kev;
use crate::cpe;
use crate::feed::csv::Rows;
use crate::feed::kev;
use crate::file::layout::cve_number;
use crate::findings;
use crate::input::json::Head;
use crate::input::unpack::Texts;

impl Reader<'_> {
    /// Calls `row` for every row with its line.
    fn rows(&mut self, text: &mut dyn BufRead, mut row: impl FnMut(&mut Self, u64, Vec<String>)) {
        let mut rows = Rows::new(text, 1);
        loop {
            let line = rows.line;
            match rows.next() {
                Ok(Some(fields)) => row(self, line, fields),
                Ok(None) => return,
                Err(error) => {
                    let cause = crate::input::cause(&error);
                    self.fail(&cause);
                    return self.tell(findings::cut_short(&self.name, line, &cause));
                }
            }
            if !self.has_room() {
                return;
            }
        }
    }

    pub(super) fn kev(&mut self, kev: Kev) {
        self.count("kev");
        self.tables.kev.add(kev);
    }

    /// Ends a catalogue; a table has no head, its newest entry dates it.
    pub(super) fn close_kev(&mut self, text: &str, head: Option<&Head>) {
        let version = head.and_then(|head| head.get("catalogVersion")).cloned();
        let released = head.and_then(|head| head.get("dateReleased")).cloned();
        if !self.tables.kev.close(released, version) {
            self.tell(findings::older_catalogue(text));
        }
    }

    pub(super) fn kev_rows(&mut self, text: &mut dyn BufRead) {
        let mut columns: Option<Vec<String>> = None;
        self.rows(text, |reader, line, row| match &columns {
            None => {
                columns =
                    Some(row.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect());
            }
            Some(columns) => match kev::read_row(columns, &row) {
                Ok(found) => reader.kev(found),
                Err(cause) => reader.refuse(line, &cause),
            },
        });
        self.close_kev(&Arc::clone(&self.name), None);
    }

    pub(super) fn product(&mut self, key: &str) {
        self.count("cpe-dictionary");
        self.tables.product(key);
    }

    pub(super) fn products(&mut self, text: &mut dyn BufRead) {
        self.rows(text, |reader, line, row| match row.as_slice() {
            [vendor, _] if line == 1 && vendor == "vendor" => {}
            [vendor, product] => reader.product(&cpe::key(&unescaped(vendor), &unescaped(product))),
            _ => reader.refuse(line, "it does not have the two fields vendor and product"),
        });
    }

    pub(super) fn epss(&mut self, text: &mut dyn BufRead) {
        let (mut model, mut day) = (String::new(), String::new());
        let mut scores = Vec::new();
        self.rows(text, |reader, line, row| {
            if row[0].starts_with('#') {
                (model, day) = epss_head(&row);
            } else if row[0] != "cve" {
                match epss_row(&row) {
                    Some(score) => scores.push(score),
                    None => reader.refuse(line, "it is not `CVE id, score, percentile`"),
                }
            }
        });
        if day.is_empty() {
            let cause = "it does not say `score_date`, so its scores cannot be dated".to_owned();
            return self.unusable(&self.name.clone(), cause);
        }
        *self.input.used.entry("epss".to_owned()).or_default() += scores.len() as u64;
        if !self.tables.epss.add(&day, &model, scores) {
            self.tell(findings::older_scores(&self.name));
        }
    }
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        plain.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    plain
}

/// Model and day from `#model_version:v2025.03.14,score_date:2026-08-16T00:00:00+0000`.
fn epss_head(row: &[String]) -> (String, String) {
    let get = |name: &str| {
        row.iter().find_map(|field| field.trim_start_matches('#').strip_prefix(name)?.strip_prefix(':'))
    };
    let day = get("score_date").and_then(vigil_base::date::parse).map(|day| day.to_string());
    (get("model_version").unwrap_or_default().to_owned(), day.unwrap_or_default())
}

fn epss_row(row: &[String]) -> Option<(u64, u32, u32)> {
    let [cve, score, percentile, ..] = row else { return None };
    Some((cve_number(cve)?, hundred_thousandths(score)?, hundred_thousandths(percentile)?))
}

#[expect(clippy::cast_sign_loss, reason = "the range is checked")]
fn hundred_thousandths(text: &str) -> Option<u32> {
    let number: f64 = text.trim().parse().ok()?;
    (0.0..=1.0).contains(&number).then(|| (number * 100_000.0).round() as u32)
}
