//! Open Threat Model 0.1 and 0.2, from JSON or YAML.

use std::collections::{BTreeMap, BTreeSet};

use super::{Attributes, Data, Flow, Format, Mitigation, Part, Threat, ThreatModel, Zone};
use crate::tree::{Fault, Node, short};

pub(super) fn read(root: &Node) -> Result<ThreatModel, Fault> {
    let mut model = ThreatModel::new(Format::Otm);
    model.version = root.text("otmVersion");
    let project = root.get("project").ok_or_else(|| Fault::new("it has no `project`", 1))?;
    model.title = project.text("name");
    project.beside(&["id"]);
    for (key, what) in [("description", "description of the model"), ("owner", "owner of the model")] {
        if let Some(it) = project.get(key)
            && let Some(text) = it.as_text()
        {
            it.leave(format!("{what}: {}", short(&text)), super::ABOUT);
        }
    }
    for it in root.items("trustZones") {
        let zone = Zone {
            id: id(it, "trust zone")?,
            name: name(it),
            kind: it.text("type"),
            text: it.text("description"),
            parent: it.at(&["parent"]).and_then(|parent| parent.text("trustZone")),
            attributes: attributes(it, &[("risk", "trustRating")]),
            line: it.line,
        };
        model.zones.push(zone);
    }
    for it in root.items("assets") {
        let rated = [
            ("risk", "confidentiality"),
            ("risk", "integrity"),
            ("risk", "availability"),
            ("risk", "comment"),
        ];
        model.data.push(Data {
            id: id(it, "asset")?,
            name: name(it),
            text: it.text("description"),
            attributes: attributes(it, &rated),
            line: it.line,
        });
    }
    components(root, &mut model)?;
    for it in root.items("dataflows") {
        flow(it, &mut model)?;
    }
    for it in root.items("mitigations") {
        model.mitigations.push(Mitigation {
            id: id(it, "mitigation")?,
            name: name(it),
            text: it.text("description"),
            attributes: attributes(it, &[("", "riskReduction")]),
            line: it.line,
        });
    }
    let instances = instances(root);
    for it in root.items("threats") {
        threats(it, &instances, &mut model)?;
    }
    let known: BTreeSet<String> = root.items("threats").iter().filter_map(|it| it.text("id")).collect();
    for instance in &instances {
        if !known.contains(&instance.threat) {
            let because =
                format!("it names `{}`, and the file holds no threat with that id", instance.threat);
            model.leave(instance.line, format!("a threat on `{}`", instance.on), because);
        }
    }
    for it in root.items("representations") {
        it.leave(format!("representation `{}`", name(it)), "drawings are made anew from the model");
    }
    for of in ["trustZones", "components", "dataflows"] {
        root.items(of).iter().for_each(|it| it.beside(&["representations"]));
    }
    Ok(model)
}

/// A component may lie in another component: then it lies in the zone of that.
fn components(root: &Node, model: &mut ThreatModel) -> Result<(), Fault> {
    let parents = |it: &Node, key: &str| it.get("parent").and_then(|parent| parent.text(key));
    let all = root.items("components");
    // Of two with one id the first; that there are two is refused once all is read.
    let by_id: BTreeMap<String, &Node> =
        all.iter().rev().filter_map(|it| Some((it.text("id")?, it))).collect();
    for it in all {
        let mut zone = parents(it, "trustZone");
        let outer = parents(it, "component");
        let mut within = outer.clone();
        let mut inside = Vec::new();
        while let (None, Some(outer)) = (&zone, within.take()) {
            if inside.contains(&outer) || inside.len() > 64 {
                return Err(Fault::new(format!("the component `{}` lies in itself", name(it)), it.line));
            }
            let found = by_id.get(&outer);
            inside.push(outer);
            zone = found.and_then(|it| parents(it, "trustZone"));
            within = found.and_then(|it| parents(it, "component"));
        }
        let mut attributes = attributes(it, &[]);
        if let Some(outer) = outer {
            attributes.insert("in-component".to_owned(), outer);
        }
        let held = |key: &str| it.get("assets").map(|assets| assets.texts(key)).unwrap_or_default();
        model.parts.push(Part {
            id: id(it, "component")?,
            name: name(it),
            kind: it.text("type"),
            text: it.text("description"),
            zone,
            handles: held("processed"),
            stores: held("stored"),
            attributes,
            line: it.line,
            ..Part::default()
        });
    }
    Ok(())
}

