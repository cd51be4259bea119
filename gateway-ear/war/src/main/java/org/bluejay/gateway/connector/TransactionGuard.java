package org.bluejay.gateway.connector;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Keeps the rule that the outside is never called inside a transaction: a network or shop that
 * takes thirty seconds would hold a connection to the database and its locks for as long.
 */
@ApplicationScoped
public class TransactionGuard {

    @Inject TransactionSynchronizationRegistry transactions;

    /**
     * @throws IllegalStateException when the caller is in a transaction: a mistake in the gateway
     */
    public void insistOnNone() {
        if (transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("a connector is never called inside a transaction");
        }
    }
}
