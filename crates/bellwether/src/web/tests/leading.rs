//! What leaders and analysts do on pages: plan, define, close, look back, explain.

use super::locked::{cookie, form};
use super::{Served, links};

/// The text of the first element of a name that stands in a page.
pub(super) fn heading(page: &str) -> String {
    page.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).expect("a heading").to_owned()
}

/// The fields of the first form of an action, as they were sent to the browser.
fn fields(page: &str, action: &str) -> Vec<(String, String)> {
    let form = page.split(&format!("action=\"{action}\"")).nth(1).and_then(|rest| rest.split("</form>").next());
    let form = form.expect("the form");
    let decoded = |text: &str| {
        let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
        signs.into_iter().fold(text.to_owned(), |text, (written, sign)| text.replace(written, sign))
    };
    let of = |tag: &str, name: &str| {
        tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).map(decoded)
    };
    let mut fields = Vec::new();
    for tag in form.split('<') {
        match tag.split([' ', '>']).next() {
            Some("input") => fields.extend(of(tag, "name").map(|name| (name, of(tag, "value").unwrap_or_default()))),
            Some("select") => fields.extend(of(tag, "name").map(|name| (name, String::new()))),
            Some("option") if tag.contains(" selected") => {
                if let (Some((_, chosen)), Some(value)) = (fields.last_mut(), of(tag, "value")) {
                    *chosen = value;
                }
            }
            Some("textarea") => {
                let text = tag.split_once('>').map(|(_, text)| decoded(text)).unwrap_or_default();
                fields.extend(of(tag, "name").map(|name| (name, text)));
            }
            _ => {}
        }
    }
    fields
}

