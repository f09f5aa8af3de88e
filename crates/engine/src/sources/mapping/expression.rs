//! SQL expressions over source columns: read once, computed batch by batch.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, new_null_array};
use arrow::compute::concat;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, DataFusionError, ScalarValue, SchemaError};
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::expr::{BinaryExpr, Case, InList, Like, ScalarFunction};
use datafusion::logical_expr::simplify::SimplifyContext;
use datafusion::logical_expr::{Expr, Operator, Volatility};
use datafusion::optimizer::simplify_expressions::ExprSimplifier;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::prelude::SessionConfig;

use super::column::Input;
use super::cost::{self, Cost, MOST_AT_ONCE, bytes_of};
use super::parse::moment;
use super::row::Problems;
use super::sum_of;
use crate::sources::guarded::{guarded, quietly};

/// Room for parsing as many words as there may be, each within the one before.
const STACK: usize = 256 << 20;

/// Understands SQL expressions.
pub(crate) struct Language {
    state: SessionState,
    columns: DFSchema,
}

/// An expression that is read, before the types of its columns are known.
pub(crate) struct ExpressionAnalysis {
    expr: Expr,
    cost: Cost,
    /// The source columns it uses, and what it takes them for.
    pub columns: BTreeMap<String, ColumnUse>,
}

/// What an expression takes a column for, whatever its cells look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ColumnUse {
    Whatever,
    Number,
    Text,
}

/// Why an expression cannot be read.
pub(crate) enum ExpressionProblem {
    /// There is no such source column.
    Column(String),
    Other(String),
}

/// An expression that can be computed.
#[derive(Debug)]
pub(crate) struct Expression {
    /// The target it belongs to.
    pub target: String,
    /// The expression as written.
    pub text: String,
    /// Positions among the plan's inputs.
    pub inputs: Vec<usize>,
    /// What computing it takes at most.
    pub cost: Cost,
    schema: SchemaRef,
    physical: Arc<dyn PhysicalExpr>,
}

impl Language {
    /// For expressions over these columns.
    pub(crate) fn new<'a>(columns: impl Iterator<Item = &'a str>) -> Result<Self, DataFusionError> {
        // Names are taken as written, and 1.19 is a decimal: sums of money must be exact.
        let config = SessionConfig::new()
            .set_bool("datafusion.sql_parser.enable_ident_normalization", false)
            .set_bool("datafusion.sql_parser.parse_float_as_decimal", true)
            .set_bool("datafusion.sql_parser.map_string_types_to_utf8view", false);
        let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
        let fields = columns.map(|name| Field::new(name, DataType::Utf8, true)).collect();
        Ok(Self { state, columns: DFSchema::from_unqualified_fields(fields, HashMap::new())? })
    }

    /// Reads an expression.
    pub(crate) fn analyse(&self, text: &str) -> Result<ExpressionAnalysis, ExpressionProblem> {
        cost::check_written(text).map_err(ExpressionProblem::Other)?;
        // How deep it is shows once it is parsed, and parsing calls itself for what stands within brackets and behind words.
        let parsing = std::thread::Builder::new().name("expression".to_owned()).stack_size(STACK);
        let parsed =
            std::thread::scope(|scope| Ok(parsing.spawn_scoped(scope, || quietly(|| self.parse(text)))?.join()));
        let no_thread = |error: std::io::Error| ExpressionProblem::Other(error.to_string());
        parsed
            .map_err(no_thread)?
            .ok()
            .flatten()
            .unwrap_or_else(|| Err(ExpressionProblem::Other("it cannot be understood".to_owned())))
    }

    fn parse(&self, text: &str) -> Result<ExpressionAnalysis, ExpressionProblem> {
        let names: Vec<&str> = self.columns.fields().iter().map(|field| field.name().as_str()).collect();
        let text = sum_of::written_out(text, &names).map_err(|problem| match problem {
            sum_of::Problem::NoList(column) => ExpressionProblem::Column(column),
            sum_of::Problem::Other(why) => ExpressionProblem::Other(why),
        })?;
        cost::check_written_out(&text).map_err(ExpressionProblem::Other)?;
        let expr = self.state.create_logical_expr(&text, &self.columns).map_err(|error| problem_of(&error))?;
        let mut columns = BTreeMap::new();
        let mut moving = None;
        let walked = expr.apply(|part| {
            if let Expr::Column(column) = part {
                columns.entry(column.name.clone()).or_insert(ColumnUse::Whatever);
            }
            if let Some(name) = changes_by_itself(part) {
                moving = Some(name);
            }
            for (taken_for, parts) in [(ColumnUse::Number, used_as_number(part)), (ColumnUse::Text, used_as_text(part))]
            {
                for column in parts.into_iter().filter_map(column_name) {
                    let known = columns.entry(column.to_owned()).or_insert(taken_for);
                    *known = taken_for.max(*known);
                }
            }
            Ok(TreeNodeRecursion::Continue)
        });
        walked.map_err(|error| problem_of(&error))?;
        if let Some(name) = moving {
            let why = format!("{name}() gives something else each time; the same file must always give the same rows");
            return Err(ExpressionProblem::Other(why));
        }
        let cost = cost::of(&expr).map_err(ExpressionProblem::Other)?;
        Ok(ExpressionAnalysis { expr: expr.unalias(), cost, columns })
    }

    /// Makes an expression computable over its columns; `positions` are theirs among the plan's inputs.
    pub(crate) fn compile(
        &self,
        target: &str,
        text: &str,
        analysis: ExpressionAnalysis,
        inputs: &[Input],
        positions: Vec<usize>,
    ) -> Result<Expression, String> {
        let field = |&at: &usize| Field::new(&inputs[at].name, inputs[at].data_type(), true);
        let schema = Arc::new(Schema::new(positions.iter().map(field).collect::<Vec<_>>()));
        let typed = DFSchema::try_from(Arc::clone(&schema)).map_err(|error| brief(&error))?;
        // Functions such as coalesce exist only until an expression is simplified; what is left of them can be computed.
        let context = SimplifyContext::builder().with_schema(Arc::new(typed.clone()));
        let simplifier =
            ExprSimplifier::new(context.with_config_options(Arc::clone(self.state.config_options())).build());
        let ExpressionAnalysis { expr, cost, .. } = analysis;
        let simple = simplifier.coerce(expr, &typed).and_then(|expr| simplifier.simplify(expr));
        let simple = simple.map_err(|error| brief(&error))?;
        let physical = self.state.create_physical_expr(simple, &typed).map_err(|error| brief(&error))?;
        physical.data_type(&schema).map_err(|error| brief(&error))?;
        Ok(Expression { target: target.to_owned(), text: text.to_owned(), inputs: positions, cost, schema, physical })
    }
}

