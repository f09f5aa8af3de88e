//! A documented layout: its preset decides, but for what the file itself leaves open or says against it.

use arrow::array::Array;

use super::super::document::{ColumnSource, Mapping};
use super::super::plan::fallback_mark;
use super::super::preset::Preset;
use super::super::rows::{RowMeaning, RowWords, plain};
use super::super::source::read_sample;
use super::guesser::{Confidence, Guesser, OpenQuestion};
use super::names::{QUANTITY, likeness};
use super::note::Note;
use super::question::{Edit, Example, Topic};
use super::rank;
use super::sale_words::is_ended;
use crate::lake::Fact;

/// A word that no list of a preset names, and the first row it stands in.
struct UnknownWord {
    word: String,
    first: u64,
}

impl Guesser<'_> {
    /// Starts from the mapping of a preset, and asks for what it does not say.
    pub(super) fn take(&mut self, preset: &Preset) {
        let columns = preset.columns().into_iter().map(str::to_owned).collect();
        let (title, documentation) = (preset.title.clone(), preset.documentation.clone());
        self.notes.push(Note::Preset { title, columns, documentation });
        let chosen = std::mem::take(&mut self.mapping.columns).into_iter();
        let attributes = std::mem::take(&mut self.mapping.attributes).into_iter();
        let attributes = attributes.map(|(name, from)| (format!("attributes.{name}"), ColumnSource::Source(from)));
        for (target, from) in chosen.chain(attributes).collect::<Vec<_>>() {
            self.choose(&target, from, Confidence::Sure, format!("it is so in {}", preset.title));
        }
        let plain_columns: Vec<(String, String)> = self
            .columns
            .iter()
            .filter(|guessed| self.profile(guessed.from.text()).is_some())
            .map(|guessed| (guessed.target.clone(), guessed.from.text().to_owned()))
            .collect();
        for (target, column) in &plain_columns {
            self.tell_of_column(target, column);
        }
        self.cells_of_times(fallback_mark(std::slice::from_ref(self.trial.file)));
        if matches!(self.mapping.table, Fact::Purchases | Fact::Subscriptions) {
            self.amounts_of_preset(preset.decimals);
        }
        if !self.mapping.ids_ignore_case {
            self.id_case();
        }
        self.id_spelling();
        self.objects_of_log();
        let table = self.mapping.table;
        self.columns.sort_by_key(|guessed| rank(table, &guessed.target));
        self.settle();
        self.words_of_preset();
        self.tell_which_rows_count();
        for column in &preset.tells {
            let profile = self.sample.columns.iter().find(|(name, _)| plain(name) == plain(column));
            if let Some((name, profile)) = profile.filter(|(_, profile)| profile.present > 0) {
                let examples = profile.example.iter().cloned().collect();
                self.notes.push(Note::Unused { column: name.clone(), examples });
            }
        }
    }

    /// What the amounts are in, where the file says something else than the layout.
    fn amounts_of_preset(&mut self, preset_has_decimals: bool) {
        let Some(from) = self.money().map(|(_, from)| from.to_owned()) else { return };
        let of_money = |name: &String| self.mentions(&from, name) && likeness(name, QUANTITY) <= 0.6;
        let price = self.sample.columns.iter().find(|(name, profile)| of_money(name) && profile.numbers.count > 0);
        self.price = price.map(|(name, _)| name.clone());
        let pieces =
            self.sample.columns.iter().find(|(name, _)| self.mentions(&from, name) && likeness(name, QUANTITY) > 0.6);
        if let (Some((quantity, _)), Some(price)) = (pieces, &self.price) {
            self.notes.push(Note::Pieces { quantity: quantity.clone(), price: price.clone() });
        }
        if preset_has_decimals || self.is_from_a_program() {
            self.minor_units();
        }
        if self.chosen("currency").is_none() {
            self.currency(true);
        }
    }

    /// Asks about words of a status that the preset does not name.
    fn words_of_preset(&mut self) {
        let known: Vec<(String, RowWords)> = self.mapping.rows.clone().into_iter().collect();
        for (column, words) in known {
            let mut words = words;
            let endless = self.endless_words(&column, &words);
            words.count.retain(|word| endless.iter().all(|endless| endless.word != *word));
            self.mapping.rows.insert(column.clone(), words.clone());
            self.ask_about_unknown_words(&column, &words);
        }
    }

    /// Asks about the words of a column that are in none of its lists, as far as their rows are not left out anyway.
    pub(super) fn ask_about_unknown_words(&mut self, column: &str, words: &RowWords) {
        let unknown = self.unknown_words(column);
        let Some(first) = unknown.first() else { return };
        let example = Example { row: first.first, value: first.word.clone() };
        let with = |meaning: RowMeaning| {
            let mut words = words.clone();
            for unknown in &unknown {
                words.put(&unknown.word, meaning);
            }
            vec![Edit::Rows(column.to_owned(), words)]
        };
        self.questions.push(OpenQuestion {
            topic: Topic::Rows,
            about: column.to_owned(),
            example: Some(example),
            words_of: Some(column.to_owned()),
            answers: vec![
                ("only_known".to_owned(), with(RowMeaning::LeaveOut)),
                ("unknown_count".to_owned(), with(RowMeaning::Count)),
            ],
        });
    }

    /// Words that say that a subscription ended, where rows with them have no end: they would count for ever.
    fn endless_words(&self, column: &str, words: &RowWords) -> Vec<UnknownWord> {
        if self.mapping.table != Fact::Subscriptions {
            return Vec::new();
        }
        let endless = |word: &String| {
            let mut only = self.trial_mapping(column);
            let mut counted = RowWords::default();
            words.lists().into_iter().flat_map(|(_, list)| list).for_each(|other| {
                counted.put(other, if other == word { RowMeaning::Count } else { RowMeaning::LeaveOut });
            });
            only.rows.insert(column.to_owned(), counted);
            let read = read_sample(&only, self.trial.file, self.trial.sample, &self.trial.usual.zone, None).ok()?;
            let batches = read.iter().map(|output| &output.pulled.batch);
            let mut open = batches.filter_map(|batch| {
                let ends = batch.rows.column_by_name("to")?;
                (0..ends.len()).find(|row| ends.is_null(*row)).map(|row| batch.places[row].row)
            });
            Some(UnknownWord { word: word.clone(), first: open.next()? })
        };
        words.count.iter().filter(|word| is_ended(word)).filter_map(endless).collect()
    }

    /// The mapping to try on the sample, in which the words of one column alone are in question; what another leaves out is left out.
    fn trial_mapping(&self, column: &str) -> Mapping {
        let mut trial = self.mapping.clone();
        for (other, words) in trial.rows.iter_mut().filter(|(other, _)| *other != column) {
            let is_out = |word: &str| words.leave_out.iter().any(|left_out| plain(left_out) == plain(word));
            let seen = self.words(other).unwrap_or_default().into_iter().map(|(word, _)| word);
            words.count = seen.filter(|word| !is_out(word)).collect();
            words.refund.clear();
        }
        trial.currency = trial.currency.or(Some(self.trial.usual.currency));
        trial
    }

    /// The words of a column that are in none of its lists, in the rows that the condition keeps.
    fn unknown_words(&self, column: &str) -> Vec<UnknownWord> {
        let only = self.trial_mapping(column);
        let names = only.rows.get(column).map(RowWords::lists);
        let is_named = |word: &str| {
            let mut lists = names.iter().flatten();
            lists.any(|(_, list)| list.iter().any(|named| plain(named) == plain(word)))
        };
        let mut unknown: Vec<UnknownWord> = Vec::new();
        let mut add = |word: &str, first: u64| {
            if !is_named(word) && unknown.iter().all(|known| plain(&known.word) != plain(word)) {
                unknown.push(UnknownWord { word: word.to_owned(), first });
            }
        };
        let trial = self.trial;
        match read_sample(&only, trial.file, trial.sample, &trial.usual.zone, None) {
            Ok(read) => {
                let rejects = read.iter().flat_map(|output| &output.pulled.rejects);
                rejects
                    .filter(|reject| reject.column == column)
                    .for_each(|reject| add(&reject.value, reject.place.row));
            }
            // Something else that is open stands in the way of the condition.
            Err(_) => self.cells.each(column, |row, cell| {
                add(&cell.map(|cell| cell.show()).unwrap_or_default(), row);
            }),
        }
        unknown
    }
}
