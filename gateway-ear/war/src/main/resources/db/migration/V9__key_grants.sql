-- Keys that shops hand out by themselves: what was asked of a shop's owner, until the key has come and was tried.

create table key_grant (                                   -- 30 days
    id             uuid primary key,
    merchant_id    uuid not null,
    shop_id        uuid not null,
    environment    text not null,
    platform       text not null,
    name           text not null,
    settings       bytea,                                  -- sealed JSON object of answers, the key's too once it has come; none after the end
    token          text not null unique,                   -- in the two addresses that shop and browser come back to
    state_hash     bytea not null,                         -- SHA-256 of what the shop has to bring back
    status         text not null check (status in ('pending', 'received', 'granted', 'refused')),
    reason         text check (reason in ('access-denied', 'key-refused', 'not-connectable')),
    detail         text not null default '',
    connection_id  uuid,
    tries          integer not null default 0,
    next_try_at    timestamptz,
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    check ((status = 'refused') = (reason is not null)),
    check ((status = 'granted') = (connection_id is not null)),
    check ((status = 'received') = (next_try_at is not null)),
    foreign key (shop_id, environment, merchant_id) references shop (id, environment, merchant_id)
);
create index key_grant_pending on key_grant (shop_id) where status = 'pending';
create index key_grant_received on key_grant (next_try_at) where status = 'received';
create index key_grant_old on key_grant (created_at);
