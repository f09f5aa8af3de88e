//! An address: the least that a visitor must be allowed to do there, and who answers.

use std::sync::Arc;

use axum::http::Method;
use axum::routing::MethodRouter;

use crate::web::site::Site;
use crate::web::site::visit::Need;

/// Method, address, the least that a visitor must be allowed to do there, and who answers.
pub(in crate::web) type Route = (Method, String, Need, MethodRouter<Arc<Site>>);
