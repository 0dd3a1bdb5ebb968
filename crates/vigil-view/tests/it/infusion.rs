//! The drawings that a submission is made of.

#![expect(clippy::print_stdout, reason = "tests print the sizes that they measured")]

use vigil_view::check::overlaps;
use vigil_view::fit::{Sheet, fit};
use vigil_view::graph::Diagram;
use vigil_view::layout::Elk;
use vigil_view::split::for_print;
use vigil_view::svg;

use crate::sample;

fn faults(diagram: &Diagram, name: &str) {
    let fitted = fit(diagram, &Elk, &Sheet::letter(54.0, 36.0)).expect("the sample is valid");
    let found: Vec<String> = overlaps(&fitted.laid).iter().map(ToString::to_string).collect();
    println!(
        "{name}: {:.0} x {:.0}, scale {:.2}, {:?}, {:?}, smallest {:.1} pt, {found:#?}",
        fitted.laid.width,
        fitted.laid.height,
        fitted.laid.scale,
        fitted.laid.direction,
        fitted.orientation,
        fitted.smallest_text
    );
    // To look at the drawings: VIGIL_PICTURES=folder cargo test ... --nocapture
    if let Some(folder) = std::env::var_os("VIGIL_PICTURES") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.svg")), svg::write(&fitted.laid))
            .expect("the folder for pictures exists");
    }
    assert!(found.is_empty());
}

#[test]
fn the_infusion_system_has_no_overlap() {
    faults(&for_print(&sample::infusion()).diagram, "infusion-print");
    faults(&sample::infusion(), "infusion-words");
}

#[test]
fn a_large_system_has_no_overlap() {
    faults(&for_print(&sample::large()).diagram, "large-print");
}
