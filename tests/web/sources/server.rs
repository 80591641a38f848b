//! A server on loopback that answers as feeds do, and as those do who mean harm.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a path answers.
pub enum Answer {
    /// A status line, headers, and a body whose length is told.
    Whole(&'static str, String, Vec<u8>),
    /// The head as it stands, then a piece again and again, with a pause between, until the other end hangs up.
    Endless(String, &'static [u8], Duration),
    /// Nothing at all.
    HangUp,
}

type Handler = dyn Fn(&str, &str) -> Answer + Send + Sync;

pub struct Server {
    pub address: SocketAddr,
    /// Requests as they came, head and all.
    pub asked: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// The handler is given the path and the whole head of the request.
    pub async fn start(handler: impl Fn(&str, &str) -> Answer + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("address");
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (handler, log): (Arc<Handler>, _) = (Arc::new(handler), asked.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, handler.clone(), log.clone()));
            }
        });
        Server {
            address,
            asked,
            task,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// As the setting is given.
    pub fn allowed(&self) -> Vec<regiondialog::domain::source::Allowed> {
        vec![self.address.to_string().parse().expect("an address")]
    }

    pub fn last_asked(&self) -> String {
        let asked = self.asked.lock().unwrap();
        asked.last().cloned().unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, handler: Arc<Handler>, log: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    while !head.windows(4).any(|each| each == b"\r\n\r\n") {
        match stream.read(&mut piece).await {
            Ok(count) if count > 0 => head.extend_from_slice(&piece[..count]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    log.lock().unwrap().push(head.clone());
    match handler(&path, &head) {
        Answer::HangUp => {}
        Answer::Whole(status, headers, body) => {
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n"
            );
            let sent = stream.write_all(head.as_bytes()).await;
            if sent.is_ok() {
                stream.write_all(&body).await.ok();
            }
            stream.shutdown().await.ok();
        }
        Answer::Endless(head, piece, pause) => {
            if stream.write_all(head.as_bytes()).await.is_err() {
                return;
            }
            while stream.write_all(piece).await.is_ok() {
                tokio::time::sleep(pause).await;
            }
        }
    }
}

/// A file of `tests/fixtures`.
pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/fixtures/{name}")).expect(name)
}

pub fn ok(body: impl Into<Vec<u8>>) -> Answer {
    Answer::Whole("200 OK", String::new(), body.into())
}

pub fn redirect(to: &str) -> Answer {
    Answer::Whole("302 Found", format!("location: {to}\r\n"), Vec::new())
}
