-- Refunds: money of a payment that goes back to its payer.

create table refund (                                      -- for ever: this is money
    id                 uuid primary key,                   -- the reference under which the network is asked, once
    merchant_id        uuid not null,
    shop_id            uuid not null,
    environment        text not null,
    invoice_id         uuid not null,
    payment_id         uuid not null references transfer,
    channel_id         uuid not null,                      -- by which the money came, and goes back
    network            text not null,
    custody            text not null check (custody in ('merchant', 'operator')),
    origin             text not null check (origin in ('api', 'shop', 'network')),
    state              text not null check (state in
                           ('created', 'sending', 'unknown', 'processing', 'manual', 'completed', 'failed')),
    currency           text not null,                      -- the invoice's
    decimals           smallint not null check (decimals between 0 and 18),
    amount             numeric(38, 18) not null check (amount > 0),
    asset              text not null,                      -- the payment's
    asset_decimals     smallint not null check (asset_decimals between 0 and 18),
    asset_amount       numeric(38, 18) not null check (asset_amount > 0),
    rounding           numeric(38, 18) not null,           -- its part of the payment's
    payer_id           uuid references payer,              -- where it goes to; null: where it came from
    shop_refund_id     text check (length(shop_refund_id) between 1 and 128),
    network_refund_id  text check (length(network_refund_id) between 1 and 200),
    by_hand            boolean not null default false,     -- whether a person paid it, and said so
    reason             text not null default '',           -- why it failed, is unknown or waits
    ever_unknown       boolean not null default false,     -- which is told once
    sends              integer not null default 0,         -- how often the network was asked to pay
    sent_due_at        timestamptz,                        -- system time from which nothing sent before can still leave
    tries              integer not null default 0,         -- in this state
    step_due_at        timestamptz,                        -- system time; null: nothing to do
    leased_until       timestamptz,                        -- the database's time
    created_at         timestamptz not null,
    closed_at          timestamptz,
    version            bigint not null default 0,
    foreign key (shop_id, environment, merchant_id) references shop (id, environment, merchant_id),
    foreign key (invoice_id, environment) references invoice (id, environment),
    foreign key (channel_id, environment) references channel (id, environment),
    check ((state in ('created', 'sending', 'unknown', 'processing')) = (step_due_at is not null)),
    check ((state in ('completed', 'failed')) = (closed_at is not null))
);
create index refund_of_invoice on refund (invoice_id, id);
create index refund_of_merchant on refund (merchant_id, environment, id);
create index refund_of_shop on refund (shop_id, id);
create index refund_waiting on refund (created_at) where state in ('unknown', 'manual');
create index refund_due on refund (step_due_at) where step_due_at is not null;
create index refund_of_networks_own on refund (merchant_id, environment, network, network_refund_id)
    where network_refund_id is not null;
-- A refund of the shop's is one here, unless nothing came of it; what a person paid is recorded once.
create unique index refund_of_shops_own on refund (shop_id, shop_refund_id)
    where shop_refund_id is not null and state <> 'failed';
create unique index refund_by_hand on refund (merchant_id, environment, network, network_refund_id) where by_hand;

-- What is on its way back has left one account and not yet reached the other.
alter table account drop constraint account_bucket_check;
alter table account add constraint account_bucket_check check (bucket in
    ('external', 'holding', 'available', 'suspense', 'conversion', 'credited', 'rounding', 'refunding'));
