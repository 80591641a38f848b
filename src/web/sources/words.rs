//! How a source is doing, in sentences.

use crate::domain::source::{Outcome, Progress};
use crate::web::text::{counted, first_upper, stamp};
use jiff::Timestamp;

/// How a try went: "3 nya poster", "Källan svarade med ett fel (404)."
pub fn outcome(outcome: Option<Outcome>, detail: &str) -> String {
    match outcome {
        None => "Har inte hämtats ännu.".to_owned(),
        Some(Outcome::New) => {
            let new = detail.parse().unwrap_or_default();
            format!("{}.", first_upper(&counted(new, "ny post", "nya poster")))
        }
        Some(failed) if !detail.is_empty() => {
            format!("{} ({detail}).", failed.label().trim_end_matches('.'))
        }
        Some(other) => other.label().to_owned(),
    }
}

/// "Källan svarade inte. Senast hämtad 22 november 2026 kl. 6.00. Nytt försök görs automatiskt."
pub fn state(progress: &Progress, is_open: bool, fetches: bool) -> String {
    let mut sentences = vec![outcome(progress.outcome, &progress.detail)];
    if progress.fails() {
        sentences.push(match progress.fetched_ok_at {
            Some(at) => format!("Senast hämtad {}.", stamp(at)),
            None => "Den har aldrig gått att hämta.".to_owned(),
        });
        if is_open && fetches {
            sentences.push("Nytt försök görs automatiskt.".to_owned());
        }
    }
    sentences.join(" ")
}

/// When the last try was.
pub fn when(at: &Option<Timestamp>) -> String {
    at.map_or("–".to_owned(), stamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_when_it_last_went_well_and_that_it_is_tried_again() {
        let progress = Progress {
            outcome: Some(Outcome::NoAnswer),
            fetched_ok_at: "2026-11-22T05:00:00Z".parse().ok(),
            failures: 1,
            ..Progress::default()
        };
        assert_eq!(
            state(&progress, true, true),
            "Källan svarade inte. Senast hämtad 22 november 2026 kl. 6.00. Nytt försök görs automatiskt."
        );
        assert!(!state(&progress, false, true).contains("automatiskt"));
        assert_eq!(outcome(Some(Outcome::New), "1"), "1 ny post.");
        assert_eq!(
            outcome(Some(Outcome::HttpError), "404"),
            "Källan svarade med ett fel (404)."
        );
        assert_eq!(outcome(None, ""), "Har inte hämtats ännu.");
    }
}
