//! Amounts above zero that are refunds, totals that lines repeat, columns in languages nobody thought of: asked, and with the answer that is
//! meant the figure is right.

use super::super::Topic;
use super::kinds::{File, Reading, amounts, customers, days};
use super::*;
use crate::lake::Fact;

const ROWS: usize = 12;

/// Sales of some customers, and what each is worth.
fn sales(amount: &str, dice: &mut Dice) -> (File, Vec<i64>) {
    let (shown, minor) = amounts(ROWS, dice);
    let file = File::default().with("Customer", customers(ROWS)).with("Date", days(ROWS)).with(amount, shown);
    (file, minor)
}

/// Cells of which those in some rows, at least one and not all, are of one kind.
fn some(dice: &mut Dice, one: impl Fn(usize) -> String, other: impl Fn(usize) -> String) -> (Vec<String>, Vec<bool>) {
    let at = dice.below(4);
    let is_one: Vec<bool> = (0..ROWS).map(|row| row % 4 == at).collect();
    let cells = is_one.iter().enumerate().map(|(row, is_one)| if *is_one { one(row) } else { other(row) });
    (cells.collect(), is_one)
}

fn net(minor: &[i64], is_back: &[bool]) -> i64 {
    minor.iter().zip(is_back).map(|(minor, is_back)| if *is_back { -minor } else { *minor }).sum()
}

#[test]
fn rows_that_name_the_sale_they_take_back_or_have_fewer_than_no_pieces_are_asked_about() {
    let mut dice = Dice(21);
    for round in 0..60 {
        let (file, minor) = sales("Amount", &mut dice);
        let file = file.with("Order ID", (0..ROWS).map(|row| format!("O-{row}")));
        let (column, cells, is_back) = if round % 2 == 0 {
            let (cells, is_back) = some(&mut dice, |row| format!("O-{}", row + 50), |_| String::new());
            (["Refund of", "Storno zu", "refund_for", "Original Order"][round / 2 % 4], cells, is_back)
        } else {
            let (cells, is_back) = some(&mut dice, |_| "-1".to_owned(), |row| format!("{}", 1 + row % 3));
            (["Qty", "Quantity", "Menge"][round / 2 % 3], cells, is_back)
        };
        let file = file.with(column, cells).shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(reading.asked.contains("given_back"), "{column}: {:?}\n{}", reading.asked, file.shown());
        let answers = [(Topic::GivenBack, "refunds"), (Topic::Quantity, "all")];
        let answered = Reading::answered(Fact::Purchases, &file, &answers);
        assert_eq!(answered.total(), net(&minor, &is_back), "{column}\n{}", file.shown());
        let sold = Reading::answered(Fact::Purchases, &file, &[(Topic::GivenBack, "sales"), (Topic::Quantity, "all")]);
        assert_eq!(sold.total(), minor.iter().sum::<i64>(), "{column}");
    }
}

#[test]
fn a_file_of_refunds_is_asked_about_unless_its_amounts_are_below_zero() {
    let mut dice = Dice(22);
    for column in
        ["Refund No", "Credit note", "Credit Note Number", "Gutschrift", "Gutschrift-Nr", "refund_id", "Storno Nr."]
    {
        let (file, minor) = sales("Amount", &mut dice);
        let file = file.with(column, (0..ROWS).map(|row| format!("R-{row}"))).shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(reading.asked.contains("given_back"), "{column}: {:?}", reading.asked);
        let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::GivenBack, "refunds")]);
        assert_eq!(answered.total(), -minor.iter().sum::<i64>(), "{column}");
        let below = File::default()
            .with("Customer", customers(ROWS))
            .with("Date", days(ROWS))
            .with("Amount", minor.iter().map(|minor| format!("-{}.{:02}", minor / 100, minor % 100)))
            .with(column, (0..ROWS).map(|row| format!("R-{row}")));
        let reading = Reading::of(Fact::Purchases, &below);
        assert!(!reading.asked.contains("given_back"), "{column}");
        assert_eq!(reading.total(), -minor.iter().sum::<i64>(), "{column}");
    }
}

#[test]
fn signs_and_sides_in_a_column_of_their_own_are_asked_about() {
    let mut dice = Dice(23);
    for (column, plus, minus, topic, answer) in [
        ("Vorzeichen", "+", "-", Topic::Hint, "as_hinted"),
        ("Sign", "+", "−", Topic::Hint, "as_hinted"),
        ("S/H", "H", "S", Topic::Rows, "credits_count"),
        ("SH", "S", "H", Topic::Rows, "debits_count"),
        ("DC", "C", "D", Topic::Rows, "credits_count"),
        ("Richtung", "plus", "minus", Topic::Hint, "as_hinted"),
    ] {
        let (file, minor) = sales("Betrag", &mut dice);
        let (cells, is_back) = some(&mut dice, |_| minus.to_owned(), |_| plus.to_owned());
        let file = file.with(column, cells).shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(reading.asked.contains(topic.name()), "{column}: {:?}", reading.asked);
        let answered = Reading::answered(Fact::Purchases, &file, &[(topic, answer)]);
        assert_eq!(answered.total(), net(&minor, &is_back), "{column}");
    }
}

