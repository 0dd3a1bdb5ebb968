//! No text makes a reader of ranges panic, and a `vers:` notation that was read reads again as it was written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vigil_version::{Native, Range, Vers};

const KINDS: [&str; 9] = ["npm", "cargo", "pypi", "gem", "nuget", "maven", "conan", "nginx", "openssl"];

fuzz_target!(|text: &str| {
    if let Ok(range) = Range::parse(text) {
        assert_eq!(Range::parse(&range.to_string()).as_ref(), Ok(&range));
    }
    if let Ok(vers) = Vers::parse(text) {
        assert_eq!(Vers::parse_canonical(&vers.to_string()).as_ref(), Ok(&vers));
        let _ = vers.range();
    }
    for kind in KINDS {
        if let Ok(native) = Native::parse(kind, text) {
            let _ = native.range().prepare(native.scheme());
            native.vers().expect("what was read can be written");
        }
    }
});
