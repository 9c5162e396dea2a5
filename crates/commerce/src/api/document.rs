//! The basket's document (ecommerce.md 3.2).

use crate::{
    basket::{BasketItem, BasketView, Consent, ItemCourse, ItemRun},
    pricing::{CouponTerms, Quote, TaxRate},
};
use rust_decimal::Decimal;
use serde::Serialize;
use time::OffsetDateTime;
use url::Url;
use xpro_catalog::{model::next_run_date, resolve::Courseware};
use xpro_kernel::{CompanyId, CourseId, CourseRunId, Money, ProductId, ProductVersionId};

/// A basket as the API serves it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BasketDocument {
    /// None or one.
    pub items: Vec<ItemDocument>,
    /// None or one.
    pub coupons: Vec<CouponDocument>,
    /// What must be agreed to, signed ones included.
    pub data_consents: Vec<ConsentDocument>,
    /// The tax where the person is.
    pub tax_info: TaxDocument,
    /// The server's figures, so that nobody computes them again (D-18); none for an empty basket. Not in the reference.
    pub totals: Option<TotalsDocument>,
}

/// What the item costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TotalsDocument {
    /// List price.
    pub list_price: Money,
    /// Taken off.
    pub discount: Money,
    /// Before tax.
    pub net: Money,
    /// Tax.
    pub tax: Money,
    /// Due.
    pub total: Money,
}

/// The item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemDocument {
    /// List price.
    pub price: Money,
    /// Title of the program or course.
    pub content_title: String,
    /// Text id of the program or run.
    pub readable_id: String,
    /// The price's key.
    pub id: ProductVersionId,
    /// Key of the program or run.
    pub object_id: i64,
    /// The product's key.
    pub product_id: ProductId,
    /// `courserun` or `program`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The run's start; a program's offering's, or its next date.
    #[serde(with = "time::serde::rfc3339::option")]
    pub start_date: Option<OffsetDateTime>,
    /// Picture; the server knows it.
    pub thumbnail_url: Option<String>,
    /// The run's tag, or that of the program's offering.
    pub run_tag: Option<String>,
    /// All courses.
    pub courses: Vec<CourseDocument>,
    /// Description of the price.
    pub description: String,
    /// When the price took effect.
    #[serde(with = "time::serde::rfc3339")]
    pub created_on: OffsetDateTime,
    /// Chosen runs that can still be chosen.
    pub run_ids: Vec<CourseRunId>,
}

/// A course with the dates open to the person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CourseDocument {
    /// Key.
    pub id: CourseId,
    /// Title.
    pub title: String,
    /// Readable id.
    pub readable_id: String,
    /// Live, unexpired runs that the person does not take yet, by start; of a run product only those that are sold.
    pub courseruns: Vec<RunDocument>,
    /// The first unexpired run.
    pub next_run_id: Option<CourseRunId>,
    /// Sold on a vendor's site.
    pub is_external: bool,
    /// What the course's page says; the server fills it in from the content engine.
    #[serde(flatten)]
    pub page: CoursePage,
}

/// What the API says of a course that only its page and the catalogue's index know.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CoursePage {
    /// Topics by name.
    pub topics: Vec<serde_json::Value>,
    /// Name of the platform.
    pub platform: Option<String>,
    /// `url`, `description`, `thumbnail_url`, `duration`, … as the catalogue API has them.
    #[serde(flatten)]
    pub facts: serde_json::Map<String, serde_json::Value>,
}

/// A date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunDocument {
    /// Title.
    pub title: String,
    /// First day.
    #[serde(with = "time::serde::rfc3339::option")]
    pub start_date: Option<OffsetDateTime>,
    /// Last day.
    #[serde(with = "time::serde::rfc3339::option")]
    pub end_date: Option<OffsetDateTime>,
    /// Buying begins.
    #[serde(with = "time::serde::rfc3339::option")]
    pub enrollment_start: Option<OffsetDateTime>,
    /// Buying ends.
    #[serde(with = "time::serde::rfc3339::option")]
    pub enrollment_end: Option<OffsetDateTime>,
    /// The classroom closes.
    #[serde(with = "time::serde::rfc3339::option")]
    pub expiration_date: Option<OffsetDateTime>,
    /// The classroom's address.
    pub courseware_url: Option<String>,
    /// Open edX course key.
    pub courseware_id: String,
    /// `R3`.
    pub run_tag: String,
    /// Key.
    pub id: CourseRunId,
    /// Its own product.
    pub product_id: Option<ProductId>,
    /// Names; the server fills them in from the course's page.
    pub instructors: Vec<serde_json::Value>,
    /// That product's price.
    pub current_price: Option<Money>,
}

/// The code in the basket.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CouponDocument {
    /// As typed by whoever made it.
    pub code: String,
    /// Fraction or dollars, with five decimals.
    #[serde(serialize_with = "five_decimals")]
    pub amount: Decimal,
    /// Prices in the basket that it lowers.
    pub targets: Vec<ProductVersionId>,
    /// `percent-off` or `dollars-off`.
    pub discount_type: &'static str,
}

/// Something to agree to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConsentDocument {
    /// When the person agreed.
    #[serde(with = "time::serde::rfc3339::option")]
    pub consent_date: Option<OffsetDateTime>,
    /// Key.
    pub id: i64,
    /// Who is told.
    pub company: CompanyDocument,
    /// Markdown.
    pub consent_text: String,
}

