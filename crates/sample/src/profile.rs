//! Who a customer is: drawn from the seed and the customer's number alone, so the same at every scale.

use crate::company::Company;
use crate::dice::{Dice, Part};
use crate::names::{Country, Name, TOWNS, Town};
use crate::timeline::DayNumber;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Private,
    Landlord,
    Business,
}

impl Segment {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Landlord => "landlord",
            Self::Business => "business",
        }
    }
}

/// Units (flats, sites) of landlords and businesses: few have many.
const LANDLORD_UNITS: [u32; 20] = [1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 5, 7, 11];
const BUSINESS_SITES: [u32; 20] = [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 8];
const CHANNELS: [&str; 8] =
    ["web_search", "referral", "installer_partner", "leaflet", "trade_fair", "phone", "shop", "energy_adviser"];
const CHANNEL_WEIGHTS: [u32; 8] = [30, 14, 14, 10, 6, 8, 10, 8];
const HEATINGS: [&str; 5] = ["gas", "oil", "heat_pump", "pellets", "district_heat"];

#[expect(clippy::struct_excessive_bools, reason = "independent traits of a person, no states of a machine")]
pub(crate) struct Profile {
    pub(crate) customer: u64,
    pub(crate) joined: DayNumber,
    /// Since when the older firm had the customer, for those taken over; otherwise `joined`.
    pub(crate) since: DayNumber,
    pub(crate) taken_over: bool,
    pub(crate) name: Name,
    pub(crate) segment: Segment,
    /// The day on which a private customer becomes a landlord.
    pub(crate) lets_from: Option<DayNumber>,
    pub(crate) town: &'static Town,
    /// The day of a move, and where to.
    pub(crate) moves: Option<(DayNumber, &'static Town)>,
    pub(crate) channel: &'static str,
    pub(crate) heating: &'static str,
    pub(crate) has_plan: bool,
    pub(crate) shops: bool,
    pub(crate) units: u32,
    pub(crate) yearly: bool,
    pub(crate) uses_app: bool,
    /// Whether the help desk keeps a second, unlinked record.
    pub(crate) twice_at_desk: bool,
    pub(crate) wants_mail: bool,
    pub(crate) wants_calls: bool,
}

impl Profile {
    pub(crate) fn of(company: &Company, customer: u64) -> Self {
        let dice = &mut Dice::new(company.sample.seed, customer, Part::Profile);
        let (joined, taken_over) = company.joining(dice);
        let segment = [Segment::Private, Segment::Landlord, Segment::Business][dice.weighted(&[84, 11, 5])];
        let (name, units, relations) = match segment {
            Segment::Private => (Name::person(dice), 1, [44, 32, 24]),
            Segment::Landlord => (Name::landlord(dice), dice.pick(&LANDLORD_UNITS), [50, 15, 35]),
            Segment::Business => (Name::firm(dice), dice.pick(&BUSINESS_SITES), [35, 30, 35]),
        };
        let relation = dice.weighted(&relations);
        let channel = CHANNELS[dice.weighted(&CHANNEL_WEIGHTS)];
        let town = draw_town(dice);
        let lets = segment == Segment::Private && dice.chance(3_500);
        let moved = segment != Segment::Business && dice.chance(4_500);
        let (lets_after, moved_after) = (dice.between(60, 700), dice.between(40, 800));
        let new_town = draw_town(dice);
        Self {
            customer,
            joined,
            since: if taken_over { joined - dice.between(200, 4_400) } else { joined },
            taken_over,
            name,
            segment,
            lets_from: lets.then_some(joined + lets_after),
            town,
            // Nobody's currency changes: a move stays within the country.
            moves: (moved && new_town.country == town.country && new_town.name != town.name)
                .then_some((joined + moved_after, new_town)),
            channel: if taken_over { "takeover" } else { channel },
            heating: HEATINGS[dice.weighted(&[46, 22, 16, 12, 4])],
            has_plan: taken_over || relation != 1,
            shops: relation != 0 && !(taken_over && relation == 1),
            units,
            yearly: dice.percent(if segment == Segment::Private { 22 } else { 35 }),
            uses_app: dice.percent(55),
            twice_at_desk: dice.percent(4) && (taken_over || relation != 1),
            wants_mail: dice.percent(71),
            wants_calls: dice.percent(38),
        }
    }

    /// The segment on a day.
    pub(crate) fn segment_on(&self, day: DayNumber) -> Segment {
        match self.lets_from {
            Some(from) if day >= from => Segment::Landlord,
            _ => self.segment,
        }
    }

    pub(crate) fn currency(&self) -> &'static str {
        self.town.country.currency()
    }

    /// An amount of euro cents as priced where the customer lives; Swiss prices are a fifth higher.
    pub(crate) fn local(&self, cents: i64) -> i64 {
        if self.town.country == Country::Switzerland { cents * 6 / 5 } else { cents }
    }

    /// The customer who recommended us, where that is known: one of smaller number who joined before.
    pub(crate) fn recommended_by(&self, company: &Company) -> Option<u64> {
        let dice = &mut Dice::new(company.sample.seed, self.customer, Part::Referral);
        (0..4).find_map(|_| {
            let other = dice.below(self.customer.min(u64::from(u32::MAX)) as u32);
            let before = self.customer > 0 && Profile::of(company, u64::from(other)).joined < self.joined;
            before.then_some(u64::from(other))
        })
    }
}

fn draw_town(dice: &mut Dice) -> &'static Town {
    let weights = TOWNS.each_ref().map(|town| town.weight);
    &TOWNS[dice.weighted(&weights)]
}