impl Expression {
    /// What the expression gives.
    pub(crate) fn data_type(&self) -> Result<DataType, String> {
        self.physical.data_type(&self.schema).map_err(|error| brief(&error))
    }

    /// Computes the expression for all rows; a row for which it cannot be computed is rejected.
    pub(crate) fn compute(
        &self,
        inputs: Vec<ArrayRef>,
        rows: usize,
        problems: &mut Problems,
    ) -> Result<ArrayRef, ArrowError> {
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), inputs, &options)?;
        // Rows come in pieces that are small enough together; one that is not by itself is too long.
        let needed = self.cost.of(rows, bytes_of(batch.columns()));
        if needed > MOST_AT_ONCE {
            let reason = format!("cannot be computed for '{}': it may take {:.0} MB", self.target, needed / 1e6);
            for row in 0..rows {
                problems.add(row, &self.text, String::new(), reason.clone());
            }
            return Ok(new_null_array(&self.physical.data_type(&self.schema)?, rows));
        }
        let mut pieces = Vec::new();
        self.compute_piece(&batch, 0, problems, &mut pieces)?;
        match pieces.as_slice() {
            [whole] => Ok(Arc::clone(whole)),
            pieces => concat(&pieces.iter().map(AsRef::as_ref).collect::<Vec<_>>()),
        }
    }

    /// Computes a piece at once, or where that fails, its halves, down to the rows that are to blame.
    fn compute_piece(
        &self,
        batch: &RecordBatch,
        first: usize,
        problems: &mut Problems,
        pieces: &mut Vec<ArrayRef>,
    ) -> Result<(), ArrowError> {
        let rows = batch.num_rows();
        let computed = guarded(|| {
            let array = self.physical.evaluate(batch).and_then(|value| value.into_array(rows));
            array.map_err(|error| brief(&error))
        });
        let error = match computed {
            Ok(array) => {
                pieces.push(array);
                return Ok(());
            }
            Err(error) => error,
        };
        if rows > 1 {
            self.compute_piece(&batch.slice(0, rows / 2), first, problems, pieces)?;
            return self.compute_piece(&batch.slice(rows / 2, rows - rows / 2), first + rows / 2, problems, pieces);
        }
        if rows == 1 {
            let reason = format!("cannot be computed for '{}': {}", self.target, error);
            problems.add(first, &self.text, self.cells(batch), reason);
        }
        let data_type = self.physical.data_type(&self.schema).map_err(ArrowError::from)?;
        pieces.push(new_null_array(&data_type, rows));
        Ok(())
    }

    /// The cells of a single row that the expression uses.
    fn cells(&self, row: &RecordBatch) -> String {
        let cell = |(field, column): (&Arc<Field>, &ArrayRef)| {
            let value = super::cells::Cells::of(column).ok().and_then(|cells| cells.at(0, &[]).map(|cell| cell.show()));
            format!("{} = {}", field.name(), value.unwrap_or_else(|| "nothing".into()))
        };
        self.schema.fields().iter().zip(row.columns()).map(cell).collect::<Vec<_>>().join(", ")
    }
}

