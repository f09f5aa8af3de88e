//! Incidents of a service desk: what was agreed on is a promise, another group a handoff, an incident opened anew rework; all to the figures
//! that plain counts over the file and queries over the touches give.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use jiff::civil::DateTime;
use serde_json::Value;

use crate::company::{Company, at_hand, number, numbers, public_data};

/// Every update of an incident is a touch of the group that has it. `sys_mod_count` tells their order, but five of its numbers are there twice.
const UPDATES: &str = r#"
table = "touches"
source = "servicenow"
[format]
dates = "day_first"
missing = ["?"]
[columns]
touch_id = "number || ' ' || sys_mod_count || ' ' || sys_updated_at"
customer_id = "caller_id"
case_id = "number"
touchpoint = "incident_state"
silo = "assignment_group"
channel = "contact_type"
started_at = "sys_updated_at"
outcome = "made_sla"
sequence = "sys_mod_count"
"#;

/// An incident is solved once, and once more each time it is opened anew. No row tells when that was, so every attempt begins with the incident;
/// whose it is says its first row. Without a group it is no part of what groups hand over.
const ATTEMPTS: &str = r#"
table = "touches"
source = "attempts"
[format]
dates = "day_first"
missing = ["?"]
[columns]
touch_id = "number || ' ' || reopen_count"
customer_id = "caller_id"
case_id = "number"
touchpoint = "'solving'"
started_at = "opened_at"
sequence = "reopen_count"
"#;

const JOURNEY: &str = r#"
version = 0
[[stages]]
id = "get_help"
name = "I need help"
owner = "Head of Service"
[[stages.touchpoints]]
id = "solving"
name = "Somebody solves it"
class = "in_need"
[[stages.touchpoints]]
id = "closing"
name = "It is solved"
class = "in_need"
touches = ["Closed"]
promise = { words = "It is solved within the time we agreed on", outcomes = ["true"] }
"#;

const PROMISES_BY_QUERY: &str = "select date_part('year', started_at) as year, \
    count(*) filter (where outcome = 'true') as kept, count(*) filter (where outcome = 'false') as broken \
    from touches where touchpoint = 'Closed' and customer_id is not null group by 1";

const HANDOFFS_BY_QUERY: &str = "with held as (select silo, started_at, \
    lag(silo) over incident as from_silo, lag(started_at) over incident as left_at \
    from touches where silo is not null and customer_id is not null \
    window incident as (partition by customer_id, case_id order by started_at, sequence)) \
    select date_part('year', left_at) as year, from_silo, silo, count(*) as handed \
    from held where from_silo <> silo group by 1, 2, 3";

const REWORK_BY_QUERY: &str = "select count(*) as incidents from (select case_id from touches \
    where touchpoint = 'solving' and customer_id is not null group by case_id having count(*) > 1)";

/// A row of the file.
struct Update {
    number: String,
    caller: Option<String>,
    group: Option<String>,
    state: String,
    made_sla: bool,
    reopened: u32,
    order: u32,
    at: DateTime,
}

/// What became of one touchpoint's promises in a year.
#[derive(Debug, Default, PartialEq)]
struct Promises {
    touches: u64,
    kept: u64,
    broken: u64,
    broken_to: u64,
    kept_to: u64,
    cases: u64,
    rework_cases: u64,
    right_first_time: u64,
}

/// From, to, and the year in which it was left.
type Pair = (String, String, i16);

/// An incident of a caller.
type Incident<'u> = (&'u str, &'u str);

/// When an update was, which of its moment it is, and the group or state that it tells.
type Step<'u> = (DateTime, u32, &'u str);

/// What one group handed to another.
#[derive(Default)]
struct Handed<'u> {
    seconds: Vec<i64>,
    callers: BTreeSet<&'u str>,
}

fn json(company: &Company, arguments: &[&str]) -> Value {
    serde_json::from_str(&company.answer(&[arguments, &["--format", "json"]].concat())).expect("JSON")
}

