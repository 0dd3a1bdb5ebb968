//! Threagile's YAML: tables keyed by title, each entry with an id.

use super::{Attributes, Data, Flow, Format, Part, Requirement, Shape, Threat, ThreatModel, Zone};
use crate::tree::{Fault, Node, short};

mod risks;

pub(super) fn read(root: &Node) -> Result<ThreatModel, Fault> {
    let mut model = ThreatModel::new(Format::Threagile);
    model.version = root.text("threagile_version");
    model.title = root.text("title");
    root.beside(DRAWING);
    for (name, it) in root.below("data_assets") {
        let keys = [
            "confidentiality",
            "integrity",
            "availability",
            "justification_cia_rating",
            "quantity",
            "origin",
            "owner",
            "usage",
        ];
        model.data.push(Data {
            id: id(it, name)?,
            name: name.clone(),
            text: it.text("description"),
            attributes: attributes(it, &keys),
            line: it.line,
        });
    }
    for (name, it) in root.below("technical_assets") {
        part(name, it, &mut model)?;
    }
    zones(root, &mut model)?;
    for (name, it) in root.below("individual_risk_categories") {
        risks::category(name, it, &mut model)?;
    }
    for (name, node) in root.below("abuse_cases") {
        if let Some(story) = node.as_text() {
            let id = format!("abuse-case: {name}");
            let line = node.line;
            model.threats.push(Threat {
                id,
                title: name.clone(),
                text: Some(story),
                line,
                ..Threat::default()
            });
        }
    }
    for (name, node) in root.below("security_requirements") {
        if let Some(text) = node.as_text() {
            model.requirements.push(Requirement { name: name.clone(), text, line: node.line });
        }
    }
    leave(root);
    Ok(model)
}

fn part(name: &str, it: &Node, model: &mut ThreatModel) -> Result<(), Fault> {
    let own = id(it, name)?;
    let drawn = it.text("type");
    let shape = match drawn.as_deref() {
        Some("external-entity") => Shape::Outside,
        Some("process") => Shape::Process,
        Some("datastore") => Shape::Store,
        _ => Shape::Unknown,
    };
    let out = it.flag("out_of_scope").unwrap_or(false);
    it.beside(DRAWING);
    let technologies: Vec<String> =
        it.text("technology").into_iter().chain(it.texts("technologies")).collect();
    let keys = [
        "machine",
        "size",
        "encryption",
        "internet",
        "multi_tenant",
        "redundant",
        "custom_developed_parts",
        "used_as_client_by_human",
        "usage",
        "owner",
        "confidentiality",
        "integrity",
        "availability",
        "justification_cia_rating",
    ];
    let mut attributes = attributes(it, &keys);
    listed("data_formats_accepted", &it.texts("data_formats_accepted"), &mut attributes);
    if technologies.len() > 1 {
        listed("technologies", &technologies, &mut attributes);
    }
    if let Some(drawn) = drawn.filter(|_| shape == Shape::Unknown) {
        attributes.insert("type".to_owned(), drawn);
    }
    model.parts.push(Part {
        id: own.clone(),
        name: name.to_owned(),
        shape,
        kind: technologies.into_iter().next(),
        text: it.text("description"),
        out_of_scope: out.then(|| it.text("justification_out_of_scope").unwrap_or_default()),
        handles: it.texts("data_assets_processed"),
        stores: it.texts("data_assets_stored"),
        attributes,
        line: it.line,
        ..Part::default()
    });
    links(&own, it, model);
    Ok(())
}

fn links(own: &str, part: &Node, model: &mut ThreatModel) {
    for (link, it) in part.below("communication_links") {
        it.beside(DRAWING);
        let protocol = it.text("protocol");
        // The protocols' own names say it: `https`, `jdbc-encrypted`, `ssh` are encrypted, `http`, `jdbc` are not.
        let encrypted = protocol.as_deref().map(is_encrypted).or(it.flag("vpn").filter(|it| *it));
        model.flows.push(Flow {
            id: format!("{own}>{link}"),
            name: link.clone(),
            from: own.to_owned(),
            to: it.text("target").unwrap_or_default(),
            both: !it.items("data_assets_received").is_empty(),
            protocol,
            encrypted,
            authentication: it.text("authentication"),
            carries: it.texts("data_assets_sent"),
            back: it.texts("data_assets_received"),
            text: it.text("description"),
            attributes: attributes(it, &["authorization", "vpn", "ip_filtered", "readonly", "usage"]),
            line: it.line,
            ..Flow::default()
        });
    }
}

