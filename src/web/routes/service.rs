//! Who is here, how things stand, who is responsible, and the administration.

use crate::App;
use crate::web::{
    about, account, accounts, assets, assignments, dialogue_types, feeds, organisation, preview,
    registers, saved_views, session, settings, start, teams,
};
use axum::Router;
use axum::routing::{get, post};

#[rustfmt::skip]
pub fn routes() -> Router<App> {
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
        // lists under a name
        .route("/vyer", get(saved_views::index))
        .route("/vyer/ny", get(saved_views::new).post(saved_views::create))
        .route("/vyer/{id}/borttagen", get(saved_views::ask_to_remove).post(saved_views::remove))
        // small things
        .route("/forhandsgranska", post(preview::show))
        .route("/static/{name}", get(assets::serve))
}
