//! Every fixture is read, and every way to break or overload a file ends in a sentence.

use super::*;
use crate::domain::figures::{Areas, LAYOFFS, NATION};
use crate::domain::places::County;
use crate::domain::spelling::slug;
use std::collections::HashMap;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

const NAMES: &str = "01 Stockholms,03 Uppsala,04 Södermanlands,05 Östergötlands,06 Jönköpings,07 Kronobergs,08 Kalmar,09 Gotlands,10 Blekinge,12 Skåne,13 Hallands,14 Västra Götalands,17 Värmlands,18 Örebro,19 Västmanlands,20 Dalarnas,21 Gävleborgs,22 Västernorrlands,23 Jämtlands,24 Västerbottens,25 Norrbottens";

fn areas() -> Areas {
    let county = |text: &str| {
        let (code, name) = text.split_once(' ').expect("code and name");
        County {
            code: code.into(),
            slug: slug(name),
            name: format!("{name} län"),
            short_name: name.into(),
            letters: String::new(),
            seat_town: String::new(),
            programme_area: String::new(),
            aliases: String::new(),
            team_id: 1,
            team_name: String::new(),
            team_slug: String::new(),
            version: 1,
        }
    };
    Areas::of(&NAMES.split(',').map(county).collect::<Vec<_>>())
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/fixtures/{name}")).expect(name)
}

fn understood(content: &[u8], file_name: &str, choices: &Choices) -> Result<Understood, Refusal> {
    let decoded = decode(content)?;
    let setting = Setting {
        areas: &areas(),
        known: &[],
        remembered: &HashMap::new(),
        file_name,
    };
    Ok(understand(&decoded, choices, &setting))
}

fn read(name: &str, year: Option<i16>) -> Understood {
    let choices = Choices {
        year,
        ..Choices::default()
    };
    let all = understood(&fixture(name), name, &choices).expect(name);
    assert!(
        all.reading.errors.is_empty(),
        "{name}: {:?}",
        all.reading.errors
    );
    all
}

fn value(all: &Understood, county: &str, period: &str) -> Option<f64> {
    let figures = &all.reading.series[0].figures;
    let found = figures
        .iter()
        .find(|each| each.county == county && each.period.to_string() == period);
    found.and_then(|each| each.value)
}

#[test]
fn varsel_are_read_in_both_orientations_from_csv_and_excel() {
    let files = [
        ("varsel_lan_EXEMPEL.csv", None),
        ("varsel_lan_EXEMPEL.xlsx", None),
        ("varsel_regionfakta_EXEMPEL.csv", Some(2026)),
    ];
    for (name, year) in files {
        let all = read(name, year);
        assert_eq!(all.reading.series[0].about.code, LAYOFFS, "{name}");
        assert_eq!(
            all.reading.count(),
            220,
            "{name}: 21 län and Riket in ten months"
        );
        assert_eq!(value(&all, "25", "2026-10"), Some(138.0), "{name}");
        assert_eq!(
            value(&all, "06", "2026-03"),
            Some(0.0),
            "{name}: zero is a figure"
        );
        assert_eq!(value(&all, NATION, "2026-01"), Some(1_210.0), "{name}");
        assert_eq!(value(&all, "25", "2026-11"), None, "{name}");
    }
    let without = understood(
        &fixture("varsel_regionfakta_EXEMPEL.csv"),
        "fil.csv",
        &Choices::default(),
    );
    let without = without.expect("read");
    assert!(without.asks_year && without.reading.errors[0].text.contains("utan år"));
}

#[test]
fn json_from_scb_and_kolada_is_read() {
    let scb = read("jsonstat2_EXEMPEL.json", None);
    let about = &scb.reading.series[0].about;
    assert_eq!(
        (
            about.name.as_str(),
            about.unit.as_str(),
            about.source.as_str()
        ),
        ("Folkmängd", "antal", "SCB")
    );
    assert_eq!(about.code, "tab0000-ex0101a1");
    assert_eq!(value(&scb, "25", "2024"), Some(248_500.0));
    assert_eq!(
        (value(&scb, "25", "2025"), value(&scb, NATION, "2025")),
        (None, Some(10_590_000.0))
    );
    let kolada = read("kolada_v3_EXEMPEL.json", None);
    assert_eq!(
        (value(&kolada, "25", "2024"), value(&kolada, NATION, "2024")),
        (Some(6.1), None)
    );
    assert_eq!(kolada.reading.series[0].about.code, "n00000");
}

