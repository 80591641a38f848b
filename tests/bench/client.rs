//! A small HTTP client on plain sockets: it costs less than what it measures.

use super::server::Server;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A request's bytes, ready to be sent again and again.
#[derive(Clone)]
pub struct Request(Vec<u8>);

impl Request {
    pub fn get(server: &Server, path: &str) -> Request {
        Request(
            format!(
                "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\r\n",
                server.address, server.cookie
            )
            .into(),
        )
    }

    pub fn post(server: &Server, path: &str, body: &str) -> Request {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            server.address,
            server.cookie,
            body.len()
        );
        Request(head.into())
    }
}

#[derive(Clone, Copy)]
pub struct Load {
    pub connections: usize,
    pub lasts: Duration,
}

/// Milliseconds and requests per second; `errors` are answers of 400 and above.
pub struct Sample {
    pub p50: f64,
    pub p99: f64,
    pub rps: f64,
    pub errors: usize,
}

pub struct Answer {
    pub status: u16,
    pub bytes: usize,
    pub head: String,
    pub body: String,
}

struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    fn open(address: &str) -> Connection {
        let stream = TcpStream::connect(address).expect("connect");
        stream.set_nodelay(true).expect("nodelay");
        Connection {
            stream: BufReader::with_capacity(64 * 1024, stream),
        }
    }

    fn send(&mut self, request: &Request) -> Answer {
        self.stream.get_mut().write_all(&request.0).expect("send");
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(
                self.stream.read_line(&mut head).expect("head") > 0,
                "the server closed the connection"
            );
        }
        let length = head
            .lines()
            .find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length:")
                    .and_then(|n| n.trim().parse().ok())
            })
            .unwrap_or(0);
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("body");
        let status = head[9..12].parse().expect("status");
        Answer {
            status,
            bytes: length,
            head,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}

pub fn once(server: &Server, request: &Request) -> Answer {
    Connection::open(&server.address).send(request)
}

/// As many requests as come back, over so many connections, for so long.
pub fn run(server: &Server, request: &Request, load: &Load) -> Sample {
    let warm = Duration::from_millis(200);
    measure(server, request, load.connections, warm);
    measure(server, request, load.connections, load.lasts)
}

fn measure(server: &Server, request: &Request, connections: usize, lasts: Duration) -> Sample {
    let begun = Instant::now();
    let threads: Vec<_> = (0..connections)
        .map(|_| {
            let (address, request) = (server.address.clone(), request.clone());
            thread::spawn(move || until(&address, &request, || begun.elapsed() < lasts))
        })
        .collect();
    let (mut times, mut errors) = (Vec::new(), 0);
    for thread in threads {
        let (own, wrong) = thread.join().expect("thread");
        times.extend(own);
        errors += wrong;
    }
    sample(times, errors, begun.elapsed())
}

fn until(address: &str, request: &Request, goes_on: impl Fn() -> bool) -> (Vec<Duration>, usize) {
    let mut connection = Connection::open(address);
    let (mut times, mut errors) = (Vec::new(), 0);
    while goes_on() {
        let sent = Instant::now();
        let answer = connection.send(request);
        times.push(sent.elapsed());
        errors += usize::from(answer.status >= 400);
    }
    (times, errors)
}

fn sample(mut times: Vec<Duration>, errors: usize, lasted: Duration) -> Sample {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    Sample {
        p50: at(0.5),
        p99: at(0.99),
        rps: times.len() as f64 / lasted.as_secs_f64(),
        errors,
    }
}

/// One reader, measured, with a write that is not before each view.
pub fn after_writes(server: &Server, read: &Request, write: &Request, lasts: Duration) -> Sample {
    let mut connection = Connection::open(&server.address);
    let (mut times, mut errors, begun) = (Vec::new(), 0, Instant::now());
    while begun.elapsed() < lasts {
        connection.send(write);
        let sent = Instant::now();
        let answer = connection.send(read);
        times.push(sent.elapsed());
        errors += usize::from(answer.status >= 400);
    }
    sample(times, errors, begun.elapsed())
}

/// One reader, measured, beside writers that are not.
pub fn beside(
    server: &Server,
    read: &Request,
    write: &Request,
    writers: usize,
    lasts: Duration,
) -> Sample {
    let done = std::sync::Arc::new(AtomicBool::new(false));
    let threads: Vec<_> = (0..writers)
        .map(|_| {
            let (address, write, done) = (server.address.clone(), write.clone(), done.clone());
            thread::spawn(move || until(&address, &write, || !done.load(Ordering::Relaxed)))
        })
        .collect();
    let busy = measure(server, read, 1, lasts);
    done.store(true, Ordering::Relaxed);
    let errors: usize = threads
        .into_iter()
        .map(|thread| thread.join().expect("thread").1)
        .sum();
    Sample {
        errors: busy.errors + errors,
        ..busy
    }
}
