//! Threats with what the tool says was done about them. A state of another tool never becomes credit.

use std::collections::BTreeMap;

use toml_edit::{Array, InlineTable, Value};
use vigil_exchange::threat_model::{Attributes, Mitigation, Threat};
use vigil_model::Kind;

use super::names::is_word;
use super::{Draft, Work};
use crate::words::{self, State};

/// What is kept to write each candidate once, however many threats name it.
#[derive(Default)]
struct Candidates(BTreeMap<String, Candidate>);

struct Candidate {
    name: String,
    text: String,
    /// The mitigation's id, where it has one.
    source: Option<String>,
    stated: String,
    line: usize,
    answers: Vec<String>,
    attributes: Attributes,
}

impl Work<'_> {
    pub(super) fn threats(&mut self) {
        let model = self.model;
        let mut candidates = Candidates::default();
        for it in &model.threats {
            self.threat(it, &mut candidates);
        }
        for candidate in candidates.0.into_values() {
            self.candidate(candidate);
        }
        for it in &model.mitigations {
            if self.became.id(&it.id).is_none() {
                let more = it.attributes.iter().map(|(key, value)| format!("; {key}: {value}"));
                let more: String = more.collect();
                let what = format!("mitigation `{}` ({}): {}{more}", it.name, it.id, words_of(it));
                self.leave(it.line, what, "nothing says that it is in place");
            }
        }
    }

    fn threat(&mut self, it: &Threat, candidates: &mut Candidates) {
        let title = if it.title.trim().is_empty() { "Unnamed threat" } else { it.title.trim() };
        let mut draft = self.draft(Kind::Threat, title, &it.id, it.line);
        draft.text("title", Some(title));
        draft.text("story", it.text.as_deref().filter(|it| !it.trim().is_empty()).or(Some(title)));
        if it.text.is_none() {
            self.guess(&mut draft, "story", "its title: nothing tells how it happens");
        }
        let on: Vec<String> = it.on.iter().filter_map(|id| self.became.subject(id)).collect();
        draft.words("on", &on);
        self.categories(it, &mut draft);
        if !it.cwe.is_empty() {
            let cwe: Array = it.cwe.iter().map(|number| i64::from(*number)).collect();
            draft.keys.push(("cwe", Value::Array(cwe)));
        }
        for (key, value) in [("severity", &it.severity), ("state", &it.state), ("because", &it.because)] {
            if let Some(value) = value {
                draft.keep(key, value);
            }
        }
        let texts = self.mitigations(it);
        if !texts.is_empty() {
            draft.keep("mitigation", &texts.join("\n"));
        }
        draft.keep_all(&it.attributes);
        let id = draft.id.clone();
        self.put(draft, &format!("threat `{title}`"));
        self.state(it, &id, candidates);
    }

    fn categories(&mut self, it: &Threat, draft: &mut Draft) {
        let mut letters: Vec<&str> = Vec::new();
        for letter in it.categories.iter().filter_map(|word| words::stride(word)) {
            if !letters.contains(&letter) {
                letters.push(letter);
            }
        }
        draft.words("stride", &letters);
        let unknown: Vec<&str> =
            it.categories.iter().filter(|word| words::stride(word).is_none()).map(String::as_str).collect();
        if !unknown.is_empty() {
            draft.keep("category", &unknown.join(", "));
        }
        for word in unknown {
            self.leave(
                it.line,
                format!("category `{word}` of `{}`", draft.subject()),
                "it is none of STRIDE; kept in `x`",
            );
        }
    }

    /// What is said about countermeasures, in words.
    fn mitigations(&self, it: &Threat) -> Vec<String> {
        let by_id = it.mitigations.iter().filter_map(|(id, state)| {
            let found = self.model.mitigations.iter().find(|it| it.id == *id)?;
            let state = state.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
            Some(format!("{}{state}", words_of(found)))
        });
        let own = it.mitigation.iter().filter(|_| it.mitigations.is_empty()).cloned();
        by_id.chain(own).filter(|it| !it.trim().is_empty()).collect()
    }

    /// What the tool says of the threat as a whole.
    fn state(&mut self, it: &Threat, id: &str, candidates: &mut Candidates) {
        let word = it.state.as_deref().unwrap_or("");
        let state = words::state(word);
        if state.is_none() && !word.is_empty() {
            self.leave(
                it.line,
                format!("state `{word}` of `threat.{id}`"),
                "the word is not known; the threat is open",
            );
        }
        for (mitigation, stated) in &it.mitigations {
            let in_place = stated.as_deref().and_then(words::state) == Some(State::Mitigated);
            let found = self.model.mitigations.iter().find(|it| it.id == *mitigation);
            if let Some(found) =
                found.filter(|_| in_place || (stated.is_none() && state == Some(State::Mitigated)))
            {
                let text = words_of(found);
                let stated = stated.as_deref().unwrap_or(word);
                let known = candidates.add(Some(mitigation), &found.name, &text, stated, found.line, id);
                known.attributes.clone_from(&found.attributes);
            }
        }
        match state {
            Some(State::Mitigated) => self.mitigated(it, id, word, candidates),
            Some(State::NotApplicable) => self.not_applicable(it, id, word),
            Some(State::Accepted) => {
                let said = "accepting is decided on a risk: write `[risk]` that names the threat, with its harm and reason";
                self.leave(it.line, format!("state `{word}` of `threat.{id}`"), said);
            }
            Some(State::Open) | None => {}
        }
    }

    fn mitigated(&mut self, it: &Threat, id: &str, word: &str, candidates: &mut Candidates) {
        let what = format!("state `{word}` of `threat.{id}`");
        if it.mitigations.is_empty() {
            let text = it.mitigation.as_deref().map(str::trim).filter(|it| !it.is_empty());
            let Some(text) = text else {
                self.leave(
                    it.line,
                    what,
                    "nothing says by what; the threat is open until a control answers it",
                );
                return;
            };
            candidates.add(None, &short(text), text, word, it.line, id);
        }
        let said = "no credit is taken over; a control candidate states what is said to be done: give it what it `gives`, a \
                    requirement and a test, then name it in `controls` of the threat";
        self.leave(it.line, what, said);
    }

    fn not_applicable(&mut self, it: &Threat, id: &str, word: &str) {
        let what = format!("state `{word}` of `threat.{id}`");
        let Some(because) = it.because.as_deref().map(str::trim).filter(|it| !it.is_empty()) else {
            self.leave(it.line, what, "no reason is given; the threat is open until a decision gives one");
            return;
        };
        let mut draft = self.draft(Kind::Decision, &format!("not-applicable {id}"), &it.id, it.line);
        let mut on = InlineTable::new();
        on.insert("threat", id.into());
        draft.keys.push(("on", Value::InlineTable(on)));
        draft.text("verdict", Some("not-applicable"));
        draft.text("because", Some(because));
        self.put(draft, &format!("state `{word}` with its reason"));
    }

    fn candidate(&mut self, it: Candidate) {
        let mut draft = self.draft(Kind::Control, &it.name, it.source.as_deref().unwrap_or(""), it.line);
        let stated = it.attributes.get("vigil.family").filter(|it| is_word(Kind::Control, "family", it));
        if let Some(family) = stated {
            draft.text("family", Some(family));
        } else {
            let family = words::family(&format!("{} {}", it.name, it.text));
            let said = match family {
                Some(family) => format!("`{family}`, by its words"),
                None => "`integrity`: no word says which family it belongs to".to_owned(),
            };
            draft.text("family", Some(family.unwrap_or("integrity")));
            self.guess(&mut draft, "family", said);
        }
        draft.text("text", Some(&it.text));
        draft.keep("candidate", "true");
        draft.keep("state", &it.stated);
        draft.keep_all(&it.attributes);
        draft.x.insert("answers", Value::Array(it.answers.iter().map(String::as_str).collect::<Array>()));
        if let Some(source) = &it.source {
            self.became.note(source, Kind::Control, &draft.id);
        }
        self.put(draft, &format!("mitigation `{}`", it.name));
    }
}