fn sent(fields: &[(String, String)], change: &[(&str, &str)]) -> String {
    let with = |(name, value): &(String, String)| {
        let other = change.iter().find(|(changed, _)| changed == name).map(|(_, value)| *value);
        (name.clone(), other.unwrap_or(value).to_owned())
    };
    let fields: Vec<_> = fields.iter().map(with).collect();
    form(&fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_is_set_held_against_the_ledger_corrected_and_given_up() {
    let served = Served::locked().await;
    let (leader, reader) = (served.session("leader").await, served.session("reader").await);
    let page = served.see("/planning", &leader).await.body;
    assert!(heading(&page).contains("merely to stand still"), "{}", heading(&page));
    let blank = fields(&page, "/planning");
    let wanted = [("measure", "closing"), ("customers", "1"), ("value", "12.50"), ("owner", "<b>Ada</b>")];
    let set = served.post("/planning", &cookie(&leader), &sent(&blank, &wanted)).await;
    assert_eq!((set.status, set.header("location")), (303, Some("/planning?year=2026")), "{}", set.body);
    let after = served.see("/planning", &reader).await.body;
    assert!(after.contains("&lt;b&gt;Ada&lt;/b&gt;") && after.contains(">holds so far<"), "{after}");
    assert!(after.contains("of EUR\u{a0}12.50") && !after.contains("action=\"/planning"), "readers read");

    let after = served.see("/planning", &leader).await.body;
    let action = after.split("action=\"/planning/").nth(1).and_then(|rest| rest.split('"').next()).expect("a target");
    let path = format!("/planning/{action}");
    let more = sent(&fields(&after, &path), &[("customers", "1000000"), ("value", "")]);
    assert_eq!(served.post(&path, &cookie(&leader), &more).await.status, 303);
    let now = served.see("/planning", &reader).await.body;
    assert!(now.contains(" of 1,000,000<") && now.contains("not reached yet"), "{now}");
    for wrong in [
        [("customers", ""), ("value", "")],
        [("customers", "-5"), ("value", "")],
        [("customers", "1"), ("value", "0.005")],
    ] {
        let answer = served.post(&path, &cookie(&leader), &sent(&fields(&after, &path), &wrong)).await;
        assert!(answer.status == 400 && answer.body.contains("role=\"alert\""), "{wrong:?}");
    }
    let withdrawn = served.post(&format!("{path}/withdraw"), &cookie(&leader), "year=2026").await;
    assert_eq!(withdrawn.status, 303);
    assert!(served.see("/planning", &reader).await.body.contains("Nobody has set any yet"));
    let audit = served.see("/audit", &leader).await.body;
    for done in ["Target set", "Target changed", "Target given up"] {
        assert!(audit.contains(done), "{done}");
    }
    assert_eq!(served.see("/planning?year=1999", &leader).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_version_is_tried_before_it_is_saved_and_only_after_the_one_that_was_seen() {
    let served = Served::locked().await;
    let (analyst, leader) = (served.session("analyst").await, served.session("leader").await);
    let page = served.see("/definitions/next", &analyst).await.body;
    let draft = fields(&page, "/definitions/try");
    let same = served.post("/definitions/try", &cookie(&analyst), &sent(&draft, &[])).await.body;
    assert_eq!(heading(&same), "Version 2 would change nothing");
    let change = [
        ("lapse_days", "120"),
        ("customer_noun", "donor"),
        ("customer_noun_plural", "donors"),
        ("note", "they buy <i>often</i>"),
    ];
    let tried = served.post("/definitions/try", &cookie(&analyst), &sent(&draft, &change)).await;
    assert_eq!(
        (tried.status, heading(&tried.body).as_str()),
        (200, "Version 2 would change 3 definitions"),
        "{}",
        tried.body
    );
    assert!(tried.body.contains("nothing unexplained"));
    assert!(served.see("/definitions", &analyst).await.body.contains("Definitions, version 1"), "nothing is saved yet");
    let wrong = served.post("/definitions/try", &cookie(&analyst), &sent(&draft, &[("lapse_days", "soon")])).await;
    assert!(wrong.status == 400 && wrong.body.contains("value=\"soon\""), "what was written stays");

    let saving = sent(&fields(&tried.body, "/definitions/save"), &[]);
    assert_eq!(served.post("/definitions/save", &cookie(&analyst), &saving).await.status, 303);
    let overtaken = served.post("/definitions/try", &cookie(&leader), &sent(&draft, &change)).await;
    assert!(overtaken.status == 409 && overtaken.body.contains("name=\"after\" value=\"1\""), "{}", overtaken.body);
    let late = served.post("/definitions/save", &cookie(&leader), &saving).await;
    assert!(late.status == 409 && late.body.contains("Version 1 of the policy is not the latest"), "{}", late.body);
    let after = served.see("/definitions", &analyst).await.body;
    assert!(after.contains("they buy &lt;i&gt;often&lt;/i&gt;"), "{after}");
    assert!(after.contains("/definitions/bridge?from=1&amp;to=2"), "{after}");
    let bridge = served.see("/definitions/bridge?from=1&to=2", &analyst).await.body;
    assert!(bridge.contains("href=\"/customer/") && bridge.contains("Lapse days"), "{bridge}");
    let read = served.see("/definitions/bridge?from=1&to=2", &served.session("reader").await).await;
    assert_eq!(read.status, 403, "what two versions count otherwise is of few");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_period_is_closed_by_who_is_sure_and_shows_what_it_was() {
    let served = Served::locked().await;
    let leader = served.session("leader").await;
    let page = served.see("/ledger?period=2026-06", &leader).await.body;
    let asked = fields(&page, "/ledger/close");
    let close = |sure: &str| sent(&asked, &[("sure", sure)]);
    assert_eq!(served.post("/ledger/close", &cookie(&leader), &close("")).await.status, 400);
    let other = sent(&asked, &[("sure", "yes"), ("closing", "1 100")]);
    assert_eq!(
        served.post("/ledger/close", &cookie(&leader), &other).await.status,
        409,
        "other figures than those seen"
    );
    assert!(page.contains("Close the books of June\u{a0}2026") && !page.contains("Closed books"));
    assert_eq!(served.post("/ledger/close", &cookie(&leader), &close("yes")).await.status, 303);
    assert_eq!(served.post("/ledger/close", &cookie(&leader), &close("yes")).await.status, 409);
    let after = served.see("/ledger?period=2026-06", &leader).await.body;
    assert!(after.contains("Closed books") && !after.contains("action=\"/ledger/close\""));
    let then = links(&after).into_iter().find(|href| href.contains("&known_at=")).expect("the way to what it was");
    assert!(then.starts_with("/ledger?by=month&period=2026-06&known_at=2026-09-05T08"), "{then}");
    let seen = served.see("/ledger?known_at=2100-01-01T00:00", &leader).await;
    assert!(seen.status == 200 && seen.body.contains("with what was known on"), "{}", seen.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_viewpoint_goes_along_with_every_link_of_a_figure() {
    let served = Served::locked().await;
    let leader = served.session("leader").await;
    let view = "&policy=stripe_like&as_of=2025-12-31";
    for page in ["/ledger?by=quarter", "/why?kind=lost", "/cohorts?by=year"] {
        let body = served.see(&format!("{page}{view}"), &leader).await.body;
        assert!(body.contains("As of 31 December 2025, by stripe_like on policy 1"), "{page}");
        let behind: Vec<String> = links(&body).into_iter().filter(|href| href.starts_with("/customers?")).collect();
        assert!(!behind.is_empty() && behind.iter().all(|href| href.contains(view)), "{page}: {behind:?}");
        assert_eq!(served.see(&behind[0], &leader).await.status, 200);
    }
    assert_eq!(served.see("/base?as_of=2025-12-31", &leader).await.status, 200);
    for (bad, status) in
        [("as_of=tomorrow", 400), ("as_of=1999-01-01", 404), ("policy=77", 404), ("known_at=noon", 400)]
    {
        assert_eq!(served.see(&format!("/ledger?{bad}"), &leader).await.status, status, "{bad}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_lead_to_names_for_those_alone_who_may_see_them() {
    let served = Served::locked().await;
    let (reader, owner) = (served.session("reader").await, served.session("owner").await);
    for page in ["/", "/ledger", "/ledger?cut=kind", "/why", "/cohorts", "/planning"] {
        let leads = |body: &str| links(body).iter().any(|href| href.starts_with("/customers?"));
        let body = served.see(page, &reader).await.body;
        assert!(!leads(&body) && !body.contains("/why/unexplained"), "{page}");
        assert!(leads(&served.see(page, &owner).await.body), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_queue_goes_on_with_the_next_movement_once_a_reason_is_said() {
    let served = Served::locked().await;
    let owner = served.session("owner").await;
    let waiting = async || {
        let page = served.see("/why/unexplained?kind=lost", &owner).await.body;
        let number = heading(&page).split(' ').next().and_then(|number| number.replace(',', "").parse::<i64>().ok());
        (number.expect("how many wait"), page)
    };
    let (before, page) = waiting().await;
    let action = page.split("action=\"/customer/").nth(1).and_then(|rest| rest.split('"').next()).expect("a form");
    let path = format!("/customer/{action}");
    let said = sent(&fields(&page, &path), &[("reason", "price"), ("how_known", "asked")]);
    let answer = served.post(&path, &cookie(&owner), &said).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, Some("/why/unexplained?kind=lost")),
        "{}",
        answer.body
    );
    assert_eq!(waiting().await.0, before - 1);
    let away = sent(&fields(&page, &path), &[("reason", "price"), ("how_known", "asked"), ("next", "//evil.example")]);
    assert_eq!(
        served.post(&path, &cookie(&owner), &away).await.header("location"),
        Some("/"),
        "nobody is sent elsewhere"
    );
}
