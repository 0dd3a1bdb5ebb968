//! Times one million comparisons for each scheme, with and without parsing.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::cmp::Ordering;
use std::hint::black_box;
use std::time::{Duration, Instant};

use vigil_version::{Scheme, Version};

const ROUNDS: usize = 1_000_000;
const VERSIONS: [&str; 8] = ["1.0", "1.0.1", "1.2.10", "1.2.9", "2.0.0", "10.4.3", "2024.1", "3.12.7"];

/// A version with the suffix that is usual in the scheme.
fn with_suffix(scheme: Scheme, version: &str) -> String {
    let suffix = match scheme.name() {
        "deb" => "-2+deb12u1",
        "rpm" => "-4.el9",
        "apk" | "gentoo" => "_p1-r2",
        "lettered" => "zg",
        "cran" | "hackage" => ".2",
        "datetime" => return format!("2024-01-{:02}T10:00:00Z", version.len()),
        _ => "-rc1",
    };
    format!("{version}{suffix}")
}

fn main() {
    for scheme in Scheme::all() {
        let texts: Vec<String> = VERSIONS.iter().map(|version| with_suffix(scheme, version)).collect();
        let versions: Vec<Version> =
            texts.iter().map(|text| scheme.parse(text).expect("the versions above are valid")).collect();
        let parsed = time(|round| versions[round % 8].partial_cmp(&versions[round / 8 % 8]));
        let text = time(|round| scheme.compare(&texts[round % 8], &texts[round / 8 % 8]).ok());
        println!("{scheme:14} {parsed:>10.1?} parsed, {text:>10.1?} from text, for {ROUNDS} comparisons");
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn time(compare: impl Fn(usize) -> Option<Ordering>) -> Duration {
    let start = Instant::now();
    for round in 0..ROUNDS {
        black_box(compare(black_box(round)));
    }
    start.elapsed()
}
