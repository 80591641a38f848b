//! `check`: is the database whole? A line per question.

use super::{Failure, Outcome};
use crate::config::Config;
use crate::store::open::{Verdict, examine};

pub async fn run(config: &Config) -> Outcome {
    let verdicts = examine(&config.database()).await.map_err(Failure::new)?;
    for Verdict {
        question, answer, ..
    } in &verdicts
    {
        println!("{question}: {answer}");
    }
    match verdicts.iter().all(|verdict| verdict.good) {
        true => Ok(()),
        false => Err(Failure::new("Databasen är inte hel.")),
    }
}
