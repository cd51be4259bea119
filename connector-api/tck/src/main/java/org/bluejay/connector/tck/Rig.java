package org.bluejay.connector.tck;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentNetworkProvider;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.connector.network.Receives;
import org.bluejay.connector.network.Simulates;
import org.bluejay.connector.network.Source;
import org.bluejay.connector.network.Watches;

/** One connector, opened for one test, with everything around it that the test wants to bend. */
final class Rig implements AutoCloseable {

    private static final CurrencyUnit EIGHTEEN_DECIMALS = new CurrencyUnit("tck-coin", 18);

    /** In smallest steps: odd, and too long for a double in every unit. */
    private static final BigDecimal MORE_THAN_A_DOUBLE_HOLDS = new BigDecimal("123456789012345678");

    private final StoppedClock clock = new StoppedClock();
    private final MemoryStore store = new MemoryStore();
    private final MemoryStore common = new MemoryStore();
    private final List<Map<String, String>> inputs = new CopyOnWriteArrayList<>();
    private final PaymentNetworkContract contract;
    private final NetworkFixture fixture;
    private final FaultyHttp line;
    private final MemoryStore sourceStore = new MemoryStore();
    private final MethodDescriptor method;
    private final PaymentNetworkProvider provider;
    private final PaymentNetwork network;
    private FaultyHttp bookLine;

    private Rig(PaymentNetworkContract contract, MethodDescriptor method) {
        this.contract = contract;
        this.fixture = contract.fixture(clock, store);
        this.line = new FaultyHttp(fixture.http());
        this.provider = fixture.provider();
        this.method = method == null ? provider.descriptor().methods().get(0) : method;
        this.network = openWith(provider, fixture.settings());
    }

    /**
     * @param method the one that this test is about; null for the first
     */
    static Rig open(PaymentNetworkContract contract, MethodDescriptor method) {
        return new Rig(contract, method);
    }

    /** One like this that nothing has happened to. */
    Rig another() {
        return new Rig(contract, method);
    }

    /** Opens a connector on the same store, line and clock, as a restarted host would. */
    PaymentNetwork openWith(PaymentNetworkProvider some, Map<String, String> answers) {
        return some.open(some.settings().settle(answers), context());
    }

    TckContext context() {
        return new TckContext(
                Environment.SANDBOX, clock, line, store, common, TckContext.PUBLIC_URL);
    }

    StandInChain chain() {
        return fixture.chain();
    }

    /** The line between a source and its node. */
    FaultyHttp bookLine() {
        if (bookLine == null) {
            bookLine = new FaultyHttp(chain().http());
        }
        return bookLine;
    }

    /** Opens a source on the same store, line and clock, as a restarted host would. */
    Source openSource(Watches some) {
        return openSource(some, chain().settings());
    }

    Source openSource(Watches some, Map<String, String> answers) {
        return some.openSource(
                some.sourceSettings().settle(answers),
                new TckContext(
                        Environment.SANDBOX,
                        clock,
                        bookLine(),
                        sourceStore,
                        common,
                        TckContext.PUBLIC_URL));
    }

    StoppedClock clock() {
        return clock;
    }

    MemoryStore store() {
        return store;
    }

    NetworkFixture fixture() {
        return fixture;
    }

    FaultyHttp line() {
        return line;
    }

    MethodDescriptor method() {
        return method;
    }

    List<MethodDescriptor> methods() {
        return provider.descriptor().methods();
    }

    PaymentNetworkProvider provider() {
        return provider;
    }

    PaymentNetwork network() {
        return network;
    }

    LooksUp looksUp() {
        return (LooksUp) network;
    }

    Receives receives() {
        return (Receives) network;
    }

    Simulates simulates() {
        return (Simulates) network;
    }

    /** Whether asking for a payment asks the outside; tried on a payment of its own. */
    boolean asksOutside() {
        line.breakAll(FaultyHttp.Fault.NONE);
        try {
            ask();
        } catch (Exception failed) {
            return true; // The promises will say what is wrong with it.
        }
        return line.calls() > 0;
    }

    static String newReference() {
        return UUID.randomUUID().toString();
    }

    PaymentInstruction ask() throws Exception {
        return network.requestPayment(request(newReference(), anAmount()));
    }

    PaymentInstruction ask(String reference) throws Exception {
        return network.requestPayment(request(reference, anAmount()));
    }

    PaymentRequest request(String reference, Money amount) {
        return request(reference, method.id(), amount);
    }

    PaymentRequest request(String reference, String methodId, Money amount) {
        return new PaymentRequest(
                reference,
                methodId,
                amount,
                "Order 4711, two éclairs",
                newInput(),
                URI.create(TckContext.PUBLIC_URL + "/callbacks/channel-1/" + tokenOf(reference)),
                URI.create("https://shop.example.test/thanks?order=4711"),
                clock.instant().plus(Duration.ofMinutes(30)));
    }

    private Map<String, String> newInput() {
        Map<String, String> input = fixture.inputFor(method.id());
        inputs.add(input);
        return input;
    }

    /** All that payers have told so far; each may have told something else. */
    List<Map<String, String>> inputs() {
        return List.copyOf(inputs);
    }

    static String tokenOf(String reference) {
        return "t0k3n-" + reference;
    }

    List<InboundCallback> pay(PaymentHandle handle, Money amount) {
        return fixture.payerPays(handle, amount);
    }

    PaymentReport reportOf(PaymentHandle handle) throws Exception {
        return looksUp().lookUp(handle);
    }

    /** A sum that is neither round nor at a limit. */
    Money anAmount() {
        return amounts().iterator().next();
    }

    /** Sums at which connectors go wrong: uneven ones in every unit, the least and the most. */
    Set<Money> amounts() {
        Set<Money> amounts = new LinkedHashSet<>();
        for (CurrencyUnit unit : units()) {
            BigDecimal step = stepIn(unit);
            BigDecimal least = method.min().max(step).divide(step, 0, RoundingMode.CEILING);
            BigDecimal most =
                    method.max().signum() > 0
                            ? method.max().divide(step, 0, RoundingMode.FLOOR)
                            : least.add(MORE_THAN_A_DOUBLE_HOLDS);
            BigDecimal uneven = new BigDecimal("4909").max(least).min(most);
            amounts.add(new Money(uneven.multiply(step), unit));
            amounts.add(new Money(least.multiply(step), unit));
            amounts.add(new Money(most.multiply(step), unit));
        }
        return amounts;
    }

    /** Half of a sum, rounded up to the method's step. */
    Money halfOf(Money amount) {
        return Money.roundedUp(
                amount.amount().divide(BigDecimal.valueOf(2)),
                amount.currency(),
                stepIn(amount.currency()));
    }

    private BigDecimal stepIn(CurrencyUnit unit) {
        return method.increment().signum() > 0
                ? method.increment()
                : BigDecimal.ONE.movePointLeft(unit.decimals());
    }

    private List<CurrencyUnit> units() {
        return method.currencies().isEmpty()
                ? List.of(
                        CurrencyUnit.iso("USD"),
                        CurrencyUnit.iso("JPY"),
                        CurrencyUnit.iso("KWD"),
                        EIGHTEEN_DECIMALS)
                : method.currencies().stream().sorted().map(fixture::currency).toList();
    }

    @Override
    public void close() {
        network.close();
        fixture.close();
    }
}
