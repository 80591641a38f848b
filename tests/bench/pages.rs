//! `cargo bench`: the real server, a small and a large agency, and each page beside a static page of its size.
//!
//! Prints p50 and p99 in milliseconds at 1 and at 32 connections, and both as a ratio to the static page;
//! the same pages at both scales, and the large beside the small. Absolute times say little on another
//! machine; the ratios carry over. The aims stand in [`AIMS`], and what misses one is marked with `!`.

mod client;
mod server;

use client::{Load, Request, Sample};
use server::Server;
use std::time::Duration;

const SCALES: [u32; 2] = [1, 100];
const MANY: usize = 32;
const SAVED: &str = "followed_on=2026-11-20&text=Avst%C3%A4md+per+telefon";

struct Aims {
    /// p50 at one connection, × the static page's.
    page: f64,
    save: f64,
    /// Requests per second at 32 connections, × the static page's.
    rate: f64,
    /// p50 at scale 100, × scale 1.
    scale: f64,
    search_scale: f64,
    /// p99 of a page while sixteen write, × quiet.
    beside_writers: f64,
    memory_mb: f64,
    binary_mb: f64,
    first_answer_ms: f64,
}

const AIMS: Aims = Aims {
    page: 4.0,
    save: 8.0,
    rate: 0.06,
    scale: 1.2,
    search_scale: 2.5,
    beside_writers: 3.0,
    memory_mb: 40.0,
    binary_mb: 20.0,
    first_answer_ms: 200.0,
};

/// What is measured: a name, and the address. A line more is a page more.
fn pages(server: &Server) -> Vec<(&'static str, String)> {
    let dialogue = server.first_link("/dialoger", "/dialoger/");
    let brief = server.first_link("/underlag", "/underlag/");
    let position = server.first_link(&dialogue, &format!("{dialogue}/stallningstaganden/"));
    let note = server.first_link("/lan/norrbotten/omvarld", "/omvarld/");
    let order = server.first_link(&dialogue, &format!("{dialogue}/bestallningar/"));
    vec![
        ("startsida", "/".to_owned()),
        ("översikt", "/oversikt".to_owned()),
        ("län", "/lan/norrbotten".to_owned()),
        ("dialog", dialogue.clone()),
        ("insatser", "/insatser".to_owned()),
        ("återkoppling", "/aterkoppling".to_owned()),
        ("överlämningar", "/overlamningar".to_owned()),
        ("satsningar", "/satsningar".to_owned()),
        (SEARCH, "/insatser?q=kompetens".to_owned()),
        ("sök: böjt ord", "/sok?q=insatserna".to_owned()),
        ("sök: del av ord", "/sok?q=f%C3%B6rs%C3%B6rjning".to_owned()),
        (
            "sök: filter",
            "/sok?q=kompetens+typ%3Ainsats+%C3%A4r%3A%C3%B6ppen".to_owned(),
        ),
        ("sök: förslag", "/sok/forslag?q=komp".to_owned()),
        ("aktuella sakfrågor", format!("{dialogue}/sakfragor")),
        ("beställning", order),
        ("underlag, lista", "/underlag".to_owned()),
        ("underlag", brief),
        ("ställningstagande", position),
        ("nationell bedömning", format!("{dialogue}/bedomning")),
        ("bedömningar", "/bedomningar".to_owned()),
        ("erbjudanden", "/erbjudanden".to_owned()),
        ("behov", "/behov".to_owned()),
        ("sakfråga", "/sakfragor/1".to_owned()),
        ("matris", "/sakfragor/matris".to_owned()),
        ("dagordning", format!("{dialogue}/dagordning")),
        ("genomförande", format!("{dialogue}/genomforande")),
        ("beslut", "/beslut".to_owned()),
        ("parkering", "/lan/norrbotten/parkering".to_owned()),
        ("inbjudan", format!("{dialogue}/inbjudan")),
        ("myndigheter", "/myndigheter".to_owned()),
        ("dialogunderlag", format!("{dialogue}/underlag")),
        (
            "minnesanteckningar",
            format!("{dialogue}/minnesanteckningar"),
        ),
        ("lärdomar", "/lardomar".to_owned()),
        ("sedan sist", format!("{dialogue}/sedan-sist")),
        ("omvärldsnotiser", "/omvarld".to_owned()),
        ("omvärldsnotis", note),
        ("ny omvärldsnotis", "/omvarld/ny".to_owned()),
        ("omvärlden i teamet", "/team/norr/omvarld".to_owned()),
        ("inkorg", "/omvarld/inkorg".to_owned()),
        ("kontakter", "/kontakter".to_owned()),
        ("kontaktlogg", "/kontakter/logg".to_owned()),
        ("nätverk", "/natverk".to_owned()),
        ("varsel", "/varsel".to_owned()),
        ("statistik", "/statistik".to_owned()),
        ("länets statistik", "/lan/norrbotten/statistik".to_owned()),
    ]
}

const SEARCH: &str = "sökning i listan";
const SAVE: &str = "spara på en insats";

struct Measured {
    name: &'static str,
    bytes: usize,
    /// At one connection and at many, each with the static page's.
    one: (Sample, Sample),
    many: (Sample, Sample),
    /// p50 when something is saved before every view, so that nothing kept in memory holds.
    fresh: Option<f64>,
}

