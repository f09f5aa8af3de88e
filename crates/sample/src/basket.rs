//! The shop: what a customer buys, sends back, gets delivered and reviews, and the use of the portal.
//!
//! Invariant: a refund names an earlier purchase of the same customer and never exceeds it.

use crate::company::Company;
use crate::contract::Contract;
use crate::dice::{Dice, Part};
use crate::profile::{Profile, Segment};
use crate::silo::Silo;
use crate::story::{Remark, Touch, Value, answer};
use crate::timeline::{DayNumber, plus_workdays, workday};
use crate::wording::Theme;

/// Parts and small goods: name, euro cents, how many are bought at once at most.
const PARTS: [(&str, i64, i32); 20] = [
    ("Filter set ventilation F7", 3_490, 3),
    ("Radiator thermostat Thermio S", 4_995, 6),
    ("Room thermostat Thermio Duo", 12_900, 2),
    ("Circulation pump Alto 25-60", 23_490, 1),
    ("Expansion vessel 18 l", 4_790, 1),
    ("Ignition electrode set", 2_785, 2),
    ("Pressure gauge 0-4 bar", 1_449, 2),
    ("Safety valve 3 bar", 1_890, 2),
    ("Descaler 5 l", 2_349, 2),
    ("Heating water additive 1 l", 2_995, 4),
    ("Burner nozzle 0.55 gph", 1_275, 2),
    ("Door seal for wood stove", 1_690, 2),
    ("CO alarm Wächter 10", 3_995, 3),
    ("Smoke alarm set of 3", 5_490, 2),
    ("Pipe insulation 28 mm, 10 m", 1_990, 5),
    ("Towel radiator Linea 50x120", 14_990, 1),
    ("Ash vacuum", 8_950, 1),
    ("Leak sensor Aqua", 4_490, 3),
    ("Outdoor sensor", 2_590, 1),
    ("Flue brush set", 1_895, 1),
];

/// Heating appliances: name, euro cents, how often each is chosen.
const APPLIANCES: [(&str, i64, u32); 5] = [
    ("Split air conditioner Brisa 3.5", 129_000, 34),
    ("Gas boiler Kompakt 20", 318_900, 26),
    ("Hot water heat pump 260 l", 264_900, 20),
    ("Heat pump Aero 7", 789_000, 13),
    ("Heat pump Terra 11", 1_189_000, 7),
];

/// Pellets are ordered before and during the heating season, January first.
const PELLET_SEASON: [u32; 12] = [22, 18, 14, 8, 10, 14, 16, 24, 34, 32, 26, 22];
const PARTS_SEASON: [u32; 12] = [13, 11, 9, 7, 6, 5, 5, 7, 12, 16, 15, 13];
const CARRIERS: [&str; 3] = ["parcel", "forwarder", "own_van"];

#[derive(Clone, Copy, Debug)]
pub(crate) struct Purchase {
    pub(crate) number: u16,
    pub(crate) at: i64,
    pub(crate) amount_minor: i64,
    pub(crate) product: &'static str,
    /// Number of the purchase this one pays back.
    pub(crate) refund_of: Option<u16>,
}

#[derive(Default)]
pub(crate) struct Basket {
    pub(crate) purchases: Vec<Purchase>,
    pub(crate) touches: Vec<Touch>,
    pub(crate) remarks: Vec<Remark>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Habit {
    Parts,
    Keen,
    Pellets,
    Trade,
}

struct Buyer<'a> {
    company: &'a Company,
    profile: &'a Profile,
    basket: &'a mut Basket,
    dice: Dice,
    now: i64,
    number: u16,
    /// Of 100 small baskets, a size the customer tends to.
    size: i64,
}

impl Basket {
    /// Writes the customer's purchases over what was here.
    pub(crate) fn fill(&mut self, company: &Company, profile: &Profile) {
        self.purchases.clear();
        self.touches.clear();
        self.remarks.clear();
        if !profile.shops {
            return;
        }
        let dice = Dice::new(company.sample.seed, profile.customer, Part::Basket);
        let now = company.timeline.at(company.timeline.last, 86_399);
        Buyer { company, profile, basket: self, dice, now, number: 0, size: 1 }.shop();
    }
}

