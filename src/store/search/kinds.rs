//! What is found of the work with dialogues: the columns of each kind's documents.
//!
//! `tags` names whose the record is ('p:3', 's:lead/1', and 'm:25' for whoever leads or answers for a län)
//! and the records whose change changes the document ('d:45'). Words of other records that change seldom
//! need no tag: a change of a unit, a department, a team or a sakfråga makes the whole index anew.
//!
//! A document is indexed whole each time it changes, so of what is added to for as long as a record lives
//! (follow-ups, steps) it has the latest hundred.

use super::Source;
use crate::domain::search::Kind;

#[rustfmt::skip]
pub(super) const SOURCES: &[Source] = &[
    Source {
        kind: Kind::Dialogue,
        id: "r.id",
        columns: "'/dialoger/' || r.id as url, 'Dialogen med ' || c.short_name as title, r.phase as status,
            r.phase not in ('closed', 'cancelled') as is_open, r.held_on as day, json_array(r.county) as counties,
            json_array('m:' || r.county) as tags, r.place || ' ' || r.diary_no || ' ' || c.aliases as meta,
            r.purpose || char(10) || r.notes || char(10) || r.cancel_reason || char(10)
                || coalesce((select group_concat(title, char(10)) from agenda_items where dialogue_id = r.id and state <> 'dropped'), '') as text",
        rows: "dialogues r join counties c on c.code = r.county where true",
    },
    Source {
        kind: Kind::Action,
        id: "r.id",
        columns: "'/insatser/' || r.id as url, r.title, r.status, r.status in ('proposed', 'decided', 'ongoing') as is_open,
            r.due_on, r.due_on as day, (select json_group_array(county) from action_counties where action_id = r.id) as counties,
            json_array('p:' || r.owner_person_id, 's:' || r.owner_seat, 'd:' || r.dialogue_id) as tags,
            r.id || ' ' || u.name || ' ' || coalesce(i.name, '') as meta,
            r.description || char(10) || r.result || char(10) || r.effect || char(10) || r.region_text || char(10) || r.stop_reason || char(10)
                || coalesce((select group_concat(text, char(10)) from (select text from action_followups where action_id = r.id order by id desc limit 100)), '') as text",
        rows: "actions r join units u on u.id = r.unit_id left join issue_areas i on i.id = r.issue_area_id where true",
    },
    Source {
        kind: Kind::Handover,
        id: "r.id",
        columns: "'/overlamningar/' || r.id as url, r.question as title, r.status, r.status <> 'closed' as is_open,
            case when r.status in ('sent', 'accepted') then r.contact_by end as due_on, date(r.sent_at) as day,
            json_array(r.county) as counties,
            json_array('p:' || r.created_by, 'p:' || r.receiver_id, 'd:' || r.dialogue_id) as tags,
            u.name || ' ' || coalesce(i.name, '') as meta,
            r.note || char(10) || r.result || char(10) || r.return_reason || char(10)
                || coalesce((select group_concat(text, char(10)) from (select text from handover_steps where handover_id = r.id order by id desc limit 100)), '') as text",
        rows: "handovers r join units u on u.id = r.unit_id left join issue_areas i on i.id = r.issue_area_id where true",
    },
    Source {
        kind: Kind::Investment,
        id: "r.id",
        columns: "'/satsningar/' || r.id as url, r.title, r.status, r.status in ('idea', 'prepared', 'decided', 'ongoing') as is_open,
            coalesce(r.decided_on, r.starts_on, date(r.created_at)) as day,
            (select json_group_array(county) from investment_counties where investment_id = r.id) as counties,
            json_array('d:' || r.dialogue_id) as tags, u.name || ' ' || coalesce(i.name, '') || ' ' || r.decision as meta,
            r.description || char(10) || r.relevance || char(10) || r.region_part || char(10) || r.our_role || char(10) || r.result || char(10)
                || r.region_text || char(10)
                || coalesce((select group_concat(partner, ', ') from investment_shares where investment_id = r.id), '') as text",
        rows: "investments r join units u on u.id = r.unit_id left join issue_areas i on i.id = r.issue_area_id where true",
    },
    Source { // what holds today; a draft has its name only
        kind: Kind::Brief,
        id: "r.id",
        columns: "'/underlag/' || r.id as url,
            case when r.county is null then i.name || ', nationellt underlag' else c.short_name || ', regionalt underlag' end as title,
            coalesce(v.status, '') as status, coalesce(v.valid_from, date(r.created_at)) as day,
            case when r.county is null then '[]' else json_array(r.county) end as counties,
            json_array('p:' || v.created_by) as tags, '' as meta,
            coalesce(v.summary, '') || char(10) || coalesce((select group_concat(s.title || char(10) || s.text, char(10))
                from brief_sections s where s.brief_version_id = v.id), '') || char(10) || coalesce(v.sources, '') as text",
        rows: "briefs r left join issue_areas i on i.id = r.issue_area_id left join counties c on c.code = r.county
            left join brief_versions v on v.brief_id = r.id and v.status = 'approved' where true",
    },
    Source {
        kind: Kind::Position,
        id: "r.id",
        columns: "'/dialoger/' || r.dialogue_id || '/stallningstaganden/' || r.issue_area_id as url,
            i.name || ' i ' || c.short_name as title, r.status, d.held_on as day, json_array(d.county) as counties,
            json_array('p:' || r.author_id, 'd:' || d.id) as tags, '' as meta,
            r.national_line || char(10) || r.meaning || char(10) || r.offer || char(10) || r.ask || char(10) || r.not_promised as text",
        rows: "positions r join dialogues d on d.id = r.dialogue_id join counties c on c.code = d.county
            join issue_areas i on i.id = r.issue_area_id where true",
    },
    Source {
        kind: Kind::Assessment,
        id: "r.id",
        columns: "'/dialoger/' || r.dialogue_id || '/bedomning' as url,
            case r.kind when 'growth_work' then 'Det regionala tillväxtarbetet i ' else 'De regionala tillväxtprocesserna i ' end || c.short_name as title,
            d.held_on as day, json_array(d.county) as counties, json_array('p:' || r.author_id, 'd:' || d.id) as tags,
            '' as meta, r.view || char(10) || r.develop || char(10) || r.why as text",
        rows: "assessments r join dialogues d on d.id = r.dialogue_id join counties c on c.code = d.county
            where r.view || r.develop || r.why <> ''",
    },
    Source {
        kind: Kind::Outcome,
        id: "r.id",
        columns: "'/dialoger/' || r.dialogue_id || '/genomforande?punkt=' || coalesce(r.agenda_item_id, 'utanfor') || '#utfall-' || r.id as url,
            case when length(r.text) > 120 then substr(r.text, 1, 118) || ' …' else r.text end as title, r.kind as status,
            d.held_on as day, json_array(d.county) as counties, json_array('p:' || r.created_by, 'd:' || d.id) as tags,
            coalesce(i.name, '') as meta, case when length(r.text) > 120 then r.text else '' end as text",
        rows: "outcomes r join dialogues d on d.id = r.dialogue_id left join issue_areas i on i.id = r.issue_area_id where r.removed_at is null",
    },
    Source { // as they were locked
        kind: Kind::Minutes,
        id: "r.dialogue_id",
        columns: "'/dialoger/' || r.dialogue_id || '/minnesanteckningar' as url, 'Minnesanteckningar ' || c.short_name as title,
            d.held_on as day, json_array(d.county) as counties, json_array('d:' || d.id, 'm:' || d.county) as tags,
            coalesce(r.number, '') as meta,
            (select group_concat(value, char(10)) from json_tree(e.content) where type = 'text' and key in ('words', 'heading')) as text",
        rows: "minutes r join minutes_editions e on e.dialogue_id = r.dialogue_id and e.edition = r.edition
            join dialogues d on d.id = r.dialogue_id join counties c on c.code = d.county where r.status = 'final'",
    },
    Source {
        kind: Kind::Need,
        id: "r.id",
        columns: "'/behov/' || r.id as url, r.title, r.closed_on is null as is_open, r.raised_on as day, json_array(r.county) as counties,
            json_array('m:' || r.county) as tags, i.name || ' ' || coalesce(m.name, '') as meta,
            r.description || char(10) || r.close_reason as text",
        rows: "needs r join issue_areas i on i.id = r.issue_area_id left join municipalities m on m.code = r.municipality where true",
    },
    Source {
        kind: Kind::Offer,
        id: "r.id",
        columns: "'/erbjudanden/' || r.id as url, r.title, 1 as is_open, r.valid_to as ends_on, r.valid_from as day,
            u.name || ' ' || coalesce((select group_concat(i.name, ' ') from offer_issue_areas o join issue_areas i on i.id = o.issue_area_id
                where o.offer_id = r.id), '') as meta, r.description as text",
        rows: "offers r join units u on u.id = r.unit_id where true",
    },
    Source {
        kind: Kind::Feedback,
        id: "r.id",
        columns: "'/aterkoppling/' || r.id as url,
            case r.direction when 'team' then 'Till teamet' when 'region' then 'Till regionen' else 'Till ' || coalesce(a.name, 'avdelningen') end
                || ' efter dialogen med ' || c.short_name as title,
            r.given_on as day, json_array(d.county) as counties, json_array('p:' || r.created_by) as tags,
            r.receiver || ' ' || r.diary_no as meta, r.text",
        rows: "feedback r join dialogues d on d.id = r.dialogue_id join counties c on c.code = d.county
            left join departments a on a.id = r.department_id where true",
    },
    Source {
        kind: Kind::Lesson,
        id: "r.id",
        columns: "'/lardomar/' || r.id as url, r.title, d.held_on as day, json_array(d.county) as counties,
            json_array('p:' || r.created_by, 'd:' || d.id) as tags, coalesce(i.name, '') as meta, r.text",
        rows: "lessons r join dialogues d on d.id = r.dialogue_id left join issue_areas i on i.id = r.issue_area_id where r.removed_at is null",
    },
    Source {
        kind: Kind::IssueArea,
        id: "r.id",
        columns: "'/sakfragor/' || r.id as url, r.name as title, 1 as is_open, r.valid_to as ends_on, a.name || ' ' || coalesce(u.name, '') as meta",
        rows: "issue_areas r join departments a on a.id = r.department_id left join units u on u.id = r.unit_id where true",
    },
    Source {
        kind: Kind::County,
        id: "r.code",
        columns: "'/lan/' || r.slug as url, r.name as title, json_array(r.code) as counties, json_array('m:' || r.code) as tags,
            r.aliases || ' ' || r.letters || ' ' || r.code || ' ' || r.seat_town
                || coalesce((select ' ' || group_concat(name, ' ') from regional_actors where county = r.code and valid_to is null), '') as meta,
            coalesce((select group_concat(name, ', ') from municipalities where county = r.code), '') as text",
        rows: "counties r where true",
    },
    Source {
        kind: Kind::Person,
        id: "r.id",
        columns: "coalesce((select '/bemanning/' || id from assignments where person_id = r.id and removed_at is null and valid_to is null
                order by is_primary desc, id limit 1), '/insatser?agare=person/' || r.id) as url,
            r.name as title, json_array('p:' || r.id) as tags, '' as meta,
            (select json_group_array(county) from assignments where person_id = r.id and county is not null and removed_at is null and valid_to is null) as counties,
            r.title || coalesce(', ' || u.name, '') || coalesce((select ', ' || group_concat(case s.function
                    when 'lead' then 'uppdragsansvarig Team ' || t.name
                    when 'county_officer' then 'länsansvarig ' || c.short_name
                    else 'ansvarig för sakfrågor ' || a.name || ', Team ' || t.name end, ', ')
                from assignments s left join teams t on t.id = s.team_id left join counties c on c.code = s.county
                left join departments a on a.id = s.department_id
                where s.person_id = r.id and s.removed_at is null and s.valid_to is null), '') as text",
        rows: "people r left join units u on u.id = r.unit_id where true",
    },
    Source {
        kind: Kind::NationalAgency,
        id: "r.id",
        columns: "'/myndigheter?myndighet=' || r.id as url, r.name as title, 1 as is_open, r.valid_to as ends_on",
        rows: "national_agencies r where true",
    },
];
