//! Every setting, its default and its meaning. Read once, from flags or `REGIONDIALOG_…` variables.

use crate::domain::source::Allowed;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Adress och port att lyssna på
    #[arg(
        long,
        global = true,
        env = "REGIONDIALOG_LISTEN",
        value_name = "ADRESS",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: SocketAddr,

    /// Databasfilen (standard: regiondialog.db, för demo regiondialog-demo.db)
    #[arg(long, global = true, env = "REGIONDIALOG_DATABASE", value_name = "FIL")]
    pub database: Option<PathBuf>,

    /// Adressen som användarna ser, till exempel <https://regiondialog.example.se>; med https blir kakorna Secure och HSTS skickas
    #[arg(
        long,
        global = true,
        env = "REGIONDIALOG_PUBLIC_URL",
        value_name = "ADRESS"
    )]
    pub public_url: Option<String>,

    /// Minuter utan aktivitet innan en session tar slut
    #[arg(long, global = true, env = "REGIONDIALOG_SESSION_IDLE_MINUTES", value_name = "MINUTER", default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..=1440))]
    pub session_idle_minutes: i64,

    /// Timmar efter inloggningen då en session alltid tar slut
    #[arg(long, global = true, env = "REGIONDIALOG_SESSION_HOURS", value_name = "TIMMAR", default_value_t = 10, value_parser = clap::value_parser!(i64).range(1..=168))]
    pub session_hours: i64,

    /// Adress till en omvänd proxy vars X-Forwarded-For går att lita på (kan upprepas)
    #[arg(
        long,
        global = true,
        env = "REGIONDIALOG_TRUSTED_PROXY",
        value_name = "IP",
        value_delimiter = ','
    )]
    pub trusted_proxy: Vec<std::net::IpAddr>,

    /// Myndighetens namn, som det visas på sidorna
    #[arg(
        long,
        global = true,
        env = "REGIONDIALOG_AGENCY",
        value_name = "NAMN",
        default_value = "Tillväxtverket"
    )]
    pub agency: String,

    /// E-postadress för synpunkter på tillgänglighet och frågor om personuppgifter
    #[arg(
        long,
        global = true,
        env = "REGIONDIALOG_CONTACT_EMAIL",
        value_name = "E-POST",
        default_value = ""
    )]
    pub contact_email: String,

    /// Hämta källor (RSS och Atom) i bakgrunden: ja eller nej (standard: ja, för demo nej)
    #[arg(long, global = true, env = "REGIONDIALOG_FETCH_SOURCES", value_name = "JA|NEJ", value_parser = yes_or_no)]
    pub fetch_sources: Option<bool>,

    /// Adress på ett internt nät som källor får hämtas från, VÄRD eller VÄRD:PORT (kan upprepas)
    #[arg(
        long,
        global = true,
        env = "REGIONDIALOG_ALLOW_SOURCE_ADDRESS",
        value_name = "VÄRD[:PORT]",
        value_delimiter = ','
    )]
    pub allow_source_address: Vec<Allowed>,

    /// Skriv loggen som JSON, en rad per händelse
    #[arg(long, global = true, env = "REGIONDIALOG_LOG_JSON")]
    pub log_json: bool,

    /// Hur mycket som loggas: error, warn, info eller debug
    #[arg(
        long,
        global = true,
        env = "REGIONDIALOG_LOG",
        value_name = "NIVÅ",
        default_value = "info"
    )]
    pub log: String,

    #[arg(skip)]
    pub demo: bool,
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text.to_lowercase().as_str() {
        "ja" | "yes" | "true" => Ok(true),
        "nej" | "no" | "false" => Ok(false),
        _ => Err("ja eller nej".to_owned()),
    }
}

impl Config {
    /// Whether feeds are fetched; a demo does so only when it is asked to.
    pub fn fetches_sources(&self) -> bool {
        self.fetch_sources.unwrap_or(!self.demo)
    }

    /// Whether browsers reach the service over TLS: then cookies are Secure and HSTS is sent.
    pub fn tls(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }

    /// The address links begin with. Never built from a request's Host header.
    pub fn base_url(&self, bound: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{bound}"),
        }
    }

    /// Without TLS only loopback may be listened on; says what to do otherwise.
    pub fn check(&self) -> Result<(), String> {
        if let Some(url) = &self.public_url {
            let host = ["https://", "http://"]
                .iter()
                .find_map(|each| url.strip_prefix(each));
            if host.is_none_or(|host| host.is_empty() || host.contains(char::is_whitespace)) {
                return Err(format!(
                    "--public-url ska vara en hel adress som https://regiondialog.example.se, inte \"{url}\"."
                ));
            }
        }
        if self.tls() || self.listen.ip().is_loopback() {
            return Ok(());
        }
        Err(format!(
            "{} kan nås utifrån utan TLS. Ange --public-url https://… och låt en omvänd proxy sköta TLS, eller lyssna på 127.0.0.1.",
            self.listen
        ))
    }

    pub fn database(&self) -> PathBuf {
        let default = if self.demo {
            "regiondialog-demo.db"
        } else {
            "regiondialog.db"
        };
        self.database.clone().unwrap_or_else(|| default.into())
    }
}
