//! No text makes the readers of CPE names, package URLs and CVSS vectors panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vigil_score::CvssVector;
use vigil_vulndb::cpe::Cpe;

fuzz_target!(|text: &str| {
    if let Ok(name) = Cpe::parse(text) {
        let _ = name.key();
    }
    let _ = vigil_sbom::PackagePurl::read(text).canonical();
    if let Ok(vector) = CvssVector::parse(text) {
        assert_eq!(CvssVector::parse(&vector.to_string()).as_ref(), Ok(&vector));
    }
});
