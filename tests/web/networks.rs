//! Nätverk: who sits there, what was said, what came home; empty chairs and double seats.

use crate::world::{Browser, Page, World};

const FORM: [(&str, &str); 6] = [
    ("name", "Rådet för kompetens"),
    ("purpose", "Vi vill höra företagen."),
    ("level", "regional"),
    ("counties", "25"),
    ("issue_areas", "1"),
    ("meetings_per_year", "4"),
];

async fn add(browser: &Browser) -> String {
    let made = browser.post("/natverk/nytt", &FORM).await;
    assert_eq!(made.status, 303, "{}", made.html);
    made.location
}

async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let version = browser.get(path).await.field("version");
    let version = [("version", version.as_str())];
    let fields: Vec<_> = fields.iter().chain(&version).copied().collect();
    browser.post(path, &fields).await
}

#[tokio::test]
async fn a_network_has_its_chairs_and_meetings() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let url = add(&anna).await;
    let page = anna.get(&url).await;
    assert!(page.has("Tom stol.") && page.has("Vi vill höra företagen.") && page.has("Aldrig"));
    let seats = format!("{url}/platser/ny");
    let seat = [
        ("person_id", "3"),
        ("seat_role", "ledamot"),
        ("valid_from", "2026-01-01"),
    ];
    assert_eq!(anna.post(&seats, &seat).await.status, 303);
    assert!(!anna.get(&url).await.has("Tom stol."));
    let second = [("person_id", "5"), ("valid_from", "2026-02-01")];
    assert_eq!(anna.post(&seats, &second).await.status, 303);
    assert!(anna.get(&url).await.has("Dubbel plats."));
    assert!(
        anna.get("/natverk?stol=dubbel")
            .await
            .has("Rådet för kompetens")
    );
    let ended = [
        ("person_id", "5"),
        ("valid_from", "2026-02-01"),
        ("valid_to", "2026-11-01"),
    ];
    assert_eq!(
        send(&anna, &format!("{url}/platser/2"), &ended)
            .await
            .status,
        303
    );
    let page = anna.get(&url).await;
    assert!(
        !page.has("Dubbel plats.") && page.has("Tidigare") && page.has("2026-02-01 – 2026-11-01")
    );
    let meeting = [
        ("held_on", "2026-11-10"),
        ("title", "Höstmötet"),
        ("notes", "Det *går* upp."),
        ("people", "3"),
        ("people", "5"),
    ];
    assert_eq!(
        anna.post(&format!("{url}/traffar/ny"), &meeting)
            .await
            .status,
        303
    );
    let page = anna.get(&url).await;
    for text in [
        "Höstmötet",
        "Från oss: Anna Lind och Sara Åkesson",
        "<em>går</em>",
        "10 november 2026",
        "/omvarld/ny?traff=1",
    ] {
        assert!(page.has(text), "{text}");
    }
    let year = anna.get("/natverk/ar/2026").await;
    assert!(year.has("Rådet för kompetens") && year.has("Anna Lind och Sara Åkesson"));
    assert!(
        anna.get("/natverk/ar/2026?format=csv")
            .await
            .has("Höstmötet")
    );
    assert!(
        anna.get("/lan/norrbotten")
            .await
            .has("Rådet för kompetens: Höstmötet")
    );
    assert!(anna.get("/lan/norrbotten").await.has("Nätverk 1"));
    let history = anna.get(&format!("{url}/historik")).await;
    for text in [
        "lade till nätverket",
        "gav någon en plats i nätverket",
        "skrev in en nätverksträff",
    ] {
        assert!(history.has(text), "{text}");
    }
}

#[tokio::test]
async fn a_note_comes_home_from_a_meeting_for_those_who_may_read_it() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let url = add(&anna).await;
    anna.post(
        &format!("{url}/traffar/ny"),
        &[("held_on", "2026-11-10"), ("people", "3")],
    )
    .await;
    world
        .arrange(
            "insert into observations (id, title, level, search_text, created_at, created_by, updated_at)
             values (91, 'Signal från mötet', 'regional', '', '2026-11-11T09:00:00Z', 3, '2026-11-11T09:00:00Z');
             insert into observation_counties values (91, '25');",
        )
        .await;
    let notes = format!("{url}/traffar/1/notiser");
    assert_eq!(
        anna.post(&notes, &[("observation_id", "91")]).await.status,
        303
    );
    assert!(anna.get(&url).await.has("/omvarld/91\">Signal från mötet"));
    world
        .arrange(
            "insert into secrecy_markings (kind, record_id, provision, authority, marked_on)
             values ('observation', 91, '30 kap. 23 § OSL', 'Myndigheten', '2026-11-20');
             insert into secrecy_scopes values ('observation', 91, 'county:25'), ('observation', 91, 'chef');",
        )
        .await;
    let lotta = world.sign_in("Lotta Grön").await;
    assert!(anna.get(&url).await.has("Signal från mötet"));
    assert!(!lotta.get(&url).await.has("Signal från mötet"));
    let maja = world.sign_in("Elsa Norling").await;
    assert!(
        maja.get(&url).await.has("Signal från mötet"),
        "she leads the team"
    );
    assert_eq!(
        anna.post(&format!("{notes}/91/borttagen"), &[])
            .await
            .status,
        303
    );
    let page = anna.get(&url).await;
    assert!(!page.has("/omvarld/91\">Signal från mötet"));
}

