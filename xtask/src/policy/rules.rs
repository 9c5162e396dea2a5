//! The policy itself.

/// Licenses that a BSD-3-Clause product may link: permissive ones, and MPL-2.0 per file.
pub const LICENSES: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that must not come in, not even through others: second TLS stacks with long C builds
/// (we use rustls with ring), and database drivers that we do not speak.
pub const BANNED: [&str; 8] =
    ["openssl", "openssl-sys", "native-tls", "aws-lc-sys", "aws-lc-rs", "sqlx-mysql", "sqlx-sqlite", "libsqlite3-sys"];

/// Crates whose types cross the borders between libraries.
pub const ONCE: [&str; 13] = [
    "axum",
    "http",
    "hyper",
    "leptos",
    "rust_decimal",
    "rustls",
    "serde",
    "sqlx",
    "time",
    "tokio",
    "tower-sessions-core",
    "uuid",
    "wasm-bindgen",
];

/// Features that are switched on only on the wasm command lines.
pub const WASM_ONLY: [&str; 2] = ["hydrate", "csr"];

/// The rooms of the house, and which of our crates each may use (`*`: all). Domain rooms read the
/// catalog and otherwise not each other; clients of outside systems and stand-ins know none of them.
pub const ROOMS: [(&str, &[&str]); 24] = [
    ("xpro-kernel", &[]),
    ("xpro-localdb", &[]),
    ("xpro-form", &[]),
    ("xpro-pictures", &[]),
    ("xpro-ui", &["xpro-kernel"]),
    ("xpro-outbound", &["xpro-kernel"]),
    ("xpro-platform", &["xpro-kernel", "xpro-outbound"]),
    ("xpro-openedx", &["xpro-kernel", "xpro-outbound"]),
    ("xpro-cybersource", &["xpro-kernel", "xpro-outbound"]),
    ("xpro-mailgun", &["xpro-kernel", "xpro-outbound"]),
    ("xpro-feed", &["xpro-outbound"]),
    ("xpro-standins", &[]),
    ("xpro-catalog", &["xpro-kernel", "xpro-platform"]),
    ("xpro-accounts", &["xpro-kernel", "xpro-platform", "xpro-catalog"]),
    ("xpro-commerce", &["xpro-kernel", "xpro-platform", "xpro-catalog", "xpro-cybersource"]),
    ("xpro-learning", &["xpro-kernel", "xpro-platform", "xpro-catalog", "xpro-openedx"]),
    ("xpro-cms", &["xpro-kernel", "xpro-platform", "xpro-catalog", "xpro-form", "xpro-pictures"]),
    ("xpro-api", &["xpro-kernel", "xpro-form"]),
    ("xpro-site", &["xpro-kernel", "xpro-ui"]),
    ("xpro-account", &["xpro-kernel", "xpro-ui"]),
    ("xpro-studio", &["xpro-kernel", "xpro-ui", "xpro-api", "xpro-form"]),
    (
        "xpro-app",
        &[
            "xpro-form",
            "xpro-kernel",
            "xpro-platform",
            "xpro-ui",
            "xpro-site",
            "xpro-account",
            "xpro-api",
            "xpro-cms",
            "xpro-catalog",
            "xpro-accounts",
            "xpro-commerce",
            "xpro-learning",
        ],
    ),
    ("xpro-server", &["*"]),
    ("xpro-testkit", &["*"]),
];

/// Rooms with server functions: their optional dependencies are the server's half, which may call acts.
pub const TWO_HALVES: [&str; 2] = ["xpro-account", "xpro-api"];

/// Crates of others that only some rooms may name.
pub const ONLY_IN: [(&str, &[&str]); 2] = [
    ("graphile_worker", &["xpro-platform", "xpro-server"]),
    (
        "reqwest",
        &[
            "xpro-outbound",
            "xpro-openedx",
            "xpro-cybersource",
            "xpro-mailgun",
            "xpro-feed",
            "xpro-standins",
            "xpro-server",
            "xpro-testkit",
        ],
    ),
];
