//! The looks of cells, each open and locked.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::inline::Tone;

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Text,
    Number,
    Date,
    Link,
    Status(Tone),
}

const ACCENT: Color = Color::RGB(0x0014_507d);
const HEADER: Color = Color::RGB(0x00e3_ecf4);
const KEY: Color = Color::RGB(0x00e6_e9ec);
const HAIR: Color = Color::RGB(0x00d3_dae1);

/// All looks, made once.
pub(super) struct Styles {
    header: Format,
    key_header: Format,
    open: Format,
    looks: Vec<(Look, Format, Format)>,
    /// Title of the sheet `About`.
    pub(super) title: Format,
    /// Names of facts on it.
    pub(super) name: Format,
}

impl Styles {
    pub(super) fn new() -> Self {
        let header = base()
            .set_bold()
            .set_font_color(ACCENT)
            .set_background_color(HEADER)
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(ACCENT);
        let looks = [
            Look::Text,
            Look::Number,
            Look::Date,
            Look::Link,
            Look::Status(Tone::Good),
            Look::Status(Tone::Warn),
            Look::Status(Tone::Bad),
            Look::Status(Tone::Neutral),
        ];
        Self {
            key_header: header.clone().set_background_color(KEY),
            header,
            open: base().set_unlocked(),
            looks: looks.into_iter().map(|look| (look, format(look), format(look).set_unlocked())).collect(),
            title: Format::new().set_bold().set_font_size(16).set_font_color(ACCENT),
            name: base().set_bold(),
        }
    }

    /// The header of a column; key columns are grey.
    pub(super) fn header(&self, key: bool) -> &Format {
        if key { &self.key_header } else { &self.header }
    }

    /// The rest of a column that people may fill.
    pub(super) fn open(&self) -> &Format {
        &self.open
    }

    /// A look, open or locked.
    pub(super) fn get(&self, look: Look, open: bool) -> &Format {
        let (_, locked, unlocked) =
            self.looks.iter().find(|(known, ..)| *known == look).expect("new() makes every look");
        if open { unlocked } else { locked }
    }
}

fn base() -> Format {
    Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(HAIR)
}

fn format(look: Look) -> Format {
    match look {
        // The text format: what people type stays text, `=` and leading zeros included.
        Look::Text => base().set_num_format("@"),
        Look::Number => base(),
        Look::Date => base().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        Look::Link => base().set_font_color(ACCENT).set_underline(rust_xlsxwriter::FormatUnderline::Single),
        Look::Status(tone) => {
            let (ink, back) = match tone {
                Tone::Good => (0x000f_5132, 0x00df_f1e6),
                Tone::Warn => (0x006b_4300, 0x00fd_f0cf),
                Tone::Bad => (0x008a_1621, 0x00fb_e3e3),
                Tone::Neutral => (0x003a_4753, 0x00e9_edf1),
            };
            base().set_font_color(Color::RGB(ink)).set_background_color(Color::RGB(back)).set_num_format("@")
        }
    }
}
