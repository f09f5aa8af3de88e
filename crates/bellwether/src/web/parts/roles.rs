//! Roles on pages: how those of a person are told, chosen, and read from a form.

use bellwether_model::{Role, Roles};
use maud::{Markup, html};

use bellwether_app::failure::Failure;
use bellwether_words::{Words, message, role_name};

/// What somebody is, in words.
pub(in crate::web) fn role_names(words: Words<'_>, roles: &Roles) -> String {
    roles.iter().map(|role| words.say(&role_name(role))).collect::<Vec<_>>().join(", ")
}

/// A box for each role with what it may do; `id` tells the boxes of several forms apart, and those that are `fixed` cannot be left out.
pub(in crate::web) fn role_boxes(words: Words<'_>, id: &str, chosen: &[Role], fixed: &[Role]) -> Markup {
    html! { @for role in Role::ALL {
        @let id = format!("{id}-{role}");
        @let is_fixed = fixed.contains(&role);
        p.choice {
            input type="checkbox" id=(id) name="role" value=(role) checked[is_fixed || chosen.contains(&role)] disabled[is_fixed] aria-describedby=(format!("{id}-may"));
            span {
                label for=(id) { (words.say(&role_name(role))) }
                small id=(format!("{id}-may")) { (words.say(&format!("role-{role}-may"))) }
            }
        }
    } }
}

/// The fields of a form with boxes for roles: each box that is ticked comes as a field of its own.
#[derive(Default)]
pub(in crate::web) struct RoleForm {
    fields: Vec<(String, String)>,
}

impl RoleForm {
    pub(in crate::web) fn read(form: &[u8]) -> Self {
        Self { fields: url::form_urlencoded::parse(form).into_owned().collect() }
    }

    /// What was written into a field; nothing where it was not sent.
    pub(in crate::web) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The roles that are ticked, besides those that are given anyway.
    pub(in crate::web) fn roles(&self, given: &[Role]) -> Result<Roles, Failure> {
        let ticked = self.fields.iter().filter(|(name, _)| name == "role").map(|(_, role)| role.parse());
        let ticked = ticked.collect::<Result<Vec<Role>, _>>().map_err(Failure::usage)?;
        let roles = Roles::of(ticked.into_iter().chain(given.iter().copied()));
        roles.map_err(|_| Failure::input(message("failure-no-roles")))
    }

    /// The roles to be ticked when the form is shown again.
    pub(in crate::web) fn ticked(&self) -> Vec<Role> {
        self.fields.iter().filter(|(name, _)| name == "role").filter_map(|(_, role)| role.parse().ok()).collect()
    }
}
