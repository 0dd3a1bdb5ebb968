//! Which facts about a component give which property. A rule may narrow them.

use vigil_model::kinds::{FactName, Property};

/// The facts about a component that give a property.
pub(super) fn facts(property: Property) -> &'static [FactName] {
    use FactName as F;
    match property {
        Property::BootAuthenticity => &[F::SecureBoot],
        Property::UpdateAuthenticity => &[F::UpdateSigned],
        Property::RollbackProtection => &[F::RollbackBlocked],
        Property::UpdateReliability => &[F::UpdateAtomic],
        Property::KeyProtection => &[F::KeysInHardware],
        Property::LeastPrivilege => &[F::LeastPrivilege],
        Property::CredentialHygiene => &[F::UniqueCredentials],
        Property::AccessControl => &[F::UserAuthentication],
        Property::Audit => &[F::AuditLog],
        Property::Integrity => &[F::LogIntegrity],
        Property::TrustedTime => &[F::TrustedTime],
        Property::InputValidation => &[F::MemorySafeParsers, F::InputValidated],
        Property::Availability => &[F::RateLimited],
        Property::LocalFallback => &[F::LocalFallback],
        Property::BoundedEffect => &[F::BoundedEffect],
        Property::StorageProtection => &[F::EncryptedAtRest],
        Property::Confidentiality => &[F::ScreenProtected],
        Property::DataMinimisation => &[F::RetentionLimited],
        Property::MalwareResistance => &[F::AllowListing, F::MalwareProtection],
        Property::RecordAuthorization => &[F::ObjectAuthorization],
        Property::PageProtection => &[F::WebHardened],
        Property::Recovery => &[F::ConfigRecovery],
        Property::Sanitisation => &[F::WipeOnDisposal],
        Property::SessionEnd => &[F::SessionTimeout],
        Property::PortClosed => &[F::DebugPortLocked, F::DenyByDefault],
        Property::ModeClosed => &[F::ManufacturingModeClosed],
        Property::PhysicalProtection => &[F::TamperEvident],
        Property::PlatformCare => &[F::PlatformSupported],
        Property::TenantIsolation => &[F::TenantIsolation],
        Property::AppIntegrity => &[F::AppAttestation],
        Property::UserNotice => &[F::AnomalyNotice],
        Property::SupplyChain => &[F::BuildProtected],
        Property::EmergencyAccess => &[F::EmergencyAccess],
        Property::PatientMatch => &[F::PatientIdentified],
        Property::StalenessShown => &[F::StalenessShown],
        Property::AlarmAssurance => &[F::AlarmIndependent],
        Property::SigningControl => &[F::SigningControlled],
        Property::UpdateFreshness => &[F::UpdateFreshness],
        Property::InstallControl => &[F::InstallControlled],
        Property::StagedRollout => &[F::RolloutStaged],
        _ => &[],
    }
}
