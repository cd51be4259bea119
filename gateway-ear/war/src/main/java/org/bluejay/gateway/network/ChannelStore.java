package org.bluejay.gateway.network;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.DurableStore;
import org.bluejay.gateway.shared.WorkDatabase;

/** What one channel remembers, in the database; each call is one statement and one commit. */
record ChannelStore(UUID channelId, WorkDatabase database) implements DurableStore {

    private static final int MAX_KEY = 200;
    private static final int MAX_BYTES = 64 * 1024;

    @Override
    public Optional<String> get(String key) {
        checkKey(key);
        return database.inTransaction(
                handle ->
                        handle.select(
                                        "select value from channel_store where channel_id = ? and"
                                                + " key = ?",
                                        channelId,
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
                                insert into channel_store (channel_id, key, value) values (?, ?, ?)
                                on conflict (channel_id, key) do update set value = excluded.value\
                                """,
                                channelId,
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
                                        insert into channel_store as held (channel_id, key, value) values (?, ?, ?)
                                        on conflict (channel_id, key) do update set value = held.value
                                        returning value\
                                        """,
                                        channelId,
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
                                        update channel_store set value = ?
                                        where channel_id = ? and key = ? and value = ?\
                                        """,
                                        value,
                                        channelId,
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
                                "delete from channel_store where channel_id = ? and key = ?",
                                channelId,
                                key));
    }

    @Override
    public long next(String sequence) {
        checkKey(sequence);
        return database.inTransaction(
                handle ->
                        handle.select(
                                        """
                                        insert into channel_sequence as held (channel_id, name, next) values (?, ?, 1)
                                        on conflict (channel_id, name) do update set next = held.next + 1
                                        returning next - 1\
                                        """,
                                        channelId,
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
