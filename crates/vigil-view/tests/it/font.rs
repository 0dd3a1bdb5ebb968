//! The table of widths is that of the font which the documents embed.

use std::path::Path;

use vigil_view::text::{Face, bare_width};

#[test]
fn the_widths_are_those_of_the_embedded_font() {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vigil-document/fonts");
    let mut compared = 0;
    for (name, face) in [("SourceSans3-Regular.ttf", Face::Regular), ("SourceSans3-Semibold.ttf", Face::Bold)]
    {
        let Ok(data) = std::fs::read(fonts.join(name)) else {
            println!("skipped: {name} is not beside this crate");
            continue;
        };
        let font = ttf_parser::Face::parse(&data, 0).unwrap();
        for c in ('\u{20}'..='\u{24f}').filter(|c| !c.is_control()) {
            let Some(width) = font.glyph_index(c).and_then(|glyph| font.glyph_hor_advance(glyph)) else {
                continue;
            };
            let units = f64::from(font.units_per_em());
            assert!((bare_width(&c.to_string(), face, units) - f64::from(width)).abs() < 1e-6, "{c}");
            compared += 1;
        }
    }
    println!("{compared} widths compared");
}
