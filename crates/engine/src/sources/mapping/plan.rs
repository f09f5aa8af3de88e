//! A mapping settled for one input: every name resolved, every expression compiled, every doubt raised.

use std::collections::BTreeMap;

use arrow::array::new_empty_array;
use arrow::datatypes::{DataType, SchemaRef};
use datafusion::common::utils::datafusion_strsim::normalized_levenshtein;
use jiff::tz::TimeZone;

use super::cells::Cells;
use super::column::Input;
use super::document::{CellType, ColumnSource, Mapping, Via};
use super::error::MappingError;
use super::expression::{ColumnUse, Expression, ExpressionProblem, Language};
use super::identity::IdentityLookup;
use super::map_file;
use super::parse::moment::DateRules;
use super::profile::Sample;
use super::rows::{Meanings, Replacement};
use super::rules::Rules;
use super::target::{self, Target};
use crate::lake::Fact;
use crate::sources::{DecimalMark, SourceFile, SourceKind};

/// Where the cells of a target come from.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// A source column.
    Column { at: usize, name: String, rules: Rules },
    /// What an expression gives; its position among the plan's.
    Computed { at: usize, text: String, rules: Rules },
}

impl Origin {
    /// How the origin is named in rejects.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Column { name, .. } => name,
            Self::Computed { text, .. } => text,
        }
    }

    pub(crate) fn rules(&self) -> Rules {
        match self {
            Self::Column { rules, .. } | Self::Computed { rules, .. } => *rules,
        }
    }
}

/// One target column and where it comes from.
#[derive(Debug)]
pub(crate) struct TargetColumn {
    pub target: Target,
    /// The target's column in the canonical table.
    pub column: String,
    pub required: bool,
    pub origin: Option<Origin>,
    /// Money that is in minor units already.
    pub minor: bool,
    /// What the ids are resolved through.
    pub via: Option<String>,
}

/// A mapping settled for one input.
pub(crate) struct Plan {
    pub mapping: Mapping,
    pub zone: TimeZone,
    pub inputs: Vec<Input>,
    pub expressions: Vec<Expression>,
    /// Position of the condition among the expressions.
    pub condition: Option<usize>,
    pub targets: Vec<TargetColumn>,
    pub attributes: Vec<(String, Origin)>,
    pub consents: Vec<(String, Origin)>,
    /// What words say about their rows.
    pub meanings: Vec<Meanings>,
    /// What words are replaced by.
    pub replacements: Vec<Replacement>,
    /// Columns in which some texts stand for an empty cell.
    pub blanks: Vec<(usize, Vec<String>)>,
    zones: BTreeMap<String, TimeZone>,
}

/// The input that a mapping is settled for.
#[derive(Clone, Copy)]
pub(crate) struct PlanContext<'a> {
    pub file: &'a str,
    pub columns: &'a SchemaRef,
    pub sample: &'a Sample,
    /// The decimal mark where neither map nor sample shows one.
    pub fallback: Option<DecimalMark>,
    /// Time zone of times written without one, unless the map names another.
    pub zone: &'a TimeZone,
    pub lookup: Option<&'a dyn IdentityLookup>,
}

impl Plan {
    /// Settles a mapping; whatever would make all rows fail is an error here.
    pub(crate) fn new(mapping: Mapping, context: PlanContext<'_>) -> Result<Self, MappingError> {
        let zone = mapping.zone()?.unwrap_or_else(|| context.zone.clone());
        let names = context.columns.fields().iter().map(|field| field.name().as_str());
        let language = Language::new(names).map_err(|error| MappingError::NotAMap { why: error.to_string() })?;
        check_names(&mapping)?;
        let mut planner = Planner { mapping: &mapping, context, language, inputs: Vec::new(), expressions: Vec::new() };
        let condition = planner.condition()?;
        let targets = planner.targets()?;
        let attributes = planner.entries("attributes", &mapping.attributes)?;
        let consents = planner.entries("consents", &mapping.consents)?;
        planner.check_currency(&targets)?;
        let meanings = mapping.rows.iter().map(|(column, words)| {
            Ok(Meanings::new(planner.position(&format!("[rows.{column}]"), column)?, column, words))
        });
        let meanings = meanings.collect::<Result<_, MappingError>>()?;
        let replacements = mapping.words.iter().map(|(column, words)| {
            Ok(Replacement::new(planner.position(&format!("[words.{column}]"), column)?, column, words))
        });
        let replacements = replacements.collect::<Result<_, MappingError>>()?;
        let blanks =
            mapping.missing.iter().map(|(column, blanks)| Ok((planner.position("[missing]", column)?, blanks.clone())));
        let blanks = blanks.collect::<Result<_, MappingError>>()?;
        let zones = mapping.time_zones.iter().map(|(column, name)| {
            planner.position("[time_zones]", column)?;
            Ok((column.clone(), map_file::zone(name)?))
        });
        let mut zones = zones.collect::<Result<BTreeMap<_, _>, MappingError>>()?;
        let Planner { inputs, expressions, .. } = planner;
        let computed = expressions.iter().filter_map(|expression| {
            let zone = zone_of(expression, &inputs, &zones)?;
            Some((expression.text.clone(), zone))
        });
        let computed: Vec<_> = computed.collect();
        zones.extend(computed);
        Ok(Self {
            mapping,
            zone,
            inputs,
            expressions,
            condition,
            targets,
            attributes,
            consents,
            meanings,
            replacements,
            blanks,
            zones,
        })
    }

