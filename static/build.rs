//! Puts every file of `static/` in the binary: named by its content, compressed once, at build time.

use std::{
    collections::BTreeMap,
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// What `web/assets.rs` includes; the bytes lie beside it in `OUT_DIR`.
const TABLE: &str = "assets.rs";

fn main() {
    println!("cargo::rerun-if-changed=static");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let sources = sources(Path::new("static"));
    let mut built = Files::new();
    for name in sources.keys() {
        build(name, &sources, &mut built, &mut Vec::new());
    }
    let mut table = String::from("&[\n");
    for (name, file) in &built {
        table.push_str(&row(&out, name, file));
    }
    table.push_str("]\n");
    save(&out, TABLE, table.as_bytes());
}

/// The files as they lie in `static/`, by name.
type Sources = BTreeMap<String, Vec<u8>>;

/// The files as they are served, by the same name.
type Files = BTreeMap<String, Built>;

struct Built {
    hash: String,
    content: Vec<u8>,
}

impl Built {
    fn new(content: Vec<u8>) -> Self {
        let hash = Sha256::digest(&content)[..6]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self { hash, content }
    }

    /// `app.css` becomes `app.<hash>.css`.
    fn served_as(&self, name: &str) -> String {
        let (stem, extension) = name.rsplit_once('.').expect("checked in `sources`");
        format!("{stem}.{}.{extension}", self.hash)
    }
}

/// What is served, by name: not this file, not the licences (`*.txt`), not hidden files.
fn sources(folder: &Path) -> Sources {
    let mut found = Sources::new();
    for entry in fs::read_dir(folder).expect("static/ can be read") {
        let path = entry.expect("static/ can be read").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() || name.starts_with('.') || kind(&name).is_none() {
            continue;
        }
        let content = fs::read(&path).unwrap_or_else(|error| panic!("static/{name}: {error}"));
        found.insert(name, content);
    }
    found
}

/// The content type of what we serve; anything else in the folder stays out.
fn kind(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        _ => return None,
    })
}

/// Builds a file after those it refers to, as their hashed names are part of its content.
fn build(name: &str, sources: &Sources, built: &mut Files, waiting: &mut Vec<String>) {
    if built.contains_key(name) {
        return;
    }
    assert!(
        !waiting.iter().any(|one| one == name),
        "static/{name} is part of a circle: {waiting:?}"
    );
    waiting.push(name.to_owned());
    let mut content = sources.get(name).cloned();
    for (open, close) in references(name) {
        let text = content.map(String::from_utf8).and_then(Result::ok);
        let text = text.unwrap_or_else(|| panic!("static/{name} is not UTF-8"));
        let linked = rewritten(&text, open, close, &mut |other| {
            build(other, sources, built, waiting);
            format!("/static/{}", built[other].served_as(other))
        });
        content = Some(linked.into_bytes());
    }
    waiting.pop();
    let content =
        content.unwrap_or_else(|| panic!("static/{name}, named in {waiting:?}, does not exist"));
    built.insert(name.to_owned(), Built::new(content));
}

/// What stands before and after the name of another file.
fn references(name: &str) -> &'static [(&'static str, &'static str)] {
    match name.rsplit_once('.') {
        Some((_, "css")) => &[("url(", ")")],
        Some((_, "js")) => &[("\"./", "\""), ("'./", "'")],
        _ => &[],
    }
}

/// The text with the addresses of other files in place of their names.
fn rewritten(
    text: &str,
    open: &str,
    close: &str,
    address: &mut dyn FnMut(&str) -> String,
) -> String {
    let mut parts = text.split(open);
    let mut done = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (target, after) = part.split_once(close).expect("a reference has an end");
        let bare = target.trim_matches(['"', '\'']).trim_start_matches("./");
        let file = bare.split(['#', '?']).next().unwrap_or_default();
        let elsewhere = file.is_empty() || file.starts_with('/') || file.starts_with("data:");
        let target = match elsewhere {
            true => target.to_owned(),
            false => target.replace("./", "").replacen(file, &address(file), 1),
        };
        let open = open.trim_end_matches("./");
        done.push_str(&format!("{open}{target}{close}{after}"));
    }
    done
}

/// A line of the table; writes the file, and its compressed forms where they are smaller.
fn row(out: &Path, name: &str, file: &Built) -> String {
    let url = format!("/static/{}", file.served_as(name));
    let kind = kind(name).expect("checked in `sources`");
    save(out, name, &file.content);
    let brotli = packed(out, &format!("{name}.br"), kind, file, brotli);
    let gzip = packed(out, &format!("{name}.gz"), kind, file, gzip);
    let (plain, hash) = (include(name), &file.hash);
    format!(
        "    File {{ name: {name:?}, url: {url:?}, hash: {hash:?}, kind: {kind:?}, plain: {plain}, \
         brotli: {brotli}, gzip: {gzip} }},\n"
    )
}

/// A compressed form, where it is smaller; fonts and photographs are compressed already.
fn packed(out: &Path, name: &str, kind: &str, file: &Built, pack: fn(&[u8]) -> Vec<u8>) -> String {
    let done_already =
        kind.starts_with("font/") || (kind.starts_with("image/") && !kind.contains("svg"));
    let small = if done_already {
        Vec::new()
    } else {
        pack(&file.content)
    };
    if small.is_empty() || small.len() >= file.content.len() {
        return "None".to_owned();
    }
    save(out, name, &small);
    format!("Some({})", include(name))
}

fn include(name: &str) -> String {
    format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\"))")
}

fn save(out: &Path, name: &str, content: &[u8]) {
    fs::write(out.join(name), content).unwrap_or_else(|error| panic!("{name}: {error}"));
}

fn brotli(content: &[u8]) -> Vec<u8> {
    let mut small = Vec::new();
    let mut packer = brotli::CompressorWriter::new(&mut small, 4096, 11, 22);
    packer.write_all(content).expect("writing to memory");
    drop(packer);
    small
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(9));
    packer.write_all(content).expect("writing to memory");
    packer.finish().expect("writing to memory")
}
