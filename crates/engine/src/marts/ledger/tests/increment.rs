//! An increment leaves the stored marts, row by row, as if they had been made anew.

use bellwether_model::{FreeSubscriptions, LostWhen, PausedSubscriptions, Policy, Refunds, SamePeriod};
use proptest::prelude::*;

use super::super::*;
use super::FIRST;
use crate::marts::tests::growing::{Growing, News, business_by_contract, news};
use crate::marts::{Extent, MartError};
use crate::walk::WalkError;

pub(in crate::marts) fn policies() -> impl Strategy<Value = Policy> {
    let choices = (any::<bool>(), 0usize..3, 0usize..3, any::<bool>(), any::<bool>());
    (20u16..200, 10u16..500, prop::option::of(1u16..200), any::<bool>(), choices).prop_map(
        |(
            lapse_days,
            value_window_days,
            return_window_days,
            with_rules,
            (ignored, free, lost_when, refunds, paused),
        )| Policy {
            lapse_days,
            value_window_days,
            return_window_days,
            same_period: if ignored { SamePeriod::Ignored } else { SamePeriod::BothCounted },
            free: [FreeSubscriptions::Active, FreeSubscriptions::Apart, FreeSubscriptions::Ignored][free],
            lost_when: [LostWhen::SubscriptionEnds, LostWhen::BillingCycleEnds, LostWhen::AtOnce][lost_when],
            refunds: if refunds { Refunds::Deducted } else { Refunds::Ignored },
            paused: if paused { PausedSubscriptions::Unchanged } else { PausedSubscriptions::ValueZero },
            ..if with_rules { business_by_contract() } else { Policy::default() }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn brought_up_to_date_step_by_step_the_marts_are_as_if_made_anew(
        news in news(), policy in policies()
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut company = Growing::new(policy).await;
            company.refresh(false).await;
            for news in &news {
                company.hear(news).await;
                company.refresh(false).await;
            }
            let step_by_step = company.marts().await;
            assert_eq!(company.refresh(true).await.extent, Extent::Everything);
            assert_eq!(step_by_step, company.marts().await);
        });
    }
}

/// Purchases and refunds as life brings them: those of a step come after all earlier ones.
fn in_time() -> impl Strategy<Value = Vec<News>> {
    let purchase = (1i32..25, 0u8..6, prop_oneof![4 => 1i64..90, 1 => -60i64..0, 1 => Just(0)]);
    prop::collection::vec(prop::collection::vec(purchase, 1..4), 4..12).prop_map(|steps| {
        let (mut id, mut day) = (160u8, 500);
        let mut news = Vec::new();
        for step in steps {
            let rows = step.into_iter().map(|(gap, customer, amount)| {
                (id, day) = (id + 1, day + gap);
                (id, customer, day, amount)
            });
            news.push(News::Purchases(rows.collect()));
        }
        news
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_comes_in_time_is_told_from_where_the_customers_stand_as_if_all_were_told_again(
        news in in_time(), lapse_days in 5u16..120, value_window_days in 3u16..300, deducted in any::<bool>()
    ) {
        let refunds = if deducted { Refunds::Deducted } else { Refunds::Ignored };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut company = Growing::new(Policy { lapse_days, value_window_days, refunds, ..Policy::default() }).await;
            company.refresh(false).await;
            for news in &news {
                company.hear(news).await;
                let extent = company.refresh(false).await.extent;
                assert!(matches!(extent, Extent::Customers(_)), "{extent:?}");
            }
            let step_by_step = company.marts().await;
            company.refresh(true).await;
            assert_eq!(step_by_step, company.marts().await);
        });
    }
}

#[tokio::test]
async fn only_customers_whom_something_new_affects_are_looked_at_again() {
    let mut company = Growing::new(Policy { lapse_days: 300, ..Policy::default() }).await;
    assert_eq!(company.refresh(false).await.extent, Extent::Everything);
    assert_eq!(company.refresh(false).await.extent, Extent::Nothing);

    company.hear(&News::Purchases(vec![(200, 7, 499, 5), (201, 7, 40, 5), (3, 3, 111, 9)])).await;
    assert_eq!(company.refresh(false).await.extent, Extent::Customers(2), "one bought, one purchase was corrected");
    company.hear(&News::Customers(vec![(5, 10, true)])).await;
    assert_eq!(company.refresh(false).await.extent, Extent::Nothing, "no definition asks for the kind of customer");
    company.hear(&News::Purchases(vec![(202, 8, 700, 5)])).await;
    let Extent::Customers(affected) = company.refresh(false).await.extent else { panic!("an increment") };
    assert!((2..40).contains(&affected), "one bought; others lapsed in the days that passed: {affected}");

    let step_by_step = company.marts().await;
    company.refresh(true).await;
    assert_eq!(step_by_step, company.marts().await);
}

#[tokio::test]
async fn what_comes_after_the_last_day_but_within_closed_books_is_booked_as_a_correction() {
    let mut company = Growing::new(Policy::default()).await;
    company.hear(&News::Purchases(vec![(200, 1, 690, 5)])).await;
    company.hear(&News::Close(9)).await;
    let closed = company.books.closed_through().expect("closed books");
    company.hear(&News::Purchases(vec![(200, 1, 505, 5)])).await;
    company.refresh(false).await;
    assert!(closed > FIRST.plus(515), "the last day lies before the closed books' end: {closed}");
    company.hear(&News::Purchases(vec![(202, 2, 515, 7)])).await;
    company.refresh(false).await;
    let step_by_step = company.marts().await;
    company.refresh(true).await;
    assert_eq!(step_by_step, company.marts().await);
}

#[tokio::test]
async fn an_amount_without_a_rate_is_refused_by_an_increment_too_though_it_names_nobody() {
    for same_period in [SamePeriod::BothCounted, SamePeriod::Ignored] {
        let mut company = Growing::new(Policy { same_period, ..Policy::default() }).await;
        company.refresh(false).await;
        company.hear(&News::Nameless(499)).await;
        let refused = company.try_refresh().await;
        assert!(
            matches!(
                refused,
                Err(MartError::Walk(WalkError::NoRate { .. })
                    | MartError::Ledger(LedgerError::Walk(WalkError::NoRate { .. })))
            ),
            "{same_period:?}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn where_visits_within_a_period_are_ignored_corrections_between_two_losses_add_up() {
    let policy = Policy { lapse_days: 81, same_period: SamePeriod::Ignored, ..Policy::default() };
    let mut company = Growing::new(policy).await;
    company.hear(&News::Close(7)).await;
    company.hear(&News::Purchases(vec![(10, 21, 366, 1)])).await;
    assert_eq!(company.refresh(false).await.extent, Extent::Everything, "and each line adds up");
}

#[tokio::test]
async fn many_small_refreshes_leave_few_files() {
    let mut company = Growing::new(Policy::default()).await;
    company.refresh(false).await;
    for id in 0..40 {
        company.hear(&News::Purchases(vec![(160 + id, id % 5, 400 + i32::from(id), i64::from(id) + 1)])).await;
        company.refresh(false).await;
    }
    for (table, most) in [("movements", 36), ("customer_tails", 16), ("customer_values", 2)] {
        let files = company.lake.snapshot(table).await.expect("a table").files().len();
        assert!(files <= most, "{files} files of {table}");
    }
    let step_by_step = company.marts().await;
    company.refresh(true).await;
    assert_eq!(step_by_step, company.marts().await);
}
