-- Enrollments and the Open edX accounts behind them: spec courseware.md 1.9, 1.12, 2.

create table run_enrollment (
    id            bigint generated always as identity primary key,
    user_id       bigint not null references users (id),
    course_run_id bigint not null references course_run (id),
    order_id      bigint references orders (id),
    company_id    bigint references company (id),
    active        boolean not null default true,
    change_status text check (change_status in ('deferred', 'transferred', 'refunded')),
    edx_enrolled  boolean not null default false,
    edx_mode      text,
    -- Truth about the push to Open edX: pending until it holds, then enrolled; needs_help when retries are spent.
    push_state    text not null default 'pending' check (push_state in ('pending', 'enrolled', 'needs_help')),
    push_attempts integer not null default 0,
    push_error    text,
    next_push_at  timestamptz,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    unique nulls distinct (user_id, course_run_id, order_id),
    check (edx_enrolled = (push_state = 'enrolled'))
);
create index run_enrollment_user on run_enrollment (user_id, id) where active;
create index run_enrollment_order on run_enrollment (order_id) where order_id is not null;
create index run_enrollment_unpushed on run_enrollment (created_at) where active and not edx_enrolled;

create table program_enrollment (
    id            bigint generated always as identity primary key,
    user_id       bigint not null references users (id),
    program_id    bigint not null references program (id),
    order_id      bigint references orders (id),
    company_id    bigint references company (id),
    active        boolean not null default true,
    change_status text check (change_status in ('deferred', 'transferred', 'refunded')),
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    unique nulls distinct (user_id, program_id, order_id)
);
create index program_enrollment_user on program_enrollment (user_id, id) where active;

create table courseware_user (
    user_id         bigint not null references users (id) on delete cascade,
    platform        text not null default 'edx' check (platform = 'edx'),
    has_been_synced boolean not null default true,
    last_error      text,
    attempts        integer not null default 0,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    primary key (user_id, platform)
);

create table openedx_auth (
    user_id                 bigint primary key references users (id) on delete cascade,
    refresh_token           text not null,
    access_token            text,
    access_token_expires_at timestamptz,
    updated_at              timestamptz not null
);
