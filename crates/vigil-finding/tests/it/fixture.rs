//! The findings that all formats are shown with: a note, followed by two errors.

use vigil_base::{Date, Place, Sources};
use vigil_finding::render::{Counts, Format, Options, Report, render};
use vigil_finding::{Finding, Severity};

const COMPONENTS: &str = "\
[component.pump-comms]
title = \"Pump communication\"

[package.\"pkg:generic/lwip@2.1.2\"]
licence = \"BSD-3-Clause\"
suport = \"none\"
";

fn at(line: u32, column: u32, width: u32) -> Place {
    Place { line, column, width, ..Place::start_of("model/components.toml") }
}

pub(crate) fn findings() -> Vec<Finding> {
    let pointer = Some("/components/17/version".to_owned());
    vec![
        Finding::new(
            "sbom.no-supplier",
            Severity::Note,
            "`zlib` 1.3 names no supplier",
            "pkg:generic/zlib@1.3",
        )
        .at(Place { pointer, ..Place::start_of("a not kept.cdx.json") }),
        Finding::new(
            "G26.SB.9",
            Severity::Error,
            "`pkg:generic/lwip@2.1.2` states no level of support",
            "pkg:generic/lwip@2.1.2",
        )
        .at(at(4, 1, 34))
        .help("add `support = { level = \"actively-maintained\", ends = 2031-06-30 }` to this record")
        .help("64 other packages already state theirs")
        .see("FDA 3 Feb 2026, V.A.4(b) (a recommendation); `vigil explain G26.SB.9`"),
        Finding::new(
            "model.unknown-key",
            Severity::Error,
            "`suport` is no key of a package",
            "pkg:generic/lwip@2.1.2",
        )
        .at(at(6, 1, 6))
        .label("not known here")
        .related(at(1, 2, 20), "a record that is spelled right")
        .suggest("support"),
    ]
}

pub(crate) fn counts() -> Counts {
    let mut counts = Counts::default();
    counts.add("packages", 65_u64);
    counts.add("rules", 112_usize);
    counts.missed("`legacy.cdx.json` ends in the middle: 3 of 5 sections were read");
    counts
}

pub(crate) fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.insert("model/components.toml", COMPONENTS);
    sources
}

pub(crate) fn say(format: Format, findings: &[Finding], counts: &Counts, options: Options) -> String {
    let (sources, as_of) = (sources(), Some(Date::constant(2026, 11, 23)));
    let report = Report { findings, sources: &sources, tool_version: "1.2.3", as_of, counts };
    render(format, &report, options)
}

pub(crate) fn plain(format: Format) -> String {
    say(format, &findings(), &counts(), Options::default())
}
