//! The declarations of records that are not snippets.

use super::group;
use crate::document::{ImageUse, Item, Moment};
use xpro_form::{
    Form, FormSpec, SnippetSpec, Target, Text, choice, date_time, decimal, flag, form, image, integer, line, list,
    list_of, reference, web_address,
};
use xpro_kernel::{CourseId, CourseRunId, PlatformId, ProgramId, TopicId};

form! {
    /// A subject of courses. Topics stand on two levels.
    TopicRecord {
        /// Unique. A name such as "Business:Leadership" is shown without what is before the colon.
        name: String = line(128).required(),
        /// The topic above it; none for one of the first level.
        parent: Option<TopicId> = reference(Target::Topic).label("Below"),
    }
}

form! {
    /// A language that courses are taught in.
    LanguageRecord {
        /// In English; unique.
        name: String = line(255).required(),
        /// For browsers and search engines, such as "pt" or "zh-Hant".
        bcp47: String = line(35).required().label("Language tag"),
        /// Courses of a language with a lower number come first in the catalog; none comes last.
        priority: Option<i16> = integer(1, 32_767).starts_as(100),
        /// Visitors can filter the catalog by it.
        is_active: bool = flag().label("Offered as a filter").starts_as(true),
    }
}

form! {
    /// Who runs courses: we ourselves, or a vendor.
    PlatformRecord {
        /// Unique. Other systems know the platform by this very name.
        name: String = line(255).required(),
        /// The vendor's feed may change the catalog.
        enable_sync: bool = flag().label("Kept in step with its feed"),
    }
}

form! {
    /// Something to learn. A course page describes it, its runs are what people join.
    CourseRecord {
        /// On certificates, receipts and in the catalog's exports.
        title: String = line(255).required(),
        /// Such as "course-v1:xPRO+SysEngx". Addresses, orders and Open edX name the course by it, so it stays.
        readable_id: String = line(255).required().label("Readable id"),
        /// Who runs it.
        platform: Option<PlatformId> = reference(Target::Platform).required(),
        /// The program it belongs to, at most one.
        program: Option<ProgramId> = reference(Target::Program),
        /// From 1; empty puts it last.
        position_in_program: Option<i16> = integer(1, 32_767),
        /// It is offered.
        live: bool = flag(),
        /// It is sold on a vendor's site, never in our checkout.
        is_external: bool = flag().label("Sold by a vendor"),
        /// The vendor's own code.
        external_course_id: String = line(255).label("Vendor's course code"),
    }
}

form! {
    /// Several courses sold together.
    ProgramRecord {
        /// On certificates, receipts and in the catalog's exports.
        title: String = line(255).required(),
        /// Such as "program-v1:xPRO+SysEngx". Addresses and orders name the program by it, so it stays.
        readable_id: String = line(255).required().label("Readable id"),
        /// Who runs it.
        platform: Option<PlatformId> = reference(Target::Platform).required(),
        /// It is offered.
        live: bool = flag(),
        /// It is sold on a vendor's site, never in our checkout.
        is_external: bool = flag().label("Sold by a vendor"),
    }
}

form! {
    /// One dated offering of a course.
    CourseRunRecord {
        /// Offering of what. A run never moves to another course.
        course: Option<CourseId> = reference(Target::Course).required(),
        /// The sync with Open edX overwrites it.
        title: String = line(255).required(),
        /// Key in Open edX, such as "course-v1:xPRO+SysEngx+R4". Orders and enrollments name the run by it, so it stays.
        courseware_id: String = line(255).required().label("Courseware id"),
        /// Such as "R4"; unique within the course.
        run_tag: String = line(10).required(),
        /// It is offered.
        live: bool = flag(),
        /// First day.
        start_date: Option<Moment> = date_time().label("Starts"),
        /// Last day.
        end_date: Option<Moment> = date_time().label("Ends"),
        /// When buying begins; empty for at once.
        enrollment_start: Option<Moment> = date_time().label("Enrollment opens"),
        /// When buying stops; empty for never.
        enrollment_end: Option<Moment> = date_time().label("Enrollment closes"),
        /// When the dashboard stops giving links to the classroom.
        expiration_date: Option<Moment> = date_time().label("Classroom closes"),
        /// Below the Open edX host.
        courseware_url_path: String = line(500).label("Path of the classroom"),
        /// The vendor's own code.
        external_course_run_id: String = line(255).label("Vendor's run code"),
    }
}

