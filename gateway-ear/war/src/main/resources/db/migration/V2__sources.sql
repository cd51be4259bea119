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

-- An address is the reference of one payment; it is watched for as long as there are rows.
create index attempt_of_reference on payment_attempt (network, environment, network_reference)
    where network_reference <> '';
