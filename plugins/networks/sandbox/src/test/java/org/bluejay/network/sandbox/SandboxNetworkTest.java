package org.bluejay.network.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.CallbackVerdict;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.State;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.connector.network.RefundReport;
import org.bluejay.connector.network.RefundRequest;
import org.bluejay.connector.network.Simulates.Scenario;
import org.bluejay.connector.network.Simulates.SimulatedCallback;
import org.bluejay.connector.tck.MemoryStore;
import org.bluejay.connector.tck.ScriptedHttp;
import org.bluejay.connector.tck.StoppedClock;
import org.bluejay.connector.tck.TckContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxNetworkTest {

    static final String REFERENCE = "0192f3a0-0000-7000-8000-000000000001";
    static final CurrencyUnit USD = CurrencyUnit.iso("USD");

    StoppedClock clock = new StoppedClock();
    MemoryStore store = new MemoryStore();
    SandboxNetwork network = open(Map.of());
    Instant expiresAt = clock.instant().plus(Duration.ofMinutes(30));

    SandboxNetwork open(Map<String, String> answers) {
        SandboxProvider provider = new SandboxProvider();
        return (SandboxNetwork)
                provider.open(
                        provider.settings().settle(answers),
                        new TckContext(
                                Environment.SANDBOX,
                                clock,
                                ScriptedHttp.silent(),
                                store,
                                new MemoryStore(),
                                TckContext.PUBLIC_URL));
    }

    PaymentInstruction request(String method, String amount, CurrencyUnit currency)
            throws Exception {
        return network.requestPayment(
                new PaymentRequest(
                        REFERENCE,
                        method,
                        Money.of(amount, currency),
                        "Order 1",
                        Map.of("phone", "0712 345 678"),
                        URI.create("https://pay.example.test/callbacks/c1/tok-en_1"),
                        URI.create("https://shop.example.test/thanks"),
                        expiresAt));
    }

    PaymentHandle asked(String amount) throws Exception {
        return request("sandbox-code", amount, USD).handle();
    }

    List<String> transfersOf(PaymentHandle handle) throws Exception {
        return network.lookUp(handle).transfers().stream()
                .map(t -> t.amount().toPlainString() + " " + t.state())
                .toList();
    }

    @Test
    void shows_a_code_a_wallet_a_masked_phone_or_a_page() throws Exception {
        URI wallet = URI.create("https://pay.example.test/sandbox/wallet/tok-en_1");
        assertThat(request("sandbox-code", "49.00", USD))
                .isInstanceOfSatisfying(
                        PaymentInstruction.ShowCode.class,
                        code -> {
                            assertThat(code.copyText())
                                    .isEqualTo("sbx:" + REFERENCE + "?amount=49.00&currency=USD");
                            assertThat(code.walletLink()).contains(wallet);
                        });
        store.remove("payment/" + REFERENCE);
        assertThat(request("sandbox-approval", "49.00", USD))
                .isInstanceOfSatisfying(
                        PaymentInstruction.AwaitApproval.class,
                        push -> assertThat(push.sentTo()).isEqualTo("0712 *** 678"));
        store.remove("payment/" + REFERENCE);
        assertThat(request("sandbox-redirect", "49.00", USD))
                .isInstanceOfSatisfying(
                        PaymentInstruction.Redirect.class,
                        page -> assertThat(page.location()).isEqualTo(wallet));
        assertThatThrownBy(() -> request("mpesa", "49.00", USD)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "PAID,      49.01, COMPLETED, '49.01 SETTLED'",
        "DETECTED,  49.01, OPEN,      '49.01 DETECTED'",
        "UNDERPAID, 49.01, OPEN,      '24.51 SETTLED'",
        "UNDERPAID,  0.01, COMPLETED, '0.01 SETTLED'",
        "OVERPAID,  49.01, COMPLETED, '73.52 SETTLED'",
        "LATE,      49.01, COMPLETED, '49.01 SETTLED'",
        "DUPLICATE, 49.01, COMPLETED, '49.01 SETTLED|49.01 SETTLED'",
        "FAILED,    49.01, FAILED,    ''",
    })
    void plays_each_scenario_to_the_last_cent(
            Scenario scenario, String amount, State state, String transfers) throws Exception {
        PaymentHandle handle = asked(amount);
        network.simulate(handle, scenario);
        assertThat(network.lookUp(handle).state()).isEqualTo(state);
        assertThat(String.join("|", transfersOf(handle))).isEqualTo(transfers);
    }

    @Test
    void reckons_in_totals_whatever_came_before() throws Exception {
        PaymentHandle handle = asked("49.01");
        network.simulate(handle, Scenario.UNDERPAID);
        network.simulate(handle, Scenario.DETECTED);
        assertThat(transfersOf(handle)).containsExactly("24.51 SETTLED", "24.50 DETECTED");
        network.simulate(handle, Scenario.PAID);
        assertThat(transfersOf(handle)).containsExactly("24.51 SETTLED", "24.50 SETTLED");
        network.simulate(handle, Scenario.OVERPAID);
        network.simulate(handle, Scenario.DUPLICATE);
        assertThat(transfersOf(handle))
                .containsExactly(
                        "24.51 SETTLED", "24.50 SETTLED", "24.51 SETTLED", "49.01 SETTLED");
    }

    @Test
    void refuses_what_makes_no_sense() throws Exception {
        PaymentHandle handle = asked("49.00");
        assertThatThrownBy(() -> network.simulate(handle, Scenario.DROPPED))
                .isInstanceOf(Refused.class);
        network.simulate(handle, Scenario.PAID);
        for (Scenario again :
                List.of(
                        Scenario.PAID,
                        Scenario.DETECTED,
                        Scenario.UNDERPAID,
                        Scenario.LATE,
                        Scenario.FAILED)) {
            assertThatThrownBy(() -> network.simulate(handle, again)).isInstanceOf(Refused.class);
        }
        assertThatThrownBy(() -> network.simulate(new PaymentHandle("other", ""), Scenario.PAID))
                .isInstanceOf(Refused.class);
    }

    @Test
    void nothing_comes_after_the_network_gave_up() throws Exception {
        PaymentHandle handle = asked("49.00");
        network.simulate(handle, Scenario.FAILED);
        assertThat(network.lookUp(handle).reason()).isNotEmpty();
        assertThatThrownBy(() -> network.simulate(handle, Scenario.PAID))
                .isInstanceOf(Refused.class);
    }

    @Test
    void late_money_has_a_time_after_expiry_even_when_it_is_early() throws Exception {
        PaymentHandle handle = asked("49.00");
        network.simulate(handle, Scenario.LATE);
        assertThat(network.lookUp(handle).transfers())
                .allSatisfy(t -> assertThat(t.occurredAt()).isAfter(expiresAt));
    }

    @Test
    void a_drop_has_newer_evidence_while_the_clock_stands_still() throws Exception {
        PaymentHandle handle = asked("49.00");
        network.simulate(handle, Scenario.DETECTED);
        Transfer seen = network.lookUp(handle).transfers().get(0);
        network.simulate(handle, Scenario.DROPPED);
        Transfer gone = network.lookUp(handle).transfers().get(0);
        assertThat(gone.networkId()).isEqualTo(seen.networkId());
        assertThat(gone.state()).isEqualTo(TransferState.DROPPED);
        assertThat(gone.evidenceAt()).isAfter(seen.evidenceAt());
        network.simulate(handle, Scenario.PAID);
        network.simulate(handle, Scenario.DROPPED);
        assertThat(transfersOf(handle)).containsExactly("49.00 DROPPED", "49.00 REVERSED");
        assertThat(network.lookUp(handle).state()).isEqualTo(State.OPEN);
    }

    @Test
    void a_callback_names_only_the_transfer_it_is_about() throws Exception {
        PaymentHandle handle = asked("49.00");
        List<SimulatedCallback> callbacks = network.simulate(handle, Scenario.DUPLICATE);
        assertThat(callbacks).hasSize(2);
        for (SimulatedCallback sent : callbacks) {
            assertThat(sent.callback().token()).isEqualTo("tok-en_1");
            CallbackVerdict verdict = network.receive(sent.callback());
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            CallbackVerdict.Proven.class,
                            proven -> {
                                PaymentReport report = proven.reports().get(0);
                                assertThat(report.handle()).isEqualTo(handle);
                                assertThat(report.transfers()).hasSize(1);
                            });
        }
    }

    @Test
    void unsigned_callbacks_are_a_hint_and_signed_ones_need_the_right_key() throws Exception {
        PaymentHandle handle = asked("49.00");
        SimulatedCallback signed = network.simulate(handle, Scenario.UNDERPAID).get(0);
        SandboxNetwork trusting = open(Map.of("callbackTrust", "unsigned"));
        SimulatedCallback unsigned = trusting.simulate(handle, Scenario.PAID).get(0);
        assertThat(trusting.receive(unsigned.callback()))
                .isEqualTo(new CallbackVerdict.Hint(handle));
        assertThat(network.receive(unsigned.callback()))
                .isInstanceOf(CallbackVerdict.Rejected.class);
        SandboxNetwork otherKey = open(Map.of("signingSecret", "another-secret-of-16"));
        assertThat(otherKey.receive(signed.callback()))
                .isInstanceOf(CallbackVerdict.Rejected.class);
    }

    @Test
    void two_nodes_at_once_lose_no_transfer() throws Exception {
        PaymentHandle handle = asked("49.00");
        SandboxNetwork otherNode = open(Map.of());
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<List<SimulatedCallback>>> running = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                SandboxNetwork node = i % 2 == 0 ? network : otherNode;
                running.add(threads.submit(() -> node.simulate(handle, Scenario.DUPLICATE)));
            }
            for (Future<List<SimulatedCallback>> one : running) {
                assertThat(one.get()).isNotEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
        List<Transfer> transfers = network.lookUp(handle).transfers();
        assertThat(transfers).hasSize(33);
        assertThat(transfers.stream().map(Transfer::networkId)).doesNotHaveDuplicates();
    }

    @Test
    void a_hundred_transfers_are_enough_and_fit_the_store() throws Exception {
        PaymentHandle handle =
                request("sandbox-code", "1.000000000000000001", new CurrencyUnit("eth", 18))
                        .handle();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i <= 100; i++) {
                                network.simulate(handle, Scenario.DUPLICATE);
                            }
                        })
                .isInstanceOf(Refused.class);
        assertThat(network.lookUp(handle).transfers()).hasSize(100);
    }

    @Test
    void more_money_than_there_is_is_refused() throws Exception {
        PaymentHandle handle = asked("90000000000000000000");
        assertThatThrownBy(() -> network.simulate(handle, Scenario.OVERPAID))
                .isInstanceOf(Refused.class);
        assertThat(transfersOf(handle)).isEmpty();
    }

    @Test
    void health_follows_the_store() {
        assertThat(network.health().up()).isTrue();
        store.fail();
        assertThat(network.health().up()).isFalse();
    }

    @Test
    void gives_back_no_more_than_settled_and_declines_where_it_is_told_to() throws Exception {
        PaymentHandle handle = asked("49.00");
        network.simulate(handle, Scenario.DETECTED);
        String payment = network.lookUp(handle).transfers().get(0).networkId();
        assertRefused("not-paid", () -> refund("R1", payment, "49.00", ""));
        network.simulate(handle, Scenario.PAID);

        assertRefused("destination", () -> refund("R1", payment, "40.00", "decline"));
        assertThat(refund("R1", payment, "40.00", "").state())
                .isEqualTo(RefundReport.State.COMPLETED);
        assertRefused("too-much", () -> refund("R2", payment, "9.01", ""));
        assertThat(refund("R1", payment, "40.00", "").networkId()).isEqualTo("sbx-refund-R1");
        assertThat(refund("R3", payment, "9.00", "").state())
                .isEqualTo(RefundReport.State.COMPLETED);
        assertThat(network.lookUpRefund("R2")).isEmpty();
    }

    @Test
    void gives_back_later_where_it_is_told_to() throws Exception {
        PaymentHandle handle = asked("49.00");
        network.simulate(handle, Scenario.PAID);
        String payment = network.lookUp(handle).transfers().get(0).networkId();

        assertThat(refund("R4", payment, "49.00", "later").state())
                .isEqualTo(RefundReport.State.PROCESSING);
        clock.advance(Duration.ofSeconds(5));
        assertThat(network.lookUpRefund("R4").orElseThrow().state())
                .isEqualTo(RefundReport.State.COMPLETED);
    }

    private RefundReport refund(String reference, String payment, String amount, String where)
            throws Refused {
        return network.refund(new RefundRequest(reference, payment, Money.of(amount, USD), where));
    }

    private static void assertRefused(String code, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
