//! Pages behind a lock: who is let in, to what, and who is not.

use std::collections::BTreeSet;

use bellwether_model::Role;

use super::matrix::{MATRIX, filled};
use super::{Answer, App, Door, Served};
use crate::web::LockedDoor;
use bellwether_app::people::NewPerson;

const SECRET: &str = "what the console said";
pub(super) const PASSWORD: &str = "four words put together";

pub(super) fn lock(first_secret: Option<&str>) -> Door {
    let origin = "https://growth.example.com".to_owned();
    Door::Locked(Box::new(LockedDoor::new(origin, Vec::new(), first_secret.map(str::to_owned), true)))
}

/// One person of each role; the name to sign in with is the role's.
pub(super) async fn one_of_each(app: &App) {
    let person = |role: Role| NewPerson {
        name: role.name().to_owned(),
        full_name: format!("<b>{role}</b> & Sons"),
        roles: role.into(),
        password: PASSWORD.to_owned(),
    };
    for role in Role::ALL {
        app.add_oneself(&person(role), "the test").await.expect("added");
    }
}

impl Served {
    pub(super) async fn locked() -> Self {
        Self::behind(lock(None), one_of_each).await
    }

    pub(super) async fn post(&self, path: &str, headers: &str, body: &str) -> Answer {
        self.change("POST", path, headers, body).await
    }

    pub(super) async fn change(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let headers = format!("Sec-Fetch-Site: same-origin\r\n{headers}");
        self.send(method, path, "growth.example.com", &headers, body).await
    }

    pub(super) async fn see(&self, path: &str, session: &str) -> Answer {
        self.send("GET", path, "growth.example.com", &cookie(session), "").await
    }

    /// The secret of a new session.
    pub(super) async fn session(&self, name: &str) -> String {
        let answer = self.post("/sign-in", "", &form(&[("name", name), ("password", PASSWORD)])).await;
        assert_eq!((answer.status, answer.header("location")), (303, Some("/")), "{}", answer.body);
        let set = answer.header("set-cookie").expect("a session");
        assert!(set.ends_with("; path=/; max-age=43200; httponly; samesite=lax; secure"), "{set}");
        set.strip_prefix("__host-session=").and_then(|rest| rest.split(';').next()).expect("a secret").to_owned()
    }
}

pub(super) fn cookie(session: &str) -> String {
    format!("Cookie: theme=dark; __Host-session={session}\r\n")
}

pub(super) fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| crate::telling::encoded(text);
    fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

