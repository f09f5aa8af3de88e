//! From where a program looks: each question about figures takes the same three parameters.

use bellwether_model::Grain;

/// Adds to the parameters of a question from where it is asked, and `viewpoint()`, which takes them together.
macro_rules! viewed {
    ($(#[$about:meta])* $vis:vis struct $name:ident { $($(#[$told:meta])* $field:ident: $of:ty),* $(,)? }) => {
        $(#[$about])*
        #[derive(serde::Deserialize, utoipa::IntoParams)]
        #[into_params(parameter_in = Query)]
        #[serde(deny_unknown_fields)]
        $vis struct $name {
            $($(#[$told])* $field: $of,)*
            /// A version of the policy, or a preset; the one in force if left out.
            #[param(inline, value_type = Option<$crate::web::api::schema::PolicyWord>)]
            policy: Option<String>,
            /// The last day to be counted; the day up to which facts are known if left out.
            #[serde(default, deserialize_with = "bellwether_app::values::optional_word")]
            #[param(inline, value_type = Option<bellwether_model::Day>)]
            as_of: Option<bellwether_model::Day>,
            /// The moment whose knowledge is used; now if left out.
            #[serde(default, deserialize_with = "bellwether_app::values::optional_word")]
            #[param(inline, value_type = Option<$crate::web::api::schema::Instant>)]
            known_at: Option<jiff::Timestamp>,
            /// The id of a population whose customers alone are counted; all customers if left out.
            #[param(pattern = "^[a-z0-9_]{1,60}$")]
            population: Option<String>,
        }

        impl $name {
            fn viewpoint(&self) -> bellwether_app::Viewpoint {
                bellwether_app::Viewpoint {
                    policy: self.policy.clone(),
                    as_of: self.as_of,
                    known_at: self.known_at,
                    population: self.population.clone(),
                }
            }
        }
    };
}
pub(super) use viewed;

/// The length of a period where none is named.
pub(super) fn month() -> Grain {
    Grain::Month
}
