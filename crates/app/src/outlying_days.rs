//! What is asked about rows on days far from all others, before they come in.

use bellwether_engine::facts::{Identities, outlying_days, past_imports};
use bellwether_engine::sources::mapping::{DayBounds, Edit, Mapping, OutlyingDays, Question, Topic};
use bellwether_model::Day;
use jiff::civil::{Date, date};

use crate::app::App;
use crate::company::Company;
use crate::failure::Failure;
use crate::same_system::answer;

/// The name of the answer that the days are right; it is kept, for it changes nothing.
const RIGHT: &str = "right";

impl App {
    /// What is asked about days far before all others, and about days far after them; of a company's first file there need be no company.
    pub(crate) async fn asked_about_days(
        &self,
        company: Option<&Company>,
        inputs: &[String],
        mapping: &Mapping,
    ) -> Result<Vec<Question>, Failure> {
        let (usual, today) = (self.usual().await?, self.companys_today().await?);
        let (past, identities) = match company {
            Some(company) => {
                (past_imports(&company.lake).await?, Identities::of_mapping(&company.lake, mapping).await?)
            }
            None => (Vec::new(), Identities::default()),
        };
        let read = || {
            let mut source = self.mapped_as(&usual, identities, inputs, mapping)?;
            Ok::<_, Failure>(outlying_days(&mut source, &past, (&usual.zone, today))?)
        };
        // What cannot be read yet is looked at once it can: an import that fails brings nothing in.
        let Ok(found) = read() else { return Ok(Vec::new()) };
        let asked = found.into_iter().map(|outlying| asked(mapping, outlying));
        let is_open = |asked: &Question| mapping.answers.get(&asked.id()).is_none_or(|answer| answer != RIGHT);
        Ok(asked.filter(is_open).collect())
    }
}

/// Each question is named by the day that is furthest away, so that an answer speaks of no other one.
fn asked(mapping: &Mapping, outlying: OutlyingDays) -> Question {
    let is_before = outlying.last < outlying.others.0;
    let furthest = if is_before { outlying.first } else { outlying.last };
    let bounds = if is_before {
        DayBounds { earliest: Some(half_way(outlying.last, outlying.others.0)), latest: None }
    } else {
        let first = half_way(outlying.others.1, outlying.first);
        DayBounds { earliest: None, latest: Some(first.yesterday().unwrap_or(first)) }
    };
    let answers =
        vec![answer("reject", mapping, vec![Edit::Days(bounds)], None), answer(RIGHT, mapping, Vec::new(), None)];
    Question { outlying: Some(outlying), answers, ..Question::on(Topic::OutlyingDays, &furthest.to_string()) }
}

/// The first day of a year half-way between two days that are years from each other.
fn half_way(before: Day, after: Day) -> Date {
    let between = i32::from(before.date().year()) + i32::from(after.date().year());
    date(i16::try_from(between / 2 + 1).unwrap_or(i16::MAX), 1, 1)
}
