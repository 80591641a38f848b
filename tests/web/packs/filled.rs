//! A dialogue for which everything has been written: every internal text says HEMLIG and where it stands,
//! and every text that its author can mark says INNE and where it stands.

use crate::dialogues;
use crate::world::{Browser, World};

/// A dialogue with Norrbotten on 17 March 2027; its id, and the address of its pack.
pub async fn planned(world: &World, browser: &Browser) -> (i64, String) {
    let url = dialogues::planned(browser, &[]).await;
    let id = world.count("select max(id) from dialogues").await;
    assert_eq!(url, format!("/dialoger/{id}"));
    (id, format!("{url}/underlag"))
}

/// In two issue areas: Kompetensförsörjning (1) has everything, Regelförenkling (6) nothing.
const ROWS: &str = "
    delete from agenda_items where dialogue_id = {id};
    update dialogues set purpose = 'SYFTE i ord', diary_no = 'HEMLIG diary_no', link = 'https://example.se/HEMLIG-link',
        notes = 'HEMLIG notes' where id = {id};
    insert into dialogues (id, county, held_on, starts_at, ends_at, form, purpose, notes, phase, cancel_reason, created_at, updated_at)
        values (9001, '25', '2026-03-10', '09:00:00', '12:00:00', 'on_site', 'HEMLIG earlier purpose', 'HEMLIG earlier notes', 'closed', 'HEMLIG cancel_reason', '2026-01-01T08:00:00Z', '2026-01-01T08:00:00Z');
    insert into participants (dialogue_id, name, title, organisation) values ({id}, 'Karin Exempel', 'TITEL på den inbjudna', 'Region Norrbotten');
    insert into national_agencies (id, name, valid_from) values (901, 'Vinnova prov', '2018-01-01');
    insert into invitations (dialogue_id, agency_id, issue_area_id, contact, reason, feedback)
        values ({id}, 901, 1, 'HEMLIG contact', 'HEMLIG invitation reason', 'HEMLIG feedback');
    insert into actions (id, title, dialogue_id, unit_id, owner_seat, due_on, status, description, result, stop_reason, effect, relevance, shareable, region_text, search_text, created_at, updated_at)
        values (9001, 'Kartlägg behoven', 9001, 1, 'lead/1', '2026-12-31', 'done', 'HEMLIG description', 'HEMLIG result', 'HEMLIG stop_reason', 'HEMLIG effect', 'HEMLIG relevance', 1, 'Kartan är klar', 'HEMLIG search', '2026-03-11T08:00:00Z', '2026-03-11T08:00:00Z'),
               (9002, 'HEMLIG insats', 9001, 1, 'lead/1', '2026-12-31', 'ongoing', '', '', '', '', '', 0, 'HEMLIG text to the region', '', '2026-03-11T08:00:00Z', '2026-03-11T08:00:00Z');
    insert into outcomes (dialogue_id, kind, text, shareable, token, position, created_at, updated_at)
        values (9001, 'wish', 'HEMLIG wish', 0, 'a', 1, '2026-03-10T08:00:00Z', '2026-03-10T08:00:00Z'), (9001, 'decision', 'HEMLIG decision', 1, 'b', 2, '2026-03-10T08:00:00Z', '2026-03-10T08:00:00Z');
    insert into handovers (county, dialogue_id, unit_id, question, note, shareable, contact_by, status, sent_at, result, return_reason, created_at, updated_at)
        values ('25', 9001, 1, 'Ta över provbädden', 'HEMLIG handover note', 1, '2026-04-01', 'accepted', '2026-03-12T08:00:00Z', 'HEMLIG handover result', 'HEMLIG return_reason', '2026-03-12T08:00:00Z', '2026-03-12T08:00:00Z'),
               ('25', 9001, 1, 'HEMLIG question', '', 0, '2026-04-01', 'sent', '2026-03-12T08:00:00Z', '', '', '2026-03-12T08:00:00Z', '2026-03-12T08:00:00Z');
    insert into investments (id, title, dialogue_id, unit_id, status, description, relevance, region_part, our_role, decision, result, shareable, region_text, search_text, created_at, updated_at)
        values (901, 'Testmiljö för stål', 9001, 1, 'ongoing', 'HEMLIG inv', 'HEMLIG inv', 'HEMLIG inv', 'HEMLIG inv', 'HEMLIG inv', 'HEMLIG inv', 1, 'Bygget pågår', '', '2026-03-12T08:00:00Z', '2026-03-12T08:00:00Z'),
               (902, 'HEMLIG satsning', 9001, 1, 'idea', '', '', '', '', '', '', 0, 'HEMLIG inv text', '', '2026-03-12T08:00:00Z', '2026-03-12T08:00:00Z');
    insert into investment_counties (investment_id, county) values (901, '25'), (902, '25');
    insert into investment_shares (investment_id, partner, kronor, position) values (901, 'HEMLIG partner', 1000, 1);
    insert into feedback (dialogue_id, direction, department_id, text, given_on, receiver, diary_no, created_at)
        values (9001, 'region', 1, 'HEMLIG feedback text', '2026-05-02', 'HEMLIG receiver', '', '2026-05-02T08:00:00Z');
    insert into region_reports (dialogue_id, status, content, sent_on, recipient, region_comment, created_at, updated_at)
        values (9001, 'sent', '{}', '2026-05-02', 'HEMLIG recipient', 'HEMLIG comment', '2026-05-02T08:00:00Z', '2026-05-02T08:00:00Z');
    insert into action_followups (action_id, followed_on, text, by_id, created_at) values (9001, '2026-05-01', 'HEMLIG followup', 1, '2026-05-01T08:00:00Z');
    insert into agenda_items (county, dialogue_id, title, minutes, presenter, issue_area_id, note, position, times, created_at, updated_at)
        values ('25', {id}, 'INNE punkt', 90, 'Regionen', 1, 'HEMLIG note', 1, 3, '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
               ('25', {id}, 'Paus', 15, '', null, '', 2, 1, '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
               ('25', null, 'HEMLIG parked', 15, '', null, 'HEMLIG parked note', 1, 1, '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z');
    insert into dialogue_issues (dialogue_id, issue_area_id, origin, state, reason, proposed_at)
        values ({id}, 1, 'agency', 'chosen', 'HEMLIG issue reason', '2026-10-01T08:00:00Z'),
               ({id}, 6, 'region', 'chosen', 'HEMLIG issue reason', '2026-10-01T08:00:00Z'),
               ({id}, 3, 'region', 'dropped', 'HEMLIG dropped reason', '2026-10-01T08:00:00Z');
    insert into briefs (id, scope, issue_area_id, county, created_at)
        values (901, 'national', 1, null, '2026-10-01T08:00:00Z'), (902, 'regional', null, '25', '2026-10-01T08:00:00Z');
    insert into brief_versions (id, brief_id, number, status, summary, summary_shareable, sources, valid_to, reason, created_at, updated_at, approved_at, approved_by)
        values (901, 901, 1, 'superseded', 'HEMLIG old summary', 1, 'HEMLIG old sources', null, 'HEMLIG old reason', '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z', null, null),
               (902, 901, 2, 'approved', 'INNE summary', {on}, 'HEMLIG sources', '2027-01-31', 'HEMLIG version reason', '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z', '2026-10-02T08:00:00Z', 27),
               (903, 902, 1, 'approved', 'INNE regional summary', {on}, 'HEMLIG regional sources', null, '', '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z', '2026-10-02T08:00:00Z', 1),
               (904, 901, 3, 'drafting', 'HEMLIG draft summary', 1, 'HEMLIG draft sources', null, '', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z', null, null);
    insert into brief_sections (brief_version_id, title, help, position, text, shareable)
        values (902, 'INNE section title', 'HEMLIG help', 1, 'INNE text', {on}), (902, 'HEMLIG title', '', 2, 'HEMLIG text', 0),
               (903, 'INNE regional title', '', 1, 'INNE regional', {on}), (904, 'HEMLIG draft title', '', 1, 'HEMLIG draft text', 1);
    insert into brief_orders (dialogue_id, scope, issue_area_id, state, due_on, reason, ordered_at)
        values ({id}, 'national', 6, 'returned', '2027-02-01', 'HEMLIG order reason', '2026-10-01T08:00:00Z');
    insert into positions (id, dialogue_id, issue_area_id, status, national_line, meaning, offer, ask, not_promised, shareable, brief_version_id, author_id, created_at, updated_at)
        values (901, {id}, 1, 'in_force', 'INNE national_line', 'INNE meaning', 'INNE offer', 'INNE ask', 'INNE not_promised', '{five}', 901, 20, '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
               (902, 9001, 1, 'in_force', 'HEMLIG last line', 'HEMLIG last', 'HEMLIG last', 'HEMLIG last', 'HEMLIG last', '[\"national_line\",\"meaning\"]', null, 20, '2026-01-01T08:00:00Z', '2026-01-01T08:00:00Z');
    insert into assessments (id, dialogue_id, kind, view, develop, why, shareable, ready, author_id, created_at, updated_at)
        values (901, {id}, 'growth_work', 'INNE view', 'INNE develop', 'INNE why', '{three}', 1, 1, '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
               (902, {id}, 'growth_processes', 'HEMLIG view', 'HEMLIG develop', 'HEMLIG why', '[]', 0, 1, '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z');
    insert into assessment_briefs (assessment_id, brief_version_id) values (901, 901);
    insert into judgements (question, dialogue_id, answer, reason, judged_at)
        values ('regional_brief', {id}, 'needed', 'HEMLIG judgement', '2026-10-01T08:00:00Z'), ('invite_agencies', {id}, 'needed', 'HEMLIG judgement', '2026-10-01T08:00:00Z');
    insert into offers (id, title, kind, description, unit_id, valid_from, link, created_at, updated_at)
        values (901, 'HEMLIG offer title', 'funding', 'HEMLIG offer description', 1, '2026-01-01', 'https://example.se/HEMLIG-offer', '2026-01-01T08:00:00Z', '2026-01-01T08:00:00Z');
    insert into position_offers (position_id, offer_id) values (901, 901);
    insert into needs (id, title, description, county, issue_area_id, source, dialogue_id, raised_on, close_reason, created_at, updated_at)
        values (901, 'HEMLIG need', 'HEMLIG need description', '25', 1, 'dialogue', {id}, '2026-05-01', 'HEMLIG close_reason', '2026-05-01T08:00:00Z', '2026-05-01T08:00:00Z');
    update milestones set reason = 'HEMLIG milestone reason' where dialogue_id = {id};";

/// The texts that their authors can mark, in the issue area that has everything.
pub const MARKED: [&str; 12] = [
    "INNE summary",
    "INNE section title",
    "INNE text",
    "INNE regional summary",
    "INNE regional title",
    "INNE national_line",
    "INNE meaning",
    "INNE offer",
    "INNE ask",
    "INNE not_promised",
    "INNE view",
    "INNE develop",
];

/// Fills a dialogue; `on` marks every text that can be marked as shareable.
pub async fn fill(world: &World, id: i64, on: bool) {
    let (five, three) = match on {
        true => (
            "[\"national_line\",\"meaning\",\"offer\",\"ask\",\"not_promised\"]",
            "[\"view\",\"develop\",\"why\"]",
        ),
        false => ("[]", "[]"),
    };
    let sql = ROWS
        .replace("{id}", &id.to_string())
        .replace("{on}", if on { "1" } else { "0" })
        .replace("{five}", five)
        .replace("{three}", three);
    run(world, sql).await;
}

/// Makes the sections so many and so long that the pack has forty pages.
pub async fn forty_pages(world: &World, id: i64) {
    let text = "En **lång** text om läget i näringslivet, med [länkar](https://example.se) och åäö.\n\n- punkt ett\n- punkt två\n\n".repeat(30);
    let sql = "
        insert into dialogue_issues (dialogue_id, issue_area_id, origin, state, proposed_at)
            select {id}, id, 'agency', 'chosen', '2026-10-01T08:00:00Z' from issue_areas where id not in (1, 3, 6);
        insert into briefs (id, scope, issue_area_id, created_at) select 1000 + id, 'national', id, '2026-10-01T08:00:00Z' from issue_areas where id <> 1;
        insert into brief_versions (id, brief_id, number, status, summary, created_at, updated_at)
            select id, id, 1, 'approved', '{text}', '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z' from briefs where id > 1000;
        insert into brief_sections (brief_version_id, title, position, text, shareable)
            select v.id, 'Avsnitt ' || n, n, '{text}', n % 2 from brief_versions v, (select 1 n union select 2 union select 3 union select 4) where v.id > 1000;";
    run(
        world,
        sql.replace("{id}", &id.to_string())
            .replace("{text}", &text),
    )
    .await;
}

pub async fn run(world: &World, sql: String) {
    world.arrange(sql).await;
}
