//! Tables: what the device is, and of which parts the release under review consists.

use vigil_base::Id;
use vigil_case::Case;
use vigil_model::derive::{Surface, attack_surface, internet_connectors};
use vigil_model::kinds::{Component, ComponentKind, Maker, Project, Submission};
use vigil_model::{Kind, Record};

use crate::table::{Cell, Table, Tone};
use crate::tables::words::{counted, head, interface, prose, record, refs, said, yes_no};

/// Device, manufacturer and submission, statement by statement.
pub fn identity(case: &Case) -> Table {
    let mut table = Table::new(
        "identity",
        "Device and submission",
        "The device folder states no project: `[project]` is missing from `vigil.toml`.",
    )
    .columns(&[("What", 1.0), ("Statement", 3.0)]);
    let Some(project) = &case.model.project else { return table };
    device_rows(project, &mut table);
    maker_rows(project.maker.as_ref(), &mut table);
    submission_rows(project.submission.as_ref(), &mut table);
    let life = project.life.as_ref();
    say(&mut table, "End of support", Cell::stated(life.and_then(|it| it.end_of_support)));
    say(&mut table, "End of life", Cell::stated(life.and_then(|it| it.end_of_life)));
    say(&mut table, "Service life", Cell::stated(life.and_then(|it| it.service_life.as_ref())));
    say(&mut table, "State of this case", Cell::text(format!("as of {}", case.as_of)));
    table
}

fn say(table: &mut Table, what: &str, statement: Cell) {
    table.row(vec![Cell::text(what), statement]);
}

fn words(list: &[String]) -> Cell {
    Cell::list(list.iter().map(Cell::text), crate::table::NOT_STATED)
}

fn device_rows(project: &Project, table: &mut Table) {
    say(table, "Device", Cell::strong(prose(&project.name)));
    say(table, "Version under review", Cell::strong(&project.version.value));
    say(table, "Models", words(&project.models));
    say(table, "Device identifiers (UDI-DI)", words(&project.udi_di));
    say(table, "Intended use", said(project.intended_use.as_deref()));
    say(table, "Threat rule packs", words(&project.packs));
}

fn maker_rows(maker: Option<&Maker>, table: &mut Table) {
    let psirt = maker.and_then(|it| it.psirt.as_ref());
    say(table, "Manufacturer", said(maker.map(|it| it.name.as_str())));
    say(table, "Address", said(maker.and_then(|it| it.address.as_deref())));
    say(table, "Contact for security", said(psirt.and_then(|it| it.mail.as_deref())));
    say(table, "Disclosure policy", said(psirt.and_then(|it| it.policy.as_deref())));
}

fn submission_rows(submission: Option<&Submission>, table: &mut Table) {
    let text = |field: fn(&Submission) -> Option<&str>| said(submission.and_then(field));
    say(table, "Market", text(|it| it.market.as_deref()));
    say(table, "Pathway", Cell::stated(submission.and_then(|it| it.pathway)));
    say(table, "Device class", text(|it| it.class.as_deref()));
    say(table, "Product code", text(|it| it.product_code.as_deref()));
    say(table, "Submission number", text(|it| it.number.as_deref()));
    say(table, "Predicate", text(|it| it.predicate.as_deref()));
    say(table, "Planned for", Cell::stated(submission.and_then(|it| it.planned)));
    say(table, "Sent", Cell::stated(submission.and_then(|it| it.submitted)));
    say(table, "New or changed", text(|it| it.change.as_deref()));
    say(table, "Software documentation level", text(|it| it.documentation_level.as_deref()));
}

/// Version, build and commit of each part of the release under review, with the digest of its SBOM.
pub fn release_parts(case: &Case) -> Table {
    let mut table = Table::new(
        "release-parts",
        "Parts of the release under review",
        "The model names no part that is the maker's to state a version of.",
    )
    .columns(&[
        ("Part", 2.0),
        ("Version", 1.0),
        ("#Build", 2.0),
        ("#Commit", 1.2),
        ("SBOM", 1.6),
        ("#SBOM digest", 2.4),
    ]);
    for component in case.model.components.values().filter(|it| it.kind != ComponentKind::External) {
        table.row(part_row(case, component));
    }
    if case.release().is_none() {
        table.note(format!(
            "The model holds no record of release {}: no version can be printed.",
            case.version()
        ));
    }
    table
}

