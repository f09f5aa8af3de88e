//! What does a mapping leave to the definitions of the company, and how is it read the same when these change?
//!
//! Invariant: what is imported by a mapping says it itself, and is kept with it. Of a mapping kept before it said so, the definitions of
//! that time hold.

use bellwether_engine::lake::Fact;
use bellwether_engine::sources::mapping::{ColumnSource, Mapping};
use bellwether_model::Policy;

use crate::company::Company;
use crate::failure::Failure;
use crate::kept_mapping::kept_mapping;

/// The target of exchange rates that says to which currency they lead.
const TO_CURRENCY: &str = "to_currency";

/// Says to which currency rates lead, and of which time zone times and days are that are written without one, unless the mapping does.
pub(crate) async fn settle(company: &Company, mapping: &mut Mapping) -> Result<(), Failure> {
    let has_target = mapping.table != Fact::ExchangeRates || mapping.columns.contains_key(TO_CURRENCY);
    if has_target && mapping.time_zone.is_some() {
        return Ok(());
    }
    let (kept, policy) = of_its_time(company, mapping).await?;
    if !has_target {
        let to = format!("'{}'", policy.currency.code());
        mapping.columns.insert(TO_CURRENCY.to_owned(), ColumnSource::Source(to));
    }
    if mapping.time_zone.is_none() {
        mapping.time_zone = Some(kept.and_then(|kept| kept.time_zone).unwrap_or(policy.time_zone));
    }
    Ok(())
}

/// The mapping kept for the rows of a source, with the definitions by which it was read; of a new one those of today. What was read by one
/// whose imports were all taken back binds nobody.
async fn of_its_time(company: &Company, mapping: &Mapping) -> Result<(Option<Mapping>, Policy), Failure> {
    let (source, fact) = (&mapping.source, mapping.table.name());
    let Some(kept) = kept_mapping(company, source, fact).await? else {
        return Ok((None, company.policy.value.clone()));
    };
    let versions = company.records.mapping(source, fact).all().await?;
    let since = versions.iter().rev().find(|version| version.value.toml == kept);
    let policy = match since {
        Some(version) => company.policy_known_at(version.created_at).await?.value,
        None => company.policy.value.clone(),
    };
    Ok((Some(Mapping::from_toml(&kept)?), policy))
}

#[cfg(test)]
mod tests {
    use bellwether_records::VersionDetails;
    use ulid::Ulid;

    use super::*;
    use crate::app::App;
    use crate::config::Config;
    use crate::policy::NewPolicy;

    #[expect(clippy::disallowed_methods, reason = "a test may have any ids")]
    fn new_id() -> Ulid {
        Ulid::generate()
    }

    #[tokio::test]
    async fn a_mapping_kept_before_is_read_by_the_currency_and_the_time_zone_of_its_time() {
        const MAP: &str =
            "table = \"exchange_rates\"\nsource = \"bank\"\n[columns]\ncurrency = \"c\"\nday = \"d\"\nrate = \"r\"\n";
        let folder = tempfile::tempdir().expect("a folder");
        let (data, user) = (folder.path().join("data"), "the test".to_owned());
        let config = Config { data, records: String::new(), threads: 1, memory: Config::MEMORY, user };
        let app = App::new(config, "2024-05-01T08:00:00Z".parse().expect("an instant"), new_id);
        let first = Policy { time_zone: "Europe/Berlin".to_owned(), ..Policy::default() };
        app.init(&first).await.expect("a company");
        let company = app.company().await.expect("open");
        let keep = async |source: &str, toml: &str| {
            let kept = bellwether_records::Mapping {
                source: source.to_owned(),
                fact: "exchange_rates".into(),
                toml: toml.to_owned(),
            };
            let change = app.change("Ann").expect("a change");
            company.records.documents().add(&kept, &VersionDetails::default(), &change).await.expect("kept");
        };
        keep("bank", MAP).await;
        keep("a bank abroad", &MAP.replace("[columns]", "time_zone = \"Asia/Tokyo\"\n[columns]")).await;
        let later = app.at("2024-06-01T08:00:00Z".parse().expect("an instant"));
        let policy =
            Policy { currency: "USD".parse().expect("a currency"), time_zone: "America/New_York".to_owned(), ..first };
        let other = NewPolicy { policy, effective_from: None, note: String::new(), after: None };
        later.save_policy(&other, "Ann").await.expect("saved");
        let company = later.at("2024-06-02T08:00:00Z".parse().expect("an instant")).company().await.expect("open");
        assert_eq!(company.policy.value.currency.code(), "USD");
        for (source, to, zone) in [
            ("bank", "'EUR'", "Europe/Berlin"),
            ("a bank abroad", "'EUR'", "Asia/Tokyo"),
            ("another bank", "'USD'", "America/New_York"),
        ] {
            let mut mapping = Mapping::from_toml(MAP).expect("a mapping");
            source.clone_into(&mut mapping.source);
            settle(&company, &mut mapping).await.expect("settled");
            let zone = Some(zone.to_owned());
            assert_eq!((mapping.columns[TO_CURRENCY].text(), mapping.time_zone), (to, zone), "{source}");
        }
    }
}
