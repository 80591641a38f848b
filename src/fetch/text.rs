//! The characters of a feed, from the encodings that feeds are written in; everything else is refused.

use crate::domain::source::Outcome;

/// Windows-1252 between 0x80 and 0x9f, where Latin-1 has control characters.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
/// Where Latin-9 differs from Latin-1.
const LATIN_9: [(u8, char); 8] = [
    (0xa4, '€'),
    (0xa6, 'Š'),
    (0xa8, 'š'),
    (0xb4, 'Ž'),
    (0xb8, 'ž'),
    (0xbc, 'Œ'),
    (0xbd, 'œ'),
    (0xbe, 'Ÿ'),
];

/// The text by its mark, by how it begins, by what it says of itself or by what the server said of it.
pub fn decode(body: &[u8], content_type: &str) -> Result<String, Outcome> {
    if let Some(rest) = body.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return utf8(rest);
    }
    match body {
        [0xff, 0xfe, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        [b'<', 0, ..] => return utf16(body, u16::from_le_bytes),
        [0, b'<', ..] => return utf16(body, u16::from_be_bytes),
        _ => {}
    }
    let named = own_name(body).or_else(|| charset(content_type));
    match named.as_deref() {
        None | Some("utf-8" | "utf8" | "us-ascii" | "ascii") => utf8(body),
        // As browsers do: who says Latin-1 means Windows-1252.
        Some("iso-8859-1" | "latin1" | "latin-1" | "iso8859-1" | "windows-1252" | "cp1252") => {
            Ok(body.iter().map(|byte| windows(*byte)).collect())
        }
        Some("iso-8859-15" | "latin-9" | "latin9") => {
            Ok(body.iter().map(|byte| latin_9(*byte)).collect())
        }
        Some(_) => Err(Outcome::Unreadable),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, Outcome> {
    let text = std::str::from_utf8(bytes).map_err(|_| Outcome::Unreadable)?;
    Ok(text.to_owned())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Outcome> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err(Outcome::Unreadable);
    }
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let read: Result<String, _> = char::decode_utf16(units).collect();
    read.map_err(|_| Outcome::Unreadable)
}

fn windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => {
            let found = WINDOWS.chars().nth(usize::from(byte - 0x80));
            found.unwrap_or(char::from(byte))
        }
        _ => char::from(byte),
    }
}

fn latin_9(byte: u8) -> char {
    let other = LATIN_9.iter().find(|(each, _)| *each == byte);
    other.map_or(char::from(byte), |(_, letter)| *letter)
}

/// `encoding="…"` of the XML declaration.
fn own_name(body: &[u8]) -> Option<String> {
    let begin = &body[..body.len().min(300)];
    let begin: String = begin.iter().copied().map(char::from).collect();
    let (declaration, _) = begin.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, after) = declaration.split_once("encoding")?;
    let quoted = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = quoted
        .chars()
        .next()
        .filter(|each| matches!(each, '"' | '\''))?;
    let (name, _) = quoted[1..].split_once(quote)?;
    Some(name.trim().to_lowercase())
}

/// `charset=…` of a content type.
fn charset(content_type: &str) -> Option<String> {
    let lower = content_type.to_lowercase();
    let (_, after) = lower.split_once("charset=")?;
    let name = after.split(';').next()?.trim().trim_matches(['"', '\'']);
    Some(name.to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_read_in_the_encoding_it_is_written_in() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><t>\xd6rebro \x96 \x80</t>";
        assert!(decode(latin, "").unwrap().contains("Örebro – €"));
        let nine = b"<?xml version='1.0' encoding=\"iso-8859-15\"?>\xa4\xe5";
        assert!(decode(nine, "").unwrap().ends_with("€å"));
        assert_eq!(
            decode(b"<t>\xe5</t>", "text/xml; charset=\"ISO-8859-1\"; x=1").unwrap(),
            "<t>å</t>"
        );
        let own = "<?xml version='1.0' encoding='utf-8'?><t>å</t>";
        assert_eq!(
            decode(own.as_bytes(), "text/xml; charset=iso-8859-1").unwrap(),
            own
        );
        assert_eq!(
            decode("\u{feff}<t>å</t>".as_bytes(), "").unwrap(),
            "<t>å</t>"
        );
        let little: Vec<u8> = "<t>å</t>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&little, "").unwrap(), "<t>å</t>");
        let big = "\u{feff}<t>å</t>".encode_utf16().flat_map(u16::to_be_bytes);
        assert_eq!(decode(&big.collect::<Vec<u8>>(), "").unwrap(), "<t>å</t>");
    }

    #[test]
    fn what_is_not_text_is_told_and_never_guessed() {
        for body in [
            &b"<t>\xff\xfe\xe5</t>"[..],
            b"<t>\xe5</t>",
            b"\xff\xfe<\0t",
            b"\xff\xfe\0\xd8",
            b"<?xml version='1.0' encoding='utf-7'?><t/>",
            b"<?xml version='1.0' encoding='ebcdic-cp-se'?><t/>",
        ] {
            assert_eq!(decode(body, ""), Err(Outcome::Unreadable), "{body:?}");
        }
    }
}
