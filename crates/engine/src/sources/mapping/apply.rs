//! Applying a plan to one batch of raw rows.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array,
    MapArray, RecordBatch, StringArray, StringBuilder, StructArray, TimestampMicrosecondArray, new_null_array,
};
use arrow::buffer::OffsetBuffer;
use arrow::compute::{and, filter, filter_record_batch, is_not_null, not};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use bellwether_model::Currency;

use super::cell_reader::CellReader;
use super::cells::{Cell, Cells};
use super::column::Reading;
use super::convert::{self, Instant};
use super::day_bounds;
use super::day_cache::DayCache;
use super::document::Ends;
use super::identity::IdentityLookup;
use super::known_by::identities;
use super::money;
use super::parse::number;
use super::plan::{Origin, Plan, TargetColumn};
use super::row::{Problems, RowTexts};
use super::rows::{RowMeaning, without};
use super::score;
use super::snapshot;
use super::target::Target;
use crate::lake::{Fact, VIA};
use crate::sources::{FactBatch, LeftOutRows, Pull, RawBatch};

/// What became of the rows of one batch.
pub(crate) struct MappingOutput {
    pub pulled: Pull,
    /// Rows that the condition leaves out.
    pub skipped: u64,
    /// Rows whose id names no known customer.
    pub unresolved: u64,
}

/// Maps a batch. An error is not about a row but about the batch as a whole.
pub(crate) fn apply(
    plan: &Plan,
    raw: RawBatch,
    lookup: Option<&dyn IdentityLookup>,
    delimiter: u8,
) -> Result<MappingOutput, ArrowError> {
    let RawBatch { rows, places, mut rejects } = raw;
    let count = rows.num_rows();
    let (mut unknown, mut problems) = (Problems::none(count), Problems::none(count));
    let mut batch = Batch::new(plan, &rows, lookup, &mut unknown, &mut problems);
    // What one column leaves out is out, whatever a word of another may mean.
    let mut skipped: Vec<bool> = batch.meanings.iter().map(|meaning| *meaning == RowMeaning::LeaveOut).collect();
    if let Some(condition) = plan.condition {
        batch.compute(condition, &mut problems)?;
        let met = batch.computed(condition)?;
        let met = met.as_boolean();
        // A row that the condition leaves out is not asked what its words mean; one that it cannot be computed for is not left out.
        let meets = |row: usize| problems.is_bad(row) || met.is_valid(row) && met.value(row);
        skipped.iter_mut().enumerate().for_each(|(row, skipped)| *skipped |= !meets(row));
    }
    let left_out = skipped.iter().filter(|skipped| **skipped).count();
    if left_out > 0 {
        let out: BooleanArray = skipped.iter().copied().map(Some).collect();
        let files = places.iter().zip(&skipped).filter_map(|(place, skipped)| skipped.then_some(place.file));
        let left_out_rows = left_out_rows(plan, &filter_record_batch(&rows, &out)?, files, lookup)?;
        // Rows left out must not be rejected for what their other cells hold: go on without them.
        let rows = filter_record_batch(&rows, &not(&out)?)?;
        let places =
            places.into_iter().zip(&skipped).filter_map(|(place, skipped)| (!skipped).then_some(place)).collect();
        let raw = RawBatch { rows, places, rejects };
        let mut applied = apply(plan, raw, lookup, delimiter)?;
        applied.skipped += left_out as u64;
        applied.pulled.left_out = Some(left_out_rows);
        return Ok(applied);
    }
    unknown.absorb(problems);
    let mut problems = unknown;
    for at in (0..plan.expressions.len()).filter(|at| Some(*at) != plan.condition) {
        batch.compute(at, &mut problems)?;
    }
    let columns = batch.columns(&mut problems)?;
    let table = plan.mapping.table;
    let schema = Arc::new(Schema::new(table.columns()));
    let mut content = identities(table, &schema, &columns, count)?;
    let mut places = places;
    let good = (!problems.is_empty()).then(|| problems.good());
    if good.is_some() {
        let keys = table.key().iter().map(|name| Ok(&columns[schema.index_of(name)?]));
        let keys = RowTexts::of(keys.collect::<Result<Vec<_>, ArrowError>>()?)?;
        rejects.extend(problems.into_rejects((&RowTexts::of(rows.columns())?, &keys), &places, delimiter));
    }
    let columns = match &good {
        None => columns,
        Some(good) => {
            retain(&mut places, good);
            if !content.is_empty() {
                retain(&mut content, good);
            }
            columns.iter().map(|column| filter(column, good)).collect::<Result<_, _>>()?
        }
    };
    let rows = RecordBatch::try_new(schema, columns)?;
    let unresolved = batch.unresolved;
    let pulled = Pull { batch: FactBatch { rows, places, content }, rejects, left_out: None };
    Ok(MappingOutput { pulled, skipped: 0, unresolved })
}

