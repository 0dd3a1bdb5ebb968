//! Pairs of versions: neighbours in the published files, and versions drawn by a fixed generator, also changed in one place.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context as _;

use super::table::Oracle;

/// Pairs asked of each tool.
const PAIRS: usize = 20_000;

/// Pieces that a changed version may end in: what real versions end in and sort wrongly by.
const ENDINGS: &[&str] = &[
    "",
    ".0",
    ".1",
    "-1",
    "~rc1",
    "-rc1",
    "a",
    "rc2",
    "+1",
    ".dev3",
    "-SNAPSHOT",
    "_p1",
    ".post2",
    "-beta.10",
];

/// The pairs for one tool, always the same ones.
pub(super) fn of(folder: &Path, oracle: &Oracle) -> anyhow::Result<Vec<(String, String)>> {
    let versions = versions(folder, oracle.files)?;
    let mut random = Random(0x5eed);
    let pick = |random: &mut Random| {
        let version = versions[random.below(versions.len())].clone();
        // Every fourth one is changed at its end.
        if random.below(4) == 0 { version + ENDINGS[random.below(ENDINGS.len())] } else { version }
    };
    Ok((0..PAIRS).map(|_| (pick(&mut random), pick(&mut random))).collect())
}

/// All versions in the files of an ecosystem, sorted.
fn versions(folder: &Path, start: &str) -> anyhow::Result<Vec<String>> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.starts_with(start) {
            continue;
        }
        let text = std::fs::read_to_string(&path).with_context(|| name.clone())?;
        let lines = text.lines().filter(|it| !it.starts_with('#'));
        found.extend(
            lines
                .flat_map(str::split_whitespace)
                .filter(|it| !matches!(*it, "<" | ">" | "=" | "!="))
                .map(str::to_owned),
        );
    }
    anyhow::ensure!(!found.is_empty(), "no versions in files named {start}*");
    Ok(found.into_iter().collect())
}

/// A linear congruential generator (Knuth's constants): the same pairs on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}
