-- Shops as platforms run them: connections to them, and what is to be done about their orders.

create table connection (                                  -- for ever
    id               uuid primary key,
    merchant_id      uuid not null,
    shop_id          uuid not null,
    environment      text not null,
    platform         text not null,
    name             text not null,
    settings         bytea not null,                       -- sealed JSON object of answers
    site             text not null,                        -- JSON object of digests of the answers that never change
    cursor           text not null default '' check (length(cursor) <= 4096),
    poll_due_at      timestamptz not null default now(),
    poll_leased      timestamptz,
    reconnect_since  timestamptz,                          -- the shop refuses our key; nothing is asked until the owner acts
    created_at       timestamptz not null,
    revoked_at       timestamptz,
    version          bigint not null default 0,
    foreign key (shop_id, environment, merchant_id) references shop (id, environment, merchant_id)
);
create index connection_of_shop on connection (shop_id, id);
-- An order id means one order only while a shop is one shop.
create unique index connection_live on connection (shop_id) where revoked_at is null;

create table shop_order (                                  -- for ever; the lock of one order, over all nodes
    connection_id  uuid not null references connection,
    order_id       text not null check (length(order_id) between 1 and 128),
    state          text not null check (state in ('settled', 'due', 'dead')),
    news           bigint not null default 1,              -- rises with each reason to look
    heard_by       text not null check (heard_by in ('event', 'webhook', 'poll', 'person')),
    due_at         timestamptz not null,
    tries          integer not null default 0,
    rest_until     timestamptz not null default '-infinity',  -- a write may still be under way in the shop: no look before
    lease          uuid,                                   -- of the one that works on it
    leased_until   timestamptz,
    fault          text not null default '',               -- why the last try came to nothing
    version_read   text not null default '',               -- as we left it: what comes back with it is our echo
    cancelled_for  uuid,                                   -- the invoice whose expiry we cancelled it for
    notes          text not null default '',               -- space separated references of notes it carries, and of cancellations asked for
    currency       text,
    decimals       smallint,
    total          numeric(38, 18),
    paid           numeric(38, 18),                        -- as the shop has it
    refund_due     numeric(38, 18),                        -- came, and is more than the order costs
    unbacked       numeric(38, 18),                        -- the shop says paid, and nobody sent it through us
    looked_at      timestamptz,
    primary key (connection_id, order_id)
);
create index shop_order_due on shop_order (due_at) where state = 'due';
create index shop_order_leased on shop_order (connection_id) where leased_until is not null;

create table shop_webhook (                                -- 90 days
    id             uuid not null primary key,
    connection_id  uuid not null,
    received_at    timestamptz not null,
    request        bytea not null,                         -- sealed: may hold a payer's data
    state          text not null check (state in ('received', 'handled', 'rejected')),
    reason         text not null default '',
    tries          integer not null default 0,
    next_try_at    timestamptz
) partition by range (id);
create index shop_webhook_open on shop_webhook (next_try_at) where state = 'received';
create table shop_webhook_other partition of shop_webhook default;

-- Months for every partitioned table there is, so that nobody has to list them.
create or replace procedure make_months(ahead integer) language plpgsql as $$
declare
    parent text;
    i integer;
begin
    perform pg_advisory_xact_lock(7163940017);             -- two nodes may start at once
    for parent in
        select c.relname from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
        where p.partstrat = 'r' and c.relnamespace = current_schema()::regnamespace order by c.relname
    loop
        for i in 0..ahead loop
            call make_month(parent, (date_trunc('month', now() at time zone 'UTC') + i * interval '1 month')::date);
        end loop;
    end loop;
end $$;

call make_months(2);
