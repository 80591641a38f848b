//! Sedan sist: what has happened since the last dialogue of the län, right to the line.

use crate::arrange;
use crate::packs::filled::run;
use crate::world::World;

/// Norrbotten has had two dialogues and comes to its third; 9101 is the last.
const HISTORY: &str = "
    insert into dialogues (id, county, held_on, starts_at, ends_at, form, phase, created_at, updated_at)
        values (9100, '25', '2024-10-02', '09:00:00', '12:00:00', 'on_site', 'closed', '2024-01-01T08:00:00Z', '2024-01-01T08:00:00Z'),
               (9101, '25', '2025-11-20', '09:00:00', '12:00:00', 'on_site', 'following_up', '2025-01-01T08:00:00Z', '2025-01-01T08:00:00Z'),
               (9102, '25', '2026-05-05', '09:00:00', '12:00:00', 'on_site', 'cancelled', '2025-01-01T08:00:00Z', '2025-01-01T08:00:00Z'),
               (9103, '24', '2025-11-21', '09:00:00', '12:00:00', 'on_site', 'closed', '2025-01-01T08:00:00Z', '2025-01-01T08:00:00Z');
    insert into national_agencies (id, name, valid_from) values (950, 'Provmyndigheten', '2018-01-01');
    insert into actions (id, title, dialogue_id, issue_area_id, unit_id, owner_seat, due_on, status, result, direction, agency_id, search_text, created_at, updated_at)
        values (9101, 'Vårt löfte', 9101, 2, 1, 'lead/1', '2026-11-01', 'ongoing', '', 'to_region', null, '', '2025-11-21T08:00:00Z', '2025-11-21T08:00:00Z'),
               (9102, 'Ett hållet löfte', 9101, 1, 1, 'lead/1', '2026-06-01', 'done', 'Klart', 'to_region', null, '', '2025-11-21T08:00:00Z', '2025-11-21T08:00:00Z'),
               (9103, 'Regionens löfte', 9101, null, 1, 'lead/1', '2026-12-31', 'decided', '', 'from_region', null, '', '2025-11-21T08:00:00Z', '2025-11-21T08:00:00Z'),
               (9104, 'Den andras löfte', 9101, null, 1, 'lead/1', '2026-12-31', 'decided', '', 'third', 950, '', '2025-11-21T08:00:00Z', '2025-11-21T08:00:00Z'),
               (9105, 'Ett gammalt öppet löfte', 9100, null, 1, 'lead/1', '2026-12-31', 'ongoing', '', 'to_region', null, '', '2024-10-03T08:00:00Z', '2024-10-03T08:00:00Z'),
               (9106, 'INTE ett gammalt stängt löfte', 9100, null, 1, 'lead/1', '2025-12-31', 'done', 'Klart', 'to_region', null, '', '2024-10-03T08:00:00Z', '2024-10-03T08:00:00Z'),
               (9107, 'INTE ett annat läns löfte', 9103, null, 1, 'lead/1', '2026-12-31', 'ongoing', '', 'to_region', null, '', '2025-11-22T08:00:00Z', '2025-11-22T08:00:00Z'),
               (9108, 'INTE den här dialogens egen', {id}, null, 1, 'lead/1', '2026-12-31', 'proposed', '', 'to_region', null, '', '2026-10-22T08:00:00Z', '2026-10-22T08:00:00Z');
    insert into action_counties (action_id, county) select id, '25' from actions where id in (9101, 9102, 9103, 9104, 9105, 9106, 9108);
    insert into action_counties (action_id, county) values (9107, '24');
    insert into milestones (dialogue_id, key, title, department_id, falls_on, offset_days, position, judgement, due_on, state)
        values (9101, 'feedback_region', 'Återkoppling till regionen: Företag', 2, 'issue_officer', 28, 1, 0, '2026-10-31', 'open'),
               (9101, 'feedback_region', 'INTE den som är gjord', 1, 'issue_officer', 28, 2, 0, '2025-12-18', 'done'),
               (9101, 'handover', 'Överlämning till rätt enhet: Företag', 2, 'issue_officer', 14, 3, 0, '2026-12-24', 'open'),
               (9101, 'minutes', 'INTE minnesanteckningarna', null, 'lead', 7, 4, 0, '2025-11-27', 'open');
    insert into feedback (dialogue_id, direction, department_id, text, given_on, created_at)
        values (9101, 'region', 5, '', '2026-06-02', '2026-06-02T08:00:00Z'), (9101, 'team', null, '', '2025-11-25', '2025-11-25T08:00:00Z'),
               (9100, 'region', 1, 'INTE den äldre', '2024-11-02', '2024-11-02T08:00:00Z');
    insert into positions (dialogue_id, issue_area_id, status, national_line, offer, created_at, updated_at)
        values (9101, 1, 'in_force', 'samma', 'då', '2025-10-01T08:00:00Z', '2025-10-01T08:00:00Z'), ({id}, 1, 'drafting', 'samma', 'nu', '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z'),
               (9101, 6, 'in_force', 'lika', '', '2025-10-01T08:00:00Z', '2025-10-01T08:00:00Z'), ({id}, 6, 'in_force', 'lika', '', '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z'),
               ({id}, 7, 'in_force', 'ny', '', '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z');
    insert into agenda_items (county, dialogue_id, title, minutes, position, times, created_at, updated_at)
        values ('25', {id}, 'Strukturfonderna', 30, 1, 3, '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z'), ('25', {id}, 'INTE en ny punkt', 30, 2, 1, '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z');
    insert into region_reports (id, dialogue_id, status, content, sent_on, recipient, region_comment, commented_on, created_at, updated_at)
        values (9101, 9101, 'sent', '{}', '2025-12-18', 'Karin Exempel', 'Vi saknar svar', '2026-01-07', '2025-12-18T08:00:00Z', '2025-12-18T08:00:00Z'),
               (9102, 9101, 'draft', null, null, 'INTE utkastet', '', null, '2025-12-19T08:00:00Z', '2025-12-19T08:00:00Z'),
               (9103, 9100, 'sent', '{}', '2024-11-02', 'INTE den gamla', '', null, '2024-11-02T08:00:00Z', '2024-11-02T08:00:00Z');
    insert into handovers (id, county, dialogue_id, unit_id, question, contact_by, status, sent_at, created_at, updated_at)
        values (9101, '25', 9101, 3, 'Ta hand om provbädden', '2025-12-05', 'sent', '2025-11-22T08:00:00Z', '2025-11-22T08:00:00Z', '2025-11-22T08:00:00Z'),
               (9102, '25', 9101, 3, 'INTE den avslutade', '2025-12-05', 'closed', '2025-11-22T08:00:00Z', '2025-11-22T08:00:00Z', '2025-11-22T08:00:00Z'),
               (9103, '24', 9103, 3, 'INTE det andra länets', '2025-12-05', 'sent', '2025-11-22T08:00:00Z', '2025-11-22T08:00:00Z', '2025-11-22T08:00:00Z');
    insert into needs (id, title, county, issue_area_id, source, raised_on, closed_on, created_at, updated_at)
        values (9101, 'Fler bostäder', '25', 12, 'contact', '2025-05-01', null, '2025-05-01T08:00:00Z', '2025-05-01T08:00:00Z'),
               (9102, 'INTE det stängda', '25', 12, 'contact', '2025-05-01', '2026-01-01', '2025-05-01T08:00:00Z', '2025-05-01T08:00:00Z');
    insert into investments (id, title, unit_id, status, search_text, created_at, updated_at)
        values (9101, 'Testmiljö för stål', 1, 'ongoing', '', '2025-12-01T08:00:00Z', '2025-12-01T08:00:00Z'),
               (9102, 'Avslutad i våras', 1, 'reported', '', '2025-12-01T08:00:00Z', '2026-04-01T08:00:00Z'),
               (9103, 'INTE den avslagna', 1, 'rejected', '', '2024-12-01T08:00:00Z', '2025-01-01T08:00:00Z');
    insert into investment_counties (investment_id, county) values (9101, '25'), (9102, '25'), (9103, '25');";

