package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.CallbackVerdict;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.State;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.connector.network.Receives;
import org.bluejay.connector.network.Simulates.Scenario;
import org.bluejay.connector.network.Simulates.SimulatedCallback;

/** Each scenario is acted out to the last unit, and look-ups and callbacks tell of it alike. */
final class SimulatesPromises {

    private SimulatesPromises() {}

    static List<Promise> all() {
        return List.of(
                new Promise("PAID pays the whole", rig -> pays(rig, Scenario.PAID, 1)),
                new Promise("UNDERPAID pays half, rounded up", SimulatesPromises::underpaid),
                new Promise("OVERPAID pays half as much again", SimulatesPromises::overpaid),
                new Promise("DUPLICATE pays twice", rig -> pays(rig, Scenario.DUPLICATE, 2)),
                new Promise("LATE pays after expiry", SimulatesPromises::late),
                new Promise("DETECTED is settled by PAID", SimulatesPromises::detected),
                new Promise("DROPPED takes back, with newer evidence", SimulatesPromises::dropped),
                new Promise("FAILED ends it without money", SimulatesPromises::failed),
                new Promise("refuses what makes no sense", SimulatesPromises::senseless),
                new Promise("callbacks agree with look-ups", SimulatesPromises::callbacks),
                new Promise("two nodes at once lose nothing", SimulatesPromises::twoNodes));
    }

    private static List<SimulatedCallback> act(Rig rig, PaymentHandle handle, Scenario scenario)
            throws Exception {
        assertThat(rig.network())
                .as("a network that simulates can be looked up")
                .isInstanceOf(LooksUp.class);
        return rig.simulates().simulate(handle, scenario);
    }

    private static PaymentReport played(Rig rig, Scenario... scenarios) throws Exception {
        PaymentHandle handle = rig.ask().handle();
        for (Scenario scenario : scenarios) {
            act(rig, handle, scenario);
        }
        return rig.reportOf(handle);
    }

    private static void pays(Rig rig, Scenario scenario, int times) throws Exception {
        PaymentReport report = played(rig, scenario);
        assertThat(report.state()).isEqualTo(State.COMPLETED);
        assertThat(report.transfers()).hasSize(times);
        assertThat(report.transfers())
                .allMatch(transfer -> transfer.amount().equals(rig.anAmount()))
                .allMatch(transfer -> transfer.state() == TransferState.SETTLED);
        assertThat(report.transfers()).extracting(Transfer::networkId).doesNotHaveDuplicates();
    }

    private static void underpaid(Rig rig) throws Exception {
        PaymentReport report = played(rig, Scenario.UNDERPAID);
        assertThat(report.state()).isEqualTo(State.OPEN);
        Reports.settled(report.transfers(), rig.halfOf(rig.anAmount()));
    }

    private static void overpaid(Rig rig) throws Exception {
        PaymentReport report = played(rig, Scenario.OVERPAID);
        assertThat(report.state()).isEqualTo(State.COMPLETED);
        Reports.settled(report.transfers(), rig.anAmount().plus(rig.halfOf(rig.anAmount())));
    }

    private static void late(Rig rig) throws Exception {
        PaymentRequest request = rig.request(Rig.newReference(), rig.anAmount());
        PaymentHandle handle = rig.network().requestPayment(request).handle();
        act(rig, handle, Scenario.LATE);
        PaymentReport report = rig.reportOf(handle);
        Reports.settled(report, rig.anAmount());
        assertThat(report.transfers())
                .allMatch(transfer -> transfer.occurredAt().isAfter(request.expiresAt()));
    }

    private static void detected(Rig rig) throws Exception {
        PaymentHandle handle = rig.ask().handle();
        act(rig, handle, Scenario.DETECTED);
        PaymentReport seen = rig.reportOf(handle);
        assertThat(seen.state()).isEqualTo(State.OPEN);
        assertThat(Reports.sum(seen.transfers(), TransferState.DETECTED, rig.anAmount()))
                .isEqualTo(rig.anAmount());
        act(rig, handle, Scenario.PAID);
        PaymentReport sure = rig.reportOf(handle);
        Reports.grew(seen, sure);
        assertThat(sure.transfers()).hasSameSizeAs(seen.transfers());
        Reports.settled(sure, rig.anAmount());
    }

    private static void dropped(Rig rig) throws Exception {
        goesBack(rig, Scenario.DETECTED, TransferState.DROPPED);
        goesBack(rig, Scenario.PAID, TransferState.REVERSED);
    }

