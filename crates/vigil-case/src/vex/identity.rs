//! Whether the name of a product in a statement means a package of the inventory, and in which version.

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_exchange::vex::{BomLink, Name};
use vigil_sbom::{Package, PackagePurl, Purl};
use vigil_version::{Range, Scheme};
use vigil_vulndb::cpe::{Attribute, Cpe, Value};

use super::read::Known;

/// Qualifiers of a package URL that tell builds apart.
const TELLING: [&str; 5] = ["arch", "distro", "epoch", "classifier", "type"];

/// A package of the inventory, or what an SBOM describes as a whole.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) component: Id,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) version: Option<String>,
    /// Whether it is what its SBOM describes, so that every package of the component lies in it.
    pub(super) is_whole: bool,
    purls: Vec<Purl>,
    supplier: Option<String>,
}

/// All of them, by every identifier.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) all: Vec<Entry>,
    by: BTreeMap<String, Vec<usize>>,
}

/// Where the name of a statement leads.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Entries of the very version, each with how it was recognised.
    pub(super) same: Vec<(usize, String)>,
    /// Entries of other versions.
    pub(super) other: Vec<usize>,
    /// Why the version could not be compared, for entries that are it otherwise.
    pub(super) unclear: Option<String>,
}

impl Listed {
    pub(super) fn of(known: &Known<'_>) -> Self {
        let mut listed = Self::default();
        for item in &known.inventory.items {
            let sbom = known.files.all().find(|(_, it)| it.file == item.sbom_file).map(|(_, it)| it);
            let bom = sbom.and_then(|it| Some((it.serial_number.as_deref()?, it.version.unwrap_or(1))));
            listed.add(known, &item.component, &item.package, bom, false);
        }
        for (component, sbom) in known.files.all() {
            if let Some(primary) = &sbom.primary {
                let bom = sbom.serial_number.as_deref().map(|it| (it, sbom.version.unwrap_or(1)));
                listed.add(known, component.as_str(), primary, bom, true);
            }
        }
        listed
    }

    fn add(
        &mut self,
        known: &Known<'_>,
        component: &str,
        package: &Package,
        bom: Option<(&str, u64)>,
        is_whole: bool,
    ) {
        let at = self.all.len();
        let key = package.key().to_string();
        let pinned = super::read::pinned(known.model, &key);
        let purls: Vec<Purl> = package
            .purl
            .iter()
            .filter_map(|it| it.parsed.clone())
            .chain(pinned.and_then(|it| it.purl.clone()).and_then(|it| PackagePurl::read(it).parsed))
            .collect();
        let cpes = package.cpe.iter().chain(pinned.and_then(|it| it.cpe.as_ref()));
        let mut keys: Vec<String> = purls.iter().map(purl_key).collect();
        keys.extend(cpes.filter_map(|it| cpe_key(&Cpe::parse(it).ok()?)));
        keys.push(name_key(&package.name));
        keys.extend(package.group.as_ref().map(|it| name_key(&format!("{it}/{}", package.name))));
        let hashes = package.hashes.iter().map(|it| (algorithm(&it.alg), it.value.to_lowercase()));
        keys.extend(hashes.map(|(alg, value)| format!("hash:{alg}:{value}")));
        if let Some((serial, version)) = bom {
            let serial = serial.to_ascii_lowercase();
            let bom = format!("bom:{}/{version}", serial.trim_start_matches("urn:uuid:"));
            keys.extend(package.bom_ref.as_ref().map(|it| format!("{bom}#{it}")));
            keys.extend(is_whole.then_some(bom));
        }
        for key in keys {
            self.by.entry(key).or_default().push(at);
        }
        self.all.push(Entry {
            component: Id::new(component),
            key,
            name: package.name.clone(),
            version: package.version.clone(),
            is_whole,
            purls,
            supplier: package.supplier_name().map(|(name, _)| name.to_lowercase()),
        });
    }

    /// Where a name leads. A stated identifier goes before the name: another namespace is another package.
    pub(super) fn find(&self, name: &Name) -> Places {
        let mut places = Places::default();
        if let Some(link) = &name.link {
            let bare = name.version.is_none() && name.range.is_none();
            self.take(&link_key(link), "its entry in the SBOM", &mut places, |it| {
                if bare { Version::Same } else { version_of(name, None, it) }
            });
        }
        for (alg, value) in &name.hashes {
            self.take(&format!("hash:{alg}:{value}"), "its digest", &mut places, |_| Version::Same);
        }
        let purls = name.purls.iter().filter_map(|it| PackagePurl::read(it.clone()).parsed);
        for purl in purls {
            let how = format!("{purl}");
            let tells = |it: &Entry| same_build(&purl, it).then(|| version_of(name, purl.version(), it));
            self.take_some(&purl_key(&purl), &how, &mut places, tells);
        }
        for cpe in name.cpes.iter().filter_map(|it| Cpe::parse(it).ok()) {
            let stated = stated(&cpe);
            if let Some(key) = cpe_key(&cpe) {
                let how = format!("{cpe}");
                self.take(&key, &how, &mut places, |it| version_of(name, stated.as_deref(), it));
            }
        }
        if name.purls.is_empty()
            && name.cpes.is_empty()
            && name.link.is_none()
            && let Some(text) = &name.name
        {
            let vendor = name.vendor.as_ref().map(|it| it.to_lowercase());
            let tells = |it: &Entry| same_maker(vendor.as_deref(), it).then(|| version_of(name, None, it));
            self.take_some(&name_key(text), "name and version", &mut places, tells);
        }
        places.same.sort();
        places.same.dedup_by_key(|(at, _)| *at);
        places.other.retain(|at| !places.same.iter().any(|(it, _)| it == at));
        places
    }

