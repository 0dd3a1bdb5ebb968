//! Many drawings: nothing overlaps, nothing panics, the bytes are always the same.

use std::collections::BTreeMap;

use vigil_view::check::overlaps;
use vigil_view::layout::{Elk, Layout, Options};
use vigil_view::split::for_print;
use vigil_view::svg;

use crate::sample;

// Three tests, so that they run beside each other.
#[test]
fn random_drawings_0_to_99_have_no_overlap() {
    no_overlap(0..100);
}

#[test]
fn random_drawings_100_to_199_have_no_overlap() {
    no_overlap(100..200);
}

#[test]
fn random_drawings_200_to_299_have_no_overlap() {
    no_overlap(200..300);
}

fn no_overlap(seeds: std::ops::Range<u64>) {
    let mut faults: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for seed in seeds {
        let diagram = sample::random(seed);
        let page = Options { proportion: Some(0.8), ..Options::default() };
        let plain = Options::default();
        for (kind, diagram, options) in
            [("print", for_print(&diagram).diagram, page), ("words", diagram, plain)]
        {
            match Elk.lay_out(&diagram, &options) {
                Ok(laid) => {
                    for overlap in overlaps(&laid) {
                        faults
                            .entry(format!("{:?}", overlap.kind))
                            .or_default()
                            .push(format!("{seed} {kind} {overlap}"));
                    }
                }
                Err(error) => {
                    faults.entry("error".into()).or_default().push(format!("{seed} {kind} {error}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_same_drawing_gives_the_same_bytes() {
    for seed in [1, 7, 42] {
        let write = || svg::write(&Elk.lay_out(&sample::random(seed), &Options::default()).unwrap());
        assert_eq!(write(), write());
    }
}
