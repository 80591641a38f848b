//! Varsel and establishments: from the report to the next dialogue's pack, and nothing to those outside.

mod list;

use crate::world::{Browser, Page, World};

const COMPANY: &str = "Påhittade Bruket AB";

fn form<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let right = [
        ("kind", "layoff"),
        ("county", "25"),
        ("municipality", "2514"),
        ("industry", "C"),
        ("affected", "120"),
        ("company", COMPANY),
        ("source", "employment_service"),
        ("reported_on", "2026-11-20"),
        ("notice_on", "2026-11-18"),
        ("description", "En av **två** linjer läggs ner."),
    ];
    let other = |name: &str| changed.iter().any(|(each, _)| *each == name);
    let kept = right.into_iter().filter(|(name, _)| !other(name));
    kept.chain(changed.iter().copied()).collect()
}

const PARTNERS: [(&str, &str); 4] = [
    ("partners", "Region Norrbotten"),
    ("partner_roles", "samordnar"),
    ("partners", "Kalix kommun"),
    ("partner_roles", ""),
];

async fn register(browser: &Browser, changed: &[(&str, &str)]) -> String {
    let made = browser.post("/varsel/nytt", &form(changed)).await;
    assert_eq!(made.status, 303, "{}", made.html);
    made.location
}

async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let version = browser.get(path).await.field("version");
    let version = [("version", version.as_str())];
    let fields: Vec<_> = fields.iter().chain(&version).copied().collect();
    browser.post(path, &fields).await
}

/// The id in an address such as /varsel/4.
fn id(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or_default()
}

#[tokio::test]
async fn a_varsel_goes_from_report_to_result() {
    let world = World::quiet().await;
    let (anna, elsa) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Elsa Norling").await,
    );
    let chef = world.sign_in("Ingela Strand").await;
    let url = register(&anna, &PARTNERS).await;
    let page = anna.get(&url).await;
    for text in [
        "Varsel, 120 berörda, tillverkningsindustri, Kalix",
        "Handlingen är sekretessmarkerad (30 kap. 23 § OSL, 2026-11-23). Att du öppnar den loggas.",
        COMPANY,
        "Region Norrbotten",
        "6 månader",
        "18 maj 2027",
        "Större",
        "Inte bedömt ännu.",
        "<strong>två</strong>",
    ] {
        assert!(page.has(text), "{text}");
    }
    let proposed = [("person_id", "17"), ("reason", "Många berörda.")];
    assert_eq!(anna.get(&format!("{url}/forslag")).await.status, 403);
    let start = elsa.get("/").await;
    assert!(start.has("Varsel och etablering att bedöma") && start.has("Kalix"));
    assert_eq!(
        send(&elsa, &format!("{url}/forslag"), &proposed)
            .await
            .status,
        303
    );
    assert!(elsa.get(&url).await.has("Kontaktperson föreslagen"));
    assert!(
        chef.get("/oversikt")
            .await
            .has("ärende om varsel och etablering väntar på bedömning")
    );
    let judge = format!("{url}/bedomning");
    let page = send(
        &chef,
        &judge,
        &[("answer", "needed"), ("person_id", "17"), ("reason", " ")],
    )
    .await;
    assert!(page.status == 422 && page.has("Skriv varför."));
    let judged = [
        ("answer", "needed"),
        ("person_id", ""),
        ("reason", "Stort för länet."),
    ];
    assert_eq!(send(&chef, &judge, &judged).await.status, 303);
    let page = anna.get(&url).await;
    assert!(
        page.has("Beslutat av Ingela Strand, 23 november 2026") && page.has("tf. Elsa Norling")
    );
    assert!(elsa.get("/").await.has("Varsel där du är kontaktperson"));
    let log = anna.get("/bedomningar?fraga=transition_contact").await;
    assert!(log.has("Varselärende 1") && log.has("Stort för länet."));
    let reader = world.sign_in("Lotta Grön").await;
    let log = reader.get("/bedomningar?fraga=transition_contact").await;
    assert!(log.has("Inga bedömningar") && !log.has("Stort för länet."));
    assert_eq!(send_step(&anna, &url, "analyse").await.status, 303);
    let log = [
        ("held_on", "2026-11-23"),
        ("text", "Möte i uppstartsgruppen."),
    ];
    assert_eq!(anna.post(&format!("{url}/logg"), &log).await.status, 303);
    let page = anna.get(&url).await;
    assert!(page.has("Fas 2 av 5: Analysera") && page.has("Möte i uppstartsgruppen."));
    let page = anna
        .post(
            &format!("{url}/logg"),
            &[("held_on", "2026-11-24"), ("text", "Kvar")],
        )
        .await;
    assert!(page.status == 422 && page.has("Kvar") && page.has("Datumet har inte varit ännu."));
    assert_eq!(
        send(
            &anna,
            &format!("{url}/avslutat"),
            &[("result", "Alla har nytt arbete.")]
        )
        .await
        .status,
        303
    );
    assert!(!anna.get("/varsel").await.has(&format!("href=\"{url}\"")));
    assert!(
        anna.get("/varsel?visa=alla")
            .await
            .has(&format!("href=\"{url}\""))
    );
    let version = anna.get(&url).await.field("version");
    assert_eq!(
        anna.post(&format!("{url}/oppnat"), &[("version", &version)])
            .await
            .status,
        303
    );
    assert!(anna.get(&url).await.has("Kontaktperson utsedd"));
    let history = anna.get(&format!("{url}/historik")).await;
    for text in [
        "registrerade ärendet",
        "sekretessmarkerade handlingen",
        "föreslog en kontaktperson",
        "bedömde om en kontaktperson behövs",
        "ändrade ärendets fas",
        "avslutade ärendet",
        "öppnade ärendet igen",
    ] {
        assert!(history.has(text), "{text}");
    }
}

