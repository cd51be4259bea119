package org.bluejay.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.network.Receives.Acknowledgement;
import org.bluejay.gateway.connector.ConnectorJar;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {

    /** Believes a body as far as its first word says; the second names the payment. */
    private static final String RECEIVES =
            """
            public CallbackVerdict receive(InboundCallback callback) {
                String[] words = callback.text().split(" ");
                PaymentHandle handle = new PaymentHandle(words.length > 1 ? words[1] : "", "");
                switch (words[0]) {
                    case "proven": return new CallbackVerdict.Proven(List.of(PaymentReport.open(handle)));
                    case "hint": return new CallbackVerdict.Hint(handle);
                    case "crash": throw new IllegalStateException("boom");
                    default: return new CallbackVerdict.Rejected("no signature");
                }
            }
            public Acknowledgement acknowledgement() {
                return new Acknowledgement(202, "text/plain", "thanks".getBytes());
            }
            """;

    private static DataSource source;

    @TempDir Path folder;
    NetworkRig rig;

    @BeforeAll
    static void one_database_for_all() {
        source = KeptConnections.of(TestDatabase.fresh());
    }

    @BeforeEach
    void open() {
        rig = new NetworkRig(source, folder);
        rig.work.useTransaction(handle -> handle.execute("truncate callback"));
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void a_callback_is_kept_before_its_sender_hears_anything_even_without_a_connector() {
        Channel channel = rig.channel("pix");
        Acknowledgement heard = receive(channel, "proven r-1");
        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.body()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(rows("state = 'received' and token = 'token'")).isEqualTo(1);
    }

    @Test
    void when_the_connector_comes_what_waited_is_read_at_once() throws IOException {
        receive(rig.channel("pix"), "proven r-1");
        rig.reader.welcomeNewConnectors();
        assertThat(readAll(rig)).isEqualTo(1);
        assertThat(rig.heard.words).isEmpty();
        assertThat(rows("state = 'received' and next_try_at > now() and reason like '%pix%'"))
                .isEqualTo(1);
        assertThat(readAll(rig)).isZero();
        install();
        assertThat(rig.reader.welcomeNewConnectors()).isTrue();
        assertThat(readAll(rig)).isEqualTo(1);
        assertThat(rig.heard.words).containsExactly("apply token r-1");
        assertThat(rows("state = 'handled' and next_try_at is null")).isEqualTo(1);
        assertThat(rig.reader.welcomeNewConnectors()).isFalse();
    }

    @Test
    void the_sender_hears_what_its_network_wants_to_hear() throws IOException {
        install();
        Acknowledgement heard = receive(rig.channel("pix"), "rubbish");
        assertThat(heard.status()).isEqualTo(202);
        assertThat(heard.contentType()).isEqualTo("text/plain");
        assertThat(new String(heard.body(), StandardCharsets.UTF_8)).isEqualTo("thanks");
    }

    @Test
    void one_whose_seal_does_not_open_waits_alone() throws IOException {
        install();
        Channel channel = rig.channel("pix");
        receive(channel, "proven r-sealed");
        rig.work.useTransaction(
                handle -> handle.execute("update callback set request = decode('00', 'hex')"));
        receive(channel, "proven r-1");
        assertThat(readAll(rig)).isEqualTo(2);
        assertThat(rig.heard.words).containsExactly("apply token r-1");
        assertThat(rows("state = 'received' and next_try_at > now() and reason like '%seal%'"))
                .isEqualTo(1);
    }

    @Test
    void each_verdict_leads_where_it_should() throws IOException {
        install();
        Channel channel = rig.channel("pix");
        receive(channel, "proven r-1");
        receive(channel, "hint r-2");
        receive(channel, "forged r-3");
        receive(channel, "crash r-4");
        assertThat(readAll(rig)).isEqualTo(4);
        assertThat(rig.heard.words).containsExactlyInAnyOrder("apply token r-1", "hint token r-2");
        assertThat(rows("state = 'handled'")).isEqualTo(2);
        assertThat(rows("state = 'rejected' and reason = 'no signature'")).isEqualTo(1);
        assertThat(rows("state = 'received' and next_try_at > now()")).isEqualTo(1);
    }

    @Test
    void a_reason_is_cut_between_characters_only() {
        String bird = new String(Character.toChars(0x1F426));
        String reason = "x".repeat(499) + bird;
        receive(rig.channel("pix"), "forged");
        rig.work.useTransaction(
                handle ->
                        rig.callbacks.rejected(
                                handle,
                                rig.callbacks
                                        .take(handle, Duration.ofMinutes(1))
                                        .orElseThrow()
                                        .id(),
                                reason));
        assertThat(rows("state = 'rejected' and reason = repeat('x', 499)")).isEqualTo(1);
    }

    @Test
    void what_cannot_be_taken_over_is_tried_again_later_and_later() throws IOException {
        install();
        receive(rig.channel("pix"), "proven r-1");
        rig.heard.failure = new IllegalStateException("the database is away");
        for (int i = 1; i <= 12; i++) {
            assertThat(readAll(rig)).isEqualTo(1);
            assertThat(readAll(rig)).isZero();
            long pause = Math.min(900, 2L << (i - 1));
            assertThat(
                            rows(
                                    "next_try_at between now() + interval '%d s' and now() + interval '%d s'"
                                            .formatted(pause - 1, pause)))
                    .isEqualTo(1);
            makeDue();
        }
        rig.heard.failure = null;
        readAll(rig);
        assertThat(rig.heard.words).containsExactly("apply token r-1");
        assertThat(rows("state = 'handled'")).isEqualTo(1);
    }

    @Test
    void a_node_that_dies_between_keeping_and_reading_is_stood_in_for_by_another()
            throws Exception {
        install();
        receive(rig.channel("pix"), "proven r-1");
        // The first node takes it, and is never heard of again.
        assertThat(take(rig)).isPresent();
        try (NetworkRig other = new NetworkRig(source, folder)) {
            other.connectors.scan();
            assertThat(readAll(other)).isZero();
            makeDue();
            assertThat(readAll(other)).isEqualTo(1);
            assertThat(other.heard.words).containsExactly("apply token r-1");
        }
    }

    @Test
    void nodes_that_read_together_read_each_callback_once() throws Exception {
        install();
        Channel channel = rig.channel("pix");
        for (int i = 0; i < 100; i++) {
            receive(channel, "proven r-" + i);
        }
        try (NetworkRig other = new NetworkRig(source, folder)) {
            other.connectors.scan();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<Integer>> all = new ArrayList<>();
            AtomicInteger left = new AtomicInteger(100);
            for (int i = 0; i < 8; i++) {
                CallbackReader reader = i % 2 == 0 ? rig.reader : other.reader;
                all.add(
                        threads.submit(
                                () -> {
                                    int taken = 0;
                                    while (left.get() > 0) {
                                        if (reader.readNext()) {
                                            left.decrementAndGet();
                                            taken++;
                                        }
                                    }
                                    return taken;
                                }));
            }
            for (Future<Integer> each : all) {
                each.get(30, TimeUnit.SECONDS);
            }
            threads.shutdown();
            List<String> heard = new ArrayList<>(rig.heard.words);
            heard.addAll(other.heard.words);
            assertThat(heard).hasSize(100).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_channel_that_is_flooded_or_hangs_keeps_no_other_waiting() throws Exception {
        install();
        String flooded = rig.channel("pix").id().toString();
        for (int i = 0; i < 20; i++) {
            rig.intake.receive(flooded, callback("proven r-" + i));
        }
        String quiet = rig.channel("pix").id().toString();
        rig.intake.receive(quiet, callback("proven r-quiet"));
        try (NetworkRig other = new NetworkRig(source, folder)) {
            Callbacks.Due oldest = take(rig).orElseThrow();
            assertThat(oldest.channel()).isEqualTo(flooded);
            assertThat(take(other)).map(Callbacks.Due::channel).hasValue(quiet);
            assertThat(take(rig)).map(Callbacks.Due::channel).hasValue(flooded);
            assertThat(take(other)).isEmpty();

            rig.work.useTransaction(handle -> rig.callbacks.handled(handle, oldest.id()));
            assertThat(take(other)).map(Callbacks.Due::channel).hasValue(flooded);
            assertThat(take(rig)).isEmpty();
        }
        // Whose lease is over is in nobody's hand.
        rig.work.useTransaction(
                handle ->
                        handle.execute(
                                "update callback set leased_until = now(), next_try_at = now()"
                                        + " where leased_until is not null"));
        assertThat(readAll(rig)).isEqualTo(20);
    }

    @Test
    void the_oldest_of_a_channel_is_read_first() throws IOException {
        install();
        Channel channel = rig.channel("pix");
        for (int i = 0; i < 5; i++) {
            receive(channel, "proven r-" + i);
        }
        readAll(rig);
        assertThat(rig.heard.words)
                .containsExactly(
                        "apply token r-0",
                        "apply token r-1",
                        "apply token r-2",
                        "apply token r-3",
                        "apply token r-4");
    }

    @Test
    void strangers_hear_the_same_as_others() {
        for (String nobody : List.of(Ids.next().toString(), "../\0etc")) {
            Acknowledgement heard = rig.intake.receive(nobody, callback("proven r-1"));
            assertThat(heard.status()).isEqualTo(200);
            assertThat(heard.body()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(rows("state = 'rejected' and reason = 'there is no such channel'")).isEqualTo(2);
    }

    @Test
    void what_came_is_kept_whole_and_sealed() throws IOException {
        Channel channel = rig.channel("pix");
        byte[] body = {0, -1, 'x', '\n', (byte) 0xC3};
        rig.intake.receive(
                channel.id().toString(),
                new InboundCallback(
                        "PUT",
                        "t\0oken",
                        "a=b&c",
                        Map.of("x-signature", List.of("one", "two")),
                        body));
        InboundCallback kept = take(rig).orElseThrow().callback().orElseThrow();
        assertThat(kept.body()).isEqualTo(body);
        assertThat(kept.token()).isEqualTo("t\0oken");
        assertThat(kept.method()).isEqualTo("PUT");
        assertThat(kept.query()).isEqualTo("a=b&c");
        assertThat(kept.headers()).isEqualTo(Map.of("x-signature", List.of("one", "two")));
        assertThat(rows("position(convert_to('signature', 'UTF8') in request) > 0")).isZero();
    }

    @Test
    void a_sender_whose_callback_could_not_be_kept_is_told_so() {
        Channel channel = rig.channel("pix");
        rename("callback", "away");
        try {
            assertThatThrownBy(() -> receive(channel, "proven r-1"))
                    .isInstanceOf(RuntimeException.class);
        } finally {
            rename("away", "callback");
        }
    }

    private static Optional<Callbacks.Due> take(NetworkRig node) {
        return node.work.inTransaction(
                handle -> node.callbacks.take(handle, Duration.ofMinutes(2)));
    }

    /** Reads until nothing is due. */
    private static int readAll(NetworkRig node) {
        int read = 0;
        while (node.reader.readNext()) {
            read++;
        }
        return read;
    }

    private void rename(String table, String other) {
        rig.work.useTransaction(
                handle -> handle.execute("alter table " + table + " rename to " + other));
    }

    private Acknowledgement receive(Channel channel, String body) {
        return rig.intake.receive(channel.id().toString(), callback(body));
    }

    private static InboundCallback callback(String body) {
        return new InboundCallback(
                "POST", "token", "", Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private void install() throws IOException {
        ConnectorJar.of("pix").with("Receives", RECEIVES).into(folder, "pix");
        rig.connectors.scan();
        rig.connectors.scan();
    }

    private void makeDue() {
        rig.work.useTransaction(
                handle ->
                        handle.execute(
                                "update callback set next_try_at = now() where state ="
                                        + " 'received'"));
    }

    private long rows(String condition) {
        return rig.work.inTransaction(
                handle ->
                        handle.select("select count(*) from callback where " + condition)
                                .mapTo(Long.class)
                                .one());
    }
}
