//! No text in a model file or an attack tree makes reading or deriving panic.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use vigil_base::{Date, Memory};

fuzz_target!(|bytes: &[u8]| {
    let world = Memory::new(Date::constant(2026, 11, 1))
        .with("d/vigil.toml", "[project]\nid = \"d\"\nname = \"D\"\nversion = \"1\"\n[release.1]\n")
        .with("d/model/a.toml", bytes)
        .with("d/attack-trees/a.toml", bytes);
    if let Ok(loaded) = vigil_model::load(&world, Path::new("d")) {
        let _ = loaded.model.json();
        let _ = vigil_model::derive::port_table(&loaded.model);
        let _ = vigil_model::derive::MultiPatient::of(&loaded.model);
    }
});
