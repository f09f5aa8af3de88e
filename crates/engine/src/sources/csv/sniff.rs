//! In which dialect is the head of a text written?
//!
//! Every dialect is tried on all rows of the head. It is the better the more rows have the width that most have, the wider that
//! is, the more of its cells read like a figure, a date or a word, and if the first row has that width too. Quotes that are out
//! of order cost their rows. Of equals the first in the order of [`candidates`] is taken: fewer liberties first. Where another
//! delimiter does nearly as well, or cuts every row evenly while the better one's cells hold it, nothing is chosen.

use super::super::dialect::{Delimiter, Dialect, Escape, Quote};
use super::super::layout;
use super::super::shape::Shape;
use super::cut::Cutter;
use super::sample::{self, Sample};

/// Those that seldom occur inside cells first.
const DELIMITERS: [Delimiter; 5] =
    [Delimiter::Byte(b'\t'), Delimiter::Byte(b'|'), Delimiter::Byte(b';'), Delimiter::Byte(b','), Delimiter::Spaces];

/// A score so near the best one that the choice would be a guess.
const NEAR: f64 = 0.95;

/// What is declared of a dialect.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KnownDialect {
    pub delimiter: Option<Delimiter>,
    pub quote: Option<Quote>,
    pub escape: Option<Escape>,
    pub trim: Option<bool>,
    /// Whether quoted cells that run over several lines are believed.
    pub multiline: Option<bool>,
}

impl KnownDialect {
    /// What cuts lines of a dialect.
    pub fn cutter(self, dialect: Dialect) -> Cutter {
        let mut cutter = Cutter::new(dialect);
        cutter.trusts_quotes = self.multiline == Some(true);
        cutter
    }

    /// The dialect of a text that shows none.
    pub fn or_plain(self) -> Dialect {
        let plain = Dialect::plain(self.delimiter.unwrap_or(Delimiter::Byte(b',')));
        Dialect {
            quote: self.quote.unwrap_or(plain.quote),
            escape: self.escape.unwrap_or(plain.escape),
            trim: self.trim.unwrap_or(plain.trim),
            ..plain
        }
    }
}

/// A dialect and how well it cuts a head.
struct Trial {
    dialect: Dialect,
    score: f64,
    width: usize,
    /// Whether every row has the width.
    is_even: bool,
    /// Whether some cells hold what separates cells elsewhere.
    is_unclear: bool,
}

/// Two delimiters that cut the same rows about as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Doubt {
    pub delimiters: [Delimiter; 2],
    pub widths: [usize; 2],
}

/// The dialect of a head, or none if no delimiter cuts its rows into several cells.
pub(super) fn dialect(text: &str, whole: bool, known: KnownDialect) -> Result<Option<Dialect>, Doubt> {
    let mut best: Option<Trial> = None;
    let mut other: Option<Trial> = None;
    for dialect in candidates(text, known) {
        let Some(trial) = tried(known.cutter(dialect), dialect, text, whole) else { continue };
        let leads = best.as_ref().is_none_or(|best| trial.score > best.score + 1e-9);
        let beaten = if leads { best.replace(trial) } else { Some(trial) };
        let of_other_delimiter =
            |trial: &Trial| best.as_ref().is_some_and(|best| trial.dialect.delimiter != best.dialect.delimiter);
        for trial in [beaten, other.take()].into_iter().flatten().filter(of_other_delimiter) {
            if other.as_ref().is_none_or(|other| trial.score > other.score) {
                other = Some(trial);
            }
        }
    }
    if let (Some(best), Some(other)) = (&best, &other)
        && (other.score >= NEAR * best.score || (other.is_even && best.is_unclear))
    {
        let delimiters = [best.dialect.delimiter, other.dialect.delimiter];
        return Err(Doubt { delimiters, widths: [best.width, other.width] });
    }
    Ok(best.map(|best| best.dialect))
}

/// The dialects that a text may be written in, those that take fewer liberties first.
fn candidates(text: &str, known: KnownDialect) -> Vec<Dialect> {
    let delimiters = known.delimiter.map_or(DELIMITERS.to_vec(), |it| vec![it]);
    let quotes = known.quote.map_or_else(
        || if text.contains('\'') { vec![Quote::Byte(b'"'), Quote::Byte(b'\'')] } else { vec![Quote::Byte(b'"')] },
        |it| vec![it],
    );
    let mut all = Vec::new();
    for delimiter in delimiters {
        let sign = char::from(delimiter.byte());
        let between = text.matches(sign).count();
        if between == 0 {
            continue;
        }
        let blanks = text.matches(&format!("{sign} ")).count().max(text.matches(&format!(" {sign}")).count());
        let trims = match known.trim {
            Some(trim) => vec![trim],
            None if between > 0 && blanks * 2 > between && sign != ' ' => vec![false, true],
            None => vec![false],
        };
        for &quote in &quotes {
            let has_backslash = quote.byte().is_some_and(|quote| text.contains(&format!("\\{}", char::from(quote))));
            let escapes = match known.escape {
                Some(escape) => vec![escape],
                None if has_backslash => vec![Escape::Doubled, Escape::Backslash],
                None => vec![Escape::Doubled],
            };
            for &trim in &trims {
                all.extend(escapes.iter().map(|&escape| Dialect { delimiter, quote, escape, trim }));
            }
        }
    }
    all
}