fn main() {
    // `cargo test --benches` and the like only ask whether it starts.
    if std::env::args().any(|arg| arg == "--list") {
        return;
    }
    let lasts = match std::env::args().any(|arg| arg == "--kort") {
        true => Duration::from_millis(300),
        false => Duration::from_millis(1500),
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let binary = held(server::binary_mb(), AIMS.binary_mb);
    println!(
        "kärnor: {cores} · program: {binary} MB (mål {})",
        AIMS.binary_mb
    );
    let mut addresses = Vec::new();
    let mut results = Vec::new();
    for scale in SCALES {
        let server = Server::start(scale);
        if addresses.is_empty() {
            addresses = pages(&server);
        }
        results.push(at_scale(&server, scale, &addresses, lasts));
    }
    compare(&results[0], &results[1]);
}

fn at_scale(
    server: &Server,
    scale: u32,
    pages: &[(&'static str, String)],
    lasts: Duration,
) -> Vec<Measured> {
    let first = server.first_answer.as_secs_f64() * 1000.0;
    println!(
        "\n== skala {scale}: fylld på {} ms · första svar efter {} ms (mål {})",
        server.filled.as_millis(),
        held(first, AIMS.first_answer_ms),
        AIMS.first_answer_ms
    );
    println!(
        "{:<20}{:>7} │{:>7}{:>8}{:>9}{:>9} │{:>8}{:>8}{:>7}{:>10} │{:>4}",
        "sida",
        "byte",
        "p50 1",
        "p99 1",
        "× stat.",
        "p50 ny",
        "p50 32",
        "p99 32",
        "rps",
        "× stat.",
        "fel"
    );
    println!(
        "{:<20}{:>7} │{:>24}{:>9} │{:>33} │",
        "mål",
        "",
        format!("{} (spara {})", AIMS.page, AIMS.save),
        "",
        AIMS.rate
    );
    let action = server.first_link("/insatser", "/insatser/");
    let save = Request::post(server, &format!("{action}/uppfoljningar"), SAVED);
    let mut rows = Vec::new();
    for (name, path) in pages {
        let page = Request::get(server, path);
        let bytes = client::once(server, &page).bytes;
        let fresh = client::after_writes(server, &page, &save, lasts).p50;
        rows.push(row(Measured {
            fresh: Some(fresh),
            ..measured(server, name, &page, bytes, lasts)
        }));
    }
    rows.push(row(measured(server, SAVE, &save, 300, lasts)));
    beside_writers(server, &save, lasts);
    let memory = held(server.memory_mb(), AIMS.memory_mb);
    println!("minne: {memory} MB (mål {})", AIMS.memory_mb);
    rows
}

fn measured(
    server: &Server,
    name: &'static str,
    request: &Request,
    bytes: usize,
    lasts: Duration,
) -> Measured {
    let plain = Request::get(server, &format!("/demo/statisk/{bytes}"));
    let at = |connections| {
        let load = Load { connections, lasts };
        let page = client::run(server, request, &load);
        (page, client::run(server, &plain, &load))
    };
    Measured {
        name,
        bytes,
        one: at(1),
        many: at(MANY),
        fresh: None,
    }
}

fn row(measured: Measured) -> Measured {
    let (one, many) = (&measured.one, &measured.many);
    let most = match measured.name {
        SAVE => AIMS.save,
        _ => AIMS.page,
    };
    println!(
        "{:<20}{:>7} │{:>7.2}{:>8.2}{:>9}{:>9} │{:>8.2}{:>8.2}{:>7.0}{:>10} │{:>4}",
        measured.name,
        measured.bytes,
        one.0.p50,
        one.0.p99,
        held(one.0.p50 / one.1.p50, most),
        measured
            .fresh
            .map_or(String::new(), |p50| format!("{p50:.2}")),
        many.0.p50,
        many.0.p99,
        many.0.rps,
        reached(many.0.rps / many.1.rps, AIMS.rate),
        one.0.errors + many.0.errors,
    );
    measured
}

fn beside_writers(server: &Server, save: &Request, lasts: Duration) {
    let read = Request::get(server, "/insatser");
    let quiet = client::run(
        server,
        &read,
        &Load {
            connections: 1,
            lasts,
        },
    );
    let busy = client::beside(server, &read, save, 16, lasts);
    println!(
        "läsning medan 16 skriver: p99 {:.2} ms, {} × lugnt (mål {}), {} fel",
        busy.p99,
        held(busy.p99 / quiet.p99, AIMS.beside_writers),
        AIMS.beside_writers,
        busy.errors
    );
}

fn compare(small: &[Measured], large: &[Measured]) {
    println!(
        "\n== skala 100 mot skala 1, p50 (mål {}, sökning {})",
        AIMS.scale, AIMS.search_scale
    );
    println!(
        "{:<20}{:>10}{:>10}{:>10}",
        "sida", "1 förb.", "32 förb.", "ny"
    );
    for (small, large) in small.iter().zip(large) {
        let most = match small.name {
            SEARCH => AIMS.search_scale,
            name if name.starts_with("sök: ") => AIMS.search_scale,
            _ => AIMS.scale,
        };
        let fresh = small.fresh.zip(large.fresh);
        println!(
            "{:<20}{:>10}{:>10}{:>10}",
            small.name,
            held(large.one.0.p50 / small.one.0.p50, most),
            held(large.many.0.p50 / small.many.0.p50, most),
            fresh.map_or(String::new(), |(small, large)| format!(
                "{:.2}",
                large / small
            )),
        );
    }
}

/// The figure, marked when it is above its aim.
fn held(value: f64, most: f64) -> String {
    marked(value, value > most)
}

/// The figure, marked when it is below its aim.
fn reached(value: f64, least: f64) -> String {
    marked(value, value < least)
}

fn marked(value: f64, misses: bool) -> String {
    let digits = if value < 1.0 { 3 } else { 2 };
    format!("{value:.digits$}{}", if misses { " !" } else { "" })
}
