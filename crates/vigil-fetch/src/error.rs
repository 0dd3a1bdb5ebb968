//! Why a file could not be fetched, and what to do about it.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use vigil_base::Digest;

use crate::address::shown;

/// A file that could not be fetched.
#[derive(Debug)]
pub struct FetchError {
    /// The address that was asked for.
    pub address: String,
    /// Why the last attempt failed.
    pub cause: Cause,
    /// How many attempts there were.
    pub attempts: u32,
}

/// Why an attempt failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// The address cannot be used.
    #[error("{0}")]
    Address(String),
    /// The name of the host is not known.
    #[error("the host is not known")]
    Host,
    /// No connection, or it was lost before the answer.
    #[error("no connection: {0}")]
    Connection(String),
    /// The proxy refused or failed.
    #[error("the proxy failed: {0}")]
    Proxy(String),
    /// No secure connection.
    #[error("no secure connection: {0}")]
    Tls(String),
    /// Nothing came for too long.
    #[error("nothing came for {} seconds", .0.as_secs_f32())]
    Stalled(Duration),
    /// The whole took too long.
    #[error("it was not complete after {} seconds", .0.as_secs_f32())]
    TooSlow(Duration),
    /// The answer ended before its end.
    #[error("the connection ended after {got} bytes{}", of.map_or_else(String::new, |of| format!(" of {of}")))]
    Cut {
        /// Bytes that are there.
        got: u64,
        /// Bytes that were announced.
        of: Option<u64>,
    },
    /// An answer that brings no file.
    #[error("the server answered {code}{}", wait.map_or_else(String::new, |wait| format!(
        " and asks to wait {} seconds", wait.as_secs()
    )))]
    Status {
        /// The status code.
        code: u16,
        /// How long the server asks to wait.
        wait: Option<Duration>,
    },
    /// One redirect after the other.
    #[error("it was led on more than {most} times, at last to `{to}`", to = shown(to))]
    Redirects {
        /// How many are followed.
        most: u32,
        /// The last address.
        to: String,
    },
    /// A redirect to nowhere, or from a secure to an open connection.
    #[error("it is led on to `{to}`, which is not followed: {why}", to = shown(to))]
    Redirect {
        /// Where it leads.
        to: String,
        /// Why it is not followed.
        why: String,
    },
    /// More bytes than are allowed.
    #[error("it has more than the {0} bytes that are allowed")]
    TooLarge(u64),
    /// The file has another length than it should have.
    #[error("it has {got} bytes and should have {expected}")]
    Length {
        /// What was to be expected.
        expected: u64,
        /// What came.
        got: u64,
    },
    /// The file has another content than it should have.
    #[error("its digest is {got} and should be {expected}")]
    Digest {
        /// What was to be expected.
        expected: Digest,
        /// What came.
        got: Digest,
    },
    /// The caller's check refused the file.
    #[error("what came is not usable: {0}")]
    Refused(String),
    /// The answer breaks the rules of HTTP.
    #[error("the answer cannot be understood: {0}")]
    Protocol(String),
    /// The disk failed.
    #[error("`{}` cannot be written: {error}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl FetchError {
    /// What to do next, one step an entry.
    pub fn help(&self) -> Vec<String> {
        let step = match &self.cause {
            Cause::Address(_) => "correct the address".to_owned(),
            Cause::Host => {
                "check the network and the spelling of the host; behind a proxy name it".to_owned()
            }
            Cause::Connection(_) | Cause::TooSlow(_) | Cause::Stalled(_) | Cause::Cut { .. } => {
                "try again: what came is kept and continued where the server allows it; or use a mirror"
                    .to_owned()
            }
            Cause::Proxy(_) => {
                "check the proxy's address, name and password, and whether it lets this host pass".to_owned()
            }
            Cause::Tls(_) => {
                "if a proxy or mirror of your site has a certificate of your own authority, name the \
                              authority's PEM file; check the clock of this machine"
                    .to_owned()
            }
            Cause::Status { code: 401 | 403, .. } => {
                "check the key or the right to read there; some sites refuse \
                                                      callers that ask too often"
                    .to_owned()
            }
            Cause::Status { code: 407, .. } => "give the proxy's name and password in its address".to_owned(),
            Cause::Status { code: 404 | 410, .. } => {
                "check the address; a mirror may lack this file".to_owned()
            }
            Cause::Status { wait: Some(wait), .. } => {
                format!("try again in {} seconds", wait.as_secs().max(1))
            }
            Cause::Status { .. } => "try again later, or use a mirror".to_owned(),
            Cause::Redirects { .. } | Cause::Redirect { .. } => {
                "name the address that it leads to, if you trust it".to_owned()
            }
            Cause::TooLarge(_) => "check the address: this is not the file that was expected".to_owned(),
            Cause::Length { .. } | Cause::Digest { .. } | Cause::Refused(_) | Cause::Protocol(_) => {
                "try again later; if it stays, tell the operator of the server or proxy".to_owned()
            }
            Cause::Disk { .. } => "make room, or choose another folder".to_owned(),
        };
        vec![step]
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` could not be fetched: {}", shown(&self.address), self.cause)?;
        match self.attempts {
            0 | 1 => Ok(()),
            attempts => write!(f, " (after {attempts} attempts)"),
        }
    }
}

impl std::error::Error for FetchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Disk { error, .. } => Some(error),
            _ => None,
        }
    }
}
