use vigil_exchange::threat_model::{self, ModelError};

use crate::data::files;

/// Every model of the data is read, or refused with the name of what it is.
#[test]
fn every_threat_model_of_the_data_is_read_or_named() {
    let (mut read, mut named, mut refused) = (0, 0, 0);
    let all = ["threat/models", "threat/open-threat-model", "threat/threagile"].into_iter();
    for path in all.flat_map(|it| files(it, "")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !path.extension().is_some_and(|it| it == "json" || it == "yaml") {
            continue;
        }
        match threat_model::read(&std::fs::read(&path).unwrap(), None) {
            Ok(model) => {
                read += 1;
                let lines = model.left.iter().map(|it| it.line);
                assert!(lines.chain(model.parts.iter().map(|it| it.line)).all(|line| line > 0), "{name}");
                eprintln!(
                    "{name}: {} zones, {} parts, {} flows, {} data, {} threats, {} left",
                    model.zones.len(),
                    model.parts.len(),
                    model.flows.len(),
                    model.data.len(),
                    model.threats.len(),
                    model.left.len()
                );
            }
            Err(ModelError::NotImported { .. }) => named += 1,
            Err(cause) => {
                refused += 1;
                let known = name.contains("malformed")
                    || path.to_string_lossy().contains("/threagile/")
                    || name.contains("schema");
                assert!(known, "{}: {cause}", path.display());
            }
        }
    }
    eprintln!("{read} models read, {named} named and not read, {refused} refused");
}

/// Templates that are packed in the data: each type of threat is there, with its category.
#[test]
fn every_template_of_the_data_is_a_list_of_threat_types() {
    for path in files("threat/microsoft-tmt", ".tb7.zst") {
        let bytes = zstd::decode_all(std::fs::File::open(&path).unwrap()).unwrap();
        let model = threat_model::read(&bytes, Some(threat_model::Format::Tb7)).unwrap();
        assert!(model.threats.iter().all(|it| !it.title.is_empty() && !it.categories.is_empty()));
        assert!(!model.threats.is_empty() && model.parts.is_empty());
        eprintln!("{}: {} types, {} stencils left", path.display(), model.threats.len(), model.left.len());
    }
}
