//! By which text a word of the model is called.

use bellwether_model::{Act, Grain, MovementKind, Role};

/// A definition of the policy.
#[must_use]
pub fn called(definition: &str) -> String {
    named("called", definition)
}

/// A table of facts.
#[must_use]
pub fn fact_name(fact: &str) -> String {
    named("facts", fact)
}

/// A column of a table of facts.
#[must_use]
pub fn column_name(column: &str) -> String {
    named("column", column)
}

/// The length of a period.
#[must_use]
pub fn grain_name(grain: Grain) -> String {
    named("grain", grain.name())
}

/// A kind of movement.
#[must_use]
pub fn kind_name(kind: MovementKind) -> String {
    named("kind", kind.name())
}

/// What a target is about.
#[must_use]
pub fn measure_name(measure: &str) -> String {
    named("measure", measure)
}

/// What somebody is in the company.
#[must_use]
pub fn role_name(role: Role) -> String {
    named("role", role.name())
}

/// What may be done.
#[must_use]
pub fn scope_name(act: Act) -> String {
    named("scope", act.name())
}

fn named(family: &str, word: &str) -> String {
    format!("{family}-{}", word.replace('_', "-"))
}
