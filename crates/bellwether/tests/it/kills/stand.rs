//! Companies as lives begin with them, each made once and copied for every life.

use std::fmt::Write as _;

use bellwether_app::App;
use bellwether_app::invitation::Invitee;
use bellwether_app::people::NewPerson;
use bellwether_app::tokens::NewToken;
use bellwether_model::{Act, Role, Roles};

use super::actions::Beginning;
use super::life::{Life, app_in};
use super::state::copy;
use crate::company::Company;

/// So many months of purchases there are, and one more.
pub const MONTHS: usize = 7;
const CUSTOMERS: usize = 40;
const PASSWORD: &str = "four words put together";

/// How those who ask are let in.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// Of somebody who may do everything.
    pub session: String,
    /// Another of theirs, to be ended.
    pub passing_session: String,
    /// Of somebody who takes another password.
    pub other_session: String,
    /// A program's that may do everything.
    pub token: String,
    /// Another one, to be ended.
    pub passing_token: String,
    /// Of an invitation.
    pub invitation: String,
}

/// A company to begin lives with.
pub struct Stand {
    company: Company,
    keys: Keys,
}

impl Stand {
    pub async fn new(beginning: Beginning) -> Self {
        let company = Company::without_data();
        let mut keys = Keys::default();
        if beginning != Beginning::Nothing {
            company.answer(&["init", "--currency", "EUR", "--basis", "spend", "--lapse-days", "60"]);
        }
        if !matches!(beginning, Beginning::Nothing | Beginning::Empty) {
            let app = app_in(&company.data()).open().await.expect("a company");
            keys = people(&app).await;
            app.company().await.expect("open").records.close().await;
        }
        if beginning == Beginning::Shown {
            company.answer(&["sample", "add"]);
        }
        if beginning == Beginning::Furnished {
            furnish(&company).await;
        }
        Self { company, keys }
    }

    /// A life that begins so.
    pub fn life(&self) -> Life {
        let company = Company::without_data();
        copy(self.company.folder(), company.folder());
        let _ = std::fs::remove_dir_all(company.folder().join("lake"));
        if company.data().join("lake").is_dir() {
            std::fs::create_dir_all(company.data().join("lake/.staging")).expect("made");
        }
        Life::new(company, self.keys.clone())
    }
}

async fn people(app: &App) -> Keys {
    let roles = Roles::of([Role::Admin, Role::Analyst, Role::Leader]).expect("roles");
    for (name, full_name, roles) in
        [("dora", "Dora Hill", roles), ("ben", "Ben Ito", Role::Leader.into()), ("gus", "Gus Lee", Role::Reader.into())]
    {
        let [name, full_name, password] = [name, full_name, PASSWORD].map(str::to_owned);
        app.add_oneself(&NewPerson { name, full_name, roles, password }, "the test").await.expect("added");
    }
    let invitee = Invitee { name: "eva".to_owned(), full_name: "Eva Fox".to_owned(), roles: Role::Reader.into() };
    let invitation = app.invite(&invitee, "the test").await.expect("invited").secret;
    let session = async |name: &str| app.sign_in(name, PASSWORD).await.expect("asked").expect("signed in");
    let (dora, passing_session, other_session) = (session("dora").await, session("dora").await, session("gus").await);
    let person = app.signed_in(&dora).await.expect("asked").expect("signed in");
    let token = async |label: &str| {
        let wanted = NewToken { label: label.to_owned(), scopes: Act::ALL.to_vec(), days: 1 };
        app.make_token(&person, &wanted).await.expect("a token")
    };
    token("spare").await;
    token("another").await;
    let (token, passing_token) = (token("kept").await, token("passing").await);
    Keys { token, passing_token, session: dora, passing_session, other_session, invitation }
}

