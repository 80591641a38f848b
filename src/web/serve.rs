//! The server loop: slow connections are cut, and requests in hand are finished at the end.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, timeout};
use tower::ServiceExt;

/// A client has this long to send its headers.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// After SIGTERM: those who stand in line are let in, then open connections may send what is on its
/// way, then requests in hand have time to finish. Together less than ten seconds.
const LET_IN_FOR: Duration = Duration::from_millis(200);
const LINGER: Duration = Duration::from_millis(500);
const FINISH_WITHIN: Duration = Duration::from_secs(7);
/// Fewer than the 1024 open files that a process may have by default.
const MOST_CONNECTIONS: usize = 800;

/// The other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

impl Peer {
    /// Who is really there: behind a trusted proxy the last address that it added, else the peer itself.
    /// What stands further to the left in the header was written by the client, and counts for nothing.
    pub fn address(&self, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
        let trusts = |address: &IpAddr| trusted.iter().any(|each| each.to_canonical() == *address);
        let mut nearest = self.0.to_canonical();
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let texts = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        for text in texts {
            match parsed(text.trim()) {
                Some(next) if trusts(&nearest) => nearest = next,
                _ => break,
            }
        }
        nearest
    }
}

/// An address, with or without the port that some proxies add.
fn parsed(text: &str) -> Option<IpAddr> {
    let plain = text.trim_start_matches('[').trim_end_matches(']');
    let address = plain.parse().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|each| each.ip());
    address
        .or_else(with_port)
        .map(|each: IpAddr| each.to_canonical())
}

/// Serves until `stop` is done, then lets the requests in hand finish.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let server = Server {
        router,
        graceful: GracefulShutdown::new(),
        room: Arc::new(Semaphore::new(MOST_CONNECTIONS)),
        closing: Arc::default(),
    };
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => server.connect(stream, peer),
            Err(error) => {
                tracing::warn!(%error, "accept");
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
    server.finish(listener).await;
}

struct Server {
    router: Router,
    graceful: GracefulShutdown,
    room: Arc<Semaphore>,
    closing: Arc<AtomicBool>,
}

impl Server {
    fn connect(&self, stream: TcpStream, peer: SocketAddr) {
        let Ok(place) = self.room.clone().try_acquire_owned() else {
            return;
        };
        stream.set_nodelay(true).ok();
        let closing = self.closing.clone();
        let service = self
            .router
            .clone()
            .map_request(move |mut request: Request<hyper::body::Incoming>| {
                request.extensions_mut().insert(Peer(peer.ip()));
                request
            })
            .map_response(move |answer| last(answer, &closing));
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS_WITHIN)
            .max_buf_size(64 * 1024)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let watched = self.graceful.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            if let Err(error) = watched.await {
                tracing::debug!(%error, "connection");
            }
        });
    }

    async fn finish(self, listener: TcpListener) {
        self.closing.store(true, Ordering::SeqCst);
        let until = Instant::now() + LET_IN_FOR;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match timeout(left, listener.accept()).await {
                Ok(Ok((stream, peer))) => self.connect(stream, peer),
                Ok(Err(_)) => {}
                Err(_) => break,
            }
        }
        drop(listener);
        sleep(LINGER).await;
        if timeout(FINISH_WITHIN, self.graceful.shutdown())
            .await
            .is_err()
        {
            tracing::warn!("some requests were not finished in time");
        }
    }
}

/// While closing, each answer tells the client that it is the last on its connection.
fn last(mut answer: Response, closing: &AtomicBool) -> Response {
    if closing.load(Ordering::SeqCst) {
        let close = HeaderValue::from_static("close");
        answer.headers_mut().insert(header::CONNECTION, close);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let trusted: Vec<IpAddr> = trusted.iter().map(|each| each.parse().unwrap()).collect();
        Peer(peer.parse().unwrap())
            .address(&headers, &trusted)
            .to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxy = ["10.0.0.1"];
        assert_eq!(address("192.0.2.1", &["198.51.100.7"], &proxy), "192.0.2.1");
        assert_eq!(
            address("10.0.0.1", &["198.51.100.7"], &proxy),
            "198.51.100.7"
        );
        assert_eq!(
            address("::ffff:10.0.0.1", &["198.51.100.7"], &proxy),
            "198.51.100.7"
        );
        assert_eq!(address("10.0.0.1", &[], &proxy), "10.0.0.1");
    }

    #[test]
    fn what_the_client_wrote_itself_counts_for_nothing() {
        let proxy = ["10.0.0.1", "10.0.0.2"];
        for forwarded in [
            "1.1.1.1, 198.51.100.7",
            "x, 198.51.100.7:4711",
            "198.51.100.7, 10.0.0.2",
        ] {
            assert_eq!(
                address("10.0.0.1", &[forwarded], &proxy),
                "198.51.100.7",
                "{forwarded}"
            );
        }
        assert_eq!(
            address("10.0.0.1", &["1.1.1.1", "198.51.100.7"], &proxy),
            "198.51.100.7"
        );
        assert_eq!(
            address("10.0.0.1", &["1.1.1.1, unknown"], &proxy),
            "10.0.0.1"
        );
        assert_eq!(
            address("10.0.0.1", &["[2001:db8::1]:80"], &proxy),
            "2001:db8::1"
        );
    }
}
