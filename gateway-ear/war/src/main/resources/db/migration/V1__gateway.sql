-- The whole schema of the gateway.
--
-- Ids are UUIDv7 and made by the gateway, so they rise with system time. Tables that only grow are range-partitioned by
-- that id, month by month: a row is found by its id alone, and old months are dropped whole. Every table states its
-- retention; "for ever" means as long as the merchant is a customer.
--
-- Columns named *_due_at, next_*_at and leased_until are in system time and drive work; all other times are the shop's
-- own (in the sandbox its clock may run ahead). Amounts are exact: 18 decimals, 20 digits before the point.

-- Merchants, shops, keys ------------------------------------------------------------------------------------------

create table merchant (                                    -- for ever
    id          uuid primary key,
    name        text not null,
    created_at  timestamptz not null
);

create table shop (                                        -- for ever
    id               uuid primary key,
    merchant_id      uuid not null references merchant,
    environment      text not null check (environment in ('live', 'sandbox')),
    name             text not null,
    webhook_secret   bytea not null,                       -- sealed; signs deliveries to an invoice's own webhookUrl
    clock_offset_ms  bigint not null default 0 check (clock_offset_ms = 0 or environment = 'sandbox'),
    created_at       timestamptz not null,
    version          bigint not null default 0,
    unique (id, environment, merchant_id)                  -- what belongs to a shop shares its environment and merchant
);
create index shop_of_merchant on shop (merchant_id, environment, id);

create table api_key (                                     -- for ever; revoked keys stay for the audit
    id                 uuid primary key,
    merchant_id        uuid not null references merchant,
    environment        text not null check (environment in ('live', 'sandbox')),
    shop_id            uuid,                               -- null: all shops of the merchant in this environment
    name               text not null,
    hash               bytea not null unique,              -- SHA-256 of the key; the key itself is nowhere
    hint               text not null,                      -- its first characters, to tell keys apart
    scopes             text not null,                      -- space separated, such as 'invoices:read invoices:write'
    allowed_addresses  text not null default '',           -- space separated addresses and CIDR blocks; empty: any
    created_at         timestamptz not null,
    expires_at         timestamptz,
    last_used_at       timestamptz,
    last_used_address  text,
    revoked_at         timestamptz,
    version            bigint not null default 0,
    foreign key (shop_id, environment, merchant_id) references shop (id, environment, merchant_id)
);
create index api_key_of_merchant on api_key (merchant_id, environment, id);

create table payer (                                       -- personal data: until erased, at most 5 years
    id          uuid primary key,
    shop_id     uuid not null references shop,
    data_key    bytea,                                     -- sealed; erasure sets it to null, and the data is noise
    data        bytea not null,                            -- phone, mail, name, document, encrypted with data_key
    created_at  timestamptz not null
);

-- Channels --------------------------------------------------------------------------------------------------------

create table channel (                                     -- for ever; a revoked one is reconciled until its attempts close
    id           uuid primary key,
    merchant_id  uuid not null,
    shop_id      uuid not null,
    environment  text not null,
    network      text not null,
    name         text not null,
    custody      text not null check (custody in ('merchant', 'operator')),
    settings     bytea not null,                           -- sealed JSON object of answers
    created_at   timestamptz not null,
    revoked_at   timestamptz,
    version      bigint not null default 0,
    foreign key (shop_id, environment, merchant_id) references shop (id, environment, merchant_id),
    unique (id, environment)
);
create index channel_of_shop on channel (shop_id, id);

create table connector_store (                             -- for ever; its owner is a channel, or all of a network's together
    owner_id  uuid not null,
    key       text not null check (length(key) <= 200),
    value     text not null check (length(value) <= 65536),
    primary key (owner_id, key)
);

create table connector_sequence (                          -- for ever; what a connector numbered once is never numbered again
    owner_id  uuid not null,
    name      text not null check (length(name) <= 200),
    next      bigint not null,
    primary key (owner_id, name)
);

-- Invoices --------------------------------------------------------------------------------------------------------

