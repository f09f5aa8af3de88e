//! Subscriptions whose columns leave open when they end or whether they run, and answers that are none: asked, or read right.

use super::super::{Note, Topic};
use super::kinds::{File, Reading, days};
use super::*;
use crate::lake::Fact;

fn subscriptions() -> File {
    File::default()
        .with("subscription_id", ["s1", "s2", "s3"].map(str::to_owned))
        .with("customer_id", ["A", "B", "C"].map(str::to_owned))
        .with("mrr", ["10.00", "20.00", "40.00"].map(str::to_owned))
}

fn started() -> File {
    subscriptions().with("start_date", ["2024-01-05", "2024-02-05", "2024-02-06"].map(str::to_owned))
}

fn ends(reading: &Reading) -> Vec<Option<String>> {
    let column = reading.rows.column_by_name("to").expect("a column").as_primitive::<Date32Type>().clone();
    column.iter().map(|day| Some(bellwether_model::Day(day?).to_string())).collect()
}

#[test]
fn whether_a_subscription_runs_is_asked_where_a_flag_or_a_word_says_that_some_do_not() {
    for (column, cells, right) in [
        ("is_trial", ["true", "false", "false"], 6000),
        ("active", ["TRUE", "FALSE", "TRUE"], 5000),
        ("paused", ["yes", "no", "no"], 7000),
        ("Gekündigt", ["nein", "ja", "nein"], 5000),
        ("churned", ["0", "1", "0"], 5000),
        ("situation", ["active", "cancelled", "active"], 5000),
    ] {
        let file = started().with(column, cells.map(str::to_owned));
        let reading = Reading::of(Fact::Subscriptions, &file);
        assert!(reading.asked.contains("hint"), "{column}: {:?}", reading.asked);
        let answered = Reading::answered(Fact::Subscriptions, &file, &[(Topic::Hint, "as_hinted")]);
        assert_eq!(answered.total(), right, "{column}");
        if column == "paused" {
            assert_eq!(texts(&answered.rows, "status")[0].as_deref(), Some("paused"));
        }
    }
}

#[test]
fn a_subscription_that_was_cancelled_ends_or_it_is_asked_whether_it_does() {
    let file = started().with("cancelled_at", ["", "2024-04-05", ""].map(str::to_owned));
    let reading = Reading::of(Fact::Subscriptions, &file);
    assert!(reading.asked.contains("cancellation"), "{:?}", reading.asked);
    let answered = Reading::answered(Fact::Subscriptions, &file, &[(Topic::Cancellation, "end")]);
    assert_eq!(ends(&answered), [None, Some("2024-04-05".to_owned()), None]);
    let file = file.with("status", ["active", "canceled", "active"].map(str::to_owned));
    let answered = Reading::answered(Fact::Subscriptions, &file, &[(Topic::Rows, "until_cancelled")]);
    assert_eq!((ends(&answered)[1].as_deref(), answered.total()), (Some("2024-04-05"), 7000), "{:?}", answered.asked);
}

#[test]
fn the_end_of_a_trial_is_none_and_a_day_that_stands_for_no_day_is_an_open_end() {
    let file = started().with("trial_end", ["2024-02-05", "", "2024-03-01"].map(str::to_owned));
    let reading = Reading::of(Fact::Subscriptions, &file);
    assert_eq!((ends(&reading), reading.asked.len()), (vec![None, None, None], 0));
    assert!(reading.guess.notes.iter().any(|note| note.unused() == Some("trial_end")), "{:?}", reading.guess.notes);
    for open in ["1900-01-01", "1970-01-01", "9999-12-31", "31.12.9999", "2999-12-31", "1970-01-01 00:00:00"] {
        let written = if open.contains("31.12") { "25.03.2024" } else { "2024-03-25" };
        let file = started().with("end_date", [open, written, open].map(str::to_owned));
        let reading = Reading::of(Fact::Subscriptions, &file);
        assert!(reading.rejected.is_empty() && !reading.asked.contains("missing"), "{open}: {:?}", reading.rejected);
        assert!(
            reading
                .guess
                .notes
                .iter()
                .any(|note| matches!(note, Note::Placeholder { word, rows: 2, .. } if word == open)),
            "{open}: {:?}",
            reading.guess.notes
        );
        assert_eq!(ends(&reading), [None, Some("2024-03-25".to_owned()), None], "{open}");
    }
}

#[test]
fn the_end_of_a_term_that_is_renewed_is_asked_about() {
    for (yes, no) in [("yes", "no"), ("TRUE", "FALSE"), ("1", "0"), ("ja", "nein")] {
        let file = started()
            .with("end_date", ["2025-01-05", "2025-02-05", "2025-02-06"].map(str::to_owned))
            .with("auto_renew", [yes, no, yes].map(str::to_owned));
        let reading = Reading::of(Fact::Subscriptions, &file);
        assert!(reading.asked.contains("end"), "{yes}: {:?}", reading.asked);
        let answered = Reading::answered(Fact::Subscriptions, &file, &[(Topic::End, "unless_renewed")]);
        assert_eq!(ends(&answered), [None, Some("2025-02-05".to_owned()), None], "{yes}");
    }
}

#[test]
fn a_subscription_begins_when_it_is_activated_rather_than_when_it_was_entered() {
    let file = subscriptions()
        .with("created_at", ["2023-01-05", "2023-02-05", "2023-02-06"].map(str::to_owned))
        .with("activated_at", ["2024-01-05", "2024-02-05", "2024-02-06"].map(str::to_owned));
    let reading = Reading::of(Fact::Subscriptions, &file);
    assert_eq!(reading.guess.mapping.columns.get("from").map(super::super::ColumnSource::text), Some("activated_at"));
}

