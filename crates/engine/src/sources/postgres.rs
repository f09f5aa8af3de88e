//! Postgres: the answer to a query, streamed as the CSV that `COPY … TO STDOUT` writes.
//!
//! A thread of its own speaks with the database and hands the bytes over; the session may only read. The password of the
//! address appears in no message.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use futures::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection, Executor};
use url::Url;

use super::bytes::{ByteSource, hexadecimal};
use super::{Format, RawReader, SourceError, csv};

const CHUNK: usize = 64 * 1024;

/// Days as in ISO 8601, numbers with all their digits, nothing written.
const SESSION: &str = include_str!("postgres_session.sql");

pub(super) fn is_address(input: &str) -> bool {
    input.starts_with("postgres://") || input.starts_with("postgresql://")
}

/// Opens an address followed by a query.
pub(super) fn open(inputs: &[String], format: &Format) -> Result<Box<dyn RawReader>, SourceError> {
    let [address, query] = inputs else {
        let why = "an address is followed by exactly one query, as in 'select * from orders'".to_owned();
        return Err(SourceError::Format { file: "postgres://…".to_owned(), why });
    };
    let database = Database::parse(address)?;
    let (sender, chunks) = sync_channel(4);
    let copy =
        format!("COPY (\n{}\n) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')", query.trim().trim_end_matches(';'));
    let name = database.name.clone();
    std::thread::Builder::new()
        .name("postgres".to_owned())
        .spawn(move || {
            let last = database.stream(&copy, &sender).map(|()| Vec::new());
            // Nobody listens any more once the reader is dropped.
            let _ = sender.send(last);
        })
        .map_err(|error| SourceError::Io { file: name.clone(), attempted: "start reading", error })?;
    let answer = Answer {
        name,
        chunks,
        chunk: io::Cursor::default(),
        hasher: Sha256::new(),
        read: 0,
        ended: false,
        failed: None,
    };
    csv::open_answer(Box::new(answer), format.record_limit())
}

/// A database, and what must not be said of it.
struct Database {
    name: String,
    options: PgConnectOptions,
    secrets: Vec<String>,
}

impl Database {
    fn parse(address: &str) -> Result<Self, SourceError> {
        let bad = |why: String| SourceError::Format { file: "postgres://…".to_owned(), why };
        let url = Url::parse(address).map_err(|error| bad(format!("the address is not valid: {error}")))?;
        let mut secrets = Vec::new();
        if let Some(password) = url.password() {
            let pair = format!("it={}", password.replace('+', "%2B"));
            secrets.extend(url::form_urlencoded::parse(pair.as_bytes()).map(|(_, plain)| plain.into_owned()));
            secrets.push(password.to_owned());
        }
        secrets.extend(url.query_pairs().filter(|(key, _)| key == "password").map(|(_, value)| value.into_owned()));
        secrets.retain(|secret| !secret.is_empty());
        let mut public = url.clone();
        public.set_query(None);
        public.set_password(None).map_err(|()| bad("the address names no host".to_owned()))?;
        let options = PgConnectOptions::from_url(&url)
            .map_err(|error| bad(without(&secrets, &format!("the address is not valid: {error}"))))?;
        Ok(Self { name: public.to_string(), options, secrets })
    }

    fn failed(&self, attempted: &'static str, error: &dyn std::fmt::Display) -> SourceError {
        let why = without(&self.secrets, &error.to_string());
        SourceError::Database { database: self.name.clone(), attempted, why }
    }

    /// Sends the answer chunk by chunk until it ends or nobody listens.
    fn stream(&self, copy: &str, sender: &SyncSender<Result<Vec<u8>, SourceError>>) -> Result<(), SourceError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| self.failed("prepare to connect to", &error))?;
        runtime.block_on(async {
            let mut connection =
                PgConnection::connect_with(&self.options).await.map_err(|error| self.failed("connect to", &error))?;
            connection.execute(SESSION).await.map_err(|error| self.failed("prepare the session with", &error))?;
            let failed = |error| self.failed("read the answer of", &error);
            let mut stream = connection.copy_out_raw(copy).await.map_err(failed)?;
            let mut chunk = Vec::with_capacity(CHUNK * 2);
            while let Some(bytes) = stream.try_next().await.map_err(failed)? {
                chunk.extend_from_slice(&bytes);
                if chunk.len() >= CHUNK
                    && sender.send(Ok(std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK * 2)))).is_err()
                {
                    return Ok(());
                }
            }
            if !chunk.is_empty() {
                let _ = sender.send(Ok(chunk));
            }
            Ok(())
        })
    }
}

fn without(secrets: &[String], text: &str) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "***"))
}

/// The bytes of an answer. An empty chunk is the end; if none came, the thread broke down.
struct Answer {
    name: String,
    chunks: Receiver<Result<Vec<u8>, SourceError>>,
    chunk: io::Cursor<Vec<u8>>,
    hasher: Sha256,
    read: u64,
    ended: bool,
    failed: Option<SourceError>,
}

impl Read for Answer {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.chunk.read(buffer)?;
            if count > 0 || self.ended {
                return Ok(count);
            }
            let chunk = self.chunks.recv().map_err(|_| io::Error::other("the connection broke down"))?;
            let chunk = chunk.map_err(|error| {
                let text = error.to_string();
                self.failed = Some(error);
                io::Error::other(text)
            })?;
            self.ended = chunk.is_empty();
            self.read += chunk.len() as u64;
            self.hasher.update(&chunk);
            self.chunk = io::Cursor::new(chunk);
        }
    }
}

impl ByteSource for Answer {
    fn name(&self) -> &str {
        &self.name
    }

    fn bytes_read(&self) -> u64 {
        self.read
    }

    fn failure(&mut self, error: io::Error, _: u64) -> SourceError {
        self.failed.take().unwrap_or_else(|| SourceError::Database {
            database: self.name.clone(),
            attempted: "read the answer of",
            why: error.to_string(),
        })
    }

    fn finish(&mut self) -> Result<String, SourceError> {
        Ok(hexadecimal(&self.hasher.clone().finalize()))
    }
}
