//! Answers that follow from what the model states anyway. Where it is silent nothing follows, and the question stays open.

use vigil_model::kinds::{
    Component, ComponentKind as K, DataKind, FactName as F, Flow, InterfaceKind as I, Medium, Property,
    SecretKind,
};
use vigil_model::{Model, derive};

/// Whether a component has a property, and what that follows from. The ids are those of edition 2.0.1.
pub(super) fn of(model: &Model, component: &Component, property: &str) -> Option<(bool, String)> {
    let it = Part { model, component };
    match property {
        "PID-11" => it.kind(&[K::Mcu, K::EmbeddedLinux, K::Rtos, K::Radio, K::Implant]),
        "PID-13" => it.interface(&[I::Spi, I::I2c, I::Uart, I::Can]),
        "PID-14" => it.interface(&[I::UsbDevice, I::UsbHost, I::Serial, I::RemovableMedia]),
        "PID-15" | "PID-22" => it.interface(&[I::DebugUart, I::Jtag]),
        "PID-123" => it.interface(&[I::RemovableMedia]),
        "PID-21" => it.said(&[F::SecureBoot, F::BootLoaderLocked]),
        "PID-23" => it.kind(&[K::EmbeddedLinux, K::Rtos]),
        "PID-2322" => it.fact(F::LeastPrivilege, true),
        "PID-2321" => it.fact(F::LeastPrivilege, false),
        "PID-23222" => it.fact(F::MemoryProtection, true),
        "PID-25" => it.holds(F::SecureBoot),
        "PID-26" => it.patchable(false),
        "PID-27" => it.patchable(true),
        "PID-271" => it.fact(F::UpdateSigned, false),
        "PID-272" | "PID-2722" => it.fact(F::UpdateSigned, true),
        "PID-274" => it.holds(F::RollbackBlocked).map(|(_, why)| (false, why)),
        "PID-275" => it.updated_from_afar(),
        "PID-28" => it.stores(DataKind::Log).or_else(|| it.holds(F::AuditLog)),
        "PID-31" => it.component.sbom.first().map(|_| (true, "it has an SBOM".to_owned())),
        "PID-311" => it.interface(&[I::Https]),
        "PID-3122" => it.fact(F::MemorySafeParsers, false).filter(|(has, _)| *has),
        "PID-33" => it.interface(&[I::Hmi]).or_else(|| it.listens()),
        "PID-331" => it.fact(F::UserAuthentication, false).filter(|(has, _)| *has),
        "PID-332" => it.holds(F::UserAuthentication),
        "PID-3321" => it.secret(&[SecretKind::Password, SecretKind::Pin]),
        "PID-3322" => it.secret(&[SecretKind::PrivateKey, SecretKind::SymmetricKey, SecretKind::Token]),
        "PID-34" => it.holds(F::AuditLog),
        "PID-41" => it.listens(),
        "PID-411" => it.serves(),
        "PID-4111" => it.lacks(&[Property::Integrity, Property::PeerAuth]),
        "PID-4112" => it.lacks(&[Property::Confidentiality]),
        "PID-4113" => it.protects(),
        _ => None,
    }
}

struct Part<'m> {
    model: &'m Model,
    component: &'m Component,
}

type Said = Option<(bool, String)>;

impl<'m> Part<'m> {
    fn kind(&self, kinds: &[K]) -> Said {
        let kind = self.component.kind;
        kinds.contains(&kind).then(|| (true, format!("its kind is `{}`", kind.word())))
    }

    /// An interface that is there, used or not. That none is stated does not mean that there is none.
    fn interface(&self, kinds: &[I]) -> Said {
        let found = self.component.interfaces.iter().find(|(_, it)| kinds.contains(&it.kind));
        found.map(|(name, it)| (true, format!("interface `{name}` is `{}`", it.kind.word())))
    }

    fn listens(&self) -> Said {
        let found = self.component.interfaces.iter().find(|(_, it)| !it.listens.is_empty());
        found.map(|(name, _)| (true, format!("interface `{name}` listens")))
    }

    /// A fact that is stated either way answers the question: `means` is the value that the property stands for.
    fn fact(&self, fact: F, means: bool) -> Said {
        let stated = self.component.facts.get(fact)?;
        Some((stated == means, format!("fact `{}` is {stated}", fact.word())))
    }

