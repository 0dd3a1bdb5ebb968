//! How days are written in JSON: `2026-02-03`. The date type comes without serde on purpose.

/// An optional day, as text or null.
pub(crate) mod optional_day {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use vigil_base::{Date, date};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands the field over like this"
    )]
    pub(crate) fn serialize<S: Serializer>(day: &Option<Date>, out: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => out.collect_str(day),
            None => out.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
        match Option::<String>::deserialize(from)? {
            None => Ok(None),
            Some(text) => {
                date::parse(&text).map(Some).ok_or_else(|| D::Error::custom(format!("`{text}` is not a day")))
            }
        }
    }
}