create table invoice (                                     -- for ever
    id                uuid primary key,
    link              text not null unique,
    merchant_id       uuid not null,
    shop_id           uuid not null,
    environment       text not null,
    order_id          text,
    description       text,
    currency          text not null,
    decimals          smallint not null check (decimals between 0 and 18),
    total             numeric(38, 18) not null check (total > 0),
    paid              numeric(38, 18) not null default 0,
    pending           numeric(38, 18) not null default 0,
    refunded          numeric(38, 18) not null default 0,
    status            text not null check (status in ('pending', 'processing', 'paid', 'expired', 'cancelled')),
    exceptions        text not null default '',            -- space separated: underpaid overpaid late reversed
    accepted_methods  text not null default '',            -- space separated; empty: all
    redirect_url      text,
    cancel_url        text,
    webhook_url       text,
    metadata          jsonb not null default '{}',
    payer_id          uuid references payer,
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    expiry_due_at     timestamptz,                         -- null: no longer waits
    expired_at        timestamptz,
    cancelled_at      timestamptz,
    paid_at           timestamptz,
    sequence          bigint not null default 0,           -- of the last event about this invoice
    version           bigint not null default 0,
    foreign key (shop_id, environment, merchant_id) references shop (id, environment, merchant_id),
    unique (id, environment)
);
create index invoice_of_shop on invoice (shop_id, id);
create index invoice_of_merchant on invoice (merchant_id, environment, id);
create index invoice_by_order on invoice (shop_id, order_id text_pattern_ops) where order_id is not null;
create index invoice_due on invoice (expiry_due_at) where expiry_due_at is not null;

create table payment_attempt (                             -- for ever
    id                 uuid primary key,
    invoice_id         uuid not null,
    environment        text not null,
    channel_id         uuid not null,
    network            text not null,
    method             text not null,
    asset              text not null,                      -- the unit that is paid in
    asset_decimals     smallint not null check (asset_decimals between 0 and 18),
    callback_token     text not null unique,
    state              text not null check (state in ('starting', 'open', 'unknown', 'completed', 'failed')),
    network_reference  text not null default '',
    instruction        bytea,                              -- sealed JSON: what the payer has to do
    payer_id           uuid references payer,
    reason             text not null default '',           -- why it failed or is unknown
    created_at         timestamptz not null,
    closed_at          timestamptz,
    look_ups           integer not null default 0,
    look_up_began_at   timestamptz,                        -- shop's time
    next_look_up_at    timestamptz,                        -- null: nothing to ask
    leased_until       timestamptz,
    version            bigint not null default 0,
    foreign key (invoice_id, environment) references invoice (id, environment),
    foreign key (channel_id, environment) references channel (id, environment)
);
create index attempt_of_invoice on payment_attempt (invoice_id);
create index attempt_due on payment_attempt (next_look_up_at) where next_look_up_at is not null;

create table quote (                                       -- for ever
    id            uuid primary key,
    attempt_id    uuid not null references payment_attempt,
    asset_amount  numeric(38, 18) not null check (asset_amount > 0),
    face_amount   numeric(38, 18) not null check (face_amount > 0),   -- in the invoice's currency
    rate          numeric(38, 18) not null check (rate > 0),          -- invoice currency for one unit of the asset
    source        text not null,
    created_at    timestamptz not null,
    expires_at    timestamptz not null
);
create index quote_of_attempt on quote (attempt_id);

create table transfer (                                    -- for ever: this is the money
    id              uuid primary key,
    merchant_id     uuid not null,
    shop_id         uuid not null,
    environment     text not null,
    channel_id      uuid not null,
    network         text not null,
    network_id      text not null,
    invoice_id      uuid,                                  -- null: unassigned
    attempt_id      uuid references payment_attempt,
    asset           text not null,
    asset_decimals  smallint not null check (asset_decimals between 0 and 18),
    amount          numeric(38, 18) not null check (amount > 0),
    credited        numeric(38, 18),                       -- in the invoice's currency, fixed at detection
    rounding        numeric(38, 18) not null default 0,    -- what the quote's face value gave or took
    rate            numeric(38, 18),
    state           text not null check (state in ('detected', 'settled', 'dropped', 'reversed')),
    provisional     boolean not null default false,
    late            boolean not null default false,
    occurred_at     timestamptz not null,
    evidence_at     timestamptz not null,
    detected_at     timestamptz not null,
    settled_at      timestamptz,
    version         bigint not null default 0,
    foreign key (shop_id, environment, merchant_id) references shop (id, environment, merchant_id),
    foreign key (invoice_id, environment) references invoice (id, environment),
    foreign key (channel_id, environment) references channel (id, environment),
    unique (environment, network, network_id)              -- one payment is one transfer, over the whole installation
);
create index transfer_of_invoice on transfer (invoice_id) where invoice_id is not null;
create index transfer_unassigned on transfer (shop_id, id) where invoice_id is null;
create index transfer_of_merchant on transfer (merchant_id, environment, id);

