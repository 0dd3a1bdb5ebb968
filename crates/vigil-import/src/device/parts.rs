//! Zones, data, parts and flows.

use std::collections::BTreeMap;

use toml_edit::InlineTable;
use toml_edit::Value;
use vigil_exchange::threat_model::{Flow, Part, Shape, Zone};
use vigil_model::Kind;

use super::Work;
use super::names::{is_word, named, part_name, zone_kind};
use crate::words;

/// The zone of parts that the source puts nowhere.
const NOWHERE: &str = "zone not stated";

impl Work<'_> {
    /// Outer zones first, so that a zone can name the one around it.
    pub(super) fn zones(&mut self) {
        let model = self.model;
        let mut open: Vec<&Zone> = model.zones.iter().collect();
        while !open.is_empty() {
            let (ready, rest): (Vec<&Zone>, Vec<&Zone>) = open
                .into_iter()
                .partition(|it| it.parent.as_ref().is_none_or(|parent| self.became.id(parent).is_some()));
            if ready.is_empty() {
                break;
            }
            ready.into_iter().for_each(|it| self.zone(it));
            open = rest;
        }
    }

    fn zone(&mut self, it: &Zone) {
        let name = named(&it.name, it.kind.as_deref(), "zone");
        let mut draft = self.draft(Kind::Zone, &name, &it.id, it.line);
        draft.text("name", Some(&name));
        draft.text("in", it.parent.as_ref().and_then(|parent| self.became.id(parent)));
        if let Some(kind) = zone_kind(it) {
            draft.text("kind", Some(kind));
        }
        // A zone that was exported from a folder says who runs it.
        let run_by = it.attributes.get("vigil.run-by").filter(|it| is_word(Kind::Zone, "run_by", it));
        draft.text("run_by", run_by.map(String::as_str));
        draft.text("text", it.text.as_deref());
        if let Some(kind) = &it.kind {
            draft.keep("kind", kind);
        }
        draft.keep_all(&it.attributes);
        self.became.note(&it.id, Kind::Zone, &draft.id);
        self.put(draft, &format!("zone `{name}`"));
    }

    pub(super) fn data(&mut self) {
        let model = self.model;
        for it in &model.data {
            let name = named(&it.name, None, "data");
            let mut draft = self.draft(Kind::Data, &name, &it.id, it.line);
            let stated = it.attributes.get("vigil.kind").map(String::as_str);
            let stated = stated.filter(|it| is_word(Kind::Data, "kind", it));
            let of_words = words::data(&format!("{name} {}", it.text.as_deref().unwrap_or("")));
            match (stated, of_words) {
                (Some(kind), _) => draft.text("kind", Some(kind)),
                (None, Some(kind)) => {
                    draft.text("kind", Some(kind));
                    self.guess(&mut draft, "kind", format!("`{kind}`, by its name and description"));
                }
                (None, None) => {
                    draft.text("kind", Some("phi"));
                    self.guess(
                        &mut draft,
                        "kind",
                        "`phi`: nothing says what it is, and patient data asks for most",
                    );
                }
            }
            draft.text("name", Some(&name));
            draft.text("text", it.text.as_deref());
            self.became.note(&it.id, Kind::Data, &draft.id);
            draft.keep_all(&it.attributes);
            // Parts become records after data: their ids follow from their names alone.
            let holders: Vec<&Part> =
                model.parts.iter().filter(|part| part.stores.contains(&it.id)).collect();
            if !holders.is_empty() {
                let ids: Vec<String> = holders.iter().map(|part| self.component_id(part)).collect();
                draft.words("stored_in", &ids);
            }
            self.put(draft, &format!("data `{name}`"));
        }
    }

    /// The id of a part, given on the first question.
    fn component_id(&mut self, part: &Part) -> String {
        if let Some(id) = self.became.id(&part.id) {
            return id.to_owned();
        }
        let id = self.free(Kind::Component, &part_name(part), &part.id);
        self.became.note(&part.id, Kind::Component, &id);
        id
    }

    pub(super) fn parts(&mut self) {
        let model = self.model;
        let mut nowhere: Option<String> = None;
        for it in &model.parts {
            let name = part_name(it);
            let id = self.component_id(it);
            let mut draft = super::Draft {
                kind: Kind::Component,
                id,
                line: it.line,
                keys: Vec::new(),
                guessed: Vec::new(),
                x: InlineTable::new(),
            };
            draft.keep("from", model.format.word());
            draft.keep("source", &it.id);
            draft.text("name", Some(&name));
            self.kind(it, &name, &mut draft);
            match it.zone.as_ref().and_then(|zone| self.became.id(zone)).map(str::to_owned) {
                Some(zone) => {
                    draft.text("in", Some(&zone));
                    if it.zone_drawn {
                        self.guess(&mut draft, "in", format!("`{zone}`: it is drawn inside that box"));
                    }
                }
                None => {
                    let zone = nowhere.get_or_insert_with(|| self.taken.free(Kind::Zone, NOWHERE)).clone();
                    draft.text("in", Some(&zone));
                    self.guess(&mut draft, "in", format!("`{zone}`: it lies in no zone; crossings need one"));
                }
            }
            draft.text("text", it.text.as_deref());
            self.beside(it, &mut draft);
            self.put(draft, &format!("part `{name}`"));
        }
        if let Some(id) = nowhere {
            let mut draft = super::Draft {
                kind: Kind::Zone,
                id,
                line: 1,
                keys: Vec::new(),
                guessed: vec!["name"],
                x: InlineTable::new(),
            };
            draft.keep("from", model.format.word());
            draft.text("name", Some("Zone not stated"));
            draft.text(
                "text",
                Some("Parts that the imported model puts into no zone. Move them and take this zone out."),
            );
            self.put(draft, "(no zone)");
        }
    }

    fn kind(&mut self, it: &Part, name: &str, draft: &mut super::Draft) {
        let stated = it.attributes.get("vigil.kind").map(String::as_str);
        if let Some(kind) = stated.filter(|it| is_word(Kind::Component, "kind", it)) {
            return draft.text("kind", Some(kind));
        }
        let by_kind = it.kind.as_deref().and_then(words::part);
        let (kind, why) = match (it.shape, by_kind) {
            (Shape::Outside, _) => (
                "external",
                "it is drawn as an outside entity; a person is an `[actor]`, a part of your own has another kind".to_owned(),
            ),
            (_, Some(kind)) => (kind, format!("by its kind `{}`", it.kind.as_deref().unwrap_or(""))),
            (Shape::Store, None) => ("database", "it is drawn as a data store".to_owned()),
            (_, None) => match words::part(name) {
                Some(kind) => (kind, "by its name".to_owned()),
                None => ("server", "nothing says what it is".to_owned()),
            },
        };
        draft.text("kind", Some(kind));
        self.guess(draft, "kind", format!("`{kind}`: {why}"));
    }

    /// What the source says of a part beside its name, kind and zone.
    fn beside(&mut self, it: &Part, draft: &mut super::Draft) {
        if let Some(kind) = &it.kind {
            draft.keep("kind", kind);
        }
        if let Some(drawn) = it.shape.word() {
            draft.keep("drawn", drawn);
        }
        if !it.also_in.is_empty() {
            let also = it.also_in.join("`, `");
            let said = format!("one part: one of the same name and kind is drawn in `{also}`, too");
            self.guess(draft, "name", said);
        }
        if let Some(reason) = &it.out_of_scope {
            draft.keep("out-of-scope", if reason.is_empty() { "(no reason given)" } else { reason });
            let what = format!("`{}` is out of scope there", part_name(it));
            self.leave(
                it.line,
                what,
                "parts are left in scope; `kind = \"external\"` says that it is somebody else's",
            );
        }
        let handled: Vec<&str> = it.handles.iter().filter_map(|data| self.became.id(data)).collect();
        if !handled.is_empty() {
            draft.keep("handles", &handled.join(", "));
        }
        if let Some(diagram) = &it.diagram {
            draft.keep("diagram", diagram);
        }
        draft.keep_all(&it.attributes);
    }

    pub(super) fn flows(&mut self) {
        let model = self.model;
        let mut channels: BTreeMap<String, String> = BTreeMap::new();
        for it in &model.flows {
            let (Some(from), Some(to)) = (self.became.id(&it.from), self.became.id(&it.to)) else { continue };
            let (from, to) = (from.to_owned(), to.to_owned());
            let key = format!("{:?}{:?}{:?}{:?}", it.protocol, it.encrypted, it.public, it.authentication);
            let channel = match channels.get(&key) {
                Some(id) => id.clone(),
                None => {
                    let id = self.channel(it);
                    channels.insert(key, id.clone());
                    id
                }
            };
            let name = if it.name.is_empty() { format!("{from} to {to}") } else { it.name.clone() };
            let mut draft = self.draft(Kind::Flow, &name, &it.id, it.line);
            draft.text("name", Some(&name));
            draft.text("from", Some(&from));
            draft.text("to", Some(&to));
            draft.text("over", Some(&channel));
            let known = |ids: &[String]| -> Vec<String> {
                ids.iter().filter_map(|it| self.became.id(it)).map(str::to_owned).collect()
            };
            let (carries, back) = (known(&it.carries), known(&it.back));
            draft.words("carries", &carries);
            draft.words("back", &back);
            if it.both && back.is_empty() && !carries.is_empty() {
                let said =
                    "both ways there; what comes back is not stated, and `carries` is only what goes out";
                self.leave(it.line, format!("direction of `flow.{}`", draft.id), said);
            }
            draft.text("text", it.text.as_deref());
            if it.both {
                draft.keep("both-ways", "true");
            }
            if let Some(reason) = &it.out_of_scope {
                draft.keep("out-of-scope", if reason.is_empty() { "(no reason given)" } else { reason });
                self.leave(it.line, format!("`{name}` is out of scope there"), "flows are left in scope");
            }
            draft.keep_all(&it.attributes);
            self.became.note(&it.id, Kind::Flow, &draft.id);
            self.put(draft, &format!("flow `{name}`"));
        }
    }

    /// One channel for each way of talking that the source tells apart. It gives nothing: that is for a person to state.
    fn channel(&mut self, it: &Flow) -> String {
        let name = it.protocol.clone().unwrap_or_else(|| "Channel not stated".to_owned());
        let mut draft = self.draft(Kind::Channel, &name, "", it.line);
        draft.text("name", Some(&name));
        let medium = it.protocol.as_deref().and_then(words::medium);
        let medium = medium.or(it.public.filter(|it| *it).map(|_| "network"));
        draft.text("medium", medium);
        if let Some(how) = &it.authentication {
            let mut auth = InlineTable::new();
            auth.insert("how", how.as_str().into());
            draft.keys.push(("auth", Value::InlineTable(auth)));
        }
        if it.protocol.is_none() {
            self.guess(&mut draft, "name", "the protocol is not stated");
        }
        let id = draft.id.clone();
        if it.encrypted == Some(true) {
            draft.keep("encrypted", "true");
            let said = "it is called encrypted there, which gives no credit; state `gives` of the channel";
            self.leave(it.line, format!("encryption of `channel.{id}`"), said);
        }
        self.put(draft, &format!("protocol `{name}`"));
        id
    }
}
