package org.bluejay.gateway.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PartitionKeeperTest {

    private final DataSource source = TestDatabase.fresh();
    private final WorkDatabase database = new WorkDatabase(Platform.jdbi(source));

    @Test
    void drops_whole_months_past_their_retention_and_no_other() {
        database.useTransaction(
                handle -> {
                    for (String month : List.of("2024-11-01", "2024-12-01", "2025-10-01")) {
                        handle.execute("call make_month('event', cast(? as date))", month);
                        handle.execute("call make_month('audit', cast(? as date))", month);
                        handle.execute(
                                "call make_month('webhook_attempt', cast(? as date))", month);
                    }
                });

        PartitionKeeper.keep(
                database, Clock.fixed(Instant.parse("2026-01-02T00:00:00Z"), ZoneOffset.UTC));

        assertThat(months("event")).contains("event_2024_12").doesNotContain("event_2024_11");
        assertThat(months("audit")).contains("audit_2024_11");
        assertThat(months("webhook_attempt"))
                .contains("webhook_attempt_2025_10")
                .doesNotContain("webhook_attempt_2024_12");
    }

    @Test
    void forgets_what_shops_were_asked_for_after_thirty_days() {
        Instant now = Instant.parse("2026-01-31T12:00:00Z");
        execute("insert into merchant values (uuid_at(now()), 'M', now())");
        execute(
                """
                insert into shop (id, merchant_id, environment, name, webhook_secret, created_at)
                select id, id, 'live', 'S', '', now() from merchant\
                """);
        for (String day : List.of("2026-01-01T11:59:59Z", "2026-01-01T12:00:00Z")) {
            execute(
                    """
                    insert into key_grant (id, merchant_id, shop_id, environment, platform, name, token, state_hash, status,
                        created_at, expires_at)
                    select gen_random_uuid(), merchant_id, id, 'live', 'cart', '', '%s', '', 'pending', '%s', now() from shop\
                    """
                            .formatted(day, day));
        }

        PartitionKeeper.keep(database, Clock.fixed(now, ZoneOffset.UTC));

        assertThat(one(String.class, "select string_agg(token, ' ') from key_grant"))
                .isEqualTo("2026-01-01T12:00:00Z");
    }

    @Test
    void keeps_the_partition_for_rows_outside_every_month() {
        PartitionKeeper.keep(database, Clock.systemUTC());

        assertThat(months("event")).contains("event_other");
    }

    @Test
    void rows_from_a_clock_that_ran_ahead_move_into_their_month_when_it_is_made() {
        String month = lastMonthOf("callback");
        execute("drop table " + month);
        UUID early = callback("now() at time zone 'UTC'");
        UUID misdated =
                callback(
                        "date_trunc('month', now() at time zone 'UTC') + interval '2 months 5"
                                + " days'");
        UUID farAhead =
                callback("date_trunc('month', now() at time zone 'UTC') + interval '9 months'");
        assertThat(homeOf(misdated)).isEqualTo("callback_other");

        assertThat(PartitionKeeper.keep(database, Clock.systemUTC())).isEmpty();

        assertThat(homeOf(misdated)).isEqualTo(month);
        assertThat(homeOf(farAhead)).isEqualTo("callback_other");
        assertThat(homeOf(early)).isNotEqualTo("callback_other");
        assertThat(months("callback")).contains(month);
        // As good a partition as any: with the same keys, rules and indexes.
        assertThat(shapeOf(month)).isEqualTo(shapeOf("callback_other"));
        UUID next =
                callback(
                        "date_trunc('month', now() at time zone 'UTC') + interval '2 months 6"
                                + " days'");
        assertThat(homeOf(next)).isEqualTo(month);
    }

    @Test
    void a_table_that_cannot_have_its_month_is_named_and_holds_up_no_other() throws Exception {
        String callbacks = lastMonthOf("callback");
        String webhooks = lastMonthOf("shop_webhook");
        execute("drop table " + callbacks);
        execute("drop table " + webhooks);
        try (Connection busy = source.getConnection();
                Statement statement = busy.createStatement();
                Logged log = Logged.of(PartitionKeeper.class)) {
            busy.setAutoCommit(false);
            statement.execute("lock table callback in row exclusive mode");

            assertThat(PartitionKeeper.keep(database, Clock.systemUTC()))
                    .containsExactly("callback");
            assertThat(log.lines()).singleElement().asString().contains("table=callback");
            busy.rollback();
        }
        assertThat(months("shop_webhook")).contains(webhooks);
        assertThat(months("callback")).doesNotContain(callbacks);

        assertThat(PartitionKeeper.keep(database, Clock.systemUTC())).isEmpty();
        assertThat(months("callback")).contains(callbacks);
    }

    private String lastMonthOf(String table) {
        return months(table).stream()
                .filter(name -> !name.endsWith("_other"))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /**
     * @param at an SQL expression
     */
    private UUID callback(String at) {
        UUID id =
                one(
                        UUID.class,
                        "select cast(left(cast(uuid_at(("
                                + at
                                + ") at time zone 'UTC') as text), 24)"
                                + " || right(cast(gen_random_uuid() as text), 12) as uuid)");
        execute(
                "insert into callback (id, channel, token, received_at, request, state) values (?,"
                        + " 'c', 't', now(), '', 'handled')",
                id);
        return id;
    }

    private String homeOf(UUID callback) {
        return one(
                String.class,
                "select cast(cast(tableoid as regclass) as text) from callback where id = ?",
                callback);
    }

    private List<String> shapeOf(String table) {
        return database.inTransaction(
                handle ->
                        handle.select(
                                        """
                                        select pg_get_constraintdef(oid) from pg_constraint where conrelid = cast(:t as regclass)
                                        union all
                                        select regexp_replace(pg_get_indexdef(indexrelid), '^.* USING', '') || exists (
                                            select from pg_inherits where inhrelid = indexrelid)
                                        from pg_index where indrelid = cast(:t as regclass) order by 1\
                                        """)
                                .bind("t", table)
                                .mapTo(String.class)
                                .list());
    }

    private <T> T one(Class<T> type, String sql, Object... arguments) {
        return database.inTransaction(handle -> handle.select(sql, arguments).mapTo(type).one());
    }

    private void execute(String sql, Object... arguments) {
        database.useTransaction(handle -> handle.execute(sql, arguments));
    }

    private List<String> months(String table) {
        return database.inTransaction(
                handle ->
                        handle.select(
                                        "select inhrelid::regclass::text from pg_inherits where"
                                                + " inhparent = cast(? as regclass)",
                                        table)
                                .mapTo(String.class)
                                .list());
    }
}
