//! Payments, invoices and subscriptions.

use super::*;

#[test]
fn a_payment_of_stripe_counts_if_it_was_made_less_what_was_refunded() {
    holds(
        "stripe_payments.csv",
        "Stripe payments",
        Fact::Purchases,
        "at customer_id amount_minor currency",
        &[
            "2024-01-03 09:15 cus_A 2900 EUR",
            "2024-01-31 23:45 cus_B 10000 EUR",
            "2024-02-04 09:15 cus_A 2900 EUR",
            "2024-02-10 10:00 cus_C 0 EUR",
            "2024-02-12 10:00 cus_D 100000 USD",
            "2024-03-02 10:00 guest@example.com 1200 EUR",
            "2024-03-05 10:00 cus_F 6000 EUR",
        ],
    );
}

#[test]
fn an_invoice_counts_with_what_was_paid_of_it() {
    let of_stripe = [
        "2024-01-03 09:15 cus_A 2900 EUR",
        "2024-01-31 23:30 cus_B 29000 EUR",
        "2024-03-03 09:15 cus_A 2900 EUR",
        "2024-03-04 09:15 cus_F 4050 USD",
        "2024-03-05 09:15 cus_G 0 EUR",
        "2024-03-06 09:15 cus_C 9900 EUR",
    ];
    let columns = "at customer_id amount_minor currency";
    holds("stripe_invoices.csv", "Stripe invoices", Fact::Purchases, columns, &of_stripe);
    let of_chargebee = [
        "2024-01-03 09:15 A 2900 EUR",
        "2024-01-31 10:00 B 29000 EUR",
        "2024-03-03 09:15 A 2900 EUR",
        "2024-03-04 09:15 F 4050 USD",
        "2024-03-05 09:15 B 1000 EUR",
        "2024-03-06 09:15 C 9900 EUR",
    ];
    holds("chargebee_invoices.csv", "Chargebee invoices", Fact::Purchases, columns, &of_chargebee);
    let of_paddle = [
        "2024-01-03 09:15 ctm_A 2900 EUR",
        "2024-01-31 23:30 ctm_B 29000 EUR",
        "2024-03-03 09:15 ctm_A 2900 EUR",
        "2024-03-04 09:15 ctm_F 4050 USD",
        "2024-03-06 09:15 ctm_C 9900 EUR",
    ];
    holds("paddle_transactions.csv", "Paddle transactions", Fact::Purchases, columns, &of_paddle);
}

#[test]
fn customers_of_stripe_go_by_their_ids() {
    holds(
        "stripe_customers.csv",
        "Stripe customers",
        Fact::Customers,
        "customer_id since name",
        &[
            "cus_A 2024-01-03 Ann Able",
            "cus_B 2024-01-31 bo@example.com",
            "cus_C 2024-02-05 Cy \"Co\", Ltd",
            "cus_D 2024-02-06 Dee",
            "cus_E 2024-03-01 Eve",
        ],
    );
}

#[test]
fn what_the_api_of_stripe_lists_is_in_minor_units_and_seconds() {
    let columns = "at customer_id amount_minor currency";
    let charges = [
        "2024-01-03 00:00 cus_A 2900 EUR",
        "2024-01-31 00:00 cus_B 10000 EUR",
        "2024-02-10 00:00 cus_C 0 EUR",
        "2024-02-11 00:00 cus_D 5000 JPY",
        "2024-03-02 00:00 guest@example.com 1200 EUR",
        "2024-03-03 00:00 cus_F 6001 USD",
    ];
    holds("stripe_api_charges.json", "Stripe charges (API)", Fact::Purchases, columns, &charges);
    let invoices = [
        "2024-01-03 00:00 cus_A 2900 EUR",
        "2024-01-31 00:00 cus_B 29000 EUR",
        "2024-03-03 00:00 cus_A 2900 EUR",
        "2024-03-04 00:00 cus_F 4050 USD",
        "2024-03-05 00:00 cus_G 5000 JPY",
    ];
    holds("stripe_api_invoices.json", "Stripe invoices (API)", Fact::Purchases, columns, &invoices);
    holds(
        "stripe_api_subscriptions.json",
        "Stripe subscriptions (API)",
        Fact::Subscriptions,
        "customer_id monthly_minor currency from to",
        &[
            "cus_A 2900 EUR 2024-01-03 -",
            "cus_B 2417 EUR 2024-01-10 -",
            "cus_C 2900 EUR 2024-01-15 2024-03-15",
            "cus_E 5000 EUR 2024-02-01 -",
            "cus_G 2900 EUR 2024-02-19 -",
            "cus_I 5000 JPY 2024-03-31 -",
            // 20.00 and three times 5.00.
            "cus_K 3500 EUR 2024-04-02 -",
            // 30.00 for three months.
            "cus_L 1000 EUR 2024-04-03 -",
        ],
    );
}

