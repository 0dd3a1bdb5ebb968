//! Points in time as versions (vers-spec, `datetime`; RFC 3339): `2024-01-01T00:00:00Z`.
//!
//! Compared as instants: offsets are taken into account, fractions of a second of any length count.
//! A leap second (`:60`) is the first instant of the next minute.

use crate::number::{digits, is_digits};

// Derived order compares the fields in turn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DateTime {
    /// Seconds since the first of January of year zero.
    seconds: i64,
    /// Digits behind the decimal point, without zeros at the end, so that text order is number order.
    fraction: Box<str>,
}

const WRONG: &str = "it is not of the form 2024-01-31T10:20:30Z (RFC 3339)";

impl DateTime {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        read(text).ok_or(WRONG)
    }
}

fn read(text: &str) -> Option<DateTime> {
    let (day, rest) = text.split_at_checked(10)?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, rest) = rest.split_at_checked(8)?;
    let (fraction, zone) = match rest.strip_prefix('.').map(digits) {
        Some(("", _)) => return None,
        Some((fraction, zone)) => (fraction.trim_end_matches('0'), zone),
        None => ("", rest),
    };
    let seconds = days(day)? * 86_400 + seconds_of_day(clock)? - offset(zone)?;
    Some(DateTime { seconds, fraction: fraction.into() })
}

/// Counts the days since the first of January of year zero.
fn days(day: &str) -> Option<i64> {
    let [year, month, date] = fields(day, '-', [4, 2, 2])?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month = usize::try_from(month).ok()?.checked_sub(1)?;
    if !(1..=*lengths.get(month)?).contains(&date) {
        return None;
    }
    let leap_days = if year == 0 { 0 } else { (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1 };
    Some(year * 365 + leap_days + lengths[..month].iter().sum::<i64>() + date - 1)
}

fn seconds_of_day(clock: &str) -> Option<i64> {
    let [hour, minute, second] = fields(clock, ':', [2, 2, 2])?;
    (hour < 24 && minute < 60 && second <= 60).then_some(hour * 3600 + minute * 60 + second)
}

fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, clock) = zone.split_at_checked(1)?;
    let [hour, minute] = fields(clock, ':', [2, 2])?;
    let seconds = (hour < 24 && minute < 60).then_some(hour * 3600 + minute * 60)?;
    match sign {
        "+" => Some(seconds),
        "-" => Some(-seconds),
        _ => None,
    }
}

/// Reads numbers of fixed widths between separators.
fn fields<const N: usize>(text: &str, separator: char, widths: [usize; N]) -> Option<[i64; N]> {
    let parts: Vec<&str> = text.split(separator).collect();
    let parts: [&str; N] = parts.try_into().ok()?;
    let fits = parts.iter().zip(widths).all(|(part, width)| part.len() == width && is_digits(part));
    fits.then(|| parts.map(|part| part.bytes().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'))))
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::{climb, refuse};

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["0000-01-01T00:00:00Z"],
            &["0001-01-01T00:00:00Z"],
            &["2024-01-01T00:00:00+02:00", "2023-12-31T22:00:00Z"],
            &["2023-12-31T23:59:60Z", "2024-01-01T00:00:00.000Z", "2023-12-31t19:00:00-05:00"],
            &["2024-01-01T00:00:00.09Z"],
            &["2024-01-01T00:00:00.123456789012345678901234567890Z"],
            &["2024-01-01T00:00:00.9Z"],
            &["2024-02-29T00:00:00Z"],
            &["2024-03-01T00:00:00Z"],
        ];
        climb(Scheme::DateTime, steps);
    }

    #[test]
    fn texts_that_break_the_rules_are_refused() {
        refuse(
            Scheme::DateTime,
            &[
                "2024-01-01",
                "2024-02-30T00:00:00Z",
                "2024-01-01T24:00:00Z",
                "2024-01-01T00:00:00",
                "2024-13-01T00:00:00Z",
                "2024-01-01T00:00:00.Z",
                "2024-00-01T00:00:00Z",
                "20240101T000000Z",
                "2024-01-0\u{e9}T00:00:00Z",
            ],
        );
    }
}
