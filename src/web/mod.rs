//! Pages and forms. This file is the map of every URL, and the layers around them.

pub mod about;
pub mod account;
pub mod accounts;
pub mod actions;
pub mod agenda_items;
pub mod assessments;
pub mod assets;
pub mod assignments;
pub mod attachments;
pub mod brief_orders;
pub mod briefs;
pub mod calendar_dates;
mod contact_log;
mod contacts;
pub mod counties;
pub mod decisions;
pub mod demo;
pub mod dialogue_issues;
pub mod dialogue_types;
pub mod dialogues;
pub mod docx;
pub mod errors;
pub mod export;
pub mod feedback;
pub mod feeds;
pub mod figures;
pub mod flash;
pub mod form;
pub mod handovers;
pub mod history;
pub mod holders;
pub mod ical;
pub mod inbox;
pub mod investments;
pub mod invitations;
pub mod issue_areas;
pub mod judgements;
mod layers;
pub mod lessons;
pub mod list;
pub mod map;
pub mod markdown;
pub mod me;
pub mod milestones;
pub mod minutes;
pub mod needs;
pub mod networks;
pub mod observations;
pub mod offers;
pub mod organisation;
mod organisations;
pub mod outcomes;
pub mod overview;
pub mod packs;
pub mod parse;
pub mod participants;
pub mod patterns;
pub mod positions;
pub mod preview;
pub mod region_reports;
pub mod registers;
pub mod request;
pub mod rounds;
pub mod saved_views;
pub mod search;
pub mod seats;
pub mod secrecy;
pub mod serve;
pub mod session;
pub mod settings;
pub mod since;
pub mod sources;
pub mod start;
pub mod teams;
pub mod text;
pub mod transition_cases;
pub mod wheel;

use crate::App;
use crate::error::Result;
use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
pub use layers::dressed;