create table transfer_name (                               -- as long as the transfer; all ids that its network has for it
    environment  text not null,
    network      text not null,
    name         text not null,
    transfer_id  uuid not null references transfer,
    primary key (environment, network, name)
);

create table callback (                                    -- 90 days
    id           uuid not null primary key,
    channel      text not null,                            -- as the path named it, known or not
    token        text not null,
    received_at  timestamptz not null,
    request      bytea not null,                           -- sealed: may hold a payer's data
    state        text not null check (state in ('received', 'handled', 'rejected')),
    reason       text not null default '',
    tries        integer not null default 0,
    next_try_at  timestamptz
) partition by range (id);
create index callback_open on callback (next_try_at) where state = 'received';

-- Requests --------------------------------------------------------------------------------------------------------

create table idempotency (                                 -- key and resource 30 days, the answer's bytes 72 hours
    scope        uuid not null,                            -- the shop, or the merchant for a key of all its shops
    environment  text not null,
    key          text not null check (length(key) <= 300),
    fingerprint  bytea not null,
    resource_id  uuid,
    status       smallint,                                 -- null while the first request still runs
    location     text,
    body         bytea,
    sealed       boolean not null default false,           -- whether body is encrypted, because it tells a secret
    created_at   timestamptz not null,
    primary key (scope, environment, key)
);
create index idempotency_by_age on idempotency (created_at);

create table audit (                                       -- 7 years
    id           uuid not null primary key,
    merchant_id  uuid not null,
    shop_id      uuid,
    environment  text,
    actor        text not null,
    action       text not null,
    object_type  text not null,
    object_id    uuid,
    address      text,
    request_id   text,
    at           timestamptz not null,
    detail       jsonb not null default '{}'
) partition by range (id);
create index audit_of_merchant on audit (merchant_id, id);

create table audit_read (                                  -- 400 days
    key_id    uuid not null,
    address   text not null,
    minute    timestamptz not null,
    requests  bigint not null,
    primary key (minute, key_id, address)
);

-- Events and webhooks ---------------------------------------------------------------------------------------------

create table event (                                       -- 13 months
    id           uuid not null primary key,
    merchant_id  uuid not null,
    shop_id      uuid not null,
    environment  text not null,
    type         text not null,
    object_type  text not null,
    object_id    uuid not null,
    order_key    uuid not null,                            -- events with one key are told in the order of sequence
    sequence     bigint not null,
    occurred_at  timestamptz not null,
    webhook_url  text,                                     -- the invoice's own receiver
    data         jsonb not null,
    position     bigint                                    -- null until numbered: then part of every reader's order
) partition by range (id);
create index event_unnumbered on event (id) where position is null;
create index event_by_position on event (shop_id, position) where position is not null;
create index event_of_object on event (order_key, sequence);

create table event_position (                              -- one row: the last position given
    id    boolean primary key default true check (id),
    last  bigint not null
);
insert into event_position (last) values (0);

create table webhook_endpoint (                            -- for ever
    id               uuid primary key,
    merchant_id      uuid not null,
    shop_id          uuid not null,
    environment      text not null,
    url              text not null,
    types            text not null default '*',            -- space separated, with wildcards
    description      text not null default '',
    signatures       text not null default 'v1',           -- space separated: v1 v1a
    state            text not null check (state in ('enabled', 'disabled', 'removed')),
    disabled_reason  text not null default '',
    created_at       timestamptz not null,
    version          bigint not null default 0,
    foreign key (shop_id, environment, merchant_id) references shop (id, environment, merchant_id)
);
create index webhook_endpoint_of_shop on webhook_endpoint (shop_id, id);

