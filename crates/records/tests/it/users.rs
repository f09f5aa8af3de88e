//! Users and their sessions.

use bellwether_model::Role;
use bellwether_records::{Password, RecordsError, UserDetails};

use crate::databases::{Base, at, change};

crate::on_both_databases!(
    a_name_to_sign_in_with_is_plain_and_somebodys_alone,
    a_user_holds_the_latest_state_and_the_audit_the_earlier_ones_without_passwords,
    a_password_that_somebody_else_chose_is_marked_until_its_user_chose_another,
    there_is_always_an_active_admin,
    a_session_lasts_until_its_end_and_no_longer_than_its_user,
);

fn details(role: Role) -> UserDetails {
    UserDetails { full_name: "Ann Hill".into(), role, active: true }
}

async fn a_name_to_sign_in_with_is_plain_and_somebodys_alone(base: Base) {
    let records = base.open().await;
    records
        .users()
        .add(" Ann@Hill.example ", &details(Role::Admin), Password::own("hash"), &change(1))
        .await
        .expect("added");
    let ann = records.users().get("ANN@hill.example").await.expect("read").expect("a user");
    assert_eq!((ann.name.as_str(), ann.details, ann.signed_in_at), ("ann@hill.example", details(Role::Admin), None));
    for name in ["", "two words", "a'b", "a\0b", "..", "-a", &"x".repeat(65)] {
        let refused = records
            .users()
            .add(name, &details(Role::Reader), Password::own("hash"), &change(3))
            .await
            .expect_err("refused");
        assert!(matches!(refused, RecordsError::UserName(_)), "{refused}");
    }
    let twice = records.users().add("ANN@hill.example", &details(Role::Reader), Password::own("h"), &change(4)).await;
    assert!(matches!(twice, Err(RecordsError::UserExists(_))), "{twice:?}");
    let long = UserDetails { full_name: "x".repeat(501), ..details(Role::Reader) };
    let refused = records.users().add("ben", &long, Password::own("h"), &change(5)).await;
    assert!(matches!(refused, Err(RecordsError::TooLong { .. })), "{refused:?}");
}

async fn a_user_holds_the_latest_state_and_the_audit_the_earlier_ones_without_passwords(base: Base) {
    let records = base.open().await;
    let users = records.users();
    users.add("ann", &details(Role::Admin), Password::own("$argon2id$first"), &change(1)).await.expect("added");
    users.add("ben", &details(Role::Reader), Password::own("$argon2id$second"), &change(2)).await.expect("added");
    users.change("ben", &details(Role::Owner), None, &change(3)).await.expect("changed");
    users.change("ben", &details(Role::Owner), None, &change(4)).await.expect("unchanged");
    users
        .change("ben", &details(Role::Owner), Some(Password::own("$argon2id$third")), &change(5))
        .await
        .expect("changed");
    let ben = users.get("ben").await.expect("read").expect("a user");
    assert_eq!((ben.details.role, ben.password.as_str()), (Role::Owner, "$argon2id$third"));
    assert!(!format!("{ben:?}").contains("argon2id"), "a password is never shown, not even its hash");
    assert_eq!(users.all().await.expect("read").len(), 2);
    let entries = records.audit().after(0, 100).await.expect("read");
    let told: Vec<_> = entries.iter().filter(|entry| entry.subject == "user ben").collect();
    assert_eq!(
        told.iter().map(|entry| entry.what.as_str()).collect::<Vec<_>>(),
        ["user.add", "user.change", "user.password"]
    );
    assert!(
        told[1].before.as_deref().is_some_and(|before| before.contains("reader")) && told[1].after.contains("owner")
    );
    assert!(entries.iter().all(|entry| !entry.after.contains("argon2id")));
    assert_eq!(records.verify().await.expect("verified"), []);
    let nobody = users.change("carl", &details(Role::Owner), None, &change(6)).await;
    assert!(matches!(nobody, Err(RecordsError::NoUser(_))), "{nobody:?}");
}

