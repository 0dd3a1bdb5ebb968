//! The tables between the words of other tools and ours. A word that is in none of them is never guessed to be harmless.

/// A word of ours, and the words by which it is known; the first row that fits wins.
type Row = (&'static str, &'static [&'static str]);

/// Kinds of components.
const PARTS: &[Row] = &[
    ("mobile-app", &["mobile", "smartphone", "phone app", "android", "ios app", "tablet"]),
    (
        "web-app",
        &[
            "browser",
            "web client",
            "web ui",
            "webclient",
            "single page",
            "single-page",
            "frontend",
            "front-end",
        ],
    ),
    (
        "service-tool",
        &["service tool", "programmer", "devops-client", "build-pipeline", "build pipeline", "jenkins"],
    ),
    ("desktop-app", &["desktop", "workstation", "thick client", "laptop", "rich client", "client-system"]),
    (
        "database",
        &[
            "database",
            "datastore",
            "data store",
            "sql",
            "storage",
            "ldap",
            "identity-store",
            "file-server",
            "file system",
            "bucket",
            "queue",
            "cache",
            "repository",
            "repo",
        ],
    ),
    ("cloud-service", &["cloud", "lambda", "serverless", "aws", "azure", "saas", "s3", "function"]),
    ("radio", &["modem", "transceiver", "bluetooth module", "radio module"]),
    ("implant", &["implant"]),
    ("fpga", &["fpga"]),
    ("ai-model", &["machine learning", "neural", "ml model", "ai model", "llm"]),
    ("rtos", &["rtos", "real-time operating"]),
    ("embedded-linux", &["embedded linux", "single board"]),
    ("mcu", &["firmware", "embedded", "microcontroller", "iot", "device", "controller", "pump", "monitor"]),
    ("hardware", &["sensor", "actuator", "hsm"]),
    (
        "server",
        &[
            "server",
            "service",
            "api",
            "gateway",
            "backend",
            "web application",
            "web app",
            "process",
            "proxy",
            "balancer",
            "broker",
            "erp",
            "cms",
        ],
    ),
];

/// Kinds of data.
const DATA: &[Row] = &[
    ("credential", &["credential", "password", "token", "secret", "certificate", "account", "login"]),
    ("therapy-command", &["command", "therapy", "programme", "program", "dose", "prescription", "order"]),
    ("alarm", &["alarm", "alert"]),
    ("software", &["firmware", "software", "update", "code", "binary", "script"]),
    ("config", &["config", "setting", "parameter", "customizing", "library"]),
    ("log", &["log", "audit", "trail"]),
    ("backup", &["backup", "dump"]),
    ("diagnosis", &["diagnos", "measurement", "image", "scan", "vital", "reading"]),
    ("telemetry", &["telemetry", "metric", "heartbeat"]),
    ("phi", &["patient", "phi", "pii", "personal", "health", "medical record", "customer"]),
];

/// Families of controls.
const FAMILIES: &[Row] = &[
    (
        "authentication",
        &["authenticat", "certificate", "password", "pairing", "login", "mfa", "identity", "credential"],
    ),
    ("updates", &["update", "patch", "firmware"]),
    ("logging", &["log", "audit", "monitor", "detect", "alert"]),
    ("confidentiality", &["confidential", "secrecy", "disclos", "mask", "redact", "anonym"]),
    ("cryptography", &["encrypt", "cipher", "tls", "https", "crypto", "hash", "key "]),
    (
        "authorization",
        &[
            "authoriz",
            "authoris",
            "access control",
            "privilege",
            "permission",
            "role",
            "firewall",
            "restrict",
        ],
    ),
    (
        "resiliency",
        &["availab", "throttl", "rate limit", "redundan", "backup", "recover", "retries", "quota", "poison"],
    ),
    ("integrity", &["integrity", "sign", "valid", "sanit", "tamper", "checksum", "authentication code"]),
];

/// STRIDE letters by the words of tools, without hyphens and case; the words of CIA are those losses.
const STRIDE: &[(&str, &str)] = &[
    ("spoofing", "S"),
    ("tampering", "T"),
    ("repudiation", "R"),
    ("information disclosure", "I"),
    ("disclosure of information", "I"),
    ("denial of service", "D"),
    ("elevation of privilege", "E"),
    ("elevation of privileges", "E"),
    ("confidentiality", "I"),
    ("integrity", "T"),
    ("availability", "D"),
];

/// What a tool says that has been done about a threat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing, or not enough.
    Open,
    /// Something: a claim until a control here says what and a test shows it.
    Mitigated,
    /// It does not apply.
    NotApplicable,
    /// It is accepted as it is.
    Accepted,
}

/// States by the words of tools, in letters only.
const STATES: &[(&str, State)] = &[
    ("open", State::Open),
    ("notstarted", State::Open),
    ("autogenerated", State::Open),
    ("needsinvestigation", State::Open),
    ("exposed", State::Open),
    ("partlymitigated", State::Open),
    ("partiallymitigated", State::Open),
    ("unchecked", State::Open),
    ("indiscussion", State::Open),
    ("inprogress", State::Open),
    ("required", State::Open),
    ("recommended", State::Open),
    ("mitigated", State::Mitigated),
    ("closed", State::Mitigated),
    ("implemented", State::Mitigated),
    ("notapplicable", State::NotApplicable),
    ("na", State::NotApplicable),
    ("falsepositive", State::NotApplicable),
    ("accepted", State::Accepted),
    ("accept", State::Accepted),
];

/// The kind of component that the words suggest.
pub(crate) fn part(words: &str) -> Option<&'static str> {
    find(PARTS, words)
}

