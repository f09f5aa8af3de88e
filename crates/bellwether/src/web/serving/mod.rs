//! Serving: every request is identified, held to what its address needs, and answered.

pub(in crate::web) mod access;
mod connections;
mod guard;
mod pace;
mod places;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;

use crate::web::parts::refusal;
use crate::web::site::Site;
use crate::web::site::door::Door;
use crate::web::site::route::Route;
use crate::web::{api, pages};
use bellwether_app::App;
use connections::Patience;
pub(crate) use guard::is_loopback;

/// Serves the pages of a company on a listener until `end` comes, to those whom the door lets in.
pub(crate) async fn serve(
    app: App,
    clock: fn() -> Timestamp,
    door: Door,
    listener: TcpListener,
    end: impl Future<Output = ()> + Send + 'static,
) {
    let site = Arc::new(Site::new(app, clock, door));
    let working = tokio::spawn({
        let site = site.clone();
        async move { site.imports.work(&site.app()).await }
    });
    let by_the_clock = tokio::spawn({
        let site = site.clone();
        async move { site.schedule.work(&site.app()).await }
    });
    connections::answer(listener, router(site.clone()), (PATIENCE, places::most()), end).await;
    site.imports.end();
    site.sample.end();
    site.schedule.end();
    if let Err(error) = by_the_clock.await {
        tracing::warn!(%error, "another process takes the schedule over once its lease is over");
    }
    if let Err(error) = working.await {
        tracing::warn!(%error, "the import that was under way is taken up again once its lease is over");
    }
}

/// The slowest lines that people still have carry some 4 KiB a second; a form is there before it counts.
const PATIENCE: Patience =
    Patience { asking: Duration::from_secs(15), rate: 4 * 1024, ending: Duration::from_secs(10) };

/// A form is no longer than this.
const LONGEST_FORM: usize = 64 * 1024;

/// Every address.
pub(in crate::web) fn routes() -> Vec<Route> {
    let mut routes = pages::routes();
    routes.extend(api::routes());
    routes
}

fn router(site: Arc<Site>) -> Router {
    let guarded_routes = routes().into_iter().fold(Router::new(), |router, (_, path, need, handler)| {
        router.route(&path, handler.layer(middleware::from_fn_with_state((site.clone(), need), access::admit)))
    });
    guarded_routes
        .fallback(refusal::not_found)
        .method_not_allowed_fallback(refusal::other_method)
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        .layer(middleware::from_fn_with_state(site.clone(), refusal::told_as_page))
        .layer(middleware::from_fn_with_state(site.clone(), access::identify))
        .layer(middleware::from_fn_with_state(site.clone(), guard::guarded))
        .layer(CompressionLayer::new())
        .with_state(site)
}
