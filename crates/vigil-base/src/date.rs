//! Calendar days. No times, no zones: a submission is dated by the day.

/// A day in the Gregorian calendar, printed as `2026-02-03`.
pub type Date = jiff::civil::Date;

/// Reads `2026-02-03`, or the day of a timestamp such as `2026-02-03T10:00:00Z`.
pub fn parse(text: &str) -> Option<Date> {
    let day = text.trim().get(..10)?;
    let rest = text.trim().get(10..)?;
    if !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
        return None;
    }
    day.parse().ok()
}

/// Whole days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until((jiff::Unit::Day, to)).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_gives_its_day_and_other_text_gives_nothing() {
        assert_eq!(parse("2026-02-03"), Some(Date::constant(2026, 2, 3)));
        assert_eq!(parse("2026-02-03T23:59:59Z"), Some(Date::constant(2026, 2, 3)));
        for wrong in ["", "2026-2-3", "2026-02-30", "2026-02-031", "soon", "2026-02-0é"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_are_counted_over_a_leap_day() {
        let from = Date::constant(2028, 2, 28);
        assert_eq!(days_between(from, Date::constant(2028, 3, 1)), 2);
        assert_eq!(days_between(Date::constant(2028, 3, 1), from), -2);
    }
}
