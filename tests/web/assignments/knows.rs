//! The hand-over list beyond what the function owns: contacts, cases and networks, as its reader may know them.

use crate::world::World;

/// What Anna (3, länsansvarig Norrbotten) leaves, and what is another's, another län's or over.
const KNOWN: &str = "
    delete from contact_entry_people; delete from contact_entry_colleagues; delete from contact_entries;
    delete from network_meeting_observations; delete from network_meeting_people; delete from network_meetings; delete from network_seats;
    update transition_cases set status = 'closed', contact_person_id = null;
    insert into contacts (id, name, name_key, purpose, source, review_on, created_at, updated_at)
        values (9201, 'Karin Prov', '', '', '', '2027-01-01', '2025-01-01T08:00:00Z', '2025-01-01T08:00:00Z'),
               (9202, 'Nattugglan Ek', '', '', '', '2027-01-01', '2025-01-01T08:00:00Z', '2025-01-01T08:00:00Z');
    insert into contact_entries (id, county, organisation_id, held_on, channel, subject, follow_up, follow_up_on, followed_up_at, search_text, created_at, created_by, updated_at)
        values (9201, '25', (select id from organisations where kind = 'regional_actor' and county = '25' and removed_at is null), '2026-05-04', 'phone', 'Det äldre samtalet', '', null, null, '', '2026-05-04T08:00:00Z', 3, '2026-05-04T08:00:00Z'),
               (9202, '25', (select id from organisations where kind = 'regional_actor' and county = '25' and removed_at is null), '2026-09-07', 'visit', 'Det senaste besöket', 'Skicka kalkylen', '2026-11-20', null, '', '2026-09-07T08:00:00Z', 3, '2026-09-07T08:00:00Z'),
               (9203, '25', null, '2026-10-01', 'phone', 'Nattugglans samtal', 'Ring Nattugglan', '2026-12-01', null, '', '2026-10-01T08:00:00Z', 3, '2026-10-01T08:00:00Z'),
               (9204, '25', null, '2026-10-02', 'phone', 'Tillsammans med Elsa', 'INTE det som är gjort', '2026-10-03', '2026-10-03T08:00:00Z', '', '2026-10-02T08:00:00Z', 1, '2026-10-02T08:00:00Z'),
               (9205, '25', null, '2026-10-03', 'phone', 'INTE Elsas eget', '', null, null, '', '2026-10-03T08:00:00Z', 1, '2026-10-03T08:00:00Z');
    insert into contact_entry_colleagues (entry_id, person_id) values (9204, 3);
    insert into contact_entry_people (entry_id, contact_id) values (9202, 9202), (9203, 9201), (9204, 9201);
    insert into transition_cases (id, kind, county, affected, source, reported_on, status, judgement, contact_person_id, search_text, created_at, updated_at)
        values (9201, 'layoff', '25', 611, 'public', '2026-02-02', 'contact_named', 'needed', 3, '', '2026-02-02T08:00:00Z', '2026-02-02T08:00:00Z'),
               (9202, 'layoff', '25', 733, 'public', '2026-02-02', 'contact_named', 'needed', 3, '', '2026-02-02T08:00:00Z', '2026-02-02T08:00:00Z'),
               (9203, 'layoff', '25', 917, 'public', '2026-02-02', 'contact_named', 'needed', null, '', '2026-02-02T08:00:00Z', '2026-02-02T08:00:00Z');
    insert into networks (id, name, level, search_text, created_at, updated_at)
        values (9201, 'Nordligt nätverk', 'regional', '', '2026-01-01T08:00:00Z', '2026-01-01T08:00:00Z'),
               (9202, 'INTE det hon har lämnat', 'regional', '', '2026-01-01T08:00:00Z', '2026-01-01T08:00:00Z');
    insert into network_seats (network_id, person_id, valid_from, valid_to, created_at)
        values (9201, 3, '2025-01-01', null, '2025-01-01T08:00:00Z'), (9202, 3, '2024-01-01', '2025-12-31', '2024-01-01T08:00:00Z');
    delete from secrecy_scopes; delete from secrecy_markings;
    insert into secrecy_markings (kind, record_id, provision, authority, marked_on)
        values ('contact', 9202, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-05-01'), ('contact_entry', 9203, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-05-01'),
               ('transition_case', 9202, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-05-01');
    insert into secrecy_scopes (kind, record_id, scope) select kind, record_id, 'chef' from secrecy_markings;";

#[tokio::test]
async fn the_hand_over_list_tells_of_contacts_cases_and_networks_to_each_as_she_may_read_them() {
    let world = World::new().await;
    world.arrange(KNOWN).await;
    let (ingela, lotta) = (world.sign_in("Ingela").await, world.sign_in("Lotta").await);
    for (reader, marked) in [(&ingela, true), (&lotta, false)] {
        let page = reader.get("/bemanning/4/overlamning").await;
        assert_eq!(page.status, 200);
        for words in [
            "Region Norrbotten</a>",
            "<time datetime=\"2026-09-07\">",
            "Det senaste besöket",
            "Karin Prov</a>",
            "<time datetime=\"2026-10-02\">",
            "Tillsammans med Elsa",
            "Skicka kalkylen",
            "3 dagar sen",
            "<a href=\"/varsel/9201\">Varsel, 611",
            "<a href=\"/natverk/9201\">Nordligt nätverk</a>",
        ] {
            assert!(page.has(words), "{words}");
        }
        for words in ["INTE", "Det äldre samtalet", "917"] {
            assert!(!page.has(words), "{words}");
        }
        for words in ["Nattugglan Ek", "Ring Nattugglan", "/varsel/9202"] {
            assert_eq!(page.has(words), marked, "{words}");
        }
        let other = reader.get("/bemanning/5/overlamning").await;
        assert!(
            other.status == 200 && !other.has("Skicka kalkylen"),
            "that is of her other län"
        );
        // Others turn to the uppdragsansvarig where nobody is named.
        let lead = reader.get("/bemanning/1/overlamning").await;
        assert!(lead.has("Varsel, 917") && !lead.has("Varsel, 611"));
    }
}
