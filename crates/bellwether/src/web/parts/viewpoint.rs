//! From where a page looks: which policy, which day, which knowledge. It stands in the address, so that it can be kept and sent on.

use std::fmt::Write as _;
use std::sync::Arc;

use bellwether_model::{Act, Grain, Preset};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::Deserialize;

use crate::telling::encoded;
use crate::telling::sight::Sight;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::failure::Failure;
use bellwether_app::policy::PolicyHistoryQuestion;
use bellwether_app::populations::PopulationNamesQuestion;
use bellwether_app::{Basis, Viewpoint};
use bellwether_words::{Words, message};

/// The part of an address that says from where is looked; what is empty is left as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ViewpointParameters {
    policy: String,
    as_of: String,
    known_at: String,
    population: String,
}

impl ViewpointParameters {
    pub(in crate::web) fn viewpoint(&self) -> Result<Viewpoint, Failure> {
        let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let as_of = given(&self.as_of).map(|day| day.parse()).transpose();
        let known_at = given(&self.known_at).map(|moment| moment_of(&moment)).transpose()?;
        let (policy, population) = (given(&self.policy), given(&self.population));
        Ok(Viewpoint { policy, as_of: as_of.map_err(Failure::usage)?, known_at, population })
    }

    /// Whether it is looked from elsewhere than from now, by the policy in force.
    pub(in crate::web) fn is_elsewhere(&self) -> bool {
        !self.query().is_empty()
    }

    /// What an address adds to look from here.
    pub(in crate::web) fn query(&self) -> String {
        let mut query = String::new();
        for (name, value) in self.parts() {
            let _ = write!(query, "&{name}={}", encoded(value));
        }
        query
    }

    fn parts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let parts = [
            ("policy", &self.policy),
            ("as_of", &self.as_of),
            ("known_at", &self.known_at),
            ("population", &self.population),
        ];
        parts.into_iter().map(|(name, value)| (name, value.trim())).filter(|(_, value)| !value.is_empty())
    }

    /// The same for a form.
    pub(in crate::web) fn hidden(&self) -> Markup {
        html! { @for (name, value) in self.parts() { input type="hidden" name=(name) value=(value); } }
    }
}

/// A moment as browsers and people write it; without a zone it is of UTC.
fn moment_of(text: &str) -> Result<Timestamp, Failure> {
    let local = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    text.parse().ok().or_else(local).ok_or_else(|| Failure::usage(message("failure-no-moment").with("text", text)))
}

/// A part of an address, where there is something to say.
pub(in crate::web) fn with(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("&{name}={}", encoded(value)) }
}

/// A moment as forms have it, to the millisecond, none earlier.
pub(in crate::web) fn moment_in_forms(at: Timestamp) -> String {
    let up =
        Timestamp::from_millisecond(at.as_millisecond() + i64::from(at.as_microsecond() % 1000 != 0)).unwrap_or(at);
    up.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S%.3f").to_string()
}

/// How a visitor looks by way of a page.
pub(in crate::web) fn sight<'v>(visit: &Visit, grain: Grain, view: &'v str) -> Sight<'v> {
    Sight { grain, view, names: visit.visitor.may(Act::SeeCustomers) }
}

/// What figures rest on, and the way to look at them from elsewhere; `here` is the rest of the page's address.
pub(in crate::web) async fn bar(
    site: &Arc<Site>,
    visit: &Visit,
    words: Words<'_>,
    basis: &Basis,
    seen: &ViewpointParameters,
    (page, here): (&str, &[(&str, &str)]),
) -> Result<Markup, Failure> {
    let policies = site.ask(visit, PolicyHistoryQuestion).await?;
    let sees_customers = visit.visitor.clearance().sees_customers;
    let populations = if sees_customers { site.ask(visit, PopulationNamesQuestion).await? } else { Arc::default() };
    let here: Vec<_> = here.iter().filter(|(_, value)| !value.is_empty()).collect();
    let back = here.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&");
    Ok(html! {
        p.basis {
            (basis.sentence(words)) " "
            a href="/definitions" { (words.say("what-counts")) }
        }
        @if seen.is_elsewhere() {
            p.alert role="note" { (words.say("seen-elsewhere")) " " a href=(format!("{page}?{back}")) { (words.say("seen-now")) } }
        }
        // Who may see no customers looks from now only.
        @if sees_customers { details.look {
            summary { (words.say("look-elsewhere")) }
            form.filters action=(page) {
                @for (name, value) in &here { input type="hidden" name=(name) value=(value); }
                p.field { label for="as_of" { (words.say("look-as-of")) } input.in #as_of name="as_of" type="date" value=(seen.as_of); }
                p.field { label for="known_at" { (words.say("look-known-at")) } input.in #known_at name="known_at" type="datetime-local" step="0.001" value=(seen.known_at); }
                p.field { label for="policy" { (words.say("look-policy")) }
                    select.in #policy name="policy" {
                        option value="" { (words.say("look-policy-in-force")) }
                        @for version in policies.versions.iter().rev() {
                            @let number = version.version.to_string();
                            option value=(number) selected[seen.policy == number] { (words.with("policy", &[("version", &number)])) }
                        }
                        @for preset in Preset::ALL { option value=(preset) selected[seen.policy == preset.name()] { (preset.name().replace('_', " ")) } }
                    }
                }
                @if !populations.is_empty() { p.field { label for="population" { (words.say("look-population")) }
                    select.in #population name="population" {
                        option value="" { (words.say("look-population-all")) }
                        @for population in populations.iter() {
                            option value=(population.id) selected[seen.population == population.id] { (population.name) }
                        }
                    }
                } }
                p { button.btn type="submit" { (words.say("look")) } }
            }
        } }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_from_where_is_looked_and_is_read_back_as_it_was() {
        let seen = ViewpointParameters {
            policy: "2".into(),
            as_of: "2026-08-31".into(),
            known_at: "2026-09-05T12:00".into(),
            population: "few".into(),
        };
        assert_eq!(seen.query(), "&policy=2&as_of=2026-08-31&known_at=2026-09-05T12%3A00&population=few");
        let viewpoint = seen.viewpoint().expect("a viewpoint");
        assert_eq!(viewpoint.as_of.map(|day| day.to_string()).as_deref(), Some("2026-08-31"));
        assert_eq!(viewpoint.known_at, "2026-09-05T12:00:00Z".parse().ok());
        assert!(!ViewpointParameters::default().is_elsewhere());
        for bad in ["yesterday", "2026-13-01"] {
            assert!(ViewpointParameters { as_of: bad.into(), ..ViewpointParameters::default() }.viewpoint().is_err());
            assert!(
                ViewpointParameters { known_at: bad.into(), ..ViewpointParameters::default() }.viewpoint().is_err()
            );
        }
    }
}