    private static void goesBack(Rig rig, Scenario first, TransferState end) throws Exception {
        PaymentHandle handle = rig.ask().handle();
        act(rig, handle, first);
        PaymentReport before = rig.reportOf(handle);
        act(rig, handle, Scenario.DROPPED);
        PaymentReport after = rig.reportOf(handle);
        Reports.grew(before, after);
        for (Transfer transfer : after.transfers()) {
            assertThat(transfer.state()).isEqualTo(end);
            assertThat(transfer.evidenceAt())
                    .as("newer, even while the clock stands still")
                    .isAfter(Reports.find(before.transfers(), transfer.networkId()).evidenceAt());
        }
    }

    private static void failed(Rig rig) throws Exception {
        PaymentReport report = played(rig, Scenario.FAILED);
        assertThat(report.state()).isEqualTo(State.FAILED);
        assertThat(report.transfers()).isEmpty();
        assertThat(report.reason()).isNotBlank();
    }

    private static void senseless(Rig rig) throws Exception {
        PaymentHandle fresh = rig.ask().handle();
        refused(rig, fresh, Scenario.DROPPED);
        refused(rig, new PaymentHandle(Rig.newReference(), ""), Scenario.PAID);
        act(rig, fresh, Scenario.PAID);
        PaymentReport before = rig.reportOf(fresh);
        refused(rig, fresh, Scenario.FAILED);
        assertThat(rig.reportOf(fresh)).isEqualTo(before);
    }

    private static void refused(Rig rig, PaymentHandle handle, Scenario scenario) {
        assertThat(catchThrowable(() -> act(rig, handle, scenario)))
                .as("%s where it makes no sense", scenario)
                .isInstanceOf(Refused.class);
    }

    private static void callbacks(Rig rig) throws Exception {
        for (Scenario scenario : Scenario.values()) {
            PaymentHandle handle = rig.ask().handle();
            if (scenario == Scenario.DROPPED) {
                act(rig, handle, Scenario.PAID);
            }
            List<SimulatedCallback> sent = act(rig, handle, scenario);
            PaymentReport now = rig.reportOf(handle);
            for (SimulatedCallback simulated : sent) {
                InboundCallback callback = simulated.callback();
                assertThat(callback.token()).isEqualTo(Rig.tokenOf(handle.reference()));
                assertThat(simulated.after().isNegative()).isFalse();
                assertThat(rig.network()).isInstanceOf(Receives.class);
                agrees(rig.receives().receive(callback), now);
            }
        }
    }

    private static void agrees(CallbackVerdict verdict, PaymentReport now) {
        if (verdict instanceof CallbackVerdict.Hint hint) {
            assertThat(Reports.same(hint.handle(), now.handle())).isTrue();
            return;
        }
        assertThat(verdict).isInstanceOf(CallbackVerdict.Proven.class);
        for (PaymentReport told : ((CallbackVerdict.Proven) verdict).reports()) {
            assertThat(told.handle()).isEqualTo(now.handle());
            assertThat(told.state()).isEqualTo(now.state());
            assertThat(now.transfers()).containsAll(told.transfers());
        }
    }

    private static void twoNodes(Rig rig) throws Exception {
        PaymentHandle handle = rig.ask().handle();
        List<Callable<List<SimulatedCallback>>> tasks = new ArrayList<>();
        tasks.addAll(
                Collections.nCopies(8, () -> rig.simulates().simulate(handle, Scenario.DUPLICATE)));
        try (var other = rig.openWith(rig.provider(), rig.fixture().settings())) {
            var node = (org.bluejay.connector.network.Simulates) other;
            tasks.addAll(Collections.nCopies(8, () -> node.simulate(handle, Scenario.DUPLICATE)));
            var results = AtOnce.run(tasks);
            assertThat(results.stream().map(AtOnce.Result::failure).filter(Objects::nonNull))
                    .allMatch(Refused.class::isInstance);
            long acted = results.stream().filter(result -> result.failure() == null).count();
            List<Transfer> kept = rig.reportOf(handle).transfers();
            assertThat(kept).extracting(Transfer::networkId).doesNotHaveDuplicates();
            Money least = Money.zero(rig.anAmount().currency());
            for (long i = 0; i <= acted; i++) {
                least = least.plus(rig.anAmount());
            }
            assertThat(Reports.sum(kept, TransferState.SETTLED, least).isAtLeast(least))
                    .as("%s duplicates are at least %s in all", acted, least)
                    .isTrue();
        }
    }
}
