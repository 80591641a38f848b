//! The commands of the binary, one file each.

pub mod backup;
pub mod check;
pub mod run;
pub mod user;

use crate::clock::Clock;
use crate::config::Config;
use crate::store::open::open;
use crate::store::{self, Db};
use clap::{Parser, Subcommand};
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

const HELP: &str = "{about-with-newline}\nAnvändning: {usage}\n\n{all-args}{after-help}";

#[derive(Parser)]
#[command(
    name = "regiondialog",
    about = "Planera, förbered, genomför och följ upp strategiska regiondialoger.",
    version,
    help_template = HELP,
    subcommand_help_heading = "Kommandon",
    next_help_heading = "Inställningar",
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starta tjänsten
    #[command(help_template = HELP)]
    Serve {
        #[command(flatten)]
        config: Config,
    },
    /// Starta en demo med en påhittad myndighet
    #[command(help_template = HELP)]
    Demo {
        #[command(flatten)]
        config: Config,
        /// Börja om med nya uppgifter
        #[arg(long)]
        reset: bool,
        /// Fyll en ny demo med så många gånger fler uppgifter, för mätning
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(i64).range(1..=200))]
        scale: i64,
    },
    /// Lägg till, visa eller stäng av konton
    #[command(help_template = HELP, subcommand_help_heading = "Kommandon")]
    User {
        #[command(subcommand)]
        command: user::Command,
    },
    /// Spara en hel kopia av databasen, också medan tjänsten körs
    #[command(help_template = HELP)]
    Backup {
        /// Filen som kopian sparas i; den får inte finnas
        file: PathBuf,
        #[command(flatten)]
        config: Config,
    },
    /// Kontrollera databasen
    #[command(help_template = HELP)]
    Check {
        #[command(flatten)]
        config: Config,
    },
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
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
    match runtime.block_on(dispatch(cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => stop(failure),
    }
}

async fn dispatch(command: Command) -> Outcome {
    match command {
        Command::Serve { config } => run::serve(config).await,
        Command::Demo {
            config,
            reset,
            scale,
        } => {
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
        Command::User { command } => user::run(command).await,
        Command::Backup { file, config } => backup::run(&config, &file).await,
        Command::Check { config } => check::run(&config).await,
    }
}

fn stop(failure: Failure) -> ExitCode {
    eprintln!("regiondialog: {}", failure.line);
    ExitCode::from(failure.code)
}

/// Help and version as clap has them; anything else as one line in Swedish.
fn explain(error: &clap::Error) -> ExitCode {
    use clap::error::{ContextKind, ErrorKind};
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        print!("{error}");
        return ExitCode::SUCCESS;
    }
    let about = |kind| error.get(kind).map(ToString::to_string);
    let what = about(ContextKind::InvalidArg)
        .or(about(ContextKind::InvalidSubcommand))
        .unwrap_or_default();
    let value = about(ContextKind::InvalidValue).unwrap_or_default();
    let line = match error.kind() {
        ErrorKind::UnknownArgument => format!("{what} är inget som går att ange."),
        ErrorKind::InvalidSubcommand => format!("kommandot {what} finns inte."),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("{what} behöver ett värde.")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{what} kan inte vara \"{value}\".")
        }
        ErrorKind::MissingRequiredArgument => format!("{what} saknas."),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            "ange ett kommando.".to_owned()
        }
        _ => "kommandot går inte att förstå.".to_owned(),
    };
    stop(Failure::wrong_use(format!(
        "{line} Se regiondialog --help."
    )))
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
    let mark = store::mark(db.read())
        .await
        .map_err(|error| Failure::new(format!("{error:?}")))?;
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
