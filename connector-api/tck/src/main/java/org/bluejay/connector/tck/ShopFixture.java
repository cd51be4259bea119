package org.bluejay.connector.tck;

import java.util.List;
import java.util.Map;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.ShopConnectorProvider;

/**
 * A shop platform's connector beside a stand-in of its shop: its server, its books, its shoppers
 * and its staff. Whatever the tests need and have no answer for fails them, and the message names
 * the method to override.
 */
public interface ShopFixture extends AutoCloseable {

    /** The connector under test: what its {@code META-INF/services} names, made anew. */
    ShopConnectorProvider provider();

    /**
     * Answers to the connector's settings, as a shop owner would give them: all that are required,
     * and the secrets that the stand-in knows, each of at least eight characters.
     */
    Map<String, String> settings();

    /**
     * The way to the stand-in's server: a {@link ScriptedHttp}, or a client of a server on the
     * loopback. The tests put faults in front of it.
     */
    Http http();

    /**
     * Units in which a shop of this platform may sell; among them some with other than 2 digits.
     */
    default List<CurrencyUnit> currencies() {
        return List.of(CurrencyUnit.iso("USD"), CurrencyUnit.iso("JPY"), CurrencyUnit.iso("KWD"));
    }

    /**
     * A shopper places an order that waits for payment.
     *
     * @return the platform's own id of it
     */
    String placeOrder(Money total);

    /** An id as the platform makes them, that no order has. */
    String idOfNoOrder();

    /** What the stand-in's own books say: the tests' only witness. */
    Books booksOf(String orderId);

    /** The staff change what the order costs, before it is paid. */
    void changeTotal(String orderId, Money total);

    /** A shopper pays an order in full by another of the shop's methods. */
    void payAnotherWay(String orderId, Money total);

    /**
     * The staff touch the order without changing its sums.
     *
     * @return the webhooks that the shop now sends, in their order; none if it sends none
     */
    List<InboundCallback> touch(String orderId);

    /**
     * What the platform answers to a request that it turns down for good, in its own shape: a page
     * with the same status may come from anything that stands before it.
     */
    Http.Answer refusal();

    /** From now on the shop refuses our key. */
    void revokeAccess();

    /**
     * Whether the real shop can take a payment for an order that was cancelled. Where it cannot,
     * settling one must be rejected, for the money to be paid back.
     */
    default boolean canPayCancelledOrders() {
        return true;
    }

    /**
     * The webhook as the shop would have sent it with this body: signed again. To be given by every
     * platform that sends webhooks.
     */
    default InboundCallback signed(InboundCallback changed) {
        throw new AssertionError(
                "the connector implements ReceivesWebhooks, so the fixture must override"
                        + " signed(…)");
    }

    /**
     * What the shop posts once its owner has agreed, with a key that it lets in. To be given by
     * every platform that hands out keys.
     *
     * @param state as it was asked for
     */
    default InboundCallback granted(String state) {
        throw new AssertionError(
                "the provider implements GrantsKeys, so the fixture must override granted(…)");
    }

    /** Stops the stand-in. */
    @Override
    default void close() {}

    /**
     * One order in the stand-in's books.
     *
     * @param paid recorded as paid
     * @param refunded recorded as refunded
     * @param restocks how often its goods were put back into stock
     * @param notes how many notes of ours it carries
     */
    record Books(Money paid, Money refunded, boolean cancelled, int restocks, int notes) {}
}
