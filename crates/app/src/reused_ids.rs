//! Ids that a source gave to something else before: what is asked about them, and what each answer comes to.
//!
//! An answer is offered only if it is right for the rows compared: none of them takes the place of something else by it, and none that is
//! known comes in once more. That is tried, by comparing the file again as the answer would have it.

use std::collections::BTreeSet;

use bellwether_engine::facts::{IdHolder, PastImport, ReusedIds, RowSum, past_imports, reused_ids};
use bellwether_engine::sources::mapping::{
    ColumnSource, EarlierRows, Edit, Effect, IdMeaning, IdPeriod, IdScope, Mapping, Question, ReusedExample, Topic,
};
use bellwether_model::{Day, DayClock};
use jiff::tz::TimeZone;

use crate::app::App;
use crate::company::Company;
use crate::failure::Failure;
use crate::kept_mapping::kept_mapping;
use crate::look::in_currencies;
use crate::same_system::answer;

/// The name of the answer that rows are corrections of what their ids stood for; it is kept, or each later file would raise the question.
const REPLACE: &str = "replace";

#[cfg(test)]
mod tests;

impl App {
    /// What is asked where rows would take the place of something else.
    pub(crate) async fn asked_about_ids(
        &self,
        company: &Company,
        inputs: &[String],
        mapping: &Mapping,
    ) -> Result<Option<Question>, Failure> {
        let id = mapping.table.key().first().copied().unwrap_or_default();
        let about = mapping.columns.get(id).map_or(id, ColumnSource::text);
        if mapping.answers.get(&Topic::Ids.question_id(about)).is_some_and(|answer| answer == REPLACE) {
            return Ok(None);
        }
        // What cannot be read yet is compared once it can: an import that fails brings nothing in.
        let Ok(Some(reused)) = self.reused(company, inputs, mapping).await else { return Ok(None) };
        if !reused.is_telling() {
            return Ok(None);
        }
        let of_company = company.policy.value.check().map_err(Failure::usage)?.zone().clone();
        let zone = mapping.time_zone.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(of_company);
        let past = past_imports(&company.lake).await?;
        let from = mapping.columns.get(id).cloned();
        let of_source = |source: String, from: Option<ColumnSource>, ids: Option<IdScope>| Edit::SameAs {
            source,
            id: id.to_owned(),
            from,
            ids,
        };
        let adds = |rows: &RowSum| Some(addition(rows, reused.is_sample));
        let mut answers = Vec::new();
        let month = |day: Option<Day>| day.map(|day| day.date().first_of_month());
        let example = reused.example.as_ref().map(|example| ReusedExample {
            id: example.id.clone(),
            was: meaning(&example.was, &zone),
            is: meaning(&example.is, &zone),
        });
        let is_within_month = example.as_ref().is_some_and(|example| month(example.was.day) == month(example.is.day));
        let periods = [IdPeriod::Month, IdPeriod::Day].into_iter().skip(usize::from(is_within_month));
        for scope in periods.filter_map(|within| begun_anew(within, mapping, &past, &zone)) {
            let (name, edit) = (scope.unique_within.name(), Edit::Ids(scope));
            let tried = self.reused(company, inputs, &with(mapping, &edit)).await?.unwrap_or_default();
            if tried.others == 0 && tried.clashes == 0 && tried.known >= reused.known {
                answers.push(answer(name, mapping, vec![edit], adds(&tried.new)));
            }
        }
        // What is known already would come in once more by another name.
        if reused.known == 0 {
            if answers.is_empty() {
                let edit = of_source(mapping.source.clone(), None, None);
                answers.push(answer("no_ids", mapping, vec![edit], adds(&reused.all)));
            }
            let edit = of_source(free_name(&mapping.source, &past), from, mapping.ids.clone());
            let name = with(mapping, &edit).source;
            answers.push(answer(&name, mapping, vec![edit], adds(&reused.all)));
        }
        for source in sisters(&mapping.source, mapping.table.name(), &past) {
            let Some(kept) = kept_mapping(company, &source, mapping.table.name()).await? else { continue };
            let edit = Edit::Whole(Box::new(Mapping::from_toml(&kept)?));
            let Ok(tried) = self.reused(company, inputs, &with(mapping, &edit)).await else { continue };
            let tried = tried.unwrap_or_default();
            if tried.others == 0 && tried.known >= reused.known && tried.all.rows > 0 {
                answers.push(answer(&source, mapping, vec![edit], adds(&tried.new)));
            }
        }
        answers.push(answer(REPLACE, mapping, Vec::new(), Some(replacement(&reused))));
        let before = EarlierRows {
            rows: reused.others,
            of: reused.all.rows,
            import_seq: 0,
            source: mapping.source.clone(),
            is_sample: reused.is_sample,
        };
        Ok(Some(Question { before: vec![before], reused: example, answers, ..Question::on(Topic::Ids, about) }))
    }

