//! Strategiska satsningar: from an idea to a result, with who pays what and who decides.

use crate::arrange::{dialogue, run};
use crate::world::{Browser, Page, World};

fn form<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let right = [
        ("title", "Testbädd för industrins kompetens"),
        ("counties", "25"),
        ("issue_area_id", "8"),
        ("unit_id", "1"),
        ("description", "Med **lärosätet**."),
        ("region_part", "Region Norrbotten leder."),
        ("our_kronor", "4 000 000"),
    ];
    let other = |name: &str| changed.iter().any(|(each, _)| *each == name);
    let kept = right.into_iter().filter(|(name, _)| !other(name));
    kept.chain(changed.iter().copied()).collect()
}

const PARTNERS: [(&str, &str); 4] = [
    ("partners", "Region Norrbotten"),
    ("kronor", "1 500 000 kr"),
    ("partners", "Kommunerna"),
    ("kronor", ""),
];

async fn add(browser: &Browser, changed: &[(&str, &str)]) -> String {
    let made = browser.post("/satsningar/ny", &form(changed)).await;
    assert_eq!(made.status, 303, "{}", made.html);
    made.location
}

async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let version = browser.get(path).await.field("version");
    let version = [("version", version.as_str())];
    let fields: Vec<_> = fields.iter().chain(&version).copied().collect();
    browser.post(path, &fields).await
}

async fn judge(browser: &Browser, url: &str, relevant: &str) -> Page {
    let fields = [("relevant", relevant), ("relevance", "Behovet är stort.")];
    send(browser, &format!("{url}/bedomning"), &fields).await
}

#[tokio::test]
async fn an_idea_becomes_a_result_step_by_step() {
    let world = World::quiet().await;
    let (elsa, chef) = (
        world.sign_in("Elsa Norling").await,
        world.sign_in("Ingela Strand").await,
    );
    let url = add(&elsa, &PARTNERS).await;
    let page = elsa.get(&url).await;
    for text in [
        "Idé",
        "4\u{a0}000\u{a0}000",
        "1\u{a0}500\u{a0}000",
        "5\u{a0}500\u{a0}000",
        "inte satt",
        "1 andel är inte satt och räknas inte",
        "<strong>lärosätet</strong>",
    ] {
        assert!(page.has(text), "{text}");
    }
    let status = format!("{url}/status");
    let page = send(&elsa, &status, &[("status", "prepared")]).await;
    assert!(page.status == 422 && page.has("Bedöm först om satsningen är relevant"));
    assert_eq!(judge(&elsa, &url, "ja").await.status, 303);
    assert_eq!(
        send(&elsa, &status, &[("status", "prepared")]).await.status,
        303
    );
    let page = elsa.get(&status).await;
    assert!(!page.has("value=\"decided\"") && page.has("Ja och nej sägs av en chef."));
    let decided = [
        ("status", "decided"),
        ("decision", "Dnr 2026/0412"),
        ("decided_on", "2026-11-20"),
    ];
    assert_eq!(send(&elsa, &status, &decided).await.status, 403);
    let page = send(
        &chef,
        &status,
        &[("status", "decided"), ("decision", "Dnr 2026/0412")],
    )
    .await;
    assert!(
        page.status == 422
            && page.has("Ange vilken dag beslutet fattades.")
            && page.has("Dnr 2026/0412")
    );
    let late = [decided[0], decided[1], ("decided_on", "2026-11-24")];
    assert!(
        send(&chef, &status, &late)
            .await
            .has("Datumet har inte varit ännu.")
    );
    let saved = send(&chef, &status, &decided).await;
    assert_eq!(saved.status, 303, "{}", saved.html);
    assert!(elsa.get(&url).await.has("20 november 2026, Ingela Strand"));
    let page = send(&elsa, &status, &[("status", "reported")]).await;
    assert!(
        page.status == 422 && page.has("Välj en status i listan."),
        "one step at a time"
    );
    assert_eq!(
        send(&elsa, &status, &[("status", "ongoing")]).await.status,
        303
    );
    let page = send(&elsa, &status, &[("status", "reported")]).await;
    assert!(page.status == 422 && page.has("Skriv vilket resultat satsningen gav."));
    let reported = [("status", "reported"), ("result", "Fyrtio företag är med.")];
    assert_eq!(send(&elsa, &status, &reported).await.status, 303);
    let page = elsa.get(&url).await;
    assert!(
        page.has("Slutrapporterad")
            && page.has("Fyrtio företag är med.")
            && page.has("Dnr 2026/0412")
    );
    assert_eq!(world.events("investment_status_changed").await, 4);
    let history = elsa.get(&format!("{url}/historik")).await;
    for text in [
        "lade till satsningen",
        "bedömde satsningens relevans",
        "ändrade satsningens status",
        "Region Norrbotten: 1500000 kr",
    ] {
        assert!(history.has(text), "{text}");
    }
}