form! {
    /// A named offering of a program; it gives a program a date.
    ProgramRunRecord {
        /// Offering of what.
        program: Option<ProgramId> = reference(Target::Program).required(),
        /// Such as "R2"; unique within the program. It stays.
        run_tag: String = line(10).required(),
        /// First day.
        start_date: Option<Moment> = date_time().label("Starts"),
        /// Last day.
        end_date: Option<Moment> = date_time().label("Ends"),
    }
}

form! {
    /// Something that is sold: a run of a course, or a program. Prices are never changed: a new one is added to the list.
    ProductRecord {
        /// What it sells; or else a program. It stays.
        course_run: Option<CourseRunId> = reference(Target::CourseRun).label("Course run"),
        /// What it sells; or else a course run. It stays.
        program: Option<ProgramId> = reference(Target::Program),
        /// In US dollars. Another price becomes the newest entry of the price list; orders keep the one they were made with.
        price: Option<String> = decimal(20, 2),
        /// What the payment gateway shows for the next price; empty takes the id of what is sold.
        description: String = line(1000),
        /// Nobody buys it without a code.
        requires_enrollment_code: bool = flag().label("Needs an enrollment code"),
        /// It can be bought, and shows its price.
        is_active: bool = flag().label("On sale").starts_as(true),
        /// Hidden from the bulk order form.
        is_private: bool = flag().label("Private"),
    }
}

form! {
    /// A link of the footer.
    FooterLinkRecord {
        /// What is read.
        title: String = line(80).required(),
        /// A path on this site, or an address that begins with https://
        url: String = line(200).required().label("Leads to"),
    }
}

form! {
    /// A profile on another site.
    SocialLinkRecord {
        /// Such as "LinkedIn".
        network: String = line(40).required(),
        /// Address of the profile.
        url: String = web_address().required().label("Address"),
    }
}

form! {
    /// Who sells.
    SellerRecord {
        /// Legal name.
        name: String = line(120).required(),
        /// One line of the address each.
        address: Vec<Item<String>> = list(line(80).required()).at_most(6),
        /// Empty when there is none.
        tax_id: String = line(40).label("Tax number"),
        /// For questions about a payment.
        email: String = line(254).required().label("E-mail"),
    }
}

/// IANA names, as browsers know them.
const TIME_ZONES: &[(&str, &str)] = &[
    ("America/New_York", "New York"),
    ("America/Chicago", "Chicago"),
    ("America/Denver", "Denver"),
    ("America/Los_Angeles", "Los Angeles"),
    ("Europe/London", "London"),
    ("Europe/Berlin", "Berlin"),
    ("Asia/Kolkata", "Kolkata"),
    ("Asia/Singapore", "Singapore"),
    ("Asia/Tokyo", "Tokyo"),
    ("Australia/Sydney", "Sydney"),
    ("UTC", "UTC"),
];

form! {
    /// Name, look and addresses of the site.
    SettingsRecord {
        /// In titles, the footer and mail.
        site_name: String = line(60).required(),
        /// One line about the site.
        tagline: String = line(160),
        /// Brand color as #rrggbb: buttons, links, marks. White text stands on it, so it must be dark enough.
        accent_color: String = line(7).required().label("Brand color"),
        /// In the header; without one the name is printed.
        logo: Option<ImageUse> = image(),
        /// For shared links of pages without a picture of their own.
        share_image: Option<ImageUse> = image(),
        /// One line of the postal address each.
        footer_address: Vec<Item<String>> = list(line(80).required()).at_most(6),
        /// At the bottom of every page.
        footer_links: Vec<Item<FooterLinkRecord>> = list_of::<FooterLinkRecord>().at_most(12),
        /// Profiles elsewhere, in the footer.
        social_links: Vec<Item<SocialLinkRecord>> = list_of::<SocialLinkRecord>().at_most(8),
        /// Where people ask for help.
        support_email: String = line(254).required().label("Support e-mail"),
        /// Help pages.
        help_url: String = web_address().required().label("Help pages"),
        /// Contact form.
        contact_url: String = web_address().required().label("Contact form"),
        /// As printed on receipts.
        seller: SellerRecord = xpro_form::group::<SellerRecord>().label("Seller"),
        /// In which dates and times of schedules are read and shown.
        time_zone: String = choice(TIME_ZONES).required().starts_as("America/New_York"),
        /// The header links the page for companies.
        shows_enterprise: bool = flag().label("Switch: page for companies"),
    }
}

