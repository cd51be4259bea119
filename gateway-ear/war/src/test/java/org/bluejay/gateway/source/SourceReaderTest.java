package org.bluejay.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.Source.Sighting;
import org.bluejay.connector.tck.StoppedClock;
import org.bluejay.gateway.connector.ConnectorJar;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.shared.Platform;
import org.bluejay.gateway.shared.TestDatabase;
import org.bluejay.gateway.shared.Wiring;
import org.bluejay.gateway.shared.WorkDatabase;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain whose book is a file, a line a transfer, read by two nodes over one database. */
class SourceReaderTest {

    private static final SourceRef BOOK = new SourceRef("book", Environment.SANDBOX);

    /** Reads at most two lines at once; the position is how many were read. */
    private static final String PROVIDER =
            """
            public ConfigSchema sourceSettings() {
                return ConfigSchema.of(Setting.of("file", Setting.Type.TEXT, "File").asRequired());
            }

            public Source openSource(Settings settings, ConnectorContext context) {
                java.nio.file.Path file = java.nio.file.Path.of(settings.text("file"));
                return new Source() {
                    public Reading read(String position, Watched watched) throws NetworkException {
                        List<String> lines;
                        try {
                            lines = java.nio.file.Files.readAllLines(file);
                        } catch (java.io.IOException e) {
                            throw new NetworkException.NotSent("the book is closed", e);
                        }
                        if (position.isEmpty()) {
                            return new Reading(String.valueOf(lines.size()), List.of(), false);
                        }
                        int from = Integer.parseInt(position);
                        int to = Math.min(lines.size(), from + 2);
                        if (lines.contains("too much")) {
                            return new Reading(position, List.of(), false, false);
                        }
                        List<String> piece = lines.subList(from, to);
                        Set<String> ours = watched.among(piece);
                        List<Sighting> sightings = new ArrayList<>();
                        for (int i = from; i < to; i++) {
                            int times = lines.get(i).equals("flood") ? 25 : 1;
                            for (int n = 0; n < times && ours.contains(lines.get(i)); n++) {
                                sightings.add(new Sighting(lines.get(i), new PaymentReport.Transfer(
                                    times == 1 ? "tx-" + i : "tx-" + i + "-" + n,
                                    Set.of(), Money.of("1", CurrencyUnit.iso("KES")),
                                    PaymentReport.TransferState.SETTLED, context.clock().instant(),
                                    context.clock().instant(), false)));
                            }
                        }
                        return new Reading(String.valueOf(to), sightings, to < lines.size());
                    }

                    public java.time.Duration pause() {
                        return java.time.Duration.ofSeconds(1);
                    }

                    public Health health() {
                        return Health.up("open");
                    }

                    public void close() {}
                };
            }
            """;

    /** A book that is a file calls nobody. */
    private static final Instance<?> NO_HTTP =
            (Instance<?>)
                    Proxy.newProxyInstance(
                            Instance.class.getClassLoader(),
                            new Class<?>[] {Instance.class},
                            (self, method, arguments) -> {
                                throw new UnsupportedOperationException(method.getName());
                            });

    private static final DataSource DATABASE = TestDatabase.fresh();

    @TempDir Path folder;
    Path book;
    Connectors connectors;
    final StoppedClock clock = new StoppedClock();
    Taken taken = new Taken();
    Node one;
    Node other;

    /** The room above, which can be made to fail. */
    private static final class Taken implements Sightings {
        final List<String> transfers = new ArrayList<>();
        final List<Instant> through = new ArrayList<>();
        String refuses = "";
        Runnable meanwhile = () -> {};

        @Override
        public Set<String> watched(SourceRef source, Collection<String> addresses) {
            return Set.copyOf(addresses.stream().filter(line -> !line.equals("other")).toList());
        }

        @Override
        public void take(SourceRef source, Sighting sighting) {
            meanwhile.run();
            if (sighting.address().equals(refuses)) {
                throw new IllegalStateException("the database is away");
            }
            transfers.add(sighting.address());
        }

        @Override
        public void readThrough(SourceRef source, Instant began) {
            through.add(began);
        }
    }

    /** One of the gateways. */
    private final class Node {
        final WorkDatabase work = new WorkDatabase(Platform.jdbi(DATABASE));
        final SightingsAside aside;
        final SourceReader reader;

