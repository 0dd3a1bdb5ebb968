//! Everything that an update says to people.

use vigil_fetch::FetchError;
use vigil_finding::{Finding, Severity};

pub(crate) fn failed(feed: &str, error: &FetchError) -> Finding {
    let message = format!("{feed}: {error}");
    let finding = Finding::new("update.download-failed", Severity::Error, message, feed);
    error.help().into_iter().fold(finding, Finding::help).help(format!(
        "a mirror is named with `--base {feed}=URL`; without this file the database keeps what it had before"
    ))
}

pub(crate) fn no_description(feed: &str, address: &str, cause: &str) -> Finding {
    let message = format!("{feed}: the description `{address}` cannot be used: {cause}");
    Finding::new("update.download-failed", Severity::Error, message, feed)
        .help("try again later; what it describes is not taken without it")
}

pub(crate) fn not_yet(feed: &str, address: &str) -> Finding {
    let message = format!("{feed}: `{address}` is not there yet; the year has just begun");
    Finding::new("update.not-yet", Severity::Note, message, feed)
}

pub(crate) fn too_many_pages(feed: &str, pages: u64) -> Finding {
    let message = format!("{feed}: it has more than {pages} pages");
    Finding::new("update.download-failed", Severity::Error, message, feed)
        .help("check the address: no feed is as large")
}

pub(crate) fn not_carried_on(database: &str, cause: &str) -> Finding {
    let message = format!("{database} could not be carried on, it is made from the cache alone: {cause}");
    Finding::new("update.not-carried-on", Severity::Error, message, database).help(
        "import the files again that were imported by hand (`vigil db import`): what only they held is gone",
    )
}
