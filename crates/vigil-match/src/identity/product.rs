//! Products of NVD: by CPE name, or by name and supplier where there is exactly one that fits.

use vigil_sbom::Package;
use vigil_vulndb::cpe::{Attribute, Cpe, Token, Value};
use vigil_vulndb::ecosystem::plain_product;
use vigil_vulndb::supplier::plain_supplier;
use vigil_vulndb::{Damage, Database};

use super::{Identities, Identity, Target, names, version_of};
use crate::Way;
use crate::evaluate::name::Named;

/// Names of properties that carry further CPE names.
const CPE_PROPERTIES: [&str; 2] = ["syft:cpe23", "cpe23"];

/// The CPE names of an entry.
pub(super) fn from_cpes(
    package: &Package,
    database: &Database,
    identities: &mut Identities,
) -> Result<(), Damage> {
    let in_properties = package
        .properties
        .iter()
        .filter(|property| CPE_PROPERTIES.contains(&property.name.as_str()))
        .filter_map(|property| property.value.as_deref());
    let mut texts: Vec<&str> = package.cpe.as_deref().into_iter().chain(in_properties).collect();
    texts.dedup();
    if texts.is_empty() {
        identities.fail(Way::Cpe, "", "the SBOM states no CPE name");
        return Ok(());
    }
    let version = upstream_version(package, identities.of_distribution);
    for text in texts {
        match Cpe::parse(text) {
            Ok(cpe) if cpe.key().is_some() => {
                renamed(&cpe, version.as_deref(), text, database, identities)?;
                let target = Target::Product(Named::new(cpe, version.as_deref()));
                identities.push(Identity { way: Way::Cpe, identifier: text.to_owned(), target });
            }
            Ok(_) => identities.fail(Way::Cpe, text, "its vendor or product is open, so it names no product"),
            Err(error) => identities.fail(Way::Cpe, text, format!("it is no CPE name: {error}")),
        }
    }
    Ok(())
}

/// The names that the CPE dictionary has today for a product that it calls otherwise than the SBOM.
fn renamed(
    cpe: &Cpe,
    version: Option<&str>,
    text: &str,
    database: &Database,
    identities: &mut Identities,
) -> Result<(), Damage> {
    for (vendor, product) in database.successors(&cpe.key().unwrap_or_default())? {
        let today = cpe
            .clone()
            .with(Attribute::Vendor, text_value(&vendor))
            .with(Attribute::Product, text_value(&product));
        let identifier = format!("{text}, which the CPE dictionary calls {vendor}:{product}");
        let target = Target::Product(Named::new(today, version));
        identities.push(Identity { way: Way::Cpe, identifier, target });
    }
    Ok(())
}

/// The version of the upstream project: a distribution's without epoch and revision.
fn upstream_version(package: &Package, of_distribution: bool) -> Option<String> {
    let version = version_of(package)?;
    if !of_distribution {
        return Some(version.to_owned());
    }
    let version = version.split_once(':').map_or(version, |(_, rest)| rest);
    Some(version.rsplit_once('-').map_or(version, |(upstream, _)| upstream).to_owned())
}

/// The product that has the package's name, if there is only one it can be.
pub(super) fn from_name(
    package: &Package,
    database: &Database,
    identities: &mut Identities,
) -> Result<(), Damage> {
    let supplier = package.supplier_name().map(|(name, _)| name).or(package.group.as_deref());
    let shown = match supplier {
        Some(supplier) => format!("{} by {supplier}", package.name),
        None => package.name.clone(),
    };
    if plain_product(&package.name).is_empty() {
        identities.fail(Way::Name, &shown, "the name has no letter or digit");
        return Ok(());
    }
    supplied(package, supplier, &shown, database, identities)?;
    let candidates = database.products_named(&package.name)?;
    let mut meant = Vec::new();
    for (vendor, product) in names::meant(&plain_product(&package.name), &package.name) {
        if database.lookup_cpe(vendor, product)?.known {
            meant.push((*vendor, *product));
        }
    }
    let chosen = choose(&candidates, supplier, &package.name);
    // Products that are the same thing under several names are all looked up; another maker's are not.
    let all = match chosen {
        Ok(chosen) if meant.contains(&chosen) => meant,
        Ok(chosen) => vec![chosen],
        Err(_) if !meant.is_empty() => meant,
        Err(why) => {
            identities.fail(Way::Name, &shown, why);
            return Ok(());
        }
    };
    for product in all {
        push_named(package, product, &shown, identities);
    }
    Ok(())
}

fn push_named(package: &Package, (vendor, product): (&str, &str), shown: &str, identities: &mut Identities) {
    let version = upstream_version(package, identities.of_distribution);
    let mut named = Named::new(open_name(vendor, product), version.as_deref());
    named.by_name = true;
    let identifier = format!("{shown}: {vendor}:{product}");
    identities.push(Identity { way: Way::Name, identifier, target: Target::Product(named) });
}

/// The product that CVE records or advisories name by this supplier and name.
fn supplied(
    package: &Package,
    supplier: Option<&str>,
    shown: &str,
    database: &Database,
    identities: &mut Identities,
) -> Result<(), Damage> {
    let Some(supplier) = supplier else { return Ok(()) };
    if database.lookup_supplied(supplier, &package.name)?.known {
        let target = Target::Supplied {
            supplier: supplier.to_owned(),
            product: package.name.clone(),
            version: upstream_version(package, identities.of_distribution),
        };
        identities.push(Identity { way: Way::Name, identifier: shown.to_owned(), target });
    }
    Ok(())
}

type Candidate = (String, String);

fn choose<'c>(
    candidates: &'c [Candidate],
    supplier: Option<&str>,
    name: &str,
) -> Result<(&'c str, &'c str), String> {
    let by = |wanted: &str| -> Vec<&Candidate> {
        candidates.iter().filter(|(vendor, _)| plain_supplier(vendor) == wanted).collect()
    };
    let supplied = supplier.map(|supplier| by(&plain_supplier(supplier))).unwrap_or_default();
    // A project whose vendor has the product's own name is the project itself; others only ship it.
    let own = by(&plain_product(name));
    let pick = match (candidates, supplied.as_slice(), own.as_slice()) {
        ([], _, _) => return Err("no product of NVD has this name".to_owned()),
        (_, [only], _) => only,
        (_, [_, ..], _) => return Err(several(&supplied)),
        ([only], _, _) => only,
        (_, _, [only]) => only,
        _ => return Err(several(&candidates.iter().collect::<Vec<_>>())),
    };
    Ok((&pick.0, &pick.1))
}

fn several(candidates: &[&Candidate]) -> String {
    let shown: Vec<String> =
        candidates.iter().take(8).map(|(vendor, product)| format!("{vendor}:{product}")).collect();
    let more = if candidates.len() > shown.len() { ", ..." } else { "" };
    format!("the name fits {} products of NVD: {}{more}", candidates.len(), shown.join(", "))
}

fn open_name(vendor: &str, product: &str) -> Cpe {
    Cpe::open().with(Attribute::Vendor, text_value(vendor)).with(Attribute::Product, text_value(product))
}

fn text_value(text: &str) -> Value {
    Value::Text(text.to_lowercase().chars().map(Token::Char).collect())
}
