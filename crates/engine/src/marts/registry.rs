//! The marts there are. A mart may use those before it.

use super::journey::JourneyMart;
use super::ledger::mart::LedgerMart;
use super::mart::Mart;
use super::usage::mart::UsageMart;

/// All stored marts.
pub const MARTS: [&dyn Mart; 3] = [&LedgerMart, &UsageMart, &JourneyMart];