fn part_row(case: &Case, component: &Component) -> Vec<Cell> {
    let part = case.part(component.id());
    let code = |text: Option<&String>| text.map_or_else(Cell::not_stated, Cell::code);
    let digest = |file: &str| {
        let digest = case.inputs.get(file).map(ToString::to_string);
        digest.map_or_else(|| Cell::status("could not be read", Tone::Bad), Cell::code)
    };
    let none = "no SBOM is stated";
    let files = Cell::list(component.sbom.files().map(Cell::code), none);
    let digests = Cell::list(component.sbom.files().map(digest), none);
    vec![
        record(case, Kind::Component, component.id()),
        said(part.and_then(|it| it.version.as_deref())),
        code(part.and_then(|it| it.build.as_ref())),
        code(part.and_then(|it| it.commit.as_ref())),
        files,
        digests,
    ]
}

/// What the model holds on each limb of the definition of a cyber device, beside the maker's claim.
pub fn cyber_device_limbs(case: &Case) -> Table {
    let mut table = Table::new(
        "cyber-device-limbs",
        "Cyber device: the three limbs of section 524B(c)",
        "The model holds no part to look at.",
    )
    .columns(&[("Limb", 2.0), ("Found", 0.6), ("In the model", 4.0)]);
    if case.model.components.is_empty() {
        return table;
    }
    let software: Vec<&Id> =
        case.model.components.values().filter(|it| has_software(it)).map(Record::id).collect();
    let list =
        Cell::list(software.iter().map(|id| record(case, Kind::Component, id)), "no part with software");
    limb(
        &mut table,
        "Includes software validated, installed or authorised as or in a device",
        software.len(),
        list,
    );
    let internet = internet_connectors(&case.model);
    let list = surfaces(case, &internet, "no interface that can reach the internet");
    limb(&mut table, "Has the ability to connect to the internet, intended or not", internet.len(), list);
    let open: Vec<Surface<'_>> =
        attack_surface(&case.model).into_iter().filter(Surface::is_external).collect();
    let threats = case.threats.all.len();
    let found = format!(
        "{} that can be reached from outside a housing; {} in the threat model",
        counted(open.len(), "interface", "interfaces"),
        counted(threats, "threat", "threats"),
    );
    limb(
        &mut table,
        "Contains characteristics that could be vulnerable to threats",
        open.len(),
        Cell::text(found),
    );
    claim(case, &mut table);
    table
}

fn limb(table: &mut Table, limb: &str, count: usize, found: Cell) {
    table.row(vec![Cell::text(limb), Cell::count(count), found]);
}

fn claim(case: &Case, table: &mut Table) {
    let claim = case.model.cyber_device.as_ref();
    let because = said(claim.and_then(|it| it.because.as_deref()));
    table.row(vec![
        Cell::strong("The manufacturer's claim: it is a cyber device"),
        yes_no(claim.and_then(|it| it.claim)),
        because,
    ]);
    if let Some(claim) = claim.filter(|it| !it.related_systems.is_empty()) {
        let systems = refs(case, &claim.related_systems, "");
        table.row(vec![Cell::text("Related systems"), Cell::count(claim.related_systems.len()), systems]);
    }
}

/// Whether a part carries software of this device: somebody else's systems and bare hardware do not.
fn has_software(component: &Component) -> bool {
    !matches!(component.kind, ComponentKind::External | ComponentKind::Hardware)
}

fn surfaces(case: &Case, surfaces: &[Surface<'_>], empty: &str) -> Cell {
    let one = |it: &Surface<'_>| {
        let how = if it.interface.internet.is_some() { "stated" } else { "by its kind" };
        interface(case, it.component.id(), it.name).say(format!(" ({}, {how})", it.interface.kind))
    };
    Cell::list(surfaces.iter().map(one), empty)
}

/// The digest and version of each SBOM as the first page of a document names them.
pub fn sboms(case: &Case) -> Table {
    let mut table = Table::new("sboms", "SBOM files", "No part states an SBOM.").columns(&[
        ("Part", 1.6),
        ("#File", 1.8),
        ("Format", 1.2),
        ("Made", 1.2),
        ("Packages", 0.8),
        ("#SHA-256", 3.0),
    ]);
    for component in case.model.components.values() {
        let read = case.sbom_files(component.id());
        for file in component.sbom.files() {
            let mut cells = vec![head(component.name.as_deref(), component.id()), Cell::code(file)];
            match read.iter().find(|(_, sbom)| sbom.file == file) {
                Some((_, sbom)) => cells.extend([
                    Cell::text(format!("{} {}", sbom.format.name(), sbom.spec_version).trim_end()),
                    Cell::stated(sbom.timestamp.as_ref().map(|it| it.text.clone())),
                    Cell::count(sbom.packages.len()),
                    Cell::code(sbom.digest.hex()),
                ]),
                None => cells.extend((0..4).map(|_| Cell::status("could not be read", Tone::Bad))),
            }
            table.row(cells);
        }
    }
    table
}
