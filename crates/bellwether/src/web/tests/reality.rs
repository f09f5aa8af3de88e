//! Leaders agree to the journey and answer for its stages by programs of their own, each as who they are.

use bellwether_model::Act;
use serde_json::json;

use super::Served;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leaders_program_agrees_and_answers_as_that_leader_and_thinks_again() {
    let served = Served::locked().await;
    let token = served.token("leader", &[Act::ReadFigures, Act::Sign]).await;
    let reader = served.token("reader", &[Act::ReadFigures]).await;
    let found = served.read(&reader, "/api/v1/journey/reality").await;
    let version = found["version"].as_i64().expect("a version");
    let stage = found["stages"][0]["stage"].as_str().expect("a stage").to_owned();
    assert_eq!((&found["agreed"], &found["stages"][0]["answers"]), (&json!([]), &json!([])));

    let agree = async |token: &str, version: i64| {
        served.call(token, "POST", "/api/v1/journey/agreements", "", Some(json!({ "version": version }))).await
    };
    assert_eq!(agree(&reader, version).await.status, 403);
    assert_eq!(agree(&token, version + 1).await.status, 404, "there is no such version to agree to");
    let agreed = agree(&token, version).await;
    assert_eq!(agreed.status, 201, "{}", agreed.body);

    let address = format!("/api/v1/journey/reality/{stage}/answers");
    for (answer, note) in [("it_depends", "On the fitter"), ("no", "")] {
        let body = json!({ "answer": answer, "note": note });
        let said = served.call(&token, "POST", &address, "", Some(body)).await;
        assert_eq!(said.status, 201, "{}", said.body);
        let now = served.read(&reader, "/api/v1/journey/reality").await;
        let answers = now["stages"][0]["answers"].as_array().expect("answers");
        assert_eq!((answers.len(), &answers[0]["answer"], &answers[0]["note"]), (1, &json!(answer), &json!(note)));
        assert_eq!((&now["agreed"][0]["version"], &answers[0]["version"]), (&json!(version), &json!(version)));
        assert_eq!(now["agreed"][0]["leader"], answers[0]["leader"], "both as who the token stands for");
        assert!(now["agreed"][0]["leader"].as_str().expect("a name").contains("leader"), "{now}");
    }
    for (address, body, status) in [
        (address.as_str(), json!({ "answer": "perhaps" }), 400),
        (address.as_str(), json!({ "answer": "yes", "leader": "Ann" }), 400),
        ("/api/v1/journey/reality/nowhere/answers", json!({ "answer": "yes" }), 404),
    ] {
        let refused = served.call(&token, "POST", address, "", Some(body)).await;
        assert_eq!(refused.status, status, "{}", refused.body);
    }
}
