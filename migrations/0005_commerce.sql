-- The shop: spec ecommerce.md 1.2-1.6 with decisions D-01, D-04, D-06, D-09, D-13, D-25, D-26, D-36, D-71.

create table company (
    id         bigint generated always as identity primary key,
    name       text not null constraint company_name_key unique check (length(name) between 1 and 512),
    created_at timestamptz not null
);

create table coupon_payment (
    id         bigint generated always as identity primary key,
    name       text not null constraint coupon_payment_name_key unique check (length(name) between 1 and 256),
    created_at timestamptz not null
);

create table coupon_payment_version (
    id                       bigint generated always as identity primary key,
    payment_id               bigint not null references coupon_payment (id),
    tag                      text check (length(tag) <= 256),
    automatic                boolean not null default false,
    coupon_type              text not null check (coupon_type in ('promo', 'single-use')),
    discount_type            text not null default 'percent-off' check (discount_type in ('percent-off', 'dollars-off')),
    num_coupon_codes         integer not null check (num_coupon_codes > 0),
    max_redemptions          integer not null check (max_redemptions > 0),
    max_redemptions_per_user integer not null check (max_redemptions_per_user > 0),
    amount                   numeric(20,5) not null check (amount > 0 and (discount_type <> 'percent-off' or amount <= 1)),
    activation_date          timestamptz,
    expiration_date          timestamptz,
    company_id               bigint references company (id),
    payment_type             text check (payment_type in ('credit_card', 'purchase_order', 'marketing', 'sales', 'staff')),
    payment_transaction      text check (length(payment_transaction) <= 256),
    created_at               timestamptz not null,
    constraint coupon_payment_version_dates check (activation_date < expiration_date)
);
create index coupon_payment_version_latest on coupon_payment_version (payment_id, created_at desc, id desc);
create trigger coupon_payment_version_append_only before update or delete or truncate on coupon_payment_version
    for each statement execute function forbid_change();

create table coupon (
    id                  bigint generated always as identity primary key,
    code                text not null check (length(code) between 1 and 50 and code = btrim(code)),
    payment_id          bigint not null references coupon_payment (id),
    is_global           boolean not null default false,
    enabled             boolean not null default true,
    include_future_runs boolean not null default false,
    created_at          timestamptz not null,
    updated_at          timestamptz not null
);
create unique index coupon_code_key on coupon (lower(code));

create table coupon_version (
    id                 bigint generated always as identity primary key,
    coupon_id          bigint not null references coupon (id),
    payment_version_id bigint not null references coupon_payment_version (id),
    created_at         timestamptz not null
);
create index coupon_version_latest on coupon_version (coupon_id, created_at desc, id desc);
create trigger coupon_version_append_only before update or delete or truncate on coupon_version
    for each statement execute function forbid_change();

create table coupon_eligibility (
    id             bigint generated always as identity primary key,
    coupon_id      bigint not null references coupon (id),
    product_id     bigint not null references product (id),
    program_run_id bigint references program_run (id),
    unique (coupon_id, product_id)
);
create index coupon_eligibility_product on coupon_eligibility (product_id);

-- A code handed to one e-mail address. It does not limit who may use the code (spec 1.3).
create table coupon_assignment (
    id             bigint generated always as identity primary key,
    email          text not null,
    original_email text,
    eligibility_id bigint not null references coupon_eligibility (id),
    redeemed       boolean not null default false,
    created_at     timestamptz not null,
    updated_at     timestamptz not null
);
create index coupon_assignment_email on coupon_assignment (lower(email)) where not redeemed;

