//! CSAF 2.0 and 2.1 documents as statements: product status, flags, threats, remediations, relationships.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{JUSTIFICATIONS, RESPONSES, STATUSES, find};
use super::{
    Document, MOST_SUBJECTS, Name, Refused, Response, Standard, Stated, Statement, Status, Subject, Text,
    VexError, algorithm, identify,
};
use crate::ReadError;
use crate::csaf::{Csaf, Product, Vulnerability, read as read_csaf};

/// How many relationships one product may be made of: `package in module in distribution` has two.
const DEEPEST: usize = 8;

pub(super) fn read(text: &str) -> Result<Document, VexError> {
    let csaf = read_csaf(text).map_err(|error| match error {
        ReadError::Malformed { format, cause, line } => VexError::Malformed { format, cause, line },
        ReadError::TooLarge => VexError::TooLarge,
        other => VexError::Malformed { format: "CSAF", cause: other.to_string(), line: 1 },
    })?;
    let tracking = &csaf.document.tracking;
    let mut document = Document {
        standard: Standard::Csaf,
        id: Some(tracking.id.clone()).filter(|it| !it.is_empty()),
        version: Some(tracking.version.clone()).filter(|it| !it.is_empty()),
        publisher: Some(csaf.document.publisher.name.clone()).filter(|it| !it.is_empty()),
        time: Some(tracking.current_release_date.clone()).filter(|it| !it.is_empty()),
        statements: Vec::new(),
        refused: Vec::new(),
        superseded: 0,
    };
    let products = csaf.products();
    let mut subjects = 0;
    for (at, flaw) in csaf.vulnerabilities.iter().enumerate() {
        take(&csaf, &products, flaw, &format!("/vulnerabilities/{at}"), &mut document);
        subjects += flaw.product_status.values().map(Vec::len).sum::<usize>();
        if subjects > MOST_SUBJECTS {
            let cause = format!("it names more than {MOST_SUBJECTS} products");
            return Err(VexError::Malformed { format: "CSAF", cause, line: 1 });
        }
    }
    Ok(document)
}

/// Products that are said the same of stand in one statement.
fn take(
    csaf: &Csaf,
    products: &BTreeMap<String, Product>,
    flaw: &Vulnerability,
    pointer: &str,
    document: &mut Document,
) {
    let flaws: Vec<String> = flaw
        .cve
        .iter()
        .chain(flaw.ids.iter().map(|it| &it.text))
        .filter(|it| !it.is_empty())
        .cloned()
        .collect();
    let Some(first) = flaws.first().cloned() else {
        let refused =
            Refused { pointer: pointer.to_owned(), flaw: None, because: "it names no flaw".to_owned() };
        document.refused.push(refused);
        return;
    };
    let about = About::of(csaf, flaw);
    for (word, ids) in &flaw.product_status {
        let pointer = format!("{pointer}/product_status/{word}");
        let refuse =
            |because: String| Refused { pointer: pointer.clone(), flaw: Some(first.clone()), because };
        let Some(row) = find(STATUSES, Standard::Csaf, word) else {
            document.refused.push(refuse(format!("its product status {word:?} is none of CSAF")));
            continue;
        };
        let Some((status, _)) = row.means else {
            document.refused.push(refuse(format!("`{word}` {}", row.note)));
            continue;
        };
        let mut alike: BTreeMap<Group<'_>, Vec<Subject>> = BTreeMap::new();
        let mut unknown: BTreeSet<&str> = BTreeSet::new();
        for id in ids {
            match subject(products, id) {
                Some(it) => alike.entry(about.group(id, status)).or_default().push(it),
                None => {
                    unknown.insert(id);
                }
            }
        }
        if !unknown.is_empty() {
            let unknown: Vec<&str> = unknown.into_iter().take(5).collect();
            document.refused.push(refuse(format!("the product tree has no {}", unknown.join(", "))));
        }
        for (group, subjects) in alike {
            document.statements.push(statement(&flaws, status, &group, subjects, document, &pointer));
        }
    }
}

fn statement(
    flaws: &[String],
    status: Status,
    group: &Group<'_>,
    subjects: Vec<Subject>,
    document: &Document,
    pointer: &str,
) -> Statement {
    let text = |(kind, text): &(&str, &str)| Text { kind: (*kind).to_owned(), text: (*text).to_owned() };
    Statement {
        flaws: flaws.to_vec(),
        subjects,
        status,
        justification: group.flag.and_then(|word| {
            let (means, fit) = find(JUSTIFICATIONS, Standard::Csaf, word)?.means?;
            Some(Stated { word: word.to_owned(), means, fit })
        }),
        responses: group.responses.iter().copied().collect(),
        texts: group.texts.iter().map(text).collect(),
        time: group.time.map(str::to_owned).or_else(|| document.time.clone()),
        pointer: pointer.to_owned(),
    }
}

