//! Users and their sessions.

use bellwether_model::{Role, Roles};
use bellwether_records::{Invitation, Password, RecordsError, UserDetails};

use crate::databases::{Base, at, change};

crate::on_both_databases!(
    a_name_to_sign_in_with_is_plain_and_somebodys_alone,
    a_user_holds_the_latest_state_and_the_audit_the_earlier_ones_without_passwords,
    a_password_that_somebody_else_chose_is_marked_until_its_user_chose_another,
    there_is_always_an_active_admin,
    one_person_has_several_roles_and_takes_none_by_itself,
    an_invitation_lets_its_user_choose_a_password_once_and_in_time,
    users_from_before_they_had_several_roles_keep_theirs,
    a_session_lasts_until_its_end_and_no_longer_than_its_user,
);

fn details(role: Role) -> UserDetails {
    UserDetails { full_name: "Ann Hill".into(), roles: role.into(), active: true }
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
    assert_eq!((&ben.details.roles, ben.password.as_str()), (&Role::Owner.into(), "$argon2id$third"));
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

async fn one_person_has_several_roles_and_takes_none_by_itself(base: Base) {
    let records = base.open().await;
    let users = records.users();
    let several = |roles: &[Role]| UserDetails {
        roles: Roles::of(roles.iter().copied()).expect("roles"),
        ..details(Role::Admin)
    };
    let first = several(&[Role::Admin, Role::Analyst]);
    users.add("ann", &first, Password::own("hash"), &change(1)).await.expect("added");
    assert_eq!(users.get("ann").await.expect("read").map(|ann| ann.details), Some(first));
    let more = several(&[Role::Admin, Role::Analyst, Role::Leader]);
    let refused = users.change_own("ann", &more, None, &change(2)).await.expect_err("refused");
    assert!(matches!(refused, RecordsError::OwnRole(Role::Leader)), "{refused}");
    users.change_own("ann", &details(Role::Admin), None, &change(3)).await.expect("a role is given up");
    let back = users.change_own("ann", &several(&[Role::Admin, Role::Analyst]), None, &change(4)).await;
    assert!(matches!(back, Err(RecordsError::OwnRole(Role::Analyst))), "{back:?}");
    users.change("ann", &several(&[Role::Admin, Role::Analyst]), None, &change(5)).await.expect("by another admin");
    let entries = records.audit().after(0, 100).await.expect("read");
    let told: Vec<_> = entries.iter().filter(|entry| entry.subject == "user ann").map(|entry| &entry.after).collect();
    assert!(told[0].contains(r#""roles":["admin","analyst"]"#) && told[1].contains(r#""roles":["admin"]"#), "{told:?}");
    assert_eq!(records.verify().await.expect("verified"), []);
}

async fn an_invitation_lets_its_user_choose_a_password_once_and_in_time(base: Base) {
    let records = base.open().await;
    let (users, sessions) = (records.users(), records.sessions());
    let until = |secret, second| Invitation { secret, until: at(second) };
    users.add("ann", &details(Role::Admin), Password::own("hash"), &change(1)).await.expect("added");
    users.add_invited("ben", &details(Role::Admin), until("one", 100), &change(2)).await.expect("added");
    let ben = users.get("ben").await.expect("read").expect("a user");
    assert_eq!((ben.has_password(), ben.password_given, ben.invited_until), (false, false, Some(at(100))));
    let last = users.change("ann", &details(Role::Reader), None, &change(3)).await;
    assert!(matches!(last, Err(RecordsError::LastAdmin(_))), "who was merely invited lets nobody in: {last:?}");

    let whom =
        async |secret: &str, second| users.invited(secret, at(second)).await.expect("read").map(|user| user.name);
    assert_eq!(
        [whom("one", 99).await.as_deref(), whom("one", 100).await.as_deref(), whom("two", 9).await.as_deref()],
        [Some("ben"), None, None]
    );
    let late = users.take_up("one", "hash", &change(100)).await;
    assert!(matches!(late, Err(RecordsError::NoInvitation)), "{late:?}");
    users.invite("ben", until("two", 200), &change(101)).await.expect("invited again");
    assert_eq!([whom("one", 102).await, whom("two", 102).await], [None, Some("ben".to_owned())]);
    let ben = users.take_up("two", "chosen", &change(110)).await.expect("taken up");
    assert_eq!((ben.password.as_str(), ben.password_given, ben.invited_until), ("chosen", false, None));
    let twice = users.take_up("two", "another", &change(111)).await;
    assert!(matches!(twice, Err(RecordsError::NoInvitation)), "it serves once: {twice:?}");

    assert!(sessions.begin("session", &ben, at(112), at(900)).await.expect("begun"));
    users.invite("ben", until("three", 300), &change(120)).await.expect("who forgot the password");
    assert!(sessions.user("session", at(121)).await.expect("read").is_some(), "an invitation signs nobody out");
    users.take_up("three", "third", &change(130)).await.expect("taken up");
    assert!(sessions.user("session", at(131)).await.expect("read").is_none(), "another password does");

    users.invite("ben", until("four", 300), &change(140)).await.expect("invited");
    let own = details(Role::Admin);
    users.change_own("ben", &own, Some(Password::own("fourth")), &change(141)).await.expect("changed");
    assert_eq!(whom("four", 142).await, None, "a password chosen meanwhile ends it");
    users.invite("ben", until("five", 300), &change(150)).await.expect("invited");
    let away = UserDetails { active: false, ..details(Role::Admin) };
    users.change("ben", &away, None, &change(151)).await.expect("changed");
    users.change("ben", &own, None, &change(152)).await.expect("back again");
    assert_eq!(whom("five", 153).await, None, "so does leaving");
    let nobody = users.invite("carl", until("six", 300), &change(160)).await;
    assert!(matches!(nobody, Err(RecordsError::NoUser(_))), "{nobody:?}");

    assert_eq!(records.verify().await.expect("verified"), []);
    let entries = records.audit().after(0, 100).await.expect("read");
    let kinds = entries.iter().filter(|entry| entry.subject == "user ben").map(|entry| entry.what.as_str());
    let kinds: Vec<_> = kinds.take(4).collect();
    assert_eq!(kinds, ["user.add", "user.invite", "user.password", "user.invite"]);
    users.invite("ben", until("seven", 300), &change(170)).await.expect("invited");
    base.tamper("UPDATE users SET invited_until = invited_until + 1 WHERE name = 'ben'").await;
    let breaches = records.verify().await.expect("verified");
    assert!(breaches.len() == 1 && breaches[0].what.contains("invitation"), "{breaches:?}");
}

async fn users_from_before_they_had_several_roles_keep_theirs(base: Base) {
    let records = base.open().await;
    records.users().add("ann", &details(Role::Leader), Password::own("hash"), &change(1)).await.expect("added");
    records.close().await;
    for undo in [
        "DROP INDEX users_by_invitation",
        "ALTER TABLE users DROP COLUMN invitation",
        "ALTER TABLE users DROP COLUMN invited_until",
        "UPDATE users SET roles = 'leader'",
        "ALTER TABLE users RENAME COLUMN roles TO role",
        "DELETE FROM _sqlx_migrations WHERE version = 11",
    ] {
        base.tamper(undo).await;
    }
    let ann = base.open().await.users().get("ann").await.expect("read").expect("a user");
    assert_eq!((&ann.details, ann.has_password()), (&details(Role::Leader), true));
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
        sessions.user(secret, at(second)).await.expect("read").map(|user| user.details.roles)
    };
    assert_eq!(
        [role("one", 99).await, role("one", 100).await, role("none", 20).await],
        [Some(Role::Owner.into()), None, None]
    );
    sessions.end("one", at(20)).await.expect("ended");
    assert_eq!([role("one", 21).await, role("two", 21).await], [None, Some(Role::Owner.into())]);
    users.change("ben", &details(Role::Reader), None, &change(30)).await.expect("changed");
    assert_eq!(role("two", 31).await, Some(Role::Reader.into()), "a new role holds at once");
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
