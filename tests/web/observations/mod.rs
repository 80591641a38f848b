//! Omvärldsnotiser: captured in seconds, decided about, used and followed, and kept to the team when marked.

mod digest;
mod used;

use crate::arrange::run;
use crate::world::{Browser, Page, World};

pub async fn capture(browser: &Browser, title: &str, more: &[(&str, &str)]) -> Page {
    let mut fields = vec![("title", title)];
    if !more.iter().any(|(name, _)| *name == "counties") {
        fields.push(("counties", "25"));
    }
    fields.extend(more);
    browser.post("/omvarld/ny", &fields).await
}

pub async fn made(browser: &Browser, title: &str, more: &[(&str, &str)]) -> String {
    let page = capture(browser, title, more).await;
    assert_eq!(page.status, 303, "{}", page.html);
    page.location
}

#[tokio::test]
async fn three_fields_make_a_note_and_her_own_lan_is_chosen_already() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let page = anna.get("/omvarld/ny").await;
    assert!(page.has("Vad har hänt?") && page.has("Bara Team Norr (sekretessmarkering)"));
    assert!(
        page.html.contains("value=\"24\" selected") || page.html.contains("value=\"25\" selected")
    );
    let link = [("url", "https://nyheter.example/hamn")];
    let url = made(&anna, "Hamnen får nytt djup", &link).await;
    let page = anna.get(&url).await;
    assert!(page.has("Hamnen får nytt djup</h1>") && page.has("Norrbotten") && page.has("Signal"));
    assert!(page.html.contains("rel=\"noopener noreferrer nofollow\""));
    let from_county = anna.get("/omvarld/ny?lan=vasterbotten").await;
    assert!(from_county.html.contains("value=\"24\" selected"));
    let lotta = world.sign_in("Lotta Grön").await;
    assert!(!lotta.get("/omvarld/ny").await.has("Vem får läsa?"));
    assert_eq!(
        capture(&lotta, "Även läsare ser saker", &[]).await.status,
        303
    );
}

#[tokio::test]
async fn bad_input_comes_back_whole_with_what_is_wrong() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let meaning = ("meaning", "Det här får inte försvinna");
    for (fields, message) in [
        (vec![("title", "")], "Skriv vad som har hänt."),
        (
            vec![("title", "A"), ("counties", "")],
            "Välj ett län, eller Hela landet.",
        ),
        (
            vec![("title", "A"), ("counties", "99")],
            "Välj län i listan.",
        ),
        (
            vec![
                ("title", "A"),
                ("counties", "25"),
                ("url", "javascript:alert(1)"),
            ],
            "Länken behöver börja med",
        ),
        (
            vec![("title", "A"), ("counties", "25"), ("issue_areas", "999")],
            "Välj sakfrågor i listan.",
        ),
        (
            vec![("title", "A"), ("counties", "25"), ("municipality", "0880")],
            "ligger i Kalmar",
        ),
        (
            vec![
                ("title", "A"),
                ("counties", "25"),
                ("source_on", "2026-12-24"),
            ],
            "Datumet har inte varit ännu",
        ),
        (
            vec![
                ("title", "A"),
                ("counties", "Hela landet"),
                ("counties", "25"),
            ],
            "Välj antingen Hela landet",
        ),
        (
            vec![("title", "A"), ("counties", "21"), ("readers", "team")],
            "Du kan sekretessmarkera notiser i de län",
        ),
    ] {
        let mut fields = fields;
        fields.push(meaning);
        let page = anna.post("/omvarld/ny", &fields).await;
        assert!(
            page.status == 422 && page.has(message),
            "{message}: {}",
            page.html
        );
        assert!(page.has(meaning.1));
    }
    assert_eq!(world.count("select count(*) from observations").await, 0);
    for path in [
        "/omvarld/999",
        "/omvarld/999/andra",
        "/omvarld/999/historik",
        "/omvarld/ny?post=7",
    ] {
        assert_eq!(anna.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_note_that_is_alike_is_shown_before_the_first_save_and_a_double_press_makes_one() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let once = [
        ("once", "a1"),
        ("url", "https://nyheter.example/hamn?utm_source=brev"),
    ];
    let url = made(&anna, "Hamnen får nytt djup i Luleå", &once).await;
    assert_eq!(
        made(&anna, "Hamnen får nytt djup i Luleå", &once).await,
        url
    );
    let same_link = [("url", "http://www.nyheter.example/hamn/")];
    let stopped = capture(&anna, "Något helt annat", &same_link).await;
    assert!(stopped.status == 422 && stopped.has("samma länk") && stopped.has("Något helt annat"));
    let like = capture(&anna, "Hamnen i Luleå får nytt djup nästa år", &[]).await;
    assert!(like.status == 422 && like.has("Det finns redan en notis som liknar den här"));
    assert!(like.has("Spara ändå"));
    let seen = like.field("seen");
    let saved = capture(
        &anna,
        "Hamnen i Luleå får nytt djup nästa år",
        &[("seen", &seen)],
    )
    .await;
    assert_eq!(saved.status, 303);
    let preview = [("preview", "1"), ("url", "https://nyheter.example/hamn")];
    let preview = capture(&anna, "", &preview).await;
    assert!(preview.status == 200 && preview.has("Hamnen får nytt djup i Luleå"));
    assert_eq!(world.count("select count(*) from observations").await, 2);
}

#[tokio::test]
async fn the_list_is_narrowed_sorted_and_taken_home() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    for (query, found, not) in [
        ("q=stalverk", "Stålverksetablering", "Snöbrist"),
        ("lan=norrbotten", "Stålverksetablering", "Snöbrist"),
        ("team=sodra", "Möbelföretag", "Stålverksetablering"),
        ("niva=national", "Färre fonder", "Stålverksetablering"),
        ("sakfraga=9", "Snöbrist", "Stålverksetablering"),
        ("bransch=D", "Elnätet", "Stålverksetablering"),
        ("status=dismissed", "Fler testbäddar", "Stålverksetablering"),
        ("steg=pattern", "Elnätet", "Stålverksetablering"),
        ("steg=trend", "Fler unga", "Elnätet"),
        ("visa=mina", "Stålverksetablering", "Snöbrist"),
        ("visa=oanvanda", "Gruvnäringen", "Trähusindustrin"),
    ] {
        let page = anna.get(&format!("/omvarld?{query}")).await;
        assert!(page.has(found) && !page.has(not), "{query}");
    }
    for query in [
        "q=ingenting",
        "lan=okant",
        "team=okant",
        "sakfraga=x",
        "visa=bevakat",
    ] {
        assert!(
            anna.get(&format!("/omvarld?{query}"))
                .await
                .has("Inga träffar"),
            "{query}"
        );
    }
    let csv = anna.get("/omvarld?format=csv&lan=norrbotten").await.html;
    assert!(csv.contains("Sekretess") && csv.contains("30 kap. 23 § OSL"));
    assert!(csv.contains("Stålverksetablering") && !csv.contains("Snöbrist"));
    for order in [
        "titel",
        "-titel",
        "status",
        "-steg",
        "datum",
        "; drop table",
    ] {
        assert_eq!(
            anna.get(&format!("/omvarld?sortera={order}")).await.status,
            200
        );
    }
}

