//! No Threagile model makes its reader panic, and what is read of one loads as records.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "shared/threat_model.rs"]
mod threat_model;

// The head is always that of the format, so that every input reaches its reader; whole files are tried as they are too.
fuzz_target!(|bytes: &[u8]| {
    threat_model::read(bytes);
    threat_model::framed(b"threagile_version: 1.0.0\n", bytes, b"");
});
