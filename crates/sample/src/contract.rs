//! A customer's maintenance plans, month by month: joining, trial, plan changes, pauses, the price rise, leaving and coming back.
//!
//! Invariant: the phases of one contract follow each other without gap or overlap; only the last one of an ended contract
//! carries an end code and the day of cancellation.

use crate::cause::Cause;
use crate::company::{CALL_BACK_PROMISE_MONTH, Company, PRICE_RISE_LOSSES, PRICE_RISE_MONTH, RIVAL_OFFER};
use crate::dice::{Dice, Part};
use crate::plan::{Plan, Terms};
use crate::profile::{Profile, Segment};
use crate::timeline::{DayNumber, workday};

/// Days after a late installation in which customers leave more often.
pub(crate) const LATE_INSTALLATION_DAYS: i32 = 120;
/// How many hundredths of the usual hazard apply then.
const LATE_INSTALLATION_HAZARD: u64 = 250;
/// Of 100,000 customers, those who leave at the end of an ordinary month.
const MONTHLY_HAZARD: u64 = 800;
/// Hundredths of the hazard by month of the year: nobody leaves a heating service in the cold.
const SEASON: [u64; 12] = [80, 85, 100, 120, 125, 125, 115, 105, 100, 85, 80, 80];
/// Ends already agreed on are known this long before they come.
const NOTICE_DAYS: i32 = 45;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Phase {
    /// Which of the customer's contracts: 1, 2, … for plans, 0 for App Plus.
    pub(crate) contract: u8,
    pub(crate) plan: Plan,
    pub(crate) monthly_minor: i64,
    pub(crate) from: DayNumber,
    pub(crate) to: Option<DayNumber>,
    pub(crate) ending: Option<Ending>,
    pub(crate) yearly: bool,
    pub(crate) status: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Ending {
    pub(crate) cause: Cause,
    pub(crate) cancelled_on: DayNumber,
    /// Whether billing noted a code.
    pub(crate) told: bool,
    /// Whether the customer answered the exit survey.
    pub(crate) asked: bool,
}

/// One plan contract from its first day to the day before `to`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spell {
    pub(crate) from: DayNumber,
    /// First day no longer in force; the day after the last known one where it goes on.
    pub(crate) until: DayNumber,
    pub(crate) ending: Option<Ending>,
    pub(crate) plan: Plan,
}

/// The visit with which a plan begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Installation {
    pub(crate) ordered: DayNumber,
    pub(crate) promised: DayNumber,
    pub(crate) done: DayNumber,
}

impl Installation {
    pub(crate) fn is_late(self) -> bool {
        self.done > self.promised
    }
}

/// A step down that the customer explained.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Less {
    pub(crate) day: DayNumber,
    pub(crate) cause: Cause,
}

#[derive(Default)]
pub(crate) struct Contract {
    pub(crate) phases: Vec<Phase>,
    pub(crate) spells: Vec<Spell>,
    pub(crate) less: Vec<Less>,
    pub(crate) installation: Option<Installation>,
}

impl Contract {
    /// Writes the customer's contracts over what was here.
    pub(crate) fn fill(&mut self, company: &Company, profile: &Profile) {
        self.phases.clear();
        self.spells.clear();
        self.less.clear();
        self.installation = None;
        if !profile.has_plan {
            return;
        }
        let dice = &mut Dice::new(company.sample.seed, profile.customer, Part::Contract);
        let timeline = &company.timeline;
        let mut from = if dice.percent(45) { profile.joined } else { timeline.month_start_from(profile.joined) };
        if !profile.taken_over {
            self.installation = Some(installation(company, profile, from, dice));
        }
        for contract in 1..=4 {
            let ended = self.run(company, profile, contract, from, dice);
            let Some(to) = ended.filter(|_| dice.percent(20)) else { break };
            from = workday(to + dice.between(25, 420));
            if from > timeline.last {
                break;
            }
        }
        self.add_on(company, profile);
        self.keep_what_is_known(timeline.last);
    }

