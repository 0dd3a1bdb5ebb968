//! Files that are enclosed as they came, and the reason for those that are not there.

use std::path::Path;

use vigil_base::World;
use vigil_guidance::SubmissionFile;
use vigil_model::kinds::Component;

use super::Making;
use crate::manifest::NotProduced;
use crate::names;
use crate::seal::Seal;

pub(super) fn take(
    world: &dyn World,
    root: &Path,
    making: &mut Making<'_>,
    file: &SubmissionFile,
    seal: Option<&dyn Seal>,
) {
    match file.key.as_str() {
        // Made last, from the others.
        "index" => {}
        "sbom" => sboms(world, root, making, file, seal),
        "mds2" => not_produced(
            making,
            file,
            "the form is the property of NEMA and is filled in from its own file; answers stand under `[mds2]` in the model",
        ),
        "interoperability" => not_produced(
            making,
            file,
            "its contents stand in the architecture views and the threat model, as section V.A.3 asks; a document of its own is not made",
        ),
        "declarations" => not_produced(
            making,
            file,
            "declarations of conformity are signed documents of the maker; enclose them by hand",
        ),
        "change-assessment" => not_produced(
            making,
            file,
            "a change assessment compares with the case of the authorised version; no such comparison is made",
        ),
        _ => not_produced(making, file, "this version does not make it"),
    }
    if file.key == "sbom" {
        reports(world, root, making);
    }
}

fn not_produced(making: &mut Making<'_>, file: &SubmissionFile, because: &str) {
    making.not_produced.push(NotProduced {
        name: file.name.clone(),
        title: file.title.clone(),
        because: because.to_owned(),
    });
}

/// The SBOM of each component, byte for byte as the build made it.
fn sboms(
    world: &dyn World,
    root: &Path,
    making: &mut Making<'_>,
    file: &SubmissionFile,
    seal: Option<&dyn Seal>,
) {
    let mut enclosed = 0;
    for (component, path) in files(making) {
        let known = making.maker.case.inputs.contains_key(&path);
        let Some(bytes) = known.then(|| world.read(&root.join(&path)).ok()).flatten() else {
            not_produced(
                making,
                file,
                &format!("the SBOM `{path}` of component `{component}` could not be read"),
            );
            continue;
        };
        let stem = making.name(file, "json");
        let stem = stem.replace(".json", &format!("_{}", names::part(&component)));
        let name = format!("{stem}.{}", extension(&path));
        let beside = seal.map(|seal| seal.beside(&name, &bytes));
        making.add(file, name, bytes, None);
        for (ending, content) in beside.into_iter().flatten() {
            making.add(file, format!("{stem}.{ending}"), content, None);
        }
        enclosed += 1;
    }
    if enclosed == 0 {
        not_produced(making, file, "no component of the model names an SBOM that could be read");
    }
}

/// What stands for each SBOM file in a name, with its path: the component, and a number where it names several.
fn files(making: &Making<'_>) -> Vec<(String, String)> {
    let components = making.maker.case.model.components.values();
    let of = |component: &Component| {
        let id = component.meta.id.to_string();
        let is_one = component.sbom.len() == 1;
        let named = move |(at, path): (usize, &str)| {
            let part = if is_one { id.clone() } else { format!("{id}-{}", at + 1) };
            (part, path.to_owned())
        };
        component.sbom.files().enumerate().map(named).collect::<Vec<_>>()
    };
    components.flat_map(of).collect()
}

/// The ending that an SBOM came with; JSON where it has none that a file name can hold.
fn extension(path: &str) -> String {
    let own = Path::new(path).extension().map(|it| names::part(&it.to_string_lossy()));
    own.filter(|it| !it.is_empty()).unwrap_or_else(|| "json".to_owned())
}

/// Title of a report that a tester wrote, beside the summary made from the model.
const ORIGINAL: &str = "Penetration test report, as the tester wrote it";

/// Original reports of testers, where the folder holds them.
fn reports(world: &dyn World, root: &Path, making: &mut Making<'_>) {
    let Some(file) = making.maker.catalogue.file("penetration-test") else { return };
    let pentests: Vec<(String, Option<String>)> = making
        .maker
        .case
        .model
        .pentests
        .values()
        .map(|it| (it.meta.id.to_string(), it.report.clone()))
        .collect();
    for (id, report) in pentests {
        let Some(report) = report else { continue };
        let path = format!("evidence/{}", report.trim_start_matches("evidence/"));
        let inside =
            Path::new(&path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        let extension =
            Path::new(&path).extension().map(|it| names::part(&it.to_string_lossy())).unwrap_or_default();
        match inside.then(|| world.read(&root.join(&path)).ok()).flatten() {
            Some(bytes) if !extension.is_empty() => {
                let name =
                    names::file(&format!("{}_original_{}", file.name, names::part(&id)), "", "", &extension);
                making.add(file, name, bytes, None);
                if let Some(entry) = making.entries.last_mut() {
                    ORIGINAL.clone_into(&mut entry.title);
                }
            }
            _ => making.not_produced.push(NotProduced {
                name: format!("{} (original of {id})", file.name),
                title: ORIGINAL.to_owned(),
                because: format!("`{path}` is not in the device folder"),
            }),
        }
    }
}
