//! The files of one feed into the cache.

use std::path::{Path, PathBuf};

use vigil_base::{World, date};
use vigil_fetch::{Cause, Client, FetchError, Got, Kept, Request};
use vigil_finding::Finding;

use crate::check::{self, Meta};
use crate::findings;
use crate::plan::{self, Planned};
use crate::table::Feed;
use crate::update::FeedReport;

/// A description is a few lines.
const META_LIMIT: u64 = 1 << 16;

/// One feed, its address, its folder in the cache.
pub(crate) struct Download<'a> {
    pub(crate) world: &'a dyn World,
    pub(crate) client: &'a Client,
    pub(crate) feed: &'a Feed,
    pub(crate) base: &'a str,
    pub(crate) folder: PathBuf,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) report: FeedReport,
    pub(crate) findings: Vec<Finding>,
}

impl Download<'_> {
    /// Fetches every file of the feed; one that fails does not stop the others.
    pub(crate) fn run(mut self) -> (FeedReport, Vec<Finding>) {
        let today = self.world.today();
        for planned in plan::files(self.feed, today) {
            let to = self.folder.join(planned.name());
            if self.is_fresh(&planned, &to) {
                self.report.not_due += 1;
                continue;
            }
            match self.fetch(&planned, &to) {
                Ok(Got::Fetched(kept)) => {
                    self.report.fetched += 1;
                    self.report.bytes += kept.bytes;
                }
                Ok(Got::Unchanged(_)) => self.report.unchanged += 1,
                Err(finding) => self.fail(*finding),
            }
        }
        for rule in &self.feed.files {
            if let Some(pages) = &rule.pages {
                self.pages(rule, pages);
            }
        }
        (self.report, self.findings)
    }

    pub(crate) fn fail(&mut self, finding: Finding) {
        if finding.severity == vigil_finding::Severity::Error {
            self.report.failed += 1;
            self.report.reason.get_or_insert_with(|| finding.message.clone());
        }
        self.findings.push(finding);
    }

    /// Whether the server confirmed the file so lately that another file of the feed has all changes since.
    fn is_fresh(&self, planned: &Planned<'_>, to: &Path) -> bool {
        let Some(most) = planned.rule.renew_days else { return false };
        let kept = Kept::of(to).filter(|kept| kept.address == self.address(&planned.path));
        kept.is_some_and(|kept| (0..=most).contains(&date::days_between(kept.confirmed, self.world.today())))
    }

    fn fetch(&self, planned: &Planned<'_>, to: &Path) -> Result<Got, Box<Finding>> {
        // The server may change both between the two requests: then the second round has two that fit.
        let first = self.described(planned, to);
        match first {
            Err(Trouble::Fetch(FetchError { cause: Cause::Refused(_) | Cause::Length { .. }, .. }))
                if planned.meta.is_some() =>
            {
                self.described(planned, to)
            }
            other => other,
        }
        .map_err(|trouble| Box::new(self.said(planned, trouble)))
    }

    fn described(&self, planned: &Planned<'_>, to: &Path) -> Result<Got, Trouble> {
        let meta = planned.meta.as_deref().map(|path| self.meta(path)).transpose()?;
        let accept = |path: &Path| check::whole(path, planned.rule.check, meta.as_ref());
        let address = self.address(&planned.path);
        let limit = self.feed.limit_mb.saturating_mul(1_000_000);
        let length = meta.as_ref().and_then(|meta| meta.packed);
        let request = Request {
            headers: &self.headers,
            accept: Some(&accept),
            length,
            ..Request::new(&address, to, limit)
        };
        self.client.fetch(self.world, &request).map_err(Trouble::Fetch)
    }

    fn meta(&self, path: &str) -> Result<Meta, Trouble> {
        let (address, to) = (self.address(path), self.folder.join(plan::local(path)));
        let request = Request { headers: &self.headers, ..Request::new(&address, &to, META_LIMIT) };
        self.client.fetch(self.world, &request).map_err(Trouble::Fetch)?;
        Meta::read(&to).map_err(|cause| Trouble::Description { address, cause })
    }

    fn said(&self, planned: &Planned<'_>, trouble: Trouble) -> Finding {
        let feed = &self.feed.name;
        match trouble {
            Trouble::Fetch(error) if planned.may_be_missing && is_missing(&error) => {
                findings::not_yet(feed, &error.address)
            }
            Trouble::Fetch(error) => findings::failed(feed, &error),
            Trouble::Description { address, cause } => findings::no_description(feed, &address, &cause),
        }
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}/{path}", self.base.trim_end_matches('/'))
    }
}

fn is_missing(error: &FetchError) -> bool {
    matches!(error.cause, Cause::Status { code: 404, .. })
}

/// Why a file did not come.
enum Trouble {
    Fetch(FetchError),
    Description { address: String, cause: String },
}
