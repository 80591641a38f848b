//! What must not be guessed or read: random tokens and the hashes of passwords.

use std::{fmt, sync::Arc};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use sha2::{Digest, Sha256};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// A secret for a session or a one-time link. The database holds its hash only.
pub struct Token(String);

impl Token {
    /// 32 bytes from the operating system, as 64 hexadecimal digits.
    #[expect(
        clippy::new_without_default,
        reason = "a default that differs every time would surprise"
    )]
    pub fn new() -> Self {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Self(hex(&bytes))
    }

    /// A short random text: a reference on an error page, the handle of a session.
    pub fn short() -> String {
        let mut bytes = [0; 6];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        hex(&bytes).to_uppercase()
    }

    /// The secret itself, for a cookie or a link.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored and searched for.
    pub fn hash(&self) -> String {
        hash_of(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Chooses what TLS towards other services is made with, once for the process; a client is built after it.
pub fn choose_tls() {
    // Already chosen is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The stored form of a token that came with a request: SHA-256 in hexadecimal digits.
pub fn hash_of(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How much work a password hash takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Cost {
    /// OWASP's parameters for argon2id.
    pub const OWASP: Self = Self {
        memory_kib: 19_456,
        passes: 2,
        lanes: 1,
    };
    /// The least that argon2 takes: for tests and nothing else.
    pub const TEST: Self = Self {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };
}

/// At most so many hashes at once, so that logins leave processor and memory to the pages.
const AT_ONCE: usize = 2;

/// Hashes and verifies passwords off the async threads.
#[derive(Clone)]
pub struct Passwords {
    argon: Argon2<'static>,
    /// A hash that no password fits, for accounts that do not exist.
    dummy: Arc<str>,
    turns: Arc<Semaphore>,
}

impl Passwords {
    /// Takes as long as one hash.
    pub fn new(cost: Cost) -> Result<Self, PasswordFailure> {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None);
        let params = params.map_err(|error| PasswordFailure(error.to_string()))?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = hash(&argon, Token::new().reveal())?.into();
        Ok(Self {
            argon,
            dummy,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    /// The hash to store, as a PHC string.
    pub async fn hash(&self, password: String) -> Result<String, PasswordFailure> {
        let argon = self.argon.clone();
        self.in_turn(move || hash(&argon, &password)).await?
    }

    /// Whether the password fits the stored hash. Without a hash (no such account, or none set) the
    /// answer is no, and takes as long.
    pub async fn verify(&self, password: String, stored: Option<String>) -> bool {
        let stored =
            stored.filter(|phc| PasswordHash::new(phc).is_ok_and(|phc| phc.hash.is_some()));
        let dummy = self.dummy.clone();
        let right = self.in_turn(move || {
            let phc = stored.as_deref().unwrap_or(&dummy);
            fits(phc, &password).unwrap_or(false) && stored.is_some()
        });
        right.await.unwrap_or(false)
    }

    /// Whether a stored hash was made with other parameters than today's.
    pub fn needs_rehash(&self, stored: &str) -> bool {
        let (Ok(stored), Ok(ours)) = (PasswordHash::new(stored), PasswordHash::new(&self.dummy))
        else {
            return true;
        };
        (stored.algorithm, stored.version, stored.params)
            != (ours.algorithm, ours.version, ours.params)
    }

    /// Runs the work on a thread that may block. The turn goes with the work, not with the request,
    /// as work goes on when a browser hangs up.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordFailure> {
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|error| PasswordFailure(error.to_string()))?;
        let done = spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await
            .map_err(|error| PasswordFailure(error.to_string()))
    }
}

fn hash(argon: &Argon2<'_>, password: &str) -> Result<String, PasswordFailure> {
    let salt = Salt::generate();
    let output = filled(argon, password, &salt)?;
    let phc = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(argon.params())?,
        salt: Some(salt),
        hash: Some(output),
    };
    Ok(phc.to_string())
}

/// Hashes with the stored hash's own parameters; two outputs are compared in constant time.
fn fits(stored: &str, password: &str) -> Result<bool, PasswordFailure> {
    let phc = PasswordHash::new(stored)?;
    let algorithm = Algorithm::try_from(phc.algorithm.as_str())?;
    let version = phc.version.map(Version::try_from).transpose()?;
    let params = Params::try_from(&phc)?;
    let (Some(salt), Some(expected)) = (&phc.salt, phc.hash) else {
        return Ok(false);
    };
    let argon = Argon2::new(algorithm, version.unwrap_or_default(), params);
    Ok(filled(&argon, password, salt)? == expected)
}

fn filled(argon: &Argon2<'_>, password: &str, salt: &[u8]) -> Result<Output, PasswordFailure> {
    let mut bytes = [0; Output::MAX_LENGTH];
    let length = argon.params().output_len();
    let bytes = &mut bytes[..length.unwrap_or(Params::DEFAULT_OUTPUT_LEN)];
    let memory = memory(argon.params().block_count());
    argon.hash_password_into_with_memory(password.as_bytes(), salt, bytes, memory)?;
    Ok(Output::new(bytes)?)
}

/// Room for one hash. More is reserved than an allocator keeps for later (glibc: 32 MiB), so that it
/// goes back to the system at once; what is not touched is never there. Twenty megabytes stayed with
/// each thread that had ever hashed.
fn memory(blocks: usize) -> Vec<Block> {
    const NEVER_KEPT: usize = 33 * 1024 * 1024 / Block::SIZE;
    let mut memory = Vec::with_capacity(blocks.max(NEVER_KEPT));
    memory.resize(blocks, Block::new());
    memory
}

/// A password could not be hashed. Not the user's mistake.
#[derive(Debug)]
pub struct PasswordFailure(String);

impl fmt::Display for PasswordFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hashing a password failed: {}", self.0)
    }
}

impl std::error::Error for PasswordFailure {}

impl From<argon2::Error> for PasswordFailure {
    fn from(error: argon2::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<argon2::password_hash::Error> for PasswordFailure {
    fn from(error: argon2::password_hash::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<argon2::password_hash::phc::Error> for PasswordFailure {
    fn from(error: argon2::password_hash::phc::Error) -> Self {
        Self(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        time::{Duration, Instant},
    };

    use super::*;

    fn quick() -> Passwords {
        Passwords::new(Cost::TEST).unwrap()
    }

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, other) = (Token::new(), Token::new());
        assert_eq!(one.reveal().len(), 64);
        assert_ne!(one.reveal(), other.reveal());
        assert_eq!(one.hash(), hash_of(one.reveal()));
        assert_ne!(one.hash(), one.reveal());
    }

    #[test]
    fn a_token_is_never_printed() {
        assert_eq!(format!("{:?}", Token::new()), "Token(…)");
    }

    #[test]
    fn a_token_is_stored_as_its_sha_256() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash_of("abc"), known);
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_no_other() {
        let passwords = quick();
        let stored = passwords.hash("häst batteri".into()).await.unwrap();
        assert!(
            passwords
                .verify("häst batteri".into(), Some(stored.clone()))
                .await
        );
        assert!(
            !passwords
                .verify("Häst batteri".into(), Some(stored.clone()))
                .await
        );
        assert_ne!(
            passwords.hash("häst batteri".into()).await.unwrap(),
            stored,
            "the salt differs"
        );
    }

    #[tokio::test]
    async fn no_password_fits_an_unknown_account_or_a_broken_hash() {
        let passwords = quick();
        for stored in [
            None,
            Some(""),
            Some("!"),
            Some("$argon2id$v=19$m=8,t=1,p=1"),
            Some("$x$y$z"),
        ] {
            assert!(
                !passwords
                    .verify("vad som helst".into(), stored.map(str::to_owned))
                    .await
            );
        }
    }

    #[tokio::test]
    async fn the_parameters_are_owasps() {
        let passwords = Passwords::new(Cost::OWASP).unwrap();
        let stored = passwords.hash("häst batteri".into()).await.unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
    }

    #[tokio::test]
    async fn an_unknown_account_takes_as_long_as_a_wrong_password() {
        let passwords = Passwords::new(Cost::OWASP).unwrap();
        let stored = passwords.hash("häst batteri".into()).await.unwrap();
        let mut fastest = [Duration::MAX; 2];
        for _ in 0..12 {
            for (time, stored) in fastest.iter_mut().zip([Some(stored.clone()), None]) {
                let start = Instant::now();
                assert!(!passwords.verify("fel".into(), stored).await);
                *time = start.elapsed().min(*time);
            }
        }
        println!("wrong, unknown: {fastest:?}");
        let ratio = fastest[0].as_secs_f64() / fastest[1].as_secs_f64();
        assert!((0.5..2.0).contains(&ratio), "{fastest:?}");
    }

    #[tokio::test]
    async fn a_hash_with_other_parameters_is_made_anew() {
        let (old, new) = (
            quick(),
            Passwords::new(Cost {
                passes: 2,
                ..Cost::TEST
            })
            .unwrap(),
        );
        let stored = old.hash("häst batteri".into()).await.unwrap();
        assert!(!old.needs_rehash(&stored));
        assert!(new.needs_rehash(&stored) && new.needs_rehash("nonsense"));
        assert!(
            new.verify("häst batteri".into(), Some(stored)).await,
            "it still fits"
        );
    }

    #[tokio::test]
    async fn at_most_two_hashes_run_at_once_even_when_browsers_hang_up() {
        static RUNNING: AtomicUsize = AtomicUsize::new(0);
        static MOST: AtomicUsize = AtomicUsize::new(0);
        let passwords = quick();
        let work = || {
            MOST.fetch_max(RUNNING.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(10));
            RUNNING.fetch_sub(1, Ordering::SeqCst);
        };
        for turn in 0..12 {
            let passwords = passwords.clone();
            let request = tokio::spawn(async move { passwords.in_turn(work).await.unwrap() });
            if turn % 2 == 0 {
                tokio::time::sleep(Duration::from_millis(2)).await;
                request.abort();
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(passwords.in_turn(work).await.is_ok());
        assert_eq!(MOST.load(Ordering::SeqCst), AT_ONCE);
    }
}