    async fn reused(
        &self,
        company: &Company,
        inputs: &[String],
        mapping: &Mapping,
    ) -> Result<Option<ReusedIds>, Failure> {
        let mut source = self.mapped(company, inputs, mapping).await?;
        Ok(reused_ids(&company.lake, &mut source).await?)
    }
}

fn with(mapping: &Mapping, edit: &Edit) -> Mapping {
    let mut changed = mapping.clone();
    edit.apply(&mut changed);
    changed
}

/// That ids are unique within a period only, but for the days the source told of already: their rows came in by the id alone, and are to be
/// known again by it. `None` where ids begin anew otherwise, or cannot.
fn begun_anew(within: IdPeriod, mapping: &Mapping, past: &[PastImport], zone: &TimeZone) -> Option<IdScope> {
    if mapping.ids.is_some() || !IdScope::is_of(mapping.table) {
        return None;
    }
    let of_source = past.iter().filter(|past| past.counts() && past.is_import());
    let of_source = of_source.map(|past| &past.report).filter(|report| {
        let is_of_source = report.source == mapping.source && report.fact == mapping.table.name();
        is_of_source && report.added + report.replaced > 0
    });
    let date = |at: jiff::Timestamp| at.to_zoned(zone.clone()).date();
    Some(IdScope {
        unique_within: within,
        alone_from: of_source.clone().filter_map(|report| report.earliest).min().map(date),
        alone_to: of_source.filter_map(|report| report.latest).max().map(date),
    })
}

/// Sources that were named so when somebody said they were others than this one.
fn sisters(source: &str, fact: &str, past: &[PastImport]) -> BTreeSet<String> {
    let of_fact = past.iter().filter(|past| past.counts() && past.is_import() && past.report.fact == fact);
    of_fact.map(|past| past.report.source.clone()).filter(|name| number_after(source, name).is_some()).collect()
}

fn number_after(source: &str, name: &str) -> Option<u32> {
    name.strip_prefix(source)?.strip_prefix('_')?.parse().ok()
}

/// The name of one more source like this one.
fn free_name(source: &str, past: &[PastImport]) -> String {
    let taken = past.iter().filter_map(|past| number_after(source, &past.report.source)).max();
    format!("{source}_{}", taken.unwrap_or(1) + 1)
}

fn addition(rows: &RowSum, is_sample: bool) -> Effect {
    Effect {
        is_addition: true,
        rows: rows.rows,
        customers: rows.customers,
        minor: in_currencies(&rows.minor),
        is_sample,
        ..Effect::default()
    }
}

/// What comes and what leaves where rows take the place of something else.
fn replacement(reused: &ReusedIds) -> Effect {
    let ReusedIds { come, gone, .. } = reused;
    Effect {
        gone: gone.rows,
        gone_customers: gone.customers,
        gone_minor: in_currencies(&gone.minor),
        ..addition(come, reused.is_sample)
    }
}

fn meaning(holder: &IdHolder, zone: &TimeZone) -> IdMeaning {
    let mut clock = DayClock::new(zone.clone());
    IdMeaning {
        customer: holder.customer.clone(),
        day: holder.at.map(|at| clock.day_of_micros(at.as_microsecond())),
        minor: holder.minor.as_ref().and_then(|(code, minor)| Some((code.parse().ok()?, i128::from(*minor)))),
    }
}
