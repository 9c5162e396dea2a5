//! The courses of what is sold, with all their runs and what each means to one person. Reads `course`, `course_run`,
//! `product` and `product_version` (catalog) and `run_enrollment` (learning), and writes none of them.

use crate::basket::{ItemCourse, ItemRun};
use sqlx::PgConnection;
use xpro_catalog::model::{Course, CourseRun, ProductTarget};
use xpro_kernel::{CourseId, CourseRunId, Money, PlatformId, ProductId, ProgramId, UserId};

/// The courses of a program by position, or the one course of a run; live or not, their runs by start. One statement.
pub(crate) async fn list_courses(
    conn: &mut PgConnection,
    user: UserId,
    target: ProductTarget,
) -> Result<Vec<ItemCourse>, sqlx::Error> {
    let (run, program) = match target {
        ProductTarget::CourseRun(run) => (Some(run.0), None),
        ProductTarget::Program(program) => (None, Some(program.0)),
    };
    let rows = sqlx::query!(
        r#"select c.id as "course: CourseId", c.program_id as "program: ProgramId", c.position_in_program, c.title as course_title, c.readable_id,
                  c.live as course_live, c.is_external, c.external_course_id, c.platform_id as "platform: PlatformId",
                  r.id as "run?: CourseRunId", r.title as "run_title?", r.courseware_id as "courseware_id?", r.run_tag as "run_tag?", r.courseware_url_path,
                  r.external_course_run_id as "external_course_run_id?", r.start_date, r.end_date, r.enrollment_start, r.enrollment_end,
                  r.expiration_date, r.live as "run_live?",
                  p.id as "product?: ProductId", v.price as "price?",
                  exists (select 1 from run_enrollment e where e.user_id = $1 and e.course_run_id = r.id and e.active) as "is_enrolled!"
           from course c
           left join course_run r on r.course_id = c.id
           left join product p on p.course_run_id = r.id and p.is_active
           left join lateral (select price from product_version where product_id = p.id order by created_at desc, id desc limit 1) v on true
           where c.program_id = $3 or c.id = (select course_id from course_run where id = $2)
           order by c.position_in_program nulls last, c.id, r.start_date nulls last, r.id"#,
        user.0, run, program,
    )
    .fetch_all(conn)
    .await?;
    let mut courses: Vec<ItemCourse> = Vec::new();
    for row in rows {
        if courses.last().is_none_or(|known| known.course.id != row.course) {
            let course = Course {
                id: row.course,
                program_id: row.program,
                position_in_program: row.position_in_program,
                title: row.course_title,
                readable_id: row.readable_id,
                live: row.course_live,
                is_external: row.is_external,
                external_course_id: row.external_course_id,
                platform_id: row.platform,
            };
            courses.push(ItemCourse { course, runs: Vec::new() });
        }
        let (Some(id), Some(known)) = (row.run, courses.last_mut()) else { continue };
        let run = CourseRun {
            id,
            course_id: row.course,
            title: row.run_title.unwrap_or_default(),
            courseware_id: row.courseware_id.unwrap_or_default(),
            run_tag: row.run_tag.unwrap_or_default(),
            courseware_url_path: row.courseware_url_path,
            external_course_run_id: row.external_course_run_id.unwrap_or_default(),
            start_date: row.start_date,
            end_date: row.end_date,
            enrollment_start: row.enrollment_start,
            enrollment_end: row.enrollment_end,
            expiration_date: row.expiration_date,
            live: row.run_live.unwrap_or_default(),
        };
        known.runs.push(ItemRun {
            run,
            product: row.product,
            price: row.price.map(Money::from),
            is_enrolled: row.is_enrolled,
        });
    }
    Ok(courses)
}