async fn send_step(browser: &Browser, url: &str, phase: &str) -> Page {
    let version = browser.get(&format!("{url}/andra")).await.field("version");
    let fields = [("phase", phase), ("version", version.as_str())];
    browser.post(&format!("{url}/fas"), &fields).await
}

#[tokio::test]
async fn who_may_not_read_a_case_learns_nothing_of_it() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    let url = register(&anna, &[("affected", "137")]).await;
    let judged = world.sign_in("Karim Nasser").await;
    assert!(
        judged.get(&url).await.has("137 berörda"),
        "he sits in the län's team"
    );
    let none = anna.get("/varsel/999999").await;
    for name in [
        "Jonas Ekdahl",
        "Maja Olander",
        "Lotta Grön",
        "Peter Blad",
        "Astrid Vik",
    ] {
        let other = world.sign_in(name).await;
        for path in [
            url.clone(),
            format!("{url}/andra"),
            format!("{url}/historik"),
            format!("{url}/bedomning"),
            format!("{url}/forslag"),
            format!("{url}/avslutat"),
            format!("/sekretess/varsel/{}", id(&url)),
        ] {
            let page = other.get(&path).await;
            assert_eq!(page.status, 404, "{name} {path}");
            assert!(
                !page.has("137 berörda") && !page.has(COMPANY),
                "{name} {path}"
            );
        }
        for path in [
            "/varsel",
            "/varsel?visa=alla",
            "/varsel?q=bruket",
            "/varsel?format=csv",
            "/varsel/ar/2026",
            "/lan/norrbotten",
            "/lan/norrbotten?visa=varsel",
            "/",
            "/oversikt?x=1",
            "/dialoger/45/underlag",
            "/dialoger/45/underlag?version=delad",
            "/sekretess",
        ] {
            let page = other.get(path).await;
            let told =
                page.has("137 berörda") || page.has(COMPANY) || page.has(&format!("{url}\""));
            assert!(!told, "{name} {path}");
        }
        let log = other
            .post(
                &format!("{url}/logg"),
                &[("held_on", "2026-11-20"), ("text", "Hej")],
            )
            .await;
        assert_eq!(log.status, 404, "{name}");
    }
    assert_eq!(none.status, 404);
    assert!(anna.get("/lan/norrbotten").await.has("Varsel 2"));
    assert!(
        world
            .sign_in("Lotta Grön")
            .await
            .get("/lan/norrbotten")
            .await
            .has("Varsel 0")
    );
}

