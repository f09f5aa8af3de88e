//! Which words head a line of totals rather than a record?

/// First words of total lines, in lower case, in the languages in which exports are found.
const WORDS: [&str; 33] = [
    "total",
    "totals",
    "subtotal",
    "sum",
    "sums",
    "grand",
    "overall",
    "balance",
    "summe",
    "summen",
    "gesamt",
    "gesamtsumme",
    "gesamtbetrag",
    "zwischensumme",
    "insgesamt",
    "endsumme",
    "saldo",
    "totaal",
    "subtotaal",
    "somme",
    "totaux",
    "totale",
    "subtotale",
    "suma",
    "soma",
    "razem",
    "celkem",
    "yhteensä",
    "totalt",
    "toplam",
    "итого",
    "всего",
    "合計",
];

/// Whether a cell begins like a line of totals, as in `Total`, `Summe: 1675` or `Grand total (12 rows)`.
pub(super) fn names_a_total(cell: &str) -> bool {
    let first = cell.trim().split([' ', ':', '\u{a0}', '=', '(', '/', ',']).next().unwrap_or_default();
    if first.is_empty() || first.len() > 16 {
        return false;
    }
    let first = first.to_lowercase();
    let first = first.trim_matches(|it: char| !it.is_alphanumeric());
    WORDS.contains(&first) || first == "sub-total"
}

/// Whether a cell is nothing but the word for a total, as in `Total:`.
pub(super) fn is_a_total(cell: &str) -> bool {
    names_a_total(cell) && cell.split_whitespace().count() <= 2 && !cell.contains(|it: char| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_known_by_their_first_word() {
        for cell in ["Total", "Summe: 1675", "GESAMT", "Grand total", "Sub-total", "Итого:"] {
            assert!(names_a_total(cell), "{cell}");
        }
        for cell in ["Totally Spies Ltd", "Summer", "", "12", "Anna"] {
            assert!(!names_a_total(cell), "{cell}");
        }
        assert!(is_a_total("Grand total") && !is_a_total("Summe: 1675"));
    }
}
