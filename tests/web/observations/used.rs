//! Notes that are used and followed, changed by two at once, kept to the team, and made of a post of the inbox.

use super::{capture, made};
use crate::arrange::{dialogue, run};
use crate::world::World;

#[tokio::test]
async fn a_use_is_seen_from_both_ends_and_by_the_author() {
    let world = World::quiet().await;
    let (anna, elsa) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Elsa Norling").await,
    );
    let id = dialogue(&world, "25", "2026-12-03", "preparing").await;
    run(&world, "insert into agenda_items (id, county, dialogue_id, title, minutes, position, created_at, updated_at)
        values (7, '25', 1, 'Hamnens framtid', 10, 1, '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z')").await;
    assert_eq!(id, 1);
    let source = [("url", "https://exempel.se/hamnen")];
    let url = made(&anna, "Hamnen får nytt djup", &source).await;
    assert!(anna.get(&url).await.has("Hamnens framtid"));
    let used = [("observation_id", "1"), ("target", "agenda_item:7")];
    assert_eq!(anna.post("/omvarld/anvandningar", &used).await.status, 303);
    let page = anna.get(&url).await;
    assert!(page.has("dialogen med Norrbotten 2026-12-03") && page.has("Använd"));
    let item = elsa.get("/dialoger/1/dagordning/7").await;
    assert!(item.has("Hamnen får nytt djup"));
    let conduct = elsa.get("/dialoger/1/genomforande?punkt=7").await;
    assert!(
        conduct.has("Hamnen får nytt djup</a>"),
        "with us on the day"
    );
    let pack = elsa.get("/dialoger/1/underlag").await;
    assert!(pack.has("Används i") && pack.has("https://exempel.se/hamnen"));
    let version = anna.get(&url).await.field("version");
    let dismissed = [
        ("status", "dismissed"),
        ("settle_reason", "Ingen nyhet"),
        ("version", version.as_str()),
    ];
    let refused = anna.post(&format!("{url}/beslut"), &dismissed).await;
    assert!(refused.status == 422 && refused.has("Notisen används. Ta bort"));
    assert!(anna.get("/").await.has("Använd i dialogen med Norrbotten"));
    assert_eq!(anna.post("/omvarld/anvandningar", &used).await.status, 303);
    assert_eq!(
        world.count("select count(*) from observation_uses").await,
        1
    );
    let nowhere = [("observation_id", "1"), ("target", "")];
    let nowhere = anna.post("/omvarld/anvandningar", &nowhere).await;
    assert!(nowhere.status == 422 && nowhere.has("Välj vad notisen används i."));
    for target in ["agenda_item:999", "brief:999", "position:999", "action:999"] {
        let fields = [("observation_id", "1"), ("target", target)];
        assert_eq!(
            anna.post("/omvarld/anvandningar", &fields).await.status,
            404,
            "{target}"
        );
    }
    let there = elsa
        .post("/omvarld/anvandningar/1/borttagen", &[("there", "ja")])
        .await;
    assert_eq!(there.location, "/dialoger/1/dagordning/7");
    assert!(
        !elsa
            .get("/dialoger/1/dagordning/7")
            .await
            .has("Hamnen får nytt djup</a>")
    );
    let history = anna.get(&format!("{url}/historik")).await;
    assert!(history.has("Punkt på dagordningen: Hamnens framtid"));
    assert!(!elsa.get("/dialoger/1/historik").await.has("omvärldsnotis"));
}

#[tokio::test]
async fn a_history_names_what_uses_a_note_by_its_title_for_those_who_may_read_it() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa Norling").await;
    let url = made(&elsa, "Hamnen får nytt djup", &[]).await;
    let note = url.rsplit('/').next().unwrap_or_default();
    let brief = world
        .count("select id from briefs where county = '25'")
        .await;
    let target = format!("brief:{brief}");
    let used = [("observation_id", note), ("target", target.as_str())];
    assert_eq!(elsa.post("/omvarld/anvandningar", &used).await.status, 303);
    let used = world.count("select max(id) from observation_uses").await;
    let removed = format!("/omvarld/anvandningar/{used}/borttagen");
    assert_eq!(elsa.post(&removed, &[]).await.status, 303);
    let log = format!("{url}/historik");
    let lotta = world.sign_in("Lotta Grön").await;
    let page = lotta.get(&log).await;
    assert!(page.has("Underlag: Norrbotten") && page.has("tog bort en användning"));
    world
        .arrange(
            "insert into secrecy_markings (kind, record_id, provision, authority, marked_on)
                 select 'brief', id, '30 kap. 23 § OSL', 'Myndigheten', '2026-11-20' from briefs where county = '25';
             insert into secrecy_scopes select 'brief', id, 'county:25' from briefs where county = '25';",
        )
        .await;
    let page = lotta.get(&log).await;
    assert!(page.status == 200 && page.has("skrev omvärldsnotisen"));
    assert!(
        !page.has("Underlag: ") && !page.has("Underlag 1"),
        "neither the brief nor its number"
    );
    assert!(
        !page.has("tog bort en användning"),
        "what is left of it tells nothing"
    );
    assert!(elsa.get(&log).await.has("Underlag: Norrbotten"));
}

