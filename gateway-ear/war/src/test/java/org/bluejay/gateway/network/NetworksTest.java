package org.bluejay.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bluejay.gateway.network.NetworkRig.eventually;
import static org.bluejay.gateway.network.NetworkRig.request;

import jakarta.transaction.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.bluejay.connector.Environment;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.NetworkException.Throttled;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentInstruction.ShowCode;
import org.bluejay.gateway.connector.ConnectorJar;
import org.bluejay.gateway.connector.ConnectorStore;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworksTest {

    private static final PaymentHandle HANDLE = new PaymentHandle("r-1", "n-r-1");

    /** Instructs the payer to copy the words that an expression gives. */
    private static final String SAY =
            """
            return new PaymentInstruction.ShowCode(new PaymentHandle(request.reference(), ""),
                %s, "", Optional.empty());\
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
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void offers_the_methods_of_channels_that_take_payments_on_loaded_connectors()
            throws IOException {
        install(ConnectorJar.of("pix"));
        Channel channel = rig.channel("pix");
        assertThat(rig.networks.methodsOf(channel.shopId()))
                .singleElement()
                .matches(method -> method.channelId().equals(channel.id()))
                .matches(method -> method.descriptor().id().equals("pix-code"));
        assertThat(rig.networks.methodsOf(rig.channel("gone").shopId())).isEmpty();
        rig.change(channel.id(), it -> it.revoke(Instant.now()));
        assertThat(rig.networks.methodsOf(channel.shopId())).isEmpty();
    }

    @Test
    void asks_the_channels_network_for_a_payment() throws Exception {
        install(ConnectorJar.of("pix").version("7"));
        assertThat(said(rig.channel("pix").id())).isEqualTo("7");
    }

    @Test
    void a_network_is_never_called_inside_a_transaction() throws IOException {
        install(ConnectorJar.of("pix"));
        UUID channel = rig.channel("pix").id();
        rig.transactionStatus.set(Status.STATUS_ACTIVE);
        assertThatThrownBy(() -> said(channel)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rig.networks.lookUp(channel, HANDLE))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rig.networks.health(channel))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rig.networks.looksUp(channel))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_missing_connector_has_sent_nothing() {
        UUID channel = rig.channel("pix").id();
        assertThatThrownBy(() -> said(channel)).isInstanceOf(NotSent.class);
        assertThat(rig.networks.lookUp(channel, HANDLE)).isEmpty();
        assertThat(rig.networks.looksUp(channel)).isFalse();
        assertThat(rig.networks.health(channel).up()).isFalse();
        assertThatThrownBy(() -> said(Ids.next())).isInstanceOf(NotSent.class);
    }

    @Test
    void whatever_a_connector_throws_leaves_the_outcome_unknown() throws IOException {
        install(
                ConnectorJar.of("pix")
                        .onRequest(
                                """
                                switch (request.reference()) {
                                    case "null": return null;
                                    case "runtime": throw new IllegalStateException("boom");
                                    case "error": throw new NoClassDefFoundError("sample/Gone");
                                    case "deep": return requestPayment(request);
                                    case "sneaky": Network.<RuntimeException>sneak(
                                        new Http.NotSent("x", null)); return null;
                                    case "other": return new PaymentInstruction.ShowCode(
                                        new PaymentHandle("someone else", ""), "", "", Optional.empty());
                                    case "refused": throw new NetworkException.Refused("no", "no");
                                    default: throw new NetworkException.NotSent("not sent", null);
                                }\
                                """)
                        .with(
                                "LooksUp",
                                """
                                @SuppressWarnings("unchecked")
                                static <T extends Throwable> void sneak(Throwable t) throws T { throw (T) t; }
                                public PaymentReport lookUp(PaymentHandle handle) {
                                    throw new IllegalStateException("boom");
                                }
                                public Duration pause(int attempt) {
                                    if (attempt == 0) { throw new IllegalStateException("boom"); }
                                    return Duration.ofNanos(attempt);
                                }
                                """));
        UUID channel = rig.channel("pix").id();
        for (String reference :
                new String[] {"null", "runtime", "error", "deep", "sneaky", "other"}) {
            assertThatThrownBy(
                            () ->
                                    rig.networks.requestPayment(
                                            channel, request(reference, "pix-code")))
                    .as(reference)
                    .isInstanceOf(OutcomeUnknown.class);
        }
        assertThatThrownBy(() -> rig.networks.requestPayment(channel, request("refused", "m")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> rig.networks.requestPayment(channel, request("else", "m")))
                .isInstanceOf(NotSent.class);
        assertThat(rig.networks.lookUp(channel, HANDLE)).isEmpty();
        assertThat(rig.networks.pause(channel, 0)).isEqualTo(Duration.ofMinutes(1));
        assertThat(rig.networks.pause(channel, 1)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_connector_that_hangs_is_waited_for_a_limited_time() throws IOException {
        install(
                ConnectorJar.of("pix")
                        .onRequest(
                                "while (true) { Thread.onSpinWait(); if (Thread.interrupted()) {"
                                        + " throw new RuntimeException(); } }"));
        rig.close();
        rig = new NetworkRig(source, folder, Duration.ofMillis(200));
        rig.connectors.scan();
        UUID channel = rig.channel("pix").id();
        long began = System.nanoTime();
        assertThatThrownBy(() -> said(channel))
                .isInstanceOf(OutcomeUnknown.class)
                .hasMessageContaining("no answer");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void a_channel_that_keeps_failing_is_left_alone_and_its_neighbours_are_not() throws Exception {
        install(
                ConnectorJar.of("pix")
                        .settings(
                                "ConfigSchema.of(Setting.of(\"good\", Setting.Type.YES_NO,"
                                        + " \"Good\"))")
                        .onRequest(
                                "if (!settings.find(\"good\").isPresent())"
                                        + " {context.store().next(\"calls\"); throw new"
                                        + " RuntimeException(); }"
                                        + SAY.formatted("\"fine\"")));
        Channel.Owner shop = rig.shop(Environment.LIVE);
        UUID bad = rig.channel(shop, "pix", Map.of()).id();
        UUID good = rig.channel(shop, "pix", Map.of("good", "true")).id();
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> said(bad)).isInstanceOf(OutcomeUnknown.class);
        }
        assertThatThrownBy(() -> said(bad))
                .isInstanceOf(NotSent.class)
                .hasMessageContaining("left alone");
        assertThat(new ConnectorStore(bad, rig.work).next("calls")).isEqualTo(10);
        assertThat(said(good)).isEqualTo("fine");
        assertThat(rig.networks.health(bad).up()).isTrue();
    }

    @Test
    void a_network_that_asks_for_a_pause_gets_it() throws IOException {
        install(
                ConnectorJar.of("pix")
                        .onRequest(
                                "context.store().next(\"calls\");throw new"
                                        + " NetworkException.Throttled(\"slow\","
                                        + " Duration.ofHours(9));"));
        UUID channel = rig.channel("pix").id();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> said(channel)).isInstanceOf(Throttled.class);
        }
        assertThat(new ConnectorStore(channel, rig.work).next("calls")).isEqualTo(1);
    }

    @Test
    void changed_settings_hold_from_the_next_call_on_and_what_was_open_is_closed()
            throws Exception {
        install(
                ConnectorJar.of("pix")
                        .settings(
                                "ConfigSchema.of(Setting.of(\"key\", Setting.Type.TEXT,"
                                        + " \"Key\").asRequired())")
                        .onRequest(SAY.formatted("settings.text(\"key\")"))
                        .onClose("context.store().next(\"closed\");"));
        UUID id =
                rig.channel(rig.shop(Environment.LIVE), "pix", Map.of("key", "a", "old", "x")).id();
        assertThat(said(id)).isEqualTo("a");
        rig.change(id, channel -> channel.settle(Map.of("key", "b")));
        assertThat(said(id)).isEqualTo("b");
        eventually(() -> new ConnectorStore(id, rig.work).next("closed") > 0);
        rig.change(id, channel -> channel.settle(Map.of()));
        assertThatThrownBy(() -> said(id))
                .isInstanceOf(NotSent.class)
                .hasMessageContaining("settings");
    }

    @Test
    void a_replaced_connector_answers_from_the_next_call_on() throws Exception {
        install(
                ConnectorJar.of("pix")
                        .version("1")
                        .onRequest(
                                "while (context.store().get(\"go\").isEmpty()) {"
                                        + " Thread.onSpinWait(); }"
                                        + SAY.formatted("\"$version\"")));
        UUID id = rig.channel("pix").id();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<String> inFlight = thread.submit(() -> said(id));
        eventually(() -> rig.networks.looksUp(id) || isOpen(id));
        install(ConnectorJar.of("pix").version("2"));
        assertThat(said(id)).isEqualTo("2");
        new ConnectorStore(id, rig.work).put("go", "");
        assertThat(inFlight.get(20, TimeUnit.SECONDS)).isEqualTo("1");
        thread.shutdown();
    }

    @Test
    void lends_the_shops_own_clock_and_the_connectors_own_class_loader() throws Exception {
        install(
                ConnectorJar.of("pix")
                        .onRequest(
                                SAY.formatted(
                                        "context.clock().instant() + \" \" + context.publicUrl() +"
                                            + " \" \" + context.environment() + \" \" +"
                                            + " (Thread.currentThread().getContextClassLoader() =="
                                            + " getClass().getClassLoader())")));
        Channel.Owner shop = rig.shop(Environment.SANDBOX);
        UUID id = rig.channel(shop, "pix", Map.of()).id();
        String[] said = said(id).split(" ", -1);
        assertThat(said).endsWith("https://pay.example.com", "SANDBOX", "true");
        Instant before = Instant.parse(said[0]);
        rig.work.useTransaction(
                handle ->
                        handle.execute(
                                "update shop set clock_offset_ms = 3600000 where id = ?",
                                shop.shopId()));
        Instant after = Instant.parse(said(id).split(" ", -1)[0]);
        assertThat(Duration.between(before, after))
                .isBetween(Duration.ofMinutes(60), Duration.ofMinutes(61));
    }

    @Test
    void a_revoked_channel_takes_no_payments_and_is_still_asked_about_those_it_has()
            throws Exception {
        install(
                ConnectorJar.of("pix")
                        .with(
                                "LooksUp",
                                """
                                public PaymentReport lookUp(PaymentHandle handle) { return PaymentReport.open(handle); }
                                public Duration pause(int attempt) { return Duration.ofSeconds(3); }
                                """));
        UUID id = rig.channel("pix").id();
        rig.change(id, channel -> channel.revoke(Instant.now()));
        assertThatThrownBy(() -> said(id)).isInstanceOf(Refused.class);
        assertThat(rig.networks.lookUp(id, HANDLE)).isPresent();
        assertThat(rig.networks.looksUp(id)).isTrue();
        assertThat(rig.networks.receives(id)).isFalse();
        assertThat(rig.networks.pause(id, 1)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void sandbox_shops_without_a_channel_get_one_when_the_connector_has_come() throws IOException {
        Channel.Owner shop = rig.shop(Environment.SANDBOX);
        Channel.Owner live = rig.shop(Environment.LIVE);
        rig.sandbox.welcomeConnector();
        assertThat(rig.networks.methodsOf(shop.shopId())).isEmpty();
        install(ConnectorJar.of("sandbox").sandboxOnly());
        rig.sandbox.welcomeConnector();
        assertThat(rig.networks.methodsOf(shop.shopId())).hasSize(1);
        assertThat(rig.networks.methodsOf(live.shopId())).isEmpty();
        assertThat(rig.sandbox.heal()).isZero();
    }

    private boolean isOpen(UUID channel) {
        return rig.networks.health(channel).up();
    }

    private String said(UUID channel) throws Exception {
        PaymentInstruction instruction =
                rig.networks.requestPayment(channel, request("r-1", "pix-code"));
        return Optional.of(instruction).map(ShowCode.class::cast).orElseThrow().copyText();
    }

    private void install(ConnectorJar jar) throws IOException {
        jar.into(Files.createDirectories(folder), "the-one");
        rig.connectors.scan();
        rig.connectors.scan();
    }
}