/// The form that says why the first movement on a customer's page happened.
fn why(page: &str) -> String {
    let movement = page.split("<option value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a movement");
    form(&[("movement", movement), ("reason", "need_ended"), ("how_known", "told"), ("text", "<i>too much</i>")])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_elsewhere_changes_nothing() {
    let served = Served::locked().await;
    let leader = served.session("leader").await;
    let sign = form(&[("version", "1"), ("title", "CCO")]);
    for told in [
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Sec-Fetch-Site: none\r\n",
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: https://growth.example.com.evil.example\r\n",
        "",
    ] {
        let headers = format!("{told}{}", cookie(&leader));
        let answer = served.send("POST", "/definitions/sign", "growth.example.com", &headers, &sign).await;
        assert_eq!(answer.status, 403, "{told}");
    }
    assert!(served.see("/definitions", &leader).await.body.contains("nobody has signed them yet"));
    let headers = format!("Origin: https://growth.example.com\r\n{}", cookie(&leader));
    let own = served.send("POST", "/definitions/sign", "growth.example.com", &headers, &sign).await;
    assert_eq!(own.status, 303, "without fetch metadata the origin counts");
    assert!(served.see("/definitions", &leader).await.body.contains("signed by one leader"));
    let rebound = served.send("GET", "/", "evil.example", &cookie(&leader), "").await;
    assert_eq!(rebound.status, 421);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_new_at_each_sign_in_and_over_when_signed_out() {
    let served = Served::locked().await;
    let planted = "f".repeat(64);
    let body = form(&[("name", "OWNER"), ("password", PASSWORD), ("next", "//evil.example")]);
    let answer = served.post("/sign-in", &cookie(&planted), &body).await;
    assert_eq!(answer.header("location"), Some("/"), "nobody is sent elsewhere");
    assert!(!answer.headers.contains(&planted));
    assert_eq!(served.see("/", &planted).await.status, 303, "a secret that somebody else chose opens nothing");

    let first = served.session("owner").await;
    let again = served.post("/sign-in", &cookie(&first), &form(&[("name", "owner"), ("password", PASSWORD)])).await;
    assert_eq!(again.status, 303);
    assert_eq!(served.see("/", &first).await.status, 303, "the session before is over");

    let second = served.session("owner").await;
    assert_eq!(served.see("/", &second).await.status, 200);
    let out = served.post("/sign-out", &cookie(&second), "").await;
    assert!(out.header("set-cookie").is_some_and(|set| set.starts_with("__host-session=; path=/; max-age=0")));
    assert_eq!(served.see("/", &second).await.status, 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_guesses_waits_and_learns_no_names() {
    let served = Served::locked().await;
    let mut said = BTreeSet::new();
    for name in ["reader", "nobody-of-this-name"] {
        for _ in 0..5 {
            let wrong = served.post("/sign-in", "", &form(&[("name", name), ("password", "not the password")])).await;
            assert_eq!((wrong.status, wrong.header("set-cookie")), (401, None));
            said.insert(wrong.body.replace(name, "NAME"));
        }
        let waits = served.post("/sign-in", "", &form(&[("name", name), ("password", PASSWORD)])).await;
        assert_eq!((waits.status, waits.header("retry-after")), (429, Some("900")));
    }
    assert_eq!(said.len(), 1, "the answer does not tell whether the name exists");
    served.session("leader").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_consoles_secret_makes_the_first_admin_and_only_once() {
    let served = Served::behind(lock(Some(SECRET)), async |_| {}).await;
    assert_eq!(served.see("/ledger", "").await.header("location"), Some("/first-run"));
    let asked = |secret: &str, password: &str| {
        form(&[("secret", secret), ("name", "ann"), ("full_name", "Ann Hill"), ("password", password)])
    };
    assert_eq!(served.post("/first-run", "", &asked("guessed", PASSWORD)).await.status, 401);
    let short = served.post("/first-run", "", &asked(SECRET, "short")).await;
    assert!(short.status == 400 && short.body.contains("5 characters"), "{}", short.body);
    let made = served.post("/first-run", "", &asked(SECRET, PASSWORD)).await;
    assert_eq!((made.status, made.header("location")), (303, Some("/start")));
    let again = served.post("/first-run", "", &asked(SECRET, PASSWORD)).await;
    assert_eq!(again.status, 401, "the secret is gone");
    assert_eq!(served.see("/first-run", "").await.header("location"), Some("/sign-in"));
    assert_eq!(served.see("/people", &served.session("ann").await).await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_admin_changes_holds_at_once() {
    let served = Served::locked().await;
    let (admin, owner) = (served.session("admin").await, served.session("owner").await);
    let change =
        async |fields: &[(&str, &str)]| served.post("/people/owner", &cookie(&admin), &form(fields)).await.status;
    assert_eq!(served.see("/customers", &owner).await.status, 200);
    assert_eq!(change(&[("full_name", "Olga"), ("role", "reader"), ("active", "yes")]).await, 303);
    assert_eq!(served.see("/customers", &owner).await.status, 403, "another role");
    assert_eq!(change(&[("full_name", "Olga"), ("role", "king"), ("active", "yes")]).await, 400);
    assert_eq!(change(&[("full_name", "Olga"), ("role", "reader")]).await, 303);
    assert_eq!(served.see("/ledger", &owner).await.status, 303, "no longer active");
    let denied = served.post("/sign-in", "", &form(&[("name", "owner"), ("password", PASSWORD)])).await;
    assert_eq!(denied.status, 401);
    let last = served
        .post("/people/admin", &cookie(&admin), &form(&[("full_name", "A"), ("role", "reader"), ("active", "yes")]))
        .await;
    assert!(last.status == 400 && last.body.contains("the last active admin"), "{}", last.body);
    let own = [("full_name", "A"), ("role", "admin"), ("active", "yes"), ("password", "another one altogether")];
    let own = served.post("/people/admin", &cookie(&admin), &form(&own)).await;
    assert!(
        own.status == 400 && own.body.contains("takes the current one. Change it on the page of your account."),
        "{}",
        own.body
    );
    assert_eq!(served.see("/people", &admin).await.status, 200, "still signed in by the old one");
    let added = form(&[("name", "ben"), ("full_name", "Ben"), ("role", "analyst"), ("password", PASSWORD)]);
    assert_eq!(served.post("/people", &cookie(&admin), &added).await.status, 303);
    let twice = served.post("/people", &cookie(&admin), &added).await;
    assert!(twice.status == 400 && twice.body.contains("There is a user 'ben' already"), "{}", twice.body);
    let half = [("full_name", "Olga"), ("role", "owner"), ("active", "yes"), ("password", "short")];
    assert_eq!(change(&half).await, 400);
    let denied = served.post("/sign-in", "", &form(&[("name", "owner"), ("password", PASSWORD)])).await;
    assert_eq!(denied.status, 401, "with a password refused nothing else is changed");
    let audit = served.see("/audit", &admin).await.body;
    assert!(audit.contains("(admin)") && audit.contains("user owner") && !audit.contains("argon2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_changes_ones_password_by_knowing_the_current_one() {
    let served = Served::locked().await;
    let analyst = served.session("analyst").await;
    let change = async |current: &str, new: &str| {
        served.post("/account", &cookie(&analyst), &form(&[("current", current), ("password", new)])).await.status
    };
    assert_eq!(change("guessed, not known", "another four words").await, 400);
    assert_eq!(change(PASSWORD, "short").await, 400);
    assert_eq!(change(PASSWORD, "another four words").await, 303);
    assert_eq!(served.see("/", &analyst).await.status, 303, "signed out everywhere");
    let old = served.post("/sign-in", "", &form(&[("name", "analyst"), ("password", PASSWORD)])).await;
    assert_eq!(old.status, 401);
    let new = served.post("/sign-in", "", &form(&[("name", "analyst"), ("password", "another four words")])).await;
    assert_eq!(new.status, 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_that_an_admin_chose_opens_nothing_but_the_way_to_another() {
    let served = Served::locked().await;
    let admin = served.session("admin").await;
    let added = form(&[("name", "ben"), ("full_name", "Ben"), ("role", "analyst"), ("password", PASSWORD)]);
    assert_eq!(served.post("/people", &cookie(&admin), &added).await.status, 303);
    let ben = served.session("ben").await;
    for (method, path, _) in MATRIX.iter().filter(|(_, path, _)| *path != "/account") {
        let (path, is_api) = (filled(path), path.starts_with("/api/v1/"));
        let answer = served.change(method, &path, &cookie(&ben), "").await;
        let led = (answer.status, answer.header("location"));
        assert_eq!(led, if is_api { (403, None) } else { (303, Some("/account")) }, "{method} {path}");
    }
    let account = served.see("/account", &ben).await;
    assert!(account.status == 200 && account.body.contains("Choose a password of your own"), "{}", account.body);
    assert!(!account.body.contains("href=\"/ledger\"") && !account.body.contains("href=\"/account/tokens\""));
    let language = form(&[("language", "de"), ("next", "/account")]);
    assert_eq!(served.post("/language", &cookie(&ben), &language).await.header("location"), Some("/account"));
    assert_eq!(served.see("/assets/app.css", &ben).await.status, 200);
    let choose = async |new: &str| {
        served.post("/account", &cookie(&ben), &form(&[("current", PASSWORD), ("password", new)])).await
    };
    let same = choose(PASSWORD).await;
    assert!(same.status == 400 && same.body.contains("That is the current password"), "{}", same.body);
    assert_eq!(choose("another four words").await.header("location"), Some("/sign-in"));
    assert_eq!(served.see("/people", &admin).await.body.matches("has yet to choose").count(), 0);
    let signed_in = form(&[("name", "ben"), ("password", "another four words")]);
    let signed_in = served.post("/sign-in", "", &signed_in).await;
    let ben = signed_in.header("set-cookie").and_then(|set| set.split([';', '=']).nth(1)).expect("a secret");
    assert_eq!(served.see("/ledger", ben).await.status, 200);

    let give = async |name: &str, role: &str| {
        let fields = [("full_name", name), ("role", role), ("active", "yes"), ("password", PASSWORD)];
        served.post(&format!("/people/{name}"), &cookie(&admin), &form(&fields)).await.status
    };
    assert_eq!(give("owner", "owner").await, 303);
    assert_eq!(served.see("/ledger", &served.session("owner").await).await.header("location"), Some("/account"));
    assert_eq!(served.see("/people", &admin).await.body.matches("has yet to choose").count(), 1);
    assert!(served.see("/audit?what=user.password", &admin).await.body.contains("password_given"));
    assert_eq!(give("Admin", "admin").await, 400, "one's own, however the name is typed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reason_is_set_on_the_customers_page_in_the_name_of_who_is_signed_in() {
    let served = Served::locked().await;
    let owner = served.session("owner").await;
    let lost = served.see("/customers?kind=lost", &owner).await.body;
    let customer = super::links(&lost).into_iter().find(|href| href.starts_with("/customer/")).expect("a customer");
    let page = served.see(&customer, &owner).await.body;
    let answer = served.post(&format!("{customer}/reason"), &cookie(&owner), &why(&page)).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, Some(customer.to_lowercase().as_str())),
        "{}",
        answer.body
    );
    let after = served.see(&customer, &owner).await.body;
    let told = "No longer needed <small>Told</small>";
    assert!(!page.contains(told) && after.contains(told), "{after}");
    let made_up = form(&[("movement", "lost 1999-01-01"), ("reason", "price"), ("how_known", "asked")]);
    assert_eq!(served.post(&format!("{customer}/reason"), &cookie(&owner), &made_up).await.status, 404);
    let inferred = form(&[("movement", "lost 2026-01-01"), ("reason", "price"), ("how_known", "inferred")]);
    assert!([400, 404].contains(&served.post(&format!("{customer}/reason"), &cookie(&owner), &inferred).await.status));
    let leader = served.session("leader").await;
    let audit = served.see("/audit?what=reason.set", &leader).await.body;
    assert!(audit.contains("(owner)") && audit.contains("&lt;i&gt;too much") && !audit.contains("<i>too much"));
    let admin = served.session("admin").await;
    let hidden = served.see("/audit?what=reason.set", &admin).await.body;
    assert!(hidden.contains("(owner)") && !hidden.contains("too much") && !hidden.contains("C-0"), "{hidden}");
    let injected = served.see("/audit?by=%27%20OR%201%3D1%20--", &leader).await;
    assert!(injected.status == 200 && injected.body.contains("No change like this"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_that_single_customers_out_are_for_those_who_may_see_them() {
    let served = Served::locked().await;
    let (reader, analyst) = (served.session("reader").await, served.session("analyst").await);
    let elsewhere = ["cut=postcode", "cut=kind", "by=week", "by=day", "as_of=2026-08-30", "known_at=2026-09-05T08:30"];
    for question in elsewhere.into_iter().chain(["policy=stripe_like"]) {
        for path in [format!("/ledger?{question}"), format!("/ledger.csv?{question}")] {
            let refused = served.see(&path, &reader).await;
            assert!(refused.status == 403 && refused.body.contains("would tell who they are"), "{path}");
            assert_eq!(served.see(&path, &analyst).await.status, 200, "{path}");
        }
    }
    let (told, all) = (served.see("/ledger", &reader).await.body, served.see("/ledger", &analyst).await.body);
    assert!(told.contains("told apart") && told.contains("no fewer than 5"), "{told}");
    assert!(!all.contains("told apart") && !all.contains("no fewer than 5"), "who may see customers is told all");
}
