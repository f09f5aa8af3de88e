use bellwether_model::Currency;

use super::*;
use bellwether_app::Basis;
use bellwether_app::failure::FailureKind;

fn figure(customers: i64, minor: i128) -> Figure {
    Figure { customers, minor }
}

/// A line whose closing follows from its opening and movements.
fn line(period: &str, opening: Figure, moved: &[(MovementKind, i64, i128)]) -> LedgerLine {
    let mut movements = [Figure::default(); MovementKind::ALL.len()];
    let mut closing = opening;
    for (kind, customers, minor) in moved {
        movements[*kind as usize] = figure(*customers, *minor);
        closing.minor += minor;
        closing.customers += kind.sign() * customers;
    }
    let movements = movements.map(Some);
    LedgerLine { period: period.into(), segment: None, opening, movements, together: Vec::new(), closing }
}

fn ledger(lines: Vec<LedgerLine>) -> Ledger {
    let basis = Basis {
        policy: "policy 3".into(),
        as_of: "2026-09-30".parse().expect("day"),
        known_at: None,
        currency: Currency::GBP,
        noun: "donor".into(),
        noun_plural: "donors".into(),
        leaves_books_aside: false,
        population: None,
    };
    Ledger {
        basis,
        cut: None,
        lines,
        smallest_group: None,
        lost_because: Vec::new(),
        unattributed_rows: Some(0),
        unattributed_minor: Some(0),
        free_customers: None,
        unfinished: None,
        silence: None,
        latest_fact: "2026-09-30".parse().expect("day"),
        before_first_lapse: 0,
    }
}

fn two_months() -> Vec<LedgerLine> {
    let august = line(
        "2026-08",
        figure(1_204, 48_123_456),
        &[
            (MovementKind::New, 88, 3_934_665),
            (MovementKind::WonBack, 3, 41_000),
            (MovementKind::More, 204, 1_673_532),
            (MovementKind::Less, 68, -22_870),
            (MovementKind::Lost, 12, -417_015),
        ],
    );
    let september =
        line("2026-09", august.closing, &[(MovementKind::New, 1, 5), (MovementKind::Lost, 140, -9_000_001)]);
    vec![august, september]
}

fn on_screen_of(ledger: &Ledger) -> String {
    answer(ledger).expect("adds up").on_screen()
}

#[test]
fn a_line_that_does_not_add_up_is_no_answer() {
    for (customers, minor) in [(1, 0), (0, -1)] {
        let mut lines = two_months();
        lines[1].closing = lines[1].closing + figure(customers, minor);
        let failure = answer(&ledger(lines)).expect_err("broken");
        assert_eq!(failure.kind(), FailureKind::Internal);
        assert!(failure.to_string().contains("2026-09"), "{failure}");
    }
}

#[test]
fn volume_and_value_stand_side_by_side() {
    insta::assert_snapshot!(on_screen_of(&ledger(two_months())));
}

#[test]
fn seldom_kinds_and_segments_are_shown_where_they_occur() {
    let mut lines = vec![
        line("2026-09", figure(10, 1_000), &[(MovementKind::TransferOut, 2, -300), (MovementKind::Currency, 10, 17)]),
        line("2026-09", figure(4, 500), &[(MovementKind::TransferIn, 2, 300), (MovementKind::Restated, -1, -90)]),
    ];
    for (line, segment) in lines.iter_mut().zip(["DE", "FR"]) {
        line.segment = Some(segment.into());
    }
    let cut = Ledger { cut: Some("country".into()), ..ledger(lines) };
    insta::assert_snapshot!(on_screen_of(&cut));
}

#[test]
fn the_top_five_reasons_lost_stand_below_with_their_trend() {
    let lost_because = (1..=6)
        .map(|rank| LostBecause {
            reason: format!("reason {rank}"),
            lost: figure(60 - rank, -100_000 / i128::from(rank)),
            lost_before: (rank < 3).then(|| figure(rank, -50)),
        })
        .collect();
    let told = on_screen_of(&Ledger { lost_because, ..ledger(two_months()) });
    let (_, reasons) = told.split_once("Lost, by reason").expect("reasons");
    insta::assert_snapshot!(reasons);
}

#[test]
fn the_headline_says_when_volume_and_value_disagree() {
    let headline_of = |customers: i64, minor: i128| {
        let moved =
            if customers < 0 { (MovementKind::Lost, -customers, minor) } else { (MovementKind::New, customers, minor) };
        headline(&ledger(vec![line("2026-09", figure(100, 100_000), &[moved])])).remove(0)
    };
    let all: Vec<_> = [-1, 0, 1]
        .into_iter()
        .flat_map(|customers| [-5_000, 0, 5_000].map(|minor| headline_of(customers, minor)))
        .collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn a_ledger_without_lines_says_so() {
    insta::assert_snapshot!(on_screen_of(&ledger(Vec::new())));
}

#[test]
fn files_have_every_kind_in_customers_and_minor_units() {
    let answer = answer(&ledger(two_months())).expect("adds up");
    let batch = answer.table.batch().expect("batch");
    let names: Vec<_> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    insta::assert_snapshot!(names.join("\n"));
}

#[test]
fn a_period_that_is_not_over_and_days_without_facts_are_told() {
    let told = on_screen_of(&Ledger {
        unfinished: Some("2026-Q4".into()),
        latest_fact: "2026-08-31".parse().expect("day"),
        before_first_lapse: 0,
        ..ledger(two_months())
    });
    assert!(told.contains("2026-Q4 is not over: counted up to 2026-09-30.\n"), "{told}");
    assert!(told.contains("The latest fact is of 2026-08-31: "), "{told}");
}

#[test]
fn purchases_without_a_customer_and_free_customers_are_told_below() {
    let told = on_screen_of(&Ledger {
        unattributed_rows: Some(135_080),
        unattributed_minor: Some(144_768_212),
        free_customers: Some(1),
        ..ledger(two_months())
    });
    assert!(
        told.ends_with(
            "135,080 purchases without a donor, GBP 1,447,682.12, are not in the ledger.\n\
             1 donor with only free subscriptions is counted apart.\n"
        ),
        "{told}"
    );
    let one =
        on_screen_of(&Ledger { unattributed_rows: Some(1), unattributed_minor: Some(-5), ..ledger(two_months()) });
    assert!(one.ends_with("1 purchase without a donor, GBP -0.05, is not in the ledger.\n"), "{one}");
}
