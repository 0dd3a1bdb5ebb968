//! No component list (CSV, XLSX) makes the reader panic or grow without bound.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = vigil_sbom::read_table(bytes, "fuzz.csv", None, &vigil_sbom::Limits::default());
});
