//! Hard-coded, default and shared credentials, found in secrets, settings and the text of requirements (Appendix 1, A: no
//! passwords that are hardcoded, default, easily guessed or easily compromised).

use vigil_model::Record;
use vigil_model::kinds::{Scope as Shared, Secret, SecretKind, Setting};

use super::contradiction::Against;
use crate::scope::Scope;

/// What opens a door.
const NOUNS: &[&str] = &["password", "passcode", "passphrase", "pin", "credential", "login", "account"];

/// Words before it that say that it is not one device's own.
const SHARED: &[&str] = &[
    "default",
    "hard-coded",
    "hardcoded",
    "fixed",
    "shared",
    "common",
    "factory",
    "built-in",
    "well-known",
    "universal",
    "identical",
    "same",
    "static",
];

/// Words that turn the sentence round: it forbids such credentials, or says that they go.
const NEGATIONS: &[&str] = &[
    "no",
    "not",
    "none",
    "never",
    "without",
    "neither",
    "nor",
    "cannot",
    "free",
    "instead",
    "unique",
    "per-device",
    "absent",
    "absence",
];

/// Beginnings of verbs that do the same: refuses, rejected, changing.
const ENDS_IT: &[&str] = &[
    "refus",
    "reject",
    "forb",
    "prohibit",
    "individual",
    "remov",
    "disabl",
    "replac",
    "chang",
    "search",
    "scan",
    "detect",
    "avoid",
];

/// Settings of the rules for passwords, whose value is no password.
const RULES: &[&str] = &[
    "length",
    "minimum",
    "maximum",
    "age",
    "history",
    "complexity",
    "lifetime",
    "attempts",
    "lock",
    "lockout",
    "timeout",
    "policy",
    "expiry",
    "rotation",
    "required",
    "visible",
];

/// Beginnings of defaults that say that there is no shared one.
const NO_VALUE: &[&str] = &[
    "none",
    "unset",
    "not set",
    "no",
    "empty",
    "off",
    "on",
    "disabled",
    "enabled",
    "random",
    "unique",
    "per device",
    "per-device",
    "generated",
    "set by",
    "set at",
    "must be",
    "chosen",
    "individual",
    "asked",
    "required",
];

/// Every fixed credential that the model states.
pub(super) fn found(scope: &Scope<'_>) -> Vec<Against> {
    let model = &scope.case.model;
    let secrets = model.secrets.values().filter_map(|it| Some((it.subject(), secret(it)?, it.meta.span)));
    let settings =
        model.settings.values().filter_map(|it| Some((it.subject(), setting(it)?, it.meta.key("default"))));
    let requirements = model.requirements.values().filter_map(|it| {
        let words = phrase(&it.text)?;
        Some((it.subject(), format!("speaks of a {words}"), it.meta.key("text")))
    });
    let all = secrets.chain(settings).chain(requirements);
    all.map(|(subject, what, span)| (format!("`{subject}` {what}"), scope.place(span))).collect()
}

fn secret(secret: &Secret) -> Option<String> {
    let password = matches!(secret.kind, SecretKind::Password | SecretKind::Pin);
    if password && secret.scope == Some(Shared::Fleet) {
        return Some("is the same on every device (`scope = \"fleet\"`)".to_owned());
    }
    let life = secret.life.as_ref();
    let texts = life.into_iter().flat_map(|it| [&it.made, &it.stored, &it.transferred, &it.enrolled]);
    let words = texts.flatten().chain(&secret.name).find_map(|text| phrase(text))?;
    Some(format!("is a {words}"))
}

fn setting(setting: &Setting) -> Option<String> {
    let named = format!("{} {}", setting.id(), setting.name.as_deref().unwrap_or(""));
    let words = words(&named);
    let has = |list: &[&str]| words.iter().any(|it| list.contains(&singular(it)));
    let is_credential = has(&["password", "passcode", "passphrase", "pin", "credential"]) && !has(RULES);
    let default = &setting.default.as_ref()?.0;
    let lower = default.to_lowercase();
    let says_nothing = lower.is_empty()
        || ["true", "false"].contains(&lower.as_str())
        || NO_VALUE.iter().any(|it| begins_with_word(&lower, it));
    (is_credential && !says_nothing).then(|| "ships with a value that is the same on every device".to_owned())
}

/// `none: set at first start` begins with `none`; `only4711` does not begin with `on`.
fn begins_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace("hard coded", "hard-coded").replace("built in", "built-in");
    let parts = lower.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    parts.filter(|it| !it.is_empty()).flat_map(split_id).collect()
}

/// An id such as `service-password` is two words; `hard-coded` is one.
fn split_id(word: &str) -> Vec<String> {
    if SHARED.contains(&word) || NEGATIONS.contains(&word) {
        return vec![word.to_owned()];
    }
    word.split('-').map(str::to_owned).collect()
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// `default password`, where a sentence speaks of one without turning it round.
fn phrase(text: &str) -> Option<String> {
    text.split(['.', ';', '!', '?']).find_map(|sentence| {
        let words = words(sentence);
        let turns =
            |it: &String| NEGATIONS.contains(&it.as_str()) || ENDS_IT.iter().any(|end| it.starts_with(end));
        if words.iter().any(turns) {
            return None;
        }
        // The qualifier stands before the noun, with a word or two between: `default service password`.
        let shared = words.iter().enumerate().filter(|(_, it)| SHARED.contains(&it.as_str()));
        shared.into_iter().find_map(|(at, word)| {
            let noun = words.iter().skip(at + 1).take(3).find(|it| NOUNS.contains(&singular(it)))?;
            Some(format!("{word} {}", singular(noun)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_credentials_are_found_and_their_prohibition_is_not() {
        for (text, found) in [
            ("The pump shall accept the default service password.", Some("default password")),
            ("Service signs in with a hard coded PIN", Some("hard-coded pin")),
            ("All units have the same credentials.", Some("same credential")),
            ("The pump shall have no default password.", None),
            ("The default password shall be changed at first start.", None),
            ("Default passwords are refused.", None),
            ("Credentials are unique per device; the fixed part of the name is public.", None),
            ("The pump shall show the same pinned certificate.", None),
            ("The same person confirms, then enters a password.", None),
            ("A scan searches the image for hard-coded credentials.", None),
        ] {
            assert_eq!(phrase(text).as_deref(), found, "{text}");
        }
    }
}
