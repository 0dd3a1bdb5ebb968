//! A large device folder, made by arithmetic: the same numbers give the same text.

use std::fmt::Write as _;

/// How many records of each kind are written.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Zones.
    pub zones: usize,
    /// Parts, three interfaces each.
    pub parts: usize,
    /// Flows between them.
    pub flows: usize,
    /// Functions, with a harm each; every second one is essential.
    pub functions: usize,
    /// Pieces of data, and as many secrets.
    pub data: usize,
    /// Controls, with a requirement and a test each.
    pub controls: usize,
    /// Risks.
    pub risks: usize,
}

impl Size {
    /// 5,000 records, 2,000 of them flows.
    pub const LARGE: Self =
        Self { zones: 61, parts: 800, flows: 2_000, functions: 20, data: 200, controls: 400, risks: 246 };
}

/// Numbers that look like chance and are none.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }
}

/// The files of the folder, by path.
pub fn folder(size: &Size) -> Vec<(&'static str, String)> {
    let mut dice = Dice(7);
    vec![
        ("vigil.toml", PROJECT.to_owned()),
        ("model/system.toml", system(size, &mut dice)),
        ("model/flows.toml", flows(size, &mut dice)),
        ("model/safety.toml", safety(size, &mut dice)),
    ]
}

const PROJECT: &str = r#"[project]
id = "large"
name = "Large system"
version = "1.0.0"
packs = ["medical-core@1"]
[release."1.0.0"]
status = "in-development"
[scale]
severity = ["minor", "serious", "catastrophic"]
exploitability = ["low", "medium", "high"]
[matrix]
low = ["yes", "yes", "reduce"]
medium = ["yes", "reduce", "no"]
high = ["reduce", "no", "no"]
[accept]
yes = []
reduce = ["rationale"]
no = ["never"]
[state.use]
name = "In use"
[state.standby]
name = "Standby"
[state.service]
name = "Service"
"#;

const OPERATORS: [&str; 4] = ["manufacturer", "hospital", "patient", "supplier"];
const PARTS: [&str; 8] =
    ["mcu", "embedded-linux", "server", "cloud-service", "mobile-app", "database", "rtos", "external"];
const INTERFACES: [&str; 6] = ["ethernet", "wifi", "ble", "https", "usb-host", "spi"];
const DATA: [&str; 6] = ["therapy-command", "software", "phi", "therapy-status", "config", "log"];
const FACTS: [&str; 6] =
    ["secure-boot", "update-signed", "least-privilege", "input-validated", "rate-limited", "audit-log"];

fn system(size: &Size, dice: &mut Dice) -> String {
    let mut text = String::new();
    for at in 0..size.zones {
        let outer = if at == 0 { String::new() } else { format!("in = \"z{}\"\n", dice.below(at)) };
        let by = OPERATORS[at % OPERATORS.len()];
        let _ = write!(text, "[zone.z{at}]\nkind = \"network\"\nrun_by = \"{by}\"\n{outer}");
    }
    for at in 0..size.parts {
        let facts: Vec<String> = FACTS
            .iter()
            .filter_map(|fact| match dice.below(3) {
                0 => Some(format!("{fact} = true")),
                1 => Some(format!("{fact} = false")),
                _ => None,
            })
            .collect();
        let runs = if at % 40 == 0 {
            format!("runs = [\"f{}\"]\n", at / 40 % size.functions)
        } else {
            String::new()
        };
        let kind = PARTS[at % PARTS.len()];
        let zone = dice.below(size.zones);
        let _ = write!(
            text,
            "[component.p{at}]\nname = \"Part {at}\"\nkind = \"{kind}\"\nin = \"z{zone}\"\n{runs}serves_many = {}\nfacts = {{ {} }}\n[component.p{at}.if]\n",
            at % 50 == 3,
            facts.join(", ")
        );
        for name in ["a", "b", "c"] {
            let _ = writeln!(text, "{name} = {{ kind = \"{}\" }}", INTERFACES[dice.below(INTERFACES.len())]);
        }
    }
    for at in 0..size.data {
        let part = dice.below(size.parts);
        let _ = write!(
            text,
            "[data.d{at}]\nkind = \"{}\"\nfeeds = [\"f{}\"]\nstored_in = [\"p{part}\"]\n[secret.s{at}]\nkind = \"symmetric-key\"\nscope = \"{}\"\nheld_in = [\"p{part}\", \"p{}\"]\n",
            DATA[at % DATA.len()],
            at % size.functions,
            ["per-device", "per-user", "per-site", "fleet"][dice.below(40).min(3)],
            dice.below(size.parts)
        );
    }
    text
}

