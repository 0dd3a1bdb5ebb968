//! What the head of an answer says.

use ureq::http::{HeaderMap, Uri, header};

use crate::address;
use crate::attempt::{Again, Failure, never};
use crate::error::Cause;
use crate::wait;

/// An answer that brings no file.
pub(crate) fn refused(code: u16, headers: &HeaderMap) -> Failure {
    let date = text(headers, header::DATE);
    let wait = wait::asked(text(headers, header::RETRY_AFTER).as_deref(), date.as_deref());
    let again = match (code, wait) {
        (408 | 425 | 429 | 500 | 502 | 503 | 504 | 403, Some(wait)) => Again::After(wait),
        (408 | 425 | 429 | 500 | 502 | 503 | 504, None) => Again::Soon,
        _ => Again::Never,
    };
    Failure { cause: Cause::Status { code, wait }, again }
}

/// The next address; never from a secure to an open connection.
pub(crate) fn led_on(from: &Uri, headers: &HeaderMap) -> Result<Uri, Failure> {
    let location = text(headers, header::LOCATION).unwrap_or_default();
    let refused = |why: String| never(Cause::Redirect { to: location.clone(), why });
    let to = address::join(from, &location).map_err(refused)?;
    if from.scheme_str() == Some("https") && to.scheme_str() != Some("https") {
        return Err(refused("the connection would no longer be secure".to_owned()));
    }
    Ok(to)
}

/// A header as text; one that is no text counts as missing.
pub(crate) fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// What `Content-Range` says of the part that comes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// The length of the whole, where the server knows it.
    pub(crate) total: Option<u64>,
}

impl Span {
    /// Reads `bytes 5-9/10`; only a part that begins at `from` and runs to the end is of use.
    pub(crate) fn from(range: &str, from: u64) -> Option<Self> {
        let (span, total) = range.trim().strip_prefix("bytes ")?.split_once('/')?;
        let (start, end) = span.split_once('-')?;
        let (start, end) = (start.parse::<u64>().ok()?, end.parse::<u64>().ok()?);
        let total = if total == "*" { None } else { Some(total.parse::<u64>().ok()?) };
        let to_the_end = total.is_none_or(|total| end.checked_add(1) == Some(total));
        (start == from && end >= start && to_the_end).then_some(Self { total })
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn only_a_range_that_begins_where_the_part_ends_and_runs_to_the_end_is_taken() {
        assert_eq!(Span::from("bytes 5-9/10", 5), Some(Span { total: Some(10) }));
        assert_eq!(Span::from("bytes 5-9/*", 5), Some(Span { total: None }));
        for wrong in ["bytes 4-9/10", "bytes 5-8/10", "bytes 5-4/5", "bytes */10", "5-9/10", ""] {
            assert_eq!(Span::from(wrong, 5), None, "{wrong}");
        }
    }
}
