package org.bluejay.gateway.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionKeeperTest {

    private final WorkDatabase database = new WorkDatabase(Platform.jdbi(TestDatabase.fresh()));

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
    void keeps_the_partition_for_rows_outside_every_month() {
        PartitionKeeper.keep(database, Clock.systemUTC());

        assertThat(months("event")).contains("event_other");
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
