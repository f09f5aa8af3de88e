//! Is a file of a system that is known already?
//!
//! A file is known again by its shape: by its columns, and that they can be read as before. What it is called plays no part. Whether rows
//! that a new source brings, or that are known by something else than before, came in already is told by the rows themselves
//! ([`rows_before`]); then it is asked, for they would count twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bellwether_engine::facts::{Identities, PastImport, RowsBefore, past_imports, rows_before};
use bellwether_engine::sources::mapping::{
    Answer, EarlierRows, Edit, Effect, Mapping, MappingSource, Question, Topic, Usual, changed_lines,
};

use crate::app::App;
use crate::company::Company;
use crate::failure::Failure;
use crate::kept_mapping::kept_mapping;
use crate::look::in_currencies;

/// The name of the answer that a file is of no system known already.
const ANOTHER: &str = "another_system";

/// Of two files of one shape so much of the shorter one's columns is the longer one's, too, in percent.
const SAME_SHAPE: usize = 80;

/// What a file whose source nobody named is known as.
pub(crate) enum KnownSystem {
    /// It is of this system.
    As(Box<Mapping>),
    /// It may be of several; the mapping of the first of them, with what is asked.
    Several(Box<Mapping>, Box<Question>),
}

impl App {
    /// The system of a file by its shape; `name` is what it would be called as one of its own.
    pub(crate) async fn known_by_shape(
        &self,
        company: &Company,
        inputs: &[String],
        fact: &str,
        (header, name): (&[String], &str),
    ) -> Result<Option<KnownSystem>, Failure> {
        let past = past_imports(&company.lake).await?;
        let mut fitting: Vec<(Mapping, RowsBefore)> = Vec::new();
        for source in sources_of_shape(&past, fact, header) {
            let Some(kept) = kept_mapping(company, &source, fact).await? else { continue };
            let mapping = Mapping::from_toml(&kept)?;
            let Ok(before) = self.before(company, inputs, &mapping, true).await else { continue };
            let before = before.unwrap_or_default();
            // Whoever calls other things by the ids of this system is another one.
            if before.other * 10 <= before.rows && before.rows > 0 {
                fitting.push((mapping, before));
            }
        }
        // Its own rows, where it holds some, say which it is.
        let holds_known = |(_, before): &(Mapping, RowsBefore)| before.new < before.rows;
        if fitting.iter().filter(|fitting| holds_known(fitting)).count() == 1 {
            fitting.retain(holds_known);
        }
        if fitting.len() <= 1 {
            return Ok(fitting.pop().map(|(mapping, _)| KnownSystem::As(Box::new(mapping))));
        }
        let first = fitting[0].0.clone();
        let own = Mapping { source: name.to_owned(), ..first.clone() };
        let answers = fitting.iter().map(|(mapping, before)| {
            let effect = Some(effect(before.new, &before.new_minor, before.is_sample));
            answer(&mapping.source, &first, vec![Edit::Whole(Box::new(mapping.clone()))], effect)
        });
        let answers = answers.chain([answer(ANOTHER, &first, vec![Edit::Whole(Box::new(own))], None)]).collect();
        let before = fitting.iter().map(|(mapping, before)| EarlierRows {
            rows: 0,
            of: before.rows,
            import_seq: 0,
            source: mapping.source.clone(),
            is_sample: before.is_sample,
        });
        let before = before.collect();
        let question = Question { before, answers, ..Question::on(Topic::Source, name) };
        Ok(Some(KnownSystem::Several(Box::new(first), Box::new(question))))
    }

    /// What is asked about rows before they come in: whether they came in already and would count once more, whether they would take the
    /// place of something else, and whether days far from all others are meant.
    pub(crate) async fn asked_about_rows(
        &self,
        company: &Company,
        inputs: &[String],
        mapping: &Mapping,
    ) -> Result<Vec<Question>, Failure> {
        let twins = self.asked_about_twins(company, inputs, mapping).await?;
        let ids = self.asked_about_ids(company, inputs, mapping).await?;
        let days = self.asked_about_days(Some(company), inputs, mapping).await?;
        Ok(twins.into_iter().chain(ids).chain(days).collect())
    }

