//! Sekretessmarkering: who reads what is marked, what others can learn of it, and what is written down.

mod crawl;

use crate::world::{Browser, World};

/// Stands in every text of the brief of Innovation (2, Företag), and nowhere else.
const MARKER: &str = "Nattugglan";

/// The brief's id; its texts hold the marker.
async fn planted(world: &World) -> i64 {
    let id = world
        .count("select id from briefs where issue_area_id = 2")
        .await;
    for sql in [
        "update brief_versions set summary = 'Nattugglan i kort', sources = 'Nattugglan AB', summary_shareable = 1,
             reason = case reason when '' then '' else 'Nattugglan' end where brief_id = (select id from briefs where issue_area_id = 2)",
        "update brief_sections set text = 'Nattugglan ' || position, shareable = 1 where brief_version_id in
             (select v.id from brief_versions v join briefs b on b.id = v.brief_id where b.issue_area_id = 2)",
    ] {
        world.arrange(sql).await;
    }
    id
}

fn marking(id: i64) -> String {
    format!("/sekretess/underlag/{id}")
}

async fn mark(browser: &Browser, id: i64) -> u16 {
    let fields = [
        ("provision", "30 kap. 23 § OSL"),
        ("authority", "Tillväxtverket"),
        ("lapses_on", "2030-12-31"),
        ("version", "0"),
    ];
    browser.post(&marking(id), &fields).await.status
}

/// Every page that tells something of a brief.
fn pages(id: i64) -> Vec<String> {
    let brief = format!("/underlag/{id}");
    let of_brief = ["", "/versioner/1", "/jamfor", "/historik", "/skriv"];
    let of_brief = of_brief.iter().map(|page| format!("{brief}{page}"));
    let others = [
        "/underlag",
        "/underlag?format=csv",
        "/sakfragor",
        "/sakfragor/2",
        "/sakfragor/matris?sakfraga=2",
        "/dialoger/45",
        "/dialoger/45/sakfragor",
        "/dialoger/45/stallningstaganden/2",
        "/dialoger/45/underlag",
        "/dialoger/45/underlag?version=delad",
        "/dialoger/45/underlag?version=nu",
        "/dialoger/45/bedomning",
        "/sekretess",
        "/sekretess?format=csv",
        "/",
    ];
    of_brief.chain(others.map(str::to_owned)).collect()
}

async fn pages_with_marker(browser: &Browser, id: i64) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages(id) {
        if browser.get(&page).await.has(MARKER) {
            found.push(page);
        }
    }
    found
}

#[tokio::test]
async fn of_a_marked_brief_nobody_outside_learns_anything() {
    let world = World::new().await;
    let id = planted(&world).await;
    let (karim, lotta, ingela) = (
        world.sign_in("Karim").await,
        world.sign_in("Lotta").await,
        world.sign_in("Ingela").await,
    );
    let open = pages_with_marker(&lotta, id).await;
    assert!(open.contains(&format!("/underlag/{id}")), "{open:?}");
    assert!(
        open.contains(&"/dialoger/45/underlag?version=nu".to_owned()),
        "{open:?}"
    );
    assert_eq!(mark(&karim, id).await, 303);
    assert_eq!(pages_with_marker(&lotta, id).await, [""; 0]);
    let gone = lotta.get(&format!("/underlag/{id}")).await;
    let never = lotta.get("/underlag/999999").await;
    assert_eq!((gone.status, never.status), (404, 404));
    assert_eq!(lotta.get(&marking(id)).await.status, 404);
    let listed = |page: crate::world::Page| page.has(&format!("href=\"/underlag/{id}\""));
    assert!(!listed(lotta.get("/underlag").await), "not in the list");
    for who in [&karim, &ingela] {
        assert!(listed(who.get("/underlag").await));
        let page = who.get(&format!("/underlag/{id}")).await;
        assert!(page.has(MARKER) && page.has("Handlingen är sekretessmarkerad (30 kap. 23 § OSL, 2026-11-23). Att du öppnar den loggas."));
    }
    let position = karim.get("/dialoger/45/stallningstaganden/2").await;
    assert!(position.has("Ett sekretessmarkerat underlag hör hit och återges inte"));
}

#[tokio::test]
async fn every_opening_of_a_marked_record_is_written_down() {
    let world = World::new().await;
    let id = planted(&world).await;
    let (karim, ingela) = (world.sign_in("Karim").await, world.sign_in("Ingela").await);
    ingela.get(&format!("/underlag/{id}")).await;
    assert_eq!(mark(&karim, id).await, 303);
    assert!(
        karim
            .get(&marking(id))
            .await
            .has("Ingen har öppnat handlingen")
    );
    ingela.get(&format!("/underlag/{id}")).await;
    ingela.get(&format!("/underlag/{id}/versioner/1")).await;
    let log = karim.get(&marking(id)).await;
    assert!(
        log.has("Ingela Strand") && log.has("2 gånger"),
        "{}",
        log.html
    );
}

#[tokio::test]
async fn a_marking_is_changed_by_those_who_may_and_two_who_meet_lose_nothing() {
    let world = World::new().await;
    let id = planted(&world).await;
    let (karim, per) = (world.sign_in("Karim").await, world.sign_in("Per").await);
    assert_eq!(mark(&per, id).await, 403, "of another department");
    assert_eq!(mark(&karim, id).await, 303);
    assert_eq!(mark(&per, id).await, 404, "he cannot see it any more");
    let again = [
        ("provision", "31 kap. 16 § OSL"),
        ("authority", "Tillväxtverket"),
        ("lapses_on", ""),
        ("version", "0"),
    ];
    let met = karim.post(&marking(id), &again).await;
    assert!(met.status == 409 && met.has("31 kap. 16 § OSL"));
    let wrong = [
        ("provision", ""),
        ("authority", "Vi"),
        ("lapses_on", "2050-01-01"),
        ("version", "1"),
    ];
    let wrong = karim.post(&marking(id), &wrong).await;
    assert!(
        wrong.status == 422
            && wrong.has("Skriv vilken bestämmelse")
            && wrong.has("senast 2046-11-23")
    );
}

#[tokio::test]
async fn a_lifted_marking_opens_the_record_and_tells_why_in_its_history() {
    let world = World::new().await;
    let id = planted(&world).await;
    let (karim, lotta) = (world.sign_in("Karim").await, world.sign_in("Lotta").await);
    assert_eq!(mark(&karim, id).await, 303);
    let lift = format!("{}/havd", marking(id));
    let empty = karim.post(&lift, &[("reason", ""), ("version", "1")]).await;
    assert!(empty.status == 422 && empty.has("Skriv varför markeringen hävs."));
    let fields = [("reason", "Uppgifterna är allmänt kända"), ("version", "1")];
    assert_eq!(lotta.post(&lift, &fields).await.status, 404);
    assert_eq!(karim.post(&lift, &fields).await.status, 303);
    assert!(lotta.get(&format!("/underlag/{id}")).await.has(MARKER));
    let log = lotta.get(&format!("/underlag/{id}/historik")).await;
    assert!(log.has("hävde sekretessmarkeringen") && log.has("Uppgifterna är allmänt kända"));
}
