//! Lists as files: what is shown is what comes, in its order, and nothing in it runs.

use crate::arrange::action;
use crate::world::{Browser, World};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// The first link of each row, page after page.
async fn shown(browser: &Browser, list: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for number in 1..=20 {
        let joint = if list.contains('?') { '&' } else { '?' };
        let page = browser.get(&format!("{list}{joint}sida={number}")).await;
        assert_eq!(page.status, 200, "{list}");
        let table = page.html.split("<tbody").skip(1).collect::<String>();
        let found = rows.len();
        for row in table.split("<tr><th scope=\"row\">").skip(1) {
            let text = row.split('>').nth(1).unwrap_or_default();
            rows.push(plain(text.split('<').next().unwrap_or_default()));
        }
        if rows.len() - found < 50 {
            break;
        }
    }
    rows
}

fn plain(html: &str) -> String {
    let pairs = [
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#38;", "&"),
        ("&#39;", "'"),
        ("&#60;", "<"),
    ];
    pairs
        .iter()
        .fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}

async fn file(browser: &Browser, list: &str, format: &str) -> Vec<u8> {
    let joint = if list.contains('?') { '&' } else { '?' };
    let request = browser
        .request(
            reqwest::Method::GET,
            &format!("{list}{joint}format={format}"),
        )
        .header("cookie", browser.cookie().unwrap_or_default());
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 200, "{list} as {format}");
    let disposition = answer.headers()["content-disposition"]
        .to_str()
        .expect("ascii");
    assert!(
        disposition.starts_with("attachment"),
        "{list}: {disposition}"
    );
    assert!(
        disposition.contains(&format!(".{format}")),
        "{list}: {disposition}"
    );
    answer.bytes().await.expect("a file").to_vec()
}

async fn csv(browser: &Browser, list: &str) -> Vec<Vec<String>> {
    let bytes = file(browser, list, "csv").await;
    let text = std::str::from_utf8(&bytes).expect("UTF-8");
    let text = text.strip_prefix('\u{feff}').expect("a mark for Excel");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

async fn sheet(browser: &Browser, list: &str) -> Vec<Vec<Data>> {
    let bytes = file(browser, list, "xlsx").await;
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    range.rows().map(<[Data]>::to_vec).collect()
}

fn first(rows: &[Vec<String>]) -> Vec<String> {
    rows.iter().skip(1).map(|row| row[0].clone()).collect()
}

#[tokio::test]
async fn the_file_has_the_rows_of_the_list_in_its_order() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa Norling").await;
    for list in [
        "/insatser",
        "/insatser?status=alla&sortera=-titel",
        "/insatser?sena=ja&team=norr&sortera=lan",
        "/insatser?q=kompetens&status=alla",
        "/dialoger",
        "/dialoger?ar=2026&team=sodra&sortera=-datum",
        "/dialoger?nar=hallna",
        "/lan",
        "/lan?team=mellan&sortera=-insatser",
        "/lan/norrbotten/insatser",
        "/oversikt",
        "/oversikt?sortera=-beredskap&visa=insatser",
    ] {
        let (shown, rows) = (shown(&elsa, list).await, csv(&elsa, list).await);
        assert!(!shown.is_empty(), "{list} shows nothing");
        assert_eq!(first(&rows), shown, "{list}");
        let sheet = sheet(&elsa, list).await;
        let names: Vec<_> = sheet.iter().skip(1).map(|row| row[0].to_string()).collect();
        assert_eq!(names, shown, "{list} in Excel");
    }
}

#[tokio::test]
async fn more_rows_than_a_page_all_come() {
    let world = World::quiet().await;
    for number in 0..60 {
        let title = format!("Insats {number:02}");
        action(&world, &title, &["25"], "county/25", "2026-12-01").await;
    }
    let anna = world.sign_in("Anna Lind").await;
    let rows = csv(&anna, "/insatser").await;
    assert_eq!(rows.len(), 61);
    assert_eq!(first(&rows), shown(&anna, "/insatser").await);
    let link = "href=\"?lan=norrbotten&amp;format=csv\"";
    let page = anna.get("/insatser?lan=norrbotten").await;
    assert!(page.has(link) || page.has("href=\"?lan=norrbotten&#38;format=csv\""));
}

