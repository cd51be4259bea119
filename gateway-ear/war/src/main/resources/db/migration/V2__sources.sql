-- Chains that are read once for all shops.

create table source (                                      -- for ever: one row a network and environment
    network          text not null,
    environment      text not null check (environment in ('live', 'sandbox')),
    position         text not null default '' check (length(position) <= 4194304),
    read_through_at  timestamptz,                          -- when the last reading began that left nothing to read
    fault            text not null default '',             -- why it could not be read the last time
    lease_owner      uuid not null,
    leased_until     timestamptz not null,
    primary key (network, environment)
);

alter table transfer add column taken_back_at timestamptz; -- evidence of the last time it was; null: never

-- What was seen and could not be taken over, so that one transfer stops no chain.
create table sighting_aside (                              -- until it has been taken over
    network          text not null,
    environment      text not null check (environment in ('live', 'sandbox')),
    transfer_id      text not null,                        -- the network's own; only its newest sighting is kept
    aliases          text[] not null,
    address          text not null,
    asset            text not null,
    asset_decimals   smallint not null,
    amount           numeric not null,
    state            text not null,
    provisional      boolean not null,
    occurred_at      timestamptz not null,
    evidence_at      timestamptz not null,
    tries            integer not null default 1,
    next_try_at      timestamptz not null,
    fault            text not null,                        -- why it could not be taken the last time
    set_aside_at     timestamptz not null default now(),
    primary key (network, environment, transfer_id)
);
create index sighting_aside_due on sighting_aside (network, environment, next_try_at);
create index sighting_aside_of_address on sighting_aside (network, environment, address);

-- An address is the reference of one payment; it is watched for as long as there are rows.
create index attempt_of_reference on payment_attempt (network, environment, network_reference)
    where network_reference <> '';
