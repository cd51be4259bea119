package org.bluejay.connector.network;

import org.bluejay.connector.Health;

/**
 * One payment network, opened with one channel's settings. Thread-safe; keeps nothing in memory
 * that a restart may not lose. What it can do besides is a further interface: {@link LooksUp},
 * {@link Receives}, {@link Refunds}, {@link Simulates}; a provider whose network is a chain {@link
 * Watches} it.
 */
public interface PaymentNetwork extends AutoCloseable {

    /**
     * Asks for one payment. The same {@link PaymentRequest#reference()} again gives the same
     * instruction, and never a second debit.
     *
     * @throws NetworkException which says whether the money may have moved
     */
    PaymentInstruction requestPayment(PaymentRequest request) throws NetworkException;

    /** Whether the far side answers. Takes at most five seconds and never throws. */
    Health health();

    /** Lets go of everything; twice does no harm. */
    @Override
    void close();
}
