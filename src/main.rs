//! The binary; what it can do is in `commands`.

use std::process::ExitCode;

fn main() -> ExitCode {
    regiondialog::commands::main()
}
