//! Rows of a later file that bear the number of a sale of the same customer: credit notes, refunds and instalments beside corrections.

use super::*;

/// What the second file's row is to the sale whose number it bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bearer {
    /// All of it is given back in the next month.
    CreditNote,
    /// A part of it is given back in the next month.
    PartialCredit,
    /// A second payment, of another amount, in the next month.
    Instalment,
    /// Only the day was mended.
    OtherDay,
    /// Only the amount was mended.
    OtherAmount,
    /// Only the sign was mended.
    OtherSign,
}

const BEARERS: [Bearer; 6] = [
    Bearer::CreditNote,
    Bearer::PartialCredit,
    Bearer::Instalment,
    Bearer::OtherDay,
    Bearer::OtherAmount,
    Bearer::OtherSign,
];

impl Bearer {
    fn row(self, sale: &Deed, chance: &mut Chance) -> Deed {
        let day = date(2024, 2, 1 + chance.below(28) as i8);
        let (day, much) = match self {
            Self::CreditNote => (day, -sale.much),
            Self::PartialCredit => (day, -1 - chance.below(sale.much as usize) as i64),
            Self::Instalment => (day, sale.much + 1 + chance.below(9) as i64),
            Self::OtherDay => (day, sale.much),
            Self::OtherAmount => (sale.day, sale.much + 1 + chance.below(9) as i64),
            Self::OtherSign => (sale.day, -sale.much),
        };
        Deed { day, much, ..sale.clone() }
    }

    fn is_correction(self) -> bool {
        matches!(self, Self::OtherDay | Self::OtherAmount | Self::OtherSign)
    }
}

/// So many sales of January, each of more than nothing.
fn january(size: usize, chance: &mut Chance) -> Vec<Deed> {
    let mut sales = chance.deeds(size, (date(2024, 1, 2), 28), (0, 20));
    for sale in &mut sales {
        sale.much += 2;
    }
    sales
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_bears_the_number_of_a_sale_is_asked_about_and_both_can_count_and_a_correction_is_not() {
    let desk = Desk::new().await;
    let kind = &KINDS[0];
    for variant in 0..4 {
        for bearer in BEARERS {
            let name = format!("s{variant}{bearer:?}x").to_lowercase();
            let mut chance = Chance(variant * 7 + 1);
            let sales = january(3 + variant as usize * 4, &mut chance);
            let sale = sales[chance.below(sales.len())].clone();
            let borne = bearer.row(&sale, &mut chance);
            let fresh = chance.deeds(2, (date(2024, 2, 1), 28), (0, 20));
            let fresh = fresh.into_iter().map(|deed| Deed { number: deed.number + sales.len(), ..deed });
            let mut later: Vec<Deed> = fresh.collect();
            let mut all = [sales.clone(), later.clone()].concat();
            later.insert(chance.below(3), borne.clone());
            if bearer.is_correction() {
                all.retain(|deed| deed.number != sale.number);
            }
            all.push(borne);
            desk.import(kind, &name, &sales, &[]).await;
            let (offered, _) = desk.import(kind, &name, &later, &["kept", "month"]).await;
            let tells = format!("{variant} {bearer:?} {offered:?}");
            assert_eq!(offered.is_empty(), bearer.is_correction(), "{tells}");
            assert_eq!(desk.held(kind, &name).await, expected(kind, &all), "{tells}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_credit_note_among_many_known_rows_is_asked_about() {
    let desk = Desk::new().await;
    let kind = &KINDS[0];
    for (variant, size) in [3, 40, 250].into_iter().enumerate() {
        let name = format!("s{variant}x");
        let mut chance = Chance(variant as u64 + 3);
        let sales = january(size, &mut chance);
        let borne = Bearer::PartialCredit.row(&sales[1], &mut chance);
        let mut later = sales.clone();
        later[1] = borne.clone();
        desk.import(kind, &name, &sales, &[]).await;
        let (offered, _) = desk.import(kind, &name, &later, &["kept", "month"]).await;
        assert!(offered.iter().any(|answer| answer == "month"), "{offered:?}");
        assert_eq!(desk.held(kind, &name).await, expected(kind, &[sales, vec![borne]].concat()), "{size} rows");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn that_rows_are_corrections_is_asked_once_and_said_each_time() {
    let desk = Desk::new().await;
    let kind = &KINDS[0];
    let mut sales = january(6, &mut Chance(5));
    desk.import(kind, "shop", &sales, &[]).await;
    for round in 0..3 {
        for (sale, month) in sales[round..round + 2].iter_mut().zip([2, 3]) {
            sale.day = date(2024, month, 1 + round as i8);
            sale.much += 7;
        }
        let (offered, is_told) = desk.import(kind, "shop", &sales[round..round + 2], &["kept", "replace"]).await;
        assert_eq!(!offered.is_empty(), round == 0, "{round} {offered:?}");
        assert!(is_told, "{round}");
        assert_eq!(desk.held(kind, "shop").await, expected(kind, &sales));
    }
}
