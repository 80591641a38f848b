//! An action that is given to a unit or a function: accepted, sent on, declined, taken back.

use crate::arrange::action;
use crate::world::{Browser, World};

async fn version(browser: &Browser, id: i64) -> String {
    browser
        .get(&format!("/insatser/{id}"))
        .await
        .field("version")
}

async fn give(browser: &Browser, id: i64, to: (&str, &str)) -> u16 {
    let version = version(browser, id).await;
    let fields = [to, ("message", "Kan ni ta den?"), ("version", &version)];
    browser
        .post(&format!("/insatser/{id}/lamnad"), &fields)
        .await
        .status
}

#[tokio::test]
async fn a_unit_finds_what_it_is_given_on_the_start_page_and_accepts_it() {
    let world = World::quiet().await;
    let id = action(
        &world,
        "Projektansökningar",
        &["25"],
        "lead/1",
        "2027-03-01",
    )
    .await;
    let elsa = world.sign_in("Elsa Norling").await;
    assert_eq!(give(&elsa, id, ("to_unit", "7")).await, 303);
    let page = elsa.get(&format!("/insatser/{id}")).await;
    assert!(page.has("Väntar på svar från Regionalfonden.") && page.has("Kan ni ta den?"));
    assert!(!page.has("id=\"svar\""), "she is not of the unit");
    let peter = world.sign_in("Peter Blad").await;
    let start = peter.get("/").await;
    for text in [
        "Insatser som väntar på svar",
        "Projektansökningar",
        "Lämnad till Regionalfonden av Elsa Norling",
    ] {
        assert!(start.has(text), "{text}");
    }
    let path = format!("/insatser/{id}/svar");
    let version = version(&peter, id).await;
    let answer = [
        ("answer", "accepted"),
        ("mine", "ja"),
        ("version", version.as_str()),
    ];
    let answered = peter.post(&path, &answer).await;
    assert_eq!(answered.status, 303, "{}", answered.html);
    assert_eq!(
        peter.post(&path, &answer).await.status,
        303,
        "a second press says the same"
    );
    let page = peter.get(&format!("/insatser/{id}")).await;
    for text in ["Mottagen", "Tog emot", "Peter Blad", "Regionalfonden"] {
        assert!(page.has(text), "{text}");
    }
    assert!(!peter.get("/").await.has("Insatser som väntar på svar"));
    let counted = (
        world.events("action_given").await,
        world.events("action_accepted").await,
    );
    assert_eq!(counted, (1, 1));
    let note = [("followed_on", "2026-11-20"), ("text", "Vi har börjat.")];
    let noted = peter
        .post(&format!("/insatser/{id}/uppfoljningar"), &note)
        .await;
    assert_eq!(noted.status, 303, "it is on his name now");
}

#[tokio::test]
async fn a_unit_sends_it_on_to_another_with_a_reason() {
    let world = World::quiet().await;
    let id = action(&world, "Statistik", &["25"], "lead/1", "2027-03-01").await;
    let elsa = world.sign_in("Elsa Norling").await;
    give(&elsa, id, ("to_unit", "10")).await;
    let camilla = world.sign_in("Camilla Frisk").await;
    let path = format!("/insatser/{id}/svar");
    let version = version(&camilla, id).await;
    let fields = |onward, reason| {
        [
            ("answer", "redirected"),
            ("onward", onward),
            ("reason", reason),
            ("version", version.as_str()),
        ]
    };
    let page = camilla.post(&path, &fields("", "")).await;
    assert_eq!(page.status, 422);
    assert!(page.has("Välj en annan enhet att skicka insatsen till.") && page.has("Skriv varför."));
    let page = camilla.post(&path, &fields("10", "Ni har den.")).await;
    assert!(
        page.status == 422 && page.has("Ni har den."),
        "not to itself"
    );
    assert_eq!(
        camilla
            .post(&path, &fields("9", "Analys har statistiken."))
            .await
            .status,
        303
    );
    let ida = world.sign_in("Ida Holm").await;
    let start = ida.get("/").await;
    assert!(start.has("Statistik") && start.has("Analys har statistiken."));
    let page = camilla.get(&format!("/insatser/{id}")).await;
    assert!(page.has("Skickade vidare till Analys") && !page.has("id=\"svar\""));
    assert_eq!(camilla.post(&path, &fields("7", "Igen")).await.status, 403);
}