fn updates(path: &Path) -> Vec<Update> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).expect("a file")).read_to_string(&mut text).expect("gzip");
    assert!(!text.contains('"'), "quotes are not read here");
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let place = |name: &str| header.iter().position(|column| *column == name).expect(name);
    let [number, caller, group, state] = ["number", "caller_id", "assignment_group", "incident_state"].map(place);
    let [made_sla, reopened, order, at] = ["made_sla", "reopen_count", "sys_mod_count", "sys_updated_at"].map(place);
    let update = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let known = |place: usize| Some(cells[place].to_owned()).filter(|cell| cell != "?");
        Update {
            number: cells[number].to_owned(),
            caller: known(caller),
            group: known(group),
            state: cells[state].to_owned(),
            made_sla: cells[made_sla].parse().expect("true or false"),
            reopened: cells[reopened].parse().expect("a number"),
            order: cells[order].parse().expect("a number"),
            at: DateTime::strptime("%d/%m/%Y %H:%M", cells[at]).expect("a moment"),
        }
    };
    lines.map(update).collect()
}

/// The promises of all that was closed, by year.
fn promises(updates: &[Update]) -> BTreeMap<i16, Promises> {
    let mut found: BTreeMap<i16, Promises> = BTreeMap::new();
    let mut callers: BTreeMap<(i16, &str), bool> = BTreeMap::new();
    let mut incidents: BTreeMap<Incident<'_>, Vec<&Update>> = BTreeMap::new();
    for update in updates.iter().filter(|update| update.state == "Closed") {
        let Some(caller) = &update.caller else { continue };
        let of_year = found.entry(update.at.year()).or_default();
        of_year.touches += 1;
        *(if update.made_sla { &mut of_year.kept } else { &mut of_year.broken }) += 1;
        *callers.entry((update.at.year(), caller)).or_default() |= !update.made_sla;
        incidents.entry((caller, &update.number)).or_default().push(update);
    }
    for ((year, _), is_hurt) in callers {
        let of_year = found.entry(year).or_default();
        *(if is_hurt { &mut of_year.broken_to } else { &mut of_year.kept_to }) += 1;
    }
    for closed in incidents.into_values() {
        let first = closed.iter().map(|update| update.at).min().expect("one at least");
        let of_year = found.entry(first.year()).or_default();
        of_year.cases += 1;
        of_year.rework_cases += u64::from(closed.len() > 1);
        of_year.right_first_time += u64::from(closed.len() == 1 && closed[0].made_sla);
    }
    found
}

/// What groups handed over: within an incident of one caller, from each update to the next one of which the group is known.
fn handoffs(updates: &[Update]) -> BTreeMap<Pair, Handed<'_>> {
    let mut incidents: BTreeMap<Incident<'_>, Vec<Step<'_>>> = BTreeMap::new();
    for update in updates {
        if let (Some(caller), Some(group)) = (&update.caller, &update.group) {
            incidents.entry((caller, &update.number)).or_default().push((update.at, update.order, group));
        }
    }
    let mut found: BTreeMap<Pair, Handed<'_>> = BTreeMap::new();
    for ((caller, number), mut held) in incidents {
        held.sort_unstable();
        for pair in held.windows(2) {
            let [(left, left_order, from), (taken, taken_order, to)] = [pair[0], pair[1]];
            assert_ne!((left, left_order), (taken, taken_order), "two updates of {number} at one place");
            if from != to {
                let handed = found.entry((from.to_owned(), to.to_owned(), left.year())).or_default();
                handed.seconds.push(taken.duration_since(left).as_secs());
                handed.callers.insert(caller);
            }
        }
    }
    found
}