fn flows(size: &Size, dice: &mut Dice) -> String {
    let mut text = String::new();
    for (at, gives) in [
        "[]",
        "[\"integrity\", \"peer-auth\"]",
        "[\"confidentiality\", \"integrity\", \"peer-auth\", \"replay-protection\"]",
    ]
    .iter()
    .enumerate()
    {
        let _ = write!(text, "[channel.c{at}]\nname = \"Channel {at}\"\ngives = {gives}\n");
    }
    for at in 0..size.flows {
        // Most flows lead to a neighbour, some far away, as in systems of systems.
        let from = dice.below(size.parts);
        let step = if dice.below(5) == 0 { dice.below(size.parts) } else { 1 + dice.below(12) };
        let to = (from + step.max(1)) % size.parts;
        let name = ["a", "b", "c"][dice.below(3)];
        let back = if dice.below(2) == 0 {
            format!("back = [\"d{}\"]\n", dice.below(size.data))
        } else {
            String::new()
        };
        let states = if dice.below(4) == 0 { "states = [\"use\", \"standby\"]\n" } else { "" };
        let _ = write!(
            text,
            "[flow.l{at}]\nfrom = \"p{from}.{name}\"\nto = \"p{to}.{name}\"\nover = \"c{}\"\ncarries = [\"d{}\"]\n{back}{states}",
            dice.below(3),
            dice.below(size.data)
        );
    }
    text
}

fn safety(size: &Size, dice: &mut Dice) -> String {
    let mut text = String::new();
    for at in 0..size.functions {
        let _ = write!(
            text,
            "[function.f{at}]\nname = \"Function {at}\"\nessential = {}\nlost = {{ integrity = \"h{at}\", availability = \"h{at}\" }}\n[harm.h{at}]\nseverity = \"{}\"\n",
            at % 2 == 0,
            ["minor", "serious", "catastrophic"][at % 3]
        );
    }
    for at in 0..size.controls {
        let gives = ["integrity", "peer-auth", "access-control", "input-validation", "availability"][at % 5];
        let _ = write!(
            text,
            "[control.k{at}]\nfamily = \"integrity\"\noption = \"protective\"\non = [\"flow.l{}\", \"component.p{}\"]\ngives = [\"{gives}\"]\ntext = \"Control {at}.\"\n[requirement.q{at}]\nimplements = [\"k{at}\"]\nin = \"p{}\"\ntext = \"It shall {at}.\"\n[test.t{at}]\nverifies = [\"q{at}\"]\nkind = \"requirement\"\nfind = {{ junit = \"suite{at}::*\" }}\n",
            dice.below(size.flows),
            dice.below(size.parts),
            dice.below(size.parts)
        );
    }
    for at in 0..size.risks {
        let _ = write!(
            text,
            "[threat.w{at}]\non = [\"flow.l{}\", \"component.p{}\"]\nstride = [\"T\"]\nphase = \"operation\"\nstory = \"Story {at}.\"\n[risk.r{at}]\nthreats = [\"w{at}\"]\nharm = \"h{}\"\ncontrols = [\"k{}\"]\n",
            dice.below(size.flows),
            dice.below(size.parts),
            at % size.functions,
            dice.below(size.controls)
        );
    }
    text
}
