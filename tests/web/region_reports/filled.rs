//! A held dialogue about which everything has been written: what may not leave the house says HEMLIG, and what
//! its authors can mark says INNE.

use crate::arrange;
use crate::packs::filled::run;
use crate::world::World;

const ROWS: &str = "
    update dialogues set purpose = 'HEMLIG purpose', notes = 'HEMLIG notes', diary_no = 'Ä 2026-77' where id = {id};
    insert into milestones (dialogue_id, key, title, department_id, falls_on, offset_days, position, judgement, due_on, reason)
        values ({id}, 'feedback_region', 'Återkoppling till regionen: Regioner', 1, 'issue_officer', 28, 1, 0, '2026-11-16', ''),
               ({id}, 'feedback_region', 'Återkoppling till regionen: Företag', 2, 'issue_officer', 28, 2, 0, '2026-11-16', ''),
               ({id}, 'feedback_region', 'Återkoppling till regionen: Förenkling', 3, 'issue_officer', 28, 3, 0, '2026-11-16', '');
    insert into national_agencies (id, name, valid_from) values (950, 'Provmyndigheten', '2018-01-01');
    insert into agenda_items (id, county, dialogue_id, title, minutes, note, position, state, created_at, updated_at)
        values (950, '25', {id}, 'HEMLIG item', 15, 'HEMLIG item note', 1, 'done', '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z'),
               (951, '25', null, 'HEMLIG parked', 15, 'HEMLIG parked note', 1, 'open', '2026-10-19T08:00:00Z', '2026-10-19T08:00:00Z');
    insert into actions (id, title, dialogue_id, issue_area_id, unit_id, owner_seat, due_on, status, description, result, stop_reason, effect, relevance,
                         direction, agency_id, shareable, region_text, search_text, created_at, updated_at)
        values (950, 'INNE our promise', {id}, 1, 1, 'lead/1', '2026-12-31', 'ongoing', 'HEMLIG description', 'HEMLIG result', 'HEMLIG stop_reason', 'HEMLIG effect', 'HEMLIG relevance', 'to_region', null, {on}, 'INNE how ours goes', 'HEMLIG search', '2026-10-20T08:00:00Z', '2026-10-20T08:00:00Z'),
               (951, 'INNE their promise', {id}, null, 1, 'lead/1', '2026-12-31', 'decided', 'HEMLIG description', 'HEMLIG result', '', 'HEMLIG effect', '', 'from_region', null, {on}, 'INNE how theirs goes', '', '2026-10-20T08:00:00Z', '2026-10-20T08:00:00Z'),
               (952, 'INNE third promise', {id}, null, 1, 'lead/1', '2026-12-31', 'decided', '', '', '', '', '', 'third', 950, {on}, 'INNE how the third goes', '', '2026-10-20T08:00:00Z', '2026-10-20T08:00:00Z'),
               (953, 'HEMLIG action', {id}, null, 1, 'lead/1', '2026-12-31', 'decided', '', '', '', '', '', 'to_region', null, 0, 'HEMLIG region text of what is not shared', '', '2026-10-20T08:00:00Z', '2026-10-20T08:00:00Z');
    insert into action_counties (action_id, county) values (950, '25'), (951, '25'), (952, '25'), (953, '25');
    insert into action_followups (action_id, followed_on, text, by_id, created_at) values (950, '2026-11-01', 'HEMLIG followup', 1, '2026-11-01T08:00:00Z');
    insert into action_checkins (action_id, planned_on, series_from, comment) values (950, '2026-11-20', '2026-11-20', 'HEMLIG checkin');
    insert into handovers (id, county, dialogue_id, unit_id, question, note, shareable, contact_by, status, sent_at, first_contact_on, result, return_reason, created_at, updated_at)
        values (950, '25', {id}, 3, 'INNE question', 'HEMLIG note', {on}, '2026-11-10', 'contact_made', '2026-10-21T08:00:00Z', '2026-11-02', 'HEMLIG handover result', 'HEMLIG return_reason', '2026-10-21T08:00:00Z', '2026-10-21T08:00:00Z');
    insert into handover_steps (handover_id, kind, happened_on, text, created_at) values (950, 'contact', '2026-11-02', 'HEMLIG step', '2026-11-02T08:00:00Z');
    insert into investments (id, title, dialogue_id, unit_id, status, description, relevant, relevance, region_part, our_role, decision, result, shareable, region_text, search_text, created_at, updated_at)
        values (950, 'INNE investment', {id}, 1, 'prepared', 'HEMLIG inv', 1, 'HEMLIG inv', 'HEMLIG inv', 'HEMLIG inv', 'HEMLIG inv', 'HEMLIG inv', {on}, 'INNE how the investment goes', 'HEMLIG inv', '2026-10-21T08:00:00Z', '2026-10-21T08:00:00Z');
    insert into investment_counties (investment_id, county) values (950, '25');
    insert into investment_shares (investment_id, partner, kronor, position) values (950, 'HEMLIG partner', 4711000, 1);
    insert into outcomes (id, dialogue_id, agenda_item_id, issue_area_id, kind, text, shareable, token, position, action_id, parked_item_id, created_at, updated_at)
        values (950, {id}, 950, 1, 'wish', 'INNE wish', {on}, 'a', 1, 950, null, '2026-10-19T08:00:00Z', '2026-10-19T08:00:00Z'),
               (951, {id}, null, null, 'priority', 'INNE priority', {on}, 'b', 2, null, 951, '2026-10-19T08:00:00Z', '2026-10-19T08:00:00Z'),
               (952, {id}, null, 2, 'choice', 'INNE choice', {on}, 'c', 3, null, null, '2026-10-19T08:00:00Z', '2026-10-19T08:00:00Z'),
               (953, {id}, null, 1, 'wish', 'HEMLIG wish', 0, 'd', 4, null, null, '2026-10-19T08:00:00Z', '2026-10-19T08:00:00Z'),
               (954, {id}, null, 1, 'information', 'HEMLIG information', 1, 'e', 5, null, null, '2026-10-19T08:00:00Z', '2026-10-19T08:00:00Z'),
               (955, {id}, null, 1, 'decision', 'HEMLIG decision', 1, 'f', 6, null, null, '2026-10-19T08:00:00Z', '2026-10-19T08:00:00Z');
    insert into outcomes (dialogue_id, kind, text, shareable, token, position, removed_at, created_at, updated_at)
        values ({id}, 'wish', 'HEMLIG removed', 1, 'g', 7, '2026-10-19T09:00:00Z', '2026-10-19T08:00:00Z', '2026-10-19T09:00:00Z');
    insert into positions (dialogue_id, issue_area_id, status, national_line, meaning, offer, ask, not_promised, shareable, created_at, updated_at)
        values ({id}, 1, 'in_force', 'HEMLIG line', 'HEMLIG meaning', 'HEMLIG offer', 'HEMLIG ask', 'HEMLIG not_promised', '[\"offer\"]', '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z');
    insert into assessments (dialogue_id, kind, view, develop, why, shareable, ready, created_at, updated_at)
        values ({id}, 'growth_work', 'HEMLIG view', 'HEMLIG develop', 'HEMLIG why', '[\"view\"]', 1, '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z');
    insert into needs (title, description, county, issue_area_id, source, dialogue_id, raised_on, created_at, updated_at)
        values ('HEMLIG need', 'HEMLIG need', '25', 1, 'dialogue', {id}, '2026-10-19', '2026-10-19T08:00:00Z', '2026-10-19T08:00:00Z');
    insert into feedback (dialogue_id, direction, department_id, text, given_on, created_at)
        values ({id}, 'department', 2, 'HEMLIG feedback', '2026-10-30', '2026-10-30T08:00:00Z');";

/// The texts that their authors can mark.
pub const MARKED: [&str; 12] = [
    "INNE wish",
    "INNE priority",
    "INNE choice",
    "INNE our promise",
    "INNE how ours goes",
    "INNE their promise",
    "INNE how theirs goes",
    "INNE third promise",
    "INNE how the third goes",
    "INNE question",
    "INNE investment",
    "INNE how the investment goes",
];

/// A dialogue with Norrbotten that was held on 19 October 2026; its id and the address of its report.
pub async fn held(world: &World, on: bool) -> (i64, String) {
    let id = arrange::dialogue(world, "25", "2026-10-19", "following_up").await;
    let sql = ROWS
        .replace("{id}", &id.to_string())
        .replace("{on}", if on { "1" } else { "0" });
    run(world, sql).await;
    (id, format!("/dialoger/{id}/regionrapport"))
}