        Node(SourceSettings settings) {
            Wiring wiring =
                    new Wiring()
                            .lend(WorkDatabase.class, work)
                            .lend(Clock.class, Clock.systemUTC())
                            .lend(Instance.class, NO_HTTP)
                            .set("bluejay.public-url", URI.create("https://pay.example.com"));
            aside = wiring.get(SightingsAside.class);
            reader =
                    new SourceReader(
                            BOOK,
                            connectors,
                            settings,
                            wiring.get(SourceContexts.class),
                            wiring.get(Positions.class),
                            taken,
                            aside,
                            clock);
        }

        Duration round() throws InterruptedException {
            return reader.round();
        }
    }

    @BeforeEach
    void two_nodes_and_a_book() throws IOException {
        book = Files.writeString(folder.resolve("book.txt"), "before\n");
        Path installed = folder.resolve("connectors");
        ConnectorJar.of("book").providing("Watches", PROVIDER).into(installed, "book");
        connectors = new Connectors(installed, Thread::new, Duration.ofSeconds(30));
        connectors.scan();
        new WorkDatabase(Platform.jdbi(DATABASE))
                .useTransaction(
                        handle -> {
                            handle.execute("delete from source");
                            handle.execute("delete from sighting_aside");
                        });
        one = new Node(setUp(Optional.of(Map.of("file", book.toString()))));
        other = new Node(setUp(Optional.of(Map.of("file", book.toString()))));
    }

    @AfterEach
    void close() {
        connectors.close().join();
    }

    private static SourceSettings setUp(Optional<Map<String, String>> answers) {
        return new SourceSettings() {
            @Override
            Optional<Map<String, String>> of(SourceRef source, ConfigSchema schema) {
                return answers;
            }
        };
    }

    private void write(String... lines) throws IOException {
        Files.write(book, List.of(lines), StandardOpenOption.APPEND);
    }

    @Test
    void begins_where_the_book_ends_and_takes_what_comes_piece_by_piece() throws Exception {
        assertThat(one.round()).isEqualTo(Duration.ofSeconds(1));
        write("a", "b", "other", "c");
        assertThat(one.round()).isZero();
        assertThat(taken.transfers).containsExactly("a", "b");
        assertThat(one.round()).isEqualTo(Duration.ofSeconds(1));
        assertThat(taken.transfers).containsExactly("a", "b", "c");
        assertThat(taken.through).hasSize(2);
    }

    @Test
    void goes_on_where_it_was_after_a_restart() throws Exception {
        one.round();
        one.reader.leave();
        write("a");
        assertThat(other.round()).isPositive();
        assertThat(taken.transfers).containsExactly("a");
    }

    @Test
    void is_read_by_one_node_at_a_time() throws Exception {
        one.round();
        write("a");
        assertThat(other.round()).isEqualTo(Duration.ofSeconds(5));
        assertThat(taken.transfers).isEmpty();
        one.round();
        assertThat(taken.transfers).containsExactly("a");
    }

    @Test
    void sets_aside_what_cannot_be_taken_and_takes_what_came_for_the_others() throws Exception {
        one.round();
        write("a", "b", "c");
        taken.refuses = "a";
        one.round();
        one.round();
        assertThat(taken.transfers).containsExactly("b", "c");
        assertThat(aside()).containsExactly("tx-1");

        taken.refuses = "";
        makeDue();
        one.round();
        assertThat(taken.transfers).containsExactly("b", "c", "a");
        assertThat(aside()).isEmpty();
    }

    @Test
    void tries_again_what_it_set_aside_less_and_less_often_and_never_gives_up() throws Exception {
        one.round();
        write("a");
        taken.refuses = "a";
        one.round();
        assertThat(tryWithin("10 seconds")).isTrue();
        for (int i = 0; i < 12; i++) {
            makeDue();
            one.round();
        }
        assertThat(tryWithin("14 minutes")).isFalse();
        assertThat(tryWithin("15 minutes")).isTrue();
        assertThat(one.work.inTransaction(this::tries)).isEqualTo(13);
    }

