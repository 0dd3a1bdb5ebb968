//! No product tree or list of flaws of a CSAF document makes the import panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "shared/import.rs"]
mod import;

// The head is always that of this feed, so that every input reaches its reader.
fuzz_target!(|bytes: &[u8]| import::framed(
    br#"{"document":{"tracking":{"id":"x"}},"product_tree":"#,
    bytes,
    b"}"
));
