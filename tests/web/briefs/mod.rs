//! Underlag: begun, written, handed over, approved, replaced; and who is refused.

mod compare;
mod list;
mod together;

use crate::world::{Browser, Page, World};

/// Etableringar och expansion is Regioner's: uppdragsansvariga write it, Ingela approves it.
pub const ABOUT: [(&str, &str); 1] = [("about", "sakfraga/12")];

/// A brief that there was none of, begun; its address.
pub async fn begun(browser: &Browser) -> String {
    let page = browser.post("/underlag/nytt", &ABOUT).await;
    assert_eq!(page.status, 303, "{}", page.html);
    page.location.trim_end_matches("/skriv").to_owned()
}

/// The fields of the writing page as they stand, with some of them otherwise.
pub async fn fields(browser: &Browser, url: &str, other: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = browser.get(&format!("{url}/skriv")).await;
    assert_eq!(page.status, 200, "{url}");
    let mut all: Vec<(String, String)> = ["version", "number", "valid_from", "valid_to"]
        .into_iter()
        .map(|name| (name.to_owned(), value(&page, name)))
        .collect();
    for name in areas(&page) {
        let text = area(&page, &name);
        all.push((name, text));
    }
    for (name, value) in other {
        all.retain(|(each, _)| each != name);
        all.push(((*name).to_owned(), (*value).to_owned()));
    }
    all
}

