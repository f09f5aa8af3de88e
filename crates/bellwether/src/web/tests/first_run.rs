//! A company of which nothing is known yet: every page says what is missing, and the way to the first figures is open.

use std::collections::BTreeSet;

use bellwether_model::{Act, Role};

use super::locked::{PASSWORD, cookie, form, lock, one_of_each};
use super::matrix::{MATRIX, filled};
use super::{Answer, Served, links};

const SECRET: &str = "what the console said";

impl Served {
    /// The first person, who is of these roles besides Admin: the secret of the session that begins with it.
    async fn come_in_first(&self, roles: &[Role]) -> String {
        let mut fields = vec![("secret", SECRET), ("name", "ann"), ("full_name", "Ann Hill"), ("password", PASSWORD)];
        fields.extend(roles.iter().map(|role| ("role", role.name())));
        let made = self.post("/first-run", "", &form(&fields)).await;
        assert_eq!((made.status, made.header("location")), (303, Some("/start")), "{}", made.body);
        session(&made)
    }
}

/// The secret of a session that begins with an answer.
fn session(answer: &Answer) -> String {
    let set = answer.header("set-cookie").expect("a session");
    set.strip_prefix("__host-session=").and_then(|rest| rest.split(';').next()).expect("a secret").to_owned()
}

