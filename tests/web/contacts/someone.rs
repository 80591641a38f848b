//! Someone who is not in the register yet, added from the form of the contact log without leaving it.

use super::{actor, contact, id};
use crate::world::World;

const SAID: [(&str, &str); 5] = [
    ("county", "25"),
    ("held_on", "2026-11-20"),
    ("channel", "phone"),
    ("subject", "Om utlysningen"),
    ("text", "Regionen väntar på besked."),
];

#[tokio::test]
async fn someone_new_is_added_with_what_is_logged() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let form = anna.get("/kontakter/logg/ny?lan=norrbotten").await;
    assert!(form.has("Lägg till någon som saknas") && !form.has("href=\"/kontakter/ny"));
    let organisation = actor(&world, "25").await;
    let at = [("organisation_id", organisation.as_str())];
    let new = [("new_name", "Disa Frisk"), ("new_title", "strateg")];
    let nowhere = anna
        .post("/kontakter/logg/ny", &[&SAID[..], &new].concat())
        .await;
    assert!(nowhere.status == 422 && nowhere.has("Välj organisationen som den nya kontakten"));
    for kept in ["Disa Frisk", "strateg", "Regionen väntar på besked."] {
        assert!(nowhere.has(kept), "{kept}");
    }
    let sent = anna
        .post("/kontakter/logg/ny", &[&SAID[..], &at, &new].concat())
        .await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    assert!(anna.get(&sent.location).await.has("Disa Frisk</a>"));
    let disa = format!(
        "/kontakter/{}",
        world.count("select max(id) from contacts").await
    );
    let page = anna.get(&disa).await;
    assert!(page.has("strateg") && page.has("Kontakt med oss 20 november 2026"));
    assert!(page.has("Om utlysningen") && page.has("23 november 2027"));
    let only = [("new_title", "direktör")];
    let only = anna
        .post("/kontakter/logg/ny", &[&SAID[..], &at, &only].concat())
        .await;
    assert!(only.status == 422 && only.has("Skriv ett namn."));
}

#[tokio::test]
async fn someone_like_is_pointed_out_before_she_is_added_again() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    contact(&world, &anna, &[("name", "Disa Frisk")]).await;
    let organisation = actor(&world, "25").await;
    let new = [
        ("organisation_id", organisation.as_str()),
        ("new_name", "Frisk, Disa"),
    ];
    let fields = [&SAID[..], &new].concat();
    let asked = anna.post("/kontakter/logg/ny", &fields).await;
    assert_eq!(asked.status, 422);
    assert!(asked.has("Det finns redan en liknande kontakt: Disa Frisk"));
    assert!(asked.has("Regionen väntar på besked.") && asked.has("Det är en annan person"));
    assert_eq!(world.count("select count(*) from contact_entries").await, 0);
    let sure = [&fields[..], &[("anyway", "ja")]].concat();
    assert_eq!(anna.post("/kontakter/logg/ny", &sure).await.status, 303);
    assert_eq!(world.count("select count(*) from contacts").await, 2);
}

#[tokio::test]
async fn someone_is_added_to_what_is_logged_already_too() {
    let world = World::quiet().await;
    let (anna, karim) = (world.sign_in("Anna").await, world.sign_in("Karim").await);
    let ylva = contact(&world, &anna, &[]).await;
    let organisation = actor(&world, "25").await;
    let with = [
        ("organisation_id", organisation.as_str()),
        ("met", id(&ylva)),
    ];
    let fields = [&SAID[..], &with].concat();
    let url = anna.post("/kontakter/logg/ny", &fields).await.location;
    let edit = format!("{url}/andra");
    let new = [("new_name", "Disa Frisk"), ("version", "1")];
    assert_eq!(
        anna.post(&edit, &[&fields[..], &new].concat()).await.status,
        303
    );
    let page = anna.get(&url).await;
    assert!(page.has("Disa Frisk</a>") && page.has("Ylva Strand</a>"));
    let mut mine: Vec<_> = fields
        .iter()
        .copied()
        .filter(|(name, _)| *name != "subject")
        .collect();
    mine.extend([
        ("subject", "Mitt ämne"),
        ("new_name", "Vera Ny"),
        ("version", "1"),
    ]);
    let mut theirs: Vec<_> = fields
        .iter()
        .copied()
        .filter(|(name, _)| *name != "subject")
        .collect();
    theirs.extend([("subject", "Deras ämne"), ("version", "2")]);
    assert_eq!(anna.post(&edit, &theirs).await.status, 303);
    let met = anna.post(&edit, &mine).await;
    assert!(met.status == 409 && met.has("Deras ämne") && met.has("value=\"Vera Ny\""));
    let form = karim.get("/kontakter/logg/ny?lan=norrbotten").await;
    assert!(
        form.status == 200 && !form.has("Lägg till någon som saknas"),
        "he keeps no contacts"
    );
    let forged = [
        &SAID[..],
        &[
            ("organisation_id", organisation.as_str()),
            ("new_name", "Vera Ny"),
        ],
    ]
    .concat();
    let refused = karim.post("/kontakter/logg/ny", &forged).await;
    assert!(refused.status == 422 && refused.has("Du saknar behörighet"));
    assert!(refused.has("Vera Ny") && refused.has("Regionen väntar på besked."));
}