async fn third(world: &World) -> i64 {
    let id = arrange::dialogue(world, "25", "2026-12-03", "preparing").await;
    run(world, HISTORY.replace("{id}", &id.to_string())).await;
    id
}

#[tokio::test]
async fn the_page_tells_of_everything_since_last_and_of_nothing_else() {
    let world = World::quiet().await;
    let reader = world.sign_in("Lotta").await;
    let id = third(&world).await;
    let page = reader.get(&format!("/dialoger/{id}/sedan-sist")).await;
    assert_eq!(page.status, 200);
    let mut last = 0;
    for words in [
        "Från dialogen <a href=\"/dialoger/9101\">20 november 2025</a>",
        "Det vi lovade</h2>",
        "<a href=\"/insatser/9101\">Vårt löfte</a>",
        "22 d sen",
        "Återkoppling saknas, 23 d",
        "<a href=\"/insatser/9105\">Ett gammalt öppet löfte</a>",
        "Från dialogen 2 oktober 2024",
        "<a href=\"/insatser/9102\">Ett hållet löfte</a>",
        "Genomförd",
        "Återkopplad 2 juni 2026",
        "Det regionen lovade</h2>",
        "Regionens löfte",
        "Det andra myndigheter lovade</h2>",
        "Den andras löfte",
        "Provmyndigheten",
        "Punkter som följer med</h2>",
        "Strukturfonderna",
        "Tredje gången",
        "Ändrade ställningstaganden</h2>",
        &format!("/dialoger/{id}/stallningstaganden/1\""),
        "Ändrat: vad vi kan erbjuda. Utkast nu, gäller förra gången.",
        "Återkoppling</h2>",
        "Återkoppling till regionen: Företag",
        "23 d sen",
        "Överlämning till rätt enhet: Företag",
        "Inte gjord",
        "Till regionen, Kunskapsutveckling",
        "Till teamet",
        "Rapporter till regionen</h2>",
        "/dialoger/9101/regionrapport/9101\"",
        "18 december 2025 till Karin Exempel",
        "Regionen: Vi saknar svar",
        "Öppna överlämningar</h2>",
        "/overlamningar/9101\"",
        "Skickad, kontakt senast 5 december 2025",
        "Strategiska satsningar</h2>",
        "/satsningar/9101\"",
        "/satsningar/9102\"",
        "Öppna behov</h2>",
        "/behov/9101\"",
        "Etableringar och expansion, 1 maj 2025",
    ] {
        let at = page.html[last..].find(words);
        last += at.unwrap_or_else(|| panic!("{words} is not there, or stands too early"));
    }
    assert!(
        !page.has("INTE"),
        "{}",
        &page.html[page.html.find("INTE").unwrap_or(0)..][..60]
    );
}

