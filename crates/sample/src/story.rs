//! What customers live through with field service, help desk and billing, and what they say about it.
//!
//! Question: which visits, calls, call-backs, letters, complaints and surveys fill the time of a customer's contracts?
//! Invariant: a later step of a case never starts before an earlier one; nothing is written about a time after the last day.

use crate::cause::Cause;
use crate::company::{Company, PRICE_RISE_MONTH};
use crate::contract::{Contract, Spell};
use crate::dice::{Dice, Part};
use crate::plan::Plan;
use crate::profile::{Profile, Segment};
use crate::silo::Silo;
use crate::timeline::{DayNumber, plus_workdays, workday};
use crate::wording::Theme;

/// Faults of 100,000 plan customers a month, January first.
const FAULTS: [u32; 12] = [4_600, 4_100, 3_000, 1_900, 1_100, 900, 900, 1_000, 1_900, 3_300, 4_000, 4_500];
const FAULT_CODES: [&str; 8] = ["F-28", "F-29", "E-02", "E-09", "W-11", "P-04", "A-01", "F-75"];
const CREWS: [&str; 7] = ["north-1", "north-2", "lake-1", "lake-2", "alps-1", "rhine-1", "rhine-2"];
const INVOICE_TOPICS: [&str; 5] = ["amount", "due_date", "vat", "address", "double_charge"];
const CHANNELS: [&str; 3] = ["phone", "email", "web_form"];

/// One value of a touch's attributes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    Text(&'static str),
    Number(u32),
}

pub(crate) type Attribute = Option<(&'static str, Value)>;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Touch {
    pub(crate) silo: Silo,
    pub(crate) touchpoint: &'static str,
    pub(crate) channel: &'static str,
    pub(crate) started: i64,
    pub(crate) promised: Option<i64>,
    pub(crate) done: Option<i64>,
    pub(crate) outcome: Option<&'static str>,
    /// Number of the case among the customer's, where several touches belong together.
    pub(crate) case: Option<u16>,
    pub(crate) attributes: [Attribute; 2],
    /// Whether the help desk noted it on its second record of the customer.
    pub(crate) second_record: bool,
    /// Euro cents the customer paid for a visit beyond the plan.
    pub(crate) charge: Option<i64>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Remark {
    pub(crate) silo: Silo,
    pub(crate) at: i64,
    pub(crate) kind: &'static str,
    pub(crate) instrument: &'static str,
    pub(crate) score: Option<(u32, u32, u32)>,
    pub(crate) theme: Option<Theme>,
    pub(crate) touchpoint: Option<&'static str>,
    pub(crate) rating_source: Option<&'static str>,
    pub(crate) second_record: bool,
    /// What the wording is drawn from, and the days it may speak of.
    pub(crate) words: (u32, u32),
}

/// An aided answer: how satisfied, from `min` to `max`.
pub(crate) fn answer(
    at: i64,
    instrument: &'static str,
    score: (u32, u32, u32),
    touchpoint: Option<&'static str>,
) -> Remark {
    Remark {
        silo: Silo::Surveys,
        at,
        kind: "aided",
        instrument,
        score: Some(score),
        theme: None,
        touchpoint,
        rating_source: None,
        second_record: false,
        words: (0, 0),
    }
}

#[derive(Default)]
pub(crate) struct Story {
    pub(crate) touches: Vec<Touch>,
    pub(crate) remarks: Vec<Remark>,
    cases: u16,
}

struct Teller<'a> {
    company: &'a Company,
    profile: &'a Profile,
    story: &'a mut Story,
    dice: Dice,
    /// The last instant about which something may be known.
    now: i64,
}

