package org.bluejay.gateway.refund;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a connector says about a refund, and however badly, the refund goes on. */
class RefundWordsTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String BIRD = new String(Character.toChars(0x1F426));

    @TempDir static Path folder;
    static TestGateway gateway;

    final RefundRig rig = new RefundRig(gateway, "bank");
    final Invoice invoice = rig.paid("100.00");

    @BeforeAll
    static void open() throws Exception {
        gateway = RefundRig.gateway(folder);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"nul-refused,failed", "nul-unknown,unknown", "nul-reported,failed"})
    void words_that_no_database_takes_do_not_hold_it_up(String how, String status) {
        RefundView refund = rig.refund(invoice, "40.00", how);
        rig.run();

        assertThat(rig.read(refund).status()).isEqualTo(status);
        assertThat(rig.read(refund).reason().orElseThrow()).endsWith("no more");
    }

    @Test
    void words_are_cut_between_characters_only() {
        assertThat(ConnectorWords.bounded("ab" + BIRD, 3)).isEqualTo("ab");
        assertThat(ConnectorWords.bounded("ab" + BIRD, 4)).isEqualTo("ab" + BIRD);
        assertThat(ConnectorWords.bounded("a" + BIRD.charAt(0) + "b", 9)).isEqualTo("ab");
        assertThat(ConnectorWords.bounded("abcd", 3)).isEqualTo("abc");
        assertThat(ConnectorWords.bounded(null, 3)).isEmpty();
    }

    @Test
    void a_network_that_wants_a_pause_for_ever_gets_an_hour() {
        RefundView refund = rig.refund(invoice, "40.00", "throttled-for-ever");
        rig.run();

        Instant soon = gateway.clock().instant().plus(Duration.ofMinutes(61));
        assertThat(
                        gateway.column(
                                Boolean.class,
                                "select step_due_at < ? from refund where id = ?",
                                soon,
                                refund.id()))
                .containsExactly(true);
    }

    @Test
    void a_network_that_wants_a_pause_and_does_not_say_how_long_gets_the_usual() {
        RefundView refund = rig.refund(invoice, "40.00", "throttled-somehow");
        rig.run();
        assertThat(rig.read(refund).status()).isEqualTo("created");

        rig.runAfter(LONG);
        assertThat(rig.read(refund).status()).isEqualTo("completed");
        assertThat(rig.sends(refund)).isEqualTo(2);
    }
}