/// What rows are known by that are left out, of these files; whatever their other cells hold.
fn left_out_rows(
    plan: &Plan,
    rows: &RecordBatch,
    files: impl Iterator<Item = u32>,
    lookup: Option<&dyn IdentityLookup>,
) -> Result<LeftOutRows, ArrowError> {
    let table = plan.mapping.table;
    // What is wrong with these rows is told to nobody, for they do not count.
    let (mut unknown, mut problems) = (Problems::none(rows.num_rows()), Problems::none(rows.num_rows()));
    let mut batch = Batch::new(plan, rows, lookup, &mut unknown, &mut problems);
    for at in 0..plan.expressions.len() {
        batch.compute(at, &mut problems)?;
    }
    let (schema, columns) = (Schema::new(table.columns()), batch.columns(&mut problems)?);
    let key = |name: &&'static str| Ok((*name, Arc::clone(&columns[schema.index_of(name)?]), true));
    let keys = table.key().iter().map(key).collect::<Result<Vec<_>, ArrowError>>()?;
    let keys = RecordBatch::try_from_iter_with_nullable(keys)?;
    let mut is_named = is_not_null(keys.column(0))?;
    for column in &keys.columns()[1..] {
        is_named = and(&is_named, &is_not_null(column)?)?;
    }
    let said = identities(table, &schema, &columns, rows.num_rows())?;
    let mut contents = Vec::new();
    if !said.is_empty() {
        // Of a subscription that is left out with its end may be known that it goes on.
        let ends = columns.get(schema.index_of("to").unwrap_or(usize::MAX)).filter(|_| table == Fact::Subscriptions);
        let open = ends.map(|ends| with(&schema, &columns, "to", &new_null_array(ends.data_type(), ends.len())));
        let open =
            open.transpose()?.map(|columns| identities(table, &schema, &columns, rows.num_rows())).transpose()?;
        for (row, file) in (0..rows.num_rows()).zip(files).filter(|(row, _)| keys.column(0).is_null(*row)) {
            contents.push((said[row], file));
            contents.extend(open.iter().map(|open| (open[row], file)).filter(|open| open.0 != said[row]));
        }
    }
    let keys = is_named.has_true().then(|| filter_record_batch(&keys, &is_named)).transpose()?;
    Ok(LeftOutRows { keys, contents })
}

/// The columns with another one in the place of the one named.
fn with(schema: &Schema, columns: &[ArrayRef], name: &str, other: &ArrayRef) -> Result<Vec<ArrayRef>, ArrowError> {
    let mut columns = columns.to_vec();
    columns[schema.index_of(name)?] = Arc::clone(other);
    Ok(columns)
}

fn retain<T>(values: &mut Vec<T>, kept: &BooleanArray) {
    let mut row = 0;
    values.retain(|_| {
        row += 1;
        kept.value(row - 1)
    });
}

/// One batch while it is mapped.
struct Batch<'a> {
    plan: &'a Plan,
    raw: Vec<Cells>,
    inputs: Vec<Option<ArrayRef>>,
    results: Vec<Option<ArrayRef>>,
    /// What the rows are by the words of their columns.
    meanings: Vec<RowMeaning>,
    /// The days of the rows' moments, where the day is all that is told; once the moments are read.
    days: Option<ArrayRef>,
    /// By what rows name their customers that are found by an id of something else, and these ids.
    via: Option<[ArrayRef; 2]>,
    rows: usize,
    lookup: Option<&'a dyn IdentityLookup>,
    unresolved: u64,
}

