//! One input file to records in the tables, and to findings for what is none.

use std::io::{BufRead, Read};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use vigil_base::Digest;
use vigil_finding::Finding;

use super::Options;
use super::batch::{Batch, Encoded, Outcome, Row};
use super::crew::Crew;
use super::names::{file_name, foreign_carrier, is_documentation};
use super::report::{Input, Report};
use super::tables::Tables;
use crate::Database;
use crate::findings;
use crate::input::json::{self, Head, Sink};
use crate::input::{Limits, unpack};
use crate::lifecycle;

/// Reads one file.
pub(super) fn read(
    path: &Path,
    options: &Options,
    crew: &mut Crew,
    tables: &mut Tables,
    report: &mut Report,
) {
    let limits = options.limits;
    let file = path.to_string_lossy().into_owned();
    let mut input = Input { file: file.clone(), ..Input::default() };
    if let Some(merged) = tables.merge_base(path, &mut input) {
        tables.failures.tried(file_name(&file));
        if let Err(damage) = merged {
            report.findings.push(findings::unreadable(&file, &damage.to_string()));
            tables.failures.failed(file_name(&file), &damage.to_string());
        }
        report.inputs.push(input);
        return;
    }
    match measure(path) {
        Ok((bytes, digest)) => (input.bytes, input.digest) = (bytes, Some(digest)),
        Err(error) => {
            report.findings.push(findings::unreadable(&file, &error.to_string()));
            tables.failures.failed(file_name(&file), &error.to_string());
            report.inputs.push(input);
            return;
        }
    }
    tables.failures.tried(file_name(&file));
    let batch = Batch::new(options.fetched);
    let name = Arc::from(file.as_str());
    let mut reader = Reader {
        input,
        limits,
        crew,
        tables,
        report,
        batch,
        name,
        reported: 0,
        last_companion: None,
        taken: 0,
    };
    unpack::open(path, &file, limits, &mut reader);
    reader.flush();
    let input = reader.input;
    report.inputs.push(input);
}

/// Size and digest of a file.
fn measure(path: &Path) -> std::io::Result<(u64, Digest)> {
    let mut file = std::fs::File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
        bytes += count as u64;
    }
    Ok((bytes, crate::file::digest(&hash.finalize())))
}

/// Reads the texts of one file.
pub(super) struct Reader<'t> {
    pub(super) input: Input,
    limits: Limits,
    crew: &'t mut Crew,
    pub(super) tables: &'t mut Tables,
    report: &'t mut Report,
    batch: Batch,
    /// The text that is being read.
    pub(super) name: Arc<str>,
    /// Records of this file reported one by one.
    reported: usize,
    /// The last text that was told to be an index without records.
    last_companion: Option<Arc<str>>,
    /// Records, rows and names of this file so far.
    taken: u64,
}

impl unpack::Texts for Reader<'_> {
    fn text(&mut self, name: &str, text: &mut dyn BufRead) {
        self.name = Arc::from(name);
        let first = match text.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) => return self.unusable(name, format!("it cannot be unpacked: {error}")),
        };
        let first = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first).trim_ascii_start();
        if matches!(first.first(), Some(b'{' | b'[')) {
            return self.json(text);
        }
        // A table is taken at once: what stands before it comes first.
        self.flush();
        let line = first.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let line = String::from_utf8_lossy(line).replace('"', "");
        match line.trim() {
            line if line.starts_with("#model_version") || line.starts_with("cve,epss") => self.epss(text),
            // The source of the site is Markdown under a head in YAML; its data come as JSON.
            "---" => *self.input.foreign.entry("Markdown with a head in YAML".to_owned()).or_default() += 1,
            line if line.starts_with("lastModifiedDate:") => self.tell(findings::companion(name)),
            line if line.split(',').any(|column| column == "cveID") => self.kev_rows(text),
            "vendor,product" => self.products(text),
            _ if is_documentation(name) => self.tell(findings::documentation(name)),
            // What is no feed at all is no feed that failed.
            _ => self.tell(findings::unreadable(name, "it is neither JSON nor a table of a known feed")),
        }
    }

    fn database(&mut self, path: &Path) {
        let merged = Database::open(path)
            .map_err(|error| error.to_string())
            .and_then(|database| self.tables.merge(&database, &mut self.input).map_err(|e| e.to_string()));
        if let Err(cause) = merged {
            self.unusable(&path.to_string_lossy(), cause);
        }
    }

    fn unusable(&mut self, name: &str, cause: String) {
        self.fail(&cause);
        self.tell(findings::unreadable(name, &cause));
    }
}

