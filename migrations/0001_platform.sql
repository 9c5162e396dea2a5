-- The plumbing that every context shares: audit, jobs, schedules, mail outbox, inbound notices,
-- the log of outbound calls, sessions, throttles, and the content version.

-- Rows of these tables are history: changing one is a programming error, so it fails loudly.
create function forbid_change() returns trigger language plpgsql as $$
begin
    raise exception '% rows are append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

create table audit_entry (
    id            bigint generated always as identity primary key,
    at            timestamptz not null,
    act           text not null,                       -- verb_object, the name of the function that did it
    actor_kind    text not null check (actor_kind in ('system', 'learner', 'staff', 'visitor')),
    actor_user_id bigint,                              -- no foreign key: audit outlives the people in it
    actor_name    text not null,                       -- job, command or gateway name when nobody is signed in
    subject_type  text not null,
    subject_id    bigint not null,
    data_before   jsonb,
    data_after    jsonb,
    note          text not null default '',
    request_id    text not null default ''
);
create index audit_entry_subject on audit_entry (subject_type, subject_id, id);
create index audit_entry_actor on audit_entry (actor_user_id, id) where actor_user_id is not null;
create trigger audit_entry_append_only before update or delete or truncate on audit_entry
    for each statement execute function forbid_change();

create table job (
    id            bigint generated always as identity primary key,
    kind          text not null,
    payload       jsonb not null default '{}',
    -- At most one waiting job per key; a running one may have one follower.
    unique_key    text,
    subject_type  text,
    subject_id    bigint,
    priority      smallint not null default 100,       -- lower runs first
    state         text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'canceled')),
    attempts      integer not null default 0,
    max_attempts  integer not null check (max_attempts > 0),
    run_at        timestamptz not null,
    locked_by     text,
    locked_until  timestamptz,
    last_error    text,
    error_class   text,                                -- groups failures with the same cause
    created_at    timestamptz not null,
    finished_at   timestamptz,
    request_id    text not null default '',
    constraint job_running_is_locked check ((state = 'running') = (locked_by is not null))
);
create unique index job_unique_key_queued on job (unique_key) where state = 'queued';
create index job_ready on job (priority, run_at, id) where state = 'queued';
create index job_lease on job (locked_until) where state = 'running';
create index job_failed on job (kind, error_class, id) where state = 'failed';
create index job_subject on job (subject_type, subject_id, id) where subject_type is not null;
create index job_finished on job (finished_at) where finished_at is not null;

create table job_attempt (
    job_id      bigint not null references job (id) on delete cascade,
    attempt     integer not null,
    worker      text not null,
    started_at  timestamptz not null,
    finished_at timestamptz,
    outcome     text check (outcome in ('done', 'retry', 'failed', 'lost')),
    error       text,
    primary key (job_id, attempt)
);

create table schedule (
    name        text primary key,
    next_run_at timestamptz not null,
    last_run_at timestamptz,
    last_job_id bigint
);

-- Every enqueue wakes the workers; the payload is the kind, so a worker of other kinds sleeps on.
create function notify_job() returns trigger language plpgsql as $$
begin
    perform pg_notify('job', new.kind);
    return null;
end $$;
create trigger job_notify after insert on job for each row execute function notify_job();

create table mail_message (
    id              bigint generated always as identity primary key,
    template        text not null,
    recipient       text not null,
    subject         text not null,
    text_body       text not null,
    html_body       text not null,
    tags            jsonb not null default '[]',
    variables       jsonb not null default '{}',
    -- The same mail for the same cause is written once, however often the act is retried.
    idempotency_key text not null unique,
    state           text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
    provider_id     text,
    last_error      text,
    subject_type    text,
    subject_id      bigint,
    created_at      timestamptz not null,
    sent_at         timestamptz
);
create index mail_message_subject on mail_message (subject_type, subject_id, id) where subject_type is not null;

create table inbound_notice (
    id           bigint generated always as identity primary key,
    source       text not null,
    received_at  timestamptz not null,
    body         bytea not null,                       -- exactly what came, before anything was believed
    content_type text not null default '',
    remote_ip    text not null default '',
    verdict      text not null default 'received'
        check (verdict in ('received', 'rejected', 'unknown', 'applied', 'duplicate', 'needs_review', 'error')),
    reason       text not null default '',
    subject_type text,
    subject_id   bigint,
    handled_at   timestamptz,
    request_id   text not null default ''
);
create index inbound_notice_subject on inbound_notice (subject_type, subject_id, id) where subject_type is not null;
create index inbound_notice_verdict on inbound_notice (verdict, id) where verdict in ('received', 'rejected', 'unknown', 'needs_review', 'error');

create table outbound_call (
    id          bigint generated always as identity primary key,
    at          timestamptz not null,
    system      text not null,
    operation   text not null,
    method      text not null,
    path        text not null,                         -- query values masked
    status      integer,
    duration_ms integer not null,
    attempt     integer not null,
    error_class text,
    job_id      bigint,
    request_id  text not null default ''
);
create index outbound_call_system on outbound_call (system, id);
create index outbound_call_job on outbound_call (job_id, id) where job_id is not null;

create table session (
    id_hash     bytea primary key,                     -- SHA-256 of the cookie's value
    user_id     bigint,
    auth_epoch  integer,
    kind        text not null default 'browser' check (kind in ('browser', 'internal')),
    data        jsonb not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null
);
create index session_of_user on session (user_id) where user_id is not null;
create index session_expires on session (expires_at);

create table throttle (
    key          text primary key,                     -- action:subject, the subject hashed
    window_start timestamptz not null,
    hits         integer not null
);

-- One row; bumped by whatever changes a public page. Every process hears of it and drops what it rendered.
create table content_version (
    only_row boolean primary key default true check (only_row),
    version  bigint not null
);
insert into content_version (version) values (1);
create function notify_content() returns trigger language plpgsql as $$
begin
    perform pg_notify('content', new.version::text);
    return null;
end $$;
create trigger content_version_notify after update on content_version for each row execute function notify_content();
