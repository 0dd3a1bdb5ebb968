//! `.tm7` models of the Microsoft Threat Modeling Tool: XML of .NET's DataContract serialisation.
//!
//! Diagrams are surfaces with `Borders` (stencils and boundary boxes) and `Lines` (flows and boundary lines), each a list
//! of id and value; what people typed stands in `Properties` by display name. Threats are `ThreatInstances` that name
//! flow, source and target by id; their wording stands in the knowledge base that every model carries.

use std::collections::BTreeMap;

use super::boxes::{self, Rect};
use super::tmt::{Knowledge, filled};
use super::{Attributes, Flow, Format, Part, Shape, Threat, ThreatModel, Zone, merge};
use crate::tree::{Element, Fault, short};

mod properties;

use properties::{attributes, name, out_of_scope, properties};

pub(super) fn read(root: &Element) -> Result<ThreatModel, Fault> {
    let mut model = ThreatModel::new(Format::Tm7);
    model.version = root.text_of("Version");
    model.title = root.child("MetaInformation").and_then(|it| it.text_of("ThreatModelName"));
    root.beside(&["Profile", "ThreatGenerationEnabled", "Validations"]);
    let knowledge = Knowledge::of(root.child("KnowledgeBase"));
    for surface in root.in_child("DrawingSurfaceList") {
        let mut properties = properties(surface);
        let name = properties.remove("Name");
        let title = surface.text_of("Header").or(name.clone()).unwrap_or_else(|| "(no title)".to_owned());
        if let Some(name) = name.filter(|it| *it != title) {
            let because = "its heading is taken as its title";
            model.leave(surface.line, format!("name `{}` of diagram `{title}`", short(&name)), because);
        }
        surface.beside(&["GenericTypeId", "Guid", "TypeId", "Zoom"]);
        for (key, value) in attributes(properties) {
            let what = format!("`{key}` of diagram `{title}`: {}", short(&value));
            model.leave(surface.line, what, "diagrams have no record of their own");
        }
        read_surface(surface, &title, &knowledge, &mut model)?;
    }
    for pair in root.in_child("ThreatInstances") {
        pair.beside(&["Key"]);
        if let Some(value) = pair.child("Value") {
            threat(value, &knowledge, &mut model);
        }
    }
    merge::diagrams(&mut model);
    leave(root);
    Ok(model)
}

fn read_surface(
    surface: &Element,
    title: &str,
    knowledge: &Knowledge<'_>,
    model: &mut ThreatModel,
) -> Result<(), Fault> {
    let (mut zones, mut parts) = (Vec::new(), Vec::new());
    let pairs = surface.in_child("Borders").iter().chain(surface.in_child("Lines"));
    for pair in pairs {
        pair.beside(&["Key"]);
        let Some(it) = pair.child("Value") else { continue };
        it.beside(PLACE);
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
                it.leave(format!("trust boundary `{name}` in diagram `{title}`"), LINE);
            }
            "GE.DF" | "Connector" => model.flows.push(flow(it, id, knowledge)),
            "GE.P" | "StencilEllipse" => parts.push(part(it, id, Shape::Process, title, knowledge)),
            "GE.EI" | "StencilRectangle" => parts.push(part(it, id, Shape::Outside, title, knowledge)),
            "GE.DS" | "StencilParallelLines" => parts.push(part(it, id, Shape::Store, title, knowledge)),
            _ => {
                let name = name(&properties(it), None).unwrap_or_default();
                let said = format!("`{name}` of kind `{what}` in diagram `{title}`");
                it.leave(said, "the kind is a note, or is not known");
            }
        }
    }
    if parts.is_empty() {
        model.leave(surface.line, format!("diagram `{title}`"), "no part is drawn in it");
    }
    boxes::nest(&mut zones, &mut parts);
    model.zones.extend(zones.into_iter().map(|(zone, _)| zone));
    model.parts.extend(parts.into_iter().map(|(part, _)| part));
    Ok(())
}

const LINE: &str = "a line holds nothing: which parts lie on which side is seen, not stated; draw boxes, or put the parts \
                    into zones after the import";

/// Where and how an element is drawn.
const PLACE: &[&str] = &[
    "GenericTypeId",
    "HandleX",
    "HandleY",
    "Height",
    "Left",
    "PortSource",
    "PortTarget",
    "SourceX",
    "SourceY",
    "StrokeDashArray",
    "StrokeThickness",
    "TargetX",
    "TargetY",
    "Top",
    "TypeId",
    "Width",
];

