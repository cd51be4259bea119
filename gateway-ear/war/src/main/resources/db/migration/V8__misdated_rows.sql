-- A row from a clock that ran ahead lies in the partition for rows outside every month, where its month is to be made:
-- PostgreSQL makes no partition for rows that are elsewhere already, so they move into it, in the same transaction.
create or replace procedure make_month(parent text, month date) language plpgsql as $$
declare
    name text := parent || '_' || to_char(month, 'YYYY_MM');
    other text := parent || '_other';
    least_id uuid := uuid_at(month::timestamp at time zone 'UTC');
    next_id uuid := uuid_at((month + interval '1 month')::timestamp at time zone 'UTC');
    key text;
    misdated boolean;
begin
    if to_regclass(name) is not null then
        return;
    end if;
    select a.attname into strict key
    from pg_partitioned_table p join pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
    where p.partrelid = to_regclass(parent);
    execute format('select exists (select from %I where %I >= $1 and %I < $2)', parent, key, key)
        into misdated using least_id, next_id;
    if not misdated then
        execute format('create table %I partition of %I for values from (%L) to (%L)', name, parent, least_id, next_id);
        return;
    end if;
    -- In the order in which attaching takes them, and before anything is moved, so that no row comes meanwhile.
    execute format('lock table only %I in share update exclusive mode', parent);
    execute format('lock table %I in access exclusive mode', other);
    execute format('create table %I (like %I including all)', name, parent);
    execute format('with moved as (delete from %I where %I >= $1 and %I < $2 returning *) insert into %I select * from moved',
        other, key, key, name) using least_id, next_id;
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, name, least_id, next_id);
end $$;
