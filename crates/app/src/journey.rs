//! What do customers live through, who answers for it, and when does somebody work on it?

use bellwether_model::{BusinessCalendars, Day, Journey, WordingNote, wording_notes};
use bellwether_records::{DocumentVersion, Records, VersionDetails};
use bellwether_words::message;
use jiff::Timestamp;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::journey_changes::{JourneyChange, journey_changes};

/// A version of the journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyVersion {
    /// Its number.
    pub version: i64,
    /// The first day on which it holds; absent of the first one, which holds for all days before others do.
    pub effective_from: Option<Day>,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// Who saved it.
    pub saved_by: String,
    /// Why it was changed; may be empty.
    pub note: String,
    /// What customers live through.
    pub journey: Journey,
}

/// The next version of the journey.
#[derive(Clone, Debug, Default)]
pub struct NewJourney {
    /// What customers live through.
    pub journey: Journey,
    /// The first day on which it holds; absent: today.
    pub effective_from: Option<Day>,
    /// Why it changes, in a sentence.
    pub note: String,
    /// The latest version that whoever writes it has seen, 0 where there was none; absent: whichever is the latest.
    pub after: Option<i64>,
}

/// What the next version of the journey would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyTrial {
    /// What it says otherwise than the latest version.
    pub changes: Vec<JourneyChange>,
    /// What in it a customer would not say.
    pub remarks: Vec<WordingRemark>,
}

/// The business calendars, in their latest version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarsVersion {
    /// Its number; 0 where there are none yet.
    pub version: i64,
    /// The calendars.
    pub calendars: BusinessCalendars,
}

/// What in a text of the journey a customer would not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordingRemark {
    /// The id of what the text belongs to.
    pub id: String,
    /// The text.
    pub text: String,
    /// What it says.
    pub notes: Vec<WordingNote>,
}

impl App {
    /// The journey in a version, or in the one that holds on a day; `None` where nobody wrote one yet.
    pub async fn journey(&self, version: Option<i64>, day: Day) -> Result<Option<JourneyVersion>, Failure> {
        let records = self.company().await?.records;
        let journeys = records.documents::<Journey>();
        let found = match version {
            Some(number) => {
                let said = || message("failure-no-journey-version").with("version", number);
                let found = journeys.version(number).await?;
                Some(found.ok_or_else(|| Failure::new(FailureKind::NotFound, said()))?)
            }
            None => journeys.in_force(day).await?,
        };
        Ok(found.map(JourneyVersion::from))
    }

    /// The journey as it was written last, whether or not its day has come.
    pub async fn latest_journey(&self) -> Result<Option<JourneyVersion>, Failure> {
        Ok(self.company().await?.records.documents::<Journey>().latest().await?.map(JourneyVersion::from))
    }

    /// What the next version of the journey would change, and what in it a customer would not say; refused for whatever it would be refused
    /// for if it were saved.
    pub async fn try_journey(&self, new: &NewJourney) -> Result<JourneyTrial, Failure> {
        let records = self.company().await?.records;
        let (latest, _) = self.next_journey(&records, new).await?;
        if let Some(seen) = new.after.filter(|seen| *seen != latest.as_ref().map_or(0, |latest| latest.version)) {
            let latest = latest.as_ref().map_or(0, |latest| latest.version);
            let said = message("failure-journey-overtaken").with("seen", seen).with("version", latest);
            return Err(Failure::new(FailureKind::Conflict, said));
        }
        let changes = journey_changes(latest.as_ref().map(|latest| &latest.value), &new.journey);
        Ok(JourneyTrial { changes, remarks: wording_remarks(&new.journey) })
    }

    /// Saves the next version of the journey and gives its number; the latest again is not saved once more.
    pub async fn save_journey(&self, new: &NewJourney, by: &str) -> Result<i64, Failure> {
        let records = self.company().await?.records;
        let (latest, effective_from) = self.next_journey(&records, new).await?;
        let is_known = latest.as_ref().filter(|latest| latest.value == new.journey && new.effective_from.is_none());
        if let Some(latest) = is_known {
            return Ok(latest.version);
        }
        let details = VersionDetails { effective_from, note: new.note.clone(), after: new.after };
        Ok(records.documents().add(&new.journey, &details, &self.change(by)?).await?.version)
    }

