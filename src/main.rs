//! The binary; what it can do is in `commands`.

use std::process::ExitCode;

fn main() -> ExitCode {
    regiondialog::secrets::choose_tls();
    regiondialog::commands::main()
}
