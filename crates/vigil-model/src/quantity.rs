//! Quantities with units: durations, ports, sizes, update cycles, CWE numbers. A wrong unit is a fault at its place.

use std::fmt;

use serde_json::{Value as Json, json};
use vigil_base::Date;

use crate::field::{self, Field, NodeRef};
use crate::findings;
use crate::node::Value;
use crate::read::Reader;

/// A span of time such as `"30 days"`, `"10 min"`, `"2 years"`, kept as written beside its seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duration {
    /// As written.
    pub text: String,
    /// Length in seconds; months count 30 days and years 365, as in contracts.
    pub seconds: u64,
}

impl Duration {
    /// Reads `30 days`.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.trim().split_once(' ')?;
        let number: u64 = number.parse().ok()?;
        let unit = match unit.trim() {
            "s" | "sec" | "second" | "seconds" => 1,
            "min" | "minute" | "minutes" => 60,
            "h" | "hour" | "hours" => 3600,
            "day" | "days" => 86_400,
            "week" | "weeks" => 7 * 86_400,
            "month" | "months" => 30 * 86_400,
            "year" | "years" => 365 * 86_400,
            _ => return None,
        };
        Some(Self { text: text.trim().to_owned(), seconds: number.checked_mul(unit)? })
    }

    /// Length in whole days.
    pub fn days(&self) -> i64 {
        i64::try_from(self.seconds / 86_400).unwrap_or(i64::MAX)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A network port such as `"tcp/8443"`, or a range `"udp/5000-5010"`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Port {
    /// `tcp`, `udp` or `sctp`.
    pub protocol: String,
    /// First port.
    pub first: u16,
    /// Last port; equal to the first for a single one.
    pub last: u16,
}

impl Port {
    /// Reads `tcp/8443` or `udp/5000-5010`.
    pub fn parse(text: &str) -> Option<Self> {
        let (protocol, ports) = text.split_once('/')?;
        if !["tcp", "udp", "sctp"].contains(&protocol) {
            return None;
        }
        let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
        let (first, last): (u16, u16) = (first.parse().ok()?, last.parse().ok()?);
        (first > 0 && first <= last).then(|| Self { protocol: protocol.to_owned(), first, last })
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}/{}", self.protocol, self.first)
        } else {
            write!(f, "{}/{}-{}", self.protocol, self.first, self.last)
        }
    }
}

/// How often something comes round: a word (`"quarterly"`) or a duration (`"90 days"`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// As written.
    pub text: String,
    /// Length in days.
    pub days: i64,
}

impl Cycle {
    /// Reads `quarterly` or `90 days`.
    pub fn parse(text: &str) -> Option<Self> {
        let days = match text.trim() {
            "continuously" => 0,
            "daily" => 1,
            "weekly" => 7,
            "monthly" => 30,
            "quarterly" => 91,
            "half-yearly" => 182,
            "yearly" => 365,
            other => Duration::parse(other)?.days(),
        };
        Some(Self { text: text.trim().to_owned(), days })
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A size in bytes such as `"64 MB"`; powers of ten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// As written.
    pub text: String,
    /// Number of bytes.
    pub bytes: u64,
}

impl Size {
    /// Reads `64 MB`.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.trim().split_once(' ')?;
        let unit = match unit.trim() {
            "B" => 1,
            "kB" => 1_000,
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            _ => return None,
        };
        Some(Self { text: text.trim().to_owned(), bytes: number.parse::<u64>().ok()?.checked_mul(unit)? })
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

macro_rules! from_text {
    ($name:ident, $what:literal, $example:literal, $pattern:literal) => {
        impl Field for $name {
            fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
                let text = field::text(node.node(), $what, cx)?;
                let read = Self::parse(&text);
                if read.is_none() {
                    let finding = findings::bad_quantity(&text, $what, $example, &cx.subject);
                    cx.say(finding, node.node().span);
                }
                read
            }
            fn schema() -> Json {
                json!({"type": "string", "pattern": $pattern, "examples": [$example]})
            }
            fn json(&self) -> Json {
                self.to_string().into()
            }
        }
    };
}

from_text!(
    Duration,
    "a duration",
    "30 days",
    "^[0-9]+ (s|sec|seconds?|min|minutes?|h|hours?|days?|weeks?|months?|years?)$"
);
from_text!(Port, "a port", "tcp/8443", "^(tcp|udp|sctp)/[0-9]+(-[0-9]+)?$");
from_text!(
    Cycle,
    "a cycle",
    "quarterly",
    "^(continuously|daily|weekly|monthly|quarterly|half-yearly|yearly|[0-9]+ (days?|weeks?|months?|years?))$"
);
from_text!(Size, "a size", "64 MB", "^[0-9]+ (B|kB|MB|GB)$");

/// A score with one decimal at most, such as 2.7; kept in tenths, so that no comparison depends on rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub u8);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

impl Field for Tenths {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let number = match node.node().value {
            Value::Integer(whole) => u8::try_from(whole).ok().map(f64::from),
            Value::Float(number) => Some(number),
            _ => None,
        };
        // Two decimals are refused instead of being rounded to a score that nobody wrote.
        let is = |tenths: &u8| number.is_some_and(|it| (it * 10.0 - f64::from(*tenths)).abs() < 1e-6);
        let read = (0..=100).find(is).map(Self);
        if read.is_none() {
            let found = node.node().type_word();
            let wanted = "a score from 0 to 10 with one decimal, such as 2.7,";
            cx.say(findings::wrong_type(wanted, found, &cx.subject), node.node().span);
        }
        read
    }
    fn schema() -> Json {
        json!({"type": "number", "minimum": 0, "maximum": 10, "multipleOf": 0.1})
    }
    fn json(&self) -> Json {
        json!(f64::from(self.0) / 10.0)
    }
}

