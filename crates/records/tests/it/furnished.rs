//! A company that decided something of every kind, and some of it twice.

use std::collections::BTreeMap;

use bellwether_model::{
    Act, BusinessCalendar, BusinessCalendars, Calendar, Currency, Day, Grain, HowKnown, Journey, Measure, MovementKind,
    Period, Policy, Population, PopulationRule, Populations, RealityAnswer, ReasonTree, Role, Roles, Stage, Target,
    WeekHours,
};
use bellwether_records::{
    Change, Closing, Dismissal, DismissedRows, ImportUndo, Invitation, JourneyAgreement, MeasurePhase, NewReason,
    Password, RealityCheck, Records, UserDetails, VersionDetails,
};
use serde_json::json;
use ulid::Ulid;

use crate::databases::{at, change, finely, mapping, since};

/// How many changes `furnish` makes in a round.
const CHANGES: u32 = 49;

/// Makes each kind of change, in a round of its own numbers.
pub(crate) async fn furnish(records: &Records, round: u32) {
    furnish_with(records, round, &mut Changes { latest: round * CHANGES, verified: None }).await;
}

/// The same, and demands before each change that nothing is told of the ones before.
pub(crate) async fn furnish_and_verify(records: &Records, round: u32) {
    furnish_with(records, round, &mut Changes { latest: round * CHANGES, verified: Some(records.clone()) }).await;
}

async fn furnish_with(records: &Records, round: u32, changes: &mut Changes) {
    documents(records, round, changes).await;
    registers(records, round, changes).await;
    people(records, round, changes).await;
    books(records, round, changes).await;
    passing(records, round).await;
    changes.next().await;
}

/// Changes one after the other.
struct Changes {
    latest: u32,
    /// What is verified before each.
    verified: Option<Records>,
}

impl Changes {
    async fn next(&mut self) -> Change {
        if let Some(records) = &self.verified {
            assert_eq!(records.verify().await.expect("verified"), [], "after change {}", self.latest);
        }
        self.latest += 1;
        change(self.latest)
    }
}

async fn documents(records: &Records, round: u32, changes: &mut Changes) {
    let policy = Policy { lapse_days: 100 + u16::try_from(round).expect("few"), ..Policy::default() };
    let from = since(Day(i32::try_from(round).expect("a day")), "agreed");
    let policies = records.documents::<Policy>();
    let added = policies.add(&policy, &from, &changes.next().await).await.expect("added");
    policies.sign(added.version, "Zoë Lee", "CFO", &changes.next().await).await.expect("signed");
    policies.sign(added.version, "Ben Oz", "CEO", &changes.next().await).await.expect("signed");
    let details = VersionDetails { note: format!("round {round}"), ..VersionDetails::default() };
    let tree = ReasonTree::default();
    records.documents().add(&tree, &details, &changes.next().await).await.expect("added");
    let shop = mapping("shop", "purchases", &format!("at = 'Date {round}'\n"));
    records.documents().add(&shop, &VersionDetails::default(), &changes.next().await).await.expect("saved");
    let week = WeekHours { monday: vec!["09:00-17:00".parse().expect("hours")], ..WeekHours::default() };
    let office = BusinessCalendar { name: format!("office {round}"), week, ..BusinessCalendar::always() };
    let calendars = BusinessCalendars { calendars: vec![office] };
    records.documents().add(&calendars, &VersionDetails::default(), &changes.next().await).await.expect("saved");
    let stage = Stage { id: "start".into(), name: format!("I start {round}"), owner: "Ada".into(), ..Stage::default() };
    let journey = Journey { stages: vec![stage], ..Journey::default() };
    records.documents().add(&journey, &details, &changes.next().await).await.expect("added");
    let rule = PopulationRule { customers: [format!("C{round}")].into(), ..PopulationRule::default() };
    let named = Population { id: "few".into(), name: "A few".into(), rules: vec![rule], ..Population::default() };
    let populations = Populations { populations: vec![named] };
    records.documents().add(&populations, &VersionDetails::default(), &changes.next().await).await.expect("added");
    let reason = NewReason {
        customer_id: "C7".into(),
        day: Day(19_000),
        kind: MovementKind::Less,
        reason: "price".into(),
        how_known: HowKnown::Told,
        note: format!("said so {round} times"),
    };
    for day in [19_000, 19_001] {
        let reason = NewReason { day: Day(day), ..reason.clone() };
        records.reasons().set(&reason, &changes.next().await).await.expect("set");
    }
}

