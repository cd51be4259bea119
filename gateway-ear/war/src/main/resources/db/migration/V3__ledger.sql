-- The ledger: every change of money as a journal entry, whose postings sum to nothing in each asset.
--
-- A posting is negative where money comes from and positive where it goes. Nothing here is changed or deleted, which
-- the database itself refuses; what was wrong is put right by another entry. Only the running balances change, and they
-- follow from the postings.

create table account (                                     -- for ever
    id           uuid primary key,
    merchant_id  uuid not null references merchant,
    environment  text not null check (environment in ('live', 'sandbox')),
    custody      text not null check (custody in ('merchant', 'operator')),
    asset        text collate "C" not null,                  -- listed in one order on every machine
    decimals     smallint not null check (decimals between 0 and 18),
    bucket       text not null check (bucket in
                     ('external', 'holding', 'available', 'suspense', 'conversion', 'credited', 'rounding')),
    -- What lies with the merchant is nothing that the operator could pay out, and the other way round.
    check (custody = 'operator' or bucket not in ('holding', 'available')),
    check (custody = 'merchant' or bucket <> 'external'),
    unique (merchant_id, environment, asset, decimals, custody, bucket)
);

create table journal_entry (                               -- for ever: this is the money
    id           uuid not null primary key,
    merchant_id  uuid not null references merchant,
    shop_id      uuid,                                     -- null: concerns no shop of the merchant's more than another
    environment  text not null check (environment in ('live', 'sandbox')),
    custody      text not null check (custody in ('merchant', 'operator')),
    kind         text not null,
    cause_id     uuid not null,
    number       integer not null,
    invoice_id   uuid,
    payment_id   uuid references transfer,
    at           timestamptz not null,
    foreign key (shop_id, environment, merchant_id) references shop (id, environment, merchant_id),
    foreign key (invoice_id, environment) references invoice (id, environment)
) partition by range (id);
create index journal_entry_of_merchant on journal_entry (merchant_id, environment, id);
create index journal_entry_of_shop on journal_entry (shop_id, id) where shop_id is not null;
create index journal_entry_of_invoice on journal_entry (invoice_id, id) where invoice_id is not null;
create index journal_entry_of_payment on journal_entry (payment_id, id) where payment_id is not null;

create table journal_cause (                               -- for ever; one table, so that a cause is one over all months
    cause_id  uuid not null,
    kind      text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
    number    integer not null check (number > 0),         -- the first time that this happened to it, the second, …
    entry_id  uuid not null references journal_entry deferrable initially deferred,
    primary key (cause_id, kind, number)                   -- what was posted once is not posted again
);

create table posting (                                     -- for ever
    entry_id    uuid not null references journal_entry,
    account_id  uuid not null references account,
    amount      numeric(38, 18) not null check (amount <> 0),
    primary key (entry_id, account_id)
) partition by range (entry_id);
create index posting_of_account on posting (account_id, entry_id);

create table balance (                                     -- for ever; what an account's postings sum to, shop by shop
    account_id  uuid not null references account,
    scope       uuid not null,                             -- the shop, or the merchant where an entry names no shop
    amount      numeric(38, 18) not null,
    primary key (account_id, scope)
) with (fillfactor = 50);                                  -- changed with every entry: leave room beside the row

-- Guards ----------------------------------------------------------------------------------------------------------

-- An entry is whole when its transaction ends: in accounts of its own merchant, environment and custody, and from
-- somewhere to somewhere else. One plan for all entries: to plan anew over all months takes ten times as long as to look.
create function require_whole(entry uuid) returns void language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
    unequal text;
    astray boolean;
    postings integer;
begin
    select string_agg(asset || ' by ' || off, ', '), coalesce(bool_or(alien), false), coalesce(sum(n), 0)
    into unequal, astray, postings
    from (
        select a.asset, nullif(sum(p.amount), 0) as off, count(*) as n,
            bool_or((a.merchant_id, a.environment, a.custody)
                is distinct from (e.merchant_id, e.environment, e.custody)) as alien
        from posting p
        join account a on a.id = p.account_id
        join journal_entry e on e.id = p.entry_id
        where p.entry_id = entry and e.id = entry
        group by a.asset, a.decimals
    ) sums;
    if unequal is not null or astray or postings < 2 then
        raise exception 'journal entry % is not whole: it is off in %, has % postings, and is in accounts of others: %',
            entry, coalesce(unequal, 'nothing'), postings, astray using errcode = 'check_violation';
    end if;
end $$;

create function require_whole_entry() returns trigger language plpgsql as $$
begin
    if not exists (select from journal_cause c
            where (c.cause_id, c.kind, c.number, c.entry_id) = (new.cause_id, new.kind, new.number, new.id)) then
        raise exception 'journal entry % is not that of its cause', new.id using errcode = 'check_violation';
    end if;
    perform require_whole(new.id);
    return null;
end $$;

-- A posting that comes when its entry was committed long ago is judged together with the others, too.
create function require_whole_posting() returns trigger language plpgsql as $$
begin
    perform require_whole(new.entry_id);
    return null;
end $$;

create constraint trigger journal_entry_is_whole after insert on journal_entry
    deferrable initially deferred for each row execute function require_whole_entry();
create constraint trigger posting_leaves_it_whole after insert on posting
    deferrable initially deferred for each row execute function require_whole_posting();

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: post another entry instead', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger account_stays before update or delete on account
    for each row execute function refuse_change();
create trigger journal_cause_stays before update or delete on journal_cause
    for each row execute function refuse_change();
create trigger journal_entry_stays before update or delete on journal_entry
    for each row execute function refuse_change();
create trigger posting_stays before update or delete on posting
    for each row execute function refuse_change();
create trigger balance_stays before delete on balance
    for each row execute function refuse_change();
create trigger account_is_kept before truncate on account execute function refuse_change();
create trigger journal_cause_is_kept before truncate on journal_cause execute function refuse_change();
create trigger journal_entry_is_kept before truncate on journal_entry execute function refuse_change();
create trigger posting_is_kept before truncate on posting execute function refuse_change();
create trigger balance_is_kept before truncate on balance execute function refuse_change();

-- Partitions ------------------------------------------------------------------------------------------------------

-- As before, but for every table that is partitioned: none can be forgotten.
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

create table journal_entry_other partition of journal_entry default;
create table posting_other partition of posting default;

call make_months(2);