/// How the tool draws the model.
const DRAWING: &[&str] = &[
    "diagram_tweak_constraint",
    "diagram_tweak_edge_layout",
    "diagram_tweak_invisible_connections_between_assets",
    "diagram_tweak_layout_left_to_right",
    "diagram_tweak_nodesep",
    "diagram_tweak_order",
    "diagram_tweak_ranksep",
    "diagram_tweak_same_rank_assets",
    "diagram_tweak_suppress_edge_labels",
    "diagram_tweak_weight",
];

fn is_encrypted(protocol: &str) -> bool {
    const BY_NAME: [&str; 8] = ["https", "wss", "ssh", "ssh-tunnel", "ftps", "sftp", "scp", "ldaps"];
    protocol.ends_with("-encrypted") || BY_NAME.contains(&protocol)
}

fn zones(root: &Node, model: &mut ThreatModel) -> Result<(), Fault> {
    for (name, it) in root.below("trust_boundaries") {
        model.zones.push(Zone {
            id: id(it, name)?,
            name: name.clone(),
            kind: it.text("type"),
            text: it.text("description"),
            attributes: attributes(it, &[]),
            line: it.line,
            ..Zone::default()
        });
    }
    let mut twice = Vec::new();
    for (name, it) in root.below("trust_boundaries") {
        let own = it.text("id");
        for inside in it.texts("trust_boundaries_nested") {
            match model.zones.iter_mut().find(|zone| zone.id == inside) {
                Some(zone) => zone.parent.clone_from(&own),
                None => twice.push((it.line, format!("a boundary in `{name}`"), inside, "no boundary")),
            }
        }
        for inside in it.texts("technical_assets_inside") {
            match model.parts.iter_mut().find(|part| part.id == inside) {
                Some(part) if part.zone.is_none() => part.zone.clone_from(&own),
                Some(part) => {
                    let what = format!("`{}` as a part of `{name}`", part.name);
                    twice.push((it.line, what, inside, "already another boundary around the part"));
                }
                None => twice.push((it.line, format!("a part in `{name}`"), inside, "no technical asset")),
            }
        }
    }
    for (line, what, id, missing) in twice {
        model.leave(line, what, format!("it names `{id}`, and there is {missing} with that id"));
    }
    Ok(())
}

fn leave(root: &Node) {
    for (name, node) in root.below("questions") {
        let open = node.as_text().is_none();
        let because =
            if open { "an open question" } else { "questions and answers have no record of their own" };
        node.leave(format!("question `{name}`"), because);
    }
    for (name, node) in root.below("shared_runtimes") {
        let because = "a shared runtime has no record of its own; add a component for it where it matters";
        node.leave(format!("shared runtime `{name}`"), because);
    }
    for (name, node) in root.below("risk_tracking") {
        let state = node.text("status").unwrap_or_default();
        let because = format!(
            "its state `{state}` is about a risk that Threagile generates; here threats are generated by the packs"
        );
        node.leave(format!("risk tracking of `{name}`"), because);
    }
    if let Some(includes) = root.get("includes") {
        let files = root.texts("includes").join(", ");
        includes.leave(format!("included files {files}"), "only the file named is read");
    }
    for (key, inner, what) in [
        ("business_overview", Some("description"), "business overview"),
        ("technical_overview", Some("description"), "technical overview"),
        ("management_summary_comment", None, "comment of the management summary"),
        ("author", Some("name"), "author of the model"),
    ] {
        let stated = root.get(key).and_then(|it| inner.map_or(Some(it), |inner| it.get(inner)));
        if let Some(it) = stated
            && let Some(text) = it.as_text()
        {
            it.leave(format!("{what}: {}", short(&text)), super::ABOUT);
        }
    }
}

fn attributes(it: &Node, keys: &[&str]) -> Attributes {
    let mut found: Attributes =
        keys.iter().filter_map(|key| Some(((*key).to_owned(), it.text(key)?))).collect();
    listed("tags", &it.texts("tags"), &mut found);
    found
}

fn listed(key: &str, values: &[String], to: &mut Attributes) {
    if !values.is_empty() {
        to.insert(key.to_owned(), values.join(", "));
    }
}

fn id(it: &Node, name: &str) -> Result<String, Fault> {
    it.text("id").ok_or_else(|| Fault::new(format!("`{name}` has no `id`"), it.line))
}
