-- People: spec accounts_ops.md 1 and 2.1-2.6, and the OAuth2 provider of section 3.

create table users (
    id                  bigint generated always as identity primary key,
    username            text not null constraint users_username_key unique check (length(username) between 1 and 50),
    email               text not null check (email = lower(email) and length(email) <= 254),
    name                text not null default '' check (length(name) <= 255),
    password_hash       text,                          -- null: can neither sign in nor reset
    is_active           boolean not null default false,
    is_staff            boolean not null default false,
    is_superuser        boolean not null default false,
    compliance_status   text not null default 'not_checked'
        check (compliance_status in ('not_checked', 'passed', 'manually_approved', 'denied', 'unknown')),
    -- Bumped when every other session of this person must end.
    auth_epoch          integer not null default 0,
    last_login          timestamptz,
    deactivated_at      timestamptz,
    deactivated_by      bigint references users (id),
    deactivated_reason  text,
    retired_at          timestamptz,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    check (not is_superuser or is_staff)
);
create unique index users_email_key on users (lower(email));
-- Finds the highest number behind a taken username.
create index users_username_prefix on users (username text_pattern_ops);

-- Capabilities of staff, by name ("orders.view"); superusers have all.
create table user_permission (
    user_id    bigint not null references users (id) on delete cascade,
    permission text not null,
    primary key (user_id, permission)
);

create table legal_address (
    user_id            bigint primary key references users (id) on delete cascade,
    first_name         text not null default '' check (length(first_name) <= 60),
    last_name          text not null default '' check (length(last_name) <= 60),
    street_address_1   text not null default '' check (length(street_address_1) <= 60),
    street_address_2   text not null default '' check (length(street_address_2) <= 60),
    street_address_3   text not null default '' check (length(street_address_3) <= 60),
    street_address_4   text not null default '' check (length(street_address_4) <= 60),
    street_address_5   text not null default '' check (length(street_address_5) <= 60),
    city               text not null default '' check (length(city) <= 50),
    country            text not null default '' check (country = '' or country ~ '^[A-Z]{2}$'),
    state_or_territory text not null default '' check (length(state_or_territory) <= 6),
    postal_code        text not null default '' check (length(postal_code) <= 10),
    vat_id             text not null default '' check (length(vat_id) <= 30),
    updated_at         timestamptz not null
);

create table profile (
    user_id           bigint primary key references users (id) on delete cascade,
    gender            text not null default '' check (gender in ('', 'm', 'f', 'o')),
    birth_year        integer check (birth_year between 1800 and 2200),
    company           text not null default '' check (length(company) <= 128),
    job_title         text not null default '' check (length(job_title) <= 128),
    industry          text not null default '' check (length(industry) <= 60),
    job_function      text not null default '' check (length(job_function) <= 60),
    company_size      integer,
    years_experience  integer,
    leadership_level  text not null default '' check (length(leadership_level) <= 60),
    highest_education text not null default '' check (length(highest_education) <= 60),
    updated_at        timestamptz not null
);

-- A half-finished sign-in or registration; the token is known only to the visitor.
create table auth_attempt (
    id             bigint generated always as identity primary key,
    token_hash     bytea not null unique,
    flow           text not null check (flow in ('login', 'register')),
    email          text not null,
    user_id        bigint references users (id) on delete cascade,
    step           text not null check (step in ('password', 'confirm', 'details', 'extra')),
    is_new         boolean not null default false,
    affiliate_code text,
    next_url       text,
    browser_hash   bytea,                              -- the visitor whose password is wanted
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    consumed_at    timestamptz
);
create index auth_attempt_expires on auth_attempt (expires_at);
create index auth_attempt_user on auth_attempt (user_id) where user_id is not null and consumed_at is null;

create table email_verification (
    id         bigint generated always as identity primary key,
    email      text not null,
    code_hash  bytea not null unique,
    attempt_id bigint references auth_attempt (id) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index email_verification_expires on email_verification (expires_at);

create table password_reset (
    id         bigint generated always as identity primary key,
    user_id    bigint not null references users (id) on delete cascade,
    token_hash bytea not null unique,
    auth_epoch integer not null,                       -- a later password or e-mail change kills it
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index password_reset_user on password_reset (user_id);

create table email_change (
    id         bigint generated always as identity primary key,
    user_id    bigint not null references users (id) on delete cascade,
    new_email  text not null,
    code_hash  bytea not null unique,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    confirmed_at timestamptz
);
create index email_change_user on email_change (user_id);

create table blocked_email (
    email_hash bytea primary key,                      -- SHA-256 of the lower-cased address
    created_at timestamptz not null
);

create table oauth_application (
    id                 bigint generated always as identity primary key,
    name               text not null unique,
    client_id          text not null unique check (length(client_id) <= 100),
    client_secret_hash bytea not null,
    client_type        text not null check (client_type in ('confidential', 'public')),
    redirect_uris      text[] not null,
    skip_authorization boolean not null default false,
    scopes             text[] not null default '{}',   -- access list; empty = the default scopes
    created_at         timestamptz not null
);

create table oauth_grant (
    id                    bigint generated always as identity primary key,
    code_hash             bytea not null unique,
    application_id        bigint not null references oauth_application (id) on delete cascade,
    user_id               bigint not null references users (id) on delete cascade,
    redirect_uri          text not null,
    scopes                text[] not null,
    code_challenge        text,
    code_challenge_method text check (code_challenge_method in ('plain', 'S256')),
    family                uuid not null,               -- of the tokens made from it; a second use revokes them
    expires_at            timestamptz not null,
    used_at               timestamptz
);

create table oauth_token (
    id              bigint generated always as identity primary key,
    application_id  bigint not null references oauth_application (id) on delete cascade,
    user_id         bigint not null references users (id) on delete cascade,
    access_hash     bytea not null unique,
    access_expires  timestamptz not null,
    refresh_hash    bytea unique,
    refresh_expires timestamptz,
    family          uuid not null,                     -- reuse of a rotated refresh token revokes the family
    scopes          text[] not null,
    revoked_at      timestamptz,
    created_at      timestamptz not null
);
create index oauth_token_family on oauth_token (family);
create index oauth_token_user on oauth_token (user_id, application_id);
