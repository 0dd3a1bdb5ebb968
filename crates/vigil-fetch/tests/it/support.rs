//! A client that does not wait, and a folder of its own.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vigil_base::{Date, Disk};
use vigil_fetch::{Client, FetchError, Got, Pause, Request, Settings};

pub(crate) const WORLD: Disk = Disk { today: Date::constant(2026, 11, 25) };

/// Waits that were asked for.
#[derive(Clone, Default)]
pub(crate) struct Waits(Arc<Mutex<Vec<Duration>>>);

impl Waits {
    pub(crate) fn seconds(&self) -> Vec<u64> {
        self.0.lock().unwrap().iter().map(Duration::as_secs).collect()
    }
}

impl Pause for Waits {
    fn pause(&self, time: Duration) {
        self.0.lock().unwrap().push(time);
    }
}

pub(crate) fn settings() -> Settings {
    Settings {
        connect: Duration::from_secs(5),
        stall: Duration::from_millis(200),
        attempts: 3,
        ..Settings::default()
    }
}

pub(crate) fn client(settings: Settings) -> (Client, Waits) {
    let waits = Waits::default();
    (Client::new(settings, Box::new(waits.clone())).unwrap(), waits)
}

/// A new empty folder, gone when the test ends well.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("vigil-fetch-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("feed.json")
    }

    /// The names of all files, hidden ones too.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Fetches with at most one megabyte.
pub(crate) fn fetch(client: &Client, address: &str, to: &Path) -> Result<Got, FetchError> {
    client.fetch(&WORLD, &Request::new(address, to, 1 << 20))
}

/// Text of some kilobytes that is not the same anywhere.
pub(crate) fn content() -> Vec<u8> {
    (0..4000u32).flat_map(|number| format!("{number} ").into_bytes()).collect()
}