#[tokio::test]
async fn the_dialogues_own_page_and_the_pack_tell_the_same() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let id = third(&world).await;
    let page = elsa.get(&format!("/dialoger/{id}")).await;
    assert!(page.has("Sedan sist <span class=\"muted\">(20 november 2025)</span>"));
    for words in [
        "Vårt löfte",
        "Återkoppling saknas, 23 d",
        "Regionens löfte",
        "1 ändrat ställningstagande",
        "1 punkt som följer med",
        "1 öppen överlämning",
        "2 satsningar",
        "1 öppet behov",
        "2 återkopplingar som inte är gjorda",
        "1 rapport till regionen",
    ] {
        assert!(page.has(words), "{words}");
    }
    let pack = elsa.get(&format!("/dialoger/{id}/underlag")).await;
    for words in [
        "20 november 2025",
        "Vårt löfte",
        "Det regionen lovade",
        "2 oktober 2024",
        "Ta hand om provbädden",
        "Testmiljö för stål",
        "Tredje gången",
        "Kompetensförsörjning: Ändrat: vad vi kan erbjuda.",
        "Inte gjord: Återkoppling till regionen: Företag, senast 31 oktober 2026",
        "Regionen: Vi saknar svar",
        "Fler bostäder (Etableringar och expansion)",
    ] {
        assert!(pack.has(words), "{words}");
    }
    assert!(!pack.has("INTE ett") && !pack.has("INTE de"));
    // Nothing of it is marked as shareable.
    let shared = elsa
        .get(&format!("/dialoger/{id}/underlag?version=delad"))
        .await;
    for words in [
        "löfte",
        "provbädden",
        "Testmiljö",
        "bostäder",
        "saknar svar",
    ] {
        assert!(!shared.has(words), "{words}");
    }
}

