//! Mappings, expressions and policies, as text.

use std::fmt::Write;

use bellwether_model::Policy;
use serde_json::{Map, Value, json};

use crate::COLUMNS;
use crate::damage::damage_text;
use crate::dice::Dice;

const TABLES: [(&str, &[&str]); 4] = [
    ("purchases", &["purchase_id", "customer_id", "at", "amount", "currency", "product"]),
    ("subscriptions", &["subscription_id", "customer_id", "plan", "monthly", "from", "to", "status"]),
    ("feedback", &["feedback_id", "customer_id", "at", "kind", "score", "text"]),
    ("exchange_rates", &["currency", "day", "rate"]),
];

/// Lines of a map file above its columns, and sections, each with an odd brother.
const SETTINGS: [&str; 16] = [
    "currency = \"EUR\"",
    "currency = \"XXX\"",
    "time_zone = \"Europe/Berlin\"",
    "time_zone = \"../../etc/passwd\"",
    "time_zone = \"EST5EDT4,M3.2.0/-167,M11.1.0/167\"",
    "time_zone = \"-99:99\"",
    "where = \"Amount > 0\"",
    "where = \"Text LIKE '%' || Text\"",
    "ends = \"last_day\"",
    "snapshot = \"month\"",
    "rates = \"units_per_reporting\"",
    "ids_ignore_case = true",
    "days = { earliest = \"9999-12-31\" }",
    "days = { latest = \"-9999-01-01\" }",
    "ids_ignore_case = 9223372036854775808",
    "unknown = { a = [[[[1]]]] }",
];
const SECTIONS: [&str; 12] = [
    "[words]\nAmount = { \"a\" = \"1\", \"\" = \"2\" }",
    "[types]\nDate = \"unix_seconds\"",
    "[types]\nDate = \"spreadsheet_days\"\nAmount = \"text\"",
    "[time_zones]\nDate = \"America/New_York\"",
    "[ids]\nalone_from = \"2024-01-02\"\nalone_to = \"0001-01-01\"",
    "[ids]\nperiod = \"month\"",
    "[format]\ndates = \"month_first\"\ntwo_digit_years_from = 1970",
    "[format]\ntwo_digit_years_from = -9223372036854775808",
    "[format]\ndelimiter = \"\\u0000\"\nquote = \"none\"",
    "[format]\nskip_rows = 18446744073709551615\nfooter_rows = 4294967296",
    "[format]\nencoding = \"utf-16be\"\nheader_row = 0\nheader_rows = 99",
    "[answers]\na = \"b\"",
];

pub(crate) fn mapping(dice: &mut Dice, odd: bool) -> String {
    let (table, targets) = *dice.pick(&TABLES);
    let mut text = format!("table = \"{table}\"\nsource = \"shop\"\n");
    if odd && !dice.one_in(3) {
        writeln!(text, "{}", dice.pick(&SETTINGS)).expect("a text");
    }
    text += "[columns]\n";
    for (at, target) in targets.iter().enumerate() {
        let source = if odd && dice.one_in(4) {
            expression(dice, true)
        } else if dice.one_in(5) {
            sql(dice, 2)
        } else {
            COLUMNS[at % COLUMNS.len()].to_owned()
        };
        writeln!(text, "{target} = {}", toml::Value::String(source)).expect("a text");
    }
    if odd && dice.one_in(3) {
        writeln!(text, "{}", dice.pick(&SECTIONS)).expect("a text");
    }
    if odd && dice.one_in(4) { damage_text(&text, dice) } else { text }
}

