//! The system: zones, people, parts, data, channels, flows.

use crate::field::{Map, OneOrMany, Plain};
use crate::kinds::facts::Facts;
use crate::kinds::safety::{Function, Harm};
use crate::kinds::sboms::Sboms;
use crate::quantity::Port;
use crate::record::{group, record};
use crate::refs::{AnyRef, EndRef, Ref};
use crate::words::words;

words! {
    /// Who runs a zone or owns a platform.
    Operator, "an operator", {
        /// The maker of the device.
        Manufacturer = "manufacturer",
        /// The hospital or clinic.
        Hospital = "hospital",
        /// The patient or a carer at home.
        Patient = "patient",
        /// A supplier or service provider of the maker.
        Supplier = "supplier",
        /// A third party under nobody's contract, such as a mobile network.
        Public = "public",
    }
}

words! {
    /// What kind of place a zone is.
    ZoneKind, "a kind of zone", {
        /// A closed housing.
        Enclosure = "enclosure",
        /// A network.
        Network = "network",
        /// A room or building.
        Site = "site",
        /// A part of a processor or operating system kept apart from the rest.
        Partition = "partition",
        /// The body of the patient.
        Body = "body",
    }
}

words! {
    /// How near an adversary has to be.
    Access, "a kind of access", {
        /// From anywhere on the internet.
        Network = "network",
        /// From the same network or within radio range.
        Adjacent = "adjacent",
        /// Logged in to the part.
        Local = "local",
        /// With the device in hand.
        Physical = "physical",
        /// As somebody who belongs there.
        Insider = "insider",
        /// Through a supplier.
        SupplyChain = "supply-chain",
    }
}

words! {
    /// How skilled an adversary is.
    Skill, "a level of skill", {
        /// Uses what others publish.
        Low = "low",
        /// Adapts tools.
        Moderate = "moderate",
        /// Writes its own.
        High = "high",
    }
}

words! {
    /// What a component is.
    ComponentKind, "a kind of component", {
        /// A microcontroller with firmware.
        Mcu = "mcu",
        /// A board that runs an embedded Linux.
        EmbeddedLinux = "embedded-linux",
        /// A board that runs a real-time operating system.
        Rtos = "rtos",
        /// Programmable logic.
        Fpga = "fpga",
        /// A radio or modem with its own firmware.
        Radio = "radio",
        /// An app on a phone or tablet.
        MobileApp = "mobile-app",
        /// A program on a general-purpose computer.
        DesktopApp = "desktop-app",
        /// Pages in a browser.
        WebApp = "web-app",
        /// A server on the hospital's premises.
        Server = "server",
        /// A service in a data centre.
        CloudService = "cloud-service",
        /// A data store.
        Database = "database",
        /// A tool used for service or manufacture.
        ServiceTool = "service-tool",
        /// A sensor or actuator with no software of its own to speak of.
        Hardware = "hardware",
        /// An implanted part.
        Implant = "implant",
        /// A trained model.
        AiModel = "ai-model",
        /// Somebody else's system: in the views, not assessed; its flows are.
        External = "external",
    }
}

words! {
    /// What an interface is.
    InterfaceKind, "a kind of interface", {
        /// Serial Peripheral Interface between chips.
        Spi = "spi",
        /// Inter-Integrated Circuit bus between chips.
        I2c = "i2c",
        /// Serial line between parts.
        Uart = "uart",
        /// Controller Area Network.
        Can = "can",
        /// Serial console or boot-loader line meant for development or service.
        DebugUart = "debug-uart",
        /// JTAG or SWD.
        Jtag = "jtag",
        /// USB as the device's end.
        UsbDevice = "usb-device",
        /// USB that takes other devices.
        UsbHost = "usb-host",
        /// Memory card or similar.
        RemovableMedia = "removable-media",
        /// RS-232 or similar to the outside.
        Serial = "serial",
        /// Wired network.
        Ethernet = "ethernet",
        /// Wi-Fi.
        Wifi = "wifi",
        /// Bluetooth Low Energy.
        Ble = "ble",
        /// Classic Bluetooth.
        Bluetooth = "bluetooth",
        /// Cellular modem.
        Cellular = "cellular",
        /// Near-field communication.
        Nfc = "nfc",
        /// Magnetic inductive link.
        Inductive = "inductive",
        /// Another radio.
        Radio = "radio",
        /// TCP or UDP service on a network that is named elsewhere.
        Tcp = "tcp",
        /// HTTPS service.
        Https = "https",
        /// A way to the internet.
        Internet = "internet",
        /// Screen, keys, sound: for people.
        Hmi = "hmi",
        /// A call inside one computer.
        Ipc = "ipc",
    }
}

