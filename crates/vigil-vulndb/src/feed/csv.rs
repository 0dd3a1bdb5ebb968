//! Comma separated values (RFC 4180), one row at a time, with quoted fields over several lines.

use std::io::{self, BufRead, Read};

/// Reads the rows of a CSV text.
pub(crate) struct Rows<R> {
    from: R,
    /// The line that the next row begins on, from 1.
    pub(crate) line: u64,
}

/// The longest row that is read.
const LONGEST: usize = 1 << 20;

impl<R: BufRead> Rows<R> {
    /// Rows of `from`, whose first line has number `line`.
    pub(crate) fn new(from: R, line: u64) -> Self {
        Self { from, line }
    }

    /// The next row; empty lines are passed over.
    pub(crate) fn next(&mut self) -> io::Result<Option<Vec<String>>> {
        loop {
            let mut bytes = Vec::new();
            loop {
                let room = (LONGEST - bytes.len()) as u64;
                let taken = (&mut self.from).take(room).read_until(b'\n', &mut bytes)?;
                if taken > 0 {
                    self.line += 1;
                }
                if bytes.len() >= LONGEST {
                    return Err(io::Error::other(format!("line {}: the row is too long", self.line)));
                }
                let open = memchr::memchr_iter(b'"', &bytes).count() % 2 == 1;
                if taken == 0 && open {
                    return Err(io::Error::other("the text ends inside a quoted field"));
                }
                if taken == 0 || !open {
                    break;
                }
            }
            if bytes.is_empty() {
                return Ok(None);
            }
            let text = String::from_utf8_lossy(&bytes);
            let text = text.trim_end_matches(['\r', '\n']);
            if !text.is_empty() {
                return Ok(Some(fields(text)));
            }
        }
    }
}

fn fields(row: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut chars = row.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                field.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    fields.push(field);
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_fields_may_hold_commas_quotes_and_line_ends() {
        let text = "a,b\n\n\"x, \"\"y\"\"\nz\",2\r\n";
        let mut rows = Rows::new(text.as_bytes(), 1);
        assert_eq!(rows.next().unwrap().unwrap(), ["a", "b"]);
        assert_eq!(rows.next().unwrap().unwrap(), ["x, \"y\"\nz", "2"]);
        assert_eq!(rows.next().unwrap(), None);
        assert!(Rows::new("\"open".as_bytes(), 1).next().is_err());
    }
}