/// Whether an answer is a whole page without a hole in its texts.
fn is_page(answer: &Answer) -> bool {
    let text = &answer.body;
    text.contains("<h1>") && !["NaN", "{ $", "{$", "<h1></h1>"].iter().any(|hole| text.contains(hole))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_and_no_link_of_an_empty_company_is_an_error_for_any_role_in_any_language() {
    let served = Served::empty(lock(None), one_of_each).await;
    let mut seen = 0;
    for role in Role::ALL {
        let session = cookie(&served.session(role.name()).await);
        for language in ["en", "de"] {
            let headers = format!("{session}Accept-Language: {language}\r\n");
            let pages = MATRIX.iter().filter(|(method, path, roles)| {
                *method == "GET" && roles.contains(&role) && !path.starts_with("/api/v1/")
            });
            let mut waiting: Vec<String> = pages.map(|(_, path, _)| filled(path)).collect();
            let written = waiting.clone();
            let mut known = BTreeSet::new();
            while let Some(path) = waiting.pop() {
                if !known.insert(path.clone()) {
                    continue;
                }
                let answer = served.send("GET", &path, "growth.example.com", &headers, "").await;
                let is_file = [".csv", ".pdf", ".png"].iter().any(|ending| path.ends_with(ending));
                let is_of_nothing = ["/data/import/0", "/data/imports/0", "/data/rejects/", "/sample/progress"]
                    .iter()
                    .any(|of| path.starts_with(of));
                if written.contains(&path) && (is_file || is_of_nothing) {
                    // Nothing leads there, and there is nothing to be downloaded.
                    assert!([204, 404].contains(&answer.status), "{path} as {role}: {}", answer.status);
                    continue;
                }
                assert_eq!(answer.status, 200, "{path} as {role} in {language}: {}", answer.body);
                if answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
                    assert!(is_page(&answer), "{path} as {role} in {language}: {}", answer.body);
                    seen += 1;
                    waiting.extend(links(&answer.body).into_iter().filter(|href| href.starts_with('/')));
                }
            }
        }
    }
    assert!(seen > 150, "{seen} pages");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_page_says_what_is_missing_and_leads_to_the_step_that_this_role_can_take() {
    let served = Served::empty(lock(None), one_of_each).await;
    for (role, way, other) in [(Role::Analyst, "/data/import", "/start"), (Role::Reader, "/start", "/data/import")] {
        let session = served.session(role.name()).await;
        let page = served.see("/ledger", &session).await.body;
        let main = page.split("<main").nth(1).expect("a main part");
        assert!(main.contains("purchases or subscriptions") && main.contains(&format!("href=\"{way}\"")), "{main}");
        assert!(!main.contains(&format!("href=\"{other}\"")), "{main}");
        assert!(page.contains("href=\"/ledger\" aria-current=\"page\""), "it is known where one is");
    }
    let admin = served.session("admin").await;
    let start = served.see("/", &admin).await.body;
    assert!(start.contains("1 of 5 steps") && start.contains("href=\"/people?role=leader\""), "{start}");
    assert!(!start.contains("href=\"/data/import\"") && start.contains("one of these roles: Analyst"), "{start}");
    let refused = served.see("/data/import", &admin).await;
    assert!(refused.status == 403 && refused.body.contains("This takes one of these roles: Analyst. Yours: Admin."));
    assert!(refused.body.contains("Another admin can give you one more"), "{}", refused.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_person_has_the_roles_they_chose_and_comes_in_at_once() {
    for chosen in [&[][..], &[Role::Analyst], &[Role::Analyst, Role::Leader]] {
        let served = Served::empty(lock(Some(SECRET)), async |_| {}).await;
        let ann = served.come_in_first(chosen).await;
        let all: Vec<Role> = chosen.iter().copied().chain([Role::Admin]).collect();
        for act in Act::ALL {
            let path = match act {
                Act::ReadFigures => "/ledger",
                Act::SeeCustomers => "/customers",
                Act::Import => "/data/import",
                Act::Define => "/start/counting",
                Act::ReadAudit => "/audit",
                Act::Administer => "/people",
                Act::Explain | Act::Sign | Act::Close | Act::Plan => continue,
            };
            let may = all.iter().any(|role| role.may(act));
            assert_eq!(served.see(path, &ann).await.status, if may { 200 } else { 403 }, "{path} as {all:?}");
        }
        // Who has all roles that see and decide can take none that allows more.
        if !chosen.contains(&Role::Leader) {
            let more = form(&[("full_name", "Ann"), ("role", "admin"), ("role", "leader"), ("active", "yes")]);
            let refused = served.post("/people/ann", &cookie(&ann), &more).await;
            assert!(
                refused.status == 400 && refused.body.contains("Nobody gives themselves a role"),
                "{}",
                refused.body
            );
        }
        let audit = served.see("/audit", &ann).await.body;
        assert!(audit.contains("the secret on the console") && audit.matches("user ann").count() == 1, "{audit}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_steps_say_whose_figures_these_are_and_how_they_count_and_stay_done() {
    let served = Served::empty(lock(Some(SECRET)), async |_| {}).await;
    let ann = served.come_in_first(&[Role::Analyst, Role::Leader]).await;
    assert!(served.see("/start", &ann).await.body.contains("5 steps lead"));
    let organisation = [
        ("name", "Hill & Sons"),
        ("customer_noun", "patient"),
        ("customer_noun_plural", "patients"),
        ("currency", "CHF"),
        ("time_zone", "Europe/Zurich"),
    ];
    let wrong: Vec<_> =
        organisation.iter().map(|(name, value)| (*name, if *name == "time_zone" { "Zurich" } else { value })).collect();
    let refused = served.post("/start/organisation", &cookie(&ann), &form(&wrong)).await;
    assert!(refused.status == 400 && refused.body.contains("role=\"alert\""), "{}", refused.body);
    assert!(refused.body.contains("value=\"Hill &amp; Sons\""), "what was written stays");
    let set = served.post("/start/organisation", &cookie(&ann), &form(&organisation)).await;
    assert_eq!((set.status, set.header("location")), (303, Some("/start")), "{}", set.body);
    let start = served.see("/start", &ann).await.body;
    assert!(start.contains("1 of 5 steps") && start.contains("Hill &amp; Sons"), "{start}");
    let none = served.post("/start/counting", &cookie(&ann), &form(&[("lapse_days", "90")])).await;
    assert!(none.status == 400 && none.body.contains("choose one of the three"), "{}", none.body);
    let counting = form(&[("basis", "recurring"), ("lapse_days", "90"), ("fiscal_start_month", "7")]);
    assert_eq!(served.post("/start/counting", &cookie(&ann), &counting).await.status, 303);
    assert!(served.see("/start", &ann).await.body.contains("2 of 5 steps"));
    let definitions = served.see("/definitions", &ann).await.body;
    for said in ["CHF", "Europe/Zurich", "patients", "July"] {
        assert!(definitions.contains(said), "{said}");
    }
    // The same answers again are agreed to once more, and write nothing.
    assert_eq!(served.post("/start/counting", &cookie(&ann), &counting).await.status, 303);
    let audit = served.see("/audit", &ann).await.body;
    assert_eq!(audit.matches("counting_agreed").count(), 1, "{audit}");
    // The page of all definitions goes on from there, before there is a figure that they would change.
    let next = served.see("/definitions/next", &ann).await.body;
    let value = |name: &str| {
        let field =
            next.split(&format!("name=\"{name}\"")).nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default();
        field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    assert_eq!((value("lapse_days").as_str(), value("after").as_str()), ("90", "3"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn definitions_that_figures_rest_on_are_not_changed_by_the_first_steps() {
    let served = Served::locked().await;
    let leader = served.session("leader").await;
    let page = served.see("/start/counting", &leader).await;
    assert!(page.status == 200 && page.body.contains("There are figures by now"), "{}", page.body);
    let counting = form(&[("basis", "recurring"), ("lapse_days", "90"), ("fiscal_start_month", "7")]);
    let refused = served.post("/start/counting", &cookie(&leader), &counting).await;
    assert!(refused.status == 409 && refused.body.contains("There are figures by now"), "{}", refused.body);
    assert!(!served.see("/definitions", &leader).await.body.contains("July"));
    let start = served.see("/start", &leader).await.body;
    assert!(start.contains("href=\"/ledger\"") && start.contains("There are figures."), "{start}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_invited_chooses_the_first_password_by_a_link_that_serves_once() {
    let served = Served::empty(lock(Some(SECRET)), async |_| {}).await;
    let ann = served.come_in_first(&[Role::Leader]).await;
    let ben = form(&[("name", "ben"), ("full_name", "Ben <i>Woods"), ("role", "leader"), ("role", "analyst")]);
    let invited = served.post("/people", &cookie(&ann), &ben).await;
    let link = |answer: &Answer| {
        let link = answer.body.split("<code id=\"invitation\">https://growth.example.com").nth(1);
        link.and_then(|rest| rest.split('<').next()).expect("a link").to_owned()
    };
    assert_eq!(invited.status, 200, "{}", invited.body);
    let first = link(&invited);
    let people = served.see("/people", &ann).await.body;
    assert!(people.contains("has yet to come in") && people.contains("Analyst, Leader") && !people.contains(&first));
    let without = form(&[("name", "ben"), ("password", "")]);
    assert_eq!(served.post("/sign-in", "", &without).await.status, 401, "no password opens nothing");

    let again = served.post("/people/ben/invitation", &cookie(&ann), "").await;
    let second = link(&again);
    assert_eq!(served.see(&first, "").await.status, 404, "another took its place");
    let own = served.post("/people/ANN/invitation", &cookie(&ann), "").await;
    assert!(own.status == 400 && own.body.contains("takes the current one"), "{}", own.body);

    for _ in 0..2 {
        let page = served.see(&second, "").await;
        assert!(page.status == 200 && page.body.contains("Welcome, Ben &lt;i&gt;Woods"), "looking uses nothing up");
    }
    let choose = async |link: &str, password: &str| served.post(link, "", &form(&[("password", password)])).await;
    let short = choose(&second, "short").await;
    assert!(short.status == 400 && short.body.contains("role=\"alert\""), "{}", short.body);
    let taken = choose(&second, PASSWORD).await;
    assert_eq!((taken.status, taken.header("location")), (303, Some("/")), "{}", taken.body);
    let ben = session(&taken);
    assert_eq!(served.see("/customers", &ben).await.status, 200, "no other password is asked for");
    assert_eq!(served.see("/people", &ben).await.status, 403);
    let twice = choose(&second, "another four words").await;
    assert!(twice.status == 404 && twice.body.contains("This invitation is over"), "{}", twice.body);
    assert_eq!(served.see("/invitation/guessed", "").await.status, 404);
    let audit = served.see("/audit", &ann).await.body;
    let secret = second.rsplit('/').next().expect("a secret");
    assert!(audit.contains("Person invited") && audit.contains("(ben)") && !audit.contains(secret), "{audit}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_of_the_definitions_is_tried_and_saved_before_there_are_facts() {
    let served = Served::empty(lock(None), one_of_each).await;
    let leader = served.session("leader").await;
    let page = served.see("/definitions/next", &leader).await.body;
    let given = |name: &str| {
        let field = page.split(&format!("name=\"{name}\"")).nth(1).expect("a field");
        field.split("</select>").next().and_then(|options| options.split(" selected").next()).map_or("", |option| {
            option.rsplit("value=\"").next().and_then(|rest| rest.split('"').next()).unwrap_or_default()
        })
    };
    let choices = ["basis", "refunds", "free", "paused", "lost_when", "same_period", "week_start"];
    let mut fields: Vec<(&str, &str)> = choices.iter().map(|name| (*name, given(name))).collect();
    fields.extend([
        ("customer_noun", "guest"),
        ("customer_noun_plural", "guests"),
        ("recurring_months", "12"),
        ("lapse_days", "77"),
        ("value_window_days", "365"),
        ("reason_window_days", "90"),
        ("currency", "EUR"),
        ("time_zone", "UTC"),
        ("fiscal_start_month", "1"),
        ("after", "1"),
    ]);
    let tried = served.post("/definitions/try", &cookie(&leader), &form(&fields)).await;
    assert!(tried.status == 200 && tried.body.contains("There are no facts yet"), "{}", tried.body);
    let saved = served.post("/definitions/save", &cookie(&leader), &form(&fields)).await;
    assert_eq!((saved.status, saved.header("location")), (303, Some("/definitions")), "{}", saved.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_brings_a_made_up_company_in_and_every_page_says_so_until_it_is_removed() {
    let served = Served::empty(lock(None), one_of_each).await;
    let token = served.token("analyst", &[Act::ReadFigures, Act::Import]).await;
    let (analyst, reader) = (served.session("analyst").await, served.session("reader").await);
    assert_eq!(served.read(&token, "/api/v1/sample").await["state"], "absent");
    let key = "Idempotency-Key: 0123456789abcdef\r\n";
    for _ in 0..2 {
        let begun = served.call(&token, "POST", "/api/v1/sample", key, None).await;
        assert_eq!(begun.status, 202, "{}", begun.body);
    }
    // A program learns by asking that it has come; each answer is work of the server, which goes on meanwhile.
    let asked = async {
        loop {
            let state = served.read(&token, "/api/v1/sample").await;
            if state["state"] != "coming" {
                return state;
            }
            tokio::task::yield_now().await;
        }
    };
    let state = tokio::time::timeout(std::time::Duration::from_mins(2), asked).await.expect("it comes or fails");
    assert_eq!(state["state"], "there", "{state}");
    for (session, may_remove) in [(&analyst, true), (&reader, false)] {
        for path in ["/", "/ledger", "/data", "/settings", "/start"] {
            let page = served.see(path, session).await;
            assert!(page.status == 200 && page.body.contains("These are the figures of a made-up company."), "{path}");
            assert_eq!(page.body.contains("<a href=\"/sample\">Remove it"), may_remove, "{path}");
        }
    }
    let headers = format!("Authorization: Bearer {token}\r\nContent-Type: application/octet-stream\r\n");
    let sent =
        served.send("POST", "/api/v1/imports?fact=purchases&file=till.csv", "growth.example.com", &headers, "a,b\n");
    let sent = sent.await;
    assert!(
        sent.status == 409 && sent.body.contains("real figures are never put beside made-up ones"),
        "{}",
        sent.body
    );
    let unread = served.post("/sample/remove", &cookie(&analyst), "").await;
    assert!(unread.status == 400 && unread.body.contains("read what goes"), "{}", unread.body);
    assert_eq!(served.call(&token, "DELETE", "/api/v1/sample", "", None).await.status, 200);
    assert_eq!(served.read(&token, "/api/v1/sample").await["state"], "absent");
    let empty = served.see("/ledger", &analyst).await.body;
    assert!(empty.contains("nothing to tell yet") && !empty.contains("made-up company"), "{empty}");
}