    /// The latest version, and from when on the next one would hold; refused where the next one is not whole or would take days from it.
    async fn next_journey(
        &self,
        records: &Records,
        new: &NewJourney,
    ) -> Result<(Option<DocumentVersion<Journey>>, Option<Day>), Failure> {
        let calendars = calendars(records).await?;
        new.journey.check(&calendars.calendars.names()).map_err(|error| Failure::input(error.to_string()))?;
        let latest = records.documents::<Journey>().latest().await?;
        let Some(before) = &latest else { return Ok((None, new.effective_from)) };
        // A version that begins before another one would take days from it.
        let day = new.effective_from.unwrap_or_else(|| self.today());
        if let Some(from) = before.effective_from.filter(|from| day < *from) {
            let said = message("failure-never-in-force").day("day", day);
            return Err(Failure::new(FailureKind::Conflict, said.with("version", before.version).day("from", from)));
        }
        Ok((latest, Some(day)))
    }

    /// The business calendars.
    pub async fn business_calendars(&self) -> Result<CalendarsVersion, Failure> {
        calendars(&self.company().await?.records).await
    }

    /// Saves the business calendars, as they are from now on, and gives the number of the version. One that a promise is counted by stays.
    pub async fn save_business_calendars(
        &self,
        new: &BusinessCalendars,
        seen: Option<i64>,
        by: &str,
    ) -> Result<i64, Failure> {
        new.check().map_err(|error| Failure::input(error.to_string()))?;
        let records = self.company().await?.records;
        if let Some(latest) = records.documents::<Journey>().latest().await? {
            latest.value.check(&new.names()).map_err(|error| Failure::new(FailureKind::Conflict, error.to_string()))?;
        }
        let details = VersionDetails { after: seen, ..VersionDetails::default() };
        Ok(records.documents().add(new, &details, &self.change(by)?).await?.version)
    }
}

async fn calendars(records: &Records) -> Result<CalendarsVersion, Failure> {
    let latest = records.documents::<BusinessCalendars>().latest().await?;
    Ok(latest.map_or_else(CalendarsVersion::default, |latest| CalendarsVersion {
        version: latest.version,
        calendars: latest.value,
    }))
}

impl From<DocumentVersion<Journey>> for JourneyVersion {
    fn from(found: DocumentVersion<Journey>) -> Self {
        Self {
            version: found.version,
            effective_from: found.effective_from,
            saved_at: found.created_at,
            saved_by: found.created_by,
            note: found.note,
            journey: found.value,
        }
    }
}

/// What in the texts of a journey a customer would not say, in the order of the stages.
#[must_use]
pub fn wording_remarks(journey: &Journey) -> Vec<WordingRemark> {
    let mut texts: Vec<(&str, &str)> = Vec::new();
    for stage in &journey.stages {
        let of_stage = [&stage.name, &stage.goal, &stage.feels, &stage.needs];
        let of_stage = of_stage.into_iter().chain([&stage.experience, &stage.intended_experience]);
        texts.extend(of_stage.map(|text| (stage.id.as_str(), text.as_str())));
        for touchpoint in &stage.touchpoints {
            let words = touchpoint.promise.as_ref().map(|promise| promise.words.as_str());
            let of_touchpoint = [Some(touchpoint.name.as_str()), words].into_iter().flatten();
            texts.extend(of_touchpoint.map(|text| (touchpoint.id.as_str(), text)));
        }
        texts.extend(stage.moments.iter().map(|moment| (moment.id.as_str(), moment.name.as_str())));
    }
    texts.extend(journey.handoffs.iter().map(|handoff| (handoff.id.as_str(), handoff.name.as_str())));
    let remarks = texts.into_iter().map(|(id, text)| {
        let notes = wording_notes(text);
        WordingRemark { id: id.to_owned(), text: text.to_owned(), notes }
    });
    remarks.filter(|remark| !remark.notes.is_empty()).collect()
}
