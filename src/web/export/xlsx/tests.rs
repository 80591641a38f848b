//! The workbook, read by another program: dates are dates, numbers are numbers, text is text.

use super::*;
use calamine::{Data, Reader, Xlsx};
use jiff::civil::date;
use std::io::{Cursor, Read};

fn table() -> Table {
    Table {
        title: "Insatser i län".into(),
        columns: vec![
            Column::new("Län", Kind::Text),
            Column::new("Antal", Kind::Number),
            Column::new("Klart senast", Kind::Date),
            Column::new("Ändrad", Kind::DateTime),
        ],
        rows: vec![
            vec![
                "Östergötland åäö ÅÄÖ é 🌲".into(),
                Cell::Number(-12_345),
                date(2026, 12, 3).into(),
                date(2026, 11, 23).at(14, 5, 0, 0).into(),
            ],
            vec!["=1+1".into(), Cell::Empty, Cell::Empty, Cell::Empty],
        ],
    }
}

fn open(table: &Table) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(xlsx(table).expect("a workbook"))).expect("a workbook that opens")
}

fn cell(table: &Table, row: u32, column: u32) -> Data {
    let range = open(table)
        .worksheet_range_at(0)
        .expect("a sheet")
        .expect("cells");
    range
        .get_value((row, column))
        .cloned()
        .unwrap_or(Data::Empty)
}

/// A part of the file as it is stored.
fn part(table: &Table, name: &str) -> String {
    let bytes = xlsx(table).expect("a workbook");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut text = String::new();
    archive
        .by_name(name)
        .expect(name)
        .read_to_string(&mut text)
        .expect("text");
    text
}

fn single(value: impl Into<Cell>) -> Table {
    Table {
        title: "Prov".into(),
        columns: vec![Column::new("Värde", Kind::Text)],
        rows: vec![vec![value.into()]],
    }
}

#[test]
fn dates_are_dates_and_numbers_are_numbers() {
    let table = table();
    assert_eq!(open(&table).sheet_names(), ["Insatser i län"]);
    assert_eq!(cell(&table, 0, 2), Data::String("Klart senast".into()));
    assert_eq!(
        cell(&table, 1, 0),
        Data::String("Östergötland åäö ÅÄÖ é 🌲".into())
    );
    assert_eq!(cell(&table, 1, 1), Data::Float(-12_345.0));
    let Data::DateTime(day) = cell(&table, 1, 2) else {
        panic!("not a date")
    };
    assert_eq!(day.to_ymd_hms_milli(), (2026, 12, 3, 0, 0, 0, 0));
    let Data::DateTime(at) = cell(&table, 1, 3) else {
        panic!("not a time")
    };
    assert_eq!(at.to_ymd_hms_milli(), (2026, 11, 23, 14, 5, 0, 0));
    assert_eq!(cell(&table, 2, 1), Data::Empty);
}

#[test]
fn a_text_is_never_a_formula() {
    for nasty in [
        "=1+1",
        "+1",
        "-1",
        "@x",
        " =1",
        "\t=1",
        "{=1}",
        "https://a.se",
        "mailto:a@b.se",
        "<b>&\"'",
    ] {
        let table = single(nasty);
        assert_eq!(cell(&table, 1, 0), Data::String(nasty.into()), "{nasty:?}");
        let sheet = part(&table, "xl/worksheets/sheet1.xml");
        assert!(
            !sheet.contains("<f>") && !sheet.contains("<hyperlink"),
            "{nasty:?}"
        );
    }
    assert!(part(&single("=1+1"), "xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn the_header_stays_and_filters() {
    let sheet = part(&table(), "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<autoFilter ref=\"A1:D3\"/>"), "{sheet}");
    assert!(
        sheet.contains("<pane ySplit=\"1\" topLeftCell=\"A2\""),
        "{sheet}"
    );
    assert!(part(&table(), "xl/styles.xml").contains("<b/>"));
}

#[test]
fn the_file_names_the_product_and_nothing_of_its_making() {
    let core = part(&table(), "docProps/core.xml");
    assert!(
        core.contains("<dc:creator>Regiondialog</dc:creator>"),
        "{core}"
    );
    assert!(
        core.contains("<dc:title>Insatser i län</dc:title>"),
        "{core}"
    );
    assert!(part(&table(), "docProps/custom.xml").contains("sv-SE"));
    for name in [
        "docProps/core.xml",
        "docProps/app.xml",
        "docProps/custom.xml",
    ] {
        let text = part(&table(), name).to_lowercase();
        assert!(
            !text.contains("rust") && !text.contains(env!("CARGO_PKG_VERSION")),
            "{text}"
        );
    }
}

#[test]
fn no_value_stops_the_file() {
    let long = "å".repeat(40_000);
    let Data::String(kept) = cell(&single(long.as_str()), 1, 0) else {
        panic!("not a text")
    };
    assert_eq!(kept.chars().count(), LONGEST_TEXT);
    assert!(kept.ends_with('…'));
    assert_eq!(
        cell(&single(i64::MAX), 1, 0),
        Data::String(i64::MAX.to_string())
    );
    assert_eq!(
        cell(&single(date(1634, 11, 23)), 1, 0),
        Data::String("1634-11-23".into())
    );
    let odd = single("a\r\n\u{0}\u{b}\u{fffe}b_x0041_");
    assert_eq!(cell(&odd, 1, 0), Data::String("a\nb_x0041_".into()));
    xlsx(&Table::default()).expect("an empty workbook");
}

#[test]
fn any_title_names_a_sheet() {
    for (title, name) in [
        ("Insatser", "Insatser"),
        ("", "Lista"),
        ("'[]:*?/\\'", "Lista"),
        ("History", "Lista"),
        (
            "Insatser i Västra Götalands län och Värmland",
            "Insatser i Västra Götalands län",
        ),
        ("a\r\nb", "ab"),
    ] {
        assert_eq!(sheet_name(title), name);
        xlsx(&Table {
            title: title.into(),
            ..Table::default()
        })
        .expect(title);
    }
}
