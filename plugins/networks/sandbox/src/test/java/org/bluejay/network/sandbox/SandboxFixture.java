package org.bluejay.network.sandbox;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.Environment;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.Secret;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentNetworkProvider;
import org.bluejay.connector.network.Simulates.Scenario;
import org.bluejay.connector.network.Simulates.SimulatedCallback;
import org.bluejay.connector.tck.MemoryStore;
import org.bluejay.connector.tck.NetworkFixture;
import org.bluejay.connector.tck.ScriptedHttp;
import org.bluejay.connector.tck.TckContext;

/** The sandbox is its own far side: the payer is a second node that opened the same channel. */
final class SandboxFixture implements NetworkFixture {

    private static final String SECRET = "a-secret-of-the-sandbox";

    private final String trust;
    private final DurableStore store;
    private final SandboxNetwork payer;

    SandboxFixture(String trust, Clock clock, DurableStore store) {
        this.trust = trust;
        this.store = store;
        this.payer =
                new SandboxNetwork(
                        new SandboxProvider().settings().settle(settings()),
                        new TckContext(
                                Environment.SANDBOX,
                                clock,
                                ScriptedHttp.silent(),
                                store,
                                new MemoryStore(),
                                TckContext.PUBLIC_URL));
    }

    @Override
    public PaymentNetworkProvider provider() {
        return new SandboxProvider();
    }

    @Override
    public Map<String, String> settings() {
        return trust.equals(SandboxProvider.SIGNED)
                ? Map.of("callbackTrust", trust, "signingSecret", SECRET)
                : Map.of("callbackTrust", trust);
    }

    @Override
    public Map<String, String> inputFor(String method) {
        return method.equals(SandboxProvider.APPROVAL) ? Map.of("phone", "0712 345 678") : Map.of();
    }

    @Override
    public int ordersOf(String reference) {
        return store.get("payment/" + reference).isPresent() ? 1 : 0;
    }

    @Override
    public List<InboundCallback> payerPays(PaymentHandle handle, Money amount) {
        try {
            SimulatedPayment payment = Books.read(store.get(keyOf(handle)).orElseThrow());
            boolean rest = payment.settled().plus(amount).isAtLeast(payment.amount());
            return payer.simulate(handle, rest ? Scenario.PAID : Scenario.UNDERPAID).stream()
                    .map(SimulatedCallback::callback)
                    .toList();
        } catch (Refused refused) {
            throw new AssertionError(refused);
        }
    }

    @Override
    public List<Money> refundsOf(String reference) {
        return store.get("refund/" + reference)
                .flatMap(payment -> store.get("refunds/" + payment))
                .map(Form::parse)
                .map(book -> amountsIn(book, reference))
                .orElse(List.of());
    }

    private static List<Money> amountsIn(Form book, String reference) {
        return IntStream.range(0, book.number("refunds"))
                .mapToObj(number -> "refund." + number)
                .filter(refund -> book.text(refund + ".reference").equals(reference))
                .map(
                        refund ->
                                Money.of(
                                        book.text(refund + ".amount"),
                                        new CurrencyUnit(
                                                book.text(refund + ".currency"),
                                                book.number(refund + ".decimals"))))
                .toList();
    }

    @Override
    public InboundCallback signed(InboundCallback changed) {
        if (trust.equals(SandboxProvider.UNSIGNED)) {
            return changed;
        }
        String timestamp = changed.header(CallbackSigner.TIMESTAMP).orElseThrow();
        String signature = new CallbackSigner(new Secret(SECRET)).sign(timestamp, changed.body());
        Map<String, List<String>> headers = new HashMap<>(changed.headers());
        headers.put(CallbackSigner.SIGNATURE, List.of(signature));
        return new InboundCallback(
                changed.method(), changed.token(), changed.query(), headers, changed.body());
    }

    private static String keyOf(PaymentHandle handle) {
        return "payment/" + handle.reference();
    }
}
