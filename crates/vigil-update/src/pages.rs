//! A feed that comes in pages: all pages once, then only those of what changed.
//!
//! Pages are numbered by record. A page that is there stays there until the whole is asked for anew, so that an update that was
//! cut off goes on with the next page.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};
use vigil_base::{Date, World, canonical, date};
use vigil_fetch::{Client, Got, Request};
use vigil_finding::Finding;

use crate::check;
use crate::download::Download;
use crate::findings;
use crate::table::{FileRule, Pages};

/// More pages than this are an attack or a fault: the NVD has about two hundred.
const MOST_PAGES: u64 = 5_000;
/// The file in the feed's folder that says which rounds there were.
const ROUNDS: &str = ".rounds.json";

/// The rounds of a paged feed: first the whole, then what changed since the day of the round before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rounds {
    done: Vec<Round>,
    /// The round that was begun. Its pages are not used before it is done: half of a feed looks like a whole one.
    begun: Option<Round>,
}

/// One round of pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Round {
    /// Changes from this day on; nothing for the whole.
    from: Option<Date>,
    /// The day it was begun.
    day: Date,
    /// How many pages it has so far.
    pages: u64,
}

impl Rounds {
    fn of(world: &dyn World, folder: &Path) -> Self {
        let read = world.read(&folder.join(ROUNDS)).ok();
        read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    fn save(&self, world: &dyn World, folder: &Path) -> std::io::Result<()> {
        let text = canonical::pretty(self).map_err(std::io::Error::other)?;
        world.write(&folder.join(ROUNDS), text.as_bytes())
    }

    /// The round to go on with or to begin; nothing where today's is done.
    fn next(&self, today: Date, most_days: i64) -> Option<Round> {
        let is_near = |from: Option<Date>, day: Date| {
            from.is_none_or(|from| (0..=most_days).contains(&date::days_between(from, today))) && day <= today
        };
        if let Some(begun) = self.begun.as_ref().filter(|begun| is_near(begun.from, begun.day)) {
            return Some(begun.clone());
        }
        match self.done.last() {
            Some(last) if last.day == today => None,
            // A day earlier: what changed late on the day of the last round is not missed, in whatever time zone.
            Some(last) if is_near(Some(last.day), last.day) => {
                Some(Round { from: last.day.checked_sub(1.day()).ok(), day: today, pages: 0 })
            }
            _ => Some(Round { from: None, day: today, pages: 0 }),
        }
    }
}

impl Round {
    fn names(&self) -> impl Iterator<Item = PathBuf> {
        (0..self.pages.min(MOST_PAGES)).map(|number| self.name(number))
    }

    fn name(&self, number: u64) -> PathBuf {
        let kind = self.from.map_or_else(|| "whole".to_owned(), |from| format!("since-{from}"));
        PathBuf::from(format!("{kind}-of-{}-{number:06}.json", self.day))
    }
}

/// The names of all pages of rounds that are done, and the day of the last one: of that day the feed is.
pub(crate) fn names(world: &dyn World, folder: &Path) -> (Vec<PathBuf>, Option<Date>) {
    let rounds = Rounds::of(world, folder);
    (rounds.done.iter().flat_map(Round::names).collect(), rounds.done.last().map(|round| round.day))
}

impl Download<'_> {
    /// Fetches the next round.
    pub(crate) fn pages(&mut self, rule: &FileRule, pages: &Pages) {
        let mut rounds = Rounds::of(self.world, &self.folder);
        let Some(mut round) = rounds.next(self.world.today(), pages.most_days) else {
            self.report.not_due += 1;
            return;
        };
        if let Err(finding) = self.round(rule, pages, &mut rounds, &mut round) {
            self.fail(*finding);
        }
    }

