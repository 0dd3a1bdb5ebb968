//! The fonts in the repository are the ones whose licence and origin are stated.

use vigil_base::Digest;
use vigil_document::fonts;

const KNOWN: [&str; 7] = [
    "4644c81b86ec9caaa76b634889968ed3c4f4f52f054855933acc7c2b21e53b0f",
    "a3f4f8dcf343a8f24dc61951de93f3ba1558b15cd250ba24af8a40e957081b7d",
    "192afd78f0f54a3c69eaf02d43f4d9a821e9d6110e41d3d25d61a7385cd580e4",
    "8221d5e4bd3cf249e8023a5f8fad024d37c2def0f3d3aa7fd1f5830afda51f34",
    "74bd80d3e42a08517cd7e1108ba3d86f2da29ac0f3065be95e0357956ab9db37",
    "014a0fdf42504ee1faf719a96eab5f9ffdade793f1d5c5729ad4606f2aedc765",
    "abdc775b21b1bc470d50c97e790d276f2054b7504e56e5bd3e64f48d68582322",
];

#[test]
fn the_fonts_are_the_ones_whose_origin_is_stated() {
    let digests: Vec<_> = fonts::files().iter().map(|bytes| Digest::of_bytes(bytes).hex()).collect();
    for (digest, known) in digests.iter().zip(KNOWN) {
        assert!(digest == known, "{digest} is not {known}");
    }
    assert_eq!(digests.len(), KNOWN.len());
}
