//! What do people answer, and from where to where do their scores go?

use super::super::document::ColumnSource;
use super::super::profile::Profile;
use super::guesser::{Confidence, Guesser, replacements};
use super::names::{best, sql_name, synonyms, words};
use super::note::Note;
use super::question::{Edit, Topic};
use super::sale_words::has_among;
use crate::lake::Fact;

/// Words for scores, from the worst to the best, with the score of the worst.
const GRADES: [(u32, &[&str]); 6] = [
    (0, &["bad", "good"]),
    (0, &["negative", "positive"]),
    (1, &["verydissatisfied", "dissatisfied", "neutral", "satisfied", "verysatisfied"]),
    (1, &["poor", "fair", "good", "verygood", "excellent"]),
    (0, &["schlecht", "gut"]),
    (1, &["sehrunzufrieden", "unzufrieden", "neutral", "zufrieden", "sehrzufrieden"]),
];

impl Guesser<'_> {
    /// Completes what is told of feedback: its kind, its instrument, its scale.
    pub(super) fn feedback(&mut self) {
        self.score_by_question();
        let score = self.chosen("score").map(str::to_owned);
        if let Some((score, profile)) = score.as_ref().and_then(|score| Some((score, self.profile(score)?))) {
            let name = words(score).concat();
            if self.chosen("scale_min").is_none() && self.chosen("scale_max").is_none() {
                self.scale(score, &name, profile);
            }
            self.instrument(score);
            if profile.absent > 0 && self.chosen("text").is_none() {
                self.mapping.condition = Some(format!("{} IS NOT NULL", sql_name(score)));
                self.notes.push(Note::Silent { column: score.clone() });
            }
        }
        if score.is_none() {
            self.score_in_other_words();
        }
        if self.chosen("kind").is_none() {
            let (kind, reason) = match score {
                Some(score) => ("'aided'", format!("{score} was asked for")),
                None => ("'unaided'", "nothing was asked".to_owned()),
            };
            self.choose("kind", ColumnSource::Source(kind.into()), Confidence::Likely, reason);
        }
    }

    /// A column of scores whose name is the question that was asked, or says from where to where its scores go.
    fn score_by_question(&mut self) {
        if self.chosen("score").is_some() {
            return;
        }
        let is_score = |name: &str, profile: &Profile| {
            profile.numbers.count * 2 > profile.present && (asks_to_recommend(name) || scale_in_name(name).is_some())
        };
        let found = self.sample.columns.iter().find(|(name, profile)| is_score(name, profile) && !self.is_used(name));
        if let Some(name) = found.map(|(name, _)| name.clone()) {
            let reason = format!("{name} asks for a score");
            self.choose("score", ColumnSource::Source(name), Confidence::Likely, reason);
        }
    }

    fn instrument(&mut self, score: &str) {
        let name = words(score).concat();
        let instrument = ["nps", "csat", "ces"].into_iter().find(|short| name.contains(short));
        let instrument = instrument.or_else(|| asks_to_recommend(score).then_some("nps"));
        let instrument = instrument.or_else(|| name.contains("satisf").then_some("csat"));
        if let Some(instrument) = instrument.filter(|_| self.chosen("instrument").is_none()) {
            self.choose_expression("instrument", format!("'{instrument}'"), format!("{score} is one"));
        }
    }

    /// From where to where scores go. The question of the net promoter score is asked from 0 to 10; the answers seen say of any other only
    /// where they do not go.
    fn scale(&mut self, score: &str, name: &str, profile: &Profile) {
        const SCALES: [(u32, u32); 6] = [(1, 5), (0, 10), (1, 10), (1, 7), (0, 5), (0, 100)];
        let (low, high) = (profile.numbers.smallest, profile.numbers.largest);
        if let Some((from, to)) = scale_in_name(score) {
            let reason = format!("{score} says so");
            self.choose_expression("scale_min", from.to_string(), reason.clone());
            self.choose_expression("scale_max", to.to_string(), reason);
            return;
        }
        let is_nps = name.contains("nps") || asks_to_recommend(score);
        if is_nps && low >= 0.0 && high <= 10.0 {
            let reason = format!("{score} is asked from 0 to 10");
            self.choose_expression("scale_min", "0".into(), reason.clone());
            self.choose_expression("scale_max", "10".into(), reason);
            return;
        }
        let holds = |(from, to): &(u32, u32)| f64::from(*from) <= low && high <= f64::from(*to);
        let mut scales: Vec<(u32, u32)> = SCALES.into_iter().filter(holds).collect();
        // Scores beyond the scale that such a score is known to have are rejected, row by row.
        if is_nps {
            scales.push((0, 10));
        }
        let named: Vec<(String, Vec<Edit>)> =
            scales.into_iter().map(|(from, to)| (format!("{from}_to_{to}"), bounds(from, to).to_vec())).collect();
        let answers = named.iter().map(|(name, edits)| (name.as_str(), edits.clone())).collect();
        let example = self.first(score);
        self.ask(Topic::Scale, score, example, answers);
    }

    /// A column of scores that are no plain numbers: "4/5", stars, "good" and "bad".
    fn score_in_other_words(&mut self) {
        let found = best(self.sample, &synonyms(Fact::Feedback, "score")).filter(|(_, likeness)| *likeness > 0.6);
        let Some(column) = found.map(|(name, _)| name.to_owned()) else { return };
        if self.columns.iter().any(|guessed| guessed.from.text() == column) {
            return;
        }
        let words: Vec<String> = self
            .few_words(&column)
            .unwrap_or_default()
            .into_iter()
            .map(|(word, _)| word)
            .filter(|word| !word.is_empty())
            .collect();
        if words.is_empty() {
            return;
        }
        let from = |text: String| Edit::Column("score".into(), ColumnSource::Source(text));
        let mut answers: Vec<(String, Vec<Edit>)> = Vec::new();
        if let Some(most) = of_fractions(&words) {
            let first = from(format!("split_part({}, '/', 1)", sql_name(&column)));
            for least in [1, 0] {
                let mut edits = vec![first.clone()];
                edits.extend(bounds(least, most));
                answers.push((format!("{least}_to_{most}"), edits));
            }
        } else if let Some((least, most, scores)) = of_stars(&words).or_else(|| of_grades(&words)) {
            let scores = scores.iter().map(|(word, score)| (word.as_str(), score.as_str()));
            let mut edits = vec![Edit::Words(column.clone(), replacements(scores)), from(column.clone())];
            edits.extend(bounds(least, most));
            answers.push((format!("{least}_to_{most}"), edits));
        }
        for (_, edits) in &mut answers {
            edits.push(Edit::Column("kind".into(), ColumnSource::Source("'aided'".into())));
        }
        answers.push(("no_score".to_owned(), Vec::new()));
        let answers = answers.iter().map(|(name, edits)| (name.as_str(), edits.clone())).collect();
        let example = self.first(&column);
        self.ask(Topic::Scale, &column, example, answers);
    }
}

