//! Words that the document takes from where they are defined.

use std::fmt::Display;
use std::str::FromStr;

use bellwether_model::{HowKnown, MovementKind, Preset};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use utoipa::openapi::schema::ObjectBuilder;
use utoipa::openapi::{KnownFormat, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use bellwether_app::import::Fact;

/// A type that stands for a value in the document alone.
macro_rules! described {
    ($($(#[$about:meta])* $name:ident: $schema:expr;)+) => { $(
        $(#[$about])*
        pub(super) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema.into()
            }
        }

        impl ToSchema for $name {}
    )+ };
}

described! {
    /// A kind of movement that has reasons.
    ExplainedKind: explained_kind();
    /// How people know a reason.
    HowPeopleKnow: how_people_know();
    /// A version of the policy or a preset.
    PolicyWord: policy();
    /// A moment.
    Instant: instant();
    /// What the rows of a file are.
    FactWord: one_of(Fact::ALL.map(Fact::name));
}

fn one_of<'w>(words: impl IntoIterator<Item = &'w str>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))
}

fn explained_kind() -> ObjectBuilder {
    one_of(MovementKind::EXPLAINED.map(MovementKind::name))
}

/// How people know.
fn how_people_know() -> ObjectBuilder {
    one_of([HowKnown::Asked, HowKnown::Told].map(HowKnown::name))
}

/// A version of the policy or a preset.
fn policy() -> ObjectBuilder {
    let presets = Preset::ALL.map(Preset::name).join("|");
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(format!("^([1-9][0-9]{{0,8}}|{presets})$")))
}

fn instant() -> ObjectBuilder {
    let moment = SchemaFormat::KnownFormat(KnownFormat::DateTime);
    ObjectBuilder::new().schema_type(Type::String).format(Some(moment))
}

/// A word that says itself how it is read.
pub(super) fn word<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(from: D) -> Result<T, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

/// The same where it may be null or left out.
pub(super) fn optional_word<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    Option::<String>::deserialize(from)?.map(|word| word.parse().map_err(serde::de::Error::custom)).transpose()
}

/// A whole number, also where a program writes it with a point: `12.0`.
pub(super) fn whole<'de, D: Deserializer<'de>, T: TryFrom<i64>>(from: D) -> Result<T, D::Error> {
    let mut number = Value::deserialize(from)?;
    to_whole(&mut number);
    let whole = number.as_i64().and_then(|whole| T::try_from(whole).ok());
    whole.ok_or_else(|| serde::de::Error::custom(format!("{number} is no whole number that can be taken")))
}

/// The same where it may be null or left out.
pub(super) fn optional_whole<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(None),
        number => whole(number).map(Some).map_err(serde::de::Error::custom),
    }
}

/// Writes whole numbers that have a point without it, however deep they lie.
pub(super) fn to_whole(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(to_whole),
        Value::Object(fields) => fields.values_mut().for_each(to_whole),
        Value::Number(number) => {
            let written = number.as_f64().filter(|_| number.is_f64()).filter(|float| float.fract() == 0.0);
            // Beyond this not every whole number is a floating-point number.
            if let Some(float) = written.filter(|float| float.abs() < 9_007_199_254_740_992.0) {
                *value = Value::from(float as i64);
            }
        }
        _ => {}
    }
}