/// Between two of the sorted numbers in proportion.
fn quantile(sorted: &[i64], share: f64) -> f64 {
    let rank = share * (sorted.len() - 1) as f64;
    let [below, above] = [rank.floor(), rank.ceil()].map(|rank| sorted[rank as usize] as f64);
    below + (above - below) * (rank - rank.floor())
}

fn assert_near(told: &Value, counted: f64, what: &str) {
    let told = told.as_f64().expect("a number");
    assert!((told - counted).abs() < 1e-6, "{what}: {told} is not {counted}");
}

/// The lines of a touchpoint's promises in a year, by what they are cut by.
fn promise_lines(company: &Company, year: &str, touchpoint: &str, cut: &[&str]) -> BTreeMap<String, Promises> {
    let asked = ["promises", "--by", "year", "--period", year, "--touchpoint", touchpoint];
    let answer = json(company, &[&asked[..], cut].concat());
    assert_eq!(answer["without_customer"], 32, "29 updates and 3 attempts name nobody");
    let lines = answer["lines"].as_array().expect("lines").iter().map(|line| {
        let count = |value: &Value| value.as_u64().expect("a count");
        assert_eq!(line["open"], 0, "{line}");
        let promises = Promises {
            touches: count(&line["touches"]),
            kept: count(&line["kept"]),
            broken: count(&line["broken"]),
            broken_to: count(&line["broken_to"]["customers"]),
            kept_to: count(&line["kept_to"]["customers"]),
            cases: count(&line["cases"]),
            rework_cases: count(&line["rework_cases"]),
            right_first_time: count(&line["right_first_time"]),
        };
        (line["part"].as_str().unwrap_or_default().to_owned(), promises)
    });
    lines.collect()
}

fn assert_promises(company: &Company, updates: &[Update]) {
    let counted = promises(updates);
    for (year, of_year) in &counted {
        assert_eq!(promise_lines(company, &year.to_string(), "closing", &[])[""], *of_year, "{year}");
    }
    assert_eq!(counted.keys().collect::<Vec<_>>(), [&2016, &2017]);
    // What the counts are, by another program.
    let of_2016 = &counted[&2016];
    assert_eq!([of_2016.kept, of_2016.broken, of_2016.broken_to, of_2016.kept_to], [12_615, 8_196, 3_078, 1_750]);
    assert_eq!([of_2016.cases, of_2016.rework_cases, of_2016.right_first_time], [20_754, 47, 12_571]);
    let by_query = company.rows(&["sql", PROMISES_BY_QUERY]).into_iter().map(|row| {
        let year = number(&row, "year").try_into().expect("a year");
        (year, [number(&row, "kept"), number(&row, "broken")])
    });
    let kept_and_broken = |of_year: &Promises| [of_year.kept, of_year.broken].map(|count| count as i64);
    let expected: BTreeMap<i16, _> = counted.iter().map(|(year, of_year)| (*year, kept_and_broken(of_year))).collect();
    assert_eq!(by_query.collect::<BTreeMap<_, _>>(), expected);
    // By the group that closed it.
    let mut by_group: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    for update in updates.iter().filter(|update| update.state == "Closed" && update.at.year() == 2016) {
        if update.caller.is_some() {
            let group = update.group.clone().unwrap_or_default();
            by_group.entry(group).or_default()[usize::from(!update.made_sla)] += 1;
        }
    }
    let told = promise_lines(company, "2016", "closing", &["--cut", "silo"]);
    let told = told.into_iter().map(|(group, told)| (group, [told.kept, told.broken]));
    assert_eq!(told.collect::<BTreeMap<_, _>>(), by_group);
}

