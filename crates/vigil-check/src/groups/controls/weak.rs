//! Algorithms and protocol versions that no longer protect.

use vigil_model::kinds::Channel;

/// Algorithms and versions that are no longer strong, in the ways they are written.
const WEAK: &[(&str, &[&str])] = &[
    ("MD5", &["md5"]),
    ("SHA-1", &["sha1", "sha-1"]),
    ("3DES", &["3des", "des3", "tdes", "triple-des"]),
    ("DES", &["des"]),
    ("RC4", &["rc4", "arcfour"]),
    ("RSA-1024", &["rsa-1024", "rsa1024"]),
    ("TLS 1.0", &["tls1.0", "tls-1.0", "tlsv1.0", "tlsv1"]),
    ("TLS 1.1", &["tls1.1", "tls-1.1", "tlsv1.1"]),
    ("SSL", &["ssl", "sslv2", "sslv3", "ssl3", "ssl2"]),
    ("WEP", &["wep"]),
    ("WPA", &["wpa"]),
];

/// The weak algorithm that a channel states, if it states one.
pub(super) fn weak(channel: &Channel) -> Option<String> {
    let auth = channel.auth.as_ref();
    let texts = [
        channel.crypto.as_deref(),
        auth.and_then(|it| it.alg.as_deref()),
        auth.and_then(|it| it.how.as_deref()),
    ];
    let found = texts.into_iter().flatten().find_map(weak_in)?;
    Some(format!("uses {found}"))
}

fn weak_in(text: &str) -> Option<&'static str> {
    // `TLS 1.0` and `RSA 1024` are two words, `SHA_1` and `AES-DES` are one: look at words and at pairs of them.
    let lower = text.to_lowercase().replace('_', "-");
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '.'))
        .filter(|it| !it.is_empty())
        .collect();
    let pairs = words.windows(2).map(|pair| format!("{}-{}", pair[0], pair[1]));
    let all: Vec<String> = words.iter().map(|it| (*it).to_owned()).chain(pairs).collect();
    let hit = |spellings: &[&str]| all.iter().any(|word| spellings.iter().any(|it| is_or_begins(word, it)));
    WEAK.iter().find(|(_, spellings)| hit(spellings)).map(|(name, _)| *name)
}

/// The spelling itself, or a name made with it: `hmac-md5`, `des-cbc`, `wpa-psk`.
fn is_or_begins(word: &str, spelling: &str) -> bool {
    let word = word.trim_matches(['-', '.']);
    word == spelling || word.ends_with(&format!("-{spelling}")) || word.starts_with(&format!("{spelling}-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_algorithms_are_found_in_the_ways_they_are_written() {
        for (text, found) in [
            ("TLS 1.1, TLS 1.2", Some("TLS 1.1")),
            ("TLSv1.0", Some("TLS 1.0")),
            ("HMAC-SHA1", Some("SHA-1")),
            ("SHA_1 with RSA", Some("SHA-1")),
            ("RSA 1024", Some("RSA-1024")),
            ("DES-CBC", Some("DES")),
            ("3DES", Some("3DES")),
            ("WPA-PSK", Some("WPA")),
            ("WPA2, WPA3", None),
            ("TLS_AES_128_GCM_SHA256, TLS_CHACHA20_POLY1305_SHA256", None),
            ("ECDSA P-256 with SHA-256", None),
            ("TLS 1.3, described in section 1.1", None),
        ] {
            assert_eq!(weak_in(text), found, "{text}");
        }
    }
}