impl Candidates {
    /// The same id, or the same words, are the same control.
    fn add(
        &mut self,
        id: Option<&str>,
        name: &str,
        text: &str,
        stated: &str,
        line: usize,
        threat: &str,
    ) -> &mut Candidate {
        let new = || Candidate {
            name: name.to_owned(),
            text: text.to_owned(),
            source: id.map(str::to_owned),
            stated: stated.to_owned(),
            line,
            answers: Vec::new(),
            attributes: Attributes::new(),
        };
        let known = self.0.entry(id.unwrap_or(text).to_owned()).or_insert_with(new);
        let subject = format!("threat.{threat}");
        if !known.answers.contains(&subject) {
            known.answers.push(subject);
        }
        known
    }
}

fn words_of(it: &Mitigation) -> String {
    match it.text.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
        Some(text) => text.to_owned(),
        None if it.name.trim().is_empty() => {
            "A mitigation that is given neither a name nor a text.".to_owned()
        }
        None => it.name.clone(),
    }
}

/// The first words of a text, as a name.
fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    if line.chars().count() <= 60 {
        return line.trim_end_matches('.').to_owned();
    }
    let cut: String = line.chars().take(60).collect();
    cut.rsplit_once(' ').map_or(cut.clone(), |(head, _)| head.to_owned())
}