impl Buyer<'_> {
    fn shop(&mut self) {
        let habit = if self.profile.segment == Segment::Business {
            Habit::Trade
        } else {
            [Habit::Parts, Habit::Keen, Habit::Pellets][self.dice.weighted(&[58, 16, 26])]
        };
        self.size = i64::from(self.dice.pick(&[1u8, 1, 1, 1, 1, 1, 1, 1, 1, 2]));
        let timeline = &self.company.timeline;
        let first =
            if self.profile.has_plan { self.profile.joined + self.dice.between(15, 200) } else { self.profile.joined };
        let appliance_on = self.dice.percent(2).then(|| first + self.dice.between(5, 700));
        let mut away_until = 0;
        for month in timeline.month(first)..=timeline.months {
            let start = timeline.start(month);
            let day = start + self.dice.between(0, 27);
            if month == timeline.month(first) {
                self.buy(first, habit);
            } else if day > first {
                let (season, of_year) = match habit {
                    Habit::Pellets => (PELLET_SEASON, 1_000),
                    Habit::Parts => (PARTS_SEASON, 1_400),
                    Habit::Keen => (PARTS_SEASON, 3_400),
                    Habit::Trade => (PARTS_SEASON, 5_400),
                };
                let chance = season[timeline.month_of_year(day) - 1] * of_year;
                if month > away_until && self.dice.chance(chance.min(90_000)) {
                    self.buy(day, habit);
                }
                if month > away_until && self.dice.chance(1_900) {
                    away_until = if self.dice.percent(30) { month + self.dice.between(6, 15) } else { i32::MAX };
                }
            }
            if appliance_on.is_some_and(|day| timeline.month(day) == month) && away_until != i32::MAX {
                self.buy_appliance(appliance_on.unwrap_or(start));
            }
        }
    }

    fn buy(&mut self, day: DayNumber, habit: Habit) {
        let at = self.company.timeline.at_home(day, &mut self.dice);
        let years = (self.company.timeline.month(day) - 1) / 12;
        let (product, cents, carrier) = if habit == Habit::Pellets && self.dice.percent(72) {
            let tonnes = i64::from(self.dice.between(1, 3)) * self.size.max(1);
            let autumn = matches!(self.company.timeline.month_of_year(day), 9..=12);
            let a_tonne = if autumn { 30_900 } else { 27_900 } + i64::from(self.dice.between(-12, 14)) * 100;
            ("Wood pellets A1, loose", tonnes * a_tonne + 3_900, 2)
        } else {
            let (product, cents, most) = self.dice.pick(&PARTS);
            let most = if habit == Habit::Trade { most * 2 } else { most };
            let pieces = i64::from(self.dice.between(1, most).min(self.dice.between(1, most))) * self.size;
            let goods = dearer(cents, years) * pieces;
            let rebate = if self.dice.percent(9) { goods / 10 } else { 0 };
            (product, goods - rebate + if goods < 10_000 { 590 } else { 0 }, i32::from(cents > 20_000))
        };
        let amount_minor = self.profile.local(cents);
        if let Some(number) = self.note(at, amount_minor, product, None) {
            let late = self.deliver(day, at, carrier as usize, None);
            self.afterwards(day, number, amount_minor, product, late);
        }
    }

    /// An appliance is sold by the shop and put into service by the fitters: one case, two silos.
    fn buy_appliance(&mut self, day: DayNumber) {
        let (product, cents, _) = APPLIANCES[self.dice.weighted(&APPLIANCES.map(|(.., weight)| weight))];
        let at = self.company.timeline.at_home(day, &mut self.dice);
        let years = (self.company.timeline.month(day) - 1) / 12;
        let Some(number) = self.note(at, self.profile.local(dearer(cents, years)), product, None) else { return };
        // Cases of the shop are numbered apart from those of the help desk.
        let case = Some(10_000 + number);
        let late = self.deliver(day, at, 1, case);
        let timeline = &self.company.timeline;
        let (delivered, promised) = (plus_workdays(day, if late { 9 } else { 4 }), plus_workdays(day, 14));
        let done = if self.dice.percent(24) { self.dice.between(2, 18) } else { -self.dice.between(0, 3) };
        let (started, done) = (timeline.close_of(delivered), timeline.at_site(promised + done, &mut self.dice));
        self.touch(Touch {
            silo: Silo::FieldService,
            touchpoint: "commissioning",
            channel: "visit",
            started,
            promised: Some(timeline.close_of(promised)),
            done: Some(done),
            outcome: Some("completed"),
            case,
            attributes: [Some(("appliance", Value::Text(product))), None],
            second_record: false,
            charge: None,
        });
    }

    fn note(&mut self, at: i64, amount_minor: i64, product: &'static str, refund_of: Option<u16>) -> Option<u16> {
        if at > self.now {
            return None;
        }
        self.number += 1;
        self.basket.purchases.push(Purchase { number: self.number, at, amount_minor, product, refund_of });
        Some(self.number)
    }

    fn touch(&mut self, mut touch: Touch) {
        if touch.started > self.now {
            return;
        }
        if touch.done.is_some_and(|done| done > self.now) {
            (touch.done, touch.outcome) = (None, None);
        }
        self.basket.touches.push(touch);
    }

    /// Gives whether the delivery came late.
    fn deliver(&mut self, day: DayNumber, at: i64, carrier: usize, case: Option<u16>) -> bool {
        let timeline = &self.company.timeline;
        let promised = plus_workdays(day, 3 + carrier as i32);
        let late = self.dice.percent(9);
        let delivered = if late { plus_workdays(promised, self.dice.between(1, 6)) } else { promised };
        let done = timeline.at_site(delivered, &mut self.dice);
        self.touch(Touch {
            silo: Silo::Shop,
            touchpoint: "delivery",
            channel: CARRIERS[carrier],
            started: at,
            promised: Some(timeline.close_of(promised)),
            done: Some(done),
            outcome: Some("delivered"),
            case,
            attributes: [None, None],
            second_record: false,
            charge: None,
        });
        late
    }

    /// Goods sent back, and reviews.
    fn afterwards(&mut self, day: DayNumber, number: u16, amount_minor: i64, product: &'static str, late: bool) {
        let sent_back = product != "Wood pellets A1, loose" && self.dice.percent(if late { 13 } else { 4 });
        if sent_back {
            let whole = self.dice.percent(68);
            let back = if whole { amount_minor } else { amount_minor / 2 };
            let day = workday(day + self.dice.between(7, 28));
            let at = self.company.timeline.at_desk(day, &mut self.dice);
            self.note(at, -back, product, Some(number));
        }
        if self.dice.percent(7) {
            let weights = if late || sent_back { [30, 25, 22, 15, 8] } else { [2, 4, 11, 34, 49] };
            let stars = self.dice.weighted(&weights) as u32 + 1;
            let at = self.company.timeline.at_home(day + self.dice.between(6, 30), &mut self.dice);
            let theme = match (stars, late) {
                (4.., _) => Theme::GoodProduct,
                (_, true) => Theme::LateDelivery,
                _ => Theme::BadProduct,
            };
            let spoken = self.dice.percent(70);
            let words = (self.dice.word(), self.dice.between(2, 8) as u32);
            if at <= self.now {
                self.basket.remarks.push(Remark {
                    silo: Silo::Shop,
                    kind: "unaided",
                    theme: spoken.then_some(theme),
                    rating_source: Some("shop_review"),
                    words,
                    ..answer(at, "review", (stars, 1, 5), Some("delivery"))
                });
            }
        }
    }
}

