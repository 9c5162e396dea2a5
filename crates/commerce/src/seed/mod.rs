//! Demo codes, companies, tax rates and orders (accounts_ops.md 10.2).
