//! Samlat dialogunderlag: what it holds, what is missing, in which order, as a page and as Word.

pub mod filled;
mod freezing;
mod sharing;

use crate::world::{Browser, Page, World};
use filled::{fill, planned};
use std::io::{Cursor, Read};

/// The text of a downloaded Word file, as it is stored.
pub async fn word(browser: &Browser, path: &str) -> String {
    let answer = browser.bytes(path).await;
    let mut archive = zip::ZipArchive::new(Cursor::new(answer)).expect("a Word file");
    let mut text = String::new();
    for name in [
        "word/document.xml",
        "docProps/core.xml",
        "word/footer1.xml",
        "word/numbering.xml",
    ] {
        let mut file = archive.by_name(name).expect(name);
        file.read_to_string(&mut text).expect("text");
    }
    text
}

#[tokio::test]
async fn the_pack_puts_together_what_has_been_written() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, false).await;
    let page = elsa.get(&url).await;
    assert_eq!(page.status, 200);
    let mut last = 0;
    for words in [
        "Länet och dess människor</h2>",
        "Region Norrbotten",
        "tf. Elsa Norling",
        "Medverkande</h2>",
        "Karin Exempel",
        "Inbjudna myndigheter",
        "Vinnova",
        "Dagordning</h2>",
        "<td>09.00</td>",
        "INNE punkt",
        "<td>10.30</td>",
        "Nationell bedömning</h2>",
        "INNE view",
        "Ställningstaganden</h2>",
        "<h3>Kompetensförsörjning</h3>",
        "INNE summary",
        "INNE national_line",
        "Sammanställning av nationella underlag</h2>",
        "<h3>Kunskapsutveckling</h3>",
        "INNE text",
        "Regionalt underlag</h2>",
        "INNE regional",
        "Sedan sist</h2>",
        "Kartlägg behoven",
        "Tredje gången",
    ] {
        let at = page.html[last..].find(words);
        last += at.unwrap_or_else(|| panic!("{words} is not there, or stands too early"));
    }
    for mark in [
        "Ställningstagandet vilar på en äldre version av underlaget.",
        "har slutat gälla på dialogens dag",
    ] {
        assert!(page.has(mark), "{mark}");
    }
}

#[tokio::test]
async fn what_is_missing_stands_first_and_stops_nothing() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    let page = elsa.get(&url).await;
    assert!(page.has("id=\"saknas\"") && page.has("Aktuella sakfrågor"));
    fill(&world, id, false).await;
    let page = elsa.get(&url).await;
    assert!(page.html.find("id=\"saknas\"") < page.html.find("id=\"del-county\""));
    assert!(page.has("Förenkling (Regelförenkling)</a>"));
    assert!(page.has("Ställningstagande i Regelförenkling"));
    assert!(page.has("Nationell bedömning: de regionala tillväxtprocesserna"));
    assert!(!page.has("Nationell bedömning: det regionala tillväxtarbetet"));
    assert!(
        word(&elsa, &format!("{url}/word"))
            .await
            .contains("Förenkling (Regelförenkling)")
    );
    assert_eq!(freeze(&elsa, &url).await.status, 303);
}

