//! Why did movements happen, and how do we know?

mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether_engine::lake::bucket_of;
use bellwether_engine::walk::UnattributedRows;
use bellwether_model::{Day, Grain, HowKnown, MovementKind, ReasonNode, ReasonTree};
use bellwether_records::VersionDetails;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;
use utoipa::openapi::schema::ObjectBuilder;
use utoipa::openapi::{RefOr, Schema, Type};

use crate::app::App;
use crate::customers::{CustomersQuestion, Order, Window};
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::policy::number;
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question, Topic};
pub use crate::reason_codes::{ReasonCodes, SourceCode, SourceCodesQuestion};
use crate::values;
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;
use bellwether_words::{Message, kind_name, message};

/// Why a movement happened.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReason {
    /// How the customer moved.
    #[serde(deserialize_with = "values::word")]
    #[schema(schema_with = explained_kinds)]
    pub kind: MovementKind,
    /// The day of the movement.
    // Absent: the customer's latest movement of that kind; a program says which it means.
    #[serde(deserialize_with = "some_day")]
    #[schema(value_type = Day)]
    pub day: Option<Day>,
    /// Its id in the reason tree.
    #[schema(pattern = "^[^\\x00]*$", max_length = 200)]
    pub reason: String,
    /// How it is known.
    #[serde(deserialize_with = "values::word")]
    #[schema(schema_with = ways_people_know)]
    pub how_known: HowKnown,
    /// In whose words.
    #[serde(default)]
    #[schema(pattern = "^[^\\x00]*$", max_length = 2000)]
    pub text: Option<String>,
}

fn some_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Day>, D::Error> {
    values::word(from).map(Some)
}

fn explained_kinds() -> RefOr<Schema> {
    one_of(&MovementKind::EXPLAINED.map(MovementKind::name))
}

fn ways_people_know() -> RefOr<Schema> {
    one_of(&[HowKnown::Asked, HowKnown::Told].map(HowKnown::name))
}

fn one_of(words: &[&str]) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.iter().copied())).into()
}

/// Which reasons.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReasonsQuestion {
    /// What moved.
    pub kind: MovementKind,
    /// The length of a period.
    pub grain: Grain,
    /// The label of the only period wanted; absent: all.
    pub period: Option<String>,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// What reasons there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReasonTreeQuestion;

/// The tree of reasons in force.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ReasonTree)]
pub struct CurrentReasonTree {
    /// The number of its version.
    pub version: u32,
    /// All reasons, parents before their children.
    #[serde(rename = "reasons", serialize_with = "whole_nodes")]
    #[schema(value_type = Vec<WholeNode>)]
    pub nodes: Vec<ReasonNode>,
}

/// One reason of the tree.
// With all its fields, where the stored one leaves out what is empty.
#[derive(Serialize, ToSchema)]
#[schema(as = ReasonNode)]
struct WholeNode<'n> {
    /// Short stable name, e.g. `price_too_high`.
    id: &'n str,
    /// What people read.
    label: &'n str,
    /// The id of the reason above it.
    parent: Option<&'n str>,
    /// What sources call it: `code` or `source:code`.
    codes: &'n [String],
}

fn whole_nodes<S: Serializer>(nodes: &[ReasonNode], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(nodes.iter().map(|node| WholeNode {
        id: &node.id,
        label: &node.label,
        parent: node.parent.as_deref(),
        codes: &node.codes,
    }))
}

/// Why movements of a kind happened, with what the reasons are called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WhyQuestion(pub ReasonsQuestion);

/// Reasons that add up to the movements of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Reasons {
    /// What the figures rest on.
    pub basis: Basis,
    /// By period, then reason and how it is known.
    pub rows: Vec<ReasonRow>,
    /// All movements of the kind: the sum of the rows.
    pub total: Figure,
}

/// One reason in one period.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReasonRow {
    /// The period's label.
    pub period: String,
    /// The reason's id in the reason tree, or `not_yet_known`.
    pub reason: String,
    /// Null for `not_yet_known`.
    pub how_known: Option<HowKnown>,
    /// The movements it explains.
    pub figure: Figure,
}

/// What reasons are called, by their ids.
pub type Labels = BTreeMap<String, String>;

/// A reason with what the company calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedReason {
    /// Its id in the reason tree.
    pub id: String,
    /// What people read.
    pub label: String,
}

/// The reasons of all periods, with what they are called.
pub struct Why {
    /// The reasons.
    pub reasons: Arc<Reasons>,
    /// What they are called.
    pub labels: Labels,
}