fn value(page: &Page, name: &str) -> String {
    let marker = format!("name=\"{name}\"");
    let Some(at) = page.html.find(&marker) else {
        return String::new();
    };
    let tag = &page.html[at..at + page.html[at..].find('>').unwrap_or(0)];
    let rest = tag.split_once("value=\"").map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// Names of the long texts, in the order of the page.
pub fn areas(page: &Page) -> Vec<String> {
    let parts = page.html.split("<textarea").skip(1);
    parts
        .filter_map(|part| part.split_once("name=\""))
        .map(|(_, rest)| rest.split('"').next().unwrap_or_default().to_owned())
        .collect()
}

/// What stands in a long text, as the page escapes it.
pub fn area(page: &Page, name: &str) -> String {
    let marker = format!("name=\"{name}\"");
    let Some((_, rest)) = page.html.split_once(&marker) else {
        return String::new();
    };
    let (_, rest) = rest.split_once('>').unwrap_or_default();
    let text = rest.split("</textarea>").next().unwrap_or_default();
    text.trim_start_matches('\n').to_owned()
}

pub async fn post(browser: &Browser, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post(path, &fields).await
}

/// Saves with some fields otherwise, on top of what stands.
pub async fn saved(browser: &Browser, url: &str, other: &[(&str, &str)]) {
    let fields = fields(browser, url, other).await;
    let page = post(browser, &format!("{url}/skriv"), &fields).await;
    assert_eq!(page.status, 303, "{}", page.html);
}

pub const WHOLE: [(&str, &str); 2] = [
    ("summary", "Det viktigaste om etableringar"),
    ("valid_from", "2026-12-01"),
];

/// Takes a step with the version that stands now.
pub async fn step(world: &World, browser: &Browser, url: &str, step: &str) -> Page {
    let version = world
        .count("select version from brief_versions order by updated_at desc, id desc limit 1")
        .await;
    browser
        .post(
            &format!("{url}/{step}"),
            &[("version", &version.to_string())],
        )
        .await
}

#[tokio::test]
async fn a_brief_is_written_reviewed_sent_back_approved_and_replaced() {
    let world = World::quiet().await;
    let (elsa, ingela) = (world.sign_in("Elsa").await, world.sign_in("Ingela").await);
    let url = begun(&elsa).await;
    assert!(elsa.get(&url).await.has("0 av 4 avsnitt klara"));
    let page = step(&world, &elsa, &url, "granskning").await;
    assert_eq!(page.status, 422, "nothing is written yet");
    assert!(page.has("Skriv det viktigaste i korthet.") && page.has("Skriv från vilken dag"));
    saved(&elsa, &url, &WHOLE).await;
    let page = elsa.get(&url).await;
    assert!(
        page.has("Inte markerat som klart:"),
        "a warning, no hindrance"
    );
    assert_eq!(step(&world, &elsa, &url, "granskning").await.status, 303);
    assert!(
        ingela
            .get("/?visa=arbete")
            .await
            .has("Fastställ nationellt underlag: Etableringar och expansion")
    );
    assert!(
        ingela
            .get("/oversikt")
            .await
            .has("1 underlag väntar på att du fastställer det.")
    );
    assert_eq!(elsa.get(&format!("{url}/skriv")).await.status, 409);
    let version = world
        .count("select version from brief_versions")
        .await
        .to_string();
    let back = [("version", version.as_str()), ("reason", "Skriv om läget")];
    assert_eq!(
        ingela
            .post(&format!("{url}/aterlamnad"), &back)
            .await
            .status,
        303
    );
    let jonas = world.sign_in("Jonas").await;
    for lead in [&elsa, &jonas] {
        assert!(lead.get("/").await.has("Lämnades tillbaka: Skriv om läget"));
    }
    saved(&jonas, &url, &[("sources", "Samtal")]).await;
    assert_eq!(step(&world, &jonas, &url, "granskning").await.status, 303);
    assert_eq!(step(&world, &ingela, &url, "faststalld").await.status, 303);
    let page = elsa.get(&url).await;
    assert!(page.has("Fastställt av Ingela Strand 23 november 2026"));
    assert!(
        !ingela
            .get("/?visa=arbete")
            .await
            .has("Etableringar och expansion")
    );
    assert_eq!(
        elsa.post(&format!("{url}/ny-version"), &[]).await.status,
        303
    );
    let page = elsa.get(&format!("{url}/skriv")).await;
    assert_eq!(area(&page, "summary"), "Det viktigaste om etableringar");
    assert_eq!(value(&page, "valid_from"), "");
    saved(&elsa, &url, &[("valid_from", "2027-01-01")]).await;
    assert_eq!(step(&world, &elsa, &url, "granskning").await.status, 303);
    assert_eq!(step(&world, &ingela, &url, "faststalld").await.status, 303);
    let statuses = "select count(*) from brief_versions where status = 'superseded' and number = 1
                    or status = 'approved' and number = 2";
    assert_eq!(world.count(statuses).await, 2);
    let history = elsa.get(&format!("{url}/historik")).await;
    for words in [
        "fastställde underlaget: version 2",
        "lämnade tillbaka underlaget till den som skriver: version 1",
        "Ersatt",
    ] {
        assert!(history.has(words), "{words}");
    }
}

#[tokio::test]
async fn a_brief_that_is_not_needed_ends_with_a_reason_and_can_be_begun_again() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = begun(&elsa).await;
    let form = format!("{url}/behovs-inte");
    assert_eq!(elsa.get(&form).await.status, 200);
    let page = elsa.post(&form, &[("version", "1"), ("reason", "")]).await;
    assert!(page.status == 422 && page.has("Skriv ett skäl."));
    let page = elsa
        .post(&form, &[("version", "1"), ("reason", "Inget nytt i år")])
        .await;
    assert_eq!(page.status, 303);
    let page = elsa.get(&url).await;
    assert!(page.has("Behövs inte") && page.has("Skäl: Inget nytt i år"));
    assert_eq!(elsa.get(&form).await.status, 409);
    assert_eq!(
        elsa.post(&format!("{url}/ny-version"), &[]).await.status,
        303
    );
    assert!(elsa.get(&url).await.has("Version 2"));
}

