//! Words that the document takes from where they are defined.

use bellwether_model::{MovementKind, Preset};
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

/// A version of the policy or a preset.
fn policy() -> ObjectBuilder {
    let presets = Preset::ALL.map(Preset::name).join("|");
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(format!("^([1-9][0-9]{{0,8}}|{presets})$")))
}

fn instant() -> ObjectBuilder {
    let moment = SchemaFormat::KnownFormat(KnownFormat::DateTime);
    ObjectBuilder::new().schema_type(Type::String).format(Some(moment))
}
