//! No SBOM, in whichever format its bytes look like, makes the reader panic or grow without bound.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = vigil_sbom::read(bytes, "fuzz.json");
});
