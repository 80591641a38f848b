//! Who may read figures in, and the pages that show them.

use super::{FIGURES, UPLOAD, fixture, nothing_yet, read_in, send, waiting};
use crate::world::World;

#[tokio::test]
async fn a_lansansvarig_reads_in_her_own_lan_alone() {
    let world = World::new().await;
    nothing_yet(&world).await;
    let anna = world.sign_in("Anna Lind").await;
    let url = waiting(
        &anna,
        "varsel_lan_EXEMPEL.csv",
        &fixture("varsel_lan_EXEMPEL.csv"),
    )
    .await;
    let preview = anna.get(&url).await;
    assert!(
        preview.has("Du kan läsa in siffror för Västerbotten och Norrbotten.")
            && preview.has("Filen har också siffror för Riket"),
        "{}",
        preview.html
    );
    let mistake = preview.html.split("Det här ändras").next().unwrap_or("");
    assert!(mistake.contains("<button class=\"button is-primary\">Läs bara in mina län</button>"));
    let forced = anna
        .post(&url, &[("version", "220/0/0/0/0"), ("once", "x")])
        .await;
    assert!(forced.status == 422, "{}", forced.status);
    assert_eq!(world.count(FIGURES).await, 0);
    assert!(
        anna.get(&format!("{url}?bara=mina"))
            .await
            .has("Läs in 20 siffror")
    );
    let done = read_in(&anna, &url, "?bara=mina").await;
    assert_eq!(done.status, 303, "{}", done.html);
    let receipt = done.headers["set-cookie"].to_str().unwrap_or("");
    assert!(
        receipt.contains("besked=20+siffror"),
        "as the preview counted them: {receipt}"
    );
    assert_eq!(world.count(FIGURES).await, 20);
    assert_eq!(
        world
            .count("select count(*) from figures where county not in ('24', '25')")
            .await,
        0
    );
    for name in ["Elsa Norling", "Karim Nasser", "Lotta Grön"] {
        let other = world.sign_in(name).await;
        assert_eq!(other.get(UPLOAD).await.status, 403, "{name}");
        assert_eq!(send(&other, "a.csv", b"a;b").await.status, 403, "{name}");
        assert!(!other.get("/statistik").await.has("las-in"), "{name}");
    }
}

#[tokio::test]
async fn an_indicator_is_listed_shown_changed_and_downloaded() {
    let world = World::new().await;
    let (chef, lotta) = (
        world.sign_in("Ingela Strand").await,
        world.sign_in("Lotta Grön").await,
    );
    let list = lotta.get("/statistik").await;
    for said in [
        "Varslade personer",
        "Nya företag",
        "Öppen arbetslöshet",
        "Påhittade siffror",
        "3 indikatorer",
    ] {
        assert!(list.has(said), "{said}");
    }
    assert!(lotta.get("/statistik?q=foretag").await.has("1 indikator"));
    assert!(
        lotta
            .get("/statistik?slag=kolada")
            .await
            .has("Inga träffar.")
    );
    let csv =
        String::from_utf8(lotta.bytes("/statistik?format=csv&sortera=-namn").await).expect("text");
    assert!(
        csv.lines()
            .nth(1)
            .is_some_and(|line| line.contains("Öppen arbetslöshet")),
        "{csv}"
    );
    let page = lotta.get("/statistik/1").await;
    assert!(
        page.has("okt 2026")
            && page.has("Norrbotten")
            && page.has("Riket")
            && page.has("class=\"chart\""),
        "{}",
        page.html
    );
    assert!(!page.has("/statistik/1/andra"));
    let one = lotta.get("/statistik/1?lan=norrbotten&ar=2025").await;
    assert!(one.has("dec 2025") && !one.has(">Uppsala</a>"));
    let file = String::from_utf8(lotta.bytes("/statistik/1?format=csv&lan=norrbotten").await)
        .expect("text");
    assert_eq!(file.lines().count(), 37, "{file}");
    assert!(
        lotta.get("/statistik/999").await.status == 404
            && lotta.get("/statistik/x").await.status < 500
    );
    let form = chef.get("/statistik/1/andra").await;
    let version = form.field("version");
    let fields = |name: &'static str| {
        vec![
            ("name", name),
            ("unit", "personer"),
            ("source", "Egen källa"),
            ("additive", "ja"),
            ("position", "1"),
            ("version", version.as_str()),
        ]
    };
    assert_eq!(
        chef.post("/statistik/1/andra", &fields("")).await.status,
        422
    );
    assert_eq!(
        chef.post("/statistik/1/andra", &fields("Varslade"))
            .await
            .status,
        303
    );
    assert_eq!(
        chef.post("/statistik/1/andra", &fields("Andra"))
            .await
            .status,
        409
    );
    assert!(lotta.get("/statistik/1").await.has("Egen källa"));
    assert!(
        !lotta.get("/lan/norrbotten").await.has("Varslade"),
        "it is not shown on the pages of the län"
    );
}

