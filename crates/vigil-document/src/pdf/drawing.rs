//! Drawings: whether they can be read, how large they are, on what page they are readable.

use typst::diag::{LoadError, LoadedWithin as _};
use typst::foundations::Bytes;
use typst::loading::{LoadSource, Loaded};
use typst::syntax::{Span, Spanned};
use typst::visualize::SvgImage;

use crate::block::FigurePage;

/// Largest drawing that is taken, in bytes.
const LARGEST: usize = 32 * 1024 * 1024;
/// A pixel of a drawing in points.
const POINTS_PER_PIXEL: f32 = 0.75;
/// Width and height of US Letter and of a double sheet (tabloid) in points.
const LETTER: (f32, f32) = (612.0, 792.0);
const TABLOID: (f32, f32) = (792.0, 1224.0);
/// Space above and below the text, and what a heading and caption take.
const VERTICAL: f32 = 134.0;
const CAPTION: f32 = 84.0;
/// Below this scale the usual 12 pixel label is under 6 points.
const READABLE: f32 = 0.66;

/// Where a drawing is put.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placement {
    /// Width of the drawing on the page.
    pub(super) width: f32,
    /// Size of its own page, when it needs one.
    pub(super) page: Option<(f32, f32)>,
}

/// Width and height of the drawing in points.
pub(super) fn size(svg: &str) -> Result<(f32, f32), String> {
    if svg.len() > LARGEST {
        return Err(format!("it is larger than {} MiB", LARGEST / 1024 / 1024));
    }
    let data = Bytes::from_string(svg.to_owned());
    let image = SvgImage::new(data.clone()).map_err(|error| reason(error, data))?;
    let (width, height) = (image.width() as f32, image.height() as f32);
    if !(1.0..100_000.0).contains(&width) || !(1.0..100_000.0).contains(&height) {
        return Err(format!("its size of {width} x {height} pixels cannot be printed"));
    }
    Ok((width * POINTS_PER_PIXEL, height * POINTS_PER_PIXEL))
}

/// The reader's words, with line and column in the drawing.
fn reason(error: LoadError, data: Bytes) -> String {
    let source = Spanned::new(LoadSource::Bytes, Span::detached());
    error.within(&Loaded::new(source, data)).message.to_string()
}

/// Finds the smallest page on which the drawing is readable: in the text, on a turned page, on a larger page.
pub(super) fn place(size: (f32, f32), wish: FigurePage, margin: f32) -> Placement {
    let in_text = fit(size, LETTER, margin, CAPTION);
    let turned = fit(size, turn(LETTER), margin, CAPTION);
    let sheet =
        |page: (f32, f32)| Placement { width: size.0 * fit(size, page, margin, CAPTION), page: Some(page) };
    match wish {
        FigurePage::Inline => Placement { width: size.0 * in_text, page: None },
        FigurePage::Landscape => sheet(turn(LETTER)),
        FigurePage::Auto if in_text >= READABLE => Placement { width: size.0 * in_text, page: None },
        FigurePage::Auto if turned >= READABLE => sheet(turn(LETTER)),
        FigurePage::Auto if size.0 >= size.1 => sheet(turn(TABLOID)),
        FigurePage::Auto => sheet(TABLOID),
    }
}

fn turn(page: (f32, f32)) -> (f32, f32) {
    (page.1, page.0)
}

/// The scale at which the drawing fits the page; drawings are never enlarged.
fn fit(size: (f32, f32), page: (f32, f32), margin: f32, caption: f32) -> f32 {
    let across = (page.0 - 2.0 * margin) / size.0;
    let down = (page.1 - VERTICAL - caption) / size.1;
    across.min(down).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_goes_to_the_smallest_page_on_which_it_is_readable() {
        let page = |width, height| place((width, height), FigurePage::Auto, 62.0).page;
        assert_eq!(page(300.0, 200.0), None);
        assert_eq!(page(900.0, 400.0), Some((792.0, 612.0)));
        assert_eq!(page(2400.0, 700.0), Some((1224.0, 792.0)));
        assert_eq!(page(900.0, 1600.0), Some((792.0, 1224.0)));
    }

    #[test]
    fn what_is_not_a_drawing_is_refused_with_the_reason() {
        assert!(size("<svg").is_err());
        assert!(size("<p/>").is_err());
        let size = size(r#"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"/>"#);
        assert_eq!(size, Ok((150.0, 75.0)));
    }
}
