//! 00: where each element is answered, page by page, and what is not there and why.

use vigil_check::{Counts, Outcome};
use vigil_document::{Align, Block, Cell, Column, Document, Inline, Table, Tone};
use vigil_guidance::{Element, SubmissionFile};
use vigil_view::tables;

use super::{Entry, Making, Printed};
use crate::parts::plain;

pub(super) fn document(making: &Making<'_>, file: &SubmissionFile) -> Document {
    let maker = making.maker;
    let mut document = maker.document(file);
    document.push(Block::heading(1, "guide", "How to read this submission"));
    document.push(Block::paragraph(format!(
        "These files describe the cybersecurity of {} {}. All of them are made from one model of the device as of {}: an identifier, a version, a count or a date is stated once and printed everywhere. The first table says where each element of the guidance is answered.",
        maker.case.device(),
        maker.case.version(),
        maker.case.as_of,
    )));
    document.push(Block::bullets([
        "An identifier in a document links to the place where its record is printed in full.",
        "What is not known is printed as not stated or unknown, and is never counted as good.",
        "A text that nobody has written yet shows as a note in its place.",
    ]));
    for block in plain(&tables::identity(maker.case)) {
        document.push(block);
    }
    document.push(Block::heading(1, "elements", "Elements of the guidance"));
    document.push(elements(making));
    document.push(Block::heading(1, "files", "Files"));
    document.push(files(making));
    document.push(Block::heading(1, "contents", "Contents of each document"));
    document.push(contents(&making.printed));
    document.push(Block::heading(1, "not-produced", "What is not there, and why"));
    document.push(not_produced(making));
    document.push(Block::heading(1, "data", "Vulnerability data"));
    for block in plain(&tables::data_cut(maker.case)) {
        document.push(block);
    }
    document
}

fn elements(making: &Making<'_>) -> Block {
    let columns = [
        Column::new("Element", 3),
        Column::new("Sections", 2),
        Column::new("Files and pages", 6),
        Column::new("Checked", 3),
    ];
    let mut table =
        Table::new("table-elements", "Appendix 4, Table 1, with the files that answer each row", columns);
    for element in making.maker.catalogue.elements() {
        let title = vec![Inline::code(&element.id), Inline::text(format!(" {}", element.title))];
        table.row([
            Cell::from(title),
            Cell::from(element.sections.join(", ")),
            Cell::from(where_answered(making, element)),
            checked(making, element),
        ]);
    }
    Block::Table(table)
}

fn where_answered(making: &Making<'_>, element: &Element) -> Vec<Inline> {
    let mut found = Vec::new();
    for entry in in_order(making).into_iter().filter(|entry| element.files.contains(&entry.key)) {
        if !found.is_empty() {
            found.push(Inline::Break);
        }
        found.push(Inline::text(match entry.pages {
            Some(1) => format!("{}, 1 page", entry.file),
            Some(pages) => format!("{}, pages 1-{pages}", entry.file),
            None => entry.file.clone(),
        }));
    }
    if found.is_empty() { vec![Inline::text("no file answers it")] } else { found }
}

/// The files as they stand in the folder, by name.
fn in_order<'a>(making: &'a Making<'_>) -> Vec<&'a Entry> {
    let mut entries: Vec<&Entry> = making.entries.iter().collect();
    entries.sort_by(|a, b| a.file.cmp(&b.file));
    entries
}

fn checked(making: &Making<'_>, element: &Element) -> Cell {
    let rules: Vec<&str> =
        making.maker.catalogue.rules_of(&element.id).map(|rule| rule.id.as_str()).collect();
    let judgements = making.maker.judged.judgements.iter().filter(|it| rules.contains(&it.rule.as_str()));
    let counts = Counts::of(judgements);
    if rules.is_empty() {
        return Cell::from("judged by its parts");
    }
    let (tone, word) = if counts.gap > 0 {
        (Tone::Bad, format!("{} open", counts.gap))
    } else if counts.incomplete > 0 {
        (Tone::Warn, format!("{} not checked", counts.incomplete))
    } else if counts.needs_person > 0 {
        (Tone::Warn, format!("{} for a person", counts.needs_person))
    } else {
        (Tone::Good, "nothing open".to_owned())
    };
    // What the badge says is not said again beside it.
    let said: &[Outcome] = match (counts.gap, counts.incomplete) {
        (0, 0) => &[Outcome::NeedsPerson],
        (0, _) => &[Outcome::Incomplete],
        _ => &[Outcome::Gap],
    };
    let rest: Vec<String> = Outcome::ALL
        .iter()
        .filter(|outcome| counts.get(**outcome) > 0 && !said.contains(outcome))
        .map(|outcome| format!("{} {}", counts.get(*outcome), outcome.word()))
        .collect();
    let mut cell = vec![Inline::status(tone, word)];
    if !rest.is_empty() {
        cell.push(Inline::text(format!(", {}", rest.join(", "))));
    }
    Cell::from(cell)
}

fn files(making: &Making<'_>) -> Block {
    let columns = [
        Column::new("File", 5).mono(),
        Column::new("Title", 4),
        Column::new("Pages", 1).align(Align::End),
        Column::new("Bytes", 1).align(Align::End),
    ];
    let mut table = Table::new("table-files", "Files beside this one", columns);
    for entry in in_order(making) {
        let pages = entry.pages.map_or_else(String::new, |pages| pages.to_string());
        table.row([
            Cell::from(Inline::code(&entry.file)),
            Cell::from(entry.title.as_str()),
            Cell::from(pages),
            Cell::from(entry.bytes.to_string()),
        ]);
    }
    Block::Table(table)
}

fn contents(printed: &[Printed]) -> Block {
    let columns = [Column::new("Section", 6), Column::new("Page", 1).align(Align::End)];
    let mut table = Table::new("table-contents", "Sections with their pages", columns);
    for document in printed {
        table.group(format!("{} - {} ({} pages)", document.file, document.title, document.pages));
        for (title, page) in &document.headings {
            table.row([Cell::from(title.as_str()), Cell::from(page.to_string())]);
        }
    }
    Block::Table(table)
}

fn not_produced(making: &Making<'_>) -> Block {
    let mut table = Table::new(
        "table-not-produced",
        "Files that are not in this folder",
        [Column::new("File", 3), Column::new("Why", 5)],
    );
    table.when_empty = vec![Inline::text("Every file of the list is there.")];
    for it in &making.not_produced {
        table.row([Cell::from(it.name.as_str()), Cell::from(crate::convert::words(&it.because))]);
    }
    Block::Table(table)
}
