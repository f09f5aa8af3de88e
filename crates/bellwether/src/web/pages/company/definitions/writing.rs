//! Writing the next version of the definitions: change them, see what that would change, and save them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_model::{Currency, Policy, ValueBasis, ValueBasisRule, ValueLevel};
use maud::{Markup, html};
use serde_json::{Map, Value, json};

use crate::web::pages::company::definitions::bridge::{SHOWN, by_definition};
use crate::web::pages::company::definitions::{CHOICES, DEFINITIONS, called, choice_name, drift_table};
use crate::web::parts::form::alert;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::bridge::{BridgeSummary, DraftQuestion};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::policy::PolicyHistoryQuestion;
use bellwether_app::policy::{NewPolicy, PolicyVersion};
use bellwether_words::{Message, Words, message};

/// The fields of the form, by name.
type Fields = BTreeMap<String, String>;

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    let latest = latest(&site, &visit).await.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(shown(&site, &visit, &latest, &as_given(&latest.policy), None))
}

/// Shows what a draft would change.
pub(in crate::web) async fn try_out(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<Response, Refusal> {
    let latest = latest(&site, &visit).await.map_err(|failure| site.refuse(&visit, &failure))?;
    let tried = async {
        let new = new_policy(&fields)?;
        if new.after != Some(latest.version) {
            return Err(overtaken(latest.version));
        }
        let draft = DraftQuestion { after: latest.version, draft: new.policy.clone(), most: SHOWN };
        let bridge = match site.ask(&visit, draft).await {
            Ok(bridge) => Some(bridge),
            // Before the first facts a draft changes no figure.
            Err(failure) if failure.is_nothing_yet() => None,
            Err(failure) => return Err(failure),
        };
        Ok((new, bridge))
    };
    match tried.await {
        Ok((new, bridge)) => Ok(trial(&site, &visit, &latest, &new, &fields, bridge.as_deref()).into_response()),
        Err(failure) => again(&site, &visit, &latest, &fields, &failure),
    }
}

pub(in crate::web) async fn save(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<Response, Refusal> {
    let saved = async { site.app().save_policy(&new_policy(&fields)?, &visit.visitor.signature()).await };
    match saved.await {
        Ok(_) => Ok(Redirect::to("/definitions").into_response()),
        Err(failure) => {
            let latest = latest(&site, &visit).await.map_err(|failure| site.refuse(&visit, &failure))?;
            again(&site, &visit, &latest, &fields, &failure)
        }
    }
}

/// Somebody else wrote a version since this draft was begun.
fn overtaken(latest: u32) -> Failure {
    Failure::new(FailureKind::Conflict, message("failure-overtaken").with("version", latest))
}

/// The form again, as it was filled in, with what is wrong.
fn again(
    site: &Site,
    visit: &Visit,
    latest: &PolicyVersion,
    fields: &Fields,
    failure: &Failure,
) -> Result<Response, Refusal> {
    let status = match failure.kind() {
        FailureKind::Input | FailureKind::Usage => StatusCode::BAD_REQUEST,
        FailureKind::Conflict => StatusCode::CONFLICT,
        _ => return Err(site.refuse(visit, failure)),
    };
    Ok((status, shown(site, visit, latest, fields, Some(failure.message()))).into_response())
}

/// The latest version: what is written next comes after it.
async fn latest(site: &Arc<Site>, visit: &Visit) -> Result<PolicyVersion, Failure> {
    let policies = site.ask(visit, PolicyHistoryQuestion).await?;
    policies.versions.last().cloned().ok_or_else(|| Failure::new(FailureKind::NotFound, message("failure-no-policy")))
}

fn words_of<'l>(site: &'l Site, visit: &Visit, policy: &'l Policy) -> Words<'l> {
    site.language(visit).with_noun((&policy.customer_noun, &policy.customer_noun_plural), policy.currency)
}

fn shown(site: &Site, visit: &Visit, latest: &PolicyVersion, fields: &Fields, wrong: Option<&Message>) -> Markup {
    let words = words_of(site, visit, &latest.policy);
    let title = words.with("definitions-write", &[("version", &(latest.version + 1).to_string())]);
    let body = html! {
        (head(&title, &html! {}))
        (panel(&words.say("definitions-draft"), &words.say("definitions-draft-about"), &html! {
            (alert(words, wrong))
            form method="post" action="/definitions/try" {
                input type="hidden" name="after" value=(fields.get("after").cloned().unwrap_or_else(|| latest.version.to_string()));
                div.scroll tabindex="0" role="group" aria-label=(words.say("definitions-draft")) { table.prose {
                    thead { tr { th scope="col" { (words.say("definition")) } th scope="col" { (words.say("says")) } } }
                    tbody {
                        @for name in DEFINITIONS { tr {
                            th scope="row" { label for=(name) { (called(words, name)) } br; small id=(format!("about-{name}")) { (words.say(&format!("means-{}", name.replace('_', "-")))) } }
                            td { (input(words, name, fields.get(name).map_or("", String::as_str))) }
                        } }
                        tr {
                            th scope="row" { label for="effective_from" { (words.say("definitions-from")) } br; small #about-effective_from { (words.say("definitions-from-about")) } }
                            td { input.in #effective_from name="effective_from" type="date" aria-describedby="about-effective_from" value=(fields.get("effective_from").map_or("", String::as_str)); }
                        }
                        tr {
                            th scope="row" { label for="note" { (words.say("definitions-note")) } }
                            td { input.in #note name="note" maxlength="1000" value=(fields.get("note").map_or("", String::as_str)); }
                        }
                    }
                } }
                p.links { button.btn type="submit" { (words.say("definitions-try")) } a.btn href="/definitions" { (words.say("definitions-leave")) } }
            }
        }))
    };
    frame(words, visit, NavigationItem::Definitions, &title, &body)
}

fn input(words: Words<'_>, name: &str, value: &str) -> Markup {
    let about = format!("about-{name}");
    if let Some((_, choices)) = CHOICES.iter().find(|(known, _)| *known == name) {
        return html! { select.in id=(name) name=(name) aria-describedby=(about) {
            @for choice in *choices { option value=(choice) selected[*choice == value] { (words.say(&choice_name(name, choice))) } }
        } };
    }
    html! {
        @match name {
            "fiscal_start_month" => select.in id=(name) name=(name) aria-describedby=(about) {
                @for month in 1..=12 { @let month = month.to_string(); option value=(month) selected[month == value] { (words.say(&format!("month-{month}"))) } }
            },
            "levels" | "basis_rules" => {
                textarea.in id=(name) name=(name) rows="4" aria-describedby=(about) { (value) }
                small { (words.say(&format!("write-{}", name.replace('_', "-")))) }
            }
            "customer_noun" | "customer_noun_plural" | "currency" | "time_zone" => input.in id=(name) name=(name) required maxlength="100" aria-describedby=(about) value=(value);,
            _ => input.in id=(name) name=(name) type="number" min="0" max="3650" required[name != "return_window_days"] aria-describedby=(about) value=(value);,
        }
    }
}

/// What a draft would change, and the way on.
fn trial(
    site: &Site,
    visit: &Visit,
    latest: &PolicyVersion,
    new: &NewPolicy,
    fields: &Fields,
    bridge: Option<&BridgeSummary>,
) -> Markup {
    let words = words_of(site, visit, &latest.policy);
    let version = (latest.version + 1).to_string();
    let drift = latest.policy.drift(&new.policy);
    let other_currency = (latest.policy.currency != new.policy.currency).then(|| new.policy.currency.code().to_owned());
    let title = words.counting("definitions-differ", drift.len() as i64, &[("version", &version)]);
    let fields = |action: &str, button: &str| {
        html! { form method="post" action=(action) {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            button.btn type="submit" { (button) }
        } }
    };
    let body = html! {
        (head(&title, &html! {}))
        div.pair {
            (panel(&words.say("definitions-drift"), "", &html! { @if drift.is_empty() { p { (words.say("definitions-same")) } } @else { (drift_table(words, &latest.policy, &new.policy)) } }))
            (panel(&words.say("definitions-effect"), &words.with("definitions-effect-about", &[("version", &latest.version.to_string())]), &html! {
                @match bridge {
                    Some(bridge) => {
                        p { (effect(words, bridge)) }
                        @if let Some(currency) = &other_currency { p { (words.with("definitions-other-currency", &[("currency", currency)])) } }
                        @if !bridge.largest.is_empty() { (by_definition(words, bridge)) }
                    }
                    None => p { (words.say("definitions-no-effect-yet")) },
                }
            }))
        }
        @if !drift.is_empty() { div.between { (fields("/definitions/save", &words.with("definitions-save", &[("version", &version)]))) } }
        div.between {
            (fields("/definitions/again", &words.say("definitions-again")))
            a.btn href="/definitions" { (words.say("definitions-leave")) }
        }
    };
    frame(words, visit, NavigationItem::Definitions, &title, &body)
}

/// What a draft adds to the customers and their value, in one sentence.
fn effect(words: Words<'_>, bridge: &BridgeSummary) -> String {
    let (customers, money) = (words.signed(bridge.difference.customers), words.signed_amount(bridge.difference.minor));
    let (money, day) = (format!("{} {money}", words.currency()), words.day(bridge.to.as_of));
    words.with("definitions-effect-sum", &[("customers", &customers), ("money", &money), ("day", &day)])
}

/// The form again, to go on with a draft.
pub(in crate::web) async fn go_on(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<Markup, Refusal> {
    let latest = latest(&site, &visit).await.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(shown(&site, &visit, &latest, &fields, None))
}

/// A policy as the form shows it.
fn as_given(policy: &Policy) -> Fields {
    let document = serde_json::to_value(policy).unwrap_or_default();
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let fields = document.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), text(value)));
    let mut fields: Fields = fields.collect();
    let mut levels = String::new();
    for level in &policy.levels {
        let _ = writeln!(levels, "{} {}", level.name, policy.currency.decimal(level.from_minor.into()));
    }
    let mut rules = String::new();
    for ValueBasisRule { attribute, value, basis } in &policy.basis_rules {
        let _ = writeln!(rules, "{attribute}={value}: {}", basis_name(*basis));
    }
    fields.insert("levels".to_owned(), levels);
    fields.insert("basis_rules".to_owned(), rules);
    fields
}

fn basis_name(basis: ValueBasis) -> &'static str {
    match basis {
        ValueBasis::Recurring => "recurring",
        ValueBasis::Spend => "spend",
        ValueBasis::Both => "both",
    }
}

/// The next version as the form gives it.
fn new_policy(fields: &Fields) -> Result<NewPolicy, Failure> {
    let field = |name: &str| fields.get(name).map_or("", |text| text.trim());
    let currency: Currency = field("currency").parse().map_err(Failure::input)?;
    let mut document = Map::new();
    for name in DEFINITIONS {
        let value = match name {
            "levels" => json!(levels(field(name), currency)?),
            "basis_rules" => json!(rules(field(name))?),
            "lapse_days" | "value_window_days" | "reason_window_days" | "recurring_months" | "fiscal_start_month" => {
                number(name, field(name))?
            }
            "return_window_days" if field(name).is_empty() => Value::Null,
            "return_window_days" => number(name, field(name))?,
            _ => json!(field(name)),
        };
        document.insert(name.to_owned(), value);
    }
    let policy: Policy = serde_json::from_value(Value::Object(document))
        .map_err(|error| Failure::input(message("failure-definitions-unread").with("why", error)))?;
    policy.check().map_err(Failure::input)?;
    let day = Some(field("effective_from")).filter(|day| !day.is_empty()).map(str::parse).transpose();
    let after = field("after").parse().map_err(|_| Failure::usage(message("failure-no-version-changed")))?;
    Ok(NewPolicy {
        policy,
        effective_from: day.map_err(Failure::input)?,
        note: field("note").to_owned(),
        after: Some(after),
    })
}

fn number(name: &str, text: &str) -> Result<Value, Failure> {
    let number: u16 = text.parse().map_err(|_| {
        Failure::input(
            message("failure-no-number").naming("definition", bellwether_words::called(name)).with("text", text),
        )
    })?;
    Ok(json!(number))
}

/// One level a line: its name, then from which value it begins.
fn levels(text: &str, currency: Currency) -> Result<Vec<ValueLevel>, Failure> {
    let level = |line: &str| {
        let unread = || Failure::input(message("failure-level-line").with("line", line));
        let (name, from) = line.rsplit_once(char::is_whitespace).ok_or_else(unread)?;
        Ok(ValueLevel { name: name.trim().to_owned(), from_minor: currency.minor(from).map_err(Failure::input)? })
    };
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(level).collect()
}

/// One rule a line: `attribute=value: basis`.
fn rules(text: &str) -> Result<Vec<ValueBasisRule>, Failure> {
    let rule = |line: &str| {
        let unread = || Failure::input(message("failure-rule-line").with("line", line));
        let (of, basis) = line.rsplit_once(':').ok_or_else(unread)?;
        let (attribute, value) = of.split_once('=').ok_or_else(unread)?;
        let basis = [ValueBasis::Recurring, ValueBasis::Spend, ValueBasis::Both]
            .into_iter()
            .find(|known| basis_name(*known) == basis.trim());
        Ok(ValueBasisRule {
            attribute: attribute.trim().to_owned(),
            value: value.trim().to_owned(),
            basis: basis.ok_or_else(unread)?,
        })
    };
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(rule).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        Policy {
            levels: vec![
                ValueLevel { name: "small".into(), from_minor: 0 },
                ValueLevel { name: "very large".into(), from_minor: 150_050 },
            ],
            basis_rules: vec![ValueBasisRule {
                attribute: "kind".into(),
                value: "a: b".into(),
                basis: ValueBasis::Spend,
            }],
            return_window_days: Some(90),
            ..Policy::default()
        }
    }

    #[test]
    fn what_the_form_shows_of_a_policy_is_read_back_as_that_policy() {
        for policy in [policy(), Policy::default()] {
            let mut fields = as_given(&policy);
            fields.insert("after".to_owned(), "3".to_owned());
            let new = new_policy(&fields).expect("read back");
            assert_eq!((new.policy, new.after, new.effective_from), (policy, Some(3), None));
        }
    }

    #[test]
    fn each_choice_that_is_offered_is_one_of_the_policys() {
        for (name, choices) in CHOICES {
            for choice in choices {
                let mut fields = as_given(&Policy::default());
                fields.insert("after".to_owned(), "1".to_owned());
                fields.insert(name.to_owned(), (*choice).to_owned());
                assert!(new_policy(&fields).is_ok(), "{name} {choice}");
            }
        }
    }

    #[test]
    fn what_cannot_be_a_definition_is_refused_by_its_name() {
        for (name, value, said) in [
            ("lapse_days", "soon", "Lapse days is 'soon'"),
            ("levels", "gold", "'gold' is no level"),
            ("levels", "gold 1,5", "no amount of EUR"),
            ("basis_rules", "kind=a: sometimes", "is no rule"),
            ("currency", "euro", "'euro' is not a currency"),
            ("time_zone", "Mars/Olympus", "is not a time zone"),
            ("effective_from", "tomorrow", "'tomorrow' is not a day"),
        ] {
            let mut fields = as_given(&policy());
            fields.insert("after".to_owned(), "1".to_owned());
            fields.insert(name.to_owned(), value.to_owned());
            let refused = new_policy(&fields).expect_err(name);
            assert!(refused.to_string().contains(said), "{name}: {refused}");
        }
    }
}