/// CWE numbers, written as `778`, `[613]`, or `"none"` where none fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cwes {
    /// The numbers.
    pub numbers: Vec<u64>,
    /// Whether it is stated that none fits.
    pub none: bool,
}

impl Field for Cwes {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        match &node.node().value {
            Value::Text(word) if word == "none" => Some(Self { numbers: Vec::new(), none: true }),
            Value::Integer(_) => u64::read(node, cx).map(|one| Self { numbers: vec![one], none: false }),
            Value::List(_) => Vec::read(node, cx).map(|numbers| Self { numbers, none: false }),
            _ => {
                let finding = findings::wrong_type(
                    "a CWE number, a list of them, or \"none\"",
                    node.node().type_word(),
                    &cx.subject,
                );
                cx.say(finding, node.node().span);
                None
            }
        }
    }
    fn absent() -> Option<Self> {
        Some(Self::default())
    }
    fn is_absent(&self) -> bool {
        !self.none && self.numbers.is_empty()
    }
    fn schema() -> Json {
        json!({"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}, {"const": "none"}]})
    }
    fn json(&self) -> Json {
        if self.none { "none".into() } else { self.numbers.json() }
    }
}

impl fmt::Display for Cwes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.none {
            return f.write_str("none");
        }
        let numbers: Vec<String> = self.numbers.iter().map(|number| format!("CWE-{number}")).collect();
        f.write_str(&numbers.join(", "))
    }
}

/// A date, or a stated `"unknown"`: the difference between "nobody looked" and "looked, cannot be known".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// The day.
    Day(Date),
    /// It was looked for and is not known; the record gives the reason.
    Unknown,
}

impl Until {
    /// The day, where there is one.
    pub fn day(self) -> Option<Date> {
        if let Self::Day(day) = self { Some(day) } else { None }
    }
}

impl Field for Until {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        match &node.node().value {
            Value::Text(word) if word == "unknown" => Some(Self::Unknown),
            _ => Date::read(node, cx).map(Self::Day),
        }
    }
    fn schema() -> Json {
        json!({"anyOf": [{"type": "string", "format": "date"}, {"const": "unknown"}]})
    }
    fn json(&self) -> Json {
        match self {
            Self::Day(day) => day.json(),
            Self::Unknown => "unknown".into(),
        }
    }
}

/// A text, or `{ none = "reason" }` where there is nothing and that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextOrNone {
    /// The text.
    Text(String),
    /// Nothing, for this reason.
    None(String),
}

impl Field for TextOrNone {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        if let Some([(key, reason)]) = node.node().table()
            && key.name == "none"
        {
            return field::text(reason, "a reason", cx).map(Self::None);
        }
        field::text(node.node(), "text, or `{ none = \"reason\" }`,", cx).map(Self::Text)
    }
    fn schema() -> Json {
        json!({"anyOf": [{"type": "string"}, {"type": "object", "properties": {"none": {"type": "string"}}, "required": ["none"], "additionalProperties": false}]})
    }
    fn json(&self) -> Json {
        match self {
            Self::Text(text) => text.clone().into(),
            Self::None(reason) => json!({"none": reason}),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_a_number_and_a_known_unit() {
        assert_eq!(Duration::parse("30 days").unwrap().days(), 30);
        assert_eq!(Duration::parse("10 min").unwrap().seconds, 600);
        for wrong in ["30", "days", "30 fortnights", "-3 days", "3days", "99999999999999999999 years"] {
            assert_eq!(Duration::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn ports_need_a_protocol_and_a_range_in_order() {
        assert_eq!(Port::parse("tcp/8443").unwrap().to_string(), "tcp/8443");
        assert_eq!(Port::parse("udp/5000-5010").unwrap().last, 5010);
        for wrong in ["8443", "tcp/", "tcp/0", "tcp/70000", "icmp/1", "tcp/20-10"] {
            assert_eq!(Port::parse(wrong), None, "{wrong}");
        }
    }
}
