//! Locking: what is locked stays as it was, by every route; opening makes the next edition.

use super::held::{Held, held, lock, participant, review_url, send, sql};
use crate::arrange::{connection, dialogue};
use crate::packs::word;
use crate::world::{Browser, World};

const OPEN: &str = "select count(*) from milestones where key = 'minutes' and state = 'open'";

#[tokio::test]
async fn locking_asks_by_name_about_those_who_have_not_answered() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let karim = world.sign_in("Karim").await;
    let Held { id, url, .. } = held(&world, true).await;
    let (his, hers) = (
        participant(&world, "Karim Nasser").await,
        participant(&world, "Anna Lind").await,
    );
    send(&elsa, &url, &[&his, &hers], "").await;
    let review = review_url(&world, &url, "Karim Nasser").await;
    let comment = [
        ("answer", "comment"),
        ("comment", "Inte så"),
        ("version", "1"),
    ];
    karim.post(&review, &comment).await;
    let path = format!("{url}/klara");
    let page = elsa.get(&path).await;
    assert!(page.has("Anna Lind har inte svarat"));
    assert!(page.has("Synpunkten från Karim Nasser är inte omhändertagen"));
    let (digest, version) = (page.field("digest"), page.field("version"));
    let fields = [("digest", digest.as_str()), ("version", version.as_str())];
    let asked = elsa.post(&path, &fields).await;
    assert!(asked.status == 422 && asked.has("Bekräfta att minnesanteckningarna ska låsas"));
    assert_eq!(world.count(OPEN).await, 1);
    let locked = elsa
        .post(&path, &[&fields[..], &[("anda", "ja")]].concat())
        .await;
    assert_eq!(
        (locked.status, locked.location.as_str()),
        (303, url.as_str())
    );
    assert_eq!(
        world.count(OPEN).await,
        0,
        "the milestone is ticked by the work itself"
    );
    let page = elsa.get(&url).await;
    assert!(page.has("MA 1</strong>") && page.has("Låst 23 november 2026 av Elsa Norling"));
    let dialogue = elsa.get(&format!("/dialoger/{id}")).await;
    assert!(dialogue.has("MA 1, låsta 23 november 2026.") && dialogue.has("Text att skicka"));
    assert!(
        word(&elsa, &format!("{url}/word"))
            .await
            .contains("MA 1. Låst 23 november 2026 av Elsa Norling")
    );
    assert!(
        elsa.get(&format!("/dialoger/{id}/historik"))
            .await
            .has("låste minnesanteckningarna")
    );
}

#[tokio::test]
async fn what_has_changed_since_the_page_was_read_is_not_locked_unread() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { id, url, .. } = held(&world, true).await;
    let path = format!("{url}/klara");
    let page = elsa.get(&path).await;
    let (digest, version) = (page.field("digest"), page.field("version"));
    sql(
        &world,
        format!(
            "update outcomes set text = 'Något annat' where dialogue_id = {id} and token = 'a'"
        ),
    )
    .await;
    let fields = [("digest", digest.as_str()), ("version", version.as_str())];
    let refused = elsa.post(&path, &fields).await;
    assert!(refused.status == 422 && refused.has("har ändrats sedan du öppnade sidan"));
    assert_eq!(
        world.count("select count(*) from minutes_editions").await,
        0
    );
    assert_eq!(
        elsa.post(&path, &[("version", version.as_str())])
            .await
            .status,
        422
    );
}

/// Everything of the locked minutes that can be read or leave the house.
async fn all(browser: &Browser, url: &str) -> Vec<String> {
    let letter = browser.get(&format!("{url}/text")).await.html;
    let begins = letter.find("<textarea").expect("the letter");
    let ends = letter.find("</textarea>").expect("the letter");
    let document = |html: String| {
        let begins = html.find("id=\"inledning\"").expect("the document");
        let ends = html[begins..]
            .find("id=\"utgavor\"")
            .map_or(html.len(), |at| begins + at);
        html[begins..ends].to_owned()
    };
    vec![
        document(browser.get(url).await.html),
        document(browser.get(&format!("{url}?version=delad")).await.html),
        word(browser, &format!("{url}/word")).await,
        word(browser, &format!("{url}/word?version=delad")).await,
        letter[begins..ends].to_owned(),
    ]
}

