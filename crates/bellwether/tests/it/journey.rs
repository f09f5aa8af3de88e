//! The journey and the business calendars as files: exported, changed, applied; whole, dated, and never written over unseen.

use crate::company::Company;

/// A company of which a file is the journey, changed, and what is said of applying it.
fn refused(company: &Company, code: i32, (from, to): (&str, &str)) -> String {
    let journey = company.answer(&["journey", "export"]);
    assert!(journey.contains(from), "{from} in {journey}");
    company.write("changed.toml", journey.replace(from, to));
    company.refused(code, &["journey", "apply", "changed.toml", "--yes"])
}

/// Every version stands as the audit told of it.
fn is_sound(company: &Company) {
    let told = company.ask(&["doctor", "--format", "csv"]).answer;
    assert!(told.contains("breaches of their seals: 0;"), "{told}");
}

#[test]
fn a_journey_is_begun_from_an_example_changed_and_held_by_the_day() {
    let company = Company::of_purchases();
    let told = company.refused(4, &["journey", "show"]);
    assert!(told.contains("journey export > journey.toml"), "{told}");
    let example = company.answer(&["journey", "export"]);
    company.write("journey.toml", &example);
    let told = company.refused(2, &["journey", "apply", "journey.toml"]);
    assert!(told.contains("add --yes"), "{told}");
    company.answer(&["journey", "apply", "journey.toml", "--yes", "--note", "agreed in May"]);
    let rows = company.rows(&["journey", "show"]);
    let of = |name: &str| rows.iter().map(|row| row[name].as_str()).collect::<Vec<_>>();
    assert_eq!(of("owner"), ["Head of Sales", "Head of Delivery", "Head of Service", "Head of Service"]);
    assert_eq!(of("target"), ["", "95%", "90%", ""]);
    // The version seen stands in the file.
    let exported = company.answer(&["journey", "export"]);
    assert!(exported.starts_with("version = 1\n"), "{exported}");
    company.write("again.toml", &exported);
    let said = company.ask(&["journey", "apply", "again.toml", "--yes"]).told;
    assert!(said.contains("Nothing changes: this is version 1"), "{said}");
    company.write("next.toml", exported.replace("Head of Sales", "Ada Okafor"));
    let said = company.ask(&["journey", "apply", "next.toml", "--yes", "--from", "2024-07-01"]).told;
    for part in ["-owner = \"Head of Sales\"", "+owner = \"Ada Okafor\"", "Version 2 of the journey"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let owner = |day: &str| company.rows(&["journey", "show", "--on", day])[0]["owner"].clone();
    assert_eq!(owner("2024-06-30"), "Head of Sales");
    assert_eq!(owner("2024-07-01"), "Ada Okafor");
    let told = company.refused(4, &["journey", "show", "--version", "7"]);
    assert!(told.contains("there is no version 7 of the journey"), "{told}");
    let told = company.refused(6, &["journey", "apply", "again.toml", "--yes", "--from", "2024-08-01"]);
    assert!(told.contains("version 1 of the journey is not the latest any more: version 2 is"), "{told}");
    company.write("earlier.toml", exported.replace("version = 1", "version = 2"));
    let told = company.refused(6, &["journey", "apply", "earlier.toml", "--yes", "--from", "2024-06-01"]);
    assert!(told.contains("1 July 2024"), "it would take days from version 2: {told}");
    is_sound(&company);
}

#[test]
fn a_journey_that_is_not_whole_is_refused_and_words_of_the_inside_are_noted() {
    let company = Company::of_purchases();
    for (change, said) in [
        (("owner = \"Head of Sales\"", "owner = \"\""), "nobody answers for 'choose'"),
        (("owner = \"Head of Sales\"", "owner = \"Ada and Ben\""), "several owners of 'choose'"),
        (("within = \"2d\" }", "within = \"16 working h\" }"), "working time without a calendar"),
        (("within = \"2d\" }", "within = \"16 working h\", calendar = \"office\" }"), "'office', which does not exist"),
        (("class = \"bond\"", "class = \"bonding\""), "changed.toml"),
        (("goal =", "aim ="), "unknown field `aim`"),
        (("[[handoffs]]", "[[handofs]]"), "unknown field `handofs`"),
        (("version = 0\n", "verson = 0\n"), "unknown field `verson`"),
    ] {
        let told = refused(&company, 3, change);
        assert!(told.contains(said), "{change:?}: {told}");
    }
    let journey = company.answer(&["journey", "export"]);
    company.write("inside.toml", journey.replace("I get started", "Onboarding"));
    let said = company.ask(&["journey", "apply", "inside.toml", "--yes"]).told;
    assert!(said.contains("'onboarding' is a word for what you do"), "{said}");
}

#[test]
fn business_calendars_are_kept_by_version_and_one_that_a_promise_is_counted_by_stays() {
    let company = Company::of_purchases();
    company.refused(4, &["calendar", "show"]);
    let example = company.answer(&["calendar", "export"]);
    company.write("calendars.toml", &example);
    company.answer(&["calendar", "apply", "calendars.toml"]);
    let rows = company.rows(&["calendar", "show"]);
    let hours = |day: &str| {
        let row = rows.iter().find(|row| row["day"] == day).expect(day);
        row["hours"].clone()
    };
    let days = ["monday", "friday", "sunday", "2026-12-24", "2026-12-25"].map(hours);
    assert_eq!(days, ["09:00-17:00", "09:00-15:00", "closed", "09:00-12:00", "closed"]);
    let journey = company.answer(&["journey", "export"]);
    let counted = journey.replace("within = \"2d\" }", "within = \"16 working h\", calendar = \"office\" }");
    company.write("journey.toml", &counted);
    company.answer(&["journey", "apply", "journey.toml", "--yes"]);
    let exported = company.answer(&["calendar", "export"]);
    for (from, to, code, said) in [
        ("name = \"office\"", "name = \"shop\"", 6, "'office', which does not exist"),
        ("\"09:00-15:00\"", "\"09:00-15:00\", \"14:00-16:00\"", 3, "of friday overlap"),
        ("Europe/Berlin", "Europe/Atlantis", 3, "is not a time zone"),
        ("\"09:00-15:00\"", "\"9-3\"", 3, "calendars.toml"),
        ("version = 1\n", "verson = 1\n", 3, "unknown field `verson`"),
    ] {
        assert!(exported.contains(from), "{from} in {exported}");
        company.write("calendars.toml", exported.replace(from, to));
        let told = company.refused(code, &["calendar", "apply", "calendars.toml"]);
        assert!(told.contains(said), "{to}: {told}");
    }
    company.write("calendars.toml", exported.replace("Christmas Day", "25 December"));
    company.answer(&["calendar", "apply", "calendars.toml"]);
    let told = company.refused(6, &["calendar", "apply", "calendars.toml"]);
    assert!(told.contains("version 1 of the business calendars is not the latest any more"), "{told}");
    is_sound(&company);
}

#[test]
fn holidays_of_a_calendar_file_become_days_off_once_agreed_to_and_what_is_not_understood_is_never_passed_over() {
    let company = Company::of_purchases();
    company.write("calendars.toml", company.answer(&["calendar", "export"]));
    company.write(
        "holidays.ics",
        "\u{feff}BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261226\r\nSUMMARY:Stefa\r\n nitag\r\n\
         RRULE:FREQ=YEARLY\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261226\r\n\
         SUMMARY:Weihnachten\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20261231T120000\r\nSUMMARY:Silvester\r\nEND:VEVENT\r\n\
         END:VCALENDAR\r\n",
    );
    let take = ["calendar", "holidays", "holidays.ics", "--from", "2026", "--through", "2027", "--calendar"];
    let told = company.refused(4, &[&take[..], &["office"]].concat());
    assert!(told.contains("no business calendar called 'office'; there is none yet"), "{told}");
    company.answer(&["calendar", "apply", "calendars.toml"]);
    let told = company.refused(4, &[&take[..], &["shop"]].concat());
    assert!(told.contains("called 'shop'; there are office"), "{told}");
    let told = company.refused(3, &[&take[..], &["office", "--yes"]].concat());
    for part in
        ["+ 2026-12-26 Sat  Stefanitag", "! line 14, 'Silvester', 20261231T120000: it has hours", "add --leave-out"]
    {
        assert!(told.contains(part), "{part} in {told}");
    }
    let told = company.refused(2, &[&take[..], &["office", "--leave-out"]].concat());
    assert!(told.contains("add --yes"), "{told}");
    let days = || {
        let rows = company.rows(&["calendar", "show"]);
        let days = rows.iter().filter(|row| row["day"].starts_with("20"));
        days.map(|row| format!("{} {} {}", row["day"], row["hours"], row["what"])).collect::<Vec<_>>()
    };
    let before = days();
    let said = company.ask(&[&take[..], &["office", "--leave-out", "--yes"]].concat()).told;
    for part in
        ["2026-12-24 Thu  stands already: Christmas Eve, open 09:00-12:00", "Version 2 of the business calendars"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
    let added = ["2026-12-26 closed Stefanitag", "2027-12-26 closed Stefanitag"].map(str::to_owned);
    let mut after = [before, added.to_vec()].concat();
    after.sort();
    assert_eq!(days(), after);
    let said = company.ask(&[&take[..], &["office", "--leave-out", "--yes"]].concat()).told;
    assert!(said.contains("Nothing changes: this is version 2"), "{said}");
    company.write("page.ics", "<html>");
    let told = company.refused(3, &["calendar", "holidays", "page.ics", "--calendar", "office"]);
    assert!(told.contains("page.ics: it is no calendar file"), "{told}");
    let told = company.refused(
        2,
        &["calendar", "holidays", "page.ics", "--calendar", "office", "--from", "2030", "--through", "2029"],
    );
    assert!(told.contains("from 2030 through 2029"), "{told}");
    is_sound(&company);
}

#[test]
fn leaders_agree_by_name_and_answer_for_each_stage_and_what_they_said_before_is_told() {
    let company = Company::of_purchases();
    let told = company.refused(4, &["journey", "agree", "--name", "Ada Berg"]);
    assert!(told.contains("nobody has written the journey yet"), "{told}");
    company.write("journey.toml", company.answer(&["journey", "export"]));
    company.answer(&["journey", "apply", "journey.toml", "--yes"]);
    let said = company.ask(&["journey", "agree", "--name", "Ada Berg"]).told;
    assert!(said.contains("Ada Berg agrees to version 1"), "{said}");
    let told = company.refused(4, &["journey", "agree", "--version", "2", "--name", "Jo Lind"]);
    assert!(told.contains("no version 2 of the journey"), "{told}");
    let answer = |stage: &str, answer: &str, name: &str| {
        company.ask(&["journey", "reality", "answer", stage, answer, "--name", name, "--note", "in winter"]).told
    };
    answer("start", "yes", "Ada Berg");
    answer("start", "no", "Jo Lind");
    let said = answer("start", "it_depends", "Ada Berg");
    assert!(said.contains("answers it_depends for 'start'; it was yes on "), "{said}");
    let told = company.refused(4, &["journey", "reality", "answer", "starts", "no", "--name", "Ada Berg"]);
    assert!(told.contains("no stage starts") && told.contains("choose, start, get_help"), "{told}");
    let told = company.refused(2, &["journey", "reality", "answer", "start", "maybe", "--name", "Ada Berg"]);
    assert!(told.contains("choose one of yes, no, it_depends"), "{told}");
    let rows = company.rows(&["journey", "reality", "show"]);
    let of = |column: &str| rows.iter().map(|row| row[column].as_str()).collect::<Vec<_>>();
    assert_eq!(of("stage"), ["choose", "start", "start", "get_help"]);
    assert_eq!(of("leader"), ["", "Ada Berg", "Jo Lind", ""]);
    assert_eq!(of("answer"), ["", "it_depends", "no", ""]);
    let shown = company.answer(&["journey", "reality", "show", "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let stage = &shown["stages"][1];
    assert_eq!((&stage["yes"], &stage["no"], &stage["it_depends"]), (&0.into(), &1.into(), &1.into()));
    assert_eq!(shown["agreed"][0]["leader"], "Ada Berg");
    is_sound(&company);
}

#[cfg(feature = "pdf")]
#[test]
fn a_poster_is_one_sheet_of_the_size_asked_for_with_all_that_the_journey_says() {
    let company = Company::of_purchases();
    company.write("orders.csv", "no,customer,day,amount\n1,ann,2024-01-05,10\n2,bob,2024-04-06,20\n");
    company.write("map.toml", crate::company::map("currency = \"EUR\"", ""));
    company.import("orders.csv", "map.toml");
    let told = company.refused(4, &["journey", "poster", "-o", "poster.pdf"]);
    assert!(told.contains("nobody has written the journey yet"), "{told}");
    let journey = company.answer(&["journey", "export"]);
    company.write("journey.toml", &journey);
    company.answer(&["journey", "apply", "journey.toml", "--yes"]);
    for (paper, width, height) in [("a3", 1_190, 841), ("a1", 2_383, 1_683)] {
        company.answer(&["journey", "poster", "--paper", paper, "-o", "poster.pdf"]);
        let pdf = std::fs::read(company.folder().join("poster.pdf")).expect("written");
        let plain = String::from_utf8_lossy(&pdf);
        assert!(pdf.starts_with(b"%PDF-1.") && plain.contains(&format!("[0 0 {width}.")), "{paper}");
        assert!(plain.contains(&format!(" {height}.")), "{paper}");
        let Some(text) = text_of(&company) else { continue };
        for part in
            ["I choose what fits me", "Head of Sales answers for it", "It is there on the day we said", "Target 95%"]
        {
            assert!(text.contains(part), "{part} in {text}");
        }
        for part in ["No. 3 of", "From the sale to the delivery", "sales to delivery", "Promised within 2 days"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
    // A letter that cannot be drawn is named, and nothing is written over.
    company.write(
        "odd.toml",
        journey.replace("I get started", "I get started \u{1F525}").replace("version = 0", "version = 1"),
    );
    company.answer(&["journey", "apply", "odd.toml", "--yes", "--from", "2024-02-01"]);
    let told = company.refused(3, &["journey", "poster", "-o", "poster.pdf"]);
    assert!(told.contains("no '\u{1F525}'"), "{told}");
}

/// What stands on the poster, in one line; nothing where poppler is not at hand.
#[cfg(feature = "pdf")]
fn text_of(company: &Company) -> Option<String> {
    let read = std::process::Command::new("pdftotext").arg(company.folder().join("poster.pdf")).arg("-").output();
    let text = String::from_utf8(read.ok()?.stdout).expect("UTF-8");
    Some(text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" "))
}
