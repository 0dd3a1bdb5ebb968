//! No spreadsheet makes its reader panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = vigil_exchange::table::read(bytes, "Triage");
});
