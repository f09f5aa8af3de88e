//! The walk: what does one customer's life with the company look like, of all customers, one after the other?
//!
//! The one pass over all customers, bucket by bucket, on all threads. Grain: customer. Inputs: facts of one [`Knowledge`], the policy
//! (days are the company's days, money is in the reporting currency) and the closes (from which day a fact that came late counts).
//! What becomes of a life is none of its business: a fold over a [`Life`] is a pure function of a mart, and one pass can feed several.

mod attributes;
mod buckets;
mod close;
mod days;
mod error;
mod knowledge;
mod largest;
mod life;
mod names;
mod pass;
mod rates;
mod reach;
mod reader;
mod text;

pub use attributes::{AttributeHistory, AttributeVersion};
pub use buckets::{over_buckets, over_groups};
pub use close::Close;
pub(crate) use days::DayColumn;
pub use error::WalkError;
pub use knowledge::Knowledge;
pub use largest::{LargeAmount, largest_amounts};
pub use life::{CustomerSet, Life, MAX_DAY, MAX_MINOR, Phase, SpendDay, Touch};
pub use names::names_in;
pub use pass::Walk;
pub use rates::{Rate, Rates};
pub use reader::{LifeReader, UnattributedRows, columns_of};
pub use text::{TextColumn, column};
