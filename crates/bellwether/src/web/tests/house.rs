//! Whose house it is: its name, its language, and what it calls its customers.

use bellwether_model::Role;

use super::Served;
use super::locked::{cookie, form, lock, one_of_each};
use super::matrix::{MATRIX, filled};
use bellwether_app::policy::NewPolicy;

/// What a reader sees of a page, in small letters.
fn text(page: &str) -> String {
    let main = page.split_once("<body>").map_or(page, |(_, body)| body);
    let seen: String =
        main.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect::<Vec<_>>().join(" ");
    seen.to_lowercase()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_company_calls_its_customers_they_are_called_on_every_page() {
    let served = Served::behind(lock(None), async |app| {
        one_of_each(app).await;
        let mut policy = app.ask(&bellwether_app::policy::PolicyQuestion::default()).await.expect("the policy").policy;
        (policy.customer_noun, policy.customer_noun_plural) = ("patient".into(), "patients".into());
        let new = NewPolicy { policy, effective_from: None, note: "a hospital".into(), after: None };
        app.save_policy(&new, "Ann").await.expect("saved");
    })
    .await;
    let mut sessions = Vec::new();
    for role in [Role::Analyst, Role::Admin, Role::Leader] {
        sessions.push((role, cookie(&served.session(role.name()).await)));
    }
    // The definition of the noun, columns and names of files, and commands.
    let allowed = [
        "customer noun",
        "wort für einen kunden",
        "wort für mehrere kunden",
        "customer_id",
        "from_customer",
        ": customers",
        "bellwether customers",
    ];
    let pages = MATRIX.iter().filter(|(method, path, _)| *method == "GET" && !path.starts_with("/api/v1/"));
    // Two show what the definitions said before, and one what the API does.
    let pages =
        pages.filter(|(_, path, roles)| !roles.is_empty() && !["/definitions", "/audit", "/api"].contains(path));
    let pages = pages.map(|(_, path, roles)| (filled(path).replace("from=1", "from=2"), *roles));
    let refused = ["/nowhere", "/customer/nobody", "/ledger?cut=shoe_size", "/why?kind=currency"];
    let refused = refused.map(|path| (path.to_owned(), [Role::Analyst].as_slice()));
    let missing = |path: &str| {
        path.contains("/0")
            || path.ends_with("/progress")
            || path.ends_with("nobody")
            || refused.iter().any(|(refused, _)| refused == path)
    };
    let (mut seen, mut wrong) = (0, Vec::new());
    for (path, roles) in pages.chain(refused.clone()) {
        let (_, session) = sessions.iter().find(|(role, _)| roles.contains(role)).expect("somebody who may");
        for (language, usual) in [("en", "customer"), ("de", "kunde")] {
            let asked = format!("{session}Accept-Language: {language}\r\n");
            let answer = served.send("GET", &path, "growth.example.com", &asked, "").await;
            assert!(answer.status == 200 || missing(&path), "{path}: {}", answer.status);
            if !answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
                continue;
            }
            seen += 1;
            let text = allowed.iter().fold(text(&answer.body), |text, allowed| text.replace(allowed, ""));
            wrong.extend(text.find(usual).map(|at| {
                let from = text[..at].char_indices().rev().nth(60).map_or(0, |(from, _)| from);
                format!("{path} in {language}: {}", text[from..].chars().take(120).collect::<String>())
            }));
        }
    }
    assert!(seen > 40, "{seen} pages");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_organisations_name_and_language_hold_on_every_page() {
    let served = Served::locked().await;
    let (admin, reader) = (served.session("admin").await, served.session("reader").await);
    let set = form(&[("name", "Hill <& Sons>"), ("language", "de")]);
    assert_eq!(served.post("/settings", &cookie(&admin), &set).await.status, 303);
    let page = served.see("/ledger", &reader).await.body;
    assert!(page.contains("Hill &lt;&amp; Sons&gt;") && page.contains("lang=\"de\""), "{page}");
    let asked = format!("{}Accept-Language: en\r\n", cookie(&reader));
    let english = served.send("GET", "/ledger", "growth.example.com", &asked, "").await;
    assert!(english.body.contains("<html lang=\"en\""), "a browser that asks is heard");
    let long = "x".repeat(101);
    for (name, language) in [("Hill", "fr"), (long.as_str(), "de")] {
        let refused = served.post("/settings", &cookie(&admin), &form(&[("name", name), ("language", language)])).await;
        assert!(refused.status == 400 && refused.body.contains("role=\"alert\""), "{language}");
    }
    let endless = served.post("/settings", &cookie(&admin), &form(&[("name", &"x".repeat(70_000))])).await;
    assert!(endless.status == 413 && endless.body.contains("64 KiB"), "{}", endless.body);
}
