//! Kontakter: people and organisations outside the agency, kept, left, merged, taken out and pseudonymised.

mod merge;
mod personal;
mod someone;

use crate::world::{Browser, World};

/// The organisation of Region Norrbotten, which the register of RUA has made.
pub async fn actor(world: &World, county: &'static str) -> String {
    let sql = match county {
        "25" => "select id from organisations where kind = 'regional_actor' and county = '25'",
        _ => "select max(id) from organisations where kind = 'regional_actor' and county = '08'",
    };
    world.count(sql).await.to_string()
}

/// Someone at the RUA of Norrbotten, by the name and whatever else is given.
pub async fn contact(world: &World, browser: &Browser, other: &[(&str, &str)]) -> String {
    let organisation = actor(world, "25").await;
    let usual = [
        ("name", "Ylva Strand"),
        ("organisation_id", organisation.as_str()),
        ("post_title", "näringslivsstrateg"),
        ("data_purpose", "Löpande kontakt"),
        ("data_source", "Personen själv"),
        ("review_on", "2027-11-23"),
    ];
    let named = |name: &str| other.iter().any(|(each, _)| *each == name);
    let rest = usual.into_iter().filter(|(name, _)| !named(name));
    let fields: Vec<_> = rest.chain(other.iter().copied()).collect();
    let page = browser.post("/kontakter/ny", &fields).await;
    assert_eq!(page.status, 303, "{}", page.html);
    page.location
}

pub fn id(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or_default()
}

#[tokio::test]
async fn the_rua_of_every_lan_and_the_national_agencies_are_organisations_from_the_beginning() {
    let world = World::served().await;
    let lacking = "select count(*) from counties c where not exists
        (select 1 from organisations o where o.county = c.code and o.kind = 'regional_actor')";
    assert_eq!(world.count(lacking).await, 0);
    let agencies =
        "select (select count(*) from national_agencies) - (select count(*) from organisations
        where national_agency_id is not null)";
    assert_eq!(world.count(agencies).await, 0);
    let gotland =
        "select count(*) from organisations where county = '09' and kind = 'regional_actor'";
    assert_eq!(world.count(gotland).await, 1, "one name, one organisation");
}

#[tokio::test]
async fn someone_who_has_left_her_post_is_kept_but_not_proposed() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let url = contact(&world, &anna, &[("email", "ylva@region.example")]).await;
    let page = anna.get(&url).await;
    for words in [
        "Ylva Strand",
        "Region Norrbotten",
        "näringslivsstrateg",
        "ylva@region.example",
        "Personen själv",
    ] {
        assert!(page.has(words), "{words}");
    }
    let log = "/kontakter/logg/ny?lan=norrbotten";
    assert!(anna.get(log).await.has("Ylva Strand"));
    let role = world.count("select max(id) from contact_roles").await;
    let end = format!("{url}/roller/{role}/avslutad");
    assert!(anna.get(&end).await.has("Sista dag på posten"));
    let wrong = anna
        .post(&end, &[("valid_to", "31 februari"), ("version", "1")])
        .await;
    assert!(wrong.status == 422 && wrong.has("31 februari"));
    let left = anna
        .post(&end, &[("valid_to", "2026-11-20"), ("version", "1")])
        .await;
    assert_eq!(left.status, 303, "{}", left.html);
    assert!(!anna.get(log).await.has("Ylva Strand"), "not proposed");
    assert!(!anna.get("/kontakter").await.has("Ylva Strand"));
    assert!(
        anna.get("/kontakter?poster=lamnat")
            .await
            .has("Ylva Strand")
    );
    let page = anna.get(&url).await;
    assert!(page.has("Har lämnat") && page.has("till och med 20 november 2026"));
    let organisation = actor(&world, "25").await;
    let page = anna
        .get(&format!("/kontakter/organisationer/{organisation}"))
        .await;
    assert!(page.has("Tidigare här") && page.has("Ylva Strand"));
    let history = anna.get(&format!("{url}/historik")).await;
    for words in [
        "lade till kontakten",
        "lade till en roll",
        "har lämnat posten",
        "Region Norrbotten",
    ] {
        assert!(history.has(words), "{words}");
    }
}

