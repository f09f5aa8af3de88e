//! What customers write: sentences of varied wording that fit a theme, put together from an opening, a matter and a close.

use crate::names::Name;

/// What a text is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    LateInstallation,
    NoCallBack,
    NoShow,
    Price,
    PriceRise,
    WrongInvoice,
    ColdHome,
    Noise,
    AppTrouble,
    AppPraise,
    FriendlyFitter,
    Praise,
    GoodProduct,
    BadProduct,
    LateDelivery,
    Walkthrough,
}

type Parts = (&'static [&'static str], &'static [&'static str], &'static [&'static str]);

const UPSET: &[&str] = &[
    "Dear team, ",
    "Hello, ",
    "",
    "",
    "I am really disappointed. ",
    "To whom it may concern: ",
    "I have been a customer for a while. ",
    "Good morning, ",
    "This is the second time I write. ",
    "Honestly, ",
];
const UPSET_CLOSE: &[&str] = &[
    "",
    "",
    " Please get in touch.",
    " Is that how you treat customers in {town}?",
    " I expect a solution this week.",
    " I am thinking about leaving.",
    " Regards, {name}",
    " Very annoying.",
    " What happens now?",
    " My neighbours hear about it too.",
    " You reach me on 0151 555 0{phone}.",
];
const PLAIN: &[&str] = &["", "", "Hi, ", "Hello, ", "Good evening, ", "Short question: ", "Hello from {town}, "];
const PLAIN_CLOSE: &[&str] =
    &["", "", " Thank you.", " Kind regards, {name}", " Thanks in advance!", " Please let me know."];
const PLEASED: &[&str] = &["", "", "", "Top! ", "Very happy. ", "What can I say: ", "Just a quick note: "];
const PLEASED_CLOSE: &[&str] = &[
    "",
    "",
    " Keep it up.",
    " Gladly again.",
    " Thank you from {town}!",
    " I have told my neighbours.",
    " Five stars.",
];

