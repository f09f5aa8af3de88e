//! A file as it arrives, from a form or as it is, kept until it is imported or given up.

use std::path::Path;

use axum::body::Body;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use futures::StreamExt as _;
use tokio::io::AsyncWriteExt as _;

use crate::web::site::Site;
use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::upload::Upload;
use bellwether_words::message;

/// The longest file that is taken, in bytes.
pub(in crate::web) const LONGEST_FILE: usize = 8 * 1024 * 1024 * 1024;

/// Keeps the file of a form.
pub(in crate::web) async fn kept(site: &Site, form: &mut Multipart, by: &str) -> Result<Upload, Failure> {
    site.app().refuse_beside_sample().await?;
    let (mut fact, mut source) = (String::new(), String::new());
    while let Some(mut part) = form.next_field().await.map_err(|error| broken(&error))? {
        match part.name().unwrap_or_default() {
            "fact" => fact = short_text(&mut part).await?,
            "source" => source = short_text(&mut part).await?,
            "file" => {
                let name = part.file_name().unwrap_or_default().to_owned();
                let app = site.app();
                let (upload, path) = app.begin_upload(&name, &fact, &source, by)?;
                let mut partial = Partial { app, upload: Some(upload) };
                keep_file(&mut part, &path).await?;
                return partial.upload.take().ok_or_else(|| Failure::input(message("failure-no-file")));
            }
            _ => {}
        }
    }
    Err(Failure::input(message("failure-no-file")))
}

/// A file that has not come whole: whatever ends its coming, what came of it goes.
struct Partial {
    app: App,
    upload: Option<Upload>,
}

impl Drop for Partial {
    fn drop(&mut self) {
        if let Some(Err(failure)) = self.upload.as_ref().map(|upload| self.app.forget_upload(upload)) {
            tracing::warn!(%failure, "a part of a file stays in the folder of uploads");
        }
    }
}

async fn keep_file(part: &mut Field<'_>, path: &Path) -> Result<(), Failure> {
    let mut file = IncomingFile::at(path, LONGEST_FILE).await?;
    while let Some(chunk) = part.chunk().await.map_err(|error| broken(&error))? {
        file.take(&chunk).await?;
    }
    if file.whole().await? == 0 { Err(Failure::input(message("failure-file-empty"))) } else { Ok(()) }
}

/// The same for a file that comes as it is.
pub(in crate::web) async fn keep_body(
    site: &Site,
    name: &str,
    fact: &str,
    source: &str,
    by: &str,
    body: Body,
) -> Result<Upload, Failure> {
    let app = site.app();
    app.refuse_beside_sample().await?;
    let (upload, path) = app.begin_upload(name, fact, source, by)?;
    let mut partial = Partial { app, upload: Some(upload) };
    let mut file = IncomingFile::at(&path, LONGEST_FILE).await?;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| Failure::input(message("failure-file-broken").with("why", error)))?;
        file.take(&chunk).await?;
    }
    // That it is empty is told as of any file that cannot be read.
    file.whole().await?;
    partial.upload.take().ok_or_else(|| Failure::input(message("failure-no-file")))
}

/// A file as it comes, piece by piece.
struct IncomingFile {
    file: tokio::fs::File,
    length: usize,
    longest: usize,
}

impl IncomingFile {
    async fn at(path: &Path, longest: usize) -> Result<Self, Failure> {
        Ok(Self {
            file: tokio::fs::File::create(path).await.map_err(|error| Self::failed(&error))?,
            length: 0,
            longest,
        })
    }

    async fn take(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        self.length += chunk.len();
        if self.length > self.longest {
            return Err(Failure::input(message("failure-file-long").with("most", self.longest >> 20)));
        }
        self.file.write_all(chunk).await.map_err(|error| Self::failed(&error))
    }

    /// How long it is.
    async fn whole(mut self) -> Result<usize, Failure> {
        self.file.flush().await.map_err(|error| Self::failed(&error))?;
        Ok(self.length)
    }

    fn failed(error: &std::io::Error) -> Failure {
        Failure::new(FailureKind::Internal, format!("the file cannot be kept: {error}"))
    }
}

/// A field of a form that holds a word.
async fn short_text(part: &mut Field<'_>) -> Result<String, Failure> {
    const LONGEST: usize = 1024;
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| broken(&error))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LONGEST {
            return Err(Failure::input(message("failure-field-long")));
        }
    }
    String::from_utf8(bytes).map_err(|_| Failure::input(message("failure-field-no-text")))
}

fn broken(error: &MultipartError) -> Failure {
    Failure::input(message("failure-file-broken").with("why", error.body_text()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_that_goes_on_for_too_long_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file.csv");
        let mut file = IncomingFile::at(&path, 10).await.expect("begun");
        file.take(b"12345").await.expect("short enough");
        assert!(file.take(b"67890+").await.is_err());
    }
}