#[test]
fn the_older_json_stat_and_an_object_of_values_are_read() {
    let older = r#"{"dataset":{"label":"Prov","dimension":{"id":["region","tid"],"size":[1,2],"role":{"geo":["region"],"time":["tid"]},
        "region":{"category":{"index":{"25":0},"label":{"25":"25 Norrbottens län"}}},
        "tid":{"category":{"index":["2024","2025"]}}},"value":{"0":1.5},"status":{"1":"-"}}}"#;
    let all = understood(older.as_bytes(), "prov.json", &Choices::default()).expect("read");
    assert_eq!(
        (value(&all, "25", "2024"), value(&all, "25", "2025")),
        (Some(1.5), Some(0.0)),
        "- is a zero"
    );
}

#[test]
fn a_kind_of_file_is_read_as_last_time() {
    let content = "Kod;När;Hur många\n25;2026-01;7\n".as_bytes();
    let first = understood(content, "a.csv", &Choices::default()).expect("read");
    assert!(!first.reading.errors.is_empty(), "its headings say nothing");
    let choices = Choices {
        county: Some(0),
        period: Some(1),
        value: Some(2),
        code: Choices::NEW.into(),
        name: "Prov".into(),
        ..Choices::default()
    };
    let second = understood(content, "a.csv", &choices).expect("read");
    assert_eq!(value(&second, "25", "2026-01"), Some(7.0));
    let about = second.reading.series[0].about.clone();
    let remembered = Remembered {
        layout: second.layout.expect("a table"),
        code: about.code.clone(),
    };
    let setting = Setting {
        areas: &areas(),
        known: &[about],
        remembered: &HashMap::from([(second.fingerprint, remembered)]),
        file_name: "b.csv",
    };
    let next = decode("Kod;När;Hur många\n25;2026-02;8\n".as_bytes()).expect("a table");
    let third = understand(&next, &Choices::default(), &setting);
    assert!(third.is_remembered && third.reading.errors.is_empty());
    assert_eq!(value(&third, "25", "2026-02"), Some(8.0));
}

/// A zip of deflated entries.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut made = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        let options = ::zip::write::SimpleFileOptions::default()
            .compression_method(::zip::CompressionMethod::Deflated);
        made.start_file(*name, options).expect("entry");
        made.write_all(content).expect("content");
    }
    made.finish().expect("zip").into_inner()
}

/// The fixture's workbook with another first sheet.
fn workbook(sheet: &[u8]) -> Vec<u8> {
    let mut archive =
        ::zip::ZipArchive::new(Cursor::new(fixture("varsel_lan_EXEMPEL.xlsx"))).expect("zip");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("part");
        let name = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        std::io::copy(&mut part, &mut content).expect("content");
        let content = if name.ends_with("sheet1.xml") {
            sheet.to_vec()
        } else {
            content
        };
        parts.push((name, content));
    }
    zip(&parts
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect::<Vec<_>>())
}

