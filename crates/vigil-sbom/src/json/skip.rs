//! Walking over JSON text that is known to be well-formed, without building anything.

/// Where the member or element `step` of the container at `at` begins.
pub(crate) fn child(text: &str, at: usize, step: &str) -> Option<usize> {
    match text.as_bytes().get(at)? {
        b'{' => member(text, at + 1, step),
        b'[' => element(text, at + 1, step.parse().ok()?),
        _ => None,
    }
}

/// The members of the object that `text` is, each with its key in quotes and its value as written.
pub(crate) fn members(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut at = space(text, 0)?;
    if text.as_bytes()[at] != b'{' {
        return None;
    }
    let mut members = Vec::new();
    at = space(text, at + 1)?;
    while text.as_bytes()[at] != b'}' {
        let key_end = value(text, at)?;
        let start = space(text, space(text, key_end)? + 1)?;
        let end = value(text, start)?;
        members.push((&text[at..key_end], &text[start..end]));
        at = space(text, end)?;
        if text.as_bytes()[at] == b',' {
            at = space(text, at + 1)?;
        }
    }
    Some(members)
}

/// The elements of the list that `text` is, as written.
pub(crate) fn elements(text: &str) -> Option<Vec<&str>> {
    let mut at = space(text, 0)?;
    if text.as_bytes()[at] != b'[' {
        return None;
    }
    let mut elements = Vec::new();
    at = space(text, at + 1)?;
    while text.as_bytes()[at] != b']' {
        let end = value(text, at)?;
        elements.push(&text[at..end]);
        at = space(text, end)?;
        if text.as_bytes()[at] == b',' {
            at = space(text, at + 1)?;
        }
    }
    Some(elements)
}

/// A scalar as written, or the first line of anything else.
pub(super) fn first_line(text: &str) -> &str {
    let end = value(text, 0).unwrap_or(text.len());
    text[..end].lines().next().unwrap_or("")
}

fn member(text: &str, from: usize, wanted: &str) -> Option<usize> {
    let mut at = from;
    loop {
        at = space(text, at)?;
        let end = value(text, at)?;
        let key = text.get(at..end)?;
        let start = space(text, space(text, end)? + 1)?;
        if is_key(key, wanted) {
            return Some(start);
        }
        at = next(text, value(text, start)?)?;
    }
}

fn element(text: &str, from: usize, wanted: usize) -> Option<usize> {
    let mut at = space(text, from)?;
    for _ in 0..wanted {
        at = space(text, next(text, value(text, at)?)?)?;
    }
    (text.as_bytes().get(at)? != &b']').then_some(at)
}

fn is_key(raw: &str, wanted: &str) -> bool {
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
    if inner.contains('\\') {
        return serde_json::from_str::<String>(raw).is_ok_and(|key| key == wanted);
    }
    inner == wanted
}

/// The byte after the comma that follows `at`; nothing at the end of the container.
fn next(text: &str, at: usize) -> Option<usize> {
    let comma = space(text, at)?;
    (text.as_bytes().get(comma)? == &b',').then_some(comma + 1)
}

/// The first byte from `at` on that is no white space.
fn space(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    Some(at + rest.iter().position(|byte| !byte.is_ascii_whitespace())?)
}

/// The end of the value that begins at `at`.
fn value(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open = 0_usize;
    let mut at = at;
    loop {
        match bytes.get(at)? {
            b'"' => at = string(bytes, at)?,
            b'{' | b'[' => {
                open += 1;
                at += 1;
                continue;
            }
            b'}' | b']' => {
                open = open.checked_sub(1)?;
                at += 1;
            }
            b',' | b':' => at += 1,
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            _ => at = scalar(bytes, at),
        }
        if open == 0 {
            return Some(at);
        }
    }
}

/// The byte after the string that begins at `at`.
pub(crate) fn string(bytes: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn scalar(bytes: &[u8], at: usize) -> usize {
    let end = |byte: &u8| {
        matches!(byte, b',' | b':' | b'}' | b']' | b'{' | b'[' | b'"') || byte.is_ascii_whitespace()
    };
    bytes[at..].iter().position(end).map_or(bytes.len(), |length| at + length.max(1))
}
