-- What can be learned and bought: spec courseware.md 1.1-1.8, ecommerce.md 1.1.

create table platform (
    id          bigint generated always as identity primary key,
    name        text not null check (length(name) between 1 and 255),
    enable_sync boolean not null default false,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now()
);
create unique index platform_name on platform (lower(name));

create table course_language (
    id        bigint generated always as identity primary key,
    name      text not null check (length(name) between 1 and 255),
    bcp47     text not null default 'en',              -- the page's lang attribute
    priority  smallint default 100 check (priority >= 1),
    is_active boolean not null default true
);
create unique index course_language_name on course_language (lower(name));

create table topic (
    id        bigint generated always as identity primary key,
    name      text not null unique check (length(name) between 1 and 128),
    parent_id bigint references topic (id) on delete cascade,
    check (parent_id <> id)
);
create index topic_parent on topic (parent_id);

create table program (
    id          bigint generated always as identity primary key,
    title       text not null check (length(title) between 1 and 255),
    readable_id text not null constraint program_readable_id_key unique check (readable_id ~ '^[[:alnum:]_+:-]+$' and length(readable_id) <= 255),
    live        boolean not null default false,
    is_external boolean not null default false,
    platform_id bigint not null references platform (id),
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now()
);

create table program_run (
    id         bigint generated always as identity primary key,
    program_id bigint not null references program (id) on delete cascade,
    run_tag    text not null check (run_tag ~ '^[[:alnum:]_+:-]{1,10}$'),
    start_date timestamptz,
    end_date   timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (program_id, run_tag)
);

create table course (
    id                  bigint generated always as identity primary key,
    program_id          bigint references program (id) on delete cascade,
    position_in_program smallint check (position_in_program > 0),
    title               text not null check (length(title) between 1 and 255),
    readable_id         text not null constraint course_readable_id_key unique check (readable_id ~ '^[[:alnum:]_+:-]+$' and length(readable_id) <= 255),
    live                boolean not null default false,
    is_external         boolean not null default false,
    external_course_id  text not null default '',
    platform_id         bigint not null references platform (id),
    created_at          timestamptz not null default now(),
    updated_at          timestamptz not null default now(),
    unique (program_id, position_in_program) deferrable initially deferred
);

create table course_run (
    id                     bigint generated always as identity primary key,
    course_id              bigint not null references course (id) on delete cascade,
    title                  text not null check (length(title) between 1 and 255),
    courseware_id          text not null constraint course_run_courseware_id_key unique check (courseware_id ~ '^[[:alnum:]_+:-]+$' and length(courseware_id) <= 255),
    run_tag                text not null check (length(run_tag) between 1 and 10),
    courseware_url_path    text check (length(courseware_url_path) <= 500),
    external_course_run_id text not null default '',
    start_date             timestamptz,
    end_date               timestamptz,
    enrollment_start       timestamptz,
    enrollment_end         timestamptz,
    expiration_date        timestamptz,
    live                   boolean not null default false,
    created_at             timestamptz not null default now(),
    updated_at             timestamptz not null default now(),
    unique (course_id, run_tag),
    constraint course_run_dates check (start_date <= end_date and enrollment_start <= enrollment_end and start_date <= expiration_date and end_date <= expiration_date)
);
create index course_run_course on course_run (course_id, start_date);

-- A product sells exactly one run or one program.
create table product (
    id            bigint generated always as identity primary key,
    course_run_id bigint unique references course_run (id),
    program_id    bigint unique references program (id),
    is_active     boolean not null default true,
    is_private    boolean not null default false,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    constraint product_sells_one_thing check (num_nonnulls(course_run_id, program_id) = 1)
);

-- The price list's history. The newest row (by created_at, then id) is the price.
create table product_version (
    id                       bigint generated always as identity primary key,
    product_id               bigint not null references product (id),
    price                    numeric(20,2) not null check (price >= 0),
    description              text not null check (description <> ''),
    text_id                  text not null,
    requires_enrollment_code boolean not null default false,
    created_at               timestamptz not null
);
create index product_version_latest on product_version (product_id, created_at desc, id desc);
create trigger product_version_append_only before update or delete or truncate on product_version
    for each statement execute function forbid_change();
