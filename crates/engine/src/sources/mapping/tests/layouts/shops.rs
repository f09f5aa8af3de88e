//! Shops and books.

use super::*;

#[test]
fn an_order_of_woocommerce_counts_with_its_total_less_what_was_refunded() {
    holds(
        "woocommerce_orders.csv",
        "WooCommerce orders",
        Fact::Purchases,
        "at customer_id amount_minor currency",
        &[
            "2024-01-05 10:14 ada@example.com 5730 EUR",
            "2024-01-20 09:00 bo@example.com 2000 EUR",
            "2024-02-03 18:30 ada@example.com 7000 EUR",
            "2024-02-10 12:00 cy@example.com 0 EUR",
            "2024-02-29 23:59 eve@example.com 3333 USD",
            "2024-03-05 16:20 - 1200 EUR",
            "2024-03-09 11:00 cy@example.com 1999 EUR",
        ],
    );
}

#[test]
fn an_order_of_magento_counts_in_the_currency_that_a_person_names() {
    holds(
        "magento_orders.csv",
        "Magento orders",
        Fact::Purchases,
        "purchase_id at customer_id amount_minor",
        &[
            "000000001 2024-01-05 10:14 ada@example.com 5730",
            "000000002 2024-01-20 09:00 bo@example.com 2000",
            "000000003 2024-02-03 18:30 ada@example.com 7000",
            "000000004 2024-02-10 12:00 cy@example.com 0",
            "000000008 2024-02-29 23:59 eve@example.com 3333",
            "000000010 2024-03-09 11:00 cy@example.com 1999",
        ],
    );
    for name in ["magento_orders.csv", "quickbooks_transactions.csv"] {
        let questions = Read::file(Fact::Purchases, name).guess.questions;
        assert!(questions.iter().any(|question| question.topic == Topic::Currency), "{name}");
    }
}

#[test]
fn a_transaction_of_quickbooks_is_a_sale_or_gives_money_back_or_is_neither() {
    holds(
        "quickbooks_transactions.csv",
        "QuickBooks sales transactions",
        Fact::Purchases,
        "at customer_id amount_minor",
        &[
            "2024-01-05 00:00 Alpha Ltd 125000",
            "2024-02-03 00:00 Beta \"B\" Inc 8000",
            "2024-02-14 00:00 Alpha Ltd -25000",
            "2024-03-01 00:00 Gamma 30000",
            "2024-03-15 00:00 Beta \"B\" Inc -2000",
            "2024-03-16 00:00 Beta \"B\" Inc 4550",
        ],
    );
}

#[test]
fn an_invoice_of_xero_counts_once_with_its_total_however_many_lines_it_has() {
    holds(
        "xero_invoices.csv",
        "Xero invoices",
        Fact::Purchases,
        "purchase_id at customer_id amount_minor currency",
        &[
            "INV-0001 2024-01-15 00:00 Alpha Ltd 125000 GBP",
            "INV-0002 2024-02-03 00:00 Beta & Co 8000 GBP",
            "CN-0001 2024-02-14 00:00 Alpha Ltd -25000 GBP",
            "INV-0005 2024-03-15 00:00 Beta & Co 4550 GBP",
            "INV-0006 2024-03-20 00:00 Gamma 1000 USD",
        ],
    );
}

#[test]
fn a_deal_is_a_sale_on_the_day_it_was_won() {
    holds(
        "hubspot_deals.csv",
        "HubSpot deals",
        Fact::Purchases,
        "at customer_id amount_minor currency",
        &[
            "2024-01-05 10:00 Alpha Ltd 125000 EUR",
            "2024-02-06 10:00 Alpha Ltd 25050 EUR",
            "2024-03-06 10:00 Beta 8000 USD",
            "2024-03-07 10:00 Epsilon 0 EUR",
        ],
    );
    holds(
        "salesforce_opportunities.csv",
        "Salesforce opportunities",
        Fact::Purchases,
        "at customer_id amount_minor currency",
        &[
            "2024-01-25 00:00 Alpha Ltd 125000 USD",
            "2024-02-06 00:00 Alpha Ltd 25050 USD",
            "2024-03-06 00:00 Beta 8000 EUR",
            "2024-03-07 00:00 Epsilon 1500000 USD",
        ],
    );
    holds(
        "salesforce_opportunity_objects.csv",
        "Salesforce opportunities (data export)",
        Fact::Purchases,
        "at customer_id amount_minor currency",
        &["2024-01-25 00:00 001A 125000 USD", "2024-02-06 00:00 001A 25050 USD", "2024-03-06 00:00 001B 8000 EUR"],
    );
}

#[test]
fn contacts_are_customers_by_their_addresses() {
    holds(
        "hubspot_contacts.csv",
        "HubSpot contacts",
        Fact::Customers,
        "customer_id since name",
        &[
            "ann@example.com 2024-01-05 Ann Able",
            "bo@example.com 2024-01-06 Bo",
            "cy@example.com 2024-02-06 Cy@Example.com",
            "dee@example.com 2024-03-06 Dee O'Day, Jr",
        ],
    );
}