    fn take(&self, key: &str, how: &str, places: &mut Places, version: impl Fn(&Entry) -> Version) {
        self.take_some(key, how, places, |it| Some(version(it)));
    }

    fn take_some(
        &self,
        key: &str,
        how: &str,
        places: &mut Places,
        version: impl Fn(&Entry) -> Option<Version>,
    ) {
        for at in self.by.get(key).into_iter().flatten().copied() {
            match version(&self.all[at]) {
                Some(Version::Same) => places.same.push((at, how.to_owned())),
                Some(Version::Other) => places.other.push(at),
                Some(Version::Unclear(why)) => places.unclear = Some(why),
                None => {}
            }
        }
    }
}

/// How the version of a statement stands to that of a package.
enum Version {
    Same,
    Other,
    Unclear(String),
}

/// What the statement says of versions goes before the version in the identifier: it may speak of others.
fn version_of(name: &Name, in_identifier: Option<&str>, it: &Entry) -> Version {
    let Some(here) = it.version.as_deref() else {
        return Version::Unclear(format!("`{}` has no version in its SBOM", it.name));
    };
    let scheme = it.purls.first().and_then(|it| Scheme::from_purl_type(it.ty())).unwrap_or(Scheme::Generic);
    if let Some(range) = name.range.as_deref().filter(|_| name.version.is_none()) {
        return in_range(range, scheme, here);
    }
    match name.version.as_deref().or(in_identifier) {
        Some(stated) if is_same(scheme, stated, here) => Version::Same,
        Some(_) => Version::Other,
        None => Version::Unclear("it names no version".to_owned()),
    }
}

fn in_range(range: &str, scheme: Scheme, here: &str) -> Version {
    let read = if range.starts_with("vers:") {
        Range::parse_vers(range).map_err(|cause| cause.to_string())
    } else {
        Range::parse(range).map(|it| (scheme, it)).map_err(|cause| cause.to_string())
    };
    match read.and_then(|(scheme, it)| it.contains(scheme, here).map_err(|cause| cause.to_string())) {
        Ok(true) => Version::Same,
        Ok(false) => Version::Other,
        Err(cause) => Version::Unclear(format!("its versions `{range}` cannot be compared: {cause}")),
    }
}

fn is_same(scheme: Scheme, one: &str, other: &str) -> bool {
    one == other || scheme.compare(one, other).is_ok_and(std::cmp::Ordering::is_eq)
}

/// Qualifiers that both state are the same.
fn same_build(stated: &Purl, it: &Entry) -> bool {
    let of_type = it.purls.iter().filter(|own| purl_key(own) == purl_key(stated));
    let mut alike = of_type.filter(|own| {
        TELLING.iter().all(|name| match (stated.qualifiers().get(*name), own.qualifiers().get(*name)) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        })
    });
    alike.next().is_some()
}

/// A maker that both name is the same as far as words tell.
fn same_maker(vendor: Option<&str>, it: &Entry) -> bool {
    match (vendor, it.supplier.as_deref()) {
        (Some(vendor), Some(supplier)) => vendor.contains(supplier) || supplier.contains(vendor),
        _ => true,
    }
}

fn stated(cpe: &Cpe) -> Option<String> {
    let version = cpe.get(Attribute::Version);
    let text = matches!(version, Value::Text(_)) && !version.has_wildcard();
    let update = cpe.get(Attribute::Update);
    text.then(|| match update {
        Value::Text(_) if !update.has_wildcard() => format!("{}{}", version.plain(), update.plain()),
        _ => version.plain(),
    })
}

fn purl_key(purl: &Purl) -> String {
    let namespace = purl.namespace().unwrap_or("");
    format!("pkg:{}/{namespace}/{}", purl.ty(), purl.name()).to_lowercase()
}

fn cpe_key(cpe: &Cpe) -> Option<String> {
    Some(format!("{}:{}", cpe.get(Attribute::Part).plain(), cpe.key()?))
}

fn name_key(name: &str) -> String {
    format!("name:{}", name.trim().to_lowercase())
}

fn link_key(link: &BomLink) -> String {
    match &link.entry {
        Some(entry) => format!("bom:{}/{}#{entry}", link.serial, link.version),
        None => format!("bom:{}/{}", link.serial, link.version),
    }
}

fn algorithm(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether a product is an operating system that a distribution's package names by itself.
pub(super) fn is_system_of(product: &Name, part: &Name) -> bool {
    let system = !product.cpes.is_empty()
        && product
            .cpes
            .iter()
            .all(|it| Cpe::parse(it).is_ok_and(|it| it.get(Attribute::Part).plain() == "o"));
    let distributed =
        |it: &String| ["pkg:rpm/", "pkg:deb/", "pkg:apk/"].iter().any(|head| it.starts_with(head));
    system && part.purls.iter().any(distributed)
}
