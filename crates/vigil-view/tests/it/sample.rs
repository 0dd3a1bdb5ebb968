//! Drawings to test with, and a small random generator with a fixed seed.

use vigil_view::graph::{Badge, Diagram, Edge, Line, Node, Protection, Shape, Tone, Zone};

/// A zone: id, title, note, parent, tone.
pub(crate) fn zone(id: &str, title: &str, note: &str, parent: Option<&str>, tone: Tone) -> Zone {
    Zone { id: id.into(), title: title.into(), note: note.into(), parent: parent.map(Into::into), tone }
}

/// A node: id, title, kind, zone, shape, tone.
pub(crate) fn node(id: &str, title: &str, kind: &str, zone: Option<&str>, shape: Shape, tone: Tone) -> Node {
    Node {
        id: id.into(),
        title: title.into(),
        subtitle: kind.into(),
        zone: zone.map(Into::into),
        shape,
        tone,
        badges: vec![],
    }
}

/// A flow that is protected and stays inside.
pub(crate) fn edge(id: &str, from: &str, to: &str, label: &str, protocol: &str) -> Edge {
    Edge {
        id: id.into(),
        from: from.into(),
        to: to.into(),
        label: label.into(),
        sublabel: protocol.into(),
        ..Edge::default()
    }
}

/// The infusion system of the worked example.
pub(crate) fn infusion() -> Diagram {
    let mut diagram = Diagram::new("global-system", "Orchid 3 infusion system: global system view");
    diagram.description = "All parts of the system, who runs them, and every flow between them.".into();
    diagram.zones = vec![
        zone("ward-lan", "Ward network", "network, run by hospital", None, Tone::Facility),
        zone("bedside", "Bedside", "room", Some("ward-lan"), Tone::Facility),
        zone("pump", "Infusion pump", "enclosure, the device", Some("bedside"), Tone::Device),
        zone("cloud", "Orchid cloud", "network, run by manufacturer", None, Tone::Maker),
        zone("home", "Patient's home", "network, run by patient", None, Tone::Home),
    ];
    let (device, facility, maker, home) = (Tone::Device, Tone::Facility, Tone::Maker, Tone::Home);
    diagram.nodes = vec![
        node("nurse", "Nurse", "clinical user", Some("bedside"), Shape::Actor, facility),
        node("service", "Service engineer", "biomedical engineer", Some("ward-lan"), Shape::Actor, facility),
        node("patient", "Patient", "", Some("home"), Shape::Actor, home),
        node("pump-motor", "Pump motor controller", "firmware", Some("pump"), Shape::Hardware, device),
        node("pump-comms", "Pump communications processor", "firmware", Some("pump"), Shape::Process, device),
        node("pump-log", "Event log", "flash, 64 MB", Some("pump"), Shape::Store, device),
        node("tablet", "Nurse tablet", "Android app", Some("bedside"), Shape::Process, device),
        node("gateway", "Hospital gateway", "Linux appliance", Some("ward-lan"), Shape::Process, device),
        node("laptop", "Service laptop", "Windows", Some("ward-lan"), Shape::External, facility),
        node(
            "ehr",
            "Electronic health record",
            "hospital system",
            Some("ward-lan"),
            Shape::External,
            facility,
        ),
        node("library", "Drug library server", "hospital server", Some("ward-lan"), Shape::Process, facility),
        node("phone", "Patient app", "iOS and Android app", Some("home"), Shape::Process, device),
        node("fleet", "Fleet service", "cloud service", Some("cloud"), Shape::Process, maker),
        node("updates", "Signed releases", "object store", Some("cloud"), Shape::Store, maker),
    ];
    let badge = |text: &str, tone| Badge { text: text.into(), tone };
    diagram.nodes[4].badges = vec![badge("SBOM 62", Tone::Plain), badge("2 open threats", Tone::Alert)];
    diagram.nodes[7].badges = vec![badge("SBOM 148", Tone::Plain)];
    diagram.nodes[12].badges = vec![badge("SBOM 211", Tone::Plain)];
    diagram.edges = infusion_flows();
    diagram.legend = diagram.signs_in_use();
    diagram
}

fn infusion_flows() -> Vec<Edge> {
    let mut flows = vec![
        edge("use-tablet", "nurse", "tablet", "programs therapy", "touch"),
        edge("keypad", "nurse", "pump-comms", "starts, stops, alarms", "keypad"),
        edge("motor-cmd", "pump-comms", "pump-motor", "rate command", "SPI"),
        edge("motor-status", "pump-motor", "pump-comms", "position, occlusion", "SPI"),
        edge("log", "pump-comms", "pump-log", "events", "flash"),
        edge("therapy", "tablet", "pump-comms", "therapy command", "BLE 5.3"),
        edge("status", "pump-comms", "tablet", "therapy status", "BLE 5.3"),
        edge("telemetry", "pump-comms", "gateway", "telemetry, alarms", "TLS 1.3"),
        edge("update", "gateway", "pump-comms", "software update", "TLS 1.3"),
        edge("orders", "ehr", "gateway", "orders", "HL7 v2"),
        edge("drug-library", "library", "gateway", "drug library", "TLS 1.2"),
        edge("uplink", "gateway", "fleet", "fleet status", "TLS 1.3"),
        edge("release", "fleet", "gateway", "signed software", "TLS 1.3"),
        edge("store", "updates", "fleet", "releases", "HTTPS"),
        edge("read", "fleet", "phone", "infusion history", "HTTPS"),
        edge("view", "patient", "phone", "reads history", "touch"),
        edge("usb", "laptop", "pump-comms", "service commands", "USB"),
        edge("use-laptop", "service", "laptop", "services pump", "screen"),
    ];
    for flow in &mut flows {
        let crossing =
            ["keypad", "therapy", "status", "telemetry", "update", "uplink", "release", "read", "usb"];
        flow.line.crosses = crossing.contains(&flow.id.as_str());
        flow.both_ways = flow.id == "keypad";
        flow.line.protection = match flow.id.as_str() {
            "orders" => Protection::Unprotected,
            "usb" => Protection::Unknown,
            _ => Protection::Fine,
        };
    }
    flows
}

