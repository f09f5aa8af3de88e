//! A visit: who asks, and for what a page is drawn.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, MatchedPath};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use bellwether_model::Act;

use bellwether_app::organisation::House;
use bellwether_app::people::Person;
use bellwether_app::privacy::Clearance;
use bellwether_app::tokens::Program;
use bellwether_words::Locale;

/// Where all that is for programs lies.
pub(in crate::web) const API: &str = "/api/v1";

/// The least a visitor must be to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) enum Need {
    /// Anybody: assets, and the way in.
    Nothing,
    /// Somebody who is signed in, though it be with a password that somebody else chose: whoever chooses another one.
    AnyPassword,
    /// Somebody who is signed in.
    SignedIn,
    /// Somebody who may do this.
    To(Act),
    /// Somebody who may do all of this.
    ToAll(&'static [Act]),
}

impl Need {
    /// What must be allowed.
    pub(in crate::web) fn acts(&self) -> &[Act] {
        match self {
            Self::Nothing | Self::AnyPassword | Self::SignedIn => &[],
            Self::To(act) => std::slice::from_ref(act),
            Self::ToAll(acts) => acts,
        }
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) enum Visitor {
    /// Somebody who is not signed in.
    Nobody,
    /// Whoever sits at the computer that shows the sample company.
    Demo,
    Person(Person),
    /// A program that stands for a person.
    Program(Program),
}

/// How addresses of files end.
const FILES: [&str; 3] = [".csv", ".pdf", ".png"];

/// What a page is drawn for.
#[derive(Clone, Debug)]
pub(in crate::web) struct Visit {
    pub(in crate::web) visitor: Visitor,
    pub(in crate::web) theme: Option<&'static str>,
    pub(in crate::web) locale: Locale,
    /// Whose company it is.
    pub(in crate::web) house: Arc<House>,
    /// The address asked for, with its question.
    pub(in crate::web) path: String,
    /// Whether something is merely to be shown.
    pub(in crate::web) is_looking: bool,
    /// Whether a file is asked for, by what the address is for and not by how somebody's id in it ends.
    pub(in crate::web) is_download: bool,
}

impl Visitor {
    /// The person who is signed in, or for whom a program stands.
    pub(in crate::web) fn person(&self) -> Option<&Person> {
        match self {
            Self::Nobody | Self::Demo => None,
            Self::Person(person) => Some(person),
            Self::Program(program) => Some(&program.person),
        }
    }

    /// Whether somebody else chose the password, so that nothing opens before another is chosen.
    pub(in crate::web) fn must_choose_password(&self) -> bool {
        self.person().is_some_and(|person| person.must_choose_password)
    }

    /// Whether this visitor may do it. In a demo there is nobody to look after, and nothing of one's own to import.
    pub(in crate::web) fn may(&self, act: Act) -> bool {
        match self {
            _ if self.must_choose_password() => false,
            Self::Nobody => false,
            Self::Demo => !matches!(act, Act::Administer | Act::Import),
            Self::Person(person) => person.roles.may(act),
            Self::Program(program) => program.may(act),
        }
    }

    pub(in crate::web) fn meets(&self, need: Need) -> bool {
        match need {
            Need::Nothing => true,
            Need::AnyPassword => self.person().is_some(),
            Need::SignedIn => self.person().is_some() && !self.must_choose_password(),
            Need::To(act) => self.may(act),
            Need::ToAll(acts) => acts.iter().all(|act| self.may(*act)),
        }
    }

    /// What this visitor may learn of single customers.
    pub(in crate::web) fn clearance(&self) -> Clearance {
        Clearance { sees_customers: self.may(Act::SeeCustomers) }
    }

    /// How the records name this visitor.
    pub(in crate::web) fn signature(&self) -> String {
        match self {
            Self::Nobody => "nobody".to_owned(),
            Self::Demo => "visitor of the demo".to_owned(),
            Self::Person(person) => person.signature(),
            Self::Program(program) => program.signature(),
        }
    }
}

impl Visit {
    pub(in crate::web) fn of(
        visitor: Visitor,
        house: Arc<House>,
        headers: &HeaderMap,
        (method, path): (&Method, String),
    ) -> Self {
        let is_looking = matches!(*method, Method::GET | Method::HEAD);
        let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let chosen = cookie(headers, "language").and_then(Locale::of_code);
        let locale =
            chosen.or_else(|| Locale::accepted(asked)).or_else(|| Locale::of_code(&house.organisation.language));
        let (theme, locale) = (theme(headers), locale.unwrap_or_default());
        Self { visitor, theme, locale, house, path, is_looking, is_download: false }
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let visitor = parts.extensions.get::<Visitor>().cloned().unwrap_or(Visitor::Nobody);
        let house = parts.extensions.get::<Arc<House>>().cloned().unwrap_or_default();
        let path = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        let is_file = |route: &MatchedPath| FILES.iter().any(|ending| route.as_str().ends_with(ending));
        let is_download = parts.extensions.get::<MatchedPath>().is_some_and(is_file);
        Ok(Self { is_download, ..Self::of(visitor, house, &parts.headers, (&parts.method, path)) })
    }
}

/// The secret of a program's token.
pub(in crate::web) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, secret) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// Whether an address is for programs.
pub(in crate::web) fn is_api(path: &str) -> bool {
    path.strip_prefix(API).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A cookie's value.
pub(in crate::web) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    pairs.filter(|(known, _)| *known == name).map(|(_, value)| value).next()
}

fn theme(headers: &HeaderMap) -> Option<&'static str> {
    match cookie(headers, "theme") {
        Some("dark") => Some("dark"),
        Some("light") => Some("light"),
        _ => None,
    }
}

/// The address if it is one of ours, else the overview: nobody is sent elsewhere.
pub(in crate::web) fn local(next: &str) -> &str {
    let mut letters = next.chars();
    let is_ours = letters.next() == Some('/') && !matches!(letters.next(), Some('/' | '\\'));
    if is_ours && !next.chars().any(char::is_control) { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for (next, to) in [
            ("/ledger?by=month", "/ledger?by=month"),
            ("", "/"),
            ("https://example.com", "/"),
            ("//example.com", "/"),
            ("/\\example.com", "/"),
            ("javascript:alert(1)", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
        ] {
            assert_eq!(local(next), to, "{next}");
        }
    }
}
