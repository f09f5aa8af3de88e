//! Why customers leave, in billing's words and in those of the exit survey.

/// Why a customer leaves or takes less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Price,
    PriceRise,
    LateInstallation,
    NoCallBack,
    Service,
    Competitor,
    Moved,
    NotNeeded,
    Payment,
    Quality,
}

impl Cause {
    pub(crate) const ALL: [Self; 10] = [
        Self::Price,
        Self::PriceRise,
        Self::LateInstallation,
        Self::NoCallBack,
        Self::Service,
        Self::Competitor,
        Self::Moved,
        Self::NotNeeded,
        Self::Payment,
        Self::Quality,
    ];

    /// The cancellation code of billing.
    pub(crate) fn told(self) -> &'static str {
        match self {
            Self::Price => "pricing",
            Self::PriceRise => "price increase",
            Self::LateInstallation => "late installation",
            Self::NoCallBack => "no call back",
            Self::Service => "support",
            Self::Competitor => "competitor",
            Self::Moved => "moved",
            Self::NotNeeded => "no longer needed",
            Self::Payment => "payment failed",
            Self::Quality => "quality",
        }
    }

    /// The answer in the exit survey.
    pub(crate) fn asked(self) -> &'static str {
        match self {
            Self::Price => "too expensive",
            Self::PriceRise => "price rise",
            Self::LateInstallation => "late installation",
            Self::NoCallBack => "no call back",
            Self::Service => "bad service",
            Self::Competitor => "switched",
            Self::Moved => "moved",
            Self::NotNeeded => "not needed",
            Self::Payment => "card declined",
            Self::Quality => "product",
        }
    }
}
