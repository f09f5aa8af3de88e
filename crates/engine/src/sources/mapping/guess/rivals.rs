//! Columns that may be a target as well as the one taken: which of them are asked about, and which are told with what they would make of
//! customers and money?

use super::super::document::ColumnSource;
use super::super::profile::Profile;
use super::guesser::Guesser;
use super::interval::months_by_name;
use super::names::{self, NAMED};
use super::note::Note;
use super::price::is_of_one_piece;
use super::question::{Edit, Topic};
use crate::lake::Fact;

/// What the day goes by on which a deal or an order was entered.
const ENTERED: &str = "created create creation added opened entered angelegt angelegtam erstellt erstelltam erstellung erstelldatum création \
                       créé créée creado creada creación creacion aangemaakt utworzono utworzenia creato creata creazione";
/// What the day goes by on which it became a sale.
const CLOSED: &str = "won win closed close closing paid completed complete completion gewonnen gewonnenam abgeschlossen abgeschlossenam abschluss \
                      abschlussdatum bezahlt bezahltam zahlungsdatum gagné gagnée conclu conclue clôture cloture clôturé payé payée paiement \
                      ganado ganada cerrado cerrada cierre pagado pagada completado gesloten afgesloten betaald wygrano wygrana zamknięto \
                      zamknięcia opłacono zapłacono vinto vinta chiuso chiusa chiusura pagato pagata";
/// What makes of these a day that is only hoped for.
const FORESEEN: &str = "expected estimated forecast planned target predicted due erwartet erwartetes voraussichtlich voraussichtliches geplant \
                        geplantes prévu prévue prevista previsto verwacht verwachte lost";