    @Test
    void keeps_the_newest_of_what_it_set_aside_and_forgets_it_with_newer_news() {
        Instant noon = Instant.parse("2031-05-06T12:00:00Z");
        Sighting old = sighting("tx-9", TransferState.SETTLED, noon);
        Sighting newer = sighting("tx-9", TransferState.REVERSED, noon.plusSeconds(1));
        one.aside.keep(BOOK, List.of(old), "why \0 not");
        one.aside.keep(BOOK, List.of(newer), "why \0 not");
        one.aside.keep(BOOK, List.of(old), "why \0 not");
        makeDue();
        assertThat(one.aside.due(BOOK)).containsExactly(newer);
        assertThat(one.aside.due(new SourceRef("book", Environment.LIVE))).isEmpty();

        one.aside.forget(BOOK, old);
        assertThat(aside()).containsExactly("tx-9");
        one.aside.forget(BOOK, newer);
        assertThat(aside()).isEmpty();
    }

    @Test
    void what_was_set_aside_does_not_come_after_newer_news_of_the_same_transfer() throws Exception {
        one.round();
        Sighting old =
                sighting("tx-1", TransferState.SETTLED, Instant.parse("2001-01-01T12:00:00Z"));
        one.aside.keep(BOOK, List.of(old), "refused");
        sql("update sighting_aside set next_try_at = now() + interval '1 hour'");
        write("a");
        one.round();
        assertThat(taken.transfers).containsExactly("a");
        assertThat(aside()).isEmpty();
    }

    @Test
    void very_many_to_one_address_take_turns_and_nobody_waits_for_them() throws Exception {
        one.round();
        write("flood", "a");
        one.round();
        assertThat(taken.transfers).hasSize(21).endsWith("flood", "a");
        assertThat(aside()).hasSize(5);

        makeDue();
        taken.meanwhile = () -> clock.advance(Duration.ofSeconds(3));
        write("b");
        one.round();
        assertThat(taken.transfers).hasSize(23).endsWith("a", "flood", "b");
        taken.meanwhile = () -> {};
        makeDue();
        one.round();
        assertThat(taken.transfers).hasSize(27);
        assertThat(aside()).isEmpty();
    }

    @Test
    void each_address_has_its_turn() {
        Instant noon = Instant.parse("2031-05-06T12:00:00Z");
        for (int i = 0; i < 30; i++) {
            Sighting many = sighting("many-" + i, TransferState.SETTLED, noon);
            one.aside.keep(BOOK, List.of(many), "refused");
        }
        Sighting other = new Sighting("b", sighting("few", TransferState.SETTLED, noon).transfer());
        one.aside.keep(BOOK, List.of(other), "refused");
        makeDue();
        sql(
                "update sighting_aside set next_try_at = now() - interval '1 hour' where address ="
                        + " 'a'");
        assertThat(one.aside.due(BOOK)).hasSize(20).contains(other);
    }

    @Test
    void sets_nothing_aside_and_reads_the_piece_again_while_nothing_can_be_written()
            throws Exception {
        one.round();
        write("a", "b");
        taken.refuses = "b";
        sql("alter table sighting_aside add constraint full_disk check (false) not valid");
        try {
            assertThat(catchAll(one)).hasMessage("the database is away");
        } finally {
            sql("alter table sighting_aside drop constraint full_disk");
        }
        taken.refuses = "";
        one.round();
        assertThat(taken.transfers).containsExactly("a", "a", "b");
        assertThat(aside()).isEmpty();
    }

    @Test
    void shows_how_each_source_fares() throws Exception {
        SourceStates states =
                new Wiring().lend(WorkDatabase.class, one.work).get(SourceStates.class);
        one.round();
        write("a");
        taken.refuses = "a";
        one.round();
        states.look();
        assertThat(states.aside()).isEqualTo(1);
        assertThat(states.last())
                .extracting(each -> each.source() + ": " + each.text())
                .containsExactly("book.sandbox: read; set aside: 1");

        Files.delete(book);
        one.round();
        states.look();
        assertThat(states.last().get(0).text())
                .isEqualTo("not read now: the book is closed; set aside: 1");
    }

    @Test
    void shows_why_it_cannot_read_and_forgets_it_when_it_can() throws Exception {
        one.round();
        Path away = Files.move(book, folder.resolve("away"));
        assertThat(one.round()).isEqualTo(Duration.ofSeconds(5));
        assertThat(fault()).isEqualTo("the book is closed");
        Files.move(away, book);
        write("a");
        one.round();
        assertThat(fault()).isEmpty();
        assertThat(taken.transfers).containsExactly("a");
    }