#[tokio::test]
async fn what_is_downloaded_can_be_read_in_again() {
    let world = World::new().await;
    let chef = world.sign_in("Ingela Strand").await;
    let file = chef.bytes("/statistik/3?format=xlsx").await;
    let url = waiting(&chef, "statistik.xlsx", &file).await;
    let preview = chef.get(&url).await;
    assert!(preview.has("inget är ändrat"), "{}", preview.html);
    let csv = chef.bytes("/statistik/3?format=csv").await;
    let url = waiting(&chef, "statistik.csv", &csv).await;
    assert!(chef.get(&url).await.has("inget är ändrat"));
}

#[tokio::test]
async fn a_lan_tells_its_figures_with_a_chart_and_a_table() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    for path in ["/lan/norrbotten", "/lan/norrbotten/statistik"] {
        let page = anna.get(path).await;
        for said in [
            "Varslade personer",
            "de senaste tolv månaderna",
            "Källa: Påhittade siffror",
            "Riket: ",
            "Visa siffrorna",
            "<polyline",
        ] {
            assert!(page.has(said), "{path}: {said}");
        }
        assert!(!page.has(" style="));
    }
    nothing_yet(&world).await;
    assert!(
        anna.get("/lan/norrbotten/statistik")
            .await
            .has("Inga siffror för länet ännu.")
    );
    assert_eq!(
        anna.get("/lan/25/statistik").await.location,
        "/lan/norrbotten/statistik"
    );
}

#[tokio::test]
async fn a_file_waits_for_a_day_and_no_more_than_five_do() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    for number in 0..7 {
        waiting(&anna, &format!("fil {number}.csv"), b"Varsel\n2026;1").await;
    }
    let page = anna.get(UPLOAD).await;
    assert!(page.has("fil 6.csv") && page.has("fil 2.csv") && !page.has("fil 1.csv"));
    let url = waiting(&anna, "sist.csv", b"Varsel\n2026;1").await;
    world.advance(jiff::SignedDuration::from_hours(25));
    let anna = world.sign_in("Anna Lind").await;
    assert_eq!(anna.get(&url).await.status, 404);
}

#[tokio::test]
async fn a_figure_from_kolada_is_named_by_the_one_who_reads_it_in() {
    let world = World::new().await;
    nothing_yet(&world).await;
    let chef = world.sign_in("Ingela Strand").await;
    let name = "kolada_v3_EXEMPEL.json";
    let url = waiting(&chef, name, &fixture(name)).await;
    let preview = chef.get(&url).await;
    assert!(preview.has("Vad heter nyckeltalet?") && preview.has("bara koden N00000"));
    assert!(
        !preview.has("value=\"ja\" checked"),
        "nobody has said that it is a sum"
    );
    let fields = |namn| {
        [
            ("namn", namn),
            ("enhet", "procent"),
            ("kalla", "Kolada"),
            ("indikator", "ny"),
            ("ark", "0"),
            ("for_ark", "0"),
            ("version", "1/0/0/0/0"),
            ("once", "x"),
        ]
    };
    let nameless = chef.post(&url, &fields(" ")).await;
    assert!(nameless.status == 422 && nameless.has("Skriv vad nyckeltalet N00000 heter."));
    assert!(nameless.has("value=\"procent\""), "what was typed is kept");
    assert_eq!(world.count(FIGURES).await, 0);
    let done = chef.post(&url, &fields("Unga utan arbete")).await;
    assert_eq!(done.status, 303, "{}", done.html);
    let page = chef.get(&done.location).await;
    assert!(page.has("Unga utan arbete</h1>"));
    let of_lan = chef.get(&format!("{}?lan=norrbotten", done.location)).await;
    assert!(
        of_lan.has("6,1 <small>procent, 2024</small>") && !of_lan.has("<polyline"),
        "a single figure is told, not drawn: {}",
        of_lan.html
    );
    let card = chef.get("/lan/norrbotten/statistik").await;
    assert!(card.has("6,1 <small>") && !card.has("<polyline"));
}
