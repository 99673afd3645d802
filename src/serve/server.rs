//! The HTTP side of the preview: one handler, behind the judgement of the host.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, LOCATION};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use tokio::sync::watch;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;

use super::hosts;
use super::sending;
use super::snapshot::{Answer, Snapshot};
use crate::text::media;

/// Below the base: where pages hear that the site changed, and the script that listens.
const EVENTS: &str = "/_dopo/preview-events";
const SCRIPT: &str = "/_dopo/preview.js";

/// What answers for an address that does not exist.
const MISSING: &str = "/404.html";

/// Listens, and loads the page anew.
const SCRIPT_TEXT: &str = include_str!("preview.js");

/// Keeps pages of other sites from taking in what is served here.
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What is shown before the first site is there.
const NO_SITE: &str = "<!doctype html><meta charset=\"utf-8\"><title>dopo</title>\
    <p>The site has errors; they are told in the terminal. This page loads anew when they are mended.</p>";

/// What the handler and the rebuilder share.
#[derive(Debug)]
pub(super) struct Shared {
    interface: IpAddr,
    snapshot: watch::Sender<Arc<Snapshot>>,
}

impl Shared {
    pub(super) fn new(interface: IpAddr) -> Self {
        Self { interface, snapshot: watch::Sender::default() }
    }

    /// Shows another state of the site and tells the pages that are open.
    pub(super) fn show(&self, snapshot: Snapshot) {
        self.snapshot.send_replace(Arc::new(snapshot));
    }
}

/// The whole preview.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .fallback(handle)
        .layer(middleware::from_fn_with_state(shared.clone(), judge_host))
        .with_state(shared)
}

/// Lets only requests through that are meant for this server, before any handler runs.
async fn judge_host(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let header = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let target = request.uri().authority().map(|authority| authority.as_str());
    let is_meant = |host: &str| hosts::is_allowed(host, shared.interface);
    if header.is_some_and(is_meant) && target.is_none_or(is_meant) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "this preview answers only to its own address\n").into_response()
    }
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
    }
    let snapshot = shared.snapshot.borrow().clone();
    let address = request.uri().path();
    let (path, mut response) = match address.strip_prefix(snapshot.base()) {
        Some(EVENTS) => return events(&shared),
        Some(SCRIPT) => (SCRIPT, respond(StatusCode::OK, SCRIPT, Body::from(SCRIPT_TEXT))),
        _ => match snapshot.answer(address) {
            Answer::File(path, content) => {
                let kind = media::of(path).content_type;
                let sent =
                    sending::file(&snapshot, content, kind, request.method(), request.headers());
                // It was taken away after the site was built.
                sent.map_or_else(|_| (MISSING, missing(&snapshot, address)), |sent| (path, sent))
            }
            Answer::Redirect(to) => {
                let mut response = respond(StatusCode::PERMANENT_REDIRECT, ".txt", Body::empty());
                if let Ok(to) = HeaderValue::from_str(&to) {
                    response.headers_mut().insert(LOCATION, to);
                }
                (address, response)
            }
            Answer::Missing => (MISSING, missing(&snapshot, address)),
        },
    };
    let headers = response.headers_mut();
    for (name, value) in snapshot.headers(address, path) {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse()) {
            headers.insert(name, value);
        }
    }
    // The preview itself is never remembered: a port is used by many projects.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    response
}

/// An answer with the type of the file at `path`.
fn respond(status: StatusCode, path: &str, body: Body) -> Response {
    (status, [(CONTENT_TYPE, media::of(path).content_type)], body).into_response()
}

/// The page of the site for what is not there; before the first site, what is shown instead.
fn missing(snapshot: &Snapshot, address: &str) -> Response {
    let page = snapshot.missing_page(address).map_or_else(|| no_site(snapshot), Body::from);
    respond(StatusCode::NOT_FOUND, MISSING, page)
}

/// The page before the first site.
fn no_site(snapshot: &Snapshot) -> Body {
    Body::from(format!("{NO_SITE}{}", script(snapshot.base(), snapshot.version())))
}

/// The element that loads the script which listens.
pub(super) fn script(base: &str, version: &str) -> String {
    let base = base.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<script src=\"{base}{SCRIPT}\" data-events=\"{base}{EVENTS}\" \
         data-version=\"{version}\"></script>"
    )
}

/// Tells one page the version of the site, now and after each change, for as long as it listens.
fn events(shared: &Shared) -> Response {
    let versions = WatchStream::new(shared.snapshot.subscribe())
        .map(|snapshot| Ok::<_, Infallible>(Event::default().data(snapshot.version())));
    let mut response = Sse::new(versions)
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
        .into_response();
    let policy = HeaderValue::from_static("same-origin");
    response.headers_mut().insert(RESOURCE_POLICY, policy);
    response
}
