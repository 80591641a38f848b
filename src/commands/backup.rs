//! `backup FILE`: a consistent copy while the service runs.

use super::{Failure, Outcome};
use crate::config::Config;
use crate::store::open::copy;
use std::path::Path;

pub async fn run(config: &Config, file: &Path) -> Outcome {
    if file.exists() {
        return Err(Failure::wrong_use(format!(
            "{} finns redan; ange en ny fil.",
            file.display()
        )));
    }
    copy(&config.database(), file).await.map_err(Failure::new)?;
    println!("Kopian är sparad i {}.", file.display());
    Ok(())
}