fn assert_handoffs(company: &Company, updates: &[Update]) {
    let mut counted = handoffs(updates);
    let all: usize = counted.values().map(|handed| handed.seconds.len()).sum();
    assert_eq!((all, counted.len()), (16_196, 991), "by another program");
    assert!(counted.keys().all(|(_, _, year)| *year == 2016), "nothing is handed over later");
    let by_query = company.rows(&["sql", HANDOFFS_BY_QUERY]).into_iter().map(|row| {
        let year = number(&row, "year").try_into().expect("a year");
        ((row["from_silo"].clone(), row["silo"].clone(), year), number(&row, "handed"))
    });
    let expected = counted.iter().map(|(pair, handed)| (pair.clone(), handed.seconds.len() as i64));
    assert_eq!(by_query.collect::<BTreeMap<_, _>>(), expected.collect());
    let answer = json(company, &["handoffs", "--by", "year", "--period", "2016"]);
    for line in answer["lines"].as_array().expect("lines") {
        let [from, to] = ["from", "to"].map(|name| line[name].as_str().expect("a silo").to_owned());
        let what = format!("{from} to {to}");
        let Handed { mut seconds, callers } = counted.remove(&(from, to, 2016)).unwrap_or_default();
        seconds.sort_unstable();
        assert_eq!([&line["left"], &line["taken"]], [seconds.len(), seconds.len()], "{what}");
        assert_eq!(line["unowned_seconds"], seconds.iter().sum::<i64>(), "{what}");
        assert_eq!(line["customers"]["customers"], callers.len(), "{what}");
        assert_near(&line["median_seconds"], quantile(&seconds, 0.5), &what);
        assert_near(&line["p90_seconds"], quantile(&seconds, 0.9), &what);
        // The journey promises nothing about them.
        assert!(["late", "dropped", "in_time", "waiting"].iter().all(|name| line[*name] == 0), "{line}");
    }
    assert!(counted.is_empty(), "not told: {:?}", counted.keys());
    assert_eq!(json(company, &["handoffs", "--by", "year", "--period", "2017"])["lines"], Value::Array(Vec::new()));
}

fn assert_rework(company: &Company, updates: &[Update]) {
    let reopened: BTreeSet<_> =
        updates.iter().filter(|update| update.reopened > 0).map(|update| &update.number).collect();
    assert_eq!(reopened.len(), 234, "by another program");
    // Of three incidents nobody is known; none of these was opened anew.
    let solving = Promises { touches: 21_042, cases: 20_766, rework_cases: 234, ..Promises::default() };
    assert_eq!(promise_lines(company, "2016", "solving", &[])[""], solving);
    assert_eq!(number(&company.rows(&["sql", REWORK_BY_QUERY])[0], "incidents"), 234);
    let map = json(company, &["journey", "map", "--by", "case", "--source", "attempts"]);
    let met = &map["touchpoints"][0];
    assert_eq!([&met["events"], &met["cases"], &met["rework_cases"]], [21_045, 20_769, 234]);
}

/// Which state of an incident follows which.
fn assert_map(company: &Company, updates: &[Update]) {
    let mut incidents: BTreeMap<&str, Vec<Step<'_>>> = BTreeMap::new();
    for update in updates {
        incidents.entry(&update.number).or_default().push((update.at, update.order, &update.state));
    }
    let mut met: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    let mut edges: BTreeMap<(&str, &str), Vec<i64>> = BTreeMap::new();
    let mut ways: BTreeSet<Vec<&str>> = BTreeSet::new();
    for states in incidents.values_mut() {
        states.sort_unstable();
        let mut times: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, _, state) in states.iter() {
            *times.entry(*state).or_default() += 1;
        }
        for (state, times) in times {
            let counts = met.entry(state).or_default();
            *counts = [counts[0] + times, counts[1] + 1, counts[2] + u64::from(times > 1)];
        }
        for pair in states.windows(2) {
            edges.entry((pair[0].2, pair[1].2)).or_default().push(pair[1].0.duration_since(pair[0].0).as_secs());
        }
        ways.insert(states.iter().map(|(_, _, state)| *state).collect());
    }
    let map = json(company, &["journey", "map", "--by", "case", "--source", "servicenow"]);
    let found = ["events", "cases", "without_case", "unordered_edges", "variants"].map(|name| &map[name]);
    assert_eq!(found, [updates.len(), incidents.len(), 0, 0, ways.len()]);
    let told = map["touchpoints"].as_array().expect("touchpoints").iter().map(|told| {
        let counts = ["events", "cases", "rework_cases"].map(|name| told[name].as_u64().expect("a count"));
        (told["touchpoint"].as_str().expect("a name"), counts)
    });
    assert_eq!(told.collect::<BTreeMap<_, _>>(), met);
    let told = map["edges"].as_array().expect("edges");
    assert_eq!(told.len(), edges.len());
    for edge in told {
        let names: (&str, &str) = ["from", "to"].map(|name| edge[name].as_str().expect("a name")).into();
        let seconds = edges.get_mut(&names).unwrap_or_else(|| panic!("{names:?} is an edge"));
        seconds.sort_unstable();
        assert_eq!(edge["count"], seconds.len(), "{names:?}");
        assert_near(&edge["median_seconds"], quantile(seconds, 0.5), &format!("{names:?}"));
    }
}