async fn registers(records: &Records, round: u32, changes: &mut Changes) {
    let target = Target {
        period: Calendar::utc().period(Grain::Year, Day(20_454)),
        measure: Measure::Moved(MovementKind::TransferIn),
        level: Some("gold".to_owned()),
        customers: Some(40),
        minor: None,
        currency: Currency::EUR,
        owner: "Ada Byron, service".to_owned(),
        investment: "two more technicians".to_owned(),
    };
    let targets = records.register::<Target>();
    let kept = targets.add(&target, &changes.next().await).await.expect("set");
    let more = Target { customers: Some(60), ..target.clone() };
    targets.change(&kept, &more, None, &changes.next().await).await.expect("changed");
    let given_up = targets.add(&target, &changes.next().await).await.expect("set");
    targets.withdraw(&given_up, None, &changes.next().await).await.expect("withdrawn");
    let phase = MeasurePhase {
        measure: "installation.kept".to_owned(),
        from: Day(20_454 + round as i32),
        reason: "two more technicians".to_owned(),
    };
    let phases = records.register::<MeasurePhase>();
    let begun = phases.add(&phase, &changes.next().await).await.expect("begun");
    let other = MeasurePhase { reason: "three more technicians".to_owned(), ..phase };
    phases.change(&begun, &other, None, &changes.next().await).await.expect("changed");
    phases.withdraw(&begun, None, &changes.next().await).await.expect("taken back");
    let agreement = JourneyAgreement { version: i64::from(round), leader: "Zoë Lee".to_owned() };
    let agreements = records.register::<JourneyAgreement>();
    let agreed = agreements.add(&agreement, &changes.next().await).await.expect("agreed");
    let other = JourneyAgreement { leader: "Ben Oz".to_owned(), ..agreement };
    agreements.change(&agreed, &other, None, &changes.next().await).await.expect("changed");
    agreements.withdraw(&agreed, None, &changes.next().await).await.expect("taken back");
    let check = RealityCheck {
        version: i64::from(round),
        stage: "start".to_owned(),
        leader: "Zoë Lee".to_owned(),
        answer: RealityAnswer::No,
        note: "not in autumn".to_owned(),
    };
    let checks = records.register::<RealityCheck>();
    let answered = checks.add(&check, &changes.next().await).await.expect("answered");
    let again = RealityCheck { answer: RealityAnswer::ItDepends, ..check };
    checks.change(&answered, &again, None, &changes.next().await).await.expect("changed");
    checks.withdraw(&answered, None, &changes.next().await).await.expect("taken back");
    let total = Dismissal {
        import: i64::from(round),
        rows: DismissedRows::Cause("no-date".into()),
        what: "the date is empty".into(),
        why: "a total line".into(),
    };
    let dismissals = records.register::<Dismissal>();
    let id = dismissals.add(&total, &changes.next().await).await.expect("dismissed");
    let other = Dismissal { why: "a test".into(), ..total };
    dismissals.change(&id, &other, None, &changes.next().await).await.expect("changed");
    if round == 0 {
        dismissals.withdraw(&id, None, &changes.next().await).await.expect("opened again");
    }
}

async fn people(records: &Records, round: u32, changes: &mut Changes) {
    let (users, tokens) = (records.users(), records.tokens());
    let details = |roles: Roles| UserDetails { full_name: "Ann Hill".into(), roles, active: true };
    if round == 0 {
        let own = Password::own("$argon2id$one");
        users.add("ann", &details(Role::Admin.into()), own, &changes.next().await).await.expect("added");
        users.add("ben", &details(Role::Reader.into()), own, &changes.next().await).await.expect("added");
        let invitation = Invitation { secret: "first", until: finely(9_000) };
        users
            .add_invited("carl", &details(Role::Reader.into()), invitation, &changes.next().await)
            .await
            .expect("added");
    }
    let invitation = Invitation { secret: &format!("secret {round}"), until: finely(9_000) };
    users.invite("ben", invitation, &changes.next().await).await.expect("invited");
    users.take_up(invitation.secret, "$argon2id$two", &changes.next().await).await.expect("taken up");
    let role = if round == 0 { Role::Owner } else { Role::Analyst };
    users.change("carl", &details(role.into()), None, &changes.next().await).await.expect("changed");
    let scopes = [Act::ReadFigures];
    for (user, label) in [("ben", "export"), ("ben", "another"), ("ann", "third")] {
        let secret = format!("{label} {round}");
        let end = finely(90_000 + i64::from(round));
        let made = tokens.add(user, label, &scopes, &secret, end, &changes.next().await).await.expect("made");
        if label == "another" {
            tokens.revoke(user, &made.id, &changes.next().await).await.expect("revoked");
        }
    }
    let given = Some(Password::given("$argon2id$three"));
    users.change("ben", &details(Role::Reader.into()), given, &changes.next().await).await.expect("changed");
    let renamed = UserDetails { full_name: format!("Ann {round}"), ..details(Role::Admin.into()) };
    users.change_own("ann", &renamed, None, &changes.next().await).await.expect("changed");
    for (name, value) in [("organisation", json!(format!("Hill {round}"))), ("noun", json!(["donor", round]))] {
        records.settings().set(name, &value, &changes.next().await).await.expect("set");
    }
}

async fn books(records: &Records, round: u32, changes: &mut Changes) {
    let period = month(round);
    let closing = Closing {
        period,
        policy_version: 1,
        lake_versions: BTreeMap::from([("purchases".to_owned(), 12), ("touches".to_owned(), 0)]),
        last_import_seq: 4,
        figures: format!("{{\"lost\": [{round}, -340]}}"),
    };
    records.books().close(&closing, &changes.next().await).await.expect("closed");
    let undo = ImportUndo {
        undo: 7,
        undoes: 3,
        import: 3,
        returns: false,
        fact: "purchases".into(),
        source: "shop".into(),
        withdrawn: 2,
        replaced: 0,
        added: 0,
        unchanged: 0,
    };
    records.imports().take_back(&undo, &changes.next().await).await.expect("noted");
}

/// The month that a round closes.
pub(crate) fn month(round: u32) -> Period {
    Calendar::utc().parse_period(Grain::Month, &format!("2024-{:02}", round + 1)).expect("a month")
}

/// What is no decision, and passes.
async fn passing(records: &Records, round: u32) {
    let ben = records.users().get("ben").await.expect("read").expect("a user");
    let begun = records.sessions().begin(&format!("session {round}"), &ben, at(5), at(9_000)).await;
    assert!(begun.expect("begun"));
    records.drafts().write("room", "Ann", "We will", i64::from(round), at(6)).await.expect("written");
    let id = Ulid::from_parts(u64::from(round), 5);
    records.requests().begin("ben", &format!("key {round}"), "print", id, at(7)).await.expect("begun");
}
