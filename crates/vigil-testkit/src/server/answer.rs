//! Answers, good and bad.

use std::io::{self, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::Asked;

/// Bytes of an answer without end: more than any test allows.
const ENDLESS: usize = 64 << 20;
/// Looks of 5 ms each whether to go on with a stalled answer: about ten seconds.
const STALL: u32 = 2_000;

/// A file as a server has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// The content.
    pub bytes: Vec<u8>,
    /// The entity tag, with its quotes.
    pub etag: Option<String>,
    /// The day of change, as HTTP writes it.
    pub last_modified: Option<String>,
    /// Whether parts can be asked for.
    pub ranges: bool,
}

impl File {
    /// A file with an entity tag that changes with its content, of which parts can be asked for.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        let sum = bytes.iter().fold(0u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
        let etag = Some(format!("\"{}-{sum:x}\"", bytes.len()));
        Self { bytes, etag, last_modified: None, ranges: true }
    }
}

/// What the server does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Serves a file: whole, in part, or "not modified".
    File(File),
    /// As [`Answer::File`], but breaks off after so many bytes of the body.
    Cut(File, usize),
    /// As [`Answer::File`], but says nothing more after so many bytes of the body.
    Stall(File, usize),
    /// Sends the bytes slowly: this many at a time, with 20 ms between.
    Slow(File, usize),
    /// Sends the bytes but announces another length.
    Claim(Vec<u8>, usize),
    /// A body without length that does not end before 64 MB.
    Endless,
    /// A status with headers and no body.
    Status(u16, Vec<(String, String)>),
    /// These bytes, then the end of the connection.
    Raw(Vec<u8>),
    /// Lets a `CONNECT` pass and answers what comes through it.
    Tunnel,
}

impl Answer {
    /// A status without headers.
    pub fn status(code: u16) -> Self {
        Self::Status(code, Vec::new())
    }

    /// A status that asks to wait.
    pub fn wait(code: u16, seconds: &str) -> Self {
        Self::Status(code, vec![("retry-after".to_owned(), seconds.to_owned())])
    }

    /// A redirect.
    pub fn redirect(to: &str) -> Self {
        Self::Status(302, vec![("location".to_owned(), to.to_owned())])
    }

    pub(super) fn write(self, asked: &Asked, to: &mut TcpStream, ended: &dyn Fn() -> bool) -> io::Result<()> {
        match self {
            Self::File(file) => {
                let body = head(&file, asked, to)?;
                to.write_all(&file.bytes[body])
            }
            Self::Cut(file, after) => {
                let body = head(&file, asked, to)?;
                let sent = &file.bytes[body];
                to.write_all(&sent[..after.min(sent.len())])?;
                // What lies unread in a socket turns its end into a reset, which may overtake the bytes sent.
                to.flush()?;
                to.shutdown(std::net::Shutdown::Write)
            }
            Self::Stall(file, after) => {
                let body = head(&file, asked, to)?;
                let sent = &file.bytes[body];
                to.write_all(&sent[..after.min(sent.len())])?;
                (0..STALL)
                    .take_while(|_| !ended())
                    .for_each(|_| std::thread::sleep(Duration::from_millis(5)));
                Ok(())
            }
            Self::Slow(file, step) => {
                let body = head(&file, asked, to)?;
                for piece in file.bytes[body].chunks(step.max(1)) {
                    to.write_all(piece)?;
                    std::thread::sleep(Duration::from_millis(20));
                }
                Ok(())
            }
            Self::Claim(bytes, length) => {
                write!(to, "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n")?;
                to.write_all(&bytes)
            }
            Self::Endless => endless(to, ended),
            Self::Status(code, headers) => {
                let headers: String =
                    headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
                write!(to, "HTTP/1.1 {code} So\r\n{headers}content-length: 0\r\nconnection: close\r\n\r\n")
            }
            Self::Raw(bytes) => to.write_all(&bytes),
            Self::Tunnel => write!(to, "HTTP/1.1 405 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
        }
    }
}

fn endless(to: &mut TcpStream, ended: &dyn Fn() -> bool) -> io::Result<()> {
    write!(to, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")?;
    let piece = vec![b'x'; 1 << 16];
    for _ in 0..ENDLESS / piece.len() {
        if ended() {
            break;
        }
        to.write_all(&piece)?;
    }
    Ok(())
}

/// Writes the head of a good answer; gives the part of the file that is the body.
fn head(file: &File, asked: &Asked, to: &mut impl Write) -> io::Result<std::ops::Range<usize>> {
    let whole = 0..file.bytes.len();
    let mut headers = "connection: close\r\n".to_owned();
    if let Some(etag) = &file.etag {
        headers.push_str(&format!("etag: {etag}\r\n"));
    }
    if let Some(day) = &file.last_modified {
        headers.push_str(&format!("last-modified: {day}\r\n"));
    }
    let same =
        |header: &str, ours: &Option<String>| ours.is_some() && asked.header(header) == ours.as_deref();
    if same("if-none-match", &file.etag) || same("if-modified-since", &file.last_modified) {
        write!(to, "HTTP/1.1 304 Not Modified\r\n{headers}\r\n")?;
        return Ok(0..0);
    }
    let fits = same("if-range", &file.etag) || same("if-range", &file.last_modified);
    let range = asked.header("range").filter(|_| file.ranges && fits);
    let from = range.and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    match from {
        Some(from) if from < file.bytes.len() => {
            let (last, total) = (file.bytes.len() - 1, file.bytes.len());
            let length = total - from;
            write!(
                to,
                "HTTP/1.1 206 Partial Content\r\n{headers}content-range: bytes {from}-{last}/{total}\r\n\
                 content-length: {length}\r\n\r\n"
            )?;
            Ok(from..total)
        }
        Some(_) => {
            write!(to, "HTTP/1.1 416 Range Not Satisfiable\r\n{headers}content-length: 0\r\n\r\n")?;
            Ok(0..0)
        }
        None => {
            write!(to, "HTTP/1.1 200 OK\r\n{headers}content-length: {}\r\n\r\n", whole.len())?;
            Ok(whole)
        }
    }
}