/// One reason in one period, however it is known.
pub struct ReasonSum {
    /// The reason's id.
    pub reason: String,
    /// The movements it explains.
    pub figure: Figure,
    /// By how it is known; absent where it is not.
    pub known: BTreeMap<Option<HowKnown>, Figure>,
}

/// Which reason a source's code is to stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeMapping {
    /// The system that uses it.
    pub source: String,
    /// The code, as the system writes it.
    pub code: String,
    /// The id of a reason of the tree; empty: none.
    pub reason: String,
}

impl App {
    /// Says why a movement of a customer happened, and how we know.
    pub async fn set_reason(&self, customer: &str, given: &NewReason, by: &str) -> Result<(), Failure> {
        let company = self.company().await?;
        let view = self.view(&company, &Viewpoint::default()).await?;
        let mut days = Vec::new();
        view.ledger(&[]).bucket(bucket_of(Some(customer)), &mut UnattributedRows::default(), |full| {
            let account = full.account;
            if account.customer == customer {
                let of_kind = account.movements.iter().filter(|movement| movement.kind == given.kind);
                days.extend(of_kind.map(|movement| movement.day));
            }
            Ok(())
        })?;
        let kind = given.kind;
        let of_kind = |name| message(name).with("customer", customer).naming("kind", kind_name(kind));
        let none = |said: Message| Failure::new(FailureKind::NotFound, said);
        let latest = *days.last().ok_or_else(|| none(of_kind("failure-no-movement")))?;
        let day = given.day.unwrap_or(latest);
        if !days.contains(&day) {
            let nearest = days.iter().min_by_key(|known| known.0.abs_diff(day.0)).unwrap_or(&latest);
            return Err(none(of_kind("failure-no-movement-that-day").day("day", day).day("known", *nearest)));
        }
        let new = bellwether_records::NewReason {
            customer_id: customer.to_owned(),
            day,
            kind,
            reason: given.reason.clone(),
            how_known: given.how_known,
            note: given.text.clone().filter(|text| !text.trim().is_empty()).unwrap_or_default(),
        };
        company.records.reasons().set(&new, &self.change(by)?).await?;
        Ok(())
    }

    /// Puts codes of sources to reasons of the tree and gives the number of the tree's version; where nothing changes that is the one in
    /// force. An empty reason leaves the code without one. It is refused where the tree's version `seen` is not the latest any more; without
    /// one, where somebody wrote another in the middle of it.
    pub async fn map_codes(&self, mappings: &[CodeMapping], seen: Option<u32>, by: &str) -> Result<u32, Failure> {
        let current = self.company().await?.records.documents::<ReasonTree>().current().await?;
        let is_said = |mapping: &&CodeMapping| {
            current.value.reason_of(&mapping.source, &mapping.code).unwrap_or_default() == mapping.reason
        };
        let mut nodes: Vec<ReasonNode> = current.value.nodes().cloned().collect();
        let mut changes = false;
        for mapping in mappings.iter().filter(|mapping| !is_said(mapping)) {
            let own = format!("{}:{}", mapping.source.trim(), mapping.code.trim());
            for node in &mut nodes {
                node.codes.retain(|code| code.trim().to_lowercase() != own.to_lowercase());
            }
            if !mapping.reason.is_empty() {
                let said = message("failure-no-reason-of-tree").with("reason", &mapping.reason);
                let node = nodes.iter_mut().find(|node| node.id == mapping.reason);
                node.ok_or_else(|| Failure::input(said))?.codes.push(own);
            }
            changes = true;
        }
        if !changes {
            return Ok(number(current.version));
        }
        // What was read is what is written over, be it seen by a person or not.
        let seen = seen.unwrap_or_else(|| number(current.version));
        self.set_reason_tree(&ReasonTree::new(nodes).map_err(Failure::input)?, Some(seen), by).await
    }

    /// Makes `tree` the version after the one that was seen, or after whichever is the latest, and gives its number.
    pub async fn set_reason_tree(&self, tree: &ReasonTree, seen: Option<u32>, by: &str) -> Result<u32, Failure> {
        let change = self.change(by)?;
        let records = self.company().await?.records;
        let details = VersionDetails { after: seen.map(i64::from), ..VersionDetails::default() };
        Ok(number(records.documents().add(tree, &details, &change).await?.version))
    }
}

