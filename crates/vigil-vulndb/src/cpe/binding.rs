//! The two bindings of a value: formatted string and URI (NISTIR 7695).

use super::{CpeError, Token, Value};

pub(super) fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// Splits at colons that no backslash stands before.
pub(super) fn split_unescaped(text: &str) -> Vec<&str> {
    let mut parts = Vec::with_capacity(11);
    let (mut start, mut escaped) = (0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\\' if !escaped => escaped = true,
            b':' if !escaped => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => escaped = false,
        }
    }
    parts.push(&text[start..]);
    parts
}

pub(super) fn formatted_value(text: &str) -> Value {
    match text {
        "*" | "" => return Value::Any,
        "-" => return Value::NotApplicable,
        _ => {}
    }
    let mut tokens = Vec::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            // A lone backslash at the end stands for itself: there is nothing it could escape.
            '\\' => tokens.extend(
                chars.next().or(Some('\\')).into_iter().flat_map(char::to_lowercase).map(Token::Char),
            ),
            '*' => tokens.push(Token::Many),
            '?' => tokens.push(Token::One),
            _ => tokens.extend(c.to_lowercase().map(Token::Char)),
        }
    }
    Value::Text(tokens)
}

pub(super) fn uri_value(text: &str) -> Result<Value, CpeError> {
    match text {
        "" => return Ok(Value::Any),
        "-" => return Ok(Value::NotApplicable),
        _ => {}
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first != b'%' {
            bytes.push(first);
            rest = tail;
            continue;
        }
        let hex = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok()).ok_or(CpeError::Percent)?;
        let byte = u8::from_str_radix(hex, 16).map_err(|_| CpeError::Percent)?;
        // NISTIR 7695, 6.1.2.3: %01 and %02 are the wild cards; they cannot occur as characters.
        bytes.push(byte);
        rest = &tail[2..];
    }
    let decoded = String::from_utf8_lossy(&bytes);
    let tokens = decoded.chars().flat_map(char::to_lowercase).map(|c| match c {
        '\u{1}' => Token::One,
        '\u{2}' => Token::Many,
        c => Token::Char(c),
    });
    Ok(Value::Text(tokens.collect()))
}
