use super::*;

const AUSTRIA: &str = include_str!("austria.ics");
const FEDERAL: &str = include_str!("federal.ics");

#[test]
fn days_that_an_office_lists_are_read_with_their_names_and_what_is_no_day_is_named() {
    let found = of_two_years(AUSTRIA);
    let told: Vec<String> = found.days.iter().map(|(day, name)| format!("{day} {name}")).collect();
    assert_eq!(
        told,
        [
            "2026-01-01 Neujahr",
            "2026-05-14 Christi Himmelfahrt",
            "2026-12-08 Mariä Empfängnis",
            "2026-12-25 Weihnachten, Christtag und Stefanitag",
            "2026-12-26 Weihnachten, Christtag und Stefanitag",
            "2027-12-08 Mariä Empfängnis",
        ]
    );
    assert_eq!(found.elsewhere, 6, "8 December of 2020 to 2025");
    let cancelled: Vec<&str> = found.cancelled.iter().map(|event| event.summary.as_str()).collect();
    assert_eq!(cancelled, ["Tag der Volksabstimmung"]);
    let [evening] = &found.not_understood[..] else { panic!("{:?}", found.not_understood) };
    let line = AUSTRIA.lines().nth(evening.event.line).expect("the line after");
    assert_eq!(
        (line, evening.event.summary.as_str()),
        ("UID:heiliger-abend@amt.example", "Heiliger Abend (ab Mittag)")
    );
    assert_eq!(evening.why.to_string(), "it has hours (20261224T120000); a holiday is a whole day");
}

#[test]
fn rules_of_an_office_give_the_days_of_later_years() {
    let found = read(FEDERAL.as_bytes(), date(2027, 1, 1), date(2027, 12, 31)).expect("a calendar");
    assert_eq!(found.not_understood, []);
    let told: Vec<String> = found.days.iter().map(|(day, name)| format!("{} {name}", day.strftime("%m-%d"))).collect();
    assert_eq!(
        told,
        [
            "01-01 New Year's Day",
            "01-18 Birthday of Martin Luther King, Jr.",
            "02-15 Washington's Birthday",
            "05-31 Memorial Day",
            "06-19 Juneteenth National Independence Day",
            "07-04 Independence Day",
            "09-06 Labor Day",
            "10-11 Columbus Day",
            "11-11 Veterans Day",
            "11-25 Thanksgiving Day",
            "12-25 Christmas Day",
        ]
    );
}

#[test]
fn a_day_of_a_rule_that_was_moved_or_cancelled_is_no_longer_one() {
    let rule = "UID:a\nDTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY\nSUMMARY:May Day";
    let moved = "UID:a\nRECURRENCE-ID;VALUE=DATE:20270501\nDTSTART;VALUE=DATE:20270503\nSUMMARY:May Day";
    assert_eq!(days(&of_two_years(&calendar(&[rule, moved]))), ["2026-05-01", "2027-05-03"]);
    let cancelled = "UID:a\nRECURRENCE-ID;VALUE=DATE:20270501\nDTSTART;VALUE=DATE:20270501\nSTATUS:CANCELLED";
    let found = of_two_years(&calendar(&[rule, cancelled]));
    assert_eq!((days(&found), found.cancelled.len()), (vec!["2026-05-01".to_owned()], 1));
    let to_hours = "UID:a\nRECURRENCE-ID;VALUE=DATE:20270501\nDTSTART:20270501T120000Z\nSUMMARY:half of it";
    let found = of_two_years(&calendar(&[rule, to_hours]));
    assert_eq!((days(&found), found.not_understood.len()), (vec!["2026-05-01".to_owned()], 1));
    let of_another = moved.replace("UID:a", "UID:b");
    assert_eq!(of_two_years(&calendar(&[rule, &of_another])).days.len(), 3);
    let all_later = moved.replace(";VALUE=DATE:20270501", ";RANGE=THISANDFUTURE;VALUE=DATE:20270501");
    assert_eq!(of_two_years(&calendar(&[rule, &all_later])).not_understood.len(), 1);
}