impl<'a> Batch<'a> {
    /// `unknown` is told of words that say of no row whether it counts, `problems` of those that nothing replaces.
    fn new(
        plan: &'a Plan,
        rows: &RecordBatch,
        lookup: Option<&'a dyn IdentityLookup>,
        unknown: &mut Problems,
        problems: &mut Problems,
    ) -> Self {
        // A type that cannot be mapped is refused in the plan; here it is a column that is not mapped.
        let mut raw: Vec<Cells> =
            rows.columns().iter().map(|column| Cells::of(column).unwrap_or(Cells::Absent)).collect();
        let mut meanings = vec![RowMeaning::Count; rows.num_rows()];
        for words in &plan.meanings {
            words.decide(&raw[words.at], &mut meanings, unknown);
        }
        for (at, blanks) in &plan.blanks {
            raw[*at] = without(&raw[*at], rows.num_rows(), blanks);
        }
        for words in &plan.replacements {
            let column = &words.column;
            let replaced = words.apply(&raw[words.at], rows.num_rows(), |row, word| {
                // Of a row that is left out nothing is asked.
                if meanings[row] != RowMeaning::LeaveOut {
                    problems.add(
                        row,
                        column,
                        word,
                        format!("is not among the words under [words.{column}]; add it there"),
                    );
                }
            });
            raw[words.at] = replaced;
        }
        Self {
            plan,
            raw,
            meanings,
            inputs: vec![None; plan.inputs.len()],
            results: vec![None; plan.expressions.len()],
            days: None,
            via: None,
            rows: rows.num_rows(),
            lookup,
            unresolved: 0,
        }
    }