create table data_consent_agreement (
    id         bigint generated always as identity primary key,
    company_id bigint not null references company (id),
    content    text not null,                          -- Markdown
    is_global  boolean not null default false,
    created_at timestamptz not null
);
create unique index data_consent_agreement_one_global on data_consent_agreement (company_id) where is_global;
create table data_consent_agreement_course (
    agreement_id bigint not null references data_consent_agreement (id) on delete cascade,
    course_id    bigint not null references course (id) on delete cascade,
    primary key (agreement_id, course_id)
);
create table data_consent (
    id           bigint generated always as identity primary key,
    user_id      bigint not null references users (id),
    agreement_id bigint not null references data_consent_agreement (id),
    coupon_id    bigint not null references coupon (id),
    consented_at timestamptz,
    unique (user_id, agreement_id, coupon_id)
);

create table tax_rate (
    country_code text primary key check (country_code ~ '^[A-Z]{2}$'),
    rate         numeric(6,4) not null default 0 check (rate >= 0 and rate < 100),  -- percent
    name         text not null default 'VAT' check (length(name) <= 100),
    active       boolean not null default true
);

-- Where an address block is; spec 2.6 (D-09, D-19).
create table ip_block (
    network      cidr not null,
    country_code text not null check (country_code ~ '^[A-Z]{2}$')
);
create index ip_block_network on ip_block using gist (network inet_ops);

create table basket (
    id             bigint generated always as identity primary key,
    user_id        bigint not null unique references users (id),
    product_id     bigint references product (id),
    program_run_id bigint references program_run (id) on delete set null,
    coupon_id      bigint references coupon (id),
    created_at     timestamptz not null,
    updated_at     timestamptz not null
);
create index basket_updated on basket (updated_at);
create table basket_run (
    basket_id     bigint not null references basket (id) on delete cascade,
    course_run_id bigint not null references course_run (id),
    primary key (basket_id, course_run_id)
);

create table orders (
    id               bigint generated always as identity primary key,
    purchaser_id     bigint not null references users (id),
    status           text not null default 'created' check (status in ('created', 'fulfilled', 'failed', 'refunded')),
    -- Set while staff must decide: a review, a wrong amount, an exhausted code.
    needs_review     text,
    currency         text not null default 'USD' check (currency = 'USD'),
    total_price_paid numeric(20,2) not null check (total_price_paid >= 0),   -- net, before tax
    tax_amount       numeric(20,2) not null check (tax_amount >= 0),
    amount_due       numeric(20,2) not null,
    tax_country_code text,
    tax_rate         numeric(6,4) not null default 0,
    tax_rate_name    text not null default 'VAT',
    affiliate_code   text,
    -- The browser's idempotency key: a repeated checkout finds its order instead of making another (D-26).
    checkout_key     text check (length(checkout_key) between 1 and 100),
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    fulfilled_at     timestamptz,
    constraint orders_amounts_agree check (amount_due = total_price_paid + tax_amount),
    constraint orders_fulfilled_has_time check (status not in ('fulfilled', 'refunded') or fulfilled_at is not null)
);
create unique index orders_checkout_key on orders (purchaser_id, checkout_key) where checkout_key is not null;
create index orders_purchaser on orders (purchaser_id, id desc);
create index orders_status on orders (status, id desc);
create index orders_review on orders (id) where needs_review is not null;

create table order_line (
    id                 bigint generated always as identity primary key,
    order_id           bigint not null unique references orders (id),
    product_id         bigint not null references product (id),
    product_version_id bigint not null references product_version (id),
    program_run_id     bigint references program_run (id),
    quantity           integer not null default 1 check (quantity > 0),
    title              text not null,
    text_id            text not null,
    -- Frozen at order time and never computed again (D-71).
    list_price         numeric(20,2) not null,
    discount_amount    numeric(20,2) not null check (discount_amount >= 0),
    net_amount         numeric(20,2) not null check (net_amount >= 0),
    tax_rate           numeric(6,4) not null,
    tax_amount         numeric(20,2) not null,
    total_amount       numeric(20,2) not null,
    coupon_code        text,
    constraint order_line_amounts_agree check (total_amount = net_amount + tax_amount)
);
create index order_line_product on order_line (product_id);
create index order_line_text_id on order_line (text_id);
create table order_line_run (
    line_id       bigint not null references order_line (id) on delete cascade,
    course_run_id bigint not null references course_run (id),
    primary key (line_id, course_run_id)
);

