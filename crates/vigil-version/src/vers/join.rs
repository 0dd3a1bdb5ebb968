//! Sorted constraints to intervals (vers-spec, "Using version range specifiers").

use super::{Constraint, Sign};
use crate::range::{Bound, Range};

/// Pairs sorted constraints into intervals.
pub(super) fn join(constraints: &[Constraint]) -> Range {
    let mut range = Range::none();
    let mut open: Option<Bound> = None;
    let mut intervals: Vec<(Bound, Bound)> = Vec::new();
    for Constraint { sign, version } in constraints {
        let text = version.clone();
        match sign {
            Sign::Equal => range = range.or_version(text),
            Sign::NotEqual => range = range.except(text),
            Sign::Greater => open = open.or(Some(Bound::Excluding(text))),
            Sign::GreaterOrEqual => open = open.or(Some(Bound::Including(text))),
            Sign::Less => close(&mut intervals, open.take(), Bound::Excluding(text)),
            Sign::LessOrEqual => close(&mut intervals, open.take(), Bound::Including(text)),
        }
    }
    intervals.extend(open.map(|from| (from, Bound::Unbounded)));
    // `!=1.0` alone means every version but that one.
    if !constraints.is_empty() && constraints.iter().all(|it| it.sign == Sign::NotEqual) {
        intervals.push((Bound::Unbounded, Bound::Unbounded));
    }
    intervals.into_iter().fold(range, |range, (from, to)| range.or_between(from, to))
}

/// Ends the open interval at `to`; without one, the last upper bound moves up, as the specification simplifies.
fn close(intervals: &mut Vec<(Bound, Bound)>, open: Option<Bound>, to: Bound) {
    match (open, intervals.last_mut()) {
        (Some(from), _) => intervals.push((from, to)),
        (None, Some(last)) => last.1 = to,
        (None, None) => intervals.push((Bound::Unbounded, to)),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Range, Scheme};

    #[test]
    fn constraints_are_paired_into_intervals() {
        for (vers, text) in [
            ("vers:npm/>=1.0.0|<2.0.0", ">=1.0.0, <2.0.0"),
            ("vers:npm/<1.0.0|>=2.0.0|<=3.0.0|>4.0.0", "<1.0.0 || >=2.0.0, <=3.0.0 || >4.0.0"),
            ("vers:npm/1.0.0|>3.0.0|2.0.0", ">3.0.0 || 1.0.0 || 2.0.0"),
            ("vers:npm/*", "*"),
            ("vers:npm/!=1.0.0", "*, !=1.0.0"),
            ("vers:npm/<1.0.0|<2.0.0", "<2.0.0"),
            ("vers:npm/1.0.0%2Bbuild", "1.0.0+build"),
        ] {
            let (scheme, range) = Range::parse_vers(vers).unwrap();
            assert_eq!((scheme, range.to_string().as_str()), (Scheme::Semver, text));
        }
    }
}
