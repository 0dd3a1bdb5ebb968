//! Threagile's YAML: tables keyed by title, each entry with an id.

use super::{
    Attributes, Data, Flow, Format, Mitigation, Part, Requirement, Shape, Threat, ThreatModel, Zone,
};
use crate::tree::{Fault, Node};

pub(super) fn read(root: &Node) -> Result<ThreatModel, Fault> {
    let mut model = ThreatModel::new(Format::Threagile);
    model.version = root.text("threagile_version");
    model.title = root.text("title");
    model.text = root.get("business_overview").and_then(|it| it.text("description"));
    model.owner = root.get("author").and_then(|it| it.text("name"));
    for (name, it) in root.below("data_assets") {
        let keys = ["confidentiality", "integrity", "availability", "quantity", "origin", "owner", "usage"];
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
        threats(name, it, &mut model)?;
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
    leave(root, &mut model);
    Ok(model)
}

fn part(name: &str, it: &Node, model: &mut ThreatModel) -> Result<(), Fault> {
    let own = id(it, name)?;
    let shape = match it.text("type").as_deref() {
        Some("external-entity") => Shape::Outside,
        Some("process") => Shape::Process,
        Some("datastore") => Shape::Store,
        _ => Shape::Unknown,
    };
    let out = it.flag("out_of_scope").unwrap_or(false);
    let technology = it.text("technology").or_else(|| it.texts("technologies").into_iter().next());
    let keys = [
        "machine",
        "size",
        "encryption",
        "internet",
        "multi_tenant",
        "redundant",
        "custom_developed_parts",
        "used_as_client_by_human",
        "owner",
        "confidentiality",
        "integrity",
        "availability",
    ];
    model.parts.push(Part {
        id: own.clone(),
        name: name.to_owned(),
        shape,
        kind: technology,
        text: it.text("description"),
        out_of_scope: out.then(|| it.text("justification_out_of_scope").unwrap_or_default()),
        handles: it.texts("data_assets_processed"),
        stores: it.texts("data_assets_stored"),
        attributes: attributes(it, &keys),
        line: it.line,
        ..Part::default()
    });
    for (link, it) in it.below("communication_links") {
        let protocol = it.text("protocol");
        // The protocols' own names say it: `https`, `jdbc-encrypted`, `ssh` are encrypted, `http`, `jdbc` are not.
        let encrypted = protocol.as_deref().map(is_encrypted).or(it.flag("vpn").filter(|it| *it));
        model.flows.push(Flow {
            id: format!("{own}>{link}"),
            name: link.clone(),
            from: own.clone(),
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
    Ok(())
}

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

/// A category with the risks that somebody identified under it.
fn threats(name: &str, it: &Node, model: &mut ThreatModel) -> Result<(), Fault> {
    let category = id(it, name)?;
    let mitigation = it.text("mitigation");
    let story =
        [it.text("description"), it.text("impact")].into_iter().flatten().collect::<Vec<_>>().join("\n");
    let risks = it.below("risks_identified");
    if let Some(text) = &mitigation {
        model.mitigations.push(Mitigation {
            id: category.clone(),
            name: it.text("action").unwrap_or_else(|| name.to_owned()),
            text: Some(text.clone()),
            line: it.line,
            ..Mitigation::default()
        });
    }
    for (title, risk) in risks {
        let title = plain(title);
        let relevant =
            ["most_relevant_technical_asset", "most_relevant_data_asset", "most_relevant_trust_boundary"];
        model.threats.push(Threat {
            id: format!("{category}: {title}"),
            title,
            text: Some(story.clone()).filter(|it| !it.is_empty()),
            categories: it.text("stride").into_iter().collect(),
            on: relevant.iter().filter_map(|key| risk.text(key)).collect(),
            severity: risk.text("severity"),
            mitigation: mitigation.clone(),
            mitigations: mitigation.iter().map(|_| (category.clone(), None)).collect(),
            cwe: it.text("cwe").and_then(|it| super::otm::number(&it)).into_iter().collect(),
            attributes: attributes(
                risk,
                &["exploitation_likelihood", "exploitation_impact", "data_breach_probability"],
            ),
            line: risk.line,
            ..Threat::default()
        });
    }
    if risks.is_empty() {
        model.leave(it.line, format!("risk category `{name}`"), "no risk is identified under it");
    }
    Ok(())
}

fn leave(root: &Node, model: &mut ThreatModel) {
    for (name, node) in root.below("questions") {
        let open = node.as_text().is_none();
        let because =
            if open { "an open question" } else { "questions and answers have no record of their own" };
        model.leave(node.line, format!("question `{name}`"), because);
    }
    for (name, node) in root.below("shared_runtimes") {
        let because = "a shared runtime has no record of its own; add a component for it where it matters";
        model.leave(node.line, format!("shared runtime `{name}`"), because);
    }
    for (name, node) in root.below("risk_tracking") {
        let state = node.text("status").unwrap_or_default();
        let because = format!(
            "its state `{state}` is about a risk that Threagile generates; here threats are generated by the packs"
        );
        model.leave(node.line, format!("risk tracking of `{name}`"), because);
    }
    let includes = root.texts("includes");
    if !includes.is_empty() {
        let line = root.get("includes").map_or(1, |it| it.line);
        model.leave(line, format!("included files {}", includes.join(", ")), "only the file named is read");
    }
}

/// Titles carry markup of the report.
fn plain(title: &str) -> String {
    title.replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", "")
}

fn attributes(it: &Node, keys: &[&str]) -> Attributes {
    let mut found: Attributes =
        keys.iter().filter_map(|key| Some(((*key).to_owned(), it.text(key)?))).collect();
    let tags = it.texts("tags");
    if !tags.is_empty() {
        found.insert("tags".to_owned(), tags.join(", "));
    }
    found
}

fn id(it: &Node, name: &str) -> Result<String, Fault> {
    it.text("id").ok_or_else(|| Fault::new(format!("`{name}` has no `id`"), it.line))
}
