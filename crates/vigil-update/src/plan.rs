//! The files of a feed on a day.

use std::path::PathBuf;

use vigil_base::Date;

use crate::table::{Feed, FileRule};

/// One file to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planned<'f> {
    pub(crate) rule: &'f FileRule,
    /// Below the base.
    pub(crate) path: String,
    /// The description beside it, below the base.
    pub(crate) meta: Option<String>,
    /// Of the year that has just begun: it may not be there yet.
    pub(crate) may_be_missing: bool,
}

impl Planned<'_> {
    /// Where it is kept, below the folder of the feed: one level, so that a name cannot lead elsewhere.
    pub(crate) fn name(&self) -> PathBuf {
        local(&self.path)
    }
}

/// A file name made of a path below a base.
pub(crate) fn local(path: &str) -> PathBuf {
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '+' };
    let name: String = path.chars().map(safe).collect();
    PathBuf::from(name.trim_start_matches('.'))
}

/// All files of a feed that do not come in pages.
pub(crate) fn files(feed: &Feed, today: Date) -> Vec<Planned<'_>> {
    feed.files.iter().filter(|rule| rule.pages.is_none()).flat_map(|rule| of_rule(rule, today)).collect()
}

fn of_rule(rule: &FileRule, today: Date) -> Vec<Planned<'_>> {
    let fill = |mark: &str, value: &str, may_be_missing| Planned {
        rule,
        path: rule.path.replace(mark, value),
        meta: rule.meta.as_ref().map(|meta| meta.replace(mark, value)),
        may_be_missing,
    };
    if let Some(first) = rule.first_year {
        let begun = |year: i16| year == today.year() && today.day_of_year() <= 31;
        return (first..=today.year()).map(|year| fill("{year}", &year.to_string(), begun(year))).collect();
    }
    if rule.each.is_empty() {
        return vec![fill("{each}", "", false)];
    }
    rule.each.iter().map(|each| fill("{each}", each, false)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    #[test]
    fn a_yearly_feed_has_a_file_for_every_year_and_the_newest_may_be_missing_in_january() {
        let table = Table::built_in().unwrap();
        let nvd = table.feed("nvd").unwrap();
        let planned = files(nvd, Date::constant(2027, 1, 5));
        let paths: Vec<&str> = planned.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths.first(), Some(&"nvdcve-2.0-2002.json.gz"));
        assert_eq!(&paths[25..], ["nvdcve-2.0-2027.json.gz", "nvdcve-2.0-modified.json.gz"]);
        assert_eq!(planned.iter().filter(|file| file.may_be_missing).count(), 1);
        assert!(planned[25].may_be_missing);
        assert!(files(nvd, Date::constant(2027, 2, 1)).iter().all(|file| !file.may_be_missing));
    }

    #[test]
    fn a_path_becomes_a_plain_file_name() {
        assert_eq!(local("crates.io/all.zip"), PathBuf::from("crates.io+all.zip"));
        assert_eq!(local("../../etc/passwd"), PathBuf::from("+..+etc+passwd"));
    }
}
