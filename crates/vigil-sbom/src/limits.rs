//! How much of an untrusted file is taken in before reading stops.

/// Bounds on one SBOM. What lies beyond them is refused with a message, never cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes after decompression.
    pub bytes: usize,
    /// Deepest nesting of objects and lists. Values above [`Limits::DEEPEST`] act as that.
    pub depth: usize,
    /// Most packages, nested ones counted.
    pub packages: usize,
    /// Most JSON values of any sort: small ones take far more memory than text.
    pub values: usize,
    /// Most bytes in one string.
    pub text: usize,
}

impl Limits {
    /// The JSON parser's own bound, which keeps its recursion off the end of the stack.
    pub const DEEPEST: usize = 120;
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 512 << 20, depth: 100, packages: 1_000_000, values: 16_000_000, text: 16 << 20 }
    }
}
