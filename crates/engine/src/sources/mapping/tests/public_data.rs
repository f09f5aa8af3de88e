use super::super::testdata::{Feed, file};
use super::super::{CellType, ColumnSource, Mapping, MappingSource, guess};
use super::*;
use crate::lake::Fact;
use crate::sources::{Format, RawBatch, RawReader, open};

fn reader(path: &str) -> Option<Box<dyn RawReader>> {
    let path = file(path)?;
    Some(open(&[path.to_str()?.to_owned()], &Format::default()).expect("an input"))
}

/// What a file suggests by its first batch, with the first answer to each question.
fn guess_of(path: &str, fact: Option<Fact>) -> Option<Mapping> {
    let mut reader = reader(path)?;
    let sample = reader.next().expect("rows").expect("a batch");
    let guess = guess(fact, &reader.files()[0], &[sample], &usual());
    let mut mapping = guess.mapping;
    for answer in guess.questions.iter().filter_map(|question| question.answers.first()) {
        answer.edits.iter().for_each(|edit| edit.apply(&mut mapping));
    }
    Some(mapping)
}

/// Guesses a file and maps all of it.
pub(super) fn guessed(
    path: &str,
    fact: Option<Fact>,
    lookup: Option<Arc<dyn IdentityLookup>>,
) -> Option<(Mapping, Mapped)> {
    let mut mapping = guess_of(path, fact)?;
    mapping.currency = mapping.currency.or(Some(bellwether_model::Currency::USD));
    let mapped = map_with(&mapping.to_toml().expect("toml"), reader(path)?, lookup).expect("mapped");
    Some((mapping, mapped))
}

#[test]
fn online_retail_comes_out_to_the_penny() {
    const PATH: &str = "online-retail/online_retail_merged.csv.gz";
    let Some(mut mapping) = guess_of(PATH, None) else { return };
    assert_eq!(mapping.table, Fact::Purchases);
    mapping.currency = Some(bellwether_model::Currency::GBP);
    let reader = reader(PATH).expect("a reader");
    let mut source = MappingSource::new(reader, mapping, &TimeZone::UTC, None).expect("a source");
    let (mut rows, mut all, mut unattributed, mut unattributed_minor, mut rejects) = (0, 0i64, 0, 0i64, 0);
    let mut customers = std::collections::HashSet::new();
    while let Some(pulled) = source.next().expect("rows") {
        rejects += pulled.rejects.len();
        let batch = pulled.batch.rows;
        rows += batch.num_rows();
        for (customer, amount) in texts(&batch, "customer_id").into_iter().zip(minor(&batch, "amount_minor")) {
            all += amount;
            if let Some(customer) = customer {
                customers.insert(customer);
            } else {
                unattributed += 1;
                unattributed_minor += amount;
            }
        }
    }
    assert_eq!((rows, rejects, customers.len()), (541_909, 0, 4372));
    assert!(customers.contains("17850"));
    assert_eq!((unattributed, unattributed_minor, all), (135_080, 144_768_212, 974_774_793));
}

#[test]
fn cdnow_is_understood_without_a_header() {
    let Some((mapping, mapped)) = guessed("cdnow/CDNOW_sample.txt", None, None) else { return };
    let text = |target: &str| mapping.columns.get(target).map(ColumnSource::text);
    assert_eq!((mapping.table, text("at"), text("amount")), (Fact::Purchases, Some("column_3"), Some("column_5")));
    assert_eq!((text("customer_id"), text("purchase_id")), (Some("column_2"), None));
    let customers: std::collections::HashSet<_> = texts(&mapped.rows, "customer_id").into_iter().collect();
    assert_eq!((mapped.rows.num_rows(), customers.len(), mapped.rejects.len()), (6919, 2357, 0));
    assert_eq!(instants(&mapped.rows, "at")[0], "1997-01-01T00:00:00Z");
    assert_eq!(minor(&mapped.rows, "amount_minor")[0], 2933);
}

#[test]
fn what_a_day_is_does_not_make_it_a_number() {
    let feed = Feed::of_lines("a,b\n19970101,00042\n19980202,17\n", 10);
    let sample: Vec<RawBatch> = feed.batches.iter().cloned().collect();
    let profiled = super::super::profile::Sample::of(&sample, 10, &super::super::profile::CellReading::default());
    let kinds: Vec<CellType> = profiled.columns.iter().map(|(_, profile)| profile.kind()).collect();
    assert_eq!(kinds, [CellType::Date, CellType::Text]);
}
