package org.bluejay.connector.tck;

import java.util.Map;
import org.bluejay.connector.Http;
import org.bluejay.connector.Money;

/**
 * The chain behind a connector that watches one, as a test moves it: a node made by hand, or a real
 * one with a chain of its own.
 */
public interface StandInChain {

    /**
     * Answers to the source's settings, as an operator would give them: all that are required, and
     * the secrets that the node knows, each of at least eight characters.
     */
    Map<String, String> settings();

    /** The way to the node. The tests put faults in front of it. */
    Http http();

    /**
     * Somebody pays; it can be seen, and is not settled.
     *
     * @return the {@code networkId} of the transfer
     */
    String pay(String address, Money amount);

    /** So many blocks come that whatever could be seen is settled. */
    void settle();

    /** A payment that is not settled comes to nothing, because its money was spent elsewhere. */
    void replace(String networkId);

    /**
     * The newest blocks, among them the one with this settled payment, are exchanged for one more,
     * in which its money was spent elsewhere.
     */
    void reorganise(String networkId);
}