#[tokio::test]
async fn parts_change_places_are_left_out_and_two_who_meet_lose_nothing() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, false).await;
    let form = format!("{url}/delar");
    let parts = [
        "county",
        "participants",
        "agenda",
        "assessment",
        "positions",
        "compilation",
        "regional",
        "surroundings",
        "cases",
        "since",
    ];
    let shown: Vec<(&str, &str)> = parts.iter().map(|part| ("parts", *part)).collect();
    let shared: Vec<(&str, &str)> = parts.iter().map(|part| ("parts_shared", *part)).collect();
    let with = |more: &[(&'static str, &'static str)]| [&shown[..], &shared[..], more].concat();
    let moved = elsa
        .post(&form, &with(&[("flytta", "since-upp"), ("version", "0")]))
        .await;
    assert_eq!(moved.status, 303, "{}", moved.html);
    assert!(moved.location.ends_with("/delar#del-since"));
    let page = elsa.get(&url).await;
    assert!(page.html.find("id=\"del-since\"") < page.html.find("id=\"del-cases\""));
    // Someone else leaves a part out, on a page from before the move: both stand.
    let out = with(&[("parts_left_out", "compilation"), ("version", "0")]);
    assert_eq!(elsa.post(&form, &out).await.status, 303);
    let page = elsa.get(&url).await;
    assert!(!page.has("id=\"del-compilation\"") && page.has("id=\"del-since\""));
    assert!(page.html.find("id=\"del-since\"") < page.html.find("id=\"del-cases\""));
    // And of two who leave different parts out, the second sees the first.
    let out = with(&[("parts_left_out", "agenda"), ("version", "0")]);
    let clash = elsa.post(&form, &out).await;
    assert!(clash.status == 409 && clash.has("class=\"conflict\""));
    assert!(clash.has("id=\"out-agenda\" name=\"parts_left_out\" value=\"agenda\" checked"));
    let history = elsa.get(&format!("/dialoger/{id}/historik")).await;
    assert!(history.has("ändrade dialogunderlagets delar") && history.has("Utelämnade delar"));
    let unknown = elsa.post(&form, &[("parts", "okänd")]).await;
    assert!(unknown.status == 422 && unknown.has("En del finns inte."));
}

#[tokio::test]
async fn word_is_a_file_with_a_name_that_says_which() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, true).await;
    let names = [
        ("word", "dialogunderlag-norrbotten-2027-03-17.docx"),
        (
            "word?version=delad",
            "dialogunderlag-att-dela-norrbotten-2027-03-17.docx",
        ),
    ];
    for (path, name) in names {
        let request = elsa.request(reqwest::Method::GET, &format!("{url}/{path}"));
        let answer = elsa.send(request).await;
        assert_eq!(answer.status, 200);
        let header = |name: &str| answer.headers[name].to_str().expect("text").to_owned();
        assert_eq!(
            header("content-disposition"),
            format!("attachment; filename=\"{name}\"")
        );
        assert_eq!(header("cache-control"), "no-store");
        assert!(header("content-type").ends_with("wordprocessingml.document"));
    }
    let once = elsa.bytes(&format!("{url}/word")).await;
    assert_eq!(once, elsa.bytes(&format!("{url}/word")).await);
    let xml = word(&elsa, &format!("{url}/word")).await;
    assert!(xml.contains("Samlat dialogunderlag Norrbotten"));
    assert!(xml.contains("<w:tblHeader/>") && xml.contains("INNE not_promised"));
}

#[tokio::test]
async fn everyone_logged_in_reads_it_and_nobody_else() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, false).await;
    for name in ["Peter", "Lotta", "Astrid", "Jonas"] {
        let reader = world.sign_in(name).await;
        let page = reader.get(&url).await;
        assert!(page.status == 200 && !page.has("/fryst\"") && !page.has("/delar\""));
        assert_eq!(reader.get(&format!("{url}/word")).await.status, 200);
    }
    let visitor = world.visitor();
    for path in [
        url.clone(),
        format!("{url}/word"),
        format!("{url}?version=delad"),
    ] {
        let answer = visitor.get(&path).await;
        assert!(answer.status == 303 && answer.location.starts_with("/logga-in"));
    }
    assert_eq!(elsa.get("/dialoger/999999/underlag").await.status, 404);
}

#[tokio::test]
async fn a_pack_of_forty_pages_is_made_in_well_under_two_seconds() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, true).await;
    filled::forty_pages(&world, id).await;
    elsa.get("/konto").await;
    for path in [
        url.clone(),
        format!("{url}/word"),
        format!("{url}?version=delad"),
    ] {
        let begun = std::time::Instant::now();
        let bytes = elsa.bytes(&path).await;
        let took = begun.elapsed();
        assert!(bytes.len() > 20_000, "{path}: {}", bytes.len());
        // Debug builds are many times slower than what is run in earnest.
        assert!(took.as_secs_f64() < 2.0, "{path} took {took:?}");
    }
    let words = elsa.get(&url).await.html.split_whitespace().count();
    assert!(words > 16_000, "forty pages of 400 words: {words}");
}

/// Freezes a pack as it is read now.
async fn freeze(browser: &Browser, url: &str) -> Page {
    let path = format!("{url}/fryst");
    let digest = browser.get(&path).await.field("digest");
    browser.post(&path, &[("digest", &digest)]).await
}
