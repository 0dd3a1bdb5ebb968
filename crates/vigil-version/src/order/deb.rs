//! Debian versions: `[epoch:]upstream[-revision]`, by the Debian Policy (5.6.12) and dpkg's `verrevcmp`. Also opkg.
//!
//! Upstream part and revision are compared in turns of non-digits and digits. Among non-digits `~` sorts
//! before the end, the end before letters, letters before all else (`+`, `.`); digits compare as numbers.
//! A missing epoch or revision is zero.

use std::cmp::Ordering;

use crate::number::{Number, digits, is_digits};

// Derived order compares the fields in turn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Deb {
    epoch: Number,
    upstream: Part,
    revision: Part,
}

/// A part in the text form; `verrevcmp` needs no list of tokens.
#[derive(Clone, Debug)]
struct Part(Box<str>);

impl Deb {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("it holds white space or a character outside ASCII");
        }
        let (epoch, rest) = match text.split_once(':') {
            Some((epoch, rest)) if is_digits(epoch) => (Number::read(epoch), rest),
            Some(_) => return Err("the epoch before `:` is not a number"),
            None => (Number::ZERO, text),
        };
        let (upstream, revision) = rest.rsplit_once('-').unwrap_or((rest, ""));
        if upstream.is_empty() {
            return Err("the upstream version is empty");
        }
        Ok(Self { epoch, upstream: Part(upstream.into()), revision: Part(revision.into()) })
    }
}

impl Ord for Part {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut left, mut right) = (&*self.0, &*other.0);
        while !left.is_empty() || !right.is_empty() {
            let order = words(&mut left, &mut right).then_with(|| numbers(&mut left, &mut right));
            if order != Ordering::Equal {
                return order;
            }
        }
        Ordering::Equal
    }
}

impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Part {}

fn words(left: &mut &str, right: &mut &str) -> Ordering {
    loop {
        let (a, b) = (weight(left), weight(right));
        // A weight of zero on both sides means that both stand at a digit or at the end.
        if a != b || a == 0 {
            return a.cmp(&b);
        }
        *left = left.get(1..).unwrap_or_default();
        *right = right.get(1..).unwrap_or_default();
    }
}

/// Weighs the next character; the end and a digit weigh zero.
fn weight(text: &str) -> i16 {
    match text.bytes().next() {
        None | Some(b'0'..=b'9') => 0,
        Some(b'~') => -1,
        Some(letter) if letter.is_ascii_alphabetic() => i16::from(letter),
        Some(other) => i16::from(other) + 256,
    }
}

fn numbers(left: &mut &str, right: &mut &str) -> Ordering {
    let (a, after_left) = digits(left);
    let (b, after_right) = digits(right);
    (*left, *right) = (after_left, after_right);
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::{climb, refuse};

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["1.0~~"],
            &["1.0~~a"],
            &["1.0~"],
            &["1.0~rc1-1"],
            &["1.0", "1.0-0", "0:1.0", "1.00-00"],
            &["1.0-1~deb7u1"],
            &["1.0-1"],
            &["1.0-1+deb7u1"],
            &["1.0-1.1"],
            &["1.0a"],
            &["1.0+dfsg-1"],
            &["1.0.1"],
            &["1.0.99999999999999999999999"],
            &["1.1"],
            &["1:0.1"],
        ];
        climb(Scheme::Deb, steps);
    }

    #[test]
    fn texts_that_break_the_rules_are_refused() {
        refuse(Scheme::Deb, &["a:1", ":1", "1 2", "-1", "1:", "1.\u{3b1}"]);
    }
}
