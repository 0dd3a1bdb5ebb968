//! Threads that read and pack batches while the next ones are split and the last ones are put away.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use super::batch::{Batch, Row};
use crate::file::pack::Packer;

/// Bytes of records that wait or are worked on; more batches are given only when some come back.
const MOST: usize = 16 << 20;
/// A batch that is smaller is not worth the way to another thread.
const SMALL: usize = 32 << 10;

/// A batch and its place in the order.
type Job = (u64, Batch);
/// What came of a batch of so many bytes, or why its thread panicked.
type Done = (u64, usize, std::thread::Result<Vec<Row>>);

/// Threads that read batches. Results come back in the order in which the batches were given.
pub(super) struct Crew {
    jobs: Option<Sender<Job>>,
    waiting: Arc<Mutex<Receiver<Job>>>,
    finished: Sender<Done>,
    done: Receiver<Done>,
    threads: Vec<JoinHandle<()>>,
    /// For batches that are read here.
    packer: Packer,
    /// Results that came before their turn.
    early: BTreeMap<u64, Vec<Row>>,
    given: u64,
    taken: u64,
    bytes: usize,
}

impl Crew {
    pub(super) fn new() -> Self {
        let (jobs, waiting) = channel();
        let (finished, done) = channel();
        Self {
            jobs: Some(jobs),
            waiting: Arc::new(Mutex::new(waiting)),
            finished,
            done,
            threads: Vec::new(),
            packer: Packer::new(),
            early: BTreeMap::new(),
            given: 0,
            taken: 0,
            bytes: 0,
        }
    }

    /// Gives a batch away. If nothing else is going on and it is small, it is read at once.
    pub(super) fn give(&mut self, batch: Batch) -> Option<Vec<Row>> {
        if batch.size() < SMALL && self.given == self.taken {
            return Some(batch.read(&mut self.packer));
        }
        if self.threads.is_empty() {
            self.start();
        }
        self.bytes += batch.size();
        let jobs = self.jobs.as_ref().expect("it is there until the crew is dropped");
        jobs.send((self.given, batch)).expect("its receiver is here");
        self.given += 1;
        None
    }

    /// Small inputs are read without threads.
    fn start(&mut self) {
        let thread = |_| {
            let (waiting, finished) = (Arc::clone(&self.waiting), self.finished.clone());
            std::thread::spawn(move || work(&waiting, &finished))
        };
        self.threads = (0..rayon::current_num_threads()).map(thread).collect();
    }

    /// Whether results must be taken before more is given.
    pub(super) fn is_full(&self) -> bool {
        self.bytes > MOST
    }

    /// The next result, if it is there.
    pub(super) fn ready(&mut self) -> Option<Vec<Row>> {
        while let Ok(done) = self.done.try_recv() {
            self.arrived(done);
        }
        self.take()
    }

    /// The next result; waits for it. `None` if nothing is under way.
    pub(super) fn next(&mut self) -> Option<Vec<Row>> {
        while self.taken < self.given {
            if let Some(rows) = self.take() {
                return Some(rows);
            }
            let done = self.done.recv().expect("a sender is here");
            self.arrived(done);
        }
        None
    }

    fn take(&mut self) -> Option<Vec<Row>> {
        let rows = self.early.remove(&self.taken)?;
        self.taken += 1;
        Some(rows)
    }

    fn arrived(&mut self, (number, bytes, rows): Done) {
        self.bytes -= bytes;
        match rows {
            Ok(rows) => self.early.insert(number, rows),
            Err(panic) => resume_unwind(panic),
        };
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            // A panic has reached the caller as the result of its batch.
            let _ = thread.join();
        }
    }
}

fn work(waiting: &Mutex<Receiver<Job>>, finished: &Sender<Done>) {
    let mut packer = Packer::new();
    loop {
        let job = waiting.lock().map(|waiting| waiting.recv());
        let Ok(Ok((number, batch))) = job else { return };
        let bytes = batch.size();
        let rows = catch_unwind(AssertUnwindSafe(|| batch.read(&mut packer)));
        if finished.send((number, bytes, rows)).is_err() {
            return;
        }
    }
}