#[test]
fn a_total_that_the_lines_of_an_order_repeat_is_asked_about_whatever_the_order_is_called() {
    let mut dice = Dice(24);
    for column in ["Order", "Order #", "Name", "Beleg", "Bon", "Vorgang", "Commande", "Receipt"] {
        let (_, minor) = amounts(6, &mut dice);
        let twice = |cells: Vec<String>| cells.into_iter().flat_map(|cell| [cell.clone(), cell]).collect::<Vec<_>>();
        let shown = minor.iter().map(|minor| format!("{}.{:02}", minor / 100, minor % 100)).collect();
        let file = File::default()
            .with(column, twice((0..6).map(|at| format!("#{}", 900 + at)).collect()))
            .with("Customer", twice(customers(6)))
            .with("Date", twice(days(6)))
            .with("Total", twice(shown))
            .with("Item", (0..12).map(|at| format!("item {}", at % 5)))
            .shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(reading.asked.contains("order_total"), "{column}: {:?}", reading.asked);
        let asked = reading.guess.questions.iter().find(|asked| asked.topic == Topic::OrderTotal).expect("asked");
        let once = asked.answers.iter().find(|answer| answer.name == "once").and_then(|answer| answer.effect.clone());
        let right: i64 = minor.iter().sum();
        assert_eq!(once.expect("an effect").minor[&bellwether_model::Currency::EUR], i128::from(right), "{column}");
    }
}

#[test]
fn who_the_customer_is_is_asked_in_any_language_and_flags_are_known_in_several() {
    let mut dice = Dice(25);
    for column in
        ["Klant", "Klantnummer", "Cliente", "Zamawiający", "Asiakas", "Verbrauchername", "Vertragskonto", "顧客"]
    {
        let (shown, minor) = amounts(ROWS, &mut dice);
        let file = File::default()
            .with(column, customers(ROWS))
            .with("Date", days(ROWS))
            .with("Amount", shown)
            .shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        let is_right = reading.minor.len() == 5;
        assert!(is_right || reading.asked.contains("rivals"), "{column}: {:?}", reading.asked);
        let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::Rivals, column)]);
        assert_eq!((answered.minor.len(), answered.total()), (5, minor.iter().sum::<i64>()), "{column}");
    }
    for (column, yes, no) in [
        ("Annulé", "oui", "non"),
        ("Annullato", "sì", "no"),
        ("Anulado", "S", "N"),
        ("Geannuleerd", "ja", "nee"),
        ("Anulowane", "tak", "nie"),
        ("Is internal", "1", "0"),
        ("Intercompany", "x", ""),
    ] {
        let (file, minor) = sales("Amount", &mut dice);
        let (cells, is_out) = some(&mut dice, |_| yes.to_owned(), |_| no.to_owned());
        let file = file.with(column, cells).shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(reading.asked.contains("hint") || reading.asked.contains("undone"), "{column}: {:?}", reading.asked);
        let answers = [(Topic::Hint, "as_hinted"), (Topic::Undone, "leave_out")];
        let right: i64 = minor.iter().zip(&is_out).filter(|(_, is_out)| !**is_out).map(|(minor, _)| minor).sum();
        assert_eq!(Reading::answered(Fact::Purchases, &file, &answers).total(), right, "{column}");
    }
}

#[test]
fn pieces_that_came_back_are_not_those_that_were_bought() {
    let mut dice = Dice(26);
    for (ordered, returned, price) in
        [("Qty ordered", "Qty returned", "Unit price"), ("Menge bestellt", "Menge retourniert", "Einzelpreis")]
    {
        let bought: Vec<i64> = (0..ROWS).map(|_| 2 + dice.below(5) as i64).collect();
        let back: Vec<i64> = (0..ROWS).map(|row| i64::from(row % 4 == 0)).collect();
        let prices: Vec<i64> = (0..ROWS).map(|_| 105 + dice.below(900) as i64 * 10).collect();
        let text = |numbers: &[i64]| numbers.iter().map(i64::to_string).collect::<Vec<_>>();
        let file = File::default()
            .with("Customer", customers(ROWS))
            .with("Date", days(ROWS))
            .with(ordered, text(&bought))
            .with(returned, text(&back))
            .with(price, prices.iter().map(|minor| format!("{}.{:02}", minor / 100, minor % 100)))
            .shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(reading.asked.contains("less"), "{ordered}: {:?}", reading.asked);
        let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::Less, "taken_off")]);
        let right: i64 = (0..ROWS).map(|row| (bought[row] - back[row]) * prices[row]).sum();
        assert_eq!(answered.total(), right, "{ordered}");
    }
}