impl ComponentKind {
    /// Whether it is of a kind that often serves many devices or patients, so that silence on it means nothing.
    pub fn may_serve_many(self) -> bool {
        matches!(self, Self::Server | Self::CloudService | Self::Database)
    }
}

impl InterfaceKind {
    /// Whether the interface sends by radio or induction.
    pub fn is_radio(self) -> bool {
        matches!(
            self,
            Self::Wifi
                | Self::Ble
                | Self::Bluetooth
                | Self::Cellular
                | Self::Nfc
                | Self::Inductive
                | Self::Radio
        )
    }

    /// Whether the interface carries network traffic.
    pub fn is_network(self) -> bool {
        matches!(
            self,
            Self::Ethernet | Self::Wifi | Self::Cellular | Self::Tcp | Self::Https | Self::Internet
        )
    }

    /// Whether it is a line meant for development or service.
    pub fn is_debug(self) -> bool {
        matches!(self, Self::DebugUart | Self::Jtag)
    }

    /// Whether it stays inside a housing or a computer.
    pub fn is_internal(self) -> bool {
        matches!(self, Self::Spi | Self::I2c | Self::Uart | Self::Can | Self::Ipc)
    }

    /// Whether FDA counts it as a way to the internet, intended or not (section VII.B of the guidance).
    pub fn may_reach_internet(self) -> bool {
        self.is_radio()
            || self.is_network()
            || matches!(
                self,
                Self::UsbDevice | Self::UsbHost | Self::Serial | Self::DebugUart | Self::RemovableMedia
            )
    }
}

words! {
    /// Which way traffic goes.
    Direction, "a direction", {
        /// Only into the part.
        In = "in",
        /// Only out of it.
        Out = "out",
        /// Both ways.
        Both = "both",
    }
}

words! {
    /// What a piece of data is.
    DataKind, "a kind of data", {
        /// Patient data.
        Phi = "phi",
        /// A command that changes therapy.
        TherapyCommand = "therapy-command",
        /// What the therapy is doing.
        TherapyStatus = "therapy-status",
        /// Measurement or diagnosis.
        Diagnosis = "diagnosis",
        /// Alarms.
        Alarm = "alarm",
        /// Programs and updates.
        Software = "software",
        /// Settings and libraries that shape behaviour.
        Config = "config",
        /// Logs and audit trails.
        Log = "log",
        /// Technical telemetry with no patient in it.
        Telemetry = "telemetry",
        /// Credentials in transit.
        Credential = "credential",
        /// Copies kept for recovery.
        Backup = "backup",
    }
}

words! {
    /// What a secret is.
    SecretKind, "a kind of secret", {
        /// Private half of a key pair.
        PrivateKey = "private-key",
        /// Key that signs software.
        SigningKey = "signing-key",
        /// Key shared by both ends.
        SymmetricKey = "symmetric-key",
        /// Password.
        Password = "password",
        /// PIN or pairing code.
        Pin = "pin",
        /// Access token.
        Token = "token",
    }
}

words! {
    /// How many share a secret.
    Scope, "a scope", {
        /// One session.
        PerSession = "per-session",
        /// One user.
        PerUser = "per-user",
        /// One device.
        PerDevice = "per-device",
        /// One hospital.
        PerSite = "per-site",
        /// Every device of the product.
        Fleet = "fleet",
    }
}

