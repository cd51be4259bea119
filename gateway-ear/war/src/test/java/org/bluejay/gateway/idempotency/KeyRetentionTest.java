package org.bluejay.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.bluejay.gateway.shared.Platform;
import org.bluejay.gateway.shared.TestDatabase;
import org.bluejay.gateway.shared.WorkDatabase;
import org.junit.jupiter.api.Test;

class KeyRetentionTest {

    private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");

    private final WorkDatabase database = new WorkDatabase(Platform.jdbi(TestDatabase.fresh()));

    @Test
    void forgets_answers_after_three_days_and_keys_after_thirty() {
        used("fresh", Duration.ofHours(71));
        used("old", Duration.ofHours(73));
        used("gone", Duration.ofDays(31));

        KeyRetention.sweep(database, Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(keys("body is not null")).containsExactly("fresh");
        assertThat(keys("body is null")).containsExactly("old");
        assertThat(keys("status = 201")).containsExactlyInAnyOrder("fresh", "old");
    }

    private void used(String key, Duration ago) {
        database.useTransaction(
                handle ->
                        handle.execute(
                                """
                                insert into idempotency (scope, environment, key, fingerprint, status, body, created_at)
                                values (?, 'sandbox', ?, '', 201, 'x', ?)\
                                """,
                                new UUID(0, 1),
                                key,
                                NOW.minus(ago)));
    }

    private List<String> keys(String condition) {
        return database.inTransaction(
                handle ->
                        handle.select("select key from idempotency where " + condition)
                                .mapTo(String.class)
                                .list());
    }
}
