package org.bluejay.gateway.connector;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * What a connector remembers for one owner, in the database; each call is one statement and one
 * commit.
 *
 * @param owner a channel, or what {@link #common} and {@link #source} name
 */
public record ConnectorStore(UUID owner, WorkDatabase database) implements DurableStore {

    private static final int MAX_KEY = 200;
    private static final int MAX_BYTES = 64 * 1024;

    /** The memory that all channels of a network share in an environment. */
    public static ConnectorStore common(
            String network, Environment environment, WorkDatabase database) {
        return named("common/" + network + "/" + environment, database);
    }

    /** The memory of a network's source in an environment. */
    public static ConnectorStore source(
            String network, Environment environment, WorkDatabase database) {
        return named("source/" + network + "/" + environment, database);
    }

    private static ConnectorStore named(String name, WorkDatabase database) {
        return new ConnectorStore(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), database);
    }

    @Override
    public Optional<String> get(String key) {
        checkKey(key);
        return database.inTransaction(
                handle ->
                        handle.select(
                                        "select value from connector_store where owner_id = ? and"
                                                + " key = ?",
                                        owner,
                                        key)
                                .mapTo(String.class)
                                .findOne());
    }

    @Override
    public void put(String key, String value) {
        checkKey(key);
        checkValue(value);
        database.useTransaction(
                handle ->
                        handle.execute(
                                """
                                insert into connector_store (owner_id, key, value) values (?, ?, ?)
                                on conflict (owner_id, key) do update set value = excluded.value\
                                """,
                                owner,
                                key,
                                value));
    }

    @Override
    public String putIfAbsent(String key, String value) {
        checkKey(key);
        checkValue(value);
        // The update changes nothing; it is there so that the winner's row is waited for and
        // answered within one statement, even when it was removed and written again meanwhile.
        return database.inTransaction(
                handle ->
                        handle.select(
                                        """
                                        insert into connector_store as held (owner_id, key, value) values (?, ?, ?)
                                        on conflict (owner_id, key) do update set value = held.value
                                        returning value\
                                        """,
                                        owner,
                                        key,
                                        value)
                                .mapTo(String.class)
                                .one());
    }

    @Override
    public boolean replace(String key, String expected, String value) {
        checkKey(key);
        checkValue(value);
        return database.inTransaction(
                        handle ->
                                handle.execute(
                                        """
                                        update connector_store set value = ?
                                        where owner_id = ? and key = ? and value = ?\
                                        """,
                                        value,
                                        owner,
                                        key,
                                        expected))
                == 1;
    }

    @Override
    public void remove(String key) {
        checkKey(key);
        database.useTransaction(
                handle ->
                        handle.execute(
                                "delete from connector_store where owner_id = ? and key = ?",
                                owner,
                                key));
    }

    @Override
    public long next(String sequence) {
        checkKey(sequence);
        return database.inTransaction(
                handle ->
                        handle.select(
                                        """
                                        insert into connector_sequence as held (owner_id, name, next) values (?, ?, 1)
                                        on conflict (owner_id, name) do update set next = held.next + 1
                                        returning next - 1\
                                        """,
                                        owner,
                                        sequence)
                                .mapTo(Long.class)
                                .one());
    }

    private static void checkKey(String key) {
        checkText(key);
        if (key.length() > MAX_KEY) {
            throw new IllegalArgumentException("a key has at most " + MAX_KEY + " characters");
        }
    }

    private static void checkValue(String value) {
        if (checkText(value) > MAX_BYTES) {
            throw new IllegalArgumentException("a value has at most 64 KiB");
        }
    }

    /** The bytes of a text that the database can hold. */
    private static int checkText(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("U+0000 cannot be stored");
        }
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("half a surrogate pair cannot be stored", e);
        }
    }
}
