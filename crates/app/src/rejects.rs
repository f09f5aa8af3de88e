//! Which refused rows are still to be done, which came in since, and which did people say are none?

use bellwether_engine::facts::{self, RejectPlace};
use bellwether_records::{Dismissal, DismissedRows};
use bellwether_words::{Message, message};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question, Topic};
use crate::table::{Cell, Column, Table, Tabular};
use crate::weight::weight;

/// Which rows were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RejectsQuestion;

/// The rows that imports refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Rejects {
    /// By import, the latest first, and cause.
    pub causes: Vec<RejectCause>,
    /// What people said is no row, the oldest first.
    pub dismissals: Vec<PastDismissal>,
}

/// Rows that an import refused for one cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RejectCause {
    /// The import's number.
    pub import: i64,
    /// The cause's id.
    pub cause: String,
    /// The table of facts.
    pub fact: String,
    /// The system the rows came from.
    pub source: String,
    /// The column concerned; empty if whole rows are.
    pub column: String,
    /// What is wrong, as it was said of the first of them.
    pub reason: String,
    /// Rows that came in since.
    pub mended: u64,
    /// Rows that somebody said are none.
    pub dismissed: u64,
    /// Rows still to be done.
    pub open: u64,
    /// The first of these.
    pub first_open: Vec<OpenReject>,
}

/// A refused row that is still to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpenReject {
    /// The file it stands in.
    pub file: String,
    /// Where in it.
    pub row: u64,
    /// The offending value.
    pub value: String,
    /// The row as read.
    pub line: String,
}

/// Rows that somebody said are none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PastDismissal {
    /// Its id, by which the rows are opened again.
    pub id: String,
    /// The import that refused them.
    pub import: i64,
    /// The id of their cause; null where it is one row.
    pub cause: Option<String>,
    /// The file of the one row.
    pub file: Option<String>,
    /// Where in it.
    pub row: Option<u64>,
    /// What was wrong with them.
    pub what: String,
    /// Why they need not come in.
    pub why: String,
    /// Who said so.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// Rows that need not come in: all of a cause, or one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDismissal {
    /// The import that refused them.
    #[schema(minimum = 1)]
    pub import: i64,
    /// The id of their cause.
    #[schema(pattern = "^[^\\x00]*$", max_length = 100)]
    pub cause: String,
    /// The file of the one row; left out: all rows of the cause.
    #[serde(default)]
    #[schema(pattern = "^[^\\x00]*$", max_length = 1000)]
    pub file: Option<String>,
    /// Where in it.
    #[serde(default)]
    #[schema(minimum = 0)]
    pub row: Option<u64>,
    /// Why.
    #[schema(pattern = "^[^\\x00]*$", max_length = 500)]
    pub why: String,
}

impl App {
    /// Says that refused rows need not come in. It is told from now on, and can be taken back.
    pub async fn dismiss_rejects(&self, new: &NewDismissal, by: &str) -> Result<String, Failure> {
        let rejects = self.ask(&RejectsQuestion).await?;
        let found = rejects.causes.iter().find(|cause| cause.import == new.import && cause.cause == new.cause);
        let gone = || Failure::new(FailureKind::NotFound, message("failure-no-reject").with("import", new.import));
        let cause = found.ok_or_else(gone)?;
        let rows = match (&new.file, new.row) {
            (Some(file), Some(row)) => DismissedRows::Row { file: file.clone(), row },
            (None, None) => DismissedRows::Cause(new.cause.clone()),
            // A row without its file, or a file without a row.
            _ => return Err(gone()),
        };
        let dismissal = Dismissal { import: new.import, rows, what: cause.what(), why: new.why.clone() };
        Ok(self.company().await?.records.register().add(&dismissal, &self.change(by)?).await?)
    }

    /// Opens rejects again that were dismissed.
    pub async fn reopen_rejects(&self, id: &str, by: &str) -> Result<(), Failure> {
        Ok(self.company().await?.records.register::<Dismissal>().withdraw(id, None, &self.change(by)?).await?)
    }
}

impl RejectCause {
    /// What is wrong and where.
    #[must_use]
    pub fn what(&self) -> String {
        if self.column.is_empty() { self.reason.clone() } else { format!("{}: {}", self.column, self.reason) }
    }

