//! For how long a price is: what a column or the words of a plan say of it is taken or asked about, and with the answer that is meant each
//! month is worth what it should be.

use super::super::Topic;
use super::kinds::{File, Reading, customers, days};
use super::*;
use crate::lake::Fact;

/// Prices of so many months that months divide without a rest.
fn prices(months: &[(i64, i64)], dice: &mut Dice) -> (Vec<String>, i64) {
    let monthly: Vec<i64> = months.iter().map(|_| 5200 + 5200 * dice.below(9) as i64).collect();
    let shown = months.iter().zip(&monthly).map(|((times, by), monthly)| {
        let price = monthly * times / by;
        format!("{}.{:02}", price / 100, price % 100)
    });
    (shown.collect(), monthly.iter().sum())
}

fn subscriptions(price: &str, shown: Vec<String>) -> File {
    let rows = shown.len();
    File::default()
        .with("subscription_id", (0..rows).map(|row| format!("s{row}")))
        .with("customer_id", customers(rows))
        .with(price, shown)
        .with("start_date", days(rows))
}

#[test]
fn words_of_plans_that_say_for_how_long_a_price_is_are_asked_about() {
    let mut dice = Dice(71);
    let plans: [[(&str, (i64, i64)); 3]; 6] = [
        [("Pro Monthly", (1, 1)), ("Pro Yearly", (12, 1)), ("Free", (1, 1))],
        [("Basic (annual)", (12, 1)), ("Basic", (1, 1)), ("Basic quarterly", (3, 1))],
        [("Gold monatlich", (1, 1)), ("Gold jährlich", (12, 1)), ("Gold halbjährlich", (6, 1))],
        [("Starter Jahresabo", (12, 1)), ("Starter", (1, 1)), ("Starter Quartal", (3, 1))],
        [("Formule annuelle", (12, 1)), ("Formule mensuelle", (1, 1)), ("Formule trimestrielle", (3, 1))],
        [("Weekly pass", (12, 52)), ("Monthly pass", (1, 1)), ("Annual pass", (12, 1))],
    ];
    for plans in plans {
        for (price, column) in
            [("price", "plan"), ("monthly_price", "Plan name"), ("Price", "Tarif"), ("MRR", "product")]
        {
            let rows: Vec<_> = (0..9).map(|_| plans[dice.below(3)]).chain(plans).collect();
            let (shown, monthly) = prices(&rows.iter().map(|row| row.1).collect::<Vec<_>>(), &mut dice);
            let file = subscriptions(price, shown).with(column, rows.iter().map(|row| row.0.to_owned()));
            let file = file.shuffled(&mut dice);
            let reading = Reading::of(Fact::Subscriptions, &file);
            assert!(reading.asked.contains("plan_interval"), "{plans:?} {price}: {:?}", reading.asked);
            let answered = Reading::answered(Fact::Subscriptions, &file, &[(Topic::PlanInterval, "by_plan")]);
            assert_eq!(answered.total(), monthly, "{}", file.shown());
        }
    }
}

#[test]
fn plans_that_are_all_for_a_month_raise_no_question() {
    let mut dice = Dice(72);
    for plans in [["Basic", "Pro"], ["Basic monthly", "Pro monthly"], ["Monatsabo", "Starter"]] {
        let (shown, monthly) = prices(&[(1, 1); 10], &mut dice);
        let file = subscriptions("monthly_price", shown).with("plan", (0..10).map(|row| plans[row % 2].to_owned()));
        let reading = Reading::of(Fact::Subscriptions, &file);
        assert!(reading.asked.is_empty(), "{:?}", reading.asked);
        assert_eq!(reading.total(), monthly);
    }
}

#[test]
fn bills_that_come_oftener_than_monthly_are_brought_to_a_month() {
    let mut dice = Dice(73);
    for (word, of_month) in
        [("weekly", (12, 52)), ("week", (12, 52)), ("biweekly", (24, 52)), ("every 4 weeks", (48, 52))]
    {
        let words: Vec<_> =
            (0..12).map(|row| if row % 3 == 0 { ("monthly", (1, 1)) } else { (word, of_month) }).collect();
        let (shown, monthly) = prices(&words.iter().map(|word| word.1).collect::<Vec<_>>(), &mut dice);
        let file = subscriptions("price", shown).with("billing_interval", words.iter().map(|word| word.0.to_owned()));
        let reading = Reading::of(Fact::Subscriptions, &file.shuffled(&mut dice));
        assert!(reading.asked.is_empty(), "{word}: {:?}", reading.asked);
        assert_eq!((reading.total(), reading.rejected.len()), (monthly, 0), "{word}");
    }
}

#[test]
fn whole_amounts_named_as_programs_name_them_may_be_in_hundredths() {
    let mut dice = Dice(74);
    for price in ["unit_amount", "unitAmount", "amount_due"] {
        let minor: Vec<i64> = (0..12).map(|_| 1000 + dice.below(90_000) as i64).collect();
        let file = subscriptions(price, minor.iter().map(i64::to_string).collect());
        let file = file.with("interval", (0..12).map(|_| "month".to_owned())).shuffled(&mut dice);
        let reading = Reading::of(Fact::Subscriptions, &file);
        assert!(
            reading.asked.contains("minor_units") || reading.asked.contains("missing"),
            "{price}: {:?}",
            reading.asked
        );
        if price != "amount_due" {
            let answered = Reading::answered(Fact::Subscriptions, &file, &[(Topic::MinorUnits, "hundredths")]);
            assert_eq!(answered.total(), minor.iter().sum::<i64>(), "{price}");
        }
    }
}