    fn round(
        &mut self,
        rule: &FileRule,
        pages: &Pages,
        rounds: &mut Rounds,
        round: &mut Round,
    ) -> Result<(), Box<Finding>> {
        let disk = |error: std::io::Error, feed: &str| {
            Box::new(findings::no_description(feed, ROUNDS, &format!("it cannot be written: {error}")))
        };
        let mut old: Vec<PathBuf> = Vec::new();
        loop {
            if round.pages >= MOST_PAGES {
                return Err(Box::new(findings::too_many_pages(&self.feed.name, MOST_PAGES)));
            }
            let total = self.page(rule, pages, round)?;
            round.pages += 1;
            rounds.begun = Some(round.clone());
            let is_last = round.pages.saturating_mul(pages.size) >= total;
            if is_last {
                let gone = if round.from.is_none() { std::mem::take(&mut rounds.done) } else { Vec::new() };
                rounds.done.extend(rounds.begun.take());
                old.extend(gone.iter().filter(|gone| *gone != round).flat_map(Round::names));
            }
            rounds.save(self.world, &self.folder).map_err(|error| disk(error, &self.feed.name))?;
            if is_last {
                old.iter().for_each(|name| Client::forget(&self.folder.join(name)));
                return Ok(());
            }
            let wait = if self.headers.is_empty() { pages.pause_seconds } else { pages.pause_with_key };
            self.client.pause(Duration::from_secs(wait));
        }
    }

    /// Fetches one page; gives how many records there are in all.
    fn page(&mut self, rule: &FileRule, pages: &Pages, round: &Round) -> Result<u64, Box<Finding>> {
        let address = self.address(&address_of(rule, pages, round));
        let to = self.folder.join(round.name(round.pages));
        let limit = self.feed.limit_mb.saturating_mul(1_000_000);
        let accept = |path: &Path| {
            check::whole(path, rule.check, None)?;
            total(path, &pages.total).map(|_| ())
        };
        let headers = self.headers.clone();
        let request =
            Request { headers: &headers, accept: Some(&accept), ..Request::new(&address, &to, limit) };
        let got = self.client.fetch(self.world, &request);
        let got = got.map_err(|error| Box::new(findings::failed(&self.feed.name, &error)))?;
        match got {
            Got::Fetched(kept) => {
                self.report.fetched += 1;
                self.report.bytes += kept.bytes;
            }
            Got::Unchanged(_) => self.report.unchanged += 1,
        }
        total(&to, &pages.total)
            .map_err(|cause| Box::new(findings::no_description(&self.feed.name, &address, &cause)))
    }
}

fn address_of(rule: &FileRule, pages: &Pages, round: &Round) -> String {
    let start = round.pages.saturating_mul(pages.size).to_string();
    let mut path = rule.path.replace("{start}", &start);
    if let Some(from) = round.from {
        // The end is the next day: the round takes what changes while it runs.
        let to = round.day.checked_add(1.day()).unwrap_or(round.day);
        path.push_str(&pages.since.replace("{from}", &from.to_string()).replace("{to}", &to.to_string()));
    }
    path
}

/// How many records there are in all, as a page says.
fn total(path: &Path, field: &str) -> Result<u64, String> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Field {
        Number(u64),
        Other(serde::de::IgnoredAny),
    }
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    let read = serde_json::from_reader::<_, std::collections::BTreeMap<String, Field>>(
        std::io::BufReader::new(file),
    );
    match read.map_err(|error| error.to_string())?.get(field) {
        Some(Field::Number(total)) => Ok(*total),
        Some(Field::Other(_)) | None => {
            Err(format!("it does not say in `{field}` how many records there are"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_follows_the_last_one_until_that_is_too_long_ago() {
        let day = |month, day| Date::constant(2026, month, day);
        let done = |at| Rounds { done: vec![Round { from: None, day: at, pages: 2 }], begun: None };
        assert_eq!(Rounds::default().next(day(11, 25), 110).unwrap().from, None);
        assert_eq!(done(day(11, 25)).next(day(11, 25), 110), None);
        assert_eq!(done(day(11, 20)).next(day(11, 25), 110).unwrap().from, Some(day(11, 19)));
        assert_eq!(done(day(2, 1)).next(day(11, 25), 110).unwrap().from, None);
    }

    #[test]
    fn a_round_that_was_begun_goes_on() {
        let begun = Round { from: None, day: Date::constant(2026, 11, 24), pages: 7 };
        let rounds = Rounds { done: Vec::new(), begun: Some(begun.clone()) };
        assert_eq!(rounds.next(Date::constant(2026, 11, 25), 110), Some(begun));
    }

    #[test]
    fn names_of_pages_are_plain() {
        let round =
            Round { from: Some(Date::constant(2026, 11, 1)), day: Date::constant(2026, 11, 25), pages: 0 };
        let name = round.name(3);
        assert_eq!(name, crate::plan::local(name.to_str().unwrap()));
    }
}
