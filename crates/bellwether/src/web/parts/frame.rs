//! The frame around every page, and the parts pages are made of.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::web::parts::assets::address;
use crate::web::parts::roles::role_names;
use crate::web::site::visit::{Visit, Visitor};
use bellwether_app::Basis;
use bellwether_charts::Drawing;
use bellwether_model::Act;
use bellwether_words::Words;

/// Where a page stands in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) enum NavigationItem {
    Overview,
    Ledger,
    Why,
    Customers,
    Cohorts,
    Base,
    Mine,
    Part,
    Journey,
    Handoffs,
    Moments,
    Measures,
    Populations,
    Planning,
    Definitions,
    Data,
    Health,
    Audit,
    People,
    Settings,
    Account,
    /// The page of the made-up company, which says itself what is done with it.
    Sample,
    Nowhere,
}

/// The item, its address, name of its text, the path of its sign, and what a visitor must be allowed to do there.
const NAVIGATION: [(NavigationItem, &str, &str, &str, Act); 20] = [
    (
        NavigationItem::Overview,
        "/",
        "nav-overview",
        "M3 10l9-7 9 7v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1zM9 21v-8h6v8",
        Act::ReadFigures,
    ),
    (NavigationItem::Ledger, "/ledger", "nav-ledger", "M3 3v18h18M8 17V9m5 8V5m5 12v-6", Act::ReadFigures),
    (
        NavigationItem::Why,
        "/why",
        "nav-why",
        "M9.1 9a3 3 0 0 1 5.8 1c0 2-3 3-3 3m.1 4h.01M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20z",
        Act::SeeCustomers,
    ),
    (
        NavigationItem::Customers,
        "/customers",
        "nav-customers",
        "M17 21v-2a4 4 0 0 0-4-4H5a4 4 0 0 0-4 4v2M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M23 21v-2a4 4 0 0 0-3-3.9M16 3.1a4 4 0 0 1 0 7.8",
        Act::SeeCustomers,
    ),
    (
        NavigationItem::Cohorts,
        "/cohorts",
        "nav-cohorts",
        "M3 3h7v7H3zM14 3h7v7h-7zM3 14h7v7H3zM14 14h7v7h-7z",
        Act::SeeCustomers,
    ),
    (NavigationItem::Base, "/base", "nav-base", "M4 20h16M6 20v-4h4v4M10 20V10h4v10M14 20V4h4v16", Act::SeeCustomers),
    (
        NavigationItem::Mine,
        "/mine",
        "nav-mine",
        "M12 21s-7-4.6-9.3-9A5.4 5.4 0 0 1 12 6.6 5.4 5.4 0 0 1 21.300 12C19 16.400 12 21 12 21z",
        Act::SeeCustomers,
    ),
    (
        NavigationItem::Part,
        "/part",
        "nav-part",
        "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 21v-2a7 7 0 0 1 14 0v2M9.500 16.500l2 2 3.500-4",
        Act::ReadFigures,
    ),
    (
        NavigationItem::Journey,
        "/journey",
        "nav-journey",
        "M6 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM18 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 17h7a3 3 0 0 0 0-6H9a3 3 0 0 1 0-6h7",
        Act::SeeCustomers,
    ),
    (
        NavigationItem::Handoffs,
        "/handoffs",
        "nav-handoffs",
        "M17 3l4 4-4 4M21 7H8M7 21l-4-4 4-4M3 17h13",
        Act::SeeCustomers,
    ),
    (
        NavigationItem::Moments,
        "/moments",
        "nav-moments",
        "M12 22V12M12 12C12 7 8 4 3 4c0 5 4 8 9 8zM12 15c0-4 3-7 9-7 0 5-4 7-9 7",
        Act::SeeCustomers,
    ),
    (NavigationItem::Measures, "/measures", "nav-measures", "M3 12h4l3 6 4-12 3 6h4", Act::SeeCustomers),
    (
        NavigationItem::Populations,
        "/populations",
        "nav-populations",
        "M12 3a9 9 0 1 0 9 9h-9zM15 3.500A9 9 0 0 1 20.500 9H15z",
        Act::SeeCustomers,
    ),
    (
        NavigationItem::Planning,
        "/planning",
        "nav-planning",
        "M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20zM12 18a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
        Act::ReadFigures,
    ),
    (
        NavigationItem::Definitions,
        "/definitions",
        "nav-definitions",
        "M4 19.5A2.5 2.5 0 0 1 6.5 17H20V2H6.5A2.5 2.5 0 0 0 4 4.5v15A2.5 2.5 0 0 0 6.5 22H20v-5",
        Act::ReadFigures,
    ),
    (
        NavigationItem::Data,
        "/data",
        "nav-data",
        "M12 8c4.4 0 8-1.3 8-3s-3.6-3-8-3-8 1.3-8 3 3.6 3 8 3zM4 5v14c0 1.7 3.6 3 8 3s8-1.3 8-3V5M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3",
        Act::ReadFigures,
    ),
    (NavigationItem::Health, "/health", "nav-health", "M22 12h-4l-3 9L9 3l-3 9H2", Act::ReadAudit),
    (
        NavigationItem::Audit,
        "/audit",
        "nav-audit",
        "M9 11l3 3 8-8M20 12v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2h9",
        Act::ReadAudit,
    ),
    (
        NavigationItem::People,
        "/people",
        "nav-people",
        "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21v-1a6 6 0 0 1 6-6h4a6 6 0 0 1 6 6v1",
        Act::Administer,
    ),
    (
        NavigationItem::Settings,
        "/settings",
        "nav-settings",
        "M4 21v-7M4 10V3M12 21v-9M12 8V3M20 21v-5M20 12V3M1 14h6M9 8h6M17 16h6",
        Act::ReadFigures,
    ),
];

