//! Writes `src/text/advances.txt` from the two faces of a font:
//! `cargo run -p vigil-view --example advances -- Regular.ttf Bold.ttf "where they come from" > advances.txt`
#![expect(clippy::print_stdout, reason = "a generator writes to standard output")]

use std::error::Error;

/// The blocks that names, protocols and units are written in; other characters get a safe width.
const BLOCKS: &[(u32, u32)] = &[
    (0x0020, 0x007e), // Basic Latin
    (0x00a0, 0x024f), // Latin-1 Supplement, Latin Extended-A and B
    (0x0370, 0x03ff), // Greek
    (0x0400, 0x045f), // Cyrillic
    (0x1e00, 0x1eff), // Latin Extended Additional
    (0x2010, 0x203a), // General Punctuation
    (0x20a0, 0x20b5), // Currency
    (0x2100, 0x2126), // Letterlike
    (0x2190, 0x21ff), // Arrows
    (0x2200, 0x22ff), // Mathematical Operators
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [regular, bold, origin] = arguments.as_slice() else {
        return Err("expected: Regular.ttf Bold.ttf ORIGIN".into());
    };
    println!("# Advance widths of {origin}. Written by `examples/advances.rs`; do not edit.");
    println!(
        "# Widths are facts about the font; the outlines are not here. Fallback for absent characters: see text.rs."
    );
    for (name, path) in [("regular", regular), ("bold", bold)] {
        let data = std::fs::read(path)?;
        let face = ttf_parser::Face::parse(&data, 0)?;
        println!("face {name} {}", face.units_per_em());
        for (first, last) in BLOCKS {
            println!("{}", block(&face, *first, *last));
        }
    }
    Ok(())
}

/// One line per block: the first character, then widths; `-` is a character that the font lacks.
fn block(face: &ttf_parser::Face<'_>, first: u32, last: u32) -> String {
    let widths = (first..=last).map(|code| {
        let glyph = char::from_u32(code).and_then(|c| face.glyph_index(c));
        glyph.and_then(|g| face.glyph_hor_advance(g)).map_or("-".to_owned(), |width| width.to_string())
    });
    format!("{first:04x} {}", widths.collect::<Vec<_>>().join(" "))
}
