//! How long to wait before the next attempt.

use std::time::Duration;

use jiff::fmt::rfc2822::DateTimeParser;

/// Lets time pass. The library does not: a program sleeps, a test only counts.
pub trait Pause {
    /// Returns after this time.
    fn pause(&self, time: Duration);
}

/// The wait before attempt number `next` (the second is 2): doubled each time, up to `longest`.
pub(crate) fn back_off(next: u32, first: Duration, longest: Duration) -> Duration {
    let doublings = next.saturating_sub(2).min(20);
    first.saturating_mul(1 << doublings).min(longest)
}

/// What `Retry-After` asks for (RFC 9110, 10.2.3): seconds, or a date, which is compared with the server's own
/// `Date`, so that a wrong clock on either side does no harm.
pub(crate) fn asked(retry_after: Option<&str>, date: Option<&str>) -> Option<Duration> {
    let asked = retry_after?.trim();
    if let Ok(seconds) = asked.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let parser = DateTimeParser::new();
    let until = parser.parse_timestamp(asked).ok()?.as_second();
    let now = parser.parse_timestamp(date?.trim()).ok()?.as_second();
    Some(Duration::from_secs(u64::try_from(until.saturating_sub(now)).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let wait = |next| back_off(next, Duration::from_secs(1), Duration::from_secs(10)).as_secs();
        assert_eq!([2, 3, 4, 5, 6, 60].map(wait), [1, 2, 4, 8, 10, 10]);
    }

    #[test]
    fn a_server_may_ask_in_seconds_or_by_date() {
        let seconds = |value, date| asked(Some(value), date).map(|wait| wait.as_secs());
        assert_eq!(seconds("17", None), Some(17));
        let (early, late) = ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:51:07 GMT");
        assert_eq!(seconds(late, Some(early)), Some(90));
        assert_eq!(seconds(early, Some(late)), Some(0));
        assert_eq!(seconds(late, None), None);
        assert_eq!(seconds("soon", Some(early)), None);
        assert_eq!(asked(None, Some(early)), None);
    }
}