#[tokio::test]
async fn dates_are_dates_and_what_looks_like_a_formula_is_text() {
    let world = World::quiet().await;
    let titles = [
        "=HYPERLINK(\"http://x.example\")",
        "Överlåtelse på Åland: ä, ö",
    ];
    for title in titles {
        action(&world, title, &["25", "24"], "county/25", "2026-11-05").await;
    }
    let anna = world.sign_in("Anna Lind").await;
    let rows = csv(&anna, "/insatser").await;
    assert_eq!(rows[0][2], "Klart senast");
    assert_eq!(rows[1][0], format!("'{}", titles[0]));
    assert_eq!(rows[2][0], titles[1]);
    assert_eq!(rows[2][2], "2026-11-05");
    assert_eq!(
        (&*rows[2][3], &*rows[2][5]),
        ("18", "Norrbotten, Västerbotten")
    );
    let sheet = sheet(&anna, "/insatser").await;
    assert_eq!(sheet[2][0], Data::String(titles[1].into()));
    let Data::DateTime(due_on) = sheet[2][2] else {
        panic!("{:?} is no date", sheet[2][2]);
    };
    assert_eq!(due_on.to_ymd_hms_milli(), (2026, 11, 5, 0, 0, 0, 0));
    assert!(matches!(sheet[2][3], Data::Float(18.0) | Data::Int(18)));
}

#[tokio::test]
async fn every_list_has_its_files() {
    let world = World::new().await;
    let astrid = world.sign_in("Astrid Vik").await;
    let round = world.count("select coalesce(max(id), 0) from rounds").await;
    let mut lists: Vec<(String, &str)> = [
        ("/oversikt/team", "Mått"),
        ("/team/norr", "Vecka"),
        ("/organisation", "Funktion"),
        ("/organisation?visa=obesatta", "Funktion"),
        ("/dialoger/omgangar", "Omgång"),
        ("/dialoger/arshjul", "Vecka"),
        ("/admin/konton", "Namn"),
        ("/admin/lan", "Kod"),
        ("/admin/milstolpar", "Dagar"),
        ("/admin/kalender", "Datum"),
        ("/admin/avdelningar", "Namn"),
        ("/admin/enheter", "Avdelning"),
        ("/admin/team", "Namn"),
        ("/admin/rua", "Län"),
        ("/admin/sakfragor", "Avdelning och enhet"),
    ]
    .map(|(list, head)| (list.to_owned(), head))
    .to_vec();
    if round > 0 {
        lists.push((format!("/dialoger/omgangar/{round}"), "Län"));
    }
    for (list, head) in lists {
        let (rows, sheet) = (csv(&astrid, &list).await, sheet(&astrid, &list).await);
        assert_eq!(rows[0][0], head, "{list}");
        assert_eq!(rows.len(), sheet.len(), "{list}");
        assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{list}");
        let page = astrid.get(&list).await;
        assert!(
            page.has("Ladda ner CSV") || rows.len() == 1,
            "{list} has no link to its file"
        );
    }
    assert_eq!(csv(&astrid, "/organisation").await.len(), 37);
    assert_eq!(csv(&astrid, "/admin/lan").await.len(), 22);
    assert_eq!(csv(&astrid, "/dialoger/arshjul?ar=2026").await.len(), 54);
    assert_eq!(csv(&astrid, "/dialoger/arshjul?ar=2027").await.len(), 53);
}

#[tokio::test]
async fn a_file_is_closed_to_those_its_page_is_closed_to() {
    let world = World::new().await;
    let peter = world.sign_in("Peter Blad").await;
    for list in [
        "/admin/konton",
        "/admin/lan",
        "/admin/rua",
        "/admin/milstolpar",
        "/admin/kalender",
    ] {
        assert_eq!(
            peter.get(&format!("{list}?format=csv")).await.status,
            403,
            "{list}"
        );
    }
    let visitor = world.visitor().get("/insatser?format=xlsx").await;
    assert_eq!((visitor.status, visitor.has("Insats")), (303, false));
}