#[tokio::test]
async fn a_note_is_used_somewhere_or_not_used() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    dialogue(&world, "25", "2026-12-03", "preparing").await;
    run(&world, "insert into agenda_items (id, county, dialogue_id, title, minutes, position, created_at, updated_at)
        values (7, '25', 1, 'Hamnens framtid', 10, 1, '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z')").await;
    let url = made(&anna, "Hamnen får nytt djup", &[]).await;
    let path = format!("{url}/beslut");
    let used = |used_in| {
        [
            ("status", "used"),
            ("settle_reason", "Hamnen själv vill tala om det"),
            ("used_in", used_in),
            ("version", "1"),
        ]
    };
    let nowhere = anna.post(&path, &used("")).await;
    assert!(nowhere.status == 422 && nowhere.has("Välj vad notisen används i"));
    assert!(nowhere.has("Hamnen själv vill tala om det"));
    assert_eq!(anna.post(&path, &used("agenda_item:999")).await.status, 404);
    assert_eq!(
        world
            .count("select count(*) from observations where status = 'used'")
            .await,
        0
    );
    let done = anna.post(&path, &used("agenda_item:7")).await;
    assert_eq!(done.status, 303, "{}", done.html);
    let twice = anna.post(&path, &used("agenda_item:7")).await;
    assert_eq!(twice.status, 303, "a double press is one decision");
    let page = anna.get(&url).await;
    assert!(page.has("dialogen med Norrbotten 2026-12-03"));
    assert!(page.has("Hamnen själv vill tala om det"));
    let again = [("status", "used"), ("version", "2")];
    assert_eq!(
        anna.post(&path, &again).await.status,
        303,
        "it is used somewhere already"
    );
    assert_eq!(
        world.count("select count(*) from observation_uses").await,
        1
    );
}

#[tokio::test]
async fn what_a_note_led_to_is_told_its_author() {
    let world = World::new().await;
    let maja = world.sign_in("Maja Olander").await;
    let page = maja.get("/").await;
    assert!(page.has("Använd i dialogen med Kalmar, ledde till insats"));
    assert!(page.has("Omvärldsnotiser att ta ställning till") && page.has("inte använd på ett år"));
}

#[tokio::test]
async fn what_is_followed_shows_its_new_notes() {
    let world = World::quiet().await;
    let (anna, lotta) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Lotta Grön").await,
    );
    assert!(lotta.get("/lan/norrbotten").await.has("Bevaka<span"));
    let follow = [("county", "25"), ("there", "ja")];
    assert_eq!(
        lotta.post("/omvarld/bevakning", &follow).await.location,
        "/lan/norrbotten"
    );
    lotta.post("/omvarld/bevakning", &follow).await;
    assert_eq!(world.count("select count(*) from follows").await, 1);
    assert!(lotta.get("/lan/norrbotten").await.has("Sluta bevaka"));
    made(&anna, "Hamnen får nytt djup", &[]).await;
    made(
        &anna,
        "Gruvan stänger tidigare",
        &[("counties", "24"), ("issue_areas", "2")],
    )
    .await;
    let page = lotta.get("/").await;
    assert!(page.has("Nytt i det du bevakar") && page.has("Hamnen") && !page.has("Gruvan"));
    assert_eq!(
        lotta
            .post(
                "/omvarld/bevakning",
                &[("issue_area_id", "2"), ("there", "ja")]
            )
            .await
            .location,
        "/sakfragor/2"
    );
    let page = lotta.get("/omvarld?visa=bevakat").await;
    assert!(page.has("Hamnen") && page.has("Gruvan"));
    assert!(lotta.get("/sakfragor/2").await.has("Gruvan"));
    lotta
        .post("/omvarld/bevakning", &[("county", "25"), ("stop", "ja")])
        .await;
    let page = lotta.get("/omvarld/bevakning").await;
    assert!(page.has("Innovation och förnyelse</a>") && !page.has("Norrbotten</a>"));
    for wrong in [("county", "99"), ("issue_area_id", "999"), ("county", "")] {
        assert_eq!(lotta.post("/omvarld/bevakning", &[wrong]).await.status, 303);
    }
}