/// Forty-one nodes in twelve zones, nested three deep, fifty-odd flows.
pub(crate) fn large() -> Diagram {
    let mut random = Random(41);
    let mut diagram = Diagram::new("large", "A large system");
    let parents =
        [None, Some(0), Some(1), Some(1), Some(0), None, Some(5), Some(5), None, Some(8), None, Some(10)];
    let tones = [Tone::Device, Tone::Facility, Tone::Maker, Tone::Home];
    for (at, parent) in parents.into_iter().enumerate() {
        let name = [
            "Device",
            "Application processor",
            "Secure element",
            "Radio",
            "Sensor board",
            "Hospital",
            "Ward network",
            "Server room",
            "Manufacturer cloud",
            "Release service",
            "Home",
            "Home network",
        ][at];
        let parent = parent.map(|at: usize| format!("z{at}"));
        diagram.zones.push(zone(
            &format!("z{at}"),
            name,
            "",
            parent.as_deref(),
            tones[[0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3][at]],
        ));
    }
    let words = [
        "Therapy controller",
        "Alarm handler",
        "Key store",
        "Pairing service",
        "Update agent",
        "Event log",
        "Sensor hub",
    ];
    for at in 0..41 {
        let shape =
            [Shape::Process, Shape::Process, Shape::Store, Shape::Hardware, Shape::External][random.below(5)];
        let home = at % 12;
        let title = format!("{} {at}", words[random.below(words.len())]);
        diagram.nodes.push(node(
            &format!("n{at}"),
            &title,
            "software",
            Some(&format!("z{home}")),
            shape,
            diagram.zones[home].tone,
        ));
    }
    for at in 0..50 {
        let from = random.below(41);
        // Mostly within reach, as in real systems: a part talks to parts of its own and of the next zone.
        let to = (from + [12, 24, 1, 12, 13, 7][random.below(6)]) % 41;
        diagram.edges.push(random_edge(&mut random, at, from, to));
    }
    diagram.legend = diagram.signs_in_use();
    diagram
}

/// A random nested drawing.
pub(crate) fn random(seed: u64) -> Diagram {
    let mut random = Random(seed);
    let mut diagram = Diagram::new("random", "A random system");
    if random.below(2) == 1 {
        diagram.direction = vigil_view::graph::Direction::Right;
    }
    let zones = random.below(9);
    for at in 0..zones {
        let parent = (at > 0 && random.below(3) > 0).then(|| format!("z{}", random.below(at)));
        let title = "Zone of some length".chars().take(4 + random.below(15)).collect::<String>();
        let note = ["", "network, run by hospital", "enclosure"][random.below(3)];
        diagram.zones.push(zone(&format!("z{at}"), &title, note, parent.as_deref(), Tone::Device));
    }
    let nodes = 1 + random.below(24);
    for at in 0..nodes {
        let home = (zones > 0 && random.below(5) > 0).then(|| format!("z{}", random.below(zones)));
        let shape =
            [Shape::Process, Shape::Store, Shape::Actor, Shape::External, Shape::Hardware][random.below(5)];
        let title =
            ["Pump", "Drug library server", "Electronic health record interface", "x"][random.below(4)];
        let mut node = node(
            &format!("n{at}"),
            title,
            ["", "firmware"][random.below(2)],
            home.as_deref(),
            shape,
            Tone::Plain,
        );
        for _ in 0..random.below(4) {
            node.badges.push(Badge { text: format!("SBOM {}", random.below(999)), tone: Tone::Plain });
        }
        diagram.nodes.push(node);
    }
    for at in 0..random.below(2 * nodes) {
        let (from, to) = (random.below(nodes), random.below(nodes));
        diagram.edges.push(random_edge(&mut random, at, from, to));
    }
    diagram
}

fn random_edge(random: &mut Random, at: usize, from: usize, to: usize) -> Edge {
    let label = ["", "status", "therapy command", "a rather long description of what flows"][random.below(4)];
    let protocol = ["", "TLS 1.3", "BLE"][random.below(3)];
    let mut edge = edge(&format!("e{at}"), &format!("n{from}"), &format!("n{to}"), label, protocol);
    edge.line = Line {
        crosses: random.below(2) == 1,
        protection: [Protection::Fine, Protection::Fine, Protection::Unknown, Protection::Unprotected]
            [random.below(4)],
    };
    edge.both_ways = random.below(4) == 0;
    edge
}

/// Numerical Recipes' linear congruential generator; the upper bits are the good ones.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}
