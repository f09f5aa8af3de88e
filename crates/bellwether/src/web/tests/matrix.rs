//! Who may ask for what: every address as every role, and as nobody.

use std::collections::BTreeSet;

use bellwether_model::{Act, Role};

use super::Served;
use super::locked::cookie;
use crate::web::serving::routes;
use crate::web::site::visit::Need;

/// Everything that needs somebody, and who may do it.
pub(super) const MATRIX: &[(&str, &str, &[Role])] = {
    use Role::{Admin, Analyst, Leader, Owner, Reader};
    const ALL: &[Role] = &[Admin, Analyst, Leader, Owner, Reader];
    const SEE: &[Role] = &[Analyst, Leader, Owner];
    &[
        ("GET", "/", ALL),
        ("GET", "/ledger", ALL),
        ("GET", "/ledger.csv", ALL),
        ("POST", "/ledger/close", &[Leader]),
        ("GET", "/why", SEE),
        ("GET", "/why/unexplained", SEE),
        ("GET", "/why/codes", SEE),
        ("POST", "/why/codes", &[Analyst, Leader]),
        ("GET", "/usage", SEE),
        ("GET", "/mine", SEE),
        ("GET", "/part", ALL),
        ("GET", "/journey", SEE),
        ("GET", "/journey.csv", SEE),
        ("GET", "/journey.pdf", SEE),
        ("GET", "/journey/edit", &[Analyst, Leader]),
        ("POST", "/journey/edit", &[Analyst, Leader]),
        ("POST", "/journey/edit/try", &[Analyst, Leader]),
        ("POST", "/journey/edit/save", &[Analyst, Leader]),
        ("GET", "/journey/reality", ALL),
        ("POST", "/journey/agree", &[Leader]),
        ("POST", "/journey/reality/{stage}", &[Leader]),
        ("GET", "/touchpoint/{id}", SEE),
        ("GET", "/touchpoint/{id}/customers.csv", SEE),
        ("GET", "/handoffs", SEE),
        ("GET", "/handoffs.csv", SEE),
        ("GET", "/populations", SEE),
        ("GET", "/populations/edit", &[Analyst, Leader]),
        ("POST", "/populations/edit", &[Analyst, Leader]),
        ("POST", "/populations/edit/try", &[Analyst, Leader]),
        ("POST", "/populations/edit/save", &[Analyst, Leader]),
        ("GET", "/populations/{id}", SEE),
        ("GET", "/populations/{id}/customers.csv", SEE),
        ("GET", "/contacts", SEE),
        ("GET", "/contacts.csv", SEE),
        ("GET", "/contacts/customers.csv", SEE),
        ("GET", "/moments", SEE),
        ("GET", "/moments.csv", SEE),
        ("GET", "/moments/{id}/customers.csv", SEE),
        ("GET", "/measures", SEE),
        ("GET", "/measures/{id}", SEE),
        ("GET", "/measures/{id}/points.csv", SEE),
        ("POST", "/measures/{id}/phases", &[Analyst, Leader]),
        ("POST", "/measures/{id}/phases/{phase}/withdraw", &[Analyst, Leader]),
        ("GET", "/customers", SEE),
        ("GET", "/customers.csv", SEE),
        ("GET", "/customer/{id}", SEE),
        ("POST", "/customer/{id}/reason", SEE),
        ("GET", "/cohorts", SEE),
        ("GET", "/base", SEE),
        ("GET", "/definitions", ALL),
        ("GET", "/definitions/bridge", SEE),
        ("GET", "/definitions/next", &[Analyst, Leader]),
        ("POST", "/definitions/again", &[Analyst, Leader]),
        ("POST", "/definitions/try", &[Analyst, Leader]),
        ("POST", "/definitions/save", &[Analyst, Leader]),
        ("GET", "/planning", ALL),
        ("POST", "/planning", &[Leader]),
        ("POST", "/planning/{id}", &[Leader]),
        ("POST", "/planning/{id}/withdraw", &[Leader]),
        ("POST", "/definitions/sign", &[Leader]),
        ("GET", "/health", &[Admin, Analyst, Leader]),
        ("GET", "/data", ALL),
        ("GET", "/data/rejects", &[Analyst]),
        ("POST", "/data/rejects", &[Analyst]),
        ("POST", "/data/rejects/{id}/reopen", &[Analyst]),
        ("GET", "/data/rejects/{name}", &[Analyst]),
        ("GET", "/data/imports/{number}", &[Analyst]),
        ("GET", "/data/imports/{number}/undo", &[Analyst]),
        ("POST", "/data/imports/{number}/undo", &[Analyst]),
        ("GET", "/data/import", &[Analyst]),
        ("POST", "/data/import", &[Analyst]),
        ("GET", "/data/import/{id}", &[Analyst]),
        ("GET", "/data/import/{id}/progress", &[Analyst]),
        ("POST", "/data/import/{id}/columns", &[Analyst]),
        ("POST", "/data/import/{id}/header", &[Analyst]),
        ("POST", "/data/import/{id}/run", &[Analyst]),
        ("POST", "/data/import/{id}/cancel", &[Analyst]),
        ("GET", "/sample", &[Analyst]),
        ("POST", "/sample", &[Analyst]),
        ("GET", "/sample/progress", &[Analyst]),
        ("POST", "/sample/remove", &[Analyst]),
        ("GET", "/audit", &[Admin, Analyst, Leader]),
        ("GET", "/settings", ALL),
        ("POST", "/settings", &[Admin]),
        ("GET", "/people", &[Admin]),
        ("POST", "/people", &[Admin]),
        ("POST", "/people/{name}", &[Admin]),
        ("POST", "/people/{name}/invitation", &[Admin]),
        ("GET", "/start", ALL),
        // These take two roles at once.
        ("GET", "/start/organisation", &[]),
        ("POST", "/start/organisation", &[]),
        ("GET", "/start/counting", &[Analyst, Leader]),
        ("POST", "/start/counting", &[Analyst, Leader]),
        ("GET", "/account", ALL),
        ("POST", "/account", ALL),
        ("GET", "/account/tokens", ALL),
        ("POST", "/account/tokens", ALL),
        ("POST", "/account/tokens/{id}/revoke", ALL),
        ("GET", "/board.pdf", ALL),
        ("GET", "/ledger.pdf", ALL),
        ("GET", "/customers.png", ALL),
        ("GET", "/value.png", ALL),
        ("GET", "/api", ALL),
        ("GET", "/api/v1/ledger", ALL),
        ("GET", "/api/v1/reasons", SEE),
        ("GET", "/api/v1/cohorts", SEE),
        ("GET", "/api/v1/base", SEE),
        ("GET", "/api/v1/promises", SEE),
        ("GET", "/api/v1/promises/{touchpoint}/customers", SEE),
        ("GET", "/api/v1/handoffs", SEE),
        ("GET", "/api/v1/populations", SEE),
        ("PUT", "/api/v1/populations", &[Analyst, Leader]),
        ("GET", "/api/v1/populations/{id}/customers", SEE),
        ("GET", "/api/v1/contacts", SEE),
        ("GET", "/api/v1/contacts/customers", SEE),
        ("GET", "/api/v1/moments", SEE),
        ("GET", "/api/v1/moments/{touchpoint}/customers", SEE),
        ("GET", "/api/v1/measures", SEE),
        ("GET", "/api/v1/measures/{id}", SEE),
        ("POST", "/api/v1/measures/{id}/phases", &[Analyst, Leader]),
        ("DELETE", "/api/v1/phases/{id}", &[Analyst, Leader]),
        ("GET", "/api/v1/journey/reality", ALL),
        ("POST", "/api/v1/journey/agreements", &[Leader]),
        ("POST", "/api/v1/journey/reality/{stage}/answers", &[Leader]),
        ("GET", "/api/v1/journey/map", SEE),
        ("GET", "/api/v1/journey/cost", SEE),
        ("GET", "/api/v1/usage", SEE),
        ("GET", "/api/v1/limits", ALL),
        ("GET", "/api/v1/survival", SEE),
        ("GET", "/api/v1/customers", SEE),
        ("GET", "/api/v1/customers/{id}", SEE),
        ("POST", "/api/v1/customers/{id}/reasons", SEE),
        ("GET", "/api/v1/policies", ALL),
        ("POST", "/api/v1/policies", &[Analyst, Leader]),
        ("GET", "/api/v1/policies/{version}", ALL),
        ("POST", "/api/v1/policies/{version}/signatures", &[Leader]),
        ("GET", "/api/v1/bridge", SEE),
        ("GET", "/api/v1/reason-tree", ALL),
        ("GET", "/api/v1/reason-codes", SEE),
        ("GET", "/api/v1/closed-periods", ALL),
        ("POST", "/api/v1/closed-periods", &[Leader]),
        ("GET", "/api/v1/plan", ALL),
        ("POST", "/api/v1/targets", &[Leader]),
        ("PUT", "/api/v1/targets/{id}", &[Leader]),
        ("DELETE", "/api/v1/targets/{id}", &[Leader]),
        ("GET", "/api/v1/sources", ALL),
        ("POST", "/api/v1/imports", &[Analyst]),
        ("GET", "/api/v1/imports/{id}", &[Analyst]),
        ("PUT", "/api/v1/imports/{id}/mapping", &[Analyst]),
        ("POST", "/api/v1/imports/{id}/run", &[Analyst]),
        ("DELETE", "/api/v1/imports/{id}", &[Analyst]),
        ("GET", "/api/v1/past-imports", &[Analyst]),
        ("GET", "/api/v1/past-imports/{number}/undo", &[Analyst]),
        ("POST", "/api/v1/past-imports/{number}/undo", &[Analyst]),
        ("GET", "/api/v1/rejects", &[Analyst]),
        ("POST", "/api/v1/rejects/dismissals", &[Analyst]),
        ("DELETE", "/api/v1/rejects/dismissals/{id}", &[Analyst]),
        ("GET", "/api/v1/sample", &[Analyst]),
        ("POST", "/api/v1/sample", &[Analyst]),
        ("DELETE", "/api/v1/sample", &[Analyst]),
        ("GET", "/api/v1/organisation", ALL),
        ("PUT", "/api/v1/organisation", &[Admin]),
        ("GET", "/api/v1/audit", &[Admin, Analyst, Leader]),
        ("GET", "/api/v1/people", &[Admin]),
        ("POST", "/api/v1/people", &[Admin]),
        ("PUT", "/api/v1/people/{name}", &[Admin]),
        ("GET", "/api/v1/account", ALL),
        ("GET", "/api/v1/tokens", ALL),
        ("DELETE", "/api/v1/tokens/{id}", ALL),
    ]
};

