//! Content hashes.

use sha2::{Digest as _, Sha256};

/// The first 12 hexadecimal digits of the SHA-256 of all parts: enough to tell files of one name apart.
pub fn short(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn parts_count_as_parts() {
        assert_eq!(short(&[b"ab", b"c"]).len(), 12);
        assert_ne!(short(&[b"ab", b"c"]), short(&[b"a", b"bc"]));
    }
}
