//! Typed access to one TOML table, with a finding for everything that is not as it should be.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use vigil_base::{Date, Place, date};
use vigil_finding::Finding;

use crate::findings;
use crate::words::Word;

/// A file's name and content, for places.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) file: &'t str,
    pub(super) text: &'t str,
}

impl Text<'_> {
    pub(super) fn place(self, span: &Range<usize>) -> Place {
        Place::of_span(self.file, self.text, span)
    }
}

type Value<'t> = Spanned<DeValue<'t>>;

/// One table, with the file's defaults behind it.
#[derive(Clone)]
pub(super) struct Fields<'t> {
    text: Text<'t>,
    own: &'t DeTable<'t>,
    defaults: Option<&'t DeTable<'t>>,
    /// The record's id in messages.
    subject: String,
    place: Place,
}

impl<'t> Fields<'t> {
    pub(super) fn new(
        text: Text<'t>,
        own: &'t DeTable<'t>,
        span: Option<Range<usize>>,
        subject: &str,
    ) -> Self {
        let first = own.iter().map(|(key, _)| key.span()).min_by_key(|span| span.start);
        let span = span.filter(|span| !span.is_empty()).or(first).unwrap_or(0..0);
        let named = ["id", "key", "word", "name", "designation"]
            .iter()
            .find_map(|key| own.get(*key)?.get_ref().as_str());
        let subject = if subject.is_empty() { named.unwrap_or_default() } else { subject };
        Self { text, own, defaults: None, subject: subject.to_owned(), place: text.place(&span) }
    }

    pub(super) fn with_defaults(mut self, defaults: Option<&'t DeTable<'t>>) -> Self {
        self.defaults = defaults;
        self
    }

    pub(super) fn place(&self) -> Place {
        self.place.clone()
    }

    /// Reports the keys that the record does not know.
    pub(super) fn only(&self, faults: &mut Vec<Finding>, known: &[&str]) {
        for (key, _) in self.own {
            if !known.contains(&key.get_ref().as_ref()) {
                faults.push(findings::unknown_key(
                    key.get_ref(),
                    known,
                    &self.subject,
                    self.text.place(&key.span()),
                ));
            }
        }
    }

    fn find(&self, key: &str) -> Option<&'t Value<'t>> {
        self.own.get(key).or_else(|| self.defaults?.get(key))
    }

    fn wrong(&self, key: &str, wanted: &str, value: &Value<'_>) -> Finding {
        let place = self.text.place(&value.span());
        findings::wrong_type(key, wanted, value.get_ref().type_str(), &self.subject, place)
    }

    /// A text that may be absent.
    pub(super) fn text(&self, faults: &mut Vec<Finding>, key: &str) -> Option<String> {
        let value = self.find(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            faults.push(self.wrong(key, "a text", value));
        }
        text.map(str::to_owned)
    }

    /// A text that has to be there and not be empty.
    pub(super) fn need(&self, faults: &mut Vec<Finding>, key: &str) -> String {
        let before = faults.len();
        let text = self.text(faults, key).unwrap_or_default();
        if text.trim().is_empty() && faults.len() == before {
            faults.push(findings::missing_key(key, &self.subject, self.place()));
        }
        text
    }

    /// A list of texts; absent is empty.
    pub(super) fn texts(&self, faults: &mut Vec<Finding>, key: &str) -> Vec<String> {
        self.spanned_texts(faults, key).into_iter().map(|(text, _)| text).collect()
    }