/// The function's name, if it depends on the clock or on chance.
fn changes_by_itself(part: &Expr) -> Option<String> {
    const CLOCK: [&str; 6] = ["now", "current_timestamp", "current_date", "current_time", "today", "localtimestamp"];
    let Expr::ScalarFunction(call) = part else { return None };
    let name = call.func.name();
    let volatile = call.func.signature().volatility == Volatility::Volatile || CLOCK.contains(&name);
    volatile.then(|| name.to_owned())
}

/// What this part of an expression multiplies or divides, or hands to a function of numbers.
fn used_as_number(part: &Expr) -> Vec<&Expr> {
    match part {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Multiply | Operator::Divide | Operator::Modulo, right }) => {
            vec![left, right]
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Plus | Operator::Minus, right }) => {
            let beside = |one, other| if is_number(one) { Some(other) } else { None };
            beside(left, right.as_ref()).into_iter().chain(beside(right, left.as_ref())).collect()
        }
        Expr::Negative(part) => vec![part],
        // Else the whole number beside a column would make of its cells whole numbers, too.
        Expr::ScalarFunction(call) if is_number(part) => call.args.iter().collect(),
        Expr::ScalarFunction(call) => arguments_in(call, &["Math Functions"]),
        _ => Vec::new(),
    }
}

/// Whether a part of an expression is a number whatever its columns hold: one that is written out, or one in the place of nothing.
fn is_number(part: &Expr) -> bool {
    match part {
        Expr::Literal(value, _) => value.data_type().is_numeric(),
        Expr::ScalarFunction(call) if call.func.name() == "coalesce" => call.args.iter().any(is_number),
        _ => false,
    }
}

/// What this part of an expression treats as text.
fn used_as_text(part: &Expr) -> Vec<&Expr> {
    match part {
        Expr::Like(Like { expr, .. }) | Expr::SimilarTo(Like { expr, .. }) => vec![expr],
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => match op {
            Operator::StringConcat
            | Operator::RegexMatch
            | Operator::RegexIMatch
            | Operator::RegexNotMatch
            | Operator::RegexNotIMatch => vec![left, right],
            Operator::Eq | Operator::NotEq if is_word(right) => vec![left],
            Operator::Eq | Operator::NotEq if is_word(left) => vec![right],
            _ => Vec::new(),
        },
        Expr::InList(InList { expr, list, .. }) if list.iter().any(is_word) => vec![expr],
        Expr::Case(Case { expr: Some(expr), when_then_expr, .. })
            if when_then_expr.iter().any(|(when, _)| is_word(when)) =>
        {
            vec![expr]
        }
        Expr::Cast(cast) if cast.field.data_type() == &DataType::Utf8 => vec![&cast.expr],
        Expr::ScalarFunction(call) => arguments_in(call, &["String Functions", "Regular Expression Functions"]),
        _ => Vec::new(),
    }
}

/// The arguments of a function, if DataFusion documents it in one of some sections.
fn arguments_in<'a>(call: &'a ScalarFunction, sections: &[&str]) -> Vec<&'a Expr> {
    let section = call.func.documentation().map(|documentation| documentation.doc_section.label);
    if section.is_some_and(|section| sections.contains(&section)) { call.args.iter().collect() } else { Vec::new() }
}

fn column_name(part: &Expr) -> Option<&str> {
    match part {
        Expr::Column(column) => Some(&column.name),
        _ => None,
    }
}

/// A text constant that is no date.
fn is_word(part: &Expr) -> bool {
    match part {
        Expr::Literal(ScalarValue::Utf8(Some(text)), _) => moment::shape(text).is_none(),
        _ => false,
    }
}

fn problem_of(error: &DataFusionError) -> ExpressionProblem {
    if let DataFusionError::SchemaError(schema, _) = error.find_root()
        && let SchemaError::FieldNotFound { field, .. } = schema.as_ref()
    {
        return ExpressionProblem::Column(field.name.clone());
    }
    ExpressionProblem::Other(brief(error))
}

/// What DataFusion says, without its own surroundings.
fn brief(error: &DataFusionError) -> String {
    let text = error.find_root().strip_backtrace();
    let text = text.lines().next().unwrap_or_default();
    [
        "Arrow error: ",
        "Error during planning: ",
        "SQL error: ",
        "Execution error: ",
        "This feature is not implemented: ",
    ]
    .into_iter()
    .fold(text, |text, prefix| text.strip_prefix(prefix).unwrap_or(text))
    .to_owned()
}
