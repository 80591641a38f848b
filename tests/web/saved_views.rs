//! Saved views: a filter under a name, for oneself or the team, and nobody else's to remove.

use crate::world::{Browser, World};

async fn save(browser: &Browser, list: &str, query: &str, name: &str, team: &str) -> (u16, String) {
    let fields = [
        ("list", list),
        ("query", query),
        ("name", name),
        ("team", team),
    ];
    let answer = browser.post("/vyer/ny", &fields).await;
    (
        answer.status,
        if answer.status == 303 {
            answer.location
        } else {
            answer.html
        },
    )
}

#[tokio::test]
async fn a_filter_is_saved_shown_above_its_list_and_removed() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa Norling").await;
    let list = elsa
        .get("/insatser?team=norr&sena=ja&sortera=lan&sida=1")
        .await;
    assert!(list.has("/vyer/ny?lista=insatser"));
    let form = elsa
        .get("/vyer/ny?lista=insatser&fraga=team%3Dnorr%26sena%3Dja%26sida%3D7%26x%3Dy")
        .await;
    assert_eq!(form.status, 200);
    let query = plain(&form.field("query"));
    assert_eq!(query, "team=norr&sena=ja");
    let (status, location) = save(&elsa, "insatser", &query, "Sena i Norr", "").await;
    assert_eq!((status, &*location), (303, "/insatser?team=norr&sena=ja"));
    assert_eq!(world.events("view_saved").await, 1);
    let list = elsa.get("/insatser").await;
    assert!(list.has("Sena i Norr") && !list.has("Spara vyn"));
    assert!(!elsa.get("/dialoger").await.has("Sena i Norr"));
    assert!(
        elsa.get("/insatser?team=norr&sena=ja")
            .await
            .has("aria-current=\"page\">Sena i Norr")
    );
    let other = world.sign_in("Jonas Ekdahl").await;
    assert!(!other.get("/insatser").await.has("Sena i Norr"));
    assert_eq!(other.get("/vyer/1/borttagen").await.status, 404);
    assert_eq!(other.post("/vyer/1/borttagen", &[]).await.status, 404);
    assert!(
        elsa.get("/vyer/1/borttagen")
            .await
            .has("Ta bort vyn Sena i Norr?")
    );
    assert_eq!(elsa.post("/vyer/1/borttagen", &[]).await.location, "/vyer");
    assert_eq!(world.count("select count(*) from saved_views").await, 0);
}

fn plain(html: &str) -> String {
    html.replace("&#38;", "&").replace("&amp;", "&")
}

#[tokio::test]
async fn a_view_is_shared_with_a_team_by_those_who_work_in_it() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    let (status, html) = save(&anna, "dialoger", "ar=2026", "Årets dialoger", "sodra").await;
    assert_eq!(status, 422);
    assert!(html.contains("team där du har en funktion") && html.contains("Årets dialoger"));
    assert_eq!(
        save(&anna, "dialoger", "ar=2026", "Årets dialoger", "norr")
            .await
            .0,
        303
    );
    for (name, sees) in [
        ("Elsa", true),
        ("Karim", true),
        ("Ingela", true),
        ("Jonas", false),
        ("Peter", false),
    ] {
        let browser = world.sign_in(name).await;
        assert_eq!(
            browser.get("/dialoger").await.has("Årets dialoger"),
            sees,
            "{name}"
        );
        let expected = if name == "Ingela" { 200 } else { 404 };
        assert_eq!(
            browser.get("/vyer/1/borttagen").await.status,
            expected,
            "{name}"
        );
    }
    let peter = world.sign_in("Peter").await;
    assert_eq!(
        save(&peter, "dialoger", "ar=2026", "Min", "norr").await.0,
        422
    );
    let chef = world.sign_in("Ingela").await;
    assert_eq!(
        save(&chef, "oversikt", "visa=team", "Karta", "sodra")
            .await
            .0,
        303
    );
    assert!(
        world
            .sign_in("Jonas")
            .await
            .get("/oversikt")
            .await
            .has("Karta")
    );
}

#[tokio::test]
async fn mistakes_are_told_and_nothing_is_saved_twice() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa Norling").await;
    assert_eq!(save(&elsa, "insatser", "sena=ja", " ", "").await.0, 422);
    assert_eq!(save(&elsa, "konton", "sena=ja", "Namn", "").await.0, 400);
    assert_eq!(
        save(&elsa, "insatser", "sena=ja", &"x".repeat(61), "")
            .await
            .0,
        422
    );
    assert_eq!(save(&elsa, "insatser", "sena=ja", "Sena", "").await.0, 303);
    let (status, html) = save(&elsa, "insatser", "lan=25", "Sena", "").await;
    assert_eq!(status, 422);
    assert!(html.contains("redan en vy med det namnet"));
    assert_eq!(save(&elsa, "dialoger", "lan=25", "Sena", "").await.0, 303);
    let form = elsa.get("/vyer/ny?lista=insatser&fraga=lan%3D25").await;
    let once = form.field("once");
    for _ in 0..2 {
        let fields = [
            ("list", "insatser"),
            ("query", "lan=25"),
            ("name", "Två tryck"),
            ("once", &*once),
        ];
        assert_eq!(elsa.post("/vyer/ny", &fields).await.status, 303);
    }
    assert_eq!(world.count("select count(*) from saved_views").await, 3);
    let odd = save(
        &elsa,
        "insatser",
        "q=%22%3E%3Cscript%3E&q=%FF",
        "\"><script>",
        "",
    )
    .await;
    assert_eq!(odd.0, 303);
    assert!(!elsa.get("/insatser").await.has("\"><script>"));
}
