//! One attempt to fetch a file: request, redirects, answer, body, checks.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::time::Duration;

use ureq::http::{HeaderMap, Response, Uri, header};
use ureq::{Body, Error, Timeout};
use vigil_base::World;

use crate::address;
use crate::answer::{Span, led_on, refused, text};
use crate::client::{Client, Got, Request, proxy_of};
use crate::error::Cause;
use crate::kept::{Kept, measure};
use crate::part::{Part, Version};

/// Redirects that are followed.
const MOST_REDIRECTS: u32 = 10;

/// Whether another attempt makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    Never,
    /// The file itself was wrong: one more try may meet a server that has it right.
    Once,
    Soon,
    After(Duration),
}

pub(crate) struct Failure {
    pub(crate) cause: Cause,
    pub(crate) again: Again,
}

pub(crate) fn never(cause: Cause) -> Failure {
    Failure { cause, again: Again::Never }
}

fn soon(cause: Cause) -> Failure {
    Failure { cause, again: Again::Soon }
}

pub(crate) struct Attempt<'a> {
    pub(crate) client: &'a Client,
    pub(crate) world: &'a dyn World,
    pub(crate) request: &'a Request<'a>,
    pub(crate) part: &'a Part,
    pub(crate) known: Option<&'a Kept>,
}

/// What is asked of the server beside the file itself.
enum Ask {
    Whole,
    Rest(u64, Version),
}

/// A body that is to be written, and where.
struct Incoming {
    file: File,
    have: u64,
    total: Option<u64>,
    etag: Option<String>,
    last_modified: Option<String>,
}

