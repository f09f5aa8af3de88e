//! Question: how does a text of this name read in this language, for this company?

use bellwether_model::{Currency, Day, Grain};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::locale;

use crate::names::{column_name, grain_name};

/// What pages, papers and letters say, and why something could not be done.
const ENGLISH: [&str; 10] = [
    include_str!("locales/names.en.ftl"),
    include_str!("locales/growth.en.ftl"),
    include_str!("locales/journey.en.ftl"),
    include_str!("locales/contacts.en.ftl"),
    include_str!("locales/company.en.ftl"),
    include_str!("locales/import.en.ftl"),
    include_str!("locales/columns.en.ftl"),
    include_str!("locales/look.en.ftl"),
    include_str!("locales/start.en.ftl"),
    include_str!("locales/failures.en.ftl"),
];
/// The same, and what parts of Bellwether that speak English alone say of what went wrong.
const GERMAN: [&str; 11] = [
    include_str!("locales/names.de.ftl"),
    include_str!("locales/growth.de.ftl"),
    include_str!("locales/journey.de.ftl"),
    include_str!("locales/contacts.de.ftl"),
    include_str!("locales/company.de.ftl"),
    include_str!("locales/import.de.ftl"),
    include_str!("locales/columns.de.ftl"),
    include_str!("locales/look.de.ftl"),
    include_str!("locales/start.de.ftl"),
    include_str!("locales/failures.de.ftl"),
    include_str!("locales/errors.de.ftl"),
];

/// The languages there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English, in which the terminal and the API speak.
    #[default]
    English,
    /// German.
    German,
}

/// The texts and numbers of one language.
pub struct Language {
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
    numbers: Option<DecimalFormatter>,
    /// What one customer is called, and more than one, where the company has no word of its own.
    noun: String,
    nouns: String,
}

impl Locale {
    /// The language's code, as browsers know it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The language of a code such as `de-AT`.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', ';']).next().unwrap_or_default();
        [Self::English, Self::German].into_iter().find(|locale| primary.eq_ignore_ascii_case(locale.code()))
    }

    /// The first language that a browser asks for and that is there.
    pub fn accepted(asked: &str) -> Option<Self> {
        asked.split(',').find_map(Self::of_code)
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::English => Self::German,
            Self::German => Self::English,
        }
    }
}

/// The texts of one language for one company: its noun and its currency are filled in.
#[derive(Clone, Copy)]
pub struct Words<'l> {
    language: &'l Language,
    noun: &'l str,
    nouns: &'l str,
    currency: Currency,
}

impl Language {
    /// The texts of a language, read once.
    #[must_use]
    pub fn new(locale: Locale) -> Self {
        let (sources, tag) = match locale {
            Locale::English => (ENGLISH.as_slice(), locale!("en")),
            Locale::German => (GERMAN.as_slice(), locale!("de")),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![locale.code().parse().unwrap_or_default()]);
        // Marks of direction between words and figures are for mixed scripts; in a title they would be seen.
        bundle.set_use_isolating(false);
        // A text that does not parse is left out and then shown by its name; a test reads them all.
        for source in sources {
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(parsed, _)| parsed);
            let _ = bundle.add_resource(resource);
        }
        let numbers = DecimalFormatter::try_new(tag.into(), DecimalFormatterOptions::default()).ok();
        let mut language = Self { locale, bundle, numbers, noun: String::new(), nouns: String::new() };
        language.noun = language.with_noun(("", ""), Currency::EUR).say("default-noun");
        language.nouns = language.with_noun(("", ""), Currency::EUR).say("default-nouns");
        language
    }

    /// A number as the language writes it, with a true minus; `places` digits stand behind the decimal sign.
    fn number(&self, digits: i128, places: u8) -> String {
        let mut decimal = Decimal::from(digits);
        decimal.multiply_pow10(-i16::from(places));
        let written = match &self.numbers {
            Some(numbers) => numbers.format(&decimal).to_string(),
            None => decimal.to_string(),
        };
        written.replace('-', "\u{2212}")
    }

    /// The texts for a company of which only the noun (one and many) and the currency are at hand.
    pub fn with_noun<'l>(&'l self, (noun, nouns): (&'l str, &'l str), currency: Currency) -> Words<'l> {
        let is_usual = (noun, nouns) == ("customer", "customers");
        let (noun, nouns) = if is_usual { (self.noun.as_str(), self.nouns.as_str()) } else { (noun, nouns) };
        Words { language: self, noun, nouns, currency }
    }

    /// The texts where no company is known.
    pub fn alone(&self) -> Words<'_> {
        self.with_noun(("customer", "customers"), Currency::EUR)
    }
}

