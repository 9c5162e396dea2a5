//! The gateway: sends a request, waits a bounded time, tries again where that is safe, and reports.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::cookie::Jar;
use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Method, Request, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::backoff::pause_after;
use crate::breaker::{Breaker, CircuitState};
use crate::config::{GatewayConfig, Retry};
use crate::error::{CallError, Fault, SetupError, StatusAnswer};
use crate::install_crypto;
use crate::pace::{Pace, WallPace};
use crate::reach::{PublicOnly, Reach, TooManyRedirects, Unreachable};
use crate::record::{self, CallObserver, CallRecord, masked_path};
use crate::reply::{Reply, read_json};

/// The way to one outside system. Cheap to clone; clones share connections and circuit breaker.
#[derive(Clone)]
pub struct Gateway {
    core: Arc<Core>,
    http: Client,
    reads_body: bool,
}

struct Core {
    config: GatewayConfig,
    breaker: Arc<Breaker>,
    observer: Arc<dyn CallObserver>,
    pace: Arc<dyn Pace>,
}

/// What all attempts of one call have in common.
struct Call {
    operation: &'static str,
    request_id: Uuid,
    method: Method,
    path: String,
}

impl Gateway {
    /// Sets up the way to a system. Redirects are not followed: an API that redirects is misconfigured.
    ///
    /// # Errors
    /// When the HTTP client cannot be built, for instance because the machine has no root certificates.
    pub fn new(config: GatewayConfig, observer: Arc<dyn CallObserver>) -> Result<Self, SetupError> {
        Self::with_pace(config, observer, Arc::new(WallPace))
    }

    /// Like [`Gateway::new`], with another sense of time.
    ///
    /// # Errors
    /// As for [`Gateway::new`].
    pub fn with_pace(
        config: GatewayConfig,
        observer: Arc<dyn CallObserver>,
        pace: Arc<dyn Pace>,
    ) -> Result<Self, SetupError> {
        install_crypto();
        let http = build(&config, client(&config).redirect(Policy::none()))?;
        let breaker = Breaker::new(config.breaker);
        let core = Arc::new(Core { config, breaker, observer, pace });
        Ok(Self { core, http, reads_body: true })
    }

    /// The same way walked as a browser would: with this cookie jar, following redirects, and without reading pages.
    /// It has connections of its own and shares the circuit breaker.
    ///
    /// # Errors
    /// As for [`Gateway::new`].
    pub fn walker(&self, jar: Arc<Jar>) -> Result<Self, SetupError> {
        let config = &self.core.config;
        let builder = client(config).redirect(within(config.reach, config.max_redirects)).cookie_provider(jar);
        Ok(Self { core: Arc::clone(&self.core), http: build(config, builder)?, reads_body: false })
    }

