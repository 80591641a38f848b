//! Which Office format a zip file holds, told by its table of contents. Nothing in it is unpacked.

use super::Kind;

/// Limits on what a file says of itself: entries, and what they would be together when unpacked.
const MOST_ENTRIES: usize = 5_000;
const MOST_UNPACKED: u64 = 200 * 1024 * 1024;

const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
const END_LENGTH: usize = 22;
const ENTRY_LENGTH: usize = 46;

/// The kind, when the file is one whole zip of that kind: nothing before it or after it, no macros.
pub fn office_kind(file: &[u8]) -> Option<Kind> {
    let names = names(file)?;
    let has = |name: &str| names.contains(&name);
    if names.iter().any(|name| is_suspicious(name)) {
        return None;
    }
    if has("[Content_Types].xml") {
        let parts = [
            ("word/document.xml", Kind::Docx),
            ("xl/workbook.xml", Kind::Xlsx),
            ("ppt/presentation.xml", Kind::Pptx),
        ];
        let mut found = parts.iter().filter(|(part, _)| has(part));
        return match (found.next(), found.next()) {
            (Some((_, kind)), None) => Some(*kind),
            _ => None,
        };
    }
    has("content.xml").then(|| open_document(file)).flatten()
}

/// Macros, and names that would lead out of a folder.
fn is_suspicious(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.ends_with("vbaproject.bin")
        || lower.starts_with("basic/")
        || lower.starts_with("scripts/")
        || lower.starts_with('/')
        || lower.contains('\\')
        || lower.split('/').any(|part| part == "..")
}

/// OpenDocument says what it is in its first entry, which is not packed.
fn open_document(file: &[u8]) -> Option<Kind> {
    let name_length = number(file, 26, 2)? as usize;
    let extra = number(file, 28, 2)? as usize;
    let stored = number(file, 8, 2)? == 0;
    let name = file.get(30..30 + name_length)?;
    let start = 30 + name_length + extra;
    let length = number(file, 18, 4)? as usize;
    let said = file.get(start..start.checked_add(length)?)?;
    if !stored || name != b"mimetype" {
        return None;
    }
    [Kind::Odt, Kind::Ods, Kind::Odp]
        .into_iter()
        .find(|kind| kind.content_type().as_bytes() == said)
}

/// The names in the table of contents; none when the table is not what it should be.
fn names(file: &[u8]) -> Option<Vec<&str>> {
    let end = end_of_contents(file)?;
    let count = number(file, end + 10, 2)? as usize;
    let size = number(file, end + 12, 4)? as usize;
    let start = number(file, end + 16, 4)? as usize;
    if count == 0 || count > MOST_ENTRIES || start.checked_add(size)? != end {
        return None;
    }
    let (mut at, mut unpacked, mut names) = (start, 0_u64, Vec::with_capacity(count));
    for _ in 0..count {
        if file.get(at..at + 4)? != ENTRY {
            return None;
        }
        unpacked = unpacked.checked_add(number(file, at + 24, 4)?)?;
        let length = number(file, at + 28, 2)? as usize;
        let more = number(file, at + 30, 2)? as usize + number(file, at + 32, 2)? as usize;
        let name = file.get(at + ENTRY_LENGTH..at + ENTRY_LENGTH + length)?;
        names.push(std::str::from_utf8(name).ok()?);
        at += ENTRY_LENGTH + length + more;
    }
    (at == end && unpacked <= MOST_UNPACKED).then_some(names)
}

/// Where the end of the table of contents begins, when it and its comment end the file.
fn end_of_contents(file: &[u8]) -> Option<usize> {
    let last = file.len().checked_sub(END_LENGTH)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    (first..=last).rev().find(|at| {
        file[*at..].starts_with(END)
            && number(file, at + 20, 2)
                .is_some_and(|comment| at + END_LENGTH + comment as usize == file.len())
    })
}

/// A number as zip writes it, the smallest byte first.
fn number(file: &[u8], at: usize, bytes: usize) -> Option<u64> {
    let part = file.get(at..at.checked_add(bytes)?)?;
    Some(
        part.iter()
            .rev()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zip of stored entries, which say of themselves how large they would be.
    fn zip(entries: &[(&str, &[u8])], unpacked: u32) -> Vec<u8> {
        let (mut file, mut contents) = (Vec::new(), Vec::new());
        for (name, content) in entries {
            let at = (file.len() as u32).to_le_bytes();
            let sizes = [content.len() as u32, unpacked.max(content.len() as u32)];
            let sizes: Vec<u8> = sizes.iter().flat_map(|size| size.to_le_bytes()).collect();
            let length = (name.len() as u16).to_le_bytes();
            file.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
            file.extend(&sizes);
            file.extend(length);
            file.extend([0, 0]);
            file.extend(name.as_bytes());
            file.extend(*content);
            contents.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
            contents.extend(&sizes);
            contents.extend(length);
            contents.extend([0; 12]);
            contents.extend(at);
            contents.extend(name.as_bytes());
        }
        let start = (file.len() as u32).to_le_bytes();
        let count = (entries.len() as u16).to_le_bytes();
        file.extend(&contents);
        file.extend(b"PK\x05\x06\0\0\0\0");
        file.extend(count);
        file.extend(count);
        file.extend((contents.len() as u32).to_le_bytes());
        file.extend(start);
        file.extend([0, 0]);
        file
    }

    const DOCX: [(&str, &[u8]); 2] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", b"<document/>"),
    ];

    #[test]
    fn the_kind_is_told_by_the_table_of_contents() {
        assert_eq!(office_kind(&zip(&DOCX, 0)), Some(Kind::Docx));
        let sheet = [DOCX[0], ("xl/workbook.xml", b"x")];
        assert_eq!(office_kind(&zip(&sheet, 0)), Some(Kind::Xlsx));
        let text = Kind::Odt.content_type().as_bytes();
        let open: [(&str, &[u8]); 2] = [("mimetype", text), ("content.xml", b"x")];
        assert_eq!(office_kind(&zip(&open, 0)), Some(Kind::Odt));
        assert_eq!(office_kind(&zip(&[open[1], open[0]], 0)), None);
    }

    #[test]
    fn bombs_macros_and_files_within_files_are_refused() {
        assert_eq!(office_kind(&zip(&DOCX, 150 * 1024 * 1024)), None, "bomb");
        let macros = [DOCX[0], DOCX[1], ("word/vbaProject.bin", b"x")];
        assert_eq!(office_kind(&zip(&macros, 0)), None, "macros");
        let both = [DOCX[0], DOCX[1], ("xl/workbook.xml", b"x")];
        assert_eq!(office_kind(&zip(&both, 0)), None, "two kinds");
        let outside = [DOCX[0], DOCX[1], ("../x", b"x")];
        assert_eq!(office_kind(&zip(&outside, 0)), None, "outside");
        let plain: [(&str, &[u8]); 1] = [("index.html", b"<script>")];
        assert_eq!(office_kind(&zip(&plain, 0)), None, "any zip");
        let after = [zip(&DOCX, 0), b"<script>alert(1)</script>".to_vec()].concat();
        assert_eq!(office_kind(&after), None, "something after");
        let before = [b"PK\x03\x04<html>".to_vec(), zip(&DOCX, 0)].concat();
        assert_eq!(office_kind(&before), None, "something before");
        let whole = zip(&DOCX, 0);
        for length in 0..whole.len() {
            assert_eq!(office_kind(&whole[..length]), None, "cut at {length}");
        }
    }
}
