//! The command line in Swedish: its help, and what it says of a mistake.

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command};

const PAGE: &str = "{about-with-newline}\nAnvändning: {usage}\n\n{all-args}";

/// Every text that clap has in English, put in Swedish; for the command and those below it.
pub fn in_swedish(command: Command) -> Command {
    let name = command.get_name().to_owned();
    translated(command, &name)
        .disable_version_flag(true)
        .arg(flag("version", ArgAction::Version, "Visa programmets version").short('V'))
}

fn translated(command: Command, path: &str) -> Command {
    let arguments: String = command
        .get_positionals()
        .map(|each| {
            format!(
                " {}",
                each.get_value_names().map_or("VÄRDE", |names| &names[0])
            )
        })
        .collect();
    let below = match command.has_subcommands() {
        true => " KOMMANDO",
        false => "",
    };
    let inner = path.to_owned();
    command
        .help_template(PAGE)
        .override_usage(format!("{path}{below}{arguments} [INSTÄLLNINGAR]"))
        .subcommand_help_heading("Kommandon")
        .subcommand_value_name("KOMMANDO")
        .disable_help_flag(true)
        .arg(flag("help", ArgAction::Help, "Visa hjälpen").short('h'))
        .mut_args(numbered())
        .mut_subcommands(move |each| {
            let path = format!("{inner} {}", each.get_name());
            translated(each, &path)
        })
}

fn flag(name: &'static str, action: ArgAction, help: &'static str) -> Arg {
    let flag = Arg::new(name).long(name).action(action).help(help);
    flag.display_order(900).help_heading("Inställningar")
}

/// A command's own arguments first, then the settings that all share, in the order of the code.
fn numbered() -> impl FnMut(Arg) -> Arg {
    let mut number = 0;
    move |each| {
        number += 1;
        let order = match (each.get_id().as_str(), each.is_global_set()) {
            ("help", _) => 900,
            (_, true) => 100 + number,
            (_, false) => number,
        };
        argument(each).display_order(order)
    }
}

/// An argument's help, with its default and its variable in Swedish.
fn argument(argument: Arg) -> Arg {
    let mut help = argument
        .get_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    let takes_value = argument.get_action().takes_values();
    let default = argument
        .get_default_values()
        .first()
        .filter(|_| takes_value);
    if let Some(value) = default
        .and_then(|value| value.to_str())
        .filter(|value| !value.is_empty())
    {
        help += &format!(" [standard: {value}]");
    }
    if let Some(variable) = argument.get_env().and_then(|name| name.to_str()) {
        help += &format!(" [miljövariabel: {variable}]");
    }
    let heading = match argument.is_positional() {
        true => "Ange",
        false => "Inställningar",
    };
    argument
        .help(help)
        .help_heading(heading)
        .hide_default_value(takes_value)
        .hide_env(true)
}

/// What was wrong with a command line, in a sentence; nothing when help or version was asked for.
pub fn wrong(error: &clap::Error) -> Option<String> {
    let about = |kind| error.get(kind).map(ToString::to_string);
    let what = about(ContextKind::InvalidArg)
        .or(about(ContextKind::InvalidSubcommand))
        .unwrap_or_default();
    let value = about(ContextKind::InvalidValue).unwrap_or_default();
    Some(match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return None,
        ErrorKind::UnknownArgument => format!("{what} är inget som går att ange."),
        ErrorKind::InvalidSubcommand => format!("Kommandot {what} finns inte."),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("{what} behöver ett värde.")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{what} kan inte vara \"{value}\".")
        }
        ErrorKind::MissingRequiredArgument => format!("{what} saknas.").replace('\n', " "),
        ErrorKind::ArgumentConflict => format!("{what} är angivet mer än en gång."),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            "Ange ett kommando.".to_owned()
        }
        _ => "Kommandot går inte att förstå.".to_owned(),
    })
}
