//! Hashing, which is slow on purpose: on blocking threads, a few at a time, never inside a transaction.

use super::{Password, django};
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Each hash takes 19 MiB and one processor; more at once would only make all of them slower.
static SLOTS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from).max(2)));

/// Compared against when there is nothing to compare with, so that an unknown person costs the same time.
static NOBODY: LazyLock<String> = LazyLock::new(|| argon2id(&Password::from(crate::Token::random().as_str())));

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// The password fits.
    Right {
        /// Set when the stored hash is of the old kind: store this one instead.
        rehashed: Option<String>,
    },
    /// It does not, or there is no usable password.
    Wrong,
}

impl Checked {
    /// Whether the password fits.
    pub fn is_right(&self) -> bool {
        matches!(self, Checked::Right { .. })
    }
}

/// An Argon2id hash in PHC format. Never call it with a transaction open.
pub async fn hash_password(password: &Password) -> String {
    let password = password.clone();
    on_blocking_thread(move || argon2id(&password)).await
}

/// Compares; without a hash (unknown or retired person) it takes the same time and finds [`Checked::Wrong`].
/// Never call it with a transaction open.
pub async fn verify_password(hash: Option<&str>, password: &Password) -> Checked {
    let (hash, password) = (hash.map(str::to_owned), password.clone());
    on_blocking_thread(move || check(hash.as_deref(), &password)).await
}

fn check(hash: Option<&str>, password: &Password) -> Checked {
    match hash {
        Some(hash) if django::is_django(hash) => {
            if django::verify(hash, password.reveal()) {
                Checked::Right { rehashed: Some(argon2id(password)) }
            } else {
                Checked::Wrong
            }
        }
        Some(hash) if fits(hash, password) => Checked::Right { rehashed: None },
        Some(_) => Checked::Wrong,
        None => {
            fits(&NOBODY, password);
            Checked::Wrong
        }
    }
}

fn fits(hash: &str, password: &Password) -> bool {
    PasswordVerifier::<str>::verify_password(&Argon2::default(), password.reveal().as_bytes(), hash).is_ok()
}

fn argon2id(password: &Password) -> String {
    Argon2::default()
        .hash_password(password.reveal().as_bytes())
        .expect("the default parameters are valid and 19 MiB are to be had")
        .to_string()
}

async fn on_blocking_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let _slot = SLOTS.acquire().await.expect("nobody closes the semaphore");
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // The runtime is shutting down and drops this future as well.
        Err(_) => std::future::pending().await,
    }
}