fn answers(column: &str, cells: [&str; 3]) -> File {
    File::default()
        .with("customer_id", ["A", "B", "C"].map(str::to_owned))
        .with("date", days(3))
        .with(column, cells.map(str::to_owned))
}

fn scores(reading: &Reading) -> Vec<Option<f64>> {
    let column = reading.rows.column_by_name("score").expect("a column");
    column.as_primitive::<arrow::datatypes::Float64Type>().iter().collect()
}

#[test]
fn scores_lie_on_their_scale_or_their_rows_are_rejected_by_name() {
    for cells in [["90", "100", "20"], ["9", "-1", "11"], ["9", "10", "99"]] {
        let file = answers("nps", cells);
        let reading = Reading::of(Fact::Feedback, &file);
        assert!(reading.asked.contains("scale"), "{cells:?}: {:?}", reading.asked);
        let answered = Reading::answered(Fact::Feedback, &file, &[(Topic::Scale, "0_to_10")]);
        let beyond =
            (2..5).zip(cells).filter(|(_, cell)| !(0.0..=10.0).contains(&cell.parse::<f64>().expect("a number")));
        let beyond: Vec<u64> = beyond.map(|(row, _)| row).collect();
        assert_eq!(answered.rejected.iter().copied().collect::<Vec<_>>(), beyond, "{cells:?}");
    }
    assert!(Reading::of(Fact::Feedback, &answers("nps", ["9", "10", "0"])).asked.is_empty());
}

#[test]
fn scores_are_known_by_the_question_that_was_asked_and_the_scale_by_the_name_of_their_column() {
    for (column, cells, scale) in [
        ("How likely are you to recommend us?", ["9", "10", "0"], [0, 10]),
        ("Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?", ["9", "10", "0"], [0, 10]),
        ("Would you recommend us to a friend? (0-10)", ["3", "5", "4"], [0, 10]),
        ("Satisfaction (1-5)", ["3", "5", "4"], [1, 5]),
        ("Zufriedenheit (1 bis 5)", ["1", "5", "2"], [1, 5]),
        ("Effort 1-7", ["1", "5", "2"], [1, 7]),
    ] {
        let reading = Reading::of(Fact::Feedback, &answers(column, cells));
        assert!(reading.asked.is_empty(), "{column}: {:?}", reading.asked);
        assert_eq!(scores(&reading), cells.map(|cell| cell.parse().ok()), "{column}");
        let bound = |name: &str| {
            let column = reading.rows.column_by_name(name).expect("a column");
            column.as_primitive::<arrow::datatypes::Float64Type>().value(0)
        };
        assert_eq!([bound("scale_min"), bound("scale_max")].map(|it| it as i32), scale, "{column}");
        assert_eq!(texts(&reading.rows, "kind")[0].as_deref(), Some("aided"), "{column}");
    }
    // An answer beyond the scale that the name tells is none.
    let reading = Reading::of(Fact::Feedback, &answers("Satisfaction (1-5)", ["3", "99", "5"]));
    assert_eq!(reading.rejected.into_iter().collect::<Vec<_>>(), [3]);
}

#[test]
fn answers_that_nobody_gave_are_asked_about_and_words_and_stars_become_scores() {
    let file =
        answers("nps", ["9", "0", "0"]).with("status", ["responded", "not responded", "bounced"].map(str::to_owned));
    let reading = Reading::of(Fact::Feedback, &file);
    assert!(reading.asked.contains("hint"), "{:?}", reading.asked);
    assert_eq!(scores(&Reading::answered(Fact::Feedback, &file, &[(Topic::Hint, "as_hinted")])), [Some(9.0)]);
    for (cells, answer, expected) in [
        (["good", "bad", "good"], "0_to_1", [1.0, 0.0, 1.0]),
        (["4/5", "5/5", "1/5"], "1_to_5", [4.0, 5.0, 1.0]),
        (["★★★★☆", "★★★★★", "★☆☆☆☆"], "1_to_5", [4.0, 5.0, 1.0]),
        (["very satisfied", "neutral", "dissatisfied"], "1_to_5", [5.0, 3.0, 2.0]),
    ] {
        let file = answers("rating", cells);
        let reading = Reading::of(Fact::Feedback, &file);
        assert!(reading.asked.contains("scale"), "{cells:?}: {:?}", reading.asked);
        let answered = Reading::answered(Fact::Feedback, &file, &[(Topic::Scale, answer)]);
        assert_eq!(scores(&answered), expected.map(Some), "{cells:?}");
        assert_eq!(texts(&answered.rows, "kind")[0].as_deref(), Some("aided"), "{cells:?}");
    }
}

#[test]
fn tickets_that_were_none_are_asked_about_and_solved_is_when_they_were_done() {
    let file = File::default()
        .with("Ticket ID", ["1", "2", "3"].map(str::to_owned))
        .with("Customer", ["A", "B", "C"].map(str::to_owned))
        .with("Created", days(3))
        .with("Status", ["solved", "spam", "merged"].map(str::to_owned))
        .with("Solved", ["2024-02-06", "", "2024-02-05"].map(str::to_owned));
    let reading = Reading::of(Fact::Touches, &file);
    assert!(reading.asked.contains("hint"), "{:?}", reading.asked);
    assert_eq!(reading.guess.mapping.columns.get("done_at").map(super::super::ColumnSource::text), Some("Solved"));
    let answered = Reading::answered(Fact::Touches, &file, &[(Topic::Hint, "as_hinted")]);
    assert_eq!(answered.rows.num_rows(), 1);
}
