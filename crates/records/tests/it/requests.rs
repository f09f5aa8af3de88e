//! Requests that may come again.

use bellwether_records::Request;
use serde_json::json;
use ulid::Ulid;

use crate::databases::{Base, at, change};

crate::on_both_databases!(
    a_request_is_done_once_however_often_it_comes,
    a_change_that_was_made_before_a_crash_is_not_made_again,
    what_was_only_accepted_is_to_do_until_its_change_is_made,
);

fn id(number: u64) -> Ulid {
    Ulid::from_parts(number, 1)
}

async fn a_request_is_done_once_however_often_it_comes(base: Base) {
    let records = base.open().await;
    let requests = records.requests();
    let begin = async |user: &str, print: &str, number, second| {
        requests.begin(user, "key", print, id(number), at(second)).await.expect("noted")
    };
    assert_eq!(begin("ben", "a", 1, 0).await, Request::ToDo(id(1)));
    assert_eq!(begin("ben", "a", 2, 1).await, Request::UnderWay);
    assert_eq!(begin("ann", "a", 3, 1).await, Request::ToDo(id(3)), "another's key is another key");
    assert_eq!(begin("ben", "b", 4, 1).await, Request::Another);
    requests.answered("ben", "key", 201, "{}").await.expect("kept");
    assert_eq!(begin("ben", "a", 5, 2).await, Request::Answered { status: 201, body: "{}".to_owned() });
    requests.drop("ben", "key").await.expect("what is answered stays");
    assert_eq!(begin("ben", "a", 6, 2).await, Request::Answered { status: 201, body: "{}".to_owned() });
    requests.drop("ann", "key").await.expect("dropped");
    assert_eq!(begin("ann", "a", 7, 2).await, Request::ToDo(id(7)));
    let days = 24 * 3_600;
    assert_eq!(begin("ben", "a", 8, 8 * days).await, Request::ToDo(id(8)), "after a week nothing is known of it");
}

async fn a_change_that_was_made_before_a_crash_is_not_made_again(base: Base) {
    let records = base.open().await;
    let (requests, made) = (records.requests(), change(1));
    let first = Ulid::from_parts(1_700_000_000_001, 8);
    for key in ["made", "not made"] {
        let begun = requests.begin("ben", key, "a", if key == "made" { first } else { id(2) }, at(0)).await;
        assert!(matches!(begun, Ok(Request::ToDo(_))), "{begun:?}");
    }
    records.settings().set("noun", &json!("donor"), &made).await.expect("set");
    let again = async |key, second| requests.begin("ben", key, "a", id(9), at(second)).await.expect("noted");
    assert_eq!(again("made", 1).await, Request::Made(first));
    assert_eq!(again("not made", 1).await, Request::UnderWay);
    assert_eq!(again("not made", 200).await, Request::ToDo(id(2)), "whoever began it is gone");
    assert_eq!(again("not made", 201).await, Request::UnderWay, "somebody has taken it over");
    requests.drop("ben", "made").await.expect("asked");
    assert_eq!(again("made", 300).await, Request::Made(first), "what was made is not forgotten");
}

async fn what_was_only_accepted_is_to_do_until_its_change_is_made(base: Base) {
    let records = base.open().await;
    let requests = records.requests();
    let made = Ulid::from_parts(1_700_000_000_001, 8);
    let begin = async |second| requests.begin("ben", "key", "a", made, at(second)).await.expect("noted");
    assert_eq!(begin(0).await, Request::ToDo(made));
    requests.answered("ben", "key", 202, "{}").await.expect("kept");
    // Nobody knows whether who accepted it is still there.
    for second in [1, 2] {
        assert_eq!(begin(second).await, Request::ToDo(made));
    }
    records.settings().set("noun", &json!("donor"), &change(1)).await.expect("set");
    assert_eq!(begin(3).await, Request::Answered { status: 202, body: "{}".to_owned() });
}