    /// One contract; gives the day it ended on.
    fn run(
        &mut self,
        company: &Company,
        profile: &Profile,
        contract: u8,
        from: DayNumber,
        dice: &mut Dice,
    ) -> Option<DayNumber> {
        let timeline = &company.timeline;
        let segment = profile.segment_on(from);
        let plan = match segment {
            Segment::Business => Plan::Business,
            _ => [Plan::Basic, Plan::Comfort, Plan::Premium][dice.weighted(&[42, 38, 20])],
        };
        let on_trial = contract == 1 && profile.channel == "web_search" && profile.units == 1 && dice.percent(30);
        let mut lets = segment == profile.segment && profile.lets_from.is_some();
        let units = if segment == profile.segment { profile.units } else { dice.pick(&[2, 2, 3, 4]) };
        let status = if on_trial { "trial" } else { "active" };
        let raised = from >= company.price_rise;
        let mut terms = Terms { plan, units, raised, yearly: profile.yearly && !on_trial, status };
        let mut until = timeline.last + 1;
        let mut ending = None;
        let mut resumes = 0;
        self.open(contract, from, profile, &terms);
        for month in 1.. {
            let day = timeline.plus_months(from, month);
            if day > timeline.last + NOTICE_DAYS {
                break;
            }
            if !terms.raised && day >= company.price_rise && (!terms.yearly || month % 12 == 0) {
                terms.raised = true;
                self.change(if terms.yearly { day } else { company.price_rise }, profile, &terms);
            }
            let mut hazard = self.hazard(company, profile, (from, month, day), terms.yearly);
            if terms.status == "trial" {
                hazard = 20_000;
            }
            let roll = dice.below(100_000);
            if roll < hazard {
                let ended = self.end(company, profile, from, day, dice);
                (until, ending) = (day, Some(ended));
                break;
            }
            if terms.status == "trial" || terms.status == "paused" && month >= resumes {
                terms.status = "active";
                self.change(day, profile, &terms);
            }
            if lets && profile.segment_on(day) != segment {
                lets = false;
                terms.units = dice.pick(&[2, 2, 3, 4]);
                self.change(day, profile, &terms);
            } else if self.moves_plan(company, (roll - hazard, day), segment, &mut terms, dice) {
                self.change(day, profile, &terms);
            } else if roll > 99_750 && segment == Segment::Private && terms.status == "active" && !terms.yearly {
                terms.status = "paused";
                resumes = month + dice.between(2, 4);
                self.change(day, profile, &terms);
            }
        }
        self.spells.push(Spell { from, until, ending, plan });
        ending.map(|_| until)
    }

    /// Of 100,000 such customers, those who leave on `day`, the end of the contract's `month`-th month.
    fn hazard(
        &self,
        company: &Company,
        profile: &Profile,
        (from, month, day): (DayNumber, i32, DayNumber),
        yearly: bool,
    ) -> u32 {
        let mut hazard = MONTHLY_HAZARD * SEASON[company.timeline.month_of_year(day) - 1];
        let company_month = company.timeline.month(day);
        hazard = hazard
            * match (month % 12 == 0, yearly) {
                (true, true) => 900,
                (true, false) => 450,
                (false, true) => 40,
                (false, false) => 100,
            }
            / 100;
        let rival = RIVAL_OFFER.contains(&company_month);
        hazard = hazard
            * match profile.segment_on(day) {
                Segment::Private => 100,
                Segment::Landlord if rival => 640,
                Segment::Business if rival => 800,
                Segment::Landlord => 80,
                Segment::Business => 70,
            }
            / 100;
        if month <= 6 {
            hazard = hazard * 140 / 100;
        }
        if PRICE_RISE_LOSSES.contains(&company_month) && from < company.price_rise {
            hazard *= 2;
        }
        if company_month > 24 {
            hazard = hazard * 115 / 100;
        }
        if let Some(installation) = self.installation.filter(|_| self.spells.is_empty()) {
            if day <= installation.done {
                return 0;
            }
            if installation.is_late() && day <= installation.done + LATE_INSTALLATION_DAYS {
                hazard = hazard * LATE_INSTALLATION_HAZARD / 100;
            }
        }
        (hazard / 100).min(60_000) as u32
    }

    /// A change of plan or of the number of units; `chance` is what the month's draw left above the hazard.
    fn moves_plan(
        &mut self,
        company: &Company,
        (chance, day): (u32, DayNumber),
        segment: Segment,
        terms: &mut Terms,
        dice: &mut Dice,
    ) -> bool {
        if terms.status != "active" {
            return false;
        }
        let month = company.timeline.month(day);
        let down = if (PRICE_RISE_MONTH..PRICE_RISE_MONTH + 4).contains(&month) { 900 } else { 380 };
        let (up, more, fewer) = if segment == Segment::Private { (650, 0, 0) } else { (200, 900, 550) };
        let steps = [up, down, more, fewer];
        let mut left = chance;
        let Some(step) = steps.into_iter().position(|weight| {
            let hit = left < weight;
            left = left.saturating_sub(weight);
            hit
        }) else {
            return false;
        };
        let goes_down = step == 1 || step == 3;
        let before = (terms.plan, terms.units);
        match step {
            0 => terms.plan = terms.plan.one_up().unwrap_or(terms.plan),
            1 => terms.plan = terms.plan.one_down().unwrap_or(terms.plan),
            2 => terms.units += dice.pick(&[1, 1, 1, 2, 3]),
            _ => terms.units = terms.units.saturating_sub(dice.pick(&[1, 1, 2])).max(1),
        }
        let changed = before != (terms.plan, terms.units);
        if changed && goes_down && dice.percent(35) {
            let cause = if step == 3 {
                Cause::NotNeeded
            } else if down > 380 {
                Cause::PriceRise
            } else {
                Cause::Price
            };
            self.less.push(Less { day, cause });
        }
        changed
    }

    fn open(&mut self, contract: u8, from: DayNumber, profile: &Profile, terms: &Terms) {
        self.phases.push(Phase {
            contract,
            plan: terms.plan,
            monthly_minor: terms.monthly_minor(profile),
            from,
            to: None,
            ending: None,
            yearly: terms.yearly,
            status: terms.status,
        });
    }

