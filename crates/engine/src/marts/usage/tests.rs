//! What is stored of usage tells what the touches tell.

use bellwether_model::{Day, Grain, Policy, WeekStart};
use proptest::prelude::*;

use super::*;
use crate::lake::{Snapshot, bucket_of};
use crate::marts::Extent;
use crate::marts::ledger::Ledger;
use crate::marts::ledger::tests::FIRST;
use crate::marts::tests::growing::{Growing, News, cells_of, news, news_of_touches};
use crate::walk::Touch;

const CHANNELS: [Option<&str>; 3] = [None, Some("shop"), Some("phone")];

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

proptest! {
    #[test]
    fn each_day_and_channel_is_told_once_with_as_many_touches_as_there_were(
        touches in prop::collection::vec((0i32..6, 0usize..3), 0..40)
    ) {
        let mut touches: Vec<Touch<'_>> =
            touches.into_iter().map(|(day, channel)| Touch { day: Day(day), channel: CHANNELS[channel], ..Touch::default() }).collect();
        touches.sort_by_key(|touch| touch.day);
        let mut days = Vec::new();
        fold(&touches, &mut days);
        let mut slow = Vec::new();
        for day in 0..6 {
            for channel in [None, Some("phone"), Some("shop")] {
                let count = touches.iter().filter(|touch| touch.day == Day(day) && touch.channel == channel).count();
                if count > 0 {
                    slow.push(ChannelDay { day: Day(day), channel, touches: count as u32 });
                }
            }
        }
        prop_assert_eq!(days, slow);
    }
}

/// Usage by every grain and choice of channels, as text; from what is stored and from the facts.
async fn answers(company: &Growing) -> [Vec<String>; 2] {
    let snapshot = company.stored_usage().await.expect("read").expect("the mart is up to date");
    let answers = |ledger: &Ledger<'_>, first: Day, stored: Option<&Snapshot>| {
        let mut answers = Vec::new();
        for grain in [Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Year] {
            for channels in [&[][..], &["shop"], &["phone", "shop"], &["fax"]] {
                let channels: Vec<String> = channels.iter().map(|name| (*name).to_owned()).collect();
                let usage = usage(ledger, stored, grain, first, &channels).expect("usage");
                answers.push(format!("{grain:?} {channels:?} {usage:?}"));
            }
        }
        answers
    };
    company.look(|ledger, first| [Some(&snapshot), None].map(|stored| answers(ledger, first, stored))).await
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, ..ProptestConfig::default() })]

    #[test]
    fn what_is_stored_answers_as_the_facts_do_by_every_grain_calendar_and_channel(
        news in news(), touches in news_of_touches(), fiscal_start_month in 1i8..=12, week in 0usize..3
    ) {
        block_on(async {
            let week_start = [WeekStart::Monday, WeekStart::Sunday, WeekStart::Saturday][week];
            let mut company = Growing::new(Policy { lapse_days: 200, ..Policy::default() }).await;
            for news in news.iter().chain(&touches) {
                company.hear(news).await;
            }
            company.refresh(false).await;
            // Another calendar needs no other table.
            company.policy = Policy { fiscal_start_month, week_start, ..company.policy };
            let [stored, facts] = answers(&company).await;
            assert_eq!(stored, facts);
        });
    }

    #[test]
    fn brought_up_to_date_step_by_step_the_table_is_as_if_made_anew(news in news_of_touches()) {
        block_on(async {
            let mut company = Growing::new(Policy::default()).await;
            // Enough of them that a few more are few.
            let many = (0..250u8).map(|id| (id, id % 40, i32::from(id) * 37 % 60, id % 3)).collect();
            company.hear(&News::Touches(many)).await;
            company.refresh(false).await;
            for news in &news {
                company.hear(news).await;
                let extent = company.refresh_all(false).await.swap_remove(1).extent;
                assert!(!matches!(extent, Extent::Everything), "{extent:?}");
            }
            let step_by_step = company.marts().await;
            company.refresh(true).await;
            assert_eq!(step_by_step, company.marts().await);
        });
    }
}

#[tokio::test]
async fn only_customers_with_new_touches_are_looked_at() {
    let mut company = Growing::new(Policy::default()).await;
    let many: Vec<_> = (0..200u8).map(|id| (id, id % 40, i32::from(id) % 60, 1)).collect();
    company.hear(&News::Touches(many)).await;
    let usage = async |company: &Growing| company.refresh_all(false).await.swap_remove(1);
    assert_eq!(usage(&company).await.extent, Extent::Everything);
    assert_eq!(usage(&company).await.extent, Extent::Nothing);
    // One on a day of its own, one more on a day that is stored, one that is moved to another day.
    company.hear(&News::Touches(vec![(240, 1, 300, 1), (241, 2, 2, 1), (3, 3, 301, 2)])).await;
    assert_eq!(usage(&company).await.extent, Extent::Customers(3));
    company.hear(&News::Purchases(vec![(240, 5, 300, 7)])).await;
    assert_eq!(usage(&company).await.extent, Extent::Nothing, "a purchase is no touch");
    company.policy = Policy { lapse_days: 20, fiscal_start_month: 4, ..company.policy };
    assert_eq!(usage(&company).await.extent, Extent::Nothing, "no definition but the time zone changes a day");
    company.policy = Policy { time_zone: "Pacific/Auckland".to_owned(), ..company.policy };
    assert_eq!(usage(&company).await.extent, Extent::Everything);
}

#[tokio::test]
async fn the_table_holds_days_by_channel_with_their_number_of_touches() {
    let mut company = Growing::new(Policy::default()).await;
    company.hear(&News::Touches(vec![(1, 1, 0, 1), (2, 1, 0, 1), (3, 1, 0, 2), (4, 1, 5, 0), (9, 1, 5, 0)])).await;
    company.refresh(false).await;
    let mut rows = cells_of(&company.rows_of("customer_usage").await);
    rows.sort();
    let day = |offset: i32| FIRST.plus(offset).to_string();
    let bucket = bucket_of(Some("c1"));
    let expected = [(0, "phone", 1), (0, "shop", 2), (5, "", 1)]
        .map(|(at, channel, touches)| format!("|{bucket}|c1|{}|{channel}|{touches}|", day(at)));
    assert_eq!(rows, expected, "what names nobody is nobody's use");
}