words! {
    /// A yes/no fact about a component; absent means unknown.
    FactName, "a fact", {
        /// Memory of tasks is kept apart by hardware.
        MemoryProtection = "memory-protection",
        /// Only authenticated code starts.
        SecureBoot = "secure-boot",
        /// Updates are installed only with a valid signature.
        UpdateSigned = "update-signed",
        /// An older version cannot be installed unless authorised.
        RollbackBlocked = "rollback-blocked",
        /// An interrupted update leaves a working device.
        UpdateAtomic = "update-atomic",
        /// Debug lines are closed before delivery.
        DebugPortLocked = "debug-port-locked",
        /// The boot loader accepts no commands in the field.
        BootLoaderLocked = "boot-loader-locked",
        /// Keys are held in hardware that does not give them out.
        KeysInHardware = "keys-in-hardware",
        /// Each process and user has only the rights it needs.
        LeastPrivilege = "least-privilege",
        /// Passwords are unique per device or set at first use.
        UniqueCredentials = "unique-credentials",
        /// People prove who they are before they act.
        UserAuthentication = "user-authentication",
        /// Privileged access needs a second factor.
        MultiFactor = "multi-factor",
        /// An unattended session ends by itself.
        SessionTimeout = "session-timeout",
        /// Security events are recorded.
        AuditLog = "audit-log",
        /// Logs are also kept off the part.
        LogExport = "log-export",
        /// Logs cannot be changed unnoticed.
        LogIntegrity = "log-integrity",
        /// Time comes from a source that is checked.
        TrustedTime = "trusted-time",
        /// Outside data is checked for form and range before use.
        InputValidated = "input-validated",
        /// Parsers of outside data are written in a memory-safe language or sandboxed.
        MemorySafeParsers = "memory-safe-parsers",
        /// Work per peer is limited so that flooding does not stop the function.
        RateLimited = "rate-limited",
        /// The clinical function goes on without the network.
        LocalFallback = "local-fallback",
        /// The effect of a false command is bounded by independent limits.
        BoundedEffect = "bounded-effect",
        /// Sensitive data is encrypted where it is stored.
        EncryptedAtRest = "encrypted-at-rest",
        /// Backups leave no sensitive data behind.
        BackupExcluded = "backup-excluded",
        /// A trusted configuration can be kept and restored.
        ConfigRecovery = "config-recovery",
        /// Secrets and patient data are erased at disposal.
        WipeOnDisposal = "wipe-on-disposal",
        /// A lost part can be locked or wiped from afar.
        RemoteWipe = "remote-wipe",
        /// Sensitive screens are kept out of screenshots and notifications.
        ScreenProtected = "screen-protected",
        /// The app checks that it and its platform are unchanged.
        AppAttestation = "app-attestation",
        /// Opening the housing is seen.
        TamperEvident = "tamper-evident",
        /// Unneeded services and ports are off.
        DenyByDefault = "deny-by-default",
        /// Only listed programs run.
        AllowListing = "allow-listing",
        /// Protection against malicious software is present.
        MalwareProtection = "malware-protection",
        /// Manufacturing and test modes cannot be entered in the field.
        ManufacturingModeClosed = "manufacturing-mode-closed",
        /// Customers of a shared service cannot reach each other.
        TenantIsolation = "tenant-isolation",
        /// The platform is under maintenance by its supplier.
        PlatformSupported = "platform-supported",
        /// Users are told of anomalies and possible breaches.
        AnomalyNotice = "anomaly-notice",
        /// The build is made in a controlled environment with checked inputs.
        BuildProtected = "build-protected",
        /// Each request is checked against what its sender may see and change, record by record.
        ObjectAuthorization = "object-authorization",
        /// Logs and telemetry leave out secrets and patient data.
        SecretsNotLogged = "secrets-not-logged",
        /// Personal data is erased when the purpose that it is kept for has ended.
        RetentionLimited = "retention-limited",
        /// A new peer is accepted only while somebody at the part agrees to it.
        PairingNeedsPresence = "pairing-needs-presence",
        /// What the radio sends openly does not tell one carrier from another.
        RadioAddressChanges = "radio-address-changes",
        /// Pages are protected against scripts, forged requests and framing of others.
        WebHardened = "web-hardened",
        /// Brief faults of supply, clock or radiation do not make it skip a check.
        FaultResistant = "fault-resistant",
        /// Somebody entitled reaches what an emergency needs when sign-in fails, and that is recorded.
        EmergencyAccess = "emergency-access",
        /// It checks by more than one identifier which patient data belongs to.
        PatientIdentified = "patient-identified",
        /// Values and alarms that are old or no longer come are shown as such.
        StalenessShown = "staleness-shown",
        /// Alarms of danger sound whatever the network, a setting or one stopped part does.
        AlarmIndependent = "alarm-independent",
        /// No person and no machine alone can have an update of it signed.
        SigningControlled = "signing-controlled",
        /// It notices that updates are held back, or that what it is offered is no longer current.
        UpdateFreshness = "update-freshness",
        /// An update starts only when somebody entitled wants it and the state is safe, and what was checked is what is installed.
        InstallControlled = "install-controlled",
        /// Updates of it reach few devices first, and a bad one can be taken back by those entitled.
        RolloutStaged = "rollout-staged",
    }
}

