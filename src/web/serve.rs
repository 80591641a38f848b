//! The server loop: slow connections are cut, and requests in hand are finished at the end.

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderMap;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// A client has this long to send its headers.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// Requests in hand have this long to finish after SIGTERM.
const FINISH_WITHIN: Duration = Duration::from_secs(8);
const MOST_CONNECTIONS: usize = 2000;

/// The other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

impl Peer {
    /// Who is really there: behind a trusted proxy the last address that it added, else the peer itself.
    pub fn address(&self, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
        if !trusted.contains(&self.0) {
            return self.0;
        }
        let lines = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok());
        let forwarded: Vec<IpAddr> = lines
            .flat_map(|line| line.split(','))
            .filter_map(|each| each.trim().parse().ok())
            .collect();
        forwarded
            .into_iter()
            .rev()
            .find(|address| !trusted.contains(address))
            .unwrap_or(self.0)
    }
}

/// Serves until `stop` is done, then lets the requests in hand finish.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => connect(stream, peer, &router, &graceful, &room),
            Err(error) => {
                tracing::warn!(%error, "accept");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(FINISH_WITHIN, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests were not finished in time");
    }
}

fn connect(
    stream: tokio::net::TcpStream,
    peer: SocketAddr,
    router: &Router,
    graceful: &GracefulShutdown,
    room: &Arc<Semaphore>,
) {
    let Ok(place) = room.clone().try_acquire_owned() else {
        return;
    };
    stream.set_nodelay(true).ok();
    let service = router
        .clone()
        .map_request(move |mut request: Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(Peer(peer.ip()));
            request
        });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        let _place = place;
        if let Err(error) = watched.await {
            tracing::debug!(%error, "connection");
        }
    });
}