/// A company.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompanyDocument {
    /// Key.
    pub id: CompanyId,
    /// Name.
    pub name: String,
}

/// A tax; the blank record when there is none. The rate is a text even when it is zero (D-22).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaxDocument {
    /// Two letters; empty without a tax.
    pub country_code: String,
    /// Percent with four decimals.
    pub tax_rate: String,
    /// `VAT`, `GST`, …
    pub tax_rate_name: String,
    /// Always true, as only active taxes are served.
    pub active: bool,
}

fn five_decimals<S: serde::Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{amount:.5}"))
}

impl BasketDocument {
    /// The document of a basket. `courseware_base` is where classrooms are.
    pub fn of(basket: &BasketView, courseware_base: &Url, now: OffsetDateTime) -> Self {
        BasketDocument {
            items: basket.item.iter().map(|item| item_document(item, courseware_base, now)).collect(),
            coupons: basket.item.iter().zip(&basket.code).map(|(item, terms)| coupon_document(item, terms)).collect(),
            data_consents: basket.consents.iter().map(consent_document).collect(),
            tax_info: tax_document(&basket.tax_rate),
            totals: basket.quote.as_ref().map(totals_document),
        }
    }
}

fn item_document(item: &BasketItem, base: &Url, now: OffsetDateTime) -> ItemDocument {
    let (sellable, target) = (&item.sellable, item.sellable.product.target);
    let is_program = item.is_program();
    let courses: Vec<CourseDocument> =
        item.all_courses.iter().map(|course| course_document(course, is_program, base, now)).collect();
    let open = |run: &CourseRunId| courses.iter().any(|course| course.courseruns.iter().any(|known| known.id == *run));
    let run_ids = item.selected.iter().copied().filter(open).collect();
    let (run_tag, start_date) = dates(item, now);
    ItemDocument {
        price: sellable.latest.price,
        content_title: sellable.courseware.title().to_owned(),
        readable_id: sellable.courseware.text_id().to_owned(),
        id: sellable.latest.id,
        object_id: target.object_id(),
        product_id: sellable.product.id,
        kind: target.type_string(),
        start_date,
        thumbnail_url: None,
        run_tag,
        courses,
        description: sellable.latest.description.clone(),
        created_on: sellable.latest.created_at,
        run_ids,
    }
}

/// Tag and start of what is sold. A program without a next date has none, even when an offering is attached.
fn dates(item: &BasketItem, now: OffsetDateTime) -> (Option<String>, Option<OffsetDateTime>) {
    match &item.sellable.courseware {
        Courseware::Run { run, .. } => (Some(run.run_tag.clone()), run.start_date),
        Courseware::Program { program_run, .. } => {
            let next =
                next_run_date(item.all_courses.iter().flat_map(|course| &course.runs).map(|known| &known.run), now);
            let start = next.map(|next| program_run.as_ref().and_then(|run| run.start_date).unwrap_or(next));
            (program_run.as_ref().map(|run| run.run_tag.clone()), start)
        }
    }
}

fn course_document(known: &ItemCourse, is_program: bool, base: &Url, now: OffsetDateTime) -> CourseDocument {
    let course = &known.course;
    let open: Vec<&ItemRun> = known.runs.iter().filter(|run| run.is_open(now)).collect();
    CourseDocument {
        id: course.id,
        title: course.title.clone(),
        readable_id: course.readable_id.clone(),
        courseruns: open
            .iter()
            .filter(|run| !run.is_enrolled && (is_program || run.product.is_some()))
            .map(|run| run_document(run, base))
            .collect(),
        next_run_id: open.first().map(|known| known.run.id),
        is_external: course.is_external,
        page: CoursePage::default(),
    }
}

fn run_document(known: &ItemRun, base: &Url) -> RunDocument {
    let run = &known.run;
    RunDocument {
        title: run.title.clone(),
        start_date: run.start_date,
        end_date: run.end_date,
        enrollment_start: run.enrollment_start,
        enrollment_end: run.enrollment_end,
        expiration_date: run.expiration_date,
        courseware_url: run.courseware_url(base),
        courseware_id: run.courseware_id.clone(),
        run_tag: run.run_tag.clone(),
        id: run.id,
        product_id: known.product,
        instructors: Vec::new(),
        current_price: known.price,
    }
}

fn coupon_document(item: &BasketItem, terms: &CouponTerms) -> CouponDocument {
    let applies = terms.enabled && (terms.is_global || terms.is_eligible);
    CouponDocument {
        code: terms.code.clone(),
        amount: terms.discount.amount(),
        targets: applies.then_some(item.sellable.latest.id).into_iter().collect(),
        discount_type: terms.discount.type_string(),
    }
}

fn consent_document(consent: &Consent) -> ConsentDocument {
    let company = CompanyDocument { id: consent.company, name: consent.company_name.clone() };
    ConsentDocument { consent_date: consent.signed_at, id: consent.id, company, consent_text: consent.text.clone() }
}

fn tax_document(tax: &TaxRate) -> TaxDocument {
    let country_code = tax.country.clone().filter(|_| !tax.percent.is_zero()).unwrap_or_default();
    TaxDocument { country_code, tax_rate: format!("{:.4}", tax.percent), tax_rate_name: tax.name.clone(), active: true }
}

fn totals_document(quote: &Quote) -> TotalsDocument {
    TotalsDocument {
        list_price: quote.list_price,
        discount: quote.discount,
        net: quote.net,
        tax: quote.tax,
        total: quote.total,
    }
}
