//! Times in the one form that all formats take.

use std::time::Duration;

use vigil_base::Date;

use crate::Timestamp;

/// The time in UTC to the second (`2026-02-03T10:00:00Z`); nothing if the text is no time with a zone.
pub(super) fn utc(text: &str) -> Option<String> {
    let text = text.trim();
    let day: Date = text.get(..10)?.parse().ok()?;
    let clock = text.get(10..)?.strip_prefix(['T', 't', ' '])?;
    let end = clock.find(['Z', 'z', '+', '-'])?;
    let mut numbers = clock[..end].split(':').map(|number| number.split('.').next()?.parse::<i8>().ok());
    let (hour, minute, second) = (numbers.next()??, numbers.next()??, numbers.next().unwrap_or(Some(0))?);
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..60).contains(&second) {
        return None;
    }
    let time = day.at(hour, minute, second, 0);
    let (sign, zone) = clock[end..].split_at(1);
    let offset = offset(zone)?;
    let time = match sign {
        "+" => time.checked_sub(offset).ok()?,
        "-" => time.checked_add(offset).ok()?,
        _ => time,
    };
    Some(format!("{}T{:02}:{:02}:{:02}Z", time.date(), time.hour(), time.minute(), time.second()))
}

/// When the SBOM was made in UTC, else the start of the day it states.
pub(super) fn of(timestamp: Option<&Timestamp>) -> Option<String> {
    let timestamp = timestamp?;
    utc(&timestamp.text).or_else(|| timestamp.day.map(|day| format!("{day}T00:00:00Z")))
}

fn offset(zone: &str) -> Option<Duration> {
    if zone.is_empty() {
        return Some(Duration::ZERO);
    }
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<u64>().ok()? };
    Some(Duration::from_secs(hours.parse::<u64>().ok()? * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_with_a_zone_becomes_utc_and_other_text_nothing() {
        let table = [
            ("2026-02-03T10:00:00Z", Some("2026-02-03T10:00:00Z")),
            ("2026-02-03T10:00:00.123456Z", Some("2026-02-03T10:00:00Z")),
            ("2026-02-03T01:30:00+02:00", Some("2026-02-02T23:30:00Z")),
            ("2026-12-31T23:30:00-0100", Some("2027-01-01T00:30:00Z")),
            ("2026-02-03T10:00:00", None),
            ("2026-02-03", None),
            ("2026-02-03T25:00:00Z", None),
            ("soon", None),
        ];
        for (text, wanted) in table {
            assert_eq!(utc(text).as_deref(), wanted, "{text}");
        }
    }
}
