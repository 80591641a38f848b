//! What differs between two texts, word by word. The cost is bounded: what is too long to be compared word by
//! word, or line by line, is shown as taken away and put there whole.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Same,
    Removed,
    Added,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub kind: Kind,
    pub text: String,
}

/// Pairs that are compared at most in one table: a thousand words with a thousand others.
const MOST_PAIRS: usize = 1_000_000;

/// The pieces of both texts in order: what is the same, what was removed and what was added.
pub fn difference(before: &str, after: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (old, new) = (lines(before), lines(after));
    let (mut removed, mut added) = (String::new(), String::new());
    for (kind, text) in compared(&old, &new) {
        match kind {
            Kind::Removed => removed.push_str(text),
            Kind::Added => added.push_str(text),
            Kind::Same => {
                words_of(&mut pieces, &mut removed, &mut added);
                push(&mut pieces, Kind::Same, text);
            }
        }
    }
    words_of(&mut pieces, &mut removed, &mut added);
    pieces
}

/// What has changed between two lines that are the same, word by word.
fn words_of(pieces: &mut Vec<Piece>, removed: &mut String, added: &mut String) {
    let (old, new) = (words(removed), words(added));
    for (kind, text) in compared(&old, &new) {
        push(pieces, kind, text);
    }
    removed.clear();
    added.clear();
}

fn push(pieces: &mut Vec<Piece>, kind: Kind, text: &str) {
    match pieces.last_mut() {
        Some(last) if last.kind == kind => last.text.push_str(text),
        _ => pieces.push(Piece {
            kind,
            text: text.to_owned(),
        }),
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Words and what stands between them, so that together they are the text.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut in_word = false;
    for (at, each) in text.char_indices() {
        let letter = each.is_alphanumeric();
        if at > start && (!letter || !in_word) {
            words.push(&text[start..at]);
            start = at;
        }
        in_word = letter;
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// The longest common row of two lists, told as kept, removed and added; removed comes first.
fn compared<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(Kind, &'a str)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old_middle, old_tail) = old_rest.split_at(old_rest.len() - tail);
    let (new_middle, _) = new_rest.split_at(new_rest.len() - tail);
    let same = |text: &&'a str| (Kind::Same, *text);
    let mut all: Vec<_> = old[..head].iter().map(same).collect();
    all.extend(middle(old_middle, new_middle));
    all.extend(old_tail.iter().map(same));
    all
}

fn middle<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(Kind, &'a str)> {
    let mut found = Vec::with_capacity(old.len() + new.len());
    let (mut i, mut j) = (0, 0);
    if old.len().saturating_mul(new.len()) <= MOST_PAIRS {
        let wide = new.len() + 1;
        let longest = table(old, new, wide);
        while i < old.len() && j < new.len() {
            if old[i] == new[j] {
                found.push((Kind::Same, old[i]));
                (i, j) = (i + 1, j + 1);
            } else if longest[(i + 1) * wide + j] >= longest[i * wide + j + 1] {
                found.push((Kind::Removed, old[i]));
                i += 1;
            } else {
                found.push((Kind::Added, new[j]));
                j += 1;
            }
        }
    }
    found.extend(old[i..].iter().map(|text| (Kind::Removed, *text)));
    found.extend(new[j..].iter().map(|text| (Kind::Added, *text)));
    found
}

/// For every pair of places, how much the rests have in common.
fn table(old: &[&str], new: &[&str], wide: usize) -> Vec<u32> {
    let mut longest = vec![0_u32; (old.len() + 1) * wide];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i * wide + j] = match old[i] == new[j] {
                true => longest[(i + 1) * wide + j + 1] + 1,
                false => longest[(i + 1) * wide + j].max(longest[i * wide + j + 1]),
            };
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> String {
        let piece = |piece: Piece| match piece.kind {
            Kind::Same => piece.text,
            Kind::Removed => format!("[-{}-]", piece.text),
            Kind::Added => format!("[+{}+]", piece.text),
        };
        difference(before, after).into_iter().map(piece).collect()
    }

    #[test]
    fn additions_and_removals_are_told_word_by_word() {
        let rows = [
            ("", "", ""),
            ("Läget är gott.", "Läget är gott.", "Läget är gott."),
            (
                "Läget är gott.",
                "Läget är svårt.",
                "Läget är [-gott-][+svårt+].",
            ),
            ("a\nb\n", "a\nc\nb\n", "a\n[+c\n+]b\n"),
            ("", "Nytt", "[+Nytt+]"),
            ("Bort", "", "[-Bort-]"),
            ("å ä ö", "å ö", "å [-ä -]ö"),
        ];
        for (before, after, expected) in rows {
            assert_eq!(told(before, after), expected);
        }
    }

    #[test]
    fn what_is_too_long_to_compare_is_told_whole_and_nothing_is_lost() {
        let text = |each: &str| each.repeat(20_000) + each.trim();
        let (before, after) = (text("a\n"), text("b\n"));
        let pieces = difference(&before, &after);
        assert_eq!(pieces.len(), 2);
        let of = |kind: Kind| {
            let mine = pieces.iter().filter(|piece| piece.kind == kind);
            mine.map(|piece| piece.text.as_str()).collect::<String>()
        };
        assert_eq!((of(Kind::Removed), of(Kind::Added)), (before, after));
    }
}
