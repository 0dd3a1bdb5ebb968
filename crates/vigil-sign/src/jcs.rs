//! The canonical form of JSON that signatures inside JSON are made over: RFC 8785.

use serde_json::Value;

/// `value` in its canonical form. Numbers are IEEE doubles there, so that integers beyond 2^53 lose digits, as
/// section 3.2.2.3 has it.
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(is) => out.push_str(if *is { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&of_number(number.as_f64().unwrap_or_default())),
        Value::String(text) => string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            // Section 3.2.3: names are sorted by their UTF-16 code units.
            let mut names: Vec<_> = fields.iter().collect();
            names.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
            out.push('{');
            for (at, (name, field)) in names.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                string(name, out);
                out.push(':');
                write(field, out);
            }
            out.push('}');
        }
    }
}

/// Section 3.2.2.2.
fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Section 3.2.2.3: as ECMAScript writes a double, from the shortest digits that name it.
fn of_number(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let sign = if number < 0.0 { "-" } else { "" };
    // Of two shortest texts that are equally near, ECMAScript takes the even one; so does `serde_json`, but not `{:e}`.
    let shortest = Value::from(number.abs()).to_string();
    let (mantissa, exponent) = shortest.split_once(['e', 'E']).unwrap_or((&shortest, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{part}");
    let digits = all.trim_start_matches('0');
    let length = |text: &str| i64::try_from(text.len()).unwrap_or_default();
    // The place of the decimal point, counted from before the first digit.
    let point = exponent.trim_start_matches('+').parse::<i64>().unwrap_or_default() + length(whole)
        - (length(&all) - length(digits));
    let digits = digits.trim_end_matches('0').to_owned();
    let count = length(&digits);
    let zeros = |n: i64| "0".repeat(usize::try_from(n).unwrap_or_default());
    let text = if (count..=21).contains(&point) {
        digits + &zeros(point - count)
    } else if (1..=21).contains(&point) {
        let (whole, part) = digits.split_at(usize::try_from(point).unwrap_or_default());
        format!("{whole}.{part}")
    } else if (-5..=0).contains(&point) {
        format!("0.{}{digits}", zeros(-point))
    } else {
        let (first, rest) = digits.split_at(1);
        let part = if rest.is_empty() { String::new() } else { format!(".{rest}") };
        format!("{first}{part}e{}{}", if point > 0 { "+" } else { "-" }, (point - 1).abs())
    };
    sign.to_owned() + &text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Appendix B of the RFC, and both sides of each border between two ways of writing.
    #[test]
    fn numbers_are_written_as_ecmascript_does() {
        let table = [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ];
        for (bits, text) in table {
            assert_eq!(of_number(f64::from_bits(bits)), text);
        }
    }

    #[test]
    fn names_are_sorted_by_utf_16_and_texts_escaped_as_little_as_possible() {
        let value = serde_json::json!({
            "\u{20ac}": "Euro", "\r": "return", "\u{fb33}": "dalet", "1": "one", "\u{1f600}": "smile",
            "\u{80}": "control", "\u{f6}": "o", "a": [1.0, 56, null, true, "\u{f}\n\"\\/\u{7f}"]
        });
        assert_eq!(
            canonical(&value),
            "{\"\\r\":\"return\",\"1\":\"one\",\"a\":[1,56,null,true,\"\\u000f\\n\\\"\\\\/\u{7f}\"],\
             \"\u{80}\":\"control\",\"\u{f6}\":\"o\",\"\u{20ac}\":\"Euro\",\"\u{1f600}\":\"smile\",\"\u{fb33}\":\"dalet\"}"
        );
    }
}