#[test]
fn a_subscription_is_worth_what_its_system_says_a_month_from_its_first_payment_to_its_end() {
    holds(
        "chargebee_subscriptions.csv",
        "Chargebee subscriptions",
        Fact::Subscriptions,
        "customer_id monthly_minor currency from to",
        &[
            "A 2900 EUR 2024-01-03 -",
            "B 2417 EUR 2024-01-10 -",
            "C 2900 EUR 2024-01-15 2024-03-15",
            "C 3900 EUR 2024-05-01 -",
            "E 5000 EUR 2024-02-01 2024-08-01",
            "G 2900 EUR 2024-02-19 -",
            "H 4900 USD 2024-05-02 -",
            "I 0 EUR 2024-05-03 -",
            "K 2900 EUR 2024-06-15 -",
        ],
    );
    holds(
        "recurly_subscriptions.csv",
        "Recurly subscriptions",
        Fact::Subscriptions,
        "customer_id monthly_minor currency from to",
        &[
            "A 2900 EUR 2024-01-03 -",
            "B 2417 EUR 2024-01-10 -",
            "C 2900 EUR 2024-01-15 2024-03-15",
            // 12.50 for each of four, and add-ons.
            "E 5525 EUR 2024-02-01 -",
            "F 2900 EUR 2024-02-02 2024-08-02",
            "G 2900 EUR 2024-02-19 -",
            // 147.00 for three months.
            "H 4900 USD 2024-03-31 -",
            "I 1000 EUR 2024-04-01 -",
            "J 3033 EUR 2024-04-02 -",
            // Four weeks of February are a month, any other four weeks are not.
            "M 3000 EUR 2023-02-10 2023-03-10",
            "N 1300 EUR 2024-05-03 -",
        ],
    );
}

#[test]
fn a_subscription_of_recurly_whose_period_is_of_no_length_that_is_sold_is_rejected() {
    let header = "uuid,account_code,state,plan_code,currency,total_recurring_amount,current_period_started_at,current_period_ends_at,\
                  trial_ends_at,activated_at,canceled_at,expires_at";
    let line = |id: &str, ends: &str| format!("{id},{id},active,p,EUR,10.00,2024-01-01 UTC,{ends} UTC,,2024-01-01,,\n");
    for (ends, minor) in [("2024-02-01", 1000), ("2024-04-01", 333), ("2024-07-01", 167), ("2025-01-01", 83)] {
        let lines = line("a", ends) + &line("b", "2024-01-11") + &line("c", "2024-03-20");
        let lines = lines.replace(" UTC", " 10:00 UTC");
        let read = Read::feed(Fact::Subscriptions, Feed::of_lines(&format!("{header}\n{lines}"), 2));
        assert_eq!(read.lines("customer_id monthly_minor"), [format!("a {minor}")], "{ends}");
        assert_eq!(read.rejects.len(), 2, "{:?}", read.rejects);
    }
}

#[test]
fn a_price_is_for_as_many_intervals_as_are_counted() {
    let mut header =
        "id,Customer ID,Plan,Quantity,Currency,Interval,Amount,Status,Created (UTC),Trial End (UTC),Canceled At (UTC),\
                      Ended At (UTC)"
            .to_owned();
    let line = |id: &str, interval: &str, amount: i64| {
        format!("{id},{id},p,1,eur,{interval},{amount}.00,active,2024-01-01,,,")
    };
    let lines = [line("a", "month", 90), line("b", "year", 1200), line("c", "month", 90)].join("\n");
    let read =
        |header: &str, lines: &str| Read::feed(Fact::Subscriptions, Feed::of_lines(&format!("{header}\n{lines}\n"), 2));
    let told = "customer_id monthly_minor billing_months";
    assert_eq!(read(&header, &lines).lines(told), ["a 9000 1", "b 10000 12", "c 9000 1"]);
    header.push_str(",Interval Count");
    let counted = [",3", ",2", ","].iter().zip(lines.lines()).map(|(count, line)| format!("{line}{count}"));
    let counted = counted.collect::<Vec<_>>().join("\n");
    assert_eq!(read(&header, &counted).lines(told), ["a 3000 3", "b 5000 24", "c 9000 1"]);
}

#[test]
fn a_subscription_that_is_over_without_an_end_is_asked_about() {
    let header = "id,Customer ID,Plan,Quantity,Currency,Interval,Amount,Status,Created (UTC),Trial End (UTC),Canceled At (UTC),\
                  Ended At (UTC)";
    let lines = "s1,A,p,1,eur,month,9.00,active,2024-01-01,,,\ns2,B,p,1,eur,month,9.00,canceled,2024-01-01,,,\n";
    let read = Read::feed(Fact::Subscriptions, Feed::of_lines(&format!("{header}\n{lines}"), 2));
    assert_eq!(read.asked(), ["rows.Status"], "{:?}", read.guess.questions);
}

#[test]
fn whole_amounts_where_a_layout_has_decimals_are_asked_about() {
    let header = "id,Created (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Currency,Status,Customer ID,\
                  Customer Email";
    let lines =
        "c1,2024-01-01,2900,0,eur,true,2900,eur,Paid,A,a@b.c\nc2,2024-01-02,4900,0,eur,true,4900,eur,Paid,B,b@b.c\n";
    let read = Read::feed(Fact::Purchases, Feed::of_lines(&format!("{header}\n{lines}"), 2));
    assert_eq!(read.asked(), ["minor_units.Amount"], "{:?}", read.guess.questions);
    let yen = Feed::of_lines(&format!("{header}\n{}", lines.replace("eur", "jpy")), 2);
    assert_eq!(Read::feed(Fact::Purchases, yen).asked(), [""; 0]);
}
