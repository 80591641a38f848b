//! The commands of the binary, one file each.

pub mod backup;
pub mod check;
mod help;
pub mod import;
pub mod run;
pub mod user;

use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::store::open::open;
use crate::store::{self, Db};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Why a command stopped: a line for the person, and the exit code.
pub struct Failure {
    pub line: String,
    pub code: u8,
}

impl Failure {
    pub fn wrong_use(line: impl Into<String>) -> Self {
        Failure {
            line: line.into(),
            code: 2,
        }
    }

    pub fn new(line: impl std::fmt::Display) -> Self {
        Failure {
            line: line.to_string(),
            code: 1,
        }
    }
}

pub type Outcome = Result<(), Failure>;

#[derive(Parser)]
#[command(
    name = "regiondialog",
    about = "Planera, förbered, genomför och följ upp strategiska regiondialoger.",
    version,
    disable_help_subcommand = true
)]
struct Cli {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starta tjänsten
    Serve,
    /// Starta en demo med en påhittad myndighet
    Demo {
        /// Börja om med nya uppgifter
        #[arg(long)]
        reset: bool,
        /// Fyll en ny demo med så många gånger fler uppgifter, för mätning
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(i64).range(1..=200))]
        scale: i64,
    },
    /// Lägg till, visa eller stäng av konton
    User {
        #[command(subcommand)]
        command: user::Command,
    },
    /// Spara en hel kopia av databasen, också medan tjänsten körs
    Backup {
        /// Filen som kopian sparas i; den får inte finnas
        #[arg(value_name = "FIL")]
        file: PathBuf,
    },
    /// Läs in siffror per län från en fil
    Import(import::Asked),
    /// Kontrollera databasen
    Check,
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let matches = match help::in_swedish(Cli::command()).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return explain(&error),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return stop(Failure::new(error)),
    };
    match runtime.block_on(dispatch(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => stop(failure),
    }
}

async fn dispatch(Cli { config, command }: Cli) -> Outcome {
    match command {
        Command::Serve => run::serve(config).await,
        Command::Demo { reset, scale } => {
            run::demo(
                Config {
                    demo: true,
                    ..config
                },
                reset,
                scale,
            )
            .await
        }
        Command::User { command } => user::run(&config, command).await,
        Command::Backup { file } => backup::run(&config, &file).await,
        Command::Import(asked) => import::run(&config, asked).await,
        Command::Check => check::run(&config).await,
    }
}

fn stop(failure: Failure) -> ExitCode {
    eprintln!("regiondialog: {}", failure.line);
    ExitCode::from(failure.code)
}

fn explain(error: &clap::Error) -> ExitCode {
    match help::wrong(error) {
        Some(line) => stop(Failure::wrong_use(format!(
            "{line} Se regiondialog --help."
        ))),
        None => {
            print!("{error}");
            ExitCode::SUCCESS
        }
    }
}

/// Opens the database of a running installation, whichever kind it is.
pub async fn open_existing(config: &Config) -> Result<Db, Failure> {
    let path = config.database();
    if !path.exists() {
        return Err(Failure::new(format!(
            "Databasfilen {} finns inte.",
            path.display()
        )));
    }
    open(&path, Clock::System).await.map_err(Failure::new)
}

/// Opens the file of `serve` or `demo`; refuses the other's.
pub async fn open_as(config: &Config, kind: &str) -> Result<Db, Failure> {
    let path = config.database();
    let db = open(&path, Clock::System).await.map_err(Failure::new)?;
    let mark = store::mark(db.read()).await.map_err(failed)?;
    match mark.as_deref() {
        None => Ok(db),
        Some(found) if found == kind => Ok(db),
        Some("demo") => Err(Failure::wrong_use(format!(
            "{} är en demodatabas; serve tar den inte.",
            path.display()
        ))),
        Some(_) => Err(Failure::wrong_use(format!(
            "{} är ingen demodatabas; demo tar den inte.",
            path.display()
        ))),
    }
}

/// An error of the inside as one line. Commands are run by those who run the service, and they need the cause.
pub fn failed(error: Error) -> Failure {
    let cause = match error {
        Error::Storage(error) => format!("Databasen går inte att skriva till: {error}"),
        Error::Database(error) => format!("Databasen svarade inte som väntat: {error}"),
        error => format!("Något gick fel: {error:?}"),
    };
    Failure::new(cause.replace(['\n', '\r'], " "))
}
