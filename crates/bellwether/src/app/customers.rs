//! Who is behind a figure?
use std::collections::HashMap;

use bellwether_engine::marts::ledger::{Behind, Explained, Figure, Walk};
use bellwether_engine::query::names;
use bellwether_model::{Day, Grain, HowKnown, Kind, Period, ReasonTree};

use super::company::Company;
use super::ledger::{attributes_of, cut_by};
use super::{App, Basis, Viewpoint};
use crate::failure::{Failure, FailureKind};

/// Which figure.
#[derive(Clone, Debug)]
pub(crate) struct CustomersRequest {
    pub(crate) grain: Grain,
    /// The period's label; absent: all periods.
    pub(crate) period: Option<String>,
    /// Absent: the customers active at the end of the period.
    pub(crate) kind: Option<Kind>,
    /// `attribute=value`, as in a ledger cut by the attribute.
    pub(crate) segment: Option<(String, String)>,
    /// Only movements with this primary reason.
    pub(crate) reason: Option<String>,
    pub(crate) viewpoint: Viewpoint,
}

/// The customers behind a figure, those with the most value first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Customers {
    pub(crate) basis: Basis,
    pub(crate) rows: Vec<CustomerRow>,
}

/// One customer's part in the figure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CustomerRow {
    pub(crate) customer_id: String,
    pub(crate) name: Option<String>,
    pub(crate) day: Option<Day>,
    pub(crate) kind: Option<Kind>,
    pub(crate) minor: i128,
    pub(crate) value_after_minor: i128,
    pub(crate) reason: Option<String>,
    pub(crate) how_known: Option<HowKnown>,
}

impl App {
    pub(crate) async fn customers(&self, request: &CustomersRequest) -> Result<Customers, Failure> {
        let company = self.company().await?;
        let view = self.view(&company, &request.viewpoint).await?;
        let cut = request.segment.as_ref().map(|(attribute, _)| cut_by(attribute));
        let attributes = attributes_of(cut.as_ref());
        let walk = view.walk(&attributes);
        let segment = cut.as_ref().zip(request.segment.as_ref()).map(|(cut, (_, value))| (cut, value.as_str()));
        let period = request.period.as_deref().map(|label| view.period(request.grain, Some(label))).transpose()?;
        if let Some(reason) = request.reason.as_deref().filter(|reason| *reason != ReasonTree::NOT_YET_KNOWN)
            && company.tree().await?.node(reason).is_none()
        {
            return Err(Failure::new(FailureKind::NotFound, format!("there is no reason '{reason}'"))
                .hint("`bellwether reason tree` writes all of them"));
        }
        let mut rows = match request.kind {
            None => {
                let day = period.map_or(view.basis.as_of, |period| period.end.plus(-1).min(view.basis.as_of));
                let behind = walk.behind(Figure::Closing(day), segment)?;
                behind.into_iter().map(CustomerRow::active).collect::<Vec<_>>()
            }
            Some(kind) => {
                let all = Period { grain: request.grain, start: view.first.plus(-1), end: view.basis.as_of.plus(1) };
                let span = period.unwrap_or(all);
                let behind = walk.behind(Figure::Moved(kind, span), segment)?;
                let why = explanations(&company, &walk, span, kind, request).await?;
                let whole = segment.is_none();
                behind.into_iter().flat_map(|one| CustomerRow::moved(&one, kind, &why, whole)).collect()
            }
        };
        if let Some(reason) = &request.reason {
            rows.retain(|row| row.reason.as_deref() == Some(reason));
        }
        let names = names(&company.lake, &view.knowledge.customers, rows.iter().map(|row| row.customer_id.as_str()))?;
        for row in &mut rows {
            row.name = names.get(&row.customer_id).cloned();
        }
        rows.sort_by(|a, b| (b.minor.abs(), &a.customer_id, a.day).cmp(&(a.minor.abs(), &b.customer_id, b.day)));
        Ok(Customers { basis: view.basis.clone(), rows })
    }
}

/// The reasons of movements that have one, by customer.
async fn explanations(
    company: &Company,
    walk: &Walk<'_>,
    period: Period,
    kind: Kind,
    request: &CustomersRequest,
) -> Result<HashMap<String, Vec<Explained>>, Failure> {
    let mut by_customer: HashMap<String, Vec<Explained>> = HashMap::new();
    if matches!(kind, Kind::New | Kind::WonBack | Kind::More | Kind::Less | Kind::Lost) {
        let set = company.set_reasons(request.viewpoint.known_at).await?;
        for explained in walk.explain(&[period], kind, &company.tree().await?, &set)? {
            by_customer.entry(explained.customer.clone()).or_default().push(explained);
        }
    }
    Ok(by_customer)
}

impl CustomerRow {
    fn active(behind: Behind) -> Self {
        Self {
            customer_id: behind.customer,
            name: None,
            day: Some(behind.day),
            kind: None,
            minor: behind.amount.minor,
            value_after_minor: behind.amount.minor,
            reason: None,
            how_known: None,
        }
    }

    /// One row for each explained movement, or one for all where nothing is to be explained. What is explained are the `whole`
    /// customer's movements; of one in a segment only the part that lies there counts.
    fn moved(behind: &Behind, kind: Kind, why: &HashMap<String, Vec<Explained>>, whole: bool) -> Vec<Self> {
        let row = |day, minor| Self {
            customer_id: behind.customer.clone(),
            name: None,
            day: Some(day),
            kind: Some(kind),
            minor,
            value_after_minor: i128::from(behind.value_after),
            reason: None,
            how_known: None,
        };
        match why.get(&behind.customer) {
            None => vec![row(behind.day, behind.amount.minor)],
            Some(explained) if !whole => {
                let same_day = explained.iter().find(|one| one.day == behind.day);
                let reasoned = same_day.or(explained.first());
                vec![Self {
                    reason: reasoned.map(|one| one.reason.clone()),
                    how_known: reasoned.and_then(|one| one.how_known),
                    ..row(behind.day, behind.amount.minor)
                }]
            }
            Some(explained) => explained
                .iter()
                .map(|one| Self {
                    reason: Some(one.reason.clone()),
                    how_known: one.how_known,
                    ..row(one.day, one.amount.minor)
                })
                .collect(),
        }
    }
}
