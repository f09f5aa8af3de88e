//! What may an expression be, and how much memory does it take at most? Known before anything of it is computed.
//!
//! Invariants: what is walked by calling itself (parsing, planning, computing, dropping) is never deeper than [`DEEPEST`]; what may be
//! computed is on a list; and of everything on the list it is known how long the text can be that it makes of its cells.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::expr::{BinaryExpr, Cast, InList, Like, ScalarFunction, TryCast};
use datafusion::logical_expr::{Expr, Operator};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};
use regex::RegexBuilder;

use crate::sources::columns::LONGEST_NAME;

/// Words and signs of an expression as somebody writes it.
const MOST_WORDS: usize = 2000;
/// The same once each `sum_of` is written out.
const MOST_WORDS_WRITTEN_OUT: usize = 50_000;
/// Brackets and `CASE`s within each other: of each the parser tries several readings, so that one more of them can take three times as long.
const MOST_WITHIN: usize = 12;
/// Behind these words `END` would be a name, and close no `CASE`.
const BEFORE_VALUES: [Keyword; 16] = [
    Keyword::AND,
    Keyword::BETWEEN,
    Keyword::CASE,
    Keyword::COLLATE,
    Keyword::CONNECT_BY_ROOT,
    Keyword::DIV,
    Keyword::ELSE,
    Keyword::ILIKE,
    Keyword::INTERVAL,
    Keyword::LIKE,
    Keyword::NOT,
    Keyword::OR,
    Keyword::PRIOR,
    Keyword::THEN,
    Keyword::WHEN,
    Keyword::XOR,
];
/// Computations within computations, as in `1 + 1 + 1`, which is two deep.
const DEEPEST: usize = 200;
/// Bytes that what an expression makes of no cell at all may take.
const MOST_BYTES: f64 = (1 << 20) as f64;
/// How many times as long as the cells what it makes of them may become.
const MOST_GROWTH: f64 = 100_000.0;
/// Bytes that a pattern may take once it is understood; what takes more is slow, too.
const PATTERN_BYTES: usize = 1 << 18;
/// Bytes that mapping some rows at once may take.
pub(super) const MOST_AT_ONCE: f64 = (64 << 20) as f64;
/// A number, a moment, or where a text begins and ends.
const VALUE_BYTES: f64 = 16.0;

/// The functions that an expression may use. What is missing here makes texts of any length out of a number, tries to understand each cell as a
/// pattern, or has no use for a row.
const FUNCTIONS: [&str; 71] = [
    "abs",
    "array_element",
    "ascii",
    "bit_length",
    "btrim",
    "ceil",
    "character_length",
    "chr",
    "coalesce",
    "concat",
    "concat_ws",
    "contains",
    "date_bin",
    "date_part",
    "date_trunc",
    "encode",
    "ends_with",
    "exp",
    "find_in_set",
    "floor",
    "from_unixtime",
    "greatest",
    "initcap",
    "isnan",
    "iszero",
    "least",
    "left",
    "ln",
    "log",
    "log10",
    "log2",
    "lower",
    "ltrim",
    "make_date",
    "nanvl",
    "nullif",
    "nvl",
    "nvl2",
    "octet_length",
    "overlay",
    "power",
    "regexp_count",
    "regexp_instr",
    "regexp_like",
    "regexp_match",
    "regexp_replace",
    "replace",
    "reverse",
    "right",
    "round",
    "rtrim",
    "signum",
    "split_part",
    "sqrt",
    "starts_with",
    "strpos",
    "substr",
    "substr_index",
    "to_char",
    "to_date",
    "to_hex",
    "to_local_time",
    "to_timestamp",
    "to_timestamp_micros",
    "to_timestamp_millis",
    "to_timestamp_nanos",
    "to_timestamp_seconds",
    "to_unixtime",
    "translate",
    "trunc",
    "upper",
];

/// The memory that computing an expression takes at most: of a row whose cells are `n` bytes, `flat + growth * n` bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cost {
    flat: f64,
    growth: f64,
}