fn sheet(rows: &str) -> Vec<u8> {
    format!("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

fn refused(content: &[u8]) -> String {
    let started = Instant::now();
    let said = match decode(content) {
        Ok(_) => String::new(),
        Err(said) => said,
    };
    assert!(started.elapsed() < Duration::from_secs(10), "slow: {said}");
    said
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let bomb = vec![b' '; 300 * 1024 * 1024];
    let packed = workbook(&bomb);
    drop(bomb);
    assert!(packed.len() < LARGEST_FILE, "{} bytes", packed.len());
    assert!(refused(&packed).contains("för stor när den packas upp"));
    // The same with a size that lies.
    let mut lying = packed.clone();
    let places: Vec<usize> = (0..lying.len() - 4)
        .filter(|at| &lying[*at..*at + 4] == b"PK\x01\x02")
        .collect();
    for at in places {
        lying[at + 24..at + 28].copy_from_slice(&1000_u32.to_le_bytes());
    }
    assert!(!refused(&lying).is_empty());
    let strings = workbook(&vec![b'<'; 17 * 1024 * 1024]);
    assert!(refused(&strings).contains("för stor"));
    let many: Vec<(String, Vec<u8>)> = (0..5_000)
        .map(|number| (format!("xl/{number}"), Vec::new()))
        .collect();
    let many = zip(&many
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect::<Vec<_>>());
    assert!(refused(&many).contains("för stor"));
}

#[test]
fn other_documents_and_broken_ones_are_told() {
    let rows: [(&[u8], &str); 11] = [
        (b"", "Filen är tom"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "äldre Excel-fil (.xls)"),
        (b"%PDF-1.4\n", "går inte att läsa som statistik"),
        (b"\x89PNG\r\n\x1a\n\0", "går inte att läsa som statistik"),
        (b"<!doctype html><title>x</title>", "webbsida"),
        (b"PK\x03\x04", "skadad"),
        (b"{", "JSON-filen går inte att läsa"),
        (b"{}", "JSON-filen går inte att läsa"),
        (b"[1,2]", "JSON-filen går inte att läsa"),
        (b"\n\n;;\n", "inga rader"),
        (b"{\"id\":[\"a\"],\"size\":[18446744073709551615],\"dimension\":{\"a\":{}},\"value\":[]}", "JSON-filen går inte att läsa"),
    ];
    for (content, said) in rows {
        let got = refused(content);
        assert!(
            got.contains(said),
            "{}: {got}",
            String::from_utf8_lossy(content)
        );
    }
    let open = zip(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", b"x"),
    ]);
    assert!(refused(&open).contains("annat slags dokument"));
    assert!(refused(&vec![b'a'; LARGEST_FILE + 1]).contains("större än 5 MB"));
    let nested = "[".repeat(200_000);
    assert!(refused(nested.as_bytes()).contains("JSON"));
}

#[test]
fn a_table_that_is_too_wide_or_too_long_is_told() {
    let wide = vec!["1"; 10_000].join(";");
    assert!(
        refused(wide.as_bytes())
            .contains("10000 kolumner. En tabell med siffror får ha högst 300.")
    );
    let long = "25;2026;1\n".repeat(25_000);
    assert!(refused(long.as_bytes()).contains("20 000 rader"));
    let cells = (0..9_000)
        .map(|_| vec!["1"; 250].join(";"))
        .collect::<Vec<_>>()
        .join("\n");
    assert!(refused(cells.as_bytes()).contains("500 000 celler"));
    let far = workbook(&sheet("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>"));
    let all = decode(&far).map(|_| ());
    assert!(all.is_ok(), "another sheet of it can be read");
    let low = workbook(&sheet(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>",
    ));
    assert!(decode(&low).is_ok(), "far apart, and yet two rows");
}

#[test]
fn excel_mistakes_and_dates_are_no_figures() {
    let text =
        |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let rows = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}<c r=\"B2\" t=\"e\"><v>#N/A</v></c></row><row r=\"3\">{}<c r=\"B3\"><f>1+1</f><v>2</v></c></row>",
        text("A1", "Varsel"),
        text("B1", "Uppsala"),
        text("A2", "2026-01"),
        text("A3", "2026-02")
    );
    let all =
        understood(&workbook(&sheet(&rows)), "varsel.xlsx", &Choices::default()).expect("read");
    let errors: Vec<String> = all.reading.errors.iter().map(ToString::to_string).collect();
    assert_eq!(errors, ["Rad 2: Uppsala: ”#FEL” är inget tal."]);
    assert_eq!(
        value(&all, "03", "2026-02"),
        Some(2.0),
        "what Excel counted last"
    );
}

#[test]
fn entities_and_a_million_strings_do_not_grow() {
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&b;</t></is></c></row></sheetData></worksheet>";
    let _ = decode(&workbook(entities.as_bytes()));
    let empty = "<si/>".repeat(1_500_000);
    let strings = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/sharedStrings.xml", empty.as_bytes()),
    ]);
    assert!(refused(&strings).contains("för stor"));
}

#[test]
fn no_mutilated_file_makes_a_panic() {
    let names = [
        "varsel_lan_EXEMPEL.csv",
        "varsel_lan_EXEMPEL.xlsx",
        "varsel_regionfakta_EXEMPEL.csv",
        "jsonstat2_EXEMPEL.json",
        "kolada_v3_EXEMPEL.json",
    ];
    let mut seed = 20_261_123_u64;
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % below.max(1)
    };
    let areas = areas();
    for name in names {
        let whole = fixture(name);
        for number in 0..150 {
            let mut broken = whole.clone();
            match number % 3 {
                0 => broken.truncate(random(whole.len())),
                1 => (0..1 + random(8)).for_each(|_| {
                    let at = random(broken.len());
                    broken[at] = u8::try_from(random(256)).unwrap_or(0);
                }),
                _ => {
                    let (from, to) = (random(broken.len()), random(broken.len()));
                    let piece = broken[from.min(to)..from.max(to)].to_vec();
                    let at = random(broken.len());
                    broken.splice(at..at, piece);
                }
            }
            let Ok(decoded) = decode(&broken) else {
                continue;
            };
            let setting = Setting {
                areas: &areas,
                known: &[],
                remembered: &HashMap::new(),
                file_name: name,
            };
            for year in [None, Some(2026)] {
                let choices = Choices {
                    year,
                    county: Some(0),
                    period: Some(random(5)),
                    ..Choices::default()
                };
                understand(&decoded, &choices, &setting);
            }
        }
    }
}
