//! No CSAF document makes its reader panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(document) = vigil_exchange::csaf::read(text)
    {
        let _ = document.products();
    }
});