#[tokio::test]
async fn a_national_brief_is_written_in_any_team_and_by_its_department_alone() {
    let world = World::new().await;
    let url = "/underlag/19";
    for name in ["Karim", "Fatima", "Hanna"] {
        let page = world.sign_in(name).await.get(&format!("{url}/skriv")).await;
        assert_eq!(page.status, 200, "{name} of Företag");
    }
    for name in [
        "Elsa",
        "Anna",
        "Eva",
        "Per",
        "Ida",
        "Torbjörn",
        "Ingela",
        "Lotta",
        "Astrid",
    ] {
        let browser = world.sign_in(name).await;
        assert_eq!(browser.get(url).await.status, 200, "{name} reads");
        assert_eq!(
            browser.get(&format!("{url}/skriv")).await.status,
            403,
            "{name}"
        );
        let sent = [("summary", "x"), ("number", "1"), ("version", "2")];
        let page = browser.post(&format!("{url}/skriv"), &sent).await;
        assert_eq!(page.status, 403, "{name}");
    }
    let torbjorn = world.sign_in("Torbjörn").await;
    let ingela = world.sign_in("Ingela").await;
    let approve = [("version", "3")];
    assert_eq!(
        ingela
            .post("/underlag/20/faststalld", &approve)
            .await
            .status,
        403
    );
    assert_eq!(
        torbjorn
            .post("/underlag/9/faststalld", &approve)
            .await
            .status,
        403
    );
    assert_eq!(
        torbjorn
            .post("/underlag/20/faststalld", &approve)
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn a_regional_brief_is_approved_by_the_teams_uppdragsansvarig() {
    let world = World::quiet().await;
    let (anna, elsa) = (world.sign_in("Anna").await, world.sign_in("Elsa").await);
    let page = anna.post("/underlag/nytt", &[("about", "lan/25")]).await;
    let url = page.location.trim_end_matches("/skriv").to_owned();
    saved(&anna, &url, &WHOLE).await;
    assert_eq!(step(&world, &anna, &url, "granskning").await.status, 303);
    for name in ["Anna", "Ingela", "Jonas"] {
        let browser = world.sign_in(name).await;
        assert_eq!(
            step(&world, &browser, &url, "faststalld").await.status,
            403,
            "{name}"
        );
    }
    assert!(
        elsa.get("/")
            .await
            .has("Fastställ regionalt underlag: Norrbotten")
    );
    assert_eq!(step(&world, &elsa, &url, "faststalld").await.status, 303);
    let again = anna.post("/underlag/nytt", &[("about", "lan/25")]).await;
    assert_eq!(again.location, url, "there is one already");
}

#[tokio::test]
async fn a_section_is_marked_ready_in_its_place() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = begun(&elsa).await;
    let id = world.count("select min(id) from brief_sections").await;
    let mark = format!("{url}/avsnitt/{id}");
    assert_eq!(elsa.post(&mark, &[("ready", "ja")]).await.status, 303);
    assert_eq!(
        elsa.post(&mark, &[("ready", "ja")]).await.status,
        303,
        "twice is once"
    );
    assert!(elsa.get(&url).await.has("1 av 4 avsnitt klara"));
    assert_eq!(world.events("brief_changed").await, 1);
    assert_eq!(elsa.post(&mark, &[("ready", "")]).await.status, 303);
    assert!(elsa.get(&url).await.has("0 av 4 avsnitt klara"));
    let foreign = format!("{url}/avsnitt/{}", id + 1000);
    assert_eq!(elsa.post(&foreign, &[("ready", "ja")]).await.status, 404);
}

#[tokio::test]
async fn a_text_that_is_too_long_is_told_at_its_field_and_kept() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = begun(&elsa).await;
    let id = world.count("select min(id) from brief_sections").await;
    let name = format!("text_{id}");
    let long = "Läget är gott. ".repeat(1_400);
    let fields = fields(&elsa, &url, &[(&name, &long)]).await;
    let page = post(&elsa, &format!("{url}/skriv"), &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.has("Korta den till högst 20000 tecken.") && page.has(&format!("error-{name}")));
    assert!(page.has(long.trim_end()));
}
