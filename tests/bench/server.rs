//! The real server on a file of its own, filled to a scale.

use super::client::{self, Request};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub struct Server {
    child: Child,
    pub address: String,
    pub cookie: String,
    pub filled: Duration,
    /// From starting the process on a filled file to the first answer.
    pub first_answer: Duration,
    _folder: TempDir,
}

impl Server {
    pub fn start(scale: u32) -> Server {
        let folder = tempfile::tempdir().expect("folder");
        let begun = Instant::now();
        let (mut child, _) = launch(&folder, scale);
        let filled = begun.elapsed();
        child.kill().expect("stop");
        child.wait().expect("stopped");
        let begun = Instant::now();
        let (child, address) = launch(&folder, scale);
        let mut server = Server {
            child,
            address,
            cookie: String::new(),
            filled,
            first_answer: Duration::ZERO,
            _folder: folder,
        };
        client::once(&server, &Request::get(&server, "/logga-in"));
        server.first_answer = begun.elapsed();
        let entered = client::once(
            &server,
            &Request::post(&server, "/demo/logga-in", "person=1"),
        );
        let cookie = entered
            .head
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: session="));
        server.cookie = format!(
            "session={}",
            cookie
                .expect("a session")
                .split(';')
                .next()
                .unwrap_or_default()
        );
        server
    }

    /// The first link on a page that leads to one record.
    pub fn first_link(&self, page: &str, prefix: &str) -> String {
        let html = client::once(self, &Request::get(self, page)).body;
        let marker = format!("href=\"{prefix}");
        let ids = html
            .match_indices(&marker)
            .map(|(at, _)| &html[at + marker.len()..]);
        let id = ids
            .map(|rest| {
                rest.chars()
                    .take_while(char::is_ascii_digit)
                    .collect::<String>()
            })
            .find(|digits| !digits.is_empty())
            .expect("a link to a record");
        format!("{prefix}{id}")
    }

    /// Resident memory.
    pub fn memory_mb(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .unwrap_or_default();
        let kb = status.lines().find_map(|line| {
            line.strip_prefix("VmRSS:")?
                .trim()
                .split(' ')
                .next()?
                .parse::<f64>()
                .ok()
        });
        kb.unwrap_or(0.0) / 1024.0
    }
}

/// The program, built as it is measured.
pub fn binary_mb() -> f64 {
    let program = std::fs::metadata(env!("CARGO_BIN_EXE_regiondialog"));
    program.map_or(0.0, |file| file.len() as f64 / 1e6)
}

fn launch(folder: &TempDir, scale: u32) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_regiondialog"))
        .args([
            "demo",
            "--listen",
            "127.0.0.1:0",
            "--scale",
            &scale.to_string(),
            "--database",
        ])
        .arg(folder.path().join("bench.db"))
        .env("REGIONDIALOG_LOG", "error")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let address = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.split("http://").nth(1).map(str::to_owned))
        .expect("the address");
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    (child, address)
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