words! {
    /// What a channel, fact or control gives; what threat rules ask for.
    Property, "a property", {
        /// Contents cannot be read by others.
        Confidentiality = "confidentiality",
        /// Changes are noticed.
        Integrity = "integrity",
        /// Each end proves who it is.
        PeerAuth = "peer-auth",
        /// A recorded message is not accepted again.
        ReplayProtection = "replay-protection",
        /// Late or out-of-order messages are not acted on.
        Freshness = "freshness",
        /// No weaker protection can be forced.
        DowngradeProtection = "downgrade-protection",
        /// Flooding does not stop the function.
        Availability = "availability",
        /// Protection holds where one link hands over to the next.
        EndToEnd = "end-to-end",
        /// Only those allowed can act.
        AccessControl = "access-control",
        /// The effect of a false command is bounded.
        BoundedEffect = "bounded-effect",
        /// The function goes on without the network.
        LocalFallback = "local-fallback",
        /// Only authenticated code starts.
        BootAuthenticity = "boot-authenticity",
        /// Only authenticated updates are installed.
        UpdateAuthenticity = "update-authenticity",
        /// An older version cannot be installed unnoticed.
        RollbackProtection = "rollback-protection",
        /// An interrupted update leaves a working device.
        UpdateReliability = "update-reliability",
        /// Keys cannot be taken out.
        KeyProtection = "key-protection",
        /// Rights are limited to what is needed.
        LeastPrivilege = "least-privilege",
        /// No shared, default or fixed credentials.
        CredentialHygiene = "credential-hygiene",
        /// Security events are recorded and kept.
        Audit = "audit",
        /// Time can be relied on.
        TrustedTime = "trusted-time",
        /// Outside data is parsed safely.
        InputValidation = "input-validation",
        /// Ports and services not needed are closed.
        PortClosed = "port-closed",
        /// Manufacturing and test modes are closed.
        ModeClosed = "mode-closed",
        /// Opening the housing is hindered or seen.
        PhysicalProtection = "physical-protection",
        /// A session ends by itself.
        SessionEnd = "session-end",
        /// Stored data is protected.
        StorageProtection = "storage-protection",
        /// Stored data can be restored.
        Recovery = "recovery",
        /// Nothing sensitive is left at disposal.
        Sanitisation = "sanitisation",
        /// Secrets differ from device to device.
        SecretDiversity = "secret-diversity",
        /// Secrets are replaced in time.
        SecretRotation = "secret-rotation",
        /// The supply chain is checked.
        SupplyChain = "supply-chain",
        /// The platform is kept supported and patched.
        PlatformCare = "platform-care",
        /// Customers are kept apart.
        TenantIsolation = "tenant-isolation",
        /// The program is shown to be the maker's own.
        AppIntegrity = "app-integrity",
        /// People are told of anomalies.
        UserNotice = "user-notice",
        /// No more data is passed on or kept than its purpose needs.
        DataMinimisation = "data-minimisation",
        /// Programs that do not belong there do not run.
        MalwareResistance = "malware-resistance",
        /// Algorithms and key lengths are published, current and replaceable.
        CurrentCryptography = "current-cryptography",
        /// Each request is checked against what its sender may see and change.
        RecordAuthorization = "record-authorization",
        /// Pages of others cannot act in a user's session.
        PageProtection = "page-protection",
        /// Those entitled get in when sign-in fails and the patient cannot wait.
        EmergencyAccess = "emergency-access",
        /// What belongs to one patient is not taken for another's.
        PatientMatch = "patient-match",
        /// Nobody takes silence or an old value for a current one.
        StalenessShown = "staleness-shown",
        /// Alarms of danger are heard even when a part or a setting is in strange hands.
        AlarmAssurance = "alarm-assurance",
        /// Nobody alone can have an update signed.
        SigningControl = "signing-control",
        /// It is noticed that updates are held back or no longer current.
        UpdateFreshness = "update-freshness",
        /// What is installed is what was checked, when and where somebody entitled wants it.
        InstallControl = "install-control",
        /// A bad update does not reach all devices at once and can be taken back.
        StagedRollout = "staged-rollout",
    }
}

