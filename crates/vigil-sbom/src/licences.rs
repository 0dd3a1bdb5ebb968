//! Identifiers and expressions of SPDX licences.

/// An identifier of the SPDX licence list; the format's own list also has the exceptions.
pub(crate) fn is_licence_id(text: &str) -> bool {
    let bare = text.strip_suffix('+').unwrap_or(text);
    let listed = spdx::license_id(bare).is_some_and(|id| id.name == bare && (bare == text || id.is_gnu()));
    listed || spdx::exception_id(text).is_some()
}

/// A licence expression of SPDX, deprecated identifiers and references of the document's own included.
pub(crate) fn is_expression(text: &str) -> bool {
    const LONGEST: usize = 1 << 16;
    let mode = spdx::ParseMode {
        allow_deprecated: true,
        allow_postfix_plus_on_gpl: true,
        ..spdx::ParseMode::STRICT
    };
    text.len() <= LONGEST && spdx::Expression::parse_mode(text, mode).is_ok()
}
