//! From bytes to text: decompression and character sets.
