//! `.tm7` models of the Microsoft Threat Modeling Tool: XML of .NET's DataContract serialisation.
//!
//! Diagrams are surfaces with `Borders` (stencils and boundary boxes) and `Lines` (flows and boundary lines), each a list
//! of id and value; what people typed stands in `Properties` by display name. Threats are `ThreatInstances` that name
//! flow, source and target by id; their wording stands in the knowledge base that every model carries.

use std::collections::BTreeMap;

use super::boxes::{self, Rect};
use super::tmt::{Knowledge, filled};
use super::{Attributes, Flow, Format, Part, Shape, Threat, ThreatModel, Zone, merge};
use crate::tree::{Element, Fault};

pub(super) fn read(root: &Element) -> Result<ThreatModel, Fault> {
    let mut model = ThreatModel::new(Format::Tm7);
    model.version = root.text_of("Version");
    let about = root.child("MetaInformation");
    let stated = |key: &str| about.and_then(|it| it.text_of(key));
    model.title = stated("ThreatModelName");
    model.text = stated("HighLevelSystemDescription");
    model.owner = stated("Owner");
    let knowledge = Knowledge::of(root.child("KnowledgeBase"));
    let mut titles = BTreeMap::new();
    for surface in root.in_child("DrawingSurfaceList") {
        let properties = properties(surface);
        let title = surface.text_of("Header").or_else(|| properties.get("Name").cloned());
        let title = title.unwrap_or_else(|| "(no title)".to_owned());
        titles.insert(surface.text_of("Guid").unwrap_or_default(), title.clone());
        read_surface(surface, &title, &knowledge, &mut model)?;
    }
    for pair in root.in_child("ThreatInstances") {
        if let Some(value) = pair.child("Value") {
            threat(value, &knowledge, &mut model);
        }
    }
    merge::diagrams(&mut model);
    leave(root, &mut model);
    Ok(model)
}

fn read_surface(
    surface: &Element,
    title: &str,
    knowledge: &Knowledge<'_>,
    model: &mut ThreatModel,
) -> Result<(), Fault> {
    let (mut zones, mut parts) = (Vec::new(), Vec::new());
    let values = surface.in_child("Borders").iter().chain(surface.in_child("Lines"));
    for it in values.filter_map(|pair| pair.child("Value")) {
        let id =
            it.text_of("Guid").ok_or_else(|| Fault::new("an element of a diagram has no `Guid`", it.line))?;
        let generic = it.text_of("GenericTypeId").unwrap_or_default();
        let drawn = it.attribute("type").map_or("", |it| it.rsplit(':').next().unwrap_or(it));
        // The generic stencil says what it is; how it is drawn only where there is none.
        let what = if generic.is_empty() { drawn } else { generic.as_str() };
        match what {
            "GE.TB.B" | "BorderBoundary" => zones.push(zone(it, id, knowledge)),
            "GE.TB.L" | "LineBoundary" => {
                let name = name(&properties(it), kind(it, knowledge).as_ref()).unwrap_or_default();
                model.leave(it.line, format!("trust boundary `{name}` in diagram `{title}`"), LINE);
            }
            "GE.DF" | "Connector" => model.flows.push(flow(it, id, knowledge)),
            "GE.P" | "StencilEllipse" => parts.push(part(it, id, Shape::Process, title, knowledge)),
            "GE.EI" | "StencilRectangle" => parts.push(part(it, id, Shape::Outside, title, knowledge)),
            "GE.DS" | "StencilParallelLines" => parts.push(part(it, id, Shape::Store, title, knowledge)),
            _ => {
                let name = name(&properties(it), None).unwrap_or_default();
                let said = format!("`{name}` of kind `{what}` in diagram `{title}`");
                model.leave(it.line, said, "the kind is a note, or is not known");
            }
        }
    }
    boxes::nest(&mut zones, &mut parts);
    model.zones.extend(zones.into_iter().map(|(zone, _)| zone));
    model.parts.extend(parts.into_iter().map(|(part, _)| part));
    Ok(())
}

const LINE: &str = "a line holds nothing: which parts lie on which side is seen, not stated; draw boxes, or put the parts \
                    into zones after the import";

fn zone(it: &Element, id: String, knowledge: &Knowledge<'_>) -> (Zone, Rect) {
    let (properties, kind) = (properties(it), kind(it, knowledge));
    let name = name(&properties, kind.as_ref()).unwrap_or_default();
    (Zone { id, name, kind, line: it.line, ..Zone::default() }, rect(it))
}

fn part(it: &Element, id: String, shape: Shape, title: &str, knowledge: &Knowledge<'_>) -> (Part, Rect) {
    let (properties, kind) = (properties(it), kind(it, knowledge));
    let part = Part {
        id,
        name: name(&properties, kind.as_ref()).unwrap_or_default(),
        shape,
        kind,
        out_of_scope: out_of_scope(&properties),
        diagram: Some(title.to_owned()),
        attributes: attributes(properties),
        line: it.line,
        ..Part::default()
    };
    (part, rect(it))
}

fn flow(it: &Element, id: String, knowledge: &Knowledge<'_>) -> Flow {
    let (properties, kind) = (properties(it), kind(it, knowledge));
    Flow {
        id,
        name: name(&properties, kind.as_ref()).unwrap_or_default(),
        from: end(it, "SourceGuid"),
        to: end(it, "TargetGuid"),
        // The stencil of a flow is its protocol; the general one says nothing.
        protocol: kind
            .filter(|it| !it.to_lowercase().contains("generic") && it != "Request" && it != "Response"),
        out_of_scope: out_of_scope(&properties),
        attributes: attributes(properties),
        line: it.line,
        ..Flow::default()
    }
}

