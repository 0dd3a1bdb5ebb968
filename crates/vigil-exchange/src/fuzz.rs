//! Fuzzing statistics: AFL++ `fuzzer_stats`, and libFuzzer's closing `stat::` lines.

use std::collections::BTreeMap;

use crate::ReadError;

/// One fuzzing target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// The fuzzer, with version where stated.
    pub fuzzer: String,
    /// Executions.
    pub executions: u64,
    /// Seconds of run time, where stated.
    pub seconds: Option<u64>,
    /// Crashes found; absent when the file does not say.
    pub crashes: Option<u64>,
    /// Hangs found; absent when the file does not say.
    pub hangs: Option<u64>,
    /// All values as written.
    pub values: BTreeMap<String, String>,
}

pub(crate) fn looks_like(head: &str) -> bool {
    let has = |word: &str| head.lines().take(60).any(|line| line.trim_start().starts_with(word));
    has("stat::number_of_executed_units") || has("execs_done")
}

/// Reads the targets; several blocks in one file are parted by empty lines.
pub fn read(text: &str) -> Result<Vec<Target>, ReadError> {
    let mut targets = Vec::new();
    for block in text.replace("\r\n", "\n").split("\n\n").filter(|block| !block.trim().is_empty()) {
        let values: BTreeMap<String, String> = block.lines().filter_map(pair).collect();
        targets.push(target(values).ok_or_else(|| ReadError::Malformed {
            format: "fuzzing statistics",
            cause: "a block states no number of executions".to_owned(),
            line: 1,
        })?);
    }
    Ok(targets)
}

fn pair(line: &str) -> Option<(String, String)> {
    let (key, value) = line.trim().trim_start_matches("stat::").split_once(':')?;
    Some((key.trim().to_owned(), value.trim().to_owned()))
}

fn target(values: BTreeMap<String, String>) -> Option<Target> {
    let number = |keys: &[&str]| keys.iter().find_map(|key| values.get(*key)?.parse::<u64>().ok());
    let text = |keys: &[&str]| keys.iter().find_map(|key| values.get(*key).cloned()).unwrap_or_default();
    let afl = values.contains_key("execs_done");
    let fuzzer = match values.get("afl_version") {
        // It writes `++4.21c`: the end of its own name stands before the version.
        Some(version) => format!("AFL++ {}", version.trim_start_matches("++")),
        None if afl => "AFL++".to_owned(),
        None => "libFuzzer".to_owned(),
    };
    Some(Target {
        name: text(&["target", "afl_banner", "command_line"]),
        fuzzer,
        executions: number(&["execs_done", "number_of_executed_units"])?,
        seconds: number(&["run_time", "seconds"]),
        crashes: number(&["saved_crashes", "unique_crashes", "crashes"]),
        hangs: number(&["saved_hangs", "unique_hangs", "hangs"]),
        values,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fuzzers_are_read_and_a_missing_count_stays_unknown() {
        let afl = read("run_time : 3600\nexecs_done : 12000\nsaved_crashes : 0\nafl_banner : limits\nafl_version : ++4.21c\n").unwrap();
        assert_eq!((afl[0].name.as_str(), afl[0].crashes, afl[0].hangs), ("limits", Some(0), None));
        assert_eq!(afl[0].fuzzer, "AFL++ 4.21c");
        let lib = read("target: parser\nstat::number_of_executed_units: 55\nstat::average_exec_per_sec: 5\n")
            .unwrap();
        assert_eq!((lib[0].executions, lib[0].crashes), (55, None));
    }
}
