//! Style, script and type face, embedded; style and script are named after their content, so that a browser may keep them for good.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A file of the pages: name, kind, content.
const ASSETS: [(&str, &str, &[u8]); 4] = [
    ("app.css", "text/css; charset=utf-8", include_bytes!("../assets/app.css")),
    ("app.js", "text/javascript; charset=utf-8", include_bytes!("../assets/app.js")),
    ("icon.svg", "image/svg+xml", include_bytes!("../assets/icon.svg")),
    ("inter.woff2", "font/woff2", include_bytes!("../assets/inter.woff2")),
];

/// The address of a file, which changes with its content.
pub(in crate::web) fn address(name: &str) -> String {
    format!("/assets/{name}?{}", version(name))
}

fn version(name: &str) -> String {
    let content = ASSETS.iter().find(|asset| asset.0 == name).map_or(&[][..], |asset| asset.2);
    // FNV-1a: told apart, not secured.
    let hash = content
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

pub(in crate::web) async fn asset(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|asset| asset.0 == name) {
        None => StatusCode::NOT_FOUND.into_response(),
        Some((_, kind, content)) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
                (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
            ];
            (headers, *content).into_response()
        }
    }
}