impl Why {
    /// The reasons of a period, those of most customers first.
    #[must_use]
    pub fn of(&self, period: &str) -> Vec<ReasonSum> {
        let mut rows: Vec<ReasonSum> = Vec::new();
        for part in self.reasons.rows.iter().filter(|row| row.period == period) {
            let at = rows.iter().position(|row| row.reason == part.reason).unwrap_or(rows.len());
            if at == rows.len() {
                rows.push(ReasonSum { reason: part.reason.clone(), figure: Figure::default(), known: BTreeMap::new() });
            }
            let row = &mut rows[at];
            row.figure = row.figure + part.figure;
            let known = row.known.entry(part.how_known).or_default();
            *known = *known + part.figure;
        }
        rows.sort_by(|a, b| (b.figure.customers, &a.reason).cmp(&(a.figure.customers, &b.reason)));
        rows
    }

    /// The reasons of a period, those of the one before that are gone now with nothing, and those of the one before.
    #[must_use]
    pub fn beside(&self, period: &str, before: Option<&str>) -> (Vec<ReasonSum>, Vec<ReasonSum>) {
        let (mut rows, earlier) = (self.of(period), before.map(|before| self.of(before)).unwrap_or_default());
        for gone in &earlier {
            if rows.iter().all(|row| row.reason != gone.reason) {
                rows.push(ReasonSum { reason: gone.reason.clone(), figure: Figure::default(), known: BTreeMap::new() });
            }
        }
        (rows, earlier)
    }
}

impl ReasonSum {
    /// Customers of whom it is known so.
    #[must_use]
    pub fn known(&self, how: HowKnown) -> i64 {
        self.known.get(&Some(how)).map_or(0, |figure| figure.customers)
    }
}

impl ReasonsQuestion {
    /// Those of all periods, as known now.
    #[must_use]
    pub fn of_company(kind: MovementKind, grain: Grain) -> Self {
        Self { kind, grain, period: None, viewpoint: Viewpoint::default() }
    }
}

impl CurrentReasonTree {
    /// What the reasons are called.
    #[must_use]
    pub fn labels(&self) -> Labels {
        self.nodes.iter().map(|node| (node.id.clone(), node.label.clone())).collect()
    }
}

impl CustomersQuestion {
    /// Movements whose reason nobody knows yet, those worth most first.
    #[must_use]
    pub fn unexplained(reasons: &ReasonsQuestion, window: Window) -> Self {
        Self {
            grain: reasons.grain,
            period: reasons.period.clone(),
            kind: Some(reasons.kind),
            segment: None,
            reason: Some(ReasonTree::NOT_YET_KNOWN.to_owned()),
            corrects: None,
            find: None,
            order: Order::Value,
            window,
            viewpoint: reasons.viewpoint.clone(),
        }
    }
}

impl Question for ReasonsQuestion {
    type Answer = Reasons;

    fn weight(answer: &Reasons) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        Input::REASONS
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        if self.viewpoint.is_now() { Effort::Moderate } else { Effort::Great }
    }

    async fn answer(&self, app: &App) -> Result<Reasons, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let set = company.set_reasons(self.viewpoint.known_at).await?;
        let tree = company.tree().await?;
        let periods = match &self.period {
            Some(label) => vec![view.period(self.grain, label)?],
            None => view.calendar.periods(self.grain, view.first, view.basis.as_of).collect(),
        };
        let sums = view.ledger(&[]).reasons(&periods, self.kind, &tree, &set)?;
        let rows: Vec<ReasonRow> = sums
            .into_iter()
            .map(|((period, reason, how_known), amount)| ReasonRow {
                period: view.calendar.label(period),
                reason,
                how_known,
                figure: amount.into(),
            })
            .collect();
        Ok(Reasons { basis: view.basis.clone(), total: rows.iter().map(|row| row.figure).sum(), rows })
    }
}

impl Question for ReasonTreeQuestion {
    type Answer = CurrentReasonTree;

    fn weight(answer: &CurrentReasonTree) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Records(Topic::ReasonTree)]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    fn effort(&self) -> Effort {
        Effort::Slight
    }

    async fn answer(&self, app: &App) -> Result<CurrentReasonTree, Failure> {
        let current = app.company().await?.records.documents::<ReasonTree>().current().await?;
        Ok(CurrentReasonTree { version: number(current.version), nodes: current.value.nodes().cloned().collect() })
    }
}

impl Question for WhyQuestion {
    type Answer = Why;

    fn weight(answer: &Why) -> usize {
        weight(&*answer.reasons)
    }

    fn rests_on(&self) -> &'static [Input] {
        Input::REASONS
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        Effort::Slight
    }

    async fn answer(&self, app: &App) -> Result<Why, Failure> {
        let labels = app.part(&ReasonTreeQuestion).await?.labels();
        Ok(Why { reasons: app.part(&self.0).await?, labels })
    }
}
