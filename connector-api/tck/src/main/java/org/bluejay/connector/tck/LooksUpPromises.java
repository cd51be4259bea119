package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.Throttled;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.State;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.tck.FaultyHttp.Fault;

/** A look-up tells the whole truth as the network knows it, or says that it cannot. */
final class LooksUpPromises {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private LooksUpPromises() {}

    static List<Promise> all() {
        return List.of(
                new Promise("reports paid to the last unit", LooksUpPromises::paid),
                new Promise("reports no money before it came", LooksUpPromises::unpaid),
                new Promise("never forgets a transfer", LooksUpPromises::grows),
                new Promise("only reads", LooksUpPromises::reads),
                new Promise("concludes nothing from a bad line", LooksUpPromises::badLine),
                new Promise("goes by its host's clock", LooksUpPromises::clock),
                new Promise("pauses between a second and an hour", LooksUpPromises::pauses));
    }

    private static void paid(Rig rig) throws Exception {
        for (Money amount : rig.amounts()) {
            PaymentHandle handle = paid(rig, amount);
            PaymentReport report = rig.reportOf(handle);
            Reports.settled(report, amount);
            assertThat(Reports.same(report.handle(), handle)).isTrue();
        }
    }

    private static PaymentHandle paid(Rig rig, Money amount) throws Exception {
        PaymentHandle handle =
                rig.network().requestPayment(rig.request(Rig.newReference(), amount)).handle();
        rig.pay(handle, amount);
        return handle;
    }

    private static void unpaid(Rig rig) throws Exception {
        PaymentHandle waiting = rig.ask().handle();
        paid(rig, rig.anAmount());
        PaymentReport report = rig.reportOf(waiting);
        assertThat(report.state()).isEqualTo(State.OPEN);
        assertThat(report.transfers()).isEmpty();
    }

    private static void grows(Rig rig) throws Exception {
        Money whole = rig.anAmount();
        PaymentHandle handle = rig.ask().handle();
        PaymentReport earlier = rig.reportOf(handle);
        if (rig.fixture().takesPartPayments()) {
            Money half = rig.halfOf(whole);
            rig.pay(handle, half);
            earlier = rig.reportOf(handle);
            Reports.settled(earlier.transfers(), half);
            assertThat(earlier.state()).as("while half is missing").isEqualTo(State.OPEN);
            rig.clock().advance(Duration.ofMinutes(5));
            rig.pay(handle, whole.minus(half));
        } else {
            rig.pay(handle, whole);
        }
        PaymentReport later = rig.reportOf(handle);
        rig.clock().advance(Duration.ofDays(2));
        PaymentReport last = rig.reportOf(handle);
        Reports.grew(earlier, later);
        Reports.grew(later, last);
        Reports.settled(last, whole);
    }

    private static void reads(Rig rig) throws Exception {
        String reference = Rig.newReference();
        PaymentHandle handle = rig.ask(reference).handle();
        rig.reportOf(handle);
        assertThat(rig.reportOf(handle)).isNotNull();
        assertThat(rig.fixture().ordersOf(reference)).as("debits").isEqualTo(1);
        String never = Rig.newReference();
        Throwable thrown = catchThrowable(() -> noMoney(rig, new PaymentHandle(never, "")));
        assertThat(thrown == null || thrown instanceof NetworkException)
                .as("what it says of a payment nobody asked for: %s", thrown)
                .isTrue();
        assertThat(rig.fixture().ordersOf(never)).isZero();
    }

    private static void noMoney(Rig rig, PaymentHandle handle) throws Exception {
        assertThat(rig.reportOf(handle).transfers()).isEmpty();
    }

    private static void badLine(Rig rig) throws Exception {
        PaymentHandle handle = paid(rig, rig.anAmount());
        rig.line().breakAll(Fault.NONE);
        rig.reportOf(handle);
        if (rig.line().calls() == 0) {
            return; // It asks nobody, so no line can mislead it.
        }
        for (Fault fault : Fault.values()) {
            rig.line().breakAll(fault);
            Throwable thrown = catchThrowable(() -> rig.reportOf(handle));
            rig.line().breakAll(Fault.NONE);
            if (fault != Fault.NONE) {
                assertThat(thrown)
                        .as("a look-up while the line has %s", fault)
                        .isInstanceOf(
                                fault == Fault.TOO_MANY ? Throttled.class : NetworkException.class);
            }
        }
        Reports.settled(rig.reportOf(handle), rig.anAmount());
    }

    private static void clock(Rig rig) throws Exception {
        for (int year = 0; year < 2; year++) {
            rig.clock().advance(Duration.ofDays(365));
            Instant now = rig.clock().instant();
            PaymentHandle handle = paid(rig, rig.anAmount());
            for (Transfer transfer : rig.reportOf(handle).transfers()) {
                assertThat(transfer.evidenceAt()).isBetween(now.minus(DAY), now.plus(DAY));
            }
        }
    }

    private static void pauses(Rig rig) {
        for (int attempt : List.of(0, 1, 2, 3, 5, 8, 13, 100, 10_000, Integer.MAX_VALUE)) {
            assertThat(rig.looksUp().pause(attempt)).isBetween(Duration.ofSeconds(1), HOUR);
        }
    }
}