    fn spanned_texts(&self, faults: &mut Vec<Finding>, key: &str) -> Vec<(String, Range<usize>)> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let Some(entries) = value.get_ref().as_array() else {
            faults.push(self.wrong(key, "a list of texts", value));
            return Vec::new();
        };
        let mut texts = Vec::new();
        for entry in entries {
            match entry.get_ref().as_str() {
                Some(text) => texts.push((text.to_owned(), entry.span())),
                None => faults.push(self.wrong(key, "a text", entry)),
            }
        }
        texts
    }

    /// Yes or no; `otherwise` when absent.
    pub(super) fn flag(&self, faults: &mut Vec<Finding>, key: &str, otherwise: bool) -> bool {
        let Some(value) = self.find(key) else { return otherwise };
        value.get_ref().as_bool().unwrap_or_else(|| {
            faults.push(self.wrong(key, "`true` or `false`", value));
            otherwise
        })
    }

    /// A number, or `None` for the word `unknown`.
    pub(super) fn number(&self, faults: &mut Vec<Finding>, key: &str) -> Option<u64> {
        let value = self.find(key)?;
        if value.get_ref().as_str() == Some("unknown") {
            return None;
        }
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|digits| u64::from_str_radix(digits.as_str(), digits.radix()).ok());
        if number.is_none() {
            faults.push(self.wrong(key, "a number or \"unknown\"", value));
        }
        number
    }

    /// Whether the value is the word `unknown`.
    pub(super) fn is_unknown(&self, key: &str) -> bool {
        self.find(key).is_some_and(|value| value.get_ref().as_str() == Some("unknown"))
    }

    /// A day that has to be there.
    pub(super) fn need_day(&self, faults: &mut Vec<Finding>, key: &str) -> Option<Date> {
        let text = self.need(faults, key);
        self.day_of(faults, key, &text)
    }

    /// A day that may be absent.
    pub(super) fn day(&self, faults: &mut Vec<Finding>, key: &str) -> Option<Date> {
        let text = self.text(faults, key)?;
        self.day_of(faults, key, &text)
    }

    fn day_of(&self, faults: &mut Vec<Finding>, key: &str, text: &str) -> Option<Date> {
        let day = date::parse(text);
        if day.is_none() && !text.is_empty() {
            faults.push(self.malformed(key, text, "day such as \"2026-02-03\""));
        }
        day
    }

    /// A finding about the text of `key`.
    pub(super) fn malformed(&self, key: &str, typed: &str, wanted: &str) -> Finding {
        let place = self.find(key).map_or_else(|| self.place(), |value| self.text.place(&value.span()));
        findings::malformed(key, typed, wanted, &self.subject, place)
    }

    /// One word of a closed list, which has to be there.
    pub(super) fn word<W: Word>(&self, faults: &mut Vec<Finding>, key: &str) -> Option<W> {
        let text = self.need(faults, key);
        let span = self.find(key).map_or(0..0, Spanned::span);
        if text.is_empty() { None } else { self.word_of(faults, key, &text, &span) }
    }

    /// Words of a closed list.
    pub(super) fn words<W: Word>(&self, faults: &mut Vec<Finding>, key: &str) -> Vec<W> {
        let texts = self.spanned_texts(faults, key);
        texts.into_iter().filter_map(|(text, span)| self.word_of(faults, key, &text, &span)).collect()
    }

    /// Words of a closed list, at least one.
    pub(super) fn need_words<W: Word>(&self, faults: &mut Vec<Finding>, key: &str) -> Vec<W> {
        let words = self.words(faults, key);
        // Words that were refused have been told of already.
        let stated = self
            .find(key)
            .is_some_and(|value| value.get_ref().as_array().is_none_or(|list| !list.is_empty()));
        if !stated {
            faults.push(findings::missing_key(key, &self.subject, self.place()));
        }
        words
    }

    fn word_of<W: Word>(
        &self,
        faults: &mut Vec<Finding>,
        key: &str,
        text: &str,
        span: &Range<usize>,
    ) -> Option<W> {
        let found = W::ALL.iter().copied().find(|word| word.word() == text);
        if found.is_none() {
            let known: Vec<_> = W::ALL.iter().map(|word| word.word()).collect();
            faults.push(findings::not_one_of(key, text, &known, &self.subject, self.text.place(span)));
        }
        found
    }

    /// A table inside this one. The file's defaults fill the keys it does not state.
    pub(super) fn table(&self, faults: &mut Vec<Finding>, key: &str) -> Option<Self> {
        let value = self.find(key)?;
        let defaults = self.defaults.and_then(|all| all.get(key)?.get_ref().as_table());
        let Some(table) = value.get_ref().as_table() else {
            faults.push(self.wrong(key, "a table", value));
            return None;
        };
        let span = self.own.get(key).map_or_else(|| 0..0, Spanned::span);
        Some(Self::new(self.text, table, Some(span), &self.subject).with_defaults(defaults))
    }

    /// A table that has to be there.
    pub(super) fn need_table(&self, faults: &mut Vec<Finding>, key: &str) -> Option<Self> {
        if self.find(key).is_none() {
            faults.push(findings::missing_key(key, &self.subject, self.place()));
        }
        self.table(faults, key)
    }

    /// A table of texts; the file's defaults and the record's own are merged.
    pub(super) fn map(&self, faults: &mut Vec<Finding>, key: &str) -> BTreeMap<String, String> {
        let mut map = BTreeMap::new();
        let both = [self.defaults.and_then(|defaults| defaults.get(key)), self.own.get(key)];
        for value in both.into_iter().flatten() {
            let Some(table) = value.get_ref().as_table() else {
                faults.push(self.wrong(key, "a table of texts", value));
                continue;
            };
            let fields = Self::new(self.text, table, Some(value.span()), &self.subject);
            for (name, _) in table {
                map.insert(name.get_ref().to_string(), fields.need(faults, name.get_ref()));
            }
        }
        map
    }
}
