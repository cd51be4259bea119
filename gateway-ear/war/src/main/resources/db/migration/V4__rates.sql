-- Rates: what one unit is worth in another, and what a quote or a payment was reckoned with.

create table rate (                                        -- the last price of each source; an old one serves no quote
    base    text not null,
    quote   text not null,
    source  text not null,
    bid     numeric(38, 18) not null check (bid > 0),      -- quote for one base that is sold
    ask     numeric(38, 18) not null check (ask >= bid),   -- quote for one base that is bought
    as_of   timestamptz not null,                          -- system time at which it held, as far as the source says
    primary key (base, quote, source)
);

create table rate_source (                                 -- for ever; one row a source that was ever asked
    name          text primary key,
    next_poll_at  timestamptz not null,                    -- this and the lease are in the database's time
    leased_until  timestamptz,
    failures      integer not null default 0               -- in a row
);

alter table quote
    add column spread    numeric(38, 18) not null default 0,  -- part of the rate that was moved against the payer
    add column rated_at  timestamptz;                         -- system time of the rate; null: none was needed

alter table transfer add column rate_source text;          -- null: from before this column, or not valued