impl Reader<'_> {
    fn json(&mut self, text: &mut dyn BufRead) {
        let result = json::split(text, self.limits.record, self);
        self.batch.end(&self.name);
        if let Err(fault) = result {
            self.fail(&fault.cause);
            self.tell(findings::cut_short(&self.name, fault.line, &fault.cause));
        }
    }

    /// Gives the batch away, and takes what is finished.
    fn hand_over(&mut self) {
        if !self.batch.is_empty() {
            let at_once = self.crew.give(self.batch.take());
            self.take(at_once);
        }
        while self.crew.is_full() {
            let rows = self.crew.next();
            self.take(rows);
        }
        while let Some(rows) = self.crew.ready() {
            self.take(Some(rows));
        }
    }

    /// Has everything read that waits.
    fn flush(&mut self) {
        self.hand_over();
        while let Some(rows) = self.crew.next() {
            self.take(Some(rows));
        }
    }

    fn take(&mut self, rows: Option<Vec<Row>>) {
        for Row { text, line, outcome } in rows.into_iter().flatten() {
            match outcome {
                Outcome::Flaws(flaws) => flaws.into_iter().for_each(|flaw| self.flaw(&text, line, flaw)),
                Outcome::Kev(kev) => self.kev(*kev),
                Outcome::Product(keys) => keys.iter().for_each(|key| self.product(key)),
                Outcome::Lifecycles(products) => {
                    for product in products {
                        self.count(lifecycle::SOURCE);
                        self.tables.lifecycles.add(product);
                    }
                }
                Outcome::Foreign(what) => *self.input.foreign.entry(what.to_owned()).or_default() += 1,
                Outcome::Companion => self.companion(&text),
                Outcome::Refused(cause) => self.refuse_of(&text, line, &cause),
                Outcome::End if self.tables.kev.is_open() => self.close_kev(&text, None),
                Outcome::End => {}
            }
        }
    }

    /// Says once of a text that it holds no records.
    fn companion(&mut self, text: &Arc<str>) {
        if self.last_companion.as_ref() != Some(text) {
            self.last_companion = Some(Arc::clone(text));
            self.tell(findings::companion(text));
        }
    }

    /// Whether one more record of this file may be taken; said once if not.
    pub(super) fn has_room(&mut self) -> bool {
        self.taken += 1;
        if self.taken == self.limits.records + 1 {
            let cause = format!("it has more than {} records", self.limits.records);
            self.fail(&cause);
            self.tell(findings::too_many(&self.name, self.limits.records));
        }
        self.taken <= self.limits.records
    }

    /// Keeps in the database that a part of this input could not be read.
    pub(super) fn fail(&mut self, cause: &str) {
        let name = file_name(&self.input.file);
        self.tables.failures.failed(name, cause);
    }

    fn flaw(&mut self, text: &str, line: u64, flaw: Encoded) {
        self.count(&flaw.head.source);
        for name in &flaw.unreadable {
            self.tell_one(findings::unreadable_name(text, line, &flaw.head.id, name));
        }
        self.tables.add(flaw);
    }

    pub(super) fn count(&mut self, source: &str) {
        *self.input.used.entry(source.to_owned()).or_default() += 1;
    }

    /// Refuses a record of the text that is being read.
    pub(super) fn refuse(&mut self, line: u64, cause: &str) {
        self.refuse_of(&Arc::clone(&self.name), line, cause);
    }

    fn refuse_of(&mut self, text: &str, line: u64, cause: &str) {
        self.input.refused += 1;
        self.tell_one(findings::refused(text, line, cause));
    }

    pub(super) fn tell(&mut self, finding: Finding) {
        self.report.findings.push(finding);
    }

    /// Reports one record; beyond the limit only that there are more.
    fn tell_one(&mut self, finding: Finding) {
        self.reported += 1;
        if self.reported <= self.limits.reported {
            self.tell(finding);
        } else if self.reported == self.limits.reported + 1 {
            self.tell(findings::more_refused(&self.input.file, self.limits.reported));
        }
    }
}

impl Sink for Reader<'_> {
    fn record(&mut self, line: u64, bytes: &[u8], head: Option<&Head>) {
        if let Some(feed) = head.and_then(foreign_carrier) {
            *self.input.foreign.entry(feed.to_owned()).or_default() += 1;
            return;
        }
        if !self.has_room() {
            return;
        }
        self.batch.push(&self.name, line, bytes);
        if self.batch.is_full() {
            self.hand_over();
        }
    }

    fn carried(&mut self, head: &Head, records: u64) {
        if head.contains_key("catalogVersion") {
            self.flush();
            self.close_kev(&Arc::clone(&self.name), Some(head));
        }
        let stated = ["resultsPerPage", "count"].iter().find_map(|key| head.get(*key)?.parse::<u64>().ok());
        if let Some(stated) = stated.filter(|stated| *stated > records) {
            self.fail(&format!("it states {stated} records and holds {records}"));
            self.tell(findings::fewer_than_stated(&self.name, stated, records));
        }
    }
}