#[tokio::test]
async fn what_is_declined_goes_back_to_who_gave_it() {
    let world = World::quiet().await;
    let id = action(&world, "Digital mognad", &["25"], "county/25", "2027-03-01").await;
    let elsa = world.sign_in("Elsa Norling").await;
    give(&elsa, id, ("to_unit", "6")).await;
    let viktor = world.sign_in("Viktor Ask").await;
    let path = format!("/insatser/{id}/svar");
    let version = version(&viktor, id).await;
    let page = viktor
        .post(&path, &[("answer", "declined"), ("version", &version)])
        .await;
    assert!(page.status == 422 && page.has("Skriv varför."));
    let declined = [
        ("answer", "declined"),
        ("reason", "Vi har inte folk förrän i vår."),
        ("version", version.as_str()),
    ];
    assert_eq!(viktor.post(&path, &declined).await.status, 303);
    let start = elsa.get("/").await;
    assert!(start.has("Viktor Ask avböjde") && start.has("Vi har inte folk förrän i vår."));
    let anna = world.sign_in("Anna Lind").await;
    assert!(
        anna.get("/").await.has("Viktor Ask avböjde"),
        "the owner sees it too"
    );
    let page = elsa.get(&format!("/insatser/{id}")).await;
    assert!(page.has("Viktor Ask avböjde") && page.has("Avböjd"));
    let unit = world.count("select unit_id from actions").await;
    assert_eq!(unit, 1, "it lies where it came from");
    let back = [("version", page.field("version"))];
    let back: Vec<_> = back
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(
        elsa.post(&format!("/insatser/{id}/atertagen"), &back)
            .await
            .status,
        303
    );
    assert!(!elsa.get("/").await.has("avböjde"));
}

#[tokio::test]
async fn a_function_is_asked_too_and_owns_what_it_accepts() {
    let world = World::quiet().await;
    let id = action(&world, "Länets egen", &["25"], "lead/1", "2027-03-01").await;
    let elsa = world.sign_in("Elsa Norling").await;
    assert_eq!(give(&elsa, id, ("to_seat", "county/25")).await, 303);
    let anna = world.sign_in("Anna Lind").await;
    assert!(
        anna.get("/")
            .await
            .has("Lämnad till Länsansvarig, Norrbotten av Elsa Norling")
    );
    let version = version(&anna, id).await;
    let fields = [("answer", "accepted"), ("version", version.as_str())];
    assert_eq!(
        anna.post(&format!("/insatser/{id}/svar"), &fields)
            .await
            .status,
        303
    );
    let owner: String = sqlx::query_scalar("select owner_seat from actions")
        .fetch_one(world.db().read())
        .await
        .expect("an owner");
    assert_eq!(owner, "county/25");
}

#[tokio::test]
async fn giving_is_checked_and_only_for_who_may_change_it() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "lead/1", "2027-03-01").await;
    let elsa = world.sign_in("Elsa Norling").await;
    let path = format!("/insatser/{id}/lamnad");
    let version = version(&elsa, id).await;
    let v = ("version", version.as_str());
    let page = elsa.post(&path, &[v]).await;
    assert!(page.status == 422 && page.has("Välj vilken enhet eller funktion"));
    let both = [
        ("to_unit", "7"),
        ("to_seat", "county/25"),
        ("message", "Min text"),
        v,
    ];
    let page = elsa.post(&path, &both).await;
    assert!(page.status == 422 && page.has("inte båda") && page.has("Min text"));
    assert_eq!(elsa.post(&path, &[("to_unit", "999"), v]).await.status, 422);
    for name in ["Peter Blad", "Jonas Ekdahl", "Lotta Grön"] {
        let other = world.sign_in(name).await;
        assert_eq!(
            other.post(&path, &[("to_unit", "7"), v]).await.status,
            403,
            "{name}"
        );
        let answer = [("answer", "accepted"), v];
        assert_eq!(
            other
                .post(&format!("/insatser/{id}/svar"), &answer)
                .await
                .status,
            403,
            "{name}"
        );
    }
    crate::arrange::run(
        &world,
        "update actions set status = 'stopped', stop_reason = 'x'",
    )
    .await;
    let page = elsa.post(&path, &[("to_unit", "7"), v]).await;
    assert!(page.status == 422 && page.has("Insatsen är avslutad."));
    assert_eq!(world.events("action_given").await, 0);
}

#[tokio::test]
async fn an_insats_that_waits_for_an_answer_does_not_change_unit_unseen() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "county/25", "2027-03-01").await;
    let elsa = world.sign_in("Elsa Norling").await;
    give(&elsa, id, ("to_unit", "7")).await;
    let page = super::change(&elsa, id, &[("unit_id", "9")]).await;
    assert!(page.status == 422 && page.has("Insatsen väntar på svar."));
    let kept = super::change(&elsa, id, &[("unit_id", "7")]).await;
    assert_eq!(kept.status, 303, "{}", kept.html);
}
