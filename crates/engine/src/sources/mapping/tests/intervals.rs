//! For how long a price is: what a column or the words of a plan say of it is taken or asked about, and with the answer that is meant each
//! month is worth what it should be.

use arrow::datatypes::Int32Type;

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

#[test]
fn a_word_that_nobody_knows_costs_its_row_and_not_the_column() {
    let mut dice = Dice(75);
    for odd in ["lifetime", "one-time", "on request", "??"] {
        for column in ["interval", "billing_cycle", "Abrechnungszeitraum", "Périodicité"] {
            let words = [("monthly", (1, 1)), ("2 years", (24, 1)), ("yearly", (12, 1)), ("every 6 months", (6, 1))];
            let mut rows: Vec<_> = (0..12).map(|_| words[dice.below(4)]).collect();
            let at = dice.below(12);
            let (shown, monthly) = prices(&rows.iter().map(|row| row.1).collect::<Vec<_>>(), &mut dice);
            rows[at].0 = odd;
            let lost = {
                let (times, by) = rows[at].1;
                (shown[at].parse::<f64>().expect("a number") * 100.0).round() as i64 * by / times
            };
            let file = subscriptions("price", shown).with(column, rows.iter().map(|row| row.0.to_owned()));
            let reading = Reading::of(Fact::Subscriptions, &file.shuffled(&mut dice));
            assert!(reading.asked.is_empty(), "{odd} {column}: {:?}", reading.asked);
            assert_eq!(reading.rejected, [at as u64 + 2].into(), "{odd} {column}");
            assert_eq!(reading.total(), monthly - lost, "{odd} {column}");
        }
    }
}

#[test]
fn intervals_are_known_in_the_languages_of_europe() {
    let mut dice = Dice(76);
    for (column, words) in [
        ("Abrechnungsintervall", ["monatlich", "quartalsweise", "jährlich"]),
        ("Zahlungsweise", ["Monat", "vierteljährlich", "Jahr"]),
        ("Périodicité", ["mensuel", "trimestriel", "annuel"]),
        ("Periodicidad", ["mensual", "trimestral", "anual"]),
        ("Frecuencia", ["cada mes", "cada 3 meses", "cada año"]),
        ("Betaalperiode", ["maandelijks", "per kwartaal", "jaarlijks"]),
        ("Facturatie", ["per maand", "per 3 maanden", "per jaar"]),
        ("Okres rozliczeniowy", ["miesięcznie", "kwartalnie", "rocznie"]),
        ("Periodicità", ["mensile", "trimestrale", "annuale"]),
        ("billing period", ["P1M", "P3M", "P1Y"]),
    ] {
        let rows: Vec<_> = (0..9).map(|row| [(1, 1), (3, 1), (12, 1)][row % 3]).collect();
        let (shown, monthly) = prices(&rows, &mut dice);
        let file = subscriptions("price", shown).with(column, (0..9).map(|row| words[row % 3].to_owned()));
        let reading = Reading::of(Fact::Subscriptions, &file.shuffled(&mut dice));
        assert!(reading.asked.is_empty(), "{column}: {:?}", reading.asked);
        assert_eq!((reading.total(), reading.rejected.len()), (monthly, 0), "{column}");
        let told = reading.rows.column_by_name("billing_months").expect("a column").as_primitive::<Int32Type>();
        assert_eq!(told.values().to_vec(), [1, 3, 12].repeat(3), "{column}");
    }
}

#[test]
fn a_price_is_for_the_count_of_one_column_times_the_unit_of_another() {
    let mut dice = Dice(77);
    for (count, unit) in [
        ("interval_count", "interval"),
        ("Billing Period", "Billing Period Unit"),
        ("billing_interval", "billing_period"),
        ("Interval", "Interval Unit"),
        ("billing_cycle_frequency", "billing_cycle_interval"),
        ("plan_interval_length", "plan_interval_unit"),
        ("plan.interval_count", "plan.interval"),
        ("every", "unit"),
    ] {
        let terms = [(1, "month", 1), (3, "month", 3), (1, "year", 12), (2, "years", 24), (6, "months", 6)];
        let rows: Vec<_> = (0..10).map(|_| terms[dice.below(5)]).chain(terms).collect();
        let (shown, monthly) = prices(&rows.iter().map(|row| (row.2, 1)).collect::<Vec<_>>(), &mut dice);
        let file = subscriptions("price", shown)
            .with(count, rows.iter().map(|row| row.0.to_string()))
            .with(unit, rows.iter().map(|row| row.1.to_owned()));
        let reading = Reading::of(Fact::Subscriptions, &file.shuffled(&mut dice));
        assert!(reading.asked.is_empty(), "{count}: {:?}", reading.asked);
        assert_eq!((reading.total(), reading.rejected.len()), (monthly, 0), "{count}\n{:?}", reading.guess.mapping);
        let told = reading.rows.column_by_name("billing_months").expect("a column").as_primitive::<Int32Type>();
        assert_eq!(told.values().to_vec(), rows.iter().map(|row| row.2 as i32).collect::<Vec<_>>(), "{count}");
    }
}

#[test]
fn a_count_beside_what_says_the_same_or_beside_nothing_is_asked_about() {
    let mut dice = Dice(78);
    let rows: Vec<_> =
        (0..8).map(|row| if row % 2 == 0 { ("1", "monthly", 1) } else { ("12", "yearly", 12) }).collect();
    let (shown, monthly) = prices(&rows.iter().map(|row| (row.2, 1)).collect::<Vec<_>>(), &mut dice);
    let file = subscriptions("price", shown.clone())
        .with("interval", rows.iter().map(|row| row.1.to_owned()))
        .with("interval_count", rows.iter().map(|row| row.0.to_owned()));
    assert!(Reading::of(Fact::Subscriptions, &file).asked.contains("interval"));
    let answered = Reading::answered(Fact::Subscriptions, &file, &[(Topic::Interval, "by_unit")]);
    assert_eq!(answered.total(), monthly);
    for (answer, by) in [("in_months", 1), ("in_years", 12), ("month", 1), ("year", 12)] {
        let file = subscriptions("price", shown.clone()).with("billing_interval", (0..8).map(|_| "1".to_owned()));
        assert!(Reading::of(Fact::Subscriptions, &file).asked.contains("interval"));
        let answered = Reading::answered(Fact::Subscriptions, &file, &[(Topic::Interval, answer)]);
        let whole: i64 =
            rows.iter().zip(&shown).map(|(_, price)| price.replace('.', "").parse::<i64>().expect("minor")).sum();
        // A month of each price is rounded by itself.
        assert!((answered.total() - whole / by).abs() <= 8, "{answer}: {} {}", answered.total(), whole / by);
    }
}
