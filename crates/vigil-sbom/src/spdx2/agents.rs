//! People, organisations and tools as SPDX 2 writes them: `Organization: Name (address)`.

use serde_json::Value;

use crate::take::Fields;
use crate::{Contact, Party, Tool};

/// Who made a document.
#[derive(Default)]
pub(super) struct Creators {
    pub(super) people: Vec<Contact>,
    pub(super) organisation: Option<Party>,
    pub(super) tools: Vec<Tool>,
}

pub(super) fn creators(info: &Fields) -> Creators {
    let mut all = Creators::default();
    let creators = info.get("creators").and_then(Value::as_array).into_iter().flatten();
    for creator in creators.filter_map(Value::as_str) {
        match split(creator) {
            ("Tool", name) => all.tools.push(tool(name)),
            ("Organization", name) if all.organisation.is_none() && !name.is_empty() => {
                all.organisation = Some(party(name));
            }
            (_, "") => {}
            (_, name) => all.people.push(contact(name)),
        }
    }
    all
}

/// Kind and name. `NOASSERTION` and other bare words have no kind.
pub(super) fn split(text: &str) -> (&str, &str) {
    match text.split_once(':') {
        Some((kind @ ("Tool" | "Organization" | "Person"), name)) => (kind, name.trim()),
        _ => ("", text.trim()),
    }
}

pub(super) fn party(name: &str) -> Party {
    let contact = contact(name);
    match contact.email {
        Some(email) => Party {
            name: contact.name,
            urls: Vec::new(),
            contacts: vec![Contact { email: Some(email), ..Contact::default() }],
        },
        None => Party { name: contact.name, ..Party::default() },
    }
}

pub(super) fn contact(text: &str) -> Contact {
    let inner = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match inner {
        Some((name, email)) if email.contains('@') || email.is_empty() => {
            Contact { name: some(name.trim()), email: some(email.trim()), phone: None }
        }
        _ => Contact { name: some(text), ..Contact::default() },
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The version is what follows the last hyphen if it begins with a digit or a `v` and a digit.
pub(crate) fn tool(text: &str) -> Tool {
    let split = text
        .rsplit_once('-')
        .filter(|(_, version)| version.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit()));
    let (name, version) = split.map_or((text, None), |(name, version)| (name, Some(version.to_owned())));
    Tool { name: some(name), version, ..Tool::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_creator_gives_name_address_and_version() {
        let one = contact("Jane Doe (jane@example.org)");
        assert_eq!((one.name.as_deref(), one.email.as_deref()), (Some("Jane Doe"), Some("jane@example.org")));
        assert_eq!(contact("ACME ()").name.as_deref(), Some("ACME"));
        assert_eq!(contact("ACME (Europe)").name.as_deref(), Some("ACME (Europe)"));
        let table = [("syft-0.60.1", "syft", Some("0.60.1")), ("sbom-tool", "sbom-tool", None)];
        for (text, name, version) in table {
            let tool = tool(text);
            assert_eq!((tool.name.as_deref(), tool.version.as_deref()), (Some(name), version));
        }
    }
}