impl Cost {
    /// Bytes for rows whose cells are so many bytes in all.
    pub(super) fn of(self, rows: usize, bytes: usize) -> f64 {
        self.flat * rows as f64 + self.growth * bytes as f64
    }

    fn with(self, other: Self) -> Self {
        Self { flat: self.flat + other.flat, growth: self.growth + other.growth }
    }

    fn times(self, factor: f64, flat: f64) -> Self {
        Self { flat: self.flat * factor + flat, growth: self.growth * factor }
    }
}

/// Refuses what somebody wrote if it is too long to be read without harm.
pub(super) fn check_written(text: &str) -> Result<(), String> {
    check_words(text, MOST_WORDS)
}

/// Refuses what it became over the columns of a file.
pub(super) fn check_written_out(text: &str) -> Result<(), String> {
    check_words(text, MOST_WORDS_WRITTEN_OUT)
}

fn check_words(text: &str, most: usize) -> Result<(), String> {
    let too_long = || {
        format!(
            "an expression is of at most {most} words and signs of {LONGEST_NAME} letters; take it apart, or name words under [words]"
        )
    };
    // A word takes a byte at least, and few take more than thirty.
    if text.len() > most * 32 {
        return Err(too_long());
    }
    let tokens = Tokenizer::new(&GenericDialect {}, text).tokenize().map_err(|error| error.to_string())?;
    let (mut words, mut open) = (0_usize, 0_usize);
    let mut is_behind_value = false;
    for token in tokens.iter().filter(|token| !matches!(token, Token::Whitespace(_))) {
        words += 1;
        match (token, keyword(token)) {
            (Token::LParen | Token::LBracket | Token::LBrace, _) | (_, Some(Keyword::CASE)) => open += 1,
            (Token::RParen | Token::RBracket | Token::RBrace, _) => open = open.saturating_sub(1),
            (_, Some(Keyword::END)) if is_behind_value => open = open.saturating_sub(1),
            (_, Some(Keyword::END)) => {
                return Err("END stands where no CASE ends; a column so called stands in quotes".to_owned());
            }
            _ => {}
        }
        is_behind_value = match token {
            Token::Word(word) => !BEFORE_VALUES.contains(&word.keyword),
            Token::RParen
            | Token::RBracket
            | Token::RBrace
            | Token::Number(..)
            | Token::SingleQuotedString(_)
            | Token::HexStringLiteral(_)
            | Token::EscapedStringLiteral(_) => true,
            _ => false,
        };
        // A name that is not known is compared with all that are, letter by letter.
        if words > most || matches!(token, Token::Word(word) if word.value.len() > LONGEST_NAME) {
            return Err(too_long());
        }
        if open > MOST_WITHIN {
            return Err(format!(
                "an expression has at most {MOST_WITHIN} brackets and CASEs within each other; take it apart"
            ));
        }
    }
    Ok(())
}

/// What a word means that does not stand in quotes.
fn keyword(token: &Token) -> Option<Keyword> {
    match token {
        Token::Word(word) if word.quote_style.is_none() => Some(word.keyword),
        _ => None,
    }
}

/// What computing an expression takes at most, or why it is not computed. It calls itself for no part of it: how deep that is is known only here.
pub(super) fn of(expr: &Expr) -> Result<Cost, String> {
    let mut ahead = vec![(expr, 1)];
    let mut parts = Vec::new();
    while let Some((part, depth)) = ahead.pop() {
        if depth > DEEPEST {
            return Err(format!("an expression computes at most {DEEPEST} things one out of the other; take it apart"));
        }
        let below = below(part)?;
        parts.push((part, below.len()));
        ahead.extend(below.into_iter().map(|part| (part, depth + 1)));
    }
    let (mut made, mut all) = (Vec::new(), Cost::default());
    // What a part is made of stands behind it, the last first.
    for (part, below) in parts.into_iter().rev() {
        let costs = made.split_off(made.len() - below);
        let cost = made_by(part, &costs)?;
        if cost.flat > MOST_BYTES || cost.growth > MOST_GROWTH {
            return Err("an expression makes no text so long; replace less, or by something shorter".to_owned());
        }
        all = all.with(cost);
        made.push(cost);
    }
    Ok(all)
}

