//! What of a text is shown with a hit: a piece around the first words that were found, with those marked.

use super::ask::Term;
use super::words::{has_accent, plain, spans, stem, stems};
use crate::domain::spelling::fold;

/// How much of a text is shown, in characters, and how much of it before the first mark.
const LONG: usize = 220;
const BEFORE: usize = 60;

/// A piece of a text, and whether it is what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub marked: bool,
}

/// A word that was asked for, in the shapes it is compared in.
struct Wanted {
    word: String,
    stem: String,
    accented: bool,
}

impl Wanted {
    fn new(word: &str) -> Wanted {
        Wanted {
            word: word.to_owned(),
            stem: stem(word),
            accented: has_accent(word),
        }
    }

    fn is_in(&self, word: &str) -> bool {
        self.fits(word) || (!self.accented && self.fits(&fold(word)))
    }

    fn fits(&self, word: &str) -> bool {
        let long = self.word.chars().count();
        word == self.word
            || (long > 1 && word.starts_with(&self.word))
            || stems(word).contains(&self.stem)
            || (long > 3 && (word.contains(&self.word) || word.contains(&self.stem)))
    }
}

/// The words that are looked for, ready to mark texts with.
pub struct Marker(Vec<Wanted>);

impl Marker {
    pub fn new(terms: &[Term]) -> Marker {
        let words = terms.iter().flat_map(|term| match term {
            Term::Word(word) => std::slice::from_ref(word),
            Term::Phrase(words) => words,
        });
        Marker(words.map(|word| Wanted::new(word)).collect())
    }

    /// The whole text, with what was found marked.
    pub fn whole(&self, text: &str) -> Vec<Piece> {
        self.pieces(text, self.found(text))
    }

    /// A part of the text around what was found first; its beginning when nothing was.
    pub fn part(&self, text: &str) -> Vec<Piece> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let found = self.found(&text);
        let (start, end) = window(&text, found.first().map_or(0, |(start, _)| *start));
        let inside = found
            .into_iter()
            .filter(|(from, to)| *from >= start && *to <= end);
        let inside = inside
            .map(|(from, to)| (from - start, to - start))
            .collect();
        let mut pieces = self.pieces(&text[start..end], inside);
        if start > 0 {
            pieces.insert(
                0,
                Piece {
                    text: "… ".into(),
                    marked: false,
                },
            );
        }
        if end < text.len() {
            pieces.push(Piece {
                text: " …".into(),
                marked: false,
            });
        }
        pieces
    }

    fn found(&self, text: &str) -> Vec<(usize, usize)> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let wanted = |(start, end): &(usize, usize)| {
            let word = plain(&text[*start..*end]);
            self.0.iter().any(|each| each.is_in(&word))
        };
        spans(text).filter(wanted).collect()
    }

    fn pieces(&self, text: &str, found: Vec<(usize, usize)>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = 0;
        let mut push = |from: usize, to: usize, marked| {
            if from < to {
                pieces.push(Piece {
                    text: text[from..to].to_owned(),
                    marked,
                });
            }
        };
        for (start, end) in found {
            push(at, start, false);
            push(start, end, true);
            at = end;
        }
        push(at, text.len(), false);
        pieces
    }
}

/// From a little before the place to as far as is shown, at the edges of words.
fn window(text: &str, place: usize) -> (usize, usize) {
    let back = text[..place].char_indices().rev().nth(BEFORE);
    let start = match back {
        Some((at, _)) => text[at..]
            .find(' ')
            .map_or(place, |space| (at + space + 1).min(place)),
        None => 0,
    };
    match text[start..].char_indices().nth(LONG) {
        Some((at, _)) => {
            let end = start + at;
            let edge = text[start..end].rfind(' ').map(|space| start + space);
            (start, edge.filter(|edge| *edge > place).unwrap_or(end))
        }
        None => (start, text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(asked: &str, text: &str) -> Vec<String> {
        let asked = crate::domain::search::ask::read(asked, &[], &[]);
        let pieces = Marker::new(&asked.terms).part(text);
        let marked = pieces.into_iter().filter(|piece| piece.marked);
        marked.map(|piece| piece.text).collect()
    }

    #[test]
    fn every_form_that_is_found_is_marked() {
        let rows: [(&str, &str, &[&str]); 8] = [
            (
                "insatsen",
                "Två insatser, en insats.",
                &["insatser", "insats"],
            ),
            ("orebro", "Region Örebro län", &["Örebro"]),
            ("örebro", "Region Orebro län", &[]),
            (
                "försörjning",
                "Om kompetensförsörjningen i norr",
                &["kompetensförsörjningen"],
            ),
            ("komp", "Kompetens och annat", &["Kompetens"]),
            ("län", "lån till länen", &["länen"]),
            ("\"grön el\"", "grön omställning kräver el", &["grön", "el"]),
            ("", "ingenting", &[]),
        ];
        for (asked, text, expected) in rows {
            assert_eq!(marked(asked, text), expected, "{asked}");
        }
    }

    #[test]
    fn a_long_text_is_cut_around_what_was_found() {
        let text = format!("{} nålen {}", "hö ".repeat(500), "strå ".repeat(500));
        let asked = crate::domain::search::ask::read("nålen", &[], &[]);
        let pieces = Marker::new(&asked.terms).part(&text);
        let shown: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert!(
            shown.starts_with("… hö") && shown.ends_with(" …"),
            "{shown}"
        );
        assert!(shown.contains("nålen") && shown.chars().count() < 240);
        let other = Marker::new(&[]).part(&"ö".repeat(1_000));
        assert_eq!(other[0].text.chars().count(), 220);
    }
}
