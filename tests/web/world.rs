//! A running agency to tell stories about: its own database file, port 0, a clock that stands still.

use jiff::{SignedDuration, Timestamp};
use regiondialog::App;
use regiondialog::clock::Clock;
use regiondialog::config::Config;
use regiondialog::domain::access::Permit;
use regiondialog::secrets::{Cost, Passwords, Token};
use regiondialog::store::{Db, demo, open, organisation, people, sessions};
use regiondialog::web;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::OnceCell;

/// Monday 23 November 2026, ten o'clock in Stockholm.
pub const NOW: &str = "2026-11-23T09:00:00Z";

pub struct World {
    pub app: App,
    pub base: String,
    folder: TempDir,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
}

/// The demo's agency on the fixed day, made once a run and copied per test.
static AGENCY: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
/// The same agency before anything has been planned.
static QUIET: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();

async fn agency(quiet: bool) -> &'static PathBuf {
    let cell = if quiet { &QUIET } else { &AGENCY };
    let (_, path) = cell
        .get_or_init(|| async {
            let folder = tempfile::tempdir().expect("temp folder");
            let path = folder.path().join("agency.db");
            let db = open::open(&path, clock()).await.expect("open");
            match quiet {
                true => demo::install_quiet(&db).await.expect("cast"),
                false => demo::install(&db, 1).await.expect("demo"),
            }
            db.close().await;
            (folder, path)
        })
        .await;
    path
}

fn clock() -> Clock {
    Clock::fixed(NOW.parse::<Timestamp>().expect("a time"))
}

static PASSWORDS: LazyLock<Arc<Passwords>> =
    LazyLock::new(|| Arc::new(Passwords::new(Cost::TEST).expect("passwords")));

impl World {
    pub async fn new() -> World {
        World::with(|_| {}).await
    }

    /// The cast alone: no dialogue and no insats yet, for tests that count from nothing.
    pub async fn quiet() -> World {
        World::copied(true, |_| {}).await
    }

    /// A world whose settings differ from the defaults.
    pub async fn with(change: impl FnOnce(&mut Config)) -> World {
        World::copied(false, change).await
    }

    async fn copied(quiet: bool, change: impl FnOnce(&mut Config)) -> World {
        let folder = tempfile::tempdir().expect("temp folder");
        let path = folder.path().join("regiondialog.db");
        std::fs::copy(agency(quiet).await, &path).expect("copy");
        World::on(folder, path, change, PASSWORDS.clone()).await
    }

    /// The whole demo, made at another time.
    pub async fn at(now: &str) -> World {
        let folder = tempfile::tempdir().expect("temp folder");
        let path = folder.path().join("regiondialog.db");
        let clock = Clock::fixed(now.parse::<Timestamp>().expect("a time"));
        let db = open::open(&path, clock.clone()).await.expect("open");
        demo::install(&db, 1).await.expect("demo");
        db.close().await;
        World::by_clock(folder, path, |_| {}, PASSWORDS.clone(), clock).await
    }

    /// A world in which passwords take as long to hash as in earnest.
    pub async fn in_earnest() -> World {
        let folder = tempfile::tempdir().expect("temp folder");
        let path = folder.path().join("regiondialog.db");
        std::fs::copy(agency(false).await, &path).expect("copy");
        let passwords = Passwords::new(Cost::OWASP).expect("passwords");
        World::on(folder, path, |_| {}, Arc::new(passwords)).await
    }

    /// What `serve` begins with: the organisation of the source page and its first administrator.
    pub async fn served() -> World {
        let folder = tempfile::tempdir().expect("temp folder");
        let path = folder.path().join("regiondialog.db");
        let db = open::open(&path, clock()).await.expect("open");
        organisation::install(&db).await.expect("organisation");
        let mut tx = db.write(Permit::system()).await.expect("write");
        people::first_administrator(&mut tx).await.expect("account");
        tx.commit().await.expect("commit");
        db.close().await;
        World::on(folder, path, |_| {}, PASSWORDS.clone()).await
    }

    /// No dialogues and no actions, for a story that counts its own.
    pub async fn without_work(&self) {
        self.arrange(
            "pragma foreign_keys = off;
             delete from feedback_receipts; delete from feedback; delete from handover_steps; delete from handovers;
             delete from agenda_items; delete from invitations;
             delete from brief_orders; delete from dialogue_issues;
             drop trigger judgements_are_not_removed; delete from judgements;
             delete from action_followups; delete from action_earlier_due_dates; delete from action_counties;
             delete from action_receipts; delete from action_checkins;
             delete from investment_shares; delete from investment_counties; delete from investments;
             delete from actions; delete from participants; delete from milestones; delete from dialogues;",
        )
        .await;
    }

