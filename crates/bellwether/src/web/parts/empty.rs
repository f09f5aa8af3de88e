//! Where there is nothing to tell yet: what a page will tell, and the one step that leads there.

use bellwether_model::Act;
use maud::{Markup, html};

use crate::web::parts::frame::{NavigationItem, frame, head, place};
use crate::web::site::visit::Visit;
use bellwether_words::Words;

/// The page asked for, as it is before there are figures.
pub(in crate::web) fn page(words: Words<'_>, visit: &Visit) -> Markup {
    let (item, name) = place(&visit.path).unwrap_or((NavigationItem::Nowhere, "nav-overview"));
    let title = words.with("empty-title", &[("page", &words.say(name))]);
    let about = name.replace("nav-", "empty-");
    let about = if words.has(&about) { about } else { "empty-page".to_owned() };
    let body = html! {
        (head(&title, &html! {}))
        (state(words, visit, &about))
    };
    frame(words, visit, item, &title, &body)
}

/// What will be told here, and the step that this visitor can take.
pub(in crate::web) fn state(words: Words<'_>, visit: &Visit, about: &str) -> Markup {
    let may_import = visit.visitor.may(Act::Import);
    let (href, step) = if may_import { ("/data/import", "empty-import") } else { ("/start", "empty-start") };
    html! {
        section.panel.empty {
            p { (words.say(about)) }
            @if !may_import { p.muted { (words.say("empty-who")) } }
            p { a.btn.main href=(href) { (words.say(step)) } }
        }
    }
}
