//! By which text a word of the model is called.

use bellwether_model::{Act, Grain, Kind, Role};

/// A definition of the policy.
pub(crate) fn called(definition: &str) -> String {
    named("called", definition)
}

/// A table of facts.
pub(crate) fn fact_name(fact: &str) -> String {
    named("facts", fact)
}

pub(crate) fn grain_name(grain: Grain) -> String {
    named("grain", grain.name())
}

pub(crate) fn kind_name(kind: Kind) -> String {
    named("kind", kind.name())
}

/// What a target is about.
pub(crate) fn measure_name(measure: &str) -> String {
    named("measure", measure)
}

pub(crate) fn role_name(role: Role) -> String {
    named("role", role.name())
}

/// What may be done.
pub(crate) fn scope_name(act: Act) -> String {
    named("scope", act.name())
}

fn named(family: &str, word: &str) -> String {
    format!("{family}-{}", word.replace('_', "-"))
}