#[tokio::test]
async fn lan_where_nothing_has_been_noted_are_white() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    made(&anna, "Hamnen får nytt djup", &[]).await;
    let page = anna.get("/omvarld/vita-flackar").await;
    assert!(page.has("20 län utan ny notis") && page.has("Inget noterat"));
    assert!(!page.has("Den här veckan") && !page.has("/lan/norrbotten\""));
    let all = anna.get("/omvarld/vita-flackar?visa=alla").await;
    assert!(all.has("20 län utan ny notis") && all.has("Den här veckan"));
    let csv = anna.get("/omvarld/vita-flackar?format=csv").await;
    assert!(!csv.has("Norrbotten"), "what is shown, and no more");
    run(
        &world,
        "update observations set created_at = '2026-09-20T08:00:00Z'",
    )
    .await;
    let csv = anna.get("/omvarld/vita-flackar?format=csv").await.html;
    assert!(
        csv.contains("Norrbotten") && csv.contains("2026-09-20") && csv.contains(";9;1"),
        "{csv}"
    );
}

#[tokio::test]
async fn a_note_is_decided_about_by_the_team_with_a_reason() {
    let world = World::quiet().await;
    let (anna, maja) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Maja Olander").await,
    );
    let url = made(&anna, "Hamnen får nytt djup", &[]).await;
    let path = format!("{url}/beslut");
    assert!(anna.get(&url).await.has("Vad gör vi med notisen?"));
    assert!(!maja.get(&url).await.has("Vad gör vi med notisen?"));
    let dismissed = [
        ("status", "dismissed"),
        ("settle_reason", ""),
        ("version", "1"),
    ];
    let page = anna.post(&path, &dismissed).await;
    assert!(page.status == 422 && page.has("Skriv varför notisen avfärdas."));
    assert_eq!(
        maja.post(&path, &[("status", "used"), ("version", "1")])
            .await
            .status,
        403
    );
    let watched = [
        ("status", "watched"),
        ("settle_reason", "Om bygget börjar"),
        ("version", "1"),
    ];
    assert_eq!(anna.post(&path, &watched).await.status, 303);
    let page = maja.get(&url).await;
    assert!(page.has("Bevakas") && page.has("Om bygget börjar") && page.has("Anna Lind"));
    let late = [
        ("status", "dismissed"),
        ("settle_reason", "Mitt skäl"),
        ("version", "1"),
    ];
    let late = world.sign_in("Elsa Norling").await.post(&path, &late).await;
    assert!(late.status == 409 && late.has("Mitt skäl") && late.has("tagit ställning"));
    assert!(
        anna.get(&format!("{url}/historik"))
            .await
            .has("tog ställning till omvärldsnotisen")
    );
}

#[tokio::test]
async fn two_who_agree_move_a_note_up_the_ladder() {
    let world = World::quiet().await;
    let (anna, karim) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Karim Nasser").await,
    );
    let url = made(&anna, "Hamnen får nytt djup", &[]).await;
    let path = format!("{url}/bedomning");
    let judged = |step, version| {
        [
            ("step", step),
            ("impact", "high"),
            ("certainty", "low"),
            ("horizon", "years"),
            ("judge_reason", "Därför"),
            ("version", version),
        ]
    };
    assert_eq!(anna.post(&path, &judged("pattern", "0")).await.status, 303);
    assert!(anna.get("/omvarld?steg=signal").await.has("Hamnen"));
    assert_eq!(karim.post(&path, &judged("trend", "0")).await.status, 303);
    let page = anna.get("/omvarld?steg=pattern").await;
    assert!(page.has("Hamnen") && page.has("Mönster"));
    assert_eq!(anna.post(&path, &judged("trend", "0")).await.status, 409);
    assert_eq!(anna.post(&path, &judged("trend", "1")).await.status, 303);
    assert!(anna.get("/omvarld?steg=trend").await.has("Hamnen"));
    let wrong = karim
        .post(
            &path,
            &[
                ("step", "topp"),
                ("judge_reason", "Min text"),
                ("version", "1"),
            ],
        )
        .await;
    assert!(wrong.status == 422 && wrong.has("Min text") && wrong.has("Välj signal"));
    assert_eq!(
        world
            .count("select count(*) from observation_assessments")
            .await,
        2
    );
}