/// The kind of data that the words suggest.
pub(crate) fn data(words: &str) -> Option<&'static str> {
    find(DATA, words)
}

/// The family of a control that the words suggest.
pub(crate) fn family(words: &str) -> Option<&'static str> {
    find(FAMILIES, words)
}

/// The letter of a category.
pub(crate) fn stride(category: &str) -> Option<&'static str> {
    let plain = category.trim().to_lowercase().replace(['-', '_'], " ");
    if plain.len() == 1 {
        return STRIDE.iter().map(|(_, letter)| *letter).find(|it| it.eq_ignore_ascii_case(&plain));
    }
    STRIDE.iter().find(|(word, _)| *word == plain).map(|(_, letter)| *letter)
}

/// The state behind a word; `None` where the word is not known.
pub(crate) fn state(word: &str) -> Option<State> {
    let plain: String = word.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    STATES.iter().find(|(known, _)| *known == plain).map(|(_, state)| *state)
}

/// The medium that a protocol runs over, where its name says so.
pub(crate) fn medium(protocol: &str) -> Option<&'static str> {
    let plain = protocol.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    if any(&["bluetooth", "ble", "wi-fi", "wifi", "802.11", "zigbee", "nfc", "radio"]) {
        return Some("radio");
    }
    any(&["in-process", "inter-process", "local-file", "ipc"]).then_some("local")
}

fn find(table: &'static [Row], words: &str) -> Option<&'static str> {
    let plain = words.to_lowercase();
    table.iter().find(|(_, known)| known.iter().any(|word| plain.contains(word))).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use vigil_model::Kind;

    use super::*;

    /// The words that a key of a record allows.
    fn allowed(kind: Kind, key: &str) -> String {
        let docs = kind.key_docs();
        docs.iter().find(|it| it.key == key).map(|it| it.schema.to_string()).unwrap()
    }

    #[test]
    fn every_word_of_the_tables_is_a_word_of_the_model() {
        let tables = [
            (Kind::Component, "kind", PARTS),
            (Kind::Data, "kind", DATA),
            (Kind::Control, "family", FAMILIES),
        ];
        for (kind, key, table) in tables {
            let schema = allowed(kind, key);
            for (word, _) in table {
                assert!(schema.contains(&format!("\"{word}\"")), "{word} of {}", kind.word());
            }
        }
        let schema = allowed(Kind::Threat, "stride");
        assert!(STRIDE.iter().all(|(_, letter)| schema.contains(&format!("\"{letter}\""))));
        let schema = allowed(Kind::Channel, "medium");
        assert!(["BLE", "in-process-library-call"].iter().all(|it| schema.contains(medium(it).unwrap())));
    }

    #[test]
    fn words_of_tools_are_understood_however_they_are_written() {
        assert_eq!(stride("Elevation Of Privilege"), Some("E"));
        assert_eq!(stride("information-disclosure"), Some("I"));
        assert_eq!((stride("t"), stride("Linkability"), stride("x")), (Some("T"), None, None));
        assert_eq!(state("Not Applicable"), Some(State::NotApplicable));
        assert_eq!(state("partly-mitigated"), Some(State::Open));
        assert_eq!(state("whatever"), None);
    }
}
