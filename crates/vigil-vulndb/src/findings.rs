//! Everything that the import says to people.

use vigil_base::Place;
use vigil_finding::{Finding, Severity};

fn at_line(file: &str, line: u64) -> Place {
    Place { line: u32::try_from(line).unwrap_or(u32::MAX).max(1), ..Place::start_of(file) }
}

pub(crate) fn unreadable(file: &str, cause: &str) -> Finding {
    Finding::new("vulndb.unreadable", Severity::Error, format!("{file} could not be used: {cause}"), file)
        .at(Place::start_of(file))
        .help("fetch the file again, or leave it out of the import")
}

pub(crate) fn empty_folder(folder: &str) -> Finding {
    Finding::new("vulndb.unreadable", Severity::Error, format!("the folder {folder} holds no file"), folder)
        .help("check the path, and whether the download before it worked")
}

pub(crate) fn cut_short(file: &str, line: u64, cause: &str) -> Finding {
    Finding::new(
        "vulndb.cut-short",
        Severity::Error,
        format!("{file} could not be read to its end: {cause}"),
        file,
    )
    .at(at_line(file, line))
    .help("fetch the file again: the records before this line were used, those after it are missing")
}

pub(crate) fn refused(file: &str, line: u64, cause: &str) -> Finding {
    Finding::new(
        "vulndb.record-refused",
        Severity::Error,
        format!("a record could not be used: {cause}"),
        file,
    )
    .at(at_line(file, line))
    .help("correct the record at its source; packages that only it names will look clear")
}

pub(crate) fn too_many(file: &str, limit: u64) -> Finding {
    let message = format!("{file} has more than {limit} records; those after them were not used");
    Finding::new("vulndb.cut-short", Severity::Error, message, file)
        .at(Place::start_of(file))
        .help("no known feed has as many: check where the file comes from, or split it")
}

pub(crate) fn more_refused(file: &str, limit: usize) -> Finding {
    let message = format!("{file} has more records with something wrong than the {limit} that are listed");
    Finding::new("vulndb.record-refused", Severity::Error, message, file)
        .at(Place::start_of(file))
        .help("the report's count for this file has them all")
}

pub(crate) fn unreadable_name(file: &str, line: u64, id: &str, name: &str) -> Finding {
    let message =
        format!("{id} names something that cannot be read, so that part of it can never match: {name}");
    Finding::new("vulndb.bad-cpe", Severity::Warning, message, id)
        .at(at_line(file, line))
        .help("report the name to the source of the record")
}

pub(crate) fn foreign(file: &str, feed: &str, count: u64) -> Finding {
    let records = if count == 1 { "1 record".to_owned() } else { format!("{count} records") };
    let message = format!("{file} holds {records} of {feed}, which is not a supported feed yet");
    Finding::new("vulndb.unsupported-feed", Severity::Error, message, file)
        .at(Place::start_of(file))
        .help("leave the file out of the import; what only this feed knows is not in the database")
}

pub(crate) fn companion(file: &str) -> Finding {
    let message = format!("{file} describes a feed or lists what changed in it, and holds no records");
    Finding::new("vulndb.companion", Severity::Note, message, file).at(Place::start_of(file))
}

pub(crate) fn documentation(file: &str) -> Finding {
    let message = format!("{file} explains or configures a feed and holds no records");
    Finding::new("vulndb.companion", Severity::Note, message, file).at(Place::start_of(file))
}

pub(crate) fn older_catalogue(file: &str) -> Finding {
    let message = format!(
        "{file} is an older or the same state of a catalogue that another input has; it was not used"
    );
    Finding::new("vulndb.superseded", Severity::Note, message, file).at(Place::start_of(file))
}

pub(crate) fn older_scores(file: &str) -> Finding {
    let message = format!("{file} has scores of an earlier day than another input; it was not used");
    Finding::new("vulndb.superseded", Severity::Note, message, file).at(Place::start_of(file))
}

pub(crate) fn fewer_than_stated(file: &str, stated: u64, found: u64) -> Finding {
    let message = format!("{file} says that it holds {stated} records, but only {found} are in it");
    Finding::new("vulndb.incomplete", Severity::Error, message, file)
        .at(Place::start_of(file))
        .help("fetch the file again")
}
