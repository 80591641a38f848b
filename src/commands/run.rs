//! `serve` and `demo`: open the file, fill it when it is empty, and answer until told to stop.

use super::{Failure, Outcome, open_as};
use crate::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::access::Permit;
use crate::error::Error;
use crate::secrets::{Cost, Passwords, Token};
use crate::store::{self, Db, demo, organisation, people, sessions};
use crate::web;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

pub async fn serve(config: Config) -> Outcome {
    config.check().map_err(Failure::wrong_use)?;
    start_log(&config);
    let db = open_as(&config, "serve").await?;
    if store::mark(db.read()).await.map_err(failed)?.is_none() {
        organisation::install(&db).await.map_err(failed)?;
    }
    let (listener, address) = listen(&config).await?;
    if let Some(token) = first_administrator(&db).await.map_err(failed)? {
        println!(
            "Första administratören sätter sitt lösenord här (gäller i {} timmar, en gång):",
            sessions::LINK_HOURS
        );
        println!("{}/valkommen/{}", config.base_url(address), token.reveal());
    }
    answer(config, db, listener, address).await
}

pub async fn demo(config: Config, reset: bool, scale: i64) -> Outcome {
    config.check().map_err(Failure::wrong_use)?;
    start_log(&config);
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
        println!("  {:<34} {}, {}", each.email, each.name, each.functions);
    }
    answer(config, db, listener, address).await
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
    let taken = |error| Failure::new(format!("Kan inte lyssna på {}: {error}", config.listen));
    let listener = TcpListener::bind(config.listen).await.map_err(taken)?;
    let address = listener.local_addr().map_err(taken)?;
    Ok((listener, address))
}

async fn answer(config: Config, db: Db, listener: TcpListener, address: SocketAddr) -> Outcome {
    let passwords =
        Passwords::new(Cost::OWASP).map_err(|error| Failure::new(format!("{error:?}")))?;
    let hours = config.session_hours;
    let app = App {
        db: db.clone(),
        clock: Clock::System,
        config: Arc::new(config),
        passwords: Arc::new(passwords),
    };
    tracing::info!(%address, "listening");
    let sweeper = tokio::spawn(sweep(db.clone(), hours));
    web::serve::serve(listener, web::app(app), stop_signal()).await;
    sweeper.abort();
    db.close().await;
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

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

fn start_log(config: &Config) {
    use tracing_subscriber::EnvFilter;
    let filter =
        EnvFilter::try_from_env("REGIONDIALOG_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_env_filter(filter)
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
}

fn failed(error: Error) -> Failure {
    Failure::new(format!("{error:?}"))
}