/// Where a path stands in the navigation, and the name of its text there.
pub(in crate::web) fn place(path: &str) -> Option<(NavigationItem, &'static str)> {
    let path = path.split('?').next().unwrap_or_default();
    let leads_to = |href: &str| path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'));
    let found = NAVIGATION.iter().find(|(_, href, ..)| *href != "/" && leads_to(href) || path == *href);
    let kin = || match path.split('/').nth(1) {
        Some("customer") => NAVIGATION.iter().find(|(item, ..)| *item == NavigationItem::Customers),
        Some("touchpoint") => NAVIGATION.iter().find(|(item, ..)| *item == NavigationItem::Journey),
        Some("usage") => NAVIGATION.iter().find(|(item, ..)| *item == NavigationItem::Ledger),
        _ => None,
    };
    found.or_else(kin).map(|(item, _, name, ..)| (*item, *name))
}

/// A whole page.
pub(in crate::web) fn frame(
    words: Words<'_>,
    visit: &Visit,
    here: NavigationItem,
    title: &str,
    body: &Markup,
) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.locale().code()) data-theme=[visit.theme] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Bellwether" }
                link rel="preload" href="/assets/inter.woff2" as="font" type="font/woff2" crossorigin;
                link rel="icon" type="image/svg+xml" href=(address("icon.svg"));
                link rel="stylesheet" href=(address("app.css"));
                script src=(address("app.js")) defer {}
            }
            body {
                a.skip href="#main" { (words.say("skip")) }
                div.app {
                    nav.side aria-label=(words.say("nav")) {
                        div.brand { (mark()) "Bellwether" @let name = &visit.house.organisation.name; @if !name.is_empty() { small { (name) } } }
                        ul {
                            @for (place, href, name, sign, act) in NAVIGATION { @if visit.visitor.may(act) {
                                li { a href=(href) aria-current=[(place == here).then_some("page")] { (icon(sign)) (words.say(name)) } }
                            } }
                        }
                        div.foot {
                            (whose(words, visit, here))
                            form method="post" action="/language" {
                                @let other = words.locale().other().code();
                                input type="hidden" name="next" value=(visit.path);
                                button.btn type="submit" name="language" value=(other) lang=(other) { (words.say("language")) }
                            }
                            button.btn type="button" data-action="theme" hidden { (words.say("theme")) }
                        }
                    }
                    main #main tabindex="-1" {
                        @if visit.house.shows_sample { (of_sample(words, visit, here)) }
                        (body)
                    }
                }
            }
        }
    }
}

/// That the figures are made up, and the way to have one's own.
fn of_sample(words: Words<'_>, visit: &Visit, here: NavigationItem) -> Markup {
    html! {
        p.made-up {
            (words.say("sample-told"))
            @if visit.visitor.may(Act::Import) && here != NavigationItem::Sample { " " a href="/sample" { (words.say("sample-remove-it")) } }
        }
    }
}

