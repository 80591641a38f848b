//! Om arbetssättet and its versions; what the agency must tell; the permission table.

use crate::registers::said;
use crate::world::World;

fn fields<'a>(text: &'a str, from: &'a str, version: &'a str) -> [(&'static str, &'a str); 5] {
    [
        ("title", "Om arbetssättet"),
        ("text", text),
        ("owner_id", "26"),
        ("valid_from", from),
        ("version", version),
    ]
}

#[tokio::test]
async fn the_way_of_working_is_read_by_everyone_and_changed_by_an_administrator() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let page = lotta.get("/om").await;
    for expected in [
        "Varför strategiskt regionarbete?</h2>",
        "Vad är strategiskt regionarbete?</h2>",
        "<h3>Uppdragsansvarig</h3>",
        "Innehållsansvarig: Ingela Strand",
        "Version 1, gäller från 1 januari 2018",
    ] {
        assert!(page.has(expected), "{expected}");
    }
    assert!(!page.has("/om/andra"));
    for name in ["Elsa", "Anna", "Karim", "Ingela", "Lotta", "Peter"] {
        let browser = world.sign_in(name).await;
        assert_eq!(browser.get("/om/andra").await.status, 403, "{name}");
        assert_eq!(
            browser
                .post("/om/andra", &fields("Ny", "2026-11-23", "1"))
                .await
                .status,
            403,
            "{name}"
        );
    }
    assert_eq!(
        world.count("select count(*) from content_versions").await,
        1
    );
    assert_eq!(world.visitor().get("/om").await.status, 303);
}

#[tokio::test]
async fn a_new_version_holds_from_its_day_and_the_old_ones_stay() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    assert!(admin.get("/om/andra").await.has("value=\"2026-11-23\""));
    let page = admin
        .post(
            "/om/andra",
            &fields("## Nu\n\n<script>x</script>", "2026-11-23", "1"),
        )
        .await;
    assert_eq!(said(&page), "Version 2 gäller från 23 november 2026.");
    admin
        .post("/om/andra", &fields("## Sedan", "2027-01-01", "2"))
        .await;
    let now = admin.get("/om").await;
    assert!(now.has("Nu</h2>") && !now.has("<script>x") && now.has("Kommande"));
    assert!(
        admin
            .get("/om?version=1")
            .await
            .has("Varför strategiskt regionarbete?")
    );
    assert!(admin.get("/om?version=3").await.has("Sedan</h2>"));
    for number in ["0", "4", "x", "99999999999999999999"] {
        assert_eq!(
            admin.get(&format!("/om?version={number}")).await.status,
            404,
            "{number}"
        );
    }
    assert_eq!(world.events("changed").await, 2);
    assert!(admin.get("/om/historik").await.has("Astrid Vik"));
    let same = admin
        .post("/om/andra", &fields("## Sedan", "2027-02-01", "3"))
        .await;
    assert_eq!(said(&same), "Inget var ändrat.");
}

#[tokio::test]
async fn two_who_change_the_text_see_both() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    admin
        .post("/om/andra", &fields("Den första texten", "2026-11-23", "1"))
        .await;
    let clash = admin
        .post("/om/andra", &fields("Den andra texten", "2026-12-01", "1"))
        .await;
    assert_eq!(clash.status, 409);
    for expected in [
        "Någon annan har ändrat texten medan du skrev.",
        "Den första texten",
        "Den andra texten",
        "value=\"2026-12-01\"",
    ] {
        assert!(clash.has(expected), "{expected}");
    }
    assert_eq!(clash.field("version"), "2");
    assert_eq!(
        world.count("select count(*) from content_versions").await,
        2
    );
}

#[tokio::test]
async fn a_mistake_in_the_text_comes_back_whole() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let page = admin
        .post(
            "/om/andra",
            &[
                ("title", "Rubrik"),
                ("text", " "),
                ("owner_id", "4711"),
                ("valid_from", "2026-11-22"),
                ("version", "1"),
            ],
        )
        .await;
    assert_eq!(page.status, 422);
    for expected in [
        "Skriv en text.",
        "Välj vem som är innehållsansvarig.",
        "Ange ett datum från och med 2026-11-23.",
        "value=\"Rubrik\"",
    ] {
        assert!(page.has(expected), "{expected}");
    }
}

#[tokio::test]
async fn what_must_be_told_is_told_without_logging_in() {
    let world =
        World::with(|config| config.contact_email = "kontakt@myndighet.example".into()).await;
    let visitor = world.visitor();
    let page = visitor.get("/tillganglighet").await;
    for expected in [
        "Tillväxtverket",
        "Regiondialog",
        "delvis förenlig",
        "Innehåll som inte är tillgängligt",
        "Senaste bedömningen gjordes den",
        "Redogörelsen uppdaterades senast den",
        "självskattning",
        "mailto:kontakt@myndighet.example",
        "https://www.digg.se/tdosanmalan",
        "12 §",
        "9 §",
    ] {
        assert!(page.has(expected), "{expected}");
    }
    let page = visitor.get("/personuppgifter").await;
    for expected in [
        "6.1 e",
        "session",
        "besked",
        "kontakt@myndighet.example",
        "30 minuter",
    ] {
        assert!(page.has(expected), "{expected}");
    }
}

#[tokio::test]
async fn the_permission_table_is_shown_to_everyone_logged_in() {
    let world = World::new().await;
    assert_eq!(world.visitor().get("/behorigheter").await.status, 303);
    let page = world.sign_in("Peter").await.get("/behorigheter").await;
    for expected in [
        "Så räknas det",
        "Bemanna funktionerna",
        "det egna teamet",
        "den egna avdelningen",
        "Skriva en omvärldsnotis",
        "alla som är inloggade",
    ] {
        assert!(page.has(expected), "{expected}");
    }
}