    /// Where a target comes from, as rejects name it; the target itself where nothing is mapped to it.
    pub(crate) fn origin_of<'a>(&'a self, target: &'a str) -> &'a str {
        let known = self.targets.iter().find(|known| known.column == target);
        known.and_then(|known| known.origin.as_ref()).map_or(target, Origin::name)
    }

    /// The zone of a column's times that are written without one, or of those that an expression makes of such.
    pub(crate) fn zone_of(&self, column: &str) -> &TimeZone {
        self.zones.get(column).unwrap_or(&self.zone)
    }
}

/// The zone of the times that an expression is made of, where all of them have the same one of their own.
fn zone_of(expression: &Expression, inputs: &[Input], zones: &BTreeMap<String, TimeZone>) -> Option<TimeZone> {
    let used = expression.inputs.iter().map(|at| &inputs[*at]);
    let mut times = used.filter(|input| input.rules.kind == CellType::Date || zones.contains_key(&input.name));
    let zone = zones.get(&times.next()?.name)?;
    times.all(|input| zones.get(&input.name) == Some(zone)).then(|| zone.clone())
}

fn check_names(mapping: &Mapping) -> Result<(), MappingError> {
    let table = mapping.table;
    let targets = target::names(table);
    let unknown =
        |target: &str, targets: Vec<String>| MappingError::UnknownTarget { table, target: target.into(), targets };
    for name in mapping.columns.keys() {
        if !targets.iter().any(|target| target == name) {
            return Err(unknown(name, targets));
        }
    }
    for (section, entries) in [("attributes", &mapping.attributes), ("consents", &mapping.consents)] {
        if !entries.is_empty() && !table.columns().iter().any(|column| column.name() == section) {
            return Err(unknown(section, targets));
        }
    }
    for (first, second) in [("amount", "amount_minor"), ("monthly", "monthly_minor")] {
        if mapping.columns.contains_key(first) && mapping.columns.contains_key(second) {
            return Err(MappingError::Both { first, second });
        }
    }
    Ok(())
}

struct Planner<'a> {
    mapping: &'a Mapping,
    context: PlanContext<'a>,
    language: Language,
    inputs: Vec<Input>,
    expressions: Vec<Expression>,
}