words! {
    /// What a cut link means for the functions that it serves.
    CutEffect, "an effect of a cut", {
        /// Every function that it serves goes on, and nothing half-received is acted on.
        GoesOn = "goes-on",
        /// A function goes on for a limited time or with less.
        Limited = "limited",
        /// A function stops, or may act on something half-received.
        Stops = "stops",
    }
}

words! {
    /// What a channel runs over.
    Medium, "a medium", {
        /// Radio or induction.
        Radio = "radio",
        /// A network shared with others.
        Network = "network",
        /// A cable between two parts.
        Cable = "cable",
        /// A line inside a housing.
        Board = "board",
        /// Inside one computer.
        Local = "local",
        /// A person carries it.
        Person = "person",
    }
}

record! {
    /// A use environment.
    Environment in environments {
        /// Name printed in documents.
        name: Option<String>,
        /// What it is like: who is there, which network, which hazards.
        text: Option<String>,
    }
}

record! {
    /// A security-relevant state of the device; records are live in all unless `states` says so.
    State in states {
        /// Name printed in documents.
        name: Option<String>,
        /// What the device does in it.
        text: Option<String>,
    }
}

record! {
    /// A zone of trust. Zones nest; a flow whose ends lie in different zones crosses a boundary.
    Zone in zones {
        /// Name printed in documents.
        name: Option<String>,
        /// The zone around it.
        within "in": Option<Ref<Zone>>,
        /// What kind of place it is.
        kind: Option<ZoneKind>,
        /// Who runs it; inherited from the zone around it.
        run_by: Option<Operator>,
        /// The use environment that it belongs to.
        environment: Option<Ref<Environment>>,
        /// More about it.
        text: Option<String>,
    }
}

record! {
    /// A user or role.
    Actor in actors {
        /// Name printed in documents.
        name: Option<String>,
        /// Interfaces that the role works with.
        uses: Vec<EndRef>,
        /// What the role may do.
        privileges: Vec<String>,
        /// How the role proves who it is.
        authentication: Option<String>,
        /// What the role answers for.
        text: Option<String>,
    }
}

record! {
    /// An adversary that threats start from.
    Adversary in adversaries {
        /// Name printed in documents.
        name: Option<String>,
        /// How near it has to be.
        access: Option<Access>,
        /// How skilled it is.
        skill: Option<Skill>,
        /// What it wants and can.
        text: Option<String>,
    }
}

record! {
    /// A statement about the world that the analysis rests on.
    Assumption in assumptions {
        /// The statement.
        text: String,
        /// What it is about.
        on: Vec<AnyRef>,
        /// Why it is held.
        because: Option<String>,
    }
}

group! {
    /// Who may do what on a component.
    AccessModel {
        /// Accounts or roles and what they may do.
        accounts: Map<String>,
        /// How they prove who they are.
        authentication: Option<String>,
        /// How privileges are kept apart.
        privileges: Option<String>,
        /// How passwords are made, kept and changed.
        passwords: Option<String>,
    }
}

group! {
    /// Where a component's logs are and what happens to them.
    Logs {
        /// Where they lie.
        location "where": Option<String>,
        /// Their format.
        format: Option<String>,
        /// How long they are kept and how they are recycled.
        kept: Option<String>,
        /// How they leave the component.
        exported: Option<String>,
    }
}

