//! Statistik: files that are read in, what they would change, who may, and the charts of a län.

mod pages;

use crate::world::{Browser, Page, World};

const UPLOAD: &str = "/statistik/las-in";

fn body(name: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--grans\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    [head.as_bytes(), content, "\r\n--grans--\r\n".as_bytes()].concat()
}

async fn send(browser: &Browser, name: &str, content: &[u8]) -> Page {
    let request = browser.request(reqwest::Method::POST, UPLOAD);
    let from_here = request.header("sec-fetch-site", "same-origin");
    let typed = from_here.header("content-type", "multipart/form-data; boundary=grans");
    browser.send(typed.body(body(name, content))).await
}

/// Sends a file and gives the address of its preview.
async fn waiting(browser: &Browser, name: &str, content: &[u8]) -> String {
    let page = send(browser, name, content).await;
    assert_eq!(page.status, 303, "{name}: {}", page.html);
    page.location
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/fixtures/{name}")).expect(name)
}

/// Reads in what a preview shows, as its form would.
async fn read_in(browser: &Browser, url: &str, query: &str) -> Page {
    let preview = browser.get(&format!("{url}{query}")).await;
    assert_eq!(preview.status, 200, "{}", preview.html);
    let names = [
        "ark",
        "for_ark",
        "form",
        "rubrik",
        "lan",
        "period",
        "varde",
        "indikatorkolumn",
        "ar",
        "indikator",
        "namn",
        "enhet",
        "kalla",
        "summerar",
        "fel",
        "bara",
        "version",
        "once",
    ];
    // The form that reads in comes before the one that chooses.
    let form = preview
        .html
        .split("method=\"post\" action=\"/statistik/las-in/")
        .nth(1)
        .unwrap_or_default();
    let field = |name: &str| {
        let marker = format!("name=\"{name}\" value=\"");
        let rest = form.split_once(&marker).map_or("", |(_, rest)| rest);
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    let fields: Vec<(&str, String)> = names.into_iter().map(|name| (name, field(name))).collect();
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let url = url.split('?').next().unwrap_or(url);
    browser.post(url, &fields).await
}

const FIGURES: &str = "select count(*) from figures where value is not null";

async fn nothing_yet(world: &World) {
    world
        .arrange("delete from figures; delete from figure_imports; delete from indicators; delete from figure_uploads;")
        .await;
}

#[tokio::test]
async fn each_fixture_is_previewed_and_read_in() {
    let world = World::new().await;
    nothing_yet(&world).await;
    let chef = world.sign_in("Ingela Strand").await;
    let files = [
        ("varsel_lan_EXEMPEL.xlsx", "", "Varslade personer", 220),
        ("varsel_lan_EXEMPEL.csv", "", "Varslade personer", 220),
        (
            "varsel_regionfakta_EXEMPEL.csv",
            "?ar=2026",
            "Varslade personer",
            220,
        ),
        ("jsonstat2_EXEMPEL.json", "", "Folkmängd", 228),
        (
            "kolada_v3_EXEMPEL.json",
            "?namn=Resultat&enhet=procent",
            "Resultat",
            229,
        ),
    ];
    for (name, query, indicator, count) in files {
        let before = world.count(FIGURES).await;
        let url = waiting(&chef, name, &fixture(name)).await;
        let preview = chef.get(&format!("{url}{query}")).await;
        assert!(
            preview.has(name) && preview.has(indicator),
            "{name}: {}",
            preview.html
        );
        assert_eq!(
            world.count(FIGURES).await,
            before,
            "{name}: a preview changes nothing"
        );
        let done = read_in(&chef, &url, query).await;
        assert_eq!(done.status, 303, "{name}: {}", done.html);
        assert_eq!(world.count(FIGURES).await, count, "{name}");
        assert!(chef.get(&done.location).await.has(indicator), "{name}");
    }
    let first = "select value = 138 from figures f join indicators i on i.id = indicator_id
                 where code = 'varsel' and county = '25' and period = '2026-10'";
    assert_eq!(world.count(first).await, 1);
    assert_eq!(
        world.count("select count(*) from figure_uploads").await,
        0,
        "a file that is used is gone"
    );
    assert_eq!(world.count("select count(*) from figure_imports").await, 5);
}

#[tokio::test]
async fn reading_in_again_shows_what_becomes_other() {
    let world = World::new().await;
    nothing_yet(&world).await;
    let chef = world.sign_in("Ingela Strand").await;
    let file = |october: &str| {
        format!("Varsel\nMånad;Norrbotten;Uppsala\n2026-09;5;6\n2026-10;{october};7\n")
    };
    let url = waiting(&chef, "varsel.csv", file("8").as_bytes()).await;
    assert_eq!(read_in(&chef, &url, "").await.status, 303);
    let same = waiting(&chef, "varsel.csv", file("8").as_bytes()).await;
    assert!(chef.get(&same).await.has("inget är ändrat"));
    let other = waiting(&chef, "varsel.csv", file("9").as_bytes()).await;
    let preview = chef.get(&other).await;
    assert!(
        preview.has("Siffror som blir andra") && preview.has("Läs in 1 siffra"),
        "{}",
        preview.html
    );
    assert!(preview.has("Läst på samma sätt som förra gången."));
    assert_eq!(read_in(&chef, &other, "").await.status, 303);
    let gone = waiting(&chef, "varsel.csv", file("..").as_bytes()).await;
    assert!(chef.get(&gone).await.has("försvinner"));
    assert_eq!(read_in(&chef, &gone, "").await.status, 303);
    assert_eq!(world.count(FIGURES).await, 3, "missing is not zero");
    let id = world.count("select id from indicators").await;
    let log = chef.get(&format!("/statistik/{id}/historik")).await;
    assert!(
        log.has("läste in siffror: september 2026 till oktober 2026, 1 ändrad siffra, ur filen varsel.csv.")
            && log.has("<summary>Siffror som blev andra</summary>")
            && log.has("<tr><th scope=\"row\">Norrbotten</th><td class=\"fit\">okt 2026</td><td class=\"fit\">8</td><td class=\"fit\">9</td></tr>")
            && !log.has("25 2026-10"),
        "{}",
        log.html
    );
}

#[tokio::test]
async fn a_preview_that_is_no_longer_true_is_shown_again() {
    let world = World::new().await;
    nothing_yet(&world).await;
    let (chef, admin) = (
        world.sign_in("Ingela Strand").await,
        world.sign_in("Astrid Vik").await,
    );
    let file = "Varsel\nMånad;Norrbotten\n2026-09;5\n";
    let url = waiting(&chef, "varsel.csv", file.as_bytes()).await;
    let preview = chef.get(&url).await;
    let theirs = waiting(&admin, "varsel.csv", file.replace(";5", ";6").as_bytes()).await;
    assert_eq!(read_in(&admin, &theirs, "").await.status, 303);
    let fields = [
        ("version", preview.field("version")),
        ("indikator", "varsel".into()),
        ("once", "abc".into()),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let met = chef.post(&url, &fields).await;
    assert_eq!(met.status, 409, "{}", met.html);
    assert!(met.has("Siffrorna har ändrats sedan du granskade filen."));
    assert_eq!(
        chef.get(&theirs).await.status,
        404,
        "another's file is not there"
    );
    assert_eq!(read_in(&chef, &url, "").await.status, 303);
}

#[tokio::test]
async fn a_double_press_reads_in_once() {
    let world = World::new().await;
    nothing_yet(&world).await;
    let chef = world.sign_in("Ingela Strand").await;
    let url = waiting(
        &chef,
        "varsel.csv",
        "Månad;Norrbotten\n2026-09;5\n".as_bytes(),
    )
    .await;
    let preview = chef.get(&url).await;
    let fields = [
        ("version", preview.field("version")),
        ("once", preview.field("once")),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let (one, two) = (
        chef.post(&url, &fields).await,
        chef.post(&url, &fields).await,
    );
    assert_eq!((one.status, two.status), (303, 303));
    assert_eq!(one.location, two.location);
    assert_eq!(world.count("select count(*) from figure_imports").await, 1);
}

#[tokio::test]
async fn mistakes_are_told_row_by_row_and_nothing_is_saved() {
    let world = World::new().await;
    nothing_yet(&world).await;
    let chef = world.sign_in("Ingela Strand").await;
    let file = "lanskod;period;indikator;varde;enhet;kalla\n25;2026;Prov;1;st;Egen\n26;2026;Prov;1;st;Egen\n24;2026-13;Prov;1;st;Egen\n24;2026;Prov;många;st;Egen\n";
    let url = waiting(&chef, "prov.csv", file.as_bytes()).await;
    let preview = chef.get(&url).await;
    for said in [
        "Rad 3: länskod 26 finns inte.",
        "Rad 4: perioden ”2026-13” går inte att läsa.",
        "Rad 5: ”många” är inget tal.",
    ] {
        assert!(preview.has(said), "{said}: {}", preview.html);
    }
    assert!(!preview.has("method=\"post\" action=\"/statistik"));
    let forced = chef.post(&url, &[("version", "1/0/0/0/0")]).await;
    assert_eq!(forced.status, 422);
    assert_eq!(world.count(FIGURES).await, 0);
    let skipping = chef.get(&format!("{url}?fel=hoppa")).await;
    assert!(skipping.has("Läs in 1 siffra") && skipping.has("Rad 3: länskod 26 finns inte."));
    let done = read_in(&chef, &url, "?fel=hoppa").await;
    assert_eq!(done.status, 303);
    assert_eq!(world.count(FIGURES).await, 1);
}

#[tokio::test]
async fn files_that_are_none_come_back_with_a_sentence() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    let before = world.count("select count(*) from figure_uploads").await;
    let wide = vec!["1"; 10_000].join(";");
    let rows: [(&str, &[u8], &str); 6] = [
        ("a.csv", b"", "Filen är tom."),
        ("a.xls", b"\xd0\xcf\x11\xe0", "äldre Excel-fil"),
        ("a.html", b"<html>", "webbsida"),
        ("a.xlsx", b"PK\x03\x04xx", "skadad"),
        ("a.csv", wide.as_bytes(), "får ha högst 300"),
        ("", b"", "Välj en fil"),
    ];
    for (name, content, said) in rows {
        let page = send(&anna, name, content).await;
        assert_eq!(page.status, 422, "{name}");
        assert!(
            page.has(said) && page.has("error-file") && page.has("<title>Fel: "),
            "{said}: {}",
            page.html
        );
    }
    let large = send(&anna, "stor.csv", &vec![b'a'; 6 * 1024 * 1024]).await;
    assert!(
        large.status == 422 && large.has("Filen är större än 5 MB."),
        "{}",
        large.status
    );
    assert_eq!(
        world.count("select count(*) from figure_uploads").await,
        before
    );
}
