//! Kontaktlogg: logged from a län's page, followed up, signed, counted in days, and marked as secret.

use crate::contacts::{actor, contact, id};
use crate::world::{Browser, World};

/// Something said with Region Norrbotten, with whatever else is given.
async fn entry(world: &World, browser: &Browser, other: &[(&str, &str)]) -> String {
    let organisation = actor(world, "25").await;
    let usual = [
        ("county", "25"),
        ("organisation_id", organisation.as_str()),
        ("held_on", "2026-11-20"),
        ("channel", "phone"),
        ("subject", "Om utlysningen"),
    ];
    let named = |name: &str| other.iter().any(|(each, _)| *each == name);
    let rest = usual.into_iter().filter(|(name, _)| !named(name));
    let fields: Vec<_> = rest.chain(other.iter().copied()).collect();
    let page = browser.post("/kontakter/logg/ny", &fields).await;
    assert_eq!(page.status, 303, "{}", page.html);
    page.location
}

#[tokio::test]
async fn a_contact_is_logged_in_two_clicks_from_the_page_of_a_lan() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let ylva = contact(&world, &anna, &[]).await;
    let lan = anna.get("/lan/norrbotten").await;
    assert!(lan.has("/kontakter/logg/ny?lan=norrbotten") && lan.has("Ylva Strand"));
    assert!(lan.has("Kontakter 1") && lan.has("Ingen ännu"));
    let form = anna.get("/kontakter/logg/ny?lan=norrbotten").await;
    assert_eq!(form.field("held_on"), "2026-11-23");
    assert!(
        form.has("Ylva Strand") && form.has("Elsa Norling"),
        "those of the län, and colleagues"
    );
    let from = anna.get("/kontakter/logg/ny?lan=norrbotten&fran=lan").await;
    let back = [("from_county", from.field("from_county"))];
    let back = back.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(entry(&world, &anna, &back).await, "/lan/norrbotten");
    let url = entry(
        &world,
        &anna,
        &[
            ("met", id(&ylva)),
            ("colleagues", "1"),
            ("unit_id", "1"),
            ("issue_area_id", "2"),
            ("text", "Regionen väntar på besked."),
            ("follow_up", "Skicka besked"),
            ("follow_up_on", "2026-11-21"),
        ],
    )
    .await;
    let page = anna.get(&url).await;
    for words in [
        "Om utlysningen",
        "Ylva Strand",
        "Elsa Norling",
        "Regionen väntar på besked.",
        "Skicka besked",
        "2 dagar sen",
    ] {
        assert!(page.has(words), "{words}");
    }
    for list in [
        "/kontakter/logg",
        "/kontakter/logg?lan=norrbotten&vag=phone&sakfraga=2",
        "/kontakter/logg?visa=uppfoljning",
        "/lan/norrbotten",
        "/lan/norrbotten?visa=kontakter",
        "/lan/norrbotten/kontakter",
        &ylva,
    ] {
        assert!(anna.get(list).await.has("Om utlysningen"), "{list}");
    }
    assert!(
        !anna
            .get("/kontakter/logg?lan=kalmar")
            .await
            .has("Om utlysningen")
    );
    assert!(anna.get("/lan/norrbotten").await.has("I fas"));
    assert!(anna.get("/").await.has("Följ upp efter kontakter"));
    let done = [("version", "1"), ("till", "/")];
    assert_eq!(anna.post(&format!("{url}/foljd"), &done).await.status, 303);
    assert!(!anna.get("/").await.has("Skicka besked"));
    assert!(
        !anna
            .get("/kontakter/logg?visa=uppfoljning")
            .await
            .has("Om utlysningen")
    );
    let history = anna.get(&format!("{url}/historik")).await;
    assert!(
        history.has("loggade kontakten")
            && history.has("Ylva Strand")
            && history.has("markerade uppföljningen som gjord")
    );
}