#[test]
fn what_is_not_understood_is_named_with_its_reason_and_gives_no_day() {
    let begins = "SUMMARY:it\nDTSTART;VALUE=DATE:20260504\n";
    let yearly = |rule: &str| format!("{begins}RRULE:{rule}");
    for (event, why) in [
        ("SUMMARY:it".to_owned(), "does not say when"),
        ("SUMMARY:it\nDTSTART:20260504T000000".to_owned(), "it has hours (20260504T000000)"),
        ("SUMMARY:it\nDTSTART;VALUE=DATE:20260230".to_owned(), "'DTSTART:20260230' is not understood"),
        ("SUMMARY:it\nDTSTART;VALUE=DATE:2026-05-04".to_owned(), "'DTSTART:2026-05-04' is not understood"),
        (format!("{begins}DTSTART;VALUE=DATE:20260505"), "'DTSTART:20260505' is not understood"),
        (format!("{begins}DTEND;VALUE=DATE:20260503"), "its end (20260503)"),
        (format!("{begins}DTEND;VALUE=DATE:20270604"), "longer than a year"),
        (format!("{begins}DURATION:PT8H"), "its end (PT8H)"),
        (format!("{begins}DURATION:-P1D"), "its end (-P1D)"),
        (format!("{begins}DURATION:P99999999999D"), "its end"),
        (format!("{begins}DURATION:P1D\nDTEND;VALUE=DATE:20260505"), "'DURATION:P1D' is not understood"),
        (format!("{begins}RDATE;VALUE=PERIOD:20260505T000000Z/P1D"), "it has hours"),
        (format!("{begins}EXDATE:20260504T000000Z"), "it has hours (20260504T000000Z)"),
        (format!("{begins}EXRULE:FREQ=YEARLY"), "'EXRULE:FREQ=YEARLY' is not understood"),
        (format!("{begins}and a line without its mark"), "line 6 is no line of a calendar"),
        (yearly("FREQ=HOURLY"), "'HOURLY' is no rhythm of days"),
        (yearly("FREQ=YEARLY;BYEASTER=1"), "'BYEASTER' is nothing that a rule of whole days says"),
        (yearly("FREQ=YEARLY;RSCALE=HEBREW"), "'RSCALE' is nothing"),
        (yearly("FREQ=YEARLY;BYHOUR=9"), "'BYHOUR' is nothing"),
        (yearly("FREQ=YEARLY;COUNT=2;COUNT=3"), "'COUNT' twice"),
        (yearly("FREQ=YEARLY;COUNT=2;UNTIL=20280101"), "it ends twice"),
        (yearly("FREQ=YEARLY;COUNT=0"), "is no number of times"),
        (yearly("FREQ=YEARLY;INTERVAL=0"), "is no number of times"),
        (yearly("FREQ=YEARLY;UNTIL=20250101"), "it ends before it begins"),
        (yearly("FREQ=YEARLY;UNTIL=soon"), "'SOON' is no day"),
        (yearly("FREQ=YEARLY;BYMONTH=13"), "is not understood"),
        (yearly("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "its first day is not one of its rule"),
        (yearly("BYMONTH=2"), "is not understood"),
        (yearly("FREQ=YEARLY\nRRULE:FREQ=DAILY"), "'RRULE:FREQ=DAILY' is not understood"),
        (yearly("FREQ=YEARLY;UNTIL=20270503T220000Z"), "may be that of 2027-05-03 or of 2027-05-04"),
        (yearly("FREQ=YEARLY;BYMONTH=5;BYDAY=1TU"), "its first day is not one of its rule"),
    ] {
        let found = of_two_years(&calendar(&[&event, "DTSTART;VALUE=DATE:20261225"]));
        let [named] = &found.not_understood[..] else { panic!("{event}: {found:?}") };
        assert_eq!((named.event.line, named.event.summary.as_str()), (3, "it"), "{event}");
        assert!(named.why.to_string().contains(why), "{event}: {}", named.why);
        assert_eq!(days(&found), ["2026-12-25"], "{event}");
    }
    for component in ["VTODO", "VJOURNAL", "X-OFFICE-DAY"] {
        let text = calendar(&[begins.trim()]).replace("VEVENT", component);
        let found = of_two_years(&text);
        assert_eq!(found.not_understood[0].why, WhyNot::Component(component.to_owned()));
        assert!(found.days.is_empty());
    }
}

#[test]
fn what_is_no_calendar_of_days_is_refused_as_a_whole() {
    let whole = calendar(&["DTSTART;VALUE=DATE:20261225"]);
    let refused = |bytes: &[u8]| read(bytes, date(2026, 1, 1), date(2026, 12, 31)).expect_err("none").to_string();
    for (text, why) in [
        (String::new(), "no calendar file"),
        ("<!DOCTYPE html>\n<html>".to_owned(), "no calendar file"),
        ("day;name\n2026-12-25;Christmas".to_owned(), "no calendar file"),
        ("BEGIN:VCARD\nEND:VCARD".to_owned(), "no calendar file"),
        (whole.replace("END:VCALENDAR", ""), "ends in the middle, before END:VCALENDAR"),
        (whole[..whole.len() - 30].to_owned(), "ends in the middle"),
        (whole.replace("BEGIN:VEVENT\n", ""), "line 4 says END:VEVENT"),
        (whole.replace("VERSION:2.0", "VERSION 2.0"), "line 2 is no line of a calendar"),
        (format!("{whole}and more"), "line 7 is no line of a calendar"),
        (whole.replace("VERSION:2.0", "CALSCALE:HEBREW"), "line 2 says that its days are those of the calendar HEBREW"),
        (whole.replace("VERSION:2.0", "METHOD:CANCEL"), "line 2 says METHOD:CANCEL"),
    ] {
        let told = refused(text.as_bytes());
        assert!(told.contains(why), "{text}: {told}");
    }
    let latin = whole.replace("DTSTART", "SUMMARY:Mari~\nDTSTART").replace('~', "\u{1}");
    let latin: Vec<u8> = latin.bytes().map(|byte| if byte == 1 { 0xe4 } else { byte }).collect();
    assert_eq!(refused(&latin), "line 4 is no text in UTF-8; save it in UTF-8");
    assert!(refused(&vec![b'\n'; LARGEST_FILE + 1]).contains("8 MiB"));
    let daily = "DTSTART;VALUE=DATE:19500101\nDTEND;VALUE=DATE:19501201\nRRULE:FREQ=DAILY";
    assert!(refused(calendar(&[daily]).as_bytes()).contains("more than"));
}

#[test]
fn a_foreign_text_is_shown_in_one_line_without_what_steers_a_terminal() {
    let text =
        format!("SUMMARY:a\\nb\\, c\\; d \\\\ \u{1b}[31mred\u{7}  {}\nDTSTART;VALUE=DATE:20260101", "x".repeat(500));
    let found = of_two_years(&calendar(&[&text]));
    let name = found.days.values().next().expect("a day");
    assert!(
        name.starts_with("a b, c; d \\ [31mred xxx") && name.ends_with('…') && name.chars().count() <= 201,
        "{name}"
    );
}