#[tokio::test]
async fn what_is_not_relevant_goes_no_further_than_to_a_no() {
    let world = World::quiet().await;
    let (elsa, chef) = (
        world.sign_in("Elsa Norling").await,
        world.sign_in("Ingela Strand").await,
    );
    let url = add(&elsa, &[]).await;
    let status = format!("{url}/status");
    assert_eq!(judge(&elsa, &url, "nej").await.status, 303);
    let page = send(&elsa, &status, &[("status", "prepared")]).await;
    assert!(page.status == 422 && page.has("bedömd som inte relevant"));
    let rejected = [
        ("status", "rejected"),
        ("decision", "Dnr 1"),
        ("decided_on", "2026-11-20"),
    ];
    assert_eq!(send(&elsa, &status, &rejected).await.status, 403);
    assert_eq!(send(&chef, &status, &rejected).await.status, 303);
    assert!(chef.get(&url).await.has("Avslagen"));
    let log = elsa.get("/bedomningar?fraga=financing").await;
    assert!(
        log.has("Inte relevant") && log.has("Testbädd för industrins kompetens") && log.has(&url)
    );
    let again = add(&elsa, &[("title", "En till")]).await;
    judge(&elsa, &again, "ja").await;
    send(&elsa, &format!("{again}/status"), &[("status", "prepared")]).await;
    let page = judge(&elsa, &again, "nej").await;
    assert!(page.status == 422 && page.has("Ändra status först."));
}

#[tokio::test]
async fn who_proposes_changes_an_idea_and_who_leads_the_rest() {
    let world = World::quiet().await;
    let (anna, elsa) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Elsa Norling").await,
    );
    let url = add(&anna, &[]).await;
    let edit = format!("{url}/andra");
    let changed = send(&anna, &edit, &form(&[("title", "Testbädd två")])).await;
    assert_eq!(changed.status, 303, "{}", changed.html);
    assert_eq!(anna.get(&format!("{url}/bedomning")).await.status, 403);
    assert_eq!(anna.get(&format!("{url}/status")).await.status, 403);
    judge(&elsa, &url, "ja").await;
    send(&elsa, &format!("{url}/status"), &[("status", "prepared")]).await;
    assert_eq!(anna.get(&edit).await.status, 403, "it is no longer an idea");
    assert_eq!(elsa.get(&edit).await.status, 200);
    let jonas = world.sign_in("Jonas Ekdahl").await;
    assert_eq!(jonas.get(&edit).await.status, 403);
    let wide = jonas.post("/satsningar/ny", &form(&[])).await;
    assert!(
        wide.status == 403 && wide.has("Med **lärosätet**."),
        "her text is there"
    );
    for name in ["Lotta Grön", "Peter Blad", "Astrid Vik"] {
        let other = world.sign_in(name).await;
        assert_eq!(other.get("/satsningar/ny").await.status, 403, "{name}");
        assert_eq!(other.get(&url).await.status, 200, "{name} may read");
    }
}

#[tokio::test]
async fn mistakes_come_back_whole() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa Norling").await;
    let wrong = [
        ("title", " "),
        ("our_kronor", "1,5 miljoner"),
        ("partners", ""),
        ("kronor", "700000"),
        ("partners", "Kommunerna"),
        ("kronor", "mycket"),
        ("starts_on", "2027-05-01"),
        ("ends_on", "2027-04-01"),
        ("unit_id", "999"),
    ];
    let page = elsa.post("/satsningar/ny", &form(&wrong)).await;
    assert_eq!(page.status, 422);
    for text in [
        "Rätta 6 uppgifter",
        "1,5 miljoner",
        "Skriv beloppet i hela kronor",
        "Skriv vilken part beloppet gäller.",
        "id=\"error-kronor_2\"",
        "value=\"mycket\"",
        "value=\"Kommunerna\"",
        "Slutdatum behöver vara",
        "Med **lärosätet**.",
    ] {
        assert!(page.has(text), "{text}");
    }
    let none = elsa.post("/satsningar/ny", &[]).await;
    assert!(none.status == 422 && none.has("Välj minst ett län."));
    for (field, value) in [
        ("our_kronor", "-5"),
        ("our_kronor", "9999999999999"),
        ("description", "811218-9876"),
    ] {
        assert_eq!(
            elsa.post("/satsningar/ny", &form(&[(field, value)]))
                .await
                .status,
            422,
            "{value}"
        );
    }
    assert_eq!(world.count("select count(*) from investments").await, 0);
}

