//! No CycloneDX document makes the reader of its VEX panic, and none says something of nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "shared/vex.rs"]
mod vex;

// The head is always that of CycloneDX, so that every input reaches its reader; whole documents are tried as they are too.
fuzz_target!(|bytes: &[u8]| {
    vex::read(bytes);
    vex::framed(
        br#"{"bomFormat":"CycloneDX","components":[{"bom-ref":"a","name":"a","version":"1"}],"vulnerabilities":"#,
        bytes,
        b"}",
    );
});
