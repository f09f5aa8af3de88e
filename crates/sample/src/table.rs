//! The canonical tables that the sample company fills.

/// A table of facts, by the name that Bellwether's canonical table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Table {
    /// Who the customers are, version by version.
    Customers,
    /// Which id of a silo names which customer.
    Identities,
    /// What customers bought, refunds included.
    Purchases,
    /// What customers pay for every month.
    Subscriptions,
    /// Where customers met the company.
    Touches,
    /// What customers said.
    Feedback,
    /// Who recommended the company to whom.
    Referrals,
    /// What a currency was worth on a day.
    ExchangeRates,
    /// Why customers left or stayed, as a silo says.
    Reasons,
}

impl Table {
    /// The canonical table's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
