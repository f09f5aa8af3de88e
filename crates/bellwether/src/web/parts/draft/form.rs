//! The form of a draft: things to unfold, with buttons that move them, and their fields.

use bellwether_words::Words;
use maud::{Markup, html};

use super::{Draft, Kind, Parts};

/// Something to choose: what is sent, and what people read.
pub(in crate::web) type Offer = (String, String);

/// The form in which a draft is written.
pub(in crate::web) struct DraftForm<'f> {
    pub(in crate::web) words: Words<'f>,
    pub(in crate::web) draft: &'f Draft,
    /// Where the buttons lead.
    pub(in crate::web) address: &'static str,
    /// How the names of the texts over fields begin.
    pub(in crate::web) labels: &'static str,
    /// What there is to choose for the field at a place.
    pub(in crate::web) offers: &'f dyn Fn(&str) -> Vec<Offer>,
}

/// What a form takes along unseen.
pub(in crate::web) fn carried(words: Words<'_>, draft: &Draft) -> Markup {
    html! {
        input type="hidden" name="draft" value=(draft.document.to_string());
        input type="hidden" name="after" value=(draft.after);
        // It is read as it was written, whatever language is chosen meanwhile.
        input type="hidden" name="language" value=(words.locale().code());
    }
}

/// The name of the text over a field.
pub(in crate::web) fn label(labels: &str, field: &str) -> String {
    format!("{labels}-{}", field.replace(['.', '_'], "-"))
}

impl DraftForm<'_> {
    /// A button that does something to the draft and draws it again.
    pub(in crate::web) fn act(&self, asked: &str, text: &str, name: &str) -> Markup {
        html! {
            button.btn formaction=(self.address) formnovalidate name="act" value=(asked) {
                (self.words.say(text)) @if !name.is_empty() { span.aside { " “" (name) "”" } }
            }
        }
    }

    /// One thing: the buttons that move it, and its fields to unfold.
    pub(in crate::web) fn thing(&self, place: &str, aside: &str, fields: &Parts, below: &Markup) -> Markup {
        let name = self.draft.shown(&format!("{place}.name"));
        let called = if name.is_empty() { self.words.say("draft-nameless") } else { name };
        let is_here = self.draft.place == place;
        let is_open = is_here || self.draft.place.starts_with(&format!("{place}."));
        html! {
            li data-place=(place) {
                div.deeds {
                    span.grip hidden title=(self.words.say("draft-drag")) aria-hidden="true" { "⠿" }
                    @for deed in ["up", "down", "remove"] { (self.act(&format!("{place}.{deed}"), &format!("draft-{deed}"), &called)) }
                }
                details open[is_open] {
                    summary autofocus[is_here] { b { (called) } @if !aside.is_empty() { " " small { (aside) } } }
                    (self.fields(place, fields))
                    (below)
                }
            }
        }
    }

    /// The fields of the thing at a place.
    pub(in crate::web) fn fields(&self, place: &str, fields: &Parts) -> Markup {
        html! { div.fields-grid { @for &(field, kind) in fields { (self.field(&format!("{place}.{field}"), field, kind)) } } }
    }

    fn field(&self, place: &str, field: &str, kind: Kind) -> Markup {
        let words = self.words;
        let (id, value) = (place.replace('.', "-"), self.draft.shown_as(place, kind, words));
        let name = label(self.labels, field);
        let (currency, example) = (words.currency(), words.amount(100_000));
        let said = |name: &str| words.with(name, &[("currency", &currency), ("example", &example)]);
        let about = Some(format!("{name}-about")).filter(|name| words.has(name)).map(|name| said(&name));
        let label = said(&name);
        if kind == Kind::Ticks {
            return self.ticks(place, &label, (about.as_deref(), &format!("{name}-none")));
        }
        let about_id = about.as_ref().map(|_| format!("{id}-about"));
        let (described, list) = (about_id.as_deref(), format!("{id}-list"));
        html! {
            p.field {
                @if kind == Kind::Tick {
                    label for=(id) { input id=(id) name=(place) type="checkbox" value="true" checked[!value.is_empty()]; " " (label) }
                } @else {
                    label for=(id) { (label) }
                    @match kind {
                        Kind::Prose => textarea.in id=(id) name=(place) rows="2" { (value) },
                        Kind::Lines => textarea.in id=(id) name=(place) rows="2" aria-describedby=[described] { (value) },
                        Kind::Number => input.in id=(id) name=(place) inputmode="numeric" aria-describedby=[described] value=(value);,
                        Kind::Amount => input.in id=(id) name=(place) inputmode="decimal" aria-describedby=[described] value=(value);,
                        Kind::Day => input.in id=(id) name=(place) type="date" aria-describedby=[described] value=(value);,
                        Kind::Offered => {
                            input.in id=(id) name=(place) list=(list) aria-describedby=[described] value=(value);
                            datalist id=(list) { @for (offer, text) in (self.offers)(place) { option value=(offer) label=(text) {} } }
                        },
                        Kind::Choice => (self.choice(place, &id, &value, described)),
                        _ => input.in id=(id) name=(place) aria-describedby=[described] value=(value);,
                    }
                    @if let (Some(about), Some(id)) = (&about, &about_id) { small.muted id=(id) { (about) } }
                }
            }
        }
    }

    fn choice(&self, place: &str, id: &str, value: &str, described: Option<&str>) -> Markup {
        let offers = (self.offers)(place);
        html! {
            select.in id=(id) name=(place) aria-describedby=[described] {
                @for (offer, text) in &offers { option value=(offer) selected[*offer == value] { (text) } }
                // What there is no more stays chosen, so that it is told when the draft is tried.
                @if !value.is_empty() && !offers.iter().any(|(offer, _)| offer == value) { option value=(value) selected { (value) } }
            }
        }
    }

    /// What may be ticked; where that is nothing, the text says so that hangs on the label by `-none`.
    fn ticks(&self, place: &str, label: &str, (about, none): (Option<&str>, &str)) -> Markup {
        let chosen = self.draft.list(place);
        let mut offers = (self.offers)(place);
        // One that was taken away stays ticked, so that it is told when the draft is tried.
        for value in chosen.iter().filter_map(|value| value.as_str()) {
            if !offers.iter().any(|(offer, _)| offer == value) {
                offers.push((value.to_owned(), value.to_owned()));
            }
        }
        let is_empty = offers.is_empty() && self.words.has(none);
        html! {
            fieldset.field {
                legend { (label) }
                @if is_empty { p.muted { (self.words.say(none)) } }
                @for (number, (value, text)) in offers.into_iter().enumerate() {
                    @let box_id = format!("{}-{number}", place.replace('.', "-"));
                    div.choice.line {
                        input id=(box_id) name=(format!("{place}.{value}")) type="checkbox" value="yes" checked[chosen.iter().any(|it| *it == value)];
                        label for=(box_id) { (text) }
                    }
                }
                @if let Some(about) = about { small.muted { (about) } }
            }
        }
    }
}