/// Whether a name is the question of the net promoter score.
fn asks_to_recommend(name: &str) -> bool {
    const RECOMMEND: &str = "recommend recommending recommendation weiterempfehlen empfehlen weiterempfehlung weiterempfehlungsbereitschaft";
    let how = [("how", "likely"), ("wie", "wahrscheinlich")];
    has_among(name, RECOMMEND) || how.iter().any(|(how, likely)| has_among(name, how) && has_among(name, likely))
}

/// From where to where scores go by the name of their column, as in `Satisfaction (1-5)` or `0 bis 10`.
fn scale_in_name(name: &str) -> Option<(u32, u32)> {
    let parts = words(name);
    let number = |at: usize| parts.get(at)?.parse::<u32>().ok();
    let joined = |at: usize| matches!(parts.get(at).map(String::as_str), Some("to" | "bis" | "through"));
    (0..parts.len()).find_map(|at| {
        let to = number(at + 1).or_else(|| number(at + 2).filter(|_| joined(at + 1)))?;
        Some((number(at)?, to)).filter(|(from, to)| *from <= 1 && matches!(*to, 3..=7 | 10 | 100))
    })
}

fn bounds(from: u32, to: u32) -> [Edit; 2] {
    let bound = |target: &str, bound: u32| Edit::Column(target.into(), ColumnSource::Source(bound.to_string()));
    [bound("scale_min", from), bound("scale_max", to)]
}

/// The best score, where all scores are told as so many of it: "4/5".
fn of_fractions(words: &[String]) -> Option<u32> {
    let mut most = words.iter().map(|word| {
        let (score, most) = word.split_once('/')?;
        let (score, most): (f64, u32) = (score.trim().parse().ok()?, most.trim().parse().ok()?);
        (score <= f64::from(most)).then_some(most)
    });
    let first = most.next()??;
    most.all(|other| other == Some(first)).then_some(first)
}

/// The least score and the best, and for each word the score it tells.
type ToldScores = (u32, u32, Vec<(String, String)>);

/// Scores told by so many stars.
fn of_stars(words: &[String]) -> Option<ToldScores> {
    const MOST: u32 = 5;
    let is_star = |c: char| matches!(c, '★' | '☆' | '⭐' | '*');
    if !words.iter().all(|word| word.chars().all(is_star) && word.chars().count() <= MOST as usize) {
        return None;
    }
    let full = ['★', '⭐', '*'].into_iter().find(|star| words.iter().any(|word| word.contains(*star)))?;
    let stars = |count: u32| full.to_string().repeat(count as usize);
    let plain = (1..=MOST).map(|count| (stars(count), count.to_string()));
    let padded = (0..MOST).map(|count| (stars(count) + &"☆".repeat((MOST - count) as usize), count.to_string()));
    Some((1, MOST, plain.chain(padded).collect()))
}

/// Scores told by words.
fn of_grades(words: &[String]) -> Option<ToldScores> {
    let plain = |word: &String| super::names::words(word).concat();
    let (least, grades) =
        GRADES.iter().find(|(_, grades)| words.iter().all(|word| grades.contains(&plain(word).as_str())))?;
    let score = |word: &String| {
        let at = grades.iter().position(|grade| *grade == plain(word))?;
        Some((word.clone(), (least + at as u32).to_string()))
    };
    Some((*least, least + grades.len() as u32 - 1, words.iter().filter_map(score).collect()))
}