#[tokio::test]
async fn the_first_dialogue_of_a_lan_has_nothing_to_look_back_on() {
    let world = World::quiet().await;
    let reader = world.sign_in("Lotta").await;
    let id = arrange::dialogue(&world, "25", "2026-12-03", "preparing").await;
    let page = reader.get(&format!("/dialoger/{id}/sedan-sist")).await;
    assert!(page.status == 200 && page.has("Det här är den första dialogen med länet"));
    let page = reader.get(&format!("/dialoger/{id}")).await;
    assert!(page.status == 200 && !page.has("id=\"since\""));
    assert_eq!(reader.get("/dialoger/99999/sedan-sist").await.status, 404);
}

/// What has been noticed since 9101 was held: of each kind one that is open, one that is marked, and some
/// that do not belong here.
const NOTICED: &str = "
    insert into observations (id, title, source, level, status, search_text, created_at, updated_at, removed_at)
        values (9101, 'Fler söker till tekniska utbildningar', '', 'regional', 'used', '', '2026-03-01T08:00:00Z', '2026-03-01T08:00:00Z', null),
               (9102, 'Nattugglan lägger ner', '', 'regional', 'new', '', '2026-04-01T08:00:00Z', '2026-04-01T08:00:00Z', null),
               (9103, 'INTE en gammal notis', '', 'regional', 'new', '', '2025-11-01T08:00:00Z', '2025-11-01T08:00:00Z', null),
               (9104, 'INTE en avfärdad notis', '', 'regional', 'dismissed', '', '2026-03-01T08:00:00Z', '2026-03-01T08:00:00Z', null),
               (9105, 'INTE ett annat läns notis', '', 'regional', 'new', '', '2026-03-01T08:00:00Z', '2026-03-01T08:00:00Z', null);
    insert into observation_counties (observation_id, county) values (9101, '25'), (9102, '25'), (9103, '25'), (9104, '25'), (9105, '24');
    insert into observation_assessments (observation_id, person_id, step, impact, certainty, horizon, updated_at)
        values (9101, 1, 'pattern', 'high', 'high', 'year', '2026-03-02T08:00:00Z'), (9101, 3, 'trend', 'high', 'high', 'year', '2026-03-02T08:00:00Z');
    insert into contacts (id, name, name_key, purpose, source, review_on, created_at, updated_at)
        values (9101, 'Karin Prov', '', '', '', '2027-01-01', '2025-01-01T08:00:00Z', '2025-01-01T08:00:00Z'),
               (9102, 'Nattugglan Ek', '', '', '', '2027-01-01', '2025-01-01T08:00:00Z', '2025-01-01T08:00:00Z');
    insert into contact_entries (id, county, held_on, channel, subject, follow_up, follow_up_on, search_text, created_at, created_by, updated_at, removed_at)
        values (9101, '25', '2026-05-04', 'phone', 'Om provbädden', 'Skicka kalkylen', '2026-11-20', '', '2026-05-04T08:00:00Z', 3, '2026-05-04T08:00:00Z', null),
               (9102, '25', '2026-05-05', 'visit', 'Nattugglan på besök', '', null, '', '2026-05-05T08:00:00Z', 3, '2026-05-05T08:00:00Z', null),
               (9103, '25', '2025-11-01', 'phone', 'INTE det gamla samtalet', '', null, '', '2025-11-01T08:00:00Z', 3, '2025-11-01T08:00:00Z', null),
               (9104, '25', '2026-05-04', 'phone', 'INTE det borttagna', '', null, '', '2026-05-04T08:00:00Z', 3, '2026-05-04T08:00:00Z', '2026-05-06T08:00:00Z'),
               (9105, '24', '2026-05-04', 'phone', 'INTE det andra länets', '', null, '', '2026-05-04T08:00:00Z', 3, '2026-05-04T08:00:00Z', null);
    insert into contact_entry_people (entry_id, contact_id) values (9101, 9101), (9101, 9102);
    insert into transition_cases (id, kind, county, affected, source, reported_on, status, search_text, created_at, updated_at)
        values (9101, 'establishment', '25', 41, 'public', '2026-02-01', 'reported', '', '2026-02-01T08:00:00Z', '2026-02-01T08:00:00Z'),
               (9102, 'layoff', '25', 733, 'public', '2026-02-02', 'reported', '', '2026-02-02T08:00:00Z', '2026-02-02T08:00:00Z'),
               (9103, 'layoff', '25', 917, 'public', '2026-02-02', 'closed', '', '2026-02-02T08:00:00Z', '2026-02-02T08:00:00Z'),
               (9104, 'layoff', '24', 919, 'public', '2026-02-02', 'reported', '', '2026-02-02T08:00:00Z', '2026-02-02T08:00:00Z');
    insert into secrecy_markings (kind, record_id, provision, authority, marked_on)
        values ('observation', 9102, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-05-01'), ('contact', 9102, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-05-01'),
               ('contact_entry', 9102, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-05-01'), ('transition_case', 9102, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-05-01');
    insert into secrecy_scopes (kind, record_id, scope) select kind, record_id, column1 from secrecy_markings, (values ('chef'), ('county:25')) where record_id = 9102;";