form! {
    /// Rights on a branch of the page tree.
    GrantRecord {
        /// The branch: this page with everything below it.
        page: Option<xpro_kernel::PageId> = xpro_form::page(&[]).required(),
        /// Only pages of this kind; empty for all.
        kind: Option<String> = choice(&[]).label("Only pages of the kind"),
        /// See drafts. Follows from every other right.
        view: bool = flag(),
        /// Comment on pages.
        comment: bool = flag(),
        /// Make pages, and edit those.
        add: bool = flag(),
        /// Edit all pages, delete drafts.
        change: bool = flag(),
        /// Publish, unpublish, schedule; with Change also delete live pages.
        publish: bool = flag(),
        /// Delete pages that have pages below them.
        bulk_delete: bool = flag().label("Delete branches"),
        /// Lock pages.
        lock: bool = flag(),
        /// Unlock pages that somebody else locked.
        unlock: bool = flag(),
    }
}

form! {
    /// Somebody with an account. Name and address belong to the person; here is what they may do.
    UserRecord {
        /// May sign in to the Studio and the desks, as far as their groups allow.
        is_staff: bool = flag().label("Staff"),
        /// May do everything.
        is_superuser: bool = flag().label("Superuser"),
        /// What they may do follows from these.
        groups: Vec<i64> = reference(Target::Group).many(),
    }
}

/// What is said of a kind.
struct About(&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

fn declared(About(name, label, plural, help, icon, named_by): About, form: FormSpec) -> SnippetSpec {
    SnippetSpec {
        name: name.into(),
        label: label.into(),
        plural: plural.into(),
        help: help.into(),
        icon: icon.into(),
        form,
        named_by: Text::from(named_by),
    }
}

/// All of them, for the declarations.
pub(crate) fn specs() -> Vec<SnippetSpec> {
    vec![
        declared(
            About("topic", "Topic", "Topics", "Subjects of courses, on two levels.", "list", "name"),
            TopicRecord::form(),
        ),
        declared(
            About("language", "Language", "Languages", "Languages that courses are taught in.", "text", "name"),
            LanguageRecord::form(),
        ),
        declared(
            About("platform", "Platform", "Platforms", "Who runs courses.", "layers", "name"),
            PlatformRecord::form(),
        ),
        declared(
            About("course", "Course", "Courses", "What can be learned. Course pages describe it.", "book", "title"),
            CourseRecord::form(),
        ),
        declared(
            About("program", "Program", "Programs", "Several courses sold together.", "layers", "title"),
            ProgramRecord::form(),
        ),
        declared(
            About("course_run", "Course run", "Course runs", "Dated offerings of courses.", "calendar", "title"),
            CourseRunRecord::form(),
        ),
        declared(
            About("program_run", "Program run", "Program runs", "Dated offerings of programs.", "calendar", "run_tag"),
            ProgramRunRecord::form(),
        ),
        declared(
            About(
                "product",
                "Product",
                "Products",
                "What is sold, with every price it ever had.",
                "basket",
                "description",
            ),
            ProductRecord::form(),
        ),
        declared(
            About(
                "settings",
                "Site settings",
                "Site settings",
                "Name, look and addresses of the site.",
                "sliders",
                "site_name",
            ),
            SettingsRecord::form(),
        ),
        declared(
            About("group", "Group", "Groups", "People with the same permissions.", "people", "name"),
            group::form(),
        ),
        declared(
            About("user", "Person", "People", "Everybody with an account.", "person", "groups"),
            UserRecord::form(),
        ),
    ]
}
