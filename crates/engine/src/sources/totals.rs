//! Which words head a line of totals, averages or balances rather than a record?
//!
//! A word that means nothing but a total tells by itself. One that may be a name, as `Total` and `Balance` may, tells beside others
//! that belong to it (`Total January`, `Opening balance`), never beside other words: `Total Wine Ltd` and `Balance Yoga GmbH` are
//! customers.

use std::collections::HashMap;

/// Words of totals that nobody is called.
const SURE: &str = "subtotal subtotals sub-total sub-totals grandtotal zwischensumme zwischensummen gesamtsumme gesamtergebnis gesamtbetrag \
    gesamtumsatz endsumme teilsumme tagessumme wochensumme monatssumme quartalssumme jahressumme monatsergebnis jahresergebnis \
    teilergebnis zwischenergebnis insgesamt übertrag uebertrag saldovortrag vortrag endsaldo anfangssaldo schlusssaldo anfangsbestand \
    endbestand durchschnitt mittelwert durchschnittswert subtotaal eindtotaal totaalbedrag gemiddelde sous-total sous-totaux moyenne \
    subtotale promedio összesen végösszeg részösszeg átlag łącznie razem ogółem średnia celkem mezisoučet průměr spolu yhteensä välisumma \
    keskiarvo totalsumma delsumma slutsumma delsum genomsnitt gjennomsnitt gennemsnit toplam aratoplam ortalama ukupno skupaj kokku kopā \
    viso итого всего подытог среднее разом усього загалом общо обща σύνολο jumlah 合計 小計 総計 平均 总计 合计 小计 總計 평균 합계 소계 총계 รวม \
    المجموع الإجمالي carryforward b/f c/f b/fwd c/fwd";
/// Words of totals that may be names, or parts of them.
const POSSIBLE: &str = "total totals totalt sum sums summe summen gesamt saldo balance average avg mean overall totaal totale totali totaux \
    totales totais somme suma soma summa summe: media média mittel ergebnis forward sammenlagt sumar";
/// Words that stand beside those.
const BESIDE: &str = "grand sub net gross brutto netto final overall running cumulative monthly weekly daily quarterly yearly annual month \
    week day quarter year months mtd ytd qtd q1 q2 q3 q4 h1 h2 of for the all in to until as at per by from and und von für der die des bis \
    zum im alle aller page report file list invoice invoices order orders sales sale revenue turnover amount amounts value customer \
    customers account accounts client clients transactions payments rows lines items opening closing ending starting beginning \
    carried brought down over page's fwd seite monat jahr tag woche quartal bericht liste kunden aufträge bestellungen rechnungen umsatz \
    general général générale generale générales mes año mois année mese anno totaal maand jaar du de des del la le les i alt ialt miesiąc \
    rok eur usd gbp chf \
    january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec \
    januar februar märz mai juni juli oktober dezember okt dez jänner janvier février mars avril juin juillet août septembre octobre novembre \
    décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno \
    luglio settembre ottobre dicembre";
/// What stands for all customers together, word by word.
const ALL: [&str; 8] = [
    "all customers",
    "all accounts",
    "all clients",
    "alle kunden",
    "tous les clients",
    "todos los clientes",
    "tutti i clienti",
    "alle klanten",
];

/// What a word says of the line it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// It is a total.
    Sure,
    /// It may be one.
    Possible,
    /// Nothing by itself.
    Beside,
}

/// What a word in lower case says, if it is one of those that are known. Every word of many files is asked about.
#[expect(clippy::disallowed_types, reason = "a constant that is read from text, and nothing that ever changes")]
fn word(word: &str) -> Option<Word> {
    static WORDS: std::sync::LazyLock<HashMap<&str, Word>> = std::sync::LazyLock::new(|| {
        // What is in two lists is what the later one says.
        let lists = [(BESIDE, Word::Beside), (POSSIBLE, Word::Possible), (SURE, Word::Sure)];
        lists.into_iter().flat_map(|(list, says)| list.split_ascii_whitespace().map(move |word| (word, says))).collect()
    });
    WORDS.get(word).copied()
}

fn may_be_total(text: &str) -> bool {
    matches!(word(text), Some(Word::Sure | Word::Possible))
}

/// How surely a cell is the heading of a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Heading {
    /// It may be a name as well.
    Possible,
    Sure,
}

/// The longest heading, in bytes.
const LONGEST: usize = 60;

/// The words of a cell in lower case, without what stands around them.
fn words(cell: &str) -> Vec<String> {
    let apart = |it: char| it.is_whitespace() || matches!(it, ':' | '=' | '(' | ')' | ',' | ';' | '_');
    let bare = |word: &str| word.trim_matches(|it: char| !it.is_alphanumeric()).to_owned();
    cell.to_lowercase().split(apart).map(bare).filter(|word| !word.is_empty()).collect()
}

