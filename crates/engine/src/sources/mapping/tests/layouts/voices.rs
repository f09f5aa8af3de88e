//! Help desks, surveys and reviews.

use super::*;

#[test]
fn a_conversation_and_a_ticket_are_touches() {
    holds(
        "intercom_conversations.csv",
        "Intercom conversations",
        Fact::Touches,
        "touch_id customer_id touchpoint channel started_at done_at outcome",
        &[
            // The clocks of New York are five hours behind.
            "190001 ada@example.com conversation Chat 2024-01-05 15:14 2024-01-06 14:00 closed",
            "190002 bo@example.com conversation Email 2024-01-20 14:00 - open",
            "190003 ada@example.com conversation Chat 2024-02-03 23:30 - snoozed",
            "190004 - conversation Chat 2024-02-10 17:00 2024-02-10 17:30 closed",
            "190005 cy@example.com conversation Chat 2024-03-01 04:59 2024-03-01 13:00 closed",
        ],
    );
    holds(
        "freshdesk_tickets.csv",
        "Freshdesk tickets",
        Fact::Touches,
        "touch_id customer_id touchpoint channel started_at done_at outcome",
        &[
            "1 ada@example.com ticket Email 2024-01-05 10:14 2024-01-06 09:00 Closed",
            "2 bo@example.com ticket Portal 2024-01-20 09:00 - Open",
            "3 ada@example.com ticket Email 2024-02-03 18:30 - Pending",
            "4 - ticket Email 2024-02-10 12:00 2024-02-10 12:30 Resolved",
            "5 cy@example.com ticket Email 2024-02-29 23:59 - Waiting on Customer",
            "7 cy@example.com ticket Email 2024-03-02 10:00 2024-03-03 10:00 Closed",
        ],
    );
}

#[test]
fn an_answer_to_the_question_of_recommendation_goes_from_0_to_10_and_no_answer_is_none() {
    let columns = "feedback_id customer_id at kind instrument score scale_min scale_max text";
    let survey = |ids: [&str; 4], day: &str| {
        let lines = [
            (day, "ada@example.com", "10.0", "Great, \"really\""),
            ("2024-01-20 09:00", "bo@example.com", "3.0", "Slow"),
            ("2024-02-03 18:30", "ada@example.com", "0.0", "-"),
            ("2024-02-10 12:00", "-", "8.0", "ok"),
        ];
        let lines = ids.iter().zip(lines);
        lines.map(|(id, (at, who, score, text))| format!("{id} {who} {at} aided nps {score} 0.0 10.0 {text}")).collect()
    };
    let holds = |name: &str, title: &str, lines: Vec<String>| {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        holds(name, title, Fact::Feedback, columns, &lines);
    };
    let typeform = survey(["tok1x", "tok2x", "tok3x", "tok4x"], "2024-01-05 10:14");
    holds("typeform_nps.csv", "Typeform responses (recommendation)", typeform);
    let surveymonkey = survey(["118001", "118002", "118003", "118004"], "2024-01-25 10:14");
    holds("surveymonkey_nps.csv", "SurveyMonkey responses (recommendation)", surveymonkey);
    holds("delighted_responses.csv", "Delighted responses", survey(["1", "2", "3", "4"], "2024-01-05 10:14"));
    let lines = [
        "r0 A 2024-01-05 00:00 aided nps 10.0 0.0 10.0 Great",
        "r1 B 2024-01-20 00:00 aided nps 3.0 0.0 10.0 Slow, very",
        "r2 A 2024-02-03 00:00 aided nps 0.0 0.0 10.0 -",
        "r3 - 2024-02-10 00:00 aided nps 8.0 0.0 10.0 ok",
    ];
    holds("nps_responses.csv", "Answers to a net promoter survey", lines.map(str::to_owned).to_vec());
}

#[test]
fn a_review_in_a_store_was_volunteered() {
    let columns = "feedback_id customer_id at kind instrument score scale_min scale_max rating_source text";
    for name in ["app_store_reviews.csv", "app_store_reviews.json"] {
        holds(
            name,
            "App Store reviews",
            Fact::Feedback,
            columns,
            &[
                "7000 - 2024-01-05 10:14 unaided stars 5.0 1.0 5.0 App Store Great: Works, \"always\"",
                "7001 - 2024-01-20 09:00 unaided stars 1.0 1.0 5.0 App Store Bad: Crashes",
                "7002 - 2024-02-03 18:30 unaided stars 3.0 1.0 5.0 App Store So so: It is ok",
                "7003 - 2024-02-10 12:00 unaided stars 4.0 1.0 5.0 App Store Good: Nice",
            ],
        );
    }
    holds(
        "google_play_reviews.csv",
        "Google Play reviews",
        Fact::Feedback,
        columns,
        &[
            "https://play.example/review-0 - 2024-01-06 00:00 unaided stars 5.0 1.0 5.0 Google Play Works, \"always\"",
            "https://play.example/review-1 - 2024-01-21 00:00 unaided stars 1.0 1.0 5.0 Google Play Bad: Crashes",
            "- - 2024-02-04 00:00 unaided stars 3.0 1.0 5.0 Google Play -",
            "https://play.example/review-3 - 2024-02-11 00:00 unaided stars 4.0 1.0 5.0 Google Play Nice",
        ],
    );
}
