//! Compressing a rendered page, once.

use bytes::Bytes;
use std::io::Write;

/// Brotli at this quality (0 to 11).
pub(super) fn brotli(bytes: &[u8], quality: u32) -> Bytes {
    let mut compressed = Vec::with_capacity(bytes.len() / 4);
    {
        let mut writer = brotli::CompressorWriter::new(&mut compressed, 16 * 1024, quality, 20);
        // A Vec takes every byte.
        let _ = writer.write_all(bytes);
    }
    Bytes::from(compressed)
}

/// Gzip, for clients that know no brotli.
pub(super) fn gzip(bytes: &[u8]) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(bytes.len() / 3), flate2::Compression::new(6));
    // A Vec takes every byte.
    let _ = encoder.write_all(bytes);
    Bytes::from(encoder.finish().unwrap_or_default())
}
