package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.CallbackVerdict;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.NetworkException.Throttled;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentNetworkProvider;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.RefundReport;
import org.bluejay.connector.network.RefundRequest;
import org.bluejay.connector.network.Refunds;
import org.bluejay.connector.tck.FaultyHttp.Fault;

/** One reference is one refund, and whatever happens to the line, it is found again by it. */
final class RefundsPromises {

    private RefundsPromises() {}

    static List<Promise> all() {
        return List.of(
                new Promise("gives back to the last unit", RefundsPromises::whole),
                new Promise(
                        "gives back in parts, and never more than came", RefundsPromises::parts),
                new Promise("gives back nothing that never came", RefundsPromises::never),
                new Promise("refunding twice is refunding once", RefundsPromises::twice),
                new Promise("one reference from 32 threads is one refund", RefundsPromises::crowd),
                new Promise("finds a refund by its reference alone", RefundsPromises::found),
                new Promise("remembers a refund after a restart", RefundsPromises::restart),
                new Promise(
                        "a refund cut before it left is NotSent, and may be sent again",
                        RefundsPromises::cutBefore),
                new Promise(
                        "a refund whose answer is lost is OutcomeUnknown, and found",
                        RefundsPromises::unknown),
                new Promise(
                        "concludes nothing of a refund from a bad line", RefundsPromises::badLine));
    }

    private static Refunds refunds(Rig rig) {
        return (Refunds) rig.network();
    }

    /** A payment that has settled, by the network's own id of it. */
    private static String paid(Rig rig, Money amount) throws Exception {
        PaymentHandle handle =
                rig.network().requestPayment(rig.request(Rig.newReference(), amount)).handle();
        List<InboundCallback> callbacks = rig.pay(handle, amount);
        if (rig.network() instanceof LooksUp) {
            return idOf(rig.reportOf(handle));
        }
        for (InboundCallback callback : callbacks) {
            if (rig.receives().receive(callback) instanceof CallbackVerdict.Proven proven) {
                return idOf(proven.reports().get(0));
            }
        }
        throw new AssertionError("nobody hears of the payment that is to be given back");
    }

    private static String idOf(PaymentReport report) {
        assertThat(report.transfers()).extracting(Transfer::networkId).hasSize(1);
        return report.transfers().get(0).networkId();
    }

    private static RefundRequest request(Rig rig, String reference, String payment, Money amount) {
        return new RefundRequest(
                reference, payment, amount, rig.fixture().refundDestination(rig.method().id()));
    }

    private static RefundRequest request(Rig rig) throws Exception {
        Money amount = rig.anAmount();
        return request(rig, Rig.newReference(), paid(rig, amount), amount);
    }

    private static void carriedOut(RefundReport report, RefundRequest request) {
        assertThat(report.reference()).isEqualTo(request.reference());
        assertThat(report.state()).isNotEqualTo(RefundReport.State.FAILED);
    }

    private static void whole(Rig rig) throws Exception {
        for (Money amount : rig.amounts()) {
            RefundRequest request = request(rig, Rig.newReference(), paid(rig, amount), amount);
            carriedOut(refunds(rig).refund(request), request);
            assertThat(rig.fixture().refundsOf(request.reference())).containsExactly(amount);
        }
    }

    private static void parts(Rig rig) throws Exception {
        Money all = rig.anAmount();
        String payment = paid(rig, all);
        Money half = rig.halfOf(all);
        for (Money part : List.of(half, all.minus(half))) {
            RefundRequest request = request(rig, Rig.newReference(), payment, part);
            carriedOut(refunds(rig).refund(request), request);
            assertThat(rig.fixture().refundsOf(request.reference())).containsExactly(part);
        }
        RefundRequest more = request(rig, Rig.newReference(), payment, half);
        assertThat(catchThrowable(() -> refunds(rig).refund(more))).isInstanceOf(Refused.class);
        assertThat(rig.fixture().refundsOf(more.reference())).isEmpty();
    }