/// What is said beside the status; products with the same are said the same of.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Group<'c> {
    flag: Option<&'c str>,
    time: Option<&'c str>,
    responses: BTreeSet<Response>,
    texts: Vec<(&'c str, &'c str)>,
}

/// One flag, threat or remediation with the products it is for; for all where it names none.
struct Beside<'c> {
    kind: &'c str,
    text: &'c str,
    time: Option<&'c str>,
    of: Option<BTreeSet<String>>,
}

struct About<'c> {
    flags: Vec<Beside<'c>>,
    threats: Vec<Beside<'c>>,
    remediations: Vec<Beside<'c>>,
}

impl<'c> About<'c> {
    fn of(csaf: &'c Csaf, flaw: &'c Vulnerability) -> Self {
        let of = |products: &[String], groups: &[String]| {
            (!products.is_empty() || !groups.is_empty()).then(|| csaf.members(products, groups))
        };
        let flags = flaw.flags.iter().map(|it| Beside {
            kind: &it.label,
            text: "",
            time: it.date.as_deref(),
            of: of(&it.product_ids, &it.group_ids),
        });
        let threats = flaw.threats.iter().map(|it| Beside {
            kind: &it.category,
            text: it.details.trim(),
            time: None,
            of: of(&it.product_ids, &it.group_ids),
        });
        let remediations = flaw.remediations.iter().map(|it| Beside {
            kind: &it.category,
            text: it.details.trim(),
            time: it.date.as_deref(),
            of: of(&it.product_ids, &it.group_ids),
        });
        Self {
            flags: flags.collect(),
            threats: threats.filter(|it| it.kind == "impact").collect(),
            remediations: remediations.collect(),
        }
    }

    fn group(&self, id: &str, status: Status) -> Group<'c> {
        let mut group = Group::default();
        if status == Status::NotAffected
            && let Some(flag) = self.flags.iter().find(|it| it.is_for(id))
        {
            group.flag = Some(flag.kind);
            group.time = flag.time;
        }
        let texts = self.threats.iter().filter(|it| it.is_for(id) && !it.text.is_empty());
        group.texts.extend(texts.map(|it| (it.kind, it.text)));
        // What to do is said of those that have the flaw, or had it.
        if matches!(status, Status::Affected | Status::Fixed) {
            for it in self.remediations.iter().filter(|it| it.is_for(id)) {
                group.responses.extend(
                    find(RESPONSES, Standard::Csaf, it.kind)
                        .and_then(|row| row.means)
                        .map(|(means, _)| means),
                );
                if !it.text.is_empty() {
                    group.texts.push((it.kind, it.text));
                }
            }
        }
        group
    }
}

impl Beside<'_> {
    fn is_for(&self, id: &str) -> bool {
        self.of.as_ref().is_none_or(|of| of.contains(id))
    }
}

/// A product, or the innermost part and the outermost whole that relationships make it of.
fn subject(products: &BTreeMap<String, Product>, id: &str) -> Option<Subject> {
    let product = products.get(id)?;
    let Some(related) = &product.related else {
        return Some(Subject { product: name(product), part: None });
    };
    let part = follow(products, &related.part, |it| &it.part)?;
    let whole = follow(products, &related.whole, |it| &it.whole)?;
    let mut part = name(part);
    // The pair may say more than its part: Red Hat gives it the package URL of the build.
    let own = product.purls().chain(product.helper.cpe.as_deref());
    own.for_each(|text| identify(&mut part, text));
    id.clone_into(&mut part.id);
    Some(Subject { product: name(whole), part: Some(part) })
}

/// A chain of relationships has an end; one that is longer than any real one is a circle.
fn follow<'c>(
    products: &'c BTreeMap<String, Product>,
    id: &str,
    next: impl Fn(&crate::csaf::Related) -> &String,
) -> Option<&'c Product> {
    let mut product = products.get(id)?;
    for _ in 0..DEEPEST {
        match &product.related {
            Some(related) => product = products.get(next(related))?,
            None => return Some(product),
        }
    }
    None
}

fn name(product: &Product) -> Name {
    let hashes = product.helper.hashes.iter().flat_map(|it| &it.file_hashes);
    let mut name = Name {
        id: product.id.clone(),
        vendor: product.branch("vendor").map(str::to_owned),
        name: product
            .branch("product_name")
            .map(str::to_owned)
            .or_else(|| Some(product.name.clone()).filter(|it| !it.is_empty())),
        version: product.version().map(str::to_owned),
        range: product.range().map(str::to_owned),
        hashes: hashes.map(|it| (algorithm(&it.algorithm), it.value.to_lowercase())).collect(),
        ..Name::default()
    };
    product.purls().chain(product.helper.cpe.as_deref()).for_each(|text| identify(&mut name, text));
    // The name of a version branch is in words (`openssl-1:3.0.7-16.el9_2.src`); a package URL has the version itself.
    if name.purls.iter().any(|it| it.contains('@')) {
        name.version = None;
    }
    name
}