/// What a cell is that consists of words of totals and of those that stand beside them, and of numbers; none if there is any other.
pub(super) fn heading(cell: &str) -> Option<Heading> {
    let cell = cell.trim();
    if cell.len() > LONGEST {
        return None;
    }
    let words = words(cell);
    if ALL.contains(&words.join(" ").as_str()) {
        return Some(Heading::Sure);
    }
    let (mut sure, mut possible, mut beside) = (0, 0, 0);
    for word in &words {
        match self::word(word) {
            Some(Word::Sure) => sure += 1,
            Some(Word::Possible) => possible += 1,
            Some(Word::Beside) => beside += 1,
            None if word.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_punctuation()) => beside += 1,
            None => return None,
        }
    }
    // Nobody is called `*** Total ***` or `Total:`.
    let is_adorned = cell.starts_with(['*', '-', '=', '#', '>', '<']) || cell.ends_with([':', '*', '=']);
    match (sure, possible) {
        (0, 0) => None,
        (0, _) if possible + beside == 1 && !is_adorned => Some(Heading::Possible),
        _ => Some(Heading::Sure),
    }
}

/// Whether a cell begins like a line of totals, as in `Total`, `Summe: 1675` or `Grand total (12 rows)`.
pub(super) fn names_a_total(cell: &str) -> bool {
    let is_total = |word: &String| word.len() <= 24 && may_be_total(word);
    let words = words(cell);
    words.first().is_some_and(|first| is_total(first) || first == "grand" || first == "sub")
}

/// Whether a cell begins or ends like a line of totals, as in `K-1001 Total`, or says that it stands for all.
pub(super) fn speaks_of_a_total(cell: &str) -> bool {
    let last = || words(cell).last().is_some_and(|word| may_be_total(word));
    cell.len() <= LONGEST && (names_a_total(cell) || last() || heading(cell).is_some())
}

/// Whether a cell is nothing but the word for a total, as in `Total:`.
pub(super) fn is_a_total(cell: &str) -> bool {
    names_a_total(cell) && cell.split_whitespace().count() <= 2 && !cell.contains(|it: char| it.is_ascii_digit())
}

/// How the words of headings begin, by their first three bytes.
pub(super) struct Beginnings(Vec<bool>);

impl Beginnings {
    pub(super) fn new() -> Self {
        let mut beginnings = vec![false; PLACES];
        let all = ALL.iter().flat_map(|words| words.split(' '));
        for word in [SURE, POSSIBLE, BESIDE].into_iter().flat_map(str::split_ascii_whitespace).chain(all) {
            for written in [word.to_owned(), word.to_uppercase(), capital(word)] {
                beginnings[place(written.as_bytes())] = true;
            }
        }
        Self(beginnings)
    }

    /// Whether a cell should be read to know if it is a heading: nearly all others are told at a glance.
    pub(super) fn may_be_heading(&self, cell: &[u8]) -> bool {
        let begin = cell.iter().position(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
        begin.is_some_and(|begin| cell.len() <= LONGEST && self.0[place(&cell[begin..])])
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

const PLACES: usize = 1 << 15;

/// Where the first three bytes stand, letters in lower case.
fn place(word: &[u8]) -> usize {
    let byte = |at: usize| {
        usize::from(word.get(at).copied().filter(|it| it.is_ascii_alphabetic() || *it >= 0x80).unwrap_or(0))
    };
    let [a, b, c] = [byte(0), byte(1), byte(2)].map(|byte| if byte < 0x80 { byte & 0x1f } else { byte });
    ((a << 10) ^ (b << 5) ^ c) % PLACES
}

#[cfg(test)]
mod tests {
    use super::*;

    const SURE_ONES: [&str; 32] = [
        "Total January",
        "Month total",
        "January 2024 Total",
        "*** TOTAL ***",
        "-- subtotal --",
        "Net total",
        "Monatssumme",
        "All customers",
        "Report Total",
        "Gesamtergebnis",
        "ÖSSZESEN",
        "Łącznie",
        "Sum of all",
        "Opening balance",
        "Closing Balance",
        "Carried forward",
        "Brought forward",
        "Übertrag",
        "Durchschnitt",
        "Grand total (12 rows)",
        "Sub-total",
        "Итого:",
        "Total:",
        "TOTAL 2024",
        "Total Q1 2024",
        "Total général",
        "Total mes",
        "Balance c/f",
        "Average order",
        "Saldo 31.12.2024",
        "合計",
        "Total (EUR)",
    ];

    #[test]
    fn headings_are_told_from_names() {
        for cell in SURE_ONES {
            assert_eq!(heading(cell), Some(Heading::Sure), "{cell}");
        }
        for cell in ["Total", "Balance", "SUM", "Average", "Saldo"] {
            assert_eq!(heading(cell), Some(Heading::Possible), "{cell}");
        }
        for cell in [
            "Total Wine Ltd",
            "Balance Yoga GmbH",
            "Average Joe's Gym",
            "May Month GmbH",
            "Forward Air",
            "Sum Up AG",
            "Grand Hotel",
            "All Customers Matter Inc",
            "Totally Spies Ltd",
            "Mars",
            "2024",
            "March",
            "K-1001",
            "",
        ] {
            assert_eq!(heading(cell), None, "{cell}");
        }
    }

    #[test]
    fn totals_are_known_by_their_first_word() {
        for cell in ["Total", "Summe: 1675", "GESAMT", "Grand total", "Sub-total", "Итого:", "Total 12 (rows)"] {
            assert!(names_a_total(cell), "{cell}");
        }
        for cell in ["Totally Spies Ltd", "Summer", "", "12", "Anna"] {
            assert!(!names_a_total(cell), "{cell}");
        }
        assert!(is_a_total("Grand total") && !is_a_total("Summe: 1675"));
        assert!(speaks_of_a_total("K-1001 Ergebnis") && !speaks_of_a_total("Anna Lee"));
    }
}