/// What a part of an expression is made of, in its order.
fn below(part: &Expr) -> Result<Vec<&Expr>, String> {
    Ok(match part {
        Expr::Column(_) | Expr::Literal(..) => Vec::new(),
        Expr::Alias(alias) => vec![&alias.expr],
        Expr::BinaryExpr(BinaryExpr { left, right, .. }) => vec![left, right],
        Expr::Like(Like { expr, pattern, .. }) | Expr::SimilarTo(Like { expr, pattern, .. }) => vec![expr, pattern],
        Expr::Not(of)
        | Expr::IsNotNull(of)
        | Expr::IsNull(of)
        | Expr::IsTrue(of)
        | Expr::IsFalse(of)
        | Expr::IsUnknown(of)
        | Expr::IsNotTrue(of)
        | Expr::IsNotFalse(of)
        | Expr::IsNotUnknown(of)
        | Expr::Negative(of) => vec![of],
        Expr::Between(between) => vec![&between.expr, &between.low, &between.high],
        Expr::Case(case) => {
            let branches = case.when_then_expr.iter().flat_map(|(when, then)| [when.as_ref(), then.as_ref()]);
            case.expr.as_deref().into_iter().chain(branches).chain(case.else_expr.as_deref()).collect()
        }
        Expr::Cast(Cast { expr, field, .. }) | Expr::TryCast(TryCast { expr, field, .. }) => {
            if field.data_type().is_nested() || matches!(field.data_type(), DataType::FixedSizeBinary(_)) {
                return Err(format!("nothing is made {} here", field.data_type()));
            }
            vec![expr]
        }
        Expr::InList(InList { expr, list, .. }) => std::iter::once(expr.as_ref()).chain(list).collect(),
        Expr::ScalarFunction(call) if FUNCTIONS.contains(&call.func.name()) => call.args.iter().collect(),
        Expr::ScalarFunction(call) => {
            return Err(format!("{}() cannot be used here; there are {}", call.func.name(), FUNCTIONS.join(", ")));
        }
        _ => {
            return Err(
                "it is computed from the cells of one row by operators, CASE and functions of single values".to_owned()
            );
        }
    })
}

/// What a part of an expression makes, out of what it is made of.
fn made_by(part: &Expr, below: &[Cost]) -> Result<Cost, String> {
    let all = below.iter().fold(Cost::default(), |all, cost| all.with(*cost));
    let value = Cost { flat: VALUE_BYTES, growth: 0.0 };
    Ok(match part {
        Expr::Column(_) => Cost { flat: VALUE_BYTES, growth: 1.0 },
        Expr::Literal(value, _) => {
            Cost { flat: VALUE_BYTES + literal(part).map_or(value.size(), str::len) as f64, growth: 0.0 }
        }
        Expr::BinaryExpr(BinaryExpr { op: Operator::StringConcat, .. }) | Expr::Alias(_) | Expr::Case(_) => all,
        Expr::BinaryExpr(BinaryExpr { op, right, .. }) => {
            if is_pattern(*op) {
                check_pattern(Some(right))?;
            }
            value
        }
        Expr::SimilarTo(Like { pattern, .. }) | Expr::Like(Like { pattern, .. }) => {
            check_pattern(Some(pattern))?;
            value
        }
        // A number becomes a text of its digits.
        Expr::Cast(_) | Expr::TryCast(_) => all.times(1.0, 64.0),
        Expr::ScalarFunction(call) => made_by_function(call, below, all)?,
        _ => value,
    })
}

