//! Tests of the module above.

use super::*;

#[derive(Default)]
struct Seen {
    records: Vec<(u64, String)>,
    carried: Vec<(Option<String>, u64)>,
}

impl Sink for Seen {
    fn record(&mut self, line: u64, bytes: &[u8], _head: Option<&Head>) {
        self.records.push((line, String::from_utf8(bytes.to_vec()).unwrap()));
    }

    fn carried(&mut self, head: &Head, records: u64) {
        self.carried.push((head.get("format").cloned(), records));
    }
}

/// Gives one byte at a time, so that every boundary is met.
struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
        buffer[0] = *first;
        self.0 = rest;
        Ok(1)
    }
}

fn seen(text: &str) -> Result<Seen, Fault> {
    let mut fast = Seen::default();
    let result = split(text.as_bytes(), 1 << 20, &mut fast);
    let mut slow = Seen::default();
    let again = split(Slow(text.as_bytes()), 1 << 20, &mut slow);
    assert_eq!(result.is_ok(), again.is_ok());
    assert_eq!(fast.records, slow.records);
    result.map(|()| fast)
}

#[test]
fn records_are_found_wherever_they_stand() {
    let one = r#"{"id":"a","x":"}\"{"}"#;
    let table = [
        one.to_owned(),
        format!("\u{feff}{one}\n"),
        format!("[{one}]"),
        format!("{{\"format\":\"F\",\"vulnerabilities\":[{one}]}}"),
        format!("{{\"vulnerabilities\": [\n{one}\n], \"format\": \"F\"}}"),
    ];
    for text in table {
        let records = seen(&text).unwrap().records;
        assert_eq!(records.len(), 1, "{text}");
        assert_eq!(records[0].1, one, "{text}");
    }
}

#[test]
fn lines_are_counted() {
    let found = seen("{\"id\":1}\n{\"id\":2}\r\n\n{\"id\":3}").unwrap();
    let lines: Vec<u64> = found.records.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [1, 2, 4]);
    let found = seen("{\n \"format\": \"F\",\n \"vulnerabilities\": [\n  {\n\"a\": 1},\n  {}\n]}").unwrap();
    assert_eq!(found.records.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [4, 6]);
    assert_eq!(found.carried, [(Some("F".to_owned()), 2)]);
}

#[test]
fn a_text_cut_short_is_a_fault_with_its_line() {
    let fault = seen("{\"vulnerabilities\":[\n{\"id\":1},\n{\"id\":").err().unwrap();
    assert_eq!(fault.line, 3);
    assert!(fault.cause.contains("ends"), "{}", fault.cause);
    assert!(seen("nonsense").is_err());
    assert!(seen(&"[".repeat(100_000)).is_err());
    assert!(seen(&format!("{{\"a\":{}", "[".repeat(100_000))).is_err());
}

#[test]
fn a_record_beyond_the_limit_is_refused() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(3 << 20));
    assert!(split(long.as_bytes(), 1 << 20, &mut Seen::default()).is_err());
}
