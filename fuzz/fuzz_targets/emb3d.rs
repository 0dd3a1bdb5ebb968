//! No bundle makes the reader of EMB3D panic, and what it reads hangs together.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vigil_exchange::emb3d;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(catalogue) = emb3d::read(bytes) {
        for property in catalogue.properties.values() {
            assert!(property.threats.iter().all(|it| catalogue.threats.contains_key(it)));
            assert!(property.parent.iter().all(|it| catalogue.properties.contains_key(it)));
        }
    }
});