    private static void never(Rig rig) {
        RefundRequest request =
                request(rig, Rig.newReference(), Rig.newReference(), rig.anAmount());
        assertThat(catchThrowable(() -> refunds(rig).refund(request)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isNotBlank());
        assertThat(rig.fixture().refundsOf(request.reference())).isEmpty();
    }

    private static void twice(Rig rig) throws Exception {
        RefundRequest request = request(rig);
        RefundReport first = refunds(rig).refund(request);
        RefundReport second = refunds(rig).refund(request);
        assertThat(second.networkId()).isEqualTo(first.networkId());
        carriedOut(second, request);
        once(rig, request);
    }

    private static void crowd(Rig rig) throws Exception {
        RefundRequest request = request(rig);
        Callable<RefundReport> ask = () -> refunds(rig).refund(request);
        rig.line().gather();
        List<AtOnce.Result<RefundReport>> results =
                AtOnce.run(Collections.nCopies(AtOnce.THREADS, ask));
        assertThat(results.stream().map(AtOnce.Result::failure).filter(Objects::nonNull))
                .as("who comes second may be told that it is under way, and nothing else")
                .allMatch(
                        failure ->
                                failure instanceof OutcomeUnknown || failure instanceof Throttled);
        once(rig, request);
    }

    private static void once(Rig rig, RefundRequest request) {
        assertThat(rig.fixture().refundsOf(request.reference()))
                .as("refunds")
                .containsExactly(request.amount());
    }

    private static void found(Rig rig) throws Exception {
        RefundRequest request = request(rig);
        RefundReport told = refunds(rig).refund(request);
        RefundReport found = refunds(rig).lookUpRefund(request.reference()).orElseThrow();
        carriedOut(found, request);
        assertThat(found.networkId()).isEqualTo(told.networkId());
        assertThat(found.state()).isGreaterThanOrEqualTo(told.state());
        String unheard = Rig.newReference();
        assertThat(refunds(rig).lookUpRefund(unheard)).as("a refund nobody asked for").isEmpty();
        assertThat(rig.fixture().refundsOf(unheard)).isEmpty();
        once(rig, request);
    }

    private static void restart(Rig rig) throws Exception {
        RefundRequest request = request(rig);
        refunds(rig).refund(request);
        rig.network().close();
        try (PluginLoader loader = new PluginLoader();
                PaymentNetwork reopened =
                        rig.openWith(
                                loader.another(PaymentNetworkProvider.class, rig.provider()),
                                rig.fixture().settings())) {
            Refunds again = (Refunds) reopened;
            carriedOut(again.lookUpRefund(request.reference()).orElseThrow(), request);
            carriedOut(again.refund(request), request);
            once(rig, request);
        }
    }

    /** The call that gives the money back; 0 when the network asks nobody. */
    private static int refundingCall(Rig rig) throws Exception {
        RefundRequest request = request(rig);
        AtomicInteger found = new AtomicInteger();
        rig.line().breakAll(Fault.NONE);
        rig.line()
                .afterEachCall(
                        call -> {
                            if (!rig.fixture().refundsOf(request.reference()).isEmpty()) {
                                found.compareAndSet(0, call);
                            }
                        });
        refunds(rig).refund(request);
        rig.line().afterEachCall(call -> {});
        assertThat(found.get() > 0 || rig.line().calls() == 0)
                .as("one of the calls gives the money back")
                .isTrue();
        return found.get();
    }

    private static Throwable refundBreaking(Rig rig, RefundRequest request, int call, Fault fault) {
        rig.line().breakCall(call, fault);
        Throwable thrown = catchThrowable(() -> refunds(rig).refund(request));
        rig.line().breakAll(Fault.NONE);
        return thrown;
    }

    private static void cutBefore(Rig rig) throws Exception {
        int call = refundingCall(rig);
        if (call == 0) {
            return; // It asks nobody, so no line can be cut.
        }
        for (Fault fault : List.of(Fault.CUT_BEFORE, Fault.TOO_MANY)) {
            RefundRequest request = request(rig);
            Throwable thrown = refundBreaking(rig, request, call, fault);
            assertThat(thrown)
                    .as("%s", fault)
                    .isInstanceOf(fault == Fault.TOO_MANY ? Throttled.class : NotSent.class);
            assertThat(refunds(rig).lookUpRefund(request.reference())).isEmpty();
            carriedOut(refunds(rig).refund(request), request);
            once(rig, request);
        }
    }

    private static void unknown(Rig rig) throws Exception {
        int call = refundingCall(rig);
        if (call == 0) {
            return; // It asks nobody, so no answer can be lost.
        }
        for (Fault fault :
                List.of(
                        Fault.CUT_AFTER,
                        Fault.TIME_OUT,
                        Fault.SERVER_ERROR,
                        Fault.BAD_GATEWAY,
                        Fault.HTML)) {
            RefundRequest request = request(rig);
            Throwable thrown = refundBreaking(rig, request, call, fault);
            assertThat(thrown).as("%s", fault).isInstanceOf(OutcomeUnknown.class);
            boolean arrived = fault != Fault.TIME_OUT;
            assertThat(refunds(rig).lookUpRefund(request.reference()).isPresent())
                    .as("whether it is found after %s", fault)
                    .isEqualTo(arrived);
            carriedOut(refunds(rig).refund(request), request);
            once(rig, request);
        }
    }

    private static void badLine(Rig rig) throws Exception {
        RefundRequest request = request(rig);
        refunds(rig).refund(request);
        rig.line().breakAll(Fault.NONE);
        refunds(rig).lookUpRefund(request.reference());
        if (rig.line().calls() == 0) {
            return; // It asks nobody, so no line can mislead it.
        }
        for (Fault fault : Fault.values()) {
            rig.line().breakAll(fault);
            Throwable thrown = catchThrowable(() -> refunds(rig).lookUpRefund(request.reference()));
            rig.line().breakAll(Fault.NONE);
            if (fault != Fault.NONE) {
                assertThat(thrown)
                        .as("a look-up while the line has %s", fault)
                        .isInstanceOf(NetworkException.class);
            }
        }
    }
}
