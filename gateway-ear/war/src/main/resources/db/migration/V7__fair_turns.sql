-- Whose turn it is among many: what is in hand is counted by channel and by connection, so that none holds up the rest.

alter table callback add column leased_until timestamptz;      -- in a reader's hand until then
alter table shop_webhook add column leased_until timestamptz;  -- the same

drop index callback_open;
create index callback_waiting on callback (channel, next_try_at) where state = 'received';
create index callback_in_hand on callback (channel) where leased_until is not null;

drop index shop_webhook_open;
create index shop_webhook_waiting on shop_webhook (connection_id, next_try_at) where state = 'received';
create index shop_webhook_in_hand on shop_webhook (connection_id) where leased_until is not null;

drop index shop_order_due;
create index shop_order_waiting on shop_order (connection_id, due_at) where state = 'due';

-- Whether the last poll failed: such shops are asked few at a time.
alter table connection add column poll_failed boolean not null default false;
