//! Progress on standard error: only on a terminal, and only for work longer than half a second.

use std::io::IsTerminal as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Short work shows nothing: a bar that flashes up tells nobody anything.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar that appears when work takes long.
#[derive(Debug)]
pub struct Progress {
    wanted: bool,
    work: Mutex<Option<Work>>,
}

#[derive(Debug)]
struct Work {
    what: String,
    since: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Progress that is shown where it is wanted and standard error is a terminal.
    pub fn new(wanted: bool) -> Self {
        Self { wanted: wanted && std::io::stderr().is_terminal(), work: Mutex::new(None) }
    }

    /// Tells how far a piece of work has come.
    pub fn show(&self, what: &str, done: u64, total: Option<u64>) {
        if !self.wanted {
            return;
        }
        let mut work = self.lock();
        if work.as_ref().is_none_or(|work| work.what != what) {
            clear(&mut work);
            *work = Some(Work { what: what.to_owned(), since: now(), bar: None });
        }
        if let Some(work) =
            work.as_mut().filter(|work| work.bar.is_some() || work.since.elapsed() >= PATIENCE)
        {
            let bar = work.bar.get_or_insert_with(|| bar(what, total));
            bar.set_position(done);
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        clear(&mut self.lock());
    }

    fn lock(&self) -> MutexGuard<'_, Option<Work>> {
        // A panic elsewhere leaves at worst a bar on the screen.
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn clear(work: &mut Option<Work>) {
    if let Some(bar) = work.take().and_then(|work| work.bar) {
        bar.finish_and_clear();
    }
}

fn bar(what: &str, total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (ProgressBar::new(total), "{msg} {wide_bar} {human_pos}/{human_len}"),
        None => (ProgressBar::new_spinner(), "{msg} {spinner} {human_pos}"),
    };
    let style =
        ProgressStyle::with_template(template).expect("the templates stand above and are well formed");
    bar.with_style(style).with_message(what.to_owned())
}

#[expect(clippy::disallowed_methods, reason = "the time since the start of work reaches no output")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_work_shows_nothing_and_new_work_starts_anew() {
        let progress = Progress { wanted: true, work: Mutex::new(None) };
        progress.show("reading", 1, Some(10));
        assert!(progress.lock().as_ref().is_some_and(|work| work.bar.is_none() && work.what == "reading"));
        progress.show("matching", 1, None);
        assert!(progress.lock().as_ref().is_some_and(|work| work.what == "matching"));
        progress.end();
        assert!(progress.lock().is_none());
    }

    #[test]
    fn nothing_is_kept_where_nobody_listens() {
        let progress = Progress { wanted: false, work: Mutex::new(None) };
        progress.show("reading", 1, Some(10));
        assert!(progress.lock().is_none());
    }
}
