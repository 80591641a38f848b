//! Two contacts that are one person: found by name, seen side by side, chosen among, and covered together.

use super::{actor, contact, id};
use crate::world::{Browser, World};

#[tokio::test]
async fn a_contact_that_is_there_twice_is_pointed_out_and_merged_with_everything() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let kept = contact(&world, &anna, &[("name", "Kristina Halvarsson")]).await;
    let organisation = actor(&world, "25").await;
    let again = [
        ("name", "Christina Halvarsson"),
        ("organisation_id", organisation.as_str()),
        ("phone", "070-123 45 67"),
        ("data_purpose", "Kontakt"),
        ("data_source", "Webben"),
        ("review_on", "2027-11-23"),
    ];
    let asked = anna.post("/kontakter/ny", &again).await;
    assert_eq!(asked.status, 422);
    assert!(asked.has("Kan vara samma person") && asked.has(&format!("href=\"{kept}\"")));
    let sure: Vec<_> = again.into_iter().chain([("anyway", "ja")]).collect();
    let other = anna.post("/kontakter/ny", &sure).await.location;
    let entry = [
        ("county", "25"),
        ("held_on", "2026-11-20"),
        ("channel", "phone"),
        ("subject", "Om utlysningen"),
        ("met", id(&other)),
        ("organisation_id", organisation.as_str()),
    ];
    assert_eq!(anna.post("/kontakter/logg/ny", &entry).await.status, 303);
    let merge = format!("{other}/sla-ihop");
    let page = anna.get(&merge).await;
    assert!(page.has("Kristina Halvarsson") && page.has("Behåll den här"));
    let page = anna.get(&format!("{merge}?into={}", id(&kept))).await;
    assert!(
        page.has("1 roll, 1 loggad kontakt och inga dialoger"),
        "{}",
        page.html
    );
    let stale = anna
        .post(
            &merge,
            &[("into", id(&kept)), ("version", "9"), ("into_version", "1")],
        )
        .await;
    assert_eq!(stale.status, 409);
    let sent = [("into", id(&kept)), ("version", "1"), ("into_version", "1")];
    let merged = anna.post(&merge, &sent).await;
    assert_eq!(
        (merged.status, merged.location.as_str()),
        (303, kept.as_str()),
        "{}",
        merged.html
    );
    let page = anna.get(&kept).await;
    assert!(page.has("Om utlysningen") && page.has("070-123 45 67"));
    let on = anna.get(&other).await;
    assert_eq!(
        (on.status, on.location.as_str()),
        (303, kept.as_str()),
        "the address leads on"
    );
    assert!(!anna.get("/kontakter").await.has("Christina"));
    let behind = world.count("select (select count(*) from contact_entry_people x join contacts c on c.id = x.contact_id where c.merged_into is not null)
        + (select count(*) from contact_roles r join contacts c on c.id = r.contact_id where c.merged_into is not null)").await;
    assert_eq!(behind, 0, "nothing is left behind");
    let history = anna.get(&format!("{kept}/historik")).await;
    assert!(history.has("slog ihop två kontakter") && history.has("Christina Halvarsson"));
    assert_eq!(
        anna.post(&merge, &sent).await.location,
        kept,
        "once more does nothing"
    );
}

/// Someone who is there twice, with whatever else is given of the second.
async fn twice(world: &World, browser: &Browser, other: &[(&str, &str)]) -> (String, String) {
    let first = [
        ("name", "Kristina Halvarsson"),
        ("email", "kristina@region.example"),
    ];
    let kept = contact(world, browser, &first).await;
    let second = [("name", "Christina Halvarsson"), ("anyway", "ja")];
    let second: Vec<_> = second.into_iter().chain(other.iter().copied()).collect();
    (kept, contact(world, browser, &second).await)
}

