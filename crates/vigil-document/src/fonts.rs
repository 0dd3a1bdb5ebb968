//! The fonts that documents are set in, what they cover and how wide their words are.

use std::sync::LazyLock;

use ttf_parser::Face;

/// Family of running text. Drawings that name it look the same in a page and in print; in SVG its name needs quotes,
/// because it ends with a digit: `font-family="'Source Sans 3'"`.
pub const SANS: &str = "Source Sans 3";
/// Family of identifiers and literals.
pub const MONO: &str = "Source Code Pro";
/// Family that steps in for symbols and scripts the other two lack.
pub const SYMBOLS: &str = "DejaVu Sans";

/// A face of the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FontFace {
    /// Running text.
    Regular,
    /// Headings and strong text.
    Semibold,
    /// Identifiers.
    Mono,
}

static FILES: [&[u8]; 7] = [
    include_bytes!("../fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../fonts/SourceSans3-Semibold.ttf"),
    include_bytes!("../fonts/SourceSans3-It.ttf"),
    include_bytes!("../fonts/SourceSans3-SemiboldIt.ttf"),
    include_bytes!("../fonts/SourceCodePro-Regular.ttf"),
    include_bytes!("../fonts/SourceCodePro-Semibold.ttf"),
    include_bytes!("../fonts/DejaVuSans.ttf"),
];

static FACES: LazyLock<Vec<Face<'static>>> = LazyLock::new(|| {
    FILES.iter().map(|bytes| Face::parse(bytes, 0).expect("the fonts of this crate are whole")).collect()
});

/// The font files: four faces of the sans, two of the mono, one for symbols.
pub fn files() -> &'static [&'static [u8]] {
    &FILES
}

/// Whether every face can show `c`, so that it never turns into an empty box in bold or italics.
pub fn covers(c: char) -> bool {
    if is_refused(c) {
        return false;
    }
    c.is_ascii_graphic() || c == ' ' || covers_all(&[c])
}

/// Whether one family can show these characters together: a letter with its combining marks.
pub(crate) fn covers_all(cluster: &[char]) -> bool {
    let shows = |face: &Face<'_>| cluster.iter().all(|c| face.glyph_index(*c).is_some());
    FACES[..4].iter().all(shows) || shows(&FACES[6])
}

/// Characters that must not reach a page though a font may know them: controls, private use, marks that turn the
/// reading direction around and so can show a name that is not the one in the data.
pub(crate) fn is_refused(c: char) -> bool {
    matches!(u32::from(c),
        0..=0x1f | 0x7f..=0x9f
        | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f
        | 0xfeff | 0xfff0..=0xfffb
        | 0xe000..=0xf8ff | 0xf_0000..=0x10_ffff)
}

/// The width of `text` in points at `size` points, without kerning.
pub fn width(text: &str, face: FontFace, size: f32) -> f32 {
    let main = match face {
        FontFace::Regular => 0,
        FontFace::Semibold => 1,
        FontFace::Mono => 4,
    };
    text.chars().map(|c| advance(c, main)).sum::<f32>() * size
}

/// Advance in em: from the face, from the symbols, or that of a wide letter.
fn advance(c: char, main: usize) -> f32 {
    [main, 6]
        .into_iter()
        .find_map(|at| {
            let face = &FACES[at];
            let glyph = face.glyph_index(c)?;
            Some(f32::from(face.glyph_hor_advance(glyph)?) / f32::from(face.units_per_em()))
        })
        .unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn european_letters_and_the_signs_of_the_field_are_covered_and_chinese_is_not() {
        for c in "Größe µ ≤ ≥ → ← ± × ° § – — “ ” … ✓ ✗ Ω Δ Ж ł ž ő €".chars()
        {
            assert!(covers(c), "{c}");
        }
        for c in ['中', '文', '\u{202e}', '\u{0}', '\u{e000}', '\u{feff}'] {
            assert!(!covers(c), "{}", c.escape_unicode());
        }
    }

    #[test]
    fn widths_grow_with_size_and_mono_letters_are_equally_wide() {
        assert!(width("mmm", FontFace::Regular, 10.0) > width("iii", FontFace::Regular, 10.0));
        let (m, i) = (width("mmm", FontFace::Mono, 10.0), width("iii", FontFace::Mono, 10.0));
        assert!((m - i).abs() < 0.001 && (m - 18.0).abs() < 0.1, "{m} {i}");
    }
}
