//! The door: who is let in, and how a first admin is made.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use axum::http::HeaderMap;

use crate::web::site::attempts::{self, Attempts};

/// Who is let in.
pub(crate) enum Door {
    /// Whoever sits at this computer, to look at the sample company.
    Open,
    /// Those who sign in.
    Locked(Box<LockedDoor>),
}

/// A door with a lock.
pub(crate) struct LockedDoor {
    /// Where browsers find it, without a slash at the end, e.g. `https://growth.example.com`.
    pub(in crate::web) origin: String,
    /// Proxies that say truly from where a request comes.
    proxies: Vec<IpAddr>,
    /// What the console said to whoever makes an admin; gone once one is made.
    secret: Mutex<Option<String>>,
    is_first: bool,
    pub(in crate::web) attempts: Attempts,
}

impl LockedDoor {
    /// A lock for browsers that come to `origin`, by way of `proxies` if any; `secret` lets somebody make an admin, who is the
    /// first one if `is_first`.
    pub(crate) fn new(origin: String, proxies: Vec<IpAddr>, secret: Option<String>, is_first: bool) -> Self {
        Self { origin, proxies, secret: Mutex::new(secret), is_first, attempts: Attempts::default() }
    }

    /// Whether nobody can sign in before an admin is made.
    pub(in crate::web) fn awaits_first(&self) -> bool {
        self.is_first && self.awaits_admin()
    }

    /// Whether an admin can be made with a secret.
    pub(in crate::web) fn awaits_admin(&self) -> bool {
        self.secret().is_some()
    }

    /// Takes the secret out, if it is the one given: it serves once.
    pub(in crate::web) fn take(&self, secret: &str) -> bool {
        let mut kept = self.secret();
        let is_right = kept.as_deref() == Some(secret.trim());
        if is_right {
            *kept = None;
        }
        is_right
    }

    /// Puts the secret back that did not serve.
    pub(in crate::web) fn put_back(&self, secret: &str) {
        *self.secret() = Some(secret.trim().to_owned());
    }

    fn secret(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.secret.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The place a request comes from: the address of the peer or, if that is a proxy of ours, the one that the proxy saw.
    pub(in crate::web) fn place(&self, peer: IpAddr, headers: &HeaderMap) -> String {
        let forwarded = headers.get_all("x-forwarded-for").into_iter().next_back();
        let seen = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        let is_proxy = self.proxies.contains(&peer.to_canonical());
        attempts::place(seen.filter(|_| is_proxy).unwrap_or(peer))
    }
}