#[tokio::test]
async fn from_a_dialogue_an_issue_area_or_a_line_the_form_is_filled_in() {
    let world = World::quiet().await;
    let of = dialogue(&world, "25", "2026-11-20", "following_up").await;
    run(
        &world,
        "insert into outcomes (id, dialogue_id, issue_area_id, kind, text, token, position, created_at, updated_at)
         values (7, 1, 8, 'wish', 'Finansiera en testbädd', 't', 1, '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z')",
    )
    .await;
    let elsa = world.sign_in("Elsa Norling").await;
    for path in [
        format!("/satsningar/ny?dialog={of}"),
        "/satsningar/ny?utfall=7".to_owned(),
    ] {
        let page = elsa.get(&path).await;
        assert!(
            page.has("selected>Norrbotten 2026-11-20") && page.has("value=\"25\" checked"),
            "{path}"
        );
    }
    assert!(
        elsa.get("/satsningar/ny?utfall=7")
            .await
            .has("value=\"Finansiera en testbädd\"")
    );
    assert!(
        elsa.get("/satsningar/ny?sakfraga=8")
            .await
            .has("value=\"8\" selected")
    );
    let url = add(&elsa, &[("dialogue_id", "1")]).await;
    for path in ["/dialoger/1", "/lan/norrbotten", "/sakfragor/8"] {
        assert!(
            elsa.get(path).await.has(&format!("href=\"{url}\"")),
            "{path}"
        );
    }
    for unknown in [
        "/satsningar/ny?dialog=99",
        "/satsningar/ny?utfall=x",
        "/satsningar/99",
        "/satsningar/99/status",
        "/satsningar/99/historik",
    ] {
        assert_eq!(elsa.get(unknown).await.status, 404, "{unknown}");
    }
}

#[tokio::test]
async fn the_list_sums_ours_and_theirs_apart_and_never_ideas_with_decisions() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa Norling").await;
    let chef = world.sign_in("Ingela Strand").await;
    assert!(elsa.get("/satsningar").await.has("Inga satsningar ännu."));
    add(&elsa, &[&PARTNERS[..], &[("title", "En idé")]].concat()).await;
    let url = add(
        &elsa,
        &[
            ("title", "Ett beslut"),
            ("our_kronor", "250 000"),
            ("counties", "24"),
        ],
    )
    .await;
    judge(&elsa, &url, "ja").await;
    send(&elsa, &format!("{url}/status"), &[("status", "prepared")]).await;
    let decided = [
        ("status", "decided"),
        ("decision", "Dnr 1"),
        ("decided_on", "2026-11-20"),
    ];
    send(&chef, &format!("{url}/status"), &decided).await;
    let page = elsa.get("/satsningar").await;
    for text in [
        "2 satsningar",
        "Beslutade, pågående och slutrapporterade",
        "Idéer och de som bereds",
        "5\u{a0}500\u{a0}000",
        "250\u{a0}000",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert!(
        !page.has("5\u{a0}750\u{a0}000") && !page.has("4\u{a0}250\u{a0}000"),
        "they are not one sum"
    );
    for (query, there, not) in [
        ("status=decided", "Ett beslut", "En idé"),
        ("lan=norrbotten", "En idé", "Ett beslut"),
        ("q=kommunerna", "En idé", "Ett beslut"),
        ("sakfraga=8&sortera=-vart", "En idé", "Inga träffar"),
        ("team=norr", "Ett beslut", "Inga träffar"),
    ] {
        let page = elsa.get(&format!("/satsningar?{query}")).await;
        assert!(page.has(there) && !page.has(not), "{query}");
    }
    assert!(
        elsa.get("/satsningar?lan=gotland")
            .await
            .has("Inga träffar.")
    );
    let file = elsa.get("/satsningar?format=csv").await;
    assert!(
        file.has("Vår del, kronor")
            && file.has("Övriga parters del, kronor")
            && file.has("1500000"),
        "{}",
        file.html
    );
    assert_eq!(elsa.bytes("/satsningar?format=xlsx").await[..2], *b"PK");
}

#[tokio::test]
async fn two_who_meet_lose_nothing() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa Norling").await;
    let url = add(&elsa, &PARTNERS).await;
    let edit = format!("{url}/andra");
    let fields = |changed: &[(&'static str, &'static str)]| {
        let all = form(&[&PARTNERS[..], changed, &[("version", "1")]].concat());
        all.into_iter()
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .collect::<Vec<_>>()
    };
    let post = async |changed: &[(&'static str, &'static str)]| {
        let fields = fields(changed);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        elsa.post(&edit, &fields).await
    };
    assert_eq!(post(&[("title", "Hennes titel")]).await.status, 303);
    let merged = post(&[("our_role", "Vi sitter i styrgruppen.")]).await;
    assert_eq!(merged.status, 303, "{}", merged.html);
    let page = elsa.get(&url).await;
    assert!(page.has("Hennes titel") && page.has("Vi sitter i styrgruppen."));
    let clash = post(&[("title", "Min titel")]).await;
    assert!(clash.status == 409 && clash.has("Min titel") && clash.has("Hennes titel"));
}
