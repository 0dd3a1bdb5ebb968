//! No OpenVEX document makes its reader panic, and none says something of nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "shared/vex.rs"]
mod vex;

// The head is always that of OpenVEX, so that every input reaches its reader; whole documents are tried as they are too.
fuzz_target!(|bytes: &[u8]| {
    vex::read(bytes);
    vex::framed(br#"{"@context":"https://openvex.dev/ns/v0.2.0","statements":"#, bytes, b"}");
});
