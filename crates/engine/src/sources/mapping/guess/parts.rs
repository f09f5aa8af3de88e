//! Sums beside the amount that belong to it or do not: discounts, shipping, tax, tips, fees. Where columns add up to another in all rows it is
//! known what is in which; where they don't, and the name of the amount leaves it open, a person says.

use super::super::document::CellType;
use super::super::parse::number;
use super::super::profile::Profile;
use super::guesser::Guesser;
use super::interval::months_by_name;
use super::names::{NAMED, likeness, sql_name, synonyms, words};
use super::note::Note;
use super::price::is_of_one_piece;
use super::question::{Edit, Topic};
use super::sale_words::has_among;
use crate::lake::Fact;
use crate::sources::DecimalMark;

/// What a sum beside the amount is by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Discount,
    Delivery,
    Tip,
    Tax,
    Fee,
}

const PARTS: [(Part, &str); 5] = [
    (Part::Fee, "fee fees commission commissions gebuehr gebuehren provision provisionen verkaufsgebuehr"),
    (
        Part::Discount,
        "discount discounts rabatt rabatte nachlass skonto coupon voucher remise descuento sconto korting",
    ),
    (
        Part::Delivery,
        "shipping freight postage delivery versand versandkosten porto fracht lieferkosten livraison envio spedizione verzendkosten",
    ),
    (Part::Tip, "tip tips gratuity trinkgeld pourboire propina"),
    (Part::Tax, "tax taxes vat mwst ust umsatzsteuer mehrwertsteuer steuer gst hst tva iva btw moms"),
];
/// Words that make of such a name something else than a sum.
const NO_SUMS: &str = "id no nr number nummer code type typ name reason grund method status date datum at on country land class zone included inclusive";
/// Names of amounts before discounts and without delivery.
const OF_GOODS: &str = "subtotal itemtotal itemstotal itemsubtotal itemssubtotal merchandise merchandisetotal productsales goodstotal \
                        zwischensumme zwischensummeartikel warenwert artikelsumme listprice listenpreis originalprice originalpreis catalogprice";
/// Words by which an amount is with tax.
const WITH_TAX: &str = "gross brutto incl inkl inclusive including ttc ivaincl inklusive";
const PERCENT: &str = "percent percentage pct prozent rate";

/// So many rows are added up.
const ROWS: usize = 200;
/// Of so many columns of sums; each combination is tried.
const COLUMNS: usize = 7;
/// By so much a sum may be off that was rounded, in millionths.
const ROUNDED: i128 = 15_000;

/// Whether the amount includes a part, by what the columns add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inclusion {
    /// As much as others and the part together.
    In,
    /// As much as others without the part.
    Out,
    /// Nothing tells.
    Unknown,
}

