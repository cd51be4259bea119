package org.bluejay.connector.tck;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.Cancellation;
import org.bluejay.connector.shop.Note;
import org.bluejay.connector.shop.OrderSnapshot;
import org.bluejay.connector.shop.PollsOrders;
import org.bluejay.connector.shop.ReceivesWebhooks;
import org.bluejay.connector.shop.RefundRecord;
import org.bluejay.connector.shop.Settlement;
import org.bluejay.connector.shop.SettlesInParts;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopConnectorProvider;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.Written;
import org.bluejay.connector.tck.ShopFixture.Books;

/** One shop connector, opened for one test, with everything around it that the test may bend. */
final class ShopRig implements AutoCloseable {

    private static final BigInteger UNEVEN = BigInteger.valueOf(4909);

    /** In smallest steps: odd, and too long for a double. */
    private static final BigInteger LARGE = new BigInteger("90071992547409931");

    private final ShopConnectorContract contract;
    private final StoppedClock clock = new StoppedClock();
    private final MemoryStore store = new MemoryStore();
    private final MemoryStore common = new MemoryStore();
    private final ShopFixture fixture;
    private final FaultyHttp line;
    private final ShopConnectorProvider provider;
    private final ShopConnector shop;

    ShopRig(ShopConnectorContract contract) {
        this.contract = contract;
        this.fixture = contract.fixture(clock);
        this.line = new FaultyHttp(fixture.http());
        this.provider = fixture.provider();
        this.shop = openWith(provider, fixture.settings());
    }

    /** One like this that nothing has happened to. */
    ShopRig another() {
        return new ShopRig(contract);
    }

    /** Opens a connector on the same store, line and clock, as a restarted host would. */
    ShopConnector openWith(ShopConnectorProvider some, Map<String, String> answers) {
        return some.open(
                some.settings().settle(answers),
                new TckContext(
                        Environment.SANDBOX, clock, line, store, common, TckContext.PUBLIC_URL));
    }

    ShopFixture fixture() {
        return fixture;
    }

    FaultyHttp line() {
        return line;
    }

    ShopConnectorProvider provider() {
        return provider;
    }

    ShopConnector shop() {
        return shop;
    }

    ReceivesWebhooks receives() {
        return (ReceivesWebhooks) shop;
    }

    PollsOrders polls() {
        return (PollsOrders) shop;
    }

    SettlesInParts parts() {
        return (SettlesInParts) shop;
    }

    /** Totals at which connectors go wrong, in every unit the shop may sell in. */
    Set<Money> totals() {
        Set<Money> totals = new LinkedHashSet<>();
        for (CurrencyUnit unit : fixture.currencies()) {
            totals.add(new Money(new BigDecimal(UNEVEN, unit.decimals()), unit));
            totals.add(new Money(new BigDecimal(LARGE, unit.decimals()), unit));
            totals.add(new Money(new BigDecimal(BigInteger.ONE, unit.decimals()), unit));
        }
        return totals;
    }

    /** A sum that is neither round nor at a limit. */
    Money aTotal() {
        return totals().iterator().next();
    }

    /** About a third, in whole smallest units, and not nothing. */
    static Money partOf(Money total) {
        BigInteger steps = total.amount().unscaledValue();
        BigInteger third = steps.divide(BigInteger.valueOf(3)).max(BigInteger.ONE);
        return new Money(new BigDecimal(third, total.currency().decimals()), total.currency());
    }

    String order() {
        return fixture.placeOrder(aTotal());
    }

    Books books(String order) {
        return fixture.booksOf(order);
    }

    OrderSnapshot read(String order) throws ShopException {
        return shop.read(order)
                .orElseThrow(() -> new AssertionError("the shop has order " + order));
    }

    Written settle(String order) throws ShopException {
        return shop.settle(settlement(order, aTotal(), aTotal()));
    }

    static Settlement settlement(String order, Money paid, Money total) {
        return new Settlement(order, paid, total, "pay-" + order);
    }

    Written cancel(String order) throws ShopException {
        return shop.cancel(new Cancellation(order, "Not paid in time"));
    }

    Written refund(String order, Money inAll) throws ShopException {
        return shop.recordRefund(
                new RefundRecord(order, inAll, UUID.randomUUID().toString(), "Goods came back"));
    }

    Written note(String order) throws ShopException {
        return shop.annotate(new Note(order, "seen-late", "The payment was found by polling."));
    }

    @Override
    public void close() {
        shop.close();
        fixture.close();
    }
}
