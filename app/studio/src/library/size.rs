//! Sizes of files as people read them.

/// `412 KB`, `1.2 MB`.
pub fn size_text(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{} bytes", bytes.max(0)),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// `1 page`, `3 pages`.
pub fn uses_text(uses: i64) -> String {
    match uses {
        0 => "Not used".to_owned(),
        1 => "On 1 page".to_owned(),
        uses => format!("On {uses} pages"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_well() {
        let cases = [(-1, "0 bytes"), (999, "999 bytes"), (412_345, "412 KB"), (1_250_000, "1.2 MB")];
        for (bytes, text) in cases {
            assert_eq!(size_text(bytes), text);
        }
        assert_eq!(uses_text(1), "On 1 page");
    }
}