#[tokio::test]
async fn what_has_been_noticed_is_told_to_each_as_she_may_read_it() {
    let world = World::quiet().await;
    let (lotta, elsa) = (world.sign_in("Lotta").await, world.sign_in("Elsa").await);
    let id = third(&world).await;
    run(&world, NOTICED.to_owned()).await;
    let url = format!("/dialoger/{id}/sedan-sist");
    // Whoever may read the most asks first, so that what is kept of it would show.
    for (reader, marked) in [(&elsa, true), (&lotta, false), (&elsa, true)] {
        let page = reader.get(&url).await;
        for words in [
            "Nya signaler</h2>",
            "<a href=\"/omvarld/9101\">Fler söker till tekniska utbildningar</a>",
            "Mönster",
            "Använd",
            "Kontakter</h2>",
            "<a href=\"/kontakter/logg/9101\">Om provbädden</a>",
            "Telefon · Karin Prov",
            "Ska följas upp 20 november 2026: Skicka kalkylen",
            "3 d sen",
            "Öppna varsel och etableringar</h2>",
            "<a href=\"/varsel/9101\">Etablering eller expansion, 41",
        ] {
            assert!(page.has(words), "{words}");
        }
        assert!(!page.has("INTE") && !page.has("917") && !page.has("919"));
        for words in [
            "Nattugglan lägger ner",
            "Nattugglan på besök",
            "Nattugglan Ek",
            "/varsel/9102",
            "Inte använd ännu",
        ] {
            assert_eq!(page.has(words), marked, "{words}");
        }
        let (signals, contacts) = match marked {
            true => ("2 nya signaler", "2 kontakter"),
            false => ("1 ny signal", "1 kontakt<"),
        };
        let own = reader.get(&format!("/dialoger/{id}")).await;
        assert!(own.has(signals) && own.has(contacts), "{signals}");
    }
}

#[tokio::test]
async fn the_pack_tells_of_contacts_in_sedan_sist_and_of_the_rest_where_it_stands() {
    let world = World::quiet().await;
    let (lotta, elsa) = (world.sign_in("Lotta").await, world.sign_in("Elsa").await);
    let id = third(&world).await;
    run(&world, NOTICED.to_owned()).await;
    let pack = format!("/dialoger/{id}/underlag");
    for (reader, marked) in [(&elsa, true), (&lotta, false)] {
        let page = reader.get(&pack).await;
        assert!(page.has("<li>4 maj 2026: Om provbädden (telefon)</li>"));
        assert!(page.has("Loggade kontakter") && page.has("<dd>Mönster</dd>"));
        assert_eq!(page.html.matches("Fler söker till tekniska").count(), 1);
        assert_eq!(
            page.html.matches("Etablering eller expansion, 41").count(),
            1
        );
        assert_eq!(page.has("Nattugglan på besök"), marked);
        assert!(!page.has("INTE det") && !page.has("Karin Prov"));
        let shared = reader.get(&format!("{pack}?version=delad")).await;
        for hidden in [
            "provbädden (",
            "Loggade kontakter",
            "Nattugglan",
            "Fler söker",
        ] {
            assert!(!shared.has(hidden), "{hidden}");
        }
    }
    // A log that holds nothing she may read is to her as one that is empty.
    run(
        &world,
        "delete from contact_entry_people; delete from contact_entries where id <> 9102;"
            .to_owned(),
    )
    .await;
    assert!(elsa.get(&pack).await.has("Nattugglan på besök"));
    assert!(!lotta.get(&pack).await.has("Loggade kontakter"));
}