/// Imports both and holds what is told of the rows against the file.
fn import(company: &Company, path: &Path, updates: &[Update]) {
    company.write("updates.toml", UPDATES);
    company.write("attempts.toml", ATTEMPTS);
    let file = path.to_str().expect("UTF-8");
    let told = numbers(&company.answer(&["import", file, "--as", "touches", "--map", "updates.toml"]));
    let rows = updates.len() as u64;
    let nameless = updates.iter().filter(|update| update.caller.is_none()).count() as u64;
    assert_eq!((rows, nameless), (119_998, 29), "by another program");
    let counts = ["read", "added", "rejected", "repeated", "unattributed"];
    assert_eq!(counts.map(|name| told[name]), [rows, rows, 0, 0, nameless]);
    let mut attempts: BTreeMap<(&str, u32), Option<&str>> = BTreeMap::new();
    let mut of_another_caller = 0;
    for update in updates {
        let first = attempts.entry((&update.number, update.reopened)).or_insert(update.caller.as_deref());
        of_another_caller += u64::from(*first != update.caller.as_deref());
    }
    let nameless = attempts.values().filter(|caller| caller.is_none()).count() as u64;
    // Some rows are alike in both; that each is to count is asked.
    let twice = ["--answer", "source.attempts=another_system"];
    let import = ["import", file, "--as", "touches", "--map", "attempts.toml"];
    let told = numbers(&company.answer(&[&import[..], &twice].concat()));
    let added = attempts.len() as u64;
    let repeated = rows - added - of_another_caller;
    assert_eq!(counts.map(|name| told[name]), [rows, added, of_another_caller, repeated, nameless]);
    assert_eq!((added, of_another_caller, nameless), (21_045, 11, 3), "by another program");
}

#[test]
fn incidents_are_promises_handoffs_and_rework_to_the_figures_of_plain_counts_and_queries() {
    let Some(data) = public_data() else { return };
    let Some(path) = at_hand(data.join("servicenow-incidents/incident_event_log.csv.gz")) else { return };
    let updates = updates(&path);
    let company = Company::new(&["--currency", "USD", "--time-zone", "UTC", "--basis", "spend"]);
    import(&company, &path, &updates);
    company.write("journey.toml", JOURNEY);
    company.answer(&["journey", "apply", "journey.toml", "--yes"]);
    company.answer(&["refresh"]);
    let groupless = updates.iter().filter(|update| update.group.is_none()).count() as i64;
    let without_silo = "select count(*) as touches from touches where silo is null and source = 'servicenow'";
    assert_eq!((number(&company.rows(&["sql", without_silo])[0], "touches"), groupless), (14_213, 14_213));
    assert_promises(&company, &updates);
    assert_handoffs(&company, &updates);
    assert_rework(&company, &updates);
    assert_map(&company, &updates);
}