#[tokio::test]
async fn locked_minutes_cannot_be_changed_by_any_route() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let karim = world.sign_in("Karim").await;
    let Held { id, url, items } = held(&world, true).await;
    let his = participant(&world, "Karim Nasser").await;
    send(&elsa, &url, &[&his], "Åke Utifrån").await;
    assert_eq!(lock(&elsa, &url).await.status, 303);
    let before = all(&elsa, &url).await;

    // Their own routes refuse, and give back what was written.
    let version = world.count("select version from minutes").await.to_string();
    let text = format!("text_{}", items[0]);
    let fields = [
        ("introduction", "Nya ord"),
        (text.as_str(), "Andra ord"),
        ("version", version.as_str()),
    ];
    let refused = elsa.post(&format!("{url}/skriv"), &fields).await;
    assert!(refused.status == 409 && refused.has("Nya ord") && refused.has("Andra ord"));
    assert!(refused.has("De är låsta"));
    let his = review_url(&world, &url, "Karim Nasser").await;
    let akes = review_url(&world, &url, "Åke Utifrån").await;
    for (browser, path) in [
        (&karim, his.clone()),
        (&elsa, akes.clone()),
        (&elsa, format!("{his}/ordnad")),
        (&elsa, format!("{akes}/borttagen")),
        (&elsa, format!("{url}/justering")),
        (&elsa, format!("{url}/justering/atertagen")),
        (&elsa, format!("{url}/klara")),
    ] {
        let fields = [
            ("answer", "ok"),
            ("settled", "Gjort"),
            ("others", "Ny"),
            ("version", "1"),
        ];
        assert_eq!(browser.post(&path, &fields).await.status, 409, "{path}");
    }

    // What they were built from may change; what is locked does not.
    let dialogue = format!("/dialoger/{id}");
    let karin = participant(&world, "Karin Exempel").await;
    let came = [("attended", "no"), ("version", "1")];
    let answer = elsa
        .post(&format!("{dialogue}/medverkande/{karin}/deltog"), &came)
        .await;
    assert!(answer.status == 303 || answer.status == 409);
    let notes = [("notes", "Nya anteckningar"), ("version", "1")];
    elsa.post(&format!("{dialogue}/anteckningar"), &notes).await;
    let point = [
        ("title", "En annan rubrik"),
        ("minutes", "10"),
        ("version", "1"),
    ];
    elsa.post(&format!("{dialogue}/dagordning/{}", items[0]), &point)
        .await;
    sql(
        &world,
        format!(
            "update outcomes set text = 'Ändrat utfall', shareable = 1 where dialogue_id = {id};
             update agenda_items set title = 'Ändrad punkt' where dialogue_id = {id};
             update participants set name = 'Ändrat namn', attended = 'no' where dialogue_id = {id};
             update actions set title = 'Ändrad insats', shareable = 1 where dialogue_id = {id};
             update handovers set question = 'Ändrad fråga', shareable = 1 where dialogue_id = {id};
             update dialogues set notes = 'Ändrade anteckningar', place = 'Kiruna' where id = {id};
             update counties set short_name = 'Ändrat län' where code = '25'"
        ),
    )
    .await;
    for (then, now) in before.iter().zip(all(&elsa, &url).await) {
        // The front of the page and the file name today's län; the document does not.
        let now = now.replace("Ändrat län", "Norrbotten");
        assert_eq!(*then, now);
    }
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_what_is_locked() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { url, .. } = held(&world, true).await;
    lock(&elsa, &url).await;
    for sql in [
        "update minutes_editions set content = '{}'",
        "update minutes_editions set locked_by = null",
        "delete from minutes_editions",
    ] {
        let mut conn = connection(&world).await;
        let refused = sqlx::query(sql).execute(&mut conn).await.expect_err(sql);
        assert!(
            refused
                .to_string()
                .contains("locked minutes are kept as they are")
        );
    }
}

