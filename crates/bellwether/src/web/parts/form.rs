//! The parts of a form.

use maud::{Markup, html};

use bellwether_app::people::SHORTEST_PASSWORD;
use bellwether_words::{Message, Words};

/// A field for a new password.
pub(in crate::web) fn new_password(words: Words<'_>) -> Markup {
    let least = SHORTEST_PASSWORD.to_string();
    html! {
        (field(words, "new-password", "password", &html! { input.in #password name="password" type="password" autocomplete="new-password" minlength=(least) aria-describedby="password-about" required; }))
        p.muted #password-about { (words.with("password-about", &[("least", &least)])) }
    }
}

/// The same where none need be chosen.
pub(in crate::web) fn optional_password(words: Words<'_>) -> Markup {
    let least = SHORTEST_PASSWORD.to_string();
    html! {
        (field(words, "first-password", "password", &html! { input.in #password name="password" type="password" autocomplete="new-password" minlength=(least) aria-describedby="password-about"; }))
        p.muted #password-about { (words.with("password-about", &[("least", &least)])) }
    }
}

/// A field with its label.
pub(in crate::web) fn field(words: Words<'_>, label: &str, id: &str, input: &Markup) -> Markup {
    html! { p.field { label for=(id) { (words.say(label)) } (input) } }
}

/// What was wrong with what was sent, and what to do about it.
pub(in crate::web) fn alert(words: Words<'_>, wrong: Option<&Message>) -> Markup {
    html! { @if let Some(wrong) = wrong { p.alert role="alert" lang=[wrong.lang(words)] { (wrong.sentences(words)) } } }
}
