//! No file of a threat rule pack makes its reader panic, and every fault has a place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vigil_threat::Pack;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let head = "[pack]\nname = \"x\"\nversion = 1\ntitle = \"x\"\n".to_owned();
    let files = [("pack.toml".to_owned(), head), ("rules.toml".to_owned(), text.to_owned())];
    match Pack::parse(&files) {
        Ok(pack) => assert!(pack.rules.iter().all(|(id, rule)| *id == rule.id)),
        Err(faults) => assert!(faults.iter().all(|it| it.place.is_some())),
    }
});
