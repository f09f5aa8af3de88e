use super::*;
use proptest::prelude::*;

const COLUMNS: usize = 4;
const ANCHORS: [usize; 2] = [0, 1];
/// Units of a year, and of a half of it.
const YEAR: usize = 6;
const HALF: usize = 3;

/// Who contributes what, by unit and column.
type Table = Vec<[Vec<(usize, i128)>; COLUMNS]>;

fn behind(table: &Table, units: Range<usize>) -> Behind<COLUMNS> {
    let of = |cells: &dyn Fn(usize, usize) -> bool| {
        let mut sums = std::collections::BTreeMap::<usize, i128>::new();
        for (unit, row) in table.iter().enumerate() {
            for (column, cell) in row.iter().enumerate().filter(|(column, _)| cells(unit, *column)) {
                let sign = if column.is_multiple_of(2) { 1 } else { -1 };
                for (name, amount) in cell {
                    *sums.entry(*name).or_default() += sign * amount;
                }
            }
        }
        let mut found = Contributors::default();
        sums.iter()
            .filter(|(_, amount)| **amount != 0)
            .for_each(|(name, amount)| found.add(&name.to_string(), *amount));
        found
    };
    Behind {
        columns: std::array::from_fn(|column| of(&|unit, other| units.contains(&unit) && other == column)),
        net: of(&|unit, _| units.contains(&unit)),
        stock: of(&|unit, _| unit < units.end),
    }
}

fn released(table: &Table) -> Release {
    let behind = |units: Range<usize>| Ok::<_, std::convert::Infallible>(behind(table, units));
    release(table.len(), &ANCHORS, |unit| (unit + 1) % YEAR == 0, behind).expect("never fails")
}

/// All that is told by unit, half year and year: which cells, with which weight.
fn told(table: &Table, release: &Release) -> Vec<Vec<i64>> {
    let cells = |wanted: &dyn Fn(usize, usize) -> i64| {
        (0..table.len()).flat_map(|unit| (0..COLUMNS).map(move |column| wanted(unit, column))).collect::<Vec<_>>()
    };
    let mut told = Vec::new();
    let mut tell = |units: Range<usize>| {
        let sign = |column: usize| if column.is_multiple_of(2) { 1 } else { -1 };
        told.push(cells(&|unit, column| if unit < units.end { sign(column) } else { 0 }));
        let apart = |column: usize| release.tells_apart(column, &units);
        for wanted in (0..COLUMNS).filter(|column| apart(*column)) {
            told.push(cells(&|unit, column| i64::from(units.contains(&unit) && column == wanted)));
        }
        told.push(cells(&|unit, column| if units.contains(&unit) && !apart(column) { sign(column) } else { 0 }));
    };
    release.lines().iter().for_each(|line| tell(line.clone()));
    for length in [HALF, YEAR] {
        let units = (0..table.len()).step_by(length).map(|unit| unit..unit + length);
        units.filter(|units| release.begins(units.start) && release.begins(units.end)).for_each(&mut tell);
    }
    told
}

/// A prime: what is independent by it is independent.
const PRIME: i128 = (1 << 61) - 1;

fn inverse(number: i128) -> i128 {
    let (mut result, mut base, mut exponent) = (1, number, PRIME - 2);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent /= 2;
    }
    result
}

