//! From bytes to text: decompression and character sets. Untrusted: every way in has a bound.

use std::borrow::Cow;
use std::io::Read;

use crate::{Limits, ReadError};

/// The text of a file, and what had to be done to get it.
#[derive(Debug)]
pub(crate) struct Input<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) repairs: Vec<Repair>,
}

/// Something about the file's characters that was put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Repair {
    /// A byte order mark was dropped.
    ByteOrderMark,
    /// UTF-16 was turned into UTF-8; unpaired surrogates, if any, were replaced.
    Utf16 { replaced: usize },
    /// Bytes that are not UTF-8 were replaced: how many runs, and where the first stands in the text.
    NotUtf8 { runs: usize, first: usize },
    /// Lines that end with a carriage return alone were given line feeds.
    CarriageReturns,
}

/// The text of `bytes`, which are decompressed.
pub(crate) fn text<'a>(bytes: Cow<'a, [u8]>, file: &str) -> Result<Input<'a>, ReadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty { file: file.to_owned() });
    }
    let mut input = match bytes {
        Cow::Borrowed(bytes) => decode(bytes),
        Cow::Owned(bytes) => {
            let Input { text, repairs } = decode(&bytes);
            Input { text: Cow::Owned(text.into_owned()), repairs }
        }
    };
    if input.text.contains('\r') && !input.text.contains('\n') {
        input.text = Cow::Owned(input.text.replace('\r', "\n"));
        input.repairs.push(Repair::CarriageReturns);
    }
    Ok(input)
}

/// Most bytes that are looked at to tell what a file is.
const BEGIN: u64 = 64 << 10;

/// The first bytes of a file, decompressed if need be, up to the last whole line among them; what cannot be decompressed as
/// it is.
pub(crate) fn begin(bytes: &[u8]) -> Vec<u8> {
    let first = |from: Box<dyn Read + '_>| {
        let mut out = Vec::new();
        from.take(BEGIN).read_to_end(&mut out).ok().map(|_| out)
    };
    let unpacked = match bytes {
        [0x28, 0xb5, 0x2f, 0xfd, ..] => zstd::Decoder::new(bytes).ok().and_then(|from| first(Box::new(from))),
        [0x1f, 0x8b, ..] => first(Box::new(flate2::read::MultiGzDecoder::new(bytes))),
        _ => None,
    };
    unpacked.unwrap_or_else(|| bytes.iter().take(BEGIN as usize).copied().collect())
}

/// The bytes of a file, decompressed if need be.
pub(crate) fn unpack<'a>(bytes: &'a [u8], file: &str, limits: &Limits) -> Result<Cow<'a, [u8]>, ReadError> {
    let too_large = |packed| ReadError::TooLarge { file: file.to_owned(), limit: limits.bytes, packed };
    if bytes.len() > limits.bytes {
        return Err(too_large(false));
    }
    let (packing, unpacked) = match bytes {
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            ("zstd", zstd::Decoder::new(bytes).and_then(|from| bounded(from, limits)))
        }
        [0x1f, 0x8b, ..] => ("gzip", bounded(flate2::read::MultiGzDecoder::new(bytes), limits)),
        _ => return Ok(Cow::Borrowed(bytes)),
    };
    let unpacked = unpacked.map_err(|error| ReadError::Packing {
        file: file.to_owned(),
        packing,
        cause: error.to_string(),
    })?;
    if unpacked.len() > limits.bytes { Err(too_large(true)) } else { Ok(Cow::Owned(unpacked)) }
}

/// Reads one byte more than allowed, so that the caller can tell "full" from "too much".
fn bounded(from: impl Read, limits: &Limits) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    from.take(limits.bytes as u64 + 1).read_to_end(&mut out)?;
    Ok(out)
}

fn decode(bytes: &[u8]) -> Input<'_> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // No text format begins with two characters of which one is a zero byte.
        [1..=0x7f, 0, 1..=0x7f, 0, ..] => utf16(bytes, u16::from_le_bytes),
        [0, 1..=0x7f, 0, 1..=0x7f, ..] => utf16(bytes, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => {
            let mut input = utf8(rest);
            input.repairs.insert(0, Repair::ByteOrderMark);
            input
        }
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Input<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Input { text: Cow::Borrowed(text), repairs: Vec::new() };
    }
    let mut text = String::with_capacity(bytes.len());
    let (mut runs, mut first) = (0, None);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first.get_or_insert(text.len());
            runs += 1;
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    let repair = Repair::NotUtf8 { runs, first: first.unwrap_or(0) };
    Input { text: Cow::Owned(text), repairs: vec![repair] }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Input<'_> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut replaced = rest.len();
    let units = pairs.iter().map(|pair| unit(*pair));
    let characters = char::decode_utf16(units).map(|character| {
        character.unwrap_or_else(|_| {
            replaced += 1;
            char::REPLACEMENT_CHARACTER
        })
    });
    let text: String = characters.collect();
    Input { text: Cow::Owned(text), repairs: vec![Repair::Utf16 { replaced }] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, Vec<Repair>), ReadError> {
        let limits = Limits { bytes: 1000, ..Limits::default() };
        unpack(bytes, "f", &limits)
            .and_then(|bytes| text(bytes, "f"))
            .map(|input| (input.text.into_owned(), input.repairs))
    }

    #[test]
    fn every_way_of_writing_the_characters_gives_the_same_text() {
        let plain = "{\"a\":\"µ\"}";
        let le: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = plain.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let table: [(Vec<u8>, Vec<Repair>); 6] = [
            (plain.into(), vec![]),
            ([b"\xef\xbb\xbf", plain.as_bytes()].concat(), vec![Repair::ByteOrderMark]),
            ([b"\xff\xfe", le.as_slice()].concat(), vec![Repair::Utf16 { replaced: 0 }]),
            ([b"\xfe\xff", be.as_slice()].concat(), vec![Repair::Utf16 { replaced: 0 }]),
            (be, vec![Repair::Utf16 { replaced: 0 }]),
            (zstd::encode_all(plain.as_bytes(), 3).unwrap(), vec![]),
        ];
        for (bytes, repairs) in table {
            assert_eq!(read(&bytes), Ok((plain.to_owned(), repairs)));
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_replaced_and_counted() {
        let repair = Repair::NotUtf8 { runs: 2, first: 2 };
        assert_eq!(
            read(b"{\"\xff\":\"a\xc3\"}"),
            Ok(("{\"\u{fffd}\":\"a\u{fffd}\"}".to_owned(), vec![repair]))
        );
    }

    #[test]
    fn a_decompression_bomb_is_refused_at_the_limit() {
        let bomb = zstd::encode_all(vec![b' '; 5000].as_slice(), 3).unwrap();
        assert_eq!(read(&bomb), Err(ReadError::TooLarge { file: "f".into(), limit: 1000, packed: true }));
        assert!(matches!(read(&bomb[..bomb.len() - 3]), Err(ReadError::Packing { packing: "zstd", .. })));
        assert!(matches!(read(&[b' '; 1001]), Err(ReadError::TooLarge { packed: false, .. })));
    }
}