fn zone(it: &Element, id: String, knowledge: &Knowledge<'_>) -> (Zone, Rect) {
    let (properties, kind) = (properties(it), kind(it, knowledge));
    let name = name(&properties, kind.as_ref()).unwrap_or_default();
    let mut attributes = attributes(properties.clone());
    if let Some(reason) = out_of_scope(&properties) {
        attributes.insert("Out Of Scope".to_owned(), reason);
    }
    (Zone { id, name, kind, attributes, line: it.line, ..Zone::default() }, rect(it))
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

fn rect(it: &Element) -> Rect {
    let parsed = |it: &Element| it.own_parsed(|text| text.parse().ok());
    let number = |key: &str| it.child(key).and_then(parsed).unwrap_or(0.0);
    Rect { left: number("Left"), top: number("Top"), width: number("Width"), height: number("Height") }
}

/// Fields of a threat that every template has.
const OWN_FIELDS: [&str; 8] = [
    "Category",
    "Description",
    "Justification",
    "Priority",
    "StateInformation",
    "Title",
    "UserThreatCategory",
    "UserThreatDescription",
];

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
    it.beside(&["DrawingSurfaceGuid", "InteractionKey", "InteractionString", "Upgraded", "Wide"]);
    // Which parts the flow joins says the flow; a threat that says otherwise keeps it.
    let named = model.flows.iter().find(|it| it.id == flow);
    let other = |end: &str, of_flow: Option<&String>| {
        (of_flow.map(String::as_str) != Some(end)).then(|| end.to_owned())
    };
    let mut attributes: Attributes = [
        ("type", Some(of_type.clone())),
        ("source", other(&source, named.map(|it| &it.from))),
        ("target", other(&target, named.map(|it| &it.to))),
        ("changed-by", it.text_of("ChangedBy")),
        ("modified-at", it.text_of("ModifiedAt")),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key.to_owned(), value.filter(|it| !it.is_empty())?)))
    .collect();
    let severity = it.text_of("Priority").or_else(|| of(&["Priority"]));
    let because = of(&["StateInformation", "Justification"]).or_else(|| it.text_of("StateInformation"));
    let own_title = of(&["Title"]).or_else(|| it.text_of("Title"));
    let own_text = of(&["UserThreatDescription", "Description"]);
    let used = [&severity, &because, &own_title, &own_text, &category];
    let is_used = |key: &str, text: &String| {
        mitigation.is_some_and(|(known, _)| known == key)
            || key == "InteractionString"
            || (OWN_FIELDS.contains(&key) && used.iter().any(|it| it.as_ref() == Some(text)))
    };
    // Fields that a template adds, and what stands in two fields and differs.
    let more = said.iter().filter(|(key, text)| !is_used(key, text));
    attributes.extend(more.map(|(key, text)| (key.clone(), text.clone())));
    model.threats.push(Threat {
        id: it.text_of("Id").unwrap_or_default(),
        title: own_title.or(title).map(fill).unwrap_or_default(),
        text: own_text.or(text).map(fill),
        categories: category.into_iter().collect(),
        on: on.into_iter().collect(),
        state: it.text_of("State"),
        because,
        severity,
        mitigation: mitigation.map(|(_, text)| text.clone()),
        attributes,
        line: it.line,
        ..Threat::default()
    });
}

fn leave(root: &Element) {
    let about = root.child("MetaInformation").map_or(&[][..], |it| &it.children);
    for (key, because) in [
        ("HighLevelSystemDescription", super::ABOUT),
        ("Owner", super::ABOUT),
        ("Reviewer", super::ABOUT),
        ("Contributors", super::ABOUT),
        ("Assumptions", ASSUMED),
        ("ExternalDependencies", ASSUMED),
    ] {
        for it in about.iter().filter(|it| it.name == key) {
            if let Some(text) = it.own_text() {
                it.leave(format!("{key}: {}", short(&text)), because);
            }
        }
    }
    for note in root.in_child("Notes") {
        let text = short(&note.text_of("Message").unwrap_or_default());
        note.leave(format!("note `{text}`"), "notes have no record of their own");
    }
    if let Some(base) = root.child("KnowledgeBase") {
        let because = "names and wording are taken from it; `vigil import tb7` reads the template's own file";
        base.leave("the template that the model carries", because);
    }
}

const ASSUMED: &str = "free text; write `[assumption.id]` records for it";
