//! A list of compiled source files.

use std::collections::{BTreeMap, BTreeSet};

use super::Seen;

/// The list, by the name of each file.
#[derive(Clone, Debug)]
pub(super) struct Files {
    path: String,
    by_name: BTreeMap<String, Vec<String>>,
    /// What file names end with: a list of `.c` files says nothing of headers.
    kinds: BTreeSet<String>,
    count: usize,
}

/// Sources that an object is compiled from.
const COMPILED: [&str; 6] = ["c", "S", "s", "rs", "cpp", "cc"];

impl Files {
    pub(super) fn read(path: &str, text: &str) -> Self {
        let mut files =
            Self { path: path.to_owned(), by_name: BTreeMap::new(), kinds: BTreeSet::new(), count: 0 };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            files.add(line.trim_start_matches("./"));
        }
        files
    }

    fn add(&mut self, line: &str) {
        self.count += 1;
        match line.strip_suffix(".o") {
            Some(stem) => COMPILED.iter().for_each(|kind| self.add_file(&format!("{stem}.{kind}"))),
            None => self.add_file(line),
        }
    }

    fn add_file(&mut self, file: &str) {
        let Some((name, kind)) = name_and_kind(file) else { return };
        self.kinds.insert(kind.to_owned());
        self.by_name.entry(name.to_owned()).or_default().push(file.to_owned());
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn see(&self, named: &str) -> Seen {
        let path = &self.path;
        let Some((name, kind)) = name_and_kind(named).filter(|_| !named.contains(['*', '?'])) else {
            return Seen::Unknown(format!("`{named}` is no single source file"));
        };
        if !self.kinds.contains(kind) {
            return Seen::Unknown(format!("{path} lists no `.{kind}` files, so it says nothing of {named}"));
        }
        let Some(same_name) = self.by_name.get(name) else {
            return Seen::Absent(format!("{named} is not among the {} compiled files of {path}", self.count));
        };
        match same_name.iter().find(|listed| is_same(listed, named)) {
            Some(listed) => Seen::Present(format!("{named} is compiled in: {listed} in {path}")),
            // Files move between versions, and a record names the place in the newest.
            None => Seen::Unknown(format!(
                "{named} is not in {path}, but {} is, which may be the same file in another place",
                same_name[0]
            )),
        }
    }
}

/// The last part of a path, and what it ends with.
fn name_and_kind(path: &str) -> Option<(&str, &str)> {
    let name = path.rsplit('/').next()?;
    let (stem, kind) = name.rsplit_once('.')?;
    (!stem.is_empty() && !kind.is_empty()).then_some((name, kind))
}

/// Whether two paths are one file, where one of them may have folders before it that the other does not state.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let ends = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with('/'));
    one == other || ends(one, other) || ends(other, one)
}
