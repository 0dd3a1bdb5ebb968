//! Where a long word may break: identifiers, digests and addresses have to fit into a narrow column.

/// The mark inside a word at which a line may end with a hyphen.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';
/// Longest run of letters that is taken for a word of a language; a longer one is an identifier and gets no hyphen.
const LONGEST_WORD: usize = 40;

/// How long may be what does not break, in characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Words of letters.
    pub(super) word: usize,
    /// Everything with digits and signs in it: identifiers, digests, addresses.
    pub(super) token: usize,
}

/// Cuts `text` into pieces between which a line may end. What is within the limits stays whole. A longer word gets soft
/// hyphens; a longer identifier breaks behind its separators and between humps (`CamelCase`), and what is still too long
/// is cut evenly.
pub(super) fn pieces(text: &str, limits: Limits) -> Vec<String> {
    let mut out = vec![String::new()];
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            last(&mut out).push(' ');
        }
        let mut parts = word_pieces(word, limits).into_iter();
        if let Some(first) = parts.next() {
            last(&mut out).push_str(&first);
        }
        out.extend(parts);
    }
    out
}

fn last(out: &mut [String]) -> &mut String {
    out.last_mut().expect("it starts with one piece and only grows")
}

fn word_pieces(word: &str, limits: Limits) -> Vec<String> {
    let count = word.chars().count();
    let letters = word.trim_matches(|c: char| c.is_ascii_punctuation());
    if count <= LONGEST_WORD
        && !letters.is_empty()
        && letters.chars().all(char::is_alphabetic)
        && !has_hump(letters)
    {
        let parts = cut(word, limits.word);
        return vec![parts.join(&SOFT_HYPHEN.to_string())];
    }
    if count <= limits.token {
        return vec![word.to_owned()];
    }
    split_at_seams(word).iter().flat_map(|part| cut(part, limits.token)).collect()
}

fn has_hump(word: &str) -> bool {
    word.chars()
        .zip(word.chars().skip(1))
        .any(|(before, after)| before.is_lowercase() && after.is_uppercase())
}

fn split_at_seams(word: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    let mut before = None;
    for c in word.chars() {
        if before.is_some_and(|b| is_seam(b, c)) {
            out.push(String::new());
        }
        last(&mut out).push(c);
        before = Some(c);
    }
    out
}

/// Whether a line may end between these two characters of a long word.
fn is_seam(before: char, after: char) -> bool {
    if before == '.' && after.is_ascii_digit() {
        return false; // a version number stays in one piece where it can
    }
    let separator = |c: char| "/:@._-?&=#%+,;|~\\)]}>".contains(c);
    let hump = before.is_lowercase() && after.is_uppercase();
    (separator(before) && !separator(after)) || hump || (!"([{<".contains(before) && "([{<".contains(after))
}

/// Cuts a part that is too long into equal pieces, so that no stump of one character is left.
fn cut(part: &str, longest: usize) -> Vec<String> {
    let chars: Vec<char> = part.chars().collect();
    if chars.len() <= longest {
        return vec![part.to_owned()];
    }
    let count = chars.len().div_ceil(longest.clamp(2, 8));
    chars.chunks(chars.len().div_ceil(count)).map(|chunk| chunk.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: Limits = Limits { word: 12, token: 12 };

    #[test]
    fn identifiers_break_behind_separators_and_nothing_is_lost() {
        assert_eq!(pieces("pkg:generic/lwip@2.1.2", NARROW), ["pkg:", "generic/", "lwip@", "2.1.2"]);
        assert_eq!(pieces("short words stay", NARROW), ["short words stay"]);
        assert_eq!(
            pieces("see AuthenticationManager now", NARROW),
            ["see Authent", "ication", "Manager now"]
        );
        let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        let cut = pieces(digest, NARROW);
        assert_eq!(cut.concat(), digest);
        assert!(cut.iter().all(|piece| piece.len() == 8));
    }

    #[test]
    fn a_word_of_a_language_gets_hyphens_and_not_before_it_has_to() {
        assert_eq!(pieces("responsibilities,", NARROW), ["respon\u{ad}sibili\u{ad}ties,"]);
        assert_eq!(pieces("responsibilities,", Limits { word: 20, token: 12 }), ["responsibilities,"]);
    }
}
