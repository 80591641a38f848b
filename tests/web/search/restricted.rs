//! What is marked as secret is found by those who may read it, and by nobody else: not as a hit, not in a
//! count, not as a suggestion, not in a file.

use super::{index, words};
use crate::world::{Browser, World};

/// Of every kind that can be marked, with a word that stands nowhere else; marked for Norrbotten and chefer.
const PLANTED: &str = "
    insert into observations (id, title, what, level, search_text, created_at, created_by, updated_at)
        values (901, 'Zebranotis om stål', 'Zebratext', 'regional', '', '2026-11-01', 3, '2026-11-01');
    insert into observation_counties (observation_id, county) values (901, '25');
    insert into transition_cases (id, kind, county, company, affected, source, reported_on, description, search_text, created_at, updated_at)
        values (902, 'layoff', '25', 'Hemlighuset Stål AB', 120, 'company', '2026-11-01', 'Zebrafall hos Hemlighuset i norr', '', '2026-11-01', '2026-11-01');
    insert into transition_case_entries (case_id, phase, held_on, text, created_at)
        values (902, 'prepare', '2026-11-02', 'Zebralogg', '2026-11-02');
    insert into organisations (id, kind, name, name_key, level, county, created_at, updated_at)
        values (903, 'other', 'Föreningen Öppna dörrar', '', 'regional', '25', '2026-11-01', '2026-11-01');
    insert into contacts (id, name, name_key, purpose, source, review_on, notes, created_at, updated_at)
        values (904, 'Zebra Zetterlund', '', 'samverkan', 'egen uppgift', '2027-11-01', 'Zebraanteckning', '2026-11-01', '2026-11-01');
    insert into contact_roles (contact_id, organisation_id, title, created_at) values (904, 903, 'ordförande', '2026-11-01');
    insert into contact_entries (id, county, held_on, channel, subject, text, search_text, created_at, updated_at)
        values (905, '25', '2026-11-03', 'phone', 'Zebrasamtal', '', '', '2026-11-03', '2026-11-03');
    insert into contact_entry_people (entry_id, contact_id) values (905, 904);
    update brief_sections set text = 'Zebraunderlag' where brief_version_id in
        (select v.id from brief_versions v join briefs b on b.id = v.brief_id where b.county = '25' and v.status = 'approved');
    insert into secrecy_markings (kind, record_id, provision, authority, marked_on) values
        ('observation', 901, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-11-01'),
        ('transition_case', 902, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-11-01'),
        ('contact', 904, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-11-01'),
        ('contact_entry', 905, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-11-01');
    insert into secrecy_markings (kind, record_id, provision, authority, marked_on)
        select 'brief', id, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-11-01' from briefs where county = '25';
    insert into secrecy_scopes (kind, record_id, scope)
        select kind, record_id, column1 from secrecy_markings, (values ('chef'), ('county:25'))
        where marked_on = '2026-11-01';";

async fn planted() -> World {
    let world = World::new().await;
    world.arrange(PLANTED).await;
    index(&world).await;
    world
}

/// Everything a search can tell of a word.
async fn all_of(browser: &Browser, word: &str) -> String {
    let mut told = String::new();
    for path in [
        "/sok?q=",
        "/sok?format=csv&q=",
        "/sok/forslag?q=",
        "/sok?typ=insats&q=",
        "/sok?lan=norrbotten&q=",
    ] {
        let page = browser.get(&format!("{path}{word}")).await;
        assert_eq!(page.status, 200);
        told.push_str(&page.html);
    }
    told.replace("<mark>", "")
        .replace("</mark>", "")
        .to_lowercase()
        .replace("inga träffar<", "")
        .replace("nätverksträffar<", "")
        .replace("visa alla träffar<", "")
}

#[tokio::test]
async fn who_may_read_a_marked_record_finds_it() {
    let world = planted().await;
    for name in ["Anna Lind", "Elsa Norling", "Karim Nasser", "Ingela Strand"] {
        let page = words(&world.sign_in(name).await, "zebra").await;
        assert!(page.has(">5 träffar<"), "{name}: {}", page.html);
        assert!(page.has("Sekretess 30 kap. 23 § OSL, 2026-11-01"), "{name}");
        assert!(page.has("/varsel/902") && page.has("/kontakter/904") && page.has("/omvarld/901"));
    }
}

#[tokio::test]
async fn nobody_else_learns_anything() {
    let world = planted().await;
    for name in [
        "Maja Olander",
        "Jonas Ekdahl",
        "Lotta Grön",
        "Astrid Vik",
        "Peter Blad",
        "Hanna Persdotter",
    ] {
        let browser = world.sign_in(name).await;
        let nothing = all_of(&browser, "xyzxyz").await;
        for word in [
            "zebra",
            "zebranotis",
            "zebrafall",
            "zebralogg",
            "zebraunderlag",
            "zetterlund",
            "zebrasamtal",
            "zeb",
        ] {
            let told = all_of(&browser, word).await;
            let counted = told.find("träffar<").or(told.find("1 träff<"));
            let around = counted.map(|at| {
                told.chars()
                    .skip(told[..at].chars().count().saturating_sub(120))
                    .take(160)
                    .collect::<String>()
            });
            assert_eq!(around, None, "{name}: {word}");
            assert_eq!(
                told.replace(word, "xyzxyz").len(),
                nothing.len(),
                "{name}: {word}"
            );
        }
        // What leads there by other words.
        let of_county = browser
            .get("/sok?lan=norrbotten&format=csv")
            .await
            .html
            .to_lowercase();
        assert!(
            !of_county.contains("zebra") && !of_county.contains("120 berörda"),
            "{name}"
        );
        let open = words(&browser, "öppna dörrar").await;
        assert!(open.has(">1 träff<") && !open.has("Zetterlund"), "{name}");
    }
}

#[tokio::test]
async fn the_name_of_a_company_is_not_found_by_anyone() {
    let world = planted().await;
    for name in ["Anna Lind", "Ingela Strand", "Lotta Grön"] {
        let browser = world.sign_in(name).await;
        assert!(
            words(&browser, "hemlighuset").await.has("Inga träffar"),
            "{name}"
        );
        assert!(
            !all_of(&browser, "zebrafall").await.contains("hemlighuset"),
            "{name}"
        );
    }
    let kept = world
        .count("select count(*) from search_terms where term like 'hemlig%'")
        .await;
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn a_marking_that_is_made_or_lifted_bites_at_once() {
    let world = planted().await;
    let lotta = world.sign_in("Lotta").await;
    let found = |page: crate::world::Page| page.has("/omvarld/901");
    assert!(!found(words(&lotta, "zebranotis").await));
    world
        .arrange("delete from secrecy_scopes where record_id = 901; delete from secrecy_markings where record_id = 901;")
        .await;
    assert!(found(words(&lotta, "zebranotis").await));
    world
        .arrange(
            "insert into secrecy_markings (kind, record_id, provision, authority, marked_on)
                  values ('observation', 901, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-11-23')",
        )
        .await;
    assert!(!found(words(&lotta, "zebranotis").await));
}

#[tokio::test]
async fn every_kind_between_the_dialogues_has_a_document() {
    let world = planted().await;
    world
        .arrange(
            "insert into networks (id, name, purpose, level, search_text, created_at, updated_at)
                 values (906, 'Kompetensrådet', 'Giraffer', 'regional', '', '2026-11-01', '2026-11-01');
             insert into network_counties (network_id, county) values (906, '25');
             insert into network_meetings (id, network_id, held_on, notes, created_at, updated_at)
                 values (907, 906, '2026-11-04', 'Giraffmöte', '2026-11-04', '2026-11-04');
             insert into indicators (id, code, name, source, source_kind, created_at, updated_at)
                 values (908, 'N1', 'Giraffer per invånare', 'Källa: Kolada', 'kolada', '2026-11-01', '2026-11-01');",
        )
        .await;
    index(&world).await;
    let page = words(&world.sign_in("Lotta").await, "giraff").await;
    assert!(page.has(">3 träffar<"), "{}", page.html);
    assert!(
        page.has("/natverk/906")
            && page.has("/statistik/908")
            && page.has("Träff med Kompetensrådet")
    );
}