impl Attempt<'_> {
    pub(crate) fn run(&self) -> Result<Got, Failure> {
        let ask = match self.part.begun(self.request.address) {
            Some((have, version)) => Ask::Rest(have, version),
            None => Ask::Whole,
        };
        let response = self.answer(&ask)?;
        let status = response.status().as_u16();
        let incoming = match (status, ask) {
            (304, Ask::Whole) => return self.unchanged(),
            (206, Ask::Rest(have, version)) => self.rest(response.headers(), have, version)?,
            (200, _) => self.whole(response.headers())?,
            // What is there fits the file no longer.
            (206 | 304 | 416, _) => {
                self.part.discard();
                return Err(soon(Cause::Status { code: status, wait: None }));
            }
            _ => return Err(refused(status, response.headers())),
        };
        let (etag, last_modified) = (incoming.etag.clone(), incoming.last_modified.clone());
        self.receive(response, incoming)?;
        self.finish(etag, last_modified)
    }

    fn unchanged(&self) -> Result<Got, Failure> {
        let Some(known) = self.known else {
            return Err(never(Cause::Protocol(
                "304 without having been asked whether it changed".to_owned(),
            )));
        };
        let kept = Kept { confirmed: self.world.today(), ..known.clone() };
        kept.save(self.request.to).map_err(|error| self.disk(error))?;
        Ok(Got::Unchanged(kept))
    }

    /// The answer behind all redirects.
    fn answer(&self, ask: &Ask) -> Result<Response<Body>, Failure> {
        let first = address::parse(self.request.address).map_err(|why| never(Cause::Address(why)))?;
        let mut uri = first.clone();
        for _ in 0..=MOST_REDIRECTS {
            let response = self.exchange(&first, &uri, ask)?;
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok(response);
            }
            uri = led_on(&uri, response.headers())?;
        }
        Err(never(Cause::Redirects { most: MOST_REDIRECTS, to: uri.to_string() }))
    }

    fn exchange(&self, first: &Uri, uri: &Uri, ask: &Ask) -> Result<Response<Body>, Failure> {
        let proxy = self.client.settings.proxies.of(uri);
        let proxy = proxy.map(proxy_of).transpose().map_err(|why| never(Cause::Proxy(why)))?;
        let mut request = self.client.agent.get(uri).config().proxy(proxy).build();
        if address::same_origin(first, uri) {
            for (name, value) in self.request.headers {
                request = request.header(name.as_str(), value.as_str());
            }
        }
        match (ask, self.known) {
            (Ask::Rest(have, version), _) => {
                request = request.header(header::RANGE, format!("bytes={have}-"));
                request = request.header(header::IF_RANGE, version.validator.as_str());
            }
            (Ask::Whole, Some(Kept { etag: Some(etag), .. })) => {
                request = request.header(header::IF_NONE_MATCH, etag.as_str());
            }
            (Ask::Whole, Some(Kept { last_modified: Some(day), .. })) => {
                request = request.header(header::IF_MODIFIED_SINCE, day.as_str());
            }
            (Ask::Whole, _) => {}
        }
        request.call().map_err(|error| self.failure(error))
    }

    /// The whole file comes, whatever was asked for.
    fn whole(&self, headers: &HeaderMap) -> Result<Incoming, Failure> {
        let total = text(headers, header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
        self.within_limit(total)?;
        let etag = text(headers, header::ETAG);
        let last_modified = text(headers, header::LAST_MODIFIED);
        let strong = etag.clone().filter(|etag| !etag.starts_with("W/"));
        let version = strong.or_else(|| last_modified.clone()).map(|validator| Version {
            address: self.request.address.to_owned(),
            validator,
            etag: etag.clone(),
            last_modified: last_modified.clone(),
        });
        let file = self.part.begin(version.as_ref()).map_err(|error| self.disk(error))?;
        Ok(Incoming { file, have: 0, total, etag, last_modified })
    }

    /// The rest of the file comes, if the server keeps to what was asked.
    fn rest(&self, headers: &HeaderMap, have: u64, version: Version) -> Result<Incoming, Failure> {
        let range = text(headers, header::CONTENT_RANGE).unwrap_or_default();
        let Some(Span { total }) = Span::from(&range, have) else {
            self.part.discard();
            return Err(soon(Cause::Protocol(format!(
                "asked for the rest from byte {have}, it sends `{range}`"
            ))));
        };
        self.within_limit(total)?;
        let file = self.part.go_on().map_err(|error| self.disk(error))?;
        Ok(Incoming { file, have, total, etag: version.etag, last_modified: version.last_modified })
    }

    fn within_limit(&self, total: Option<u64>) -> Result<(), Failure> {
        if total.is_some_and(|total| total > self.request.limit) {
            self.part.discard();
            return Err(never(Cause::TooLarge(self.request.limit)));
        }
        Ok(())
    }

    fn receive(&self, response: Response<Body>, mut to: Incoming) -> Result<(), Failure> {
        // The limit of ureq must not be the smaller one: it gives another error.
        let mut body = response.into_body().into_with_config().limit(u64::MAX).reader();
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = match body.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) => return Err(self.broken(Error::from(error), &to)),
            };
            to.have += count as u64;
            if to.have > self.request.limit {
                self.part.discard();
                return Err(never(Cause::TooLarge(self.request.limit)));
            }
            to.file.write_all(&buffer[..count]).map_err(|error| self.disk(error))?;
            self.world.progress(&self.name(), to.have, to.total);
        }
        match to.total {
            Some(total) if total > to.have => Err(soon(Cause::Cut { got: to.have, of: to.total })),
            _ => Ok(()),
        }
    }

    /// A body that ended before its end: some or all of what was announced is missing.
    fn broken(&self, error: Error, to: &Incoming) -> Failure {
        match error {
            Error::Io(_) | Error::Protocol(_) => soon(Cause::Cut { got: to.have, of: to.total }),
            other => self.failure(other),
        }
    }

    fn finish(&self, etag: Option<String>, last_modified: Option<String>) -> Result<Got, Failure> {
        let (bytes, digest) = measure(&self.part.path).map_err(|error| self.disk(error))?;
        if let Err(cause) = self.check(bytes, digest) {
            self.part.discard();
            return Err(Failure { cause, again: Again::Once });
        }
        self.part.finish(self.request.to).map_err(|error| self.disk(error))?;
        let address = self.request.address.to_owned();
        let kept = Kept { address, etag, last_modified, bytes, digest, confirmed: self.world.today() };
        kept.save(self.request.to).map_err(|error| self.disk(error))?;
        Ok(Got::Fetched(kept))
    }

    fn check(&self, bytes: u64, digest: vigil_base::Digest) -> Result<(), Cause> {
        if let Some(expected) = self.request.length.filter(|expected| *expected != bytes) {
            return Err(Cause::Length { expected, got: bytes });
        }
        if let Some(expected) = self.request.digest.filter(|expected| *expected != digest) {
            return Err(Cause::Digest { expected, got: digest });
        }
        self.request.accept.map_or(Ok(()), |accept| accept(&self.part.path)).map_err(Cause::Refused)
    }

    fn failure(&self, error: Error) -> Failure {
        let settings = &self.client.settings;
        match error {
            Error::HostNotFound => soon(Cause::Host),
            Error::Timeout(Timeout::PerRead | Timeout::PerWrite) => soon(Cause::Stalled(settings.stall)),
            Error::Timeout(Timeout::Connect | Timeout::Resolve) => soon(Cause::Connection(format!(
                "it did not stand after {} seconds",
                settings.connect.as_secs_f32()
            ))),
            Error::Timeout(_) => soon(Cause::TooSlow(settings.total)),
            Error::ConnectProxyFailed(why) => never(Cause::Proxy(why)),
            Error::InvalidProxyUrl => never(Cause::Proxy("its address cannot be read".to_owned())),
            Error::Rustls(why) => never(Cause::Tls(why.to_string())),
            Error::Tls(why) => never(Cause::Tls(why.to_owned())),
            Error::Pem(why) => never(Cause::Tls(why.to_string())),
            Error::BadUri(why) => never(Cause::Address(why)),
            Error::Io(why) if of_tls(&why) => never(Cause::Tls(why.to_string())),
            Error::Io(why) => soon(Cause::Connection(why.to_string())),
            Error::ConnectionFailed => soon(Cause::Connection("it failed".to_owned())),
            other => soon(Cause::Protocol(other.to_string())),
        }
    }

    fn disk(&self, error: std::io::Error) -> Failure {
        never(Cause::Disk { path: self.request.to.to_path_buf(), error })
    }

    fn name(&self) -> String {
        let name = self.request.to.file_name().unwrap_or_default();
        format!("fetch {}", name.to_string_lossy())
    }
}

/// TLS failures come as errors of input or output, too: an unknown authority does.
fn of_tls(error: &std::io::Error) -> bool {
    let text = error.to_string().to_ascii_lowercase();
    error.kind() == std::io::ErrorKind::InvalidData
        && ["certificate", "tls", "handshake", "alert"].iter().any(|word| text.contains(word))
}