#[tokio::test]
async fn a_note_written_from_a_meeting_begins_with_what_the_network_knows_and_stands_there() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let url = add(&anna).await;
    let held = [("held_on", "2026-11-10"), ("title", "Höstmötet")];
    anna.post(&format!("{url}/traffar/ny"), &held).await;
    let write = "/omvarld/ny?traff=1";
    let form = anna.get(write).await;
    for text in [
        "value=\"25\" selected",
        "id=\"area-1\" name=\"issue_areas\" value=\"1\" checked",
        "value=\"Rådet för kompetens, Höstmötet\"",
        "value=\"2026-11-10\"",
        "Höstmötet 10 november 2026</a> i Rådet för kompetens",
    ] {
        assert!(form.has(text), "{text}");
    }
    assert_eq!(form.field("meeting"), "1");
    let wrong = [("title", ""), ("counties", "25"), ("meeting", "1")];
    let wrong = anna.post("/omvarld/ny", &wrong).await;
    assert!(wrong.status == 422 && wrong.field("meeting") == "1");
    let once = form.field("once");
    let note = [
        ("title", "Företagen söker svetsare"),
        ("counties", "25"),
        ("meeting", "1"),
        ("once", &once),
    ];
    let sent = anna.post("/omvarld/ny", &note).await;
    assert_eq!(
        (sent.status, sent.location.as_str()),
        (303, "/natverk/1#traff-1")
    );
    assert!(
        anna.get(&url)
            .await
            .has("/omvarld/1\">Företagen söker svetsare")
    );
    assert_eq!(
        anna.post("/omvarld/ny", &note).await.location,
        sent.location
    );
    assert_eq!(world.count("select count(*) from observations").await, 1);
    assert_eq!(world.events("note_brought_home").await, 1);
    let alike = [
        ("title", "Företagen söker svetsare"),
        ("counties", "25"),
        ("meeting", "1"),
    ];
    let alike = anna.post("/omvarld/ny", &alike).await;
    assert!(alike.status == 422 && alike.has("Spara ändå") && alike.field("meeting") == "1");

    let jonas = world.sign_in("Jonas Ekdahl").await;
    let other = jonas.get(write).await;
    assert!(
        other.status == 200 && other.has("Höstmötet"),
        "he may note what he heard"
    );
    assert_eq!(
        other.field("meeting"),
        "",
        "but it does not stand in a network he does not keep"
    );
    let forged = [
        ("title", "Något annat"),
        ("counties", "25"),
        ("meeting", "1"),
    ];
    assert_eq!(jonas.post("/omvarld/ny", &forged).await.status, 403);
    assert_eq!(world.count("select count(*) from observations").await, 1);
    send(&anna, &format!("{url}/traffar/1/borttagen"), &[]).await;
    assert_eq!(anna.get(write).await.status, 404);
    let late = anna.post("/omvarld/ny", &forged).await;
    assert!(late.status == 422 && late.has("Träffen i nätverket har tagits bort."));
    assert!(late.has("Något annat") && late.field("meeting").is_empty());
}

