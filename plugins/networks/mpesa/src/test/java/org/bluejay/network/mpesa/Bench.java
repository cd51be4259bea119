package org.bluejay.network.mpesa;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.CallbackVerdict;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.connector.tck.FaultyHttp;
import org.bluejay.connector.tck.LoopbackHttp;
import org.bluejay.connector.tck.MemoryStore;
import org.bluejay.connector.tck.StoppedClock;
import org.bluejay.connector.tck.TckContext;
import org.bluejay.network.mpesa.simulator.DarajaSimulator;
import org.bluejay.network.mpesa.simulator.Push;

/** A paybill, its Daraja, and what the payer and the line do. */
final class Bench implements AutoCloseable {

    static final String MSISDN = "254712345678";

    final StoppedClock clock = new StoppedClock();
    final MemoryStore common = new MemoryStore();
    final MemoryStore store = new MemoryStore();
    final Mailbox mailbox = new Mailbox();
    final List<Http.Request> asked = new CopyOnWriteArrayList<>();
    final DarajaSimulator daraja;
    final FaultyHttp line;

    /** What happens to Daraja's answers on their way. */
    UnaryOperator<Http.Answer> altered = UnaryOperator.identity();

    MpesaNetwork network;

    Bench() throws IOException {
        daraja = DarajaSimulator.startByHand(clock, mailbox);
        Http far = new LoopbackHttp();
        line =
                new FaultyHttp(
                        request -> {
                            asked.add(request);
                            return altered.apply(far.send(request));
                        });
        restart();
    }

    /** Another process on the same store. */
    void restart() {
        network = open(Environment.SANDBOX, Map.of(), store);
    }

    MpesaNetwork open(Environment environment, Map<String, String> more, MemoryStore own) {
        Map<String, String> answers = new HashMap<>(MpesaFixture.credentials(daraja));
        answers.put("shortcode", "174379");
        answers.putAll(more);
        answers.values().removeIf(String::isEmpty);
        return new MpesaNetwork(
                new MpesaProvider().settings().settle(answers),
                new TckContext(environment, clock, line, own, common, TckContext.PUBLIC_URL));
    }

    static String newReference() {
        return UUID.randomUUID().toString();
    }

    static PaymentRequest request(String reference, String phone, String amount) {
        return new PaymentRequest(
                reference,
                "mpesa",
                Money.of(amount, Asked.KES),
                "Order 4711, two éclairs",
                Map.of("phone", phone),
                URI.create("https://pay.example.test/callbacks/channel-1/" + tokenOf(reference)),
                URI.create("https://shop.example.test/thanks"),
                StoppedClock.START.plus(Duration.ofMinutes(30)));
    }

    static String tokenOf(String reference) {
        return "t0k3n-" + reference;
    }

    PaymentHandle ask(String reference) throws NetworkException {
        return ask(reference, MSISDN);
    }

    PaymentHandle ask(String reference, String phone) throws NetworkException {
        return network.requestPayment(request(reference, phone, "1500")).handle();
    }

    PaymentReport lookUp(String reference) throws NetworkException {
        return network.lookUp(new PaymentHandle(reference, ""));
    }

    /** The only prompt that was sent for this reference. */
    Push pushOf(String reference) {
        List<Push> all = pushesOf(reference);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " prompts for one reference");
        }
        return all.get(0);
    }

    List<Push> pushesOf(String reference) {
        return daraja.pushes().stream()
                .filter(push -> push.callbackUrl().getPath().endsWith(reference))
                .toList();
    }

    /** The payer does something; what Daraja calls back stays in the mailbox. */
    void end(String reference, String code) {
        if (daraja.end(pushOf(reference).checkoutRequestId(), code).isEmpty()) {
            throw new AssertionError("that prompt was over already");
        }
    }

    /** Hands over what is in the mailbox. */
    List<CallbackVerdict> deliver() {
        List<CallbackVerdict> verdicts = new ArrayList<>();
        mailbox.take().forEach(callback -> verdicts.add(network.receive(callback)));
        return verdicts;
    }

    /** The same callback at another address. */
    static InboundCallback at(String reference, InboundCallback callback) {
        return new InboundCallback(
                "POST", tokenOf(reference), "", callback.headers(), callback.body());
    }

    @Override
    public void close() {
        network.close();
        daraja.close();
    }
}