    @Test
    void keeps_its_lease_while_it_takes_what_takes_long() throws Exception {
        one.round();
        write("a", "b");
        List<Boolean> leased = new ArrayList<>();
        taken.meanwhile =
                () -> {
                    leased.add(isLeased());
                    clock.advance(Duration.ofSeconds(6));
                    sql("update source set leased_until = now() - interval '1 second'");
                };
        one.round();
        assertThat(taken.transfers).containsExactly("a", "b");
        assertThat(leased).containsExactly(true, true);
        assertThat(isLeased()).isTrue();
    }

    @Test
    void stops_in_the_middle_when_another_node_has_taken_the_source() throws Exception {
        one.round();
        write("a", "b");
        taken.meanwhile =
                () -> {
                    clock.advance(Duration.ofSeconds(6));
                    sql(
                            "update source set lease_owner = gen_random_uuid(), leased_until ="
                                    + " now() + interval '30 seconds'");
                };
        assertThat(one.round()).isEqualTo(Duration.ofSeconds(5));
        assertThat(taken.transfers).containsExactly("a");
        assertThat(taken.through).hasSize(1);
        assertThat(one.work.inTransaction(SourceReaderTest::position)).isEqualTo("1");
    }

    @Test
    void rests_and_concludes_nothing_where_something_is_left_for_later() throws Exception {
        one.round();
        write("a", "too much");
        assertThat(one.round()).isEqualTo(Duration.ofSeconds(1));
        assertThat(taken.through).hasSize(1);
    }

    @Test
    void reads_nothing_until_the_operator_has_set_it_up() throws Exception {
        Node unset = new Node(setUp(Optional.empty()));
        assertThat(unset.round()).isEqualTo(Duration.ofSeconds(5));
        Node wrong = new Node(setUp(Optional.of(Map.of("fiel", "x"))));
        assertThat(wrong.round()).isEqualTo(Duration.ofSeconds(5));
        assertThat(taken.through).isEmpty();
    }

    @Test
    void shows_what_is_wrong_with_a_source_that_cannot_be_opened() throws Exception {
        new Node(setUp(Optional.of(Map.of("fiel", "x")))).round();
        SourceStates states =
                new Wiring().lend(WorkDatabase.class, one.work).get(SourceStates.class);
        states.look();
        assertThat(states.last().get(0).text()).startsWith("never read yet: ");
        one.round();
        states.look();
        assertThat(states.last().get(0).text()).as("by another node").isEqualTo("read");
    }

    private static Throwable catchAll(Node node) {
        return catchThrowable(node::round);
    }

    private static Sighting sighting(String id, TransferState state, Instant evidence) {
        return new Sighting(
                "a",
                new Transfer(
                        id,
                        Set.of("also-" + id),
                        new Money(new BigDecimal("0.10000001"), new CurrencyUnit("ltc", 8)),
                        state,
                        evidence.minusSeconds(60),
                        evidence,
                        false));
    }

    private void sql(String statement) {
        one.work.useTransaction(handle -> handle.execute(statement));
    }

    private void makeDue() {
        sql("update sighting_aside set next_try_at = now()");
    }

    private List<String> aside() {
        return one.work.inTransaction(
                handle ->
                        handle.select("select transfer_id from sighting_aside order by 1")
                                .mapTo(String.class)
                                .list());
    }

    private static String position(Handle handle) {
        return handle.select("select position from source").mapTo(String.class).one();
    }

    private boolean isLeased() {
        return one.work.inTransaction(
                handle ->
                        handle.select("select leased_until > now() from source")
                                .mapTo(Boolean.class)
                                .one());
    }

    private boolean tryWithin(String time) {
        return one.work.inTransaction(
                handle ->
                        handle.select(
                                        "select next_try_at <= now() + cast(? as interval) from"
                                                + " sighting_aside",
                                        time)
                                .mapTo(Boolean.class)
                                .one());
    }

    private int tries(Handle handle) {
        return handle.select("select tries from sighting_aside").mapTo(Integer.class).one();
    }

    private String fault() {
        return one.work.inTransaction(
                handle -> handle.select("select fault from source").mapTo(String.class).one());
    }
}
