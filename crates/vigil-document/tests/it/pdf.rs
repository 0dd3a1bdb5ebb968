//! The PDF writer.

use vigil_document::pdf;

use crate::sample;

#[test]
fn sample_to_disk() {
    let pdf = pdf::write(&sample::document()).unwrap();
    std::fs::write("/tmp/doc.pdf", &pdf.bytes).unwrap();
    println!("{} pages {} bytes\n{:#?}\n{:?}", pdf.pages, pdf.bytes.len(), pdf.warnings, pdf.unresolved);
}