fn rank(rows: &[Vec<i64>], kept: impl Fn(usize) -> bool) -> usize {
    let reduced = |row: &Vec<i64>| {
        row.iter()
            .enumerate()
            .map(|(at, weight)| if kept(at) { i128::from(*weight).rem_euclid(PRIME) } else { 0 })
            .collect()
    };
    let mut rows: Vec<Vec<i128>> = rows.iter().map(reduced).collect();
    let (mut rank, width) = (0, rows.first().map_or(0, Vec::len));
    for column in 0..width {
        let Some(found) = (rank..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(rank, found);
        let (pivot, rest) = rows.split_at_mut(rank + 1);
        let pivot = &pivot[rank];
        let first = inverse(pivot[column]);
        for row in rest.iter_mut().filter(|row| row[column] != 0) {
            let times = row[column] * first % PRIME;
            row.iter_mut().zip(pivot).for_each(|(cell, by)| *cell = (*cell - times * by).rem_euclid(PRIME));
        }
        rank += 1;
    }
    rank
}

/// The groups of fewer than [`FEWEST`] that something told can be reckoned down to, by adding up and taking away.
fn singled_out(table: &Table, told: &[Vec<i64>], names: usize) -> Vec<u32> {
    let all = rank(told, |_| true);
    let groups = (1u32..1 << names).filter(|group| (group.count_ones() as usize) < FEWEST);
    let cell = |at: usize| &table[at / COLUMNS][at % COLUMNS];
    let leaks = |group: &u32| {
        let of_others = |at: usize| cell(at).is_empty() || cell(at).iter().any(|(name, _)| group & (1 << name) == 0);
        // What is left of the figures where nothing of the group counts: as many are independent, unless one is of the group alone.
        (0..told[0].len()).any(|at| !of_others(at)) && rank(told, of_others) < all
    };
    groups.filter(leaks).collect()
}

fn tables(names: usize) -> impl Strategy<Value = Table> {
    let cell = || {
        proptest::collection::btree_map(0..names, 1i128..2000, 0..=names).prop_map(|cell| cell.into_iter().collect())
    };
    let few =
        || proptest::collection::btree_map(0..names, 1i128..2000, 0..=3).prop_map(|cell| cell.into_iter().collect());
    let any = move || prop_oneof![2 => cell(), 2 => few(), 1 => Just(Vec::new())];
    proptest::collection::vec([cell().boxed(), any().boxed(), any().boxed(), any().boxed()], 1..=2 * YEAR)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_fewer_than_five_can_be_reckoned_from_what_is_told(table in tables(8)) {
        let told = told(&table, &released(&table));
        if !told.is_empty() {
            prop_assert_eq!(singled_out(&table, &told, 8), Vec::<u32>::new());
        }
    }

    #[test]
    fn what_was_told_stays_when_time_goes_on(table in tables(8), seen in 1usize..12) {
        let seen = seen.min(table.len());
        let (before, after) = (released(&table[..seen].to_vec()), released(&table));
        prop_assert_eq!(before.lines(), &after.lines()[..before.lines().len()]);
        for line in before.lines() {
            for column in 0..COLUMNS {
                prop_assert_eq!(before.tells_apart(column, line), after.tells_apart(column, line));
            }
        }
    }
}

/// `many` in a cell, all with the same amount.
fn many(count: usize) -> Vec<(usize, i128)> {
    (0..count).map(|name| (name, 100)).collect()
}

#[test]
fn where_each_cell_is_of_five_or_of_nobody_everything_is_told() {
    let less = many(6).into_iter().map(|(name, amount)| (name, amount / 2)).collect::<Vec<_>>();
    let table: Table = vec![[many(8), many(0), many(5), less.clone()], [many(7), less, many(0), many(0)]];
    let release = released(&table);
    assert_eq!(release.lines(), [0..1, 1..2]);
    assert!((0..COLUMNS).all(|column| release.tells_apart(column, &(0..1)) && release.tells_apart(column, &(0..2))));
}

#[test]
fn a_small_cell_is_told_with_its_anchor_until_there_are_enough_and_the_year_tells_both_apart() {
    let mut table: Table = vec![[many(8), many(5), many(7), many(0)]; YEAR];
    table.iter_mut().flat_map(|row| &mut row[1]).for_each(|(_, amount)| *amount /= 2);
    table[2][2] = many(2);
    let release = released(&table);
    assert_eq!(release.lines().len(), YEAR);
    let apart = |column: usize, units: Range<usize>| release.tells_apart(column, &units);
    assert_eq!([0, 1, 2, 3].map(|column| apart(column, 2..3)), [false, true, false, true]);
    assert_eq!([0, 1, 2, 3].map(|column| apart(column, 3..4)), [false, true, false, true], "or the one before follows");
    assert!((0..COLUMNS).all(|column| apart(column, 4..5) && apart(column, 0..YEAR)));
    assert!(!apart(2, 0..HALF) && !apart(0, HALF..YEAR), "nor does the half year tell it");
}

#[test]
fn units_in_which_too_few_move_are_one_line() {
    let mut table: Table = vec![[many(8), many(0), many(0), many(0)]; 4];
    table[1] = [many(1), many(1), many(0), many(0)];
    let release = released(&table);
    assert_eq!(release.lines(), [0..1, 1..3, 3..4]);
    assert!(!release.begins(2) && release.begins(3));
}

#[test]
fn who_makes_a_figure_up_is_as_telling_as_few() {
    let mut found = Contributors::default();
    for (name, amount) in [("a", 10_000), ("b", -400), ("c", 400), ("d", 300), ("e", 299)] {
        found.add(name, amount);
    }
    assert!(!found.is_many(), "999 besides the two largest: the second reckons the largest to within a tenth");
    found.add("f", 1);
    assert!(found.is_many());
}

#[test]
fn a_column_that_is_small_most_of_the_time_is_told_with_its_anchor_by_unit_and_apart_by_year() {
    let small = |unit: usize| vec![(unit % 8, 100), ((unit + 1) % 8, 100)];
    let row =
        |unit: usize| [many(8), Vec::new(), if unit.is_multiple_of(4) { many(6) } else { small(unit) }, Vec::new()];
    let release = released(&(0..2 * YEAR).map(row).collect());
    let apart = |units: Range<usize>| [0, 2].map(|column| release.tells_apart(column, &units));
    assert_eq!([apart(0..YEAR), apart(YEAR..2 * YEAR)], [[true; 2]; 2]);
    assert_eq!(apart(0..1), [true; 2]);
    assert_eq!(apart(YEAR + 2..YEAR + 3), [false; 2], "though it is of six in this unit");
    assert_eq!(apart(YEAR..YEAR + 1), [false; 2], "after a year of them, from its beginning on");
}

proptest! {
    /// Of figures that are added, nobody is taken for smaller than they are, nor the others for larger.
    #[test]
    fn what_is_safe_together_is_safe_when_all_are_known(cells in proptest::collection::vec(proptest::collection::btree_map(0usize..30, 0i128..3000, 0..30), 1..6)) {
        let behind = |cell: &std::collections::BTreeMap<usize, i128>| {
            let mut found = Contributors::default();
            for (name, amount) in cell {
                found.add(&name.to_string(), *amount);
            }
            found
        };
        let together = cells.iter().fold(Contributors::default(), |sum, cell| sum.with(&behind(cell)));
        let mut sums = std::collections::BTreeMap::<usize, i128>::new();
        cells.iter().flatten().for_each(|(name, amount)| *sums.entry(*name).or_default() += amount);
        let mut amounts: Vec<i128> = sums.values().copied().collect();
        amounts.sort_unstable_by_key(|amount| -amount);
        let rest: i128 = amounts.iter().skip(2).sum();
        let is_safe = amounts.is_empty() || amounts.len() >= FEWEST && rest * 10 >= amounts[0];
        prop_assert!(is_safe || !together.is_safe());
        prop_assert!(!is_safe || together.is_safe() || sums.len() > KNOWN, "where all are known by name, it is decided exactly");
    }
}

#[test]
fn few_and_few_are_many_in_time() {
    let of = |names: Range<usize>| {
        let mut found = Contributors::default();
        names.for_each(|name| found.add(&name.to_string(), 100));
        found
    };
    assert!(!of(0..2).with(&of(1..3)).is_safe() && of(0..2).with(&of(2..4)).with(&of(4..6)).is_safe());
}
