//! What customers did after a promise is told by the API and on the page of the touchpoint alike.

use std::collections::BTreeSet;

use bellwether_app::journey_cost::CostOutcome;
use bellwether_model::{Act, Role};
use serde_json::Value;

use super::Served;

/// The fields that the API tells of a side.
fn fields(outcome: CostOutcome) -> BTreeSet<&'static str> {
    let own = match outcome {
        CostOutcome::Left => &["left", "value_left_minor"][..],
        CostOutcome::CameAgain => &["came_again"],
        CostOutcome::BoughtMore => &["bought_more", "value_gained_minor"],
    };
    own.iter().copied().chain(["customers"]).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_customers_did_after_a_promise_is_chosen_by_the_api_and_on_the_page() {
    let served = Served::locked().await;
    let token = served.token(Role::Analyst.name(), &[Act::ReadFigures, Act::SeeCustomers]).await;
    let session = served.session(Role::Analyst.name()).await;
    let api = "/api/v1/journey/cost?touchpoint=installation";
    let usual = served.read(&token, api).await;
    for outcome in CostOutcome::ALL {
        let name = outcome.name();
        let told = served.read(&token, &format!("{api}&outcome={name}")).await;
        assert_eq!(told["outcome"], name);
        for side in ["broken", "kept"] {
            let told: BTreeSet<&str> = told[side].as_object().expect("a side").keys().map(String::as_str).collect();
            assert_eq!(told, fields(*outcome), "{name}");
        }
        assert_eq!(told == usual, *outcome == CostOutcome::Left, "who left is told where nothing is said");
        let page = served.see(&format!("/touchpoint/installation?outcome={name}"), &session).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let chosen: Vec<&str> = page.body.split("<a ").filter(|link| link.contains("outcome=")).collect();
        let in_force: Vec<&&str> = chosen.iter().filter(|link| link.contains("aria-current")).collect();
        assert!(in_force.len() == 1 && in_force[0].contains(&format!("outcome={name}#cost")), "{name}: {chosen:?}");
        let did: u64 = told["broken"].get(name).and_then(Value::as_u64).expect("a count");
        let said = match outcome {
            CostOutcome::Left => format!("{did} of them left within 120 days"),
            CostOutcome::CameAgain => format!("{did} of them came again within 120 days"),
            CostOutcome::BoughtMore => format!("{did} of them bought more within 120 days"),
        };
        assert!(page.body.contains(&said), "{said} in {}", page.body);
    }
    for path in ["/touchpoint/installation?outcome=recommended", "/touchpoint/installation?outcome=Left"] {
        let refused = served.see(path, &session).await;
        assert!(refused.status == 400 && refused.body.contains("came_again"), "{path}: {}", refused.body);
    }
    let refused = served.call(&token, "GET", &format!("{api}&outcome=recommended"), "", None).await;
    assert_eq!(refused.status, 400, "{}", refused.body);
}