#[tokio::test]
async fn mistakes_come_back_with_all_that_was_typed() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let usual = [
        ("name", "Ylva"),
        ("organisation_id", "1"),
        ("data_purpose", "Kontakt"),
        ("data_source", "Hon själv"),
        ("review_on", "2027-11-23"),
        ("notes", "Ringer helst på förmiddagen"),
    ];
    for (field, value, words) in [
        ("name", "", "Skriv ett namn."),
        ("organisation_id", "99999", "Välj en organisation."),
        ("email", "ylva", "E-postadressen behöver innehålla @."),
        ("phone", "ring växeln", "Skriv telefonnumret så här"),
        ("data_purpose", " ", "Skriv varför uppgifterna sparas."),
        ("data_source", "", "Skriv varifrån uppgifterna kommer."),
        ("review_on", "snart", "Skriv datumet så här"),
        ("notes", "811218-9876", "personnummer"),
    ] {
        let rest = usual.iter().copied().filter(|(name, _)| *name != field);
        let fields: Vec<_> = rest.chain([(field, value)]).collect();
        let page = anna.post("/kontakter/ny", &fields).await;
        assert!(
            page.status == 422 && page.has(words),
            "{field}: {}",
            page.status
        );
        assert!(
            field == "notes" || page.has("Ringer helst på förmiddagen"),
            "{field}"
        );
    }
    assert_eq!(world.count("select count(*) from contacts").await, 0);
    let form = anna.get("/kontakter/ny?lan=norrbotten").await;
    assert!(form.has("Skriv inga uppgifter om hälsa"));
    let reader = world.sign_in("Lotta Grön").await;
    assert_eq!(reader.get("/kontakter/ny").await.status, 403);
    assert_eq!(reader.get("/kontakter").await.status, 200);
}

#[tokio::test]
async fn two_who_change_a_contact_at_once_both_keep_what_they_wrote() {
    let world = World::quiet().await;
    let (anna, elsa) = (world.sign_in("Anna").await, world.sign_in("Elsa").await);
    let url = contact(&world, &anna, &[]).await;
    let form = |name: &'static str, phone: &'static str| {
        [
            ("name", name),
            ("phone", phone),
            ("data_purpose", "Löpande kontakt"),
            ("data_source", "Personen själv"),
            ("review_on", "2027-11-23"),
            ("version", "1"),
        ]
    };
    let edit = format!("{url}/andra");
    assert_eq!(
        anna.post(&edit, &form("Ylva Strandh", "")).await.status,
        303
    );
    assert_eq!(
        elsa.post(&edit, &form("Ylva Strand", "08-12 34 56"))
            .await
            .status,
        303
    );
    let page = elsa.get(&url).await;
    assert!(page.has("Ylva Strandh") && page.has("08-12 34 56"));
    let met = elsa.post(&edit, &form("Ylwa Strand", "")).await;
    assert_eq!(met.status, 409);
    assert!(met.has("Ändrat av er båda") && met.has("Ylwa Strand"));
}

#[tokio::test]
async fn organisations_are_kept_in_their_lan_and_merged() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let form = |name: &'static str| {
        [
            ("name", name),
            ("organisation_kind", "municipality"),
            ("level", "local"),
            ("county", "25"),
            ("municipality", "2580"),
            ("url", "https://www.lulea.example"),
        ]
    };
    let first = anna
        .post("/kontakter/organisationer/ny", &form("Luleå kommun"))
        .await;
    assert_eq!(first.status, 303, "{}", first.html);
    let like = anna
        .post("/kontakter/organisationer/ny", &form("Lulea kommun"))
        .await;
    assert!(like.status == 422 && like.has("Kan vara samma organisation"));
    let sure: Vec<_> = form("Lulea kommun")
        .into_iter()
        .chain([("anyway", "ja")])
        .collect();
    let second = anna.post("/kontakter/organisationer/ny", &sure).await;
    let organisation = id(&second.location).to_owned();
    contact(&world, &anna, &[("organisation_id", organisation.as_str())]).await;
    let merge = format!("{}/sla-ihop", second.location);
    let into = id(&first.location).to_owned();
    assert!(
        anna.get(&format!("{merge}?into={into}"))
            .await
            .has("1 roll")
    );
    let sent = [
        ("into", into.as_str()),
        ("version", "1"),
        ("into_version", "1"),
    ];
    assert_eq!(anna.post(&merge, &sent).await.location, first.location);
    assert!(anna.get(&first.location).await.has("Ylva Strand"));
    assert_eq!(anna.get(&second.location).await.location, first.location);
    let rua = actor(&world, "25").await;
    let refused = anna
        .post(&format!("/kontakter/organisationer/{rua}/sla-ihop"), &sent)
        .await;
    assert!(refused.status == 422 && refused.has("administrationens register"));
    let elsewhere = form("Kalmar kommun").map(|(name, value)| match name {
        "county" => (name, "08"),
        "municipality" => (name, "0880"),
        _ => (name, value),
    });
    assert_eq!(
        anna.post("/kontakter/organisationer/ny", &elsewhere)
            .await
            .status,
        403
    );
    let from = anna.get("/kontakter/organisationer/ny?kontakt=ny").await;
    let from = from.field("for_contact");
    let third: Vec<_> = form("Bodens kommun")
        .into_iter()
        .chain([("for_contact", from.as_str())])
        .collect();
    let third = anna.post("/kontakter/organisationer/ny", &third).await;
    assert!(third.location.starts_with("/kontakter/ny?organisation="));
    let wrong = form("Kalmar kommun").map(|(name, value)| {
        (
            name,
            if name == "municipality" {
                "0880"
            } else {
                value
            },
        )
    });
    let wrong = anna.post("/kontakter/organisationer/ny", &wrong).await;
    assert!(wrong.status == 422 && wrong.has("ligger inte i det valda länet"));
}
