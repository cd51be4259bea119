package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentNetworkProvider;

/** One reference is one payment, whoever asks, how often, and on whatever node. */
final class RequestPromises {

    private RequestPromises() {}

    static List<Promise> all() {
        return List.of(
                new Promise("asking twice is asking once", RequestPromises::twice),
                new Promise("one reference from 32 threads is one payment", RequestPromises::crowd),
                new Promise("32 references are 32 payments", RequestPromises::many),
                new Promise("takes every amount from least to most", RequestPromises::amounts),
                new Promise("tells the payer what its kind says", RequestPromises::kind),
                new Promise("refuses a method it does not have", RequestPromises::noSuchMethod),
                new Promise("remembers a payment after a restart", RequestPromises::restart),
                new Promise("calls out through its host alone", RequestPromises::ownLine));
    }

    private static void twice(Rig rig) throws Exception {
        String reference = Rig.newReference();
        assertThat(rig.fixture().ordersOf(reference)).as("orders nobody asked for").isZero();
        PaymentInstruction first = rig.ask(reference);
        assertThat(first.handle().reference()).isEqualTo(reference);
        assertThat(rig.ask(reference)).isEqualTo(first);
        assertThat(rig.fixture().ordersOf(reference)).as("debits").isEqualTo(1);
    }

    private static void crowd(Rig rig) throws Exception {
        String reference = Rig.newReference();
        Callable<PaymentInstruction> ask = () -> rig.ask(reference);
        rig.line().gather();
        List<AtOnce.Result<PaymentInstruction>> results =
                AtOnce.run(Collections.nCopies(AtOnce.THREADS, ask));
        assertThat(results.stream().map(AtOnce.Result::failure).filter(Objects::nonNull))
                .as("who comes second may be told that it is under way, and nothing else")
                .allMatch(
                        failure ->
                                failure instanceof NetworkException.OutcomeUnknown
                                        || failure instanceof NetworkException.Throttled);
        Set<PaymentInstruction> told = new HashSet<>();
        results.stream().map(AtOnce.Result::value).filter(Objects::nonNull).forEach(told::add);
        assertThat(told).as("what those were told who got an answer").hasSize(1);
        assertThat(rig.fixture().ordersOf(reference)).as("debits").isEqualTo(1);
    }

    private static void many(Rig rig) throws Exception {
        List<String> references = Stream.generate(Rig::newReference).limit(AtOnce.THREADS).toList();
        List<Callable<PaymentInstruction>> asks =
                references.stream()
                        .map(reference -> (Callable<PaymentInstruction>) () -> rig.ask(reference))
                        .toList();
        List<AtOnce.Result<PaymentInstruction>> results = AtOnce.run(asks);
        assertThat(results).extracting(AtOnce.Result::failure).containsOnlyNulls();
        List<PaymentHandle> handles =
                results.stream().map(result -> result.value().handle()).toList();
        assertThat(handles).extracting(PaymentHandle::reference).isEqualTo(references);
        assertThat(handles.stream().map(PaymentHandle::networkReference))
                .filteredOn(own -> !own.isEmpty())
                .doesNotHaveDuplicates();
        assertThat(references).allMatch(reference -> rig.fixture().ordersOf(reference) == 1);
    }

    private static void amounts(Rig rig) throws Exception {
        for (Money amount : rig.amounts()) {
            String reference = Rig.newReference();
            rig.network().requestPayment(rig.request(reference, amount));
            assertThat(rig.fixture().ordersOf(reference)).as("orders of %s", amount).isEqualTo(1);
        }
    }

    private static void kind(Rig rig) throws Exception {
        PaymentInstruction told = rig.ask();
        Class<? extends PaymentInstruction> expected =
                switch (rig.method().kind()) {
                    case CODE -> PaymentInstruction.ShowCode.class;
                    case APPROVAL -> PaymentInstruction.AwaitApproval.class;
                    case REDIRECT -> PaymentInstruction.Redirect.class;
                };
        assertThat(told).isInstanceOf(expected);
        if (told instanceof PaymentInstruction.ShowCode code) {
            assertThat(code.copyText()).isNotBlank();
            assertThat(code.qrText()).isNotBlank();
            assertThat(code.walletLink().map(URI::isAbsolute).orElse(true)).isTrue();
        } else if (told instanceof PaymentInstruction.Redirect page) {
            assertThat(page.location().getScheme()).isEqualTo("https");
        }
    }

    private static void noSuchMethod(Rig rig) {
        assertThat(rig.methods()).extracting(MethodDescriptor::id).doesNotContain("no-such-method");
        String reference = Rig.newReference();
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () ->
                                        rig.network()
                                                .requestPayment(
                                                        rig.request(
                                                                reference,
                                                                "no-such-method",
                                                                rig.anAmount()))))
                .isInstanceOf(NetworkException.Refused.class);
        assertThat(rig.fixture().ordersOf(reference)).isZero();
    }

    private static void restart(Rig rig) throws Exception {
        String reference = Rig.newReference();
        PaymentInstruction before = rig.ask(reference);
        rig.network().close();
        try (PluginLoader loader = new PluginLoader();
                PaymentNetwork reopened =
                        rig.openWith(
                                loader.another(PaymentNetworkProvider.class, rig.provider()),
                                rig.fixture().settings())) {
            PaymentInstruction after =
                    reopened.requestPayment(rig.request(reference, rig.anAmount()));
            assertThat(after).isEqualTo(before);
            assertThat(rig.fixture().ordersOf(reference)).as("debits").isEqualTo(1);
            rig.pay(before.handle(), rig.anAmount());
            if (reopened instanceof LooksUp asked) {
                Reports.settled(asked.lookUp(before.handle()), rig.anAmount());
            }
        }
    }

    private static void ownLine(Rig rig) throws Exception {
        PaymentHandle handle = rig.ask().handle();
        assertThat(rig.network().health()).isNotNull();
        rig.pay(handle, rig.anAmount());
        if (rig.network() instanceof LooksUp) {
            rig.reportOf(handle);
        }
        if (!ScriptedHttp.isSilent(rig.fixture().http())) {
            assertThat(rig.line().calls())
                    .as("calls through context.http(), though the fixture has a far side")
                    .isPositive();
        }
    }
}
