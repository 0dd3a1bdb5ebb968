//! The knowledge base of the Microsoft Threat Modeling Tool: a `.tb7` template is one, and every `.tm7` model carries one.

use std::collections::{BTreeMap, BTreeSet};

use super::{Attributes, Format, Threat, ThreatModel};
use crate::tree::{Element, Fault};

/// Names behind the ids of a knowledge base.
pub(super) struct Knowledge<'x> {
    /// Stencils: `SE.P.TMCore.WebServer` is a web server.
    stencils: BTreeMap<String, String>,
    categories: BTreeMap<String, String>,
    types: BTreeMap<String, &'x Element>,
    /// Labels of properties of threats, by their ids.
    properties: BTreeMap<String, String>,
}

impl<'x> Knowledge<'x> {
    pub(super) fn of(base: Option<&'x Element>) -> Self {
        let Some(base) = base else {
            let none = BTreeMap::new;
            return Self { stencils: none(), categories: none(), types: BTreeMap::new(), properties: none() };
        };
        let stencils = base.in_child("GenericElements").iter().chain(base.in_child("StandardElements"));
        let named = |it: &Element| Some((id(it)?, it.text_of("Name")?));
        let metadata = base.child("ThreatMetaData").map_or(&[][..], |it| it.in_child("PropertiesMetaData"));
        Self {
            stencils: stencils.filter_map(named).collect(),
            categories: base.in_child("ThreatCategories").iter().filter_map(named).collect(),
            types: base.in_child("ThreatTypes").iter().filter_map(|it| Some((id(it)?, it))).collect(),
            properties: metadata
                .iter()
                .filter_map(|it| Some((id(it)?, it.text_of("Label").or_else(|| it.text_of("Name"))?)))
                .collect(),
        }
    }

    /// What a stencil is called.
    pub(super) fn stencil(&self, id: &str) -> Option<&String> {
        self.stencils.get(id)
    }

    /// What a property of a threat is called.
    pub(super) fn property<'a>(&'a self, key: &'a str) -> &'a str {
        self.properties.get(key).map_or(key, String::as_str)
    }

    /// The category of a type of threat.
    pub(super) fn category(&self, of_type: &str) -> Option<String> {
        let category = self.types.get(of_type)?.text_of("Category")?;
        Some(self.categories.get(&category).cloned().unwrap_or(category))
    }

    /// Title and description of a type of threat, as the template words them.
    pub(super) fn wording(&self, of_type: &str) -> (Option<String>, Option<String>) {
        let found = self.types.get(of_type);
        (found.and_then(|it| it.text_of("ShortTitle")), found.and_then(|it| it.text_of("Description")))
    }
}

/// Templates write `ID` where models write `Id`.
fn id(it: &Element) -> Option<String> {
    it.text_of("Id").or_else(|| it.text_of("ID"))
}

/// Puts names in the place of `{source.Name}`, `{target.Name}` and `{flow.Name}`.
pub(super) fn filled(text: &str, source: &str, target: &str, flow: &str) -> String {
    text.replace("{source.Name}", source).replace("{target.Name}", target).replace("{flow.Name}", flow)
}

/// A template: no parts, only the types of threats that it would look for.
pub(super) fn template(root: &Element) -> Result<ThreatModel, Fault> {
    let mut model = ThreatModel::new(Format::Tb7);
    let manifest = root.child("Manifest");
    let stated = |key: &str| manifest.and_then(|it| it.attribute(key)).map(str::to_owned);
    model.title = stated("name");
    model.version = stated("version");
    let knowledge = Knowledge::of(Some(root));
    for it in root.in_child("ThreatTypes") {
        let id = id(it).ok_or_else(|| Fault::new("a type of threat has no `Id`", it.line))?;
        let filled = |text: String| filled(&text, "the source", "the target", "the flow");
        let mut attributes = Attributes::new();
        let filters = it.child("GenerationFilters");
        for key in ["Include", "Exclude"] {
            if let Some(text) = filters.and_then(|it| it.text_of(key)) {
                attributes.insert(key.to_lowercase(), text);
            }
        }
        let mut mitigation = None;
        for field in it.in_child("PropertiesMetaData") {
            let label = field.text_of("Label").or_else(|| field.text_of("Name")).unwrap_or_default();
            field.beside(&["AttributeType", "Description", "HideFromUI", "Id", "ID", "Name"]);
            let values: Vec<String> = field.in_child("Values").iter().filter_map(Element::own_text).collect();
            match values.join("\n") {
                text if text.is_empty() => {}
                text if label.to_lowercase().contains("mitigation") => mitigation = Some(text),
                text => {
                    attributes.insert(label, text);
                }
            }
        }
        model.threats.push(Threat {
            mitigation,
            title: it.text_of("ShortTitle").map(filled).unwrap_or_default(),
            text: it.text_of("Description").map(filled),
            categories: knowledge.category(&id).into_iter().collect(),
            id,
            attributes,
            line: it.line,
            ..Threat::default()
        });
    }
    for it in root.in_child("GenericElements").iter().chain(root.in_child("StandardElements")) {
        let name = it.text_of("Name").unwrap_or_default();
        it.leave(format!("stencil `{name}`"), "a stencil is a shape to draw with, no part of a device");
    }
    let used: BTreeSet<String> =
        root.in_child("ThreatTypes").iter().filter_map(|it| it.text_of("Category")).collect();
    for it in root.in_child("ThreatCategories") {
        if !id(it).is_some_and(|id| used.contains(&id)) {
            let name = it.text_of("Name").unwrap_or_default();
            it.leave(format!("category `{name}`"), "no type of threat is of it");
        }
    }
    if let Some(fields) = root.child("ThreatMetaData") {
        fields.leave(
            "fields that threats of the template have",
            "only those with a value at a type of threat are taken",
        );
    }
    Ok(model)
}
