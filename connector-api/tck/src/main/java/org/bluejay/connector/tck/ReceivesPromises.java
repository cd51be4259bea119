package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.CallbackVerdict;
import org.bluejay.connector.network.CallbackVerdict.Hint;
import org.bluejay.connector.network.CallbackVerdict.Proven;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.Receives;

/** A callback is believed exactly as far as it is proven, and no forged one ever is. */
final class ReceivesPromises {

    /** Bodies are altered at this many places at most, evenly spread. */
    private static final int PLACES = 512;

    private ReceivesPromises() {}

    static List<Promise> all() {
        return List.of(
                new Promise("hears of money to the last unit", ReceivesPromises::paid),
                new Promise("tells payments apart", ReceivesPromises::apart),
                new Promise("gives one callback one verdict", ReceivesPromises::pure),
                new Promise("asks nobody while it reads", ReceivesPromises::asksNobody),
                new Promise("never believes an altered body", ReceivesPromises::alteredBody),
                new Promise("never believes an altered header", ReceivesPromises::alteredHeader),
                new Promise("never believes a missing or doubled proof", ReceivesPromises::noProof),
                new Promise("never believes another encoding", ReceivesPromises::encoding),
                new Promise("rejects nonsense without throwing", ReceivesPromises::nonsense),
                new Promise("passes over fields it does not know", ReceivesPromises::unknownFields),
                new Promise(
                        "knows what its network wants to hear", ReceivesPromises::acknowledges));
    }

    /** Asks for a payment, has it paid, and gives the callbacks; there must be some. */
    private static List<InboundCallback> callbacks(Rig rig, PaymentHandle handle, Money amount) {
        List<InboundCallback> callbacks = rig.pay(handle, amount);
        assertThat(callbacks)
                .as(
                        "the network implements Receives, so the fixture's payerPays(…) answers"
                                + " with the callbacks it sends")
                .isNotEmpty();
        return callbacks;
    }

    private static InboundCallback callback(Rig rig) throws Exception {
        List<InboundCallback> sent = callbacks(rig, rig.ask().handle(), rig.anAmount());
        return sent.get(sent.size() - 1);
    }

    private static void paid(Rig rig) throws Exception {
        for (Money amount : rig.amounts()) {
            PaymentHandle handle =
                    rig.network().requestPayment(rig.request(Rig.newReference(), amount)).handle();
            Map<String, Transfer> told = new HashMap<>();
            boolean hinted = false;
            for (InboundCallback callback : callbacks(rig, handle, amount)) {
                CallbackVerdict verdict = rig.receives().receive(callback);
                hinted |= verdict instanceof Hint;
                for (PaymentReport report : reportsOf(verdict, handle)) {
                    report.transfers()
                            .forEach(transfer -> told.put(transfer.networkId(), transfer));
                }
            }
            if (!hinted) {
                Reports.settled(told.values(), amount);
            } else {
                assertThat(rig.network())
                        .as("a network that only hints can be looked up")
                        .isInstanceOf(LooksUp.class);
            }
        }
    }

    private static List<PaymentReport> reportsOf(CallbackVerdict verdict, PaymentHandle handle) {
        if (verdict instanceof Hint hint) {
            assertThat(Reports.same(hint.handle(), handle)).as("hints at the payment").isTrue();
            return List.of();
        }
        assertThat(verdict).as("the verdict on a true callback").isInstanceOf(Proven.class);
        List<PaymentReport> reports = ((Proven) verdict).reports();
        assertThat(reports).isNotEmpty();
        assertThat(reports).allMatch(report -> Reports.same(report.handle(), handle));
        return reports;
    }

    private static void apart(Rig rig) throws Exception {
        PaymentHandle one = rig.ask().handle();
        PaymentHandle other = rig.ask().handle();
        List<InboundCallback> ofOther = callbacks(rig, other, rig.anAmount());
        List<InboundCallback> ofOne = callbacks(rig, one, rig.anAmount());
        ofOne.forEach(sent -> reportsOf(rig.receives().receive(sent), one));
        ofOther.forEach(sent -> reportsOf(rig.receives().receive(sent), other));
    }

    private static void pure(Rig rig) throws Exception {
        InboundCallback callback = callback(rig);
        CallbackVerdict first = rig.receives().receive(callback);
        assertThat(rig.receives().receive(callback)).isEqualTo(first);
        try (PaymentNetwork again = rig.openWith(rig.provider(), rig.fixture().settings())) {
            assertThat(((Receives) again).receive(callback)).isEqualTo(first);
        }
    }

    private static void asksNobody(Rig rig) throws Exception {
        InboundCallback callback = callback(rig);
        rig.line().breakAll(FaultyHttp.Fault.CUT_BEFORE);
        assertThat(rig.receives().receive(callback))
                .isNotInstanceOf(CallbackVerdict.Rejected.class);
        assertThat(rig.line().calls()).as("calls while reading a callback").isZero();
    }

    private static void alteredBody(Rig rig) throws Exception {
        InboundCallback callback = callback(rig);
        byte[] body = callback.body();
        int stride = Math.max(1, body.length / PLACES);
        for (int place = 0; place < body.length; place += stride) {
            byte[] altered = body.clone();
            altered[place] = (byte) (altered[place] ^ 1);
            notProven(rig, UnknownFields.with(callback, altered), "bit turned at " + place);
        }
        byte[] cut = Arrays.copyOf(body, Math.max(0, body.length - 1));
        byte[] longer = Arrays.copyOf(body, body.length + 1);
        longer[body.length] = '\n';
        notProven(rig, UnknownFields.with(callback, cut), "last byte cut off");
        notProven(rig, UnknownFields.with(callback, longer), "line feed added");
        notProven(rig, UnknownFields.with(callback, new byte[0]), "empty body");
    }

