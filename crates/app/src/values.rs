//! How values are read that programs write in JSON.

use std::fmt::Display;
use std::str::FromStr;

use bellwether_model::{Role, Roles};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A word that says itself how it is read.
pub fn word<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(from: D) -> Result<T, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

/// The same where it may be null or left out.
pub fn optional_word<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(from: D) -> Result<Option<T>, D::Error> {
    Option::<String>::deserialize(from)?.map(|word| word.parse().map_err(serde::de::Error::custom)).transpose()
}

/// Roles, one at least.
pub fn roles<'de, D: Deserializer<'de>>(from: D) -> Result<Roles, D::Error> {
    let words = Vec::<String>::deserialize(from)?;
    let roles = words.iter().map(|word| word.parse()).collect::<Result<Vec<Role>, _>>();
    Roles::of(roles.map_err(serde::de::Error::custom)?).map_err(serde::de::Error::custom)
}

/// Writes whole numbers that have a point without it, however deep they lie.
pub fn to_whole(value: &mut Value) {
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
