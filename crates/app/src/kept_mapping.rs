//! Which mapping is kept for a source?

use bellwether_engine::facts;

use crate::company::Company;
use crate::failure::Failure;

#[cfg(test)]
mod tests;

/// The mapping kept for a source: the latest that was agreed on, but for those of imports that were all taken back, for a mistaken mapping
/// is why imports are. Where that leaves none, nothing is kept. An import that was interrupted once its facts were there agreed on its own,
/// though nobody came to write it down.
pub(crate) async fn kept_mapping(company: &Company, source: &str, fact: &str) -> Result<Option<String>, Failure> {
    let versions = company.records.mapping(source, fact).all().await?;
    let past = facts::past_imports(&company.lake).await?;
    let of_source = past
        .iter()
        .filter(|past| past.is_import() && past.report.fact == fact && past.report.source.trim() == source.trim());
    let (counting, undone): (Vec<_>, Vec<_>) = of_source.partition(|past| past.counts());
    let written = versions.last().map(|version| version.created_at);
    let unwritten = counting.last().map(|past| &past.report).filter(|report| Some(report.started_at) > written);
    // What is made, as a sample company is, has none.
    let unwritten = unwritten.map(|report| report.mapping.clone()).filter(|toml| !toml.is_empty());
    let is_by = |imports: &[&facts::PastImport], toml: &str| imports.iter().any(|past| past.report.mapping == toml);
    let mut kept = unwritten.into_iter().chain(versions.into_iter().rev().map(|version| version.value.toml));
    Ok(kept.find(|toml| is_by(&counting, toml) || !is_by(&undone, toml)))
}
