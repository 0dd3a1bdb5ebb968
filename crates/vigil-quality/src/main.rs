//! Measures the quality of matching: `vigil-quality DATA REPORT` writes the report and fails where recall fell.
#![expect(clippy::print_stdout, reason = "a development tool says what it measured")]

use std::path::Path;

use anyhow::{Context as _, bail};
use vigil_quality::{Extent, falls, markdown, percent, run};

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [data, report] = args.as_slice() else { bail!("usage: vigil-quality DATA REPORT") };
    let run =
        run(Path::new(data), Extent::Whole)?.with_context(|| format!("{data} holds no labelled data"))?;
    for (name, set) in &run.sets {
        println!("{name}: recall {}, precision {}", percent(set.recall()), percent(set.precision()));
    }
    let wrong = run.cases.iter().filter(|outcome| outcome.instead.is_some()).count();
    println!("cases of identity: {} of {} right", run.cases.len() - wrong, run.cases.len());
    std::fs::write(report, markdown(&run)).with_context(|| format!("cannot write {report}"))?;
    println!("{report} is written");
    let falls = falls("whole", &run.sets)?;
    if falls.is_empty() { Ok(()) } else { bail!("{}", falls.join("\n")) }
}