/// Functions that may be used, with how many arguments they take, and some that may not.
const FUNCTIONS: [(&str, usize); 84] = [
    ("abs", 1),
    ("array_element", 2),
    ("ascii", 1),
    ("bit_length", 1),
    ("btrim", 2),
    ("ceil", 1),
    ("character_length", 1),
    ("chr", 1),
    ("coalesce", 3),
    ("concat", 3),
    ("concat_ws", 3),
    ("contains", 2),
    ("date_bin", 3),
    ("date_part", 2),
    ("date_trunc", 2),
    ("encode", 2),
    ("ends_with", 2),
    ("exp", 1),
    ("find_in_set", 2),
    ("floor", 1),
    ("from_unixtime", 1),
    ("greatest", 2),
    ("initcap", 1),
    ("isnan", 1),
    ("iszero", 1),
    ("least", 2),
    ("left", 2),
    ("ln", 1),
    ("log", 2),
    ("log10", 1),
    ("log2", 1),
    ("lower", 1),
    ("ltrim", 1),
    ("make_date", 3),
    ("nanvl", 2),
    ("nullif", 2),
    ("nvl", 2),
    ("nvl2", 3),
    ("octet_length", 1),
    ("overlay", 3),
    ("power", 2),
    ("regexp_count", 2),
    ("regexp_instr", 2),
    ("regexp_like", 2),
    ("regexp_match", 2),
    ("regexp_replace", 4),
    ("replace", 3),
    ("reverse", 1),
    ("right", 2),
    ("round", 2),
    ("rtrim", 1),
    ("signum", 1),
    ("split_part", 3),
    ("sqrt", 1),
    ("starts_with", 2),
    ("strpos", 2),
    ("substr", 3),
    ("substr_index", 3),
    ("to_char", 2),
    ("to_date", 2),
    ("to_hex", 1),
    ("to_local_time", 1),
    ("to_timestamp", 1),
    ("to_timestamp_micros", 1),
    ("to_timestamp_millis", 1),
    ("to_timestamp_nanos", 1),
    ("to_timestamp_seconds", 1),
    ("to_unixtime", 1),
    ("translate", 3),
    ("trunc", 2),
    ("upper", 1),
    ("repeat", 2),
    ("lpad", 3),
    ("arrow_cast", 2),
    ("now", 0),
    ("random", 0),
    ("array_repeat", 2),
    ("generate_series", 2),
    ("factorial", 1),
    ("sum_of", 1),
    ("sum", 1),
    ("levenshtein", 2),
    ("md5", 1),
    ("unnest", 1),
];

const LITERALS: [&str; 40] = [
    "0",
    "1",
    "-1",
    "2",
    "1.5",
    "0.1e-300",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "99999999999999999999999999999999999999",
    "999999999999999999999999999999999999999999999999999999999999999999999999999999999",
    "1e308",
    "NULL",
    "TRUE",
    "''",
    "'a'",
    "'%'",
    "'_%\\'",
    "'2024-01-05'",
    "'day'",
    "'month'",
    "'week'",
    "'%Y-%m-%d'",
    "'%Q%9999f%-'",
    "'(a|b)*c'",
    "'(('",
    "'[[:alpha:]]{2,}'",
    "'\\1\\2$3'",
    "'g'",
    "'hex'",
    "'base64'",
    "'é\u{301}\u{1F468}\u{200D}'",
    "DATE '2024-02-29'",
    "DATE '9999-12-31'",
    "TIMESTAMP '0001-01-01 00:00:00'",
    "TIMESTAMP '262142-12-31T23:59:59.999999999Z'",
    "INTERVAL '1 day'",
    "INTERVAL '178956970 years 11 months'",
    "INTERVAL '-9223372036854775808 nanoseconds'",
    "X'00ff'",
];
const OPERATORS: [&str; 22] = [
    "+",
    "-",
    "*",
    "/",
    "%",
    "||",
    "=",
    "<>",
    "<",
    ">=",
    "AND",
    "OR",
    "LIKE",
    "ILIKE",
    "~",
    "!~*",
    "&",
    "|",
    "<<",
    ">>",
    "^",
    "IS DISTINCT FROM",
];
const TYPES: [&str; 16] = [
    "INT",
    "BIGINT",
    "SMALLINT",
    "DOUBLE",
    "REAL",
    "DECIMAL(38,10)",
    "DECIMAL(76,0)",
    "DECIMAL(99,99)",
    "TEXT",
    "DATE",
    "TIMESTAMP",
    "TIME",
    "BOOLEAN",
    "INTERVAL",
    "BYTEA",
    "INT[]",
];