#[tokio::test]
async fn opening_needs_a_reason_and_makes_the_next_edition_of_the_same_number() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { id, url, .. } = held(&world, true).await;
    lock(&elsa, &url).await;
    let path = format!("{url}/oppnade");
    let version = elsa.get(&path).await.field("version");
    let empty = elsa
        .post(&path, &[("reason", " "), ("version", &version)])
        .await;
    assert!(empty.status == 422 && empty.has("Skriv varför"));
    let stale = elsa
        .post(&path, &[("reason", "Fel datum"), ("version", "0")])
        .await;
    assert!(stale.status == 409 && stale.has("Fel datum"));
    let opened = elsa
        .post(&path, &[("reason", "Fel datum"), ("version", &version)])
        .await;
    assert_eq!(opened.status, 303);
    assert_eq!(world.count(OPEN).await, 1, "the milestone is open again");
    sql(
        &world,
        format!("update outcomes set text = 'Rättat' where dialogue_id = {id} and token = 'a'"),
    )
    .await;
    let page = elsa.get(&url).await;
    assert!(page.has("Rättat") && page.has("Fel datum") && page.has("Utkast</span>"));
    let old = elsa.get(&format!("{url}?utgava=1")).await;
    assert!(
        old.has("INNE information") && !old.has("Rättat") && old.has("Det här är en äldre utgåva.")
    );
    assert!(!old.has("/skriv\"") && old.has("word?utgava=1"));
    assert_eq!(lock(&elsa, &url).await.status, 303);
    let page = elsa.get(&url).await;
    assert!(page.has("MA 1, utgåva 2</strong>") && page.has("Rättat"));
    assert!(
        elsa.get(&format!("{url}?utgava=1&version=delad"))
            .await
            .has("INNE information")
    );
    assert!(
        word(&elsa, &format!("{url}/word?utgava=1"))
            .await
            .contains("INNE information")
    );
    assert_eq!(world.count(OPEN).await, 0);
    let history = elsa.get(&format!("/dialoger/{id}/historik")).await;
    assert!(history.has("öppnade minnesanteckningarna igen") && history.has("Fel datum"));
}

#[tokio::test]
async fn minutes_of_a_closed_dialogue_can_be_corrected_without_opening_the_dialogue() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { id, url, .. } = held(&world, true).await;
    lock(&elsa, &url).await;
    sql(
        &world,
        format!("update dialogues set phase = 'closed' where id = {id}"),
    )
    .await;
    let path = format!("{url}/oppnade");
    let version = elsa.get(&path).await.field("version");
    let opened = elsa
        .post(&path, &[("reason", "Fel datum"), ("version", &version)])
        .await;
    assert_eq!(opened.status, 303);
    assert_eq!(
        world.count(OPEN).await,
        0,
        "a closed dialogue has no open milestone"
    );
    assert_eq!(lock(&elsa, &url).await.status, 303);
    assert_eq!(world.count("select edition from minutes").await, 2);
}

#[tokio::test]
async fn numbers_run_on_and_of_two_who_lock_one_wins() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let sara = world.sign_in("Sara").await;
    let Held { url, .. } = held(&world, true).await;
    let path = format!("{url}/klara");
    let page = elsa.get(&path).await;
    let (digest, version) = (page.field("digest"), page.field("version"));
    let fields = [("digest", digest.as_str()), ("version", version.as_str())];
    let (one, two) = tokio::join!(elsa.post(&path, &fields), sara.post(&path, &fields));
    let mut answers = [one.status, two.status];
    answers.sort_unstable();
    assert_eq!(answers, [303, 409]);
    assert_eq!(
        world.count("select count(*) from minutes_editions").await,
        1
    );
    let next = dialogue(&world, "24", "2026-11-10", "following_up").await;
    let next = format!("/dialoger/{next}/minnesanteckningar");
    assert_eq!(lock(&elsa, &next).await.status, 303);
    assert!(elsa.get(&next).await.has("MA 2</strong>"));
}
