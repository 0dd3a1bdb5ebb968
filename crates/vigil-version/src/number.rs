//! Whole numbers of any length: dates and commit counts outgrow 64 bits, and a wrap would reorder versions.

/// A number read from decimal digits.
// Derived order: `Big` is only used beyond 19 digits, so it sorts after every `Small`; among `Big` the
// longer text is the greater number, and of equal length the text order is the order of the numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Number {
    Small(u64),
    Big(usize, Box<str>),
}

impl Number {
    pub(crate) const ZERO: Self = Self::Small(0);

    /// Reads a run of ASCII digits; an empty run is zero.
    pub(crate) fn read(digits: &str) -> Self {
        debug_assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
        let significant = digits.trim_start_matches('0');
        if significant.len() <= 19 {
            let value = significant.bytes().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
            return Self::Small(value);
        }
        Self::Big(significant.len(), significant.into())
    }

    pub(crate) fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }
}

/// Cuts `text` after its leading ASCII digits.
pub(crate) fn digits(text: &str) -> (&str, &str) {
    cut(text, |byte| byte.is_ascii_digit())
}

/// Cuts `text` after the leading bytes that satisfy `wanted`, which must only accept ASCII.
pub(crate) fn cut(text: &str, wanted: impl Fn(u8) -> bool) -> (&str, &str) {
    let end = text.bytes().position(|byte| !wanted(byte)).unwrap_or(text.len());
    text.split_at(end)
}

/// Says whether `text` is one or more ASCII digits.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads dotted numbers, refusing empty and non-numeric parts.
pub(crate) fn dotted(text: &str) -> Result<Vec<Number>, &'static str> {
    text.split('.').map(one).collect()
}

fn one(part: &str) -> Result<Number, &'static str> {
    if part.is_empty() {
        return Err("a number is missing beside a dot");
    }
    if !is_digits(part) {
        return Err("a dotted part is not a number");
    }
    Ok(Number::read(part))
}

/// Drops zeros at the end, so that `1.0` and `1` are one value.
pub(crate) fn trim_zeros(numbers: &mut Vec<Number>) {
    while numbers.last().is_some_and(Number::is_zero) {
        numbers.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_length_are_ordered_by_value() {
        let ladder = [
            "0",
            "1",
            "09",
            "10",
            "9999999999999999999",
            "10000000000000000000",
            "018446744073709551616",
            "99999999999999999999",
            "100000000000000000000",
        ];
        for pair in ladder.windows(2) {
            assert!(Number::read(pair[0]) < Number::read(pair[1]), "{pair:?}");
        }
        assert_eq!(Number::read("0007"), Number::read("7"));
        assert_eq!(Number::read(""), Number::ZERO);
    }
}
