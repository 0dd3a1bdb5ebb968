//! Debian versions: `[epoch:]upstream[-revision]` (Debian Policy 5.6.12, deb-version(7)).
//!
//! Upstream and revision compare in turn: runs of other characters by letters first, `~` before everything and even
//! before the end; then runs of digits as numbers; and so on. A missing epoch or revision is zero.

use std::cmp::Ordering;

use crate::chunks::{Number, take_while};

#[derive(Clone, Debug)]
pub(crate) struct Deb {
    epoch: Number,
    upstream: Vec<(String, Number)>,
    revision: Vec<(String, Number)>,
}

impl PartialEq for Deb {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Deb {}

impl Deb {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (epoch, rest) = text.split_once(':').map_or(("0", text), |(epoch, rest)| (epoch, rest));
        if epoch.is_empty() || !epoch.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(format!("`{epoch}` is not an epoch"));
        }
        if let Some(wrong) = rest.chars().find(|c| c.is_whitespace() || !c.is_ascii()) {
            return Err(format!("`{}` cannot stand in it", wrong.escape_default()));
        }
        let (upstream, revision) = rest.rsplit_once('-').unwrap_or((rest, "0"));
        Ok(Self { epoch: Number::of(epoch), upstream: pairs(upstream), revision: pairs(revision) })
    }
}

/// Runs of other characters, each with the number after it.
fn pairs(mut text: &str) -> Vec<(String, Number)> {
    let mut found = Vec::new();
    while !text.is_empty() {
        let (word, rest) = take_while(text, |c| !c.is_ascii_digit());
        let (digits, rest) = take_while(rest, |c| c.is_ascii_digit());
        found.push((word.to_owned(), Number::of(digits)));
        text = rest;
    }
    found
}

fn compare_pairs(a: &[(String, Number)], b: &[(String, Number)]) -> Ordering {
    let end = (String::new(), Number::default());
    (0..a.len().max(b.len()))
        .map(|at| {
            let (a, b) = (a.get(at).unwrap_or(&end), b.get(at).unwrap_or(&end));
            words(&a.0, &b.0).then_with(|| a.1.cmp(&b.1))
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// `~` before the end, the end before letters, letters before all other characters.
fn words(a: &str, b: &str) -> Ordering {
    let weight = |c: Option<char>| match c {
        Some('~') => (-1, 0),
        None => (0, 0),
        Some(c) if c.is_ascii_alphabetic() => (1, u32::from(c)),
        Some(c) => (2, u32::from(c)),
    };
    let (mut a, mut b) = (a.chars(), b.chars());
    loop {
        let (x, y) = (a.next(), b.next());
        match weight(x).cmp(&weight(y)) {
            Ordering::Equal if x.is_none() => return Ordering::Equal,
            Ordering::Equal => {}
            order => return order,
        }
    }
}

impl Ord for Deb {
    fn cmp(&self, other: &Self) -> Ordering {
        self.epoch
            .cmp(&other.epoch)
            .then_with(|| compare_pairs(&self.upstream, &other.upstream))
            .then_with(|| compare_pairs(&self.revision, &other.revision))
    }
}

impl PartialOrd for Deb {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::{Scheme, ladder};

    #[test]
    fn order() {
        ladder::holds(
            Scheme::Deb,
            &[
                "1.0~beta1~svn1245",
                "1.0~beta1",
                "1.0=1.0-0=0:1.0",
                "1.0-1~bpo1",
                "1.0-1",
                "1.0-1+b1",
                "1.0a",
                "1.0+dfsg",
                "1.0.1",
                "1.10",
                "1:0.1",
            ],
        );
    }
}
