//! How many months are an interval, by the words that people and programs have for it?

use rust_decimal::Decimal;

use super::names::words;

/// Units of time in twelfths and fractions of a year: the months of one, as a fraction, and its words.
const UNITS: [(i64, i64, &str); 6] = [
    (12, 365, "day days d tag tage jour jours dia dias día días dag dagen giorno giorni dzien dzień dni"),
    (
        12,
        52,
        "week weeks wk wks w woche wochen semaine semaines semana semanas weken settimana settimane tydzien tydzień tygodnie tygodni",
    ),
    (
        1,
        1,
        "month months mo mos m monat monate monats mois mes meses maand maanden mnd mese mesi miesiac miesiąc miesiace miesiące miesiecy miesięcy",
    ),
    (
        3,
        1,
        "quarter quarters q quartal quartale trimestre trimestres trimestri kwartaal kwartalen kwartal kwartał kwartaly kwartały",
    ),
    (6, 1, "halfyear halfyears semester semestre semestres semestri halbjahr halbjahre halfjaar polrocze półrocze"),
    (
        12,
        1,
        "year years yr yrs y annum jahr jahre jahrs an ans année annee années annees año años ano anos jaar jaren anno anni rok lata lat",
    ),
];
/// Words for the time between two bills: its months, as a fraction, and the words.
const INTERVALS: [(i64, i64, &str); 10] = [
    (
        12,
        365,
        "daily taeglich quotidien quotidienne journalier journalière diario diaria diariamente dagelijks giornaliero quotidiano dziennie codziennie",
    ),
    (
        12,
        52,
        "weekly woechentlich hebdomadaire semanal semanalmente wekelijks settimanale tygodniowo tygodniowy cotygodniowo",
    ),
    (24, 52, "fortnightly biweekly fortnight everytwoweeks zweiwoechentlich vierzehntaeglich"),
    (48, 52, "fourweekly everyfourweeks vierwoechentlich"),
    (
        1,
        1,
        "1 monthly monthtomonth monatlich mensuel mensuelle mensuellement mensual mensualmente maandelijks mensile mensilmente miesiecznie \
         miesięcznie miesieczny miesięczny miesieczna miesięczna",
    ),
    (2, 1, "zweimonatlich bimestriel bimestrielle bimestral bimestrale tweemaandelijks dwumiesieczny dwumiesięczny"),
    (
        3,
        1,
        "3 quarterly everythreemonths vierteljaehrlich vierteljahr quartalsweise quartalsmaessig trimestriel trimestrielle trimestral \
         trimestralmente driemaandelijks trimestrale kwartalnie kwartalny kwartalna",
    ),
    (
        6,
        1,
        "6 halfyearly semiannual semiannually biannual biannually halbjaehrlich semestriel semestrielle semestral semestralmente \
         halfjaarlijks semestrale polrocznie półrocznie polroczny półroczny",
    ),
    (
        12,
        1,
        "12 annual annually yearly pa jaehrlich annuel annuelle annuellement anual anualmente jaarlijks annuale annualmente rocznie roczny \
         roczna corocznie",
    ),
    (24, 1, "24 biennial biennially everytwoyears zweijaehrlich bisannuel bienal biennale tweejaarlijks"),
];
/// What may stand before a number or a unit, as in "every 3 months" or "P3M".
const EACH: &str = "every each once a per p pro je jede jeder jeden jedes alle tous toutes les par chaque cada por todos los al elke om de ogni co na";
/// Numbers that are written as words.
const COUNTS: [(i64, &str); 6] = [
    (1, "one ein einen eine un une uno una een jeden"),
    (2, "two zwei deux dos twee due dwa dwie"),
    (3, "three drei trois tres drie tre trzy"),
    (4, "four vier quatre cuatro vier quattro cztery"),
    (6, "six sechs seis zes sei szesc sześć"),
    (12, "twelve zwoelf douze doce twaalf dodici dwanascie"),
];

/// Months between two bills, by the word for it, as a number of SQL.
pub(super) fn months_of(word: &str) -> Option<String> {
    let parts = words(word);
    if let Some(months) = listed(&INTERVALS, &parts.concat()) {
        return Some(shown(months));
    }
    let is_filler = |part: &&String| EACH.split_ascii_whitespace().any(|filler| filler == part.as_str());
    // As in "3months", a number and a unit may stand in one word.
    let apart = parts.iter().skip_while(is_filler).flat_map(|part| {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = part.split_at(digits);
        [number, unit].into_iter().filter(|part| !part.is_empty())
    });
    let rest: Vec<&str> = apart.collect();
    let (count, unit) = match rest.split_first().map(|(first, unit)| (count_of(first), unit)) {
        Some((Some(count), unit)) => (count, unit),
        _ => (1, rest.as_slice()),
    };
    let unit = unit.concat();
    Some(shown(listed(&UNITS, &unit)? * Decimal::from(count)))
}

/// Whether a word is a bare unit of time, of which another column may say how many.
pub(super) fn is_unit(word: &str) -> bool {
    listed(&UNITS, &words(word).concat()).is_some()
}

fn listed(known: &[(i64, i64, &str)], word: &str) -> Option<Decimal> {
    let found = known.iter().find(|(.., list)| list.split_ascii_whitespace().any(|known| known == word));
    found.map(|(times, by, _)| Decimal::from(*times) / Decimal::from(*by))
}

fn count_of(word: &str) -> Option<i64> {
    let named = COUNTS.iter().find(|(_, list)| list.split_ascii_whitespace().any(|known| known == word));
    named.map(|(count, _)| *count).or_else(|| word.parse().ok()).filter(|count| (1..=120).contains(count))
}

fn shown(months: Decimal) -> String {
    months.round_dp(13).normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_known_in_several_languages_and_with_a_count() {
        for (months, words) in [
            ("1", "monthly MONTH P1M mensuel mensual maandelijks mensile miesięcznie monatlich m 1"),
            ("3", "quarterly 3months P3M trimestriel trimestral quartalsweise kwartalnie vierteljährlich 3"),
            ("6", "halbjährlich semestral P6M półrocznie biannual"),
            ("12", "yearly annual jährlich annuel anual jaarlijks annuale rocznie P1Y P12M year 12months"),
            ("24", "biennial 2years P2Y zweijährlich"),
            ("0.2307692307692", "weekly wöchentlich hebdomadaire wekelijks P1W 1week"),
            ("0.0328767123288", "daily day P1D"),
        ] {
            for word in words.split(' ') {
                assert_eq!(months_of(word).as_deref(), Some(months), "{word}");
            }
        }
        for (word, months) in [
            ("every 3 months", "3"),
            ("alle drei Monate", "3"),
            ("tous les 2 ans", "24"),
            ("cada 6 meses", "6"),
            ("per kwartaal", "3"),
            ("co 2 tygodnie", "0.4615384615385"),
            ("every 4 weeks", "0.9230769230769"),
        ] {
            assert_eq!(months_of(word).as_deref(), Some(months), "{word}");
        }
        for word in ["lifetime", "one-time", "contract", "", "5", "p", "every", "0 months", "0"] {
            assert_eq!(months_of(word), None, "{word}");
        }
    }
}