async fn a_password_that_somebody_else_chose_is_marked_until_its_user_chose_another(base: Base) {
    let records = base.open().await;
    let (users, sessions) = (records.users(), records.sessions());
    users.add("ann", &details(Role::Admin), Password::own("first"), &change(1)).await.expect("added");
    users.add("ben", &details(Role::Reader), Password::given("first"), &change(2)).await.expect("added");
    let is_given = async |name: &str| users.get(name).await.expect("read").expect("a user").password_given;
    assert_eq!([is_given("ann").await, is_given("ben").await], [false, true]);
    users.change("ben", &details(Role::Owner), None, &change(3)).await.expect("changed");
    assert!(is_given("ben").await, "another role is no other password");
    users.change("ben", &details(Role::Owner), Some(Password::own("second")), &change(4)).await.expect("changed");
    assert!(!is_given("ben").await);
    users.change("ben", &details(Role::Owner), Some(Password::given("third")), &change(5)).await.expect("changed");
    let ben = users.get("ben").await.expect("read").expect("a user");
    assert!(sessions.begin("secret", &ben, at(6), at(100)).await.expect("begun"));
    let shown = sessions.user("secret", at(7)).await.expect("read").expect("a user");
    assert!(ben.password_given && shown.password_given, "whoever is signed in is known for it");
    let entries = records.audit().after(0, 100).await.expect("read");
    let told = entries.iter().filter(|entry| entry.subject == "user ben");
    let given = |json: &str| json.contains(r#""password_given":true"#);
    let told: Vec<_> = told.map(|entry| (entry.before.as_deref().map(given), given(&entry.after))).collect();
    assert_eq!(
        told,
        [(None, true), (Some(true), true), (Some(true), false), (Some(false), true)],
        "the audit tells it before and after"
    );
}

async fn there_is_always_an_active_admin(base: Base) {
    let records = base.open().await;
    let users = records.users();
    users.add("ann", &details(Role::Admin), Password::own("hash"), &change(1)).await.expect("added");
    let away = UserDetails { active: false, ..details(Role::Admin) };
    for less in [details(Role::Leader), away.clone()] {
        let refused = users.change("ann", &less, None, &change(2)).await.expect_err("refused");
        assert!(matches!(refused, RecordsError::LastAdmin(_)), "{refused}");
    }
    users.add("ben", &details(Role::Admin), Password::own("hash"), &change(3)).await.expect("added");
    users.change("ann", &away, None, &change(4)).await.expect("another admin is there");
}

async fn a_session_lasts_until_its_end_and_no_longer_than_its_user(base: Base) {
    let records = base.open().await;
    let (users, sessions) = (records.users(), records.sessions());
    users.add("ann", &details(Role::Admin), Password::own("hash"), &change(1)).await.expect("added");
    users.add("ben", &details(Role::Owner), Password::own("hash"), &change(2)).await.expect("added");
    let ben = async || users.get("ben").await.expect("read").expect("a user");
    let before = ben().await;
    for secret in ["one", "two", "three"] {
        assert!(sessions.begin(secret, &before, at(10), at(100)).await.expect("begun"));
    }
    let role = async |secret: &str, second| {
        sessions.user(secret, at(second)).await.expect("read").map(|user| user.details.role)
    };
    assert_eq!(
        [role("one", 99).await, role("one", 100).await, role("none", 20).await],
        [Some(Role::Owner), None, None]
    );
    sessions.end("one", at(20)).await.expect("ended");
    assert_eq!([role("one", 21).await, role("two", 21).await], [None, Some(Role::Owner)]);
    users.change("ben", &details(Role::Reader), None, &change(30)).await.expect("changed");
    assert_eq!(role("two", 31).await, Some(Role::Reader), "a new role holds at once");
    users.change("ben", &details(Role::Reader), Some(Password::own("other")), &change(40)).await.expect("changed");
    assert_eq!([role("two", 41).await, role("three", 41).await], [None, None], "a new password signs out");
    assert!(
        !sessions.begin("late", &before, at(45), at(100)).await.expect("asked"),
        "the password checked is another by now"
    );
    assert!(sessions.begin("four", &ben().await, at(50), at(100)).await.expect("begun"));
    users
        .change("ben", &UserDetails { active: false, ..details(Role::Reader) }, None, &change(60))
        .await
        .expect("changed");
    assert_eq!(role("four", 61).await, None);
    assert!(!sessions.begin("five", &ben().await, at(70), at(100)).await.expect("asked"), "no longer active");
    assert_eq!(ben().await.signed_in_at, Some(at(50)));
}