#[tokio::test]
async fn two_who_change_a_note_at_once_lose_nothing() {
    let world = World::quiet().await;
    let (anna, elsa) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Elsa Norling").await,
    );
    let url = made(&anna, "Hamnen får nytt djup", &[]).await;
    let path = format!("{url}/andra");
    let text = |title, meaning| {
        [
            ("title", title),
            ("counties", "25"),
            ("meaning", meaning),
            ("version", "1"),
        ]
    };
    assert_eq!(
        anna.post(&path, &text("Hamnen fördjupas", "")).await.status,
        303
    );
    assert_eq!(
        elsa.post(&path, &text("Hamnen får nytt djup", "Större fartyg"))
            .await
            .status,
        303
    );
    let page = anna.get(&url).await;
    assert!(page.has("Hamnen fördjupas</h1>") && page.has("Större fartyg"));
    let clash = elsa.post(&path, &text("En tredje rubrik", "")).await;
    assert!(clash.status == 409 && clash.has("En tredje rubrik") && clash.has("Hamnen fördjupas"));
    let asked = anna.get(&format!("{url}/borttagen")).await;
    assert!(asked.has("Ta bort omvärldsnotisen ”Hamnen fördjupas”?"));
    let version = asked.field("version");
    let gone = [
        ("reason", "Skriven två gånger"),
        ("version", version.as_str()),
    ];
    assert_eq!(
        anna.post(&format!("{url}/borttagen"), &gone).await.status,
        303
    );
    assert!(!anna.get("/omvarld").await.has("Hamnen fördjupas</a>"));
    let page = anna.get(&url).await;
    assert!(page.has("Borttagen") && !page.has("Ta ställning"));
    assert!(
        anna.get(&format!("{url}/historik"))
            .await
            .has("Skriven två gånger")
    );
    let late = elsa
        .post(
            &path,
            &[("title", "Ny text"), ("counties", "25"), ("version", "3")],
        )
        .await;
    assert!(late.status >= 400 && late.has("Ny text"));
}

#[tokio::test]
async fn a_marked_note_is_known_to_its_team_alone() {
    let world = World::quiet().await;
    let (anna, karim) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Karim Nasser").await,
    );
    let (maja, chef) = (
        world.sign_in("Maja Olander").await,
        world.sign_in("Ingela Strand").await,
    );
    let area = [
        ("readers", "team"),
        ("issue_areas", "2"),
        ("url", "https://hemlig.example/1"),
    ];
    let url = made(&anna, "Hemligt besked om fabriken", &area).await;
    for who in [&anna, &karim, &chef] {
        let page = who.get(&url).await;
        assert!(page.status == 200 && page.has("Handlingen är sekretessmarkerad"));
        assert!(who.get("/omvarld").await.has("Hemligt besked"));
    }
    maja.post("/omvarld/bevakning", &[("county", "25")]).await;
    for path in [
        "/omvarld",
        "/omvarld?q=hemligt",
        "/omvarld?format=csv",
        "/lan/norrbotten",
        "/lan/norrbotten/omvarld",
        "/sakfragor/2",
        "/",
        "/omvarld?visa=bevakat",
        "/omvarld/vita-flackar",
        "/sekretess",
    ] {
        let page = maja.get(path).await;
        assert!(page.status == 200 && !page.has("Hemligt"), "{path}");
    }
    assert!(
        maja.get("/lan/norrbotten").await.has("Omvärld 0")
            && anna.get("/lan/norrbotten").await.has("Omvärld 1")
    );
    assert!(
        maja.get("/omvarld/vita-flackar")
            .await
            .has("21 län utan ny notis")
    );
    for path in [
        url.clone(),
        format!("{url}/andra"),
        format!("{url}/historik"),
        format!("{url}/borttagen"),
    ] {
        assert_eq!(maja.get(&path).await.status, 404, "{path}");
    }
    let same = [("url", "https://hemlig.example/1"), ("counties", "08")];
    assert_eq!(
        capture(&maja, "Hemligt besked om fabriken", &same)
            .await
            .status,
        303
    );
    let moved = [
        ("title", "Hemligt besked om fabriken"),
        ("counties", "08"),
        ("version", "1"),
    ];
    let moved = anna.post(&format!("{url}/andra"), &moved).await;
    assert!(moved.status == 422 && moved.has("bara flyttas till län där du har en funktion"));
    let lists = anna.get("/sekretess").await;
    assert!(lists.has("Hemligt besked om fabriken</a>") && lists.has("Omvärldsnotis 1"));
    assert!(
        anna.get("/sekretess/omvarldsnotis/1")
            .await
            .has("Karim Nasser")
    );
}

#[tokio::test]
async fn a_post_of_the_inbox_becomes_a_note() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    run(&world, "insert into sources (id, name, url, level, county, created_at, updated_at)
        values (3, 'Kustbladet', 'https://kust.example/flode', 'regional', '25', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z')").await;
    run(&world, "insert into feed_items (id, source_id, item_key, title, url, published_at, summary, fetched_at)
        values (9, 3, 'a', 'Bron byggs om', 'https://kust.example/bron', '2026-11-20T08:00:00Z', 'I två år.', '2026-11-21T08:00:00Z')").await;
    let page = anna.get("/omvarld/ny?post=9").await;
    assert!(
        page.has("Bron byggs om")
            && page.has("Kustbladet")
            && page.has("I två år.")
            && page.has("2026-11-20")
    );
    let fields = [("url", "https://kust.example/bron"), ("post", "9")];
    made(&anna, "Bron byggs om", &fields).await;
    assert_eq!(
        world
            .count("select observation_id from feed_items where id = 9")
            .await,
        1
    );
}