    /// A fact that holds answers the question; one that does not leaves it open.
    fn holds(&self, fact: F) -> Said {
        self.fact(fact, true).filter(|(has, _)| *has)
    }

    /// Facts about something that has to be there for them to be stated at all.
    fn said(&self, facts: &[F]) -> Said {
        let stated = facts.iter().find(|fact| self.component.facts.get(**fact).is_some());
        stated.map(|fact| (true, format!("fact `{}` is stated", fact.word())))
    }

    fn patchable(&self, means: bool) -> Said {
        let stated = self.component.patchable?;
        Some((stated == means, format!("`patchable` is {stated}")))
    }

    fn stores(&self, kind: DataKind) -> Said {
        let id = &self.component.meta.id;
        let mut data = self.model.data.values().filter(|it| it.kind == kind);
        let found = data.find(|it| it.stored_in.iter().any(|part| part.id == *id))?;
        Some((true, format!("it stores data.{}", found.meta.id)))
    }

    fn secret(&self, kinds: &[SecretKind]) -> Said {
        let id = &self.component.meta.id;
        let mut secrets = self.model.secrets.values().filter(|it| kinds.contains(&it.kind));
        let found = secrets.find(|it| it.held_in.iter().any(|part| part.id == *id))?;
        Some((true, format!("it holds secret.{}", found.meta.id)))
    }

    fn updated_from_afar(&self) -> Said {
        let id = &self.component.meta.id;
        let updates = self.model.updates.values().filter(|it| it.of.iter().any(|part| part.id == *id));
        let mut segments = updates.flat_map(|it| &it.path).filter_map(|it| it.get(self.model));
        let far = segments.find(|flow| is_far(self.model, flow))?;
        Some((true, format!("an update comes over flow.{}", far.meta.id)))
    }

    fn flows(&self) -> impl Iterator<Item = &'m Flow> + use<'_, 'm> {
        let id = &self.component.meta.id;
        let here =
            self.model.flows.values().filter(move |it| it.from.component == *id || it.to.component == *id);
        here.filter(|flow| is_far(self.model, flow))
    }

    /// A service that gives or takes something that matters.
    fn serves(&self) -> Said {
        self.listens()?;
        let id = &self.component.meta.id;
        let matters = [
            DataKind::Phi,
            DataKind::TherapyCommand,
            DataKind::Config,
            DataKind::Credential,
            DataKind::Software,
        ];
        let mut flows = self.flows().filter(|flow| {
            let end = if flow.to.component == *id { &flow.to } else { &flow.from };
            let interface = end.interface.as_deref().and_then(|name| self.component.interfaces.get(name));
            interface.is_some_and(|it| !it.listens.is_empty())
        });
        let found = flows.find(|flow| {
            let mut data = flow.carries.iter().chain(&flow.back).filter_map(|it| it.get(self.model));
            data.any(|it| matters.contains(&it.kind))
        })?;
        Some((true, format!("flow.{} carries it", found.meta.id)))
    }

    /// One channel of its flows that gives nothing of these is enough; a channel without a list leaves it open.
    fn lacks(&self, properties: &[Property]) -> Said {
        let mut silent = false;
        let mut any = false;
        for flow in self.flows() {
            any = true;
            match flow.over.get(self.model).and_then(|it| it.gives.as_ref()) {
                Some(gives) if properties.iter().any(|it| gives.contains(it)) => {}
                Some(_) => return Some((true, format!("channel.{} does not give it", flow.over))),
                None => silent = true,
            }
        }
        (any && !silent).then(|| (false, "every channel of its flows gives it".to_owned()))
    }

    fn protects(&self) -> Said {
        let protection = [Property::Confidentiality, Property::Integrity, Property::PeerAuth];
        let found = self.flows().find(|flow| {
            let gives = flow.over.get(self.model).and_then(|it| it.gives.as_ref());
            gives.is_some_and(|gives| protection.iter().any(|it| gives.contains(it)))
        })?;
        Some((true, format!("channel.{} protects what it sends", found.over)))
    }
}

fn is_far(model: &Model, flow: &Flow) -> bool {
    matches!(derive::medium(model, flow), Some(Medium::Radio | Medium::Network))
}
