//! What the records refuse.

use bellwether_records::{Field, RecordsError};
use bellwether_words::{Message, error_message, grain_name, message, role_name, with_causes};

use super::ToMessage;
use crate::failure::{Failure, FailureKind};

impl From<RecordsError> for Failure {
    fn from(error: RecordsError) -> Self {
        let kind = match &error {
            RecordsError::Busy { .. } => FailureKind::Busy,
            RecordsError::NoPolicyVersion { .. }
            | RecordsError::NoUser(_)
            | RecordsError::NoToken(_)
            | RecordsError::NoInvitation
            | RecordsError::NoEntry { .. } => FailureKind::NotFound,
            RecordsError::SignedTwice { .. }
            | RecordsError::VersionChanged { .. }
            | RecordsError::DraftChanged { .. }
            | RecordsError::UserExists(_)
            | RecordsError::LastAdmin(_)
            | RecordsError::OwnRole(_)
            | RecordsError::Gap { .. }
            | RecordsError::OtherGrain { .. }
            | RecordsError::NotWritable { .. }
            | RecordsError::AlreadyClosed { .. } => FailureKind::Conflict,
            RecordsError::Policy(_)
            | RecordsError::Calendar(_)
            | RecordsError::BadText(_)
            | RecordsError::UnknownReason { .. }
            | RecordsError::InferredByPerson
            | RecordsError::NotAPeriod { .. }
            | RecordsError::UserName(_)
            | RecordsError::Target(_)
            | RecordsError::TooLong { .. } => FailureKind::Input,
            _ => FailureKind::Internal,
        };
        Self::new(kind, error.to_message())
    }
}

impl ToMessage for RecordsError {
    fn to_message(&self) -> Message {
        let error = self;
        match error {
            RecordsError::Policy(error) => error.into(),
            RecordsError::Calendar(error) => error.into(),
            RecordsError::Target(error) => error.into(),
            RecordsError::BadText(field) => message("failure-bad-text").naming("field", field_name(*field)),
            RecordsError::TooLong { field, most } => {
                message("failure-too-long").naming("field", field_name(*field)).with("most", most)
            }
            RecordsError::UserName(name) => error_message("error-user-name", error).with("name", name),
            RecordsError::UserExists(name) => error_message("error-user-exists", error).with("name", name),
            RecordsError::NoUser(name) => error_message("error-no-user", error).with("name", name),
            RecordsError::NoToken(id) => error_message("error-no-token", error).with("id", id),
            RecordsError::LastAdmin(name) => error_message("error-last-admin", error).with("name", name),
            RecordsError::OwnRole(role) => error_message("error-own-role", error).naming("role", role_name(*role)),
            RecordsError::NoInvitation => message("failure-no-invitation"),
            RecordsError::VersionChanged { noun, seen, latest } => error_message("error-version-changed", error)
                .naming("noun", noun_name(noun))
                .with("seen", seen)
                .with("latest", latest),
            RecordsError::NoEntry { noun, id } => {
                error_message("error-no-entry", error).naming("noun", noun_name(noun)).with("id", id)
            }
            RecordsError::NoPolicyVersion { asked, latest } => {
                error_message("error-no-policy-version", error).with("asked", asked).with("latest", latest)
            }
            RecordsError::SignedTwice { version, leader } => {
                error_message("error-signed-twice", error).with("version", version).with("leader", leader)
            }
            RecordsError::UnknownReason { asked, tree, nearest } => error_message("error-unknown-reason", error)
                .with("asked", asked)
                .with("tree", tree)
                .with("nearest", nearest),
            RecordsError::InferredByPerson => error_message("error-inferred-by-person", error),
            RecordsError::NotAPeriod { grain, start, end, policy_version, expected_start, expected_end } => {
                error_message("error-not-a-period", error)
                    .naming("grain", grain_name(*grain))
                    .day("start", *start)
                    .day("end", *end)
                    .with("version", policy_version)
                    .day("expected", *expected_start)
                    .day("until", *expected_end)
            }
            RecordsError::AlreadyClosed { through, closed_by } => {
                error_message("error-already-closed", error).day("through", *through).with("by", closed_by)
            }
            RecordsError::Gap { expected, start } => {
                error_message("error-gap", error).day("expected", *expected).day("start", *start)
            }
            RecordsError::OtherGrain { kept, asked } => error_message("error-other-grain", error)
                .naming("kept", grain_name(*kept))
                .naming("asked", grain_name(*asked)),
            RecordsError::NotWritable { place, .. } => error_message("error-read-only", error).with("path", place),
            RecordsError::Full { place, .. } => error_message("error-disk-full", error).with("path", place),
            RecordsError::Busy { .. } => error_message("error-busy", error),
            error => with_causes(error).into(),
        }
    }
}

/// The name of the text that says what a field is called.
fn field_name(field: Field) -> String {
    format!("field-{}", field.name())
}

/// The name of the text that says what a thing of the records is called.
fn noun_name(noun: &str) -> String {
    format!("noun-{}", noun.replace([' ', '_'], "-"))
}

#[cfg(test)]
mod tests {
    use bellwether_model::{BusinessCalendars, Journey, Policy, Populations, ReasonTree};
    use bellwether_records::{ChangeKind, Document, Mapping};
    use bellwether_words::{Language, Locale};

    use super::*;

    #[test]
    fn every_language_has_a_word_for_each_field_noun_and_kind_of_change() {
        let registers = ChangeKind::ALL.iter().filter(|kind| kind.topic().is_register());
        let things = registers.filter_map(|kind| kind.name().split('.').next());
        let nouns =
            [Policy::NOUN, ReasonTree::NOUN, Mapping::NOUN, Journey::NOUN, BusinessCalendars::NOUN, Populations::NOUN]
                .into_iter()
                .chain(things)
                .map(noun_name);
        let fields = Field::ALL.iter().copied().map(field_name);
        let changes = ChangeKind::ALL.iter().map(|kind| format!("done-{}", kind.name().replace(['.', '_'], "-")));
        let names: Vec<String> = nouns.chain(fields).chain(changes).collect();
        for locale in [Locale::English, Locale::German] {
            let language = Language::new(locale);
            let missing: Vec<&String> = names.iter().filter(|name| !language.alone().has(name)).collect();
            assert!(missing.is_empty(), "{locale:?}: {missing:?}");
        }
    }
}