group! {
    /// An interface of a component. Unused ones are stated too.
    Interface {
        /// What it is.
        kind: InterfaceKind,
        /// Name printed in documents.
        name: Option<String>,
        /// Ports on which it listens.
        listens: Vec<Port>,
        /// States in which it is live; absent means all.
        states: Vec<Ref<State>>,
        /// Whether the product uses it.
        used: Option<bool>,
        /// Which way traffic goes.
        direction: Option<Direction>,
        /// Approved destinations.
        to: Option<String>,
        /// Whether it can reach the internet, intended or not; computed from the kind when absent.
        internet: Option<bool>,
        /// Why it cannot, where the kind would let one think so.
        internet_because "internet-because": Option<String>,
        /// How it is kept from being used or activated, or what protects it beneath a common protocol.
        because: Option<String>,
        /// What it is for.
        text: Option<String>,
    }
}

record! {
    /// A part of the architecture.
    Component in components {
        /// Name printed in documents.
        name: Option<String>,
        /// What it is; brings the questions that are asked of it.
        kind: ComponentKind,
        /// The zone that it lies in.
        zone "in": Ref<Zone>,
        /// Clinical functions that it carries out.
        runs: Vec<Ref<Function>>,
        /// Its SBOM or component list, as a path from the device folder; a list where several layers describe it.
        sbom: Sboms,
        /// Yes/no facts; absent means unknown.
        facts: Facts,
        /// Who owns the hardware and operating system under it, when that is not the maker.
        platform_by: Option<Operator>,
        /// CPE 2.3 names of the hardware and operating systems under it that no SBOM lists: flaws that need them are found.
        runs_on "runs-on": Vec<String>,
        /// Whether it serves many devices or patients.
        serves_many: Option<bool>,
        /// Who may do what on it.
        access: Option<AccessModel>,
        /// Its interfaces, unused ones included.
        interfaces "if": Map<Interface>,
        /// Who supplies it.
        supplier: Option<String>,
        /// `own` or `third-party`.
        developed_by "developed-by": Option<String>,
        /// How its source code is kept through its life.
        custody: Option<String>,
        /// Whether it can be updated in the field.
        patchable: Option<bool>,
        /// Its logs.
        logs: Option<Logs>,
        /// Functions that are built in and not used, and how they are kept from being used.
        unused_functions "unused-functions": Option<String>,
        /// How commercial hardware under it was assessed.
        hardware_assessed "hardware-assessed": Option<String>,
        /// Properties of MITRE EMB3D that it has or has not, by id (`PID-11`); absent means unknown.
        emb3d: Map<bool>,
        /// What it does.
        text: Option<String>,
    }
}

record! {
    /// Data that is stored or sent.
    Data in data {
        /// Name printed in documents.
        name: Option<String>,
        /// What it is.
        kind: DataKind,
        /// Functions that act on it: tampering with it is tampering with them.
        feeds: Vec<Ref<Function>>,
        /// Components that store it.
        stored_in: OneOrMany<Ref<Component>>,
        /// More about it.
        text: Option<String>,
    }
}

group! {
    /// The life of a secret, from making to end.
    Life {
        /// Where and how it is made.
        made: Option<String>,
        /// How it gets to where it is used.
        transferred: Option<String>,
        /// How it is made known to the other side.
        enrolled: Option<String>,
        /// How it is kept.
        stored: Option<String>,
        /// When and how it is replaced.
        rotated: Option<String>,
        /// How it ends.
        ended: Option<String>,
    }
}

record! {
    /// A key or credential.
    Secret in secrets {
        /// Name printed in documents.
        name: Option<String>,
        /// What it is.
        kind: SecretKind,
        /// How many share it.
        scope: Option<Scope>,
        /// Components that hold it.
        held_in: OneOrMany<Ref<Component>>,
        /// Whether hardware keeps it.
        hardware: Option<bool>,
        /// What it is derived from, where it is derived.
        derived_from: Option<String>,
        /// Its life cycle.
        life: Option<Life>,
    }
}

