//! The plans on offer, their prices and terms.

use crate::profile::Profile;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    Basic,
    Comfort,
    Premium,
    Business,
    AppPlus,
}

impl Plan {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Basic => "Care Basic",
            Self::Comfort => "Care Comfort",
            Self::Premium => "Care Premium",
            Self::Business => "Care Business",
            Self::AppPlus => "App Plus",
        }
    }

    /// Euro cents a month and unit before and after the price rise of 8 %.
    fn list_price(self, raised: bool) -> i64 {
        match (self, raised) {
            (Self::Basic, false) => 1_290,
            (Self::Basic, true) => 1_390,
            (Self::Comfort, false) => 1_990,
            (Self::Comfort, true) => 2_150,
            (Self::Premium, false) => 2_990,
            (Self::Premium, true) => 3_230,
            (Self::Business, false) => 4_900,
            (Self::Business, true) => 5_290,
            (Self::AppPlus, _) => 390,
        }
    }

    pub(crate) fn one_up(self) -> Option<Self> {
        match self {
            Self::Basic => Some(Self::Comfort),
            Self::Comfort => Some(Self::Premium),
            _ => None,
        }
    }

    pub(crate) fn one_down(self) -> Option<Self> {
        match self {
            Self::Premium => Some(Self::Comfort),
            Self::Comfort => Some(Self::Basic),
            _ => None,
        }
    }
}

/// What a contract says at a moment.
pub(crate) struct Terms {
    pub(crate) plan: Plan,
    pub(crate) units: u32,
    pub(crate) raised: bool,
    pub(crate) yearly: bool,
    pub(crate) status: &'static str,
}

impl Terms {
    pub(crate) fn monthly_minor(&self, profile: &Profile) -> i64 {
        if self.status == "trial" {
            return 0;
        }
        let unit = profile.local(self.plan.list_price(self.raised)) / 10 * 10;
        let percent = match self.units {
            ..5 => 100,
            5..10 => 92,
            10..20 => 87,
            _ => 82,
        };
        let monthly = unit * i64::from(self.units) * percent / 100;
        if self.yearly { (monthly * 11 + 6) / 12 } else { monthly }
    }
}