fn tried(cutter: Cutter, dialect: Dialect, text: &str, whole: bool) -> Option<Trial> {
    let sample = sample::take(text, whole, 1, &cutter);
    let Sample { rows, clarity, cells, unclear, .. } = &sample;
    let width = layout::width(rows);
    if width < 2 {
        return None;
    }
    let has_width = |at: usize| rows[at].fault.is_none() && rows[at].cells.len() == width;
    let even: Vec<usize> = (0..rows.len()).filter(|at| has_width(*at)).collect();
    let begins = rows[0].cells.len() == width;
    if dialect.delimiter == Delimiter::Spaces && !(begins && is_aligned(text, &sample)) {
        return None;
    }
    let share = even.len() as f64 / rows.len() as f64;
    let clear = even.iter().map(|at| clarity[*at]).sum::<f64>() / even.len().max(1) as f64;
    let wide = 1.0 - 1.0 / (width * width) as f64;
    let score = share * wide * clear * if begins { 1.0 } else { 0.7 };
    let is_unclear = *unclear * 20 > *cells;
    Some(Trial { dialect, score, width, is_even: even.len() == rows.len(), is_unclear })
}

/// Whether blanks may be what separates cells: there are figures, or places where several blanks stand.
fn is_aligned(text: &str, sample: &Sample) -> bool {
    let is_figure = |cell: &String| matches!(Shape::of(cell), Shape::Figure | Shape::Moment);
    text.contains("  ") || sample.rows.iter().skip(1).flat_map(|row| &row.cells).any(is_figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Result<Option<Dialect>, Doubt> {
        dialect(text, true, KnownDialect::default())
    }

    fn delimiter(text: &str) -> Option<Delimiter> {
        found(text).unwrap().map(|it| it.delimiter)
    }

    #[test]
    fn each_delimiter_is_told_from_the_others() {
        assert_eq!(delimiter("id;amount\n1;1,50\n2;2,75\n"), Some(Delimiter::Byte(b';')));
        assert_eq!(delimiter("1;1,50\n2;2,75\n"), Some(Delimiter::Byte(b';')));
        assert_eq!(delimiter("1,5;2,5\n3,5;4,5\n"), Some(Delimiter::Byte(b';')));
        assert_eq!(delimiter("id\tname\n1\tA, B\n2\tC, D\n"), Some(Delimiter::Byte(b'\t')));
        assert_eq!(delimiter("id|name\n1|a\n2|b\n"), Some(Delimiter::Byte(b'|')));
        assert_eq!(delimiter("id,at\n1,2011-01-01 08:00\n"), Some(Delimiter::Byte(b',')));
        assert_eq!(delimiter("id,tags,amount\n1,a;b,3\n2,c;d,4\n"), Some(Delimiter::Byte(b',')));
        assert_eq!(delimiter("name;city\nLee,Cy;Berlin,DE\nKim,Bo;Bonn,DE\n"), Some(Delimiter::Byte(b';')));
        assert_eq!(delimiter("name\nanna\nbert\n"), None);
        assert_eq!(delimiter("full name\nAnna Lee\nBert Kim\n"), None);
        assert_eq!(delimiter(" 00004 0001  2   29.33\n 00004 0001  2   29.73\n"), Some(Delimiter::Spaces));
        assert_eq!(delimiter("id,text\n1,\"a;b;c\"\n2,\"d;e;f\"\n3,\"g;h;i\"\n"), Some(Delimiter::Byte(b',')));
    }

    #[test]
    fn quotes_escapes_and_blanks_are_told_by_what_they_leave() {
        let apostrophes = found("id,name\n1,'Lee, Cy'\n2,'O''Neil'\n").unwrap().unwrap();
        assert_eq!((apostrophes.quote, apostrophes.trim), (Quote::Byte(b'\''), false));
        let names = found("id,name\n1,'t Hart\n2,O'Neil\n3,Lee\n").unwrap().unwrap();
        assert_eq!(names.quote, Quote::Byte(b'"'));
        let blanks = found("id, name\n1, \"Anna\"\n2, \"Lee, Cy\"\n").unwrap().unwrap();
        assert!(blanks.trim && blanks.delimiter == Delimiter::Byte(b','));
        let backslash = found("id,name\n1,\"5\\\" pipe\"\n2,\"a\"\n").unwrap().unwrap();
        assert_eq!(backslash.escape, Escape::Backslash);
        assert_eq!(found("id,name\n1,\"5\"\" pipe\"\n2,\"a\"\n").unwrap().unwrap().escape, Escape::Doubled);
    }

    #[test]
    fn two_delimiters_that_cut_as_well_are_a_question() {
        let doubt = found("Lee,Cy;Berlin,DE\nKim,Bo;Bonn,DE\nDoe,Al;Ulm,DE\n").unwrap_err();
        assert_eq!(doubt.delimiters, [Delimiter::Byte(b','), Delimiter::Byte(b';')]);
        assert_eq!(doubt.widths, [3, 2]);
    }
}