    private static void alteredHeader(Rig rig) throws Exception {
        InboundCallback callback = callback(rig);
        for (String name : proofs(rig, callback)) {
            String value = callback.header(name).orElseThrow();
            for (int place = 0; place < value.length(); place++) {
                char[] altered = value.toCharArray();
                altered[place] = (char) (altered[place] ^ 1);
                notProven(
                        rig,
                        withHeader(callback, name, List.of(new String(altered))),
                        name + " altered at " + place);
            }
            notProven(rig, withHeader(callback, name, List.of("")), name + " empty");
            notProven(rig, withHeader(callback, name, List.of(value + "é")), name + " longer");
        }
    }

    private static void noProof(Rig rig) throws Exception {
        InboundCallback callback = callback(rig);
        for (String name : proofs(rig, callback)) {
            String value = callback.header(name).orElseThrow();
            notProven(rig, withHeader(callback, name, List.of(value, value)), name + " doubled");
            notProven(rig, withHeader(callback, name, List.of("", value)), name + " doubled");
        }
        // A signature may stand in the body; then that is what the altered bodies tried.
        InboundCallback bare =
                new InboundCallback(
                        callback.method(), callback.token(), "", Map.of(), callback.body());
        if (!proofs(rig, callback).isEmpty()) {
            notProven(rig, bare, "no header at all");
        }
    }

    /** The headers without which a callback is not proven; but for its type, which says nothing. */
    private static List<String> proofs(Rig rig, InboundCallback callback) {
        List<String> proofs = new ArrayList<>();
        if (rig.receives().receive(callback) instanceof Proven) {
            for (String name : callback.headers().keySet()) {
                InboundCallback without = withHeader(callback, name, List.of());
                boolean still = rig.receives().receive(without) instanceof Proven;
                if (!still && !name.equals("content-type")) {
                    proofs.add(name);
                }
            }
        }
        return proofs;
    }

    private static void encoding(Rig rig) throws Exception {
        InboundCallback callback = callback(rig);
        String text = callback.text();
        notProven(rig, with(callback, text.getBytes(StandardCharsets.UTF_16)), "UTF-16");
        notProven(rig, with(callback, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)), "mark");
        notProven(rig, with(callback, (" " + text).getBytes(StandardCharsets.UTF_8)), "blank");
    }

    private static void nonsense(Rig rig) throws Exception {
        InboundCallback callback = callback(rig);
        List<String> bodies =
                List.of(
                        "",
                        "{}",
                        "[]",
                        "null",
                        "42",
                        "{",
                        "&=%zz",
                        "<html></html>",
                        "\u0000",
                        "[".repeat(100_000),
                        "{\"a\":".repeat(50_000));
        UnaryOperator<InboundCallback> sign = rig.fixture()::signed;
        for (String body : bodies) {
            InboundCallback unsigned = with(callback, body.getBytes(StandardCharsets.UTF_8));
            notProven(rig, unsigned, "nonsense");
            assertThat(rig.receives().receive(sign.apply(unsigned)))
                    .as("the verdict on signed nonsense")
                    .isNotNull()
                    .isNotEqualTo(rig.receives().receive(callback))
                    .matches(ReceivesPromises::tellsOfNoMoney, "tells of no money");
        }
    }

    private static boolean tellsOfNoMoney(CallbackVerdict verdict) {
        return !(verdict instanceof Proven proven)
                || proven.reports().stream().allMatch(report -> report.transfers().isEmpty());
    }

    private static void unknownFields(Rig rig) throws Exception {
        InboundCallback callback = callback(rig);
        Optional<InboundCallback> more = UnknownFields.addedTo(callback);
        if (more.isPresent()) {
            assertThat(rig.receives().receive(rig.fixture().signed(more.get())))
                    .isEqualTo(rig.receives().receive(callback));
        }
    }

    private static void acknowledges(Rig rig) {
        Receives.Acknowledgement answer = rig.receives().acknowledgement();
        assertThat(answer.status()).isBetween(200, 299);
        assertThat(answer.contentType()).isNotBlank();
        assertThat(rig.receives().acknowledgement().body()).isEqualTo(answer.body());
    }

    private static void notProven(Rig rig, InboundCallback forged, String how) {
        CallbackVerdict verdict = rig.receives().receive(forged);
        assertThat(verdict).as("the verdict on a callback with %s", how).isNotNull();
        assertThat(verdict).as("a callback with %s", how).isNotInstanceOf(Proven.class);
    }

    private static InboundCallback with(InboundCallback callback, byte[] body) {
        return UnknownFields.with(callback, body);
    }

    private static InboundCallback withHeader(
            InboundCallback callback, String name, List<String> values) {
        Map<String, List<String>> headers = new HashMap<>(callback.headers());
        if (values.isEmpty()) {
            headers.remove(name);
        } else {
            headers.put(name, values);
        }
        return new InboundCallback(
                callback.method(), callback.token(), callback.query(), headers, callback.body());
    }
}