#[tokio::test]
async fn what_cannot_be_logged_comes_back_with_a_reason() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    for (other, words) in [
        (vec![("subject", "")], "Skriv vad kontakten gällde."),
        (
            vec![("held_on", "2026-11-24")],
            "Dagen har inte varit ännu.",
        ),
        (vec![("channel", "duva")], "Välj hur ni hade kontakt."),
        (vec![("met", "99999")], "Välj något i listan."),
        (vec![("colleagues", "99999")], "Välj något i listan."),
        (vec![("organisation_id", "99999")], "Välj något i listan."),
        (
            vec![("follow_up", "Ring")],
            "Skriv vilken dag det ska följas upp.",
        ),
        (
            vec![("follow_up_on", "2026-12-01")],
            "Skriv vad som ska följas upp.",
        ),
        (
            vec![("follow_up", "Ring"), ("follow_up_on", "2026-11-01")],
            "samma dag som kontakten eller senare",
        ),
        (
            vec![("official", "ja")],
            "En tjänsteanteckning behöver en text",
        ),
    ] {
        let usual = [
            ("county", "25"),
            ("held_on", "2026-11-20"),
            ("channel", "phone"),
            ("subject", "Om utlysningen"),
        ];
        let named = |name: &str| other.iter().any(|(each, _)| *each == name);
        let rest = usual.into_iter().filter(|(name, _)| !named(name));
        let fields: Vec<_> = rest.chain(other.iter().copied()).collect();
        let page = anna.post("/kontakter/logg/ny", &fields).await;
        assert!(
            page.status == 422 && page.has(words),
            "{other:?} {}",
            page.status
        );
    }
    let there = [
        ("county", "08"),
        ("held_on", "2026-11-20"),
        ("channel", "phone"),
        ("subject", "Om utlysningen"),
    ];
    assert_eq!(
        anna.post("/kontakter/logg/ny", &there).await.status,
        403,
        "another's län"
    );
    assert_eq!(world.count("select count(*) from contact_entries").await, 0);
    assert!(
        anna.get("/kontakter/logg/ny")
            .await
            .has("/kontakter/logg/ny?lan=norrbotten"),
        "it is asked which län"
    );
}

#[tokio::test]
async fn a_tjansteanteckning_is_signed_and_never_changed() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let signed = [
        ("official", "ja"),
        ("text", "Regionen uppgav att planen antas i mars."),
    ];
    let url = entry(&world, &anna, &signed).await;
    let page = anna.get(&url).await;
    assert!(page.has("Signerad av Anna Lind 23 november 2026") && page.has("Skriv en rättelse"));
    assert!(!page.has(&format!("{url}/andra")));
    let change = [
        ("held_on", "2026-11-20"),
        ("channel", "phone"),
        ("subject", "Något annat sagt"),
        ("version", "1"),
    ];
    assert_eq!(anna.get(&format!("{url}/andra")).await.location, url);
    let sent = anna.post(&format!("{url}/andra"), &change).await;
    assert_eq!((sent.status, sent.location.as_str()), (303, url.as_str()));
    assert!(
        anna.get(&url)
            .await
            .has("Regionen uppgav att planen antas i mars.")
    );
    assert!(!anna.get("/kontakter/logg").await.has("Något annat sagt"));
    let correction = anna
        .get(&format!("/kontakter/logg/ny?lan=25&rattar={}", id(&url)))
        .await;
    assert!(correction.has("Rättelse: Om utlysningen"));
    assert!(
        anna.get("/kontakter/logg?visa=tjansteanteckningar")
            .await
            .has("Om utlysningen")
    );
}

#[tokio::test]
async fn what_is_not_signed_can_be_changed_by_two_at_once() {
    let world = World::quiet().await;
    let (anna, elsa) = (world.sign_in("Anna").await, world.sign_in("Elsa").await);
    let url = entry(&world, &anna, &[]).await;
    let organisation = actor(&world, "25").await;
    let form = |subject: &'static str, text: &'static str| {
        [
            ("organisation_id", organisation.clone()),
            ("held_on", "2026-11-20".into()),
            ("channel", "phone".into()),
            ("subject", subject.to_owned()),
            ("text", text.to_owned()),
            ("version", "1".into()),
        ]
    };
    let send = async |browser: &Browser, subject, text| {
        let form = form(subject, text);
        let fields: Vec<_> = form
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        browser.post(&format!("{url}/andra"), &fields).await
    };
    assert_eq!(
        send(&anna, "Om utlysningen", "Text av Anna").await.status,
        303
    );
    assert_eq!(send(&elsa, "Om två utlysningar", "").await.status, 303);
    let page = elsa.get(&url).await;
    assert!(page.has("Text av Anna") && page.has("Om två utlysningar"));
    let met = send(&elsa, "Tre utlysningar", "").await;
    assert!(met.status == 409 && met.has("Tre utlysningar") && met.has("Om två utlysningar"));
}