/// Who looks, and the way out.
fn whose(words: Words<'_>, visit: &Visit, here: NavigationItem) -> Markup {
    html! {
        @match &visit.visitor {
            Visitor::Nobody | Visitor::Program(_) => {}
            Visitor::Demo => p.muted { (words.say("sample-notice")) },
            Visitor::Person(person) => {
                a href="/account" aria-current=[(here == NavigationItem::Account).then_some("page")] { (person.full_name) }
                p.muted { (role_names(words, &person.roles)) }
                form method="post" action="/sign-out" { button.btn type="submit" { (words.say("sign-out")) } }
            }
        }
    }
}

fn mark() -> Markup {
    html! {
        svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" {
            rect x="1" y="10" width="4" height="9" rx="1" fill="var(--viz-3)" {}
            rect x="8" y="6" width="4" height="13" rx="1" fill="var(--viz-1)" {}
            rect x="15" y="1" width="4" height="18" rx="1" fill="var(--text)" {}
        }
    }
}

fn icon(path: &str) -> Markup {
    html! {
        svg width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"
            stroke-linejoin="round" aria-hidden="true" { path d=(path) {} }
    }
}

/// The head of a page: what happened, in one sentence, and the choices at its side.
pub(in crate::web) fn head(title: &str, choices: &Markup) -> Markup {
    html! { div.head { h1 { (title) } (choices) } }
}

/// What the figures of a page rest on.
pub(in crate::web) fn basis_line(words: Words<'_>, basis: &Basis) -> Markup {
    html! {
        p.basis {
            (basis.sentence(words)) " "
            a href="/definitions" { (words.say("what-counts")) }
        }
    }
}

/// A row of choices, one of which is in force.
pub(in crate::web) fn choices(label: &str, choices: impl IntoIterator<Item = (String, String, bool)>) -> Markup {
    html! {
        div.seg role="group" aria-label=(label) {
            @for (name, href, is_in_force) in choices {
                a href=(href) aria-current=[is_in_force.then_some("true")] { (name) }
            }
        }
    }
}

/// A panel with a heading.
pub(in crate::web) fn panel(title: &str, about: &str, body: &Markup) -> Markup {
    html! {
        section.panel {
            header { h2 { (title) } @if !about.is_empty() { p.muted { (about) } } }
            (body)
        }
    }
}

/// A chart in a panel, with its narrow twin, and the same as a table.
pub(in crate::web) struct Chart<'c> {
    pub(in crate::web) title: &'c str,
    pub(in crate::web) about: &'c str,
    pub(in crate::web) wide: Drawing,
    pub(in crate::web) narrow: Drawing,
    /// What tells colours apart: a word for each, in the order of the drawing.
    pub(in crate::web) key: Vec<(&'static str, String)>,
    pub(in crate::web) table: Markup,
    pub(in crate::web) csv: Option<String>,
    /// Where the same is as a picture for letters.
    pub(in crate::web) png: Option<String>,
}

impl Chart<'_> {
    /// The panel; `shown` writes the value at which a broken axis begins.
    pub(in crate::web) fn panel(self, words: Words<'_>, shown: impl Fn(f64) -> String) -> Markup {
        let begins = self.wide.begins_at.map(|at| words.with("axis-begins", &[("value", &shown(at))]));
        html! {
            figure.panel.fig {
                header {
                    h2 { (self.title) }
                    p.muted { (self.about) @if let Some(begins) = begins { " " (begins) } }
                }
                @if !self.key.is_empty() {
                    ul.key { @for (class, name) in &self.key { li.(class) { (name) } } }
                }
                div.wide { (PreEscaped(self.wide.svg)) }
                div.narrow { (PreEscaped(self.narrow.svg)) }
                details.data {
                    summary { (words.say("as-table")) }
                    div.scroll tabindex="0" role="group" aria-label=(self.title) { (self.table) }
                    @if self.csv.is_some() || self.png.is_some() { p.links {
                        @if let Some(csv) = self.csv { a href=(csv) download { (words.say("as-csv")) } }
                        @if let Some(png) = self.png { a href=(png) download { (words.say("as-picture")) } }
                    } }
                }
            }
        }
    }
}