    /// What is asked about rows that came in before and that this mapping would count once more.
    async fn asked_about_twins(
        &self,
        company: &Company,
        inputs: &[String],
        mapping: &Mapping,
    ) -> Result<Option<Question>, Failure> {
        // What cannot be read yet is compared once it can: an import that fails brings nothing in.
        let Ok(Some(before)) = self.before(company, inputs, mapping, false).await else { return Ok(None) };
        if before.twins.is_empty() {
            return Ok(None);
        }
        let past = past_imports(&company.lake).await?;
        let id = mapping.table.key().first().copied().unwrap_or_default();
        let mut answers = Vec::new();
        for twins in &before.twins {
            // By what the rows were known that came in: a later import of the source may have known its rows by something else.
            let brought = past.iter().find(|past| past.seq() == twins.import_seq);
            let brought = brought.and_then(|past| Mapping::from_toml(&past.report.mapping).ok());
            let ids = brought.as_ref().and_then(|brought| brought.ids.clone());
            let from = brought.and_then(|brought| brought.columns.get(id).cloned());
            let same = Edit::SameAs { source: twins.source.clone(), id: id.to_owned(), from, ids };
            let mut minor = before.new_minor.clone();
            for (currency, twins) in &twins.minor {
                *minor.entry(currency.clone()).or_default() -= twins;
            }
            let effect = effect(before.new.saturating_sub(twins.rows), &minor, before.is_sample);
            answers.push(answer(&twins.source, mapping, vec![same], Some(effect)));
        }
        let all = effect(before.new, &before.new_minor, before.is_sample);
        answers.push(answer(ANOTHER, mapping, Vec::new(), Some(all)));
        let twins = before.twins.iter().map(|twins| EarlierRows {
            rows: twins.rows,
            of: before.rows,
            import_seq: twins.import_seq,
            source: twins.source.clone(),
            is_sample: before.is_sample,
        });
        Ok(Some(Question { before: twins.collect(), answers, ..Question::on(Topic::Source, &mapping.source) }))
    }

    async fn before(
        &self,
        company: &Company,
        inputs: &[String],
        mapping: &Mapping,
        always: bool,
    ) -> Result<Option<RowsBefore>, Failure> {
        let mut source = self.mapped(company, inputs, mapping).await?;
        Ok(rows_before(&company.lake, &mut source, always).await?)
    }

    /// The rows of an input by a mapping.
    pub(crate) async fn mapped(
        &self,
        company: &Company,
        inputs: &[String],
        mapping: &Mapping,
    ) -> Result<MappingSource, Failure> {
        let usual = self.usual().await?;
        self.mapped_as(&usual, Identities::of_mapping(&company.lake, mapping).await?, inputs, mapping)
    }

    /// The rows of an input by a mapping, whose customers these identities tell; there need be no company.
    pub(crate) fn mapped_as(
        &self,
        usual: &Usual,
        identities: Identities,
        inputs: &[String],
        mapping: &Mapping,
    ) -> Result<MappingSource, Failure> {
        let mapping = Mapping { currency: mapping.currency.or(Some(usual.currency)), ..mapping.clone() };
        let reader = self.known_inputs.open(inputs, &mapping.format)?;
        Ok(MappingSource::new(reader, mapping, &usual.zone, Some(Arc::new(identities)))?)
    }
}

/// The sources whose latest import that counts had the columns of this file, by name.
fn sources_of_shape(past: &[PastImport], fact: &str, header: &[String]) -> Vec<String> {
    let of_fact = past.iter().filter(|past| past.counts() && past.is_import() && past.report.fact == fact);
    let latest: BTreeMap<&str, &PastImport> = of_fact.map(|past| (past.report.source.as_str(), past)).collect();
    let header = shape(header);
    let fits = |past: &PastImport| {
        let columns = shape(&past.report.columns);
        let shared = columns.intersection(&header).count();
        shared * 100 >= columns.len().min(header.len()) * SAME_SHAPE && shared > 0
    };
    latest.into_iter().filter(|(_, past)| fits(past)).map(|(source, _)| source.to_owned()).collect()
}

/// The columns of a file, whatever their order and spelling.
fn shape(header: &[String]) -> BTreeSet<String> {
    let letters =
        |name: &String| name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    header.iter().map(letters).collect()
}

/// An answer with the lines that say it.
pub(crate) fn answer(name: &str, mapping: &Mapping, edits: Vec<Edit>, effect: Option<Effect>) -> Answer {
    let mut changed = mapping.clone();
    for edit in &edits {
        edit.apply(&mut changed);
    }
    Answer { name: name.to_owned(), lines: changed_lines(mapping, &changed), effect, edits }
}

/// What bringing rows in would add.
fn effect(rows: u64, minor: &BTreeMap<String, i128>, is_sample: bool) -> Effect {
    Effect { is_addition: true, rows, minor: in_currencies(minor), is_sample, ..Effect::default() }
}
