//! The binary running with a folder of its own, and a client that saves.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

pub const BINARY: &str = env!("CARGO_BIN_EXE_regiondialog");

/// The binary without the settings of whoever runs the tests.
pub fn binary() -> Command {
    bare(Command::new(BINARY))
}

fn bare(mut command: Command) -> Command {
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("REGIONDIALOG_")) {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub fn run(arguments: &[&str]) -> Output {
    binary().args(arguments).output().expect("the binary runs")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// A running service; killed when it is dropped.
pub struct Service {
    child: Child,
    pub url: String,
    /// What it has said on standard output and standard error so far.
    pub said: Arc<Mutex<String>>,
    pub log: Arc<Mutex<String>>,
    /// From start to the first answer.
    pub ready_in: Duration,
}

impl Service {
    pub async fn start(kind: &str, database: &Path) -> Service {
        Service::with(kind, database, &[]).await
    }

    pub async fn with(kind: &str, database: &Path, more: &[&str]) -> Service {
        let mut command = binary();
        command.args([kind, "--listen", "127.0.0.1:0", "--database"]);
        command.arg(database).args(more);
        Service::of(command).await
    }

    /// A demo behind a shell that sets limits first.
    pub async fn limited(limits: &str, database: &Path) -> Service {
        let mut command = bare(Command::new("bash"));
        let script = format!("{limits}; exec \"$0\" demo --listen 127.0.0.1:0 --database \"$1\"");
        command.args(["-c", &script, BINARY]).arg(database);
        Service::of(command).await
    }

    async fn of(mut command: Command) -> Service {
        let started = Instant::now();
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let said = gather(child.stdout.take().expect("stdout"));
        let log = gather(child.stderr.take().expect("stderr"));
        let url = loop {
            let line = said.lock().unwrap().lines().next().map(str::to_owned);
            if let Some(line) = line {
                break line
                    .split_whitespace()
                    .last()
                    .expect("an address")
                    .to_owned();
            }
            let ended = child.try_wait().expect("a child");
            assert!(ended.is_none(), "it ended: {}", log.lock().unwrap());
            assert!(
                started.elapsed() < Duration::from_secs(20),
                "it does not start"
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        };
        regiondialog::secrets::choose_tls();
        reqwest::get(format!("{url}/logga-in"))
            .await
            .expect("an answer");
        let ready_in = started.elapsed();
        Service {
            child,
            url,
            said,
            log,
            ready_in,
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, name: &str) {
        let done = Command::new("kill")
            .args([name, &self.id().to_string()])
            .status();
        assert!(done.expect("kill").success());
    }

    /// Waits for the end, and says how long it took.
    pub async fn ended(&mut self) -> (ExitStatus, Duration) {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return (status, started.elapsed());
            }
            assert!(
                started.elapsed() < Duration::from_secs(20),
                "it does not end"
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn gather(stream: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let text = Arc::new(Mutex::new(String::new()));
    let into = text.clone();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let mut into = into.lock().unwrap();
            into.push_str(&line);
            into.push('\n');
        }
    });
    text
}

/// A person of the demo, logged in.
#[derive(Clone)]
pub struct Client {
    pub http: reqwest::Client,
    pub url: String,
    pub cookie: String,
}

/// What came of a save.
#[derive(Debug, PartialEq, Eq)]
pub enum Saved {
    Yes,
    /// Answered with something else than "saved".
    No(u16),
    /// No connection could be made, so nothing was sent.
    NotSent,
    /// Sent, and never answered.
    Unanswered(String),
}

impl Client {
    pub async fn enter(url: &str, person: &str) -> Client {
        let http = client();
        let entered = http
            .post(format!("{url}/demo/logga-in"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("person={person}"))
            .send()
            .await
            .expect("an answer");
        let cookie = entered.headers()["set-cookie"].to_str().expect("text");
        let cookie = cookie.split(';').next().expect("a cookie").to_owned();
        Client {
            http,
            url: url.to_owned(),
            cookie,
        }
    }

    /// The same person at a service that was started anew.
    pub fn at(&self, url: &str) -> Client {
        Client {
            http: client(),
            url: url.to_owned(),
            cookie: self.cookie.clone(),
        }
    }

    pub async fn get(&self, path: &str) -> reqwest::Result<reqwest::Response> {
        let request = self.http.get(format!("{}{path}", self.url));
        request.header("cookie", &self.cookie).send().await
    }

    pub async fn post(&self, path: &str, body: String) -> reqwest::Result<reqwest::Response> {
        let request = self.http.post(format!("{}{path}", self.url));
        request
            .header("cookie", &self.cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
    }

    /// Saves what people save: insatser, and every fifth time a whole dialogue; counted by [`saves`].
    pub async fn save(&self) -> Saved {
        let (path, body) = match SAVED.fetch_add(1, Ordering::Relaxed) % 5 {
            4 => DIALOGUE,
            _ => ACTION,
        };
        match self.post(path, body.to_owned()).await {
            Ok(answer) if answer.status() == 303 => Saved::Yes,
            Ok(answer) => Saved::No(answer.status().as_u16()),
            Err(error) if error.is_connect() => Saved::NotSent,
            Err(error) => Saved::Unanswered(format!("{error:?}")),
        }
    }
}

static SAVED: AtomicUsize = AtomicUsize::new(0);

/// Forms that a uppdragsansvarig for Södra and a chef may send.
const ACTION: (&str, &str) = (
    "/insatser/ny",
    "title=Sparad&counties=10&unit_id=1&due_on=2027-05-05&status=proposed&description=Under+prov",
);
const DIALOGUE: (&str, &str) = (
    "/dialoger/ny",
    "county=10&held_on=2027-05-05&starts_at=9&ends_at=12&form=digital&purpose=Sparad",
);

/// People of the demo who may send them: two chefer and the lead of Södra.
pub const SAVERS: [&str; 3] = ["2", "26", "27"];

/// How many saves the database holds.
pub async fn saves(database: &Path) -> i64 {
    let mut connection = open(database).await;
    let counted = "select (select count(*) from actions where title = 'Sparad')
                        + (select count(*) from dialogues where purpose = 'Sparad')";
    sqlx::query_scalar(counted)
        .fetch_one(&mut connection)
        .await
        .expect("a count")
}

pub async fn open(database: &Path) -> sqlx::SqliteConnection {
    use sqlx::Connection;
    let options = regiondialog::store::open::reader(database);
    sqlx::SqliteConnection::connect_with(&options)
        .await
        .expect("a database")
}

fn client() -> reqwest::Client {
    regiondialog::secrets::choose_tls();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(30))
        .build()
        .expect("a client")
}

/// A folder, and the path of a database in it.
pub fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("prov.db");
    (folder, database)
}

/// A number from the environment, for longer runs than those of the suite.
pub fn number(variable: &str, default: usize) -> usize {
    let text = std::env::var(variable).ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(default)
}
