//! What files say of themselves, kept while a snapshot is read.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::datatypes::{DataType, Fields, Schema, SchemaRef};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};

use super::data_file::{DataFileReader, Footer};
use super::error::LakeError;

/// Columns that repeat few values; they come dictionary-encoded, in `Int32` keys.
const REPETITIVE: [&str; 5] = ["customer_id", "currency", "source", "product", "silo"];

/// What files say of themselves is kept of so many; a file is opened again for each of its buckets.
const MOST_KEPT: usize = 128;

/// What files say of themselves, by path and by whether dictionaries are kept.
#[derive(Debug, Default)]
pub(super) struct FileMetadata(Mutex<HashMap<(PathBuf, bool), KnownFile>>);

/// What a file says of itself: the types of its columns, and where they lie.
pub(super) type KnownFile = (ArrowReaderMetadata, Arc<Footer>);

impl FileMetadata {
    pub(super) fn metadata(&self, file: &DataFileReader, dictionaries: bool) -> Result<KnownFile, LakeError> {
        let key = (file.path().to_owned(), dictionaries);
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(metadata) = known().get(&key) {
            return Ok(metadata.clone());
        }
        let failed = |error| LakeError::parquet("open", file.path(), error);
        let footer = file.footer()?;
        let metadata = |options| ArrowReaderMetadata::try_new(footer.metadata.clone(), options).map_err(failed);
        let mut types = metadata(ArrowReaderOptions::new())?;
        if dictionaries {
            types = metadata(ArrowReaderOptions::new().with_schema(with_dictionaries(types.schema())))?;
        }
        let metadata = (types, Arc::new(footer));
        let mut known = known();
        if known.len() < MOST_KEPT {
            known.insert(key, metadata.clone());
        }
        Ok(metadata)
    }
}

fn with_dictionaries(schema: &SchemaRef) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| {
        if *field.data_type() == DataType::Utf8 && REPETITIVE.contains(&field.name().as_str()) {
            let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            Arc::new(field.as_ref().clone().with_data_type(dictionary))
        } else {
            field.clone()
        }
    });
    Arc::new(Schema::new_with_metadata(fields.collect::<Fields>(), schema.metadata().clone()))
}
