//! The canonical tables: names, keys and columns.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};

/// The column that holds the day of a fact of which its source tells the day alone, in tables of moments: that day it keeps in every time
/// zone. Its moment is the midnight with which the day begins where the source is. Rows of earlier versions of Bellwether have none.
pub const DAY: &str = "day";

/// The columns of rows that name their customer by an id of something else: of what (a source of [identities](Fact::Identities), or
/// `subscriptions`), and that id. Rows of earlier versions of Bellwether have none.
pub const VIA: [&str; 2] = ["via", "via_id"];

/// A canonical table of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Fact {
    /// Who the customers are, version by version.
    Customers,
    /// Which id of a source names which customer.
    Identities,
    /// What customers bought, refunds included.
    Purchases,
    /// What customers pay for every month.
    Subscriptions,
    /// Where customers met us.
    Touches,
    /// What customers said.
    Feedback,
    /// Who recommended us to whom.
    Referrals,
    /// What a currency was worth on a day.
    ExchangeRates,
    /// Why customers left or stayed, as a source says.
    Reasons,
}

impl Fact {
    /// All canonical tables.
    pub const ALL: [Self; 9] = [
        Self::Customers,
        Self::Identities,
        Self::Purchases,
        Self::Subscriptions,
        Self::Touches,
        Self::Feedback,
        Self::Referrals,
        Self::ExchangeRates,
        Self::Reasons,
    ];

