//! Comparisons that must all hold, as intervals.

use std::cmp::Ordering;

use crate::Scheme;
use crate::range::{Bound, Range};
use crate::vers::{Constraint, Sign};

/// Adds the versions that satisfy every constraint.
pub(super) fn add(range: Range, scheme: Scheme, constraints: &[Constraint]) -> Range {
    let listed: Vec<&Constraint> = constraints.iter().filter(|it| it.sign == Sign::Equal).collect();
    if let Some(one) = listed.first() {
        let holds = constraints.iter().all(|it| holds(scheme, it, &one.version));
        return if holds { range.or_version(one.version.clone()) } else { range };
    }
    let (mut from, mut to) = (Bound::Unbounded, Bound::Unbounded);
    for constraint in constraints {
        let version = constraint.version.clone();
        match constraint.sign {
            Sign::Greater => from = tighter(scheme, from, Bound::Excluding(version), Ordering::Greater),
            Sign::GreaterOrEqual => {
                from = tighter(scheme, from, Bound::Including(version), Ordering::Greater);
            }
            Sign::Less => to = tighter(scheme, to, Bound::Excluding(version), Ordering::Less),
            Sign::LessOrEqual => to = tighter(scheme, to, Bound::Including(version), Ordering::Less),
            Sign::Equal | Sign::NotEqual => {}
        }
    }
    let out: Vec<&str> =
        constraints.iter().filter(|it| it.sign == Sign::NotEqual).map(|it| it.version.as_str()).collect();
    split(range, scheme, from, to, out)
}

/// Cuts the excepted versions out by splitting the interval: an exception of one alternative is none of another.
fn split(mut range: Range, scheme: Scheme, mut from: Bound, to: Bound, mut out: Vec<&str>) -> Range {
    out.sort_by(|left, right| scheme.compare(left, right).unwrap_or(Ordering::Equal));
    out.dedup_by(|left, right| scheme.compare(left, right).is_ok_and(Ordering::is_eq));
    for version in out {
        let cut = Bound::Excluding(version.to_owned());
        range =
            interval(range, scheme, from.clone(), tighter(scheme, to.clone(), cut.clone(), Ordering::Less));
        from = tighter(scheme, from, cut, Ordering::Greater);
    }
    interval(range, scheme, from, to)
}

/// Adds an interval unless it is empty.
fn interval(range: Range, scheme: Scheme, from: Bound, to: Bound) -> Range {
    let empty = match (text(&from), text(&to)) {
        (Some(low), Some(high)) => match scheme.compare(low, high) {
            Ok(Ordering::Greater) => true,
            Ok(Ordering::Equal) => !matches!((&from, &to), (Bound::Including(_), Bound::Including(_))),
            _ => false,
        },
        _ => false,
    };
    if empty { range } else { range.or_between(from, to) }
}

/// The bound that leaves fewer versions; `side` is `Greater` for lower bounds.
fn tighter(scheme: Scheme, one: Bound, two: Bound, side: Ordering) -> Bound {
    let (Some(left), Some(right)) = (text(&one), text(&two)) else {
        return if one == Bound::Unbounded { two } else { one };
    };
    match scheme.compare(right, left) {
        Ok(order) if order == side => two,
        Ok(Ordering::Equal) if matches!(two, Bound::Excluding(_)) => two,
        _ => one,
    }
}

fn text(bound: &Bound) -> Option<&str> {
    match bound {
        Bound::Unbounded => None,
        Bound::Including(text) | Bound::Excluding(text) => Some(text),
    }
}

fn holds(scheme: Scheme, constraint: &Constraint, version: &str) -> bool {
    let Ok(order) = scheme.compare(version, &constraint.version) else { return false };
    match constraint.sign {
        Sign::Equal => order.is_eq(),
        Sign::NotEqual => order.is_ne(),
        Sign::Less => order.is_lt(),
        Sign::LessOrEqual => order.is_le(),
        Sign::Greater => order.is_gt(),
        Sign::GreaterOrEqual => order.is_ge(),
    }
}
