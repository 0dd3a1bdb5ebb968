//! No file of a feed makes the import panic, and what it makes opens again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vigil_base::{Date, Disk};

fuzz_target!(|bytes: &[u8]| {
    let folder = std::env::temp_dir().join(format!("vigil-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder can be made");
    let (feed, database) = (folder.join("feed.json"), folder.join("vigil.vdb"));
    std::fs::write(&feed, bytes).expect("the feed can be written");
    let world = Disk { today: Date::constant(2026, 11, 1) };
    if vigil_vulndb::import(&world, &[feed], &database, vigil_vulndb::Options::default()).is_ok() {
        let _ = vigil_vulndb::Database::open(&database);
    }
});