    /// The name of the outside system.
    pub fn system(&self) -> &'static str {
        self.core.config.system
    }

    /// What the circuit breaker lets through at present.
    pub fn circuit(&self) -> CircuitState {
        self.core.breaker.state(self.core.pace.now())
    }

    /// Starts a request. `path` is appended to the base URL, begins with a slash and may carry a query.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let base = self.core.config.base_url.as_str().trim_end_matches('/');
        self.http.request(method, format!("{base}{path}"))
    }

    /// Makes the call and returns the answer.
    ///
    /// # Errors
    /// [`CallError`] for anything but an answer from 200 to 299.
    pub async fn execute(
        &self,
        operation: &'static str,
        request: RequestBuilder,
        retry: Retry,
    ) -> Result<Reply, CallError> {
        self.run(operation, request, retry, Ok).await
    }

    /// Makes the call and reads the answer as JSON.
    ///
    /// # Errors
    /// [`CallError`] for anything but an answer from 200 to 299 that holds a `T`.
    pub async fn execute_json<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        request: RequestBuilder,
        retry: Retry,
    ) -> Result<T, CallError> {
        self.run(operation, request, retry, |reply| read_json(&reply.body)).await
    }

    async fn run<T>(
        &self,
        operation: &'static str,
        builder: RequestBuilder,
        retry: Retry,
        read: impl Fn(Reply) -> Result<T, Fault>,
    ) -> Result<T, CallError> {
        let request_id = Uuid::new_v4();
        let mut request =
            builder.build().map_err(|error| self.error(operation, request_id, Fault::from_send(error)))?;
        let id = HeaderValue::from_str(&request_id.to_string()).expect("a UUID is ASCII");
        request.headers_mut().insert("x-request-id", id);
        let path = if self.core.config.secret_path { "/***".to_owned() } else { masked_path(request.url()) };
        let call = Call { operation, request_id, method: request.method().clone(), path };
        let mut attempt = 1;
        loop {
            let spare = request.try_clone();
            let fault = match self.attempt(&call, attempt, request, &read).await {
                Ok(value) => return Ok(value),
                Err(fault) => fault,
            };
            let (Some(pause), Some(next)) = (self.pause(retry, attempt, &fault), spare) else {
                return Err(self.error(operation, request_id, fault));
            };
            self.core.pace.pause(pause).await;
            request = next;
            attempt += 1;
        }
    }

    /// The pause before the next attempt, or `None` when there must not be one.
    fn pause(&self, retry: Retry, attempt: u32, fault: &Fault) -> Option<Duration> {
        let policy = &self.core.config.retry;
        let spent = retry == Retry::Never || attempt > policy.retries || !fault.is_retryable();
        // With the circuit open the next attempt would only hide the failure that opened it.
        if spent || self.circuit() == CircuitState::Open {
            return None;
        }
        let asked = match fault {
            Fault::Status(answer) => answer.retry_after.unwrap_or_default(),
            Fault::CircuitOpen { .. } => return None,
            _ => Duration::ZERO,
        };
        (asked <= policy.max_delay).then(|| pause_after(policy, attempt).max(asked))
    }

    async fn attempt<T>(
        &self,
        call: &Call,
        attempt: u32,
        request: Request,
        read: impl Fn(Reply) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let started = self.core.pace.now();
        let mut status = None;
        let is_in_reach = self.core.config.reach.allows(request.url());
        let outcome = match self.core.breaker.admit(started) {
            Ok(permit) if !is_in_reach => {
                drop(permit);
                Err(Fault::OutOfReach)
            }
            Err(retry_in) => Err(Fault::CircuitOpen { retry_in }),
            Ok(permit) => {
                let outcome = match self.http.execute(request).await {
                    Err(error) => Err(Fault::from_send(error)),
                    Ok(response) => {
                        status = Some(response.status().as_u16());
                        self.receive(response).await.and_then(read)
                    }
                };
                match &outcome {
                    Err(fault) if fault.counts_against_system() => permit.failed(self.core.pace.now()),
                    _ => permit.succeeded(),
                }
                outcome
            }
        };
        let record = CallRecord {
            system: self.core.config.system,
            operation: call.operation,
            method: call.method.to_string(),
            path: call.path.clone(),
            status,
            duration: self.core.pace.now().saturating_duration_since(started),
            attempt,
            error_class: outcome.as_ref().err().map(Fault::class),
            request_id: call.request_id,
        };
        record::log(&record);
        self.core.observer.observed(record);
        outcome
    }

    async fn receive(&self, mut response: Response) -> Result<Reply, Fault> {
        let status = response.status();
        let headers = response.headers().clone();
        let url = response.url().clone();
        let limit = self.core.config.max_body_bytes;
        if !status.is_success() {
            // A refusal stays a refusal even when its explanation is cut or too long.
            let (body, _) = read_body(&mut response, limit).await;
            return Err(Fault::Status(Box::new(StatusAnswer::new(status, &url, &headers, body))));
        }
        if !self.reads_body {
            return Ok(Reply { status, headers, url, body: Bytes::new() });
        }
        let (body, flaw) = read_body(&mut response, limit).await;
        flaw.map_or(Ok(Reply { status, headers, url, body }), Err)
    }

    fn error(&self, operation: &'static str, request_id: Uuid, fault: Fault) -> CallError {
        CallError { system: self.core.config.system, operation, request_id, fault }
    }
}

/// Reads up to `limit` bytes; with what is wrong if that was not all of a sound body.
async fn read_body(response: &mut Response, limit: usize) -> (Bytes, Option<Fault>) {
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(None) => return (body.freeze(), None),
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => {
                let room = limit - body.len();
                body.extend_from_slice(&chunk[..room]);
                let reason = format!("longer than {limit} bytes");
                return (body.freeze(), Some(Fault::Decode(reason)));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Err(error) => return (body.freeze(), Some(Fault::from_body(error))),
        }
    }
}

fn client(config: &GatewayConfig) -> ClientBuilder {
    let builder = Client::builder().user_agent("xpro").timeout(config.timeout).connect_timeout(config.connect_timeout);
    match config.reach {
        Reach::Anywhere => builder,
        // A proxy would look names up for itself.
        Reach::Public => builder.dns_resolver(PublicOnly).no_proxy(),
    }
}

/// Follows redirects as far as calls may go: an address in a redirect is one that somebody else chose.
fn within(reach: Reach, most: usize) -> Policy {
    Policy::custom(move |attempt| {
        if attempt.previous().len() > most {
            attempt.error(TooManyRedirects)
        } else if reach.allows(attempt.url()) {
            attempt.follow()
        } else {
            attempt.error(Unreachable)
        }
    })
}

fn build(config: &GatewayConfig, builder: ClientBuilder) -> Result<Client, SetupError> {
    builder.build().map_err(|source| SetupError { system: config.system, source })
}
