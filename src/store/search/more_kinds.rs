//! What is found of what happens between the dialogues: the columns of each kind's documents.
//!
//! Nothing of a record that can be marked stands in the document of another: a contact's name is in her
//! own only, and a note's in its own. The name of a company is in none.

use super::Source;
use crate::domain::search::Kind;

#[rustfmt::skip]
pub(super) const SOURCES: &[Source] = &[
    Source {
        kind: Kind::Observation,
        id: "r.id",
        columns: "'/omvarld/' || r.id as url, r.title, r.status, r.status in ('new', 'watched') as is_open,
            coalesce(r.source_on, date(r.created_at)) as day,
            (select json_group_array(county) from observation_counties where observation_id = r.id) as counties,
            json_array('p:' || r.created_by) as tags,
            coalesce(m.name, '') || ' ' || coalesce((select group_concat(i.name, ' ') from observation_issue_areas o
                join issue_areas i on i.id = o.issue_area_id where o.observation_id = r.id), '') as meta,
            r.what || char(10) || r.meaning || char(10) || r.source || char(10) || r.reason as text",
        rows: "observations r left join municipalities m on m.code = r.municipality where r.removed_at is null",
    },
    Source { // the log of a case is restricted with it
        kind: Kind::TransitionCase,
        id: "r.id",
        columns: "'/varsel/' || r.id as url,
            case r.kind when 'layoff' then 'Varsel' when 'transition' then 'Omställning' else 'Etablering' end
                || coalesce(', ' || r.affected || ' berörda', '') || ', ' || coalesce(m.name, c.short_name) as title,
            r.status, r.status not in ('no_action', 'closed') as is_open, r.reported_on as day, json_array(r.county) as counties,
            json_array('p:' || r.created_by, 'p:' || r.contact_person_id,
                case when r.contact_person_id is null then 'm:' || r.county end) as tags, '' as meta,
            r.description || char(10) || r.judged_reason || char(10) || r.result || char(10)
                || coalesce((select group_concat(text, char(10)) from (select text from transition_case_entries where case_id = r.id order by id desc limit 100)), '') as text,
            r.company as never",
        rows: "transition_cases r join counties c on c.code = r.county left join municipalities m on m.code = r.municipality where true",
    },
    Source {
        kind: Kind::Contact,
        id: "r.id",
        columns: "'/kontakter/' || r.id as url, r.name as title,
            (select json_group_array(distinct o.county) from contact_roles k join organisations o on o.id = k.organisation_id
                where k.contact_id = r.id and o.county is not null) as counties,
            (select json_group_array('o:' || organisation_id) from contact_roles where contact_id = r.id) as tags,
            r.email || ' ' || r.phone || coalesce((select ' ' || group_concat(k.title || ' ' || o.name, ' ') from contact_roles k
                join organisations o on o.id = k.organisation_id where k.contact_id = r.id and k.valid_to is null), '') as meta,
            r.notes as text",
        rows: "contacts r where r.removed_at is null and r.merged_into is null",
    },
    Source {
        kind: Kind::ContactEntry,
        id: "r.id",
        columns: "'/kontakter/logg/' || r.id as url, r.subject as title,
            case when r.follow_up_on is not null then r.followed_up_at is null end as is_open, r.follow_up_on as due_on, r.held_on as day,
            case when r.county is null then '[]' else json_array(r.county) end as counties,
            (select json_group_array(tag) from (select 'p:' || r.created_by as tag union select 'o:' || r.organisation_id
                union select 'p:' || person_id from contact_entry_colleagues where entry_id = r.id)) as tags,
            coalesce(o.name, '') || ' ' || coalesce(i.name, '') as meta, r.text || char(10) || r.follow_up as text",
        rows: "contact_entries r left join organisations o on o.id = r.organisation_id
            left join issue_areas i on i.id = r.issue_area_id where r.removed_at is null",
    },
    Source {
        kind: Kind::Organisation,
        id: "r.id",
        columns: "'/kontakter/organisationer/' || r.id as url, r.name as title,
            case when r.county is null then '[]' else json_array(r.county) end as counties, coalesce(m.name, '') as meta, r.notes as text",
        rows: "organisations r left join municipalities m on m.code = r.municipality where r.removed_at is null and r.merged_into is null",
    },
    Source {
        kind: Kind::Network,
        id: "r.id",
        columns: "'/natverk/' || r.id as url, r.name as title, 1 as is_open, r.closed_on as ends_on, date(r.created_at) as day,
            (select json_group_array(county) from network_counties where network_id = r.id) as counties,
            (select json_group_array(tag) from (select 'p:' || person_id as tag from network_seats where network_id = r.id and valid_to is null
                union select 'o:' || r.organisation_id)) as tags,
            coalesce(o.name, '') || ' ' || coalesce((select group_concat(i.name, ' ') from network_issue_areas n
                join issue_areas i on i.id = n.issue_area_id where n.network_id = r.id), '') as meta, r.purpose as text",
        rows: "networks r left join organisations o on o.id = r.organisation_id where true",
    },
    Source {
        kind: Kind::NetworkMeeting,
        id: "r.id",
        columns: "'/natverk/' || r.network_id as url, case r.title when '' then 'Träff med ' || n.name else r.title end as title,
            r.held_on as day, (select json_group_array(county) from network_counties where network_id = r.network_id) as counties,
            (select json_group_array(tag) from (select 'n:' || r.network_id as tag
                union select 'p:' || person_id from network_meeting_people where meeting_id = r.id)) as tags,
            n.name || ' ' || r.place as meta, r.notes as text",
        rows: "network_meetings r join networks n on n.id = r.network_id where r.removed_at is null",
    },
    Source {
        kind: Kind::Indicator,
        id: "r.id",
        columns: "'/statistik/' || r.id as url, r.name as title, r.code || ' ' || r.unit as meta, r.source as text",
        rows: "indicators r where true",
    },
];