#[tokio::test]
async fn what_differs_is_seen_side_by_side_and_chosen() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let more = [
        ("email", "c.halvarsson@region.example"),
        ("phone", "070-123 45 67"),
        ("notes", "Pratar helst på morgonen."),
        ("review_on", "2027-05-01"),
    ];
    let (kept, other) = twice(&world, &anna, &more).await;
    let merge = format!("{other}/sla-ihop");
    let page = anna.get(&format!("{merge}?into={}", id(&kept))).await;
    for words in [
        "kristina@region.example",
        "c.halvarsson@region.example",
        "070-123 45 67",
        "Pratar helst på morgonen.",
        "2027-05-01",
        "2027-11-23",
        "Samma roll på samma ställe blir en.",
    ] {
        assert!(page.has(words), "{words}");
    }
    assert!(page.has("id=\"kept-email\" name=\"email\" value=\"kept\" checked"));
    assert!(
        !page.has("name=\"phone\""),
        "only one has a number: there is nothing to choose"
    );
    let sent = [
        ("into", id(&kept)),
        ("email", "other"),
        ("name", "kept"),
        ("version", "1"),
        ("into_version", "9"),
    ];
    let stale = anna.post(&merge, &sent).await;
    assert_eq!(stale.status, 409);
    assert!(stale.has("id=\"other-email\" name=\"email\" value=\"other\" checked"));
    let sent = [&sent[..4], &[("into_version", "1")]].concat();
    assert_eq!(anna.post(&merge, &sent).await.location, kept);
    let page = anna.get(&kept).await;
    assert!(page.has("<h1>Kristina Halvarsson</h1>") && page.has("c.halvarsson@region.example"));
    assert!(page.has("070-123 45 67") && !page.has("mailto:kristina@region.example"));
    let roles = "select count(*) from contact_roles where title = 'näringslivsstrateg'";
    assert_eq!(world.count(roles).await, 1, "the same post twice is one");
    let history = anna.get(&format!("{kept}/historik")).await;
    assert!(
        history.has("<del>kristina@region.example</del>"),
        "{}",
        history.html
    );
}

#[tokio::test]
async fn another_contact_is_found_by_name_and_not_by_number() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let kept = contact(&world, &anna, &[("name", "Vera Lundmark")]).await;
    let other = contact(&world, &anna, &[("name", "Veronika Berg")]).await;
    let merge = format!("{other}/sla-ihop");
    let page = anna.get(&merge).await;
    assert!(page.has("Ingen liknande kontakt hittades.") && page.has("Sök en annan kontakt"));
    let found = anna.get(&format!("{merge}?q=lundmark")).await;
    assert!(found.has(&format!("href=\"{merge}?into={}\"", id(&kept))));
    assert!(found.has("Näringslivsstrateg") || found.has("näringslivsstrateg"));
    let own = anna.get(&format!("{merge}?q=veronika")).await;
    assert!(own.has("Ingen kontakt hittades."), "not with herself");
    let nobody = anna.get(&format!("{merge}?into=9999")).await;
    assert!(nobody.status == 422 && nobody.has("Välj en annan."));
}

#[tokio::test]
async fn one_who_was_merged_is_taken_out_and_pseudonymised_with_the_other() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let (kept, other) = twice(&world, &anna, &[]).await;
    let organisation = actor(&world, "25").await;
    let said = [
        ("county", "25"),
        ("held_on", "2026-11-20"),
        ("channel", "phone"),
        ("subject", "Om utlysningen"),
        ("organisation_id", organisation.as_str()),
        ("text", "Christina Halvarsson vill ha underlag."),
    ];
    let entry = anna.post("/kontakter/logg/ny", &said).await.location;
    let sent = [("into", id(&kept)), ("version", "1"), ("into_version", "1")];
    anna.post(&format!("{other}/sla-ihop"), &sent).await;
    assert!(
        anna.get(&format!("{kept}/utdrag")).await.has(&entry),
        "under both her names"
    );
    let gone = format!("{kept}/pseudonymisera");
    let merged = anna.get(&format!("{other}/pseudonymisera")).await;
    assert_eq!(
        merged.location, gone,
        "the question is put where the answer holds for both"
    );
    let page = anna.get(&gone).await;
    assert!(page.has("Det gäller också Christina Halvarsson") && page.has(&entry));
    let sure = [("version", "2"), ("sure", "ja")];
    let early = anna.post(&format!("{other}/pseudonymisera"), &sure).await;
    assert_eq!(early.location, gone);
    assert_eq!(anna.post(&gone, &sure).await.location, kept);
    let told = "select count(*) from contacts where name like '%Halvarsson%'";
    assert_eq!(world.count(told).await, 0);
    let after = anna.get(&format!("{other}/pseudonymisera")).await;
    assert_eq!(after.location, gone);
    assert_eq!(
        anna.get(&gone).await.location,
        kept,
        "and from there to her page, which says so"
    );
}