/// List prices rise by 3 % a year and end in 0, 5 or 9 cents as before.
fn dearer(cents: i64, years: i32) -> i64 {
    let years = i64::from(years);
    cents + cents * 3 * years / 100 / 50 * 50
}

/// How often the portal was used, a line a month with the number of sessions; it falls in the 90 days before a loss.
pub(crate) fn fill_portal(company: &Company, profile: &Profile, contract: &Contract, touches: &mut Vec<Touch>) {
    touches.clear();
    if !profile.uses_app {
        return;
    }
    let dice = &mut Dice::new(company.sample.seed, profile.customer, Part::Portal);
    let timeline = &company.timeline;
    let usual = dice.pick(&[2, 3, 4, 4, 5, 6, 8, 10, 14, 22]);
    for spell in &contract.spells {
        for month in timeline.month(spell.from)..=timeline.month(spell.until - 1) {
            let day = timeline.start(month) + dice.between(18, 27);
            let cold = matches!(timeline.month_of_year(day), 10..=12 | 1..=3);
            let drawn = dice.between(usual / 2, usual * 3 / 2) + i32::from(cold) * (usual + 1) / 2;
            let leaving = spell.ending.is_some() && spell.until - day <= 90;
            let sessions = if leaving { drawn / 3 } else { drawn };
            if day < spell.from || day >= spell.until || day > timeline.last || sessions == 0 {
                continue;
            }
            let at = timeline.at_home(day, dice);
            touches.push(Touch {
                silo: Silo::Shop,
                touchpoint: "portal_use",
                channel: "app",
                started: at,
                promised: None,
                done: Some(at),
                outcome: None,
                case: None,
                attributes: [Some(("sessions", Value::Number(sessions as u32))), None],
                second_record: false,
                charge: None,
            });
        }
    }
}
