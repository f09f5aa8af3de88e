//! The steps in which a file is imported, and where each file's are.

use maud::{Markup, html};

use crate::web::parts::frame::{NavigationItem, frame, head};
use crate::web::site::visit::Visit;
use bellwether_app::upload::Upload;
use bellwether_words::Words;

/// Where the steps of a file are.
pub(super) fn address(upload: &Upload) -> String {
    format!("/data/import/{}", upload.id)
}

/// A page of the wizard; the steps are told at its head.
pub(super) fn step(words: Words<'_>, visit: &Visit, number: usize, body: &Markup) -> Markup {
    let steps = ["import-step-choose", "import-step-columns", "import-step-try", "import-step-done"];
    let title = words.with("import-title", &[("step", &words.say(steps[number - 1]))]);
    let body = html! {
        (head(&title, &html! {}))
        ol.steps aria-label=(words.say("import-steps")) {
            @for (index, name) in steps.iter().enumerate() { li aria-current=[(index + 1 == number).then_some("step")] { (words.say(name)) } }
        }
        (body)
    };
    frame(words, visit, NavigationItem::Data, &title, &body)
}
