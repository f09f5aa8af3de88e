//! Tokens.

use bellwether_model::{Act, Role};
use bellwether_records::{Password, RecordsError, UserDetails};

use crate::databases::{Base, at, change};

crate::on_both_databases!(a_token_opens_until_it_ends_and_only_while_its_user_is_active);

async fn a_token_opens_until_it_ends_and_only_while_its_user_is_active(base: Base) {
    let records = base.open().await;
    let (users, tokens) = (records.users(), records.tokens());
    let details = UserDetails { full_name: "Ben Hill".into(), roles: Role::Analyst.into(), active: true };
    users
        .add("ann", &UserDetails { roles: Role::Admin.into(), ..details.clone() }, Password::own("hash"), &change(1))
        .await
        .expect("added");
    users.add("ben", &details, Password::own("hash"), &change(2)).await.expect("added");
    let scopes = [Act::ReadFigures, Act::Explain];
    let export = tokens.add("ben", " nightly export ", &scopes, "one", at(100), &change(10)).await.expect("made");
    let other = tokens.add("ben", "other", &scopes[..1], "two", at(200), &change(11)).await.expect("made");
    let holder = tokens.holder("one", at(99)).await.expect("read").expect("a holder");
    assert_eq!((holder.user.name.as_str(), holder.label.as_str()), ("ben", "nightly export"));
    assert_eq!(holder.scopes, scopes);
    let opens = async |secret: &str, second| tokens.holder(secret, at(second)).await.expect("read").is_some();
    assert_eq!([opens("one", 100).await, opens("two", 100).await, opens("three", 20).await], [false, true, false]);
    assert_eq!(tokens.of_user("ben", at(50)).await.expect("read"), [export, other.clone()]);
    assert_eq!(tokens.of_user("ben", at(150)).await.expect("read"), std::slice::from_ref(&other));

    let of_another = tokens.revoke("ann", &other.id, &change(20)).await;
    assert!(matches!(of_another, Err(RecordsError::NoToken(_))), "{of_another:?}");
    tokens.revoke("ben", &other.id, &change(30)).await.expect("revoked");
    assert!(!opens("two", 31).await);
    let again = tokens.revoke("ben", &other.id, &change(40)).await;
    assert!(matches!(again, Err(RecordsError::NoToken(_))), "{again:?}");

    let kept = tokens.add("ben", "kept", &scopes, "four", at(1_000), &change(50)).await.expect("made");
    let away = UserDetails { active: false, ..details };
    users.change("ben", &away, None, &change(60)).await.expect("changed");
    assert!(!opens("four", 61).await, "its user is no longer active");
    users.change("ben", &UserDetails { active: true, ..away }, None, &change(70)).await.expect("changed");
    assert!(!opens("four", 71).await, "back again, its tokens are not");
    let ben = UserDetails { full_name: "Ben Hill".into(), roles: Role::Analyst.into(), active: true };
    tokens.add("ben", "more", &scopes, "five", at(1_000), &change(80)).await.expect("made");
    users.change("ben", &ben, Some(Password::own("another hash")), &change(90)).await.expect("changed");
    assert!(!opens("five", 91).await, "another password ends them");
    let entries = records.audit().after(0, 100).await.expect("read");
    let told: Vec<_> =
        entries.iter().filter(|entry| entry.what.starts_with("token")).map(|e| e.what.as_str()).collect();
    assert_eq!(told, ["token.add", "token.add", "token.revoke", "token.add", "token.add"]);
    assert!(entries.iter().any(|entry| entry.subject == format!("token {}", kept.id)));
    assert_eq!(records.verify().await.expect("verified"), []);
}
