package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Secrets;

/**
 * Payers' personal data, in one place and nowhere else: each row is encrypted with a key of its
 * own, which is itself sealed; destroying that key erases the person, wherever the row's id is
 * still written.
 */
@ApplicationScoped
class Payers {

    @Inject Database database;
    @Inject Secrets secrets;
    @Inject Clock clock;

    /**
     * A payer's row, to be written together with what names it.
     *
     * @param id by which everything else knows the payer
     * @param dataKey sealed; without it the data is noise
     * @param data encrypted
     */
    record Row(UUID id, UUID shopId, byte[] dataKey, byte[] data, Instant createdAt) {}

    /**
     * Encrypts what is known of a payer.
     *
     * @param data fields of the person, JSON values
     */
    Row seal(UUID shopId, Object data) {
        UUID id = Ids.next();
        byte[] key = Ids.randomBytes(32);
        return new Row(
                id,
                shopId,
                secrets.seal(id, key),
                new Secrets(key).seal(id, Json.bytes(data)),
                clock.instant());
    }

    /** Keeps a payer. */
    @Transactional(TxType.MANDATORY)
    UUID add(UUID shopId, Object data) {
        Row row = seal(shopId, data);
        database.update(
                "insert into payer (id, shop_id, data_key, data, created_at) values (?, ?, ?, ?,"
                        + " ?)",
                row.id(),
                row.shopId(),
                row.dataKey(),
                row.data(),
                row.createdAt());
        return row.id();
    }

    /** What is known of a payer of this shop; nothing when it was erased. */
    @Transactional(TxType.MANDATORY)
    Map<String, String> read(UUID shopId, UUID id) {
        return database.with(
                handle ->
                        handle.createQuery(
                                        "select data_key, data from payer where id = :id and"
                                                + " shop_id = :shop and data_key is not null")
                                .bind("id", id)
                                .bind("shop", shopId)
                                .map(
                                        (row, context) ->
                                                new Secrets(
                                                                secrets.open(
                                                                        id,
                                                                        row.getBytes("data_key")))
                                                        .open(id, row.getBytes("data")))
                                .findFirst()
                                .map(Payers::fields)
                                .orElse(Map.of()));
    }

    /** Makes a payer's data unreadable for ever. */
    @Transactional(TxType.MANDATORY)
    void erase(UUID shopId, UUID id) {
        database.update(
                "update payer set data_key = null where id = ? and shop_id = ?", id, shopId);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> fields(byte[] json) {
        return Json.read(json, Map.class);
    }
}
