//! `cargo bench`: the real server, a small and a large agency, and each page beside a static page of its size.
//!
//! Prints p50 and p99 in milliseconds and requests per second at 1 and at 32 connections, each also as a
//! ratio to the static page. Absolute times say little on another machine; the ratios carry over.

mod client;
mod server;

use client::{Load, Request, Sample};
use server::Server;
use std::time::Duration;

const SCALES: [u32; 2] = [1, 100];
const ONE: Duration = Duration::from_millis(1500);

/// What is measured: a name, and the page it is.
fn pages(server: &Server) -> Vec<(&'static str, String)> {
    vec![
        ("startsida", "/".to_owned()),
        ("översikt", "/oversikt".to_owned()),
        ("län", "/lan/norrbotten".to_owned()),
        ("dialog", server.first_link("/dialoger", "/dialoger/")),
        (
            "dialogunderlag",
            server.first_link("/dialoger", "/dialoger/") + "/underlag",
        ),
        ("insatser", "/insatser".to_owned()),
        ("sökning i listan", "/insatser?q=kompetens".to_owned()),
    ]
}

fn main() {
    // `cargo test --benches` and the like only ask whether it starts.
    if std::env::args().any(|arg| arg == "--list") {
        return;
    }
    println!(
        "kärnor: {}",
        std::thread::available_parallelism().map_or(0, usize::from)
    );
    for scale in SCALES {
        let server = Server::start(scale);
        println!(
            "\n== skala {scale}: fylld på {} ms, första svar efter {} ms",
            server.filled.as_millis(),
            server.first_answer.as_millis()
        );
        println!(
            "{:<22}{:>9} {:>8} {:>8} {:>8} {:>8} {:>9} {:>7}",
            "sida", "byte", "p50 1", "p99 1", "× stat.", "rps 32", "× stat.", "fel"
        );
        for (name, path) in pages(&server) {
            page(&server, name, &path);
        }
        saving(&server);
        reading_while_writing(&server);
        println!("minne: {:.1} MB", server.memory_mb());
    }
}

fn page(server: &Server, name: &str, path: &str) {
    let request = Request::get(server, path);
    let bytes = client::once(server, &request).bytes;
    let baseline = Request::get(server, &format!("/demo/statisk/{bytes}"));
    let (one, base_one) = (run(server, &request, 1), run(server, &baseline, 1));
    let (many, base_many) = (run(server, &request, 32), run(server, &baseline, 32));
    row(
        name,
        bytes,
        &one,
        one.p50 / base_one.p50,
        &many,
        many.rps / base_many.rps,
    );
}

fn saving(server: &Server) {
    let action = server.first_link("/insatser", "/insatser/");
    let save = Request::post(
        server,
        &format!("{action}/uppfoljningar"),
        "followed_on=2026-11-20&text=Avst%C3%A4md+per+telefon",
    );
    let baseline = Request::get(server, "/demo/statisk/300");
    let (one, base) = (run(server, &save, 1), run(server, &baseline, 1));
    let (many, base_many) = (run(server, &save, 32), run(server, &baseline, 32));
    row(
        "spara på en insats",
        0,
        &one,
        one.p50 / base.p50,
        &many,
        many.rps / base_many.rps,
    );
}

fn reading_while_writing(server: &Server) {
    let read = Request::get(server, "/insatser");
    let quiet = run(server, &read, 1);
    let action = server.first_link("/insatser", "/insatser/");
    let save = Request::post(
        server,
        &format!("{action}/uppfoljningar"),
        "followed_on=2026-11-20&text=Avst%C3%A4md",
    );
    let busy = client::beside(server, &read, &save, 16, ONE);
    println!(
        "läsning medan 16 skriver: p99 {:.2} ms, {:.1} × lugnt, {} fel",
        busy.p99,
        busy.p99 / quiet.p99,
        busy.errors
    );
}

fn run(server: &Server, request: &Request, connections: usize) -> Sample {
    client::run(
        server,
        request,
        &Load {
            connections,
            lasts: ONE,
        },
    )
}

fn row(name: &str, bytes: usize, one: &Sample, slower: f64, many: &Sample, rate: f64) {
    let errors = one.errors + many.errors;
    println!(
        "{name:<22}{bytes:>9} {:>8.2} {:>8.2} {slower:>8.2} {:>8.0} {rate:>9.3} {errors:>7}",
        one.p50, one.p99, many.rps
    );
}
