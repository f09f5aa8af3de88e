//! Shops, billing and help desks as most companies begin with them.

use super::*;

#[test]
fn an_order_of_shopify_counts_once_with_its_total_less_what_was_refunded() {
    holds(
        "shopify_orders.csv",
        "Shopify orders",
        Fact::Purchases,
        "at customer_id amount_minor currency",
        &[
            "2024-01-05 09:14 ada@example.com 5730 EUR",
            "2024-01-20 08:00 bo@example.com 2000 EUR",
            "2024-02-03 17:30 ada@example.com 7000 EUR",
            "2024-02-10 11:00 cy@example.com 0 EUR",
            "2024-02-29 22:59 eve@example.com 3333 USD",
            "2024-03-05 15:20 - 1200 EUR",
            "2024-03-09 10:00 cy@example.com 1999 EUR",
            "2024-03-10 10:00 eve@example.com 0 EUR",
        ],
    );
    let read = Read::file(Fact::Purchases, "shopify_orders.csv");
    // Eight lines that are not the first of their order, three that nobody paid, one that was cancelled.
    assert_eq!(read.left_out, 8 + 3 + 1);
}

#[test]
fn a_subscription_of_stripe_is_worth_its_plan_times_its_quantity_from_the_end_of_its_trial_to_its_end() {
    holds(
        "stripe_subscriptions.csv",
        "Stripe subscriptions",
        Fact::Subscriptions,
        "customer_id monthly_minor currency from to billing_months status",
        &[
            "cus_A 2900 EUR 2024-01-03 - 1 active",
            // 290.00 a year is 24.17 a month.
            "cus_B 2417 EUR 2024-01-10 - 12 active",
            "cus_C 2900 EUR 2024-01-15 2024-03-15 1 active",
            "cus_C 3900 EUR 2024-05-01 - 1 active",
            "cus_E 5000 EUR 2024-02-01 - 1 active",
            "cus_G 2900 EUR 2024-02-19 - 1 active",
            "cus_J 4900 USD 2024-03-31 - 1 active",
            // 7.00 a week is 7.00 × 52 / 12.
            "cus_K 3033 EUR 2024-04-02 - - active",
            "cus_L 2900 EUR 2024-04-10 - 1 active",
        ],
    );
}

#[test]
fn a_ticket_of_zendesk_is_a_touch_and_what_was_answered_to_it_is_feedback() {
    holds(
        "zendesk_tickets.csv",
        "Zendesk tickets",
        Fact::Touches,
        "touch_id customer_id touchpoint channel started_at done_at outcome",
        &[
            "101 ada@example.com ticket Mail 2024-01-05 10:14 2024-01-06 09:00 Closed",
            "102 bo@example.com ticket Web form 2024-01-20 09:00 2024-01-20 11:30 Solved",
            "103 ada@example.com ticket Mail 2024-02-03 18:30 - Open",
            "104 cy@example.com ticket Chat 2024-02-10 12:00 - Pending",
            "106 bo@example.com ticket Mail 2024-02-12 12:00 - On-hold",
            "107 cy@example.com ticket Mail 2024-02-14 08:00 - New",
            "108 dee@example.com ticket API 2024-02-29 23:59 2024-03-04 08:00 Closed",
            "109 - ticket Phone 2024-03-05 16:20 2024-03-05 17:00 Solved",
            "110 dee@example.com ticket Mail 2024-03-09 11:00 - Hold",
        ],
    );
    holds(
        "zendesk_tickets.csv",
        "Zendesk tickets (satisfaction)",
        Fact::Feedback,
        "feedback_id customer_id at kind instrument score scale_min scale_max",
        &[
            "101 ada@example.com 2024-01-06 09:00 aided csat 1.0 0.0 1.0",
            "102 bo@example.com 2024-01-20 11:30 aided csat 0.0 0.0 1.0",
            "109 - 2024-03-05 17:00 aided csat 1.0 0.0 1.0",
        ],
    );
}
