//! Which reason does each code stand for that sources give?

use bellwether_engine::marts::ledger::source_codes;
use bellwether_engine::walk::Knowledge;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::Failure;
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question, Topic};
use crate::table::{Cell, Column, Table, Tabular};
use crate::weight::weight;

/// Which codes sources use for reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceCodesQuestion;

/// What sources call reasons.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReasonCodes {
    /// By source and code.
    pub codes: Vec<SourceCode>,
}

/// A code of a source and what it means here.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SourceCode {
    /// The system that uses it.
    pub source: String,
    /// The code, as the system writes it.
    pub code: String,
    /// The id of the reason it means; null where nobody said so yet.
    pub reason: Option<String>,
    /// How many facts carry it.
    pub facts: i64,
}

impl Question for SourceCodesQuestion {
    type Answer = ReasonCodes;

    fn weight(answer: &ReasonCodes) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Facts, Input::Records(Topic::ReasonTree)]
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        Effort::Great
    }

    async fn answer(&self, app: &App) -> Result<ReasonCodes, Failure> {
        let company = app.company().await?;
        let knowledge = Knowledge::now(&company.lake, app.today()).await?;
        let tree = company.tree().await?;
        let told = |((source, code), facts): ((String, String), i64)| SourceCode {
            reason: tree.reason_of(&source, &code).map(str::to_owned),
            source,
            code,
            facts,
        };
        Ok(ReasonCodes { codes: source_codes(&company.lake, &knowledge)?.into_iter().map(told).collect() })
    }
}

impl Tabular for ReasonCodes {
    /// One row a code.
    fn table(&self) -> Table {
        let columns =
            vec![Column::text("source"), Column::text("code"), Column::text("reason"), Column::whole("facts")];
        let row = |code: &SourceCode| {
            let reason = Cell::optional(code.reason.as_deref());
            vec![Cell::text(&code.source), Cell::text(&code.code), reason, Cell::Whole(code.facts)]
        };
        Table::new(columns).with_rows(self.codes.iter().map(row))
    }
}