impl Guesser<'_> {
    /// Sums that may be the amount as well as the one taken, and are not the same; the others are remembered to be told.
    pub(super) fn rival_sums(&mut self) -> Vec<String> {
        let table = self.mapping.table;
        let Some((target, chosen)) = self.money().map(|(target, from)| (target.to_owned(), from.to_owned())) else {
            return Vec::new();
        };
        let likeness_of = |column: &str| {
            self.fit
                .iter()
                .find(|(other, name, _)| *other == target && name == column)
                .map_or(0.0, |(.., likeness)| *likeness)
        };
        let is_named = |column: &str| likeness_of(column) > NAMED;
        let is_vague = |column: &str| names::is_vague(&self.unit(column).rest, table);
        let (mut asked, mut told) = (Vec::new(), Vec::new());
        for (_, column, _) in self.fit.iter().filter(|(other, column, _)| *other == target && *column != chosen) {
            // The price of one piece is part of the amount, as in quantity times price.
            let is_part = is_of_one_piece(column) && !is_of_one_piece(&chosen);
            let is_taken = self.columns.iter().any(|guessed| guessed.from.text() == column);
            if is_part || is_taken || !self.differ(&chosen, column) {
                continue;
            }
            let of_another_time = table == Fact::Subscriptions && months_by_name(column) != months_by_name(&chosen);
            let currency = |column: &str| {
                let unit = self.unit(column);
                unit.currency.filter(|_| unit.is_currency_said)
            };
            let is_of_another_currency = currency(&chosen) != currency(column);
            let is_rival = match (is_named(&chosen), is_named(column)) {
                (true, true) => table == Fact::Purchases || is_vague(&chosen) || !is_vague(column),
                (true, false) => is_vague(&chosen),
                (false, _) => true,
            };
            if (is_rival || is_of_another_currency) && !of_another_time {
                asked.push(column.clone());
            } else {
                told.push((target.clone(), column.clone()));
            }
        }
        self.rivals.extend(told);
        asked
    }

    /// Asks which of several sums is the amount. Whether they are in different units, so that each answer says its own.
    pub(super) fn ask_about_sums(&mut self, rivals: &[String]) -> bool {
        let Some(chosen) = self.price.clone().filter(|_| !rivals.is_empty()) else { return false };
        let Some(target) = self.money().map(|(target, _)| target.to_owned()) else { return false };
        let unit = |column: &str| {
            let unit = self.unit(column);
            (unit.currency.filter(|_| unit.is_currency_said), unit.scale)
        };
        let differ = rivals.iter().any(|rival| unit(rival) != unit(&chosen));
        let edits = |column: &String| {
            let mut edits = Vec::new();
            if *column != chosen {
                edits.push(Edit::Instead { target: target.clone(), column: chosen.clone(), by: column.clone() });
            }
            if differ {
                edits.extend(self.edits_of_unit(&target, column));
            }
            edits
        };
        let answers: Vec<_> =
            std::iter::once(&chosen).chain(rivals).map(|column| (column.as_str(), edits(column))).collect();
        let example = self.first(&chosen);
        self.ask(Topic::Rivals, &target, example, answers);
        differ
    }

    /// Asks about, or remembers, other columns than the one taken whose names fit as well and that say something else.
    pub(super) fn rivals_of(&mut self, target: &str) {
        let Some(chosen) = self.chosen(target).map(str::to_owned) else { return };
        let named = |column: &str| {
            let fit = self.fit.iter().find(|(other, name, _)| other == target && name == column);
            fit.map(|(.., likeness)| *likeness)
        };
        let Some(likeness) = named(&chosen) else { return };
        let others = self.fit.iter().filter(|(other, column, _)| other == target && *column != chosen);
        let is_free = |column: &str| self.columns.iter().all(|guessed| guessed.from.text() != column);
        let differing: Vec<_> =
            others.filter(|(_, column, _)| is_free(column) && self.differ(&chosen, column)).cloned().collect();
        // Of days there are many beside the one that is named as it should be.
        let (asked, told): (Vec<_>, Vec<_>) = differing
            .into_iter()
            .partition(|(_, _, other)| (likeness > NAMED) == (*other > NAMED) && (target != "at" || likeness <= NAMED));
        let mut asked: Vec<String> = asked.into_iter().map(|(_, column, _)| column).collect();
        if target == "at" {
            let closings = self.days_of_closing(&chosen);
            asked.extend(closings.into_iter().filter(|column| !asked.contains(column)).collect::<Vec<_>>());
        }
        if !asked.is_empty() {
            let edit = |column: &String| vec![Edit::Column(target.to_owned(), ColumnSource::Source(column.clone()))];
            let mut answers = vec![(chosen.as_str(), Vec::new())];
            answers.extend(asked.iter().map(|column| (column.as_str(), edit(column))));
            let example = self.first(&chosen);
            self.ask(Topic::Rivals, target, example, answers);
        }
        if target != "at" {
            self.rivals.extend(told.into_iter().map(|(target, column, _)| (target, column)));
        }
    }

    /// Of sales whose day is that on which they were entered, the columns that say when they were won, closed or paid.
    fn days_of_closing(&self, chosen: &str) -> Vec<String> {
        let has = |name: &str, list: &str| {
            let words = names::words(name);
            let bare = words.concat();
            let bare =
                ["at", "on", "date", "time", "am"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(&bare);
            list.split_ascii_whitespace().any(|known| known == bare || words.iter().any(|word| word == known))
        };
        if !has(chosen, ENTERED) {
            return Vec::new();
        }
        let is_day = |profile: &Profile| profile.dates.count * 2 > profile.present;
        let is_free = |column: &str| self.columns.iter().all(|guessed| guessed.from.text() != column);
        let closings = self.sample.columns.iter().filter(|(name, profile)| {
            has(name, CLOSED) && !has(name, FORESEEN) && is_day(profile) && is_free(name) && self.differ(chosen, name)
        });
        closings.map(|(name, _)| name.clone()).collect()
    }

    /// Whether two columns say something else in any row where the second says anything.
    fn differ(&self, one: &str, other: &str) -> bool {
        let rows = self.cells.rows(&[one, other]);
        rows.iter().any(|row| row.first() != row.get(1) && row.get(1).is_some_and(Option::is_some))
    }

    /// Tells what columns that were not taken would make of customers and money.
    pub(super) fn tell_of_rivals(&mut self) {
        for target in ["customer_id", "amount", "monthly", "currency"] {
            let minor = format!("{target}_minor");
            let Some(from) = self.chosen(target).or_else(|| self.chosen(&minor)).map(str::to_owned) else { continue };
            let column = if matches!(target, "amount" | "monthly") { self.price.clone().unwrap_or(from) } else { from };
            let others: Vec<String> = self
                .rivals
                .iter()
                .filter(|(other, rival)| other == target && !self.is_used(rival))
                .map(|(_, rival)| rival.clone())
                .collect();
            let effect = |other: String| {
                let is_money = matches!(target, "amount" | "monthly");
                let mut edits = vec![Edit::Column(target.to_owned(), ColumnSource::Source(other.clone()))];
                if is_money {
                    edits.extend(self.edits_of_unit(target, &other));
                }
                let effect = self.effect_of(&edits);
                (other, effect)
            };
            let others: Vec<_> = others.into_iter().map(effect).collect();
            if !others.is_empty() {
                self.notes.push(Note::Rival { target: target.to_owned(), column, others });
            }
        }
    }
}
