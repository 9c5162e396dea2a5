//! Documents of older schemas.

use super::DocumentError;
use serde_json::Value;

/// The schema that this program writes.
pub const SCHEMA: i32 = 1;

/// Brings a body of an older schema to [`SCHEMA`], one step at a time.
///
/// # Errors
/// When it was written by a newer program, or claims a schema that never was.
pub fn upgrade(body: Value, from: i32) -> Result<Value, DocumentError> {
    match from {
        SCHEMA => Ok(body),
        from if from > SCHEMA => Err(DocumentError::Newer { schema: from }),
        from => Err(DocumentError::Unknown { schema: from }),
    }
}
