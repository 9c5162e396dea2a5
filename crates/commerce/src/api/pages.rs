//! What only the catalogue's pages know about the basket's courses: pictures, topics, facts, instructors.

use super::{BasketDocument, CourseDocument, CoursePage};
use serde_json::{Map, Value};
use xpro_kernel::CourseId;

/// Keys of a course that the basket's own rows are the authority for.
const OWN: [&str; 7] = ["id", "title", "readable_id", "courseruns", "next_run_id", "is_external", "topics"];

impl BasketDocument {
    /// Completes the courses with the objects that `/api/courses/` serves; a course without a page stays as it is.
    pub fn describe(&mut self, course: impl Fn(CourseId) -> Option<Value>) {
        for document in self.items.iter_mut().flat_map(|item| &mut item.courses) {
            if let Some(Value::Object(served)) = course(document.id) {
                complete(document, served);
            }
        }
    }
}

fn complete(document: &mut CourseDocument, mut served: Map<String, Value>) {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let runs = list(served.get("courseruns"));
    for run in &mut document.courseruns {
        let found = runs.iter().find(|known| known.get("id").and_then(Value::as_i64) == Some(run.id.0));
        run.instructors = list(found.and_then(|known| known.get("instructors")));
    }
    let topics = list(served.get("topics"));
    let platform = served.remove("platform").and_then(|name| name.as_str().map(str::to_owned));
    served.retain(|key, _| !OWN.contains(&key.as_str()));
    document.page = CoursePage { topics, platform, facts: served };
}