create table webhook_secret (                              -- until expired
    id           uuid primary key,
    endpoint_id  uuid not null references webhook_endpoint,
    kind         text not null check (kind in ('v1', 'v1a')),
    secret       bytea not null,                           -- sealed
    created_at   timestamptz not null,
    expires_at   timestamptz                               -- set by rotation; until then both sign
);
create index webhook_secret_of_endpoint on webhook_secret (endpoint_id);

create table webhook_lane (                                -- one per receiver: an endpoint, or a shop's webhookUrl origin
    id             uuid primary key,                       -- the endpoint's id where there is one
    shop_id        uuid not null references shop,
    endpoint_id    uuid references webhook_endpoint,
    origin         text,
    failures       integer not null default 0,             -- in a row
    failing_since  timestamptz,                            -- system time; null while the last answer was good
    paused_until   timestamptz,                            -- the breaker is open
    unique (shop_id, origin)
);

create table webhook_delivery (                            -- 90 days
    id               uuid not null primary key,
    lane             uuid not null,
    endpoint_id      uuid,
    shop_id          uuid not null,
    event_id         uuid not null,
    order_key        uuid not null,
    sequence         bigint not null,
    url              text,                                 -- the invoice's own receiver; null: the endpoint's
    state            text not null check (state in ('pending', 'delivered', 'failed', 'cancelled')),
    attempts         integer not null default 0,
    next_attempt_at  timestamptz,
    leased_until     timestamptz,
    created_at       timestamptz not null
) partition by range (id);
create index webhook_delivery_due on webhook_delivery (lane, next_attempt_at) where state = 'pending';
create index webhook_delivery_order on webhook_delivery (lane, order_key, sequence) where state = 'pending';
create index webhook_delivery_of_endpoint on webhook_delivery (endpoint_id, id);
create index webhook_delivery_of_event on webhook_delivery (event_id);

create table webhook_attempt (                             -- 90 days
    id           uuid not null primary key,
    delivery_id  uuid not null,
    number       integer not null,
    started_at   timestamptz not null,
    latency_ms   integer not null,
    status       smallint,                                 -- null: no answer
    error        text not null default '',
    answer       text not null default ''                  -- the first part of it
) partition by range (id);
create index webhook_attempt_of_delivery on webhook_attempt (delivery_id);

-- Partitions ------------------------------------------------------------------------------------------------------

-- The least UUIDv7 of an instant: its first 48 bits are milliseconds since 1970.
create function uuid_at(at timestamptz) returns uuid language sql immutable strict as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

-- Makes the month's partition of one table unless it is there.
create procedure make_month(parent text, month date) language plpgsql as $$
declare
    name text := parent || '_' || to_char(month, 'YYYY_MM');
begin
    if to_regclass(name) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)', name, parent,
            uuid_at(month::timestamp at time zone 'UTC'),
            uuid_at((month + interval '1 month')::timestamp at time zone 'UTC'));
    end if;
end $$;

-- Months ahead of the work, for every table that only grows; called at each start and once a day.
create procedure make_months(ahead integer) language plpgsql as $$
declare
    parent text;
    i integer;
begin
    perform pg_advisory_xact_lock(7163940017);             -- two nodes may start at once
    foreach parent in array array['callback', 'audit', 'event', 'webhook_delivery', 'webhook_attempt'] loop
        for i in 0..ahead loop
            call make_month(parent, (date_trunc('month', now() at time zone 'UTC') + i * interval '1 month')::date);
        end loop;
    end loop;
end $$;

-- A row outside every month (a clock gone wrong) still has somewhere to land.
create table callback_other partition of callback default;
create table audit_other partition of audit default;
create table event_other partition of event default;
create table webhook_delivery_other partition of webhook_delivery default;
create table webhook_attempt_other partition of webhook_attempt default;

call make_months(2);
