package org.bluejay.gateway.refund;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.shared.Logged;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a connector says about a refund, and however badly, the refund goes on. */
class RefundWordsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

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

    @ParameterizedTest
    @ValueSource(
            strings = {"echo-refused", "echo-unknown", "echo-not-sent", "echo-looked-up", "echo-"})
    void where_the_money_goes_to_is_in_no_reason_no_event_and_no_log(String how) {
        String destination = how + "0712345678";
        try (Logged log = Logged.of(RefundSender.class)) {
            RefundView refund = rig.refund(invoice, "40.00", destination);
            rig.run();
            List<String> reasons = new ArrayList<>();
            for (int looks = 0; looks < 3; looks++) {
                reasons.add(rig.read(refund).reason().orElseThrow());
                rig.runAfter(Duration.ofSeconds(5));
            }

            assertThat(reasons)
                    .anyMatch(reason -> reason.contains("(destination)"))
                    .noneMatch(reason -> reason.contains("0712345678"));
            assertThat(log.lines()).noneMatch(line -> line.contains("0712345678"));
        }
        assertThat(
                        gateway.column(
                                String.class,
                                "select data::text from event where order_key = ?",
                                invoice.id()))
                .noneMatch(text -> text.contains("0712345678"));
    }

    @Test
    void a_destination_is_taken_out_literally_and_before_anything_is_cut() {
        assertThat(ConnectorWords.without("a.c", "abc a.c A.C"))
                .isEqualTo("abc (destination) (destination)");
        assertThat(ConnectorWords.without("$1", "to $1")).isEqualTo("to (destination)");
        assertThat(ConnectorWords.without("07123", "07" + (char) 0 + "123"))
                .isEqualTo("(destination)");
        assertThat(ConnectorWords.without(" ", "to whom")).isEqualTo("to whom");
        assertThat(ConnectorWords.without("", null)).isEmpty();
        String atTheEnd = "x".repeat(498) + "0712345678";
        assertThat(ConnectorWords.without("0712345678", atTheEnd)).doesNotContain("07");
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