    /// Goes on with new terms from `day`.
    fn change(&mut self, day: DayNumber, profile: &Profile, terms: &Terms) {
        let Some(last) = self.phases.last_mut() else { return };
        let contract = last.contract;
        if last.from == day {
            self.phases.pop();
        } else {
            last.to = Some(day);
        }
        self.open(contract, day, profile, terms);
    }

    fn end(&mut self, company: &Company, profile: &Profile, from: DayNumber, to: DayNumber, dice: &mut Dice) -> Ending {
        let month = company.timeline.month(to);
        let late = self.installation.is_some_and(|visit| {
            self.spells.is_empty() && visit.is_late() && to <= visit.done + LATE_INSTALLATION_DAYS
        });
        let rival = RIVAL_OFFER.contains(&month) && profile.segment_on(to) != Segment::Private;
        let raised = PRICE_RISE_LOSSES.contains(&month) && from < company.price_rise;
        let no_call_back = if month < CALL_BACK_PROMISE_MONTH { 12 } else { 4 };
        let weights = [
            16,
            if raised { 150 } else { 0 },
            if late { 130 } else { 0 },
            no_call_back,
            11,
            if rival { 300 } else { 15 },
            if profile.segment == Segment::Private { 18 } else { 5 },
            12,
            9,
            7,
        ];
        let cause = Cause::ALL[dice.weighted(&weights)];
        let notice = if cause == Cause::Payment { 0 } else { dice.between(8, NOTICE_DAYS) };
        let ending = Ending {
            cause,
            cancelled_on: (to - notice).max(from),
            told: cause == Cause::Payment || dice.percent(58),
            asked: cause != Cause::Payment && dice.percent(17),
        };
        if let Some(last) = self.phases.last_mut() {
            last.to = Some(to);
            last.ending = Some(ending);
        }
        ending
    }

    /// App Plus: a second, small subscription beside the plan, free for two months.
    fn add_on(&mut self, company: &Company, profile: &Profile) {
        let dice = &mut Dice::new(company.sample.seed, profile.customer, Part::AddOn);
        let Some(spell) = self.spells.first().copied().filter(|_| profile.uses_app && dice.percent(22)) else { return };
        let from = spell.from + dice.between(20, 300);
        if from >= spell.until || from > company.timeline.last {
            return;
        }
        let mut terms = Terms { plan: Plan::AppPlus, units: 1, raised: false, yearly: false, status: "trial" };
        self.open(0, from, profile, &terms);
        for month in 2.. {
            let day = company.timeline.plus_months(from, month);
            let with_plan = spell.ending.is_some() && day >= spell.until;
            if with_plan || day <= company.timeline.last && dice.percent(if month == 2 { 35 } else { 3 }) {
                let to = if with_plan { spell.until } else { day };
                let ending = Ending {
                    cause: if with_plan {
                        spell.ending.map_or(Cause::NotNeeded, |end| end.cause)
                    } else {
                        Cause::NotNeeded
                    },
                    cancelled_on: spell
                        .ending
                        .filter(|_| with_plan)
                        .map_or(to - 5, |end| end.cancelled_on.min(to))
                        .max(from),
                    told: !with_plan && dice.percent(40),
                    asked: false,
                };
                if let Some(last) = self.phases.last_mut() {
                    last.to = Some(to);
                    last.ending = Some(ending);
                }
                break;
            }
            if day > company.timeline.last {
                break;
            }
            if terms.status == "trial" {
                terms.status = "active";
                self.change(day, profile, &terms);
            }
        }
    }

    /// Forgets what nobody can know on the last day: phases still to come and ends not yet agreed on.
    fn keep_what_is_known(&mut self, last: DayNumber) {
        self.phases.retain(|phase| phase.from <= last);
        for phase in &mut self.phases {
            let known = phase.ending.is_some_and(|ending| ending.cancelled_on <= last);
            if phase.to.is_some_and(|to| to > last) && !known {
                (phase.to, phase.ending) = (None, None);
            }
        }
        self.spells.retain(|spell| spell.from <= last);
        for spell in &mut self.spells {
            spell.ending = spell.ending.filter(|ending| ending.cancelled_on <= last);
            spell.until = spell.until.min(last + 1);
        }
        self.less.retain(|less| less.day <= last);
    }
}

fn installation(company: &Company, profile: &Profile, from: DayNumber, dice: &mut Dice) -> Installation {
    let promised = workday(from + dice.between(9, 19));
    let busy = matches!(company.timeline.month_of_year(promised), 10..=12 | 1);
    let far = profile.town.region == "Vorarlberg";
    let late = dice.percent(13 + if busy { 8 } else { 0 } + if far { 9 } else { 0 });
    let done = if late {
        workday(promised + dice.between(3, 24))
    } else {
        workday(promised - dice.between(0, 5)).min(promised)
    };
    Installation { ordered: profile.joined, promised, done }
}
