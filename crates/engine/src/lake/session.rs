//! The session: the one place where tables and SQL meet.

use std::path::PathBuf;
use std::sync::Arc;

use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};

use super::{Lake, LakeError};

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

impl Lake {
    /// A session in which every table present is registered under its name, as it is now. It is meant for reading: who passes
    /// foreign SQL on refuses statements that are no query.
    pub async fn session(&self, limits: &SessionLimits) -> Result<SessionContext, LakeError> {
        let failed = |error| LakeError::Session(Box::new(error));
        let spill = DiskManagerMode::Directories(vec![limits.spill.clone()]);
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(limits.memory)))
            .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(spill))
            .build_arc()
            .map_err(failed)?;
        let config = SessionConfig::new().with_target_partitions(limits.threads.max(1)).with_information_schema(true);
        let context = SessionContext::new_with_config_rt(config, runtime);
        for name in self.tables()? {
            let table = self.delta(&name).await?;
            table
                .update_datafusion_session(&context.state())
                .map_err(|error| LakeError::delta("open", &name, error))?;
            let provider =
                table.table_provider().build().await.map_err(|error| LakeError::delta("open", &name, error))?;
            context.register_table(name.as_str(), Arc::new(provider)).map_err(failed)?;
        }
        Ok(context)
    }
}