impl Guesser<'_> {
    /// Asks about the sums beside the amount of which nothing says whether they are in it.
    pub(super) fn sums_beside(&mut self, has_rivals: bool) {
        let Some(target) = self.money().map(|(target, _)| target.to_owned()) else { return };
        let Some(price) = self.price.clone() else { return };
        let parts: Vec<(String, Part)> = self
            .sample
            .columns
            .iter()
            .filter(|(name, _)| !self.is_used(name) && !self.is_asked_about(name))
            .filter(|(name, profile)| profile.numbers.count * 2 > profile.present || self.holds_percentages(name))
            .filter_map(|(name, profile)| Some((name.clone(), part_of(name, profile)?)))
            .collect();
        if parts.is_empty() {
            return;
        }
        let is_of_pieces = self.notes.iter().any(|note| matches!(note, Note::Pieces { .. }));
        let sums = if is_of_pieces { Vec::new() } else { self.sums_of(&price) };
        for (column, part) in parts {
            if self.is_percentage(&column) {
                if part == Part::Discount && self.is_before_discounts(&price, is_of_pieces) {
                    self.ask_about_percentage(&target, &column);
                }
                continue;
            }
            let inclusion = inclusion_of(&column, &sums);
            // Where it is asked which column the amount is, the one without the part is among them, or the one with it.
            if has_rivals && (part == Part::Tax || inclusion != Inclusion::Unknown) {
                continue;
            }
            let is_asked = if is_of_pieces {
                part == Part::Delivery && self.mapping.table == Fact::Purchases
            } else {
                is_open(self.mapping.table, &price, part, inclusion)
                    || (inclusion == Inclusion::Unknown && self.is_unnamed(&target, &price))
            };
            if is_asked {
                self.ask_about_part(&target, &column, part);
            }
        }
    }

    /// Whether the amount is one because somebody says so, of a column whose name says nothing of what is in it.
    fn is_unnamed(&self, target: &str, price: &str) -> bool {
        let names = synonyms(self.mapping.table, target.trim_end_matches("_minor"));
        self.sources.contains_key(target) && likeness(price, &names) < NAMED
    }

    /// Whether the shares of a column are written as percentages.
    fn is_percentage(&self, column: &str) -> bool {
        let says_so = has_among(column, PERCENT) || column.contains('%');
        self.holds_percentages(column)
            || (says_so && self.profile(column).is_some_and(|profile| profile.numbers.largest <= 100.0))
    }

    fn holds_percentages(&self, column: &str) -> bool {
        self.first_where(column, |cell| cell.trim_end().ends_with('%')).is_some()
    }

    /// Whether a discount in percent is still to be taken off: of a price, not of what was paid.
    fn is_before_discounts(&self, price: &str, is_of_pieces: bool) -> bool {
        const PRICES: &str = "price unitprice listprice monthlyprice preis einzelpreis listenpreis monatspreis";
        is_of_pieces
            || is_of_goods(price)
            || is_of_one_piece(price)
            || likeness(price, PRICES) > 0.8
            || (self.mapping.table == Fact::Subscriptions && months_by_name(price).is_none())
    }

    fn ask_about_percentage(&mut self, target: &str, column: &str) {
        let Some((_, from)) = self.money() else { return };
        let amount = if self.profile(from).is_some() { sql_name(from) } else { format!("({from})") };
        let name = sql_name(column);
        let is_number = self.profile(column).is_some_and(|profile| profile.kind() == CellType::Number);
        let share = if is_number {
            format!("coalesce({name}, 0)")
        } else {
            // What is no percentage makes the amount none, so that its row is rejected by name.
            let number = format!("trim(replace(replace({name}, '%', ''), ',', '.'))");
            format!("CASE WHEN {name} IS NULL THEN 0 ELSE try_cast({number} AS decimal(9, 4)) END")
        };
        let off = self.less(target, format!("{amount} * {share} * 0.01"));
        let example = self.first_where(column, says_something);
        if example.is_some() {
            self.ask(Topic::Less, column, example, vec![("percent", vec![off]), ("left_alone", Vec::new())]);
        }
    }

    fn ask_about_part(&mut self, target: &str, column: &str, part: Part) {
        let Some(profile) = self.profile(column) else { return };
        let Some(example) = self.first_where(column, says_something) else { return };
        let sum = format!("coalesce({}, 0)", sql_name(column));
        let is_below = -profile.numbers.smallest > profile.numbers.largest;
        let more =
            Edit::More { target: target.trim_end_matches("_minor").to_owned(), by: sum.clone(), columns: self.names() };
        let less = self.less(target, sum);
        // What is taken off is written below zero by some, and above by others.
        let (added, taken_off) = if is_below { (less, more) } else { (more, less) };
        let (added, taken_off) = (("added", vec![added]), ("taken_off", vec![taken_off]));
        let left_alone = ("left_alone", Vec::new());
        let answers = match part {
            Part::Discount => vec![taken_off, left_alone],
            Part::Fee | Part::Delivery => vec![added, left_alone],
            Part::Tip | Part::Tax => vec![taken_off, left_alone, added],
        };
        self.ask(Topic::Part, column, Some(example), answers);
    }

    fn less(&self, target: &str, by: String) -> Edit {
        Edit::Less { target: target.trim_end_matches("_minor").to_owned(), by, columns: self.names() }
    }

    fn names(&self) -> Vec<String> {
        self.sample.columns.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The columns of sums, the amount first, with their cells in millionths.
    fn sums_of(&self, amount: &str) -> Vec<(String, Vec<i64>)> {
        let is_sum = |name: &str, profile: &Profile| {
            let is_number = profile.numbers.count * 2 > profile.present && profile.present > 0;
            is_number && (profile.numbers.decimals > 0 || part_of(name, profile).is_some())
        };
        let others = self.sample.columns.iter().filter(|(name, profile)| name != amount && is_sum(name, profile));
        let names: Vec<&str> =
            std::iter::once(amount).chain(others.map(|(name, _)| name.as_str())).take(COLUMNS + 1).collect();
        let agreed = self.mapping.format.decimal;
        let mark = agreed.or_else(|| self.sample.decimal_mark()).unwrap_or(DecimalMark::Point);
        let rows = self.cells.rows(&names);
        let millionths = |cell: Option<&Option<String>>| {
            let Some(Some(text)) = cell else { return Some(0) };
            let read = number::parse(text, Some(mark)).ok()?;
            i64::try_from((read.value * rust_decimal::Decimal::from(1_000_000)).round()).ok()
        };
        let read: Vec<Vec<i64>> = rows
            .iter()
            .filter_map(|row| (0..names.len()).map(|at| millionths(row.get(at))).collect())
            .take(ROWS)
            .collect();
        names
            .iter()
            .enumerate()
            .map(|(at, name)| ((*name).to_owned(), read.iter().map(|row| row[at]).collect()))
            .collect()
    }
}