/// An end that is at no part has an id of zeros.
fn end(it: &Element, key: &str) -> String {
    it.text_of(key).filter(|it| !it.chars().all(|c| c == '0' || c == '-')).unwrap_or_default()
}

/// The stencil's name; the id where the knowledge base does not hold it.
fn kind(it: &Element, knowledge: &Knowledge<'_>) -> Option<String> {
    let id = it.text_of("TypeId").or_else(|| it.text_of("GenericTypeId"))?;
    Some(knowledge.stencil(&id).cloned().unwrap_or(id))
}

/// What stands in `Properties`, by display name. Of a list the value that is selected.
fn properties(it: &Element) -> BTreeMap<String, String> {
    let said = |it: &Element| {
        let value = it.child("Value")?;
        let text = if value.children.is_empty() {
            value.own_text()?
        } else {
            // The first value of a list is what nobody chose.
            let at: usize = it.text_of("SelectedIndex")?.parse().ok().filter(|at| *at > 0)?;
            value.children.get(at)?.own_text()?
        };
        Some((it.text_of("DisplayName")?, text))
    };
    it.in_child("Properties").iter().filter_map(said).collect()
}

fn name(properties: &BTreeMap<String, String>, kind: Option<&String>) -> Option<String> {
    let name = properties.get("Name").or(kind)?;
    Some(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn out_of_scope(properties: &BTreeMap<String, String>) -> Option<String> {
    let is_out = properties.get("Out Of Scope").is_some_and(|it| it.eq_ignore_ascii_case("true"));
    is_out.then(|| properties.get("Reason For Out Of Scope").cloned().unwrap_or_default())
}

fn attributes(properties: BTreeMap<String, String>) -> Attributes {
    const OWN: [&str; 3] = ["Name", "Out Of Scope", "Reason For Out Of Scope"];
    let said = |key: &String, value: &String| !OWN.contains(&key.as_str()) && value != "false";
    properties.into_iter().filter(|(key, value)| said(key, value)).collect()
}

fn rect(it: &Element) -> Rect {
    let number = |key: &str| it.text_of(key).and_then(|it| it.parse().ok()).unwrap_or(0.0);
    Rect { left: number("Left"), top: number("Top"), width: number("Width"), height: number("Height") }
}

fn threat(it: &Element, knowledge: &Knowledge<'_>, model: &mut ThreatModel) {
    let pairs = it.in_child("Properties").iter();
    let said: BTreeMap<String, String> = pairs
        .filter_map(|pair| {
            Some((knowledge.property(&pair.text_of("Key")?).to_owned(), pair.text_of("Value")?))
        })
        .collect();
    let of = |keys: &[&str]| keys.iter().find_map(|key| said.get(*key)).cloned();
    let of_type = it.text_of("TypeId").unwrap_or_default();
    let (flow, source, target) = (end(it, "FlowGuid"), end(it, "SourceGuid"), end(it, "TargetGuid"));
    let part =
        |id: &str| model.parts.iter().find(|it| it.id == id).map_or("the other end", |it| it.name.as_str());
    let named = model.flows.iter().find(|it| it.id == flow).map_or("the flow", |it| it.name.as_str());
    let fill = |text: String| filled(&text, part(&source), part(&target), named);
    let (title, text) = knowledge.wording(&of_type);
    let category = of(&["UserThreatCategory", "Category"]).or_else(|| knowledge.category(&of_type));
    let mitigation = said.iter().find(|(key, _)| key.to_lowercase().contains("mitigation"));
    let on = [&flow, &target, &source].into_iter().find(|it| !it.is_empty()).cloned();
    model.threats.push(Threat {
        id: it.text_of("Id").unwrap_or_default(),
        title: of(&["Title"]).or(title).map(fill).unwrap_or_default(),
        text: of(&["UserThreatDescription", "Description"]).or(text).map(fill),
        categories: category.into_iter().collect(),
        on: on.into_iter().collect(),
        state: it.text_of("State"),
        because: of(&["StateInformation", "Justification"]).or_else(|| it.text_of("StateInformation")),
        severity: it.text_of("Priority").or_else(|| of(&["Priority"])),
        mitigation: mitigation.map(|(_, text)| text.clone()),
        attributes: [("type".to_owned(), of_type)].into_iter().filter(|(_, it)| !it.is_empty()).collect(),
        line: it.line,
        ..Threat::default()
    });
}

fn leave(root: &Element, model: &mut ThreatModel) {
    let about = root.child("MetaInformation");
    for key in ["Assumptions", "ExternalDependencies"] {
        if let Some(text) = about.and_then(|it| it.text_of(key)) {
            let line = about.and_then(|it| it.child(key)).map_or(1, |it| it.line);
            let start: String = text.chars().take(60).collect();
            model.leave(line, format!("{key}: {start}"), "free text; write `[assumption.id]` records for it");
        }
    }
    for note in root.in_child("Notes") {
        let text: String = note.text_of("Message").unwrap_or_default().chars().take(60).collect();
        model.leave(note.line, format!("note `{text}`"), "notes have no record of their own");
    }
}
