package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.NetworkException.Throttled;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.tck.FaultyHttp.Fault;

/**
 * Whatever happens to the line, the connector answers the one question rightly: may the money have
 * moved? Each call that a request makes is broken once in each way; which of them places the order
 * is found by watching the network's books.
 */
final class LinePromises {

    private LinePromises() {}

    static List<Promise> all() {
        return List.of(
                new Promise(
                        "cut before it left is NotSent, and may be asked again",
                        LinePromises::cutBefore),
                new Promise(
                        "cut after it left is OutcomeUnknown, and never a second debit",
                        rig -> unknown(rig, Fault.CUT_AFTER)),
                new Promise(
                        "a time-out is OutcomeUnknown, and never a second debit",
                        rig -> unknown(rig, Fault.TIME_OUT)),
                new Promise(
                        "a server's failure is OutcomeUnknown, and never a second debit",
                        rig -> {
                            unknown(rig, Fault.SERVER_ERROR);
                            unknown(rig, Fault.BAD_GATEWAY);
                        }),
                new Promise(
                        "a page instead of JSON is OutcomeUnknown, and never a second debit",
                        rig -> unknown(rig, Fault.HTML)),
                new Promise("a 429 is Throttled, and may be asked again", LinePromises::tooMany),
                new Promise("a 400 is Refused", LinePromises::badRequest),
                new Promise(
                        "a fault before the order is none for good", LinePromises::beforeTheOrder),
                new Promise(
                        "a fault after the order forgets no debit", LinePromises::afterTheOrder),
                new Promise("passes over fields it does not know", LinePromises::unknownFields));
    }

    /** The call that places the order, once a connector that keeps a login has one. */
    private static int orderingCall(Rig rig) throws Exception {
        rig.ask();
        return nextOrderingCall(rig);
    }

    private static int nextOrderingCall(Rig rig) throws Exception {
        String reference = Rig.newReference();
        AtomicInteger found = new AtomicInteger();
        rig.line()
                .afterEachCall(
                        call -> {
                            if (rig.fixture().ordersOf(reference) > 0) {
                                found.compareAndSet(0, call);
                            }
                        });
        rig.line().breakAll(Fault.NONE);
        rig.ask(reference);
        rig.line().afterEachCall(call -> {});
        assertThat(found.get()).as("the call that places the order at the network").isPositive();
        return found.get();
    }

    private static Throwable askBreaking(Rig rig, String reference, int call, Fault fault) {
        rig.line().breakCall(call, fault);
        Throwable thrown = catchThrowable(() -> rig.ask(reference));
        rig.line().breakAll(Fault.NONE);
        return thrown;
    }

    private static void cutBefore(Rig rig) throws Exception {
        String reference = Rig.newReference();
        Throwable thrown = askBreaking(rig, reference, orderingCall(rig), Fault.CUT_BEFORE);
        assertThat(thrown).isInstanceOf(NotSent.class);
        canBeAskedAgain(rig, reference);
    }

    private static void tooMany(Rig rig) throws Exception {
        String reference = Rig.newReference();
        Throwable thrown = askBreaking(rig, reference, orderingCall(rig), Fault.TOO_MANY);
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        Throttled.class,
                        throttled -> assertThat(throttled.retryAfter()).isPositive());
        canBeAskedAgain(rig, reference);
    }

    private static void canBeAskedAgain(Rig rig, String reference) throws Exception {
        assertThat(rig.fixture().ordersOf(reference)).isZero();
        assertThat(rig.ask(reference).handle().reference()).isEqualTo(reference);
        assertThat(rig.fixture().ordersOf(reference)).as("debits").isEqualTo(1);
    }

    private static void badRequest(Rig rig) throws Exception {
        String reference = Rig.newReference();
        Throwable thrown = askBreaking(rig, reference, orderingCall(rig), Fault.BAD_REQUEST);
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isNotBlank());
    }

    private static void unknown(Rig rig, Fault fault) throws Exception {
        String reference = Rig.newReference();
        Throwable thrown = askBreaking(rig, reference, orderingCall(rig), fault);
        assertThat(thrown).as("%s", fault).isInstanceOf(OutcomeUnknown.class);
        isFoundNotRepeated(rig, reference, fault != Fault.TIME_OUT);
    }

    /** A look-up finds the payment, and asking again makes no second one. */
    private static void isFoundNotRepeated(Rig rig, String reference, boolean arrived)
            throws Exception {
        if (arrived && rig.network() instanceof LooksUp) {
            found(rig, new PaymentHandle(reference, ""));
        }
        Throwable again = catchThrowable(() -> rig.ask(reference));
        if (again != null) {
            assertThat(again).isInstanceOf(OutcomeUnknown.class);
        }
        assertThat(rig.fixture().ordersOf(reference)).as("debits").isLessThanOrEqualTo(1);
    }

    private static void found(Rig rig, PaymentHandle handle) throws Exception {
        try {
            assertThat(rig.reportOf(handle).state())
                    .as("what a look-up says of an order that did arrive")
                    .isNotEqualTo(PaymentReport.State.FAILED);
            rig.pay(handle, rig.anAmount());
            Reports.settled(rig.reportOf(handle), rig.anAmount());
        } catch (NetworkException notFound) {
            if (rig.fixture().looksUpByReference()) {
                throw notFound;
            }
        }
    }

    private static void beforeTheOrder(Rig rig) throws Exception {
        int ordering = nextOrderingCall(rig);
        for (int call = 1; call < ordering; call++) {
            for (Fault fault :
                    List.of(
                            Fault.CUT_BEFORE,
                            Fault.CUT_AFTER,
                            Fault.TIME_OUT,
                            Fault.TOO_MANY,
                            Fault.SERVER_ERROR,
                            Fault.HTML)) {
                try (Rig fresh = rig.another()) {
                    String reference = Rig.newReference();
                    assertThat(askBreaking(fresh, reference, call, fault))
                            .as("%s in call %s of %s", fault, call, ordering)
                            .isInstanceOf(NetworkException.class)
                            .isNotInstanceOf(Refused.class);
                    assertThat(fresh.fixture().ordersOf(reference)).isZero();
                }
            }
        }
    }

    private static void afterTheOrder(Rig rig) throws Exception {
        int ordering = orderingCall(rig);
        rig.line().breakAll(Fault.NONE);
        rig.ask();
        int calls = rig.line().calls();
        for (int call = ordering + 1; call <= calls; call++) {
            for (Fault fault : Fault.values()) {
                String reference = Rig.newReference();
                Throwable thrown = askBreaking(rig, reference, call, fault);
                if (thrown != null) {
                    assertThat(thrown)
                            .as("%s in call %s, after the order in %s", fault, call, ordering)
                            .isInstanceOf(OutcomeUnknown.class);
                }
                isFoundNotRepeated(rig, reference, true);
            }
        }
    }

    private static void unknownFields(Rig rig) throws Exception {
        rig.line().addUnknownFields();
        PaymentHandle handle = rig.ask().handle();
        rig.pay(handle, rig.anAmount());
        if (rig.network() instanceof LooksUp) {
            Reports.settled(rig.reportOf(handle), rig.anAmount());
        }
    }
}
