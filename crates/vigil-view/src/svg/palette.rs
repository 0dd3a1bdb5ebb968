//! Colours: calm tints that stay apart in greyscale from the dark ink on them.

use crate::graph::Tone;

/// Text and signs.
pub(super) const INK: &str = "#1c2733";
/// Flows.
pub(super) const FLOW: &str = "#4a5867";
/// Flows across a trust boundary.
pub(super) const CROSSING: &str = "#1c2733";
/// Unprotected flows and warning signs.
pub(super) const WARN: &str = "#9c1f17";
/// Borders of label plates.
pub(super) const HAIRLINE: &str = "#cfd6de";

/// The colours of one family.
pub(super) struct Palette {
    pub(super) fill: &'static str,
    pub(super) border: &'static str,
    pub(super) zones: [&'static str; 3],
    pub(super) zone_border: &'static str,
    pub(super) heading: &'static str,
}

const PLAIN: Palette = Palette {
    fill: "#f4f6f8",
    border: "#5b6877",
    zones: ["#fafbfc", "#f4f6f8", "#edf0f3"],
    zone_border: "#8491a0",
    heading: "#3d4a58",
};
const DEVICE: Palette = Palette {
    fill: "#e3eefa",
    border: "#2b5f96",
    zones: ["#f5f9fd", "#edf4fb", "#e4eef8"],
    zone_border: "#4f7fb3",
    heading: "#1f4c7c",
};
const FACILITY: Palette = Palette {
    fill: "#e2f2e9",
    border: "#2c7350",
    zones: ["#f4faf7", "#ebf6f0", "#e1f0e8"],
    zone_border: "#559272",
    heading: "#1e5a3c",
};
const MAKER: Palette = Palette {
    fill: "#ece7f8",
    border: "#574593",
    zones: ["#f8f6fd", "#f2eefb", "#eae5f6"],
    zone_border: "#8071b5",
    heading: "#463679",
};
const HOME: Palette = Palette {
    fill: "#fbf0d9",
    border: "#8a6118",
    zones: ["#fefaf1", "#fcf5e6", "#f8eed8"],
    zone_border: "#b08a44",
    heading: "#6d4b0f",
};
const ALERT: Palette = Palette {
    fill: "#fae3e1",
    border: "#9c1f17",
    zones: ["#fef6f5", "#fceeec", "#f9e4e2"],
    zone_border: "#bd635c",
    heading: "#7d1710",
};

/// The colours of a tone.
pub(super) fn of(tone: Tone) -> &'static Palette {
    match tone {
        Tone::Plain => &PLAIN,
        Tone::Device => &DEVICE,
        Tone::Facility => &FACILITY,
        Tone::Maker => &MAKER,
        Tone::Home => &HOME,
        Tone::Alert => &ALERT,
    }
}