#[tokio::test]
async fn a_region_that_is_not_heard_from_in_time_is_told_of() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    entry(&world, &anna, &[("held_on", "2026-09-01")]).await;
    let overdue = |page: &crate::world::Page| page.has("Dags, 83 d");
    assert!(overdue(&anna.get("/lan/norrbotten").await));
    let start = anna.get("/").await;
    assert!(start.has("Dags att höra av sig") && start.has("för 83 dagar sedan"));
    let page = "/kontakter/intervall/25";
    assert_eq!(anna.get("/kontakter/intervall/08").await.status, 403);
    assert!(anna.get(page).await.has("60 dagar"));
    let wrong = anna.post(page, &[("contact_days", "noll")]).await;
    assert!(wrong.status == 422 && wrong.has("noll"));
    assert_eq!(
        anna.post(page, &[("contact_days", "90"), ("version", "1")])
            .await
            .status,
        303
    );
    assert!(anna.get("/lan/norrbotten").await.has("I fas"));
    let met = anna
        .post(page, &[("contact_days", "80"), ("version", "1")])
        .await;
    assert_eq!(met.status, 409);
    assert_eq!(
        anna.post(page, &[("contact_days", ""), ("version", "2")])
            .await
            .status,
        303
    );
    assert!(overdue(&anna.get("/lan/norrbotten").await));
    // a contact with someone else in the län is not one with its RUA
    entry(
        &world,
        &anna,
        &[("organisation_id", ""), ("subject", "Kommunen")],
    )
    .await;
    assert!(overdue(&anna.get("/lan/norrbotten").await));
    entry(&world, &anna, &[("subject", "Regionen")]).await;
    assert!(anna.get("/lan/norrbotten").await.has("I fas"));
}

#[tokio::test]
async fn who_may_not_read_what_is_marked_learns_nothing_of_it() {
    let world = World::quiet().await;
    let (anna, maja) = (world.sign_in("Anna").await, world.sign_in("Maja").await);
    let ylva = contact(&world, &anna, &[("name", "Hemlige Hans")]).await;
    let open = entry(
        &world,
        &anna,
        &[
            ("met", id(&ylva)),
            ("subject", "Öppet samtal"),
            ("held_on", "2026-08-01"),
        ],
    )
    .await;
    let url = entry(
        &world,
        &anna,
        &[("met", id(&ylva)), ("subject", "Hemligt samtal")],
    )
    .await;
    let provision = [
        ("provision", "30 kap. 23 § OSL"),
        ("authority", "Tillväxtverket"),
        ("version", "0"),
    ];
    for (slug, of) in [("kontaktlogg", &url), ("kontakt", &ylva)] {
        let marked = anna
            .post(&format!("/sekretess/{slug}/{}", id(of)), &provision)
            .await;
        assert_eq!(marked.status, 303, "{}", marked.html);
    }
    assert!(anna.get(&url).await.has("Handlingen är sekretessmarkerad"));
    assert_eq!(
        world.count("select count(*) from secrecy_openings").await,
        1,
        "it is written that she opened it"
    );
    let organisation = format!("/kontakter/organisationer/{}", actor(&world, "25").await);
    for page in [
        "/kontakter",
        "/kontakter?format=csv",
        "/kontakter/logg",
        "/kontakter/logg?format=csv",
        "/lan/norrbotten",
        "/lan/norrbotten/kontakter",
        "/lan/norrbotten?visa=kontakter",
        &organisation,
        &open,
        &format!("{open}/historik"),
        "/kontakter/organisationer",
    ] {
        let seen = maja.get(page).await;
        assert_eq!(seen.status, 200, "{page}");
        for secret in ["Hemlige Hans", "Hemligt samtal", "2026-11-20"] {
            assert!(!seen.has(secret), "{page} tells {secret}");
        }
    }
    assert!(maja.get("/lan/norrbotten").await.has("Kontakter 0"));
    assert!(
        maja.get("/lan/norrbotten").await.has("Dags, 114 d"),
        "as if it had not been"
    );
    assert!(anna.get("/lan/norrbotten").await.has("I fas"));
    let hidden = format!("/kontakter/logg?kontakt={}", id(&ylva));
    assert!(!maja.get(&hidden).await.has("Öppet samtal"));
    for address in [
        url.clone(),
        format!("{url}/andra"),
        format!("{url}/historik"),
        ylva.clone(),
        format!("{ylva}/andra"),
        format!("{ylva}/historik"),
        format!("{ylva}/utdrag"),
        format!("{ylva}/sla-ihop"),
        format!("{ylva}/pseudonymisera"),
        format!("{ylva}/roller/ny"),
        format!("{ylva}/roller/1"),
        format!("{ylva}/roller/1/avslutad"),
    ] {
        assert_eq!(maja.get(&address).await.status, 404, "{address}");
    }
    for address in [
        format!("{url}/andra"),
        format!("{url}/foljd"),
        format!("{ylva}/andra"),
        format!("{ylva}/granskad"),
        format!("{ylva}/roller/ny"),
        format!("{ylva}/sla-ihop"),
    ] {
        assert_eq!(
            maja.post(&address, &[("version", "1")]).await.status,
            404,
            "{address}"
        );
    }
    let csv = anna.get("/kontakter/logg?format=csv").await;
    assert!(csv.has("30 kap. 23 § OSL, 2026-11-23"));
}