impl Planner<'_> {
    fn condition(&mut self) -> Result<Option<usize>, MappingError> {
        let Some(text) = &self.mapping.condition else { return Ok(None) };
        let at = self.expression("where", text)?;
        let data_type = self.expressions[at].data_type();
        match data_type {
            Ok(DataType::Boolean) => Ok(Some(at)),
            Ok(other) => Err(cannot("where", text, format!("a condition is true or false, this gives {other}"))),
            Err(why) => Err(cannot("where", text, why)),
        }
    }

    fn targets(&mut self) -> Result<Vec<TargetColumn>, MappingError> {
        let table = self.mapping.table;
        let mut targets = Vec::new();
        for column in &table.columns() {
            let takes = Target::of(table, column);
            if matches!(takes, Target::Entries | Target::DayOfMoment | Target::Via) {
                continue;
            }
            let (name, minor) = match takes {
                Target::Money(decimal) if self.mapping.columns.contains_key(decimal) => (decimal, false),
                _ => (column.name().as_str(), true),
            };
            let from = self.mapping.columns.get(name);
            let required = !column.is_nullable();
            let settled_otherwise = takes == Target::Currency && table != Fact::ExchangeRates;
            if required && from.is_none() && !settled_otherwise {
                let target =
                    if let Target::Money(decimal) = takes { decimal.to_owned() } else { column.name().clone() };
                return Err(MappingError::MissingTarget {
                    file: self.context.file.to_owned(),
                    table,
                    target,
                    columns: self.names(),
                });
            }
            let via = match from {
                Some(ColumnSource::Via(Via { via, .. })) if takes != Target::Customer => {
                    let why = format!("only customers are resolved through another source, as here {via}");
                    return Err(cannot(name, from.map_or("", ColumnSource::text), why));
                }
                Some(ColumnSource::Via(Via { via, .. })) if self.context.lookup.is_none() => {
                    return Err(MappingError::NoLookup { target: name.to_owned(), via: via.clone() });
                }
                Some(ColumnSource::Via(Via { via, .. })) => Some(via.clone()),
                _ => None,
            };
            let origin = from.map(|from| self.origin(name, from.text(), takes)).transpose()?;
            targets.push(TargetColumn { target: takes, column: column.name().clone(), required, origin, minor, via });
        }
        Ok(targets)
    }

    fn entries(
        &mut self,
        section: &str,
        entries: &BTreeMap<String, String>,
    ) -> Result<Vec<(String, Origin)>, MappingError> {
        let origin = |(name, text): (&String, &String)| {
            Ok((name.to_owned(), self.origin(&format!("{section}.{name}"), text, Target::Text)?))
        };
        entries.iter().map(origin).collect()
    }

    fn origin(&mut self, target: &str, text: &str, takes: Target) -> Result<Origin, MappingError> {
        let PlanContext { columns, sample, fallback, .. } = self.context;
        if let Some((at, field)) = columns.column_with_name(text) {
            if Cells::of(&new_empty_array(field.data_type())).is_err() {
                let data_type = field.data_type().to_string();
                return Err(MappingError::DataType { target: target.to_owned(), data_type });
            }
            let rules = Rules::of(text, sample, self.mapping, fallback);
            match takes {
                Target::Instant | Target::Day => self.check_dates(text, rules)?,
                Target::Money(_) | Target::Float | Target::Integer | Target::Rate => self.check_numbers(text, rules)?,
                _ => {}
            }
            return Ok(Origin::Column { at, name: text.to_owned(), rules });
        }
        let at = self.expression(target, text)?;
        let data_type = self.expressions[at].data_type().map_err(|why| cannot(target, text, why))?;
        if Cells::of(&new_empty_array(&data_type)).is_err() {
            return Err(MappingError::DataType { target: target.to_owned(), data_type: data_type.to_string() });
        }
        let dates = DateRules {
            order: self.mapping.values.dates,
            two_digit_years_from: self.mapping.values.two_digit_years_from,
        };
        let decimal = self.mapping.format.decimal.or_else(|| sample.decimal_mark()).or(fallback);
        Ok(Origin::Computed { at, text: text.to_owned(), rules: Rules { kind: CellType::Text, decimal, dates } })
    }

    fn expression(&mut self, target: &str, text: &str) -> Result<usize, MappingError> {
        let PlanContext { columns, sample, fallback, .. } = self.context;
        let analysis = self.language.analyse(text).map_err(|why| self.problem_of(target, text, why))?;
        let mut used = Vec::new();
        for (name, taken_for) in &analysis.columns {
            let Some((column, field)) = columns.column_with_name(name) else {
                return Err(self.problem_of(target, text, ExpressionProblem::Column(name.clone())));
            };
            if Cells::of(&new_empty_array(field.data_type())).is_err() {
                let why = format!("column '{name}' is of type {}", field.data_type());
                return Err(cannot(target, text, why));
            }
            let mut rules = Rules::of(name, sample, self.mapping, fallback);
            if !self.mapping.types.contains_key(name) {
                rules.kind = match (taken_for, rules.kind) {
                    (ColumnUse::Text, _) => CellType::Text,
                    (ColumnUse::Number, CellType::Text) => CellType::Number,
                    (_, kind) => kind,
                };
            }
            match rules.kind {
                CellType::Date => self.check_dates(name, rules)?,
                CellType::Number => self.check_numbers(name, rules)?,
                _ => {}
            }
            used.push(Input { column, name: name.clone(), rules, scale: 0 });
        }
        let numbers = used.iter().filter(|input| input.rules.kind == CellType::Number).count();
        let positions = used.into_iter().map(|input| self.input(input, numbers)).collect();
        let compiled = self.language.compile(target, text, analysis, &self.inputs, positions);
        self.expressions.push(compiled.map_err(|why| cannot(target, text, why))?);
        Ok(self.expressions.len() - 1)
    }

    /// Finds or adds an input. The fewer numbers an expression multiplies, the more decimals each may have in 38 digits.
    fn input(&mut self, mut input: Input, numbers: usize) -> usize {
        if input.rules.kind == CellType::Number {
            let seen = self.context.sample.profile(&input.name).map_or(0, |profile| profile.numbers.decimals);
            let room = match numbers {
                0 | 1 => 12,
                2 => 9,
                _ => 6,
            };
            input.scale = seen.clamp(room, 18) as i8;
        }
        let known = self.inputs.iter().position(|other| *other == input);
        known.unwrap_or_else(|| {
            self.inputs.push(input);
            self.inputs.len() - 1
        })
    }

    fn problem_of(&self, target: &str, text: &str, why: ExpressionProblem) -> MappingError {
        let column = match why {
            ExpressionProblem::Column(column) => column,
            ExpressionProblem::Other(_) if !text.contains(['(', ')', '*', '+', '/', '\'', '"', '=', '<', '>', '|']) => {
                text.to_owned()
            }
            ExpressionProblem::Other(why) => return cannot(target, text, why),
        };
        let columns = self.names();
        MappingError::UnknownColumn {
            file: self.context.file.to_owned(),
            target: target.to_owned(),
            nearest: nearest(&column, &columns),
            columns,
            column,
        }
    }

    /// Where a column that a section of the map file names stands.
    fn position(&self, section: &str, column: &str) -> Result<usize, MappingError> {
        let found = self.context.columns.column_with_name(column).map(|(at, _)| at);
        found.ok_or_else(|| self.problem_of(section, column, ExpressionProblem::Column(column.to_owned())))
    }

    fn names(&self) -> Vec<String> {
        self.context.columns.fields().iter().map(|field| field.name().clone()).collect()
    }

    fn check_dates(&self, column: &str, rules: Rules) -> Result<(), MappingError> {
        let undecided = self.context.sample.profile(column).and_then(|profile| profile.dates.undecided.clone());
        let counted = matches!(rules.kind, CellType::UnixSeconds | CellType::UnixMillis)
            || rules.kind.days_of_spreadsheet().is_some();
        match undecided {
            Some(example) if rules.dates.order.is_none() && !counted => Err(MappingError::AmbiguousDates {
                file: self.context.file.to_owned(),
                column: column.to_owned(),
                example,
            }),
            _ => Ok(()),
        }
    }

    fn check_numbers(&self, column: &str, rules: Rules) -> Result<(), MappingError> {
        let undecided = self.context.sample.profile(column).and_then(|profile| profile.numbers.undecided.clone());
        match undecided {
            Some((_, example)) if rules.decimal.is_none() => Err(MappingError::AmbiguousNumbers {
                file: self.context.file.to_owned(),
                column: column.to_owned(),
                example,
            }),
            _ => Ok(()),
        }
    }

    /// Amounts need a currency: from a column, from the map, or beside each of them.
    fn check_currency(&self, targets: &[TargetColumn]) -> Result<(), MappingError> {
        let named = targets.iter().any(|target| target.target == Target::Currency && target.origin.is_some());
        if named || self.mapping.currency.is_some() {
            return Ok(());
        }
        let money = targets
            .iter()
            .find(|target| matches!(target.target, Target::Money(_)))
            .and_then(|target| target.origin.as_ref());
        let Some(origin) = money else { return Ok(()) };
        let written = match origin {
            Origin::Column { name, .. } => self.context.sample.profile(name).is_some_and(|profile| {
                let numbers = &profile.numbers;
                numbers.count > 0 && numbers.units.values().sum::<usize>() == numbers.count
            }),
            Origin::Computed { .. } => false,
        };
        if written {
            return Ok(());
        }
        Err(MappingError::NoCurrency { file: self.context.file.to_owned(), from: origin.name().to_owned() })
    }
}

fn cannot(target: &str, expression: &str, why: String) -> MappingError {
    MappingError::Expression { target: target.to_owned(), expression: expression.to_owned(), why }
}

/// The names that come nearest to one that does not exist.
fn nearest(name: &str, names: &[String]) -> Vec<String> {
    let plain = |name: &str| name.to_lowercase().replace(['_', ' ', '-', '.'], "");
    let wanted = plain(name);
    let mut near: Vec<_> = names
        .iter()
        .map(|other| (normalized_levenshtein(&wanted, &plain(other)), other))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .collect();
    near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    near.into_iter().take(3).map(|(_, name)| name.clone()).collect()
}

/// The decimal mark of formats that know only one, or the one the reader found.
pub(crate) fn fallback_mark(files: &[SourceFile]) -> Option<DecimalMark> {
    let format = &files.first()?.format;
    match format.kind {
        Some(
            SourceKind::Jsonl
            | SourceKind::Parquet
            | SourceKind::Xlsx
            | SourceKind::Xes
            | SourceKind::Ocel
            | SourceKind::Postgres,
        ) => Some(DecimalMark::Point),
        _ => format.decimal,
    }
}
