//! Files on their way to a browser: whole or in part, from memory without a copy, or from the
//! project while they are read.

use std::io::{self, Read as _};

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::ranges::{Wanted, wanted};
use super::snapshot::{Content, Snapshot};
use crate::source::OpenFile;

/// How much of a file is read at a time.
const PART: usize = 64 * 1024;

/// The answer with a file, or with the part of it that is asked for.
pub(super) fn file(
    site: &Snapshot,
    content: &Content,
    kind: &'static str,
    method: &Method,
    asked: &HeaderMap,
) -> io::Result<Response> {
    let open = match content {
        Content::Bytes(bytes) => Open::Bytes(bytes.clone()),
        Content::Page(page) => Open::Bytes(site.with_script(page)),
        Content::File(file) => Open::File(file.open()?),
    };
    let length = open.length();
    // Nothing is said by which an older part could be known.
    let range = asked.get(RANGE).filter(|_| !asked.contains_key(IF_RANGE));
    let (status, part) = match wanted(range.and_then(|range| range.to_str().ok()), length) {
        Wanted::Whole => (StatusCode::OK, 0..length),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Wanted::Nothing => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
    };
    let given = match status {
        StatusCode::PARTIAL_CONTENT => {
            Some(format!("bytes {}-{}/{length}", part.start, part.end - 1))
        }
        StatusCode::RANGE_NOT_SATISFIABLE => Some(format!("bytes */{length}")),
        _ => None,
    };
    let sent = part.end - part.start;
    let body = if *method == Method::HEAD { Body::empty() } else { open.body(part)? };
    let mut response = (status, [(CONTENT_TYPE, kind)], body).into_response();
    let headers = response.headers_mut();
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CONTENT_LENGTH, sent.into());
    if let Some(given) = given.and_then(|given| HeaderValue::from_str(&given).ok()) {
        headers.insert(CONTENT_RANGE, given);
    }
    Ok(response)
}

/// What is to be sent, and how long it is.
enum Open {
    Bytes(Bytes),
    File(OpenFile),
}

impl Open {
    fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(file) => file.length(),
        }
    }

    fn body(self, part: std::ops::Range<u64>) -> io::Result<Body> {
        match self {
            Self::Bytes(bytes) => {
                let index = |at: u64| usize::try_from(at).unwrap_or(bytes.len()).min(bytes.len());
                Ok(Body::from(bytes.slice(index(part.start)..index(part.end))))
            }
            Self::File(mut file) => {
                file.seek_to(part.start)?;
                Ok(read_along(file, part.end - part.start))
            }
        }
    }
}

/// Reads `length` bytes of a file as fast as they are taken.
fn read_along(mut file: OpenFile, length: u64) -> Body {
    let (sender, receiver) = mpsc::channel::<io::Result<Bytes>>(2);
    tokio::task::spawn_blocking(move || {
        let mut rest = length;
        while rest > 0 {
            let mut part = vec![0; PART.min(usize::try_from(rest).unwrap_or(PART))];
            let read = match file.read(&mut part) {
                // It was made shorter meanwhile.
                Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => {
                    part.truncate(count);
                    rest -= count as u64;
                    Ok(part.into())
                }
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
                Err(cause) => Err(cause),
            };
            let is_over = read.is_err();
            if sender.blocking_send(read).is_err() || is_over {
                return;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(receiver))
}
