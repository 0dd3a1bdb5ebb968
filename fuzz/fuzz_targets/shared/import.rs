//! Imports one feed and opens what was made from it.

use vigil_base::{Date, Disk};

/// Imports `bytes` between the head and the end of a feed.
pub fn framed(head: &[u8], bytes: &[u8], end: &[u8]) {
    let folder = std::env::temp_dir().join(format!("vigil-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder can be made");
    let (feed, database) = (folder.join("feed.json"), folder.join("vigil.vdb"));
    std::fs::write(&feed, [head, bytes, end].concat()).expect("the feed can be written");
    let world = Disk { today: Date::constant(2026, 11, 1) };
    if vigil_vulndb::import(&world, &[feed], &database, vigil_vulndb::Options::default()).is_ok() {
        let made = vigil_vulndb::Database::open(&database).expect("what was made opens");
        let _ = made.lifecycles().expect("release cycles can be unpacked");
    }
}
