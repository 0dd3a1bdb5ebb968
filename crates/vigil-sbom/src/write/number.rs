//! Identifiers that come from the content: the same SBOM gets the same one on any day and machine.

use serde_json::Value;
use vigil_base::{Digest, canonical};

/// A UUID of version 8 (RFC 9562: made by the writer's own rule), from the digest of `content`.
pub(super) fn uuid(content: &Value) -> String {
    let digest = canonical::digest(content).unwrap_or_else(|_| Digest::of_bytes(b""));
    let mut hex: Vec<char> = digest.hex().chars().take(32).collect();
    hex[12] = '8';
    // The two highest bits of this digit are the variant, 10; the two lowest stay those of the digest.
    let low = hex[16].to_digit(16).unwrap_or(0) & 3;
    hex[16] = char::from_digit(8 | low, 16).unwrap_or('8');
    let part = |from: usize, to: usize| hex[from..to].iter().collect::<String>();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_its_version_and_variant_and_follows_the_content() {
        let one = uuid(&Value::from("a"));
        assert_eq!(one, uuid(&Value::from("a")));
        assert_ne!(one, uuid(&Value::from("b")));
        let bytes = one.as_bytes();
        assert_eq!((one.len(), bytes[14]), (36, b'8'));
        assert!(b"89ab".contains(&bytes[19]), "{one}");
    }
}
