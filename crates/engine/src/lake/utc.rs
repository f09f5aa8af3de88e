//! `date_trunc` over instants in UTC.
//!
//! DataFusion asks a time zone's history for the offset of every row, which takes longer than all else about a sum by month. All our
//! instants are in UTC, where the offset is always zero: the function is handed them as times without a zone, and its answer gets the
//! zone back.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, make_array};
use arrow::datatypes::{DataType, FieldRef};
use datafusion::error::Result;
use datafusion::functions::datetime;
use datafusion::logical_expr::sort_properties::{ExprProperties, SortProperties};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
};

/// `date_trunc`, quick over instants in UTC and as before over all else.
pub(super) fn date_trunc() -> ScalarUDF {
    ScalarUDF::from(DateTrunc { inner: datetime::date_trunc() })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct DateTrunc {
    inner: Arc<ScalarUDF>,
}

impl ScalarUDFImpl for DateTrunc {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        self.inner.return_type(arguments)
    }

    fn return_field_from_args(&self, arguments: ReturnFieldArgs) -> Result<FieldRef> {
        self.inner.return_field_from_args(arguments)
    }

    fn output_ordering(&self, inputs: &[ExprProperties]) -> Result<SortProperties> {
        self.inner.output_ordering(inputs)
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.inner.documentation()
    }

    fn invoke_with_args(&self, mut arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let zoned = arguments.return_field.data_type().clone();
        let Some(plain) = without_utc(&zoned) else { return self.inner.invoke_with_args(arguments) };
        let [_, ColumnarValue::Array(instants)] = arguments.args.as_mut_slice() else {
            return self.inner.invoke_with_args(arguments);
        };
        *instants = retyped(instants, &plain)?;
        let retype = |field: &FieldRef| Arc::new(field.as_ref().clone().with_data_type(plain.clone()));
        arguments.arg_fields = arguments
            .arg_fields
            .iter()
            .map(|field| if *field.data_type() == zoned { retype(field) } else { field.clone() })
            .collect();
        arguments.return_field = retype(&arguments.return_field);
        match self.inner.invoke_with_args(arguments)? {
            ColumnarValue::Array(truncated) => Ok(ColumnarValue::Array(retyped(&truncated, &zoned)?)),
            scalar @ ColumnarValue::Scalar(_) => scalar.cast_to(&zoned, None),
        }
    }
}

fn without_utc(data_type: &DataType) -> Option<DataType> {
    match data_type {
        DataType::Timestamp(unit, Some(zone)) if zone.as_ref() == "UTC" => Some(DataType::Timestamp(*unit, None)),
        _ => None,
    }
}

/// The same numbers under another type; nothing is copied.
fn retyped(values: &ArrayRef, data_type: &DataType) -> Result<ArrayRef> {
    Ok(make_array(values.to_data().into_builder().data_type(data_type.clone()).build()?))
}

#[cfg(test)]
mod tests {
    use arrow::array::TimestampMicrosecondArray;
    use arrow::datatypes::{Field, TimeUnit};
    use datafusion::common::ScalarValue;
    use datafusion::config::ConfigOptions;

    use super::*;

    /// From 1938 to 2050, 17 hours and some seconds apart, with gaps.
    fn instants(zone: Option<&str>) -> ArrayRef {
        let micros = (-16_500..41_000).map(|step| (step % 100 != 7).then_some(step * 61_234_567_891));
        Arc::new(micros.collect::<TimestampMicrosecondArray>().with_timezone_opt(zone))
    }

    fn truncated(function: &ScalarUDF, unit: &str, instants: &ArrayRef) -> ArrayRef {
        let field = |data_type: &DataType| Arc::new(Field::new("at", data_type.clone(), true));
        let arguments = ScalarFunctionArgs {
            args: vec![ColumnarValue::Scalar(ScalarValue::from(unit)), ColumnarValue::Array(instants.clone())],
            arg_fields: vec![field(&DataType::Utf8), field(instants.data_type())],
            number_rows: instants.len(),
            return_field: field(instants.data_type()),
            config_options: Arc::new(ConfigOptions::new()),
        };
        function.invoke_with_args(arguments).unwrap().into_array(instants.len()).unwrap()
    }

    #[test]
    fn instants_are_truncated_as_datafusion_does() {
        let (ours, theirs) = (date_trunc(), datetime::date_trunc());
        for zone in [Some("UTC"), Some("+02:00"), None] {
            let instants = instants(zone);
            for unit in ["second", "hour", "day", "week", "month", "quarter", "year"] {
                let truncated_by = |function| truncated(function, unit, &instants);
                assert_eq!(&truncated_by(&ours), &truncated_by(&theirs), "{unit} in {zone:?}");
            }
        }
        let instant = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        assert_eq!(*truncated(&ours, "month", &instants(Some("UTC"))).data_type(), instant);
    }
}