#[test]
fn lakhs_and_crores_are_read_as_such_and_a_price_of_a_longer_time_is_offered_by_the_month() {
    let mut dice = Dice(27);
    for (column, times) in
        [("Amount (Rs in Lakhs)", 100_000), ("Amount (₹ lakhs)", 100_000), ("Revenue in crores", 10_000_000)]
    {
        let (file, minor) = sales(column, &mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert_eq!(reading.total(), minor.iter().sum::<i64>() * times, "{column}: {:?}", reading.asked);
    }
    for (column, wanted) in [("Beitrag im Ganzen", "/ 12"), ("Contract value", "/ 12"), ("Contract value", "/ 3")] {
        let file = File::default()
            .with("customer_id", customers(ROWS))
            .with("start_date", days(ROWS))
            .with(column, (0..ROWS).map(|_| "120.50".to_owned()));
        let reading = Reading::of(Fact::Subscriptions, &file);
        let offered: Vec<_> =
            reading.guess.questions.iter().flat_map(|asked| &asked.answers).map(|it| &it.name).collect();
        assert!(offered.iter().any(|name| name.ends_with(wanted)), "{column}: {offered:?}");
    }
    for (pieces, rate) in [("Nights", "Rate per stay unit"), ("Stunden", "Stundenlohn")] {
        let file = File::default()
            .with("Customer", customers(ROWS))
            .with("Date", days(ROWS))
            .with(pieces, (0..ROWS).map(|row| format!("{}", 1 + row % 4)))
            .with(rate, (0..ROWS).map(|_| "50.25".to_owned()));
        let reading = Reading::of(Fact::Purchases, &file);
        let offered: Vec<_> =
            reading.guess.questions.iter().flat_map(|asked| &asked.answers).map(|it| &it.name).collect();
        assert!(offered.iter().any(|name| name.contains(" * ")), "{pieces}: {offered:?}");
    }
}

#[test]
fn refunds_of_both_signs_count_as_they_are_signed_or_are_asked_about() {
    let mut dice = Dice(95);
    for (column, refund) in
        [("Type", "Refund"), ("transaction_type", "refund"), ("Art", "Erstattung"), ("Kind", "Chargeback")]
    {
        for is_mostly_above in [false, true] {
            let (file, minor) = {
                let (_, minor) = amounts(ROWS, &mut dice);
                let signed = |row: usize| match row % 4 {
                    // What is given back outweighs the fee that comes back with it, or is the odd one.
                    1 => {
                        if is_mostly_above {
                            minor[row]
                        } else {
                            -minor[row]
                        }
                    }
                    3 if is_mostly_above => -5,
                    3 => 5,
                    _ => minor[row],
                };
                let signed: Vec<i64> = (0..ROWS).map(signed).collect();
                let cell = |minor: &i64| {
                    format!("{}{}.{:02}", if *minor < 0 { "-" } else { "" }, minor.abs() / 100, minor.abs() % 100)
                };
                let file = File::default().with("Customer", customers(ROWS)).with("Date", days(ROWS));
                (file.with("Amount", signed.iter().map(cell).collect::<Vec<_>>()), signed)
            };
            let is_refund = |row: usize| row % 2 == 1;
            let words = (0..ROWS).map(|row| if is_refund(row) { refund } else { "Order" }.to_owned());
            let file = file.with(column, words).shuffled(&mut dice);
            let reading = Reading::of(Fact::Purchases, &file);
            let as_signed: i64 = minor.iter().sum();
            if !is_mostly_above {
                assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
                assert_eq!(reading.total(), as_signed, "{}", file.shown());
                continue;
            }
            assert!(reading.asked.contains("rows"), "{:?}\n{}", reading.asked, file.shown());
            let taken_off =
                minor.iter().enumerate().map(|(row, minor)| if is_refund(row) { -minor.abs() } else { *minor });
            for (answer, expected) in [("refunds", taken_off.sum()), ("unknown_count", as_signed)] {
                let reading = Reading::answered(Fact::Purchases, &file, &[(Topic::Rows, answer)]);
                assert_eq!(reading.total(), expected, "{answer}\n{}", file.shown());
            }
        }
    }
}