/// What anybody may ask for.
const OPEN: [(&str, &str); 10] = [
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
    ("GET", "/first-run"),
    ("POST", "/first-run"),
    ("GET", "/invitation/{secret}"),
    ("POST", "/invitation/{secret}"),
    ("POST", "/language"),
    ("GET", "/assets/{name}"),
    ("GET", "/api/v1/openapi.json"),
];

#[test]
fn every_address_is_written_down_with_who_may_ask_for_it() {
    let open = |need: Need| need == Need::Nothing;
    let routes: BTreeSet<(String, String, bool)> =
        routes().into_iter().map(|(method, path, need, _)| (method.to_string(), path, open(need))).collect();
    let known = MATRIX.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned(), false));
    let known = known.chain(OPEN.map(|(method, path)| (method.to_owned(), path.to_owned(), true))).collect();
    assert_eq!(routes, known);
}

/// An address of the matrix with somebody and something in it.
pub(super) fn filled(path: &str) -> String {
    let path = path.replace("/customer/{id}", "/customer/C-000011").replace("/customers/{id}", "/customers/C-000011");
    let path = path.replace("/touchpoint/{id}", "/touchpoint/installation").replace("{touchpoint}", "installation");
    let path = path.replace("/populations/{id}", "/populations/late_installation");
    let path = path.replace("/moments/{id}", "/moments/installation");
    let path = path.replace("/measures/{id}", "/measures/installation.kept").replace("{phase}", "0");
    let path = path.replace("/journey/cost", "/journey/cost?touchpoint=installation");
    let path = path.replace("v1/contacts/customers", "v1/contacts/customers?who=ending");
    let path = path.replace("{stage}", "get_help");
    let path = path.replace("{name}", "nobody").replace("{version}", "1").replace("{number}", "0").replace("{id}", "0");
    path.replace("/bridge", "/bridge?from=1&to=stripe_like")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_role_is_allowed_what_is_written_down_and_nothing_else() {
    let served = Served::locked().await;
    let mut sessions = vec![(None, "0".repeat(64))];
    for role in Role::ALL {
        sessions.push((Some(role), served.session(role.name()).await));
    }
    for &(method, path, roles) in MATRIX {
        let (path, is_api) = (filled(path), path.starts_with("/api/v1/"));
        for (role, session) in &sessions {
            let answer = match method {
                "GET" => served.see(&path, session).await,
                method => served.change(method, &path, &cookie(session), "").await,
            };
            match role {
                None if method == "GET" && !is_api => {
                    let to = answer.header("location").expect("shown the way");
                    assert!(answer.status == 303 && to.starts_with("/sign-in?next=%2f"), "{path}: {to}");
                }
                None => assert_eq!(answer.status, 401, "{method} {path}"),
                Some(role) if roles.contains(role) => {
                    let status = match method {
                        "GET" if path.ends_with("/progress") => 204,
                        "GET"
                            if [
                                "/data/import/",
                                "/data/imports/",
                                "/data/rejects/",
                                "/api/v1/imports/",
                                "/api/v1/past-imports/",
                            ]
                            .iter()
                            .any(|of| path.starts_with(of)) =>
                        {
                            404
                        }
                        "GET" => 200,
                        "DELETE" => 404,
                        _ if path == "/api/v1/imports" => 400,
                        // There are facts already, beside which no made-up company is put.
                        _ if path.ends_with("/sample") => 409,
                        _ if is_api => 415,
                        _ if path.starts_with("/account/tokens/") => 404,
                        _ if path.ends_with("/columns") || path.ends_with("/cancel") || path.ends_with("/withdraw") => {
                            404
                        }
                        // A draft of nothing, and a name of nothing, can be gone on with.
                        _ if path == "/definitions/again" => 200,
                        _ if path == "/settings" || path == "/why/codes" => 303,
                        _ if path.ends_with("/reopen") => 404,
                        // Boxes that are not ticked are not sent: a form without any is read, and lacks a role, a name or an answer.
                        _ if path.starts_with("/people") || path == "/start/counting" => 400,
                        _ if path.starts_with("/planning")
                            || path.starts_with("/definitions/") && path != "/definitions/sign" =>
                        {
                            400
                        }
                        _ if path.ends_with("/phases") || path.starts_with("/journey/") => 400,
                        _ if path.starts_with("/populations/edit") => 400,
                        _ if path == "/account/tokens" || path == "/data/import" || path == "/sample/remove" => 400,
                        // An empty form is understood by none of the posts.
                        _ => 422,
                    };
                    assert_eq!(answer.status, status, "{method} {path} as {role}: {}", answer.body);
                }
                Some(role) => {
                    assert_eq!(answer.status, 403, "{method} {path} as {role}");
                    let said = if is_api { "\"code\":\"forbidden\"" } else { "This is not open to you" };
                    assert!(answer.body.contains(said), "{path}: {}", answer.body);
                }
            }
        }
    }
    for role in Role::ALL {
        let (_, session) = sessions.iter().find(|(of, _)| *of == Some(role)).expect("a session");
        let page = served.see("/ledger", session).await.body;
        assert_eq!(page.contains("href=\"/people\""), role.may(Act::Administer), "{role}");
        assert!(page.contains("&lt;b&gt;") && !page.contains("<b>admin"), "a name is text");
    }
}