impl Words<'_> {
    /// The language.
    #[must_use]
    pub fn locale(self) -> Locale {
        self.language.locale
    }

    /// The code of a language, where it is not this one: for a part of a page that speaks it.
    #[must_use]
    pub fn lang_of(self, locale: Locale) -> Option<&'static str> {
        (locale != self.locale()).then(|| locale.code())
    }

    /// The text of this name.
    #[must_use]
    pub fn say(self, name: &str) -> String {
        self.with(name, &[])
    }

    /// The text of this name with figures or words filled in.
    #[must_use]
    pub fn with(self, name: &str, given: &[(&str, &str)]) -> String {
        self.counting(name, 0, given)
    }

    /// The text of this name in the form for `count` things, `$count` being the number as people read it.
    #[must_use]
    pub fn counting(self, name: &str, count: i64, given: &[(&str, &str)]) -> String {
        self.known(name, None, count, given).unwrap_or_else(|| name.to_owned())
    }

    /// Whether the language has a text of this name.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        self.language.bundle.has_message(name)
    }

    /// The text of this name, or what hangs on it, if the language has it.
    pub(crate) fn known(
        self,
        name: &str,
        attribute: Option<&str>,
        count: i64,
        given: &[(&str, &str)],
    ) -> Option<String> {
        let message = self.language.bundle.get_message(name)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(attribute) => message.get_attribute(attribute)?.value(),
        };
        let mut arguments = FluentArgs::new();
        arguments.set("number", FluentValue::from(count));
        arguments.set("count", FluentValue::from(self.whole(count)));
        arguments.set("noun", FluentValue::from(self.noun));
        arguments.set("nouns", FluentValue::from(self.nouns));
        arguments.set("Noun", FluentValue::from(capitalised(self.noun)));
        arguments.set("Nouns", FluentValue::from(self.nouns_first()));
        for (name, value) in given {
            arguments.set(*name, FluentValue::from(*value));
        }
        let mut missing = Vec::new();
        let told = self.language.bundle.format_pattern(pattern, Some(&arguments), &mut missing).into_owned();
        debug_assert!(missing.is_empty(), "{name}: {missing:?}");
        Some(told)
    }

    /// `1 customer`, `2 customers`, with the company's noun.
    #[must_use]
    pub fn customers(self, count: i64) -> String {
        format!("{} {}", self.whole(count), if count.abs() == 1 { self.noun } else { self.nouns })
    }

    /// The company's noun for more than one, to begin a heading with.
    #[must_use]
    pub fn nouns_first(self) -> String {
        capitalised(self.nouns)
    }

    /// A whole number with a true minus.
    #[must_use]
    pub fn whole(self, number: i64) -> String {
        self.language.number(number.into(), 0)
    }

    /// A number to one decimal.
    #[must_use]
    pub fn decimal(self, number: f64) -> String {
        self.language.number((number * 10.0).round() as i128, 1)
    }

    /// Money with its currency, to the minor unit.
    #[must_use]
    pub fn money(self, minor: i128) -> String {
        format!("{}\u{a0}{}", self.currency.code(), self.amount(minor))
    }

    /// Money without its currency, for columns that name it in their heading.
    #[must_use]
    pub fn amount(self, minor: i128) -> String {
        self.language.number(minor, self.currency.exponent() as u8)
    }

    /// Money of any currency, with its code.
    #[must_use]
    pub fn money_of(self, minor: i128, currency: Currency) -> String {
        format!("{}\u{a0}{}", currency.code(), self.language.number(minor, currency.exponent() as u8))
    }

    /// The minor units of an amount as people of the language write it: whole, with marks of its thousands or without, and with no more places
    /// than the currency has. Nothing where it could be meant in another way.
    #[must_use]
    pub fn read_amount(self, text: &str) -> Option<i64> {
        let (thousands, point) = match self.locale() {
            Locale::English => (',', '.'),
            Locale::German => ('.', ','),
        };
        let text = text.trim().replace('\u{2212}', "-");
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
        let (whole, places) = digits.split_once(point).unwrap_or((digits, "0"));
        let groups: Vec<&str> = whole.split(thousands).collect();
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
        let is_whole = match groups[..] {
            [whole] => is_digits(whole),
            [first, ref others @ ..] => {
                first.len() <= 3 && !first.starts_with('0') && others.iter().all(|group| group.len() == 3)
            }
            [] => false,
        };
        if !is_whole || !groups.iter().all(|group| is_digits(group)) || !is_digits(places) {
            return None;
        }
        self.currency.minor(&format!("{sign}{}.{places}", groups.concat())).ok()
    }

    /// Money rounded to whole major units, half away from zero, for where its cents stand beside it in a table.
    #[must_use]
    pub fn rounded(self, minor: i128) -> String {
        let unit = 10i128.pow(self.currency.exponent());
        let half = unit / 2 * minor.signum();
        self.language.number((minor + half) / unit, 0)
    }

    /// A share of the whole, to the percent.
    #[must_use]
    pub fn percent(self, share: f64) -> String {
        self.with("percent", &[("number", &self.whole((share * 100.0).round() as i64))])
    }

    /// A mark of a money axis in whole major units.
    #[must_use]
    pub fn axis_mark(self, minor: f64) -> String {
        self.rounded(minor.round() as i128)
    }

    /// The currency's code.
    #[must_use]
    pub fn currency(self) -> String {
        self.currency.code().to_owned()
    }

    /// A number with its sign, also a plus.
    #[must_use]
    pub fn signed(self, number: i64) -> String {
        if number > 0 { format!("+{}", self.whole(number)) } else { self.whole(number) }
    }

    /// Money with its sign, also a plus, without its currency.
    #[must_use]
    pub fn signed_amount(self, minor: i128) -> String {
        if minor > 0 { format!("+{}", self.amount(minor)) } else { self.amount(minor) }
    }

    /// A day, in full.
    #[must_use]
    pub fn day(self, day: Day) -> String {
        let date = day.date();
        let month = self.say(&format!("month-{}", date.month()));
        self.with("day", &[("day", &date.day().to_string()), ("month", &month), ("year", &date.year().to_string())])
    }

    /// A moment, in UTC: `5 September 2026, 08:00 UTC`.
    #[must_use]
    pub fn moment(self, at: Timestamp) -> String {
        let at = at.to_zoned(TimeZone::UTC);
        let day = self.day(Day::from_date(at.date()));
        self.with("moment", &[("day", &day), ("time", &at.strftime("%H:%M").to_string())])
    }

    /// A period as people say it: `August 2026` for `2026-08`, `Q3 2026` for `2026-Q3`; its parts are not torn apart.
    #[must_use]
    pub fn period(self, grain: Grain, label: &str) -> String {
        // Of several that are told as one.
        if let Some((first, last)) = label.split_once('/') {
            return format!("{} – {}", self.period(grain, first), self.period(grain, last));
        }
        let said = match (grain, label.split_once('-')) {
            (Grain::Day | Grain::Week, _) => label.parse().ok().map(|day| {
                let day = self.day(day);
                if grain == Grain::Week { self.with("week-of", &[("day", &day)]) } else { day }
            }),
            (Grain::Month, Some((year, month))) => {
                month.parse::<u8>().ok().map(|month| format!("{} {year}", self.say(&format!("month-{month}"))))
            }
            (Grain::Quarter | Grain::FiscalQuarter, Some((year, quarter))) => Some(format!("{quarter} {year}")),
            _ => None,
        };
        said.unwrap_or_else(|| label.to_owned()).replace(' ', "\u{a0}")
    }

    /// The name of the text that says what a column of a table of facts holds: in this table, or else in any.
    #[must_use]
    pub fn column_about(self, fact: &str, column: &str) -> String {
        let own = format!("{}-about", column_name(&format!("{fact}-{column}")));
        if self.has(&own) { own } else { format!("{}-about", column_name(column)) }
    }

    /// What a grain is called.
    #[must_use]
    pub fn grain(self, grain: Grain) -> String {
        self.say(&grain_name(grain))
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Message, message};
    use crate::names::called;

    #[test]
    fn money_is_rounded_to_the_unit_of_its_currency_and_never_loses_a_digit() {
        let language = Language::new(Locale::English);
        let rounded = |code: &str, minor: i128| {
            language.with_noun(("customer", "customers"), code.parse().expect("a currency")).rounded(minor)
        };
        let euros = [0, 49, 50, 149, 150, -49, -50, -151].map(|minor| rounded("EUR", minor));
        assert_eq!(euros, ["0", "0", "1", "1", "2", "0", "\u{2212}1", "\u{2212}2"]);
        assert_eq!((rounded("JPY", -1_234), rounded("KWD", 1_500)), ("\u{2212}1,234".into(), "2".into()));
        // More digits than a floating-point number holds.
        assert_eq!(rounded("EUR", 900_719_925_474_099_301), "9,007,199,254,740,993");
    }

    #[test]
    fn numbers_and_days_are_written_as_the_language_does() {
        let german = Language::new(Locale::German);
        let words = german.with_noun(("customer", "customers"), Currency::EUR);
        assert_eq!(words.money(-144_768_212), "EUR\u{a0}\u{2212}1.447.682,12");
        assert_eq!((words.customers(1), words.customers(1_200)), ("1 Kunde".into(), "1.200 Kunden".into()));
        assert_eq!(words.day(Day::from_date(jiff::civil::date(2026, 9, 5))), "5. September 2026");
        let donors = german.with_noun(("Spender", "Spender"), Currency::EUR);
        assert_eq!(donors.customers(2), "2 Spender");
        let english = Language::new(Locale::English);
        let words = english.with_noun(("customer", "customers"), "KWD".parse().expect("a currency"));
        assert_eq!((words.amount(1_234_567), words.amount(5)), ("1,234.567".into(), "0.005".into()));
        assert_eq!(words.amount(i128::MAX).replace([',', '.'], ""), i128::MAX.to_string());
    }

    #[test]
    fn an_amount_that_was_written_is_read_again_and_what_could_mean_another_is_not() {
        for (locale, code) in
            [Locale::English, Locale::German].into_iter().flat_map(|it| ["EUR", "JPY", "KWD"].map(|code| (it, code)))
        {
            let language = Language::new(locale);
            let words = language.with_noun(("customer", "customers"), code.parse().expect("a currency"));
            for minor in [0, 5, 99, 100, 1_000, 123_456, -123_456, 1_000_000, 9_999_999_999_999_999] {
                assert_eq!(
                    words.read_amount(&words.amount(minor.into())),
                    Some(minor),
                    "{}",
                    words.amount(minor.into())
                );
            }
        }
        let (english, german) = (Language::new(Locale::English), Language::new(Locale::German));
        let read = |text: &str| {
            [&english, &german]
                .map(|language| language.with_noun(("customer", "customers"), Currency::EUR).read_amount(text))
        };
        assert_eq!(read("1000"), [Some(100_000), Some(100_000)]);
        assert_eq!([read("1,000"), read("1.000")], [[Some(100_000), Some(100)], [Some(100), Some(100_000)]]);
        assert_eq!([read(" 1,000.50 "), read("1.000,50")], [[Some(100_050), None], [None, Some(100_050)]]);
        for neither in ["", "many", "1,00,00", "12.345.67", "1.005.5", "-", "1e3", "1 000", ".5", "5.", "0.001,5"] {
            assert_eq!(read(neither), [None, None], "{neither}");
        }
    }

    #[test]
    fn a_browser_is_answered_in_the_first_of_its_languages_that_is_there() {
        use Locale::{English, German};
        let accepted = ["de-AT,de;q=0.9,en;q=0.8", "fr-FR,fr;q=0.9,de;q=0.7", "fr", "", "EN-us"].map(Locale::accepted);
        assert_eq!(accepted, [Some(German), Some(German), None, None, Some(English)]);
    }

    #[test]
    fn all_texts_of_all_languages_can_be_read() {
        for source in ENGLISH.iter().chain(&GERMAN) {
            let read = FluentResource::try_new((*source).to_owned());
            assert!(read.is_ok(), "{:?}", read.err().map(|(_, errors)| errors));
        }
    }

    #[test]
    fn what_went_wrong_is_told_in_the_language_of_who_reads_it() {
        let german = Language::new(Locale::German);
        let day = |month: i8| Day::from_date(jiff::civil::date(2026, month, 1));
        let failure = message("failure-too-early").day("day", day(1)).day("first", day(2)).day("latest", day(3));
        assert_eq!(failure.english(), "there are no facts on or before 1 January 2026");
        assert_eq!(failure.told(german.alone()), "Bis einschließlich 1. Januar 2026 ist nichts bekannt");
        let hint = failure.hint(german.alone());
        assert_eq!(hint.as_deref(), Some("Der erste Fakt ist vom 1. Februar 2026, der neueste vom 1. März 2026"));
        let of_a_definition = message("error-empty-noun").naming("definition", called("customer_noun"));
        let of_a_definition = of_a_definition.in_english("the policy's customer_noun is empty".to_owned());
        assert_eq!(of_a_definition.english(), "the policy's customer_noun is empty");
        assert!(of_a_definition.told(german.alone()).starts_with("„Wort für einen Kunden“ ist leer"));
        let plain = Message::from("disk on fire");
        assert_eq!((plain.told(german.alone()), plain.lang(german.alone())), ("disk on fire".to_owned(), Some("en")));
        assert_eq!((failure.lang(german.alone()), plain.lang(Language::new(Locale::English).alone())), (None, None));
    }

    #[test]
    fn on_a_page_what_went_wrong_is_told_in_sentences_that_leave_names_as_they_are() {
        let english = Language::new(Locale::English);
        let words = english.alone();
        let sentences = |said: Message| said.sentences(words);
        assert_eq!(
            sentences(message("failure-no-page").advised("go back".to_owned())),
            "There is no such page. Go back."
        );
        let of_a_file = message("error-io").with("file", "orders").with("why", "gone");
        assert_eq!(
            sentences(of_a_file.in_english("orders cannot be read: gone\n".to_owned())),
            "orders cannot be read: gone."
        );
        let of_nobody = sentences(message("failure-no-customer").with("customer", "n"));
        assert!(of_nobody.starts_with("No customer 'n' is known."), "{of_nobody}");
        let plain =
            ["shop.csv is empty", "choose a, b, …", "Ends. Here!", "é is a letter"].map(|text| sentences(text.into()));
        assert_eq!(plain, ["shop.csv is empty.", "Choose a, b, …", "Ends. Here!", "é is a letter."]);
    }
}
