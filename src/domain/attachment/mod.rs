//! Bilagor: which files are kept, told by their content, and what they are called.

mod zip;

use crate::codes;
use jiff::Timestamp;

/// The largest file, in bytes.
pub const LARGEST: usize = 10 * 1024 * 1024;
/// A brief has no more attachments than this.
pub const MOST: usize = 20;
const LONGEST_NAME: usize = 120;

codes! {
    /// As text also the ending of the file's name.
    Kind {
        Pdf = "pdf", "PDF";
        Docx = "docx", "Word";
        Xlsx = "xlsx", "Excel";
        Pptx = "pptx", "PowerPoint";
        Odt = "odt", "OpenDocument-text";
        Ods = "ods", "OpenDocument-kalkylark";
        Odp = "odp", "OpenDocument-presentation";
        Png = "png", "PNG-bild";
        Jpeg = "jpeg", "JPEG-bild";
    }
}

impl Kind {
    pub fn content_type(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Kind::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Kind::Odt => "application/vnd.oasis.opendocument.text",
            Kind::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Kind::Odp => "application/vnd.oasis.opendocument.presentation",
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
        }
    }

    /// By the ending of a file's name.
    fn of_name(name: &str) -> Option<Kind> {
        let (stem, ending) = name.rsplit_once('.')?;
        let ending = ending.to_lowercase();
        let ending = if ending == "jpg" { "jpeg" } else { &ending };
        (!stem.is_empty()).then(|| ending.parse().ok()).flatten()
    }

    /// By what is in the file.
    fn of_content(content: &[u8]) -> Option<Kind> {
        const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
        match content {
            _ if content.starts_with(b"%PDF-") => Some(Kind::Pdf),
            _ if content.starts_with(PNG) => Some(Kind::Png),
            _ if content.starts_with(b"\xff\xd8\xff") => Some(Kind::Jpeg),
            _ if content.starts_with(b"PK\x03\x04") => zip::office_kind(content),
            _ => None,
        }
    }
}

const KINDS: &str =
    "Filen behöver vara PDF, Word, Excel, PowerPoint, OpenDocument, PNG eller JPEG.";

/// A file's kind and the name it is kept under, or what is wrong with it.
pub fn accept(name: &str, content: &[u8]) -> Result<(Kind, String), &'static str> {
    if content.is_empty() {
        return Err("Filen är tom. Välj en fil med innehåll.");
    }
    if content.len() > LARGEST {
        return Err(TOO_LARGE);
    }
    let kind = Kind::of_content(content).ok_or(KINDS)?;
    let named = clean_name(name);
    match Kind::of_name(&named) {
        Some(by_name) if by_name == kind => Ok((kind, named)),
        _ => Err(
            "Filens namn och innehåll stämmer inte överens. Spara om filen i rätt format och försök igen.",
        ),
    }
}

pub const TOO_LARGE: &str = "Filen är större än 10 MB. Korta den eller dela upp den.";

/// Without the path some browsers send, without what a file system or a header could misread.
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = |each: &char| {
        !each.is_control()
            && !matches!(each, '"' | '<' | '>' | ':' | '|' | '?' | '*' | '%' | ';')
            && !matches!(*each, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let clean: String = last.chars().filter(kept).collect();
    let clean = clean.trim_matches([' ', '.']);
    match clean.rsplit_once('.') {
        Some((stem, ending)) => {
            let stem: String = stem.chars().take(LONGEST_NAME).collect();
            format!("{}.{ending}", stem.trim_end())
        }
        None => clean.chars().take(LONGEST_NAME).collect(),
    }
}

/// A file that belongs to a brief, without its content.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub id: i64,
    pub brief_id: i64,
    pub name: String,
    pub kind: Kind,
    pub bytes: i64,
    pub sha256: String,
    pub added_at: Timestamp,
    pub added_by: String,
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    const PDF: &[u8] = b"%PDF-1.4\n%%EOF";

    #[test]
    fn a_name_is_kept_without_what_could_be_misread() {
        let rows = [
            ("Läget i länet.pdf", "Läget i länet.pdf"),
            ("C:\\hemligt\\rapport.PDF", "rapport.PDF"),
            ("../../etc/x.pdf", "x.pdf"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
            ("\u{202e}fdp.pdf", "fdp.pdf"),
            ("..a\"b;c.pdf", "abc.pdf"),
        ];
        for (name, expected) in rows {
            assert_eq!(accept(name, PDF), Ok((Kind::Pdf, expected.to_owned())));
        }
        let long = format!("{}.pdf", "å".repeat(500));
        let (_, kept) = accept(&long, PDF).expect("accepted");
        assert_eq!(kept.chars().count(), LONGEST_NAME + 4);
    }

    #[test]
    fn the_content_decides_and_the_name_must_agree() {
        let png = b"\x89PNG\r\n\x1a\n rest";
        let jpeg = b"\xff\xd8\xff\xe0";
        let rows: [(&str, &[u8], bool); 12] = [
            ("a.pdf", PDF, true),
            ("a.png", png, true),
            ("a.jpg", jpeg, true),
            ("a.jpeg", jpeg, true),
            ("a.png", jpeg, false),
            ("a.pdf", b"<html><script>", false),
            ("a.pdf", b" %PDF-1.4", false),
            ("a.svg", b"<svg onload='x'>", false),
            ("a.pdf", b"", false),
            (".pdf", PDF, false),
            ("pdf", PDF, false),
            ("a.pdf.exe", PDF, false),
        ];
        for (name, content, accepted) in rows {
            assert_eq!(accept(name, content).is_ok(), accepted, "{name}");
        }
    }
}