impl Theme {
    #[expect(clippy::too_many_lines, reason = "a list of sentences")]
    fn parts(self) -> Parts {
        let matter: &[&str] = match self {
            Self::LateInstallation => &[
                "the installation was promised for last week and nobody came, we are {days} days late now.",
                "your fitters moved our installation date again. {days} days of waiting and no word from you.",
                "I took a day off for the installation and then waited {days} more days for it.",
                "the system was installed {days} days after the date in the contract.",
                "first the salesman promised a quick start, then the installation slipped by {days} days.",
                "we sat in a cold house because the thermostats were fitted {days} days too late.",
                "the installation date was cancelled by text message the evening before, the new one is {days} days later.",
                "still no installation. The agreed date has passed {days} days ago.",
            ],
            Self::NoCallBack => &[
                "you said somebody would call me back, that was {days} days ago.",
                "I asked for a call back about my invoice and never got one.",
                "three times I was told that a colleague would ring. Nobody did.",
                "after {days} days I still wait for the promised call.",
                "nobody calls back at your place, I had to ring again and explain everything from the start.",
                "the hotline promised a call the next day. It took {days} days.",
                "is it so hard to return a phone call? I left my number twice.",
            ],
            Self::NoShow => &[
                "the technician did not turn up on the agreed day.",
                "we waited from eight to five and no technician came.",
                "the repair took {days} days, in the middle of a cold week.",
                "your fitter came without the right part and had to come again.",
                "the appointment was missed and nobody told us beforehand.",
                "second visit for the same fault and the heating still fails.",
            ],
            Self::Price => &[
                "the plan has become too expensive for what we get.",
                "a friend pays a third less with another company.",
                "good service, but the monthly price is high for a small flat.",
                "I do not see what the monthly fee is for when nothing breaks.",
                "call-out costs on top of the plan are hard to understand.",
                "we have to save, and your price is the first thing we look at.",
            ],
            Self::PriceRise => &[
                "eight per cent more from one month to the next is too much.",
                "your letter about the new prices gives no reason at all.",
                "the price rise came without any better service.",
                "I signed for the old price and now you raise it in the middle of the contract.",
                "first late, now dearer. I do not accept the price increase.",
                "I was not told about the new price before it was taken from my account.",
                "if the price goes up again I am gone.",
            ],
            Self::WrongInvoice => &[
                "my invoice shows an amount I cannot explain.",
                "I was charged twice for the same visit.",
                "the invoice still has our old address.",
                "there is no VAT shown on the last invoice.",
                "you took the money before the date on the invoice.",
                "the discount we agreed on is missing on the bill.",
            ],
            Self::ColdHome => &[
                "the heating has been cold since this morning, the display shows a fault.",
                "no hot water since last night.",
                "the boiler starts and stops every few minutes.",
                "the pressure keeps falling although I refill it.",
                "radiators upstairs stay cold, downstairs they are fine.",
                "the burner locks out and only starts after a reset.",
                "we have a small child and no heating, please come soon.",
            ],
            Self::Noise => &[
                "the heat pump hums so loudly that we cannot sleep.",
                "since the service visit the pump makes a grinding noise.",
                "the outdoor unit rattles and the neighbours complain.",
                "the new thermostats click all night.",
                "the boiler has failed three times since it was new.",
            ],
            Self::AppTrouble => &[
                "the app logs me out every day.",
                "the portal shows the wrong temperature since the update.",
                "I cannot book a visit in the app, the button does nothing.",
                "the app loses the connection to the thermostat.",
                "my password reset mail never arrives.",
            ],
            Self::AppPraise => &[
                "the app shows at once what the heating does.",
                "booking the yearly visit in the app took one minute.",
                "I like the monthly overview in the portal.",
            ],
            Self::FriendlyFitter => &[
                "the fitter was on time, friendly and left everything clean.",
                "your technician explained the settings with patience.",
                "quick, tidy and polite, as it should be.",
                "the two young men knew what they were doing.",
                "the repair was done in half an hour.",
                "he even looked at the old radiator without being asked.",
            ],
            Self::Praise => &[
                "everything works, I never have to think about the heating.",
                "reliable for years, I recommend you to anybody.",
                "help came on a Saturday when we needed it.",
                "fair, clear and always reachable.",
                "good advice instead of a sales talk.",
                "the yearly visit is well organised.",
            ],
            Self::GoodProduct => &[
                "fits perfectly and was easy to mount.",
                "exactly the part I needed, well packed.",
                "good quality for the price, arrived in {days} days.",
                "works as described, instructions are clear.",
                "second order, again no complaints.",
            ],
            Self::BadProduct => &[
                "the part does not fit although the shop said it would.",
                "broke after {days} days.",
                "a screw was missing and the manual is only in French.",
                "looks cheaper than in the picture.",
                "the thermostat was used, somebody had opened the box.",
            ],
            Self::LateDelivery => &[
                "delivery came {days} days late and without notice.",
                "the parcel stood in the rain, {days} days after the promised date.",
                "I was told three days and waited more than a week.",
                "the driver never rang and took the parcel back to the depot.",
            ],
            Self::Walkthrough => &[
                "I tried to sign up for a plan as a new customer: {days} forms, and my address asked for twice.",
                "I rang our own help desk about an invoice and waited {days} minutes before anybody answered.",
                "I ordered a thermostat in our shop and could not find out when it would arrive.",
                "I rode along to an installation: the crew had the wrong address and lost {days}0 minutes.",
                "I tried to cancel a plan. The letter I got back did not thank me for my years with us.",
                "I read a first invoice as a customer would and did not understand line {days}.",
            ],
        };
        match self {
            Self::LateInstallation | Self::NoCallBack | Self::NoShow | Self::PriceRise | Self::LateDelivery => {
                (UPSET, matter, UPSET_CLOSE)
            }
            Self::Price | Self::Noise | Self::AppTrouble | Self::BadProduct => (UPSET, matter, PLAIN_CLOSE),
            Self::WrongInvoice | Self::ColdHome => (PLAIN, matter, PLAIN_CLOSE),
            Self::AppPraise | Self::FriendlyFitter | Self::Praise | Self::GoodProduct => {
                (PLEASED, matter, PLEASED_CLOSE)
            }
            Self::Walkthrough => (&[""], matter, &["", " We should fix that.", " I was surprised."]),
        }
    }

    /// Appends a text; `words` chooses the wording, `days` is a number it may speak of.
    pub(crate) fn push(self, out: &mut String, (words, days): (u32, u32), town: &str, name: Option<Name>) {
        let (openings, matters, closes) = self.parts();
        let of = |list: &'static [&'static str], part: u32| list[part as usize % list.len()];
        let (opening, matter, close) =
            (of(openings, words & 0xFF), of(matters, words >> 8 & 0xFFF), of(closes, words >> 20));
        let start = out.len();
        for part in [opening, matter, close] {
            let capital = out.len() == start || out[start..].trim_end().ends_with(['.', '!']);
            let mut rest = part;
            if capital && let Some(first) = part.chars().next().filter(char::is_ascii_lowercase) {
                out.push(first.to_ascii_uppercase());
                rest = &part[1..];
            }
            while let Some((before, after)) = rest.split_once('{') {
                let (slot, after) = after.split_once('}').unwrap_or((after, ""));
                out.push_str(before);
                match slot {
                    "days" => super::silo::push_number(out, u64::from(days), 1),
                    "phone" => super::silo::push_number(out, u64::from(words % 1_000), 3),
                    "town" => out.push_str(town),
                    _ => out.push_str(name.map_or("a customer", Name::last_name)),
                }
                rest = after;
            }
            out.push_str(rest);
        }
    }
}
