//! The downloader: attempts until a file is there, is known to be unchanged, or cannot be had.

use std::path::Path;
use std::time::Duration;

use ureq::Agent;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use vigil_base::{Digest, World};

use crate::address::shown;
use crate::attempt::{Again, Attempt, Failure};
use crate::error::{Cause, FetchError};
use crate::kept::{Kept, sync_folder};
use crate::part::Part;
use crate::proxies::Proxies;
use crate::wait::{Pause, back_off};

/// How to reach servers.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The proxies of the network.
    pub proxies: Proxies,
    /// Certificates of authorities, as PEM. Where they are given, only they are trusted; else those that
    /// browsers trust.
    pub authorities: Option<Vec<u8>>,
    /// The name that is sent.
    pub user_agent: String,
    /// How long a connection may take to stand.
    pub connect: Duration,
    /// How long nothing may come.
    pub stall: Duration,
    /// How long one attempt may take as a whole.
    pub total: Duration,
    /// How often a file is tried.
    pub attempts: u32,
    /// The wait before the second attempt; it doubles each time.
    pub first_wait: Duration,
    /// No wait is longer. A server that asks for more is left alone until the next run.
    pub longest_wait: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            proxies: Proxies::none(),
            authorities: None,
            user_agent: concat!("vigil/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect: Duration::from_secs(30),
            stall: Duration::from_mins(1),
            total: Duration::from_hours(2),
            attempts: 5,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_mins(2),
        }
    }
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The file of authorities.
    #[error("the file of authorities holds no certificate that can be read: {0}")]
    Authorities(String),
    /// The address of a proxy.
    #[error("the proxy `{}` cannot be used: {why}", shown(proxy))]
    Proxy {
        /// The proxy.
        proxy: String,
        /// Why.
        why: String,
    },
}

/// Looks at a file that is complete and says why it is not usable.
pub type Accept<'a> = dyn Fn(&Path) -> Result<(), String> + 'a;

/// One file to fetch.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Where it is.
    pub address: &'a str,
    /// Where it goes.
    pub to: &'a Path,
    /// Headers for the address itself; they are not sent on to other hosts.
    pub headers: &'a [(String, String)],
    /// No file is larger, in bytes.
    pub limit: u64,
    /// Its length in bytes, where it is known.
    pub length: Option<u64>,
    /// Its digest, where it is known.
    pub digest: Option<Digest>,
    /// Looks at the whole file before it takes its place; a reason refuses it.
    pub accept: Option<&'a Accept<'a>>,
}

impl<'a> Request<'a> {
    /// A file of at most `limit` bytes of which nothing is known.
    pub fn new(address: &'a str, to: &'a Path, limit: u64) -> Self {
        Self { address, to, headers: &[], limit, length: None, digest: None, accept: None }
    }
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Got {
    /// The file is new or has changed.
    Fetched(Kept),
    /// The server says that the file there is still the same.
    Unchanged(Kept),
}

impl Got {
    /// What is known of the file.
    pub fn kept(&self) -> &Kept {
        match self {
            Self::Fetched(kept) | Self::Unchanged(kept) => kept,
        }
    }
}

/// The downloader.
pub struct Client {
    pub(crate) agent: Agent,
    pub(crate) settings: Settings,
    pause: Box<dyn Pause>,
}

impl Client {
    /// A downloader that waits by `pause`.
    pub fn new(settings: Settings, pause: Box<dyn Pause>) -> Result<Self, SetupError> {
        for proxy in settings.proxies.all() {
            let refused = |why| SetupError::Proxy { proxy: proxy.to_owned(), why };
            proxy_of(proxy).map_err(refused)?;
        }
        let roots = match &settings.authorities {
            Some(pem) => authorities(pem)?,
            None => RootCerts::WebPki,
        };
        let config = Agent::config_builder()
            .proxy(None)
            .http_status_as_error(false)
            // Redirects are followed here: headers must not go to other hosts, loops must be named.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(settings.user_agent.as_str())
            .accept_encoding("identity")
            .timeout_connect(Some(settings.connect))
            .timeout_per_read(Some(settings.stall))
            .timeout_per_write(Some(settings.stall))
            .timeout_global(Some(settings.total))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build();
        Ok(Self { agent: config.into(), settings, pause })
    }

    /// Fetches a file, if the server has another one than the one that is there.
    ///
    /// The file takes its place only when it is complete and accepted; what was there before stays until then. What
    /// came of a file that was cut off is kept beside it and continued by the next attempt or the next run.
    pub fn fetch(&self, world: &dyn World, request: &Request<'_>) -> Result<Got, FetchError> {
        let failed = |cause, attempts| FetchError { address: request.address.to_owned(), cause, attempts };
        if let Some(folder) = request.to.parent() {
            let disk = |error| failed(Cause::Disk { path: folder.to_path_buf(), error }, 0);
            std::fs::create_dir_all(folder).map_err(disk)?;
        }
        let part = Part::of(request.to);
        let known = Kept::of(request.to).filter(|kept| kept.address == request.address);
        let mut refused_once = false;
        for number in 1.. {
            let attempt = Attempt { client: self, world, request, part: &part, known: known.as_ref() };
            let Failure { cause, again } = match attempt.run() {
                Ok(got) => return Ok(got),
                Err(failure) => failure,
            };
            let wait = match again {
                Again::Never => return Err(failed(cause, number)),
                Again::Once if refused_once => return Err(failed(cause, number)),
                Again::Once | Again::Soon => {
                    back_off(number + 1, self.settings.first_wait, self.settings.longest_wait)
                }
                Again::After(wait) => wait,
            };
            refused_once |= again == Again::Once;
            if number >= self.settings.attempts || wait > self.settings.longest_wait {
                return Err(failed(cause, number));
            }
            self.pause.pause(wait);
        }
        unreachable!("the loop ends at the last attempt")
    }

    /// Lets time pass between two requests of a server that asks for it.
    pub fn pause(&self, time: Duration) {
        self.pause.pause(time);
    }

    /// Forgets a file: what is there, what is known of it, and what was begun.
    pub fn forget(path: &Path) {
        let _ = std::fs::remove_file(crate::kept::beside(path, "kept.json"));
        let _ = std::fs::remove_file(path);
        Part::of(path).discard();
        sync_folder(path);
    }
}

/// A proxy that speaks HTTP; others would need a protocol of their own.
pub(crate) fn proxy_of(proxy: &str) -> Result<ureq::Proxy, String> {
    if let Some((scheme, _)) = proxy.split_once("://")
        && !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str())
    {
        return Err(format!("proxies of the kind `{scheme}` are not supported, only `http` and `https`"));
    }
    ureq::Proxy::new(proxy).map_err(|error| error.to_string())
}

fn authorities(pem: &[u8]) -> Result<RootCerts, SetupError> {
    let mut found = Vec::new();
    for item in parse_pem(pem) {
        match item.map_err(|error| SetupError::Authorities(error.to_string()))? {
            PemItem::Certificate(certificate) => found.push(certificate),
            _ => return Err(SetupError::Authorities("it holds something else than certificates".to_owned())),
        }
    }
    if found.is_empty() {
        return Err(SetupError::Authorities(
            "nothing in it begins with `-----BEGIN CERTIFICATE-----`".to_owned(),
        ));
    }
    Ok(RootCerts::new_with_certs(&found))
}
