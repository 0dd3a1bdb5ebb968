//! A loopback HTTP server that behaves well or badly, as a test asks.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

mod answer;

pub use answer::{Answer, File};

/// How often the server looks whether it has to end.
const TICK: Duration = Duration::from_millis(5);
/// Ticks after which the server ends by itself, about two minutes.
const MOST_TICKS: u32 = 24_000;
/// How long a silent connection is kept.
const PATIENCE: Duration = Duration::from_secs(10);
/// Lines of a request head that are read.
const MOST_LINES: usize = 100;

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// `GET`, or `CONNECT` to a proxy.
    pub method: String,
    /// The path with its query; for `CONNECT` host and port.
    pub path: String,
    /// Headers, names in small letters.
    pub headers: BTreeMap<String, String>,
    /// How often the same path was asked for before.
    pub before: usize,
}

impl Asked {
    /// A header by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

type Choose = dyn Fn(&Asked) -> Answer + Send + Sync;

struct Shared {
    choose: Box<Choose>,
    asked: Mutex<Vec<Asked>>,
    ended: AtomicBool,
}

impl Shared {
    fn log(&self) -> MutexGuard<'_, Vec<Asked>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The server; dropped it ends.
pub struct Server {
    port: u16,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server that answers as `choose` says.
    pub fn start(choose: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared {
            choose: Box::new(choose),
            asked: Mutex::default(),
            ended: AtomicBool::new(false),
        });
        let inner = Arc::clone(&shared);
        let thread = std::thread::spawn(move || serve(&listener, &inner));
        Ok(Self { port, shared, thread: Some(thread) })
    }

    /// Starts a server of these files, by path; all others are missing.
    pub fn of(files: impl IntoIterator<Item = (String, File)>) -> io::Result<Self> {
        let files: BTreeMap<String, File> = files.into_iter().collect();
        Self::start(move |asked| match files.get(&asked.path) {
            Some(file) => Answer::File(file.clone()),
            None => Answer::status(404),
        })
    }

    /// The address of a path.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Everything that was asked so far, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.log().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(listener: &TcpListener, shared: &Arc<Shared>) {
    for _ in 0..MOST_TICKS {
        if shared.ended.load(Ordering::SeqCst) {
            return;
        }
        match listener.accept() {
            Ok((stream, _)) => {
                let shared = Arc::clone(shared);
                std::thread::spawn(move || {
                    // A client that goes away is what many tests are about.
                    let _ = converse(stream, &shared);
                });
            }
            Err(_) => std::thread::sleep(TICK),
        }
    }
}

/// One connection: one request, or `CONNECT` and one request.
fn converse(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    for _ in 0..2 {
        let Some(asked) = read(&mut reader, shared)? else { return Ok(()) };
        let answer = (shared.choose)(&asked);
        if asked.method == "CONNECT" && matches!(answer, Answer::Tunnel) {
            stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
            continue;
        }
        return answer.write(&asked, &mut stream, &|| shared.ended.load(Ordering::SeqCst));
    }
    Ok(())
}

/// Reads a request head and notes it.
fn read(reader: &mut BufReader<TcpStream>, shared: &Shared) -> io::Result<Option<Asked>> {
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut words = first.split_whitespace();
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(None) };
    let mut headers = BTreeMap::new();
    for _ in 0..MOST_LINES {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => headers.insert(name.to_ascii_lowercase(), value.trim().to_owned()),
            None => break,
        };
    }
    let mut log = shared.log();
    let before = log.iter().filter(|asked| asked.path == path).count();
    let asked = Asked { method: method.to_owned(), path: path.to_owned(), headers, before };
    log.push(asked.clone());
    Ok(Some(asked))
}
