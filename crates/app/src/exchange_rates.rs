//! Exchange rates of a file: are they written the other way round than those before?

use arrow::array::AsArray;
use arrow::datatypes::Decimal128Type;
use bellwether_engine::sources::mapping::{Edit, Example, Mapping, Question, RateDirection, Topic, preview};
use bellwether_engine::sources::{RawBatch, SourceFile};
use bellwether_engine::walk::{Knowledge, Rates};
use bellwether_model::Currency;

use crate::app::App;
use crate::company::Company;
use crate::failure::Failure;
use crate::same_system::answer;

/// No rate moves so far between two files of a source.
const FAR: f64 = 5.0;
/// What is inverted comes so near to one when it is multiplied with what it was, and one that is so near to what it was may be either.
const NEAR: f64 = 0.1;

impl App {
    /// What is asked about rates which by those before may be written the other way round.
    pub(crate) async fn asked_about_rates(
        &self,
        company: &Company,
        mapping: &Mapping,
        (file, sample): (&SourceFile, &[RawBatch]),
    ) -> Result<Option<Question>, Failure> {
        let usual = self.usual().await?;
        // What cannot be read yet is told by what stands in the way.
        let Ok(pulled) = preview(mapping, file, sample, &usual.zone, None) else { return Ok(None) };
        let known = Knowledge::now(&company.lake, self.today()).await?.rates(usual.currency);
        let inverted = pulled.iter().find_map(|pulled| {
            let rows = &pulled.batch.rows;
            let currencies = rows.column_by_name("currency")?.as_string_opt::<i32>()?;
            let rates = rows.column_by_name("rate")?.as_primitive_opt::<Decimal128Type>()?;
            let row = (0..rows.num_rows()).find(|row| {
                let currency = currencies.value(*row).parse::<Currency>();
                currency.is_ok_and(|currency| is_inverted(&known, currency, rates.value(*row)))
            })?;
            let value = format!("{} {}", currencies.value(row), rates.value_as_string(row));
            Some(Example { row: pulled.batch.places.get(row).map_or(0, |place| place.row), value })
        });
        let Some(example) = inverted else { return Ok(None) };
        let directions = [
            ("units_per_reporting", RateDirection::UnitsPerReporting),
            ("reporting_per_unit", RateDirection::ReportingPerUnit),
        ];
        let answers = directions.into_iter().map(|(name, direction)| {
            let edits = if direction == mapping.rates { Vec::new() } else { vec![Edit::Rates(direction)] };
            answer(name, mapping, edits, None)
        });
        let about = mapping.columns.get("rate").map_or("rate", |from| from.text());
        let answers = answers.collect();
        Ok(Some(Question { example: Some(example), answers, ..Question::on(Topic::Rates, about) }))
    }
}

/// Whether a rate, in billionths, is far from the latest one of its currency, or near to one by it.
fn is_inverted(known: &Rates, currency: Currency, billionths: i128) -> bool {
    let Some(latest) = known.latest(currency) else { return false };
    let (now, before) = (billionths as f64 / 1e9, latest.billionths as f64 / 1e9);
    let (moved, product) = (now / before, now * before);
    !(1.0 / FAR..=FAR).contains(&moved) || ((product - 1.0).abs() < NEAR && (moved - 1.0).abs() > NEAR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_engine::walk::Rate;

    #[test]
    fn a_rate_is_inverted_if_it_is_about_one_by_what_it_was_and_not_if_it_only_moved() {
        let billionths = |rate: f64| (rate * 1e9).round() as i128;
        for before in [0.0064, 0.9, 0.85, 1.17, 1.5, 7.46, 25.3, 400.0] {
            let mut known = Rates::none(Currency::EUR);
            known.add(Currency::GBP, Rate { day: 3, billionths: billionths(before) });
            for percent in [97, 99, 100, 102, 104] {
                let now = before * f64::from(percent) / 100.0;
                assert!(!is_inverted(&known, Currency::GBP, billionths(now)), "{before} {percent}");
                assert!(is_inverted(&known, Currency::GBP, billionths(1.0 / now)), "{before} {percent}");
            }
            assert!(!is_inverted(&known, "JPY".parse().expect("a code"), billionths(before)), "nothing is known of it");
        }
    }
}
