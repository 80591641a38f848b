//! `serve` and `demo`: open the file, fill it when it is empty, and answer until told to stop.

use super::{Failure, Outcome, failed, open_as};
use crate::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::access::Permit;
use crate::error::Error;
use crate::fetch;
use crate::secrets::{Cost, Passwords, Token};
use crate::store::{self, Db, demo, organisation, people, search, sessions};
use crate::web;
use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What is left to close after the last answer may take so long.
const CLOSE_WITHIN: Duration = Duration::from_secs(1);

pub async fn serve(config: Config) -> Outcome {
    let stop = begin(&config)?;
    let passwords = passwords();
    let db = open_as(&config, "serve").await?;
    if store::mark(db.read()).await.map_err(failed)?.is_none() {
        organisation::install(&db).await.map_err(failed)?;
    }
    let (listener, address) = listen(&config).await?;
    println!("Regiondialog: {}", config.base_url(address));
    if let Some(token) = first_administrator(&db).await.map_err(failed)? {
        println!(
            "Första administratören sätter sitt lösenord här (gäller i {} timmar, en gång):",
            sessions::LINK_HOURS
        );
        println!("{}/valkommen/{}", config.base_url(address), token.reveal());
    }
    let passwords = passwords.await.map_err(Failure::new)??;
    answer(config, db, passwords, (listener, address), stop).await
}

pub async fn demo(config: Config, reset: bool, scale: i64) -> Outcome {
    let stop = begin(&config)?;
    let passwords = passwords();
    let mut db = open_as(&config, "demo").await?;
    if reset {
        db.close().await;
        remove(&config.database())?;
        db = open_as(&config, "demo").await?;
    }
    if store::mark(db.read()).await.map_err(failed)?.is_none() {
        demo::install(&db, scale).await.map_err(failed)?;
    }
    let (listener, address) = listen(&config).await?;
    println!("Regiondialog (demo): {}", config.base_url(address));
    println!("Gå in med ett klick på inloggningssidan. Demokonton:");
    for each in people::entrances(db.read(), Clock::System.today())
        .await
        .map_err(failed)?
    {
        let functions = match each.functions.as_str() {
            "" => "utan funktion",
            some => some,
        };
        println!("  {:<34} {}, {functions}", each.email, each.name);
    }
    let passwords = passwords.await.map_err(Failure::new)??;
    answer(config, db, passwords, (listener, address), stop).await
}

fn remove(path: &Path) -> Outcome {
    for end in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(end);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Failure::new(format!("{}: {error}", file.to_string_lossy())));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A link for the first administrator, as long as no administrator can log in.
async fn first_administrator(db: &Db) -> Result<Option<Token>, Error> {
    if people::any_administrator(db.read(), Clock::System.today()).await? {
        return Ok(None);
    }
    let token = Token::new();
    let mut tx = db.write(Permit::system()).await?;
    let person_id = people::first_administrator(&mut tx).await?;
    sessions::make_link(&mut tx, person_id, &token.hash()).await?;
    tx.commit().await?;
    Ok(Some(token))
}

async fn listen(config: &Config) -> Result<(TcpListener, SocketAddr), Failure> {
    let taken = |error: std::io::Error| {
        let why = match error.kind() {
            std::io::ErrorKind::AddrInUse => "porten används redan".to_owned(),
            std::io::ErrorKind::PermissionDenied => "det är inte tillåtet".to_owned(),
            std::io::ErrorKind::AddrNotAvailable => "datorn har ingen sådan adress".to_owned(),
            _ => error.to_string(),
        };
        Failure::new(format!("Kan inte lyssna på {}: {why}.", config.listen))
    };
    let listener = TcpListener::bind(config.listen).await.map_err(taken)?;
    let address = listener.local_addr().map_err(taken)?;
    Ok((listener, address))
}

/// Takes as long as to open a large file, and is made meanwhile.
fn passwords() -> JoinHandle<Result<Passwords, Failure>> {
    let make = || Passwords::new(Cost::OWASP).map_err(|error| Failure::new(format!("{error:?}")));
    tokio::task::spawn_blocking(make)
}

async fn answer(
    config: Config,
    db: Db,
    passwords: Passwords,
    (listener, address): (TcpListener, SocketAddr),
    stop: impl Future<Output = ()>,
) -> Outcome {
    let hours = config.session_hours;
    let app = App {
        db: db.clone(),
        clock: Clock::System,
        base_url: config.base_url(address),
        config: Arc::new(config),
        passwords: Arc::new(passwords),
    };
    tracing::info!(%address, "listening");
    let sweeper = tokio::spawn(sweep(db.clone(), hours));
    let indexer = tokio::spawn(search::keep_up(db.clone()));
    let fetcher = app.config.fetches_sources().then(|| {
        let allowed = app.config.allow_source_address.clone();
        tokio::spawn(fetch::job::run(db.clone(), Clock::System, allowed.into()))
    });
    web::serve::serve(listener, web::app(app), stop).await;
    sweeper.abort();
    indexer.abort();
    fetcher.inspect(JoinHandle::abort);
    tokio::time::timeout(CLOSE_WITHIN, db.close()).await.ok();
    tracing::info!("stopped");
    Ok(())
}

async fn sweep(db: Db, session_hours: i64) {
    let mut hourly = tokio::time::interval(Duration::from_secs(3600));
    loop {
        hourly.tick().await;
        if let Err(error) = sessions::sweep(&db, session_hours).await {
            tracing::warn!(?error, "sweep");
        }
    }
}

/// Settings checked, the log begun, and SIGTERM listened for from the start.
fn begin(config: &Config) -> Result<impl Future<Output = ()> + use<>, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    config.check().map_err(Failure::wrong_use)?;
    start_log(config)?;
    let mut term = signal(SignalKind::terminate()).map_err(Failure::new)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::new)?;
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn start_log(config: &Config) -> Outcome {
    let level: tracing::Level = config.log.parse().map_err(|_| {
        Failure::wrong_use("--log kan vara error, warn, info eller debug. Se regiondialog --help.")
    })?;
    let log = tracing_subscriber::fmt()
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_max_level(level)
        .with_writer(std::io::stderr);
    let started = match config.log_json {
        true => log
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .try_init(),
        false => log.with_target(false).try_init(),
    };
    started.ok();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "panic");
    }));
    Ok(())
}