/// What a function makes of its arguments.
fn made_by_function(call: &ScalarFunction, below: &[Cost], all: Cost) -> Result<Cost, String> {
    let (name, value) = (call.func.name(), Cost { flat: VALUE_BYTES, growth: 0.0 });
    let subject = below.first().copied().unwrap_or_default();
    let text = |at: usize| {
        let said = call.args.get(at).map_or(Some(""), literal);
        said.ok_or_else(|| format!("{name}() takes a text in single quotes in place {}, the same for all rows", at + 1))
    };
    Ok(match name {
        "replace" => {
            let (from, to) = (text(1)?.len() as f64, text(2)?.len() as f64);
            if from > 0.0 { subject.times((to / from).max(1.0), 0.0) } else { subject.times(1.0 + to, to) }
        }
        "regexp_replace" => {
            check_pattern(call.args.get(1))?;
            let (by, _) = (text(2)?, text(3)?);
            let groups = by.bytes().filter(|byte| matches!(byte, b'\\' | b'$')).count();
            subject.times((1 + groups + by.len()) as f64, by.len() as f64)
        }
        "regexp_match" => {
            check_pattern(call.args.get(1))?;
            let groups = text(1)?.bytes().filter(|byte| *byte == b'(').count() as f64;
            subject.times(1.0 + groups, VALUE_BYTES * (1.0 + groups))
        }
        "regexp_count" | "regexp_instr" | "regexp_like" => {
            check_pattern(call.args.get(1))?;
            value
        }
        "concat_ws" => below.iter().skip(1).fold(all, |all, _| all.with(subject)),
        "to_char" => Cost { flat: 64.0 + 16.0 * text(1)?.len() as f64, growth: 0.0 },
        "encode" | "to_hex" => all.times(2.0, 128.0),
        // A letter of one byte may become one of four.
        "translate" => subject.times(4.0, 0.0),
        "lower" | "upper" | "initcap" => all.times(3.0, 0.0),
        // Of these each gives one of its arguments, or a part of one, or all of them.
        "array_element" | "btrim" | "chr" | "coalesce" | "concat" | "greatest" | "least" | "left" | "ltrim"
        | "nullif" | "nvl" | "nvl2" | "overlay" | "reverse" | "right" | "rtrim" | "split_part" | "substr"
        | "substr_index" => all.times(1.0, VALUE_BYTES),
        _ => value,
    })
}

fn is_pattern(op: Operator) -> bool {
    use Operator::{
        ILikeMatch, LikeMatch, NotILikeMatch, NotLikeMatch, RegexIMatch, RegexMatch, RegexNotIMatch, RegexNotMatch,
    };
    matches!(
        op,
        RegexMatch
            | RegexIMatch
            | RegexNotMatch
            | RegexNotIMatch
            | LikeMatch
            | ILikeMatch
            | NotLikeMatch
            | NotILikeMatch
    )
}

/// Refuses a pattern that each row says anew, or that takes much time or memory: `(a{1000}){1000}`.
/// A function that lacks its pattern is refused when its types are looked at.
fn check_pattern(pattern: Option<&Expr>) -> Result<(), String> {
    let Some(pattern) = pattern else { return Ok(()) };
    let pattern = literal(pattern).ok_or("a pattern is a text in single quotes, the same for all rows")?;
    let understood = RegexBuilder::new(pattern).size_limit(PATTERN_BYTES).dfa_size_limit(PATTERN_BYTES).build();
    match understood {
        Err(regex::Error::CompiledTooBig(_)) => {
            Err(format!("the pattern '{}' repeats too much", pattern.chars().take(60).collect::<String>()))
        }
        // A pattern of LIKE need be none of these; what is wrong with one of these is told where it is used.
        _ => Ok(()),
    }
}

/// A text in quotes.
fn literal(part: &Expr) -> Option<&str> {
    match part {
        Expr::Literal(
            ScalarValue::Utf8(Some(text)) | ScalarValue::LargeUtf8(Some(text)) | ScalarValue::Utf8View(Some(text)),
            _,
        ) => Some(text),
        _ => None,
    }
}

/// Bytes that the cells of some columns take, of rows that may be a piece of more.
pub(super) fn bytes_of(columns: &[ArrayRef]) -> usize {
    let bytes = |column: &ArrayRef| match column.data_type() {
        DataType::Utf8 => {
            let offsets = column.as_string::<i32>().value_offsets();
            offsets.last().zip(offsets.first()).map_or(0, |(last, first)| (last - first) as usize)
        }
        _ => column.to_data().get_slice_memory_size().unwrap_or_else(|_| column.get_array_memory_size()),
    };
    columns.iter().map(bytes).sum()
}