    fn reading(&self, column: &str) -> Reading<'a> {
        let mapping = &self.plan.mapping;
        Reading { zone: self.plan.zone_of(column), missing: &mapping.values.missing, currency: mapping.currency }
    }

    fn compute(&mut self, at: usize, problems: &mut Problems) -> Result<(), ArrowError> {
        let expression = &self.plan.expressions[at];
        for &input in &expression.inputs {
            if self.inputs[input].is_none() {
                let settled = &self.plan.inputs[input];
                let typed = settled.typed(&self.raw[settled.column], self.rows, &self.reading(&settled.name), problems);
                self.inputs[input] = Some(typed);
            }
        }
        let inputs: Vec<ArrayRef> = expression.inputs.iter().filter_map(|&input| self.inputs[input].clone()).collect();
        let result = expression.compute(inputs, self.rows, problems)?;
        self.results[at] = Some(result);
        Ok(())
    }

    fn computed(&self, at: usize) -> Result<ArrayRef, ArrowError> {
        self.results[at].clone().ok_or_else(|| ArrowError::ComputeError("an expression was not computed".into()))
    }

    fn cells(&self, origin: &Origin) -> Result<Cells, ArrowError> {
        match origin {
            Origin::Column { at, .. } => Ok(self.raw[*at].clone()),
            Origin::Computed { at, .. } => Cells::of(&self.computed(*at)?),
        }
    }

    /// All columns of the canonical table, in its order.
    fn columns(&mut self, problems: &mut Problems) -> Result<Vec<ArrayRef>, ArrowError> {
        let table = self.plan.mapping.table;
        let money = self.plan.targets.iter().find(|target| matches!(target.target, Target::Money(_)));
        let money = money.map(|target| self.money(target, problems)).transpose()?;
        let mut columns: Vec<ArrayRef> = Vec::new();
        for field in &table.columns() {
            let target = self.plan.targets.iter().find(|target| target.column == *field.name());
            columns.push(match (target, &money) {
                (Some(TargetColumn { target: Target::Money(_), .. }), Some((minor, _))) => Arc::clone(minor),
                (Some(TargetColumn { target: Target::Currency, .. }), Some((_, currency))) => Arc::clone(currency),
                (Some(target), _) => self.column(target, field.data_type(), problems)?,
                (None, _) if Target::of(table, field) == Target::DayOfMoment => {
                    self.days.clone().unwrap_or_else(|| new_null_array(field.data_type(), self.rows))
                }
                (None, _) if Target::of(table, field) == Target::Via => {
                    let at = VIA.iter().position(|name| field.name() == name).unwrap_or_default();
                    self.via
                        .as_ref()
                        .map_or_else(|| new_null_array(field.data_type(), self.rows), |via| via[at].clone())
                }
                (None, _) => self.entries(field)?,
            });
        }
        if let Some(period) = self.plan.mapping.snapshot {
            snapshot::put_periods(table, period, &mut columns);
        }
        if let Some(scope) = &self.plan.mapping.ids {
            scope.put(table, &self.plan.zone, &mut columns);
        }
        let from = (self.plan.origin_of(table.ordered_by()), &self.plan.zone);
        day_bounds::hold_to_days(self.plan.mapping.days, (table, &columns), from, problems);
        score::hold_to_scale(table, &columns, self.plan.origin_of("score"), problems);
        Ok(columns)
    }

    fn column(
        &mut self,
        target: &TargetColumn,
        data_type: &DataType,
        problems: &mut Problems,
    ) -> Result<ArrayRef, ArrowError> {
        let table = self.plan.mapping.table;
        let Some(origin) = &target.origin else { return Ok(new_null_array(data_type, self.rows)) };
        let cells = self.cells(origin)?;
        let (rules, zone, rows) = (origin.rules(), self.plan.zone_of(origin.name()), self.rows);
        let each =
            CellReader { cells: &cells, rows, missing: &self.plan.mapping.values.missing, target, from: origin.name() };
        Ok(match target.target {
            Target::Instant => {
                let mut days = DayCache::new();
                let told: Vec<Option<Instant>> = each.map(problems, |cell| match cell {
                    Cell::Text(text) => days.get(text, || convert::instant(cell, rules, zone)),
                    _ => convert::instant(cell, rules, zone),
                });
                if target.column == table.ordered_by() {
                    let days: Date32Array = told.iter().map(|told| told.and_then(|told| told.day)).collect();
                    self.days = Some(Arc::new(days));
                }
                let is_promise = target.column == "promised_by";
                let micros = |told: Instant| if is_promise { told.ending(zone) } else { told.micros };
                let instants = told.into_iter().map(|told| told.map(micros));
                Arc::new(instants.collect::<TimestampMicrosecondArray>().with_data_type(data_type.clone()))
            }
            Target::Day => {
                let is_last = target.column == "to" && self.plan.mapping.ends == Ends::LastDay;
                let day = if is_last { convert::day_after } else { convert::day };
                Arc::new(each.map::<_, Date32Array>(problems, |cell| day(cell, rules, zone)))
            }
            Target::Float => Arc::new(each.map::<_, Float64Array>(problems, |cell| convert::float(cell, rules))),
            Target::Integer => {
                let integer =
                    |cell: Cell<'_>| i32::try_from(convert::integer(cell, rules)?).map_err(|_| "is too large".into());
                Arc::new(each.map::<_, Int32Array>(problems, integer))
            }
            Target::Rate => {
                let direction = self.plan.mapping.rates;
                let rates: Decimal128Array = each.map(problems, |cell| convert::rate(cell, rules, direction));
                Arc::new(rates.with_data_type(data_type.clone()))
            }
            Target::Currency => {
                let code = |cell: Cell<'_>| Ok(money::currency_of(&cell.show())?.code().to_owned());
                Arc::new(each.map::<_, StringArray>(problems, code))
            }
            Target::Word(words) => each.texts(problems, |text| {
                let known = words.contains(&text);
                if known { Ok(()) } else { Err(format!("is not one of {}", words.join(", "))) }
            }),
            Target::Customer => {
                if let (Some(via), Some(lookup)) = (&target.via, self.lookup) {
                    let mut unresolved = 0;
                    let (customers, ids) = each.resolved(problems, |id| {
                        let customer = lookup.customer(via, id);
                        unresolved += u64::from(customer.is_none());
                        customer
                    });
                    self.unresolved += unresolved;
                    let via: StringArray = ids.iter().map(|id| id.map(|_| via.as_str())).collect();
                    self.via = Some([Arc::new(via), Arc::new(ids)]);
                    customers
                } else {
                    let ids = each.ids(problems);
                    if self.plan.mapping.ids_ignore_case { in_small_letters(&ids) } else { ids }
                }
            }
            Target::Text if Some(target.column.as_str()) == table.key().first().copied() => each.ids(problems),
            // The others have ways of their own.
            Target::Text | Target::DayOfMoment | Target::Via | Target::Entries | Target::Money(_) => {
                each.texts(problems, |_| Ok(()))
            }
        })
    }

    /// Minor units and currency of each row.
    fn money(&self, target: &TargetColumn, problems: &mut Problems) -> Result<(ArrayRef, ArrayRef), ArrowError> {
        let Some(origin) = &target.origin else {
            return Err(ArrowError::ComputeError("an amount is not mapped".into()));
        };
        let plan = self.plan;
        let (default, missing) = (plan.mapping.currency, &plan.mapping.values.missing);
        let cells = self.cells(origin)?;
        let named = plan
            .targets
            .iter()
            .find(|target| target.target == Target::Currency)
            .and_then(|target| target.origin.as_ref());
        let named = named.map(|origin| Ok::<_, ArrowError>((origin.name(), self.cells(origin)?))).transpose()?;
        let mut currencies = Vec::with_capacity(self.rows);
        let mut last: Option<(String, Currency)> = None;
        let mut minor = Vec::with_capacity(self.rows);
        let (mark, is_plain) = (origin.rules().decimal, named.is_none() && !target.minor);
        let quick = |cell: Cell<'_>| match (cell, default) {
            (Cell::Text(text), Some(currency)) if is_plain => {
                Some((number::plain_minor(text, mark, currency.exponent())?, currency))
            }
            _ => None,
        };
        for row in 0..self.rows {
            let written = named.as_ref().and_then(|(name, cells)| Some((*name, cells.at(row, missing)?.show())));
            let expected = match written {
                None => default,
                Some((_, text)) if last.as_ref().is_some_and(|(known, _)| *known == text) => {
                    last.as_ref().map(|(_, code)| *code)
                }
                Some((name, text)) => match money::currency_of(&text) {
                    Ok(code) => {
                        last = Some((text, code));
                        Some(code)
                    }
                    Err(reason) => {
                        problems.add(row, name, text, reason);
                        None
                    }
                },
            };
            let is_named = named.is_some() && expected.is_some();
            let Some(cell) = cells.at(row, missing) else {
                problems.add(
                    row,
                    origin.name(),
                    String::new(),
                    format!("is empty, but '{}' needs an amount", target.column),
                );
                minor.push(0);
                currencies.push(None);
                continue;
            };
            let amount = quick(cell).map_or_else(|| money::amount(cell, origin, target.minor, expected, is_named), Ok);
            match amount {
                Ok((amount, currency)) => {
                    let gives_back = self.meanings[row] == RowMeaning::Refund;
                    minor.push(if gives_back { -amount.saturating_abs() } else { amount });
                    currencies.push(Some(currency));
                }
                Err(reason) => {
                    problems.add(row, origin.name(), cell.show(), reason);
                    minor.push(0);
                    currencies.push(None);
                }
            }
        }
        Ok((Arc::new(Int64Array::from(minor)), Arc::new(codes(&currencies))))
    }

    /// A map of attributes or consents; what is empty has no entry.
    fn entries(&self, field: &Field) -> Result<ArrayRef, ArrowError> {
        let origins = if field.name() == "consents" { &self.plan.consents } else { &self.plan.attributes };
        let DataType::Map(entry, sorted) = field.data_type() else {
            return Ok(new_null_array(field.data_type(), self.rows));
        };
        let DataType::Struct(parts) = entry.data_type() else {
            return Ok(new_null_array(field.data_type(), self.rows));
        };
        if origins.is_empty() {
            return Ok(new_null_array(field.data_type(), self.rows));
        }
        let missing = &self.plan.mapping.values.missing;
        let cells = origins.iter().map(|(_, origin)| self.cells(origin)).collect::<Result<Vec<_>, _>>()?;
        let (mut names, mut values, mut lengths) =
            (StringBuilder::new(), StringBuilder::new(), Vec::with_capacity(self.rows));
        for row in 0..self.rows {
            let mut length = 0;
            for ((name, _), cells) in origins.iter().zip(&cells) {
                let Some(cell) = cells.at(row, missing) else { continue };
                length += 1;
                names.append_value(name);
                match cell {
                    Cell::Text(text) => values.append_value(text),
                    other => values.append_value(other.show()),
                }
            }
            lengths.push(length);
        }
        let entries =
            StructArray::try_new(parts.clone(), vec![Arc::new(names.finish()), Arc::new(values.finish())], None)?;
        let map = MapArray::try_new(Arc::clone(entry), OffsetBuffer::from_lengths(lengths), entries, None, *sorted)?;
        Ok(Arc::new(map))
    }
}

/// The codes of currencies; empty in rows that are rejected. Nearly always all are the same.
fn codes(currencies: &[Option<Currency>]) -> StringArray {
    match currencies.first() {
        Some(Some(first)) if currencies.iter().all(|currency| *currency == Some(*first)) => {
            StringArray::new_repeated(first.code(), currencies.len())
        }
        _ => StringArray::from_iter_values(
            currencies.iter().map(|currency| currency.as_ref().map_or("", Currency::code)),
        ),
    }
}

fn in_small_letters(ids: &ArrayRef) -> ArrayRef {
    Arc::new(ids.as_string::<i32>().iter().map(|id| Some(id?.to_lowercase())).collect::<StringArray>())
}