impl Story {
    /// Writes the customer's story over what was here.
    pub(crate) fn fill(&mut self, company: &Company, profile: &Profile, contract: &Contract) {
        self.touches.clear();
        self.remarks.clear();
        self.cases = 0;
        let dice = Dice::new(company.sample.seed, profile.customer, Part::Story);
        let now = company.timeline.at(company.timeline.last, 86_399);
        let mut teller = Teller { company, profile, story: self, dice, now };
        for (place, spell) in contract.spells.iter().enumerate() {
            if place == 0 && contract.installation.is_some() {
                teller.installation(contract, spell);
            }
            teller.visits(contract, spell);
            teller.months(spell);
            teller.last_words(spell);
        }
    }
}

impl Teller<'_> {
    fn next_case(&mut self) -> u16 {
        self.story.cases += 1;
        self.story.cases
    }

    /// Notes a touch unless it lies beyond the last day; what is not yet done then stays open.
    fn touch(&mut self, mut touch: Touch) {
        if touch.started > self.now {
            return;
        }
        if touch.done.is_some_and(|done| done > self.now) {
            (touch.done, touch.outcome) = (None, None);
        }
        touch.second_record = touch.silo == Silo::HelpDesk && self.profile.twice_at_desk && self.dice.percent(45);
        self.story.touches.push(touch);
    }

    fn remark(&mut self, mut remark: Remark) {
        if remark.at <= self.now {
            remark.second_record = remark.silo == Silo::HelpDesk && self.profile.twice_at_desk && self.dice.percent(45);
            self.story.remarks.push(remark);
        }
    }

    fn says(
        &mut self,
        day: DayNumber,
        instrument: &'static str,
        theme: Theme,
        touchpoint: Option<&'static str>,
        days: i32,
    ) {
        let at = self.company.timeline.at_home(day, &mut self.dice);
        let words = (self.dice.word(), days.max(2) as u32);
        let theme = Some(theme);
        self.remark(Remark {
            silo: Silo::HelpDesk,
            kind: "unaided",
            theme,
            words,
            score: None,
            ..answer(at, instrument, (0, 0, 0), touchpoint)
        });
    }

    fn complains(&mut self, day: DayNumber, theme: Theme, touchpoint: Option<&'static str>, days: i32) {
        self.says(day, "complaint", theme, touchpoint, days);
    }

    /// A short survey after a visit, answered by some.
    fn satisfaction(&mut self, day: DayNumber, touchpoint: &'static str, pleased: bool, theme: (Theme, Theme)) {
        if !self.dice.percent(27) {
            return;
        }
        let weights = if pleased { [1, 3, 11, 38, 47] } else { [24, 31, 25, 14, 6] };
        let score = self.dice.weighted(&weights) as u32 + 1;
        let at = self.company.timeline.at_home(day + self.dice.between(1, 5), &mut self.dice);
        let spoken = self.dice.percent(42);
        let theme = spoken.then_some(if score >= 4 { theme.0 } else { theme.1 });
        let words = (self.dice.word(), self.dice.between(2, 9) as u32);
        self.remark(Remark { theme, words, ..answer(at, "csat", (score, 1, 5), Some(touchpoint)) });
    }

    fn visit(&mut self, touchpoint: &'static str, day: DayNumber, promised: DayNumber, done: DayNumber) -> Touch {
        let timeline = &self.company.timeline;
        Touch {
            silo: Silo::FieldService,
            touchpoint,
            channel: "visit",
            started: timeline.at_desk(day, &mut self.dice),
            promised: Some(timeline.close_of(promised)),
            done: Some(timeline.at_site(done, &mut self.dice)),
            outcome: Some("completed"),
            case: None,
            attributes: [Some(("crew", Value::Text(self.dice.pick(&CREWS)))), None],
            second_record: false,
            charge: None,
        }
    }

    fn installation(&mut self, contract: &Contract, spell: &Spell) {
        let Some(visit) = contract.installation else { return };
        let late = visit.is_late();
        let mut touch = self.visit("installation", visit.ordered, visit.promised, visit.done);
        touch.started = touch.started.min(self.company.timeline.at(visit.promised, 8 * 3_600));
        touch.case = Some(self.next_case());
        touch.attributes[1] = Some(("reschedules", Value::Number(if late { self.dice.below(3) + 1 } else { 0 })));
        let happened = spell.until > visit.done;
        if !happened && spell.ending.is_some() {
            (touch.done, touch.outcome) = (None, Some("called_off"));
        }
        self.touch(touch);
        if !happened {
            return;
        }
        self.satisfaction(visit.done, "installation", !late, (Theme::FriendlyFitter, Theme::LateInstallation));
        if late && self.dice.percent(32) {
            let days = visit.done - visit.promised;
            let day = visit.promised + self.dice.between(1, days.max(2));
            self.complains(day, Theme::LateInstallation, Some("installation"), days);
        }
    }

    /// The yearly visit, the renewal notice, and the survey every half year.
    fn visits(&mut self, contract: &Contract, spell: &Spell) {
        let timeline = &self.company.timeline;
        let offset = self.dice.between(60, 330);
        for year in 0.. {
            let due = timeline.plus_months(spell.from, 12 * year) + offset;
            if due >= spell.until {
                break;
            }
            let due = workday(due);
            let late = self.dice.percent(7);
            let done = if late { workday(due + self.dice.between(1, 12)) } else { due };
            let arranged = due - self.dice.between(14, 28);
            let mut touch = self.visit("maintenance_visit", arranged, due, done);
            touch.case = Some(self.next_case());
            self.touch(touch);
            self.satisfaction(done, "maintenance_visit", !late, (Theme::FriendlyFitter, Theme::NoShow));
        }
        for year in 1.. {
            let renewal = self.company.timeline.plus_months(spell.from, 12 * year);
            if renewal >= spell.until + 45 || renewal > self.company.timeline.last + 45 {
                break;
            }
            // Some are forgotten: a missed contact before the anniversary.
            if self.dice.percent(92) {
                self.letter("renewal_notice", workday(renewal - 45));
            }
        }
        let mut day = spell.from + self.dice.between(100, 150);
        while day < spell.until {
            self.invitation(contract, spell, workday(day));
            day += 182;
        }
    }

    fn letter(&mut self, touchpoint: &'static str, day: DayNumber) {
        let at = self.company.timeline.at(day, 7 * 3_600 + self.dice.between(0, 1_800));
        let channel = if self.profile.wants_mail { "email" } else { "letter" };
        self.touch(Touch {
            silo: Silo::Billing,
            touchpoint,
            channel,
            started: at,
            promised: None,
            done: Some(at),
            outcome: Some("sent"),
            case: None,
            attributes: [None, None],
            second_record: false,
            charge: None,
        });
    }

    fn invitation(&mut self, contract: &Contract, spell: &Spell, day: DayNumber) {
        let at = self.company.timeline.at(day, 9 * 3_600 + self.dice.between(0, 3_599));
        let answered = self.dice.percent(23);
        let wait = self.dice.between(1, 5);
        let answered_at = self.company.timeline.at_home(day + wait, &mut self.dice);
        self.touch(Touch {
            silo: Silo::Surveys,
            touchpoint: "survey_invitation",
            channel: "email",
            started: at,
            promised: None,
            done: answered.then_some(answered_at),
            outcome: Some(if answered { "answered" } else { "no_answer" }),
            case: None,
            attributes: [Some(("instrument", Value::Text("nps"))), None],
            second_record: false,
            charge: None,
        });
        if !answered {
            return;
        }
        let late = contract.installation.is_some_and(|visit| visit.is_late() && day < visit.done + 200);
        let leaving = spell.ending.is_some() && spell.until - day < 150;
        let low = u32::from(late) * 2 + u32::from(leaving) * 3;
        let score = [10, 9, 8, 7, 6, 5, 4, 3, 2, 0][self.dice.weighted(&[26, 22, 21, 12, 6, 6, 3, 2, 1, 1])];
        let score = u32::saturating_sub(score, low);
        let theme = match score {
            9.. => self.dice.pick(&[Theme::Praise, Theme::FriendlyFitter, Theme::Praise, Theme::AppPraise]),
            7..9 => self.dice.pick(&[Theme::Praise, Theme::Price, Theme::AppTrouble, Theme::FriendlyFitter]),
            _ if late => Theme::LateInstallation,
            _ => self.dice.pick(&[
                Theme::Price,
                Theme::NoCallBack,
                Theme::NoShow,
                Theme::WrongInvoice,
                Theme::AppTrouble,
            ]),
        };
        let theme = self.dice.percent(48).then_some(theme);
        let words = (self.dice.word(), self.dice.between(3, 14) as u32);
        self.remark(Remark { theme, words, ..answer(answered_at, "nps", (score, 0, 10), None) });
    }

    /// What may happen in any month: faults, questions about invoices, complaints out of the blue.
    fn months(&mut self, spell: &Spell) {
        let (first, last) = (self.company.timeline.month(spell.from), self.company.timeline.month(spell.until - 1));
        for month in first..=last {
            let start = self.company.timeline.start(month);
            let day = start + self.dice.between(0, 27);
            if day < spell.from || day >= spell.until {
                continue;
            }
            let units = if self.profile.segment == Segment::Private { 10 } else { 10 + self.profile.units.min(12) * 2 };
            let faults = FAULTS[self.company.timeline.month_of_year(day) - 1] * units / 10;
            let after_rise = (PRICE_RISE_MONTH..PRICE_RISE_MONTH + 3).contains(&month);
            let questions = if after_rise { 5_000 } else { 2_400 };
            let mut roll = self.dice.below(100_000);
            let mut falls = |weight: u32| {
                let hit = roll < weight;
                roll = roll.wrapping_sub(weight);
                hit
            };
            if falls(faults) {
                self.fault(day, spell.plan);
            } else if falls(questions) {
                self.question(day);
            } else if falls(if after_rise { 900 } else { 60 }) {
                let theme = if after_rise { Theme::PriceRise } else { Theme::Price };
                self.complains(day, theme, None, 3);
            } else if falls(130) {
                let theme = self.dice.pick(&[Theme::AppTrouble, Theme::WrongInvoice, Theme::Noise, Theme::NoShow]);
                self.complains(day, theme, None, 3);
            }
            if month == PRICE_RISE_MONTH - 1 {
                self.letter("price_letter", workday(start + 2).max(spell.from));
            }
        }
    }

    /// A fault goes from the help desk to field service: one case, two silos, sometimes two visits.
    fn fault(&mut self, day: DayNumber, plan: Plan) {
        let timeline = &self.company.timeline;
        let case = Some(self.next_case());
        let channel = self.dice.pick(&CHANNELS);
        let started = timeline.at_desk(day, &mut self.dice);
        let done = started + i64::from(self.dice.between(4, 35)) * 60_000_000;
        let code = Some(("fault", Value::Text(self.dice.pick(&FAULT_CODES))));
        self.touch(Touch {
            silo: Silo::HelpDesk,
            touchpoint: "fault_report",
            channel,
            started,
            promised: None,
            done: Some(done),
            outcome: Some("handed_over"),
            case,
            attributes: [code, None],
            second_record: false,
            charge: None,
        });
        if self.dice.percent(46) {
            self.says(day, "ticket", Theme::ColdHome, Some("fault_report"), 2);
        }
        let winter = matches!(timeline.month_of_year(day), 11..=12 | 1..=2);
        let reported = workday(day);
        let promised = plus_workdays(reported, if plan == Plan::Premium { 1 } else { 2 });
        let late = self.dice.percent(if winter { 20 } else { 11 });
        let visited = if late {
            plus_workdays(promised, self.dice.between(1, 4))
        } else {
            promised - i32::from(self.dice.percent(35))
        };
        let visited = visited.max(reported + 1);
        let again = self.dice.percent(10);
        let mut visit = self.visit("repair_visit", day, promised, visited);
        visit.started = done;
        visit.case = case;
        visit.attributes[1] = code;
        visit.outcome = Some(if again { "part_missing" } else { "fixed" });
        visit.charge = (plan == Plan::Basic && self.dice.percent(70))
            .then(|| i64::from(self.dice.pick(&[8_900, 11_850, 12_900, 14_990, 18_740, 21_990, 26_480, 34_900])));
        self.touch(visit);
        if again {
            let second = plus_workdays(visited, self.dice.between(2, 6));
            let mut visit = self.visit("repair_visit", visited, plus_workdays(workday(visited), 4), second);
            visit.started = self.company.timeline.at(workday(visited), 17 * 3_600 + 1_800);
            visit.case = case;
            visit.attributes[1] = code;
            visit.outcome = Some("fixed");
            self.touch(visit);
        }
        self.satisfaction(visited, "repair_visit", !late && !again, (Theme::FriendlyFitter, Theme::NoShow));
        if late && self.dice.percent(16) {
            self.complains(visited, Theme::NoShow, Some("repair_visit"), visited - day);
        }
    }

    /// A question about an invoice; most need a call back, promised from the month of the promise on.
    fn question(&mut self, day: DayNumber) {
        let timeline = &self.company.timeline;
        let (case, channel) = (Some(self.next_case()), self.dice.pick(&CHANNELS));
        let started = timeline.at_desk(day, &mut self.dice);
        let done = started + i64::from(self.dice.between(3, 20)) * 60_000_000;
        let needs_call = self.dice.percent(64);
        let topic = Some(("topic", Value::Text(self.dice.pick(&INVOICE_TOPICS))));
        let question = Touch {
            silo: Silo::HelpDesk,
            touchpoint: "invoice_question",
            channel,
            started,
            promised: None,
            done: Some(done),
            outcome: Some(if needs_call { "call_back_agreed" } else { "answered" }),
            case,
            attributes: [topic, None],
            second_record: false,
            charge: None,
        };
        self.touch(question);
        if self.dice.percent(35) {
            self.says(day, "ticket", Theme::WrongInvoice, Some("invoice_question"), 2);
        }
        if !needs_call {
            return;
        }
        let asked_on = workday(day);
        let promise = asked_on >= self.company.call_back_promise;
        let weights = if promise { [38, 50, 9, 3] } else { [18, 27, 45, 10] };
        let speed = self.dice.weighted(&weights);
        let called = match speed {
            0 => Some(asked_on + 1),
            1 => Some(plus_workdays(asked_on, 1)),
            2 => Some(plus_workdays(asked_on, self.dice.between(3, 9))),
            _ => None,
        };
        let called_at = called.map(|called| timeline.at_desk(workday(called), &mut self.dice));
        self.touch(Touch {
            touchpoint: "call_back",
            channel: "phone",
            started: done,
            promised: promise.then(|| self.company.timeline.close_of(plus_workdays(asked_on, 1))),
            done: called_at,
            outcome: called_at.map(|_| "called"),
            attributes: [topic, None],
            ..question
        });
        let waited = called.map_or(12, |called| called - day);
        if speed >= 2 && self.dice.percent(36) {
            let day = asked_on + self.dice.between(2, waited.max(3));
            self.complains(day, Theme::NoCallBack, Some("call_back"), waited);
        }
    }

    /// Those who leave over price or service often said so before.
    fn last_words(&mut self, spell: &Spell) {
        let Some(ending) = spell.ending else { return };
        let theme = match ending.cause {
            Cause::Price => Theme::Price,
            Cause::PriceRise => Theme::PriceRise,
            Cause::LateInstallation => Theme::LateInstallation,
            Cause::NoCallBack => Theme::NoCallBack,
            Cause::Service => Theme::NoShow,
            Cause::Quality => Theme::Noise,
            _ => return,
        };
        let day = ending.cancelled_on - self.dice.between(2, 40);
        if day > spell.from && self.dice.percent(36) {
            self.complains(day, theme, None, 6);
        }
    }
}