create table coupon_redemption (
    id                bigint generated always as identity primary key,
    order_id          bigint not null unique references orders (id),
    coupon_id         bigint not null references coupon (id),
    coupon_version_id bigint not null references coupon_version (id),
    released          boolean not null default false   -- staff gave the use back while refunding (D-14)
);
create index coupon_redemption_coupon on coupon_redemption (coupon_id);

-- One signed gateway form (D-25). Fulfillment uses these frozen terms, whatever the order says by then.
create table payment_attempt (
    id                bigint generated always as identity primary key,
    order_id          bigint not null references orders (id),
    transaction_uuid  text not null constraint payment_attempt_transaction_uuid_key unique,
    reference_number  text not null,
    amount            numeric(20,2) not null,
    tax_amount        numeric(20,2) not null,
    currency          text not null,
    terms             jsonb not null,                  -- the order line, coupon version and runs as signed
    created_at        timestamptz not null
);
create index payment_attempt_order on payment_attempt (order_id, id);

-- What the gateway said, once per message; card numbers come masked from the gateway.
create table payment_receipt (
    id             bigint generated always as identity primary key,
    order_id       bigint references orders (id),
    attempt_id     bigint references payment_attempt (id),
    notice_id      bigint references inbound_notice (id),
    decision       text not null,
    reason_code    text not null,
    transaction_id text,
    amount         numeric(20,2),
    currency       text,
    data           jsonb not null,
    created_at     timestamptz not null
);
create unique index payment_receipt_one_accept on payment_receipt (transaction_id) where decision = 'ACCEPT';
create index payment_receipt_order on payment_receipt (order_id, id);
create trigger payment_receipt_append_only before update or delete or truncate on payment_receipt
    for each statement execute function forbid_change();

-- The orders desk finds people by the beginning of their name or address, whatever the database's collation.
create index users_name_search on users (lower(name) text_pattern_ops);
create index users_email_search on users (lower(email) text_pattern_ops);
create index legal_address_last_name_search on legal_address (lower(last_name) text_pattern_ops);

-- A code with its current terms: those of the newest version, and nothing older (D-12).
-- The redemptions that count are those of paid orders, over all versions (D-13), unless staff released them (D-14).
create view coupon_terms as
select c.id as coupon_id, c.code, c.enabled, c.is_global, c.include_future_runs,
       v.id as coupon_version_id, t.id as payment_version_id, t.payment_id, t.automatic, t.coupon_type, t.discount_type, t.amount,
       t.max_redemptions, t.max_redemptions_per_user, t.activation_date, t.expiration_date,
       t.company_id, company.name as company_name, t.payment_type, t.payment_transaction
from coupon c
cross join lateral (
    select id, payment_version_id from coupon_version where coupon_id = c.id order by created_at desc, id desc limit 1
) v
join coupon_payment_version t on t.id = v.payment_version_id
left join company on company.id = t.company_id;

create view counted_redemption as
select r.coupon_id, r.order_id, o.purchaser_id
from coupon_redemption r join orders o on o.id = r.order_id
where o.status in ('fulfilled', 'refunded') and not r.released;

-- A product with its newest price and what it sells.
create view offering as
select p.id as product_id, p.is_active, p.course_run_id, p.program_id,
       v.id as product_version_id, v.price, v.description, v.requires_enrollment_code, v.created_at as priced_at,
       coalesce(program.title, course.title) as title,
       coalesce(program.readable_id, run.courseware_id) as text_id,
       coalesce(program.is_external, course.is_external) as is_external,
       coalesce(program.live, run.live) as live,
       run.course_id, run.run_tag, run.start_date as run_start, run.end_date as run_end
from product p
cross join lateral (
    select * from product_version where product_id = p.id order by created_at desc, id desc limit 1
) v
left join program on program.id = p.program_id
left join course_run run on run.id = p.course_run_id
left join course on course.id = run.course_id;