#[rustfmt::skip]
fn routes() -> Router<App> {
    Router::new()
        // who is here
        .route("/logga-in", get(session::new).post(session::create))
        .route("/logga-ut", post(session::destroy))
        .route("/valkommen/{token}", get(session::welcome::show).post(session::welcome::accept))
        .route("/konto", get(account::show))
        .route("/konto/losenord", get(account::password).post(account::change_password))
        .route("/konto/sessioner/{handle}/avsluta", post(account::end_session))
        .route("/konto/sessioner/avsluta-andra", post(account::end_other_sessions))
        .route("/konto/kalender", get(feeds::index).post(feeds::create))
        .route("/konto/kalender/avsluta", post(feeds::end))
        .route("/kalender/{file}", get(feeds::feed))
        .route("/dialoger/{id}/kalender.ics", get(feeds::dialogue))
        // what is expected of me
        .route("/", get(start::show))
        // dialogues
        .route("/dialoger", get(dialogues::index))
        .route("/dialoger/ny", get(dialogues::plan::new).post(dialogues::plan::create))
        .route("/dialoger/{id}", get(dialogues::show::show))
        .route("/dialoger/{id}/andra", get(dialogues::change::edit).post(dialogues::change::update))
        .route("/dialoger/{id}/bekraftad", post(dialogues::steps::confirm))
        .route("/dialoger/{id}/genomford", post(dialogues::steps::hold))
        .route("/dialoger/{id}/avslutad", post(dialogues::steps::close))
        .route("/dialoger/{id}/installd", get(dialogues::steps::ask_to_cancel).post(dialogues::steps::cancel))
        .route("/dialoger/{id}/anteckningar", get(dialogues::notes::edit).post(dialogues::notes::update))
        .route("/dialoger/{id}/historik", get(dialogues::notes::history))
        .route("/dialoger/{id}/milstolpar/{mid}", get(milestones::show).post(milestones::update))
        .route("/dialoger/{id}/milstolpar/{mid}/klar", post(milestones::done))
        .route("/dialoger/{id}/milstolpar/{mid}/oppen", post(milestones::reopen))
        .route("/dialoger/{id}/medverkande/ny", get(participants::new).post(participants::create))
        .route("/dialoger/{id}/medverkande/funktioner", post(participants::team::add_functions))
        .route("/dialoger/{id}/medverkande/{pid}", get(participants::edit).post(participants::update))
        .route("/dialoger/{id}/medverkande/{pid}/deltog", post(participants::presence::attended))
        .route("/dialoger/{id}/medverkande/{pid}/borttagen", get(participants::presence::ask_to_remove).post(participants::presence::remove))

        // other agencies invited to a dialogue, and the letter that invites
        .route("/dialoger/{id}/inbjudningar/ny", get(invitations::new).post(invitations::create))
        .route("/dialoger/{id}/inbjudningar/{iid}", get(invitations::edit).post(invitations::update))
        .route("/dialoger/{id}/inbjudningar/{iid}/borttagen", get(invitations::remove::ask).post(invitations::remove::remove))
        .route("/dialoger/{id}/inbjudan", get(invitations::letter::show))
        .route("/dialoger/{id}/inbjudan.ics", get(invitations::letter::file))
        .route("/myndigheter", get(invitations::list::show))

        // dagordning of a dialogue, and what is parked for a län
        .route("/dialoger/{id}/dagordning", get(agenda_items::show))
        .route("/dialoger/{id}/dagordning/ordning", post(agenda_items::order::of_dialogue))
        .route("/dialoger/{id}/dagordning/behandlade", post(agenda_items::settle::mark_all))
        .route("/dialoger/{id}/dagordning/ny", get(agenda_items::edit::new).post(agenda_items::edit::create))
        .route("/dialoger/{id}/dagordning/{aid}", get(agenda_items::edit::show).post(agenda_items::edit::update))
        .route("/dialoger/{id}/dagordning/{aid}/behandlad", post(agenda_items::settle::mark))
        .route("/dialoger/{id}/dagordning/{aid}/parkerad", post(agenda_items::settle::park))
        .route("/dialoger/{id}/dagordning/{aid}/borttagen", get(agenda_items::settle::ask_to_remove).post(agenda_items::settle::remove))
        .route("/lan/{lan}/parkering", get(agenda_items::parking::show))
        .route("/lan/{lan}/parkering/ordning", post(agenda_items::order::of_parking))
        .route("/lan/{lan}/parkering/ny", get(agenda_items::edit::new_parked).post(agenda_items::edit::create_parked))
        .route("/lan/{lan}/parkering/{aid}", get(agenda_items::edit::show_parked).post(agenda_items::edit::update_parked))
        .route("/lan/{lan}/parkering/{aid}/tagen", post(agenda_items::settle::take))
        .route("/lan/{lan}/parkering/{aid}/borttagen", get(agenda_items::settle::ask_to_remove_parked).post(agenda_items::settle::remove_parked))

        // what a dialogue is about, and the briefs it orders
        .route("/dialoger/{id}/sakfragor", get(dialogue_issues::show).post(dialogue_issues::choose))
        .route("/dialoger/{id}/sakfragor/forslag", post(dialogue_issues::propose::propose))
        .route("/dialoger/{id}/bestallningar/{oid}", get(brief_orders::show).post(brief_orders::update))
        .route("/dialoger/{id}/bestallningar/{oid}/igen", post(brief_orders::buttons::ask_again))
        .route("/dialoger/{id}/bestallningar/{oid}/anvand", post(brief_orders::buttons::use_held))
        .route("/dialoger/{id}/bestallningar/{oid}/ny-version", post(brief_orders::buttons::order_new))
        .route("/dialoger/{id}/deltagande", get(judgements::take_part::show).post(judgements::take_part::judge))
        .route("/bedomningar", get(judgements::index))

        // the pack of a dialogue
        .route("/dialoger/{id}/underlag", get(packs::show))
        .route("/dialoger/{id}/underlag/delar", get(packs::parts::edit).post(packs::parts::update))
        .route("/dialoger/{id}/underlag/fryst", get(packs::freeze::ask).post(packs::freeze::freeze))
        .route("/dialoger/{id}/underlag/word", get(packs::word::download))

        // actions
        .route("/insatser", get(actions::index))
        .route("/insatser/ny", get(actions::edit::new).post(actions::edit::create))
        .route("/insatser/{id}", get(actions::show::show))
        .route("/insatser/{id}/andra", get(actions::edit::edit).post(actions::edit::update))
        .route("/insatser/{id}/status", post(actions::report::set_status))
        .route("/insatser/{id}/uppfoljningar", post(actions::report::follow_up))
        .route("/insatser/{id}/historik", get(actions::edit::history))
        // underlag
        .route("/underlag", get(briefs::list::index))
        .route("/underlag/nytt", get(briefs::new::new).post(briefs::new::create))
        .route("/underlag/{id}", get(briefs::show::show))
        .route("/underlag/{id}/skriv", get(briefs::write::edit).post(briefs::write::update))
        .route("/underlag/{id}/avsnitt/{section}", post(briefs::write::mark))
        .route("/underlag/{id}/ny-version", post(briefs::steps::start))
        .route("/underlag/{id}/granskning", post(briefs::steps::submit))
        .route("/underlag/{id}/granskning/atertagen", post(briefs::steps::take_back))
        .route("/underlag/{id}/faststalld", post(briefs::steps::approve))
        .route("/underlag/{id}/aterlamnad", get(briefs::steps::ask_to_send_back).post(briefs::steps::send_back))
        .route("/underlag/{id}/behovs-inte", get(briefs::steps::ask_to_waive).post(briefs::steps::waive))
        .route("/underlag/{id}/versioner/{number}", get(briefs::show::version))
        .route("/underlag/{id}/jamfor", get(briefs::compare::show))
        .route("/underlag/{id}/historik", get(briefs::show::history))
        .route("/underlag/{id}/bilagor", post(attachments::create))
        .route("/underlag/{id}/bilagor/{file}", get(attachments::download))
        .route("/underlag/{id}/bilagor/{file}/borttagen", get(attachments::ask_to_remove).post(attachments::remove))

        // everything about one län
        .route("/lan", get(counties::list))
        .route("/lan/{lan}", get(counties::show))
        .route("/lan/{lan}/dialoger", get(counties::dialogues))
        .route("/lan/{lan}/insatser", get(counties::actions))
        .route("/lan/{lan}/historik", get(counties::history))
        // about the service
        .route("/om", get(about::show))
        .route("/om/andra", get(about::edit).post(about::update))
        .route("/om/historik", get(about::history))
        .route("/tillganglighet", get(about::pages::accessibility))
        .route("/personuppgifter", get(about::pages::privacy))
        .route("/behorigheter", get(about::pages::permissions))
        // administration
        .route("/admin", get(registers::start))
        .route("/admin/konton", get(accounts::list))
        .route("/admin/konton/ny", get(accounts::edit::new).post(accounts::edit::create))
        .route("/admin/konton/{id}", get(accounts::show))
        .route("/admin/konton/{id}/andra", get(accounts::edit::edit).post(accounts::edit::update))
        .route("/admin/konton/{id}/historik", get(accounts::history))
        .route("/admin/konton/{id}/roller/ny", get(accounts::roles::new).post(accounts::roles::create))
        .route("/admin/konton/{id}/roller/{role}/avsluta", get(accounts::roles::ask_to_end).post(accounts::roles::end))
        .route("/admin/konton/{id}/lank", post(accounts::access::link))
        .route("/admin/konton/{id}/stang-av", get(accounts::access::ask_to_deactivate).post(accounts::access::deactivate))
        .route("/admin/konton/{id}/oppna", post(accounts::access::reactivate))
        .route("/admin/konton/{id}/avsluta-sessioner", post(accounts::access::end_sessions))
        .route("/admin/lan", get(registers::counties::list))
        .route("/admin/lan/{slug}", get(registers::counties::edit).post(registers::counties::update))
        .route("/admin/lan/{slug}/team", get(registers::counties::team).post(registers::counties::move_to))
        .route("/admin/lan/{slug}/team/aterta", post(registers::counties::withdraw))
        .route("/admin/lan/{slug}/historik", get(registers::counties::history))
        .route("/admin/milstolpar", get(registers::template::list))
        .route("/admin/milstolpar/ny", get(registers::template::new).post(registers::template::create))
        .route("/admin/milstolpar/{id}", get(registers::template::edit).post(registers::template::update))
        .route("/admin/milstolpar/{id}/ta-bort", get(registers::template::ask_to_remove).post(registers::template::remove))
        .route("/admin/milstolpar/{id}/historik", get(registers::template::history))

        .route("/admin/dialogtyper", get(dialogue_types::list))
        .route("/admin/dialogtyper/ordning", post(dialogue_types::order))
        .route("/admin/dialogtyper/ny", get(dialogue_types::edit::new).post(dialogue_types::edit::create))
        .route("/admin/dialogtyper/{id}", get(dialogue_types::edit::edit).post(dialogue_types::edit::update))
        .route("/admin/dialogtyper/{id}/avsluta", get(dialogue_types::edit::ask_to_close).post(dialogue_types::edit::close))
        .route("/admin/dialogtyper/{id}/historik", get(dialogue_types::history))

        .route("/admin/underlagsmall", get(registers::briefs::list))
        .route("/admin/underlagsmall/ny", get(registers::briefs::new).post(registers::briefs::create))
        .route("/admin/underlagsmall/{id}", get(registers::briefs::edit).post(registers::briefs::update))
        .route("/admin/underlagsmall/{id}/flyttad", post(registers::briefs::step))
        .route("/admin/underlagsmall/{id}/ta-bort", get(registers::briefs::ask_to_remove).post(registers::briefs::remove))
        .route("/admin/underlagsmall/{id}/historik", get(registers::briefs::history))
        .route("/admin/installningar", get(settings::edit).post(settings::update))
        .route("/admin/installningar/historik", get(settings::history))
        .route("/admin/{register}", get(registers::list)) // avdelningar, enheter, team, rua, sakfragor, myndigheter
        .route("/admin/{register}/ny", get(registers::edit::new).post(registers::edit::create))
        .route("/admin/{register}/{id}", get(registers::edit::edit).post(registers::edit::update))
        .route("/admin/{register}/{id}/avsluta", get(registers::close::show).post(registers::close::close))
        .route("/admin/{register}/{id}/historik", get(registers::history))
        // who is responsible
        .route("/organisation", get(organisation::show))
        .route("/team", get(teams::index))
        .route("/team/{slug}", get(teams::show))
        .route("/bemanning/ny", get(assignments::edit::new).post(assignments::edit::create))
        .route("/bemanning/{id}", get(assignments::show))
        .route("/bemanning/{id}/ratta", get(assignments::edit::edit).post(assignments::edit::correct))
        .route("/bemanning/{id}/avsluta", get(assignments::ending::end_form).post(assignments::ending::end))
        .route("/bemanning/{id}/overlamning", get(assignments::handover::show))
        .route("/bemanning/{id}/flytta", post(assignments::handover::hand_over))
        .route("/bemanning/{id}/ta-bort", get(assignments::ending::remove_form).post(assignments::ending::remove))
        .route("/bemanning/{id}/historik", get(assignments::history))
        // a year of dialogues
        .route("/dialoger/omgangar", get(rounds::index))
        .route("/dialoger/omgangar/ny", get(rounds::new).post(rounds::create))
        .route("/dialoger/omgangar/{id}", get(rounds::show))
        .route("/dialoger/arshjul", get(wheel::show))
        .route("/admin/kalender", get(calendar_dates::index))
        .route("/admin/kalender/ny", get(calendar_dates::new).post(calendar_dates::create))
        .route("/admin/kalender/{id}", get(calendar_dates::edit).post(calendar_dates::update))
        .route("/admin/kalender/{id}/borttagen", get(calendar_dates::ask_to_remove).post(calendar_dates::remove))
        .route("/admin/kalender/{id}/historik", get(calendar_dates::log))
        .route("/oversikt", get(overview::show))
        .route("/oversikt/team", get(overview::teams::show))
        // what is marked as secret: who has opened it, the marking, the end of it
        .route("/sekretess", get(secrecy::list::index))
        .route("/sekretess/{kind}/{id}", get(secrecy::mark::show).post(secrecy::mark::update))
        .route("/sekretess/{kind}/{id}/havd", get(secrecy::lift::ask).post(secrecy::lift::lift))
        // varsel, omställning and establishments; and the networks we sit in
        .route("/varsel", get(transition_cases::index))
        .route("/varsel/nytt", get(transition_cases::edit::new).post(transition_cases::edit::create))
        .route("/varsel/ar/{year}", get(transition_cases::yearly::show))
        .route("/varsel/{id}", get(transition_cases::show::show))
        .route("/varsel/{id}/andra", get(transition_cases::edit::edit).post(transition_cases::edit::update))
        .route("/varsel/{id}/logg", post(transition_cases::steps::log))
        .route("/varsel/{id}/fas", post(transition_cases::steps::step))
        .route("/varsel/{id}/forslag", get(transition_cases::judge::ask_proposal).post(transition_cases::judge::propose))
        .route("/varsel/{id}/bedomning", get(transition_cases::judge::ask).post(transition_cases::judge::judge))
        .route("/varsel/{id}/avslutat", get(transition_cases::close::ask).post(transition_cases::close::close))
        .route("/varsel/{id}/oppnat", post(transition_cases::steps::reopen))
        .route("/varsel/{id}/historik", get(transition_cases::show::history))
        .route("/natverk", get(networks::index))
        .route("/natverk/nytt", get(networks::edit::new).post(networks::edit::create))
        .route("/natverk/ar/{year}", get(networks::yearly::show))
        .route("/natverk/{id}", get(networks::show::show))
        .route("/natverk/{id}/andra", get(networks::edit::edit).post(networks::edit::update))
        .route("/natverk/{id}/avslutat", post(networks::steps::close))
        .route("/natverk/{id}/oppnat", post(networks::steps::reopen))
        .route("/natverk/{id}/platser/ny", get(networks::seats::new).post(networks::seats::create))
        .route("/natverk/{id}/platser/{sid}", get(networks::seats::edit).post(networks::seats::update))
        .route("/natverk/{id}/traffar/ny", get(networks::meetings::new).post(networks::meetings::create))
        .route("/natverk/{id}/traffar/{mid}", get(networks::meetings::edit).post(networks::meetings::update))
        .route("/natverk/{id}/traffar/{mid}/borttagen", post(networks::meetings::remove))
        .route("/natverk/{id}/traffar/{mid}/notiser", post(networks::notes::add))
        .route("/natverk/{id}/traffar/{mid}/notiser/{oid}/borttagen", post(networks::notes::remove))
        .route("/natverk/{id}/historik", get(networks::show::history))
        // lists under a name
        .route("/vyer", get(saved_views::index))
        .route("/vyer/ny", get(saved_views::new).post(saved_views::create))
        .route("/vyer/{id}/borttagen", get(saved_views::ask_to_remove).post(saved_views::remove))
        // what we think, what we can offer, and what is needed
        .route("/dialoger/{id}/stallningstaganden/{area}", get(positions::show::show))
        .route("/dialoger/{id}/stallningstaganden/{area}/skriv", get(positions::edit::edit).post(positions::edit::update))
        .route("/dialoger/{id}/stallningstaganden/{area}/status", post(positions::set_status))
        .route("/dialoger/{id}/stallningstaganden/{area}/underlag", post(positions::rebase))
        .route("/dialoger/{id}/stallningstaganden/{area}/historik", get(positions::history))
        .route("/dialoger/{id}/bedomning", get(assessments::show))
        .route("/dialoger/{id}/bedomning/historik", get(assessments::log))
        .route("/dialoger/{id}/bedomning/{kind}", get(assessments::edit::edit).post(assessments::edit::update))
        .route("/erbjudanden", get(offers::index))
        .route("/erbjudanden/nytt", get(offers::edit::new).post(offers::edit::create))
        .route("/erbjudanden/{id}", get(offers::show::show))
        .route("/erbjudanden/{id}/andra", get(offers::edit::edit).post(offers::edit::update))
        .route("/erbjudanden/{id}/avsluta", get(offers::edit::ask_to_close).post(offers::edit::close))
        .route("/erbjudanden/{id}/historik", get(offers::show::log))
        .route("/behov", get(needs::index))
        .route("/behov/nytt", get(needs::edit::new).post(needs::edit::create))
        .route("/behov/{id}", get(needs::show::show))
        .route("/behov/{id}/andra", get(needs::edit::edit).post(needs::edit::update))
        .route("/behov/{id}/erbjudanden", post(needs::matching::update))
        .route("/behov/{id}/avsluta", get(needs::settle::ask).post(needs::settle::close))
        .route("/behov/{id}/oppna", post(needs::settle::reopen))
        .route("/behov/{id}/historik", get(needs::show::log))
        .route("/sakfragor", get(issue_areas::index))
        .route("/sakfragor/matris", get(issue_areas::matrix::show))
        .route("/sakfragor/{id}", get(issue_areas::show::show))

        // minnesanteckningar of a dialogue, its evaluation, and lärdomar
        .route("/dialoger/{id}/minnesanteckningar", get(minutes::show::show))
        .route("/dialoger/{id}/minnesanteckningar/skriv", get(minutes::write::edit).post(minutes::write::update))
        .route("/dialoger/{id}/minnesanteckningar/word", get(minutes::word::download))
        .route("/dialoger/{id}/minnesanteckningar/text", get(minutes::letter::show).post(minutes::letter::sent))
        .route("/dialoger/{id}/minnesanteckningar/justering", get(minutes::send::ask).post(minutes::send::send))
        .route("/dialoger/{id}/minnesanteckningar/justering/atertagen", post(minutes::send::take_back))
        .route("/dialoger/{id}/minnesanteckningar/justering/{rid}", get(minutes::review::show).post(minutes::review::answer))
        .route("/dialoger/{id}/minnesanteckningar/justering/{rid}/ordnad", get(minutes::review::ask_to_settle).post(minutes::review::settle))
        .route("/dialoger/{id}/minnesanteckningar/justering/{rid}/borttagen", post(minutes::review::remove))
        .route("/dialoger/{id}/minnesanteckningar/klara", get(minutes::lock::ask).post(minutes::lock::lock))
        .route("/dialoger/{id}/minnesanteckningar/oppnade", get(minutes::lock::ask_to_reopen).post(minutes::lock::reopen))
        .route("/dialoger/{id}/utvardering", get(lessons::evaluation::show))
        .route("/dialoger/{id}/utvardering/skriv", get(lessons::evaluation::edit).post(lessons::evaluation::update))
        .route("/lardomar", get(lessons::index))
        .route("/lardomar/ny", get(lessons::edit::new).post(lessons::edit::create))
        .route("/lardomar/{id}", get(lessons::show::show))
        .route("/lardomar/{id}/andra", get(lessons::edit::edit).post(lessons::edit::update))
        .route("/lardomar/{id}/borttagen", get(lessons::remove::ask).post(lessons::remove::remove))
        .route("/lardomar/{id}/historik", get(lessons::show::history))
        // feedback after a dialogue, and what is handed over to a unit
        .route("/aterkoppling", get(feedback::index))
        .route("/aterkoppling/tackning", get(feedback::coverage::show))
        .route("/aterkoppling/{id}", get(feedback::show::show))
        .route("/aterkoppling/{id}/last", post(feedback::show::read))
        .route("/dialoger/{id}/aterkoppling", get(feedback::dialogue::show))
        .route("/dialoger/{id}/aterkoppling/ny", get(feedback::give::new).post(feedback::give::create))
        .route("/overlamningar", get(handovers::index))
        .route("/overlamningar/ny", get(handovers::edit::new).post(handovers::edit::create))
        .route("/overlamningar/{id}", get(handovers::show::show))
        .route("/overlamningar/{id}/andra", get(handovers::edit::edit).post(handovers::edit::update))
        .route("/overlamningar/{id}/mottagen", post(handovers::answer::accept))
        .route("/overlamningar/{id}/vidare", get(handovers::answer::ask_to_redirect).post(handovers::answer::redirect))
        .route("/overlamningar/{id}/avbojd", get(handovers::answer::ask_to_decline).post(handovers::answer::decline))
        .route("/overlamningar/{id}/kontakter", post(handovers::answer::contact))
        .route("/overlamningar/{id}/paminnelse", post(handovers::settle::remind))
        .route("/overlamningar/{id}/tillbaka", get(handovers::settle::ask_to_take_back).post(handovers::settle::take_back))
        .route("/overlamningar/{id}/avslutad", get(handovers::settle::ask_to_close).post(handovers::settle::close))
        .route("/overlamningar/{id}/historik", get(handovers::show::log))
        // insatser that are given and checked in on, and what is financed together
        .route("/insatser/{id}/lamnad", post(actions::given::give))
        .route("/insatser/{id}/svar", post(actions::given::answer))
        .route("/insatser/{id}/atertagen", post(actions::given::take_back))
        .route("/insatser/{id}/avstamningar", post(actions::checkins::plan))
        .route("/insatser/{id}/avstamningar/{cid}", get(actions::checkins::show).post(actions::checkins::settle))
        .route("/insatser/{id}/avstamningar/{cid}/borttagen", post(actions::checkins::remove))
        .route("/satsningar", get(investments::index))
        .route("/satsningar/ny", get(investments::edit::new).post(investments::edit::create))
        .route("/satsningar/{id}", get(investments::show::show))
        .route("/satsningar/{id}/andra", get(investments::edit::edit).post(investments::edit::update))
        .route("/satsningar/{id}/bedomning", get(investments::judge::ask).post(investments::judge::judge))
        .route("/satsningar/{id}/status", get(investments::status::ask).post(investments::status::turn))
        .route("/satsningar/{id}/historik", get(investments::show::log))

        // conducting a dialogue: what is said, line by line, and the decisions of all of them
        .route("/dialoger/{id}/genomforande", get(outcomes::show).post(dialogues::steps::start))
        .route("/dialoger/{id}/utfall", post(outcomes::create::create))
        .route("/dialoger/{id}/utfall/{oid}", get(outcomes::edit::edit).post(outcomes::edit::update))
        .route("/dialoger/{id}/utfall/{oid}/borttaget", get(outcomes::remove::ask).post(outcomes::remove::remove))
        .route("/dialoger/{id}/utfall/{oid}/parkerat", post(outcomes::steps::park))
        .route("/dialoger/{id}/dagordning/{aid}/borjad", post(outcomes::steps::begin))
        .route("/dialoger/{id}/dagordning/{aid}/klar", post(outcomes::steps::go_on))
        .route("/dialoger/{id}/inbjudningar/{iid}/deltog", post(invitations::attended))
        .route("/beslut", get(decisions::index))

        // what a region is told, what has happened since last, and what several regions wish
        .route("/dialoger/{id}/regionrapport", get(region_reports::show::show))
        .route("/dialoger/{id}/regionrapport/andra", get(region_reports::edit::edit).post(region_reports::edit::update))
        .route("/dialoger/{id}/regionrapport/skickad", get(region_reports::send::ask).post(region_reports::send::send))
        .route("/dialoger/{id}/regionrapport/word", get(region_reports::files::word))
        .route("/dialoger/{id}/regionrapport/mejl", get(region_reports::files::mail))
        .route("/dialoger/{id}/regionrapport/{rid}", get(region_reports::show::one))
        .route("/dialoger/{id}/regionrapport/{rid}/word", get(region_reports::files::word_of_one))
        .route("/dialoger/{id}/regionrapport/{rid}/mejl", get(region_reports::files::mail_of_one))
        .route("/dialoger/{id}/regionrapport/{rid}/kommentar", get(region_reports::comment::edit).post(region_reports::comment::update))
        .route("/regionrapporter", get(region_reports::list::index))
        .route("/dialoger/{id}/sedan-sist", get(since::show))
        .route("/oversikt/monster", get(patterns::show))
        // statistik: figures per län, and the files they are read in from
        .route("/statistik", get(figures::index))
        .route("/statistik/las-in", get(figures::upload::new).post(figures::upload::create))
        .route("/statistik/las-in/{id}", get(figures::preview::show).post(figures::preview::create))
        .route("/statistik/{id}", get(figures::show::show))
        .route("/statistik/{id}/andra", get(figures::edit::edit).post(figures::edit::update))
        .route("/statistik/{id}/historik", get(figures::show::log))
        .route("/lan/{lan}/statistik", get(counties::statistics))

        // omvärldsnotiser
        .route("/omvarld", get(observations::index))
        .route("/omvarld/ny", get(observations::capture::new).post(observations::capture::create))
        .route("/omvarld/bevakning", get(observations::follows::show).post(observations::follows::update))
        .route("/omvarld/vita-flackar", get(observations::spots::show))
        .route("/omvarld/anvandningar", post(observations::uses::add))
        .route("/omvarld/anvandningar/{id}/borttagen", post(observations::uses::remove))
        .route("/omvarld/{id}", get(observations::show::show))
        .route("/omvarld/{id}/andra", get(observations::edit::edit).post(observations::edit::update))
        .route("/omvarld/{id}/beslut", post(observations::settle::settle))
        .route("/omvarld/{id}/bedomning", post(observations::assess::judge))
        .route("/omvarld/{id}/borttagen", get(observations::remove::ask).post(observations::remove::remove))
        .route("/omvarld/{id}/historik", get(observations::show::log))
        .route("/lan/{slug}/omvarld", get(counties::observations))
        // feeds that are fetched, and what they have told
        .route("/omvarld/inkorg", get(inbox::index))
        .route("/omvarld/inkorg/dolda", post(inbox::hide::hide))
        .route("/omvarld/inkorg/visade", post(inbox::hide::show))
        .route("/omvarld/kallor", get(sources::index))
        .route("/omvarld/kallor/ny", get(sources::edit::new).post(sources::edit::create))
        .route("/omvarld/kallor/{id}", get(sources::show::show))
        .route("/omvarld/kallor/{id}/andra", get(sources::edit::edit).post(sources::edit::update))
        .route("/omvarld/kallor/{id}/avslutad", get(sources::close::ask).post(sources::close::close))
        .route("/omvarld/kallor/{id}/oppnad", post(sources::close::reopen))
        .route("/omvarld/kallor/{id}/hamtad", post(sources::fetch::fetch))
        .route("/omvarld/kallor/{id}/historik", get(sources::show::log))

        // one search over all of it
        .route("/sok", get(search::index))
        .route("/sok/forslag", get(search::suggest::show))
        // contacts outside the agency, and what is logged with them
        .route("/kontakter", get(contacts::index))
        .route("/kontakter/ny", get(contacts::edit::new).post(contacts::edit::create))
        .route("/kontakter/organisationer", get(organisations::index))
        .route("/kontakter/organisationer/ny", get(organisations::edit::new).post(organisations::edit::create))
        .route("/kontakter/organisationer/{id}", get(organisations::show::show))
        .route("/kontakter/organisationer/{id}/andra", get(organisations::edit::edit).post(organisations::edit::update))
        .route("/kontakter/organisationer/{id}/sla-ihop", get(organisations::merge::ask).post(organisations::merge::merge))
        .route("/kontakter/organisationer/{id}/historik", get(organisations::show::log))
        .route("/kontakter/logg", get(contact_log::index))
        .route("/kontakter/logg/ny", get(contact_log::edit::new).post(contact_log::edit::create))
        .route("/kontakter/logg/{id}", get(contact_log::show::show))
        .route("/kontakter/logg/{id}/andra", get(contact_log::edit::edit).post(contact_log::edit::update))
        .route("/kontakter/logg/{id}/foljd", post(contact_log::show::follow_up))
        .route("/kontakter/logg/{id}/historik", get(contact_log::show::log))
        .route("/kontakter/intervall/{county}", get(contact_log::cadence::edit).post(contact_log::cadence::update))
        .route("/kontakter/{id}", get(contacts::show::show))
        .route("/kontakter/{id}/andra", get(contacts::edit::edit).post(contacts::edit::update))
        .route("/kontakter/{id}/roller/ny", get(contacts::posts::new).post(contacts::posts::create))
        .route("/kontakter/{id}/roller/{rid}", get(contacts::posts::edit).post(contacts::posts::update))
        .route("/kontakter/{id}/roller/{rid}/avslutad", get(contacts::posts::ask_to_end).post(contacts::posts::end))
        .route("/kontakter/{id}/sla-ihop", get(contacts::merge::ask).post(contacts::merge::merge))
        .route("/kontakter/{id}/granskad", post(contacts::personal::reviewed))
        .route("/kontakter/{id}/utdrag", get(contacts::personal::extract))
        .route("/kontakter/{id}/pseudonymisera", get(contacts::personal::ask_to_pseudonymise).post(contacts::personal::pseudonymise))
        .route("/kontakter/{id}/historik", get(contacts::show::log))
        .route("/lan/{county}/kontakter", get(counties::contacts))
        // small things
        .route("/forhandsgranska", post(preview::show))
        .route("/static/{name}", get(assets::serve))
}

/// Exists in the demo only.
#[rustfmt::skip]
fn demo_routes() -> Router<App> {
    Router::new()
        .route("/demo/logga-in", post(demo::sign_in))
        .route("/stil", get(demo::style_guide))
        .route("/demo/statisk/{bytes}", get(demo::plain))
}

/// The whole application: routes, then the layers from the inside out.
pub fn app(app: App) -> Router {
    let routes = if app.config.demo {
        routes().merge(demo_routes())
    } else {
        routes()
    };
    dressed(routes, app)
}

/// A page with its status; the one place where templates become answers.
pub fn page(status: StatusCode, template: &impl Template) -> Result<Response> {
    Ok((status, Html(template.render()?)).into_response())
}