pub(crate) fn expression(dice: &mut Dice, odd: bool) -> String {
    let depth = 1 + dice.below(4);
    let mut text = sql(dice, depth);
    if odd && dice.one_in(12) {
        let (before, behind) = *dice.pick(&[
            ("(", ")"),
            ("NOT ", ""),
            ("- ", ""),
            ("CAST(", " AS TEXT)"),
            ("CASE WHEN TRUE THEN ", " END"),
            ("coalesce(", ")"),
            ("", " + 1"),
            ("", "::text"),
            ("INTERVAL ", ""),
            ("[", "]"),
        ]);
        let times = 1 << dice.below(13);
        text = before.repeat(times) + &text + &behind.repeat(times);
    }
    if odd && dice.one_in(3) { damage_text(&text, dice) } else { text }
}

fn sql(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 || dice.one_in(5) {
        return (*if dice.one_in(2) { dice.pick(&COLUMNS) } else { dice.pick(&LITERALS) }).to_owned();
    }
    let inner = |dice: &mut Dice| sql(dice, depth - 1);
    match dice.below(9) {
        0..=3 => {
            let (name, count) = *dice.pick(&FUNCTIONS);
            let count = if dice.one_in(10) { dice.below(6) } else { count };
            let arguments: Vec<String> = (0..count).map(|_| inner(dice)).collect();
            format!("{name}({})", arguments.join(", "))
        }
        4 | 5 => format!("({} {} {})", inner(dice), dice.pick(&OPERATORS), inner(dice)),
        6 => format!("CAST({} AS {})", inner(dice), dice.pick(&TYPES)),
        7 => format!("CASE WHEN {} THEN {} ELSE {} END", inner(dice), inner(dice), inner(dice)),
        _ => match dice.below(6) {
            0 => format!("{} IS NOT NULL", inner(dice)),
            1 => format!("{} BETWEEN {} AND {}", inner(dice), inner(dice), inner(dice)),
            2 => format!("{} IN ({}, {})", inner(dice), inner(dice), inner(dice)),
            3 => format!("{} AT TIME ZONE 'Europe/Berlin'", inner(dice)),
            4 => format!("EXTRACT(epoch FROM {})", inner(dice)),
            _ => format!("-{}", inner(dice)),
        },
    }
}

pub(crate) fn policy(dice: &mut Dice, odd: bool) -> String {
    let good = serde_json::to_value(Policy::default()).expect("JSON");
    let mut policy = good.as_object().cloned().unwrap_or_default();
    if odd {
        for _ in 0..=dice.small_below(5) {
            let name = policy.keys().nth(dice.below(policy.len())).cloned().unwrap_or_default();
            let value = odd_value(dice);
            match dice.below(6) {
                0 => drop(policy.remove(&name)),
                1 => drop(policy.insert("unknown".to_owned(), value)),
                _ => drop(policy.insert(name, value)),
            }
        }
    }
    let text = Value::Object(policy).to_string();
    if odd && dice.one_in(3) { damage_text(&text, dice) } else { text }
}

fn odd_value(dice: &mut Dice) -> Value {
    const TEXTS: [&str; 14] = [
        "",
        " ",
        "\0",
        "Europe/Berlin",
        "../../../etc/localtime",
        "EST5EDT4,M3.2.0/-167,M11.1.0/167",
        "UTC+99",
        "JPY",
        "XXX",
        "sunday",
        "spend",
        "\u{202e}\u{feff}",
        "recurring",
        "eur",
    ];
    let extreme = dice.extreme();
    match dice.below(9) {
        0 => json!(extreme),
        1 => json!(extreme as u16),
        2 => json!(dice.below(20)),
        3 => json!(extreme as f64 * 1e290),
        4 => json!([{ "name": "a", "from_minor": extreme }, { "name": "b", "from_minor": i64::MAX }]),
        5 => json!("a".repeat(1 << dice.below(16))),
        6 => (0..1 << dice.below(8))
            .fold(Value::Null, |inner, _| Value::Object(Map::from_iter([("a".to_owned(), inner)]))),
        7 => Value::Null,
        _ => json!(dice.pick(&TEXTS)),
    }
}
