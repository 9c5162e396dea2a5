//! `/api/products/` (ecommerce.md 3.1).

use super::{
    Export,
    value::{Stamp, json},
    wire::{ContentObject, CourseStub, ProductObject, VersionObject},
};
use crate::model::{CourseRun, PricedProduct, ProductTarget};
use xpro_kernel::{ProductId, ProgramId};

impl<'a, P> Export<'a, P> {
    /// Body of `/api/products/`: what can be bought now, private products included; programs first, each kind by title.
    pub fn products_json(&self) -> Vec<u8> {
        let mut listed: Vec<ProductObject<'a>> =
            self.data.products().iter().filter_map(|priced| self.product(priced)).collect();
        listed.sort_by_key(|product| {
            (product.product_type != "program", product.latest_version.content_title, product.id)
        });
        json(&listed)
    }

    /// Body of `/api/products/<id>/`; none when the list does not have it.
    pub fn product_json(&self, id: ProductId) -> Option<Vec<u8>> {
        self.product(self.data.product(id)?).map(|product| json(&product))
    }

    /// None when it is not listed.
    fn product(&self, priced: &'a PricedProduct) -> Option<ProductObject<'a>> {
        let product = &priced.product;
        let latest = priced.latest.as_ref().filter(|_| product.is_active)?;
        let content_object = match product.target {
            ProductTarget::CourseRun(id) => self.run_content(self.data.run(id)?)?,
            ProductTarget::Program(id) => self.program_content(id)?,
        };
        let latest_version = VersionObject {
            price: latest.price.to_string(),
            content_title: self.data.sold_title(product.target)?,
            readable_id: self.data.sold_text_id(product.target)?,
            id: latest.id.0,
            object_id: product.target.object_id(),
            product_id: product.id,
            kind: product.target.type_string(),
        };
        Some(ProductObject {
            id: product.id,
            product_type: product.target.type_string(),
            is_private: product.is_private,
            latest_version,
            content_object,
        })
    }

    fn run_content(&self, run: &'a CourseRun) -> Option<ContentObject<'a>> {
        let course = self.data.course(run.course_id).filter(|course| !course.is_external)?;
        self.takes_enrollments(run).then(|| ContentObject::Run {
            id: run.id,
            title: &run.title,
            start_date: run.start_date.map(Stamp),
            end_date: run.end_date.map(Stamp),
            course: CourseStub { id: course.id, title: &course.title },
            readable_id: &run.courseware_id,
            enrollment_start: run.enrollment_start.map(Stamp),
            enrollment_end: run.enrollment_end.map(Stamp),
        })
    }

    /// A program is sold while an offering of it is not over and every course has a run that still takes enrollments.
    fn program_content(&self, id: ProgramId) -> Option<ContentObject<'a>> {
        let program = self.data.program(id).filter(|program| !program.is_external)?;
        let is_offered = self.data.program_runs_of(id).any(|run| run.end_date.is_none_or(|end| end > self.now));
        let is_open =
            self.data.courses_of(id).all(|course| self.data.runs_of(course.id).any(|run| self.takes_enrollments(run)));
        (is_offered && is_open).then(|| ContentObject::Program {
            id: program.id,
            title: &program.title,
            readable_id: &program.readable_id,
        })
    }

    fn takes_enrollments(&self, run: &CourseRun) -> bool {
        run.enrollment_end.is_none_or(|end| end >= self.now)
    }
}