/// Facts of every kind, with rows that were refused, decisions about them, and files on their way in.
async fn furnish(company: &Company) {
    for (fact, columns, _) in FACTS {
        let currency = if ["purchases", "subscriptions"].contains(fact) { "currency = \"EUR\"\n" } else { "" };
        let source = if *fact == "reasons" { "asked" } else { "shop" };
        let mut map = format!("table = \"{fact}\"\nsource = \"{source}\"\n{currency}[columns]\n");
        for column in columns.split(',') {
            writeln!(map, "{column} = \"{column}\"").expect("written");
        }
        company.write(&format!("{fact}.toml"), map);
        for turn in 0..10 {
            company.write(&format!("{fact}-{turn}.csv"), rows(fact, columns, turn));
        }
    }
    for (fact, _, _) in FACTS {
        let [file, map] = [format!("{fact}-0.csv"), format!("{fact}.toml")];
        company.answer(&["import", &file, "--as", fact, "--map", &map]);
    }
    let [journey, calendars] = ["journey", "calendar"].map(|of| company.answer(&[of, "export"]));
    for turn in 0..10 {
        let owner = format!("Head of Sales {turn}");
        let journey = journey.replace("\nversion = 0\n", "\n").replace("Head of Sales", &owner);
        company.write(&format!("journey-{turn}.toml"), journey);
        let calendars = calendars.replace("\nversion = 0\n", "\n").replace("Christmas Day", &format!("Day {turn}"));
        company.write(&format!("calendars-{turn}.toml"), calendars);
        let holiday =
            format!("BEGIN:VEVENT\nDTSTART;VALUE=DATE:203001{:02}\nSUMMARY:Holiday {turn}\nEND:VEVENT\n", turn + 1);
        let holidays = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{holiday}END:VCALENDAR\n");
        company.write(&format!("holidays-{turn}.ics"), holidays);
        let rule = "[[populations.rules]]\nbase = \"active\"\n";
        let populations = format!("[[populations]]\nid = \"some{turn}\"\nname = \"Some {turn}\"\n{rule}");
        company.write(&format!("populations-{turn}.toml"), populations);
    }
    let tree = company.answer(&["reason", "tree"]);
    for turn in 0..10 {
        let (_, tree) = tree.split_once("\nversion = 1\n").expect("the first version");
        company.write(&format!("tree-{turn}.toml"), tree.replace("No longer needed", &format!("Not needed {turn}")));
    }
    for command in [
        "calendar apply calendars-0.toml",
        "journey apply journey-0.toml --yes",
        "populations apply populations-0.toml",
        "measures phase begin delivery.kept --from 2024-03 --reason begun",
        "close 2024-01 --yes",
        "plan set 2024 --of new --customers 50 --owner Ada",
        "plan set 2024 --of lost --customers 5 --owner Ben",
        "refresh",
    ] {
        company.answer(&command.split(' ').collect::<Vec<_>>());
    }
    let app = app_in(&company.data()).open().await.expect("a company");
    let rejects = app.ask(&bellwether_app::rejects::RejectsQuestion).await.expect("asked");
    let open = rejects.causes.iter().find(|cause| cause.open > 1).expect("rows were refused");
    let row = &open.first_open[0];
    let new = bellwether_app::rejects::NewDismissal {
        import: open.import,
        cause: open.cause.clone(),
        file: Some(row.file.clone()),
        row: Some(row.row),
        why: "a total".to_owned(),
    };
    app.dismiss_rejects(&new, "the test").await.expect("dismissed");
    app.company().await.expect("open").records.close().await;
    company.answer(&["backup", "whole"]);
}

/// Sends two files to a life's server, of which one's columns are agreed on.
pub fn send_files(life: &mut Life) {
    let server = crate::server::Server::start(&life.company, &life.keys.token);
    let map = std::fs::read_to_string(life.company.folder().join("purchases.toml")).expect("a map");
    for turn in [8, 9] {
        let file = std::fs::read(life.company.folder().join(format!("purchases-{turn}.csv"))).expect("a file");
        let path = format!("/api/v1/imports?fact=purchases&file=sent-{turn}.csv&source=shop");
        let (status, sent) = server.ask("POST", &path, "application/octet-stream", file);
        assert_eq!(status, 201, "{sent}");
        if turn == 9 {
            let path = format!("/api/v1/imports/{}/mapping", sent["id"].as_str().expect("an id"));
            let agreed = serde_json::json!({ "mapping": map }).to_string();
            assert_eq!(server.ask("PUT", &path, "application/json", &agreed).0, 200);
        }
    }
}

/// The tables of facts: the columns of a file, and how many rows it has.
const FACTS: &[(&str, &str, usize)] = &[
    ("customers", "customer_id,name", 20),
    ("identities", "source_id,customer_id", 10),
    ("purchases", "purchase_id,customer_id,at,amount", 240),
    ("subscriptions", "subscription_id,customer_id,monthly,from", 10),
    ("touches", "touch_id,customer_id,touchpoint,started_at", 30),
    ("feedback", "feedback_id,customer_id,at,kind,score,scale_min,scale_max", 10),
    ("referrals", "referral_id,from_customer,to_customer,at", 10),
    ("exchange_rates", "currency,day,rate", 5),
    ("reasons", "reason_id,customer_id,at,code,how_known", 10),
];

/// The rows of the file of a turn. Half of them were in the file of the turn before, changed; two are refused.
fn rows(fact: &str, columns: &str, turn: usize) -> String {
    let (_, _, count) = FACTS.iter().find(|(known, ..)| *known == fact).expect("a table");
    let mut text = format!("{columns}\n");
    for row in 0..*count {
        let number = turn * count / 2 + row;
        let cell = |column: &str| match column {
            "customer_id" | "from_customer" => format!("c{}", number % CUSTOMERS),
            "to_customer" => format!("c{}", (number + 1) % CUSTOMERS),
            "source_id" => format!("s{number}"),
            "name" => format!("Name {number} {turn}"),
            "at" | "from" | "started_at" | "day" if row < 2 && fact == "purchases" => "never".to_owned(),
            "at" | "from" | "started_at" | "day" => {
                format!("2024-{:02}-{:02}", 1 + number / CUSTOMERS % (MONTHS + 1), 1 + number % 28)
            }
            "amount" | "monthly" | "rate" => format!("{}.50", 1 + turn + number % 30),
            "touchpoint" => "support".to_owned(),
            "kind" => "aided".to_owned(),
            "score" => (number % 11).to_string(),
            "scale_min" => "0".to_owned(),
            "scale_max" => "10".to_owned(),
            "currency" => "USD".to_owned(),
            "code" => format!("code{}", number % 3),
            "how_known" => "asked".to_owned(),
            _ => format!("{fact}{number}"),
        };
        let cells: Vec<String> = columns.split(',').map(cell).collect();
        writeln!(text, "{}", cells.join(",")).expect("written");
    }
    text
}
