//! `.br` and `.gz` siblings of files, so that the server never compresses them itself.

use std::io::Write as _;

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;

/// File name endings worth compressing; the others are compressed formats already.
const WORTH_IT: [&str; 8] = ["js", "wasm", "css", "svg", "json", "txt", "xml", "webmanifest"];

/// The compressed forms of one file.
pub struct Compressed {
    /// Brotli, quality 11.
    pub brotli: Vec<u8>,
    /// Gzip, level 9.
    pub gzip: Vec<u8>,
}

/// Whether a file with this ending gets siblings.
pub fn is_worth_it(ending: &str) -> bool {
    WORTH_IT.contains(&ending)
}

/// Compresses as hard as the formats allow.
pub fn compress(bytes: &[u8]) -> Result<Compressed> {
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    Ok(Compressed { brotli: packed, gzip: gzip.finish()? })
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn both_forms_hold_the_original() {
        let text = "a learner pays ".repeat(100);
        let packed = compress(text.as_bytes()).expect("memory does not fail");
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*packed.brotli, &mut unpacked).expect("valid brotli");
        assert_eq!(unpacked, text.as_bytes());
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(&*packed.gzip).read_to_string(&mut unpacked).expect("valid gzip");
        assert_eq!(unpacked, text);
        assert!(packed.brotli.len() < 60);
    }
}
