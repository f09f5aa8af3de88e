//! `bellwether serve`

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use clap::Args;
use tokio::net::TcpListener;

use super::notes::{Notes, insist};
use crate::web::{self, Door, LockedDoor};
use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::people::secret;
use bellwether_model::Policy;

/// Serve the company's pages to those who sign in
///
/// In a folder where nothing is yet, a company is begun, of which the pages then ask what they must know. The first time, a secret on this
/// console lets you make the first admin, who lets the others in. Without --origin only this computer
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
    /// A proxy that tells in X-Forwarded-For from where requests come [default: this computer, with --origin]
    #[arg(long, value_name = "ADDRESS")]
    proxy: Vec<IpAddr>,
    /// Let somebody make an admin with a secret, though there are users: when no admin can sign in any more
    #[arg(long)]
    new_admin: bool,
}

pub(crate) async fn run(app: &App, options: &Options, notes: &Notes) -> Result<(), Failure> {
    let origin = options.origin.as_deref().map(origin).transpose()?;
    if !options.listen.ip().is_loopback() && !origin.as_deref().is_some_and(|origin| origin.starts_with("https://")) {
        return Err(Failure::usage(format!("{} can be reached from elsewhere, where passwords would pass in the clear", options.listen.ip()))
            .hint("listen on 127.0.0.1, or put a proxy that speaks TLS before Bellwether and name it: --origin https://growth.example.com"));
    }
    if !app.has_company() {
        app.init(&Policy::default()).await?;
        notes.say(format!("Made {}, for a company of which nothing is known yet.", app.config.data.display()));
    }
    let app = app.clone().open().await?;
    let listener = TcpListener::bind(options.listen).await.map_err(|error| {
        Failure::usage(format!("the pages cannot be served on {}: {error}", options.listen))
            .hint("choose another address or port with --listen")
    })?;
    let address = listener.local_addr().map_err(|error| Failure::caused(FailureKind::Internal, &error))?;
    let origin = origin.unwrap_or_else(|| format!("http://{address}"));
    let is_first = !app.has_users().await?;
    let secret = if is_first || options.new_admin { Some(secret()?) } else { None };
    if let Some(secret) = &secret {
        insist(format!(
            "Make an admin, who lets the others in, at {origin}/first-run with this secret:\n\n  {secret}\n"
        ));
    }
    notes.say(format!("Pages: {origin}/    (Ctrl-C ends)"));
    let mut proxies = options.proxy.clone();
    if proxies.is_empty() && options.origin.is_some() {
        proxies = vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    }
    let door = Door::Locked(Box::new(LockedDoor::new(origin, proxies, secret, is_first)));
    web::serve(app, super::clock, door, listener, interrupted()).await;
    Ok(())
}

/// Scheme and host of an address, without anything behind.
fn origin(url: &str) -> Result<String, Failure> {
    let trimmed = url.trim_end_matches('/');
    let host = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
    let is_host = |host: &str| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
    };
    let is_secure = trimmed.starts_with("https://");
    match host {
        Some(host) if is_host(host) && (is_secure || web::is_loopback(host)) => {
            let usual = if is_secure { ":443" } else { ":80" };
            Ok(trimmed.strip_suffix(usual).unwrap_or(trimmed).to_ascii_lowercase())
        }
        Some(host) if is_host(host) => Err(Failure::usage(format!("to {url} passwords would pass in the clear"))
            .hint("let the proxy speak TLS, and write https://")),
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
        assert_eq!(origin("https://growth.example.com:443").expect("an origin"), "https://growth.example.com");
        for wrong in [
            "growth.example.com",
            "ftp://x",
            "https://",
            "https://a/b",
            "https://a?b",
            "https://u@a",
            "http://growth.example.com",
        ] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
