//! Question: do the records hold what Bellwether wrote, all of it and nothing else?

use std::collections::BTreeSet;

use crate::breach::Breach;
use crate::connection::Records;
use crate::error::RecordsError;
use crate::{agreement, audit, books, seals};

impl Records {
    /// Everything the records hold that Bellwether did not write, or lack that it wrote: the audit, what does not stand as it told it last,
    /// the closed books, and rows that are not those that were sealed. All is held against all as of one moment.
    pub async fn verify(&self) -> Result<Vec<Breach>, RecordsError> {
        let noted = self.noted();
        let mut snapshot = self.snapshot("verify the records").await?;
        let mut found = Found::default();
        found.take(audit::verify(&mut snapshot, noted).await)?;
        found.take(agreement::verify(&mut snapshot).await)?;
        found.take(books::verify::verify(&mut snapshot).await)?;
        let entries = found.or(audit::length(&mut snapshot).await)?;
        // What is altered is told once, and with what is altered in it where that is known.
        let told: BTreeSet<String> = found.breaches.iter().map(|breach| breach.place.clone()).collect();
        let sealed = seals::verify(&mut snapshot, entries.unwrap_or_default()).await;
        let sealed =
            sealed.map(|breaches| breaches.into_iter().filter(|breach| !told.contains(&breach.place)).collect());
        found.take(sealed)?;
        let names = found.or(books::verify::names(&mut snapshot).await)?.unwrap_or_default();
        snapshot.end().await?;
        for breach in &mut found.breaches {
            breach.period = breach.period.or_else(|| names.get(&breach.place).copied());
        }
        Ok(found.breaches)
    }
}

#[derive(Default)]
struct Found {
    breaches: Vec<Breach>,
}

impl Found {
    fn take(&mut self, breaches: Result<Vec<Breach>, RecordsError>) -> Result<(), RecordsError> {
        let breaches = self.or(breaches)?;
        self.breaches.extend(breaches.unwrap_or_default());
        Ok(())
    }

    /// The value; what cannot even be read is a breach like any other, and keeps nothing else from being told.
    fn or<T>(&mut self, value: Result<T, RecordsError>) -> Result<Option<T>, RecordsError> {
        match value {
            Ok(value) => Ok(Some(value)),
            Err(RecordsError::Corrupt { table, column, reason }) => {
                let what = format!("a row holds what Bellwether did not write: {reason}");
                self.breaches.push(Breach::new(format!("{table}.{column}"), what));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}