fn flow(it: &Node, model: &mut ThreatModel) -> Result<(), Fault> {
    let both = it.flag("bidirectional").unwrap_or(false);
    let carries = it.texts("assets");
    let own = it.get("attributes");
    // What our own export adds: the format has no place for data in answers and for channels.
    let back = own.map(|own| own.texts("vigil.back")).unwrap_or_default();
    model.flows.push(Flow {
        id: id(it, "dataflow")?,
        name: name(it),
        from: it.text("source").unwrap_or_default(),
        to: it.text("destination").unwrap_or_default(),
        both,
        protocol: own.and_then(|own| own.text("vigil.channel")),
        carries,
        back,
        text: it.text("description"),
        attributes: attributes(it, &[]),
        line: it.line,
        ..Flow::default()
    });
    Ok(())
}

/// A threat at an element.
struct Instance {
    threat: String,
    on: String,
    state: Option<String>,
    mitigations: Vec<(String, Option<String>)>,
    line: usize,
}

fn instances(root: &Node) -> Vec<Instance> {
    let mut found = Vec::new();
    for of in ["components", "dataflows"] {
        for element in root.items(of) {
            for it in element.items("threats") {
                let mitigations = it.items("mitigations").iter();
                found.push(Instance {
                    threat: it.text("threat").unwrap_or_default(),
                    on: element.text("id").unwrap_or_default(),
                    state: it.text("state"),
                    mitigations: mitigations
                        .filter_map(|it| Some((it.text("mitigation")?, it.text("state"))))
                        .collect(),
                    line: it.line,
                });
            }
        }
    }
    found
}

/// One threat for each state that it has at its elements: what is mitigated at one may be open at another.
fn threats(it: &Node, instances: &[Instance], model: &mut ThreatModel) -> Result<(), Fault> {
    let id = id(it, "threat")?;
    let cwe = it.items("cwes").iter().filter_map(|it| it.as_parsed(number)).collect();
    let severity = it.get("risk").and_then(|risk| risk.text("impact"));
    let rated = [
        ("risk", "likelihood"),
        ("risk", "impact"),
        ("risk", "likelihoodComment"),
        ("risk", "impactComment"),
    ];
    let plain = Threat {
        id: id.clone(),
        title: name(it),
        text: it.text("description"),
        categories: it.texts("categories"),
        severity,
        cwe,
        attributes: attributes(it, &rated),
        line: it.line,
        ..Threat::default()
    };
    let mut made: Vec<Threat> = Vec::new();
    for instance in instances.iter().filter(|it| it.threat == id) {
        let same =
            made.iter_mut().find(|it| it.state == instance.state && it.mitigations == instance.mitigations);
        match same {
            Some(one) => one.on.push(instance.on.clone()),
            None => made.push(Threat {
                on: vec![instance.on.clone()],
                state: instance.state.clone(),
                mitigations: instance.mitigations.clone(),
                line: instance.line,
                ..plain.clone()
            }),
        }
    }
    if made.is_empty() {
        made.push(plain);
    }
    // What our own export adds: the format has threats at components and flows only.
    let own = it.get("attributes").map(|own| own.texts("vigil.on")).unwrap_or_default();
    if let Some(first) = made.first_mut() {
        first.on.extend(own.into_iter().filter(|it| it.starts_with("data.") || it.starts_with("zone.")));
    }
    model.threats.extend(made);
    Ok(())
}

/// The number in `CWE-79` or `79`.
pub(super) fn number(text: &str) -> Option<u32> {
    text.trim().trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok()
}

fn id(it: &Node, what: &str) -> Result<String, Fault> {
    it.text("id").ok_or_else(|| Fault::new(format!("the {what} `{}` has no `id`", name(it)), it.line))
}

fn name(it: &Node) -> String {
    it.text("name").map(|it| it.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

/// Plain values of `attributes` and lists of such, tags, and the named ones of inner tables.
fn attributes(it: &Node, inner: &[(&str, &str)]) -> Attributes {
    // Our own export names there which numbers of the format nobody stated.
    if let Some(own) = it.get("attributes") {
        own.beside(&["vigil.not-stated"]);
    }
    let mut found = Attributes::new();
    for (key, node) in it.below("attributes") {
        // Of a list what is plain; what is nested stays and is named.
        let text = node.as_text().unwrap_or_else(|| node.own_texts().join(", "));
        if !text.is_empty() {
            found.insert(key.clone(), text);
        }
    }
    let tags = it.texts("tags");
    if !tags.is_empty() {
        found.insert("tags".to_owned(), tags.join(", "));
    }
    for (table, key) in inner {
        let value = if table.is_empty() { it.get(key) } else { it.get(table).and_then(|it| it.get(key)) };
        if let Some(text) = value.and_then(Node::as_text) {
            found.insert((*key).to_owned(), text);
        }
    }
    found
}
