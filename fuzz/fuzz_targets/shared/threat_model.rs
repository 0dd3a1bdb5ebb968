//! Reads one threat model and makes records of it.

use std::path::Path;

use vigil_base::{Date, Memory};
use vigil_import::{Taken, device, project};

/// Reads `bytes`. What is read becomes records that load without a fault.
pub fn read(bytes: &[u8]) {
    let Ok(model) = vigil_exchange::threat_model::read(bytes, None) else { return };
    let made = device(&model, "fuzz", &Taken::default());
    let world = Memory::new(Date::constant(2026, 11, 1))
        .with("d/vigil.toml", project::head("Fuzz"))
        .with("d/model/imported.toml", made.text);
    let loaded = vigil_model::load(&world, Path::new("d")).expect("the folder has a head");
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
}

/// Reads `bytes` between the head and the end of a format.
pub fn framed(head: &[u8], bytes: &[u8], end: &[u8]) {
    read(&[head, bytes, end].concat());
}
