//! No version or range makes an order panic, and every order answers the same both ways round.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vigil_version::{Range, Scheme};

fuzz_target!(|pair: (&str, &str)| {
    for scheme in Scheme::all() {
        if let (Ok(one), Ok(two)) = (scheme.compare(pair.0, pair.1), scheme.compare(pair.1, pair.0)) {
            assert_eq!(one, two.reverse());
        }
        if let Ok(range) = Range::parse(pair.0) {
            let _ = range.contains(scheme, pair.1);
        }
    }
});
