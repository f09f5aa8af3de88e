//! The session: the one place where tables and SQL meet.
//!
//! What queries read is checked as everywhere else: the session knows no files but through a [store](super::store) that does so.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use datafusion::catalog::{CatalogProvider, MemoryCatalogProvider, SchemaProvider, TableProvider};
use datafusion::datasource::empty::EmptyTable;
use datafusion::datasource::file_format::parquet::{ParquetFormat, transform_schema_to_view};
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::error::DataFusionError;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};

use url::Url;

use super::chunks::Damages;
use super::error::LakeError;
use super::folder::Lake;
use super::snapshot::Snapshot;
use super::store::CheckedStore;
use super::utc;

const CATALOG: &str = "datafusion";
const SCHEMA: &str = "public";

/// What a session may use.
#[derive(Clone, Debug)]
pub struct SessionLimits {
    /// Bytes of memory for sorting, joining and aggregating; beyond them, passing results go to disk.
    pub memory: usize,
    /// Where they go.
    pub spill: PathBuf,
    /// Threads of a query.
    pub threads: usize,
}

/// A session over the lake's tables.
pub struct Session {
    /// For queries.
    pub context: SessionContext,
    damages: Damages,
}

impl Session {
    /// The damaged file at which a query stopped, if that is why.
    #[must_use]
    pub fn damage(&self) -> Option<LakeError> {
        self.damages.take()
    }
}

impl Lake {
    /// A session in which every table present goes by its name, as it is when a query first names it. It is meant for reading: who
    /// passes foreign SQL on refuses statements that are no query.
    pub fn session(&self, limits: &SessionLimits) -> Result<Session, LakeError> {
        let failed = |error| LakeError::Session(Box::new(error));
        let spill = DiskManagerMode::Directories(vec![limits.spill.clone()]);
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(limits.memory)))
            .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(spill))
            .build_arc()
            .map_err(failed)?;
        let mut config = SessionConfig::new()
            .with_target_partitions(limits.threads.max(1))
            .with_information_schema(true)
            .with_create_default_catalog_and_schema(false)
            .with_default_catalog_and_schema(CATALOG, SCHEMA);
        // The store has the whole footer at hand: more at once would be columns that nobody asked for.
        config.options_mut().execution.parquet.metadata_size_hint = None;
        let store = CheckedStore::default();
        let damages = store.damages();
        let local = Url::parse("file:///").map_err(|error| failed(DataFusionError::External(error.into())))?;
        runtime.register_object_store(&local, Arc::new(store));
        let context = SessionContext::new_with_config_rt(config, runtime);
        let lake = Self { root: self.root.clone(), held: Mutex::default() };
        let tables = Tables { names: self.tables()?, lake, damages: damages.clone() };
        let catalog = MemoryCatalogProvider::new();
        catalog.register_schema(SCHEMA, Arc::new(tables)).map_err(failed)?;
        context.register_catalog(CATALOG, Arc::new(catalog));
        context.register_udf(utc::date_trunc());
        Ok(Session { context, damages })
    }
}

/// The lake's tables, for the planner. Most queries name one or two of them, and only those are opened.
#[derive(Debug)]
struct Tables {
    names: Vec<String>,
    lake: Lake,
    damages: Damages,
}

#[async_trait]
impl SchemaProvider for Tables {
    fn table_names(&self) -> Vec<String> {
        self.names.clone()
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>, DataFusionError> {
        if !self.table_exist(name) {
            return Ok(None);
        }
        let opened = self.lake.snapshot(name).await;
        let snapshot = opened.map_err(|error| DataFusionError::External(self.damages.note(error).into()))?;
        provider(&snapshot).map(Some)
    }

    fn table_exist(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }
}

/// The snapshot's files as Parquet: Delta partitions none of our tables, so that its log adds nothing to them but which they are.
fn provider(snapshot: &Snapshot) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    // Texts are read where they lie instead of being copied.
    let schema = Arc::new(transform_schema_to_view(snapshot.schema()));
    if snapshot.files().is_empty() {
        return Ok(Arc::new(EmptyTable::new(schema)));
    }
    let url = |name: &str| {
        let path = snapshot.folder.join(name);
        let url = Url::from_file_path(&path);
        let url = url.map_err(|()| DataFusionError::Configuration(format!("{} is no address", path.display())))?;
        ListingTableUrl::try_new(url, None)
    };
    let files = snapshot.files().iter().map(|file| url(&file.path)).collect::<Result<_, _>>()?;
    let options = ListingOptions::new(Arc::new(ParquetFormat::default()));
    let config = ListingTableConfig::new_with_multi_paths(files).with_listing_options(options).with_schema(schema);
    Ok(Arc::new(ListingTable::try_new(config)?))
}
