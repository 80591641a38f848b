//! Two people at the same report at once.

use super::{filled::held, send};
use crate::world::World;

#[tokio::test]
async fn of_two_who_write_nobody_loses_a_text() {
    let world = World::quiet().await;
    let (elsa, karim) = (world.sign_in("Elsa").await, world.sign_in("Karim").await);
    let (_, url) = held(&world, true).await;
    let form = format!("{url}/andra");
    let first = [
        ("introduction", "Elsas inledning"),
        ("whom_to_ask", ""),
        ("version", "0"),
    ];
    assert_eq!(elsa.post(&form, &first).await.status, 303);
    // Different texts both stand.
    let other = [
        ("introduction", ""),
        ("whom_to_ask", "Fråga Karim"),
        ("version", "0"),
    ];
    assert_eq!(karim.post(&form, &other).await.status, 303);
    let page = elsa.get(&url).await;
    assert!(page.has("Elsas inledning") && page.has("Fråga Karim"));
    // The same text is shown beside what the other wrote.
    let same = [
        ("introduction", "Karims inledning"),
        ("whom_to_ask", ""),
        ("version", "0"),
    ];
    let clash = karim.post(&form, &same).await;
    assert!(clash.status == 409 && clash.has("class=\"conflict\""));
    assert!(clash.has("Karims inledning") && clash.has("Elsas inledning"));
    // And so is a text that meets a draft which has been sent meanwhile.
    assert_eq!(send(&elsa, &url, &[]).await.status, 303);
    let late = [
        ("introduction", "Efteråt"),
        ("whom_to_ask", ""),
        ("version", "2"),
    ];
    let met = karim.post(&form, &late).await;
    assert!(met.status == 409 && met.has("Efteråt"), "{}", met.status);
}

#[tokio::test]
async fn a_double_press_makes_one_report_and_two_people_make_one_each_knowingly() {
    let world = World::quiet().await;
    let (elsa, karim) = (world.sign_in("Elsa").await, world.sign_in("Karim").await);
    let (_, url) = held(&world, true).await;
    let path = format!("{url}/skickad");
    let fields = |page: &crate::world::Page| {
        vec![
            ("sent_on", "2026-11-20".to_owned()),
            ("recipient", "Karin Exempel".to_owned()),
            ("diary_no", "Ä 2026-77".to_owned()),
            ("digest", page.field("digest")),
            ("once", page.field("once")),
        ]
    };
    let (hers, his) = (elsa.get(&path).await, karim.get(&path).await);
    let (hers, his) = (fields(&hers), fields(&his));
    let (hers, his) = (refs(&hers), refs(&his));
    let (one, two) = tokio::join!(elsa.post(&path, &hers), elsa.post(&path, &hers));
    assert_eq!((one.status, two.status), (303, 303));
    assert_eq!(one.location, two.location);
    let late = karim.post(&path, &his).await;
    assert!(late.status == 422 && late.has("Rapporten har ändrats sedan du öppnade sidan."));
    assert!(late.has("Karin Exempel"));
    assert_eq!(world.count("select count(*) from region_reports").await, 1);
    // He reads it as it is now, and sends it for his department.
    assert_eq!(send(&karim, &url, &[]).await.status, 303);
    assert_eq!(world.count("select count(*) from region_reports").await, 2);
}

fn refs<'a>(fields: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

#[tokio::test]
async fn what_changes_while_it_is_read_is_not_sent_unread() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (_, url) = held(&world, true).await;
    let path = format!("{url}/skickad");
    let page = elsa.get(&path).await;
    let (digest, once) = (page.field("digest"), page.field("once"));
    world
        .arrange("update actions set region_text = 'Något nytt' where id = 950")
        .await;
    let fields = [
        ("sent_on", "2026-11-20"),
        ("recipient", "Karin Exempel"),
        ("diary_no", "Ä 2026-77"),
        ("digest", &digest),
        ("once", &once),
    ];
    let met = elsa.post(&path, &fields).await;
    assert!(met.status == 422 && met.has("Läs den som den är nu"));
    let digest = met.field("digest");
    let again = [
        &fields[..3],
        &[("digest", digest.as_str()), ("once", &once)],
    ]
    .concat();
    assert_eq!(elsa.post(&path, &again).await.status, 303);
}