    /// What a story needs before it begins, written straight into the database, with the event that every
    /// write leaves behind it.
    pub async fn arrange(&self, sql: impl Into<String>) {
        use sqlx::ConnectOptions;
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(self.database());
        let mut conn = options.connect().await.expect("connect");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.into()))
            .execute(&mut conn)
            .await
            .expect("arrange");
        sqlx::query("insert into events (at, kind, subject_kind, subject_id) values (?, 'signed_out', 'account', '0')")
            .bind(self.app.clock.now().to_string())
            .execute(&mut conn)
            .await
            .expect("an event");
    }

    async fn on(
        folder: TempDir,
        path: PathBuf,
        change: impl FnOnce(&mut Config),
        passwords: Arc<Passwords>,
    ) -> World {
        World::by_clock(folder, path, change, passwords, clock()).await
    }

    async fn by_clock(
        folder: TempDir,
        path: PathBuf,
        change: impl FnOnce(&mut Config),
        passwords: Arc<Passwords>,
        clock: Clock,
    ) -> World {
        let db = open::open(&path, clock.clone()).await.expect("open");
        let mut config = config();
        change(&mut config);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("address");
        let base = format!("http://{address}");
        let app = App {
            db,
            clock,
            base_url: config.base_url(address),
            config: Arc::new(config),
            passwords,
        };
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let router = web::app(app.clone());
        tokio::spawn(web::serve::serve(listener, router, async move {
            stopped.await.ok();
        }));
        World {
            app,
            base,
            folder,
            stop: Some(stop),
        }
    }

    pub fn db(&self) -> &Db {
        &self.app.db
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("regiondialog.db")
    }

    pub fn advance(&self, by: SignedDuration) {
        self.app.clock.advance(by);
    }

    /// A browser nobody has logged in with.
    pub fn visitor(&self) -> Browser {
        Browser::new(&self.base)
    }

    /// A browser in which a person of the demo is logged in, found by the beginning of her name.
    pub async fn sign_in(&self, name: &str) -> Browser {
        let browser = self.visitor();
        let id: i64 =
            sqlx::query_scalar("select id from people where name like ? || '%' order by id")
                .bind(name)
                .fetch_one(self.db().read())
                .await
                .unwrap_or_else(|_| panic!("nobody is called {name}"));
        let token = Token::new();
        let mut tx = self.db().write(Permit::system()).await.expect("write");
        sessions::start(&mut tx, id, &token.hash(), &Token::short(), "Test")
            .await
            .expect("session");
        tx.commit().await.expect("commit");
        browser.with_cookie(&format!("session={}", token.reveal()))
    }

    /// One number from the database, for what no page shows.
    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(self.db().read())
            .await
            .expect("count")
    }

    /// How many events of a kind have been written.
    pub async fn events(&self, kind: &str) -> i64 {
        sqlx::query_scalar("select count(*) from events where kind = ?")
            .bind(kind)
            .fetch_one(self.db().read())
            .await
            .expect("events")
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
    }
}

fn config() -> Config {
    use clap::Parser;
    #[derive(Parser)]
    struct Defaults {
        #[command(flatten)]
        config: Config,
    }
    Defaults::parse_from(["test"]).config
}

/// An HTTP client that keeps one session and follows nothing by itself.
#[derive(Clone)]
pub struct Browser {
    client: reqwest::Client,
    base: String,
    cookie: Option<String>,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    /// Where a redirect leads; empty without one.
    pub location: String,
    pub html: String,
    pub headers: reqwest::header::HeaderMap,
}

impl Page {
    pub fn has(&self, text: &str) -> bool {
        self.html.contains(text)
    }

    /// The value of the first field with this name.
    pub fn field(&self, name: &str) -> String {
        let marker = format!("name=\"{name}\" value=\"");
        let Some(start) = self.html.find(&marker) else {
            return String::new();
        };
        let rest = &self.html[start + marker.len()..];
        rest[..rest.find('"').unwrap_or(0)].to_owned()
    }

    /// The session a login gave.
    pub fn session(&self) -> Option<String> {
        let cookies = self
            .headers
            .get_all("set-cookie")
            .iter()
            .filter_map(|value| value.to_str().ok());
        cookies
            .filter_map(|line| line.split(';').next())
            .find(|pair| pair.starts_with("session="))
            .map(str::to_owned)
    }
}

impl Browser {
    fn new(base: &str) -> Browser {
        regiondialog::secrets::choose_tls();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("client");
        Browser {
            client,
            base: base.to_owned(),
            cookie: None,
        }
    }

    pub fn with_cookie(mut self, cookie: &str) -> Browser {
        self.cookie = Some(cookie.to_owned());
        self
    }

    /// The same browser at another server.
    pub fn at(mut self, base: &str) -> Browser {
        self.base = base.to_owned();
        self
    }

    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(self.client.get(self.url(path))).await
    }

    /// Sends a form as a browser would from one of our own pages.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = self
            .client
            .post(self.url(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(body);
        self.send(request).await
    }

    /// Any other request: forged, malformed, with other methods.
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, self.url(path))
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Page {
        let request = match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        let answer = request.send().await.expect("an answer");
        let headers = answer.headers().clone();
        Page {
            status: answer.status().as_u16(),
            location: headers
                .get("location")
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .to_owned(),
            headers,
            html: answer.text().await.expect("text"),
        }
    }

    /// A file, as its bytes.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let request = self.client.get(self.url(path));
        let cookie = self.cookie.clone().unwrap_or_default();
        let answer = request.header("cookie", cookie).send().await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        answer.bytes().await.expect("bytes").to_vec()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}