record! {
    /// A security setting with its default.
    Setting in settings {
        /// Name printed in documents.
        name: Option<String>,
        /// Components that it belongs to.
        on: OneOrMany<Ref<Component>>,
        /// Value as shipped.
        default: Option<Plain>,
        /// Who may change it.
        changed_by "changed-by": Option<String>,
        /// What a change does to risk.
        risk: Option<String>,
        /// More about it.
        text: Option<String>,
    }
}

group! {
    /// How the ends of a channel prove who they are.
    Auth {
        /// Method.
        how: Option<String>,
        /// Algorithm with key length.
        alg: Option<String>,
        /// Which end checks.
        verified_by: Option<String>,
        /// How what is needed for the check reaches both ends.
        credentials: Option<String>,
    }
}

group! {
    /// How sessions on a channel begin, live and end.
    Session {
        /// What opens one.
        opens: Option<String>,
        /// When an idle one ends.
        idle_end: Option<String>,
        /// How ids are made.
        ids: Option<String>,
        /// How one is closed.
        closes: Option<String>,
    }
}

record! {
    /// A protected (or unprotected) way to talk, stated once and named by many flows.
    Channel in channels {
        /// Name with protocol and version.
        name: Option<String>,
        /// What it gives: a closed list; absent means unknown.
        gives: Option<Vec<Property>>,
        /// What it runs over; computed from the interfaces when absent.
        medium: Option<Medium>,
        /// How the ends prove who they are.
        auth: Option<Auth>,
        /// Algorithms and modes.
        crypto: Option<String>,
        /// Sessions.
        session: Option<Session>,
        /// What happens when it is cut.
        on_cut: Option<String>,
        /// The same in a closed word; only this is credited.
        cut_effect "cut-effect": Option<CutEffect>,
        /// Secrets that it uses.
        keys: Vec<Ref<Secret>>,
        /// Whether a cryptographic method is proprietary or changed.
        proprietary: Option<bool>,
        /// The expert analysis of a proprietary method.
        expert_analysis "expert-analysis": Option<String>,
        /// What is added above a common protocol.
        added: Option<String>,
        /// Why nothing needs to be added.
        added_because "added-because": Option<String>,
    }
}

record! {
    /// Who talks to whom, carrying what.
    Flow in flows {
        /// Name printed in documents.
        name: Option<String>,
        /// The end that starts.
        from: EndRef,
        /// The other end.
        to: EndRef,
        /// The channel.
        over: Ref<Channel>,
        /// Data from the starting end to the other.
        carries: Vec<Ref<Data>>,
        /// Data in the answers.
        back: Vec<Ref<Data>>,
        /// States in which it runs; absent means all.
        states: Vec<Ref<State>>,
        /// The flow that it hands over to.
        then: Option<Ref<Flow>>,
        /// What happens when it is cut, where that differs from the channel.
        on_cut: Option<String>,
        /// The same in a closed word, where that differs from the channel; only this is credited.
        cut_effect "cut-effect": Option<CutEffect>,
        /// More about it.
        text: Option<String>,
    }
}

record! {
    /// Ordered steps over flows.
    Usecase in usecases {
        /// Name printed in documents.
        name: Option<String>,
        /// Flows in order.
        steps: Vec<AnyRef>,
        /// States that it covers.
        states: Vec<Ref<State>>,
        /// Clinical states that it covers.
        clinical: Vec<ClinicalState>,
        /// What could go wrong and what is done about it.
        text: Option<String>,
    }
}

words! {
    /// A clinical state of the guidance's use-case views.
    ClinicalState, "a clinical state", {
        /// Therapy is being set up.
        Programming = "programming",
        /// An alarm is on.
        Alarming = "alarming",
        /// Therapy is being given.
        DeliveringTherapy = "delivering-therapy",
        /// Data is sent or received.
        Exchanging = "exchanging-data",
        /// Results are reported.
        Reporting = "reporting",
    }
}

group! {
    /// Which harm follows when a function is lost.
    Lost {
        /// When it acts on false data or code.
        integrity: Option<Ref<Harm>>,
        /// When it stops.
        availability: Option<Ref<Harm>>,
        /// When what it knows becomes known.
        confidentiality: Option<Ref<Harm>>,
    }
}
