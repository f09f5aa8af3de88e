//! `bellwether serve`

use std::net::SocketAddr;

use clap::Args;
use tokio::net::TcpListener;

use super::notes::{Notes, insist};
use crate::app::App;
use crate::app::people::secret;
use crate::failure::{Failure, FailureKind};
use crate::web::{self, Door, Locked};

/// Serve the company's pages to those who sign in
///
/// The first time, a secret on this console lets you make the first admin, who lets the others in. Without --origin only this computer
/// can open the pages; to reach them from elsewhere, put a proxy that speaks TLS before Bellwether and say under which address.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether serve
  bellwether serve --listen 127.0.0.1:8080
  bellwether serve --origin https://growth.example.com              behind a proxy on this computer
  bellwether serve --listen 0.0.0.0:4100 --origin https://growth.example.com")]
pub(crate) struct Options {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:4100")]
    listen: SocketAddr,
    /// Where browsers find the pages, when that is not the address itself
    #[arg(long, value_name = "URL")]
    origin: Option<String>,
}

pub(crate) async fn run(app: &App, options: &Options, notes: &Notes) -> Result<(), Failure> {
    let origin = options.origin.as_deref().map(origin).transpose()?;
    if !options.listen.ip().is_loopback() && !origin.as_deref().is_some_and(|origin| origin.starts_with("https://")) {
        return Err(Failure::usage(format!("{} can be reached from elsewhere, where passwords would pass in the clear", options.listen.ip()))
            .hint("listen on 127.0.0.1, or put a proxy that speaks TLS before Bellwether and name it: --origin https://growth.example.com"));
    }
    let app = app.clone().open().await?;
    let listener = TcpListener::bind(options.listen).await.map_err(|error| {
        Failure::usage(format!("the pages cannot be served on {}: {error}", options.listen))
            .hint("choose another address or port with --listen")
    })?;
    let address = listener.local_addr().map_err(|error| Failure::caused(FailureKind::Internal, &error))?;
    let origin = origin.unwrap_or_else(|| format!("http://{address}"));
    let first_secret = if app.has_users().await? { None } else { Some(secret()?) };
    if let Some(secret) = &first_secret {
        insist(format!(
            "Nobody may sign in yet. Make the first admin at {origin}/first-run with this secret:\n\n  {secret}\n"
        ));
    }
    notes.say(format!("Pages: {origin}/    (Ctrl-C ends)"));
    let door = Door::Locked(Box::new(Locked::new(origin, first_secret)));
    web::serve(app, super::clock, door, listener, interrupted()).await
}

/// Scheme and host of an address, without anything behind.
fn origin(url: &str) -> Result<String, Failure> {
    let trimmed = url.trim_end_matches('/');
    let host = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
    let is_host = |host: &str| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
    };
    match host {
        Some(host) if is_host(host) => Ok(trimmed.to_ascii_lowercase()),
        _ => Err(Failure::usage(format!("--origin is '{url}'"))
            .hint("write scheme and host, e.g. https://growth.example.com")),
    }
}

/// Returns when the process is asked to end.
pub(super) async fn interrupted() {
    let interrupted = async {
        // Where signals cannot be heard, the pages end with the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let asked_to_end = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let asked_to_end = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = asked_to_end => {}
    }
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_is_scheme_and_host() {
        assert_eq!(origin("https://Growth.example.com/").expect("an origin"), "https://growth.example.com");
        assert_eq!(origin("http://[::1]:4100").expect("an origin"), "http://[::1]:4100");
        for wrong in ["growth.example.com", "ftp://x", "https://", "https://a/b", "https://a?b", "https://u@a"] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
