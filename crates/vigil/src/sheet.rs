//! Text for people: a title, and named paragraphs beside each other, wrapped.

use vigil_finding::render::neutral;

/// How wide the text is. Fixed, so that the same command prints the same text into every pipe.
const WIDTH: usize = 100;
/// How much of it the names take.
const NAMES: usize = 14;
/// How much of it the names of rows take: ids of records are longer than the names of paragraphs.
const ROW_NAMES: usize = 22;

/// A sheet that is filled from top to bottom.
#[derive(Debug, Default)]
pub struct Sheet(String);

impl Sheet {
    /// A sheet with a title.
    pub fn titled(title: &str) -> Self {
        Self(format!("{}\n\n", neutral(title)))
    }

    /// Adds a named paragraph; nothing when it is empty.
    pub fn add(&mut self, name: &str, text: &str) {
        self.beside(name, text, NAMES);
    }

    /// Adds a row of a list: an id, and what there is to say of it. A longer id has a line of its own.
    pub fn row(&mut self, id: &str, text: &str) {
        let id = neutral(id);
        if id.chars().count() < ROW_NAMES {
            self.beside(&id, text, ROW_NAMES);
        } else {
            self.0.push_str(&format!("{id}\n"));
            self.beside("", text, ROW_NAMES);
        }
    }

    fn beside(&mut self, name: &str, text: &str, names: usize) {
        if text.trim().is_empty() {
            return;
        }
        // A longer name keeps a space behind it.
        let names = names.max(name.chars().count() + 1);
        for (at, line) in wrapped(&neutral(text), WIDTH - names).into_iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            self.0.push_str(format!("{name:<names$}{line}").trim_end());
            self.0.push('\n');
        }
    }

    /// Adds several paragraphs under one name.
    pub fn add_all(&mut self, name: &str, texts: &[String]) {
        for (at, text) in texts.iter().enumerate() {
            self.add(if at == 0 { name } else { "" }, text);
        }
    }

    /// The text.
    pub fn finish(self) -> String {
        self.0
    }
}

/// Lines of at most `width` characters, broken at spaces; a longer word has a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        let line = lines.last_mut().expect("there is always a last line");
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paragraph_stays_beside_its_name_and_no_word_is_lost() {
        let text = "word ".repeat(40) + &"x".repeat(120);
        let mut sheet = Sheet::titled("T");
        sheet.add("Name", &text);
        sheet.add("Empty", " ");
        let printed = sheet.finish();
        assert!(printed.starts_with("T\n\nName          word word"));
        assert!(!printed.contains("Empty"));
        let words: Vec<&str> = printed.split_whitespace().skip(2).collect();
        assert_eq!(words, text.split_whitespace().collect::<Vec<_>>());
        let too_wide = printed.lines().filter(|line| line.chars().count() > WIDTH);
        assert!(too_wide.eq([format!("{:NAMES$}{}", "", "x".repeat(120))]));
    }
}
