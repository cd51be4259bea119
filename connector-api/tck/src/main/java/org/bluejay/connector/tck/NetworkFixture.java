package org.bluejay.connector.tck;

import java.util.List;
import java.util.Map;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentNetworkProvider;

/**
 * A connector beside a stand-in of its network: its server, its books, and the payer. Whatever the
 * tests need and have no answer for fails them, and the message names the method to override.
 */
public interface NetworkFixture extends AutoCloseable {

    /** The connector under test: what its {@code META-INF/services} names, made anew. */
    PaymentNetworkProvider provider();

    /**
     * Answers to the connector's settings, as a shop would give them: all that are required, and
     * the secrets that the stand-in knows, each of at least eight characters.
     */
    default Map<String, String> settings() {
        return Map.of();
    }

    /**
     * The way to the stand-in's server: a {@link ScriptedHttp}, or a client of a server on the
     * loopback. The tests put faults in front of it. Left alone, whoever calls out fails.
     */
    default Http http() {
        return ScriptedHttp.silent();
    }

    /** What the payer answers to a method's questions. */
    default Map<String, String> inputFor(String method) {
        return Map.of();
    }

    /** The unit behind a code that a method declares; to be given for assets outside ISO 4217. */
    default CurrencyUnit currency(String code) {
        return CurrencyUnit.iso(code);
    }

    /**
     * How many payments the stand-in has on its books for this reference of ours, paid or not: the
     * tests' only witness of a second debit.
     */
    int ordersOf(String reference);

    /**
     * The payer pays this much, and the network settles it.
     *
     * @param handle the network's reference is missing in it when the connector never heard it
     * @return the callbacks that the network now sends, in their order; none if it sends none
     */
    List<InboundCallback> payerPays(PaymentHandle handle, Money amount);

    /**
     * The callback as the network would have sent it with this body: signed again, when the network
     * signs. To be given by every network that calls back.
     */
    default InboundCallback signed(InboundCallback changed) {
        throw new AssertionError(
                "the network implements Receives, so the fixture must override signed(…)");
    }

    /**
     * The chain on which payments are made. To be given, always the same, when the provider watches
     * one.
     */
    default StandInChain chain() {
        throw new AssertionError(
                "the provider implements Watches, so the fixture must override chain()");
    }

    /**
     * What the stand-in has given back under this reference of ours: one sum, or none. To be given
     * by every network that refunds; the tests' only witness of money that went twice.
     */
    default List<Money> refundsOf(String reference) {
        throw new AssertionError(
                "the network implements Refunds, so the fixture must override refundsOf(…)");
    }

    /** Where a refund of a payment by this method goes to; empty for where it came from. */
    default String refundDestination(String method) {
        return "";
    }

    /** Whether one payment may come in several parts. */
    default boolean takesPartPayments() {
        return true;
    }

    /** Whether the network finds a payment by our reference while it has given none of its own. */
    default boolean looksUpByReference() {
        return true;
    }

    /** Stops the stand-in. */
    @Override
    default void close() {}
}
