//! No signature, key or envelope, whatever its bytes, makes its verification panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use vigil_sign::foreign::{ForeignKey, dsse, jsf};

fuzz_target!(|bytes: &[u8]| {
    let keys: Vec<ForeignKey> = ForeignKey::read(bytes).into_iter().collect();
    let Ok(Value::Object(fields)) = serde_json::from_slice(bytes) else { return };
    let _ = jsf::verify(&fields, "", &keys);
    let _ = dsse::open(&fields, &keys);
    let _ = vigil_sign::jcs::canonical(&Value::Object(fields));
});
