//! Does a file of a known system say more than its mapping was agreed on for?

use bellwether_engine::facts::past_imports;
use bellwether_engine::sources::mapping::{KnownColumns, Mapping, Review, review};
use bellwether_engine::sources::{RawBatch, SourceFile};

use crate::app::App;
use crate::company::Company;
use crate::failure::Failure;
use crate::file_note::in_note;
use crate::import::{Fact, ImportRequest, Proposal, answer};

impl App {
    /// What the columns of a file that were not there when its system last brought rows ask and tell; `mapping` is the one agreed on.
    pub(crate) async fn reviewed(
        &self,
        company: &Company,
        mapping: &Mapping,
        (file, sample): (&SourceFile, &[RawBatch]),
    ) -> Result<Option<Review>, Failure> {
        let past = past_imports(&company.lake).await?;
        let of_source = past.iter().filter(|past| past.counts() && past.is_import()).map(|past| &past.report);
        let mut of_source =
            of_source.filter(|report| report.source == mapping.source && report.fact == mapping.table.name());
        // Earlier versions did not keep the columns.
        let Some(latest) = of_source.next_back().filter(|report| !report.columns.is_empty()) else { return Ok(None) };
        let filled = latest.columns.iter().filter(|column| !latest.empty_columns.contains(column));
        let known = KnownColumns { filled: filled.cloned().collect(), single_texts: latest.single_texts.clone() };
        let mut review = review(mapping, &known, file, sample, &self.usual().await?);
        if let Some(review) = review.as_mut().filter(|_| mapping.table == Fact::ExchangeRates) {
            review.questions.extend(self.asked_about_rates(company, mapping, (file, sample)).await?);
        }
        Ok(review)
    }

    /// A mapping that was agreed on before, with what new columns and rows of the file ask and tell.
    pub(crate) async fn reviewed_as(
        &self,
        company: &Company,
        request: &ImportRequest,
        mut mapping: Mapping,
        answers: &[(String, String)],
    ) -> Result<Proposal, Failure> {
        if let Some(source) = &request.source {
            mapping.source.clone_from(source);
        }
        let inputs = request.origin.inputs();
        // In the format agreed on, which may say where the names of the columns stand.
        let mut reader = self.known_inputs.open(&inputs, &mapping.format)?;
        let sample: Vec<_> = reader.next()?.into_iter().collect();
        let (mut asked, mut detected) = (Vec::new(), Vec::new());
        if let Some(file) = reader.files().first()
            && let Some(review) = self.reviewed(company, &mapping, (file, &sample)).await?
        {
            mapping = review.mapping;
            asked = review.questions;
            detected.extend(review.notes.iter().map(|note| in_note(note).english()));
        }
        let mut read = mapping.clone();
        answer(&mut read, &asked, answers);
        asked.extend(self.asked_about_rows(company, &inputs, &read).await?);
        Ok(Proposal { detected, ..Proposal::asking(mapping.to_toml()?, asked) })
    }
}
