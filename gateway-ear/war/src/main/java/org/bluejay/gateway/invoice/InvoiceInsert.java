package org.bluejay.gateway.invoice;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.event.Event;
import org.bluejay.gateway.idempotency.Answer;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.IdempotencyKey;
import org.bluejay.gateway.shared.Ids;

/**
 * All rows of one new invoice as one statement: invoice, payer, event, audit and, under a key, the
 * answer that will be given. When the key was used before, nothing is inserted and the statement
 * counts no row.
 */
record InvoiceInsert(
        Caller caller, Invoice invoice, Optional<Payers.Row> payer, Event created, Answer answer) {

    static final String SQL =
            """
            with claimed as (
                insert into idempotency (scope, environment, key, fingerprint, resource_id, status, location, body,
                                         created_at)
                select ?, ?, ?, ?, ?, ?, ?, ?, ? where ?
                on conflict do nothing returning 1),
            free as (select where ? or exists (select from claimed)),
            known as (
                insert into payer (id, shop_id, data_key, data, created_at)
                select ?, ?, ?, ?, ? from free where ?),
            made as (
                insert into invoice (id, link, merchant_id, shop_id, environment, order_id, description, currency,
                                     decimals, total, status, accepted_methods, redirect_url, cancel_url, webhook_url,
                                     metadata, payer_id, created_at, expires_at, expiry_due_at, sequence)
                select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ? from free),
            told as (
                insert into event (id, merchant_id, shop_id, environment, type, object_type, object_id, order_key,
                                   sequence, occurred_at, webhook_url, data)
                select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb from free)
            insert into audit (id, merchant_id, shop_id, environment, actor, action, object_type, object_id, address,
                               request_id, at)
            select ?, ?, ?, ?, ?, 'invoice.create', 'invoice', ?, ?, ?, ? from free\
            """;

    /** In this order no two batches can wait for each other's keys. */
    String order() {
        return caller.scope() + "/" + caller.idempotencyKey().map(IdempotencyKey::key).orElse("");
    }

    Optional<IdempotencyKey> key() {
        return caller.idempotencyKey();
    }

    /**
     * @param auditedAt system time
     */
    void bind(PreparedStatement statement, Instant auditedAt) throws SQLException {
        Row row = new Row(statement);
        bindKey(row, auditedAt);
        bindPayer(row);
        bindInvoice(row);
        bindEvent(row);
        row.id(Ids.next())
                .id(invoice.merchantId())
                .id(invoice.shopId())
                .text(EnvironmentConverter.text(invoice.environment()));
        row.text("key:" + caller.keyId())
                .id(invoice.id())
                .text(caller.address())
                .text(caller.requestId());
        row.time(auditedAt);
    }

    private void bindKey(Row row, Instant usedAt) throws SQLException {
        boolean keyed = key().isPresent();
        row.id(caller.scope())
                .text(EnvironmentConverter.text(caller.environment()))
                .text(key().map(IdempotencyKey::key).orElse(null));
        row.bytes(key().map(IdempotencyKey::fingerprint).orElse(null))
                .id(invoice.id())
                .number(answer.status());
        row.text(answer.location().map(Object::toString).orElse(null));
        row.bytes(keyed ? answer.body() : null).time(usedAt).flag(keyed).flag(!keyed);
    }

    private void bindPayer(Row row) throws SQLException {
        row.id(payer.map(Payers.Row::id).orElse(null)).id(invoice.shopId());
        row.bytes(payer.map(Payers.Row::dataKey).orElse(null));
        row.bytes(payer.map(Payers.Row::data).orElse(null));
        row.time(payer.map(Payers.Row::createdAt).orElse(null)).flag(payer.isPresent());
    }

    private void bindInvoice(Row row) throws SQLException {
        row.id(invoice.id()).text(invoice.link()).id(invoice.merchantId()).id(invoice.shopId());
        row.text(EnvironmentConverter.text(invoice.environment()))
                .text(invoice.orderId().orElse(null));
        row.text(invoice.description().orElse(null)).text(invoice.currency().code());
        row.number(invoice.currency().decimals())
                .decimal(invoice.total().amount())
                .text(invoice.status().text());
        row.text(String.join(" ", invoice.acceptedMethods()))
                .text(invoice.redirectUrl().orElse(null));
        row.text(invoice.cancelUrl().orElse(null))
                .text(invoice.webhookUrl().orElse(null))
                .text(invoice.metadata());
        row.id(invoice.payerId().orElse(null)).time(invoice.createdAt()).time(invoice.expiresAt());
        row.time(invoice.expiryDueAt().orElse(null)).number(invoice.sequence());
    }

    private void bindEvent(Row row) throws SQLException {
        row.id(created.id())
                .id(created.merchantId())
                .id(created.shopId())
                .text(EnvironmentConverter.text(created.environment()));
        row.text(created.type())
                .text(created.object().type())
                .id(created.object().id())
                .id(created.orderKey());
        row.number(created.sequence())
                .time(created.occurredAt())
                .text(created.webhookUrl())
                .text(created.data());
    }

    /** Binds one parameter after the other. */
    private static final class Row {

        private final PreparedStatement statement;
        private int index;

        Row(PreparedStatement statement) {
            this.statement = statement;
        }

        Row id(UUID id) throws SQLException {
            statement.setObject(++index, id, Types.OTHER);
            return this;
        }

        Row text(String text) throws SQLException {
            statement.setString(++index, text);
            return this;
        }

        Row bytes(byte[] bytes) throws SQLException {
            statement.setBytes(++index, bytes);
            return this;
        }

        Row number(long number) throws SQLException {
            statement.setLong(++index, number);
            return this;
        }

        Row decimal(java.math.BigDecimal decimal) throws SQLException {
            statement.setBigDecimal(++index, decimal);
            return this;
        }

        Row flag(boolean flag) throws SQLException {
            statement.setBoolean(++index, flag);
            return this;
        }

        Row time(Instant time) throws SQLException {
            statement.setObject(
                    ++index,
                    time == null ? null : time.atOffset(ZoneOffset.UTC),
                    Types.TIMESTAMP_WITH_TIMEZONE);
            return this;
        }
    }
}
