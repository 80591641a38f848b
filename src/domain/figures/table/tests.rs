//! The same figures in every layout, and every mistake with its row.

use super::*;
use crate::domain::figures::areas::tests::areas;

fn grid(text: &str) -> Grid {
    let mut grid = Grid::named("prov");
    for (number, line) in (1..).zip(text.lines()) {
        let cells = line.split(';').map(Cell::text).collect();
        grid.push(number, cells).expect("within the limits");
    }
    grid
}

fn reading(text: &str, year: Option<i16>) -> Reading {
    let (grid, areas, about) = (grid(text), areas(), About::layoffs());
    let layout = Layout::find(&grid, &areas).expect(text);
    let frame = Frame {
        areas: &areas,
        year,
        about: Some(&about),
        known: &[("n1".into(), "Nya företag".into())],
    };
    read(&grid, &layout, frame)
}

fn told(reading: &Reading) -> Vec<String> {
    let figures = reading.series.iter().flat_map(|series| &series.figures);
    figures
        .map(|each| {
            format!(
                "{} {} {:?}",
                each.county,
                each.period,
                each.value.unwrap_or(-1.0)
            )
        })
        .collect()
}

#[test]
fn the_same_figures_are_read_in_each_layout() {
    let expected = [
        "25 2026-01 75.0",
        "25 2026-02 0.0",
        "03 2026-01 85.0",
        "03 2026-02 -1.0",
    ];
    let rows = [
        (
            "Varsel 2026\n\nMånad;Norrbottens län;Uppsala\n2026-01;75;85\n2026-02;0;..\n;;\nKälla: påhittad",
            None,
        ),
        (
            "Region;Jan;Feb\nNorrbottens;75;0\nUppsala län;85;",
            Some(2026),
        ),
        (
            "lanskod;period;varde\n25;2026-01;75\n25;2026-02;0\n03;2026-01;85\n03;2026-02;",
            None,
        ),
        (
            "Region;2026M01;2026M02\n25 Norrbottens län;75;0\n03 Uppsala län;85;..",
            None,
        ),
    ];
    for (text, year) in rows {
        let reading = reading(text, year);
        let (mut got, mut wanted) = (told(&reading), expected.to_vec());
        got.sort();
        wanted.sort();
        assert_eq!(
            (got, reading.errors),
            (wanted.iter().map(|each| each.to_string()).collect(), vec![]),
            "{text}"
        );
    }
}

#[test]
fn every_mistake_is_told_with_its_row() {
    let rows = [
        (
            "lanskod;period;varde\n25;2026;1\n26;2026;1",
            "Rad 3: länskod 26 finns inte.",
        ),
        (
            "lanskod;period;varde\n25;2026;1\nMars;2026;1",
            "Rad 3: länet ”Mars” finns inte.",
        ),
        (
            "lanskod;period;varde\n25;2026-13;1",
            "Rad 2: perioden ”2026-13” går inte att läsa. Skriv 2026, 2026-10 eller 2026K3.",
        ),
        (
            "lanskod;period;varde\n25;2026;många",
            "Rad 2: ”många” är inget tal.",
        ),
        (
            "lanskod;period;varde\n25;2026;1\n0025;2026;2",
            "Rad 3: Norrbotten 2026 står också på rad 2.",
        ),
        ("lanskod;period;varde\n;2026;1", "Rad 2: länet saknas."),
        (
            "lanskod;period;varde;indikator\n25;2026;1;",
            "Rad 2: indikatorn saknas.",
        ),
        (
            "Månad;Uppsala;Norrbotten\n2026-01;1;2\n2026-02;1;x",
            "Rad 3: Norrbotten: ”x” är inget tal.",
        ),
        (
            "Region;Jan;Feb\nUppsala;1;2",
            "Rad 1: rubrikerna är månader utan år. Skriv vilket år siffrorna gäller.",
        ),
        (
            "lanskod;period;varde",
            "Filen har inga siffror för något län.",
        ),
    ];
    for (text, said) in rows {
        let errors: Vec<String> = reading(text, None)
            .errors
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(errors, [said], "{text}");
    }
}

#[test]
fn a_table_may_name_its_indicators() {
    let text = "lanskod;period;indikator;varde;enhet;kalla\n25;2026K3;nya företag;12,5;per 1000;påhittad\n25;2026K3;Ålder;41;år;";
    let reading = reading(text, None);
    let abouts: Vec<_> = reading
        .series
        .iter()
        .map(|each| (each.about.code.as_str(), each.about.unit.as_str()))
        .collect();
    assert_eq!(
        abouts,
        [("n1", "per 1000"), ("alder", "år")],
        "one that is known keeps its code"
    );
}

#[test]
fn sums_and_titles_are_skipped_and_listed() {
    let reading = reading(
        "Månad;Uppsala;Norrbotten\n2026-01;1;2\nTotalt;1;2\nKälla;;",
        None,
    );
    let skipped: Vec<String> = reading.skipped.iter().map(ToString::to_string).collect();
    assert_eq!(
        skipped,
        [
            "Rad 3: ”Totalt” är en summa.",
            "Rad 4: ”Källa” är ingen siffra."
        ]
    );
}