    /// How many were refused.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.mended + self.dismissed + self.open
    }
}

impl Rejects {
    /// Rows of a source and table that are still to be done.
    #[must_use]
    pub fn open_of(&self, fact: &str, source: &str) -> u64 {
        let of = self.causes.iter().filter(|cause| cause.fact == fact && cause.source == source);
        of.map(|cause| cause.open).sum()
    }

    /// How many were refused, and what became of them: "12 rejected: 7 mended, 4 dismissed, 1 open"; nothing where none was.
    #[must_use]
    pub fn counts(&self) -> Option<Message> {
        let sum = |of: fn(&RejectCause) -> u64| self.causes.iter().map(of).sum::<u64>().cast_signed();
        let rows = sum(RejectCause::rows);
        let said = message("rejects-counts").counting(usize::try_from(rows).unwrap_or(0));
        let said = said.figure("mended", sum(|cause| cause.mended)).figure("dismissed", sum(|cause| cause.dismissed));
        (rows > 0).then(|| said.figure("open", sum(|cause| cause.open)))
    }
}

impl Question for RejectsQuestion {
    type Answer = Rejects;

    fn weight(answer: &Rejects) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Facts, Input::Records(Topic::Dismissals)]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        // Asked by those who bring the facts in.
        Ok(self)
    }

    fn effort(&self) -> Effort {
        Effort::Great
    }

    async fn answer(&self, app: &App) -> Result<Rejects, Failure> {
        let company = app.company().await?;
        let said = company.records.register::<Dismissal>().in_force().await?;
        let mut causes = std::collections::HashSet::new();
        let mut rows = std::collections::HashSet::new();
        for entry in &said {
            match &entry.value.rows {
                DismissedRows::Cause(cause) => drop(causes.insert((entry.value.import, cause.as_str()))),
                DismissedRows::Row { file, row } => drop(rows.insert((entry.value.import, file.as_str(), *row))),
            }
        }
        let is_dismissed = |at: RejectPlace<'_>| {
            causes.contains(&(at.import_seq, at.cause)) || rows.contains(&(at.import_seq, at.file, at.row))
        };
        let found = facts::reject_causes(&company.lake, &is_dismissed).await?;
        let open = |open: facts::OpenReject| {
            let facts::OpenReject { file, row, value, line } = open;
            OpenReject { file, row, value, line }
        };
        let causes = found.into_iter().map(|cause| RejectCause {
            import: cause.import_seq,
            cause: cause.id,
            fact: cause.fact,
            source: cause.source,
            column: cause.column,
            reason: cause.reason,
            mended: cause.mended,
            dismissed: cause.dismissed,
            open: cause.open,
            first_open: cause.first_open.into_iter().map(open).collect(),
        });
        let dismissals = said.iter().map(|entry| {
            let (cause, file, row) = match &entry.value.rows {
                DismissedRows::Cause(cause) => (Some(cause.clone()), None, None),
                DismissedRows::Row { file, row } => (None, Some(file.clone()), Some(*row)),
            };
            let Dismissal { import, what, why, .. } = entry.value.clone();
            let (id, by, at) = (entry.id.clone(), entry.changed_by.clone(), entry.changed_at);
            PastDismissal { id, import, cause, file, row, what, why, by, at }
        });
        Ok(Rejects { causes: causes.collect(), dismissals: dismissals.collect() })
    }
}

impl Tabular for Rejects {
    /// One row an import and cause.
    fn table(&self) -> Table {
        let columns = vec![
            Column::whole("import"),
            Column::text("cause"),
            Column::text("fact"),
            Column::text("source"),
            Column::text("what"),
            Column::whole("mended"),
            Column::whole("dismissed"),
            Column::whole("open"),
        ];
        let whole = |number: u64| Cell::Whole(number.cast_signed());
        let row = |cause: &RejectCause| {
            vec![
                Cell::Whole(cause.import),
                Cell::text(&cause.cause),
                Cell::text(&cause.fact),
                Cell::text(&cause.source),
                Cell::text(cause.what()),
                whole(cause.mended),
                whole(cause.dismissed),
                whole(cause.open),
            ]
        };
        Table::new(columns).with_rows(self.causes.iter().map(row))
    }
}
