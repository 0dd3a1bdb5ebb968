//! How long a document of some twenty pages takes and what memory it leaves: `cargo bench -p vigil-document`.
//! With a folder as argument the PDF and the Markdown are written there, to be looked at.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench measures and reports")]

use std::time::Instant;

use vigil_document::{markdown, pdf};

#[path = "../tests/it/sample.rs"]
mod sample;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let document = sample::document();
    for round in 1..=5 {
        let start = Instant::now();
        let pdf = pdf::write(&document)?;
        let took = start.elapsed();
        println!(
            "round {round}: {} pages, {} KiB in {took:.2?}, {}",
            pdf.pages,
            pdf.bytes.len() / 1024,
            memory()
        );
        if let (1, Some(folder)) = (round, folder()) {
            std::fs::write(folder.join("document.pdf"), &pdf.bytes)?;
            std::fs::write(folder.join("document.md"), markdown::write(&document).text)?;
            pdf.warnings.iter().for_each(|warning| println!("  {warning}"));
        }
    }
    Ok(())
}

fn folder() -> Option<std::path::PathBuf> {
    std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(Into::into)
}

/// Memory now and at its highest, where the system tells.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}