#[tokio::test]
async fn those_who_sit_there_are_ticked_and_an_end_is_asked_about_first() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let url = add(&anna).await;
    let seats = format!("{url}/platser/ny");
    for (person, from, to) in [("3", "2026-01-01", ""), ("5", "2025-01-01", "2026-10-31")] {
        let seat = [
            ("person_id", person),
            ("valid_from", from),
            ("valid_to", to),
        ];
        assert_eq!(anna.post(&seats, &seat).await.status, 303);
    }
    let form = anna.get(&format!("{url}/traffar/ny")).await;
    let ticked = |id: &str| form.has(&format!("name=\"people\" value=\"{id}\" checked"));
    assert!(
        ticked("3") && !ticked("5"),
        "she who sits there now, not he who has left"
    );
    anna.post(&format!("{url}/traffar/ny"), &[("held_on", "2026-11-10")])
        .await;
    let remove = format!("{url}/traffar/1/borttagen");
    assert!(
        anna.get(&remove)
            .await
            .has("Ta bort Nätverksträff 10 november 2026?")
    );
    assert!(
        anna.get(&url).await.has("Nätverksträff"),
        "a question takes nothing away"
    );
    let old = anna.post(&remove, &[("version", "9")]).await;
    assert!(old.status == 409 && old.has("Någon annan har ändrat träffen."));
    assert_eq!(send(&anna, &remove, &[]).await.status, 303);
    let close = format!("{url}/avslutat");
    assert!(anna.get(&url).await.has(&format!("href=\"{close}\"")));
    assert!(
        anna.get(&close)
            .await
            .has("Avsluta nätverket Rådet för kompetens?")
    );
    assert!(!anna.get(&url).await.has("Öppna igen"));
    assert_eq!(send(&anna, &close, &[]).await.status, 303);
    assert!(anna.get(&url).await.has("Öppna igen"));
    assert_eq!(anna.get(&close).await.location, url, "it is over already");
}

#[tokio::test]
async fn mistakes_come_back_whole() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let wrong = [
        ("name", " "),
        ("level", "regional"),
        ("purpose", "Mitt syfte"),
        ("meetings_per_year", "ofta"),
        ("network_url", "natverket.se"),
    ];
    let page = anna.post("/natverk/nytt", &wrong).await;
    assert_eq!(page.status, 422);
    for text in [
        "Skriv vad nätverket heter.",
        "Välj minst ett län, eller nivån Nationellt.",
        "Skriv ett heltal mellan 1 och 366",
        "Mitt syfte",
        "Länken behöver börja med",
    ] {
        assert!(page.has(text), "{text}");
    }
    let wide = [("name", "Hela landet"), ("level", "national")];
    assert_eq!(
        anna.post("/natverk/nytt", &wide).await.status,
        403,
        "that is for an uppdragsansvarig"
    );
    let jonas = world.sign_in("Jonas Ekdahl").await;
    assert_eq!(jonas.post("/natverk/nytt", &wide).await.status, 303);
    let url = add(&anna).await;
    assert_eq!(jonas.get(&format!("{url}/andra")).await.status, 403);
    let page = anna
        .post(
            &format!("{url}/platser/ny"),
            &[
                ("person_id", ""),
                ("valid_from", "2026-05-01"),
                ("valid_to", "2026-04-01"),
            ],
        )
        .await;
    assert!(
        page.status == 422
            && page.has("Välj vem som sitter där.")
            && page.has("Slutdatum behöver vara")
    );
    let page = anna
        .post(
            &format!("{url}/traffar/ny"),
            &[("held_on", "2026-11-24"), ("notes", "Mina ord")],
        )
        .await;
    assert!(page.status == 422 && page.has("Mina ord"));
    let edit = format!("{url}/andra");
    let version = anna.get(&edit).await.field("version");
    let elsa = world.sign_in("Elsa Norling").await;
    let other: Vec<_> = FORM
        .iter()
        .map(|(name, value)| {
            if *name == "name" {
                (*name, "Ett annat namn")
            } else {
                (*name, *value)
            }
        })
        .collect();
    assert_eq!(send(&elsa, &edit, &other).await.status, 303);
    let mine: Vec<_> = FORM
        .iter()
        .map(|(name, value)| {
            if *name == "name" {
                (*name, "Mitt namn")
            } else {
                (*name, *value)
            }
        })
        .chain([("version", version.as_str())])
        .collect();
    let page = anna.post(&edit, &mine).await;
    assert!(page.status == 409 && page.has("Ett annat namn") && page.has("Mitt namn"));
}

#[tokio::test]
async fn the_demo_has_an_empty_chair_and_a_double_seat() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta Grön").await;
    let empty = lotta.get("/natverk?stol=tom").await;
    assert!(empty.has("1 nätverk") && empty.has("Omställningsrådet i Norrbotten"));
    let double = lotta.get("/natverk?stol=dubbel").await;
    assert!(double.has("1 nätverk") && double.has("Kompetensrådet i Småland"));
    for query in [
        "niva=national",
        "lan=norrbotten",
        "team=norr",
        "sakfraga=1",
        "vem=jag",
        "sortera=-deltog",
        "sortera=niva",
        "sortera=traffar",
        "visa=alla",
        "format=csv",
    ] {
        assert_eq!(
            lotta.get(&format!("/natverk?{query}")).await.status,
            200,
            "{query}"
        );
    }
}