/// What a column is by its name and its cells, if it is a sum that may belong to the amount.
fn part_of(name: &str, profile: &Profile) -> Option<Part> {
    if has_among(name, NO_SUMS) || profile.present == 0 {
        return None;
    }
    let parts = words(name);
    let pairs: Vec<String> = parts.windows(2).map(<[String]>::concat).collect();
    let is_named =
        |list: &str| parts.iter().chain(&pairs).any(|word| list.split_whitespace().any(|known| known == word));
    // A total with tax in its name is no tax.
    let is_amount = has_among(name, WITH_TAX) || has_among(name, "excl exkl zzgl ohne net netto total gesamt ht");
    PARTS.iter().find(|(_, list)| is_named(list)).map(|(part, _)| *part).filter(|part| *part != Part::Tax || !is_amount)
}

fn is_of_goods(amount: &str) -> bool {
    likeness(amount, OF_GOODS) > 0.8
}

fn says_something(cell: &str) -> bool {
    cell.contains(|sign: char| ('1'..='9').contains(&sign))
}

/// Whether the name of the amount and what adds up leave open if a part belongs to it, or say that it may not be what was paid.
fn is_open(table: Fact, amount: &str, part: Part, inclusion: Inclusion) -> bool {
    let is_purchase = table == Fact::Purchases;
    match (part, inclusion) {
        (Part::Fee, Inclusion::Out) | (Part::Tip | Part::Discount, Inclusion::In) | (Part::Tip, Inclusion::Unknown) => {
            is_purchase
        }
        (_, Inclusion::In | Inclusion::Out) | (Part::Fee, _) => false,
        (Part::Discount, Inclusion::Unknown) => is_of_goods(amount) || months_by_name(amount).is_none() && !is_purchase,
        (Part::Delivery, Inclusion::Unknown) => is_purchase && is_of_goods(amount),
        (Part::Tax, Inclusion::Unknown) => is_purchase && has_among(amount, WITH_TAX),
    }
}

/// Whether the amount includes a part: in all rows some columns, with or without a minus, add up to the amount, and the part is among them.
/// Of several ways the one of fewest columns is taken.
fn inclusion_of(column: &str, sums: &[(String, Vec<i64>)]) -> Inclusion {
    let Some(part) = sums.iter().position(|(name, _)| name == column) else { return Inclusion::Unknown };
    let rows = sums.first().map_or(0, |(_, cells)| cells.len());
    if rows < 3 || sums[part].1.iter().all(|cell| *cell == 0) {
        return Inclusion::Unknown;
    }
    let others: Vec<usize> = (1..sums.len()).filter(|at| *at != part).collect();
    let adds_up = |signs: &[(usize, i64)]| {
        (0..rows).all(|row| {
            let cell = |at: usize| i128::from(sums[at].1[row]);
            let sum: i128 = signs.iter().map(|(at, sign)| i128::from(*sign) * cell(*at)).sum();
            (sum - cell(0)).abs() <= ROUNDED
        })
    };
    let signs_of = |mut combination: usize| {
        let mut signs = Vec::new();
        for at in &others {
            match combination % 3 {
                1 => signs.push((*at, 1)),
                2 => signs.push((*at, -1)),
                _ => {}
            }
            combination /= 3;
        }
        signs
    };
    let mut combinations: Vec<Vec<(usize, i64)>> = (1..3_usize.pow(others.len() as u32)).map(signs_of).collect();
    combinations.sort_by_key(Vec::len);
    // What is written below zero is taken off where it is added; fees that come back with a refund stand above.
    let cells = &sums[part].1;
    let is_below = cells.iter().min().zip(cells.iter().max()).is_some_and(|(least, most)| -least > *most);
    for mut signs in combinations {
        for sign in [1, -1] {
            signs.push((part, sign));
            if adds_up(&signs) {
                return if (sign == 1) == is_below { Inclusion::Out } else { Inclusion::In };
            }
            signs.pop();
        }
    }
    Inclusion::Unknown
}