#[tokio::test]
async fn the_company_stands_on_the_cases_own_pages_alone() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    let url = register(&anna, &[]).await;
    assert!(anna.get(&url).await.has(COMPANY));
    for path in [
        "/varsel",
        "/varsel?format=csv",
        "/lan/norrbotten",
        "/",
        "/dialoger/45/underlag",
        "/varsel/ar/2026",
        "/sekretess",
    ] {
        assert!(!anna.get(path).await.has(COMPANY), "{path}");
    }
    let found = anna.get("/varsel?q=p%C3%A5hittade+bruket").await;
    assert!(found.has(&url), "who may read it finds it by the company");
    let list = anna.get("/varsel?format=csv").await;
    assert!(list.has("30 kap. 23 § OSL, 2026-11-23"), "{}", list.html);
}

#[tokio::test]
async fn an_open_case_stands_in_the_next_dialogues_pack_for_those_who_may_read_it() {
    let world = World::new().await;
    let (elsa, lotta) = (
        world.sign_in("Elsa Norling").await,
        world.sign_in("Lotta Grön").await,
    );
    let url = register(&elsa, &[("affected", "137"), ("company", "")]).await;
    let pack = elsa.get("/dialoger/45/underlag").await;
    assert!(pack.has("Varsel, 137 berörda, tillverkningsindustri, Kalix"));
    assert!(pack.has("Sekretessmarkerad (30 kap. 23 § OSL, 2026-11-23)."));
    let other = lotta.get("/dialoger/45/underlag").await;
    assert!(other.status == 200 && !other.has("137 berörda"));
    assert!(other.has("Det finns inga öppna ärenden att visa."));
    assert!(
        !elsa
            .get("/dialoger/45/underlag?version=delad")
            .await
            .has("137")
    );
    let word = elsa.bytes("/dialoger/45/underlag/word").await;
    assert!(!word.is_empty());
    let freeze = elsa.get("/dialoger/45/underlag/fryst").await;
    let digest = freeze.field("digest");
    let frozen = elsa
        .post("/dialoger/45/underlag/fryst", &[("digest", &digest)])
        .await;
    assert_eq!(frozen.status, 303, "{}", frozen.html);
    assert!(elsa.get("/dialoger/45/underlag").await.has("137 berörda"));
    let other = lotta.get("/dialoger/45/underlag").await;
    assert!(!other.has("137 berörda") && !other.has("Ändrat sedan frysningen"));
    send(&elsa, &format!("{url}/avslutat"), &[("result", "Löst.")]).await;
    assert!(
        elsa.get("/dialoger/45/underlag?version=nu")
            .await
            .has("Ändrat sedan frysningen")
    );
    let other = lotta.get("/dialoger/45/underlag").await;
    assert!(
        !other.has("Ändrat sedan frysningen"),
        "that would tell of it"
    );
}

#[tokio::test]
async fn who_may_read_it_follows_the_lan_and_those_it_names() {
    let world = World::quiet().await;
    let (elsa, chef) = (
        world.sign_in("Elsa Norling").await,
        world.sign_in("Ingela Strand").await,
    );
    let url = register(&elsa, &[]).await;
    let tove = world.sign_in("Tove Munk").await;
    assert_eq!(tove.get(&url).await.status, 404);
    let moved = form(&[("county", "09"), ("municipality", "0980")]);
    let saved = send(&elsa, &format!("{url}/andra"), &moved).await;
    assert_eq!(saved.status, 303, "{}", saved.html);
    assert_eq!(tove.get(&url).await.status, 200);
    assert_eq!(
        world.sign_in("Karim Nasser").await.get(&url).await.status,
        404
    );
    let judged = [
        ("answer", "needed"),
        ("person_id", "17"),
        ("reason", "Han kan frågan."),
    ];
    assert_eq!(
        send(&chef, &format!("{url}/bedomning"), &judged)
            .await
            .status,
        303
    );
    let karim = world.sign_in("Karim Nasser").await;
    assert_eq!(karim.get(&url).await.status, 200, "he is named on it");
    assert!(karim.get("/").await.has("Varsel där du är kontaktperson"));
}
