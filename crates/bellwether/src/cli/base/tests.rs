use bellwether_model::{Currency, Day};

use super::*;
use bellwether_app::Basis;
use bellwether_app::base::{Concentration, CustomerValue, Decile, Losses, Tenure};

fn day(text: &str) -> Day {
    text.parse().expect("day")
}

fn basis() -> Basis {
    Basis {
        policy: "policy 3".into(),
        as_of: day("2026-09-30"),
        known_at: None,
        currency: Currency::GBP,
        noun: "donor".into(),
        noun_plural: "donors".into(),
        leaves_books_aside: false,
        population: None,
    }
}

fn figure(customers: i64, minor: i128) -> Figure {
    Figure { customers, minor }
}

fn base() -> Base {
    Base {
        basis: basis(),
        active: figure(3, 600),
        deciles: [(1, 400), (2, 150), (3, 50)]
            .map(|(rank, minor)| Decile { rank, figure: figure(1, minor), from_minor: minor as i64 })
            .to_vec(),
        concentration: vec![
            Concentration { percent: 50, figure: figure(1, 400) },
            Concentration { percent: 80, figure: figure(2, 550) },
        ],
        tenure: vec![Tenure { years: 0, figure: figure(2, 200) }, Tenure { years: 4, figure: figure(1, 400) }],
        stand_still: Losses {
            from: day("2025-10-01"),
            through: day("2026-09-30"),
            lost: figure(7, -90_000),
            less: figure(2, -1_000),
            to_replace: figure(7, 91_000),
        },
    }
}

#[test]
fn the_base_is_told_in_customers_and_money() {
    insta::assert_snapshot!(of_all(&base()).on_screen());
}

#[test]
fn a_base_without_anybody_has_no_tenths_and_rests_on_nobody() {
    let empty = Base {
        active: figure(0, 0),
        deciles: Vec::new(),
        concentration: vec![Concentration { percent: 50, figure: figure(0, 0) }],
        tenure: Vec::new(),
        ..base()
    };
    let told = of_all(&empty).on_screen();
    assert!(told.starts_with("0 donors worth GBP 0.00 active.\nMerely to stand still, 7 donors"), "{told}");
    assert!(!told.contains('%') && !told.contains("tenth"), "{told}");
}

#[test]
fn a_customer_that_never_bought_has_no_days_since() {
    let never = CustomerValue {
        customer: "0042".into(),
        bucket: 1,
        joined: Some(day("2024-02-29")),
        active: true,
        value: 1_200,
        lost_on: None,
        frequency: 0,
        recency: 0,
        observed: 0,
        monetary_value: 0,
        days_since_last: None,
    };
    let bought = CustomerValue {
        customer: "0043".into(),
        active: false,
        value: 0,
        lost_on: Some(day("2026-01-02")),
        frequency: 3,
        recency: 200,
        observed: 700,
        monetary_value: 999,
        days_since_last: Some(500),
        ..never.clone()
    };
    insta::assert_snapshot!(of_each(&CustomerValues { basis: basis(), rows: vec![never, bought] }).on_screen());
}