    /// The table's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The columns that, with `source`, name one fact. Where the first of them may be absent (nullable), a key is made from the
    /// row's content and its occurrence.
    #[must_use]
    pub fn key(self) -> &'static [&'static str] {
        match self {
            Self::Customers => &["customer_id", "as_of"],
            Self::Identities => &["source_id"],
            Self::Purchases => &["purchase_id"],
            Self::Subscriptions => &["subscription_id", "from"],
            Self::Touches => &["touch_id"],
            Self::Feedback => &["feedback_id"],
            Self::Referrals => &["referral_id"],
            Self::ExchangeRates => &["currency", "day"],
            Self::Reasons => &["reason_id"],
        }
    }

    /// The columns by which a row without a key of its own is known again, with how many rows before it in its file say the same. They
    /// are what was so from the beginning: what becomes of a fact later (an end, an outcome) makes no other row of it. Amounts are
    /// among them for purchases, where one customer may buy the same twice in a moment at two prices; those of subscriptions change.
    /// Whether a subscription has an end belongs to it besides: what goes on and what has ended are kept side by side, in whichever order
    /// they come, and a [walk](crate::walk) takes them for one.
    #[must_use]
    pub fn identity(self) -> &'static [&'static str] {
        match self {
            Self::Customers | Self::Identities | Self::ExchangeRates => self.key(),
            Self::Purchases => &["customer_id", "at", "amount_minor", "currency", "product", "silo", "refund_of"],
            Self::Subscriptions => &["customer_id", "plan", "from", "silo"],
            Self::Touches => &["customer_id", "case_id", "touchpoint", "silo", "channel", "started_at"],
            Self::Feedback => {
                &["customer_id", "at", "kind", "instrument", "score", "text", "touchpoint", "rating_source"]
            }
            Self::Referrals => &["from_customer", "to_customer", "at"],
            Self::Reasons => &["customer_id", "at", "code"],
        }
    }

    /// The column whose hash chooses the bucket; rows without it (unattributed) lie in bucket 0.
    #[must_use]
    pub fn bucketed_by(self) -> Option<&'static str> {
        match self {
            Self::ExchangeRates => None,
            Self::Referrals => Some("to_customer"),
            _ => Some("customer_id"),
        }
    }

    /// The column facts of one customer are sorted by.
    #[must_use]
    pub fn ordered_by(self) -> &'static str {
        match self {
            Self::Customers => "as_of",
            Self::Identities => "source_id",
            Self::Purchases | Self::Feedback | Self::Referrals | Self::Reasons => "at",
            Self::Subscriptions => "from",
            Self::Touches => "started_at",
            Self::ExchangeRates => "day",
        }
    }

    /// Whether rows have a moment, and a day of their own where only that is known.
    #[must_use]
    pub fn has_moments(self) -> bool {
        matches!(self, Self::Purchases | Self::Touches | Self::Feedback | Self::Referrals | Self::Reasons)
    }

    /// Whether rows may name their customer [by an id of something else](VIA), so that who that is can become known later.
    #[must_use]
    pub fn has_via(self) -> bool {
        matches!(self, Self::Purchases | Self::Subscriptions | Self::Touches | Self::Feedback | Self::Reasons)
    }

    /// What a source delivers, without the [`bookkeeping`] columns.
    #[must_use]
    pub fn columns(self) -> Fields {
        let day = self.has_moments().then(|| optional(DAY, DataType::Date32));
        let via = VIA.into_iter().filter(|_| self.has_via()).map(|name| optional(name, DataType::Utf8));
        self.named_columns().into_iter().chain(day).chain(via).collect()
    }

    /// The columns that a mapping names.
    fn named_columns(self) -> Vec<Field> {
        match self {
            Self::Customers => vec![
                required("customer_id", DataType::Utf8),
                optional("as_of", DataType::Date32),
                optional("name", DataType::Utf8),
                optional("kind", DataType::Utf8),
                optional("attributes", text_map()),
                optional("since", DataType::Date32),
                optional("consents", text_map()),
            ],
            Self::Identities => vec![
                required("source_id", DataType::Utf8),
                required("customer_id", DataType::Utf8),
                optional("rule", DataType::Utf8),
                optional("probability", DataType::Float64),
            ],
            Self::Purchases => vec![
                optional("purchase_id", DataType::Utf8),
                optional("customer_id", DataType::Utf8),
                required("at", instant()),
                required("amount_minor", DataType::Int64),
                required("currency", DataType::Utf8),
                optional("product", DataType::Utf8),
                optional("silo", DataType::Utf8),
                optional("refund_of", DataType::Utf8),
            ],
            Self::Subscriptions => vec![
                optional("subscription_id", DataType::Utf8),
                optional("customer_id", DataType::Utf8),
                optional("plan", DataType::Utf8),
                required("monthly_minor", DataType::Int64),
                required("currency", DataType::Utf8),
                required("from", DataType::Date32),
                optional("to", DataType::Date32),
                optional("end_reason", DataType::Utf8),
                optional("cancelled_on", DataType::Date32),
                optional("billing_months", DataType::Int32),
                optional("status", DataType::Utf8),
                optional("silo", DataType::Utf8),
            ],
            Self::Touches => vec![
                optional("touch_id", DataType::Utf8),
                optional("customer_id", DataType::Utf8),
                optional("case_id", DataType::Utf8),
                required("touchpoint", DataType::Utf8),
                optional("silo", DataType::Utf8),
                optional("channel", DataType::Utf8),
                required("started_at", instant()),
                optional("promised_by", instant()),
                optional("done_at", instant()),
                optional("outcome", DataType::Utf8),
                // What comes first of touches of one moment. Rows of earlier versions of Bellwether have none.
                optional("sequence", DataType::Int32),
                optional("attributes", text_map()),
            ],
            Self::Feedback => vec![
                optional("feedback_id", DataType::Utf8),
                optional("customer_id", DataType::Utf8),
                required("at", instant()),
                required("kind", DataType::Utf8),
                optional("instrument", DataType::Utf8),
                optional("score", DataType::Float64),
                optional("scale_min", DataType::Float64),
                optional("scale_max", DataType::Float64),
                optional("text", DataType::Utf8),
                optional("touchpoint", DataType::Utf8),
                optional("rating_source", DataType::Utf8),
            ],
            Self::Referrals => vec![
                optional("referral_id", DataType::Utf8),
                optional("from_customer", DataType::Utf8),
                required("to_customer", DataType::Utf8),
                required("at", instant()),
            ],
            Self::ExchangeRates => vec![
                required("currency", DataType::Utf8),
                required(DAY, DataType::Date32),
                required("rate", DataType::Decimal128(18, 9)),
                // Rows of earlier versions of Bellwether have none.
                optional("to_currency", DataType::Utf8),
            ],
            Self::Reasons => vec![
                optional("reason_id", DataType::Utf8),
                optional("customer_id", DataType::Utf8),
                required("at", instant()),
                required("code", DataType::Utf8),
                required("how_known", DataType::Utf8),
                optional("text", DataType::Utf8),
            ],
        }
    }

    /// The table's full schema: [`bookkeeping`] columns first, then [`Fact::columns`].
    #[must_use]
    pub fn schema(self) -> SchemaRef {
        let columns = self.columns();
        Arc::new(Schema::new(bookkeeping().iter().chain(columns.iter()).cloned().collect::<Fields>()))
    }
}

/// Columns that every row of every canonical table carries: its bucket, its 128-bit key, where it came from and when we first saw it.
#[must_use]
pub fn bookkeeping() -> Fields {
    vec![
        required("bucket", DataType::Int32),
        required("key", DataType::Binary),
        required("source", DataType::Utf8),
        required("import_seq", DataType::Int64),
        required("first_seen", instant()),
    ]
    .into()
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Fact {
    type Err = FactError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|fact| fact.name() == text).ok_or_else(|| FactError(text.to_owned()))
    }
}

/// The word is no table of facts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a table of facts; choose one of {names}", names = Fact::ALL.map(Fact::name).join(", "))]
pub struct FactError(pub String);

fn required(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, false)
}

fn optional(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, true)
}

/// Microseconds since 1970-01-01 UTC.
fn instant() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

fn text_map() -> DataType {
    let entries = vec![Field::new("key", DataType::Utf8, false), Field::new("value", DataType::Utf8, true)];
    DataType::Map(Arc::new(Field::new("key_value", DataType::Struct(entries.into()), false)), false)
}
